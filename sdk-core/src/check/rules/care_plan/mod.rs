//! Tables 1 to 3 of the care plan.

mod table_2;
mod table_3;

pub(super) use table_2::Lines;

use super::row::{Column, Row};
use super::tell::Teller;
use super::{Rule, Rules};
use crate::document::Document;
use crate::finding::Code;
use crate::layout::{FileKind, Layout};

/// The rules on UP1KYO, UP2KYO and UP3KYO.
pub(super) fn rules<'a>(_document: &'a Document, layout: &'static Layout) -> Rules<'a> {
    match layout.kind {
        FileKind::Up1kyo => vec![
            Box::new(LivingSupport::new(layout)),
            Box::new(Certification::new(layout)),
        ],
        FileKind::Up2kyo => vec![Box::new(table_2::Numbers::new(layout))],
        FileKind::Up3kyo => vec![Box::new(table_3::Week::new(layout))],
        _ => Vec::new(),
    }
}

/// Table 1 items 25 and 26: 生活援助中心型の算定理由 3 (その他) is explained in その他理由, and only that one.
/// `OtherReasonMissing`, `OtherReasonNeedless`.
struct LivingSupport {
    reason: Column,
    other: Column,
}

impl LivingSupport {
    fn new(layout: &'static Layout) -> Self {
        Self {
            reason: Column::of(layout, "living_support_reason"),
            other: Column::of(layout, "other_reason"),
        }
    }
}

impl<'a> Rule<'a> for LivingSupport {
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        match (row.value(self.reason), row.is_empty(self.other)) {
            (b"3", true) => tell.item(Code::OtherReasonMissing, row.number, self.other),
            (b"" | b"1" | b"2", false) => {
                tell.item(Code::OtherReasonNeedless, row.number, self.other);
            }
            _ => {}
        }
    }
}

/// 認定状況区分 2 (認定済) goes with a care level and a period, except for 事業対象者 (06), who are not certified.
/// `CertificationIncomplete`.
pub(super) struct Certification {
    status: Column,
    care_level: Column,
    period: Vec<Column>,
}

impl Certification {
    /// For every layout with the items of a certification.
    pub fn new(layout: &'static Layout) -> Self {
        let column = |ident: &&str| Column::of(layout, ident);
        let first = |idents: &[&str]| idents.iter().map(column).find(|column| column.exists());
        let period = ["certified_from", "certified_to", "limit_from", "limit_to"];
        Self {
            status: column(&"certification_status"),
            care_level: first(&["care_level", "support_level"]).unwrap_or(column(&"")),
            period: period
                .iter()
                .map(column)
                .filter(|column| column.exists())
                .collect(),
        }
    }
}

impl<'a> Rule<'a> for Certification {
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        // 06 in tables, 3 in UPYOBO.
        if row.value(self.status) != b"2" || matches!(row.value(self.care_level), b"06" | b"3") {
            return;
        }
        let mut wanted = self.period.iter().chain([&self.care_level]);
        if let Some(empty) = wanted.find(|column| row.is_empty(**column)) {
            tell.item(Code::CertificationIncomplete, row.number, *empty);
        }
    }
}

#[cfg(test)]
mod tests;
