//! What one office keeps on this machine: one folder with a SQLite database, its own lock, and parts of transfers that go on.
//!
//! A step is written down before it is done; when a call returns, what it says is on the disk (write-ahead log, full
//! synchronisation), but for what the relay would tell once more. Kept are sealed messages and a small index; never opened
//! content. Persons stand in the index and in the access log as keyed hashes only ([`PersonRef`]).
//!
//! | file | what for |
//! |---|---|
//! | `store.db` (`-wal`, `-shm`) | everything; the two beside it belong to it and are never copied or deleted alone |
//! | `person.key` | key of the references of persons; without it nobody is found in the index or the access log again |
//! | `store.lock` | held by the system for the process that has the store open, as is `person.key`; empty, and free after a crash |
//! | `parts/` | contents that are being fetched |
//! | `store-schema-N.db` | copy from before a newer version changed the schema; goes with [`Store::clean_up`] |
//! | `replaced-…/` | what a restored backup replaced; goes with [`Store::clean_up`], its `access-log.jsonl` stays |
//!
//! The folder must be on a local disk: a write-ahead log cannot be shared over a network. A backup ([`Store::backup`]) is a
//! folder with `store.db` and `person.key`, hence a store itself; [`Store::restore`] puts it back.

mod care;
mod column;
mod copies;
mod database;
mod error;
mod events;
mod files;
mod gone;
mod list;
mod locks;
pub mod log;
mod message;
mod notes;
mod partial;
mod person;
mod received;
mod records;
mod restore;
mod schema;
mod sent;
mod state;
mod writer;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use self::care::is_in_store;
pub use self::copies::KeptCopy;
use self::database::DATABASE_FILE;
pub use self::error::StoreError;
use self::locks::Locks;
pub use self::log::{
    LogEntry, LogFault, LogHead, LogQuery, NewLogEntry, Noted, Replaced, verify_log, verify_noted,
};
pub use self::partial::PartialFile;
use self::person::PersonKey;
pub use self::person::{PersonRef, PersonRefError};
pub use self::records::*;
pub use self::state::{ReceivedState, SentState};
use self::writer::{Durable, Writer};
use crate::number::OfficeNumber;

/// The memory of one office on this machine. Every call blocks until it is done; any thread may call.
pub struct Store {
    /// Absolute, so that a process may change its current folder.
    folder: PathBuf,
    office: OfficeNumber,
    key: PersonKey,
    connection: Mutex<Writer>,
    migrated_from: Option<i64>,
    /// Let go last, once the database is closed.
    _locks: Locks,
}

impl Store {
    /// Opens the store of an office in a folder, or makes it. One process at a time owns it: a second one, and a second
    /// handle in this one, gets [`StoreError::InUse`]; after a crash the next one takes over at once. An older schema is
    /// migrated after a copy was kept; a newer one is refused.
    pub fn open(folder: &Path, office: OfficeNumber) -> Result<Self, StoreError> {
        let folder = std::path::absolute(folder)?;
        files::make_folder(&folder)?;
        let mut locks = Locks::take(&folder)?;
        restore::finish(&folder)?;
        let file = folder.join(DATABASE_FILE);
        let mut connection = database::open(&file)?;
        let found = schema::version_of(&connection)?;
        let new = found == 0;
        let key = person_key(&folder, new)?;
        locks.take_key(&folder)?;
        database::make_durable(&connection, new)?;
        schema::prepare(&mut connection, &folder, &key)?;
        let migrated = !new && found != schema::version_of(&connection)?;
        claim(&mut connection, office, &key)?;
        let store = Self {
            folder,
            office,
            key,
            connection: Mutex::new(Writer::new(connection)),
            migrated_from: migrated.then_some(found),
            _locks: locks,
        };
        store.remove_stale_parts()?;
        Ok(store)
    }

    /// Whose store it is.
    pub fn office(&self) -> OfficeNumber {
        self.office
    }

    /// The schema that it had when it was opened, where that was an older one.
    pub fn migrated_from(&self) -> Option<i64> {
        self.migrated_from
    }

    /// The folder, absolute.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The keyed reference of a person (保険者番号 and 被保険者番号), the same in this store for ever.
    pub fn person(&self, insurer: &str, insured: &str) -> Result<PersonRef, StoreError> {
        self.key.person(insurer, insured)
    }

    /// Several changes that are kept together or not at all, such as a step and its entry in the access log; they also cost
    /// one write to the disk instead of several. Nothing of it happens where `work` gives an error. It must not call the
    /// store itself, which waits for `work` to end.
    pub fn together<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Changes<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.commit(Durable::Now, work)
    }

    fn commit<T, E: From<StoreError>>(
        &self,
        durable: Durable,
        work: impl FnOnce(&Changes<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = self.connection();
        writer.set_mode(durable)?;
        let transaction = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let done = work(&Changes(&transaction, &self.key))?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(done)
    }

    /// Several reads that fit together, or one.
    fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        read(&self.connection())
    }

    /// A change: on the disk when this returns, or nothing of it happened.
    fn change<T>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.together(|changes| change(changes.0))
    }

    /// A change that the relay would tell once more: on the disk with the next step of this office, see [`writer`].
    fn change_soon<T>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.commit(Durable::Soon, |changes| change(changes.0))
    }

    /// Everything that was committed so far is on the disk when this returns.
    fn catch_up(&self) -> Result<(), StoreError> {
        // Let go of at once: others may write meanwhile, and are behind then.
        let is_behind = self.connection().take_behind();
        if !is_behind {
            return Ok(());
        }
        let synced = writer::sync_log(&self.folder.join(database::WAL_FILE));
        if synced.is_err() {
            self.connection().stay_behind();
        }
        synced
    }

    /// A connection of its own, for what takes long and must not hold up the rest.
    fn reader(&self) -> Result<Connection, StoreError> {
        database::open_to_read(&self.folder.join(DATABASE_FILE))
    }

    fn connection(&self) -> MutexGuard<'_, Writer> {
        // A thread that panicked has rolled its transaction back; the connection is sound.
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// What may be changed together, see [`Store::together`].
pub struct Changes<'a>(&'a Transaction<'a>, &'a PersonKey);

impl fmt::Debug for Changes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changes").finish_non_exhaustive()
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("office", &self.office)
            .finish_non_exhaustive()
    }
}

/// The key of the folder. It is made before the database is, so that there is never a database without one: where one is
/// missing, it was lost.
fn person_key(folder: &Path, new: bool) -> Result<PersonKey, StoreError> {
    match PersonKey::read(folder)? {
        Some(key) => Ok(key),
        None if new => PersonKey::make(folder),
        None => Err(StoreError::NoPersonKey),
    }
}

/// Remembers in a new store whose it is and which key it has; in others these must be the same.
fn claim(
    connection: &mut Connection,
    office: OfficeNumber,
    key: &PersonKey,
) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    match notes::get(&transaction, "office")? {
        None => notes::set(&transaction, "office", office.as_str())?,
        Some(other) if other != office.as_str() => {
            let other = other.parse().map_err(|_| StoreError::Damaged)?;
            return Err(StoreError::OtherOffice(other));
        }
        Some(_) => {}
    }
    match notes::get(&transaction, "person_key")? {
        None => notes::set(&transaction, "person_key", key.check())?,
        Some(check) if check != key.check() => return Err(StoreError::WrongPersonKey),
        Some(_) => {}
    }
    log::begin(&transaction, office, key)?;
    restore::mark_copy(&Changes(&transaction, key), office)?;
    Ok(transaction.commit()?)
}

#[cfg(test)]
mod tests;
