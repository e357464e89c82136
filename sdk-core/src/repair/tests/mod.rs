mod properties;

use super::*;
use crate::check::CheckedDocument;
use crate::finding::Code;
use crate::text::{self, How};

const DLT: &str = "DLTPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV";
const ROW: &str = "202407,505826,0000100000,202609\r\n";
const PLAN: &str = "UPPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV";

fn repaired(name: &str, bytes: &[u8]) -> Repaired {
    repair(
        &Document::read(name, bytes.to_vec()),
        &RepairOptions::default(),
    )
}

fn whats(repaired: &Repaired) -> Vec<Repair> {
    repaired.changes.iter().map(|change| change.what).collect()
}

/// A row of table 6 with other values in some items.
fn plan(set: &[(&str, &str)]) -> Vec<u8> {
    let row = "202407,505826,0000100000,20260826,202609,5070022016,\"担当\",244,,20260901,,0900,1000,1,111111,,,,,5070100002,,,0,5070022016,\r\n";
    let items = FileKind::Upplan.layout().unwrap().items;
    let mut values: Vec<&str> = row.trim_end().split(',').collect();
    for (ident, value) in set {
        let index = items.iter().position(|item| item.ident == *ident).unwrap();
        values[index] = value;
    }
    text::encode(&(values.join(",") + "\r\n")).unwrap()
}

#[test]
fn the_form_of_a_file_is_mended() {
    use Repair::*;
    let cases: &[(&[u8], &[Repair])] = &[
        (b"202407,505826,0000100000,202609\r\n", &[]),
        (
            b"\xEF\xBB\xBF202407,505826,0000100000,202609\r\n",
            &[ByteOrderMark],
        ),
        (b"202407,505826,0000100000,202609\n", &[LineEnds]),
        (b"202407,505826,0000100000,202609\r", &[LineEnds]),
        (b"202407,505826,0000100000,202609", &[FinalLineEnd]),
        (
            b"\r\n202407,505826,0000100000,202609\r\n\r\n",
            &[BlankLines],
        ),
        (
            b",,,\r\n202407,505826,0000100000,202609\r\n,,\r\n,,,",
            &[EmptyRecords],
        ),
        (b"202407,505826,0000100000,202609\r\n\x1A", &[Padding]),
        (
            b"202407,505826,0000100000,202609\0\0\0",
            &[Padding, FinalLineEnd],
        ),
        (
            b"\"202407\",\"505826\",0000100000,202609\r\n",
            &[QuotesRemoved, QuotesRemoved],
        ),
        (b"202407,505826,=\"0000100000\",202609\r\n", &[ExcelWrapper]),
        (
            b"202407,505826,\"=\"\"0000100000\"\"\",202609\r\n",
            &[ExcelWrapper],
        ),
        (b"202407,505826,0000100000,202609,,,\r\n", &[SurplusItems]),
        (b"202410,505826,0000100000,202609\r\n", &[Version]),
        (b"202407,505826,0000100000,2026/09\r\n", &[DateForm]),
        (b"202407,505826,0000100000 ,202609\r\n", &[Blanks]),
        (b"202407\t505826\t0000100000\t202609\r\n", &[Tabs]),
    ];
    for (bytes, expected) in cases {
        let repaired = repaired(DLT, bytes);
        assert_eq!(whats(&repaired), *expected);
        assert_eq!(repaired.bytes, ROW.as_bytes(), "{expected:?}");
        assert_eq!((&*repaired.name, repaired.obstacle), (DLT, None));
        let again = CheckedDocument::read(DLT, repaired.bytes);
        assert!(again.findings().is_empty(), "{:?}", again.findings());
    }
}

#[test]
fn headers_go_in_either_encoding() {
    let header = "CSVバージョン,保険者番号,被保険者番号,対象年月\r\n";
    for (bytes, expected) in [
        (text::encode(header).unwrap(), &[Repair::HeaderRow][..]),
        (
            header.as_bytes().to_vec(),
            &[Repair::Utf8, Repair::HeaderRow],
        ),
    ] {
        let repaired = repaired(DLT, &[&bytes, ROW.as_bytes()].concat());
        assert_eq!(whats(&repaired), expected);
        assert_eq!(repaired.bytes, ROW.as_bytes());
    }
}

