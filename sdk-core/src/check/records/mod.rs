//! The rules on records and their items, each by itself.

mod common;

pub(super) use common::differences;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::item;
use super::{on_file, with_choice};
use crate::document::{Document, Field, MonthPart, Record};
use crate::finding::{Code, Finding, Findings};
use crate::layout::{Edition, Item, Layout, ValueType};

/// About so many records each.
pub(super) fn equal_ranges(all: Range<usize>, ranges: usize) -> Vec<Range<usize>> {
    let bound = |index| all.start + all.len() * index / ranges;
    (0..ranges)
        .map(|index| bound(index)..bound(index + 1))
        .collect()
}

/// What the records of a document and their items are checked against, one by one.
pub(super) struct Items<'a> {
    document: &'a Document,
    layout: &'static Layout,
    /// One bit, that of its No., for each item; and for each item that has to be the same in the whole file.
    items: u128,
    same_in_all: u128,
    /// Items with a fault in their quotes: whatever they hold is not checked further.
    broken: HashSet<(u32, u16)>,
    /// The records of those items.
    broken_records: HashSet<u32>,
    /// The first record with the right number of items: the others must have its version and month.
    first: Option<Record<'a>>,
    /// What that record holds in those items that have to be the same. Others are compared with it again and again.
    of_first: Vec<(u16, Cow<'a, [u8]>)>,
}

impl<'a> Items<'a> {
    pub(super) fn new(document: &'a Document, layout: &'static Layout) -> Self {
        let broken: HashSet<_> = document
            .slips()
            .map(|(_, record, no, _)| (record, no))
            .collect();
        let bits = |of: fn(&&Item) -> bool| {
            let items = layout.items.iter().filter(of);
            items.fold(0, |bits, item| bits | 1 << item.no)
        };
        let same_in_all =
            |item: &&Item| matches!(item.value, ValueType::Version) || item.ident == "target_month";
        let first = document
            .records()
            .find(|record| record.len() == layout.items.len() && !record.has_no_values());
        let of_first = layout.items.iter().filter(same_in_all).filter_map(|item| {
            let field = first?.field(item.no)?;
            Some((item.no, field.content()))
        });
        Self {
            document,
            layout,
            items: bits(|_| true),
            same_in_all: bits(same_in_all),
            of_first: of_first.collect(),
            broken_records: broken.iter().map(|(record, _)| *record).collect(),
            broken,
            first,
        }
    }

