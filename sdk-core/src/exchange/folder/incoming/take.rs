use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::look::{Digests, content, list};
use crate::check::{CheckedDocument, read_all};
use crate::digest::sha256_hex;
use crate::document::ReadOptions;
use crate::exchange::folder::error::FolderError;
use crate::exchange::folder::name::strict;
use crate::exchange::folder::settings::FolderSettings;
use crate::finding::CheckProfile;
use crate::message::{Cover, FileEntry};

/// Reads the files of a found set again, wherever in the folder they are now, and compares them with what was found.
pub(in crate::exchange::folder) fn take(
    cover: &Cover,
    settings: &FolderSettings,
    digests: &Mutex<Digests>,
) -> Result<Vec<Arc<CheckedDocument>>, FolderError> {
    let here = list(&settings.incoming, None).map_err(FolderError::incoming)?;
    let mut files = Vec::new();
    for file in &cover.files {
        let wanted = strict(&file.name);
        let places = here
            .iter()
            .filter(|listed| listed.name.strict == wanted && !listed.name.temporary)
            .map(|listed| &listed.path);
        let bytes = read(cover, file, places, digests)?;
        files.push((file.name.clone(), bytes));
    }
    let documents = read_all(files, &CheckProfile::standard(), &ReadOptions::default());
    Ok(documents.into_iter().map(Arc::new).collect())
}

/// The first of these places that holds the file as it was found.
fn read<'a>(
    cover: &Cover,
    file: &FileEntry,
    places: impl Iterator<Item = &'a PathBuf>,
    digests: &Mutex<Digests>,
) -> Result<Vec<u8>, FolderError> {
    let name = || strict(&file.name);
    let mut changed = false;
    let mut failed = None;
    for path in places {
        match content(path) {
            Ok(bytes) if sha256_hex(&bytes) == file.sha256 => return Ok(bytes),
            Ok(_) => {
                changed = true;
                let mut digests = digests.lock().unwrap_or_else(PoisonError::into_inner);
                digests.forget(path);
            }
            Err(error) => failed = Some(error),
        }
    }
    Err(match failed {
        Some(error) => FolderError::incoming(error),
        None if changed => FolderError::FileChanged {
            id: cover.id,
            file: name(),
        },
        None => FolderError::FileMissing {
            id: cover.id,
            file: name(),
        },
    })
}
