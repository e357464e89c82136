//! The corpus: clean files give no finding, each fault gives its finding and nothing else, and every code has a case.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use careplan_blackbox_tests::corpus::{Case, Check, Told, cases, root};
use careplan_blackbox_tests::explained::assert_finding_explained;
use careplan_core::check::CheckedDocument;
use careplan_core::document::{Document, FileName, MAX_FILE_BYTES, Record};
use careplan_core::finding::{Code, Findings, Lang};
use careplan_core::layout::{Edition, FileKind, SetKind};
use careplan_core::message::SetCandidate;
use careplan_core::repair::{RepairOptions, repair};
use careplan_core::upgrade::{UpgradeOptions, upgrade};

const NAME: &str = "UPPLAN_202609_6070100018_43_6070201006_11_20260826093000.CSV";

const WRITING: &str = "told of a record that is made in code, not of a file";

/// Codes that no small file can show: why, and the test that shows them.
const ELSEWHERE: &[(Code, &str, &str)] = &[
    (
        Code::CharacterNotInMs932,
        WRITING,
        "records::draft::tests::an_unwritable_character_is_named_by_its_place",
    ),
    (
        Code::DelimiterNotAllowed,
        WRITING,
        "records::draft::tests::only_free_text_holds_delimiters",
    ),
    (
        Code::ItemNotInLayout,
        WRITING,
        "records::draft::tests::keys_and_names_of_other_layouts_are_refused",
    ),
    (
        Code::NumberTooLarge,
        WRITING,
        "records::draft::tests::a_wrong_value_that_was_read_is_a_finding_when_it_is_asked_for",
    ),
    (
        Code::RecordOfOtherKind,
        WRITING,
        "records::file::tests::a_file_has_one_kind_one_edition_and_one_month",
    ),
    (
        Code::NoSuchRecord,
        WRITING,
        "records::file::tests::records_are_added_put_between_replaced_and_taken_out",
    ),
    (
        Code::DeletionOfNothing,
        "takes the files of an earlier set",
        "check::set::tests::deletions_name_what_was_sent",
    ),
    (
        Code::SetUnknown,
        "takes no file at all",
        "message::set::tests::what_is_missing_or_mixed_is_refused_and_named",
    ),
    (
        Code::ReceivedForOther,
        "is about a folder of downloads, not about a file",
        "exchange::folder::incoming::tests::what_is_no_set_is_refused_with_findings",
    ),
    (
        Code::ReceivedNotAddressed,
        "is about a folder of downloads, not about a file",
        "exchange::folder::incoming::tests::what_is_no_set_is_refused_with_findings",
    ),
    (
        Code::ReceivedOlderEdition,
        "is about a folder of downloads, not about a file",
        "exchange::folder::incoming::tests::what_is_no_set_is_refused_with_findings",
    ),
    (
        Code::ReceivedAfterwards,
        "is about a folder of downloads, not about a file",
        "exchange::folder::incoming::tests::what_comes_after_its_set_was_taken_in_is_told",
    ),
    (
        Code::FileTooLarge,
        "takes more than a gigabyte",
        "a_file_beyond_the_limit_is_told_as_such",
    ),
    (
        Code::MoreFindings,
        "takes more than 10,000 findings",
        "findings_beyond_the_limit_are_counted",
    ),
];

