//! `careplan show`.
#![allow(clippy::unwrap_used)]

mod common;

use careplan_core::document::Document;
use careplan_core::text::encode;
use common::{Copy, run, sample, with_item};
use serde_json::json;

#[test]
fn json_has_every_record_with_every_item() {
    let path = sample("UPSIKYU");
    let run = run(&["show", "--format", "json", path.to_str().unwrap()]);
    assert_eq!(run.code, 0);
    let name = path.file_name().unwrap().to_str().unwrap();
    let document = Document::read(name, std::fs::read(&path).unwrap());
    let lines = run.json();
    assert_eq!(lines.len(), document.record_count());
    for (line, record) in lines.iter().zip(document.records()) {
        assert_eq!(line["record"], record.number());
        let values: Vec<_> = record.fields().map(|field| json!(field.text())).collect();
        let items = line["items"].as_array().unwrap();
        let shown: Vec<_> = items.iter().map(|item| item["value"].clone()).collect();
        assert_eq!(shown, values);
    }
    let start = r#"{"record":1,"items":[{"no":1,"ident":"csv_version","name":"CSVバージョン","value":"202407"},"#;
    assert!(run.stdout.starts_with(start), "{}", run.stdout);
}

#[test]
fn text_names_items_and_explains_codes() {
    let run = run(&["show", sample("UPHOSOKU").to_str().unwrap()]);
    assert_eq!(run.code, 0);
    let mut lines = run.stdout.lines();
    assert!(
        lines
            .next()
            .unwrap()
            .contains("利用者補足情報  データ 11 件")
    );
    assert!(
        run.stdout.contains("\n■ 1 件目\n    1  CSVバージョン "),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("1 (男性)") && run.stdout.contains("2 (女性)"));
}

#[test]
fn values_stand_in_one_column() {
    let run = run(&["show", sample("UPPLAN").to_str().unwrap()]);
    let column = |line: &str, value: &str| {
        let before = &line[..line.find(value).unwrap()];
        before
            .chars()
            .map(|c| if c > '\u{2FFF}' { 2 } else { 1 })
            .sum::<usize>()
    };
    let find = |start: &str| {
        run.stdout
            .lines()
            .find(|line| line.starts_with(start))
            .unwrap()
    };
    let version = column(find("    1  "), "202407");
    assert_eq!(column(find("    5  "), "202609"), version);
    assert_eq!(column(find("    6  "), "5070022016"), version);
}

#[test]
fn english_headings() {
    let run = run(&["show", "--lang", "en", sample("UPHOSOKU").to_str().unwrap()]);
    assert!(run.stdout.contains("records: 11") && run.stdout.contains("■ record 11\n"));
}

#[test]
fn a_record_with_too_many_items_is_shown_whole() {
    let copy = Copy::of("UPPLAN", |_| vec![b','; 30]);
    let path = copy.path.to_str().unwrap();
    let items = run(&["show", "--format", "json", path]).json()[0]["items"].clone();
    assert_eq!(items.as_array().unwrap().len(), 31);
    assert_eq!(
        items[30],
        json!({"no": 31, "ident": null, "name": null, "value": ""})
    );
    assert!(run(&["show", path]).stdout.contains("\n   31\n"));
}

#[test]
fn a_file_of_unknown_kind_is_shown_with_numbers() {
    let copy = Copy::named("x.csv", encode("1,\"氏名\"\r\n").unwrap());
    let run = run(&["show", copy.path.to_str().unwrap()]);
    assert_eq!(run.code, 0);
    assert!(
        run.stdout.contains("種別不明") && run.stdout.contains("    2    氏名\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn lines_of_free_text_stand_below_each_other() {
    let copy = Copy::of("UPPLAN", with_item(1, 7, b"\"one\r\ntwo\""));
    let text = run(&["show", copy.path.to_str().unwrap()]).stdout;
    let at = |word: &str| {
        text.lines().find_map(|line| {
            line.find(word).map(|at| {
                line[..at]
                    .chars()
                    .map(|c| if c > '\u{2FFF}' { 2 } else { 1 })
                    .sum::<usize>()
            })
        })
    };
    assert!(at("one").is_some() && at("one") == at("two"), "{text}");
}

#[test]
fn what_cannot_be_read_is_told() {
    let run_ja = run(&["show", "missing.csv"]);
    assert_eq!((run_ja.code, &*run_ja.stdout), (2, ""));
    assert!(
        run_ja
            .stderr
            .contains("missing.csv を読み取れません: 見つかりません")
    );
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(&["show", folder.path().to_str().unwrap()]).code, 2);
}
