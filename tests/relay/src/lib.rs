//! The sandbox relay: a real HTTPS server with mutual TLS, for tests and for trying things out.
//!
//! [`init`](fn@init) prepares a folder with a test CA, offices, certificates and accounts; [`Server`] serves it.
//! The relay never sees content: covers and contents arrive sealed and leave as they came.

pub mod ca;
mod clock;
mod config;
mod error;
mod files;
pub mod init;
pub mod office;
mod secret;
pub mod server;
mod store;

pub use ca::{CertificateSpec, IssuedIdentity, KeyKind, TestCa, Validity};
pub use clock::Clock;
pub use error::Error;
pub use init::init;
pub use office::{OfficeSpec, read_offices, synthetic_offices};
pub use server::{Options, Server};
