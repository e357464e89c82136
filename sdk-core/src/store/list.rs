//! Messages as records: one, those of a list, those with something to do.

use std::fmt::Write;

use jiff::{SignedDuration, Timestamp};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};
use uuid::Uuid;

use super::column::{self, micros};
use super::message::{history, limit_or_all};
use super::state::State;
use super::{
    Counts, ListQuery, Order, ReceivedQuery, ReceivedRecord, ReceivedState, SealedFor, SentQuery,
    SentRecord, SentState, Step, Store, StoreError,
};

/// No pause between attempts is longer. What is due later than that was put off by a clock that was wrong.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(2);

impl Store {
    /// Sent messages, newest first unless the query says otherwise.
    pub fn sent_list(&self, query: &SentQuery) -> Result<Vec<SentRecord>, StoreError> {
        self.read(|connection| list(connection, query))
    }

    /// Received messages, oldest stamp first unless the query says otherwise.
    pub fn received_list(&self, query: &ReceivedQuery) -> Result<Vec<ReceivedRecord>, StoreError> {
        self.read(|connection| list(connection, query))
    }

    /// The ids of sent messages that begin or end with these digits of their text, for a person who types a part of one.
    pub fn sent_ids(&self, part: &str) -> Result<Vec<Uuid>, StoreError> {
        self.read(|connection| ids(connection, SentState::DIRECTION, part))
    }

    /// The same of received messages.
    pub fn received_ids(&self, part: &str) -> Result<Vec<Uuid>, StoreError> {
        self.read(|connection| ids(connection, ReceivedState::DIRECTION, part))
    }

    /// When the earliest message, sent or received, is due that is not due at `now`.
    pub fn next_due(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        self.read(|connection| {
            let mut query = connection.prepare_cached(NEXT_DUE)?;
            let mut next = None::<i64>;
            for direction in [SentState::DIRECTION, ReceivedState::DIRECTION] {
                let due: Option<i64> =
                    query.query_row(params![direction, micros(now)], |row| row.get(0))?;
                next = [next, due].into_iter().flatten().min();
            }
            Ok(next.map(column::of_micros).transpose()?)
        })
    }

    /// How many messages stand where.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        self.read(|connection| {
            let oldest_waiting = connection
                .prepare_cached(
                    "SELECT min(place) FROM messages
                     WHERE direction = 'sent' AND state IN ('waiting', 'sending')",
                )?
                .query_row([], |row| row.get::<_, Option<i64>>(0))?;
            Ok(Counts {
                sent: counts_of(connection, &SentState::ALL)?,
                received: counts_of(connection, &ReceivedState::ALL)?,
                oldest_waiting: oldest_waiting.map(column::of_micros).transpose()?,
            })
        })
    }
}

/// A message of one direction as its users see it.
pub(super) trait Record: Sized {
    type State: State;
    fn read(row: &Row<'_>) -> rusqlite::Result<Self>;
    fn history(&mut self) -> &mut Vec<Step<Self::State>>;
}

pub(super) fn one<R: Record>(connection: &Connection, id: Uuid) -> Result<Option<R>, StoreError> {
    let found = connection
        .prepare_cached("SELECT * FROM messages WHERE direction = ? AND id = ?")?
        .query_row(params![R::State::DIRECTION, id.as_bytes()], keyed)
        .optional()?;
    found
        .map(|found| with_history(connection, found))
        .transpose()
}

pub(super) const DUE: &str =
    "SELECT * FROM messages WHERE direction = ?1 AND (due_at <= ?2 OR due_at > ?3) ORDER BY key";
pub(super) const NEXT_DUE: &str =
    "SELECT min(due_at) FROM messages WHERE direction = ? AND due_at > ?";

pub(super) fn due<R: Record>(
    connection: &Connection,
    now: Timestamp,
) -> Result<Vec<R>, StoreError> {
    let far = now.checked_add(LONGEST_PAUSE).unwrap_or(Timestamp::MAX);
    let found = connection
        .prepare_cached(DUE)?
        .query_map(
            params![R::State::DIRECTION, micros(now), micros(far)],
            keyed,
        )?
        .collect::<Result<Vec<_>, _>>()?;
    all_with_history(connection, found)
}

/// The unique index holds them all, so that no message is read.
fn ids(connection: &Connection, direction: &str, part: &str) -> Result<Vec<Uuid>, StoreError> {
    let part = part.replace('-', "").to_ascii_lowercase();
    let mut query = connection.prepare_cached("SELECT id FROM messages WHERE direction = ?")?;
    let mut rows = query.query([direction])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id = Uuid::from_slice(row.get_ref(0)?.as_blob().map_err(|_| StoreError::Damaged)?)
            .map_err(|_| StoreError::Damaged)?;
        let text = id.simple().to_string();
        if text.starts_with(&part) || text.ends_with(&part) {
            found.push(id);
        }
    }
    Ok(found)
}

fn list<R: Record>(
    connection: &Connection,
    query: &ListQuery<R::State>,
) -> Result<Vec<R>, StoreError> {
    let (sql, values) = statement(query);
    let found = connection
        .prepare_cached(&sql)?
        .query_map(params_from_iter(values), keyed)?
        .collect::<Result<Vec<_>, _>>()?;
    all_with_history(connection, found)
}