#[test]
fn items_are_mended_by_their_type_and_counted() {
    use Repair::*;
    let cases: &[(&str, &str, &str, Repair)] = &[
        ("planner_name", "担当", "\"担当\"", QuotesAdded),
        ("units", "２４４", "244", HalfWidth),
        ("service_date", "2026/9/1", "20260901", DateForm),
        ("service_from", "9:00", "0900", TimeForm),
        ("identifier", "1", "", UnusedEmptied),
        ("tais_code", "00001－000010", "00001-000010", HalfWidth),
        (
            "service_office",
            "=\"5070100002\"",
            "5070100002",
            ExcelWrapper,
        ),
    ];
    for (ident, wrong, right, what) in cases {
        let bytes = plan(&[(ident, wrong)]).repeat(3);
        let repaired = repaired(PLAN, &bytes);
        assert_eq!(repaired.bytes, plan(&[(ident, right)]).repeat(3), "{ident}");
        let [change] = &repaired.changes[..] else {
            panic!("{:?}", repaired.changes);
        };
        let no = FileKind::Upplan.layout().unwrap().no(ident);
        assert_eq!(
            (
                change.what,
                change.record,
                change.count,
                change.item.map(|item| item.no)
            ),
            (*what, Some(1), 3, no)
        );
    }
}

#[test]
fn no_value_is_guessed() {
    for (ident, value) in [
        ("insured_number", "000100001"),
        ("service_date", "R8.9.1"),
        ("units", ""),
        ("units", "\"1,000\""),
        ("csv_version", "202208"),
        ("csv_version", "202504"),
        ("csv_version", ""),
        ("service_code", "11"),
        ("planner_name", "\" 担当 \""),
    ] {
        let bytes = plan(&[(ident, value)]);
        let repaired = repaired(PLAN, &bytes);
        assert_eq!(
            (repaired.bytes, repaired.changes),
            (bytes, vec![]),
            "{ident}"
        );
    }
}

#[test]
fn surplus_items_with_a_value_or_in_some_records_stay() {
    for text in [
        format!("{}x\r\n", ROW.trim_end().to_owned() + ",,"),
        format!("{ROW}{},\r\n", ROW.trim_end()),
        // The version is of another edition: which layout the file has is not certain.
        format!("{},\r\n", ROW.trim_end()).replace("202407", "202208"),
    ] {
        assert_eq!(repaired(DLT, text.as_bytes()).changes, []);
    }
}

#[test]
fn a_version_is_mended_only_where_all_else_says_4_1() {
    let wrong = ROW.replace("202407", "202410");
    let older = "DLTPLAN_202609_5070022016_5070100002_20260826093000.CSV";
    assert_eq!(repaired(older, wrong.as_bytes()).changes, []);
    let odd = format!("{wrong}202410,1\r\n");
    assert_eq!(repaired(DLT, odd.as_bytes()).changes, []);
    let mixed = format!("{ROW}{wrong}");
    let repaired = repaired(DLT, mixed.as_bytes());
    assert_eq!(repaired.bytes, ROW.repeat(2).as_bytes());
    assert_eq!(repaired.changes[0].record, Some(2));
}

