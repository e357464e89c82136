//! Every item of every layout: set, refused, written and read.

use std::collections::HashSet;
use std::fmt::Debug;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::testing::{KeyVisitor, MONTH, legal, record, wrong};
use super::{Draft, FileDraft, Key, Value, items};
use crate::check::check;
use crate::document::{Document, FileName, FileNames, MonthPart, put_content};
use crate::finding::{Code, Finding, Lang, Severity};
use crate::layout::{Edition, FileKind, Item, LAYOUTS, LAYOUTS_3, Layout, ValueType};
use crate::text;

fn name(layout: &Layout, edition: Edition) -> FileName {
    let month = MonthPart::Month(MONTH.parse().unwrap());
    let names = FileNames::new(
        "5070022016_43".parse().unwrap(),
        Some("5070100002_11".parse().unwrap()),
        "20260826093000".parse().unwrap(),
    );
    let made = match layout.kind.month_in_name() {
        true => names.of_month(layout.kind, month),
        false => names.without_month(layout.kind),
    };
    let text = made.unwrap().to_string();
    match edition {
        Edition::V41 => FileName::parse(&text).0.unwrap(),
        _ => {
            let without_kinds = text.replace("_43_", "_").replace("_11_", "_");
            FileName::parse(&without_kinds).0.unwrap()
        }
    }
}

fn some(item: &Item) -> String {
    let tree = legal(item).new_tree(&mut TestRunner::deterministic());
    tree.unwrap().current()
}

/// A line of a file with legal values and `value` in one item, as an exporter would write it.
fn line(layout: &'static Layout, edition: Edition, place: &Item, value: &str) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    for item in layout.items {
        let value = match item.value {
            _ if item.no == place.no => value.to_owned(),
            ValueType::Version => edition.csv_version().to_owned(),
            _ if item.ident == "target_month" => MONTH.to_owned(),
            _ => some(item),
        };
        if item.no > 1 {
            line.push(b',');
        }
        let gaiji = value.replace('\u{E000}', "");
        let mut content = text::encode(&gaiji).ok()?;
        if gaiji != value {
            content.extend_from_slice(b"\xF0\x40");
        }
        put_content(item, &content, &mut line);
    }
    line.extend_from_slice(b"\r\n");
    Some(line)
}

/// The checker's error on an item by itself, in a file with `value` in it.
fn told(layout: &'static Layout, edition: Edition, item: &Item, value: &str) -> Option<Finding> {
    let bytes = line(layout, edition, item, value)?;
    let findings = check(&Document::read(&name(layout, edition).to_string(), bytes));
    let on_item = |finding: &&Finding| {
        finding.item.is_some_and(|found| found.no == item.no)
            && finding.severity == Severity::Error
            && finding.code.as_str().starts_with("CP20")
            && finding.code != Code::MonthDiffersFromName
    };
    findings.iter().find(on_item).cloned()
}

fn every_layout() -> impl Iterator<Item = (&'static Layout, Edition)> {
    let present = LAYOUTS.into_iter().map(|layout| (layout, Edition::V41));
    present.chain(LAYOUTS_3.into_iter().map(|layout| (layout, Edition::V3)))
}

#[test]
fn every_item_of_every_layout_is_set_written_and_read() {
    let mut items = 0;
    for (layout, edition) in every_layout() {
        let mut file = FileDraft::new(name(layout, edition)).unwrap();
        let mut draft = file.draft();
        let mut values = Vec::new();
        for item in layout.items {
            let value = match item.value {
                ValueType::Version => edition.csv_version().to_owned(),
                _ if item.ident == "target_month" => MONTH.to_owned(),
                _ => some(item),
            };
            draft.set_text(item.no, &value).unwrap();
            assert_eq!(draft.text(item.ident).unwrap(), value);
            values.push(value);
            items += 1;
        }
        file.push(&draft).unwrap();
        let document = Document::read(&file.name().to_string(), file.written());
        let read = document.record(1).unwrap().fields();
        let read: Vec<_> = read.map(|field| field.text().into_owned()).collect();
        assert_eq!(read, values, "{}", layout.kind);
    }
    assert_eq!(items, 398 + 205);
}

