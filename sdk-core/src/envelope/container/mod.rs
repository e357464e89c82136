//! The signed content: a ZIP file (APPNOTE 6.3.10, sections 4.3 to 4.5) with `manifest.json` first and then the files of
//! the cover, in its order.
//!
//! Any unzip opens it, but it is read and written here in one way only: one entry after the other without a gap, sizes
//! in front of the content, stored or deflated, and a central directory that says the same again. Two readers can then
//! never see different files in it, and it streams in both directions with constant memory.

mod deflate;
mod directory;
mod entries;
mod header;
mod manifest;
mod memory;
mod read;
mod source;
mod streaming;
mod write;

use super::error::{EnvelopeError, cause};
use super::{MAX_CONTENT_BYTES, MAX_EVIDENCE_BYTES, MAX_FILES};

use directory::Limits;
pub(in crate::envelope) use entries::{pack_entries, unpack_entries};
pub(in crate::envelope) use manifest::{File, pack, unpack};
pub use source::{FileSink, FileSource};
pub(in crate::envelope) use streaming::{MeasuredContainer, measure_all, read};

/// A manifest of [`MAX_FILES`] files and a long text stays far below this.
const MAX_MANIFEST_BYTES: u64 = 1 << 20;

/// The files and their manifest.
const MAX_ENTRIES: usize = MAX_FILES + 1;

/// Of a message.
const MESSAGE: Limits = Limits {
    entry: MAX_CONTENT_BYTES,
    total: MAX_CONTENT_BYTES + MAX_MANIFEST_BYTES,
};

/// Of evidence, which holds the container of a message.
const EVIDENCE: Limits = Limits {
    entry: MAX_EVIDENCE_BYTES,
    total: MAX_EVIDENCE_BYTES,
};

/// What is read, deflated or inflated at a time. Deflate's output depends on it, so all ways of writing share it.
const CHUNK_BYTES: usize = 1 << 16;

const TOO_LARGE: EnvelopeError = EnvelopeError::TooLarge {
    limit: MAX_CONTENT_BYTES,
};

const fn bad(what: &'static str) -> EnvelopeError {
    EnvelopeError::BadContent(what)
}

#[cfg(test)]
mod tests;
