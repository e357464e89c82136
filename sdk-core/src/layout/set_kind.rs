use super::{Edition, FileKind, SET_KINDS, SET_KINDS_3};

/// The sets of the standard: which files travel together as one message (section 2.4 and 3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SetKind {
    /// 居宅サービス計画: UP1KYO + UP2KYO + UP3KYO + UPHOSOKU.
    CarePlan,
    /// サービス利用票・別表（予定）: UPPLAN + UPSIKYU + UPHOSOKU.
    UseSlip,
    /// DLT1KYO.
    CarePlanDelete,
    /// DLTPLAN.
    UseSlipDelete,
    /// 実績: UPJSK.
    Actuals,
    /// DLTJSK.
    ActualsDelete,
    /// 利用者基本情報: UPKIHON and its annexes.
    BasicInfo,
    /// UPYOBO and UPKIHON with their annexes.
    PreventionPlanWithBasicInfo,
    /// 介護予防サービス・支援計画: UPYOBO and its annex.
    PreventionPlan,
    /// DLTKIHON.
    BasicInfoDelete,
    /// DLTYOBO.
    PreventionPlanDelete,
}

/// One row of standard/message-sets.csv.
#[derive(Debug)]
pub struct SetKindInfo {
    /// The kind of set.
    pub kind: SetKind,
    /// Our identifier of it, such as `use_slip`.
    pub ident: &'static str,
    /// Its Japanese name.
    pub name_ja: &'static str,
    /// Each of these exactly once.
    pub files: &'static [FileKind],
    /// Any of these besides.
    pub annexes: &'static [FileKind],
}

impl SetKindInfo {
    /// The sets of an edition.
    pub fn all(edition: Edition) -> &'static [Self] {
        match edition {
            Edition::V3 => SET_KINDS_3,
            Edition::V40 | Edition::V41 => SET_KINDS,
        }
    }

    /// Whether a kind of file may be in the set.
    pub(crate) fn has(&self, kind: FileKind) -> bool {
        self.files.contains(&kind) || self.annexes.contains(&kind)
    }
}

impl SetKind {
    /// The identifier that crosses borders, such as `use_slip`.
    pub fn ident(self) -> &'static str {
        self.info().map_or("", |info| info.ident)
    }

    /// The kind with an identifier.
    pub fn from_ident(ident: &str) -> Option<Self> {
        SET_KINDS
            .iter()
            .find(|info| info.ident == ident)
            .map(|info| info.kind)
    }

    /// Its Japanese name.
    pub fn name_ja(self) -> &'static str {
        self.info().map_or("", |info| info.name_ja)
    }

    /// Whether files of these kinds are this set: each of its files once, and annexes.
    pub(crate) fn is_made_of(self, kinds: &[FileKind]) -> bool {
        self.info().is_some_and(|info| {
            let once = |kind: &FileKind| kinds.iter().filter(|other| *other == kind).count() == 1;
            info.files.iter().all(once) && kinds.iter().all(|kind| info.has(*kind))
        })
    }

    fn info(self) -> Option<&'static SetKindInfo> {
        SET_KINDS.iter().find(|info| info.kind == self)
    }
}
