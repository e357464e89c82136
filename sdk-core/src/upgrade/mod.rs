//! 版の変換: files of editions 3.x and 4.0 become files of 4.1, set by set.
//!
//! Names, columns and CSVバージョン change; every value stays, free text byte for byte. What the older edition does not
//! have (TAIS codes, table 3, the service kinds of sender and receiver) is not invented: where it cannot be derived for
//! certain, a finding says what a person must supply.

mod content;
mod images;
mod kinds;

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use crate::check::CheckedDocument;
use crate::document::{Document, FileName, MonthPart, PartyCode};
use crate::finding::{Code, Finding, Findings, Lang, Severity};
use crate::layout::{Edition, FileKind};
use crate::number::{OfficeNumber, ServiceKind, Stamp};
use images::Images;
use kinds::{Kinds, Rows};

/// What the caller knows that older file names do not say.
///
/// What is given here wins over what can be derived; the default derives all it can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UpgradeOptions {
    /// サービス種類コード of the sender.
    pub sender_kind: Option<ServiceKind>,
    /// サービス種類コード of the receiver.
    pub receiver_kind: Option<ServiceKind>,
}

/// 変換の結果: the files that could be upgraded, and what there is to say.
#[derive(Debug, Clone, Default)]
pub struct Upgraded {
    /// The new files, in the order of the old ones. A set with an error is not in here at all.
    pub files: Vec<UpgradedFile>,
    /// Errors say why a set was refused, notes where service kinds come from; both carry the name of the old file. What a
    /// person must supply carries the name of the new one.
    pub findings: Findings,
}

/// One file in edition 4.1.
#[derive(Clone, PartialEq, Eq)]
pub struct UpgradedFile {
    /// The name of the file that it was made of.
    pub source: Arc<str>,
    /// Its name in edition 4.1.
    pub name: String,
    /// Its bytes, written strictly; those of the old file where its content is of 4.1 already.
    pub bytes: Vec<u8>,
    /// What is different; empty for a file that was of 4.1 already.
    pub changes: Vec<UpgradeChange>,
}

/// One thing that an upgrade changed in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UpgradeChange {
    /// The file name.
    Name {
        /// The edition whose form the name had.
        from: Edition,
    },
    /// CSVバージョン.
    Version {
        /// Records that had another version.
        records: usize,
    },
    /// 家族構成 画像ファイル名: it names an image of the set, which has a new name now.
    ImageName {
        /// Records that name one.
        records: usize,
    },
    /// Items that edition 4.1 added; they are empty.
    Columns {
        /// Items added to each record.
        added: usize,
        /// Number of records.
        records: usize,
    },
}

impl UpgradeChange {
    /// What was done, for people.
    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Name { from }, Lang::Ja) => {
                format!("ファイル名を {from} 版の形から 4.1 版の形に変えました。")
            }
            (Self::Name { from }, Lang::En) => {
                format!("The file name has the form of edition 4.1 instead of {from}.")
            }
            (Self::Version { records }, Lang::Ja) => {
                format!("CSVバージョンを 202407 にしました（{records} 件）。")
            }
            (Self::Version { records }, Lang::En) => {
                format!("The CSVバージョン is 202407 now ({records} records).")
            }
            (Self::ImageName { records }, Lang::Ja) => {
                format!("画像のファイル名を、変換後の名前にしました（{records} 件）。")
            }
            (Self::ImageName { records }, Lang::En) => {
                format!("The image is named by its new file name ({records} records).")
            }
            (Self::Columns { added, records }, Lang::Ja) => {
                format!("4.1 版で増えた {added} 項目を空で加えました（{records} 件）。")
            }
            (Self::Columns { added, records }, Lang::En) => {
                format!("The {added} items that 4.1 added are there, empty ({records} records).")
            }
        }
    }
}

