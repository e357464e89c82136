//! The signed content: a ZIP file with `manifest.json` first and then the files of the cover, in its order.

use std::io::{Cursor, Read, Write};

use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::error::EnvelopeError;
use super::{MAX_CONTENT_BYTES, MAX_FILES};
use crate::digest::sha256_hex;
use crate::message::Cover;

const MANIFEST: &str = "manifest.json";
/// A manifest of [`MAX_FILES`] files and a long text stays far below this.
const MAX_MANIFEST_BYTES: u64 = 1 << 20;
/// Says what the JSON is, so that nothing signed for another purpose can be taken for it.
const FORMAT: &str = "careplan-message/1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    format: String,
    cover: Cover,
}

/// A file: its name and its bytes.
pub(super) type File = (String, Vec<u8>);

pub(super) fn pack(cover: &Cover, files: &[(&str, &[u8])]) -> Result<Vec<u8>, EnvelopeError> {
    check_limits(cover)?;
    check_files(cover, files)?;
    let manifest = Manifest {
        format: FORMAT.into(),
        cover: cover.clone(),
    };
    let manifest =
        serde_json::to_vec(&manifest).map_err(|_| EnvelopeError::BadContent(MANIFEST))?;
    if manifest.len() as u64 > MAX_MANIFEST_BYTES {
        return Err(EnvelopeError::TooLarge {
            limit: MAX_MANIFEST_BYTES,
        });
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // Level 1: records repeat so much that higher levels save little and cost much.
    let options = SimpleFileOptions::DEFAULT
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1));
    let mut add = |name: &str, bytes: &[u8]| {
        zip.start_file(name, options)
            .map_err(|_| EnvelopeError::BadContent("ZIP"))?;
        zip.write_all(bytes)
            .map_err(|_| EnvelopeError::BadContent("ZIP"))
    };
    add(MANIFEST, &manifest)?;
    for (name, bytes) in files {
        add(name, bytes)?;
    }
    Ok(zip
        .finish()
        .map_err(|_| EnvelopeError::BadContent("ZIP"))?
        .into_inner())
}

/// A container whose files differ from its cover could be opened by nobody.
fn check_files(cover: &Cover, files: &[(&str, &[u8])]) -> Result<(), EnvelopeError> {
    let agrees = cover.files.len() == files.len()
        && cover.files.iter().zip(files).all(|(entry, (name, bytes))| {
            entry.name == *name
                && entry.size == bytes.len() as u64
                && entry.sha256 == sha256_hex(bytes)
        });
    if agrees {
        Ok(())
    } else {
        Err(EnvelopeError::FilesDiffer)
    }
}

/// Takes the container apart. Nothing is returned unless every file is exactly what the manifest says.
pub(super) fn unpack(bytes: &[u8]) -> Result<(Cover, Vec<File>), EnvelopeError> {
    let mut zip =
        ZipArchive::new(Cursor::new(bytes)).map_err(|_| EnvelopeError::BadContent("ZIP"))?;
    let manifest = read_entry(&mut zip, MANIFEST, MAX_MANIFEST_BYTES)?;
    let Manifest { format, cover } =
        serde_json::from_slice(&manifest).map_err(|_| EnvelopeError::BadContent(MANIFEST))?;
    if format != FORMAT {
        return Err(EnvelopeError::BadContent(MANIFEST));
    }
    check_limits(&cover)?;
    if zip.len() != cover.files.len() + 1 {
        return Err(EnvelopeError::FilesDiffer);
    }
    let mut files = Vec::with_capacity(cover.files.len());
    for entry in &cover.files {
        let bytes = read_entry(&mut zip, &entry.name, entry.size)?;
        if bytes.len() as u64 != entry.size || sha256_hex(&bytes) != entry.sha256 {
            return Err(EnvelopeError::FilesDiffer);
        }
        files.push((entry.name.clone(), bytes));
    }
    Ok((cover, files))
}

/// Sizes are those of the manifest; more than that is never unpacked, whatever the ZIP file claims.
fn check_limits(cover: &Cover) -> Result<(), EnvelopeError> {
    let total = cover
        .files
        .iter()
        .try_fold(0u64, |sum, file| sum.checked_add(file.size));
    if cover.files.len() > MAX_FILES || total.is_none_or(|total| total > MAX_CONTENT_BYTES) {
        return Err(EnvelopeError::TooLarge {
            limit: MAX_CONTENT_BYTES,
        });
    }
    // Only names of the standard, which hold no folder and no device name.
    if cover.names_its_files() {
        Ok(())
    } else {
        Err(EnvelopeError::BadContent("file names"))
    }
}

fn read_entry(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
    limit: u64,
) -> Result<Vec<u8>, EnvelopeError> {
    let entry = zip.by_name(name).map_err(|_| EnvelopeError::FilesDiffer)?;
    let mut bytes = Vec::new();
    entry
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| EnvelopeError::BadContent("ZIP"))?;
    if bytes.len() as u64 > limit {
        return Err(EnvelopeError::FilesDiffer);
    }
    Ok(bytes)
}
