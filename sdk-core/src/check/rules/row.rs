//! One record as the rules see it: raw items by column, and the record above for comparison.

use std::fmt;

use crate::document::Record;
use crate::layout::{Item, Layout};
use crate::number::days_in_month;

/// The place of an item in a layout; an item that the edition does not have is always empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column(u16);

impl Column {
    /// There is no item No. 0.
    const NONE: Self = Self(0);

    /// The column of an item by its identifier.
    pub fn of(layout: &Layout, ident: &str) -> Self {
        layout.no(ident).map_or(Self::NONE, Self)
    }

    /// The column of item No. `no`, from 1.
    pub fn at(no: u16) -> Self {
        Self(no)
    }

    /// False for an item that the edition does not have.
    pub fn exists(self) -> bool {
        self != Self::NONE
    }

    /// 項番, from 1.
    pub fn no(self) -> u16 {
        self.0
    }

    /// The item, unless the edition does not have it.
    pub fn item(self, layout: &'static Layout) -> Option<&'static Item> {
        layout.items.get(usize::from(self.0).checked_sub(1)?)
    }
}

/// A set of columns, one bit each, that of the No.; no layout has more than 71 items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns(u128);

impl Columns {
    pub const ALL: Self = Self(u128::MAX);

    pub fn of(columns: &[Column]) -> Self {
        let existing = columns.iter().filter(|column| column.exists());
        Self(existing.fold(0, |bits, column| bits | 1 << column.0))
    }

    /// The No. of each, in order.
    #[inline]
    pub fn numbers(self) -> impl Iterator<Item = usize> {
        let mut bits = self.0;
        std::iter::from_fn(move || {
            let no = bits.trailing_zeros() as usize;
            let some = bits != 0;
            bits &= bits.wrapping_sub(1);
            some.then_some(no)
        })
    }

    #[inline]
    pub fn meet(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }
}

/// A record with the right number of items.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    /// Its number, from 1.
    pub number: u32,
    record: Record<'a>,
    /// Where it differs from the record above; everywhere when there is none.
    pub changed: Columns,
}

impl<'a> Row<'a> {
    /// `changed` has one bit for each item that differs from the record above.
    #[inline]
    pub fn new(record: Record<'a>, changed: u128) -> Self {
        Self {
            number: record.number() as u32,
            record,
            changed: Columns(changed),
        }
    }

    /// The bytes in the file, with quotes.
    #[inline]
    pub fn raw(&self, column: Column) -> &'a [u8] {
        self.record.field(column.0).map_or(b"", |field| field.raw)
    }

    /// The bytes between the quotes. A `""` within stays as it is.
    #[inline]
    pub fn value(&self, column: Column) -> &'a [u8] {
        unquoted(self.raw(column))
    }

    /// True for an item without a value.
    #[inline]
    pub fn is_empty(&self, column: Column) -> bool {
        matches!(self.raw(column), b"" | b"\"\"")
    }

    /// True unless the record above has the same bytes in this column.
    #[inline]
    pub fn changed(&self, column: Column) -> bool {
        column.exists() && self.changed.0 >> column.0 & 1 == 1
    }
}

/// What it holds is personal data.
impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row {}", self.number)
    }
}

/// The bytes between enclosing quotes.
#[inline]
pub(super) fn unquoted(raw: &[u8]) -> &[u8] {
    match raw {
        [b'"', inner @ .., b'"'] => inner,
        bare => bare,
    }
}

/// The bytes of one item of a record, without quotes; empty where the record does not have it.
pub(super) fn value_of<'a>(record: Record<'a>, column: Column) -> &'a [u8] {
    let field = record.field(column.no());
    field.map_or(b"", |field| unquoted(field.raw))
}

/// A number of at most nine digits; `None` for anything else.
pub(super) fn number(bytes: &[u8]) -> Option<u32> {
    if bytes.is_empty() || bytes.len() > 9 || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digit = |sum, byte: &u8| sum * 10 + u32::from(byte - b'0');
    Some(bytes.iter().fold(0, digit))
}

/// A day that exists, as the number YYYYMMDD, so that days compare as numbers; `None` for 00000000 too.
pub(super) fn day(bytes: &[u8]) -> Option<u32> {
    let day = number(bytes).filter(|_| bytes.len() == 8)?;
    let exists = 1..=days_in_month(day / 10_000, day / 100 % 100);
    (day >= 10_000 && exists.contains(&(day % 100))).then_some(day)
}

/// A month that exists, as the number YYYYMM; `None` for 000000.
pub(super) fn month(bytes: &[u8]) -> Option<u32> {
    let month = number(bytes).filter(|_| bytes.len() == 6)?;
    (month >= 100 && (1..=12).contains(&(month % 100))).then_some(month)
}

/// Minutes since midnight of a time of day HHMM; `None` for 9999 too.
pub(super) fn minutes(bytes: &[u8]) -> Option<u32> {
    let time = number(bytes).filter(|_| bytes.len() == 4)?;
    let (hour, minute) = (time / 100, time % 100);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_exists_has_a_value() {
        assert_eq!(day(b"20280229"), Some(20_280_229));
        for wrong in ["20260229", "00000000", "2026091", "202609011", "2026-901"] {
            assert_eq!(day(wrong.as_bytes()), None, "{wrong}");
        }
        assert_eq!((month(b"202609"), month(b"202613")), (Some(202_609), None));
        assert_eq!(month(b"000000"), None);
        assert_eq!((minutes(b"2359"), minutes(b"9999")), (Some(1439), None));
        assert_eq!(
            (number(b"007"), number(b""), number(b"-1")),
            (Some(7), None, None)
        );
    }
}
