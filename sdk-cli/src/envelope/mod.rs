//! `careplan identity`, `seal`, `open`, `export-evidence`, `verify-evidence`: envelopes without a relay.

pub(crate) mod args;
mod certificates;
mod evidence;
mod fault;
mod identities;
mod identity;
mod manifest;
mod open;
mod password;
mod report;
mod seal;
mod staging;
mod trust;

pub use evidence::{run_export, run_verify};
pub use identity::run as run_identity;
pub use open::run as run_open;
pub use seal::run as run_seal;