    pub(super) fn layout(&self) -> &'static Layout {
        self.layout
    }

    /// The numbers of all records.
    pub(super) fn all(&self) -> Range<usize> {
        1..self.document.record_count() + 1
    }

    /// Checks the records of these numbers.
    pub(super) fn check(&self, numbers: Range<usize>, findings: &mut Findings) {
        self.check_and(numbers, findings, |_, _| {});
    }

    /// The same; `each` is handed every record, with one bit, that of its No., for each item that differs from the record
    /// above. Where there is none with the right number of items, all bits are set.
    #[inline]
    pub(super) fn check_and(
        &self,
        numbers: Range<usize>,
        findings: &mut Findings,
        mut each: impl FnMut(Record<'a>, u128),
    ) {
        let mut before = self.before(numbers.start, findings);
        for record in self.document.records_in(numbers) {
            let is_empty = record.has_no_values();
            let is_whole = !is_empty && record.len() == self.layout.items.len();
            let changed = match before.filter(|_| is_whole) {
                Some(before) => differences(self.document.bytes(), record, before.record),
                None => u128::MAX,
            };
            let faulty = before.map_or(0, |before| before.faulty);
            before = if is_empty {
                self.empty_record(record, findings);
                None
            } else if is_whole {
                // Most items repeat the value above them, which has been found right already.
                let faulty = self.check_items(record, changed | faulty, findings);
                Some(Before { record, faulty })
            } else {
                self.column_count(record, findings);
                None
            };
            each(record, changed);
        }
    }

    /// What only the end of the file shows.
    pub(super) fn check_end(&self, findings: &mut Findings) {
        let document = self.document;
        let (is_open, padding) = (document.has_open_end(), document.end_padding());
        if document.record_count() == 0 || is_open && self.last_is_cut() {
            return;
        }
        if padding > 0 {
            // Positions in a file fit into 32 bits.
            let end = document.bytes().len() as u32;
            let finding = on_file(document, Code::EndPadding).with("count", padding);
            findings.push(finding.at_place(end - padding as u32..end));
        } else if is_open {
            findings.push(on_file(document, Code::NoFinalLineEnd));
        }
    }

    /// The record before a range, whose findings belong to the range before.
    fn before(&self, number: usize, like: &Findings) -> Option<Before<'a>> {
        let record = self.document.record(number.checked_sub(1)?)?;
        self.is_whole(record).then(|| Before {
            record,
            faulty: self.check_items(record, u128::MAX, &mut like.empty_like()),
        })
    }

    /// Whether its items are those of the layout, and there is anything in them.
    fn is_whole(&self, record: Record<'_>) -> bool {
        record.len() == self.layout.items.len() && !record.has_no_values()
    }

    #[cold]
    fn empty_record(&self, record: Record<'_>, findings: &mut Findings) {
        findings.push_with(Code::EmptyRecord.severity(), || {
            on_file(self.document, Code::EmptyRecord)
                .at_record(record.number() as u32)
                .at_place(record.place())
        });
    }

    /// The last line was cut off; that it has no line end is part of that.
    fn last_is_cut(&self) -> bool {
        let last = self.document.record(self.document.record_count());
        last.is_some_and(|last| last.len() != self.layout.items.len())
    }

    fn column_count(&self, record: Record<'_>, findings: &mut Findings) {
        let (found, expected) = (record.len(), self.layout.items.len());
        let number = record.number() as u32;
        // A fault in the quotes swallows or adds items; that is said already.
        if self.broken_records.contains(&number) {
            return;
        }
        let is_last = record.number() == self.document.record_count();
        let code = if is_last && self.document.has_open_end() && found < expected {
            Code::Truncated
        } else {
            Code::ColumnCount
        };
        findings.push_with(code.severity(), || {
            on_file(self.document, code)
                .at_record(number)
                .at_place(record.place())
                .with("found", found)
                .with("expected", expected)
                .with("kind", self.layout.kind)
        });
    }

    /// Checks the items of these bits. Returns a bit for each that had a fault.
    #[inline]
    fn check_items(&self, record: Record<'a>, mut to_check: u128, findings: &mut Findings) -> u128 {
        to_check &= self.items;
        let mut faulty = 0;
        while to_check != 0 {
            faulty |= self.check_item(record, to_check.trailing_zeros() as u16, findings);
            to_check &= to_check - 1;
        }
        faulty
    }

    /// Checks item No. `no`; returns its bit if it had a fault.
    #[inline]
    fn check_item(&self, record: Record<'a>, no: u16, findings: &mut Findings) -> u128 {
        let (Some(item), Some(field)) =
            (self.layout.items.get(usize::from(no) - 1), record.field(no))
        else {
            return 0;
        };
        let result = item::check(item, field, self.document.encoding());
        if result.is_ok() && self.same_in_all >> item.no & 1 == 0 {
            return 0;
        }
        self.report(record, item, field, result, findings)
    }

    #[cold]
    fn report(
        &self,
        record: Record<'a>,
        item: &'static Item,
        field: Field<'a>,
        result: Result<(), item::Fault>,
        findings: &mut Findings,
    ) -> u128 {
        let bit = 1 << item.no;
        // Faulty, though not told here: the same value below may be.
        if self.broken.contains(&(record.number() as u32, item.no)) {
            return bit;
        }
        let first = self.first_before(record);
        let on_item = |code| {
            on_file(self.document, code)
                .at_record(record.number() as u32)
                .at_item(item)
                .at_place(field.place())
                .with_value(&field.text())
        };
        let before = findings.errors() + findings.warnings();
        // Needless quotes do not keep a value from being read.
        let readable = !matches!(result, Err(fault) if fault.code != Code::QuoteUnneeded);
        if let Err(fault) = result {
            findings.push_with(fault.code.severity(), || {
                fault.describe(item, on_item(fault.code))
            });
        }
        // A wrong version is told of the first record; after that only that a record has another one than the first.
        if readable && first.is_none() && matches!(item.value, ValueType::Version) {
            self.version(field, on_item, findings);
        }
        if readable && let Some(code) = self.differs_from_first(first, item, field) {
            findings.push(on_item(code));
        }
        if readable
            && first.is_none()
            && let Some(month) = self.differs_from_name(item, field)
        {
            findings.push(on_item(Code::MonthDiffersFromName).with("name_month", month));
        }
        // Notes, such as a needless quote, are said once a column and not for every record below.
        if findings.errors() + findings.warnings() > before {
            bit
        } else {
            0
        }
    }

    /// The first record, unless this is it.
    fn first_before(&self, record: Record<'a>) -> Option<Record<'a>> {
        self.first.filter(|first| first.number() < record.number())
    }

    /// The version of the first record against the edition that the file is read as.
    fn version(
        &self,
        field: Field<'_>,
        on_item: impl Fn(Code) -> Finding,
        findings: &mut Findings,
    ) {
        let (content, found) = (field.content(), self.document.edition_found());
        match Edition::of_version(&content) {
            None => findings.push(with_choice(on_item(Code::VersionUnknown), found)),
            Some(edition) if edition != found.edition => {
                let finding = on_item(Code::VersionOfOtherEdition).with("edition", edition);
                findings.push(with_choice(finding, found));
            }
            Some(_) if Edition::columns_are_unknown(&content) => {
                findings.push(on_item(Code::VersionColumnsUnknown));
            }
            Some(_) => {}
        }
    }

    /// One version and one month per file.
    fn differs_from_first(
        &self,
        first: Option<Record<'a>>,
        item: &Item,
        field: Field<'a>,
    ) -> Option<Code> {
        first?;
        let (_, of_first) = self.of_first.iter().find(|(no, _)| *no == item.no)?;
        if *of_first == field.content() {
            return None;
        }
        // Where the first record is the odd one out, that is told of the first record.
        match item.value {
            ValueType::Version => {
                let version = self.document.edition().csv_version();
                (*field.content() != *version.as_bytes()).then_some(Code::VersionMixed)
            }
            _ if item.ident == "target_month" => {
                (self.month_of_name().as_bytes() != &*field.content()).then_some(Code::MonthMixed)
            }
            _ => None,
        }
    }

    /// The month that the file name gives; without one, no text at all.
    fn month_of_name(&self) -> String {
        let month = self.document.file_name().and_then(|name| name.month);
        month.map_or(String::new(), |month| month.to_string())
    }

    /// The month of the first record against that of the file name; later records are compared with the first.
    fn differs_from_name(&self, item: &Item, field: Field<'a>) -> Option<MonthPart> {
        if item.ident != "target_month" {
            return None;
        }
        let month = self.document.file_name()?.month?;
        (month.to_string().as_bytes() != &*field.content()).then_some(month)
    }
}

/// The record above, and one bit for each item of it that had a fault.
#[derive(Clone, Copy)]
struct Before<'a> {
    record: Record<'a>,
    faulty: u128,
}

#[cfg(test)]
mod tests;
