//! Containers of a few entries with fixed names, which need no manifest; and what reading of any container shares.

use std::io::Read;

use zeroize::Zeroizing;

use super::memory::Packer;
use super::read::{Entry, Reader};
use super::{CHUNK_BYTES, EVIDENCE};
use crate::envelope::error::EnvelopeError;

/// Makes a container of these entries.
pub(in crate::envelope) fn pack_entries(
    entries: &[(&str, &[u8])],
) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
    let mut packer = Packer::new(EVIDENCE);
    for (name, bytes) in entries {
        packer.add(name, bytes)?;
    }
    packer.finish()
}

/// Takes a container of exactly these entries apart, in this order.
pub(in crate::envelope) fn unpack_entries<const N: usize>(
    bytes: &[u8],
    names: [&str; N],
) -> Result<[Zeroizing<Vec<u8>>; N], EnvelopeError> {
    let mut reader = Reader::with_limits(bytes, EVIDENCE);
    let mut contents = std::array::from_fn(|_| Zeroizing::new(Vec::new()));
    for (name, content) in names.iter().zip(&mut contents) {
        let mut entry = next(&mut reader)?.ok_or(EnvelopeError::FilesDiffer)?;
        if entry.name() != *name {
            return Err(EnvelopeError::FilesDiffer);
        }
        *content = read_all(&mut entry, |_| ())?;
    }
    expect_end(&mut reader)?;
    Ok(contents)
}

/// No further entry, and the container is complete.
pub(super) fn expect_end<R: Read>(reader: &mut Reader<R>) -> Result<(), EnvelopeError> {
    match next(reader)? {
        None => Ok(()),
        Some(_) => Err(EnvelopeError::FilesDiffer),
    }
}

/// The next entry. What is expected keeps the limits, so an entry that breaks them is another.
pub(super) fn next<R: Read>(reader: &mut Reader<R>) -> Result<Option<Entry<'_, R>>, EnvelopeError> {
    reader.next().map_err(|error| match error {
        EnvelopeError::TooLarge { .. } => EnvelopeError::FilesDiffer,
        other => other,
    })
}

/// The content of an entry, all of it; `each` is given its parts as they come.
pub(super) fn read_all<R: Read>(
    entry: &mut Entry<'_, R>,
    mut each: impl FnMut(&[u8]),
) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
    // Within the limits of the reader: the entry could not be here otherwise.
    let mut content = Zeroizing::new(vec![0; entry.size() as usize]);
    for part in content.chunks_mut(CHUNK_BYTES) {
        let mut filled = 0;
        while filled < part.len() {
            // Less than the header says is an error of the entry, so something comes.
            filled += entry.read(&mut part[filled..])?;
        }
        each(part);
    }
    Ok(content)
}
