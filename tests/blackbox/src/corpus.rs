//! The corpus of `tests/corpus`: files, and beside them what they must give.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use careplan_core::check::CheckedDocument;
use careplan_core::finding::{Code, Finding};
use careplan_core::layout::SetKind;
use careplan_core::message::{MessageSet, SetCandidate};
use careplan_core::number::ServiceKind;
use careplan_core::upgrade::{UpgradeOptions, upgrade};
use serde::Deserialize;

/// A folder with files and `expected.json`.
pub struct Case {
    /// Its path below `tests/corpus`, such as `faults/names/lower-case-extension`.
    pub path: String,
    /// The files by name.
    pub files: Vec<(String, Vec<u8>)>,
    /// What `expected.json` says.
    pub expected: Expected,
}

/// `expected.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// What it is, in Japanese.
    pub ja: String,
    /// What it is, in English.
    pub en: String,
    /// The edition of clean files.
    pub edition: Option<String>,
    /// What is checked.
    pub check: Check,
    /// The set that the files are.
    pub set: Option<String>,
    /// サービス種類コード of the receiver, where an upgrade is told of it.
    pub receiver_kind: Option<ServiceKind>,
    /// All findings, in any order.
    pub findings: Vec<Told>,
}

/// What is checked.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Check {
    /// Every file by itself.
    Files,
    /// The files together, whatever edition they are of.
    Set,
    /// The files together, as a set that is to be sent.
    Send,
    /// The files, on their way to edition 4.1.
    Upgrade,
}

/// One finding: what it is and where.
#[derive(Deserialize, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// The file; empty for the set itself.
    pub file: String,
    /// The data record, from 1.
    pub record: Option<u32>,
    /// 項番.
    pub item: Option<u16>,
    /// Such as `CP2010`.
    pub code: String,
}

impl From<&Finding> for Told {
    fn from(finding: &Finding) -> Self {
        Self {
            file: finding.file.to_string(),
            record: finding.record,
            item: finding.item.map(|item| item.no),
            code: finding.code.as_str().to_owned(),
        }
    }
}

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Code::from_number(&self.code);
        write!(f, "{} {name:?} {:?}", self.code, self.file)?;
        write!(f, " record {:?} item {:?}", self.record, self.item)
    }
}

/// Every case below `tests/corpus/<part>`, by path.
pub fn cases(part: &str) -> Vec<Case> {
    let mut folders = Vec::new();
    collect(&root().join(part), &mut folders);
    folders.sort();
    folders.iter().map(|folder| Case::read(folder)).collect()
}

/// `tests/corpus`.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus")
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    if folder.join("expected.json").exists() {
        found.push(folder.to_owned());
        return;
    }
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        assert!(path.is_dir(), "{} belongs to no case", path.display());
        collect(&path, found);
    }
}

impl Case {
    fn read(folder: &Path) -> Self {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            if name != "expected.json" {
                files.push((name, fs::read(entry.path()).unwrap()));
            }
        }
        files.sort();
        let path = folder.strip_prefix(root()).unwrap();
        let expected = fs::read(folder.join("expected.json")).unwrap();
        Self {
            path: path.to_str().unwrap().replace('\\', "/"),
            files,
            expected: serde_json::from_slice(&expected)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display())),
        }
    }

    /// The files, read and checked one by one.
    pub fn documents(&self) -> Vec<Arc<CheckedDocument>> {
        let read = |(name, bytes): &(String, Vec<u8>)| CheckedDocument::read(name, bytes.clone());
        self.files.iter().map(read).map(Arc::new).collect()
    }

    /// The findings that it must give, in order.
    pub fn expected_findings(&self) -> Vec<Told> {
        let mut told = self.expected.findings.clone();
        told.sort();
        told
    }

    /// The findings that it gives, and the set that it is. Those of a file that a set repeats count once.
    pub fn findings(&self) -> (Vec<Finding>, Option<SetKind>) {
        let documents = self.documents();
        if self.expected.check == Check::Upgrade {
            let options = UpgradeOptions {
                sender_kind: None,
                receiver_kind: self.expected.receiver_kind,
            };
            let upgraded = upgrade(&documents, &options);
            return (upgraded.findings.iter().cloned().collect(), None);
        }
        let of_files = documents.iter().flat_map(|checked| checked.findings());
        let mut findings: Vec<_> = of_files.cloned().collect();
        match self.expected.check {
            Check::Files => return (findings, None),
            Check::Set => {
                let set = SetCandidate::new(documents);
                findings.extend(set.findings().iter().cloned());
                return (findings, set.kind());
            }
            Check::Send | Check::Upgrade => {}
        }
        match MessageSet::build(documents) {
            Ok(set) => {
                findings.extend(set.findings().iter().cloned());
                (findings, Some(set.kind()))
            }
            Err(of_set) => {
                for finding in &of_set {
                    if !findings.contains(finding) {
                        findings.push(finding.clone());
                    }
                }
                (findings, None)
            }
        }
    }
}
