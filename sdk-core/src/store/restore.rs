//! Putting a backup back, so that it shows.

use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{OptionalExtension, TransactionBehavior};

use super::copies::REPLACED;
use super::database::{self, COMPANION_FILES, DATABASE_FILE, WAL_FILE};
use super::locks::Locks;
use super::log::{self, LogHead, NewLogEntry};
use super::person::{KEY_FILE, PersonKey};
use super::sent::RESTORED_AT;
use super::{Changes, Store, StoreError, care, files, notes, schema};
use crate::number::OfficeNumber;

/// A backup that is being copied and checked; worth nothing after a crash.
const RESTORING: &str = "restoring";
/// A backup that is about to take the place of the store.
const RESTORED: &str = "restored";
/// The access log of what was replaced, as [`Store::export_log`] writes it.
const LOG_FILE: &str = "access-log.jsonl";
/// Note in a copy that was not used yet.
const COPY: &str = "copy_of";

impl Store {
    /// Puts a backup back into the folder of a store, which nobody may have open. The backup is checked first, and stays.
    /// What is in the folder is not deleted: it goes into a folder `replaced-…` in it, whose path is given, where there was
    /// something; as far as it can be read, its access log is written beside it.
    ///
    /// What happened after the backup is made up for with the relay's lists, because their cursors are those of the backup:
    /// what was received since is offered once more, or shown with its end; what waited then and was sent since is announced
    /// again, which the relay knows. Not here, but in the relay's list only, is what was first enqueued after the backup.
    ///
    /// The restored access log says so: an entry `restore` by `actor`, whose outcome names the head of the log that was
    /// replaced ([`log`](mod@super::log)). Events go on with numbers that were never used.
    pub fn restore(
        backup: &Path,
        folder: &Path,
        office: OfficeNumber,
        actor: &str,
    ) -> Result<Option<PathBuf>, StoreError> {
        let (backup, folder) = (std::path::absolute(backup)?, std::path::absolute(folder)?);
        if !backup.join(DATABASE_FILE).is_file() {
            return Err(StoreError::NoBackup);
        }
        files::make_folder(&folder)?;
        if same(&backup, &folder) {
            return Err(StoreError::InsideStore);
        }
        let _locks = Locks::take(&folder)?;
        let staged = folder.join(RESTORING);
        remove_folder_if_there(&staged)?;
        files::make_new_folder(&staged)?;
        let stage = Stage {
            folder: &folder,
            staged: &staged,
            office,
        };
        if let Err(error) = stage.fill(&backup, actor) {
            let _ = fs::remove_dir_all(&staged);
            return Err(error);
        }
        // From here on it will be done, if need be when the store is opened next.
        files::move_to(&staged, &folder.join(RESTORED))?;
        finish(&folder)
    }
}

/// A store that was never used since it was copied: when it is opened as it is, it is a restored one too.
pub(super) fn mark_as_copy(copy: &Path) -> Result<(), StoreError> {
    let connection = database::open(copy)?;
    notes::set(&connection, COPY, &Timestamp::now().to_string())?;
    connection.close().map_err(|(_, error)| error.into())
}

/// Marks a copy that somebody put into place by hand.
pub(super) fn mark_copy(changes: &Changes<'_>, office: OfficeNumber) -> Result<(), StoreError> {
    match notes::get(changes.0, COPY)? {
        Some(_) => mark(changes, office.as_str(), &Before::Nothing),
        None => Ok(()),
    }
}

/// A backup beside the place where it shall be.
struct Stage<'a> {
    folder: &'a Path,
    staged: &'a Path,
    office: OfficeNumber,
}

