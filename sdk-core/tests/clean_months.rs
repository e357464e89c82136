//! Whatever the generator of months writes is clean: its sets, plans, actuals and the export to nobody.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use careplan_core::check::CheckedDocument;
use careplan_core::finding::{Findings, Severity};
use careplan_core::message::{SetCandidate, group};

#[test]
fn the_sample_month_is_clean() {
    assert!(check_month(&repository().join("samples/data")) > 30);
}

#[test]
fn another_month_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    let tool = repository().join("samples/tools/make_month.py");
    for (seed, month, users, offices, faults) in [
        ("7", "202602", "61", "9", "12"),
        ("23", "202712", "150", "40", "0"),
    ] {
        let out = folder.path().join(seed);
        let options = [
            "--seed",
            seed,
            "--month",
            month,
            "--users",
            users,
            "--offices",
            offices,
            "--faults",
            faults,
        ];
        let run = Command::new("python3")
            .arg(&tool)
            .arg(&out)
            .args(options)
            .output();
        // Where there is no Python, the sample month must do.
        let Ok(run) = run else { return };
        assert!(
            run.status.success(),
            "{}",
            String::from_utf8_lossy(&run.stderr)
        );
        assert!(check_month(&out) > 10);
    }
}

/// Checks every folder of a month, and returns how many sets there were.
fn check_month(month: &Path) -> usize {
    let mut sets = 0;
    for folder in folders(month) {
        let files = files(&folder);
        for candidate in group(files.clone()) {
            assert_clean(candidate.findings(), &folder);
            assert!(candidate.kind().is_some(), "{}", folder.display());
            sets += 1;
        }
        assert_eq!(group(files.clone()).len(), 1, "{}", folder.display());
        assert_clean(SetCandidate::new(files).findings(), &folder);
    }
    sets
}

fn assert_clean(findings: &Findings, folder: &Path) {
    let faults = findings
        .iter()
        .filter(|finding| finding.severity > Severity::Note);
    let faults: Vec<_> = faults.take(5).collect();
    assert!(faults.is_empty(), "{}: {faults:?}", folder.display());
}

/// The folders that hold files.
fn folders(month: &Path) -> Vec<PathBuf> {
    let mut folders = vec![month.join("export")];
    for kind in ["sets", "plans", "actuals"] {
        folders.extend(
            fs::read_dir(month.join(kind))
                .unwrap()
                .map(|entry| entry.unwrap().path()),
        );
    }
    folders
}

fn files(folder: &Path) -> Vec<Arc<CheckedDocument>> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        let checked = CheckedDocument::read(name, fs::read(path).unwrap());
        assert_clean(checked.findings(), folder);
        Arc::new(checked)
    };
    paths.iter().map(read).collect()
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}
