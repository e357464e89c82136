use std::collections::BTreeMap;
use std::sync::Arc;

use super::compose::{Named, Shared, best_match, check_agreement, check_composition, speaker};
use crate::check::{self, CheckedDocument};
use crate::document::{Document, Party};
use crate::finding::{CheckProfile, Code, Findings, Receiver};
use crate::layout::{Edition, SetKind};
use crate::number::Stamp;

/// Files that were made to travel together, and what there is to say about them as a set.
///
/// Unlike a [`super::MessageSet`] it need not be fit for sending: files may be missing, of an older edition, addressed
/// to nobody, or have errors of their own.
#[derive(Debug, Clone)]
pub struct SetCandidate {
    documents: Vec<Arc<CheckedDocument>>,
    kind: Option<SetKind>,
    edition: Edition,
    shared: Option<Shared>,
    findings: Findings,
}

impl SetCandidate {
    /// Takes these files for one set, as a person does who chose them for one message.
    pub fn new(documents: Vec<Arc<CheckedDocument>>) -> Self {
        Self::with_profile(documents, &CheckProfile::standard())
    }

    /// The same under a profile.
    pub fn with_profile(documents: Vec<Arc<CheckedDocument>>, profile: &CheckProfile) -> Self {
        let files: Vec<&Document> = documents.iter().map(|file| file.document()).collect();
        let named: Vec<_> = files.iter().filter_map(|file| Named::of(file)).collect();
        let edition = common_edition(&named, &files);
        let info = best_match(edition, &named);
        let shared = info
            .and_then(|info| speaker(info, &named))
            .map(Named::shared);
        let receiver = shared.and_then(|shared| shared.receiver);
        let mut findings = profile.findings(receiver.map(Receiver::from));
        if let (Some(info), Some(shared)) = (info, shared) {
            check_composition(info, &named, named.len() == files.len(), &mut findings);
            check_agreement(info, shared, &named, &mut findings);
            check_editions(edition, &named, &mut findings);
            check::set::check(info.kind, &files, &mut findings);
        }
        Self {
            kind: info.map(|info| info.kind),
            edition,
            shared,
            findings: findings.finish(),
            documents,
        }
    }

    /// The files.
    pub fn documents(&self) -> &[Arc<CheckedDocument>] {
        &self.documents
    }

    /// Which set of the standard it is, or was most likely meant to be; `None` for a file that no set has, or whose name
    /// cannot be read.
    pub fn kind(&self) -> Option<SetKind> {
        self.kind
    }

    /// The edition that most of its files are of.
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// 作成日時 of most of its files.
    pub fn stamp(&self) -> Option<Stamp> {
        self.shared.map(|shared| shared.stamp)
    }

    /// 送信元 of most of its files.
    pub fn sender(&self) -> Option<Party> {
        self.shared.map(|shared| shared.sender)
    }

    /// 送信先; `None` also where it is addressed to nobody yet.
    pub fn receiver(&self) -> Option<Party> {
        self.shared.and_then(|shared| shared.receiver)
    }

    /// What there is to say about the set: its composition and its files against each other. What is wrong within a file is
    /// in the findings of that file.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }
}

/// Of which edition most files are; of two equally frequent ones the later.
pub(super) fn common_edition(named: &[Named<'_>], files: &[&Document]) -> Edition {
    let editions: Vec<Edition> = if named.is_empty() {
        files.iter().map(|file| file.edition()).collect()
    } else {
        named.iter().map(|name| name.document.edition()).collect()
    };
    let mut frequencies: BTreeMap<Edition, usize> = BTreeMap::new();
    for edition in editions {
        *frequencies.entry(edition).or_default() += 1;
    }
    let most = frequencies
        .into_iter()
        .max_by_key(|&(edition, files)| (files, edition));
    most.map_or(Edition::CURRENT, |(edition, _)| edition)
}

fn check_editions(edition: Edition, named: &[Named<'_>], findings: &mut Findings) {
    for name in named {
        let own = name.document.edition();
        if own != edition {
            let finding = name.finding(Code::SetMixedEdition);
            findings.push(finding.with("edition", own).with("expected", edition));
        }
    }
}
