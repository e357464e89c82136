//! Work is linear in the size of what comes in, whatever is in it.
//!
//! Each test makes an input of a shape that a careless algorithm goes through again and again, so large that going
//! through it once takes a second or so in a debug build, and its square takes many minutes. The limit is generous: it
//! is there to tell seconds from minutes on any machine, not to measure speed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use careplan_core::check::CheckedDocument;
use careplan_core::check::set::deletions_against;
use careplan_core::document::Document;
use careplan_core::finding::{CheckProfile, Code, Findings};
use careplan_core::layout::FileKind;
use careplan_core::message::{SetCandidate, group};
use careplan_core::records::FileDraft;
use careplan_core::repair::{RepairOptions, repair};
use careplan_core::text::{Substitutions, scan};
use careplan_core::upgrade::{UpgradeOptions, upgrade};

const LIMIT: Duration = Duration::from_secs(60);
const TAIL: &str = "5070022016_43_5070100002_11_20260826093000.CSV";

fn in_time<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    let took = start.elapsed();
    println!("{what}: {took:?}");
    assert!(took < LIMIT, "{what}: {took:?}");
    done
}

/// A record of a kind with these items; the others are empty.
fn row(kind: FileKind, items: &[(&str, &str)]) -> String {
    let value = |ident: &str| {
        let own = items.iter().rev().find(|(item, _)| *item == ident);
        own.map_or("", |(_, value)| value)
    };
    let layout = kind.layout().unwrap();
    let values = layout.items.iter().map(|item| match item.ident {
        "csv_version" if value("csv_version").is_empty() => "202407",
        ident => value(ident),
    });
    values.collect::<Vec<_>>().join(",") + "\r\n"
}

const COUNT: usize = 20_000;

