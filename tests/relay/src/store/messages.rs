//! Messages from announce to receipt.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::{Announce, Page, ProblemCode, Received, Sent, State};
use jiff::Timestamp;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, Transaction, params};
use uuid::Uuid;

use super::{Failure, Store, number_column, time_column, unreadable};
use crate::secret::sha256_hex;

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ListQuery {
    /// Only items behind this cursor.
    pub(crate) after: u64,
    /// At most so many.
    pub(crate) limit: u32,
    /// Only items in this state.
    pub(crate) state: Option<State>,
}

const SENT: &str =
    "SELECT id, cursor, state, receiver, stamp, size, sha256, announced_at, available_at, taken_at,
    receipt FROM messages WHERE sender = ?1";
const RECEIVED: &str =
    "SELECT id, arrivals.cursor, state, sender, stamp, size, sha256, cover, available_at, taken_at
    FROM arrivals JOIN messages ON messages.cursor = arrivals.message WHERE arrivals.receiver = ?1";

impl Store {
    /// Notes what a sender is going to send. True when the message is new.
    pub(crate) fn announce(
        &self,
        sender: OfficeNumber,
        id: Uuid,
        announce: &Announce,
        cover: &[u8],
        now: Timestamp,
    ) -> Result<(bool, Sent), Failure> {
        self.change(|transaction| {
            let known = announced_before(transaction, sender, id, announce, cover)?;
            match known {
                Some(false) => return Err(ProblemCode::Conflict.into()),
                Some(true) => {}
                None => insert(transaction, sender, id, announce, cover, now)?,
            }
            Ok((known.is_none(), sent(transaction, sender, id)?))
        })
    }

    /// One of an office's own messages.
    pub(crate) fn sent(&self, sender: OfficeNumber, id: Uuid) -> Result<Sent, Failure> {
        sent(&self.connection(), sender, id)
    }

    /// What an office has sent, in the order of announces.
    pub(crate) fn sent_page(
        &self,
        sender: OfficeNumber,
        query: ListQuery,
    ) -> Result<Page<Sent>, Failure> {
        let connection = self.connection();
        let sql = format!("{SENT} AND cursor > ?2 ORDER BY cursor LIMIT ?3");
        let items = connection
            .prepare_cached(&sql)?
            .query_map(
                params![sender.as_str(), query.after_column(), query.limit + 1],
                sent_row,
            )?
            .collect::<Result<Vec<_>, _>>()?;
        Ok(page(items, query.limit))
    }

    /// Stores the content and offers it to the receiver. Content that is already there is left alone.
    pub(crate) fn complete(
        &self,
        sender: OfficeNumber,
        id: Uuid,
        content: &[u8],
        now: Timestamp,
    ) -> Result<Sent, Failure> {
        let digest = sha256_hex(content);
        self.change(|transaction| {
            let message = sent(transaction, sender, id)?;
            if (message.size, &message.sha256) != (content.len() as u64, &digest) {
                return Err(ProblemCode::DigestMismatch.into());
            }
            if message.state == State::Announced {
                make_available(transaction, id, content, now)?;
            }
            sent(transaction, sender, id)
        })
    }

    /// What an office has received, in the order of completion.
    pub(crate) fn received_page(
        &self,
        receiver: OfficeNumber,
        query: ListQuery,
    ) -> Result<Page<Received>, Failure> {
        let connection = self.connection();
        let sql = format!(
            "{RECEIVED} AND arrivals.cursor > ?2 AND (?4 IS NULL OR state = ?4) ORDER BY arrivals.cursor LIMIT ?3"
        );
        let values = params![
            receiver.as_str(),
            query.after_column(),
            query.limit + 1,
            query.state.map(Column)
        ];
        let items = connection
            .prepare_cached(&sql)?
            .query_map(values, received_row)?
            .collect::<Result<Vec<_>, _>>()?;
        Ok(page(items, query.limit))
    }

