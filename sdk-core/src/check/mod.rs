//! The rules of the standard, as findings on a document.
//!
//! Here are the rules that the tables alone can express, on names, files, records and items.

pub(crate) mod item;
mod person;
pub mod set;
mod slip;

use std::collections::HashSet;

use crate::document::{
    Document, EditionFound, Encoding, Field, FileName, ForeignFormat, MAX_FILE_BYTES, MonthPart,
    Record, SlipKind,
};
use crate::finding::{CheckProfile, Code, Finding, Findings, ItemRef, Receiver};
use crate::layout::{Edition, Item, Layout, ValueType};

/// Checks a document. Nothing is refused: what is wrong comes back as findings, in the order of their places.
pub fn check(document: &Document) -> Findings {
    check_with(document, &CheckProfile::standard())
}

/// The same, each finding with the severity that a profile gives it for the receiver in the file's name.
///
/// A profile that turns an error off, or makes less of it, lets a file through that a strict importer refuses. Whether
/// that is right is for the caller to decide.
pub fn check_with(document: &Document, profile: &CheckProfile) -> Findings {
    let mut findings = profile.findings(receiver(document));
    check_name(document, &mut findings);
    // What a file of unknown kind holds is nothing to judge.
    if document.kind().is_none() {
        return findings.finish();
    }
    check_edition(document, &mut findings);
    check_file(document, &mut findings);
    check_quotes(document, &mut findings);
    if let Some(layout) = document.layout() {
        RecordChecker::new(document, layout).run(&mut findings);
    }
    slip::check(document, &mut findings);
    findings.finish()
}

fn receiver(document: &Document) -> Option<Receiver> {
    let receiver = document.file_name()?.receiver?;
    Some(receiver.into())
}

fn check_name(document: &Document, findings: &mut Findings) {
    for fault in document.name_faults() {
        let form = document.kind().map(FileName::form).unwrap_or_default();
        let finding = on_file(document, fault.code).with_both("part", fault.part.0, fault.part.1);
        findings.push(finding.with("form", form).with_value(document.name()));
    }
}

/// An older edition is read by its own layout; where name and content are of different editions, one of them is wrong.
fn check_edition(document: &Document, findings: &mut Findings) {
    let found = document.edition_found();
    if let Some(of_name) = found.of_name.filter(|name| *name != found.edition) {
        let finding = on_file(document, Code::NameOfOtherEdition).with("name_edition", of_name);
        findings.push(with_choice(finding, found));
    }
    if found.edition != Edition::CURRENT {
        let version = found.edition.csv_version();
        let finding = on_file(document, Code::OlderEdition).with("edition", found.edition);
        findings.push(finding.with("version", version));
    }
}

/// Says which edition a file was read as, and why.
fn with_choice(finding: Finding, found: &EditionFound) -> Finding {
    let (ja, en) = found.chosen_by.names();
    finding
        .with("chosen", found.edition)
        .with("chosen_version", found.edition.csv_version())
        .with_both("why", ja, en)
}

fn check_file(document: &Document, findings: &mut Findings) {
    if document.bytes().is_empty() {
        findings.push(on_file(document, Code::EmptyFile));
        return;
    }
    if document.bytes().len() > MAX_FILE_BYTES {
        let size = document.bytes().len();
        findings.push(
            on_file(document, Code::FileTooLarge)
                .with("size", size)
                .with("limit", MAX_FILE_BYTES),
        );
        return;
    }
    if let Some(format) = document.foreign_format() {
        let code = match format {
            ForeignFormat::Utf16 => Code::Utf16,
            ForeignFormat::Tabs => Code::TabSeparated,
        };
        findings.push(on_file(document, code));
        return;
    }
    // UTF-8 with a mark is one slip, not two.
    if document.has_byte_order_mark() && document.encoding() == Encoding::Ms932 {
        findings.push(on_file(document, Code::ByteOrderMark).at_place(0..3));
    }
    if document.encoding() == Encoding::Utf8 {
        findings.push(on_file(document, Code::Utf8));
    }
    if document.has_header() {
        findings.push(on_file(document, Code::HeaderRow));
    }
    if document.odd_line_ends() > 0 {
        findings.push(on_file(document, Code::LineEnding).with("count", document.odd_line_ends()));
    }
    if document.blank_lines() > 0 {
        findings.push(on_file(document, Code::BlankLine).with("count", document.blank_lines()));
    }
    if document.layout().is_some() && document.record_count() == 0 {
        findings.push(on_file(document, Code::EmptyFile));
    }
}

