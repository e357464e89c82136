//! Backup, restoring, checking, letting go.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::Connection;
use zeroize::Zeroizing;

use super::column::micros;
use super::database::{self, COMPANION_FILES, DATABASE_FILE};
use super::person::{KEY_FILE, PersonKey};
use super::{CleanedUp, Store, StoreError, files, notes, schema};
use crate::number::OfficeNumber;

/// So many messages are let go in one transaction: others get their turn in between, and a full disk stops it late.
const AT_ONCE: i64 = 200;

/// A backup that is being copied and checked; worth nothing after a crash.
const RESTORING: &str = "restoring";
/// A backup that is about to take the place of the store.
const RESTORED: &str = "restored";

impl Store {
    /// A copy of the whole store, made while it is in use: a new folder with `store.db` and `person.key`. It holds the key of
    /// the references of persons, so it must be kept as well as the store itself. Never over anything that is there
    /// ([`StoreError::Io`] with `AlreadyExists`); where it fails, nothing is left behind. The copy is complete when this
    /// returns; it is a store itself, and [`Store::restore`] puts it back.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let to = std::path::absolute(to)?;
        files::make_new_folder(&to)?;
        let copied = self.copy_to(&to);
        if copied.is_err() {
            // The folder is new, so nothing in it is anybody else's.
            let _ = fs::remove_dir_all(&to);
        }
        copied
    }

    fn copy_to(&self, folder: &Path) -> Result<(), StoreError> {
        let key = Zeroizing::new(fs::read(self.folder.join(KEY_FILE))?);
        files::write_new(&folder.join(KEY_FILE), &key)?;
        // A connection of its own: sending and receiving go on meanwhile.
        database::copy_into(&self.reader()?, &folder.join(DATABASE_FILE))
    }

    /// Puts a backup back into the folder of a store, which nobody may have open. The backup is checked first, and stays.
    /// What is in the folder is not deleted: it goes into a folder `replaced-…` in it, whose path is given, where there was
    /// something.
    ///
    /// What happened after the backup is made up for with the relay's lists, because their cursors are those of the backup:
    /// what was received since is offered once more, or shown with its end; what waited then and was sent since is announced
    /// again, which the relay knows. Not here, but in the relay's list only, is what was first enqueued after the backup.
    pub fn restore(
        backup: &Path,
        folder: &Path,
        office: OfficeNumber,
    ) -> Result<Option<PathBuf>, StoreError> {
        let (backup, folder) = (std::path::absolute(backup)?, std::path::absolute(folder)?);
        files::make_folder(&folder)?;
        let _lock = super::take_lock(&folder)?;
        let staged = folder.join(RESTORING);
        remove_folder_if_there(&staged)?;
        files::make_new_folder(&staged)?;
        if let Err(error) = stage(&backup, &staged, office) {
            let _ = fs::remove_dir_all(&staged);
            return Err(error);
        }
        // From here on it will be done, if need be when the store is opened next.
        files::move_to(&staged, &folder.join(RESTORED))?;
        finish_restoring(&folder)
    }

    /// Looks through the whole database for damage; takes as long as reading all of it.
    pub fn check(&self) -> Result<(), StoreError> {
        check(&self.reader()?)
    }

    /// Lets go of sealed contents of messages that are final since before `content_before`, and of all that is known of
    /// those final since before `all_before`, the access log aside. Space that becomes free is given back to the system.
    pub fn clean_up(
        &self,
        content_before: Timestamp,
        all_before: Timestamp,
    ) -> Result<CleanedUp, StoreError> {
        let cleaned = CleanedUp {
            contents: self.repeat(|| self.drop_contents(content_before))?,
            messages: self.repeat(|| self.drop_messages(all_before))?,
        };
        self.remove_stale_parts()?;
        self.give_back_space()?;
        Ok(cleaned)
    }

    /// A part at a time until nothing is left.
    fn repeat(&self, part: impl Fn() -> Result<usize, StoreError>) -> Result<u64, StoreError> {
        let mut sum = 0;
        loop {
            match part()? {
                0 => return Ok(sum),
                done => sum += done as u64,
            }
        }
    }

    fn drop_contents(&self, before: Timestamp) -> Result<usize, StoreError> {
        self.change(|transaction| {
            transaction
                .prepare_cached(
                    "UPDATE sealed SET content = NULL WHERE message IN (
                         SELECT key FROM messages WHERE final_at < ? AND content_kept = 1 ORDER BY final_at, key LIMIT ?)",
                )?
                .execute([micros(before), AT_ONCE])?;
            let dropped = transaction
                .prepare_cached(
                    "UPDATE messages SET content_kept = 0 WHERE key IN (
                         SELECT key FROM messages WHERE final_at < ? AND content_kept = 1 ORDER BY final_at, key LIMIT ?)",
                )?
                .execute([micros(before), AT_ONCE])?;
            Ok(dropped)
        })
    }

    fn drop_messages(&self, before: Timestamp) -> Result<usize, StoreError> {
        self.change(|transaction| {
            let dropped = transaction
                .prepare_cached(
                    "DELETE FROM messages WHERE key IN (
                         SELECT key FROM messages WHERE final_at < ? ORDER BY final_at LIMIT ?)",
                )?
                .execute([micros(before), AT_ONCE])?;
            Ok(dropped)
        })
    }

    fn give_back_space(&self) -> Result<(), StoreError> {
        self.read(|connection| {
            let mut vacuum = connection.prepare("PRAGMA incremental_vacuum")?;
            let mut pages = vacuum.query([])?;
            while pages.next()?.is_some() {}
            drop(pages);
            // Until it is written back, the freed pages stand in the log still.
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            Ok(())
        })
    }
}

