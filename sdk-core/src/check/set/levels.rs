//! 要介護状態区分 of the supplement against the kinds of services in table 6.

use super::on_item;
use super::scan::Scan;
use crate::check::value::{content, value_of};
use crate::document::{Document, Record};
use crate::finding::{Code, Findings};
use crate::layout::{Group, Layout, ServiceKindInfo};

const CARE: u8 = 1;
const PREVENTION: u8 = 2;
const GENERAL: u8 = 4;

/// Which groups of services each person has.
pub(super) struct Groups {
    service_code: u16,
    /// The kind of the row before, and its group.
    last: ([u8; 2], u8),
    persons: Vec<u8>,
}

impl Groups {
    pub(super) fn new(layout: &Layout) -> Self {
        Self {
            service_code: layout.no("service_code").unwrap_or(0),
            last: ([0; 2], 0),
            persons: Vec::new(),
        }
    }

    #[inline]
    pub(super) fn add(&mut self, person: u32, record: Record<'_>) {
        let code = value_of(record, self.service_code);
        let Some(&kind) = code.first_chunk::<2>() else {
            return;
        };
        if kind != self.last.0 {
            self.last = (kind, group(kind));
        }
        let index = person as usize;
        if index >= self.persons.len() {
            self.persons.resize(index + 1, 0);
        }
        self.persons[index] |= self.last.1;
    }

    fn of(&self, person: u32) -> u8 {
        self.persons.get(person as usize).copied().unwrap_or(0)
    }
}

fn group(kind: [u8; 2]) -> u8 {
    let info = str::from_utf8(&kind).ok().and_then(ServiceKindInfo::of);
    match info.map(|info| info.group) {
        Some(Group::Care) => CARE,
        Some(Group::Prevention) => PREVENTION,
        Some(Group::General) => GENERAL,
        Some(Group::Planning) | None => 0,
    }
}

/// 要介護 goes with 介護給付, 要支援 with 予防給付 and 総合事業, 事業対象者 with 総合事業. `LevelUnlikeServices`.
///
/// Whoever is 要介護 may go on with 総合事業. Where the level changes within the month both sides are right, and so they are as long
/// as an application is running; so it is told only of a certified person without any service that fits.
pub(super) fn check(
    groups: &Groups,
    supplement: &Document,
    scan: &Scan,
    persons: usize,
    findings: &mut Findings,
) {
    let Some(layout) = supplement.layout() else {
        return;
    };
    let items = [
        "certification_status",
        "care_level",
        "care_level_changed_on",
        "target_month",
    ];
    let [Some(status), Some(level), Some(changed), Some(month)] = items.map(|item| layout.no(item))
    else {
        return;
    };
    for person in 0..persons as u32 {
        let groups = groups.of(person);
        let row = scan
            .first(person)
            .and_then(|record| supplement.record(record as usize));
        let Some(row) = row.filter(|_| groups != 0) else {
            continue;
        };
        let changed_now = content(row, changed).starts_with(&content(row, month));
        if *content(row, status) != *b"2" || changed_now {
            continue;
        }
        let services = match &*content(row, level) {
            b"06" | b"12" | b"13" if groups == CARE => "介護給付",
            [b'2', b'1'..=b'5'] if groups & CARE == 0 && groups & PREVENTION != 0 => "予防給付",
            _ => continue,
        };
        let record = row.number() as u32;
        let finding = on_item(supplement, Code::LevelUnlikeServices, record, "care_level");
        findings.push(finding.with("services", services));
    }
}