fn check_quotes(document: &Document, findings: &mut Findings) {
    let mut told = None;
    for (kind, record, no, offset) in document.slips() {
        // A forgotten quote upsets the quotes that follow in the same record; the first one is the one to mend.
        if told.replace(record) == Some(record) {
            continue;
        }
        let field = document
            .record(record as usize)
            .and_then(|record| record.field(no));
        let item_end = field.map_or(offset + 1, |field| field.place().end);
        let mut finding = match kind {
            SlipKind::Unterminated if is_cut_off(document, offset) => cut_off(document, no),
            SlipKind::Unterminated => on_file(document, Code::UnterminatedQuote),
            SlipKind::TextAfter => on_file(document, Code::TextAfterQuote),
            SlipKind::Stray => on_file(document, Code::StrayQuote),
        };
        finding = finding.at_place(match kind {
            SlipKind::TextAfter => offset..item_end,
            _ => offset..offset + 1,
        });
        if record > 0 {
            finding = finding.at_record(record);
        }
        let item = document
            .layout()
            .and_then(|layout| layout.items.get(usize::from(no) - 1));
        findings.push(finding.at_item(item.map_or(ItemRef { no, name: "" }, ItemRef::from)));
    }
}

/// An open quote on a last line without a line end is what a half copied file looks like; with line ends after it, it is
/// a forgotten quote that swallows the lines that follow.
fn is_cut_off(document: &Document, quote: u32) -> bool {
    !document.bytes()[quote as usize..].contains(&b'\n')
}

fn cut_off(document: &Document, items: u16) -> Finding {
    let expected = document.layout().map_or(0, |layout| layout.items.len());
    on_file(document, Code::Truncated)
        .with("found", items)
        .with("expected", expected)
}

/// Goes through the records of a document whose layout is known.
struct RecordChecker<'a> {
    document: &'a Document,
    layout: &'static Layout,
    /// Items with a fault in their quotes: whatever they hold is not checked further.
    broken: HashSet<(u32, u16)>,
    /// The records of those items.
    broken_records: HashSet<u32>,
    /// The first record with the right number of items: the others must have its version and month.
    first: Option<Record<'a>>,
    /// The record before, if its items were checked.
    before: Option<Record<'a>>,
    /// One bit for each item of `before` that had a fault.
    faulty: u128,
}

impl<'a> RecordChecker<'a> {
    fn new(document: &'a Document, layout: &'static Layout) -> Self {
        let broken: HashSet<_> = document
            .slips()
            .map(|(_, record, no, _)| (record, no))
            .collect();
        Self {
            document,
            layout,
            broken_records: broken.iter().map(|(record, _)| *record).collect(),
            broken,
            first: None,
            before: None,
            faulty: 0,
        }
    }

    fn run(mut self, findings: &mut Findings) {
        let document = self.document;
        let mut last_is_cut = false;
        for record in document.records() {
            if record.len() == self.layout.items.len() {
                self.check_items(record, findings);
                continue;
            }
            self.before = None;
            let is_last = record.number() == document.record_count();
            last_is_cut = is_last && document.has_open_end();
            self.column_count(record, last_is_cut, findings);
        }
        if document.has_open_end() && !last_is_cut && document.record_count() > 0 {
            findings.push(on_file(document, Code::NoFinalLineEnd));
        }
    }

