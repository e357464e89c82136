//! Item by item: a file is written anew, with what is right copied and what has one right form put into it.

use std::borrow::Cow;

use super::change::{Changes, Place};
use super::prepare::swapped;
use super::to_ms932::ToMs932;
use super::{Obstacle, Repair, form};
use crate::document::{Document, Encoding, Field, RawWriter, Record, has_delimiter};
use crate::finding::ItemRef;
use crate::layout::{Edition, Item, Layout, ValueType};
use crate::text::Substitutions;

/// A file that is written anew.
pub(super) struct Rewriting<'a> {
    document: &'a Document,
    layout: &'static Layout,
    /// Tabs and commas have changed places.
    tabs: bool,
    /// Items that its records have; more than the layout only where all that follow are empty, in every record.
    items: usize,
    /// It is a file of 4.1, whatever its version says.
    is_current: bool,
    to_ms932: ToMs932<'a>,
    writer: RawWriter,
}

impl<'a> Rewriting<'a> {
    /// `None` where it is not certain where items end.
    pub(super) fn of(
        document: &'a Document,
        tabs: bool,
        substitutions: &'a Substitutions,
    ) -> Option<Self> {
        let layout = document.layout()?;
        if document.slips().next().is_some() && !is_sound(document, layout) {
            return None;
        }
        let items = item_count(document, layout);
        Some(Self {
            document,
            layout,
            tabs,
            items,
            is_current: is_current(document, layout, items),
            to_ms932: ToMs932::of(document, substitutions),
            writer: RawWriter::with_capacity(document.bytes().len()),
        })
    }

    pub(super) fn run(mut self, changes: &mut Changes) -> Result<Vec<u8>, Obstacle> {
        let document = self.document;
        self.whole(changes);
        for record in document.records() {
            if is_void(record, self.layout) {
                let at = Place {
                    record: Some(record.number() as u32),
                    item: None,
                };
                changes.item(Repair::EmptyRecords, at);
                continue;
            }
            if record.len() == self.items {
                self.record(record, changes)?;
            } else {
                self.odd_record(record, changes)?;
            }
            // A last line that breaks off must go on looking like one.
            let is_last = record.number() == document.record_count();
            if is_last && document.has_open_end() {
                if record.len() != self.items {
                    break;
                }
                changes.whole(Repair::FinalLineEnd, 1);
            }
            self.writer.end_record();
        }
        Ok(self.writer.into_bytes())
    }

    fn whole(&self, changes: &mut Changes) {
        let document = self.document;
        let is_utf8 = document.encoding() == Encoding::Utf8 && !changes.have(Repair::Utf16);
        let surplus = self.items > self.layout.items.len();
        let records = document.record_count();
        for (what, count) in [
            (Repair::Utf8, usize::from(is_utf8)),
            (
                Repair::ByteOrderMark,
                usize::from(document.has_byte_order_mark()),
            ),
            (Repair::HeaderRow, usize::from(document.has_header())),
            (Repair::LineEnds, document.odd_line_ends() as usize),
            (Repair::BlankLines, document.blank_lines() as usize),
            (Repair::SurplusItems, if surplus { records } else { 0 }),
        ] {
            changes.whole(what, count);
        }
    }

    fn record(&mut self, record: Record<'_>, changes: &mut Changes) -> Result<(), Obstacle> {
        for (item, field) in self.layout.items.iter().zip(record.fields()) {
            let at = Place {
                record: Some(record.number() as u32),
                item: Some(ItemRef::from(item)),
            };
            if matches!(item.value, ValueType::Text) {
                self.free_text(field, at, changes)?;
            } else {
                self.value(item, field, at, changes)?;
            }
        }
        Ok(())
    }

    /// Which of its items is which is not known, so there is only the encoding to change.
    fn odd_record(&mut self, record: Record<'_>, changes: &mut Changes) -> Result<(), Obstacle> {
        for field in record.fields() {
            let at = Place {
                record: Some(record.number() as u32),
                item: None,
            };
            match self.to_ms932.convert(&field.content(), at, changes)? {
                None => self.writer.verbatim(field.raw),
                Some(converted) if field.is_quoted() => self.writer.quoted(&converted),
                Some(converted) => self.writer.bare(&converted),
            }
        }
        Ok(())
    }

    fn free_text(
        &mut self,
        field: Field<'_>,
        at: Place,
        changes: &mut Changes,
    ) -> Result<(), Obstacle> {
        let content = self.content(field);
        let converted = self.to_ms932.convert(&content, at, changes)?;
        if !content.is_empty() && !field.is_quoted() {
            changes.item(Repair::QuotesAdded, at);
        } else if converted.is_none() && (!self.tabs || content.is_empty()) {
            self.writer.verbatim(field.raw);
            return Ok(());
        }
        self.writer.quoted(converted.as_deref().unwrap_or(&content));
        Ok(())
    }

