//! SQLite: one writer that stores together what waits together, and readers beside it.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql};

use super::queue::{Job, Queue};
use super::value::{Cell, Row, Value};
use super::{
    Connection as Either, Database, OnCommit, SCHEMA, SCHEMA_VERSION, Tx, begin_epoch, spawn,
};
use crate::error::Error;
use crate::store::Failure;

const READERS: usize = 4;
/// Changes in one transaction. More would make the first wait too long.
const MOST_AT_ONCE: usize = 64;
const STATEMENTS: usize = 128;
/// Pages in the write-ahead log before it is carried over: 16 MiB, so that it happens seldom while much comes in.
const PAGES_IN_LOG: i64 = 4096;

/// What is added to the schema: rows of the audit stay as they are.
const ONLY_ADDED: &str = "
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit'); END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit'); END;";

pub(super) fn create(
    path: &Path,
    fill: impl FnOnce(&mut Tx<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let connection = connect(path)?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    connection.execute_batch(SCHEMA)?;
    connection.execute_batch(ONLY_ADDED)?;
    connection.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    let mut tx = Tx::new(Either::Sqlite(&connection));
    begin_epoch(&mut tx)?;
    fill(&mut tx)?;
    connection.execute_batch("COMMIT")?;
    connection.close().map_err(|(_, error)| error.into())
}

pub(super) fn open(path: &Path, on_commit: OnCommit) -> Result<Database, Error> {
    let writer = connect_checked(path)?;
    writer.pragma_update(None, "journal_mode", "WAL")?;
    writer.pragma_update(None, "wal_autocheckpoint", PAGES_IN_LOG)?;
    // SQLite opens the log when a connection first reads or writes. The writer closes last and puts the log away: it must have
    // opened it, also when nothing is ever written.
    let _version: i64 = writer.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let (changes, reads) = (Arc::new(Queue::default()), Arc::new(Queue::default()));
    let queue = changes.clone();
    let writers = vec![spawn("writer", move || write(&writer, &queue, &on_commit))?];
    let mut readers = Vec::new();
    for _ in 0..READERS {
        let (reader, queue) = (connect(path)?, reads.clone());
        reader.pragma_update(None, "query_only", true)?;
        readers.push(spawn("reader", move || read(&reader, &queue))?);
    }
    Ok(Database {
        changes,
        reads,
        writers,
        readers,
        shared: false,
        full: Arc::default(),
    })
}

/// A connection to a database of this version.
pub(super) fn connect_checked(path: &Path) -> Result<Connection, Error> {
    let connection = connect(path)?;
    let version = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version == SCHEMA_VERSION {
        Ok(connection)
    } else {
        Err(Error::DatabaseVersion(version))
    }
}

/// Writes one consistent picture of a database into an empty file, while others may go on changing it.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    let source = connect_checked(from)?;
    source.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
    Ok(())
}

fn connect(path: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// Works until the queue is closed.
fn write(connection: &Connection, queue: &Queue, on_commit: &OnCommit) {
    while let Some(mut jobs) = queue.take(MOST_AT_ONCE) {
        let together = match &mut jobs[..] {
            [one] => vec![alone(connection, &mut **one, on_commit)],
            many => match all_at_once(connection, many, on_commit) {
                Some(outcomes) => outcomes,
                // One of them spoilt the transaction of all, or it could not be stored: each for itself.
                None => many
                    .iter_mut()
                    .map(|job| alone(connection, &mut **job, on_commit))
                    .collect(),
            },
        };
        for (job, outcome) in jobs.into_iter().zip(together) {
            job.finish(outcome);
        }
    }
}

fn alone(connection: &Connection, job: &mut dyn Job, on_commit: &OnCommit) -> Result<(), Failure> {
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    let mut tx = Tx::new(Either::Sqlite(connection));
    let outcome = job.run(&mut tx);
    let outcome = match outcome {
        Ok(()) => commit(connection),
        Err(failure) => Err(failure),
    };
    match &outcome {
        Ok(()) => on_commit(&tx.touched),
        Err(_) => roll_back(connection),
    }
    outcome
}

/// Stores what succeeds of several changes. None if nothing was stored.
fn all_at_once(
    connection: &Connection,
    jobs: &mut [Box<dyn Job>],
    on_commit: &OnCommit,
) -> Option<Vec<Result<(), Failure>>> {
    let step = |sql| connection.prepare_cached(sql)?.execute([]);
    step("BEGIN IMMEDIATE").ok()?;
    let mut outcomes = Vec::with_capacity(jobs.len());
    let mut touched = Vec::new();
    for job in jobs {
        let mut tx = Tx::new(Either::Sqlite(connection));
        let outcome = step("SAVEPOINT job").and_then(|_| {
            let outcome = job.run(&mut tx);
            if outcome.is_err() {
                step("ROLLBACK TO job")?;
            }
            step("RELEASE job")?;
            Ok(outcome)
        });
        let Ok(outcome) = outcome else {
            roll_back(connection);
            return None;
        };
        touched.append(&mut tx.touched);
        outcomes.push(outcome);
    }
    if commit(connection).is_err() {
        roll_back(connection);
        return None;
    }
    on_commit(&touched);
    Some(outcomes)
}

fn commit(connection: &Connection) -> Result<(), Failure> {
    connection.prepare_cached("COMMIT")?.execute([])?;
    Ok(())
}

/// After some errors SQLite has rolled back by itself.
fn roll_back(connection: &Connection) {
    if !connection.is_autocommit() {
        let _result = connection.execute_batch("ROLLBACK");
    }
}

fn read(connection: &Connection, queue: &Queue) {
    while let Some(jobs) = queue.take(1) {
        for mut job in jobs {
            let outcome = read_one(connection, &mut *job);
            roll_back(connection);
            job.finish(outcome);
        }
    }
}

fn read_one(connection: &Connection, job: &mut dyn Job) -> Result<(), Failure> {
    connection.prepare_cached("BEGIN")?.execute([])?;
    job.run(&mut Tx::new(Either::Sqlite(connection)))
}

pub(super) fn execute(
    connection: &Connection,
    sql: &str,
    values: &[Value<'_>],
) -> Result<u64, Failure> {
    let mut statement = connection.prepare_cached(&numbered(sql))?;
    let changed = statement.execute(rusqlite::params_from_iter(values))?;
    Ok(changed as u64)
}

pub(super) fn rows(
    connection: &Connection,
    sql: &str,
    values: &[Value<'_>],
) -> Result<Vec<Row>, Failure> {
    let mut statement = connection.prepare_cached(&numbered(sql))?;
    let columns = statement.column_count();
    let mut found = statement.query(rusqlite::params_from_iter(values))?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let cells = (0..columns).map(|column| row.get_ref(column).map(cell));
        rows.push(Row(cells.collect::<Result<_, _>>()?));
    }
    Ok(rows)
}

/// `$1` is only a name to SQLite; `?1` is the first value.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Integer(value) => Cell::Int(value),
        ValueRef::Text(value) => Cell::Text(String::from_utf8_lossy(value).into_owned()),
        ValueRef::Blob(value) => Cell::Bytes(value.to_owned()),
        // Nothing in the schema is a real number.
        ValueRef::Null | ValueRef::Real(_) => Cell::Null,
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Value::Null => ValueRef::Null,
            Value::Int(value) => ValueRef::Integer(value),
            Value::Text(value) => ValueRef::Text(value.as_bytes()),
            Value::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}
