//! PostgreSQL: for more than one relay on the same messages. Several connections; the server itself stores together what
//! is committed at the same time.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use bytes::BytesMut;
use postgres::error::SqlState;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};

use super::queue::{Job, Queue};
use super::value::{Cell, Row, Value};
use super::{Connection, Database, OnCommit, SCHEMA, SCHEMA_VERSION, Tx, spawn, sqlite};
use crate::error::Error;
use crate::store::Failure;

/// A consistent picture.
const BEGIN_READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const WRITERS: usize = 6;
const READERS: usize = 4;
/// Work that collides with other work is done again so often.
const ATTEMPTS: u32 = 10;
const CONNECT_TIME: Duration = Duration::from_secs(5);
/// What holds for every connection: an answer means that it is on the disk.
const SESSION: &str = "SET synchronous_commit TO on; SET application_name TO 'careplan-relay'";
/// One relay after the other prepares the database.
const ONE_BY_ONE: &str = "SELECT pg_advisory_xact_lock(7238470112)";

/// What is added to the schema: rows of the audit stay as they are.
const ONLY_ADDED: &str = "
CREATE TABLE relay_schema (version BIGINT NOT NULL);
INSERT INTO relay_schema (version) VALUES (4);
CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'rows of the audit stay'; END $$;
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit EXECUTE FUNCTION audit_stays();";

/// What of a relay's SQLite file is the beginning of a new database here.
const TAKEN_OVER: [(&str, &str); 3] = [
    ("offices", "number, name, kinds, editions, takes_part"),
    (
        "accounts",
        "user_id, office, password_hash, password_expires_at, failed, locked_until",
    ),
    (
        "certificates",
        "thumbprint, office, registered_at, not_after, revoked_at, pem",
    ),
];

/// A connection with what was prepared on it.
pub(super) struct Session {
    client: Client,
    statements: HashMap<String, Statement>,
}

/// Connects; an empty database gets the offices that `init` has put into the SQLite file.
pub(super) fn open(url: &str, register: &Path, on_commit: OnCommit) -> Result<Database, Error> {
    let mut config: Config = url.parse().map_err(|_| Error::DatabaseUrl)?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIME);
    }
    let config = Arc::new(config);
    let mut first = connect(&config)?;
    prepare(&mut first, register)?;
    let (changes, reads) = (Arc::new(Queue::default()), Arc::new(Queue::default()));
    let start = |queue: &Arc<Queue>, begin| {
        let mut worker = Worker {
            config: config.clone(),
            session: None,
            begin,
            on_commit: on_commit.clone(),
        };
        let queue = queue.clone();
        spawn("database", move || worker.work(&queue))
    };
    let writers = (0..WRITERS).map(|_| start(&changes, "BEGIN"));
    let readers = (0..READERS).map(|_| start(&reads, BEGIN_READING));
    let (writers, readers) = (
        writers.collect::<Result<_, _>>()?,
        readers.collect::<Result<_, _>>()?,
    );
    Ok(Database {
        changes,
        reads,
        writers,
        readers,
        shared: true,
        full: Arc::default(),
    })
}

fn connect(config: &Config) -> Result<Session, Error> {
    let mut client = config.connect(NoTls).map_err(|error| refused(&error))?;
    client
        .batch_execute(SESSION)
        .map_err(|error| refused(&error))?;
    Ok(Session {
        client,
        statements: HashMap::new(),
    })
}

/// Makes the tables in an empty database; refuses those of another version.
fn prepare(session: &mut Session, register: &Path) -> Result<(), Error> {
    let failed = |error: postgres::Error| refused(&error);
    session.client.batch_execute("BEGIN").map_err(failed)?;
    session.client.batch_execute(ONE_BY_ONE).map_err(failed)?;
    let there = session
        .client
        .query_one("SELECT to_regclass('relay_schema') IS NOT NULL", &[])
        .map_err(failed)?;
    if there.get(0) {
        let row = session
            .client
            .query_one("SELECT max(version) FROM relay_schema", &[])
            .map_err(failed)?;
        let version: i64 = row.get(0);
        if version != SCHEMA_VERSION {
            return Err(Error::DatabaseVersion(version));
        }
    } else {
        let schema = translated(SCHEMA);
        session.client.batch_execute(&schema).map_err(failed)?;
        session.client.batch_execute(ONLY_ADDED).map_err(failed)?;
        super::begin_epoch(&mut Tx::new(Connection::Postgres(session)))?;
        take_over(session, register)?;
    }
    session.client.batch_execute("COMMIT").map_err(failed)
}

