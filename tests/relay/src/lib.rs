//! The sandbox relay: a real HTTPS server with mutual TLS, for tests and for trying things out.
//!
//! [`init`](fn@init) prepares a folder with a test CA, offices, certificates and accounts; [`Server`] serves it.
//! The relay never sees content: covers and contents arrive sealed and leave as they came.

mod accounts;
mod backup;
pub mod ca;
mod certificates;
mod clock;
mod config;
pub mod control;
mod desk;
mod error;
pub mod faults;
mod files;
mod fill;
pub mod init;
mod locked;
mod loopback;
pub mod office;
mod overview;
mod secret;
pub mod server;
mod status;
mod store;
mod text;
mod web;

pub use accounts::Accounts;
pub use backup::{Backup, backup, restore, set_back};
pub use ca::{CertificateSpec, IssuedIdentity, KeyKind, TestCa, Validity};
pub use certificates::{Certificates, Renewed};
pub use clock::Clock;
pub use error::Error;
pub use fill::{add_messages, add_offices};
pub use init::{InitOptions, init, init_with};
pub use office::{OfficeSpec, read_offices, synthetic_offices};
pub use overview::{OfficeState, Overview, StateCount};
pub use server::{Options, Server};
pub use status::Status;
