//! Damaged files become findings that say where and what next; they never stop anything and never panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::sync::Arc;

use careplan_blackbox_tests::explained::assert_finding_explained;
use careplan_blackbox_tests::samples::{self, File, file_of, files};
use careplan_core::check::CheckedDocument;
use careplan_core::finding::{Code, Finding, Severity};
use careplan_core::message::MessageSet;

const SET: &str = "sets/5070100002_11";

fn plan() -> File {
    file_of(SET, "UPPLAN")
}

fn supplement() -> File {
    file_of(SET, "UPHOSOKU")
}

fn read(name: &str, bytes: Vec<u8>) -> CheckedDocument {
    let original = bytes.clone();
    let checked = CheckedDocument::read(name, bytes);
    assert!(checked.document().bytes() == original, "the bytes are kept");
    checked.findings().iter().for_each(assert_finding_explained);
    checked
}

/// The one error among the findings.
#[track_caller]
fn only_error(checked: &CheckedDocument) -> &Finding {
    let errors = checked.findings().iter();
    let errors: Vec<_> = errors
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors[0]
}

fn place_of(finding: &Finding) -> (Code, Option<u32>, Option<u16>) {
    let item = finding.item.map(|item| item.no);
    (finding.code, finding.record, item)
}

fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes
        .split_inclusive(|&byte| byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect()
}

/// Where a text in MS932 begins.
fn position(bytes: &[u8], part: &[u8]) -> usize {
    bytes
        .windows(part.len())
        .position(|window| window == part)
        .unwrap()
}

#[test]
fn the_samples_themselves_have_no_errors() {
    for (name, bytes) in files(SET) {
        assert!(!read(&name, bytes).findings().has_errors(), "{name}");
    }
}

#[test]
fn a_truncated_file_is_told_with_its_last_record() {
    let (name, mut bytes) = plan();
    let records = lines(&bytes).len() as u32;
    // Cut between two items, outside quotes.
    bytes.truncate(bytes.iter().rposition(|&byte| byte == b'"').unwrap() + 1);
    let checked = read(&name, bytes);
    let error = only_error(&checked);
    assert_eq!(place_of(error), (Code::Truncated, Some(records), None));
}

#[test]
fn a_file_cut_within_quotes_is_told_with_the_item_that_was_open() {
    let (name, mut bytes) = plan();
    let records = lines(&bytes).len() as u32;
    bytes.truncate(bytes.iter().rposition(|&byte| byte == b'"').unwrap() - 2);
    let checked = read(&name, bytes);
    let error = only_error(&checked);
    // Item 21 is the office's name.
    assert_eq!(place_of(error), (Code::Truncated, Some(records), Some(21)));
}

#[test]
fn a_file_cut_at_any_length_is_read_and_never_free_of_findings() {
    for (name, bytes) in files(SET) {
        for length in (0..bytes.len()).step_by(37) {
            let cut = bytes[..length].to_vec();
            let whole_lines = length > 0 && cut.ends_with(b"\r\n");
            let checked = read(&name, cut);
            assert!(
                whole_lines || !checked.findings().is_empty(),
                "{name} {length}"
            );
        }
    }
}

#[test]
fn a_wrong_column_count_is_told_with_its_record() {
    let (name, bytes) = plan();
    for change in [&b"X,"[..], b",,,"] {
        let mut lines = lines(&bytes);
        lines[4] = [change, &lines[4][..]].concat();
        let checked = read(&name, lines.concat());
        assert_eq!(
            place_of(only_error(&checked)),
            (Code::ColumnCount, Some(5), None)
        );
    }
}

#[test]
fn a_missing_column_in_every_record_is_told_for_every_record() {
    let (name, bytes) = plan();
    let shorter = lines(&bytes)
        .iter()
        .map(|line| line[7..].to_vec())
        .collect::<Vec<_>>();
    let checked = read(&name, shorter.concat());
    assert_eq!(checked.findings().errors(), shorter.len());
}

#[test]
fn an_unterminated_quote_is_told_with_record_and_item() {
    let (name, bytes) = supplement();
    let mut lines = lines(&bytes);
    // The kana name is item 5 and the first in quotes.
    let quote = position(&lines[2], b"\"");
    let closing = quote + 1 + position(&lines[2][quote + 1..], b"\"");
    lines[2].remove(closing);
    let checked = read(&name, lines.concat());
    let finding = checked.findings().iter().next().unwrap();
    assert_eq!(
        (finding.severity, finding.record),
        (Severity::Error, Some(3))
    );
    assert_eq!(finding.item.unwrap().no, 5);
}

#[test]
fn a_quote_that_swallows_the_rest_is_called_unterminated() {
    let (name, bytes) = plan();
    let mut lines = lines(&bytes);
    let last = lines.len() - 1;
    let closing = lines[last].iter().rposition(|&byte| byte == b'"').unwrap();
    lines[last].remove(closing);
    let checked = read(&name, lines.concat());
    let error = only_error(&checked);
    assert_eq!(
        (error.code, error.record),
        (Code::UnterminatedQuote, Some(last as u32 + 1))
    );
    assert!(error.item.is_some());
}

#[test]
fn bytes_that_are_not_ms932_are_told_with_record_and_item() {
    let (name, bytes) = supplement();
    // The last is the first half of a character without its second.
    for broken in [&b"\x81\x20"[..], b"\xFF", b"\xA0", b"\x81"] {
        let mut lines = lines(&bytes);
        let closing = position(&lines[1], b"\",\"");
        lines[1].splice(closing - 2..closing, broken.iter().copied());
        let checked = read(&name, lines.concat());
        let expected = (Code::NotMs932, Some(2), Some(5));
        assert_eq!(place_of(only_error(&checked)), expected, "{broken:?}");
    }
}

