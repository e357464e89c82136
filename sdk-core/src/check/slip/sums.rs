//! Subtotals and grand totals against what they sum up.
//!
//! Where exporters may rightly differ, each of their ways is right: services outside the limit and beyond 30 days may be
//! counted in or not; a subtotal may be of a kind or of one office's share of it; the rows of a subtotal may leave the
//! money to it. Units must agree exactly. Money may differ by one yen for each row summed up, because every row rounds.

use super::row::{SHARES, Scope};
use super::{Amount, Figure, Row, RowKind, Slip};
use crate::finding::{Code, Findings};

pub(super) fn check(slip: &Slip<'_>, findings: &mut Findings) {
    // A row that cannot be read is missing from every sum.
    if !slip.is_whole {
        return;
    }
    let unreadable = slip.rows.iter().fold(0, |bits, row| bits | row.unreadable);
    for figure in [Figure::ServiceUnits, Figure::Managed]
        .into_iter()
        .chain(SHARES)
    {
        // Nothing can be said of a sum with a number that is none.
        if unreadable >> figure as u32 & 1 == 1 {
            continue;
        }
        subtotal_is_the_sum_of_its_rows(slip, figure, findings);
        grand_total_is_the_sum_of_all(slip, figure, findings);
    }
}

/// kkAAAA, kkEEEE and kkZZZZ sum up rows of their kind (layout of table 7, item 9).
fn subtotal_is_the_sum_of_its_rows(slip: &Slip<'_>, figure: Figure, findings: &mut Findings) {
    for subtotal in slip.subtotals() {
        let (RowKind::Subtotal(scope), Some(found)) = (subtotal.kind, subtotal.get(figure)) else {
            continue;
        };
        // What is nearly always so, without making lists.
        let plain = slip
            .services()
            .filter(|row| row.service_kind() == subtotal.service_kind());
        if scope == Scope::Inside && plain_sum(plain, figure) == found {
            continue;
        }
        let of_kind: Vec<&Row<'_>> = slip
            .services()
            .filter(|row| row.service_kind() == subtotal.service_kind())
            .collect();
        // That it has no rows is told once, and not figure by figure.
        if of_kind.is_empty() {
            continue;
        }
        let of_office: Vec<&Row<'_>> = of_kind
            .iter()
            .copied()
            .filter(|row| row.office() == subtotal.office())
            .collect();
        let sums = [
            sums(&of_kind, scope, figure),
            sums(&of_office, scope, figure),
        ];
        let Some(expected) = mismatch(&sums.concat(), found, tolerance(figure, of_kind.len()))
        else {
            continue;
        };
        let code = match scope {
            Scope::Inside => Code::SubtotalSum,
            Scope::Outside | Scope::Over30 => Code::OptionalSubtotalSum,
        };
        let finding = slip.on_figure(subtotal, code, figure);
        findings.push(
            finding
                .with("expected", expected)
                .with("tolerance", tolerance(figure, of_kind.len())),
        );
    }
}

/// 999999 sums up the rows of the person, or their subtotals (layout of table 7, item 9).
fn grand_total_is_the_sum_of_all(slip: &Slip<'_>, figure: Figure, findings: &mut Findings) {
    let plain = Amount::Is(plain_sum(slip.services(), figure));
    let right = |total: &Row<'_>| match total.figure(figure) {
        Amount::Empty => plain == Amount::Is(0),
        found => found == plain,
    };
    if slip.grand_totals().all(right) {
        return;
    }
    let services: Vec<&Row<'_>> = slip.services().collect();
    let ways = [
        sums(&services, Scope::Inside, figure),
        by_subtotals(slip, figure),
    ]
    .concat();
    let tolerance = tolerance(figure, services.len());
    for total in slip.grand_totals() {
        match total.figure(figure) {
            Amount::Is(found) => {
                if let Some(expected) = mismatch(&ways, found, tolerance) {
                    let finding = slip.on_figure(total, Code::GrandTotalSum, figure);
                    findings.push(
                        finding
                            .with("expected", expected)
                            .with("tolerance", tolerance),
                    );
                }
            }
            Amount::Empty => {
                let expected = ways.iter().copied().find_map(known);
                if let Some(expected) = expected.filter(|sum| *sum > 0) {
                    let finding = slip.on_figure(total, Code::GrandTotalEmpty, figure);
                    findings.push(finding.with("expected", expected));
                }
            }
            Amount::Unreadable => {}
        }
    }
}

