//! The form of the database: made, recognised, and brought to the present one.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::error::StoreError;
use super::person::PersonKey;
use super::{database, log};

/// "CPLS": says whose file it is.
const APPLICATION_ID: i32 = 0x4350_4C53;

/// What makes a new store.
const NEWEST: &str = include_str!("schema.sql");

/// What brings schema n to n + 1, for n from 1. A store that was made anew never goes through them: [`NEWEST`] is what all
/// of them lead to.
const MIGRATIONS: &[&str] = &[include_str!("schema-2.sql")];

/// The first schema whose access log has a seal.
const SEALED_SINCE: i64 = 2;

/// Makes the tables, or brings older ones to the present form after a copy was kept.
pub(super) fn prepare(
    connection: &mut Connection,
    folder: &Path,
    key: &PersonKey,
) -> Result<(), StoreError> {
    let schema = Schema {
        newest: NEWEST,
        migrations: MIGRATIONS,
    };
    schema.prepare(
        connection,
        folder,
        &|migrated, found| match found < SEALED_SINCE {
            true => log::seal(migrated, key),
            false => Ok(()),
        },
    )
}

/// What else a migration does, in the same transaction; it is told the schema that was found.
type Finish<'a> = &'a dyn Fn(&Connection, i64) -> Result<(), StoreError>;

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

    fn prepare(
        &self,
        connection: &mut Connection,
        folder: &Path,
        finish: Finish<'_>,
    ) -> Result<(), StoreError> {
        match version_of(connection)? {
            0 => self.make(connection),
            found if found == self.version() => Ok(()),
            found if found > self.version() => Err(StoreError::Newer(found)),
            found => self.migrate(connection, folder, found, finish),
        }
    }

    fn make(&self, connection: &mut Connection) -> Result<(), StoreError> {
        self.change(connection, [self.newest], |_| Ok(()))
    }

    fn migrate(
        &self,
        connection: &mut Connection,
        folder: &Path,
        found: i64,
        finish: Finish<'_>,
    ) -> Result<(), StoreError> {
        let copy = folder.join(format!("store-schema-{found}.db"));
        if !copy.try_exists()? {
            database::copy_into(connection, &copy)?;
        }
        let done = usize::try_from(found - 1).map_err(|_| StoreError::Damaged)?;
        let migrations = self.migrations.iter().skip(done).copied();
        self.change(connection, migrations, |migrated| finish(migrated, found))
    }

    /// All of it or nothing.
    fn change(
        &self,
        connection: &mut Connection,
        statements: impl IntoIterator<Item = &'static str>,
        finish: impl FnOnce(&Connection) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for statement in statements {
            transaction.execute_batch(statement)?;
        }
        finish(&transaction)?;
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

#[cfg(test)]
mod tests {
    use std::fs;

    use rusqlite::OptionalExtension;
    use tempfile::TempDir;

    use super::*;

    const NOTHING: Finish<'_> = &|_, _| Ok(());
    const FIRST: Schema = Schema {
        newest: "CREATE TABLE plans (name TEXT); INSERT INTO plans VALUES ('kept')",
        migrations: &[],
    };
    const THIRD: Schema = Schema {
        newest: "CREATE TABLE plans (name TEXT, month TEXT, year TEXT)",
        migrations: &[
            "ALTER TABLE plans ADD COLUMN month TEXT",
            "ALTER TABLE plans ADD COLUMN year TEXT",
        ],
    };

    fn database(folder: &TempDir) -> Connection {
        database::open(&folder.path().join("store.db")).unwrap()
    }

    #[test]
    fn an_older_store_is_migrated_and_a_copy_kept() {
        let folder = TempDir::new().unwrap();
        let mut connection = database(&folder);
        FIRST
            .prepare(&mut connection, folder.path(), NOTHING)
            .unwrap();
        THIRD
            .prepare(&mut connection, folder.path(), NOTHING)
            .unwrap();
        assert_eq!(version_of(&connection), Ok(3));
        let found: (String, Option<String>) = connection
            .query_row("SELECT name, year FROM plans", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        assert_eq!(found, ("kept".to_owned(), None));
        let copy = Connection::open(folder.path().join("store-schema-1.db")).unwrap();
        assert_eq!(version_of(&copy), Ok(1));
        drop(copy);
        assert_eq!(
            FIRST.prepare(&mut connection, folder.path(), NOTHING),
            Err(StoreError::Newer(3))
        );
        // Opened once more, nothing is to be done.
        fs::remove_file(folder.path().join("store-schema-1.db")).unwrap();
        THIRD
            .prepare(&mut connection, folder.path(), NOTHING)
            .unwrap();
        assert!(!folder.path().join("store-schema-1.db").exists());
    }

    #[test]
    fn a_migration_that_fails_changes_nothing() {
        let folder = TempDir::new().unwrap();
        let mut connection = database(&folder);
        FIRST
            .prepare(&mut connection, folder.path(), NOTHING)
            .unwrap();
        let failing = Schema {
            migrations: &[
                "DELETE FROM plans",
                "ALTER TABLE nothing ADD COLUMN month TEXT",
            ],
            ..THIRD
        };
        assert!(
            failing
                .prepare(&mut connection, folder.path(), NOTHING)
                .is_err()
        );
        assert_eq!(version_of(&connection), Ok(1));
        let found: Option<String> = connection
            .query_row("SELECT name FROM plans", [], |row| row.get(0))
            .optional()
            .unwrap();
        assert_eq!(found.as_deref(), Some("kept"));
        THIRD
            .prepare(&mut connection, folder.path(), NOTHING)
            .unwrap();
    }
}
