use zeroize::Zeroizing;

use super::deflate::{Content, Deflater, Measured};
use super::directory::{Directory, Limits};
use crate::envelope::error::EnvelopeError;

/// Makes a container in memory, where each content goes through once only: its header is put before it afterwards.
pub(super) struct Packer {
    bytes: Zeroizing<Vec<u8>>,
    directory: Directory,
    deflater: Deflater,
}

impl Packer {
    pub fn new(limits: Limits) -> Self {
        Self {
            bytes: Zeroizing::default(),
            directory: Directory::new(limits),
            deflater: Deflater::new(),
        }
    }

    pub fn add(&mut self, name: &str, content: &[u8]) -> Result<Measured, EnvelopeError> {
        // Records seldom need more when deflated; growing is dear.
        reserve(&mut self.bytes, content.len() / 8);
        let at = self.bytes.len();
        let unknown = Measured {
            name: name.to_owned(),
            size: 0,
            sha256: [0; 32],
            crc: 0,
            packed: 0,
        };
        let placeholder = unknown.header()?.local();
        append(&mut self.bytes, &placeholder);
        let bytes = &mut self.bytes;
        let measured = self.deflater.run(name, Content::Slice(content), |packed| {
            append(bytes, packed);
            Ok(())
        })?;
        let header = measured.header()?;
        self.bytes[at..at + placeholder.len()].copy_from_slice(&header.local());
        self.directory.add(header, at as u64)?;
        Ok(measured)
    }

    pub fn finish(mut self) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
        let directory = self.directory.bytes(self.bytes.len() as u64)?;
        append(&mut self.bytes, &directory);
        Ok(self.bytes)
    }
}

fn append(bytes: &mut Zeroizing<Vec<u8>>, more: &[u8]) {
    reserve(bytes, more.len());
    bytes.extend_from_slice(more);
}

/// Grows by copying into a larger place and overwriting the old one, which `Vec` would leave as it is.
fn reserve(bytes: &mut Zeroizing<Vec<u8>>, more: usize) {
    let needed = bytes.len() + more;
    if needed > bytes.capacity() {
        let mut larger = Zeroizing::new(Vec::with_capacity(needed.max(2 * bytes.capacity())));
        larger.extend_from_slice(bytes);
        *bytes = larger;
    }
}
