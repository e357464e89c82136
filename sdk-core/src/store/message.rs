//! What sent and received messages have in common: a state that only goes forward, steps, persons, sealed content.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::column::{self, micros};
use super::state::State;
use super::{PersonRef, Step, StoreError, StoredSealed};

/// Where a message stands when a change begins.
pub(super) struct Current<S> {
    pub(super) key: i64,
    pub(super) state: S,
    pub(super) withdrawing: bool,
    pub(super) draft: bool,
    pub(super) has_receipt: bool,
    pub(super) reason: Option<String>,
}

impl<S: State> Current<S> {
    pub(super) fn find(connection: &Connection, id: Uuid) -> Result<Self, StoreError> {
        let found = connection
            .prepare_cached(
                "SELECT key, state, withdrawing, draft, receipt IS NOT NULL AS has_receipt, reason
                 FROM messages WHERE direction = ? AND id = ?",
            )?
            .query_row(params![S::DIRECTION, id.as_bytes()], |row| {
                Ok(Self {
                    key: row.get("key")?,
                    state: column::state(row, "state")?,
                    withdrawing: row.get("withdrawing")?,
                    draft: row.get("draft")?,
                    has_receipt: row.get("has_receipt")?,
                    reason: row.get("reason")?,
                })
            })
            .optional()?;
        found.ok_or(StoreError::UnknownMessage)
    }

    /// Goes on to the next state, at once due where there is something to do in it. The only place where a state is
    /// changed. `at` is when it began, by whoever's clock; `now` is this machine's time.
    pub(super) fn advance(
        &mut self,
        connection: &Connection,
        step: Step<S>,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if !self.state.may_become(step.state) {
            return Err(StoreError::WrongState);
        }
        self.state = step.state;
        self.withdrawing &= !step.state.is_final();
        self.reason = reason.map(str::to_owned);
        let due_at = self.state.wants_work(self.withdrawing).then_some(0);
        let final_at = self.state.is_final().then(|| micros(now));
        connection
            .prepare_cached(
                "UPDATE messages SET state = ?, reason = ?, withdrawing = ?, due_at = ?, final_at = ?, attempts = 0
                 WHERE key = ?",
            )?
            .execute(params![
                self.state.text(),
                reason,
                self.withdrawing,
                due_at,
                final_at,
                self.key
            ])?;
        add_step(connection, self.key, step)
    }

    /// Something failed; it is tried again at `next`.
    pub(super) fn postpone(
        &self,
        connection: &Connection,
        code: &str,
        next: Timestamp,
    ) -> Result<(), StoreError> {
        let postponed = connection
            .prepare_cached(
                // Why it ended stays beside what has ended.
                "UPDATE messages SET reason = iif(final_at IS NULL, ?, reason), due_at = ?, attempts = attempts + 1
                 WHERE key = ? AND due_at IS NOT NULL",
            )?
            // 0 is for what is due at once.
            .execute(params![code, micros(next).max(1), self.key])?;
        match postponed {
            0 => Err(StoreError::WrongState),
            _ => Ok(()),
        }
    }

    /// What was to be done beyond the state is done.
    pub(super) fn settle(&self, connection: &Connection) -> Result<(), StoreError> {
        connection
            .prepare_cached(
                "UPDATE messages SET due_at = NULL, withdrawing = 0, attempts = 0, reason = iif(final_at IS NULL, NULL, reason)
                 WHERE key = ? AND (final_at IS NOT NULL OR state = 'available' AND withdrawing = 0)",
            )?
            .execute([self.key])?;
        Ok(())
    }

    pub(super) fn forget_reason(&self, connection: &Connection) -> Result<(), StoreError> {
        connection
            .prepare_cached("UPDATE messages SET reason = NULL WHERE key = ?")?
            .execute([self.key])?;
        Ok(())
    }

    pub(super) fn note_reason(
        &self,
        connection: &Connection,
        reason: &str,
    ) -> Result<(), StoreError> {
        connection
            .prepare_cached("UPDATE messages SET reason = ? WHERE key = ?")?
            .execute(params![reason, self.key])?;
        Ok(())
    }

    pub(super) fn keep_receipt(
        &mut self,
        connection: &Connection,
        receipt: &[u8],
    ) -> Result<(), StoreError> {
        connection
            .prepare_cached("UPDATE messages SET receipt = ? WHERE key = ? AND receipt IS NULL")?
            .execute(params![receipt, self.key])?;
        self.has_receipt = true;
        Ok(())
    }
}

pub(super) fn add_step<S: State>(
    connection: &Connection,
    key: i64,
    step: Step<S>,
) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO steps (message, state, at) VALUES (?, ?, ?)")?
        .execute(params![key, step.state.text(), micros(step.at)])?;
    Ok(())
}

/// Every step of a message, in the order in which they were noted.
pub(super) fn history<S: State>(
    connection: &Connection,
    key: i64,
) -> Result<Vec<Step<S>>, StoreError> {
    let mut query = connection
        .prepare_cached("SELECT state, at FROM steps WHERE message = ? ORDER BY number")?;
    let steps = query.query_map([key], |row| {
        Ok(Step {
            state: column::state(row, "state")?,
            at: column::time(row, "at")?,
        })
    })?;
    Ok(steps.collect::<Result<_, _>>()?)
}

pub(super) fn add_persons(
    connection: &Connection,
    key: i64,
    persons: &[PersonRef],
) -> Result<(), StoreError> {
    let mut insert = connection
        .prepare_cached("INSERT OR IGNORE INTO persons (person, message) VALUES (?, ?)")?;
    for person in persons {
        insert.execute(params![person.0, key])?;
    }
    Ok(())
}

/// Whose data a message holds.
pub(super) fn persons<S: State>(
    connection: &Connection,
    id: Uuid,
) -> Result<Vec<PersonRef>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT person FROM persons JOIN messages ON messages.key = persons.message
         WHERE direction = ? AND id = ? ORDER BY person",
    )?;
    let persons = query.query_map(params![S::DIRECTION, id.as_bytes()], |row| {
        row.get(0).map(PersonRef)
    })?;
    Ok(persons.collect::<Result<_, _>>()?)
}

pub(super) fn sealed<S: State>(
    connection: &Connection,
    id: Uuid,
) -> Result<Option<StoredSealed>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT cover, content FROM sealed JOIN messages ON messages.key = sealed.message
             WHERE direction = ? AND id = ?",
        )?
        .query_row(params![S::DIRECTION, id.as_bytes()], |row| {
            Ok(StoredSealed {
                cover: row.get("cover")?,
                content: row.get::<_, Option<_>>("content")?.unwrap_or_default(),
            })
        })
        .optional()?;
    Ok(found)
}

pub(super) fn cover<S: State>(
    connection: &Connection,
    id: Uuid,
) -> Result<Option<Vec<u8>>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT cover FROM sealed JOIN messages ON messages.key = sealed.message
             WHERE direction = ? AND id = ?",
        )?
        .query_row(params![S::DIRECTION, id.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(found)
}

/// For `LIMIT`, where -1 is without one.
pub(super) fn limit_or_all(limit: u32) -> i64 {
    match limit {
        0 => -1,
        limit => i64::from(limit),
    }
}
