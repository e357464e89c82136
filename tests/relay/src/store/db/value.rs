//! Values that go into statements and come out of rows.

use std::str::FromStr;

use jiff::Timestamp;

use super::Failure;

/// A value of a statement.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value<'a> {
    /// Nothing.
    Null,
    /// A whole number, or a time in milliseconds.
    Int(i64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<Timestamp> for Value<'_> {
    fn from(value: Timestamp) -> Self {
        Self::Int(value.as_millisecond())
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Bytes(value)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The values of a statement: `values![id, now]`.
macro_rules! values {
    ($($value:expr),* $(,)?) => {
        &[$($crate::store::db::Value::from($value)),*]
    };
}
pub(crate) use values;

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Cell {
    /// The same as a value of a statement.
    pub(super) fn as_value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Int(value) => Value::Int(*value),
            Self::Text(value) => Value::Text(value),
            Self::Bytes(value) => Value::Bytes(value),
        }
    }
}

/// A row that was read; columns count from 0.
#[derive(Debug, Clone)]
pub(crate) struct Row(pub(super) Vec<Cell>);

impl Row {
    /// A whole number.
    pub(crate) fn int(&self, column: usize) -> Result<i64, Failure> {
        match self.0.get(column) {
            Some(Cell::Int(value)) => Ok(*value),
            _ => Err(unexpected()),
        }
    }

    /// A whole number that may be missing.
    pub(crate) fn int_or_none(&self, column: usize) -> Result<Option<i64>, Failure> {
        match self.0.get(column) {
            Some(Cell::Null) => Ok(None),
            _ => self.int(column).map(Some),
        }
    }

    /// A whole number that is never negative.
    pub(crate) fn count(&self, column: usize) -> Result<u64, Failure> {
        u64::try_from(self.int(column)?).map_err(|_| unexpected())
    }

    /// A time.
    pub(crate) fn time(&self, column: usize) -> Result<Timestamp, Failure> {
        Timestamp::from_millisecond(self.int(column)?).map_err(|_| unexpected())
    }

    /// A time that may be missing.
    pub(crate) fn time_or_none(&self, column: usize) -> Result<Option<Timestamp>, Failure> {
        self.int_or_none(column)?
            .map(|value| Timestamp::from_millisecond(value).map_err(|_| unexpected()))
            .transpose()
    }

    /// Text.
    pub(crate) fn text(&self, column: usize) -> Result<&str, Failure> {
        self.text_or_none(column)?.ok_or_else(unexpected)
    }

    /// Text that may be missing.
    pub(crate) fn text_or_none(&self, column: usize) -> Result<Option<&str>, Failure> {
        match self.0.get(column) {
            Some(Cell::Text(value)) => Ok(Some(value)),
            Some(Cell::Null) => Ok(None),
            _ => Err(unexpected()),
        }
    }

    /// What a text stands for.
    pub(crate) fn parsed<T: FromStr>(&self, column: usize) -> Result<T, Failure> {
        self.text(column)?.parse().map_err(|_| unexpected())
    }

    /// Bytes, taken out of the row.
    pub(crate) fn bytes(&mut self, column: usize) -> Result<Vec<u8>, Failure> {
        self.bytes_or_none(column)?.ok_or_else(unexpected)
    }

    /// Bytes that may be missing, taken out of the row.
    pub(crate) fn bytes_or_none(&mut self, column: usize) -> Result<Option<Vec<u8>>, Failure> {
        match self.0.get_mut(column) {
            Some(Cell::Bytes(value)) => Ok(Some(std::mem::take(value))),
            Some(Cell::Null) => Ok(None),
            _ => Err(unexpected()),
        }
    }
}

/// A value that this version does not write.
fn unexpected() -> Failure {
    Failure::Broken("database: unexpected value".to_owned())
}
