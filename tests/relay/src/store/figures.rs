//! What an operator sees: offices and messages counted.

use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::State;
use jiff::Timestamp;

use super::db::{Row, Tx, Value, values};
use super::{Failure, Store};
use crate::overview::{OfficePage, OfficeQuery, OfficeState, Overview, StateCount};

/// The columns that [`office_state`] reads; `$1` is the present.
const OFFICE: &str = "number, name,
    (SELECT COUNT(*) FROM messages WHERE sender = number AND state IN ('announced', 'uploading')),
    (SELECT COUNT(*) FROM messages WHERE sender = number AND state = 'available'),
    (SELECT COUNT(*) FROM messages WHERE receiver = number AND state = 'available' AND received_cursor IS NOT NULL),
    (SELECT at FROM audit WHERE audit.office = number ORDER BY sequence DESC LIMIT 1),
    (SELECT MAX(locked_until) FROM accounts WHERE accounts.office = number AND locked_until > $1)";

impl Store {
    /// All offices and messages in figures.
    pub(crate) async fn overview(&self) -> Result<Overview, Failure> {
        let now = self.clock.now();
        let read = self.db.read(move |tx| {
            let locked = "SELECT COUNT(DISTINCT office) FROM accounts WHERE locked_until > $1";
            Ok(Overview {
                offices: count(tx, "SELECT COUNT(*) FROM offices", &[])?,
                locked: count(tx, locked, values![now])?,
                messages: by_state(tx)?,
                oldest_waiting: oldest_waiting(tx)?,
            })
        });
        read.await
    }

    /// Offices by number.
    pub(crate) async fn office_states(&self, query: OfficeQuery) -> Result<OfficePage, Failure> {
        let now = self.clock.now();
        let read = self.db.read(move |tx| {
            let limit = i64::from(query.limit) + 1;
            let after = query.after.as_ref().map_or("", OfficeNumber::as_str);
            let mut sql = format!("SELECT {OFFICE} FROM offices WHERE number > $2");
            let part = like(&query.text);
            let (number, name) = (format!("{part}%"), format!("%{part}%"));
            let mut values = vec![Value::from(now), after.into()];
            if !query.text.is_empty() {
                sql += r" AND (number LIKE $3 ESCAPE '\' OR name LIKE $4 ESCAPE '\')";
                values.extend([Value::from(&number), Value::from(&name)]);
            }
            sql += &format!(" ORDER BY number LIMIT {limit}");
            let mut rows = tx.rows(&sql, &values)?;
            let more = rows.len() > query.limit as usize;
            rows.truncate(query.limit as usize);
            let items = rows.iter().map(office_state).collect::<Result<_, _>>()?;
            Ok(OfficePage { items, more })
        });
        read.await
    }

    /// One office; none if it is not known.
    pub(crate) async fn office_state(
        &self,
        office: OfficeNumber,
    ) -> Result<Option<OfficeState>, Failure> {
        let now = self.clock.now();
        let read = self.db.read(move |tx| {
            let sql = format!("SELECT {OFFICE} FROM offices WHERE number = $2");
            let row = tx.row(&sql, values![now, office.as_str()])?;
            row.as_ref().map(office_state).transpose()
        });
        read.await
    }

    /// The name of an office; none if it is not known.
    pub(crate) async fn office_name(
        &self,
        office: OfficeNumber,
    ) -> Result<Option<String>, Failure> {
        let read = self.db.read(move |tx| {
            let sql = "SELECT name FROM offices WHERE number = $1";
            let row = tx.row(sql, values![office.as_str()])?;
            row.map(|row| Ok(row.text(0)?.to_owned())).transpose()
        });
        read.await
    }
}

fn count(tx: &mut Tx<'_>, sql: &str, values: &[Value<'_>]) -> Result<u64, Failure> {
    tx.row(sql, values)?.map_or(Ok(0), |row| row.count(0))
}

fn by_state(tx: &mut Tx<'_>) -> Result<Vec<StateCount>, Failure> {
    // PostgreSQL's sum is of another type.
    let sql = "SELECT state, COUNT(*), CAST(SUM(size) AS BIGINT) FROM messages GROUP BY state";
    let rows = tx.rows(sql, &[])?;
    let count_of = |state: State| {
        let row = (rows.iter()).find(|row| row.text(0).is_ok_and(|text| text == state.as_str()));
        Ok(StateCount {
            state,
            messages: row.map_or(Ok(0), |row| row.count(1))?,
            bytes: row.map_or(Ok(0), |row| row.count(2))?,
        })
    };
    State::ALL.into_iter().map(count_of).collect()
}

fn oldest_waiting(tx: &mut Tx<'_>) -> Result<Option<Timestamp>, Failure> {
    let sql = "SELECT MIN(offered_at) FROM messages WHERE state = 'available'";
    tx.row(sql, &[])?
        .map_or(Ok(None), |row| row.time_or_none(0))
}

fn office_state(row: &Row) -> Result<OfficeState, Failure> {
    Ok(OfficeState {
        number: row.parsed(0)?,
        name: row.text(1)?.to_owned(),
        sending: row.count(2)?,
        not_taken: row.count(3)?,
        to_take: row.count(4)?,
        last_seen: row.time_or_none(5)?,
        locked_until: row.time_or_none(6)?,
    })
}

/// A text inside a pattern of LIKE.
fn like(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}
