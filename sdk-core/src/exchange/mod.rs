//! The main job: an office sends sets to other offices and takes what they send, and nothing is lost on the way.
//!
//! ```no_run
//! use std::sync::Arc;
//! use careplan_core::Control;
//! use careplan_core::check::CheckedDocument;
//! use careplan_core::exchange::{Letter, Office, Query, Worker};
//! use careplan_core::message::MessageSet;
//! use careplan_core::store::ReceivedState;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let files: Vec<(String, Vec<u8>)> = Vec::new();
//! let support = Office::open("profiles/5070022016".as_ref())?;
//! let documents = files.into_iter().map(|(name, bytes)| Arc::new(CheckedDocument::read(&name, bytes)));
//! let set = MessageSet::build(documents.collect()).map_err(|findings| format!("{findings:?}"))?;
//! // Stored when this returns, with or without a network; the same set again is the same message.
//! let sent = support.send(&set, &Letter::new("9月分の予定", ""))?;
//! support.sync(&Control::default()); // or a Worker, as below
//!
//! let service = Arc::new(Office::open("profiles/5070100002".as_ref())?);
//! let worker = Worker::start(Arc::clone(&service))?;
//! let waiting = Query { states: vec![ReceivedState::Fetched], ..Query::default() };
//! for received in service.received(&waiting)? {
//!     let delivery = service.take(received.id, &Control::default())?;
//!     // … store delivery.documents(), and only then:
//!     service.acknowledge(received.id)?;
//! }
//! worker.stop();
//!
//! // Has the partner taken it?
//! support.sync(&Control::default());
//! if let Some((when, by)) = support.sent_message(sent.id)?.message.taken() {
//!     println!("{when} {}", by.office());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Every step is written down in the [store](crate::store) before it is done and can be repeated: whatever dies, whenever, each
//! message ends exactly once at its receiver, or visibly in a final state at its sender.

mod access_log;
mod bell;
mod by_folder;
mod cache;
mod clock;
mod error;
mod events;
pub mod folder;
mod follow;
mod gate;
mod handler;
mod inbox;
mod lists;
mod log_lines;
mod names;
mod office;
mod outbox;
mod persons;
mod profile;
mod profile_fault;
mod profile_folder;
mod profile_identity;
mod profile_trust;
mod query;
mod reason;
mod reason_words;
mod receipts;
mod refused_password;
mod secrets;
mod send;
mod status;
mod sync;
mod take;
mod upkeep;
mod worker;

pub use error::ExchangeError;
pub use events::{Event, EventHandler};
pub use lists::{ReceivedMessage, SentDetail, SentMessage};
pub use log_lines::{LogHandler, LogLevel, LogLine};
pub use office::{Office, OpenOptions};
pub use profile::Profile;
pub use profile_fault::ProfileFault;
pub use query::{AccessQuery, Person, Query};
pub use reason::{Reason, code_of_envelope, rejection_for};
pub use receipts::SignedReceipt;
pub use secrets::Secrets;
pub use send::{Letter, SendOutcome};
pub use status::{LastSync, Status};
pub use sync::{SyncProblem, SyncReport};
pub use take::Delivery;
pub use worker::Worker;
