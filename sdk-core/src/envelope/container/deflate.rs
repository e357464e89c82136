use std::io::{ErrorKind, Read};

use flate2::{Compress, Compression, FlushCompress, Status};
use openssl::sha::Sha256;
use zeroize::Zeroizing;

use super::directory::{central_bytes, small};
use super::header::{Header, LOCAL_BYTES, with_signature};
use super::{CHUNK_BYTES, bad, cause};
use crate::envelope::error::EnvelopeError;

/// What an entry will be: its name, and all that is known of its content once it went through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::envelope) struct Measured {
    pub name: String,
    /// Bytes of the content.
    pub size: u64,
    pub sha256: [u8; 32],
    pub crc: u32,
    /// Bytes of the content when deflated.
    pub packed: u64,
}

impl Measured {
    pub(super) fn header(&self) -> Result<Header, EnvelopeError> {
        let (packed, size) = (small(self.packed)?, small(self.size)?);
        Ok(Header::deflated(&self.name, self.crc, packed, size))
    }

    /// Bytes that it takes of the container.
    pub(super) fn container_bytes(&self) -> u64 {
        local_bytes(&self.name) + self.packed + central_bytes(&self.name)
    }
}

/// Bytes of a local header.
fn local_bytes(name: &str) -> u64 {
    with_signature(LOCAL_BYTES) + name.len() as u64
}

/// The content of an entry, in memory or on its way.
pub(super) enum Content<'a> {
    Slice(&'a [u8]),
    Stream(&'a mut dyn Read),
}

/// Deflates one content after the other; always the same bytes for the same content, wherever it comes from.
pub(super) struct Deflater {
    compress: Compress,
    input: Zeroizing<Vec<u8>>,
    output: Zeroizing<Vec<u8>>,
}

impl Deflater {
    pub fn new() -> Self {
        Self {
            // Level 1: records repeat so much that higher levels save little and cost much.
            compress: Compress::new(Compression::new(1), false),
            input: Zeroizing::default(),
            output: Zeroizing::new(vec![0; CHUNK_BYTES]),
        }
    }

    /// Gives the deflated bytes to `out`, piece by piece, and says what they were.
    pub fn run(
        &mut self,
        name: &str,
        content: Content<'_>,
        out: impl FnMut(&[u8]) -> Result<(), EnvelopeError>,
    ) -> Result<Measured, EnvelopeError> {
        self.compress.reset();
        let mut pass = Pass {
            compress: &mut self.compress,
            output: &mut self.output,
            out,
            sha256: Sha256::new(),
            crc: crc32fast::Hasher::new(),
        };
        match content {
            Content::Slice(bytes) => {
                bytes
                    .chunks(CHUNK_BYTES)
                    .try_for_each(|chunk| pass.push(chunk))?;
            }
            Content::Stream(stream) => {
                self.input.resize(CHUNK_BYTES, 0);
                loop {
                    let filled = fill(stream, &mut self.input)?;
                    pass.push(&self.input[..filled])?;
                    if filled < CHUNK_BYTES {
                        break;
                    }
                }
            }
        }
        pass.finish(name)
    }
}

/// Reads until the buffer is full or the stream has ended.
fn fill(stream: &mut dyn Read, buffer: &mut [u8]) -> Result<usize, EnvelopeError> {
    let mut filled = 0;
    while filled < buffer.len() {
        match stream.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read.min(buffer.len() - filled),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(cause(error)),
        }
    }
    Ok(filled)
}

struct Pass<'a, O> {
    compress: &'a mut Compress,
    output: &'a mut [u8],
    out: O,
    sha256: Sha256,
    crc: crc32fast::Hasher,
}

impl<O: FnMut(&[u8]) -> Result<(), EnvelopeError>> Pass<'_, O> {
    fn push(&mut self, mut chunk: &[u8]) -> Result<(), EnvelopeError> {
        self.sha256.update(chunk);
        self.crc.update(chunk);
        while !chunk.is_empty() {
            let (consumed, _) = self.step(chunk, FlushCompress::None)?;
            chunk = &chunk[consumed..];
        }
        Ok(())
    }

    fn finish(mut self, name: &str) -> Result<Measured, EnvelopeError> {
        while self.step(&[], FlushCompress::Finish)?.1 != Status::StreamEnd {}
        Ok(Measured {
            name: name.to_owned(),
            size: self.compress.total_in(),
            sha256: self.sha256.finish(),
            crc: self.crc.finalize(),
            packed: self.compress.total_out(),
        })
    }

    fn step(
        &mut self,
        chunk: &[u8],
        flush: FlushCompress,
    ) -> Result<(usize, Status), EnvelopeError> {
        let before = (self.compress.total_in(), self.compress.total_out());
        let status = self.compress.compress(chunk, self.output, flush);
        let status = status.map_err(|_| bad("deflate"))?;
        let consumed = (self.compress.total_in() - before.0) as usize;
        let produced = (self.compress.total_out() - before.1) as usize;
        // Neither can happen with room for output; an endless loop would be worse than an error.
        if consumed == 0 && produced == 0 && status != Status::StreamEnd {
            return Err(bad("deflate"));
        }
        (self.out)(&self.output[..produced])?;
        Ok((consumed, status))
    }
}
