//! `careplan identity`, `seal`, `open`, `export-evidence`, `verify-evidence`: envelopes without a relay.

pub(crate) mod args;
mod certificates;
pub(crate) mod evidence;
pub(crate) mod fault;
mod identities;
pub(crate) mod identity;
mod manifest;
mod open;
mod password;
pub(crate) mod report;
mod seal;
pub(crate) mod staging;
mod trust;

pub use evidence::{run_export, run_verify};
pub use identity::run as run_identity;
pub use open::run as run_open;
pub use seal::run as run_seal;