#[test]
fn a_setter_refuses_what_the_checker_calls_an_error_with_the_same_finding() {
    let (mut refused, mut taken) = (0, 0);
    for (layout, edition) in every_layout() {
        let mut draft = FileDraft::new(name(layout, edition)).unwrap().draft();
        let usable = |item: &&Item| !matches!(item.value, ValueType::Version | ValueType::Unused);
        for item in layout.items.iter().filter(usable) {
            for value in wrong(item) {
                let before = (draft.bytes().to_vec(), draft.set_bits());
                let finding = draft.set_text(item.no, &value).unwrap_err();
                assert_eq!(before, (draft.bytes().to_vec(), draft.set_bits()));
                // What MS932 cannot hold, no file holds either.
                match told(layout, edition, item, &value) {
                    Some(told) => same(&finding, &told),
                    None => assert_eq!(finding.code, Code::CharacterNotInMs932, "{item:?} {value}"),
                }
                refused += 1;
            }
            for value in [
                some(item),
                "9999".into(),
                "2400".into(),
                "00000".into(),
                "9Z".into(),
            ] {
                let told = told(layout, edition, item, &value);
                let answer = draft.set_text(item.no, &value);
                assert_eq!(
                    answer.is_err(),
                    told.is_some(),
                    "{item:?} {value} {answer:?}"
                );
                taken += usize::from(answer.is_ok());
            }
        }
    }
    assert!(refused > 2000 && taken > 1000, "{refused} {taken}");
}

fn same(refused: &Finding, told: &Finding) {
    assert_eq!(
        (refused.code, refused.severity, refused.item),
        (told.code, told.severity, told.item)
    );
    if refused.code != Code::Gaiji {
        assert_eq!(refused.value, told.value);
    }
    for lang in [Lang::Ja, Lang::En] {
        assert_eq!(refused.message(lang), told.message(lang));
        assert_eq!(refused.hint(lang), told.hint(lang));
    }
}

/// Sets each key to typed values, gets them back and keeps count.
struct SetAndGet {
    seen: HashSet<(FileKind, u16)>,
}

impl KeyVisitor for SetAndGet {
    fn visit<T: Value + Debug + PartialEq>(&mut self, key: Key<T>) {
        let layout = key.kind().layout().unwrap();
        let item = layout.item(key.ident()).unwrap();
        assert_eq!(item.no, key.no(), "{key:?}");
        assert!(self.seen.insert((key.kind(), key.no())), "{key:?}");
        let mut draft = Draft::new(key.kind()).unwrap();
        assert!(matches!(item.value, ValueType::Version) || draft.get(key) == Ok(None));
        let mut runner = TestRunner::deterministic();
        for _ in 0..20 {
            let text = legal(item).new_tree(&mut runner).unwrap().current();
            let value = T::of_text(&text).unwrap_or_else(|| panic!("{key:?} {text}"));
            draft.set(key, value.given()).unwrap();
            assert_eq!(draft.get(key), Ok(Some(value)), "{key:?}");
        }
        let cleared = draft.clear(key).map(drop);
        assert_eq!(cleared.is_err(), item.mandatory && item.unclear.is_none());
        if let Some(earlier) = key.kind().layout_in(Edition::V3)
            && let Some(item) = earlier.item(key.ident())
        {
            let mut draft = Draft::empty(earlier, Edition::V3);
            let text = some(item).replace(Edition::V41.csv_version(), Edition::V3.csv_version());
            let value = T::of_text(&text).unwrap();
            draft.set(key, value.given()).unwrap();
            assert_eq!(draft.text(item.no), Ok(text), "{key:?}");
        }
    }
}