    /// One message that an office has received.
    pub(crate) fn received_message(
        &self,
        receiver: OfficeNumber,
        id: Uuid,
    ) -> Result<Received, Failure> {
        received(&self.connection(), receiver, id)
    }

    /// The sealed content of a message that an office has received.
    pub(crate) fn content(&self, receiver: OfficeNumber, id: Uuid) -> Result<Vec<u8>, Failure> {
        let connection = self.connection();
        let content: Option<Vec<u8>> = connection
            .prepare_cached("SELECT content FROM messages WHERE id = ? AND receiver = ? AND state <> 'announced'")?
            .query_row([&id.to_string(), receiver.as_str()], |row| row.get(0))
            .optional()?;
        Ok(content.ok_or(ProblemCode::UnknownMessage)?)
    }

    /// Keeps the first receipt of a message. A receiver that lost the answer signs anew; what is there stays.
    pub(crate) fn take(
        &self,
        receiver: OfficeNumber,
        id: Uuid,
        receipt: &[u8],
        now: Timestamp,
    ) -> Result<Received, Failure> {
        self.change(|transaction| {
            transaction.execute(
                "UPDATE messages SET state = 'taken', taken_at = ?, receipt = ?
                 WHERE id = ? AND receiver = ? AND state = 'available'",
                params![
                    now.as_millisecond(),
                    receipt,
                    id.to_string(),
                    receiver.as_str()
                ],
            )?;
            received(transaction, receiver, id)
        })
    }
}

impl ListQuery {
    fn after_column(&self) -> i64 {
        i64::try_from(self.after).unwrap_or(i64::MAX)
    }
}

/// Whether an id is known, and if so, whether for the very same message.
fn announced_before(
    connection: &Connection,
    sender: OfficeNumber,
    id: Uuid,
    announce: &Announce,
    cover: &[u8],
) -> Result<Option<bool>, Failure> {
    let same = connection
        .prepare_cached(
            "SELECT sender = ? AND receiver = ? AND stamp = ? AND size = ? AND sha256 = ? AND cover = ?
             FROM messages WHERE id = ?",
        )?
        .query_row(
            params![
                sender.as_str(),
                announce.receiver.as_str(),
                announce.stamp.as_str(),
                size_column(announce)?,
                announce.sha256,
                cover,
                id.to_string()
            ],
            |row| row.get(0),
        )
        .optional()?;
    Ok(same)
}

fn insert(
    transaction: &Transaction<'_>,
    sender: OfficeNumber,
    id: Uuid,
    announce: &Announce,
    cover: &[u8],
    now: Timestamp,
) -> Result<(), Failure> {
    let receiver_known = transaction
        .prepare_cached("SELECT 1 FROM offices WHERE number = ?")?
        .exists([announce.receiver.as_str()])?;
    if !receiver_known {
        return Err(ProblemCode::UnknownOffice.into());
    }
    transaction.execute(
        "INSERT INTO messages (id, sender, receiver, stamp, size, sha256, state, announced_at, cover)
         VALUES (?, ?, ?, ?, ?, ?, 'announced', ?, ?)",
        params![
            id.to_string(),
            sender.as_str(),
            announce.receiver.as_str(),
            announce.stamp.as_str(),
            size_column(announce)?,
            announce.sha256,
            now.as_millisecond(),
            cover
        ],
    )?;
    Ok(())
}

fn make_available(
    transaction: &Transaction<'_>,
    id: Uuid,
    content: &[u8],
    now: Timestamp,
) -> Result<(), Failure> {
    let id = id.to_string();
    transaction.execute(
        "UPDATE messages SET state = 'available', available_at = ?, content = ? WHERE id = ?",
        params![now.as_millisecond(), content, id],
    )?;
    transaction.execute(
        "INSERT INTO arrivals (receiver, message) SELECT receiver, cursor FROM messages WHERE id = ?",
        [id],
    )?;
    Ok(())
}

