use std::io::{ErrorKind, Read};

use flate2::{Decompress, FlushDecompress, Status};
use zeroize::Zeroizing;

use super::directory::{Directory, Limits};
use super::header::{
    CENTRAL, CENTRAL_BYTES, CentralOnly, END, END_BYTES, End, Fixed, Header, LOCAL, LOCAL_BYTES,
    Method, check_extra,
};
use super::{CHUNK_BYTES, MESSAGE, bad, cause};
use crate::envelope::error::EnvelopeError;

/// Reads a container once, from front to back, in constant memory.
///
/// What it gives is known to be the only reading once [`Reader::next`] has given `None`.
pub(in crate::envelope) struct Reader<R> {
    source: Source<R>,
    directory: Directory,
    inflate: Decompress,
    state: State,
}

enum State {
    /// Within an entry, or behind it.
    Entry(Remaining),
    /// The end was reached and all agreed.
    Done,
    /// Something was wrong, so that nobody knows what stands where.
    Failed,
}

/// What an entry has yet to give.
#[derive(Default)]
struct Remaining {
    deflated: bool,
    packed: u64,
    size: u64,
    crc: crc32fast::Hasher,
    expected_crc: u32,
    /// Its end was reached and all agreed.
    verified: bool,
}

impl<R: Read> Reader<R> {
    pub fn new(source: R) -> Self {
        Self::with_limits(source, MESSAGE)
    }

    pub fn with_limits(source: R, limits: Limits) -> Self {
        let before = Remaining {
            verified: true,
            ..Remaining::default()
        };
        Self {
            source: Source::new(source),
            directory: Directory::new(limits),
            inflate: Decompress::new(false),
            state: State::Entry(before),
        }
    }

