use std::io::{self, ErrorKind, Read};

use super::cause;
use crate::envelope::error::EnvelopeError;

/// Reads strict DER forward, element by element, from a source of any length; small elements come whole, the content of large
/// ones is left to the caller.
pub(super) struct Source<R> {
    inner: R,
    position: u64,
    /// What is said of bytes that are not DER or end too early.
    fault: EnvelopeError,
}

/// Where an element ends, counted from the start of the source.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(super) struct End(u64);

impl End {
    /// Of what nothing stands around.
    pub const NONE: Self = Self(u64::MAX);
}

impl<R: Read> Source<R> {
    pub fn new(inner: R, fault: EnvelopeError) -> Self {
        Self {
            inner,
            position: 0,
            fault,
        }
    }

    /// Reads the header of an element with this tag, which must end no later than what is around it.
    pub fn enter(&mut self, tag: u8, around: End) -> Result<End, EnvelopeError> {
        let (found, length) = self.header()?;
        let end = self.position.checked_add(length).map(End);
        match end {
            Some(end) if found == tag && end <= around => Ok(end),
            _ => Err(self.fault.clone()),
        }
    }

    /// Reads a whole element of so many bytes at most, and gives its content.
    pub fn content(&mut self, tag: u8, around: End, most: u64) -> Result<Vec<u8>, EnvelopeError> {
        let end = self.enter(tag, around)?;
        let length = self.left(end);
        if length > most {
            return Err(EnvelopeError::BadContent("CMS"));
        }
        // Grows with what really comes.
        let mut content = Vec::new();
        let read = self.inner.by_ref().take(length).read_to_end(&mut content);
        let read = read.map_err(|error| self.error(error))? as u64;
        self.position += read;
        if read == length {
            Ok(content)
        } else {
            Err(self.fault.clone())
        }
    }

    /// Reads some of what is left until `end`; 0 only there or without room.
    pub fn read_until(&mut self, end: End, buffer: &mut [u8]) -> io::Result<usize> {
        let room = u64::min(buffer.len() as u64, self.left(end)) as usize;
        if room == 0 {
            return Ok(0);
        }
        match self.inner.read(&mut buffer[..room])? {
            0 => Err(io::Error::new(ErrorKind::UnexpectedEof, self.fault.clone())),
            // A reader that claims more than it was given room for.
            read if read > room => Err(ErrorKind::InvalidData.into()),
            read => {
                self.position += read as u64;
                Ok(read)
            }
        }
    }

    pub fn left(&self, end: End) -> u64 {
        end.0.saturating_sub(self.position)
    }

    /// Makes sure that all of these elements are read to their end.
    pub fn ended(&self, ends: &[End]) -> Result<(), EnvelopeError> {
        if ends.iter().all(|end| end.0 == self.position) {
            Ok(())
        } else {
            Err(self.fault.clone())
        }
    }

    /// Makes sure that nothing follows, where it would be neither signed nor encrypted, and gives the source back.
    pub fn finish(mut self) -> Result<R, EnvelopeError> {
        let mut byte = [0];
        match self.inner.read_exact(&mut byte) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(self.inner),
            Err(error) => Err(self.error(error)),
            Ok(()) => Err(self.fault),
        }
    }

    /// The true cause of an error that came through the source.
    pub fn error(&self, error: io::Error) -> EnvelopeError {
        match cause(error) {
            EnvelopeError::Io(ErrorKind::UnexpectedEof) => self.fault.clone(),
            cause => cause,
        }
    }

    fn header(&mut self) -> Result<(u8, u64), EnvelopeError> {
        let [tag, first] = self.bytes()?;
        let length = match first {
            0..=0x7f => u64::from(first),
            0x81 => u64::from_be_bytes(self.padded::<1>()?),
            0x82 => u64::from_be_bytes(self.padded::<2>()?),
            0x83 => u64::from_be_bytes(self.padded::<3>()?),
            0x84 => u64::from_be_bytes(self.padded::<4>()?),
            0x85 => u64::from_be_bytes(self.padded::<5>()?),
            // Indefinite, reserved, or beyond a terabyte.
            _ => return Err(self.fault.clone()),
        };
        let count = u32::from(first.saturating_sub(0x80));
        let shortest = match count {
            0 => true,
            1 => length >= 0x80,
            _ => length >> (8 * (count - 1)) != 0,
        };
        if shortest {
            Ok((tag, length))
        } else {
            Err(self.fault.clone())
        }
    }

    fn padded<const N: usize>(&mut self) -> Result<[u8; 8], EnvelopeError> {
        let mut padded = [0; 8];
        padded[8 - N..].copy_from_slice(&self.bytes::<N>()?);
        Ok(padded)
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N], EnvelopeError> {
        let mut bytes = [0; N];
        let read = self.inner.read_exact(&mut bytes);
        read.map_err(|error| self.error(error))?;
        self.position += N as u64;
        Ok(bytes)
    }
}

impl<'a> Source<&'a [u8]> {
    pub fn position(&self) -> usize {
        // Within a slice.
        self.position as usize
    }

    /// Steps over the content of an element in memory and gives it.
    pub fn slice(&mut self, end: End) -> Result<&'a [u8], EnvelopeError> {
        let length = usize::try_from(self.left(end)).map_err(|_| self.fault.clone())?;
        let (content, rest) = self
            .inner
            .split_at_checked(length)
            .ok_or_else(|| self.fault.clone())?;
        self.inner = rest;
        self.position += content.len() as u64;
        Ok(content)
    }
}
