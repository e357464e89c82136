//! `careplan lint` for programs: what is found, where, the keys of JSON, and the exit codes.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;

use common::{Copy, run, samples, with_item};
use serde_json::json;

#[test]
fn the_samples_are_clean() {
    for folder in ["sets", "plans", "actuals"] {
        let run = run(&[
            "lint",
            "--format",
            "json",
            samples().join(folder).to_str().unwrap(),
        ]);
        assert_eq!(
            (run.code, &*run.stdout, &*run.stderr),
            (0, "", ""),
            "{folder}"
        );
    }
    let run = run(&["lint", "--format", "json", samples().to_str().unwrap()]);
    assert_eq!(run.code, 0);
    assert!(!run.json().is_empty() && run.json().iter().all(|line| line["severity"] == "note"));
}

#[test]
fn one_fault_is_one_finding_at_its_place() {
    let cases: [(&str, usize, usize, &[u8], &str); 8] = [
        ("UPPLAN", 3, 3, b"", "CP2010"),
        ("UPPLAN", 1, 2, b"12345", "CP2037"),
        ("UPPLAN", 7, 10, b"20260931", "CP2032"),
        ("UPPLAN", 4, 8, b"1x", "CP2030"),
        ("UPSIKYU", 2, 33, b"9", "CP2046"),
        ("UPSIKYU", 5, 23, b"10", "CP2036"),
        ("UPPLAN", 176, 5, b"202610", "CP2004"),
        ("UPPLAN", 2, 8, b"1234567", "CP2020"),
    ];
    for (kind, record, item, value, code) in cases {
        let run = Copy::of(kind, with_item(record, item, value)).lint_json();
        assert_eq!(run.codes(), [code], "{}", run.stdout);
        let finding = &run.json()[0];
        assert_eq!(
            (&finding["record"], &finding["item"], run.code),
            (&json!(record), &json!(item), 1),
            "{code}"
        );
    }
}

#[test]
fn a_finding_has_nine_keys_in_a_fixed_order() {
    let copy = Copy::of("UPPLAN", with_item(4, 8, b"1x"));
    let path = copy.path.to_str().unwrap();
    let expected = format!(
        r#"{{"code":"CP2030","severity":"error","file":{},"record":4,"item":8,"item_name":"単位数","value":"1x","message":"#,
        json!(path)
    );
    let run = copy.lint_json();
    assert!(run.stdout.starts_with(&expected), "{}", run.stdout);
    let finding = run.json().remove(0);
    assert_eq!(finding.as_object().unwrap().len(), 9);
    assert!(finding["message"].as_str().unwrap().contains("単位数"));
    assert!(finding["hint"].as_str().unwrap().contains("半角数字"));
}

#[test]
fn a_finding_on_a_whole_file_has_no_record_and_no_item() {
    let run = Copy::of("UPPLAN", |_| Vec::new()).lint_json();
    let finding = &run.json()[0];
    assert_eq!((&finding["code"], run.code), (&json!("CP1101"), 1));
    for key in ["record", "item", "item_name", "value"] {
        assert!(finding[key].is_null(), "{key}");
    }
}

#[test]
fn files_of_the_same_name_can_be_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    for part in ["b", "a"] {
        fs::create_dir(folder.path().join(part)).unwrap();
        fs::write(folder.path().join(part).join("x.csv"), "1\r\n").unwrap();
    }
    let run = run(&["lint", "--format", "json", folder.path().to_str().unwrap()]);
    let files: Vec<_> = run.json().iter().map(|line| line["file"].clone()).collect();
    let expected = ["a", "b"].map(|part| json!(folder.path().join(part).join("x.csv")));
    assert_eq!(files, expected);
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_checked() {
    let damaged = Copy::of("UPPLAN", with_item(3, 3, b""));
    let damaged = damaged.path.to_str().unwrap();
    let run_ja = run(&["lint", "--format", "json", "missing.csv", damaged]);
    assert_eq!(
        (run_ja.code, run_ja.codes()),
        (2, vec!["CP2010".to_owned()])
    );
    assert!(run_ja.stderr.contains("missing.csv") && run_ja.stderr.contains("見つかりません"));
    let run_en = run(&["lint", "--lang", "en", "missing.csv"]);
    assert_eq!(run_en.code, 2);
    assert!(
        run_en
            .stderr
            .contains("cannot read missing.csv: it does not exist")
    );
}

#[test]
fn in_folders_only_files_of_the_standard_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "notes.txt",
        "photo.jpg",
        "a.csv",
        "B.CSV",
        "UPKIHON_IMAGE_1.JPG",
    ] {
        fs::write(folder.path().join(name), "").unwrap();
    }
    let run_folder = run(&["lint", folder.path().to_str().unwrap()]);
    assert!(
        run_folder.stdout.contains("確認したファイル 3 件"),
        "{}",
        run_folder.stdout
    );
    let named = run(&["lint", folder.path().join("notes.txt").to_str().unwrap()]);
    assert!(
        named.stdout.contains("確認したファイル 1 件"),
        "{}",
        named.stdout
    );
}

#[cfg(unix)]
#[test]
fn links_that_go_round_in_circles_end() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    fs::write(inner.join("x.csv"), "1\r\n").unwrap();
    std::os::unix::fs::symlink(folder.path(), inner.join("back")).unwrap();
    std::os::unix::fs::symlink("self", folder.path().join("self")).unwrap();
    let run = run(&["lint", "--format", "json", folder.path().to_str().unwrap()]);
    assert_eq!((run.code, run.json().len()), (1, 1), "{}", run.stderr);
}

#[test]
fn wrong_arguments_and_help() {
    let wrong = run(&["lint", "--format", "xml", "x"]);
    assert_eq!((wrong.code, &*wrong.stdout), (2, ""));
    assert!(wrong.stderr.contains("引数が正しくありません"));
    assert_eq!(run(&["lint"]).code, 2);
    for args in [
        &["--help"][..],
        &["lint", "--help"],
        &["show", "-h"],
        &["demo", "-h"],
    ] {
        let help = run(args);
        assert_eq!((help.code, &*help.stderr), (0, ""), "{args:?}");
        assert!(
            help.stdout.contains("使い方 / Usage: careplan"),
            "{}",
            help.stdout
        );
    }
}
