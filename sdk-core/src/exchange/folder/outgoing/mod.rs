//! Writes sets into a folder, for upload through another client.
//!
//! A set is first written into a hidden staging folder beside, under names that nothing picks up, and a journal says that all
//! of it is there; only then its files are moved to their names. Whatever ends the work in between, the next call finds either
//! no journal, and nothing was visible, or a journal, and completes what it says. The journal stays, marked as done, until the
//! caller has noted the delivery: so a set is not written again that was uploaded and removed meanwhile.

mod journal;
mod stage;

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use self::journal::Journal;
use self::stage::Stage;
use super::digest::SetDigest;
use super::disk::{create_folders, rename, sync_folder};
use super::error::FolderError;
use crate::digest::sha256_hex;
use crate::document::{FileName, MonthPart};
use crate::message::{FileEntry, MessageSet};
use crate::number::OfficeNumber;

/// A set that lies in the folder for upload.
#[derive(Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Made from the digest of the set: the same for the same set.
    pub id: Uuid,
    /// SHA-256 over names and bytes of its files, 64 hexadecimal digits.
    pub digest: String,
    /// Its files.
    pub files: Vec<PathBuf>,
    /// How it came there.
    pub how: DeliveredHow,
}

/// The path of the folder may hold names of people; it stays out.
impl fmt::Debug for Delivered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivered")
            .field("id", &self.id)
            .field("how", &self.how)
            .finish_non_exhaustive()
    }
}

/// How a set came into the folder for upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveredHow {
    /// Written, or completed, just now.
    Written,
    /// It lay there already, byte for byte.
    AlreadyThere,
    /// It was written before, and that was not confirmed; its files may have been uploaded and removed since.
    WrittenBefore,
}

/// Writes a set with the names of its documents.
pub(super) fn write_set(
    set: &MessageSet,
    outgoing: &Path,
    folder_per_set: bool,
) -> Result<Delivered, FolderError> {
    let entries = entries(set);
    let digest = SetDigest::of(&entries);
    let journal = Journal::new(folder_per_set.then(|| folder_name(set)), entries);
    // Only what is there can hold a staging folder: a missing network drive must not be made anew as a local folder.
    let found = fs::metadata(outgoing).map_err(FolderError::outgoing)?;
    if !found.is_dir() {
        return Err(FolderError::outgoing(io::ErrorKind::NotADirectory.into()));
    }
    let stage = Stage::new(outgoing, digest.id());
    let how = write(set, outgoing, &stage, journal.clone())?;
    Ok(Delivered {
        id: digest.id(),
        digest: digest.to_hex(),
        files: journal.targets(outgoing),
        how,
    })
}

/// Whether a set is whole, beside the folder or in it, and not confirmed.
pub(super) fn is_under_way(outgoing: &Path, id: Uuid) -> bool {
    let stage = Stage::new(outgoing, id);
    stage.is_done() || stage.journal().is_some()
}

/// The caller has noted the delivery: what is remembered of it here may go.
pub(super) fn confirm(outgoing: &Path, id: Uuid) -> Result<(), FolderError> {
    let stage = Stage::new(outgoing, id);
    stage.remove().map_err(FolderError::outgoing)
}

/// Completes what a crash left half-way of this office's sets, and removes what never became whole. Returns the sets that were
/// delivered and not confirmed.
pub(super) fn recover(outgoing: &Path, office: OfficeNumber) -> Result<Vec<Uuid>, FolderError> {
    let mut delivered = Vec::new();
    for stage in Stage::all(outgoing).map_err(FolderError::outgoing)? {
        match stage.journal() {
            // Another office may be at work in the same folder.
            Some(journal) if !journal.is_of(office) => {}
            Some(journal) => match finish(outgoing, &stage, &journal) {
                // Told when that set is written again.
                Err(FolderError::FileDiffers { .. }) => {}
                result => result?,
            },
            None if stage.is_abandoned() => stage.remove().map_err(FolderError::outgoing)?,
            None => {}
        }
        let done = stage.done().filter(|journal| journal.is_of(office));
        delivered.extend(done.map(|journal| SetDigest::of(journal.files()).id()));
    }
    Ok(delivered)
}

