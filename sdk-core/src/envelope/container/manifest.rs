use std::io::Read;

use openssl::sha::Sha256;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::deflate::Measured;
use super::entries::{expect_end, next, read_all};
use super::memory::Packer;
use super::read::{Entry, Reader};
use super::{MAX_MANIFEST_BYTES, MESSAGE, TOO_LARGE, bad};
use crate::digest::hex;
use crate::envelope::error::EnvelopeError;
use crate::envelope::manifest::Manifest;
use crate::envelope::{MAX_CONTENT_BYTES, MAX_FILES};
use crate::message::FileEntry;

pub(super) const MANIFEST: &str = "manifest.json";

/// `manifest.json`, as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<M> {
    format: String,
    cover: M,
}

/// A file: its name and its bytes.
pub(in crate::envelope) type File = (String, Vec<u8>);

/// Makes the container of a message in memory. `files` are those of the cover, name and bytes, in its order.
pub(in crate::envelope) fn pack<M: Manifest>(
    cover: &M,
    files: &[(&str, &[u8])],
) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
    let manifest = manifest_of(cover)?;
    if cover.files().len() != files.len() {
        return Err(EnvelopeError::FilesDiffer);
    }
    let mut packer = Packer::new(MESSAGE);
    packer.add(MANIFEST, &manifest)?;
    for (entry, (name, bytes)) in cover.files().iter().zip(files) {
        // Before any work is put into it.
        if entry.name != *name || entry.size != bytes.len() as u64 {
            return Err(EnvelopeError::FilesDiffer);
        }
        check_measured(entry, &packer.add(name, bytes)?)?;
    }
    packer.finish()
}

/// Takes a container apart in memory. Nothing is returned unless every file is exactly what the manifest says.
pub(in crate::envelope) fn unpack<M: Manifest>(
    bytes: &[u8],
) -> Result<(M, Vec<File>), EnvelopeError> {
    let mut reader = Reader::new(bytes);
    let cover: M = read_cover(&mut reader)?;
    let mut files = Vec::with_capacity(cover.files().len());
    for file in cover.files() {
        let mut entry = next_file(&mut reader, file)?;
        let mut check = FileCheck::new(file);
        let content = read_all(&mut entry, |bytes| check.update(bytes))?;
        check.finish()?;
        files.push(content);
    }
    expect_end(&mut reader)?;
    let names = cover.files().iter().map(|file| file.name.clone());
    let contents = files
        .iter_mut()
        .map(|content| std::mem::take(&mut **content));
    let files = names.zip(contents).collect();
    Ok((cover, files))
}

/// The manifest as JSON, for a cover that can be opened again.
pub(super) fn manifest_of<M: Manifest>(cover: &M) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
    check_limits(cover)?;
    let manifest = Written {
        format: cover.content_format().into(),
        cover: cover.clone(),
    };
    let manifest = serde_json::to_vec(&manifest).map_err(|_| bad(MANIFEST))?;
    if manifest.len() as u64 > MAX_MANIFEST_BYTES {
        return Err(EnvelopeError::TooLarge {
            limit: MAX_MANIFEST_BYTES,
        });
    }
    Ok(Zeroizing::new(manifest))
}

/// Reads the manifest, which is the first entry.
pub(super) fn read_cover<M: Manifest, R: Read>(reader: &mut Reader<R>) -> Result<M, EnvelopeError> {
    let mut entry = next(reader)?.ok_or(EnvelopeError::FilesDiffer)?;
    if entry.name() != MANIFEST || entry.size() > MAX_MANIFEST_BYTES {
        return Err(EnvelopeError::FilesDiffer);
    }
    let json = read_all(&mut entry, |_| ())?;
    let Written { format, cover } =
        serde_json::from_slice::<Written<M>>(&json).map_err(|_| bad(MANIFEST))?;
    if format != cover.content_format() {
        return Err(bad(MANIFEST));
    }
    check_limits(&cover)?;
    Ok(cover)
}

/// The next entry, which must have name and size of the next file: more is never unpacked.
pub(super) fn next_file<'a, R: Read>(
    reader: &'a mut Reader<R>,
    file: &FileEntry,
) -> Result<Entry<'a, R>, EnvelopeError> {
    match next(reader)? {
        Some(entry) if entry.name() == file.name && entry.size() == file.size => Ok(entry),
        _ => Err(EnvelopeError::FilesDiffer),
    }
}

/// A container whose files differ from its cover could be opened by nobody.
pub(super) fn check_measured(entry: &FileEntry, measured: &Measured) -> Result<(), EnvelopeError> {
    let agrees = entry.name == measured.name
        && entry.size == measured.size
        && entry.sha256 == hex(&measured.sha256);
    if agrees {
        Ok(())
    } else {
        Err(EnvelopeError::FilesDiffer)
    }
}

/// Compares what is read with what the cover says of it; its size is known to be right.
pub(super) struct FileCheck<'a> {
    file: &'a FileEntry,
    sha256: Sha256,
}

impl<'a> FileCheck<'a> {
    pub fn new(file: &'a FileEntry) -> Self {
        Self {
            file,
            sha256: Sha256::new(),
        }
    }

    pub fn update(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
    }

    pub fn finish(self) -> Result<(), EnvelopeError> {
        if hex(&self.sha256.finish()) == self.file.sha256 {
            Ok(())
        } else {
            Err(EnvelopeError::FilesDiffer)
        }
    }
}

/// Sizes are those of the manifest; more than that is never unpacked, whatever the ZIP file claims.
fn check_limits<M: Manifest>(cover: &M) -> Result<(), EnvelopeError> {
    let total = cover
        .files()
        .iter()
        .try_fold(0u64, |sum, file| sum.checked_add(file.size));
    if cover.files().len() > MAX_FILES || total.is_none_or(|total| total > MAX_CONTENT_BYTES) {
        return Err(TOO_LARGE);
    }
    // No folder, no name of a device.
    if cover.names_its_files() {
        Ok(())
    } else {
        Err(bad("file names"))
    }
}
