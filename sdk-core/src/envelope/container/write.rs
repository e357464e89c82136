use std::io::{Read, Write};

use super::deflate::{Content, Deflater, Measured};
use super::directory::Directory;
use super::header::{END_BYTES, with_signature};
use super::{MESSAGE, TOO_LARGE, cause};
use crate::envelope::MAX_CONTENT_BYTES;
use crate::envelope::error::EnvelopeError;

/// Goes through a content once, to know what stands before it in a container.
pub(in crate::envelope) fn measure(
    name: &str,
    content: impl Read,
) -> Result<Measured, EnvelopeError> {
    let mut limited = content.take(MAX_CONTENT_BYTES + 1);
    let stream = Content::Stream(&mut limited);
    let measured = Deflater::new().run(name, stream, |_| Ok(()))?;
    if measured.size > MAX_CONTENT_BYTES {
        return Err(TOO_LARGE);
    }
    Ok(measured)
}

/// Exact length of the container of these entries.
pub(in crate::envelope) fn length_of(entries: &[Measured]) -> u64 {
    let entries: u64 = entries.iter().map(Measured::container_bytes).sum();
    entries + with_signature(END_BYTES)
}

/// Writes a container into a stream, each entry as it was measured.
pub(in crate::envelope) struct Writer<W> {
    out: W,
    written: u64,
    directory: Directory,
    deflater: Deflater,
}

impl<W: Write> Writer<W> {
    pub fn new(out: W) -> Self {
        Self {
            out,
            written: 0,
            directory: Directory::new(MESSAGE),
            deflater: Deflater::new(),
        }
    }

    /// Adds an entry. [`EnvelopeError::FileChanged`] where the content is not what was measured: what was written so
    /// far is then no container.
    pub fn add(&mut self, entry: &Measured, content: impl Read) -> Result<(), EnvelopeError> {
        let header = entry.header()?;
        let local = header.local();
        self.directory.add(header, self.written)?;
        self.out.write_all(&local).map_err(cause)?;
        let mut limited = content.take(entry.size.saturating_add(1));
        let (out, mut room) = (&mut self.out, entry.packed);
        let found = self
            .deflater
            .run(&entry.name, Content::Stream(&mut limited), |packed| {
                room = room
                    .checked_sub(packed.len() as u64)
                    .ok_or(EnvelopeError::FileChanged)?;
                out.write_all(packed).map_err(cause)
            })?;
        if found != *entry {
            return Err(EnvelopeError::FileChanged);
        }
        self.written += local.len() as u64 + entry.packed;
        Ok(())
    }

    /// Writes the central directory and gives the stream back.
    pub fn finish(mut self) -> Result<W, EnvelopeError> {
        let directory = self.directory.bytes(self.written)?;
        self.out.write_all(&directory).map_err(cause)?;
        Ok(self.out)
    }
}
