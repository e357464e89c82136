use std::collections::HashSet;

use super::header::{self, CENTRAL_BYTES, Header, with_signature};
use super::{MAX_ENTRIES, TOO_LARGE, bad};
use crate::envelope::error::EnvelopeError;

const MAX_NAME_BYTES: usize = 255;

/// Entries so far, with their places; nothing comes in that breaks a limit, whether written or read.
pub(super) struct Directory {
    limits: Limits,
    entries: Vec<(Header, u32)>,
    names: HashSet<String>,
    total: u64,
}

/// Most bytes, not deflated.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub entry: u64,
    pub total: u64,
}

impl Directory {
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            entries: Vec::new(),
            names: HashSet::new(),
            total: 0,
        }
    }

    pub fn add(&mut self, header: Header, offset: u64) -> Result<(), EnvelopeError> {
        let size = u64::from(header.size);
        self.total += size;
        let full = self.entries.len() == MAX_ENTRIES || self.total > self.limits.total;
        if full || size > self.limits.entry {
            return Err(TOO_LARGE);
        }
        if !is_plain(&header.name) || !self.names.insert(header.name.to_uppercase()) {
            return Err(bad("ZIP: name"));
        }
        self.entries.push((header, small(offset)?));
        Ok(())
    }

    pub fn entries(&self) -> &[(Header, u32)] {
        &self.entries
    }

    /// Central directory and its end, which stand at a place.
    pub fn bytes(&self, at: u64) -> Result<Vec<u8>, EnvelopeError> {
        let mut bytes = Vec::new();
        for (header, offset) in &self.entries {
            bytes.extend(header.central(*offset));
        }
        let end = header::end(self.len(), small(bytes.len() as u64)?, small(at)?);
        bytes.extend(end);
        Ok(bytes)
    }

    /// At most [`MAX_ENTRIES`], so that it fits.
    pub fn len(&self) -> u16 {
        self.entries.len() as u16
    }
}

/// How many bytes an entry takes of the central directory when written here.
pub(super) fn central_bytes(name: &str) -> u64 {
    with_signature(CENTRAL_BYTES) + name.len() as u64
}

/// Sizes and places are far below 4 GiB where the limits hold.
pub(super) fn small(number: u64) -> Result<u32, EnvelopeError> {
    u32::try_from(number).map_err(|_| TOO_LARGE)
}

/// A name of a file, not of a folder or a place in one, on any system.
fn is_plain(name: &str) -> bool {
    let bad_char = |c: char| matches!(c, '/' | '\\' | ':') || c.is_control();
    !matches!(name, "" | "." | "..") && name.len() <= MAX_NAME_BYTES && !name.contains(bad_char)
}