/// The schema is written for SQLite.
fn translated(schema: &str) -> String {
    schema
        .replace(
            "INTEGER PRIMARY KEY AUTOINCREMENT",
            "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        )
        .replace(" STRICT, WITHOUT ROWID", "")
        .replace(" STRICT", "")
        .replace(" INTEGER", " BIGINT")
        .replace(" BLOB", " BYTEA")
}

fn take_over(session: &mut Session, register: &Path) -> Result<(), Error> {
    let source = sqlite::connect_checked(register)?;
    for (table, columns) in TAKEN_OVER {
        let rows = sqlite::rows(&source, &format!("SELECT {columns} FROM {table}"), &[])?;
        let places: Vec<_> = (1..=columns.split(',').count())
            .map(|place| format!("${place}"))
            .collect();
        let places = places.join(", ");
        let insert = format!("INSERT INTO {table} ({columns}) VALUES ({places})");
        for row in &rows {
            let values: Vec<_> = row.0.iter().map(Cell::as_value).collect();
            execute(session, &insert, &values)?;
        }
    }
    Ok(())
}

/// A thread with a connection of its own, which it makes anew when it is lost.
struct Worker {
    config: Arc<Config>,
    session: Option<Session>,
    begin: &'static str,
    on_commit: OnCommit,
}

impl Worker {
    fn work(&mut self, queue: &Queue) {
        while let Some(jobs) = queue.take(1) {
            for mut job in jobs {
                let outcome = self.carry_out(&mut *job);
                job.finish(outcome);
            }
        }
    }

    /// Does it until nothing is in its way.
    fn carry_out(&mut self, job: &mut dyn Job) -> Result<(), Failure> {
        for attempt in 0..ATTEMPTS {
            match self.attempt(job) {
                Err(Failure::Collided) => {
                    thread::sleep(Duration::from_millis(1 << attempt.min(6)));
                }
                outcome => return outcome,
            }
        }
        Err(Failure::away())
    }

    fn attempt(&mut self, job: &mut dyn Job) -> Result<(), Failure> {
        let mut session = self.session()?;
        let mut tx = Tx::new(Connection::Postgres(&mut session));
        let done = job.run(&mut tx);
        let touched = tx.touched;
        let outcome = match done {
            Ok(()) => session
                .client
                .batch_execute("COMMIT")
                .map_err(|error| failure(&error)),
            Err(failure) => Err(failure),
        };
        match &outcome {
            Ok(()) => (self.on_commit)(&touched),
            Err(_) => {
                let _result = session.client.batch_execute("ROLLBACK");
            }
        }
        if !session.client.is_closed() {
            self.session = Some(session);
        }
        outcome
    }

    /// A connection in a new transaction. One that was lost while nobody used it does no harm.
    fn session(&mut self) -> Result<Session, Failure> {
        if let Some(mut session) = self.session.take()
            && session.client.batch_execute(self.begin).is_ok()
        {
            return Ok(session);
        }
        let mut session = connect(&self.config).map_err(|_| Failure::away())?;
        let begun = session.client.batch_execute(self.begin);
        begun.map_err(|error| failure(&error))?;
        Ok(session)
    }
}

pub(super) fn execute(
    session: &mut Session,
    sql: &str,
    values: &[Value<'_>],
) -> Result<u64, Failure> {
    let statement = session.prepared(sql)?;
    session
        .client
        .execute(&statement, &parameters(values))
        .map_err(|error| failure(&error))
}

pub(super) fn rows(
    session: &mut Session,
    sql: &str,
    values: &[Value<'_>],
) -> Result<Vec<Row>, Failure> {
    let statement = session.prepared(sql)?;
    let rows = session
        .client
        .query(&statement, &parameters(values))
        .map_err(|error| failure(&error))?;
    rows.iter()
        .map(|row| {
            let cells = (0..row.len()).map(|column| cell(row, column));
            cells.collect::<Result<_, _>>().map(Row)
        })
        .collect()
}

impl Session {
    /// The statements of this program are few; they are prepared once on each connection.
    fn prepared(&mut self, sql: &str) -> Result<Statement, Failure> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(|error| failure(&error))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

fn parameters<'a>(values: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}

fn cell(row: &postgres::Row, column: usize) -> Result<Cell, Failure> {
    let unexpected = |_| Failure::Broken("database: unexpected value".to_owned());
    let kind = row
        .columns()
        .get(column)
        .map(|column| column.type_().clone());
    let cell = match kind {
        Some(Type::INT8) => row
            .try_get::<_, Option<i64>>(column)
            .map(|value| value.map(Cell::Int)),
        Some(Type::INT4) => row
            .try_get::<_, Option<i32>>(column)
            .map(|value| value.map(|value| Cell::Int(value.into()))),
        Some(Type::BYTEA) => row
            .try_get::<_, Option<Vec<u8>>>(column)
            .map(|value| value.map(Cell::Bytes)),
        _ => row
            .try_get::<_, Option<String>>(column)
            .map(|value| value.map(Cell::Text)),
    };
    Ok(cell.map_err(unexpected)?.unwrap_or(Cell::Null))
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match *self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) if *kind == Type::INT4 => i32::try_from(value)?.to_sql(kind, out),
            Self::Int(value) => value.to_sql(kind, out),
            Self::Text(value) => value.to_sql(kind, out),
            Self::Bytes(value) => value.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT4, Type::INT8, Type::TEXT, Type::BYTEA].contains(kind)
    }

    to_sql_checked!();
}

/// Only the kind of error: its text could quote a value.
fn failure(error: &postgres::Error) -> Failure {
    match error.code() {
        Some(code) if *code == SqlState::DISK_FULL => Failure::full(),
        // Somebody else has just made the same row, or waits for us while we wait for him.
        Some(
            &(SqlState::UNIQUE_VIOLATION
            | SqlState::T_R_SERIALIZATION_FAILURE
            | SqlState::T_R_DEADLOCK_DETECTED),
        ) => Failure::Collided,
        // It is starting, stopping, or has no room for us.
        Some(code) if code.code().starts_with("57") || code.code().starts_with("53") => {
            Failure::away()
        }
        Some(code) => Failure::Broken(format!("database: {}", code.code())),
        None if error.is_closed() => Failure::away(),
        None => Failure::Broken("database: connection or value".to_owned()),
    }
}

/// At the start a person reads it. The text of the error names host and user, never the password.
fn refused(error: &postgres::Error) -> Error {
    let cause = std::error::Error::source(error);
    Error::Postgres(cause.map_or_else(|| error.to_string(), ToString::to_string))
}