/// So many records, each a little different.
fn rows(kind: FileKind, each: impl Fn(usize) -> Vec<(&'static str, String)>) -> Vec<u8> {
    let mut text = String::new();
    for index in 0..COUNT {
        let items = each(index);
        let items: Vec<_> = items
            .iter()
            .map(|(ident, value)| (*ident, value.as_str()))
            .collect();
        text.push_str(&row(kind, &items));
    }
    text.into_bytes()
}

fn person(index: usize) -> Vec<(&'static str, String)> {
    vec![
        ("insurer_number", "505826".into()),
        ("insured_number", format!("{index:010}")),
        ("target_month", "202609".into()),
        ("service_office", "5070100002".into()),
        ("service_code", "111111".into()),
        ("care_plan_date", "20260901".into()),
    ]
}

/// Everything that is done with a file.
fn all_of_it(what: &str, kind: FileKind, bytes: &[u8]) -> Findings {
    let month = if kind.month_in_name() { "_202609" } else { "" };
    let name = format!("{kind}{month}_{TAIL}");
    in_time(what, || {
        let checked = Arc::new(CheckedDocument::read(&name, bytes.to_vec()));
        repair(checked.document(), &RepairOptions::default());
        let _ = FileDraft::of(checked.document()).map(FileDraft::finish);
        upgrade(std::slice::from_ref(&checked), &UpgradeOptions::default());
        let mut files = vec![checked.clone()];
        for other in [FileKind::Upplan, FileKind::Upsikyu, FileKind::Up2kyo] {
            let name = format!("{other}_202609_{TAIL}");
            files.push(Arc::new(CheckedDocument::read(
                &name,
                row(other, &[]).into_bytes(),
            )));
        }
        let _ = SetCandidate::new(files);
        deletions_against(checked.document(), &[checked.document()]);
        checked.findings().clone()
    })
}

const KINDS: [FileKind; 7] = [
    FileKind::Upplan,
    FileKind::Upsikyu,
    FileKind::Uphosoku,
    FileKind::Up1kyo,
    FileKind::Up2kyo,
    FileKind::Dltplan,
    FileKind::UpkihonSub1,
];

#[test]
fn rows_of_one_person_that_are_all_the_same() {
    for kind in KINDS {
        all_of_it(&format!("{kind}"), kind, &rows(kind, |_| person(1)));
    }
}

#[test]
fn rows_of_as_many_persons_out_of_order() {
    for kind in &KINDS[..5] {
        let kind = *kind;
        // Neighbours are far from each other.
        all_of_it(
            &format!("{kind}"),
            kind,
            &rows(kind, |index| person(index * 7919 % COUNT)),
        );
    }
}

#[test]
fn rows_of_two_persons_in_turn() {
    for kind in [FileKind::Upsikyu, FileKind::Up2kyo] {
        all_of_it(
            &format!("{kind}"),
            kind,
            &rows(kind, |index| person(index % 2)),
        );
    }
}

#[test]
fn slips_of_persons_with_as_many_rows_as_are_compared() {
    let subtotals = rows(FileKind::Upsikyu, |index| {
        let mut items = person(index / 200);
        let code = match index % 200 {
            0..100 => format!("11{index:04}"),
            100..199 => format!("{:02}AAAA", index % 89 + 11),
            _ => "999999".into(),
        };
        items.extend([("service_code", code), ("managed_units", "1".into())]);
        items.extend([
            ("cost_total", "9999999".into()),
            ("service_units_total", index.to_string()),
        ]);
        items
    });
    all_of_it("subtotals", FileKind::Upsikyu, &subtotals);
    let long = "5".repeat(20_000);
    let mut offices = String::new();
    for index in 0..400 {
        let code = if index % 2 == 0 { "111111" } else { "11AAAA" };
        let satellite = "\"".repeat(2_000);
        let items = [
            ("insurer_number", "505826"),
            (
                "insured_number",
                if index < 200 {
                    "0000000001"
                } else {
                    "0000000002"
                },
            ),
            ("service_code", code),
            ("service_office", &long),
            ("satellite_no", &satellite),
            ("cost_total", "1"),
        ];
        offices.push_str(&row(FileKind::Upsikyu, &items));
    }
    all_of_it("long offices", FileKind::Upsikyu, offices.as_bytes());
}

#[test]
fn plans_with_numbers_of_all_sizes() {
    let numbered = rows(FileKind::Up2kyo, |index| {
        let mut items = person(index % 3);
        items.extend([
            ("issue_no", (index % 99 + 1).to_string()),
            ("goal_no", (index * 31 % 1_000_000_000).to_string()),
            ("support_no", "999999999".into()),
        ]);
        items
    });
    all_of_it("numbers", FileKind::Up2kyo, &numbered);
}

#[test]
fn equipment_in_one_heap() {
    let equipment = rows(FileKind::Upplan, |index| {
        let mut items = person(1);
        items.extend([
            ("service_code", "171001".into()),
            ("detail_discriminator", (COUNT - index).to_string()),
        ]);
        items
    });
    all_of_it("equipment", FileKind::Upplan, &equipment);
}

#[test]
fn a_first_record_that_all_others_are_compared_with() {
    let long = format!("\"{}\"", "\"\"".repeat(1 << 18));
    let mut text = row(
        FileKind::Dltplan,
        &[("csv_version", &long), ("target_month", &long)],
    );
    for index in 0..COUNT {
        let version = if index % 2 == 0 { "202407" } else { "202208" };
        let month = if index % 2 == 0 { "202609" } else { "202610" };
        text += &row(
            FileKind::Dltplan,
            &[("csv_version", version), ("target_month", month)],
        );
    }
    all_of_it("first record", FileKind::Dltplan, text.as_bytes());
}

#[test]
fn small_records_long_records_and_nothing_but_delimiters() {
    for (what, piece) in [
        ("tiny records", "a\r\n"),
        ("blank lines", "\r\n"),
        ("line feeds", "1\n"),
        ("commas", ","),
        ("quotes", "\""),
        ("quoted", "\"\","),
        ("quoted lines", "\"\r\n\"\r\n"),
        ("stray quotes", "a\"a,"),
        ("tabs", "\t"),
        ("text", "\u{3042}"),
        ("padding", "\u{1a}"),
    ] {
        let bytes = piece.repeat((1 << 18) / piece.len());
        all_of_it(what, FileKind::Uphosoku, bytes.as_bytes());
    }
}

#[test]
fn one_item_as_long_as_the_file() {
    for (what, piece) in [
        ("kana", &b"\xB6"[..]),
        ("gaiji", b"\xF0\x40"),
        ("faults", b"\x81"),
        ("references", b"&#"),
        ("question marks", b"?\x83A"),
        ("blanks", b" "),
        ("squares", b"\x81\xA1\x88\xA0"),
        ("marks", b"\x81\x4A"),
        ("doubled quotes", b"\"\""),
    ] {
        let text = piece.repeat((1 << 19) / piece.len());
        in_time(what, || scan(&text).count());
        let quoted = [b"\"", &text[..], b"\""].concat();
        let record = row(
            FileKind::Uphosoku,
            &[("user_name", "@"), ("service_office", "@")],
        );
        let parts: Vec<&[u8]> = record.as_bytes().split(|byte| *byte == b'@').collect();
        all_of_it(what, FileKind::Uphosoku, &parts.join(&quoted[..]));
    }
}

#[test]
fn floods_of_findings() {
    let warnings = row(FileKind::Dltplan, &[("insurer_number", "\"505826\"")]).repeat(15_000);
    let errors = row(FileKind::Dltplan, &[("insurer_number", "5")]).repeat(15_000);
    let found = all_of_it("flood", FileKind::Dltplan, (warnings + &errors).as_bytes());
    assert!(found.errors() >= 15_000 && found.len() == Findings::MOST + 1);
}

#[test]
fn replacements_that_all_differ() {
    let mut text = "\u{3042}".repeat(100_000);
    for index in 0..100_000_u32 {
        // A character with marks of its own, as the digits of a number.
        text.push('\u{20BB7}');
        for digit in 0..5 {
            text.extend(char::from_u32(0xE0100 + (index >> (4 * digit) & 15)));
        }
    }
    let record = row(FileKind::Uphosoku, &[("user_name", &format!("\"{text}\""))]);
    all_of_it("replacements", FileKind::Uphosoku, record.as_bytes());
}

#[test]
fn marks_without_end() {
    let own = Substitutions::new().own("\u{FE0F}", "").unwrap();
    let own = own.own("\u{20BB7}\u{FE0F}\u{FE0F}", "\u{5409}").unwrap();
    for text in [
        "\u{FE0F}".repeat(200_000),
        "\u{20BB7}\u{FE0F}\u{3099}\u{301}".repeat(50_000),
    ] {
        in_time("own entry for a mark", || own.apply(&text).unwrap());
        in_time("marks", || Substitutions::new().apply(&text).unwrap());
        let marks = format!("\u{304B}{}", "\u{3099}\u{323}".repeat(100_000));
        in_time("one character", || own.apply(&marks).unwrap());
    }
}

fn named(name: String) -> Arc<CheckedDocument> {
    let image = name.contains("IMAGE");
    let bytes = if image {
        b"\xFF\xD8\xFF".to_vec()
    } else {
        Vec::new()
    };
    Arc::new(CheckedDocument::read(&name, bytes))
}

fn sort_into_sets(what: &str, names: impl Iterator<Item = String>) -> usize {
    let files: Vec<_> = names.map(named).collect();
    in_time(what, || {
        upgrade(&files, &UpgradeOptions::default());
        let sets = group(files.clone());
        assert_eq!(
            sets.iter().map(|set| set.documents().len()).sum::<usize>(),
            files.len()
        );
        sets.len()
    })
}

#[test]
fn ten_thousand_files_of_all_sorts() {
    const FILES: usize = 10_000;
    let office = |index: usize| format!("{:010}", 5_070_100_000 + index as u64);
    let stamp = |index: usize| {
        format!(
            "20260826{:02}{:02}{:02}",
            index / 3600 % 24,
            index / 60 % 60,
            index % 60
        )
    };
    let image = |index: usize| {
        format!(
            "UPKIHON_IMAGE_5070022016_43_5070100002_11_20260826093000_{:04}.jpg",
            index % 10_000
        )
    };

    let same = (0..FILES).map(|_| format!("UPPLAN_202609_{TAIL}"));
    assert_eq!(sort_into_sets("one name", same), 1);
    assert_eq!(
        sort_into_sets("images of one set", (0..FILES).map(image)),
        1
    );
    sort_into_sets(
        "a set each",
        (0..FILES).map(|i| {
            format!(
                "UPPLAN_202609_5070022016_43_{}_11_{}.CSV",
                office(i),
                stamp(i)
            )
        }),
    );
    sort_into_sets(
        "fragments",
        (0..FILES).map(|i| {
            format!(
                "UPSIKYU_202609_5070022016_43_{}_11_20260826093000.CSV",
                office(i)
            )
        }),
    );
    sort_into_sets(
        "names that say nothing",
        (0..FILES).map(|i| match i % 2 {
            0 => format!("UPPLAN_{i}.CSV"),
            _ => format!(
                "UPSIKYU_202609_5070022016_43_{}_11_{}.CSV",
                office(i),
                stamp(i)
            ),
        }),
    );
    // Whole sets that any of the images may belong to, behind many that none does.
    sort_into_sets(
        "whole sets and strays",
        (0..FILES).map(|i| match i {
            0..5_000 => format!(
                "UPKIHON_{}_43_{}_11_{}.CSV",
                office(i),
                office(i + 1),
                stamp(i)
            ),
            5_000..9_990 => format!("UPKIHON_5070022016_43_{}_11_20260826093000.CSV", office(i)),
            _ => format!(
                "UPKIHON_IMAGE_5070022016_43_{}_11_20260826093000_{i:04}.jpg",
                office(i)
            ),
        }),
    );
    sort_into_sets(
        "heaps of images",
        (0..FILES).map(|i| {
            format!(
                "UPKIHON_IMAGE_5070022016_43_{}_11_20260826093000_{i:04}.jpg",
                office(i / 100)
            )
        }),
    );
    sort_into_sets(
        "older names",
        (0..FILES).map(|i| format!("UPPLAN_202609_5070022016_{}_20260826093000.CSV", office(i))),
    );
    sort_into_sets(
        "one older name",
        (0..FILES).map(|_| "UPPLAN_202609_5070022016_5070100002_20260826093000.CSV".into()),
    );
}

#[test]
fn a_deletion_against_many_files() {
    let mut text = String::new();
    for index in 0..COUNT {
        let number = format!("{index:010}");
        text += &row(
            FileKind::Dltplan,
            &[
                ("insurer_number", "505826"),
                ("insured_number", &number),
                ("target_month", "202609"),
            ],
        );
    }
    let deletion = Document::read(&format!("DLTPLAN_202609_{TAIL}"), text.into_bytes());
    let plan = row(
        FileKind::Upplan,
        &[
            ("insurer_number", "505826"),
            ("insured_number", "9999999999"),
            ("target_month", "202609"),
        ],
    );
    let earlier: Vec<_> = (0..5_000)
        .map(|_| Document::read(&format!("UPPLAN_202609_{TAIL}"), plan.clone().into_bytes()))
        .collect();
    let found = in_time("deletion", || {
        deletions_against(&deletion, &earlier.iter().collect::<Vec<_>>())
    });
    assert_eq!(found.warnings() + found.errors() + found.notes(), COUNT);
    assert!(
        found
            .iter()
            .any(|finding| finding.code == Code::DeletionOfNothing)
    );
}

#[test]
fn profiles_with_many_receivers_and_deep_tables() {
    let mut text = String::new();
    for index in 0..10_000 {
        writeln!(
            text,
            "[[receiver]]\noffice = \"{:010}\"\nseverity = {{ CP1205 = \"error\" }}",
            5_070_100_000_u64 + index
        )
        .unwrap();
    }
    let profile = in_time("receivers", || CheckProfile::from_toml(&text)).unwrap();
    in_time("receivers", || {
        let name = format!("UPPLAN_202609_{TAIL}");
        CheckedDocument::read_with_profile(&name, Vec::new(), &profile);
    });
    for (what, deep) in [
        ("arrays", format!("severity = {}", "[".repeat(100_000))),
        (
            "closed arrays",
            format!("severity = {}{}", "[".repeat(100_000), "]".repeat(100_000)),
        ),
        (
            "inline tables",
            format!("severity = {}", "{a=".repeat(100_000)),
        ),
        (
            "dotted keys",
            format!("severity{} = 1", ".a".repeat(100_000)),
        ),
        ("headers", format!("[severity{}]", ".a".repeat(100_000))),
        (
            "many headers",
            (0..300)
                .map(|n| format!("[severity{}]\n", ".a".repeat(n)))
                .collect(),
        ),
    ] {
        assert!(
            in_time(what, || CheckProfile::from_toml(&deep)).is_err(),
            "{what}"
        );
    }
}