impl Stage<'_> {
    /// Copies it, makes sure that it is one, of this office, and notes in it that it was put back.
    fn fill(&self, backup: &Path, actor: &str) -> Result<(), StoreError> {
        for file in [KEY_FILE, DATABASE_FILE, WAL_FILE] {
            let mut from = match fs::File::open(backup.join(file)) {
                Err(error) if file == KEY_FILE && error.kind() == ErrorKind::NotFound => {
                    return Err(StoreError::NoPersonKey);
                }
                // Only a store that was copied by hand, or was replaced, has one.
                Err(error) if file == WAL_FILE && error.kind() == ErrorKind::NotFound => continue,
                from => from?,
            };
            let mut to = files::make_new(&self.staged.join(file))?;
            io::copy(&mut from, &mut to)?;
            to.sync_all()?;
        }
        let key = PersonKey::read(self.staged)?.ok_or(StoreError::NoPersonKey)?;
        self.check(&key).map_err(|error| match error {
            StoreError::Damaged => StoreError::DamagedBackup,
            error => error,
        })?;
        let before = self.before();
        self.mark(&key, actor, &before)
    }

    fn check(&self, key: &PersonKey) -> Result<(), StoreError> {
        let copy = database::open(&self.staged.join(DATABASE_FILE))?;
        schema::accept(&copy)?;
        care::check(&copy)?;
        let found = notes::get(&copy, "office")?.ok_or(StoreError::Damaged)?;
        if found != self.office.as_str() {
            let other = found.parse().map_err(|_| StoreError::Damaged)?;
            return Err(StoreError::OtherOffice(other));
        }
        match notes::get(&copy, "person_key")? {
            Some(check) if check == key.check() => Ok(()),
            _ => Err(StoreError::WrongPersonKey),
        }
    }

    /// What is to be replaced, as far as it can be read; its access log is written beside.
    fn before(&self) -> Before {
        let database = self.folder.join(DATABASE_FILE);
        if !database.exists() {
            return Before::Nothing;
        }
        let read = || -> Result<Before, StoreError> {
            let mut connection = database::open_to_read(&database)?;
            let events = connection
                .query_row(
                    "SELECT seq FROM sqlite_sequence WHERE name = 'steps'",
                    [],
                    |row| row.get(0),
                )
                .optional()?;
            let log = self.staged.join(LOG_FILE);
            let mut out = BufWriter::new(files::make_new(&log)?);
            let written = log::write(&mut connection, self.office, &mut out)
                .and_then(|head| Ok(out.flush().map(|()| head)?))
                .and_then(|head| Ok(files::sync(&log).map(|()| head)?));
            if written.is_err() {
                files::remove_if_there(&log)?;
            }
            Ok(Before::Store {
                events: events.unwrap_or(0),
                head: written?,
            })
        };
        read().unwrap_or(Before::Unreadable)
    }

    fn mark(&self, key: &PersonKey, actor: &str, before: &Before) -> Result<(), StoreError> {
        let mut connection = database::open(&self.staged.join(DATABASE_FILE))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        schema::prepare(&mut connection, self.staged, key)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        log::begin(&transaction, self.office, key)?;
        mark(&Changes(&transaction, key), actor, before)?;
        transaction.commit()?;
        connection.close().map_err(|(_, error)| error.into())
    }
}

/// What a backup takes the place of.
enum Before {
    Nothing,
    Store { events: i64, head: LogHead },
    Unreadable,
}

/// Notes in a store that it is one that was put back.
fn mark(changes: &Changes<'_>, actor: &str, before: &Before) -> Result<(), StoreError> {
    let now = Timestamp::now();
    let connection = changes.0;
    let (events, outcome) = match before {
        Before::Nothing => (0, "ok".to_owned()),
        Before::Store { events, head } => (*events, log::replaced(Some(head))),
        Before::Unreadable => (0, log::replaced(None)),
    };
    // Where nobody knows which numbers were used: events come by far more slowly than one a millisecond.
    let beyond = events.max(now.as_millisecond());
    let raised = connection.execute(
        "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'steps'",
        [beyond],
    )?;
    if raised == 0 {
        connection.execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES ('steps', ?)",
            [beyond],
        )?;
    }
    notes::set(connection, RESTORED_AT, &now.to_string())?;
    connection.execute("DELETE FROM meta WHERE name = ?", [COPY])?;
    changes.log(&NewLogEntry {
        at: now,
        actor,
        operation: log::RESTORE,
        message: None,
        persons: &[],
        outcome: &outcome,
    })
}

/// Puts a checked backup in the place of what is in the folder, which goes into a folder of its own. Every step may be the
/// last before a crash; then it goes on from there.
pub(super) fn finish(folder: &Path) -> Result<Option<PathBuf>, StoreError> {
    let restored = folder.join(RESTORED);
    if !restored.try_exists()? {
        return Ok(None);
    }
    let now = Timestamp::now().as_microsecond();
    let aside = folder.join(format!("{REPLACED}{now}"));
    // First, so that whatever is put aside has its log beside it.
    put_aside(&restored.join(LOG_FILE), &aside)?;
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

/// Whether two paths are one folder. Not every drive of Windows tells the real name of one.
fn same(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn remove_folder_if_there(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