/// The statement of a query: only what is given stands in it, so that SQLite can choose the index that fits. Each state has
/// a part of its own, found by its index and in order already; SQLite merges them until there are enough.
pub(super) fn statement<S: State>(query: &ListQuery<S>) -> (String, Vec<Value>) {
    let mut values = Vec::new();
    let states: Vec<_> = match query.states.as_slice() {
        [] => vec![None],
        states => states.iter().copied().map(Some).collect(),
    };
    let mut parts = Vec::with_capacity(states.len());
    for (number, state) in states.iter().enumerate() {
        // A state that is named twice is still one.
        if !states[..number].contains(state) {
            parts.push(part(query, *state, &mut values));
        }
    }
    let mut sql = parts.join(" UNION ALL ");
    let order = match query.order {
        Order::NewestFirst => "DESC",
        Order::OldestFirst => "ASC",
    };
    // Writing to a String cannot fail.
    let _ = write!(sql, " ORDER BY place {order}, key {order} LIMIT ? OFFSET ?");
    values.push(Value::Integer(limit_or_all(query.limit)));
    values.push(Value::Integer(i64::from(query.offset)));
    (sql, values)
}

fn part<S: State>(query: &ListQuery<S>, state: Option<S>, values: &mut Vec<Value>) -> String {
    let mut sql = match query.person {
        // From the few messages of the person to all else: SQLite would rather walk through all messages in order.
        Some(_) => "SELECT messages.* FROM persons CROSS JOIN messages ON key = message",
        None => "SELECT * FROM messages",
    }
    .to_owned();
    sql.push_str(" WHERE direction = ?");
    values.push(text(S::DIRECTION));
    let mut only = |condition: &str, value: Value| {
        sql.push_str(" AND ");
        sql.push_str(condition);
        values.push(value);
    };
    if let Some(person) = query.person {
        only("person = ?", Value::Blob(person.0.to_vec()));
    }
    if let Some(state) = state {
        only("state = ?", text(state.text()));
    }
    if let Some(partner) = query.partner {
        only("partner = ?", text(partner.as_str()));
    }
    if let Some(month) = query.month {
        only("month = ?", text(&month.to_string()));
    }
    if let Some(set) = query.set {
        only("set_kind = ?", text(set.ident()));
    }
    if let Some(since) = query.since {
        only(
            &format!("{} >= ?", S::PUT_HERE),
            Value::Integer(micros(since)),
        );
    }
    if let Some(until) = query.until {
        only(
            &format!("{} < ?", S::PUT_HERE),
            Value::Integer(micros(until)),
        );
    }
    sql
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn keyed<R: Record>(row: &Row<'_>) -> rusqlite::Result<(i64, R)> {
    Ok((row.get("key")?, R::read(row)?))
}

fn all_with_history<R: Record>(
    connection: &Connection,
    found: Vec<(i64, R)>,
) -> Result<Vec<R>, StoreError> {
    found
        .into_iter()
        .map(|found| with_history(connection, found))
        .collect()
}

fn with_history<R: Record>(
    connection: &Connection,
    (key, mut record): (i64, R),
) -> Result<R, StoreError> {
    *record.history() = history(connection, key)?;
    Ok(record)
}

fn counts_of<S: State>(connection: &Connection, all: &[S]) -> Result<Vec<(S, u64)>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT count(*) AS messages FROM messages WHERE direction = ? AND state = ?",
    )?;
    let mut counts = Vec::new();
    for &state in all {
        let count = query.query_row([S::DIRECTION, state.text()], |row| {
            column::count(row, "messages")
        })?;
        if count > 0 {
            counts.push((state, count));
        }
    }
    Ok(counts)
}

/// When something is due, where it is not at once.
fn next_attempt(row: &Row<'_>) -> rusqlite::Result<Option<Timestamp>> {
    let due_at: Option<i64> = row.get("due_at")?;
    due_at
        .filter(|&due_at| due_at > 0)
        .map(column::of_micros)
        .transpose()
}

impl Record for SentRecord {
    type State = SentState;

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: column::id(row, "id")?,
            sender: column::parsed(row, "sender")?,
            receiver: column::parsed(row, "receiver")?,
            stamp: column::parsed(row, "stamp")?,
            set: column::set_kind(row, "set_kind")?.ok_or_else(column::malformed)?,
            month: column::parsed_or_none(row, "month")?,
            state: column::state(row, "state")?,
            history: Vec::new(),
            reason: row.get("reason")?,
            attempts: row.get("attempts")?,
            next_attempt: next_attempt(row)?,
            withdrawing: row.get("withdrawing")?,
            sealed_for: match row.get("draft")? {
                true => SealedFor::Draft,
                false => SealedFor::Receiver,
            },
            size: column::count(row, "size")?,
            sha256: row.get("sha256")?,
            receipt: row.get("receipt")?,
            content_kept: row.get("content_kept")?,
            created_at: column::time(row, "created_at")?,
        })
    }

    fn history(&mut self) -> &mut Vec<Step<SentState>> {
        &mut self.history
    }
}

impl Record for ReceivedRecord {
    type State = ReceivedState;

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: column::id(row, "id")?,
            sender: column::parsed(row, "partner")?,
            stamp: column::parsed(row, "stamp")?,
            size: column::count(row, "size")?,
            sha256: row.get("sha256")?,
            set: column::set_kind(row, "set_kind")?,
            month: column::parsed_or_none(row, "month")?,
            state: column::state(row, "state")?,
            history: Vec::new(),
            reason: row.get("reason")?,
            attempts: row.get("attempts")?,
            next_attempt: next_attempt(row)?,
            taken: row.get("taken")?,
            receipt: row.get("receipt")?,
            content_kept: row.get("content_kept")?,
            created_at: column::time(row, "created_at")?,
        })
    }

    fn history(&mut self) -> &mut Vec<Step<ReceivedState>> {
        &mut self.history
    }
}
