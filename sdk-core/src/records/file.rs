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
    /// guess a better one. The findings of the result tell it, and no set takes the file until it is mended.
    pub fn finish(self) -> Result<CheckedDocument, Findings> {
        let checked = CheckedDocument::read(&self.name.to_string(), self.written());
        let errors = || {
            let findings = checked.findings().iter();
            findings.filter(|finding| finding.severity == Severity::Error)
        };
        // An error that is not listed any more cannot be told from one that came with the file.
        let all_listed = errors().count() == checked.findings().errors();
        if all_listed && errors().all(|finding| self.came_with_the_file(finding)) {
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
mod tests {
    use super::*;
    use crate::document::FileNames;
    use crate::finding::Lang;
    use crate::layout::FileKind;
    use crate::records::items::{dltplan, up3kyo, upplan};
    use crate::text;

    const LINE: &str =
        "202407,505826,0000100000,20260826,20260826,\"通所\",1,0900,1000,\"\",,,\"\"\r\n";

    fn names() -> FileNames {
        FileNames::new(
            "5070022016_43".parse().unwrap(),
            Some("5070100002_11".parse().unwrap()),
            "20260826093000".parse().unwrap(),
        )
    }

    fn month(month: &str) -> MonthPart {
        MonthPart::Month(month.parse().unwrap())
    }

    /// A file of deletions for persons.
    fn deletions(persons: &[&str]) -> FileDraft {
        let name = names().of_month(FileKind::Dltplan, month("202609"));
        let mut file = FileDraft::new(name.unwrap()).unwrap();
        for person in persons {
            file.push(&deletion(&file, person)).unwrap();
        }
        file
    }

    fn deletion(file: &FileDraft, person: &str) -> Draft {
        let mut draft = file.draft();
        draft
            .set(dltplan::INSURER_NUMBER, "505826".parse().unwrap())
            .and_then(|draft| draft.set(dltplan::INSURED_NUMBER, person.parse().unwrap()))
            .unwrap();
        draft
    }

    fn persons(file: FileDraft) -> Vec<String> {
        let checked = file.finish().unwrap();
        let records = checked.document().records();
        records
            .map(|record| record.field(3).unwrap().text().into_owned())
            .collect()
    }

    /// Table 3 with the bytes of lines; `content` is put where the text 通所 stands.
    fn weekly(content: &[u8]) -> Document {
        let name = names().without_month(FileKind::Up3kyo).unwrap();
        let line = text::encode(LINE).unwrap();
        let at = line
            .windows(4)
            .position(|four| four == text::encode("通所").unwrap());
        let (before, after) = line.split_at(at.unwrap());
        Document::read(&name.to_string(), [before, content, &after[4..]].concat())
    }

    fn refused(result: Result<(), Finding>) -> Code {
        result.unwrap_err().code
    }

    #[test]
    fn records_are_added_put_between_replaced_and_taken_out() {
        let (a, b, c) = ("0000000001", "0000000002", "0000000003");
        let mut file = deletions(&[a, c]);
        file.insert(2, &deletion(&file, b)).unwrap();
        assert_eq!(persons(file.clone()), [a, b, c]);
        file.insert(4, &deletion(&file, a)).unwrap();
        file.replace(1, &deletion(&file, c)).unwrap();
        assert_eq!(persons(file.clone()), [c, b, c, a]);
        file.remove(2).unwrap();
        file.edit(1, |draft| draft.set_text("insured_number", b))
            .unwrap();
        assert_eq!(persons(file.clone()), [b, c, a]);
        for number in [0, 4] {
            assert_eq!(refused(file.remove(number)), Code::NoSuchRecord);
            assert_eq!(refused(file.edit(number, |_| Ok(()))), Code::NoSuchRecord);
            assert!(file.record(number).is_none());
        }
        assert_eq!(
            refused(file.insert(5, &deletion(&file, a))),
            Code::NoSuchRecord
        );
    }

    #[test]
    fn an_edit_that_is_refused_changes_nothing() {
        let mut file = deletions(&["0000000001"]);
        let before = file.written();
        let edit = file.edit(1, |draft| {
            draft.set_text("insurer_number", "131011")?;
            draft.set_text("insured_number", "1")
        });
        assert_eq!(refused(edit), Code::InsuredForm);
        assert_eq!(file.written(), before);
    }

    #[test]
    fn a_file_has_one_kind_one_edition_and_one_month() {
        let mut file = deletions(&["0000000001"]);
        let other = Draft::new(FileKind::Dltjsk).unwrap();
        assert_eq!(refused(file.push(&other)), Code::RecordOfOtherKind);
        let earlier = "DLTPLAN_202609_5070022016_5070100002_20260826093000.CSV";
        let earlier = FileDraft::new(FileName::parse(earlier).0.unwrap()).unwrap();
        assert_eq!(
            refused(file.push(&earlier.draft())),
            Code::RecordOfOtherKind
        );

        let mut draft = deletion(&file, "0000000002");
        draft.set_text("target_month", "202610").unwrap();
        let finding = file.push(&draft).unwrap_err();
        assert_eq!(
            (finding.code, finding.record),
            (Code::MonthDiffersFromName, Some(2))
        );
        assert!(finding.message(Lang::En).contains("202609"));
        assert_eq!(file.record_count(), 1);
    }

    #[test]
    fn the_month_changes_in_the_name_and_in_all_records() {
        let mut file = deletions(&["0000000001", "0000000002"]);
        assert_eq!(
            refused(file.set_month(MonthPart::Zero)),
            Code::MalformedFileName
        );
        file.set_month(month("202610")).unwrap();
        let checked = file.finish().unwrap();
        assert!(checked.document().name().starts_with("DLTPLAN_202610_"));
        assert!(!checked.findings().has_errors());
    }

    #[test]
    fn a_new_name_may_not_change_what_the_file_is() {
        let mut file = deletions(&["0000000001"]);
        let later = FileNames::new(
            "5070022016_43".parse().unwrap(),
            None,
            "20260901000000".parse().unwrap(),
        );
        file.rename(later.of_month(FileKind::Dltplan, month("202609")).unwrap())
            .unwrap();
        for name in [
            later.of_month(FileKind::Dltplan, month("202610")),
            later.of_month(FileKind::Dltjsk, month("202609")),
            Ok(
                FileName::parse("DLTPLAN_202609_5070022016_5070100002_20260826093000.CSV")
                    .0
                    .unwrap(),
            ),
        ] {
            assert_eq!(refused(file.rename(name.unwrap())), Code::MalformedFileName);
        }
        assert!(file.name().to_string().ends_with("_20260901000000.CSV"));
    }

    #[test]
    fn names_that_no_file_has_are_refused() {
        let name = names().of_month(FileKind::Upplan, month("202609")).unwrap();
        let without_month = FileName {
            month: None,
            ..name
        };
        let refused = |name| FileDraft::new(name).unwrap_err().code;
        assert_eq!(refused(without_month), Code::MalformedFileName);
        assert_eq!(refused(names().image(1).unwrap()), Code::MalformedFileName);
    }

    #[test]
    fn an_empty_mandatory_item_and_an_empty_file_are_not_written() {
        let mut file = deletions(&[]);
        let codes = |file: FileDraft| -> Vec<_> {
            let findings = file.finish().unwrap_err();
            findings
                .iter()
                .map(|f| (f.code, f.record, f.item.map(|item| item.no)))
                .collect()
        };
        assert_eq!(codes(file.clone()), [(Code::EmptyFile, None, None)]);
        file.push(&file.draft()).unwrap();
        assert_eq!(
            codes(file),
            [
                (Code::MandatoryEmpty, Some(1), Some(2)),
                (Code::MandatoryEmpty, Some(1), Some(3))
            ]
        );
        let name = names()
            .of_month(FileKind::Dltplan, month("202609"))
            .unwrap();
        let read = Document::read(&name.to_string(), b"202407,505826,,202609\r\n".to_vec());
        assert!(FileDraft::of(&read).unwrap().finish().is_err());
    }

    #[test]
    fn what_was_read_wrong_stays_as_it_was_until_it_is_set() {
        // 外字, and a time that the item does not take.
        let gaiji = b"\xF0\x40\x92\xCA";
        let document = weekly(gaiji);
        let mut file = FileDraft::of(&document).unwrap();
        file.edit(1, |draft| draft.set_text("weekday", "3"))
            .unwrap();
        let edited = file.clone().finish().unwrap();
        let expected = String::from_utf8_lossy(document.bytes()).replace(",1,0900", ",3,0900");
        assert_eq!(String::from_utf8_lossy(edited.document().bytes()), expected);
        let codes: Vec<_> = edited.findings().iter().map(|f| f.code).collect();
        assert_eq!(codes, [Code::Gaiji]);

        file.edit(1, |draft| {
            draft.set(up3kyo::SERVICE_CONTENT, "通所").map(drop)
        })
        .unwrap();
        assert!(file.finish().unwrap().findings().is_empty());
    }

    #[test]
    fn the_form_becomes_strict_and_the_values_stay() {
        let name = names().without_month(FileKind::Up3kyo).unwrap().to_string();
        let loose = "\u{FEFF}CSVバージョン,保険者番号,被保険者番号\n\
            \"202407\",505826,0000100000,20260826,20260826,通所,\"1\",0900,1000,,,,\n\n\
            202407,505826,0000100000,20260826,20260826,\"通\"\"所\",1,0900,1000,\"\",,,\"\"";
        let file =
            FileDraft::of(&Document::read(&name.replace(".CSV", ".csv"), loose.into())).unwrap();
        let strict = file.finish().unwrap();
        assert!(strict.findings().is_empty(), "{:?}", strict.findings());
        assert_eq!(&**strict.document().name(), name);
        let expected = "202407,505826,0000100000,20260826,20260826,\"通所\",1,0900,1000,,,,\r\n\
            202407,505826,0000100000,20260826,20260826,\"通\"\"所\",1,0900,1000,\"\",,,\"\"\r\n";
        assert_eq!(strict.document().bytes(), text::encode(expected).unwrap());
    }

    #[test]
    fn a_file_that_cannot_be_told_apart_for_certain_is_not_edited() {
        let codes = |document: &Document| -> Vec<_> {
            let findings = FileDraft::of(document).unwrap_err();
            findings.iter().map(|finding| finding.code).collect()
        };
        let name = names().without_month(FileKind::Up3kyo).unwrap().to_string();
        for (bytes, code) in [
            (LINE.replace(",1,0900", ",0900"), Code::ColumnCount),
            (LINE.replace("\"通所\"", "\"通所"), Code::UnterminatedQuote),
            (LINE.replace("\"通所\"", "\"通\"所"), Code::TextAfterQuote),
            (LINE.replace("\"通所\"", "通\"所"), Code::StrayQuote),
        ] {
            let document = Document::read(&name, text::encode(&bytes).unwrap());
            assert!(codes(&document).contains(&code), "{code:?}");
            assert!(Draft::of(document.record(1).unwrap()).is_err());
        }
        let utf8 = Document::read(&name, LINE.replace("通所", "通𠮷").into());
        assert!(codes(&utf8).contains(&Code::CharacterNotInMs932));
        let other = Document::read("plan.csv", LINE.into());
        assert_eq!(codes(&other), [Code::UnknownFileName]);
        let malformed = Document::read("UP3KYO_1.CSV", text::encode(LINE).unwrap());
        assert_eq!(codes(&malformed), [Code::MalformedFileName]);
        let earlier = "DLTPLAN_202609_5070022016_5070100002_20260826093000.CSV";
        let earlier = Document::read(earlier, b"202407,505826,0000100000,202609\r\n".to_vec());
        assert!(codes(&earlier).contains(&Code::NameOfOtherEdition));
    }

    #[test]
    fn files_of_earlier_editions_stay_of_their_edition() {
        let name = "DLTPLAN_202609_5070022016_5070100002_20260826093000.CSV";
        let bytes = b"202208,505826,0000100000,202609\r\n".to_vec();
        let mut file = FileDraft::of(&Document::read(name, bytes.clone())).unwrap();
        file.push(&deletion(&file, "0000100001")).unwrap();
        let written = file.finish().unwrap();
        assert_eq!(&written.document().bytes()[..33], bytes);
        assert!(written.document().bytes()[33..].starts_with(b"202208,"));
        assert!(!written.findings().has_errors());
    }

    #[test]
    fn debug_shows_no_values() {
        let file = deletions(&["0000100000"]);
        let shown = format!("{file:?} {:?}", file.record(1));
        assert!(
            !shown.contains("0000100000") && shown.contains("Dltplan"),
            "{shown}"
        );
        let refused = file.draft().set(upplan::UNITS, 1).map(drop).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "CP2303: The layout of DLTPLAN (edition 4.1) does not have the item that was asked for."
        );
    }
}
