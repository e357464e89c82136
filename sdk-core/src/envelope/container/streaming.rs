use std::io::{Read, Write};

use zeroize::Zeroizing;

use super::deflate::Measured;
use super::entries::expect_end;
use super::manifest::{FileCheck, MANIFEST, check_measured, manifest_of, next_file, read_cover};
use super::read::Reader;
use super::source::{FileSink, FileSource};
use super::write::{Writer, length_of, measure};
use super::{CHUNK_BYTES, cause};
use crate::envelope::error::EnvelopeError;
use crate::envelope::manifest::Manifest;

/// A container that is known to the byte, but not written yet.
pub(in crate::envelope) struct MeasuredContainer<'a> {
    manifest: Zeroizing<Vec<u8>>,
    /// The manifest, then the files.
    entries: Vec<Measured>,
    files: &'a [(&'a str, &'a dyn FileSource)],
}

/// Goes through the files of a cover once, name and source of each, in its order.
pub(in crate::envelope) fn measure_all<'a, M: Manifest>(
    cover: &M,
    files: &'a [(&'a str, &'a dyn FileSource)],
) -> Result<MeasuredContainer<'a>, EnvelopeError> {
    let manifest = manifest_of(cover)?;
    if cover.files().len() != files.len() {
        return Err(EnvelopeError::FilesDiffer);
    }
    let mut entries = vec![measure(MANIFEST, &manifest[..])?];
    for (entry, (name, source)) in cover.files().iter().zip(files) {
        // One byte more is enough to know that it is another file.
        let content = source.open().map_err(cause)?;
        let measured = measure(name, content.take(entry.size.saturating_add(1)))?;
        check_measured(entry, &measured)?;
        entries.push(measured);
    }
    Ok(MeasuredContainer {
        manifest,
        entries,
        files,
    })
}

impl MeasuredContainer<'_> {
    /// Exact length in bytes.
    pub fn length(&self) -> u64 {
        length_of(&self.entries)
    }

    /// Writes it. [`EnvelopeError::FileChanged`] where a file is not what was measured.
    pub fn write(&self, out: impl Write) -> Result<(), EnvelopeError> {
        let mut writer = Writer::new(out);
        let (manifest, files) = self.entries.split_at(1);
        for entry in manifest {
            writer.add(entry, &self.manifest[..])?;
        }
        for (entry, (_, source)) in files.iter().zip(self.files) {
            writer.add(entry, source.open().map_err(cause)?)?;
        }
        writer.finish()?;
        Ok(())
    }
}

/// Reads a container to its very end and, where `check` agrees to its cover, passes the files on while they come. What was
/// passed on is what the manifest says only when this has returned without an error.
pub(in crate::envelope) fn read<M: Manifest>(
    source: impl Read,
    check: impl FnOnce(&M) -> Result<(), EnvelopeError>,
    sink: &mut dyn FileSink,
) -> Result<M, EnvelopeError> {
    let mut reader = Reader::new(source);
    let cover: M = read_cover(&mut reader)?;
    check(&cover)?;
    let mut buffer = Zeroizing::new(vec![0; CHUNK_BYTES]);
    for (index, file) in cover.files().iter().enumerate() {
        let mut entry = next_file(&mut reader, file)?;
        sink.begin(index, file)?;
        let mut check = FileCheck::new(file);
        loop {
            let bytes = match entry.read(&mut buffer)? {
                0 => break,
                read => &buffer[..read],
            };
            check.update(bytes);
            sink.write(bytes)?;
        }
        check.finish()?;
        sink.end()?;
    }
    expect_end(&mut reader)?;
    Ok(cover)
}