    /// The next entry; what is left of the one before is passed over, but checked as well. `None`: no more entries, the
    /// central directory says the same, and nothing follows.
    pub fn next(&mut self) -> Result<Option<Entry<'_, R>>, EnvelopeError> {
        self.pass_over()?;
        if matches!(self.state, State::Done) {
            return Ok(None);
        }
        // Holds unless all goes well.
        self.state = State::Failed;
        match self.source.take()? {
            LOCAL => {
                let header = self.local_header()?;
                self.inflate.reset(false);
                self.state = State::Entry(Remaining {
                    deflated: header.method == Method::Deflated,
                    packed: header.packed.into(),
                    size: header.size.into(),
                    expected_crc: header.crc,
                    ..Remaining::default()
                });
                Ok(Some(Entry { reader: self }))
            }
            signature => {
                self.read_directory(signature)?;
                self.state = State::Done;
                Ok(None)
            }
        }
    }

    /// Goes to the end and gives the source back, all of which was read.
    #[cfg(test)]
    pub fn finish(mut self) -> Result<R, EnvelopeError> {
        while self.next()?.is_some() {}
        Ok(self.source.inner)
    }

    fn pass_over(&mut self) -> Result<(), EnvelopeError> {
        let unverified =
            |state: &State| matches!(state, State::Entry(remaining) if !remaining.verified);
        if unverified(&self.state) {
            let mut scratch = Zeroizing::new(vec![0; CHUNK_BYTES]);
            while unverified(&self.state) {
                self.read(&mut scratch)?;
            }
        }
        match self.state {
            State::Failed => Err(bad("ZIP")),
            _ => Ok(()),
        }
    }

    fn local_header(&mut self) -> Result<Header, EnvelopeError> {
        let at = self.source.offset - LOCAL.len() as u64;
        let fixed = Fixed::parse(&self.source.take()?)?;
        let header = self.rest_of_header(fixed)?;
        self.directory.add(header.clone(), at)?;
        Ok(header)
    }

    fn rest_of_header(&mut self, fixed: Fixed) -> Result<Header, EnvelopeError> {
        let mut name = vec![0; fixed.name_bytes];
        self.source.take_into(&mut name)?;
        let mut extra = vec![0; fixed.extra_bytes];
        self.source.take_into(&mut extra)?;
        check_extra(&extra)?;
        fixed.named(name)
    }

    fn read_directory(&mut self, mut signature: [u8; 4]) -> Result<(), EnvelopeError> {
        const DIFFERS: EnvelopeError = bad("ZIP: central directory");
        let directory_at = self.source.offset - signature.len() as u64;
        for entry in 0..self.directory.entries().len() {
            if signature != CENTRAL {
                return Err(bad("ZIP"));
            }
            let bytes: [u8; CENTRAL_BYTES] = self.source.take()?;
            let only = CentralOnly::parse(&bytes)?;
            let mut shared = [0; LOCAL_BYTES];
            shared.copy_from_slice(&bytes[2..2 + LOCAL_BYTES]);
            let header = self.rest_of_header(Fixed::parse(&shared)?)?;
            if self.directory.entries()[entry] != (header, only.offset) {
                return Err(DIFFERS);
            }
            signature = self.source.take()?;
        }
        if signature != END {
            return Err(bad("ZIP"));
        }
        let end = self.source.offset - signature.len() as u64;
        let bytes: [u8; END_BYTES] = self.source.take()?;
        let told = End::parse(&bytes)?;
        let agrees = told.entries == self.directory.len()
            && u64::from(told.directory_at) == directory_at
            && u64::from(told.directory_bytes) == end - directory_at;
        if !agrees {
            return Err(DIFFERS);
        }
        if self.source.fill()?.is_empty() {
            Ok(())
        } else {
            Err(bad("ZIP: bytes after the end"))
        }
    }

    /// The last bytes of an entry come only when all of it agrees with its header.
    fn read(&mut self, out: &mut [u8]) -> Result<usize, EnvelopeError> {
        let State::Entry(mut remaining) = std::mem::replace(&mut self.state, State::Failed) else {
            return Err(bad("ZIP"));
        };
        let room = out
            .len()
            .min(usize::try_from(remaining.size).unwrap_or(usize::MAX));
        let out = &mut out[..room];
        let produced = if room == 0 || remaining.verified {
            0
        } else if remaining.deflated {
            self.inflate_some(&mut remaining, out)?
        } else {
            self.copy_some(&mut remaining, out)?
        };
        remaining.crc.update(&out[..produced]);
        remaining.size -= produced as u64;
        if remaining.size == 0 && !remaining.verified {
            self.check_end(&mut remaining)?;
        }
        self.state = State::Entry(remaining);
        Ok(produced)
    }

    fn copy_some(
        &mut self,
        remaining: &mut Remaining,
        out: &mut [u8],
    ) -> Result<usize, EnvelopeError> {
        let input = self.source.fill_some()?;
        let copied = input.len().min(out.len());
        out[..copied].copy_from_slice(&input[..copied]);
        self.source.consume(copied);
        remaining.packed -= copied as u64;
        Ok(copied)
    }

    fn inflate_some(
        &mut self,
        remaining: &mut Remaining,
        out: &mut [u8],
    ) -> Result<usize, EnvelopeError> {
        let mut produced = 0;
        while produced < out.len() {
            let (more, status) = self.inflate_step(remaining, &mut out[produced..])?;
            produced += more;
            if status == Status::StreamEnd && produced as u64 != remaining.size {
                return Err(bad("ZIP: sizes"));
            }
            if status == Status::StreamEnd {
                remaining.deflated = false;
                break;
            }
        }
        Ok(produced)
    }

    /// All bytes are there; the packed ones must be at their end too.
    fn check_end(&mut self, remaining: &mut Remaining) -> Result<(), EnvelopeError> {
        while remaining.deflated {
            let mut excess = [0];
            let (more, status) = self.inflate_step(remaining, &mut excess)?;
            if more > 0 {
                return Err(bad("ZIP: sizes"));
            }
            remaining.deflated = status != Status::StreamEnd;
        }
        if remaining.packed > 0 {
            return Err(bad("ZIP: sizes"));
        }
        if std::mem::take(&mut remaining.crc).finalize() != remaining.expected_crc {
            return Err(bad("ZIP: CRC"));
        }
        remaining.verified = true;
        Ok(())
    }

    fn inflate_step(
        &mut self,
        remaining: &mut Remaining,
        out: &mut [u8],
    ) -> Result<(usize, Status), EnvelopeError> {
        // What was consumed may still have bytes to give, so no input is no fault by itself.
        let input: &[u8] = if remaining.packed == 0 {
            &[]
        } else {
            self.source.fill_some()?
        };
        let limit = usize::try_from(remaining.packed).unwrap_or(usize::MAX);
        let input = &input[..input.len().min(limit)];
        let before = (self.inflate.total_in(), self.inflate.total_out());
        let status = self.inflate.decompress(input, out, FlushDecompress::None);
        let status = status.map_err(|_| bad("ZIP: deflate"))?;
        let consumed = self.inflate.total_in() - before.0;
        let produced = self.inflate.total_out() - before.1;
        if consumed == 0 && produced == 0 && status != Status::StreamEnd {
            return Err(bad("ZIP: deflate"));
        }
        self.source.consume(consumed as usize);
        remaining.packed -= consumed;
        Ok((produced as usize, status))
    }
}

