use std::fmt;
use std::ops::Range;

use super::Draft;
use super::draft::{layout_of, put_record, refuse_broken};
use crate::check::{CheckedDocument, check, item};
use crate::document::{Document, Encoding, FileName, MonthPart, wrong_name};
use crate::finding::{Code, Finding, Findings, Severity};
use crate::layout::{Edition, Layout};

const LINE_END: &[u8] = b"\r\n";

/// The item that carries the month, in every layout whose file names do.
const MONTH: &str = "target_month";

/// A file that is being made or edited: its name and its records.
///
/// All records are of the name's kind, edition and month. [`finish`](Self::finish) writes them strictly.
#[derive(Clone)]
pub struct FileDraft {
    name: FileName,
    layout: &'static Layout,
    edition: Edition,
    /// Records in the strict form with their line ends, in whatever order, and some that are no longer in use.
    bytes: Vec<u8>,
    rows: Vec<Row>,
}

/// One record of the file.
#[derive(Clone)]
struct Row {
    /// Where it stands in `bytes`, without the line end.
    place: Range<usize>,
    /// The items that have been set, as [`Draft::set_bits`] gives them.
    set: u128,
}

impl FileDraft {
    /// A file without records. Refused are the image, which has no records, and a name whose parts do not belong together.
    ///
    /// [`FileNames`](crate::document::FileNames) makes names.
    pub fn new(name: FileName) -> Result<Self, Finding> {
        name.verify()?;
        let edition = name.edition();
        let layout = name
            .kind
            .layout_in(edition)
            .ok_or_else(|| wrong_name(name.kind, ("種別", "kind")))?;
        Ok(Self {
            name,
            layout,
            edition,
            bytes: Vec::new(),
            rows: Vec::new(),
        })
    }

    /// A file as it was read, to be edited. What is not edited keeps its bytes; the form becomes strict (MS932, CR LF, no
    /// header, quotes around free text only). [`check()`] of the document tells what was not strict about it.
    ///
    /// Refused, with all that the checker says, is a file whose name is not readable, a file of another edition than its
    /// name, and one with a record that [`Draft::of`] refuses.
    pub fn of(document: &Document) -> Result<Self, Findings> {
        Self::read(document).map_err(|finding| {
            let mut findings = check(document);
            // All but this the checker tells itself, and better: it reads UTF-8, which can hold any character.
            if finding.code == Code::CharacterNotInMs932 || !findings.has_errors() {
                findings.push(finding);
            }
            findings
        })
    }

    fn read(document: &Document) -> Result<Self, Finding> {
        let layout = layout_of(document)?;
        let on_file = |code| Finding::new(code, document.name().clone());
        let name = document
            .file_name()
            .ok_or_else(|| on_file(Code::MalformedFileName))?;
        if name.edition() != document.edition() {
            return Err(on_file(Code::NameOfOtherEdition));
        }
        // In a header too: a quote that is never closed swallows the records.
        if document.slips().next().is_some() {
            return Err(on_file(Code::StrayQuote));
        }
        let mut file = Self::new(name.clone())?;
        file.bytes.reserve(document.bytes().len());
        for record in document.records() {
            refuse_broken(document, layout, record)?;
            let start = file.bytes.len();
            put_record(record, layout, &mut file.bytes)?;
            let row = file.close_row(start, 0);
            file.rows.push(row);
        }
        Ok(file)
    }

    /// The file name.
    pub fn name(&self) -> &FileName {
        &self.name
    }

