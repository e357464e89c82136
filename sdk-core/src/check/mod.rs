//! The rules of the standard, as findings on a document.
//!
//! Here are those on names and on files as a whole; the modules hold those on items, records, tables and sets.

pub(crate) mod item;
mod pass;
mod person;
mod records;
mod rules;
pub mod set;
mod slip;
mod value;

use crate::document::{
    Document, EditionFound, Encoding, FileName, ForeignFormat, MAX_FILE_BYTES, ReadOptions, Record,
    SlipKind,
};
use crate::finding::{CheckProfile, Code, Finding, Findings, ItemRef, Receiver};
use crate::layout::{Edition, FileKind};
use crate::threads;

/// Checks a document. Nothing is refused: what is wrong comes back as findings, in the order of their places.
pub fn check(document: &Document) -> Findings {
    check_with(document, &CheckProfile::standard())
}

/// The same, each finding with the severity that a profile gives it for the receiver in the file's name.
///
/// A profile that turns an error off, or makes less of it, lets a file through that a strict importer refuses. Whether
/// that is right is for the caller to decide.
pub fn check_with(document: &Document, profile: &CheckProfile) -> Findings {
    check_on(document, profile, document.threads())
}

/// Reads and checks files that belong together, such as those of a set, side by side where they are large. What comes out
/// is, in the same order, what [`CheckedDocument::read_with_profile`] makes of each. A name is without folders.
///
/// [`ReadOptions::threads`] is meant for all of them together.
pub fn read_all(
    files: impl IntoIterator<Item = (String, Vec<u8>)>,
    profile: &CheckProfile,
    options: &ReadOptions,
) -> Vec<CheckedDocument> {
    let files = files.into_iter();
    let documents: Vec<_> = files
        .map(|(name, bytes)| Document::read_with(&name, bytes, options))
        .collect();
    let (large, small): (Vec<_>, Vec<_>) = documents
        .iter()
        .enumerate()
        .partition(|(_, document)| document.threads() > 1);
    let bytes = |(_, document): &(usize, &Document)| document.bytes().len();
    let threads = threads::for_bytes(small.iter().map(bytes).sum(), options.threads);
    // A large file keeps all threads busy by itself.
    let mut found: Vec<_> = threads::in_turn(&small, threads, |(place, document)| {
        (*place, check_on(document, profile, 1))
    });
    found.extend(
        large
            .iter()
            .map(|(place, document)| (*place, check_with(document, profile))),
    );
    found.sort_by_key(|(place, _)| *place);
    let checked = documents.into_iter().zip(found);
    checked
        .map(|(document, (_, findings))| CheckedDocument { document, findings })
        .collect()
}

/// What each record and item shows by itself, for the benchmark: its figures are compared over years, while rules come
/// and go.
#[doc(hidden)]
pub fn check_items(document: &Document) -> Findings {
    let mut findings = CheckProfile::standard().findings(receiver(document));
    pass::check_items(document, document.threads(), &mut findings);
    findings.finish()
}

fn check_on(document: &Document, profile: &CheckProfile, threads: usize) -> Findings {
    let mut findings = profile.findings(receiver(document));
    check_name(document, &mut findings);
    // What a file of unknown kind holds is nothing to judge.
    if document.kind().is_none() {
        return findings.finish();
    }
    check_edition(document, &mut findings);
    check_file(document, &mut findings);
    check_quotes(document, &mut findings);
    pass::check(document, threads, &mut findings);
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
        let kind = document.kind().map_or("", FileKind::prefix);
        let finding = finding.with("form", form).with("kind", kind);
        findings.push(finding.with_value(document.name()));
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
    // Lines of nothing but commas are no data either.
    if document.layout().is_some() && document.records().all(Record::has_no_values) {
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
        Self::read_with(name, bytes, &ReadOptions::default())
    }

    /// The same, as told.
    pub fn read_with(name: &str, bytes: Vec<u8>, options: &ReadOptions) -> Self {
        let document = Document::read_with(name, bytes, options);
        Self::check(document, &CheckProfile::standard())
    }

    /// Reads and checks a file under a profile. See [`check_with`] for what that may let through.
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
    use super::*;

    const NAME: &str = "DLTPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV";

    /// Code and record of each finding on records of a version and a month.
    fn told(records: &[(&str, &str)]) -> Vec<(Code, Option<u32>)> {
        let line = |(person, (version, month)): (usize, &(&str, &str))| {
            format!("{version},505826,{person:010},{month}\r\n")
        };
        let text: String = records.iter().enumerate().map(line).collect();
        let findings = check(&Document::read(NAME, text.into_bytes()));
        findings
            .iter()
            .map(|finding| (finding.code, finding.record))
            .collect()
    }

    #[test]
    fn files_read_together_are_checked_as_each_alone() {
        let contents = [
            "202407,505826,0000100000,202609\r\n",
            "",
            "202407\r\n202407",
        ];
        let names = [
            NAME,
            "x.csv",
            "UPPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV",
        ];
        let files = names.iter().zip(contents);
        let files = files.map(|(name, text)| (name.to_string(), text.as_bytes().to_vec()));
        let together = read_all(
            files.clone(),
            &CheckProfile::standard(),
            &ReadOptions::default(),
        );
        for ((name, bytes), checked) in files.zip(&together) {
            let alone = CheckedDocument::read(&name, bytes);
            assert_eq!(checked.document().bytes(), alone.document().bytes());
            assert_eq!(checked.findings(), alone.findings());
        }
        assert_eq!(together.len(), names.len());
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
}
