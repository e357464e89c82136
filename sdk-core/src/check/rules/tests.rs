//! What is right gives no finding at all; what the standard contradicts itself about is met one way or another.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::*;

use super::example::{Example, STAMP, told};
use crate::check::{check, check_on};
use crate::document::Document;
use crate::finding::{CheckProfile, Code, Findings, Lang, Severity};
use crate::layout::{Edition, FileKind};

#[test]
fn a_right_file_of_every_kind_gives_no_finding() {
    for kind in FileKind::ALL {
        if kind.layout().is_some() {
            assert_eq!(told(&Example::of(kind).check()), [], "{kind}");
        }
    }
}

#[test]
fn an_older_file_is_told_to_be_older_and_nothing_else() {
    for kind in FileKind::ALL {
        for edition in [Edition::V3, Edition::V40] {
            if kind.layout_in(edition).is_some() {
                let found = Example::in_edition(kind, edition).check();
                assert_eq!(told(&found), [(Code::OlderEdition, 0)], "{kind} {edition}");
            }
        }
    }
}

#[test]
fn the_sample_month_gives_no_finding() {
    assert_clean(&repository().join("samples/data"));
}

#[test]
fn generated_months_give_no_finding() {
    for (month, seed) in [("202602", "7"), ("202610", "11")] {
        let folder = tempfile::tempdir().unwrap();
        let made = Command::new("python3")
            .arg(repository().join("samples/tools/make_month.py"))
            .arg(folder.path())
            .args([
                "--month", month, "--seed", seed, "--users", "60", "--faults", "9",
            ])
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        assert_clean(folder.path());
    }
}

#[track_caller]
fn assert_clean(folder: &Path) {
    let mut count = 0;
    for path in csv_files(folder) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let found = check(&Document::read(name, fs::read(&path).unwrap()));
        let mut codes = told(&found);
        // The export is addressed to nobody yet.
        codes.retain(|(code, _)| *code != Code::NotAddressed);
        assert_eq!(codes, [], "{name}");
        count += 1;
    }
    assert!(count > 20, "{count} files");
}

fn csv_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let is_csv = |path: &PathBuf| path.extension().is_some_and(|end| end == "CSV");
    let own = files.into_iter().filter(is_csv);
    own.chain(folders.iter().flat_map(|folder| csv_files(folder)))
        .collect()
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The codes on one item changed in a right file.
fn on(kind: FileKind, item: &str, value: &str) -> Vec<Code> {
    let found = Example::of(kind).with(item, value).check();
    told(&found).into_iter().map(|(code, _)| code).collect()
}

fn of_name(name: &str) -> Findings {
    check(&Document::read(name, Vec::new()))
}

/// Numbered as in the table of this module; 2, 3, 11, 15 and 17 have tests beside their rules as well.
#[test]
fn every_contradiction_of_the_standard_is_met() {
    use FileKind::*;
    // 1: the service code is item 9 of table 7.
    assert_eq!(
        Upsikyu
            .layout()
            .and_then(|layout| layout.no("service_code")),
        Some(9)
    );
    // 2: kind 17, whatever the code.
    assert_eq!(
        on(Upplan, "tais_code", "00001-000010"),
        [Code::EquipmentCodeElsewhere]
    );
    // 3: kinds of actuals as in the examples.
    let swapped = Example::of(Upjsk).kinds("43", "11").check();
    assert_eq!(told(&swapped), [(Code::KindsSwapped, 0)]);
    // 4: both endings of images.
    for end in ["jpg", "JPG"] {
        let name = format!("UPKIHON_IMAGE_5070022016_43_5070100002_11_{STAMP}_0001.{end}");
        assert!(
            !told(&of_name(&name))
                .iter()
                .any(|(code, _)| *code == Code::MalformedFileName)
        );
    }
    // 5 to 8.
    assert_eq!(on(Upkihon, "consulted_on", "260315"), [Code::DateForm]);
    assert_eq!(on(Upplan, "csv_version", "202404"), [Code::VersionUnknown]);
    assert_eq!(
        on(Upplan, "insured_number", "000100000"),
        [Code::InsuredForm]
    );
    assert_eq!(on(Up3kyo, "weekday", "月"), [Code::CodeUnknown]);
    assert_eq!(on(Up3kyo, "service_from", "12:00"), [Code::TimeForm]);
    // 9: two digits are right, five are not wrong.
    assert_eq!(on(Upsikyu, "days_until_last_month", "12"), []);
    assert_eq!(
        on(Upsikyu, "days_until_last_month", "12345"),
        [Code::TooLongUnclear]
    );
    // 10 and 11.
    let long_stamp = format!("UPKIHON_5070022016_43_5070100002_11_{STAMP}0.CSV");
    assert_eq!(told(&of_name(&long_stamp))[0].0, Code::MalformedFileName);
    let zeros = format!("UPKIHON_000000_5070022016_43_5070100002_11_{STAMP}.CSV");
    let zeros = told(&of_name(&zeros));
    assert!(zeros.contains(&(Code::NameWithExtraZeros, 0)), "{zeros:?}");
    // 12: free text.
    assert_eq!(on(UpkihonSub1, "time", "朝食のあと"), []);
    assert_eq!(on(UpkihonSub2, "date_text", "令和8年の春ごろ"), []);
    // 13 and 14.
    assert_eq!(on(Upyobo, "support_level", "12"), [Code::CodeUnknown]);
    assert_eq!(on(Upkihon, "care_level", "01"), []);
    assert_eq!(on(Upkihon, "care_level", "06"), [Code::CodeUnclear]);
    assert_eq!(on(Upkihon, "care_level", "02"), [Code::CodeUnknown]);
    // 15.
    assert_eq!(on(Upjsk, "units", "0"), []);
    // 16.
    assert_eq!(on(Dltplan, "target_month", "20260901"), [Code::MonthForm]);
    // 17.
    assert_eq!(
        on(Upjsk, "service_code", "131111"),
        [Code::ActualsOfOtherKind]
    );
    // 18.
    let hyphen = Example::of(Upplan)
        .with("service_code", "171001")
        .with("equipment_name", "杖");
    let hyphen = hyphen.with("tais_code", "00001－000010").kinds("43", "17");
    assert_eq!(told(&hyphen.check()), [(Code::TaisForm, 1)]);
    // 19: 必要 alone does not make an item of table 3 mandatory.
    let layout = Up3kyo.layout().unwrap();
    assert!(
        layout
            .item("service_content")
            .is_some_and(|item| !item.mandatory)
    );
}