    /// The layout of its records.
    pub fn layout(&self) -> &'static Layout {
        self.layout
    }

    /// Number of records.
    pub fn record_count(&self) -> usize {
        self.rows.len()
    }

    /// A record that fits this file: with its version and month, and nothing else. It is not in the file yet.
    pub fn draft(&self) -> Draft {
        let mut draft = Draft::empty(self.layout, self.edition);
        if let Some(month) = self.name.month {
            // Every layout with a month in the file name has this item.
            let _ = draft.set_text(MONTH, &month.to_string());
        }
        draft
    }

    /// A copy of record `number`, from 1.
    pub fn record(&self, number: usize) -> Option<Draft> {
        let row = self.rows.get(number.checked_sub(1)?)?;
        let bytes = self.bytes.get(row.place.clone())?.to_vec();
        Some(Draft::strict(self.layout, self.edition, bytes, row.set))
    }

    /// Adds a record at the end. Refused is one of another kind, edition or month.
    pub fn push(&mut self, draft: &Draft) -> Result<(), Finding> {
        let row = self.admit(draft, self.rows.len())?;
        self.rows.push(row);
        Ok(())
    }

    /// Puts a record before record `number`, from 1; one past the last number adds it at the end.
    pub fn insert(&mut self, number: usize, draft: &Draft) -> Result<(), Finding> {
        let index = self.index(number, self.rows.len() + 1)?;
        let row = self.admit(draft, index)?;
        self.rows.insert(index, row);
        Ok(())
    }

    /// Puts a record in the place of record `number`, from 1.
    pub fn replace(&mut self, number: usize, draft: &Draft) -> Result<(), Finding> {
        let index = self.index(number, self.rows.len())?;
        self.rows[index] = self.admit(draft, index)?;
        Ok(())
    }

    /// Takes record `number`, from 1, out of the file.
    pub fn remove(&mut self, number: usize) -> Result<(), Finding> {
        let index = self.index(number, self.rows.len())?;
        self.rows.remove(index);
        Ok(())
    }

    /// Changes record `number`, from 1. If anything is refused, the record stays as it was.
    pub fn edit(
        &mut self,
        number: usize,
        change: impl FnOnce(&mut Draft) -> Result<(), Finding>,
    ) -> Result<(), Finding> {
        let mut draft = self
            .record(number)
            .ok_or_else(|| self.no_such_record(number))?;
        change(&mut draft)?;
        self.replace(number, &draft)
    }

    /// Gives the file another name, for another receiver or a new stamp. The kind, the edition and the month stay; the
    /// month is changed by [`set_month`](Self::set_month).
    pub fn rename(&mut self, name: FileName) -> Result<(), Finding> {
        name.verify()?;
        let part = match () {
            () if name.kind != self.name.kind => ("種別", "kind"),
            () if name.edition() != self.edition => ("送信元と送信先", "sender and receiver"),
            () if name.month != self.name.month => ("年月", "month"),
            () => {
                self.name = name;
                return Ok(());
            }
        };
        Err(wrong_name(self.name.kind, part))
    }

    /// Changes the month in the file name and in every record.
    pub fn set_month(&mut self, month: MonthPart) -> Result<(), Finding> {
        let name = FileName {
            month: Some(month),
            ..self.name.clone()
        };
        name.verify()?;
        let mut changed = Self {
            name,
            bytes: Vec::with_capacity(self.bytes.len()),
            rows: Vec::with_capacity(self.rows.len()),
            ..*self
        };
        for mut draft in (1..=self.record_count()).filter_map(|number| self.record(number)) {
            draft.set_text(MONTH, &month.to_string())?;
            changed.push(&draft)?;
        }
        *self = changed;
        Ok(())
    }

    /// Writes the file: MS932, CR LF, no header, free text quoted, the rest bare.
    ///
    /// Refused, with everything there is to say about it, is a file with an empty mandatory item or any other error. Only
    /// a value that was read so and has not been set since is written even where it is wrong: it is not for a writer to
    /// guess a better one. The findings of the result tell it, and no set takes the file until it is mended. Refused too is
    /// a file whose first record looks like a header.
    pub fn finish(self) -> Result<CheckedDocument, Findings> {
        let checked = CheckedDocument::read(&self.name.to_string(), self.written());
        let errors = || {
            let findings = checked.findings().iter();
            findings.filter(|finding| finding.severity == Severity::Error)
        };
        // An error that is not listed any more cannot be told from one that came with the file.
        let all_listed = errors().count() == checked.findings().errors();
        // A second header, read as a record, would be the header of the new file.
        let all_there = checked.document().record_count() == self.rows.len();
        if all_there && all_listed && errors().all(|finding| self.came_with_the_file(finding)) {
            Ok(checked)
        } else {
            Err(checked.findings().clone())
        }
    }

    /// Whether a finding is on a value that was read so.
    fn came_with_the_file(&self, finding: &Finding) -> bool {
        let item = |no: u16| self.layout.items.get(usize::from(no) - 1);
        let (Some(number), Some(item)) = (
            finding.record,
            finding.item.and_then(|found| item(found.no)),
        ) else {
            return false;
        };
        let Some(draft) = self.record(number as usize) else {
            return false;
        };
        let fault = item::check(item, draft.field(item), Encoding::Ms932);
        finding.code != Code::MandatoryEmpty
            && draft.set_bits() >> item.no & 1 == 0
            && fault.is_err_and(|fault| fault.code == finding.code)
    }

    pub(super) fn written(&self) -> Vec<u8> {
        let size = self.rows.iter().map(|row| row.place.len() + LINE_END.len());
        let mut bytes = Vec::with_capacity(size.sum());
        for row in &self.rows {
            let with_end = row.place.start..row.place.end + LINE_END.len();
            bytes.extend_from_slice(self.bytes.get(with_end).unwrap_or_default());
        }
        bytes
    }

    /// Stores a record that is to stand at an index.
    fn admit(&mut self, draft: &Draft, index: usize) -> Result<Row, Finding> {
        self.judge(draft)
            .map_err(|finding| finding.at_record((index + 1) as u32))?;
        let start = self.bytes.len();
        self.bytes.extend_from_slice(draft.bytes());
        Ok(self.close_row(start, draft.set_bits()))
    }

    /// One kind, one edition and one month per file.
    fn judge(&self, draft: &Draft) -> Result<(), Finding> {
        if (draft.kind(), draft.edition()) != (self.layout.kind, self.edition) {
            return Err(self
                .on_file(Code::RecordOfOtherKind)
                .with("kind", self.layout.kind)
                .with("edition", self.edition)
                .with("found", draft.kind())
                .with("found_edition", draft.edition()));
        }
        let (Some(month), Some(item)) = (self.name.month, self.layout.item(MONTH)) else {
            return Ok(());
        };
        let found = draft.field(item).text();
        if found == month.to_string() {
            return Ok(());
        }
        Err(self
            .on_file(Code::MonthDiffersFromName)
            .at_item(item)
            .with_value(&found)
            .with("name_month", month))
    }

    fn close_row(&mut self, start: usize, set: u128) -> Row {
        let place = start..self.bytes.len();
        self.bytes.extend_from_slice(LINE_END);
        Row { place, set }
    }

    fn index(&self, number: usize, most: usize) -> Result<usize, Finding> {
        let index = number.checked_sub(1).filter(|index| *index < most);
        index.ok_or_else(|| self.no_such_record(number))
    }

    fn no_such_record(&self, number: usize) -> Finding {
        self.on_file(Code::NoSuchRecord)
            .with("count", self.rows.len())
            .with_value(&number.to_string())
    }

    fn on_file(&self, code: Code) -> Finding {
        Finding::new(code, self.name.to_string().into())
    }
}

/// What it holds is personal data, and a file name may be anything: Debug shows kind and size only.
impl fmt::Debug for FileDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileDraft")
            .field("kind", &self.layout.kind)
            .field("records", &self.rows.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
