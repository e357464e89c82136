//! A service row of table 7 by itself, and rows that stand twice.

use super::{Figure, Row, Slip};
use crate::check::value::content;
use crate::finding::{Code, Findings};

pub(super) fn check(slip: &Slip<'_>, row: &Row<'_>, findings: &mut Findings) {
    if !row.is_service() {
        return;
    }
    equipment_code(slip, row, findings);
    days_add_up(slip, row, findings);
}

/// Kinds 17 and 67 carry a TAIS code or a notification code, other kinds neither (layout of table 7, items 10 and 11, which
/// point at "No.19" for the service code but mean item 9).
fn equipment_code(slip: &Slip<'_>, row: &Row<'_>, findings: &mut Findings) {
    let columns = row.columns;
    // Editions before 4.0 have neither.
    if columns.tais == 0 {
        return;
    }
    let needed = is_equipment(row);
    // An addition (kk8…) is no equipment, as in table 6.
    let is_itself = needed && row.code[2] == b'1';
    if is_itself && !row.holds(columns.tais) && !row.holds(columns.notification) {
        findings.push(row.on_item(slip.document, Code::SlipEquipmentCodeMissing, columns.tais));
    }
    for no in [columns.tais, columns.notification] {
        if !needed && row.holds(no) {
            findings.push(row.on_item(slip.document, Code::SlipEquipmentCodeUnneeded, no));
        }
    }
}

/// 福祉用具貸与.
fn is_equipment(row: &Row<'_>) -> bool {
    matches!(&row.service_kind(), b"17" | b"67")
}

/// 累積利用日数 = 前月までの利用日数 + 当月の計画利用日数 (layout of table 7, items 30 to 32; item 30 holds up to five digits). Days of several
/// kinds of short stay may count together.
fn days_add_up(slip: &Slip<'_>, row: &Row<'_>, findings: &mut Findings) {
    let days = (
        row.get(Figure::DaysBefore),
        row.get(Figure::DaysPlanned),
        row.get(Figure::DaysCumulative),
    );
    if let (Some(before), Some(planned), Some(found)) = days
        && !(before + planned..=before + planned_in_all(slip).max(planned)).contains(&found)
    {
        let finding = slip.on_figure(row, Code::DaysCumulative, Figure::DaysCumulative);
        findings.push(finding.with("expected", before + planned));
    }
}

fn planned_in_all(slip: &Slip<'_>) -> u64 {
    let planned = slip
        .services()
        .filter_map(|row| row.get(Figure::DaysPlanned));
    planned.fold(0, u64::saturating_add)
}

/// A service of an office with the same units stands once, with its 回数. Equipment may stand twice: two of a thing are
/// two rows, and table 7 has no 明細判別コード to tell them apart.
pub(super) fn same_row_twice(slip: &Slip<'_>, findings: &mut Findings) {
    for (index, row) in slip.rows.iter().enumerate() {
        if !row.is_service() || is_equipment(row) {
            continue;
        }
        // A person has few rows: to look at each costs less than to remember them.
        let first = slip.rows[..index].iter().find(|first| is_same(first, row));
        if let Some(first) = first {
            let finding = row.on_item(slip.document, Code::SlipRowTwice, row.columns.code);
            findings.push(finding.with("first", first.record.number()));
        }
    }
}

fn is_same(one: &Row<'_>, other: &Row<'_>) -> bool {
    let satellite = |row: &Row<'_>| content(row.record, row.columns.satellite).into_owned();
    let figures = [
        Figure::Units,
        Figure::DiscountedRate,
        Figure::DiscountedUnits,
    ];
    one.code == other.code
        && one.office() == other.office()
        && one.over_30 == other.over_30
        && figures
            .iter()
            .all(|&figure| one.figure(figure) == other.figure(figure))
        && satellite(one) == satellite(other)
}
