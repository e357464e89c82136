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
    let person = |number: u8| format!("000000000{number}");
    let mut file = deletions(&[&person(1), &person(3)]);
    file.insert(2, &deletion(&file, &person(2))).unwrap();
    assert_eq!(persons(file.clone()), [1, 2, 3].map(person));
    file.insert(4, &deletion(&file, &person(4))).unwrap();
    file.replace(1, &deletion(&file, &person(5))).unwrap();
    assert_eq!(persons(file.clone()), [5, 2, 3, 4].map(person));
    file.remove(2).unwrap();
    file.edit(1, |draft| draft.set_text("insured_number", &person(6)))
        .unwrap();
    assert_eq!(persons(file.clone()), [6, 3, 4].map(person));
    for number in [0, 4] {
        assert_eq!(refused(file.remove(number)), Code::NoSuchRecord);
        assert_eq!(refused(file.edit(number, |_| Ok(()))), Code::NoSuchRecord);
        assert!(file.record(number).is_none());
    }
    assert_eq!(
        refused(file.insert(5, &deletion(&file, &person(7)))),
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
    let file = FileDraft::of(&Document::read(&name.replace(".CSV", ".csv"), loose.into())).unwrap();
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

#[test]
fn a_second_header_is_not_lost_as_the_first() {
    let header = "CSVバージョン,保険者番号,被保険者番号,削除対象年月\r\n";
    let text = header.repeat(2) + "202407,505826,0000100000,202609\r\n";
    let name = "DLTPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV";
    let bytes = text::encode(&text).unwrap();
    let file = FileDraft::of(&Document::read(name, bytes)).unwrap();
    assert_eq!(file.record_count(), 2);
    let told = file.finish().unwrap_err();
    assert!(told.iter().any(|finding| finding.code == Code::HeaderRow));
}
