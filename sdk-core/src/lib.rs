//! The core of the Care Plan Link SDK: ケアプランデータ連携標準仕様 4.1, the sealed envelope and the relay.
//!
//! Modules follow the way of a file, each depending only on those before it:
//! [`text`] (MS932) · [`number`] · [`layout`] (the standard as tables) · [`finding`] · [`document`] (read, write) ·
//! [`check`] (rules) · [`records`] (make, edit) · [`message`] (sets, cover) · [`upgrade`] (older editions to 4.1) ·
//! [`repair`] (safe repairs) · [`envelope`] (sign, seal, open) · [`relay`] (client) · [`store`] (outbox, inbox, log) ·
//! [`exchange`] (the main job).

pub mod check;
mod clock_text;
mod control;
mod digest;
pub mod document;
pub mod envelope;
pub mod exchange;
mod explain;
pub mod finding;
pub mod layout;
pub mod message;
pub mod number;
pub mod records;
pub mod relay;
pub mod repair;
pub mod store;
pub mod text;
mod threads;
pub mod upgrade;

pub use clock_text::{japan_time, span_text};
pub use control::{Cancel, Control, Phase, Progress};
pub use digest::sha256_hex;
pub use explain::{Explain, Explanation, io_cause, io_kind};
