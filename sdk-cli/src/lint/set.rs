//! A set that was checked, with the paths of its files.

use std::path::{Path, PathBuf};

use careplan_core::document::{Document, Party};
use careplan_core::finding::{Finding, Findings, Lang};
use careplan_core::message::SetCandidate;
use serde::Serialize;

/// A set candidate whose findings are rated for where its files come from.
pub(super) struct CheckedSet {
    candidate: SetCandidate,
    findings: Findings,
    /// In the order of the candidate's documents.
    paths: Vec<PathBuf>,
}

/// Which set it is, for programs.
#[derive(Serialize)]
pub(super) struct SetName {
    kind: &'static str,
    sender: Option<String>,
    receiver: Option<String>,
    stamp: Option<String>,
}

impl CheckedSet {
    pub(super) fn new(candidate: SetCandidate, findings: Findings, paths: Vec<PathBuf>) -> Self {
        Self {
            candidate,
            findings,
            paths,
        }
    }

    pub(super) fn findings(&self) -> &Findings {
        &self.findings
    }

    /// Its files and where they are.
    pub(super) fn files(&self) -> impl Iterator<Item = (&Path, &Document)> {
        let documents = self.candidate.documents().iter();
        let paths = self.paths.iter().map(PathBuf::as_path);
        paths.zip(documents.map(|checked| checked.document()))
    }

    /// The file that a finding is about; `None` where it is the set as a whole.
    pub(super) fn file_of(&self, finding: &Finding) -> Option<(&Path, &Document)> {
        self.files()
            .find(|(_, document)| *document.name() == finding.file)
    }

    pub(super) fn name(&self) -> SetName {
        let text = |party: Party| party.to_string();
        SetName {
            kind: self.candidate.kind().map_or("", |kind| kind.ident()),
            sender: self.candidate.sender().map(text),
            receiver: self.candidate.receiver().map(text),
            stamp: self.candidate.stamp().map(|stamp| stamp.to_string()),
        }
    }

    /// Which set it is, for people.
    pub(super) fn label(&self, lang: Lang) -> String {
        let name = self.name();
        let kind = self.candidate.kind().map_or("", |kind| kind.name_ja());
        let kind = lang.pick(kind, name.kind);
        let (sender, stamp) = (
            name.sender.unwrap_or_default(),
            name.stamp.unwrap_or_default(),
        );
        match (lang, name.receiver) {
            (Lang::Ja, Some(receiver)) => {
                format!("セット「{kind}」{sender} → {receiver} 作成日時 {stamp}")
            }
            (Lang::Ja, None) => format!("セット「{kind}」{sender} → 送信先なし 作成日時 {stamp}"),
            (Lang::En, Some(receiver)) => format!("set {kind} {sender} → {receiver} {stamp}"),
            (Lang::En, None) => format!("set {kind} {sender} → nobody {stamp}"),
        }
    }
}