/// Empty counted as nothing.
fn plain_sum<'a>(rows: impl Iterator<Item = &'a Row<'a>>, figure: Figure) -> u64 {
    let numbers = rows.filter_map(|row| row.get(figure));
    numbers.fold(0, u64::saturating_add)
}

/// Each row rounds its own money.
fn tolerance(figure: Figure, rows: usize) -> u64 {
    match figure {
        Figure::Cost | Figure::Claim | Figure::Copay | Figure::CopayFull => rows as u64,
        _ => 0,
    }
}

/// What a sum may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sum {
    Known(u64),
    /// Some row leaves the number empty.
    Unknown,
}

fn known(sum: Sum) -> Option<u64> {
    match sum {
        Sum::Known(sum) => Some(sum),
        Sum::Unknown => None,
    }
}

/// What was expected, if no known way of summing up leads to the number found.
fn mismatch(ways: &[Sum], found: u64, tolerance: u64) -> Option<u64> {
    let near = |sum: &Sum| known(*sum).is_some_and(|sum| sum.abs_diff(found) <= tolerance);
    if ways.iter().any(near) {
        return None;
    }
    ways.iter().copied().find_map(known)
}

/// The sums of a scope: with and without the rows outside the limit, with and without those over 30 days.
fn sums(rows: &[&Row<'_>], scope: Scope, figure: Figure) -> Vec<Sum> {
    let sum = |belongs: &dyn Fn(&Row<'_>) -> bool| {
        sum_of(rows.iter().copied().filter(|row| belongs(row)), figure)
    };
    match scope {
        Scope::Inside => vec![
            sum(&|_| true),
            sum(&|row| !row.is_outside_limit()),
            sum(&|row| !row.over_30),
            sum(&|row| !row.is_outside_limit() && !row.over_30),
        ],
        Scope::Outside => vec![
            sum(&|row| row.is_outside_limit()),
            sum(&|row| row.is_outside_limit() && !row.over_30),
        ],
        Scope::Over30 => vec![sum(&|row| row.over_30)],
    }
}

/// A row outside the limit has no share in some numbers, so there empty is nothing; elsewhere it is unknown.
fn sum_of<'a>(rows: impl Iterator<Item = &'a Row<'a>>, figure: Figure) -> Sum {
    let mut sum: u64 = 0;
    for row in rows {
        match row.figure(figure) {
            Amount::Is(number) => sum = sum.saturating_add(number),
            Amount::Empty if row.is_outside_limit() || row.over_30 => {}
            Amount::Empty | Amount::Unreadable => return Sum::Unknown,
        }
    }
    Sum::Known(sum)
}

/// Subtotals inside the limit, with the rows that none of them covers; then with the optional subtotals too.
fn by_subtotals(slip: &Slip<'_>, figure: Figure) -> Vec<Sum> {
    let inside = RowKind::Subtotal(Scope::Inside);
    let of_kind = |row: &Row<'_>| {
        slip.subtotals()
            .any(|other| other.kind == inside && other.service_kind() == row.service_kind())
    };
    let of_office = |row: &Row<'_>| {
        slip.subtotals().any(|other| {
            other.kind == inside
                && other.service_kind() == row.service_kind()
                && other.office() == row.office()
        })
    };
    if !slip.subtotals().any(|row| row.kind == inside) {
        return Vec::new();
    }
    let with = |covered: &dyn Fn(&Row<'_>) -> bool, all: bool| {
        let counted = slip.rows.iter().filter(|row| match row.kind {
            RowKind::Service => !covered(row),
            RowKind::Subtotal(scope) => all || scope == Scope::Inside,
            RowKind::GrandTotal => false,
        });
        let mut sum: u64 = 0;
        for row in counted {
            match row.figure(figure) {
                Amount::Is(number) => sum = sum.saturating_add(number),
                Amount::Empty if !row.is_service() || row.is_outside_limit() => {}
                Amount::Empty | Amount::Unreadable => return Sum::Unknown,
            }
        }
        Sum::Known(sum)
    };
    vec![
        with(&of_kind, false),
        with(&of_kind, true),
        with(&of_office, false),
        with(&of_office, true),
    ]
}
