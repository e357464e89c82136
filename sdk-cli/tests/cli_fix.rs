//! `careplan fix` and `careplan upgrade`: what is written, and what is left alone.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use careplan_core::text::decode;
use common::{run, sample};
use tempfile::TempDir;

const KINDS: [&str; 3] = ["UPHOSOKU", "UPPLAN", "UPSIKYU"];

/// The files of a folder by name.
fn content(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = folder.read_dir().unwrap().map(|file| file.unwrap().path());
    let pair = |path: std::path::PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read(path).unwrap())
    };
    files.filter(|path| path.is_file()).map(pair).collect()
}

fn strict_set() -> BTreeMap<String, Vec<u8>> {
    content(sample("UPPLAN").parent().unwrap())
}

/// Whether the mended copies say what the strict files say. Line ends inside free text stay as the careless hand left
/// them, and some characters have several codes in MS932.
fn is_strict_set(folder: &Path) -> bool {
    let text = |files: BTreeMap<String, Vec<u8>>| -> BTreeMap<String, String> {
        let text = |bytes: Vec<u8>| decode(&bytes).replace("\r\n", "\n");
        files
            .into_iter()
            .map(|(name, bytes)| (name, text(bytes)))
            .collect()
    };
    let ends_well = |content: &Vec<u8>| content.ends_with(b"\r\n");
    content(folder).values().all(ends_well) && text(content(folder)) == text(strict_set())
}

/// The sample set in UTF-8 with LF, under the names of copies.
fn careless_set() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for kind in KINDS {
        let path = sample(kind);
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let text = decode(&fs::read(&path).unwrap()).replace("\r\n", "\n");
        fs::write(folder.path().join(format!("{stem} (1).csv")), text).unwrap();
    }
    folder
}

#[test]
fn without_a_word_nothing_is_written() {
    let folder = careless_set();
    let before = content(folder.path());
    let run = run(&["fix", folder.path().to_str().unwrap()]);
    assert_eq!((run.code, &*run.stderr), (0, ""));
    assert_eq!(content(folder.path()), before);
    for part in [
        "  - 文字コードを UTF-8 から MS932 に変更\n",
        "修正できるファイル 3 件（全 3 件）。まだ何も書き込んでいません。",
        "もう一度確認した結果: エラー 0 件、警告 0 件、注記 0 件（元は エラー 6 件、",
    ] {
        assert!(run.stdout.contains(part), "{part}: {}", run.stdout);
    }
}

#[test]
fn another_folder_gets_the_mended_files_and_nothing_is_overwritten() {
    let folder = careless_set();
    let out = folder.path().join("out");
    let args = [
        "fix",
        folder.path().to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    assert_eq!(run(&args).code, 0);
    assert!(is_strict_set(&out));
    // Once more: what is there already is no obstacle, and no input.
    let again = run(&args);
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert!(
        again.stdout.contains("（全 3 件）") && again.stdout.contains("同じ内容がすでにあります")
    );
    let taken = out.join(strict_set().keys().next().unwrap());
    fs::write(&taken, "mine").unwrap();
    let refused = run(&args);
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("内容の異なるファイルがすでにある"),
        "{}",
        refused.stderr
    );
    assert_eq!(fs::read(&taken).unwrap(), b"mine");
}

#[test]
fn files_are_replaced_when_that_is_said() {
    let folder = careless_set();
    let path = folder.path().to_str().unwrap();
    assert_eq!(run(&["fix", path, "--in-place", "--out", "x"]).code, 2);
    let mended = run(&["fix", "--lang", "en", "--in-place", path]);
    assert_eq!(mended.code, 0, "{}", mended.stderr);
    assert!(
        mended
            .stdout
            .contains("  - encoding changed from UTF-8 to MS932\n")
    );
    assert!(is_strict_set(folder.path()));
    let again = run(&["fix", "--in-place", path]);
    assert!(
        again
            .stdout
            .starts_with("修正したファイル 0 件（全 3 件）。"),
        "{}",
        again.stdout
    );
}

#[test]
fn what_only_a_person_can_mend_is_left_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = sample("UPPLAN");
    let bytes = common::with_item(3, 3, b"")(fs::read(&path).unwrap());
    fs::write(folder.path().join(path.file_name().unwrap()), &bytes).unwrap();
    let run = run(&["fix", "--in-place", folder.path().to_str().unwrap()]);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout.contains("もう一度確認した結果: エラー 1 件"),
        "{}",
        run.stdout
    );
    assert_eq!(content(folder.path()).into_values().next(), Some(bytes));
}

/// A deletion of edition 3.x: its name has no kinds.
const OLD: (&str, &[u8]) = (
    "DLTPLAN_202609_5070022016_5070100002_20260826093000.CSV",
    b"202208,505826,0000100000,202609\r\n",
);

#[test]
fn an_older_edition_is_upgraded_into_another_folder() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    fs::write(folder.path().join(OLD.0), OLD.1).unwrap();
    let path = folder.path().to_str().unwrap();
    let args = ["upgrade", path, "--out", out.to_str().unwrap()];
    // Nobody can tell as what the receiver is addressed.
    let refused = run(&args);
    assert_eq!(refused.code, 1);
    assert!(
        refused.stdout.contains("エラー[CP5005]"),
        "{}",
        refused.stdout
    );
    assert!(!out.exists());

    let kinds = [&args[..], &["--sender-kind", "43", "--receiver-kind", "11"]].concat();
    let done = run(&kinds);
    assert_eq!((done.code, &*done.stderr), (0, ""), "{}", done.stdout);
    assert!(
        done.stdout
            .contains("CSVバージョンを 202407 にしました（1 件）。"),
        "{}",
        done.stdout
    );
    assert!(
        done.stdout
            .contains("もう一度確認した結果: エラー 0 件、警告 0 件"),
        "{}",
        done.stdout
    );
    let name = "DLTPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV".to_owned();
    let content_new = b"202407,505826,0000100000,202609\r\n".to_vec();
    assert_eq!(content(&out), BTreeMap::from([(name, content_new)]));
    assert_eq!(run(&kinds).code, 0);
    assert_eq!(run(&["upgrade", path]).code, 2);
    let wrong = run(&[&args[..], &["--sender-kind", "x"]].concat());
    assert_eq!(wrong.code, 2);
}