/// An entry whose content can be read once.
pub(in crate::envelope) struct Entry<'a, R> {
    reader: &'a mut Reader<R>,
}

impl<R: Read> Entry<'_, R> {
    pub fn name(&self) -> &str {
        self.header().map_or("", |header| &header.name)
    }

    /// Bytes of the content; exactly so many come.
    pub fn size(&self) -> u64 {
        self.header().map_or(0, |header| header.size.into())
    }

    /// Puts the next bytes into `out` and says how many; 0 at the end. The last ones come only when length and CRC are
    /// those of the header.
    pub fn read(&mut self, out: &mut [u8]) -> Result<usize, EnvelopeError> {
        self.reader.read(out)
    }

    fn header(&self) -> Option<&Header> {
        let (header, _) = self.reader.directory.entries().last()?;
        Some(header)
    }
}

/// A buffered source that knows where it is.
struct Source<R> {
    inner: R,
    buffer: Zeroizing<Vec<u8>>,
    at: usize,
    end: usize,
    offset: u64,
}

impl<R: Read> Source<R> {
    fn new(inner: R) -> Self {
        Self {
            inner,
            buffer: Zeroizing::new(vec![0; CHUNK_BYTES]),
            at: 0,
            end: 0,
            offset: 0,
        }
    }

    /// What comes next; empty at the end only.
    fn fill(&mut self) -> Result<&[u8], EnvelopeError> {
        while self.at == self.end {
            match self.inner.read(&mut self.buffer) {
                Ok(0) => break,
                Ok(read) => (self.at, self.end) = (0, read.min(self.buffer.len())),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(cause(error)),
            }
        }
        Ok(&self.buffer[self.at..self.end])
    }

    /// The same where something must follow.
    fn fill_some(&mut self) -> Result<&[u8], EnvelopeError> {
        match self.fill()? {
            [] => Err(bad("ZIP")),
            bytes => Ok(bytes),
        }
    }

    fn consume(&mut self, count: usize) {
        self.at += count;
        self.offset += count as u64;
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], EnvelopeError> {
        let mut bytes = [0; N];
        self.take_into(&mut bytes)?;
        Ok(bytes)
    }

    fn take_into(&mut self, mut out: &mut [u8]) -> Result<(), EnvelopeError> {
        while !out.is_empty() {
            let bytes = self.fill_some()?;
            let count = bytes.len().min(out.len());
            let (now, later) = out.split_at_mut(count);
            now.copy_from_slice(&bytes[..count]);
            out = later;
            self.consume(count);
        }
        Ok(())
    }
}
