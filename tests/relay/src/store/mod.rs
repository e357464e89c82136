//! What the relay remembers: one SQLite file. When a call returns, what it did is on the disk.

mod accounts;
mod directory;
mod failure;
mod messages;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use careplan_core::number::NumberError;
use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, Transaction, TransactionBehavior};

pub(crate) use directory::NewAccount;
pub(crate) use failure::Failure;
pub(crate) use messages::ListQuery;

use crate::error::Error;

const SCHEMA: &str = include_str!("schema.sql");
const SCHEMA_VERSION: i64 = 1;

/// The relay's memory. Every call blocks until it is done.
pub(crate) struct Store {
    connection: Mutex<Connection>,
    /// Held during a login, so that wrong passwords are counted one by one and Argon2's memory is needed once.
    login: Mutex<()>,
}

impl Store {
    /// Makes a new database in an empty file and puts offices into it.
    pub(crate) fn create(path: &Path, accounts: &[NewAccount<'_>]) -> Result<(), Error> {
        let mut connection = connect(path)?;
        let transaction = connection.transaction()?;
        transaction.execute_batch(SCHEMA)?;
        transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        for account in accounts {
            directory::insert(&transaction, account)?;
        }
        transaction.commit()?;
        connection.close().map_err(|(_, error)| error.into())
    }

    /// Opens the database of a relay.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let connection = connect(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        let version = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version != SCHEMA_VERSION {
            return Err(Error::DatabaseVersion(version));
        }
        Ok(Self {
            connection: Mutex::new(connection),
            login: Mutex::new(()),
        })
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A thread that panicked has rolled its transaction back, so the connection is sound.
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a change: all of it is stored, or nothing.
    fn change<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = work(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }
}

fn connect(path: &Path) -> Result<Connection, rusqlite::Error> {
    let flags =
        rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

/// A number of the field from its column.
fn number_column<T: std::str::FromStr<Err = NumberError>>(
    row: &rusqlite::Row<'_>,
    column: &str,
) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    text.parse().map_err(|error| unreadable(Type::Text, error))
}

/// A time from its column.
fn time_column(row: &rusqlite::Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    let milliseconds: Option<i64> = row.get(column)?;
    milliseconds
        .map(Timestamp::from_millisecond)
        .transpose()
        .map_err(|error| unreadable(Type::Integer, error))
}

fn unreadable(
    kind: Type,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, kind, Box::new(error))
}

#[cfg(test)]
mod testing {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::ca::{TestCa, Validity, certificate_facts};
    use crate::office::{OfficeSpec, synthetic_offices};
    use crate::secret::{hash_password, sha256_hex};

    /// A store with three offices; the password of each is its office number.
    pub(super) struct Fixture {
        pub(super) store: Store,
        pub(super) offices: Vec<OfficeSpec>,
        pub(super) thumbprints: Vec<String>,
        _dir: tempfile::TempDir,
    }

    pub(super) fn fixture() -> Fixture {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("relay.sqlite3");
        std::fs::write(&path, b"").unwrap();
        let offices = synthetic_offices(3);
        let pems = certificates(&offices);
        let user_ids: Vec<_> = offices.iter().map(user_id).collect();
        let hashes: Vec<_> = offices
            .iter()
            .map(|office| hash_password(office.number.as_str()).unwrap())
            .collect();
        let accounts: Vec<_> = (0..offices.len())
            .map(|index| NewAccount {
                office: &offices[index],
                certificate_pem: &pems[index],
                user_id: &user_ids[index],
                password_hash: &hashes[index],
            })
            .collect();
        Store::create(&path, &accounts).unwrap();
        let thumbprints = pems.iter().map(|pem| thumbprint(pem)).collect();
        Fixture {
            store: Store::open(&path).unwrap(),
            offices,
            thumbprints,
            _dir: dir,
        }
    }

    pub(super) fn user_id(office: &OfficeSpec) -> String {
        format!("office-{}", office.number)
    }

    fn thumbprint(pem: &str) -> String {
        sha256_hex(&certificate_facts(pem).unwrap().der)
    }

    fn certificates(offices: &[OfficeSpec]) -> Vec<String> {
        let ca = TestCa::create("Test CA").unwrap();
        let issue = |office| {
            ca.issue_office(office, Validity::default())
                .unwrap()
                .certificate_pem
        };
        offices.iter().map(issue).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_disk_is_written_before_an_answer() {
        let fixture = testing::fixture();
        let connection = fixture.store.connection();
        let pragma = |name| {
            connection.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
        };
        assert_eq!(pragma("journal_mode").unwrap(), "wal".to_owned().into());
        assert_eq!(pragma("synchronous").unwrap(), 2.into());
        assert_eq!(pragma("foreign_keys").unwrap(), 1.into());
    }

    #[test]
    fn a_database_of_another_version_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("relay.sqlite3");
        std::fs::write(&path, b"").unwrap();
        assert!(matches!(Store::open(&path), Err(Error::DatabaseVersion(0))));
    }
}
