//! Every rule between files, on a set that is right but for one thing.

mod of_care_plans;
mod of_prevention;
mod of_use_slips;

use proptest::prelude::*;

use super::*;
use crate::finding::Lang;

const PARTIES: &str = "5070022016_43_5070100002_11_20260826093000";
const ANNA: &str = "0000100000";
const BERTA: &str = "0000100007";

type Cells<'a> = &'a [(&'a str, &'a str)];

/// A file of records of persons, each with some items filled.
fn file(kind: FileKind, records: &[(&str, Cells<'_>)]) -> Document {
    let items = kind.layout().unwrap().items;
    let mut text = String::new();
    for (person, cells) in records {
        let value = |ident: &str| match ident {
            "csv_version" => "202407",
            "insurer_number" => "505826",
            "insured_number" => person,
            "service_office" => cells
                .iter()
                .find(|(name, _)| *name == ident)
                .map_or("5070100002", |cell| cell.1),
            _ => cells
                .iter()
                .find(|(name, _)| *name == ident)
                .map_or("", |cell| cell.1),
        };
        let values: Vec<_> = items.iter().map(|item| value(item.ident)).collect();
        text += &(values.join(",") + "\r\n");
    }
    let month = if kind.month_in_name() { "_202609" } else { "" };
    Document::read(&format!("{kind}{month}_{PARTIES}.CSV"), text.into_bytes())
}

fn told(kind: SetKind, documents: &[&Document]) -> Vec<(Code, String, Option<u32>)> {
    let mut findings = Findings::default();
    check_on(kind, documents, 1, &mut findings);
    let mut on_threads = Findings::default();
    check_on(kind, documents, 2, &mut on_threads);
    assert_eq!(on_threads, findings, "on two threads");
    let findings = findings.finish();
    let prefix = |name: &str| {
        FileKind::of_name(name)
            .map_or("", FileKind::prefix)
            .to_owned()
    };
    findings
        .iter()
        .map(|finding| (finding.code, prefix(&finding.file), finding.record))
        .collect()
}

fn only(code: Code, kind: FileKind, record: u32) -> Vec<(Code, String, Option<u32>)> {
    vec![(code, kind.prefix().to_owned(), Some(record))]
}

#[test]
fn deletions_name_what_was_sent() {
    use FileKind::*;
    type Case = (
        FileKind,
        FileKind,
        Cells<'static>,
        Cells<'static>,
        Cells<'static>,
    );
    let cases: [Case; 5] = [
        (
            Dlt1kyo,
            Up1kyo,
            of_care_plans::ON_15TH,
            of_care_plans::ON_15TH,
            of_care_plans::ON_1ST,
        ),
        (
            Dltplan,
            Upplan,
            &[("target_month", "202609")],
            &[("target_month", "202609")],
            &[("target_month", "202608")],
        ),
        (
            Dltjsk,
            Upjsk,
            &[("target_month", "202609"), ("service_kind", "11")],
            &[("target_month", "202609"), ("service_code", "111111")],
            &[("target_month", "202609"), ("service_code", "151111")],
        ),
        (
            Dltkihon,
            Upkihon,
            &[("consulted_on", "20260801")],
            &[("consulted_on", "20260801")],
            &[("consulted_on", "20260802")],
        ),
        (
            Dltyobo,
            Upyobo,
            &[("plan_date", "20260801")],
            &[("plan_date", "20260801")],
            &[("plan_date", "20260802")],
        ),
    ];
    for (deletion, kind, cells, right, wrong) in cases {
        let deletion = file(deletion, &[(ANNA, cells)]);
        let codes = |earlier: &[&Document]| -> Vec<Code> {
            deletions_against(&deletion, earlier)
                .iter()
                .map(|finding| finding.code)
                .collect()
        };
        let (right, wrong) = (
            file(kind, &[(ANNA, right)]),
            file(kind, &[(ANNA, wrong), (BERTA, right)]),
        );
        assert_eq!(codes(&[&right]), []);
        assert_eq!(codes(&[&wrong, &right]), []);
        assert_eq!(codes(&[&wrong]), [Code::DeletionOfNothing]);
        assert_eq!(codes(&[]), []);
        assert_eq!(codes(&[&deletion]), []);
    }
}

#[test]
fn no_message_repeats_a_number_of_a_person() {
    let files = [
        file(FileKind::Upplan, &[(ANNA, of_use_slips::VISIT)]),
        file(FileKind::Upsikyu, &[(BERTA, of_use_slips::SERVICE)]),
        file(FileKind::Uphosoku, &[("0000100014", of_use_slips::INSURED)]),
    ];
    let mut findings = Findings::default();
    check(SetKind::UseSlip, &files.each_ref(), &mut findings);
    assert!(findings.len() >= 4);
    for finding in &findings {
        for lang in [Lang::Ja, Lang::En] {
            let text = finding.message(lang) + &finding.hint(lang);
            assert!(!text.contains("00001000") && !text.contains('{'), "{text}");
        }
    }
}

/// Pieces of what is right, and of what is not.
const PIECES: [&str; 18] = [
    "202407",
    "505826",
    "0000100000",
    "H000100000",
    "20260815",
    "5070100002",
    "9999999999",
    "999999",
    "111111",
    "11AAAA",
    "11EEEE",
    "171001",
    "999999999999",
    "1",
    "0",
    "10.00",
    "\"x\"",
    "",
];

proptest! {
    /// Records with the right number of items, and anything in them.
    #[test]
    fn no_content_panics(cells in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..400)) {
        let file = |kind: &FileKind| {
            let items = kind.layout().map_or(1, |layout| layout.items.len() - 3);
            let month = if kind.month_in_name() { "_202609" } else { "" };
            let row = |row: &[&str]| format!("202407,505826,{ANNA},{}\r\n", row.join(","));
            let text: String = cells.chunks(items).map(row).collect();
            Document::read(&format!("{kind}{month}_{PARTIES}.CSV"), text.into_bytes())
        };
        let files: Vec<_> = FileKind::ALL.iter().map(file).collect();
        let files: Vec<_> = files.iter().collect();
        for set in [SetKind::UseSlip, SetKind::CarePlan, SetKind::PreventionPlanWithBasicInfo] {
            check(set, &files, &mut Findings::default());
        }
        for file in &files {
            crate::check::check(file);
            deletions_against(file, &files);
        }
    }
}
