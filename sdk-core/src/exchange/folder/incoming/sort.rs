//! Which files are a set, and what there is to say about those that are none.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::Offset;

use super::memory::{Memory, SetKey};
use super::scan::FoundFile;
use crate::check::CheckedDocument;
use crate::document::{FileName, MonthPart};
use crate::exchange::folder::digest::SetDigest;
use crate::finding::{Code, Finding, Findings, Severity};
use crate::message::{Cover, FileEntry, SetCandidate, group};
use crate::number::{OfficeNumber, Stamp};

/// Files that belong together by their names, by index.
pub(super) struct Bundle {
    pub(super) files: Vec<usize>,
    candidate: SetCandidate,
}

/// Sorts files by their names alone; what they hold is not looked at.
pub(super) fn bundles(names: &[&str]) -> Vec<Bundle> {
    let documents: Vec<_> = names
        .iter()
        .map(|name| Arc::new(CheckedDocument::read(name, Vec::new())))
        .collect();
    let places: HashMap<_, _> = documents.iter().map(Arc::as_ptr).zip(0..).collect();
    let bundle = |candidate: SetCandidate| {
        let files = candidate.documents().iter();
        let files = files.filter_map(|file| places.get(&Arc::as_ptr(file)).copied());
        Bundle {
            files: files.collect(),
            candidate,
        }
    };
    group(documents.clone()).into_iter().map(bundle).collect()
}

impl Bundle {
    /// What keeps these files from being a set for this office; nothing where they are one.
    pub(super) fn faults(
        &self,
        files: &[&FoundFile],
        office: OfficeNumber,
        memory: &Memory,
    ) -> Findings {
        let mut findings = Findings::default();
        let late = self.is_late(memory);
        for (document, file) in self.candidate.documents().iter().zip(files) {
            let name = document.document().name();
            if late || memory.name(&file.strict) {
                findings.push(Finding::new(Code::ReceivedAfterwards, name.clone()));
            }
            match document.document().file_name() {
                Some(parsed) => check_file(parsed, name, office, &mut findings),
                None => of_block(document.findings(), "CP10", &mut findings),
            }
        }
        // That the rest is missing says nothing where the rest was taken in before.
        if !late {
            of_block(self.candidate.findings(), "CP40", &mut findings);
        }
        if findings.is_empty() && self.candidate.kind().is_none() {
            findings.push(Finding::new(Code::SetUnknown, "".into()));
        }
        findings.finish()
    }

    /// The set as a message; `None` where its names do not say what a message needs.
    pub(super) fn cover(&self, files: &[&FoundFile]) -> Option<Cover> {
        let key = SetKey::of(self.names())?;
        let entries: Vec<FileEntry> = files.iter().map(|file| file.entry()).collect();
        let digest = SetDigest::of(&entries);
        let cover = Cover {
            id: digest.id(),
            sender: key.sender,
            receivers: vec![key.receiver],
            stamp: key.stamp,
            set: self.candidate.kind()?,
            subject: String::new(),
            text: String::new(),
            files: entries,
            created_at: in_japan(key.stamp)?,
            software: String::new(),
        };
        cover.names_its_files().then_some(cover)
    }

    /// 対象年月, where its names carry one.
    pub(super) fn month(&self) -> Option<crate::number::TargetMonth> {
        self.names().find_map(|name| match name.month {
            Some(MonthPart::Month(month)) => Some(month),
            Some(MonthPart::Zero) | None => None,
        })
    }

    /// Whether more files may belong to it than must.
    pub(super) fn may_have_annexes(&self) -> bool {
        let mut infos = crate::layout::SetKindInfo::all(self.candidate.edition()).iter();
        let info = infos.find(|info| Some(info.kind) == self.candidate.kind());
        info.is_some_and(|info| !info.annexes.is_empty())
    }

    /// Whether the set that these files would belong to is done with.
    fn is_late(&self, memory: &Memory) -> bool {
        let kinds: Vec<_> = self.names().map(|name| name.kind).collect();
        // A file without a name could be anything.
        kinds.len() == self.candidate.documents().len()
            && SetKey::of(self.names()).is_some_and(|key| memory.set_with(&key, &kinds))
    }

    fn names(&self) -> impl Iterator<Item = &FileName> {
        let files = self.candidate.documents().iter();
        files.filter_map(|file| file.document().file_name())
    }
}

/// Whether a set lacks files and nothing else is wrong.
pub(super) fn lacks_files_only(faults: &Findings) -> bool {
    !faults.is_empty() && faults.iter().all(|f| f.code == Code::SetIncomplete)
}

fn check_file(parsed: &FileName, name: &Arc<str>, office: OfficeNumber, findings: &mut Findings) {
    let finding = |code| Finding::new(code, name.clone());
    if parsed.sender.address().is_none() {
        let finding = finding(Code::ReceivedOlderEdition);
        findings.push(finding.with("edition", parsed.edition()));
    }
    match parsed.receiver {
        None => findings.push(finding(Code::ReceivedNotAddressed)),
        Some(receiver) if receiver.number != office => {
            let finding = finding(Code::ReceivedForOther).with("receiver", receiver);
            findings.push(finding.with("office", office));
        }
        Some(_) => {}
    }
}

/// Takes over the errors of one block of the catalogue: of an empty document, only those on its name say something.
fn of_block(from: &Findings, block: &str, findings: &mut Findings) {
    let told = from
        .iter()
        .filter(|f| f.severity == Severity::Error && f.code.as_str().starts_with(block));
    told.for_each(|finding| findings.push(finding.clone()));
}

/// 作成日時 is the sender's local time.
fn in_japan(stamp: Stamp) -> Option<Timestamp> {
    let time = jiff::civil::DateTime::strptime("%Y%m%d%H%M%S", stamp.as_str()).ok()?;
    Offset::constant(9).to_timestamp(time).ok()
}
