//! Records and their items, over the bytes of a document.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::split::{RecordCut, RecordCuts};
use super::{Document, Encoding};

/// Data records in order.
#[derive(Clone)]
pub(crate) struct Records<'a> {
    pub(super) document: &'a Document,
    pub(super) cuts: RecordCuts<'a>,
    pub(super) numbers: Range<usize>,
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    #[inline]
    fn next(&mut self) -> Option<Record<'a>> {
        Some(Record {
            document: self.document,
            number: self.numbers.next()?,
            cut: self.cuts.next()?,
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.numbers.size_hint()
    }
}

impl ExactSizeIterator for Records<'_> {}

/// One data record of a document.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    pub(super) document: &'a Document,
    pub(super) cut: RecordCut<'a>,
    pub(super) number: usize,
}

impl<'a> Record<'a> {
    /// Its number, counting data records from 1.
    #[inline]
    pub fn number(self) -> usize {
        self.number
    }

    /// Number of items.
    #[inline]
    pub fn len(self) -> usize {
        self.ends().len()
    }

    /// Never true: a line without content is no record.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Item No. `no` of the layout, from 1.
    #[inline]
    pub fn field(self, no: u16) -> Option<Field<'a>> {
        let index = usize::from(no).checked_sub(1)?;
        let end = self.start() + self.ends().get(index)?;
        let before = index
            .checked_sub(1)
            .and_then(|index| self.ends().get(index));
        let start = self.start() + before.map_or(0, |before| before + 1);
        Some(self.document.field(start, end))
    }

    /// The bytes from item No. `from` to item No. `to`, with what stands between them.
    #[inline]
    pub(crate) fn raw_between(self, from: u16, to: u16) -> Option<&'a [u8]> {
        let before = usize::from(from).checked_sub(2)?;
        let start = self.start() + self.ends().get(before)? + 1;
        let end = self.start() + self.ends().get(usize::from(to).checked_sub(1)?)?;
        self.document.bytes.get(start as usize..end as usize)
    }

    /// The items in order.
    #[inline]
    pub fn fields(self) -> impl Iterator<Item = Field<'a>> {
        let mut start = self.start();
        self.ends().iter().map(move |&end| {
            let end = self.start() + end;
            let field = self.document.field(start, end);
            start = end + 1;
            field
        })
    }

    /// True for a line of nothing but commas, with or without quotes between them.
    #[inline]
    pub(crate) fn has_no_values(self) -> bool {
        // A value stands first in nearly every record.
        let first = self.document.bytes.get(self.start() as usize);
        matches!(first, Some(b',' | b'"'))
            && self
                .fields()
                .all(|field| matches!(field.raw, b"" | b"\"\""))
    }

    /// Its bytes, without the line end.
    #[inline]
    pub fn place(self) -> Range<u32> {
        self.start()..self.start() + self.ends().last().copied().unwrap_or(0)
    }

    /// Where it starts in the file.
    #[inline]
    pub(crate) fn start(self) -> u32 {
        self.cut.start
    }

    /// Where its items end, in order, counted from its start.
    #[inline]
    pub(crate) fn ends(self) -> &'a [u32] {
        self.cut.ends
    }
}

impl Document {
    #[inline]
    fn field(&self, start: u32, end: u32) -> Field<'_> {
        Field {
            raw: &self.bytes[start as usize..end as usize],
            start,
            encoding: self.encoding,
        }
    }
}

/// One item of a record.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    /// Its bytes in the file, with quotes.
    pub raw: &'a [u8],
    pub(super) start: u32,
    pub(super) encoding: Encoding,
}

impl<'a> Field<'a> {
    /// Where its bytes stand in the file.
    #[inline]
    pub fn place(self) -> Range<u32> {
        // A file is at most 2^30 bytes long.
        self.start..self.start + self.raw.len() as u32
    }

    /// True when it begins with a quote.
    pub fn is_quoted(self) -> bool {
        self.raw.first() == Some(&b'"')
    }

    /// What the item holds: without the enclosing quotes, `""` as `"`.
    pub fn content(self) -> Cow<'a, [u8]> {
        let Some(inner) = self.raw.strip_prefix(b"\"") else {
            return Cow::Borrowed(self.raw);
        };
        let inner = inner.strip_suffix(b"\"").unwrap_or(inner);
        if !inner.contains(&b'"') {
            return Cow::Borrowed(inner);
        }
        let mut content = Vec::with_capacity(inner.len());
        let mut bytes = inner.iter().copied().peekable();
        while let Some(byte) = bytes.next() {
            content.push(byte);
            if byte == b'"' {
                bytes.next_if_eq(&b'"');
            }
        }
        Cow::Owned(content)
    }

    /// The content, decoded for people.
    pub fn text(self) -> Cow<'a, str> {
        match self.content() {
            Cow::Borrowed(bytes) => self.encoding.decode(bytes),
            Cow::Owned(bytes) => Cow::Owned(self.encoding.decode(&bytes).into_owned()),
        }
    }
}

// What they hold is personal data: Debug shows places only.

impl fmt::Debug for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("number", &self.number)
            .field("place", &self.place())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Field")
            .field("place", &self.place())
            .finish_non_exhaustive()
    }
}
