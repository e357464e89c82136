//! What an attacker may do to an envelope on its way, or put before an office: one test for each attack. All of them fail, and
//! nothing is released.
//!
//! What stands around an envelope is attacked elsewhere: the exchange in `exchange.rs` and `faults.rs`, the relay in its own tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod certificates;
mod content;
mod damage;
mod parties;
mod receipts;
mod recipients;
mod replay;
mod revocation;
mod signatures;
