//! A thin layer over the two databases: the same statements, the same values, the same promise. When a change is answered, it
//! is on the disk.
//!
//! Every connection belongs to a thread of its own that takes work from a queue. SQLite has one thread for changes, which
//! stores all that wait in one transaction (a commit costs the same for one as for fifty), and some for reading; PostgreSQL
//! has several of both.

mod postgres;
mod queue;
mod sqlite;
#[cfg(test)]
mod tests;
mod value;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use careplan_core::number::OfficeNumber;
use tokio::sync::oneshot;

use self::queue::Queue;
pub(super) use self::value::{Row, Value, values};
use super::Failure;
use crate::error::Error;
use crate::secret::random_text;

pub(super) const SCHEMA: &str = include_str!("../schema.sql");
pub(super) const SCHEMA_VERSION: i64 = 4;

/// Is told after each commit which offices' lists have changed.
pub(super) type OnCommit = Arc<dyn Fn(&[OfficeNumber]) + Send + Sync>;

/// A database with its threads. Dropping it lets what waits finish.
pub(super) struct Database {
    changes: Arc<Queue>,
    reads: Arc<Queue>,
    writers: Vec<JoinHandle<()>>,
    readers: Vec<JoinHandle<()>>,
    shared: bool,
    /// For tests: every statement that changes something fails, as on a full disk.
    full: Arc<AtomicBool>,
}

impl Database {
    /// Opens the SQLite file of a relay.
    pub(super) fn open_sqlite(path: &Path, on_commit: OnCommit) -> Result<Self, Error> {
        sqlite::open(path, on_commit)
    }

    /// Opens a PostgreSQL database; an empty one begins with the offices of the SQLite file.
    pub(super) fn open_postgres(
        url: &str,
        register: &Path,
        on_commit: OnCommit,
    ) -> Result<Self, Error> {
        postgres::open(url, register, on_commit)
    }

    /// Makes a new SQLite database in an empty file.
    pub(super) fn create_sqlite(
        path: &Path,
        fill: impl FnOnce(&mut Tx<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        sqlite::create(path, fill)
    }

    /// Writes one consistent picture of the SQLite file of a relay into an empty file, also while the relay runs.
    pub(super) fn copy_sqlite(from: &Path, to: &Path) -> Result<(), Error> {
        sqlite::copy(from, to)
    }

    /// Whether other processes may use the same database.
    pub(super) fn is_shared(&self) -> bool {
        self.shared
    }

    /// Plays that the disk is full, or no longer.
    pub(super) fn set_full(&self, full: bool) {
        self.full.store(full, Ordering::Release);
    }

    /// Whether it plays that the disk is full.
    pub(super) fn is_full(&self) -> bool {
        self.full.load(Ordering::Acquire)
    }

    /// Carries out a change: all of it is stored, or nothing. It goes on to its end even if nobody waits for it. The work may be
    /// done more than once, when another change was in its way.
    pub(super) async fn change<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let full = self.full.clone();
        let work = move |tx: &mut Tx<'_>| {
            tx.full = full.load(Ordering::Acquire);
            work(tx)
        };
        self.changes
            .push(work)
            .await
            .unwrap_or_else(|_| Err(Failure::away()))
    }

    /// Reads one consistent picture.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.reads
            .push(work)
            .await
            .unwrap_or_else(|_| Err(Failure::away()))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // Readers first: SQLite puts its log away when the last connection closes, and not when two close at the same moment.
        finish(&self.reads, &mut self.readers);
        finish(&self.changes, &mut self.writers);
    }
}

fn finish(queue: &Queue, threads: &mut Vec<JoinHandle<()>>) {
    queue.close();
    for thread in threads.drain(..) {
        // A panic over there has been reported there.
        let _result = thread.join();
    }
}

/// An open transaction.
pub(super) struct Tx<'a> {
    connection: Connection<'a>,
    touched: Vec<OfficeNumber>,
    full: bool,
}

enum Connection<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a mut postgres::Session),
}

impl<'a> Tx<'a> {
    fn new(connection: Connection<'a>) -> Self {
        Self {
            connection,
            touched: Vec::new(),
            full: false,
        }
    }

    /// Carries out a statement and says how many rows it changed.
    pub(super) fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, Failure> {
        if self.full {
            return Err(Failure::full());
        }
        match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::execute(connection, sql, values),
            Connection::Postgres(session) => postgres::execute(session, sql, values),
        }
    }

    /// All rows of a query.
    pub(super) fn rows(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>, Failure> {
        match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::rows(connection, sql, values),
            Connection::Postgres(session) => postgres::rows(session, sql, values),
        }
    }

    /// The first row of a query.
    pub(super) fn row(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Option<Row>, Failure> {
        Ok(self.rows(sql, values)?.into_iter().next())
    }

    /// Ends a query of rows that nobody else may change until this transaction is over.
    pub(super) fn for_update(&self) -> &'static str {
        match self.connection {
            // There is only one writer.
            Connection::Sqlite(_) => "",
            Connection::Postgres(_) => " FOR UPDATE",
        }
    }

    /// Notes that a list of this office has changed.
    pub(super) fn touch(&mut self, office: OfficeNumber) {
        self.touched.push(office);
    }
}

/// Gives a new database its epoch.
fn begin_epoch(tx: &mut Tx<'_>) -> Result<(), Failure> {
    let epoch = random_text()?;
    tx.execute(
        "INSERT INTO relay (id, epoch) VALUES (1, $1)",
        values![&epoch],
    )?;
    Ok(())
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Error> {
    thread::Builder::new()
        .name(format!("careplan-{name}"))
        .spawn(work)
        .map_err(Error::Start)
}

/// The answer of work that was queued.
type Answer<T> = oneshot::Receiver<Result<T, Failure>>;