#[test]
fn utf_8_is_told_as_such_and_still_read() {
    let (name, _) = supplement();
    let text = "202407,508218,0000100007,00000000,\"キンジョウ\",\"金城\",2,19460211\r\n";
    let checked = read(&name, text.as_bytes().to_vec());
    assert!(
        checked
            .findings()
            .iter()
            .any(|finding| finding.code == Code::Utf8)
    );
    assert_eq!(checked.document().record_count(), 1);
}

#[test]
fn an_empty_file_is_told_as_such() {
    for (name, _) in files(SET) {
        let checked = read(&name, Vec::new());
        assert_eq!(
            place_of(only_error(&checked)),
            (Code::EmptyFile, None, None)
        );
    }
}

#[test]
fn a_file_of_line_ends_only_is_told_as_empty() {
    let checked = read(&plan().0, b"\r\n\r\n\r\n".to_vec());
    assert_eq!(only_error(&checked).code, Code::EmptyFile);
}

#[test]
fn an_unknown_file_name_is_told_as_such() {
    for name in [
        "予定.csv",
        "UPXXXX_202609.CSV",
        "",
        ".",
        "export (1).CSV",
        "利用者一覧.xlsx",
    ] {
        let checked = read(name, plan().1);
        assert_eq!(
            place_of(only_error(&checked)),
            (Code::UnknownFileName, None, None),
            "{name}"
        );
    }
}

#[test]
fn a_part_of_the_name_that_is_wrong_is_told_as_such() {
    let (name, bytes) = plan();
    for (good, bad) in [
        ("_202609_", "_202613_"),
        ("_5070022016_", "_507002201_"),
        ("_43_", "_4_"),
        (samples::STAMP, "20260230093000"),
        (".CSV", ".TXT"),
    ] {
        let checked = read(&name.replace(good, bad), bytes.clone());
        let codes: Vec<_> = checked
            .findings()
            .iter()
            .map(|finding| finding.code)
            .collect();
        assert!(codes.contains(&Code::MalformedFileName), "{bad}: {codes:?}");
    }
}

#[test]
fn a_flipped_byte_anywhere_never_panics() {
    for (name, bytes) in files(SET) {
        for place in (0..bytes.len()).step_by(211) {
            for mask in [0x01, 0x80, 0xFF] {
                let mut changed = bytes.clone();
                changed[place] ^= mask;
                read(&name, changed);
            }
        }
    }
}

#[test]
fn files_that_are_no_text_at_all_are_read_as_findings() {
    let noise: Vec<u8> = (0..100_000u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    for bytes in [
        noise,
        vec![0; 10_000],
        vec![b'"'; 10_001],
        vec![b','; 10_000],
        b"PK\x03\x04".to_vec(),
    ] {
        assert!(read(&plan().0, bytes).findings().has_errors());
    }
}

#[test]
fn a_damaged_file_keeps_its_set_from_being_sent_and_says_which() {
    let documents = files(SET).into_iter().map(|(name, mut bytes)| {
        if name.starts_with("UPSIKYU") {
            bytes.truncate(bytes.len() - 40);
        }
        Arc::new(CheckedDocument::read(&name, bytes))
    });
    let findings = MessageSet::build(documents.collect()).unwrap_err();
    let finding = findings.iter().next().unwrap();
    assert_eq!(finding.code, Code::SetHasErrors);
    assert!(finding.file.starts_with("UPSIKYU"));
    findings.iter().for_each(assert_finding_explained);
}

/// At least this many bytes of the sample's records, over and over.
const LARGE: usize = 200_000_000;

#[test]
fn a_file_of_200_megabytes_is_read_and_its_last_record_checked() {
    let (name, bytes) = plan();
    let line = lines(&bytes).swap_remove(0);
    let records = LARGE.div_ceil(line.len());
    let mut large = line.repeat(records);
    large.extend_from_slice(b"202407,508218\r\n");
    let checked = CheckedDocument::read(&name, large);
    assert_eq!(checked.document().record_count(), records + 1);
    assert_eq!(
        place_of(only_error(&checked)),
        (Code::ColumnCount, Some(records as u32 + 1), None)
    );
}

#[test]
fn a_file_of_200_megabytes_of_faults_does_not_fill_the_memory_with_findings() {
    let line = [&b"x".repeat(98)[..], b"\r\n"].concat();
    let checked = CheckedDocument::read(&plan().0, line.repeat(LARGE / line.len()));
    assert_eq!(checked.findings().errors(), LARGE / 100);
    assert!(checked.findings().len() <= careplan_core::finding::Findings::MOST + 1);
}

/// Each of these cost minutes or gigabytes for a file of some hundred kilobytes where a list grew or was searched anew.
#[test]
fn files_of_nothing_but_delimiters_are_read_in_their_stride() {
    let (name, _) = plan();
    let quotes = b"a\"b\r\n".repeat(200_000);
    assert_eq!(read(&name, quotes).document().record_count(), 200_000);
    let lines = b"a\n".repeat(1_000_000);
    assert_eq!(read(&name, lines).findings().errors(), 1_000_000);
    let commas = b",".repeat(20_000_000);
    let checked = read(&name, commas);
    assert_eq!(only_error(&checked).code, Code::ColumnCount);
    let endless = b"x\",".repeat(1_000_000);
    assert!(read(&name, endless).findings().has_errors());
}
