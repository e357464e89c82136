//! Running the real program, and damaging copies of the samples.
#![allow(dead_code, clippy::unwrap_used)]

pub mod house;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What a run gave.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// The program, not yet started.
pub fn careplan() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_careplan"));
    command.stdin(Stdio::null());
    command
}

/// Runs the program with arguments.
pub fn run<S: AsRef<std::ffi::OsStr>>(args: &[S]) -> Run {
    let output = careplan().args(args).output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Run {
    /// The lines of stdout as JSON.
    pub fn json(&self) -> Vec<Value> {
        let lines = self.stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The codes of the findings, in order.
    pub fn codes(&self) -> Vec<String> {
        let code = |line: &Value| line["code"].as_str().unwrap().to_owned();
        self.json().iter().map(code).collect()
    }
}

/// The samples of the repository.
pub fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/data")
}

/// A file of the first sample set, by the beginning of its name.
pub fn sample(kind: &str) -> PathBuf {
    let folder = samples().join("sets/5070100002_11");
    let mut files = folder.read_dir().unwrap().map(|file| file.unwrap().path());
    let prefix = format!("{kind}_");
    files
        .find(|path| {
            path.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with(&prefix)
        })
        .unwrap()
}

/// A copy of a sample in a folder of its own, after `damage`.
pub struct Copy {
    pub folder: TempDir,
    pub path: PathBuf,
}

impl Copy {
    pub fn of(kind: &str, damage: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Self {
        let original = sample(kind);
        let name = original.file_name().unwrap().to_str().unwrap();
        Self::named(name, damage(std::fs::read(&original).unwrap()))
    }

    pub fn named(name: &str, bytes: Vec<u8>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        Self { folder, path }
    }

    pub fn lint_json(&self) -> Run {
        run(&["lint", "--format", "json", self.path.to_str().unwrap()])
    }

    pub fn lint_text(&self, lang: &str) -> Run {
        run(&["lint", "--lang", lang, self.path.to_str().unwrap()])
    }
}

/// Replaces an item; records and items count from 1. For records before which no item holds a comma.
pub fn with_item(record: usize, item: usize, value: &[u8]) -> impl Fn(Vec<u8>) -> Vec<u8> {
    move |bytes| {
        let text = bytes.as_slice();
        let mut lines: Vec<&[u8]> = text.split(|&byte| byte == b'\n').collect();
        let mut items: Vec<&[u8]> = lines[record - 1].split(|&byte| byte == b',').collect();
        items[item - 1] = value;
        let line = items.join(&b","[..]);
        lines[record - 1] = &line;
        lines.join(&b"\n"[..])
    }
}
