//! Sender, relay and receiver as processes that are killed and started again: see README.md.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod check;
mod harness;
mod ledger;
mod party;

pub use check::Outcome;
pub use harness::{Settings, run};
pub use party::{receive, relay, send};