    fn column_count(&self, record: Record<'_>, is_cut: bool, findings: &mut Findings) {
        let (found, expected) = (record.len(), self.layout.items.len());
        let number = record.number() as u32;
        // A fault in the quotes swallows or adds items; that is said already.
        if self.broken_records.contains(&number) {
            return;
        }
        let code = if is_cut && found < expected {
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

    fn check_items(&mut self, record: Record<'a>, findings: &mut Findings) {
        let mut faulty = 0;
        match self.before {
            // Most items repeat the value above them, which has been found right already.
            Some(before) => {
                for ((item, field), above) in self
                    .layout
                    .items
                    .iter()
                    .zip(record.fields())
                    .zip(before.fields())
                {
                    if !same_bytes(field.raw, above.raw) || self.faulty >> item.no & 1 == 1 {
                        faulty |= self.check_item(record, item, field, findings);
                    }
                }
            }
            None => {
                for (item, field) in self.layout.items.iter().zip(record.fields()) {
                    faulty |= self.check_item(record, item, field, findings);
                }
            }
        }
        self.first.get_or_insert(record);
        self.before = Some(record);
        self.faulty = faulty;
    }

    /// Returns the item's bit if it had a fault.
    #[inline]
    fn check_item(
        &self,
        record: Record<'a>,
        item: &'static Item,
        field: Field<'a>,
        findings: &mut Findings,
    ) -> u128 {
        let result = item::check(item, field, self.document.encoding());
        let same_in_all = matches!(item.value, ValueType::Version) || item.ident == "target_month";
        if result.is_ok() && !same_in_all {
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
        if self.broken.contains(&(record.number() as u32, item.no)) {
            return 0;
        }
        let on_item = |code| {
            on_file(self.document, code)
                .at_record(record.number() as u32)
                .at_item(item)
                .at_place(field.place())
                .with_value(&field.text())
        };
        let before = findings.errors() + findings.warnings();
        let is_version = matches!(item.value, ValueType::Version);
        // Needless quotes do not keep a value from being read.
        let readable = !matches!(result, Err(fault) if fault.code != Code::QuoteUnneeded);
        if let Err(fault) = result {
            findings.push_with(fault.code.severity(), || {
                fault.describe(item, on_item(fault.code))
            });
        }
        // A wrong version is told of the first record; after that only that a record has another one than the first.
        if is_version && readable && self.first.is_none() {
            self.version(field, on_item, findings);
        }
        if readable && let Some(code) = self.differs_from_first(record, item, field) {
            findings.push(on_item(code));
        }
        if readable && let Some(month) = self.differs_from_name(item, field) {
            findings.push(on_item(Code::MonthDiffersFromName).with("name_month", month));
        }
        // Notes, such as a needless quote, are said once a column and not for every record below.
        u128::from(findings.errors() + findings.warnings() > before) << item.no
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
        record: Record<'a>,
        item: &Item,
        field: Field<'a>,
    ) -> Option<Code> {
        let first = self
            .first
            .filter(|first| first.number() < record.number())?
            .field(item.no)?;
        if first.content() == field.content() {
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
        if self.first.is_some() || item.ident != "target_month" {
            return None;
        }
        let month = self.document.file_name()?.month?;
        (month.to_string().as_bytes() != &*field.content()).then_some(month)
    }
}

/// Compares short items without a call: most have fewer than 16 bytes.
#[inline(always)]
fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match a.len() {
        0 => true,
        1..4 => a[0] == b[0] && a[a.len() / 2] == b[a.len() / 2] && a.last() == b.last(),
        4..8 => a.first_chunk::<4>() == b.first_chunk() && a.last_chunk::<4>() == b.last_chunk(),
        8..=16 => a.first_chunk::<8>() == b.first_chunk() && a.last_chunk::<8>() == b.last_chunk(),
        _ => a == b,
    }
}

fn on_file(document: &Document, code: Code) -> Finding {
    Finding::new(code, document.name().clone())
}

/// A document together with what there is to say about it.
#[derive(Debug)]
pub struct CheckedDocument {
    document: Document,
    findings: Findings,
}

impl CheckedDocument {
    /// Reads and checks a file. `name` is its file name without folders.
    pub fn read(name: &str, bytes: Vec<u8>) -> Self {
        Self::read_with_profile(name, bytes, &CheckProfile::standard())
    }

    /// The same under a profile. See [`check_with`] for what that may let through.
    pub fn read_with_profile(name: &str, bytes: Vec<u8>, profile: &CheckProfile) -> Self {
        Self::check(Document::read(name, bytes), profile)
    }

    /// Checks a document that was read already.
    pub fn check(document: Document, profile: &CheckProfile) -> Self {
        let findings = check_with(&document, profile);
        Self { document, findings }
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// What there is to say about it.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NAME: &str = "DLTPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV";

    /// Code and record of each finding on records of a version and a month.
    fn told(records: &[(&str, &str)]) -> Vec<(Code, Option<u32>)> {
        let line =
            |(version, month): &(&str, &str)| format!("{version},505826,0000100000,{month}\r\n");
        let text: String = records.iter().map(line).collect();
        let findings = check(&Document::read(NAME, text.into_bytes()));
        findings
            .iter()
            .map(|finding| (finding.code, finding.record))
            .collect()
    }

    #[test]
    fn the_record_of_another_version_or_month_is_told_once() {
        let good = ("202407", "202609");
        assert_eq!(told(&[good, good]), []);
        assert_eq!(
            told(&[good, ("202410", "202609"), good]),
            [(Code::VersionMixed, Some(2))]
        );
        assert_eq!(
            told(&[("202410", "202609"), good, good]),
            [(Code::VersionUnknown, Some(1))]
        );
        assert_eq!(
            told(&[("202410", "202609"); 3]),
            [(Code::VersionUnknown, Some(1))]
        );
        assert_eq!(
            told(&[good, ("202407", "202610"), good]),
            [(Code::MonthMixed, Some(2))]
        );
        assert_eq!(
            told(&[("202407", "202610"), good]),
            [(Code::MonthDiffersFromName, Some(1))]
        );
        assert_eq!(
            told(&[("202407", "202610"); 2]),
            [(Code::MonthDiffersFromName, Some(1))]
        );
    }

    proptest! {
        #[test]
        fn comparing_short_items_is_comparing(a in "[ab]{0,20}", b in "[ab]{0,20}") {
            prop_assert_eq!(same_bytes(a.as_bytes(), b.as_bytes()), a == b);
            prop_assert!(same_bytes(a.as_bytes(), a.clone().as_bytes()));
        }
    }
}