fn sent(connection: &Connection, sender: OfficeNumber, id: Uuid) -> Result<Sent, Failure> {
    let found = connection
        .prepare_cached(&format!("{SENT} AND id = ?2"))?
        .query_row([sender.as_str(), &id.to_string()], sent_row)
        .optional()?;
    Ok(found.ok_or(ProblemCode::UnknownMessage)?)
}

fn received(
    connection: &Connection,
    receiver: OfficeNumber,
    id: Uuid,
) -> Result<Received, Failure> {
    let found = connection
        .prepare_cached(&format!("{RECEIVED} AND id = ?2"))?
        .query_row([receiver.as_str(), &id.to_string()], received_row)
        .optional()?;
    Ok(found.ok_or(ProblemCode::UnknownMessage)?)
}

fn sent_row(row: &Row<'_>) -> rusqlite::Result<Sent> {
    let receipt: Option<Vec<u8>> = row.get("receipt")?;
    Ok(Sent {
        id: id_column(row)?,
        cursor: unsigned_column(row, "cursor")?,
        state: row.get::<_, Column>("state")?.0,
        receiver: number_column(row, "receiver")?,
        stamp: number_column(row, "stamp")?,
        size: unsigned_column(row, "size")?,
        sha256: row.get("sha256")?,
        announced_at: present(time_column(row, "announced_at")?)?,
        available_at: time_column(row, "available_at")?,
        taken_at: time_column(row, "taken_at")?,
        receipt: receipt.map(|bytes| STANDARD.encode(bytes)),
    })
}

fn received_row(row: &Row<'_>) -> rusqlite::Result<Received> {
    let cover: Vec<u8> = row.get("cover")?;
    Ok(Received {
        id: id_column(row)?,
        cursor: unsigned_column(row, "cursor")?,
        state: row.get::<_, Column>("state")?.0,
        sender: number_column(row, "sender")?,
        stamp: number_column(row, "stamp")?,
        size: unsigned_column(row, "size")?,
        sha256: row.get("sha256")?,
        cover: STANDARD.encode(cover),
        available_at: present(time_column(row, "available_at")?)?,
        taken_at: time_column(row, "taken_at")?,
    })
}

fn id_column(row: &Row<'_>) -> rusqlite::Result<Uuid> {
    let text: String = row.get("id")?;
    text.parse()
        .map_err(|error: uuid::Error| unreadable(rusqlite::types::Type::Text, error))
}

fn unsigned_column(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    row.get(column).map(i64::unsigned_abs)
}

fn present<T>(value: Option<T>) -> rusqlite::Result<T> {
    value.ok_or(rusqlite::Error::InvalidQuery)
}

fn size_column(announce: &Announce) -> Result<i64, Failure> {
    i64::try_from(announce.size).map_err(|_| ProblemCode::TooLarge.into())
}

/// Cuts off the one item that was read beyond the limit.
fn page<T>(mut items: Vec<T>, limit: u32) -> Page<T> {
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    Page { items, more }
}

/// A state as a column.
struct Column(State);

impl ToSql for Column {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(match self.0 {
            State::Announced => "announced",
            State::Available => "available",
            State::Taken => "taken",
            // Only a client meets this one, in an answer of a newer server.
            State::Unknown => return Err(rusqlite::Error::InvalidQuery),
        }))
    }
}

impl FromSql for Column {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_str()? {
            "announced" => Ok(Self(State::Announced)),
            "available" => Ok(Self(State::Available)),
            "taken" => Ok(Self(State::Taken)),
            _ => Err(FromSqlError::InvalidType),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::super::testing::{Fixture, fixture};
    use super::*;

    const COVER: &[u8] = b"sealed cover";
    const ALL: ListQuery = ListQuery {
        after: 0,
        limit: 100,
        state: None,
    };

    fn announce(fixture: &Fixture, id: Uuid, content: &[u8]) -> Sent {
        let announce = Announce {
            receiver: fixture.offices[1].number,
            stamp: "20260826093000".parse().unwrap(),
            size: content.len() as u64,
            sha256: sha256_hex(content),
            cover: String::new(),
        };
        let sender = fixture.offices[0].number;
        fixture
            .store
            .announce(sender, id, &announce, COVER, Timestamp::now())
            .unwrap()
            .1
    }

