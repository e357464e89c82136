//! Every row of the tables of the standard is exercised by a file of the corpus.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use careplan_blackbox_tests::corpus::{Case, cases};
use careplan_core::document::Document;
use careplan_core::finding::Code;
use careplan_core::layout::{Edition, FileKind, SetKindInfo};

/// The rows of a table of sdk-core/standard, by column name.
fn table(name: &str) -> Vec<BTreeMap<String, String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sdk-core/standard");
    let mut reader = csv::Reader::from_path(path.join(name)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// The files of clean cases, with the edition of their folder.
fn clean_documents() -> Vec<(String, Document)> {
    let of_case = |case: Case| {
        let edition = case.expected.edition.clone().unwrap();
        case.files
            .into_iter()
            .map(move |(name, bytes)| (edition.clone(), Document::read(&name, bytes)))
    };
    cases("clean").into_iter().flat_map(of_case).collect()
}

/// Every value that clean files hold: edition, kind of file, item, value.
fn clean_values() -> BTreeSet<(String, String, u16, String)> {
    let mut values = BTreeSet::new();
    for (edition, document) in clean_documents() {
        let kind = document.kind().unwrap().prefix();
        for record in document.records() {
            for (no, field) in (1..).zip(record.fields()) {
                if !field.content().is_empty() {
                    let value = field.text().into_owned();
                    values.insert((edition.clone(), kind.to_owned(), no, value));
                }
            }
        }
    }
    values
}

#[test]
fn every_item_of_every_layout_is_filled() {
    let filled: BTreeSet<_> = clean_values()
        .into_iter()
        .map(|(edition, kind, no, _)| (edition, kind, no))
        .collect();
    let in_faults: BTreeSet<_> = cases("faults")
        .iter()
        .flat_map(Case::expected_findings)
        .filter(|told| told.code == Code::UnusedFilled.as_str())
        .filter_map(|told| Some((FileKind::of_name(&told.file)?.prefix(), told.item?)))
        .collect();
    for (name, editions) in [
        ("layout-4.1.csv", &["4.1", "4.0"][..]),
        ("layout-3.x.csv", &["3.x"]),
    ] {
        for row in table(name) {
            let (kind, no) = (&row["file_kind"], row["no"].parse().unwrap());
            if row["type"] == "unused" && name == "layout-4.1.csv" {
                // Right is empty; that it is looked at, a fault shows.
                assert!(in_faults.contains(&(kind, no)), "{kind} {no}");
            }
            for edition in editions {
                let key = ((*edition).to_owned(), kind.clone(), no);
                let right = filled.contains(&key) != (row["type"] == "unused");
                assert!(right, "{edition} {kind} {no} {}", row["name_ja"]);
            }
        }
    }
}

#[test]
fn every_code_of_every_list_is_used() {
    let mut used = BTreeSet::new();
    let layout = table("layout-4.1.csv");
    for (edition, kind, no, value) in clean_values() {
        let item = layout
            .iter()
            .find(|row| row["file_kind"] == kind && row["no"] == no.to_string());
        if edition == "4.1"
            && let Some(list) = item.and_then(|item| item["type"].strip_prefix("code:"))
        {
            used.insert((list.to_owned(), value));
        }
    }
    for row in table("codes-4.1.csv") {
        let code = (row["code_list"].clone(), row["code"].clone());
        assert!(used.contains(&code), "{code:?} {}", row["meaning_ja"]);
    }
}

/// Kinds of the exchange stand in a clean plan, in table 7 and in its key; offices send; the rest is refused by a case.
#[test]
fn every_service_kind_is_used() {
    let kinds_of = |kind: FileKind, ident: &str| -> BTreeSet<String> {
        let no = kind.layout().unwrap().no(ident).unwrap();
        let values = clean_values().into_iter();
        values
            .filter(|(edition, of, at, _)| edition == "4.1" && of == kind.prefix() && *at == no)
            .map(|(_, _, _, value)| value[..2].to_owned())
            .collect()
    };
    let planned = kinds_of(FileKind::Upplan, "service_code");
    let paid = kinds_of(FileKind::Upsikyu, "service_code");
    let sent: BTreeSet<String> = clean_documents()
        .iter()
        .filter_map(|(_, document)| document.file_name()?.sender.address())
        .map(|address| address.kind.to_string())
        .collect();
    for row in table("service-kinds.csv") {
        let kind = &row["code"];
        match &*row["in_exchange"] {
            "yes" => assert!(planned.contains(kind) && paid.contains(kind), "{kind}"),
            "office" => assert!(sent.contains(kind), "{kind}"),
            _ => assert!(!planned.contains(kind) && !paid.contains(kind), "{kind}"),
        }
    }
}

#[test]
fn every_kind_of_file_and_every_set_of_every_edition_is_there() {
    let documents = clean_documents();
    let has = |edition: &str, prefix: &str| {
        documents
            .iter()
            .any(|(of, document)| of == edition && document.kind().unwrap().prefix() == prefix)
    };
    let old: BTreeSet<String> = table("layout-3.x.csv")
        .into_iter()
        .map(|row| row["file_kind"].clone())
        .collect();
    for row in table("file-kinds.csv") {
        let prefix = &row["prefix"];
        assert!(has("4.1", prefix) && has("4.0", prefix), "{prefix}");
        assert_eq!(has("3.x", prefix), old.contains(prefix), "{prefix}");
    }
    let clean = cases("clean");
    for row in table("message-sets.csv") {
        let of_set = |case: &&Case| {
            let folder = case.path.split('/').nth(2).unwrap();
            case.path.split('/').nth(1) == Some(&*row["standard"])
                && folder.split('-').next() == Some(&*row["set"])
        };
        let needed: BTreeSet<&str> = row["files"].split('+').collect();
        let complete = |case: &Case| {
            let kinds: BTreeSet<_> = case
                .files
                .iter()
                .map(|(name, _)| FileKind::of_name(name).unwrap().prefix())
                .collect();
            needed.is_subset(&kinds)
        };
        let mut of_set = clean.iter().filter(of_set).peekable();
        assert!(
            of_set.peek().is_some(),
            "{} {}",
            row["standard"],
            row["set"]
        );
        assert!(of_set.all(complete), "{} {}", row["standard"], row["set"]);
    }
    assert_eq!(
        SetKindInfo::all(Edition::CURRENT).len() + SetKindInfo::all(Edition::V3).len(),
        table("message-sets.csv").len()
    );
}