#[test]
fn unicode_becomes_ms932_and_what_that_lacks_is_told() {
    let text = "202407,505826,0000100000,20260826,202609,5070022016,\"𠮷野～噓\",244,,20260901,,0900,1000,1,111111,,,,,5070100002,,,0,5070022016,\r\n";
    let utf16 = |to: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{FEFF}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(to)
            .collect()
    };
    let expected = plan(&[("planner_name", "\"〓野～嘘\"")]);
    for (bytes, what) in [
        (text.as_bytes().to_vec(), &[Repair::Utf8][..]),
        (
            format!("\u{FEFF}{text}").into_bytes(),
            &[Repair::Utf8, Repair::ByteOrderMark],
        ),
        (utf16(u16::to_le_bytes), &[Repair::Utf16]),
        (utf16(u16::to_be_bytes), &[Repair::Utf16]),
    ] {
        let repaired = repair(&Document::read(PLAN, bytes), &replacing_all());
        assert_eq!(repaired.bytes, expected);
        let mut found = whats(&repaired);
        found.retain(|found| *found != Repair::Substituted);
        assert_eq!(found, what);
        let told: Vec<_> = repaired
            .changes
            .iter()
            .filter_map(|change| {
                let substitution = change.substitution.as_ref()?;
                Some((
                    change.record,
                    change.item.map(|item| item.no),
                    &*substitution.original,
                    &*substitution.replacement,
                    substitution.how,
                ))
            })
            .collect();
        assert_eq!(
            told,
            [
                (Some(1), Some(7), "𠮷", "〓", How::LastResort),
                (Some(1), Some(7), "噓", "嘘", How::NtaShrink)
            ]
        );
        let shown = format!("{repaired:?}");
        assert!(!shown.contains('𠮷') && !shown.contains('嘘'), "{shown}");
    }
}

fn replacing_all() -> RepairOptions {
    RepairOptions {
        substitutions: Substitutions::new(),
    }
}

/// The name of a person would be another one, and nobody could tell what it was.
#[test]
fn no_character_is_lost_unless_the_caller_says_so() {
    for name in ["𠮷野", "噓"] {
        let text = format!("202407,505826,0000100000,20260826,202609,5070022016,{name},244\r\n");
        let repaired = repaired(PLAN, text.as_bytes());
        assert_eq!(repaired.bytes, text.as_bytes());
        assert!(matches!(repaired.obstacle, Some(Obstacle::NotMs932 { .. })));
    }
    let row = plan(&[("planner_name", "\"@\"")]);
    let at = row.iter().position(|byte| *byte == b'@').unwrap();
    let gaiji = [&row[..at], b"\xF0\x40", &row[at + 1..]].concat();
    assert_eq!(repaired(PLAN, &gaiji).changes, []);
}

#[test]
fn a_character_that_may_not_be_replaced_leaves_the_content_alone() {
    let options = RepairOptions::default();
    let text = "202407,505826,0000100000,20260826,202609,5070022016,𠮷,244\r\n";
    let document = Document::read(&PLAN.replace("CSV", "csv"), text.as_bytes().to_vec());
    let repaired = repair(&document, &options);
    assert_eq!(repaired.bytes, text.as_bytes());
    assert_eq!(whats(&repaired), [Repair::FileName]);
    let item = None;
    assert_eq!(
        repaired.obstacle,
        Some(Obstacle::NotMs932 {
            record: Some(1),
            item
        })
    );
}

#[test]
fn gaiji_go_through_the_table_and_the_bytes_around_them_stay() {
    let options = RepairOptions {
        substitutions: Substitutions::new().own("\u{E000}", "邉").unwrap(),
    };
    // ED A1 is the NEC code of a character that encodes to another; 82 alone is no character.
    let item = |name: &[u8]| [b"\"", name, b"\""].concat();
    let file = |name: &[u8]| {
        let row = plan(&[("planner_name", "@")]);
        let at = row.iter().position(|byte| *byte == b'@').unwrap();
        [&row[..at], &item(name), &row[at + 1..]].concat()
    };
    let document = Document::read(PLAN, file(b"\xED\xA1\xF0\x40\x82\xA0\x82"));
    let repaired = repair(&document, &options);
    let written = [
        &b"\xED\xA1"[..],
        &text::encode("邉").unwrap(),
        b"\x82\xA0\x82",
    ]
    .concat();
    assert_eq!(repaired.bytes, file(&written));
    assert_eq!(whats(&repaired), [Repair::Substituted]);
}

