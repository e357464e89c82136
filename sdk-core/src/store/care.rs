//! Backup, checking, letting go.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;
use zeroize::Zeroizing;

use super::column::micros;
use super::database::{self, DATABASE_FILE};
use super::person::KEY_FILE;
use super::{CleanedUp, Store, StoreError, files, gone, restore};

/// So many messages are let go in one transaction: others get their turn in between, and a full disk stops it late.
const AT_ONCE: i64 = 200;

impl Store {
    /// A copy of the whole store, made while it is in use: a new folder with `store.db` and `person.key`; folders above it
    /// are made too. It holds the key of the references of persons, so it must be kept as well as the store itself. Never
    /// over anything that is there ([`StoreError::Io`] with `AlreadyExists`), nor into the store ([`StoreError::InsideStore`]);
    /// where it fails, nothing is left behind. The copy is complete when this returns; it is a store itself, and
    /// [`Store::restore`] puts it back.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let to = std::path::absolute(to)?;
        if is_in_store(&self.folder, &to) {
            return Err(StoreError::InsideStore);
        }
        make_target(&to)?;
        let copied = self.copy_to(&to);
        if copied.is_err() {
            // The folder is new, so nothing in it is anybody else's.
            let _ = fs::remove_dir_all(&to);
        }
        copied.map_err(|error| match error {
            // Of the store there is only read.
            StoreError::DiskFull => StoreError::TargetFull,
            error => error,
        })
    }

    fn copy_to(&self, folder: &Path) -> Result<(), StoreError> {
        let key = Zeroizing::new(fs::read(self.folder.join(KEY_FILE))?);
        files::write_new(&folder.join(KEY_FILE), &key)?;
        // A connection of its own: sending and receiving go on meanwhile.
        let copy = folder.join(DATABASE_FILE);
        database::copy_into(&self.reader()?, &copy)?;
        restore::mark_as_copy(&copy)
    }

    /// Looks through the whole database for damage; takes as long as reading all of it.
    pub fn check(&self) -> Result<(), StoreError> {
        check(&self.reader()?)
    }

    /// Lets go of sealed contents of messages that are final since before `content_before`, and of all that is known of
    /// those final since before `all_before`, the access log aside; that they were here is still known, so that nothing
    /// comes in or goes out twice. Copies of contents that the store itself left beside it go with the contents
    /// ([`Store::copies`]). Space that becomes free is given back to the system.
    pub fn clean_up(
        &self,
        content_before: Timestamp,
        all_before: Timestamp,
    ) -> Result<CleanedUp, StoreError> {
        let cleaned = CleanedUp {
            contents: self.repeat(|| self.drop_contents(content_before))?,
            messages: self.repeat(|| self.drop_messages(all_before))?,
            copies: self.remove_copies(content_before)?,
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
        self.change(|transaction| gone::let_go(transaction, before, AT_ONCE))
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

/// Whether a path, of which there need not be anything yet, is in the folder of a store: what is put there is lost with it,
/// or swept away. Not every drive of Windows tells the real name of a folder; there the names as they were given must do.
pub fn is_in_store(store: &Path, path: &Path) -> bool {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (store, path) = (absolute(store), absolute(path));
    match store.canonicalize() {
        Ok(store) => {
            let there = path.ancestors().find_map(|above| above.canonicalize().ok());
            there.is_some_and(|there| there.starts_with(store))
        }
        Err(_) => path.starts_with(store),
    }
}

fn make_target(to: &Path) -> Result<(), StoreError> {
    let made = match to.parent() {
        Some(above) => files::make_folder(above),
        None => Ok(()),
    };
    made.and_then(|()| files::make_new_folder(to))
        .map_err(|error| match (error.kind(), StoreError::from(error)) {
            (_, StoreError::DiskFull) => StoreError::TargetFull,
            (ErrorKind::AlreadyExists, error) if to.exists() => error,
            (kind, _) => StoreError::Target(kind),
        })
}

pub(super) fn check(connection: &Connection) -> Result<(), StoreError> {
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