#[test]
fn nothing_to_do_is_a_wrong_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    for args in [&["fix", path][..], &["upgrade", path, "--out", path]] {
        let run = run(args);
        assert_eq!((run.code, &*run.stdout), (2, ""), "{args:?}");
        assert!(run.stderr.contains("ファイルがありません"));
    }
}

/// The sample plan in UTF-8, with one character in a name that MS932 lacks.
fn plan_with_odd_name() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = sample("UPPLAN");
    let bytes = fs::read(&path).unwrap();
    let text = decode(&bytes);
    let at = text.find("\"介護支援専門員").unwrap() + 1;
    let odd = format!("{}𠮷{}", &text[..at], &text[at..]);
    fs::write(folder.path().join(path.file_name().unwrap()), odd).unwrap();
    folder
}

#[test]
fn no_character_is_lost_unless_that_is_said() {
    let folder = plan_with_odd_name();
    let path = folder.path().to_str().unwrap();
    let before = content(folder.path());
    let kept = run(&["fix", "--in-place", path]);
    assert_eq!(content(folder.path()), before);
    for part in [
        "MS932 にない文字があるため、内容は変えていません",
        "--substitute",
        "データ 1 件目]",
        "残った指摘は自動では直せません。careplan lint",
    ] {
        assert!(kept.stdout.contains(part), "{part}: {}", kept.stdout);
    }
    assert!(!kept.stdout.contains('𠮷'), "{}", kept.stdout);

    let replaced = run(&["fix", "--in-place", "--substitute", path]);
    assert!(
        replaced.stdout.contains("「𠮷」→「〓」"),
        "{}",
        replaced.stdout
    );
    let mended = content(folder.path()).into_values().next().unwrap();
    assert!(decode(&mended).contains("\"〓介護支援専門員"));
}

#[test]
fn a_copy_gets_its_name_back_but_replaces_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = sample("UPPLAN");
    let name = path.file_name().unwrap().to_str().unwrap();
    let copy = folder.path().join(name.replace(".CSV", " - コピー.CSV"));
    fs::copy(&path, folder.path().join(name)).unwrap();
    fs::copy(&path, &copy).unwrap();
    let folder_text = folder.path().to_str().unwrap();
    let dry = run(&["fix", folder_text]);
    let told = format!("ファイル名を変更 → {name}\n  ! 同じ名前のファイルがすでにあります");
    assert!(dry.stdout.contains(&told), "{}", dry.stdout);
    let same = run(&["fix", "--in-place", folder_text]);
    assert!(
        same.stdout.contains("元のファイルは残しました"),
        "{}",
        same.stdout
    );
    let changed = common::with_item(3, 8, b"9")(fs::read(&path).unwrap());
    fs::write(&copy, changed).unwrap();
    let other = run(&["fix", "--in-place", folder_text]);
    assert_eq!(other.code, 2);
    assert!(
        other.stderr.contains("内容の異なるファイル"),
        "{}",
        other.stderr
    );
    for part in [
        "修正したファイル 0 件（全 2 件）。書き込めなかったファイル 1 件。",
        // What could not be written is as it was.
        "もう一度確認した結果: エラー 1 件",
    ] {
        assert!(other.stdout.contains(part), "{part}: {}", other.stdout);
    }
    assert_eq!(content(folder.path()).len(), 2);
}

#[test]
fn results_do_not_go_among_what_they_are_made_of() {
    let folder = careless_set();
    let path = folder.path().to_str().unwrap();
    for command in ["fix", "upgrade"] {
        let refused = run(&[command, path, "--out", path]);
        assert_eq!((refused.code, &*refused.stdout), (2, ""));
        assert!(
            refused.stderr.contains("別のフォルダーを指定してください"),
            "{}",
            refused.stderr
        );
    }
}

#[test]
fn programs_get_a_line_for_each_file() {
    let folder = careless_set();
    let path = folder.path().to_str().unwrap();
    let fixed = tempfile::tempdir().unwrap();
    let out = fixed.path().join("fixed");
    let run = run(&[
        "fix",
        path,
        "--out",
        out.to_str().unwrap(),
        "--format",
        "json",
    ]);
    assert_eq!((run.code, &*run.stderr), (0, ""));
    let lines = run.json();
    assert_eq!(lines.len(), 3);
    for line in &lines {
        assert!(line["changes"][0]["message"].is_string(), "{line}");
        assert!(
            line["out"]
                .as_str()
                .unwrap()
                .ends_with(line["name"].as_str().unwrap())
        );
    }
    let upgraded = fixed.path().join("upgraded");
    let run = common::run(&[
        "upgrade",
        out.to_str().unwrap(),
        "--out",
        upgraded.to_str().unwrap(),
        "--format",
        "json",
    ]);
    assert_eq!((run.code, &*run.stderr), (0, ""));
    let written = run.json();
    let files = written.iter().filter(|line| line["out"].is_string());
    assert_eq!(files.count(), 3);
}