#[test]
fn records_that_are_no_records_of_the_kind_are_left_alone() {
    let name = format!("UPPLAN_202609_5070022016_43_5070100002_11_{STAMP}.CSV");
    let found = told(&check(&Document::read(
        &name,
        b"202407,505826\r\n,,,\"\r\n".to_vec(),
    )));
    assert!(
        found.iter().all(|(code, _)| code.as_str() < "CP2000"),
        "{found:?}"
    );
}

proptest! {
    #[test]
    fn no_value_makes_a_rule_panic(
        kind in proptest::sample::select(FileKind::ALL.to_vec()),
        changes in proptest::collection::vec((0_usize..71, ODD_VALUES), 1..8),
    ) {
        if let Some(layout) = kind.layout() {
            let mut example = Example::of(kind);
            for (index, value) in changes {
                let item = &layout.items[index % layout.items.len()];
                example = example.with(item.ident, &value);
                example = example.and(example.row());
            }
            let found = example.check();
            for finding in &found {
                let blank = [finding.message(Lang::Ja), finding.hint(Lang::En)].concat().contains('{');
                prop_assert!(!blank, "a blank is not filled: {:?}", finding);
            }
        }
    }
}

const ODD_VALUES: &str =
    "|0{1,8}|9{1,10}|[0-9]{1,12}|2[0-4][0-9]{2}|[01]{31}|[A-Z]{2}|1[1-7][0-9A]{4}|あ|\"|,|\r\n| ";

#[test]
fn what_is_found_does_not_depend_on_the_number_of_threads() {
    let mut gathered: BTreeMap<FileKind, (String, Vec<u8>)> = BTreeMap::new();
    let mut count = 0;
    for path in csv_files(&repository().join("tests/corpus")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let document = Document::read(name, fs::read(&path).unwrap());
        assert_same_on_threads(&document);
        count += 1;
        let Some(kind) = document.kind() else {
            continue;
        };
        let lines = &mut gathered.entry(kind).or_insert((name.into(), Vec::new())).1;
        for record in document.records() {
            let place = record.place();
            lines.extend(&document.bytes()[place.start as usize..place.end as usize]);
            lines.extend(b"\r\n");
        }
    }
    assert!(count > 500, "{count} files");
    for (name, bytes) in gathered.into_values() {
        assert_same_on_threads(&Document::read(&name, bytes));
    }
}

fn assert_same_on_threads(document: &Document) {
    let own = CheckProfile::standard()
        .with(Code::UpdatedByOther, None)
        .with(Code::OfficeCheckDigit, None)
        .with(Code::KanaHalfWidth, Some(Severity::Error));
    for profile in [CheckProfile::standard(), own] {
        let whole = check_on(document, &profile, 1);
        for threads in [2, 5] {
            let found = check_on(document, &profile, threads);
            assert_eq!(found, whole, "{threads} threads: {}", document.name());
        }
    }
}
