//! Which subtotal and total rows a person has, and where they stand.

use super::{Amount, Figure, Row, RowKind, Slip};
use crate::check::slip::row::Scope;
use crate::finding::{Code, Finding, Findings};

/// The office number of the grand total.
const NOBODY: &[u8] = b"9999999999";

pub(super) fn check_grand_total(slip: &Slip<'_>, findings: &mut Findings) {
    grand_total_once(slip, findings);
    grand_total_last(slip, findings);
    grand_total_office(slip, findings);
}

pub(super) fn check_subtotals(slip: &Slip<'_>, findings: &mut Findings) {
    subtotal_where_several_rows(slip, findings);
    subtotal_once(slip, findings);
    subtotal_after_its_rows(slip, findings);
    nothing_but_sums(slip, findings);
}

/// 999999 always, and once (layout of table 7, item 9).
fn grand_total_once(slip: &Slip<'_>, findings: &mut Findings) {
    let mut totals = slip.grand_totals();
    match (totals.next(), slip.rows.last()) {
        (None, Some(last)) if slip.is_whole => {
            findings.push(last.finding(slip.document, Code::GrandTotalMissing));
        }
        _ => totals.for_each(|total| findings.push(on_code(slip, total, Code::GrandTotalTwice))),
    }
}

/// The grand total closes the rows of a person (layout of table 7, item 9).
fn grand_total_last(slip: &Slip<'_>, findings: &mut Findings) {
    let total = slip
        .rows
        .iter()
        .position(|row| row.kind == RowKind::GrandTotal);
    let Some(total) = total else { return };
    let after = &slip.rows[total + 1..];
    if after.iter().any(|row| row.kind != RowKind::GrandTotal) {
        findings.push(on_code(slip, &slip.rows[total], Code::GrandTotalNotLast));
    }
}

/// 9999999999 is the office of the grand total, and of no service (layout of table 7, item 7). Whose number a subtotal over
/// several offices has is not said.
fn grand_total_office(slip: &Slip<'_>, findings: &mut Findings) {
    for row in slip.rows {
        let code = match (row.kind, row.office() == NOBODY) {
            (RowKind::GrandTotal, false) => Code::GrandTotalOffice,
            (RowKind::Service, true) => Code::OfficeOfGrandTotal,
            _ => continue,
        };
        findings.push(row.on_item(slip.document, code, row.columns.office));
    }
}

/// kkAAAA is mandatory where a kind has several rows (layout of table 7, item 9). Whether rows of several offices count
/// together is not said.
fn subtotal_where_several_rows(slip: &Slip<'_>, findings: &mut Findings) {
    if !slip.is_whole {
        return;
    }
    let mut told: Vec<[u8; 2]> = Vec::new();
    for (index, row) in slip.rows.iter().enumerate().rev() {
        let kind = row.service_kind();
        if !is_inside(row) || told.contains(&kind) {
            continue;
        }
        told.push(kind);
        let subtotal = |other: &&Row<'_>| {
            other.kind == RowKind::Subtotal(Scope::Inside) && other.service_kind() == kind
        };
        if slip.subtotals().any(|other| subtotal(&other)) {
            continue;
        }
        let rows = || {
            slip.rows[..=index]
                .iter()
                .filter(|other| is_inside(other) && other.service_kind() == kind)
        };
        let same_office = rows().any(|one| {
            rows()
                .filter(|other| other.office() == one.office())
                .count()
                > 1
        });
        let code = match rows().count() {
            0 | 1 => continue,
            _ if same_office => Code::SubtotalMissing,
            _ => Code::SubtotalMissingAcrossOffices,
        };
        findings.push(on_code(slip, row, code).with("subtotal", subtotal_code(kind)));
    }
}

fn is_inside(row: &Row<'_>) -> bool {
    row.is_service() && !row.is_outside_limit() && !row.over_30
}

/// One subtotal of each sort, for a kind or for an office and kind.
fn subtotal_once(slip: &Slip<'_>, findings: &mut Findings) {
    let mut seen: Vec<([u8; 6], &[u8])> = Vec::new();
    for row in slip.subtotals() {
        let key = (row.code, row.office());
        if seen.contains(&key) {
            findings.push(on_code(slip, row, Code::SubtotalTwice));
        } else {
            seen.push(key);
        }
    }
}

/// A subtotal stands after the rows that it sums up.
fn subtotal_after_its_rows(slip: &Slip<'_>, findings: &mut Findings) {
    for (index, row) in slip.rows.iter().enumerate() {
        if !matches!(row.kind, RowKind::Subtotal(_)) {
            continue;
        }
        let of_kind =
            |other: &Row<'_>| other.is_service() && other.service_kind() == row.service_kind();
        let (before, after) = (&slip.rows[..index], &slip.rows[index + 1..]);
        if !slip.rows.iter().any(of_kind) {
            if slip.is_whole {
                findings.push(on_code(slip, row, Code::SubtotalWithoutRows));
            }
        } else if after
            .iter()
            .any(|other| of_kind(other) && other.office() == row.office())
            || !before.iter().any(of_kind)
        {
            findings.push(on_code(slip, row, Code::SubtotalBeforeRows));
        }
    }
}

/// Subtotal and total rows: 単位数 is 0, 割引後率 and 割引後単位数 are empty (layout of table 7, items 13 to 15).
fn nothing_but_sums(slip: &Slip<'_>, findings: &mut Findings) {
    for row in slip.rows.iter().filter(|row| !row.is_service()) {
        if row.get(Figure::Units).is_some_and(|units| units > 0) {
            findings.push(slip.on_figure(row, Code::TotalRowUnits, Figure::Units));
        }
        for figure in [Figure::DiscountedRate, Figure::DiscountedUnits] {
            if row.figure(figure) != Amount::Empty {
                findings.push(slip.on_figure(row, Code::TotalRowDiscount, figure));
            }
        }
    }
}

fn on_code(slip: &Slip<'_>, row: &Row<'_>, code: Code) -> Finding {
    row.on_item(slip.document, code, row.columns.code)
}

fn subtotal_code(kind: [u8; 2]) -> String {
    format!("{}AAAA", String::from_utf8_lossy(&kind))
}