#[test]
fn with_broken_quotes_only_the_file_as_a_whole_is_mended() {
    let broken = "202407,\"50\"5826,\"0000100000\",202609\n";
    let bytes = [b"\xEF\xBB\xBF", broken.as_bytes(), b"\x1A"].concat();
    let repaired = repaired(&DLT.replace(".CSV", " (1).csv"), &bytes);
    assert_eq!(repaired.bytes, broken.as_bytes());
    assert_eq!(repaired.name, DLT);
    assert_eq!(repaired.obstacle, Some(Obstacle::BrokenQuotes));
    assert_eq!(
        whats(&repaired),
        [Repair::FileName, Repair::ByteOrderMark, Repair::Padding]
    );
}

#[test]
fn broken_quotes_do_not_keep_a_file_in_utf8() {
    let broken = "202407,505826,佐\"藤,噓\n";
    let document = Document::read(DLT, broken.as_bytes().to_vec());
    let repaired = repair(&document, &replacing_all());
    assert_eq!(
        repaired.bytes,
        text::encode("202407,505826,佐\"藤,嘘\n").unwrap()
    );
    assert_eq!(whats(&repaired), [Repair::Utf8, Repair::Substituted]);
}

#[test]
fn a_file_that_breaks_off_still_looks_like_one() {
    let text = format!("{ROW}202407,5058").replace("\r\n", "\n");
    let repaired = repaired(DLT, text.as_bytes());
    assert_eq!(repaired.bytes, format!("{ROW}202407,5058").as_bytes());
    let again = CheckedDocument::read(DLT, repaired.bytes);
    assert_eq!(
        again.findings().iter().next().unwrap().code,
        Code::Truncated
    );
}

#[test]
fn what_is_not_understood_is_not_touched() {
    let image = "UPKIHON_IMAGE_5070022016_43_5070100002_11_20260826093000_0001.jpg";
    for (name, bytes, obstacle) in [
        (
            "yotei (1).csv",
            &b"\xEF\xBB\xBFa\n"[..],
            Some(Obstacle::UnknownKind),
        ),
        (image, b"\xFF\xD8\xFF\n\n\x1A", None),
        (DLT, b"1\t2\t3\n", None),
        (DLT, b"1\t2\t3\t4\t5\n", Some(Obstacle::TabsUnclear)),
        (
            DLT,
            "\u{FEFF}é,1,2,3\n".as_bytes(),
            Some(Obstacle::EncodingUnclear),
        ),
        (DLT, b"\xFF\xFE2\0,", Some(Obstacle::EncodingUnclear)),
    ] {
        let repaired = repaired(name, bytes);
        assert_eq!(repaired.obstacle, obstacle, "{name}");
        if obstacle.is_some() || name == image {
            assert_eq!((&*repaired.bytes, &*repaired.changes), (bytes, &[][..]));
        }
    }
}

#[test]
fn excel_wrappers_are_found_in_long_files_too() {
    let wrong = ROW.replace("0000100000", "=\"0000100000\"");
    let repaired = repaired(DLT, wrong.repeat(12_000).as_bytes());
    assert_eq!(repaired.bytes, ROW.repeat(12_000).as_bytes());
    assert_eq!(repaired.changes[0].count, 12_000);
    let mut broken = wrong.repeat(12_000);
    broken.push_str("202407,505826,\"0000100000,202609\r\n");
    let document = Document::read(DLT, broken.into_bytes());
    let repaired = repair(&document, &RepairOptions::default());
    assert_eq!(repaired.obstacle, Some(Obstacle::BrokenQuotes));
}

#[test]
fn the_sample_month_needs_nothing() {
    let mut folders = vec![std::path::PathBuf::from("../samples/data")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "CSV") {
                let bytes = std::fs::read(&path).unwrap();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                let repaired = repaired(&name, &bytes);
                assert_eq!(
                    (&*repaired.name, repaired.changes, repaired.obstacle),
                    (&*name, vec![], None)
                );
                assert_eq!(repaired.bytes, bytes);
                files += 1;
            }
        }
    }
    assert!(files > 20, "{files}");
}
