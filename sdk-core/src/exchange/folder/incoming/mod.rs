//! Finds the sets in a folder of downloads.
//!
//! A look reads the names and, of files that it has not seen yet, the bytes once for their digest; what a file holds is read and
//! checked when its set is taken. Files are told apart by name and digest, never by time or place.

mod look;
mod memory;
mod scan;
mod settle;
mod sort;
mod take;
mod tidy;

pub(super) use self::look::Digests;
pub(super) use self::memory::Memory;
pub use self::memory::Outcome;
pub(super) use self::scan::Scanner;
pub use self::scan::{FoundSet, Pending, Refused, Scan, Unfinished};
pub(super) use self::settle::wait;
pub(super) use self::take::take;
pub(super) use self::tidy::tidy;

#[cfg(test)]
mod tests;
