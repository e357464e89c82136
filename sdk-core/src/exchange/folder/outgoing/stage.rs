use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use uuid::Uuid;

use super::journal::Journal;
use crate::exchange::folder::disk::{
    create_folders, remove_empty_folder, remove_file, remove_folder, rename, sync_folder,
    write_file,
};

/// Sub-folder of the outgoing folder in which sets are made ready.
pub(super) const STAGING: &str = ".careplan";

const JOURNAL: &str = "journal.json";
const DONE: &str = "done.json";

/// After so long without a journal, nobody writes here any more.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);

/// The place in which one set is made ready. Parts are numbered, so that nothing takes them for files to upload.
pub(super) struct Stage(PathBuf);

impl Stage {
    pub(super) fn new(outgoing: &Path, id: Uuid) -> Self {
        Self(outgoing.join(STAGING).join(id.simple().to_string()))
    }

    /// All that there are.
    pub(super) fn all(outgoing: &Path) -> io::Result<Vec<Self>> {
        let folders = match fs::read_dir(outgoing.join(STAGING)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            folders => folders?,
        };
        folders.map(|entry| Ok(Self(entry?.path()))).collect()
    }

    /// Writes the parts and, when all are safe on the disk, the journal.
    pub(super) fn write<'a>(
        &self,
        contents: impl Iterator<Item = &'a [u8]>,
        journal: &Journal,
    ) -> io::Result<()> {
        self.remove_own()?;
        create_folders(&self.0)?;
        for (number, content) in contents.enumerate() {
            write_file(&self.part(number), content)?;
        }
        let new = self.0.join("journal.part");
        write_file(&new, &journal.to_bytes())?;
        sync_folder(&self.0)?;
        rename(&new, &self.0.join(JOURNAL))?;
        self.sync()
    }

    pub(super) fn part(&self, number: usize) -> PathBuf {
        self.0.join(format!("{number:04}.part"))
    }

    pub(super) fn has_part(&self, number: usize) -> bool {
        self.part(number).exists()
    }

    /// The journal, while not all is done that it says. One that cannot be read is none.
    pub(super) fn journal(&self) -> Option<Journal> {
        let bytes = fs::read(self.0.join(JOURNAL)).ok()?;
        Journal::parse(&bytes)
    }

    /// The journal, once all is done that it says.
    pub(super) fn done(&self) -> Option<Journal> {
        let bytes = fs::read(self.0.join(DONE)).ok()?;
        Journal::parse(&bytes)
    }

    pub(super) fn is_done(&self) -> bool {
        self.0.join(DONE).exists()
    }

    pub(super) fn mark_done(&self) -> io::Result<()> {
        rename(&self.0.join(JOURNAL), &self.0.join(DONE))?;
        self.sync()
    }

    pub(super) fn is_abandoned(&self) -> bool {
        let modified = fs::metadata(&self.0).and_then(|found| found.modified());
        let age = modified.ok().and_then(|modified| modified.elapsed().ok());
        !self.is_done() && age.is_some_and(|age| age > ABANDONED)
    }

    /// Removes it, and the staging folder too where it was the last. What never was is removed already.
    pub(super) fn remove(&self) -> io::Result<()> {
        self.remove_own()?;
        if let Some(staging) = self.0.parent() {
            // Others may be making sets ready.
            let _ = remove_empty_folder(staging);
        }
        Ok(())
    }

    fn remove_own(&self) -> io::Result<()> {
        // The journal goes first: one without its parts would say that they were moved.
        remove_file(&self.0.join(JOURNAL))?;
        remove_folder(&self.0)
    }

    fn sync(&self) -> io::Result<()> {
        sync_folder(&self.0)?;
        self.0.ancestors().skip(1).take(2).try_for_each(sync_folder)
    }
}
