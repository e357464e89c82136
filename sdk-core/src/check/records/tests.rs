use proptest::prelude::*;

use super::*;
use crate::check::pass;
use crate::finding::{CheckProfile, Severity};

const NAME: &str = "DLTPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV";

fn found(document: &Document, ranges: usize) -> Findings {
    found_with(document, ranges, &CheckProfile::standard())
}

fn found_with(document: &Document, ranges: usize, profile: &CheckProfile) -> Findings {
    let mut findings = profile.findings(None);
    pass::check(document, ranges, &mut findings);
    findings.finish()
}

proptest! {
    #[test]
    fn ranges_find_what_is_found_in_one_go(
        rows in proptest::collection::vec((0..12usize, 1..4usize), 0..20),
        ranges in 2..9usize,
    ) {
        let lines: Vec<&[u8]> = vec![
            b"202407,505826,0000100000,202609\r\n",
            b"202407,505826,0000100001,202609\r\n",
            b"202410,505826,0000100000,202609\r\n",
            b"202407,505826,0000100000,202610\r\n",
            b"202407,\"505826\",0000100000,202609\r\n",
            b"202407,50582,0000100000,202609\r\n",
            b"202407,,0000100000,202609\r\n",
            b"202407,505826,0000100000\r\n",
            b",,,\r\n",
            b"202407,5058\"6,0000100000,202609\r\n",
            b"202407,\"50582\"6,000010000,202609\r\n",
            b"202407,505826,0000100000,202609",
        ];
        let repeated = rows.iter().flat_map(|&(line, times)| std::iter::repeat_n(lines[line], times));
        let document = Document::read(NAME, repeated.collect::<Vec<_>>().concat());
        let own = CheckProfile::standard()
            .with(Code::InsurerForm, None)
            .with(Code::QuoteUnneeded, Some(Severity::Warning))
            .with(Code::MandatoryEmpty, Some(Severity::Note));
        for profile in [CheckProfile::standard(), own] {
            let whole = found_with(&document, 1, &profile);
            prop_assert_eq!(found_with(&document, ranges, &profile), whole);
        }
    }
}

#[test]
fn a_flood_in_ranges_keeps_the_findings_of_one_go() {
    let warning = b"202407,505826,0000100000,202609\r\n202407,505826,0000100000\r\n".repeat(4_000);
    let fault = b"202407,50582,0000100000,202609\r\n".repeat(9_000);
    for bytes in [[warning.as_slice(), &fault].concat(), fault.repeat(3)] {
        let document = Document::read(NAME, bytes);
        let whole = found(&document, 1);
        assert_eq!(found(&document, 3), whole);
        assert_eq!(
            whole.iter().map(|finding| finding.code).next_back(),
            Some(Code::MoreFindings)
        );
    }
}

#[test]
fn how_a_file_ends_is_told_once() {
    let row = "202407,505826,0000100000,202609";
    for (end, expected) in [
        ("\r\n", None),
        ("", Some(Code::NoFinalLineEnd)),
        ("\r\n\x1A", Some(Code::EndPadding)),
        ("\x1A\r\n", Some(Code::EndPadding)),
        ("\r\n\0\0", Some(Code::EndPadding)),
        ("\r\n202407,505826\0\0", Some(Code::Truncated)),
    ] {
        let document = Document::read(NAME, [row, end].concat().into_bytes());
        let told: Vec<_> = found(&document, 1).iter().map(|f| f.code).collect();
        assert_eq!(told, Vec::from_iter(expected), "{end:?}");
    }
}

#[test]
fn a_record_without_a_value_is_told_as_such_and_judges_no_other() {
    let row = "202407,505826,0000100000,202609\r\n";
    for (empty, end) in [
        (",,,", "\r\n"),
        (",", "\r\n"),
        ("\"\",,\"\",", ""),
        ("\"\"", "\r\n"),
    ] {
        for lines in [[row, empty, end], [empty, "\r\n", row]] {
            let document = Document::read(NAME, lines.concat().into_bytes());
            let told = crate::check::check(&document);
            let told: Vec<_> = told.iter().map(|f| f.code).collect();
            assert_eq!(
                told.iter()
                    .filter(|code| **code == Code::EmptyRecord)
                    .count(),
                1,
                "{lines:?}"
            );
            let others = told
                .iter()
                .all(|code| matches!(code, Code::EmptyRecord | Code::NoFinalLineEnd));
            assert!(others, "{lines:?} {told:?}");
        }
    }
}
