//! Copies that the store itself left beside its database: what a restored backup replaced, and what was before a newer schema.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::database::{COMPANION_FILES, DATABASE_FILE};
use super::person::KEY_FILE;
use super::{Store, StoreError, files};

/// Begin of the name of a folder with what a restored backup replaced.
pub(super) const REPLACED: &str = "replaced-";

/// A copy of sealed contents beside the store's database. [`Store::clean_up`] removes it when its contents' time is over.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeptCopy {
    /// Its name in the folder of the store: `replaced-…` or `store-schema-N.db`.
    pub name: String,
    /// Since when it is there.
    pub since: Timestamp,
    /// Its size.
    pub bytes: u64,
}

impl Store {
    /// The copies that are still there, by name. Of what a backup replaced only the access log may be left; that is none.
    pub fn copies(&self) -> Result<Vec<KeptCopy>, StoreError> {
        let mut copies = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            copies.extend(kept(&path));
        }
        copies.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(copies)
    }

    /// Removes copies from before a time; the access log of what was replaced stays.
    pub(super) fn remove_copies(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut removed = 0;
        for copy in self.copies()? {
            if copy.since < before {
                remove(&self.folder.join(&copy.name))?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}

fn kept(path: &Path) -> Option<KeptCopy> {
    let name = path.file_name()?.to_str()?;
    let metadata = fs::symlink_metadata(path).ok()?;
    let modified = Timestamp::try_from(metadata.modified().ok()?).ok()?;
    let (since, bytes) = if metadata.is_dir() {
        let number: i64 = name.strip_prefix(REPLACED)?.parse().ok()?;
        let named = Timestamp::from_microsecond(number).ok()?;
        let sizes = parts(path).into_iter().map(|part| fs::metadata(part).ok());
        let sizes: Vec<u64> = sizes.flatten().map(|part| part.len()).collect();
        if sizes.is_empty() {
            return None;
        }
        // The later one: a clock that was wrong then must not make it older than it is.
        (named.max(modified), sizes.iter().sum())
    } else {
        let number = name.strip_prefix("store-schema-")?.strip_suffix(".db")?;
        let _schema: u32 = number.parse().ok()?;
        (modified, metadata.len())
    };
    Some(KeptCopy {
        name: name.to_owned(),
        since,
        bytes,
    })
}

/// The files with contents, and the key.
fn parts(replaced: &Path) -> Vec<PathBuf> {
    let names = COMPANION_FILES.into_iter().chain([DATABASE_FILE, KEY_FILE]);
    names.map(|name| replaced.join(name)).collect()
}

fn remove(copy: &Path) -> Result<(), StoreError> {
    if !copy.is_dir() {
        return Ok(files::remove_if_there(copy)?);
    }
    for part in parts(copy) {
        files::remove_if_there(&part)?;
    }
    match fs::remove_dir(copy) {
        // The access log, or something that somebody else put there.
        Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => Ok(()),
        removed => Ok(removed?),
    }
}
