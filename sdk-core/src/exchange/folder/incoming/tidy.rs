use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::look::{Digests, Listed, list};
use super::memory::{Memory, Outcome};
use crate::exchange::folder::disk::{create_folders, rename};
use crate::exchange::folder::error::FolderError;
use crate::exchange::folder::settings::FolderSettings;

/// Moves the files of imported sets into their sub-folder, where one is set. What cannot be moved now is moved another time;
/// meanwhile it is known by its digest. Returns how many were moved.
pub(in crate::exchange::folder) fn tidy(
    settings: &FolderSettings,
    digests: &Mutex<Digests>,
    memory: &Mutex<Memory>,
) -> Result<usize, FolderError> {
    let Some(name) = &settings.imported else {
        return Ok(0);
    };
    let folder = settings.incoming.join(name);
    let files = list(&settings.incoming, Some(name)).map_err(FolderError::incoming)?;
    let files: Vec<Listed> = files
        .into_iter()
        .filter(|file| file.look.size > 0)
        .collect();
    let mut moved = 0;
    for file in files {
        if is_imported(&file, digests, memory) {
            create_folders(&folder).map_err(FolderError::incoming)?;
            moved += usize::from(move_into(&folder, &file).is_ok());
        }
    }
    Ok(moved)
}

fn is_imported(file: &Listed, digests: &Mutex<Digests>, memory: &Mutex<Memory>) -> bool {
    let memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    if file.name.temporary || !memory.name(&file.name.strict) {
        return false;
    }
    let mut digests = digests.lock().unwrap_or_else(PoisonError::into_inner);
    let sha256 = digests.of(file).ok();
    let outcome = sha256.and_then(|sha256| memory.file(&file.name.strict, &sha256));
    outcome == Some(Outcome::Imported)
}

/// Under its strict name; what has that name already stays.
fn move_into(folder: &Path, file: &Listed) -> io::Result<()> {
    let target = free_name(folder, &file.name.strict)?;
    rename(&file.path, &target)
}

fn free_name(folder: &Path, name: &str) -> io::Result<PathBuf> {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let numbered = (1..1000).map(|number| format!("{stem} ({number}).{extension}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    let free = |name: &String| fs::symlink_metadata(folder.join(name)).is_err();
    let name = names.find(free).ok_or(ErrorKind::AlreadyExists)?;
    Ok(folder.join(name))
}