    fn complete(fixture: &Fixture, id: Uuid, content: &[u8]) -> Sent {
        fixture
            .store
            .complete(fixture.offices[0].number, id, content, Timestamp::now())
            .unwrap()
    }

    fn received_ids(fixture: &Fixture, query: ListQuery) -> Vec<Uuid> {
        let page = fixture
            .store
            .received_page(fixture.offices[1].number, query)
            .unwrap();
        page.items.iter().map(|item| item.id).collect()
    }

    #[test]
    fn a_message_completed_late_is_not_behind_the_cursor() {
        let fixture = fixture();
        let (early, late) = (Uuid::now_v7(), Uuid::now_v7());
        let first = announce(&fixture, early, b"early");
        let second = announce(&fixture, late, b"late");
        assert!(first.cursor < second.cursor);

        complete(&fixture, late, b"late");
        let page = fixture
            .store
            .received_page(fixture.offices[1].number, ALL)
            .unwrap();
        let seen = page.items[0].cursor;
        complete(&fixture, early, b"early");
        assert_eq!(
            received_ids(&fixture, ListQuery { after: seen, ..ALL }),
            [early]
        );
        assert_eq!(received_ids(&fixture, ALL), [late, early]);
    }

    #[test]
    fn pages_say_whether_more_follow() {
        let fixture = fixture();
        let ids: Vec<_> = (0..3).map(|_| Uuid::now_v7()).collect();
        for &id in &ids {
            announce(&fixture, id, b"x");
            complete(&fixture, id, b"x");
        }
        let sender = fixture.offices[0].number;
        let two = fixture
            .store
            .sent_page(sender, ListQuery { limit: 2, ..ALL })
            .unwrap();
        assert_eq!((two.items.len(), two.more), (2, true));
        let after = two.items[1].cursor;
        let rest = fixture
            .store
            .sent_page(
                sender,
                ListQuery {
                    after,
                    limit: 2,
                    ..ALL
                },
            )
            .unwrap();
        assert_eq!(
            (rest.items.len(), rest.more, rest.items[0].id),
            (1, false, ids[2])
        );
        let beyond = fixture
            .store
            .sent_page(
                sender,
                ListQuery {
                    after: u64::MAX,
                    ..ALL
                },
            )
            .unwrap();
        assert!(beyond.items.is_empty());
    }

    #[test]
    fn the_first_receipt_stays() {
        let fixture = fixture();
        let id = Uuid::now_v7();
        announce(&fixture, id, b"x");
        complete(&fixture, id, b"x");
        let receiver = fixture.offices[1].number;
        let first = fixture
            .store
            .take(receiver, id, b"0first", Timestamp::now())
            .unwrap();
        let second = fixture
            .store
            .take(receiver, id, b"0second", Timestamp::now())
            .unwrap();
        assert_eq!(first, second);
        let sent = fixture.store.sent(fixture.offices[0].number, id).unwrap();
        assert_eq!(sent.receipt, Some(STANDARD.encode(b"0first")));
        let open = ListQuery {
            state: Some(State::Available),
            ..ALL
        };
        assert!(received_ids(&fixture, open).is_empty());
        assert_eq!(
            received_ids(
                &fixture,
                ListQuery {
                    state: Some(State::Taken),
                    ..ALL
                }
            ),
            [id]
        );
    }

    #[test]
    fn an_announced_message_is_unknown_to_its_receiver() {
        let fixture = fixture();
        let id = Uuid::now_v7();
        announce(&fixture, id, b"x");
        let receiver = fixture.offices[1].number;
        assert!(received_ids(&fixture, ALL).is_empty());
        assert!(fixture.store.content(receiver, id).is_err());
        assert!(
            fixture
                .store
                .take(receiver, id, b"0", Timestamp::now())
                .is_err()
        );
    }
}
