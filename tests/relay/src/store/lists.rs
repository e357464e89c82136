//! Pages of the two lists.

use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::{Page, Received, Sent, State};
use jiff::Timestamp;

use super::db::{Row, Tx, Value};
use super::message::{COLUMNS, Message};
use super::{Failure, Store};

/// Rows that are read together: each may have a cover of 256 KiB.
const AT_ONCE: u32 = 32;
/// Bytes of covers or receipts on a page; the one that goes beyond is the last.
const ROOM: usize = 2 * 1024 * 1024;

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ListQuery {
    /// Only items behind this cursor, or before it with `newest`.
    pub(crate) after: Option<u64>,
    /// At most so many.
    pub(crate) limit: u32,
    /// Only items in this state.
    pub(crate) state: Option<State>,
    /// Only items whose history begins then or later.
    pub(crate) since: Option<Timestamp>,
    /// Only items whose history begins before.
    pub(crate) until: Option<Timestamp>,
    /// The latest change first.
    pub(crate) newest: bool,
}

/// One of the two lists of an office, by the columns that make it.
struct List {
    office: &'static str,
    cursor: &'static str,
    began: &'static str,
    /// More columns behind [`COLUMNS`].
    more: &'static str,
}

const SENT: List = List {
    office: "sender",
    cursor: "sent_cursor",
    began: "announced_at",
    more: "(SELECT bytes FROM receipts WHERE receipts.message = messages.id)",
};
const RECEIVED: List = List {
    office: "receiver",
    cursor: "received_cursor",
    began: "offered_at",
    more: "(SELECT bytes FROM covers WHERE covers.message = messages.id)",
};

impl Store {
    /// What an office has sent.
    pub(crate) async fn sent_page(
        &self,
        sender: OfficeNumber,
        query: ListQuery,
    ) -> Result<Page<Sent>, Failure> {
        let read = self.db.read(move |tx| {
            SENT.page(tx, sender, query, |tx, message, receipt| {
                super::sent::sent(tx, message, receipt)
            })
        });
        read.await
    }

    /// What an office has received.
    pub(crate) async fn received_page(
        &self,
        receiver: OfficeNumber,
        query: ListQuery,
    ) -> Result<Page<Received>, Failure> {
        let read = self.db.read(move |tx| {
            RECEIVED.page(tx, receiver, query, |tx, message, cover| {
                super::received::received(tx, message, &cover.unwrap_or_default())
            })
        });
        read.await
    }
}

impl List {
    /// A page, with as many items as are wanted and have room.
    fn page<T>(
        &self,
        tx: &mut Tx<'_>,
        office: OfficeNumber,
        mut query: ListQuery,
        item: impl Fn(&mut Tx<'_>, Message, Option<Vec<u8>>) -> Result<T, Failure>,
    ) -> Result<Page<T>, Failure> {
        let (limit, mut bytes, mut items) = (query.limit as usize, 0, Vec::new());
        loop {
            query.limit =
                u32::try_from(limit - items.len()).map_or(AT_ONCE, |left| left.min(AT_ONCE));
            let mut rows = self.rows(tx, office, query)?;
            let more = rows.len() > query.limit as usize;
            rows.truncate(query.limit as usize);
            let read = rows.len();
            for (place, mut row) in rows.into_iter().enumerate() {
                let apart = row.bytes_or_none(14)?;
                let message = Message::from_row(&row)?;
                query.after = Some(self.place(&message));
                bytes += apart.as_ref().map_or(0, Vec::len);
                items.push(item(tx, message, apart)?);
                if bytes >= ROOM && (more || place + 1 < read) {
                    return Ok(Page { items, more: true });
                }
            }
            if !more || items.len() >= limit {
                return Ok(Page { items, more });
            }
        }
    }

    /// Where a message stands in this list.
    fn place(&self, message: &Message) -> u64 {
        match self.cursor {
            "sent_cursor" => message.sent_cursor,
            _ => message.received_cursor.unwrap_or(0),
        }
    }

    /// One row more than the limit tells that more follow.
    fn rows(
        &self,
        tx: &mut Tx<'_>,
        office: OfficeNumber,
        query: ListQuery,
    ) -> Result<Vec<Row>, Failure> {
        let Self {
            office: owner,
            cursor,
            began,
            more,
        } = self;
        let mut sql = format!(
            "SELECT {COLUMNS}, {more} FROM messages WHERE {owner} = $1 AND {cursor} IS NOT NULL"
        );
        let mut values = vec![Value::from(office.as_str())];
        let mut only = |condition: String, value| {
            values.push(value);
            sql += &format!(" AND {condition} ${}", values.len());
        };
        if let Some(after) = query.after {
            let after = i64::try_from(after).unwrap_or(i64::MAX);
            let beyond = if query.newest { "<" } else { ">" };
            only(format!("{cursor} {beyond}"), after.into());
        }
        if let Some(state) = query.state {
            only("state =".to_owned(), state.as_str().into());
        }
        if let Some(since) = query.since {
            only(format!("{began} >="), since.into());
        }
        if let Some(until) = query.until {
            only(format!("{began} <"), until.into());
        }
        let direction = if query.newest { " DESC" } else { "" };
        let limit = i64::from(query.limit) + 1;
        sql += &format!(" ORDER BY {cursor}{direction} LIMIT {limit}");
        tx.rows(&sql, &values)
    }
}