#[test]
fn every_key_sets_and_gets_values_of_its_type() {
    let mut visitor = SetAndGet {
        seen: HashSet::new(),
    };
    items::visit_all(&mut visitor);
    for layout in LAYOUTS {
        for item in layout.items {
            let has_key = visitor.seen.contains(&(layout.kind, item.no));
            assert_eq!(
                has_key,
                !matches!(item.value, ValueType::Unused),
                "{item:?}"
            );
        }
    }
}

#[test]
fn every_sample_is_written_back_byte_for_byte() {
    let mut files = 0;
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/data")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "CSV") {
                let name = path.file_name().unwrap().to_str().unwrap();
                let bytes = fs::read(&path).unwrap();
                let document = Document::read(name, bytes.clone());
                let file = FileDraft::of(&document).unwrap();
                assert_eq!(file.record_count(), document.record_count());
                let written = file.finish().unwrap();
                assert_eq!((**written.document().name()).to_owned(), name);
                assert_eq!(written.document().bytes(), bytes);
                files += 1;
            }
        }
    }
    assert!(files > 100, "{files}");
}

fn kinds_and_records() -> impl Strategy<Value = (&'static Layout, Vec<Vec<String>>)> {
    proptest::sample::select(LAYOUTS.to_vec()).prop_flat_map(|layout| {
        let records = proptest::collection::vec(record(layout), 1..4);
        records.prop_map(move |records| (layout, records))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_is_written_is_read((layout, records) in kinds_and_records()) {
        let mut file = FileDraft::new(name(layout, Edition::V41)).unwrap();
        for record in &records {
            let mut draft = file.draft();
            for (item, value) in layout.items.iter().zip(record) {
                // A mandatory item may not be set to nothing, and an empty one needs no setting.
                if !value.is_empty() {
                    draft.set_text(item.no, value).unwrap();
                }
            }
            file.push(&draft).unwrap();
        }
        let bytes = file.written();
        let document = Document::read(&file.name().to_string(), bytes.clone());
        let read: Vec<Vec<String>> = document.records()
            .map(|record| record.fields().map(|field| field.text().into_owned()).collect()).collect();
        prop_assert_eq!(&read, &records);
        // The form is strict, and every item by itself is right.
        let wrong = check(&document).iter().filter(|finding| {
            let code = finding.code.as_str();
            (code.starts_with("CP1") || code.starts_with("CP20")) && finding.code != Code::MandatoryUnclear
        }).count();
        prop_assert_eq!(wrong, 0, "{:?}", check(&document));
        prop_assert_eq!(FileDraft::of(&document).unwrap().written(), bytes);
    }

    #[test]
    fn setting_one_item_changes_no_other((layout, records) in kinds_and_records(), no in 2u16..72) {
        let no = 2 + (no - 2) % (layout.items.len() as u16 - 1);
        let item = &layout.items[usize::from(no) - 1];
        let mut draft = Draft::new(layout.kind).unwrap();
        for (item, value) in layout.items.iter().zip(&records[0]).filter(|(_, value)| !value.is_empty()) {
            draft.set_text(item.no, value).unwrap();
        }
        draft.set_text(no, &some(item)).unwrap();
        for (other, value) in layout.items.iter().zip(&records[0]) {
            let expected = if other.no == no { some(item) } else { value.clone() };
            prop_assert_eq!(draft.text(other.no).unwrap(), expected);
        }
    }

    #[test]
    fn no_text_and_no_file_panics(text in "\\PC{0,8}", bytes: Vec<u8>, no in 0u16..80) {
        for kind in FileKind::ALL {
            if let Some(mut draft) = Draft::new(kind) {
                let _ = draft.set_text(no, &text);
            }
            let name = format!("{kind}_202609_5070022016_43_5070100002_11_20260826093000.CSV");
            let document = Document::read(&name, [bytes.as_slice(), text.as_bytes()].concat());
            if let Ok(file) = FileDraft::of(&document) {
                let _ = file.finish();
            }
            for record in document.records() {
                let _ = Draft::of(record);
            }
        }
    }
}