fn write(
    set: &MessageSet,
    outgoing: &Path,
    stage: &Stage,
    journal: Journal,
) -> Result<DeliveredHow, FolderError> {
    if stage.is_done() {
        return Ok(DeliveredHow::WrittenBefore);
    }
    if let Some(begun) = stage.journal() {
        finish(outgoing, stage, &begun)?;
        return Ok(DeliveredHow::Written);
    }
    if all_there(outgoing, &journal)? {
        return Ok(DeliveredHow::AlreadyThere);
    }
    let contents = set.documents().iter().map(|file| file.document().bytes());
    if let Err(error) = stage.write(contents, &journal) {
        // Best effort: what stays is invisible, and the next call begins by removing it.
        let _ = stage.remove();
        return Err(FolderError::outgoing(error));
    }
    finish(outgoing, stage, &journal)?;
    Ok(DeliveredHow::Written)
}

/// Whether every file lies there already; an error where one of that name is another.
fn all_there(outgoing: &Path, journal: &Journal) -> Result<bool, FolderError> {
    let mut all = true;
    for (file, target) in journal.files().iter().zip(journal.targets(outgoing)) {
        all &= is_there(&target, file)?;
    }
    Ok(all)
}

/// Moves the files of a staged set to their names. Doing it again completes it.
fn finish(outgoing: &Path, stage: &Stage, journal: &Journal) -> Result<(), FolderError> {
    let folder = journal.target_folder(outgoing);
    if folder != outgoing {
        create_folders(&folder).map_err(FolderError::outgoing)?;
    }
    // All are looked at before the first is moved, so that a set that cannot be whole does not show in part.
    all_there(outgoing, journal)?;
    for (number, (file, target)) in journal
        .files()
        .iter()
        .zip(journal.targets(outgoing))
        .enumerate()
    {
        // A part that is gone was moved before; its file may have been uploaded and removed since.
        if !is_there(&target, file)? && stage.has_part(number) {
            rename(&stage.part(number), &target).map_err(FolderError::outgoing)?;
        }
    }
    sync_folder(&folder)
        .and_then(|()| sync_folder(outgoing))
        .map_err(FolderError::outgoing)?;
    stage.mark_done().map_err(FolderError::outgoing)
}

fn is_there(target: &Path, file: &FileEntry) -> Result<bool, FolderError> {
    let differs = || FolderError::FileDiffers {
        file: file.name.clone(),
    };
    match fs::metadata(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(FolderError::outgoing(error)),
        Ok(found) if found.len() != file.size || !found.is_file() => return Err(differs()),
        Ok(_) => {}
    }
    let bytes = fs::read(target).map_err(FolderError::outgoing)?;
    match sha256_hex(&bytes) == file.sha256 {
        true => Ok(true),
        false => Err(differs()),
    }
}

/// The files under their strict names: `.CSV` in capital letters.
fn entries(set: &MessageSet) -> Vec<FileEntry> {
    let entry = |document: &crate::document::Document| {
        let name = super::name::strict(document.name());
        FileEntry::of_bytes(&name, document.bytes())
    };
    let documents = set.documents().iter();
    documents.map(|checked| entry(checked.document())).collect()
}

/// `20260826093000_5070022016_43_5070100002_11_use_slip_202609`: no two sets have the same.
fn folder_name(set: &MessageSet) -> String {
    let (stamp, sender, receiver) = (set.stamp(), set.sender(), set.receiver());
    let name = format!("{stamp}_{sender}_{receiver}_{}", set.kind().ident());
    let names = set.documents().iter().map(|file| file.document());
    let month = names.filter_map(|file| file.file_name()).find_map(month_of);
    match month {
        Some(month) => format!("{name}_{month}"),
        None => name,
    }
}

fn month_of(name: &FileName) -> Option<MonthPart> {
    name.month.filter(|month| *month != MonthPart::Zero)
}

#[cfg(test)]
mod tests;
