//! One record as the rules see it: raw items by column, and the record above for comparison.

use std::fmt;

use crate::check::value::unquoted;
use crate::document::Record;
use crate::layout::{Item, Layout};

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

    /// Those of both.
    #[inline]
    pub fn both(self, others: Self) -> Self {
        Self(self.0 & others.0)
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
