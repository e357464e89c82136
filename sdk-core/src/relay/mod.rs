//! The way to the other office: wire types and the client that speaks them.

mod client;
mod error;
mod tls;
pub mod wire;

pub use client::{Account, Client};
pub use error::{RelayError, TlsFault, Unreachable};
