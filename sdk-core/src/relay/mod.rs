//! The way to the other office: wire types and the client that speaks them.
//!
//! [`Client`] makes the calls of [`wire`]; it logs in and refreshes its session by itself. It repeats nothing that failed, one
//! cut idle connection aside: when to try again is the caller's decision, with [`Backoff`] at hand.

mod backoff;
mod client;
mod clock;
mod error;
mod partial;
mod settings;
mod tls;
pub mod wire;

pub use backoff::Backoff;
pub use client::{Client, Selection};
pub use error::{ProxyFault, RelayError, ServerCertificate, TlsFault, Unreachable};
pub use partial::{InMemory, Partial};
pub use settings::{Account, ClientSettings, Proxy, ProxyAccount};
