//! Which set files are, what it lacks, and whether their names agree.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::fmt::Display;

use crate::document::{Document, FileName, MonthPart, Party};
use crate::finding::{Code, Finding, Findings};
use crate::layout::{Edition, FileKind, SetKind, SetKindInfo};
use crate::number::Stamp;

/// A file whose name is of the standard's form.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) document: &'a Document,
    pub(super) parsed: &'a FileName,
}

/// What the files of a set share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Shared {
    pub(super) sender: Party,
    pub(super) receiver: Option<Party>,
    pub(super) stamp: Stamp,
}

impl<'a> Named<'a> {
    pub(super) fn of(document: &'a Document) -> Option<Self> {
        let parsed = document.file_name()?;
        Some(Self { document, parsed })
    }

    pub(super) fn kind(&self) -> FileKind {
        self.parsed.kind
    }

    pub(super) fn finding(&self, code: Code) -> Finding {
        Finding::new(code, self.document.name().clone())
    }

    pub(super) fn shared(&self) -> Shared {
        Shared {
            sender: self.parsed.sender,
            receiver: self.parsed.receiver,
            stamp: self.parsed.stamp,
        }
    }

    fn differs(&self, code: Code, expected: impl Display) -> Finding {
        self.finding(code).with("expected", expected)
    }
}

/// The set that these files are, or most likely were meant to be: most of them belong to it, fewest are missing.
pub(super) fn best_match(edition: Edition, named: &[Named<'_>]) -> Option<&'static SetKindInfo> {
    let kinds: HashSet<FileKind> = named.iter().map(Named::kind).collect();
    let belonging = |info: &SetKindInfo| kinds.iter().filter(|kind| info.has(**kind)).count();
    let missing = |info: &SetKindInfo| {
        let here = |kind: &&FileKind| kinds.contains(kind);
        info.files.len() - info.files.iter().filter(here).count()
    };
    // Only the supplement of a care plan carries 000000, so it tells whose supplement it is.
    let zero = named
        .iter()
        .any(|name| name.parsed.month == Some(MonthPart::Zero));
    let by_month = |info: &SetKindInfo| (info.kind == SetKind::CarePlan) == zero;
    let candidates = SetKindInfo::all(edition).iter();
    candidates
        .filter(|info| belonging(info) > 0)
        .max_by_key(|info| {
            (
                belonging(info),
                kinds.len() == 1 && by_month(info),
                Reverse(missing(info)),
            )
        })
}

/// The file that speaks for the set: the one whose sender, receiver and stamp most others share, so that the odd one out is
/// the one that is reported; among equals the first of the set's own list.
pub(super) fn speaker<'a, 'b>(info: &SetKindInfo, named: &'b [Named<'a>]) -> Option<&'b Named<'a>> {
    let mut frequencies: HashMap<Shared, usize> = HashMap::new();
    for name in named {
        *frequencies.entry(name.shared()).or_default() += 1;
    }
    let shared = |name: &Named<'_>| frequencies.get(&name.shared()).copied();
    let listed = |name: &Named<'_>| info.files.iter().position(|kind| *kind == name.kind());
    let belonging = named.iter().filter(|name| info.has(name.kind()));
    belonging.max_by_key(|name| (shared(name), Reverse(listed(name).unwrap_or(usize::MAX))))
}

/// `absent_is_told`: false where a file that cannot be placed may be the one that seems to be missing.
pub(super) fn check_composition(
    info: &SetKindInfo,
    named: &[Named<'_>],
    absent_is_told: bool,
    findings: &mut Findings,
) {
    let describe = |finding: Finding, kind: FileKind| {
        finding
            .with("kind", kind)
            .with("kind_name", kind.name_ja())
            .with("set", info.kind.name_ja())
            .with("set_ident", info.ident)
    };
    for &kind in info.files {
        if absent_is_told && !named.iter().any(|name| name.kind() == kind) {
            findings.push(describe(Finding::new(Code::SetIncomplete, "".into()), kind));
        }
    }
    let mut seen = HashSet::new();
    for name in named {
        let kind = name.kind();
        if !info.has(kind) {
            findings.push(describe(name.finding(Code::FileNotInSet), kind));
        } else if !seen.insert((kind, name.parsed.branch)) {
            findings.push(describe(name.finding(Code::SetDuplicateKind), kind));
        }
    }
}

/// Stamp, sender, receiver and month are those of the speaker.
pub(super) fn check_agreement(
    info: &SetKindInfo,
    expected: Shared,
    named: &[Named<'_>],
    findings: &mut Findings,
) {
    let month = expected_month(info, named);
    for name in named.iter().filter(|name| info.has(name.kind())) {
        let own = name.shared();
        if own.stamp != expected.stamp {
            findings.push(name.differs(Code::SetMixedStamp, expected.stamp));
        }
        if !is_same(own.sender, expected.sender) {
            findings.push(name.differs(Code::SetMixedSender, expected.sender));
        }
        match (own.receiver, expected.receiver) {
            (Some(receiver), Some(lead)) if !is_same(receiver, lead) => {
                findings.push(name.differs(Code::SetMixedReceiver, lead));
            }
            _ => {}
        }
        if let (Some(own), Some(month)) = (name.parsed.month, month)
            && own != month
        {
            findings.push(name.differs(Code::SetMixedMonth, month));
        }
    }
}

/// The form that another edition writes an office in does not make it another one; that the editions differ is told.
fn is_same(one: Party, other: Party) -> bool {
    match one.edition() == other.edition() {
        true => one == other,
        false => one.number == other.number,
    }
}

/// The supplement of a care plan carries 000000; the files of a month all carry that month.
fn expected_month(info: &SetKindInfo, named: &[Named<'_>]) -> Option<MonthPart> {
    if info.kind == SetKind::CarePlan {
        return Some(MonthPart::Zero);
    }
    let months = |name: &Named<'_>| name.parsed.month.filter(|month| *month != MonthPart::Zero);
    info.files.iter().find_map(|kind| {
        named
            .iter()
            .find(|name| name.kind() == *kind)
            .and_then(months)
    })
}