/// Copies a backup beside where it shall be, and makes sure that it is one, of this office.
fn stage(backup: &Path, staged: &Path, office: OfficeNumber) -> Result<(), StoreError> {
    for file in [KEY_FILE, DATABASE_FILE] {
        let mut from = match fs::File::open(backup.join(file)) {
            Err(error) if file == KEY_FILE && error.kind() == ErrorKind::NotFound => {
                return Err(StoreError::NoPersonKey);
            }
            from => from?,
        };
        let mut to = files::make_new(&staged.join(file))?;
        io::copy(&mut from, &mut to)?;
        to.sync_all()?;
    }
    let key = PersonKey::read(staged)?.ok_or(StoreError::NoPersonKey)?;
    let copy = database::open_to_read(&staged.join(DATABASE_FILE))?;
    schema::accept(&copy)?;
    check(&copy)?;
    let found = notes::get(&copy, "office")?.ok_or(StoreError::Damaged)?;
    if found != office.as_str() {
        let other = found.parse().map_err(|_| StoreError::Damaged)?;
        return Err(StoreError::OtherOffice(other));
    }
    match notes::get(&copy, "person_key")? {
        Some(check) if check == key.check() => Ok(()),
        _ => Err(StoreError::WrongPersonKey),
    }
}

/// Puts a checked backup in the place of what is in the folder, which goes into a folder of its own. Every step may be the
/// last before a crash; then it goes on from there.
pub(super) fn finish_restoring(folder: &Path) -> Result<Option<PathBuf>, StoreError> {
    let restored = folder.join(RESTORED);
    if !restored.try_exists()? {
        return Ok(None);
    }
    let aside = folder.join(format!("replaced-{}", Timestamp::now().as_microsecond()));
    if restored.join(DATABASE_FILE).try_exists()? {
        // The files beside the database go with it: SQLite would write what is in them into the restored one.
        for file in COMPANION_FILES.into_iter().chain([DATABASE_FILE]) {
            put_aside(&folder.join(file), &aside)?;
        }
        files::move_to(&restored.join(DATABASE_FILE), &folder.join(DATABASE_FILE))?;
    }
    if restored.join(KEY_FILE).try_exists()? {
        put_aside(&folder.join(KEY_FILE), &aside)?;
        files::move_to(&restored.join(KEY_FILE), &folder.join(KEY_FILE))?;
    }
    fs::remove_dir_all(&restored)?;
    Ok(Some(aside).filter(|aside| aside.is_dir()))
}

fn put_aside(file: &Path, aside: &Path) -> io::Result<()> {
    match (file.file_name(), file.try_exists()?) {
        (Some(name), true) => {
            files::make_folder(aside)?;
            files::move_to(file, &aside.join(name))
        }
        _ => Ok(()),
    }
}

fn check(connection: &Connection) -> Result<(), StoreError> {
    let found: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    let orphans: i64 =
        connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
            row.get(0)
        })?;
    match (found.as_str(), orphans) {
        ("ok", 0) => Ok(()),
        _ => Err(StoreError::Damaged),
    }
}

fn remove_folder_if_there(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
