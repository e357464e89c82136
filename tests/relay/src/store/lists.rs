//! Pages of the two lists.

use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::{Page, Received, Sent, State};
use jiff::Timestamp;

use super::db::{Row, Tx, Value};
use super::message::{COLUMNS, Message};
use super::{Failure, Store};

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
            let rows = SENT.rows(tx, sender, query)?;
            page(rows, query.limit, |mut row| {
                let receipt = row.bytes_or_none(14)?;
                super::sent::sent(tx, Message::from_row(&row)?, receipt)
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
            let rows = RECEIVED.rows(tx, receiver, query)?;
            page(rows, query.limit, |mut row| {
                let cover = row.bytes(14)?;
                super::received::received(tx, Message::from_row(&row)?, &cover)
            })
        });
        read.await
    }
}

impl List {
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

fn page<T>(
    mut rows: Vec<Row>,
    limit: u32,
    item: impl FnMut(Row) -> Result<T, Failure>,
) -> Result<Page<T>, Failure> {
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    Ok(Page {
        items: rows.into_iter().map(item).collect::<Result<_, _>>()?,
        more,
    })
}
