//! What was let go of: nothing of it is known but that it was here, and how it ended.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::column::{self, micros};
use super::{Changes, NewSent, ReceivedState, SentState, Store, StoreError};

impl Store {
    /// How a received message ended that was let go of; `None` where there was none of this id.
    pub fn gone_received(&self, id: Uuid) -> Result<Option<ReceivedState>, StoreError> {
        self.read(|connection| received(connection, id))
    }

    /// The covers of sets that came through a folder and were let go of, and how they ended.
    pub fn gone_covers(&self) -> Result<Vec<(ReceivedState, Vec<u8>)>, StoreError> {
        self.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT state, cover FROM gone WHERE direction = 'received' AND cover IS NOT NULL",
            )?;
            let covers = query.query_map([], |row| {
                Ok((column::state(row, "state")?, row.get("cover")?))
            })?;
            Ok(covers.collect::<Result<_, _>>()?)
        })
    }
}

impl Changes<'_> {
    /// Where a sent message stands, or how it ended before it was let go of; `None` where there was none.
    pub fn sent_state(&self, id: Uuid) -> Result<Option<SentState>, StoreError> {
        let found = self
            .0
            .prepare_cached(
                "SELECT state FROM messages WHERE direction = 'sent' AND id = ?1
                 UNION ALL SELECT state FROM gone WHERE direction = 'sent' AND id = ?1 LIMIT 1",
            )?
            .query_row([id.as_bytes()], |row| column::state(row, "state"))
            .optional()?;
        Ok(found)
    }
}

pub(super) fn received(
    connection: &Connection,
    id: Uuid,
) -> Result<Option<ReceivedState>, StoreError> {
    let found = connection
        .prepare_cached("SELECT state FROM gone WHERE direction = 'received' AND id = ?")?
        .query_row([id.as_bytes()], |row| column::state(row, "state"))
        .optional()?;
    Ok(found)
}

/// The latest message that brought the same set to the same receiver.
pub(super) fn sent_set(
    connection: &Connection,
    message: &NewSent<'_>,
) -> Result<Option<Uuid>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT id FROM gone
             WHERE set_digest = ? AND direction = 'sent' AND receiver = ? AND stamp = ?
               AND state NOT IN ('failed', 'withdrawn', 'expired', 'rejected')
             ORDER BY final_at DESC LIMIT 1",
        )?
        .query_row(
            params![
                message.set_digest,
                message.receiver.to_string(),
                message.stamp.as_str()
            ],
            |row| column::id(row, "id"),
        )
        .optional()?;
    Ok(found)
}

/// Lets go of messages that are final since before a time, `most` at a time, and notes that they were here.
pub(super) fn let_go(
    connection: &Connection,
    before: Timestamp,
    most: i64,
) -> Result<usize, StoreError> {
    let which = params![micros(before), most];
    // Only a cover of a set from a folder is text; one that is sealed says nothing here.
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO gone (direction, id, state, receiver, stamp, set_digest, final_at, cover)
             SELECT direction, id, state, receiver, stamp, set_digest, final_at,
                    CASE WHEN direction = 'received' AND substr(cover, 1, 1) = x'7B' THEN cover END
             FROM messages LEFT JOIN sealed ON sealed.message = messages.key
             WHERE key IN (SELECT key FROM messages WHERE final_at < ? ORDER BY final_at, key LIMIT ?)",
        )?
        .execute(which)?;
    let gone = connection
        .prepare_cached(
            "DELETE FROM messages WHERE key IN (
                 SELECT key FROM messages WHERE final_at < ? ORDER BY final_at, key LIMIT ?)",
        )?
        .execute(which)?;
    Ok(gone)
}
