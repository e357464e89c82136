//! The main job: an office sends sets to other offices and takes what they send.
//!
//! ```no_run
//! use std::sync::Arc;
//! use careplan_core::check::CheckedDocument;
//! use careplan_core::exchange::Office;
//! use careplan_core::message::MessageSet;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let files: Vec<(String, Vec<u8>)> = Vec::new();
//! let support = Office::open("profiles/5070022016".as_ref())?;
//! let documents = files.into_iter().map(|(name, bytes)| Arc::new(CheckedDocument::read(&name, bytes)));
//! let set = MessageSet::build(documents.collect()).map_err(|findings| format!("{findings:?}"))?;
//! let outgoing = support.prepare(&set, "9月分の予定", "")?;
//! support.send(&outgoing)?; // the same again, after an error, is the same message
//!
//! let service = Office::open("profiles/5070100002".as_ref())?;
//! for incoming in service.received()? {
//!     let delivery = service.take(incoming.id)?;
//!     // … store delivery.documents(), and only then:
//!     service.acknowledge(&delivery)?;
//! }
//! # Ok(())
//! # }
//! ```

mod error;
pub mod folder;
mod office;
mod profile;
mod profile_identity;
mod profile_trust;

pub use error::ExchangeError;
pub use office::{Delivery, Incoming, Office, Outgoing, SentMessage};
pub use profile::Profile;
