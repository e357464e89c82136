use std::fmt::Write as _;
use std::io::{self, Read, Write};

use openssl::sha::Sha256;

/// SHA-256 (FIPS 180-4) as lower-case hexadecimal, the form in which digests stand in covers, on the wire and in receipts.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&openssl::sha::sha256(bytes))
}

/// A digest as lower-case hexadecimal.
pub(crate) fn hex(digest: &[u8]) -> String {
    digest
        .iter()
        .fold(String::with_capacity(2 * digest.len()), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// SHA-256 and size of what is read or written through it.
pub(crate) struct Hashed<S> {
    inner: S,
    sha256: Sha256,
    size: u64,
}

impl<S> Hashed<S> {
    pub fn new(inner: S) -> Self {
        Self {
            inner,
            sha256: Sha256::new(),
            size: 0,
        }
    }

    /// Bytes so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The digest as lower-case hexadecimal.
    pub fn finish(self) -> String {
        hex(&self.sha256.finish())
    }

    fn update(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.size += bytes.len() as u64;
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.update(&buffer[..read]);
        Ok(read)
    }
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