/// Upgrades files to edition 4.1. Files of several sets may be given; each set (same sender, receiver, stamp and purpose)
/// is upgraded whole or, with findings, not at all. Files that are of 4.1 already pass through unchanged.
///
/// The kinds that names of 4.1 need come from, in this order: the options; a file of the set whose name has them; the rows
/// of the office itself in the set (or else in all files given), if they are of one kind; and 43 for a planning office.
/// Notes say where they come from. The three-character codes of 4.0 are no source: which services they name is not public.
///
/// ```
/// use std::sync::Arc;
/// use careplan_core::check::CheckedDocument;
/// use careplan_core::upgrade::{UpgradeOptions, upgrade};
///
/// let name = "DLTPLAN_202609_5070022016_5070100002_20260826093000.CSV";
/// let old = CheckedDocument::read(name, b"202208,505826,0000100000,202609\r\n".to_vec());
/// let options = UpgradeOptions {
///     receiver_kind: Some("11".parse()?),
///     ..UpgradeOptions::default()
/// };
/// let upgraded = upgrade(&[Arc::new(old)], &options);
/// let file = &upgraded.files[0];
/// assert_eq!(file.name, "DLTPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV");
/// assert_eq!(file.bytes, b"202407,505826,0000100000,202609\r\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn upgrade(files: &[Arc<CheckedDocument>], options: &UpgradeOptions) -> Upgraded {
    let mut findings = Findings::default();
    let all_rows = OnceCell::new();
    let all_rows = || all_rows.get_or_init(|| Rows::of(files.iter().map(|file| file.document())));
    let sets = sets(files, &mut findings);
    let mut results: Vec<_> = sets
        .iter()
        .map(|set| upgrade_set(set, &all_rows, options))
        .collect();
    refuse_same_names(&mut results);
    let mut done: Vec<Option<UpgradedFile>> = vec![None; files.len()];
    for (set, result) in sets.iter().zip(results) {
        if result.told.has_errors() {
            refuse(set, &result.told, &mut findings);
            continue;
        }
        let told = result.told.iter().cloned();
        told.for_each(|finding| findings.push(finding));
        for (member, file) in set.iter().zip(result.files) {
            done[member.index] = file;
        }
    }
    Upgraded {
        files: done.into_iter().flatten().collect(),
        findings: findings.finish(),
    }
}

/// A set after its upgrade, which counts only if nothing told is an error.
struct SetResult {
    told: Findings,
    /// One a member; `None` only together with an error.
    files: Vec<Option<UpgradedFile>>,
}

/// A file of a set, and where it stands in the list that was given.
struct Member<'a> {
    index: usize,
    document: &'a Document,
    name: &'a FileName,
}

/// What the files of a set share. One export may give several sets of one stamp.
type SetKey = (End, Option<End>, Stamp, Purpose);
/// An office, with its three-character code in 4.0: two codes are two sets.
type End = (OfficeNumber, Option<[u8; 3]>);

/// What a set is sent for: plan, slip, basic information and prevention plan, or, on its own, each other kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Purpose {
    CarePlan,
    UseSlip,
    Prevention,
    Alone(FileKind),
}

impl Purpose {
    fn of(name: &FileName) -> Self {
        match name.kind {
            FileKind::Up1kyo | FileKind::Up2kyo | FileKind::Up3kyo => Self::CarePlan,
            FileKind::Uphosoku if name.month == Some(MonthPart::Zero) => Self::CarePlan,
            FileKind::Upplan | FileKind::Upsikyu | FileKind::Uphosoku => Self::UseSlip,
            FileKind::Upkihon
            | FileKind::UpkihonSub1
            | FileKind::UpkihonSub2
            | FileKind::UpkihonImage
            | FileKind::Upyobo
            | FileKind::UpyoboSub => Self::Prevention,
            alone => Self::Alone(alone),
        }
    }
}

fn sets<'a>(files: &'a [Arc<CheckedDocument>], findings: &mut Findings) -> Vec<Vec<Member<'a>>> {
    let mut sets: Vec<Vec<Member<'a>>> = Vec::new();
    let mut known: HashMap<SetKey, usize> = HashMap::new();
    for (index, document) in files.iter().map(|file| file.document()).enumerate() {
        let Some(name) = document.file_name() else {
            findings.push(refusal(document, Code::UpgradeNameUnusable));
            continue;
        };
        let set = *known.entry(key(name)).or_insert(sets.len());
        if set == sets.len() {
            sets.push(Vec::new());
        }
        sets[set].push(Member {
            index,
            document,
            name,
        });
    }
    sets
}