    fn value(
        &mut self,
        item: &'static Item,
        field: Field<'_>,
        at: Place,
        changes: &mut Changes,
    ) -> Result<(), Obstacle> {
        let content = self.content(field);
        if content.is_empty() {
            self.writer.verbatim(field.raw);
            return Ok(());
        }
        if matches!(item.value, ValueType::Unused) {
            changes.item(Repair::UnusedEmptied, at);
            self.writer.bare(b"");
            return Ok(());
        }
        let value = match unwrapped(&content) {
            Some(inner) => {
                changes.item(Repair::ExcelWrapper, at);
                inner
            }
            None => {
                if field.is_quoted() && !has_delimiter(&content) {
                    changes.item(Repair::QuotesRemoved, at);
                }
                &content
            }
        };
        let value = self.in_form(item, value, at, changes)?;
        self.writer.bare(&value);
        Ok(())
    }

    fn in_form<'v>(
        &self,
        item: &Item,
        value: &'v [u8],
        at: Place,
        changes: &mut Changes,
    ) -> Result<Cow<'v, [u8]>, Obstacle> {
        let mut value = Cow::Borrowed(value);
        if matches!(item.value, ValueType::Phone) || !form::is_right(item, &value) {
            if let Some((what, form)) = form::repaired(item, &self.document.decode(&value)) {
                changes.item(what, at);
                value = Cow::Owned(form.into_bytes());
            } else if let Some(converted) = self.to_ms932.convert(&value, at, changes)? {
                value = Cow::Owned(converted);
            }
        }
        if matches!(item.value, ValueType::Version)
            && self.is_current
            && Edition::of_version(&value).is_none()
        {
            changes.item(Repair::Version, at);
            value = Cow::Borrowed(Edition::CURRENT.csv_version().as_bytes());
        }
        Ok(value)
    }

    fn content<'f>(&self, field: Field<'f>) -> Cow<'f, [u8]> {
        let content = field.content();
        let moved = |byte: &u8| matches!(byte, b'\t' | b',');
        if self.tabs && content.iter().any(moved) {
            return content.iter().copied().map(swapped).collect();
        }
        content
    }
}

/// Whether every quote either encloses an item or is part of what Excel put around a value. Slips themselves would not
/// say: only so many of them are kept.
fn is_sound(document: &Document, layout: &Layout) -> bool {
    let in_header = document.slips().any(|(_, record, ..)| record == 0);
    let sound = |(index, field): (usize, Field<'_>)| {
        let item = layout.items.get(index);
        let is_value = item.is_some_and(|item| !matches!(item.value, ValueType::Text));
        match field.raw {
            [b'"', inner @ .., b'"'] => only_pairs(inner),
            raw => !raw.contains(&b'"') || is_value && unwrapped(raw).is_some(),
        }
    };
    let mut records = document.records();
    !in_header && records.all(|record| record.fields().enumerate().all(sound))
}

/// Whether every quote is doubled: no stretch of them is odd.
fn only_pairs(inner: &[u8]) -> bool {
    let stretches = inner.chunk_by(|a, b| a == b);
    stretches
        .filter(|stretch| stretch.first() == Some(&b'"'))
        .all(|stretch| stretch.len() % 2 == 0)
}

/// What stands in `="…"`.
fn unwrapped(content: &[u8]) -> Option<&[u8]> {
    let inner = content.strip_prefix(b"=\"")?.strip_suffix(b"\"")?;
    (!has_delimiter(inner)).then_some(inner)
}

/// How many items a record has whose items are those of the layout.
fn item_count(document: &Document, layout: &Layout) -> usize {
    let expected = layout.items.len();
    let found = document.edition_found();
    let mut votes = [found.of_name, found.of_version].into_iter().flatten();
    let certain = votes.all(|vote| vote.shares_layouts_with(found.edition));
    let first = with_values(document, layout).next().map_or(0, Record::len);
    let is_surplus = |record: Record<'_>| {
        record.len() == first
            && record
                .fields()
                .skip(expected)
                .all(|f| f.content().is_empty())
    };
    if certain && first > expected && with_values(document, layout).all(is_surplus) {
        first
    } else {
        expected
    }
}

fn with_values<'a>(document: &'a Document, layout: &'a Layout) -> impl Iterator<Item = Record<'a>> {
    document
        .records()
        .filter(|record| !is_void(*record, layout))
}

/// Whether no item of a record has a value, or would have one after its repair.
fn is_void(record: Record<'_>, layout: &Layout) -> bool {
    let is_unused = |index: usize| {
        let item = layout.items.get(index);
        record.len() == layout.items.len()
            && item.is_some_and(|item| matches!(item.value, ValueType::Unused))
    };
    record.fields().enumerate().all(|(index, field)| {
        matches!(field.raw, b"" | b"\"\"")
            || unwrapped(&field.content()) == Some(b"")
            || is_unused(index)
    })
}

/// Name and columns both say 4.1.
fn is_current(document: &Document, layout: &Layout, items: usize) -> bool {
    let found = document.edition_found();
    found.of_name == Some(Edition::V41)
        && found.edition == Edition::V41
        && with_values(document, layout).all(|record| record.len() == items)
}
