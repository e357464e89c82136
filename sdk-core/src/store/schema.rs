//! The form of the database: made, recognised, and brought to the present one.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::database;
use super::error::StoreError;

/// "CPLS": says whose file it is.
const APPLICATION_ID: i32 = 0x4350_4C53;

/// What makes a new store.
const NEWEST: &str = include_str!("schema.sql");

/// What brings schema n to n + 1, for n from 1. A store that was made anew never goes through them: [`NEWEST`] is what all
/// of them lead to.
const MIGRATIONS: &[&str] = &[];

/// Makes the tables, or brings older ones to the present form after a copy was kept.
pub(super) fn prepare(connection: &mut Connection, folder: &Path) -> Result<(), StoreError> {
    Schema {
        newest: NEWEST,
        migrations: MIGRATIONS,
    }
    .prepare(connection, folder)
}

/// Whether a database is a store that this version can open.
pub(super) fn accept(connection: &Connection) -> Result<(), StoreError> {
    let newest = 1 + MIGRATIONS.len() as i64;
    match version_of(connection)? {
        0 => Err(StoreError::Damaged),
        found if found > newest => Err(StoreError::Newer(found)),
        _ => Ok(()),
    }
}

struct Schema {
    newest: &'static str,
    migrations: &'static [&'static str],
}

impl Schema {
    fn version(&self) -> i64 {
        1 + self.migrations.len() as i64
    }

    fn prepare(&self, connection: &mut Connection, folder: &Path) -> Result<(), StoreError> {
        match version_of(connection)? {
            0 => self.make(connection),
            found if found == self.version() => Ok(()),
            found if found > self.version() => Err(StoreError::Newer(found)),
            found => self.migrate(connection, folder, found),
        }
    }

    fn make(&self, connection: &mut Connection) -> Result<(), StoreError> {
        // Holds only before the first table is made; then freed pages can be given back without writing everything anew.
        connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
        self.change(connection, [self.newest])
    }

    fn migrate(
        &self,
        connection: &mut Connection,
        folder: &Path,
        found: i64,
    ) -> Result<(), StoreError> {
        let copy = folder.join(format!("store-schema-{found}.db"));
        if !copy.try_exists()? {
            database::copy_into(connection, &copy)?;
        }
        let done = usize::try_from(found - 1).map_err(|_| StoreError::Damaged)?;
        self.change(connection, self.migrations.iter().skip(done).copied())
    }

    /// All of it or nothing.
    fn change(
        &self,
        connection: &mut Connection,
        statements: impl IntoIterator<Item = &'static str>,
    ) -> Result<(), StoreError> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for statement in statements {
            transaction.execute_batch(statement)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", self.version())?;
        Ok(transaction.commit()?)
    }
}

/// The schema of a database; 0 where there is nothing in it yet.
pub(super) fn version_of(connection: &Connection) -> Result<i64, StoreError> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (version, tables) {
        (0, 0) => Ok(0),
        (1.., 1..) if application == i64::from(APPLICATION_ID) => Ok(version),
        _ => Err(StoreError::Damaged),
    }
}
