//! Changes of state in the order in which they happened.

use rusqlite::params;

use super::column::{self, malformed, number};
use super::message::limit_or_all;
use super::state::State;
use super::{EventChange, ReceivedState, SentState, Store, StoreError, StoredEvent};

impl Store {
    /// Every change of state of every message, in order; from behind `after`, at most `limit` (0 for all). Numbers only
    /// grow; those of messages that were cleaned up are gone. After a backup was restored they go on far above all that
    /// there were before, so that no number ever names two events.
    pub fn events(&self, after: u64, limit: u32) -> Result<Vec<StoredEvent>, StoreError> {
        let events = self.read_events(after, limit)?;
        // A host keeps the numbers: after a power failure none of them may be given to another event.
        self.catch_up()?;
        Ok(events)
    }

    fn read_events(&self, after: u64, limit: u32) -> Result<Vec<StoredEvent>, StoreError> {
        self.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT number, at, id, direction, steps.state AS began
                 FROM steps JOIN messages ON messages.key = steps.message
                 WHERE number > ? ORDER BY number LIMIT ?",
            )?;
            let events = query.query_map(params![number(after), limit_or_all(limit)], |row| {
                Ok(StoredEvent {
                    number: column::count(row, "number")?,
                    at: column::time(row, "at")?,
                    message: column::id(row, "id")?,
                    change: match row.get_ref("direction")?.as_str()? {
                        SentState::DIRECTION => EventChange::Sent(column::state(row, "began")?),
                        ReceivedState::DIRECTION => {
                            EventChange::Received(column::state(row, "began")?)
                        }
                        _ => return Err(malformed()),
                    },
                })
            })?;
            Ok(events.collect::<Result<_, _>>()?)
        })
    }

    /// The highest number so far; 0 where there is none.
    pub fn last_event(&self) -> Result<u64, StoreError> {
        self.read(|connection| {
            let last = connection
                .prepare_cached("SELECT coalesce(max(seq), 0) AS last FROM sqlite_sequence WHERE name = 'steps'")?
                .query_row([], |row| column::count(row, "last"))?;
            Ok(last)
        })
    }
}
