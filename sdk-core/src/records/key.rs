use std::fmt;
use std::marker::PhantomData;

use crate::layout::{FileKind, Item, Layout};

/// 項目の鍵: an item of a file kind, and `T`, what its values are. [`items`](super::items) has one for every item.
pub struct Key<T> {
    kind: FileKind,
    no: u16,
    ident: &'static str,
    value: PhantomData<fn() -> T>,
}

impl<T> Key<T> {
    pub(super) const fn new(kind: FileKind, no: u16, ident: &'static str) -> Self {
        Self {
            kind,
            no,
            ident,
            value: PhantomData,
        }
    }

    /// The file kind that has the item.
    pub const fn kind(self) -> FileKind {
        self.kind
    }

    /// 項番 in edition 4.1, from 1.
    pub const fn no(self) -> u16 {
        self.no
    }

    /// Our identifier of the item.
    pub const fn ident(self) -> &'static str {
        self.ident
    }

    /// Its item in a layout of its kind, of whatever edition.
    pub(super) fn item_in(self, layout: &Layout) -> Option<&'static Item> {
        if layout.kind != self.kind {
            return None;
        }
        let expected = layout.items.get(usize::from(self.no) - 1);
        expected
            .filter(|item| item.ident == self.ident)
            .or_else(|| layout.item(self.ident))
    }
}

impl<T> Clone for Key<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Key<T> {}

impl<T> fmt::Debug for Key<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.kind, self.no, self.ident)
    }
}

/// How a caller that knows items only at run time names one: by 項番 (`8u16`) or by our identifier (`"units"`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemName<'a> {
    /// 項番 in the layout of the record, from 1.
    No(u16),
    /// Our identifier.
    Ident(&'a str),
}

impl ItemName<'_> {
    pub(super) fn item_in(self, layout: &Layout) -> Option<&'static Item> {
        match self {
            Self::No(no) => layout.items.get(usize::from(no).checked_sub(1)?),
            Self::Ident(ident) => layout.item(ident),
        }
    }
}

impl From<u16> for ItemName<'_> {
    fn from(no: u16) -> Self {
        Self::No(no)
    }
}

impl<'a> From<&'a str> for ItemName<'a> {
    fn from(ident: &'a str) -> Self {
        Self::Ident(ident)
    }
}

impl fmt::Display for ItemName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::No(no) => no.fmt(f),
            Self::Ident(ident) => f.write_str(ident),
        }
    }
}