fn key(name: &FileName) -> SetKey {
    let end = |party: crate::document::Party| match party.code {
        PartyCode::Three(code) => (party.number, Some(code)),
        PartyCode::None | PartyCode::Kind(_) => (party.number, None),
    };
    let receiver = name.receiver.map(end);
    (end(name.sender), receiver, name.stamp, Purpose::of(name))
}

fn upgrade_set<'r>(
    set: &[Member<'_>],
    all_rows: &dyn Fn() -> &'r Rows,
    options: &UpgradeOptions,
) -> SetResult {
    let mut told = Findings::default();
    let kinds = Kinds::of(set, all_rows, options, &mut told);
    let images = Images::of(set, kinds.as_ref());
    let files = set
        .iter()
        .map(|member| upgrade_file(member, kinds.as_ref(), &images, &mut told))
        .collect();
    if let Some(kinds) = &kinds {
        table_3(set, kinds, &mut told);
    }
    SetResult { told, files }
}

fn upgrade_file(
    member: &Member<'_>,
    kinds: Option<&Kinds>,
    images: &Images,
    findings: &mut Findings,
) -> Option<UpgradedFile> {
    let (document, from) = (member.document, member.name.edition());
    let name = match from {
        Edition::V41 => document.name().to_string(),
        // Without the kinds there is no name, but the records are looked at: all errors are told at once.
        _ => kinds.map_or(String::new(), |kinds| kinds.name_of(member)),
    };
    let (bytes, mut changes) = content::upgrade(document, &name, images, findings)?;
    if from != Edition::V41 {
        changes.insert(0, UpgradeChange::Name { from });
        if document
            .name_faults()
            .iter()
            .any(|fault| fault.code == Code::ReceiverMissing)
        {
            findings.push(Finding::new(
                Code::UpgradeReceiverMissing,
                name.as_str().into(),
            ));
        }
    }
    Some(UpgradedFile {
        source: document.name().clone(),
        name,
        bytes,
        changes,
    })
}

/// A care-plan set of 3.x has no table 3. An empty file would be none either, so a person must make one.
fn table_3(set: &[Member<'_>], kinds: &Kinds, findings: &mut Findings) {
    let find = |kind| set.iter().find(|member| member.name.kind == kind);
    if find(FileKind::Up3kyo).is_some() {
        return;
    }
    let older = |member: &&Member<'_>| {
        [member.document.edition(), member.name.edition()].contains(&Edition::V3)
    };
    if let Some(table_1) = find(FileKind::Up1kyo).filter(older) {
        let name = kinds.name(table_1.name);
        let wanted = FileName {
            kind: FileKind::Up3kyo,
            ..name.clone()
        };
        let finding = Finding::new(Code::UpgradeSupplyTable3, name.to_string().into());
        findings.push(finding.with("name", wanted));
    }
}

/// Says why a set is refused, and of its other files that they were left alone with it.
fn refuse(set: &[Member<'_>], told: &Findings, findings: &mut Findings) {
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    let errors: Vec<_> = told.iter().filter(is_error).collect();
    let with_error: HashSet<&str> = errors.iter().map(|error| &*error.file).collect();
    for member in set {
        let name: &str = member.document.name();
        if !with_error.contains(name) {
            findings.push(refusal(member.document, Code::UpgradeSetRefused));
        }
    }
    errors
        .into_iter()
        .for_each(|error| findings.push(error.clone()));
}

/// Two files under one name would overwrite each other.
fn refuse_same_names(results: &mut [SetResult]) {
    let mut count: HashMap<String, usize> = HashMap::new();
    let right = results.iter().filter(|result| !result.told.has_errors());
    for file in right.flat_map(|result| result.files.iter().flatten()) {
        *count.entry(file.name.clone()).or_default() += 1;
    }
    for result in results {
        for file in result.files.iter().flatten() {
            if count.get(&file.name).is_some_and(|count| *count > 1) {
                let same = Finding::new(Code::UpgradeSameName, file.source.clone());
                result.told.push(same);
            }
        }
    }
}

fn refusal(document: &Document, code: Code) -> Finding {
    Finding::new(code, document.name().clone())
}

/// What a file holds is personal data.
impl fmt::Debug for UpgradedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpgradedFile")
            .field("bytes", &self.bytes.len())
            .field("changes", &self.changes)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
