//! Values of the field's types as columns. What is not of its form there means that the database is damaged.

use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::Type;
use uuid::Uuid;

use super::person::PersonRef;
use super::state::State;
use crate::layout::SetKind;

type Result<T> = std::result::Result<T, rusqlite::Error>;

/// A time as it is kept: microseconds since 1970.
pub(super) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// A time as it is kept, which is a little less than was given.
pub(super) fn as_kept(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(micros(at)).unwrap_or(at)
}

pub(super) fn time(row: &Row<'_>, column: &str) -> Result<Timestamp> {
    of_micros(row.get(column)?)
}

pub(super) fn of_micros(micros: i64) -> Result<Timestamp> {
    Timestamp::from_microsecond(micros).map_err(|_| malformed())
}

pub(super) fn id(row: &Row<'_>, column: &str) -> Result<Uuid> {
    row.get(column).map(Uuid::from_bytes)
}

pub(super) fn parsed<T: FromStr>(row: &Row<'_>, column: &str) -> Result<T> {
    parse(row.get_ref(column)?.as_str()?)
}

pub(super) fn parsed_or_none<T: FromStr>(row: &Row<'_>, column: &str) -> Result<Option<T>> {
    row.get_ref(column)?
        .as_str_or_null()?
        .map(parse)
        .transpose()
}

pub(super) fn state<S: State>(row: &Row<'_>, column: &str) -> Result<S> {
    S::from_text(row.get_ref(column)?.as_str()?).ok_or_else(malformed)
}

pub(super) fn set_kind(row: &Row<'_>, column: &str) -> Result<Option<SetKind>> {
    let ident = row.get_ref(column)?.as_str_or_null()?;
    ident
        .map(|ident| SetKind::from_ident(ident).ok_or_else(malformed))
        .transpose()
}

/// A number that is never below 0.
pub(super) fn count(row: &Row<'_>, column: &str) -> Result<u64> {
    let number: i64 = row.get(column)?;
    u64::try_from(number).map_err(|_| malformed())
}

/// A number for SQLite, which knows none above `i64::MAX`.
pub(super) fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn persons(bytes: &[u8]) -> Result<Vec<PersonRef>> {
    let (persons, rest) = bytes.as_chunks::<32>();
    match rest {
        [] => Ok(persons.iter().copied().map(PersonRef).collect()),
        _ => Err(malformed()),
    }
}

pub(super) fn malformed() -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Null, "malformed".into())
}

fn parse<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| malformed())
}
