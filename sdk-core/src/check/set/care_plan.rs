//! 居宅サービス計画: tables 1, 2 and 3 and the supplement.

use super::keys::{Keyed, Part};
use super::scan::Scan;
use super::{Files, on_item, on_person, supplement};
use crate::check::person::Persons;
use crate::check::value::content;
use crate::document::Document;
use crate::finding::{Code, Findings};
use crate::layout::FileKind;

const PLAN: [Part; 1] = [Part::date("care_plan_date")];

pub(super) fn check(files: Files<'_>, findings: &mut Findings) {
    let table_1 = files
        .one(FileKind::Up1kyo)
        .map(|file| (file, Keyed::of(file, &PLAN)));
    for (kind, missing) in [
        (FileKind::Up2kyo, Code::PlanWithoutTable2),
        (FileKind::Up3kyo, Code::PlanWithoutTable3),
    ] {
        if let (Some((file_1, plans)), Some(file)) = (&table_1, files.one(kind)) {
            let rows = Keyed::of(file, &PLAN);
            rows_of_a_plan(plans, file, &rows, findings);
            plan_with_rows(file_1, plans, &rows, missing, findings);
        }
    }
    supplement_of_everybody(files, findings);
    if let (Some((file_1, plans)), Some(file)) = (&table_1, files.one(FileKind::Uphosoku)) {
        supplement_agrees(file_1, plans, file, findings);
    }
}

/// Every row of tables 2 and 3 belongs to a plan of table 1: same person, same 居宅サービス計画作成（変更）日 (2.5 Keys).
fn rows_of_a_plan(plans: &Keyed, file: &Document, rows: &Keyed, findings: &mut Findings) {
    for (key, record) in rows.in_order() {
        if plans.lacks(key) {
            findings.push(on_item(
                file,
                Code::RowsWithoutPlan,
                record,
                "care_plan_date",
            ));
        }
    }
}

/// A plan of table 1 has rows in table 2; that it has some in table 3 is usual (2.5 Keys).
fn plan_with_rows(
    file_1: &Document,
    plans: &Keyed,
    rows: &Keyed,
    code: Code,
    findings: &mut Findings,
) {
    for (key, record) in plans.in_order() {
        if rows.lacks(key) {
            findings.push(on_person(file_1, code, record));
        }
    }
}

fn supplement_of_everybody(files: Files<'_>, findings: &mut Findings) {
    let Some(file) = files.one(FileKind::Uphosoku) else {
        return;
    };
    let mut persons = Persons::default();
    let scan = Scan::persons(file, &mut persons);
    let tables = [FileKind::Up1kyo, FileKind::Up2kyo, FileKind::Up3kyo];
    let present = tables.iter().filter_map(|kind| files.one(*kind));
    let scans: Vec<_> = present
        .map(|table| (table, Scan::persons(table, &mut persons)))
        .collect();
    let others: Vec<_> = scans.iter().map(|(table, scan)| (*table, scan)).collect();
    supplement::of_everybody(file, &scan, &others, persons.len(), findings);
}

/// Items of the supplement and the same ones of table 1, which have the same names in both layouts.
const SHARED: [&str; 3] = ["certification_date", "certification_status", "care_level"];

/// The supplement of a care plan has its 居宅サービス計画作成（変更）日, which is its key (2.5 Keys), and says the same of the certification.
fn supplement_agrees(file_1: &Document, plans: &Keyed, file: &Document, findings: &mut Findings) {
    let persons = plans.persons();
    let (Some(layout), Some(layout_1)) = (file.layout(), file_1.layout()) else {
        return;
    };
    for (key, record) in Keyed::of(file, &PLAN).in_order() {
        // Somebody without a plan is told already.
        let Some(&first) = persons.get(&key.person) else {
            continue;
        };
        let Some(&plan) = plans.records.get(key) else {
            if plans.is_whole() && !is_zero(file, record) {
                findings.push(
                    on_item(file, Code::SupplementPlanDate, record, "care_plan_date")
                        .with("first", first),
                );
            }
            continue;
        };
        let (Some(row), Some(row_1)) = (file.record(record as usize), file_1.record(plan as usize))
        else {
            continue;
        };
        for ident in SHARED {
            let (Some(no), Some(no_1)) = (layout.no(ident), layout_1.no(ident)) else {
                continue;
            };
            let (own, other) = (content(row, no), content(row_1, no_1));
            if !own.is_empty() && !other.is_empty() && own != other {
                findings.push(
                    on_item(file, Code::SupplementDiffers, record, ident).with("first", plan),
                );
            }
        }
    }
}

/// 00000000 is the date of a supplement of tables 6 and 7; that is told of the file itself.
fn is_zero(file: &Document, record: u32) -> bool {
    let no = file.layout().and_then(|layout| layout.no("care_plan_date"));
    let row = file.record(record as usize);
    matches!((no, row), (Some(no), Some(row)) if *content(row, no) == *b"00000000")
}
