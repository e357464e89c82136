//! `careplan lint` on folders: their files as sets.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{run, samples};
use serde_json::json;
use tempfile::TempDir;

const KINDS: [&str; 3] = ["UPHOSOKU", "UPPLAN", "UPSIKYU"];

/// A copy of the first sample set.
struct Set {
    folder: TempDir,
}

impl Set {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&samples().join("sets/5070100002_11"), folder.path());
        Self { folder }
    }

    fn path(&self) -> &str {
        self.folder.path().to_str().unwrap()
    }

    fn file(&self, kind: &str) -> PathBuf {
        let files = self.folder.path().read_dir().unwrap();
        let mut paths = files.map(|file| file.unwrap().path());
        let is_kind = |path: &PathBuf| {
            path.file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with(kind)
        };
        paths.find(is_kind).unwrap()
    }

    fn rename(&self, kind: &str, from: &str, to: &str) {
        let path = self.file(kind);
        let name = path
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .replace(from, to);
        fs::rename(&path, path.with_file_name(name)).unwrap();
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in from.read_dir().unwrap() {
        let file = file.unwrap().path();
        if file.is_file() {
            fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
        }
    }
}

#[test]
fn a_folder_without_a_file_of_the_set_is_told() {
    let set = Set::new();
    fs::remove_file(set.file("UPSIKYU")).unwrap();
    let run_json = run(&["lint", "--format", "json", set.path()]);
    assert_eq!(
        (run_json.code, run_json.codes()),
        (1, vec!["CP4001".to_owned()])
    );
    let finding = &run_json.json()[0];
    assert!(finding["file"].is_null());
    let expected = json!({
        "kind": "use_slip",
        "sender": "5070022016_43",
        "receiver": "5070100002_11",
        "stamp": "20260826093000",
    });
    assert_eq!(finding["set"], expected);

    let text = run(&["lint", set.path()]).stdout;
    let heading = "セット「サービス利用票・別表（予定）」5070022016_43 → 5070100002_11 作成日時 20260826093000\nエラー[CP4001] セット全体\n";
    assert!(text.contains(heading) && text.contains("UPSIKYU"), "{text}");
    let english = run(&["lint", "--lang", "en", set.path()]).stdout;
    assert!(
        english.contains("set use_slip 5070022016_43 → 5070100002_11 20260826093000"),
        "{english}"
    );
    assert!(
        english.contains("Files checked: 2 (sets: 1). Errors: 1,"),
        "{english}"
    );
}

#[test]
fn the_odd_one_out_of_a_folder_is_named() {
    let set = Set::new();
    set.rename("UPSIKYU", "093000", "093100");
    let run = run(&["lint", "--format", "json", set.path()]);
    assert_eq!((run.code, run.codes()), (1, vec!["CP4002".to_owned()]));
    assert_eq!(run.json()[0]["file"], json!(set.file("UPSIKYU")));
}

#[test]
fn files_named_one_by_one_need_not_be_a_whole_set() {
    let set = Set::new();
    for kind in KINDS {
        let alone = run(&["lint", "--format", "json", set.file(kind).to_str().unwrap()]);
        assert_eq!((alone.code, &*alone.stdout), (0, ""), "{kind}");
    }
    let [a, b, c] = KINDS.map(|kind| set.file(kind).to_str().unwrap().to_owned());
    let two = run(&["lint", "--format", "json", &a, &b]);
    assert_eq!((two.code, two.codes()), (0, vec!["CP4001".to_owned()]));
    assert_eq!(two.json()[0]["severity"], "note");
    assert_eq!(run(&["lint", "--format", "json", &a, &b, &c]).stdout, "");
    // All three are meant as a set, and one is wrong.
    set.rename("UPSIKYU", "093000", "093100");
    let c = set.file("UPSIKYU");
    let three = run(&["lint", "--format", "json", &a, &b, c.to_str().unwrap()]);
    assert_eq!((three.code, three.codes()), (1, vec!["CP4002".to_owned()]));
}

#[test]
fn copies_of_a_set_are_sets_of_their_own() {
    let set = Set::new();
    copy(set.folder.path(), &set.folder.path().join("backup"));
    assert_eq!(run(&["lint", "--format", "json", set.path()]).stdout, "");
    let (one, other) = (set.file("UPPLAN"), set.folder.path().join("backup"));
    let other = other.join(one.file_name().unwrap());
    let named = run(&[
        "lint",
        "--format",
        "json",
        one.to_str().unwrap(),
        other.to_str().unwrap(),
    ]);
    assert_eq!((named.code, &*named.stdout), (0, ""));
    let both = run(&["lint", set.path()]);
    assert!(
        both.stdout.contains("確認したファイル 6 件（セット 2 組）"),
        "{}",
        both.stdout
    );
}

#[test]
fn a_set_may_be_spread_over_the_folders_of_one_path() {
    let set = Set::new();
    let inner = set.folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    let file = set.file("UPSIKYU");
    fs::rename(&file, inner.join(file.file_name().unwrap())).unwrap();
    assert_eq!(run(&["lint", "--format", "json", set.path()]).stdout, "");
    // Two paths are two folders.
    let (outer, inner) = (set.file("UPPLAN"), inner.to_str().unwrap().to_owned());
    let apart = run(&["lint", "--format", "json", outer.to_str().unwrap(), &inner]);
    assert_eq!(
        (apart.code, apart.codes()),
        (1, vec!["CP4001".to_owned(); 2])
    );
}