/// What differs is told for all cases at once: a change of a rule shows in one run.
#[test]
fn every_case_gives_exactly_its_findings() {
    let mut wrong = String::new();
    for case in cases("clean").iter().chain(&cases("faults")) {
        let (findings, set) = case.findings();
        findings.iter().for_each(assert_finding_explained);
        let mut told: Vec<Told> = findings.iter().map(Told::from).collect();
        told.sort();
        let expected = case.expected_findings();
        if told != expected {
            wrong += &format!(
                "\n{}\n  expected {expected:#?}\n  told {told:#?}",
                case.path
            );
        }
        if let Some(ident) = &case.expected.set {
            assert_eq!(set.map(SetKind::ident), Some(&**ident), "{}", case.path);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_case_has_one_fault_and_says_which() {
    let faults = cases("faults");
    assert!(faults.len() >= 150, "{} cases", faults.len());
    for case in cases("clean").iter().chain(&faults) {
        let expected = &case.expected;
        assert!(!expected.ja.is_empty() && !expected.en.is_empty());
        assert!(!case.files.is_empty(), "{}", case.path);
        for told in &expected.findings {
            let known = Code::from_number(&told.code);
            assert!(known.is_some(), "{}: {told:?}", case.path);
            let names = |(name, _): &(String, Vec<u8>)| *name == told.file;
            // What is to be supplied after an upgrade is told of the new file.
            let is_there = told.file.is_empty()
                || case.files.iter().any(names)
                || expected.check == Check::Upgrade;
            assert!(is_there, "{}: {told:?}", case.path);
        }
    }
    let of_clean = |case: &Case| {
        let expected = &case.expected;
        let only = |told: &Told| Code::from_number(&told.code) == Some(Code::OlderEdition);
        match expected.edition.as_deref() == Some("4.1") {
            true => expected.findings.is_empty() && expected.check == Check::Send,
            false => expected.findings.iter().all(only) && expected.check == Check::Set,
        }
    };
    for case in cases("clean") {
        assert!(of_clean(&case), "{} is not clean", case.path);
        let set = SetCandidate::new(case.documents());
        assert!(set.findings().is_empty(), "{}", case.path);
    }
}

#[test]
fn every_code_is_expected_by_a_case() {
    let mut sources = Vec::new();
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    read_sources(&repository.join("sdk-core/src"), &mut sources);
    read_sources(&repository.join("tests/blackbox/tests"), &mut sources);
    let mut missing: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    for told in cases("faults").iter().flat_map(Case::expected_findings) {
        missing.remove(&*told.code);
    }
    for (code, why, test) in ELSEWHERE {
        let declared = format!("fn {}()", test.rsplit("::").next().unwrap());
        let there = sources.iter().any(|text| text.contains(&declared));
        assert!(!why.is_empty() && there, "{code:?}: no test {test}");
        assert!(missing.remove(code.as_str()), "{code:?} has a case");
    }
    let named: Vec<_> = missing
        .iter()
        .map(|code| (code, Code::from_number(code)))
        .collect();
    assert!(named.is_empty(), "no case expects {named:?}");
}

fn read_sources(folder: &Path, into: &mut Vec<String>) {
    for path in fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        if path.is_dir() {
            read_sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn the_generator_writes_these_files() {
    let folder = tempfile::tempdir().unwrap();
    let run = Command::new(if cfg!(windows) { "python" } else { "python3" })
        .arg(root().join("make_corpus.py"))
        .arg(folder.path())
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{words}");
    for part in ["clean", "faults"] {
        let written = contents(&folder.path().join(part));
        let committed = contents(&root().join(part));
        let differing = |name: &&String| written.get(*name) != committed.get(*name);
        let names = written.keys().chain(committed.keys());
        let drifted: BTreeSet<_> = names.filter(differing).collect();
        assert!(drifted.is_empty(), "run make_corpus.py: {drifted:?}");
    }
    let index = |folder: &Path| fs::read(folder.join("cases.csv")).unwrap();
    assert!(index(folder.path()) == index(&root()), "run make_corpus.py");
}

#[test]
fn a_file_beyond_the_limit_is_told_as_such() {
    let checked = CheckedDocument::read(NAME, vec![0; MAX_FILE_BYTES + 1]);
    let told: Vec<_> = checked.findings().iter().map(|f| f.code).collect();
    assert_eq!(told, [Code::FileTooLarge]);
}

#[test]
fn findings_beyond_the_limit_are_counted() {
    let checked = CheckedDocument::read(NAME, b"202407\r\n".repeat(Findings::MOST + 5));
    let last = checked.findings().iter().last().unwrap();
    assert_eq!(last.code, Code::MoreFindings);
    assert!(last.message(Lang::Ja).contains(" 5 "));
}

/// What is right stays as it is; what is mended has no new fault, and is mended at once.
#[test]
fn repairs_leave_clean_files_alone_and_make_no_file_worse() {
    let mut wrong = String::new();
    for case in cases("clean").iter().chain(&cases("faults")) {
        for (name, bytes) in &case.files {
            let before = CheckedDocument::read(name, bytes.clone());
            let repaired = repair(before.document(), &RepairOptions::default());
            if case.path.starts_with("clean/4.1/") && repaired.bytes != *bytes {
                wrong += &format!("\n{}: {name} was right", case.path);
            }
            let after = CheckedDocument::read(&repaired.name, repaired.bytes.clone());
            let had = codes(&before);
            let new: Vec<_> = codes(&after).difference(&had).copied().collect();
            // Where nothing could be read there was nothing to say.
            let was_read = before.document().record_count() > 0;
            if was_read && !new.is_empty() {
                wrong += &format!("\n{}: {name} has {new:?} now", case.path);
            }
            let again = repair(after.document(), &RepairOptions::default());
            if (&again.name, &again.bytes) != (&repaired.name, &repaired.bytes) {
                wrong += &format!("\n{}: {name} is repaired twice", case.path);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn codes(checked: &CheckedDocument) -> BTreeSet<&'static str> {
    // 〓 stands visibly for a user-defined character after its repair.
    let told = checked.findings().iter().map(|finding| finding.code);
    told.filter(|code| *code != Code::TextPlaceholder)
        .map(Code::as_str)
        .collect()
}

/// Clean files of 3.x and 4.0 become those of 4.1, but for the items that 3.x does not have.
#[test]
fn older_editions_are_upgraded_to_the_clean_files_of_the_present_one() {
    let clean = cases("clean");
    for old in clean
        .iter()
        .filter(|case| !case.path.starts_with("clean/4.1/"))
    {
        let set = old.path.rsplit('/').next().unwrap();
        let present = format!("clean/4.1/{set}");
        let present = clean.iter().find(|case| case.path == present).unwrap();
        let address = FileName::parse(&present.files[0].0).0.unwrap();
        let options = UpgradeOptions {
            sender_kind: address.sender.address().map(|sender| sender.kind),
            receiver_kind: address
                .receiver
                .unwrap()
                .address()
                .map(|receiver| receiver.kind),
        };
        let upgraded = upgrade(&old.documents(), &options);
        assert_eq!(upgraded.files.len(), old.files.len(), "{}", old.path);
        for file in &upgraded.files {
            let right = present.files.iter().find(|(name, _)| *name == file.name);
            let (name, bytes) = right.unwrap_or_else(|| panic!("{}: {}", old.path, file.name));
            let expected = match &*old.path {
                path if path.starts_with("clean/3.x/") => without_new_items(name, bytes),
                _ => values(name, bytes),
            };
            assert_eq!(values(name, &file.bytes), expected, "{}: {name}", old.path);
        }
    }
}

/// The items of every record; for an image the picture.
fn values(name: &str, bytes: &[u8]) -> Vec<Vec<Vec<u8>>> {
    let document = Document::read(name, bytes.to_vec());
    if document.kind() == Some(FileKind::UpkihonImage) {
        return vec![vec![bytes.to_vec()]];
    }
    let items = |record: Record<'_>| {
        record
            .fields()
            .map(|field| field.content().into_owned())
            .collect()
    };
    document.records().map(items).collect()
}

/// The same with the items empty that 3.x does not have.
fn without_new_items(name: &str, bytes: &[u8]) -> Vec<Vec<Vec<u8>>> {
    let mut values = values(name, bytes);
    let kind = FileKind::of_name(name).unwrap();
    let old = kind.layout_in(Edition::V3).unwrap();
    for record in &mut values {
        for (item, value) in kind.layout().unwrap().items.iter().zip(record) {
            if old.no(item.ident).is_none() {
                value.clear();
            }
        }
    }
    values
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            let below = contents(&entry.path()).into_iter();
            found.extend(below.map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            found.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    found
}
