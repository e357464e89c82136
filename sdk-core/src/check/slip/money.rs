//! The numbers of a row against each other.
//!
//! Discounts, reductions for users in the same building, public funds and fixed fees make these identities loose, so they
//! only warn, and where such a case shows in the row they are not asked at all. Money may differ by one yen, because a row
//! may cut off or round.

use super::row::Scope;
use super::{Amount, Figure, Row, RowKind, Slip};
use crate::finding::{Code, Findings};

pub(super) fn check(slip: &Slip<'_>, row: &Row<'_>, findings: &mut Findings) {
    if row.is_service() {
        units_times_count(slip, row, findings);
        managed_units(slip, row, findings);
    }
    if matches!(
        row.kind,
        RowKind::Service | RowKind::Subtotal(Scope::Inside)
    ) {
        split_by_benefit_limit(slip, row, findings);
        split_by_kind_limit(slip, row, findings);
        cost(slip, row, findings);
        claim(slip, row, findings);
        copay(slip, row, findings);
        full_copay(slip, row, findings);
    }
}

/// サービス単位金額 = 単位数 or 割引後単位数 × 回数 (layout of table 7, items 13 to 17). Units of 0 are legal.
fn units_times_count(slip: &Slip<'_>, row: &Row<'_>, findings: &mut Findings) {
    let (Some(units), Some(count), Some(found)) = (
        row.get(Figure::Units),
        row.get(Figure::Count),
        row.get(Figure::ServiceUnits),
    ) else {
        return;
    };
    let discounted = row
        .get(Figure::DiscountedUnits)
        .map(|units| units.saturating_mul(count));
    let full = units.saturating_mul(count);
    let rate_only = row.figure(Figure::DiscountedRate) != Amount::Empty && discounted.is_none();
    if found != full && discounted != Some(found) && !rate_only {
        let finding = slip.on_figure(row, Code::UnitsTimesCount, Figure::ServiceUnits);
        findings.push(finding.with("expected", discounted.unwrap_or(full)));
    }
}

/// 給付管理単位数 is not less than サービス単位金額: reductions that the limit does not know make it more, nothing makes it less
/// (layout of table 7, items 17 and 18).
fn managed_units(slip: &Slip<'_>, row: &Row<'_>, findings: &mut Findings) {
    let (Some(service), Some(managed)) = (row.get(Figure::ServiceUnits), row.get(Figure::Managed))
    else {
        return;
    };
    if managed < service {
        let finding = slip.on_figure(row, Code::ManagedBelowService, Figure::Managed);
        findings.push(finding.with("expected", service));
    }
}

/// 区分支給限度基準超 + 内 = 給付管理単位数, or what the limit of the kind leaves of it (layout of table 7, items 18 to 22).
fn split_by_benefit_limit(slip: &Slip<'_>, row: &Row<'_>, findings: &mut Findings) {
    let of_kind = row.get(Figure::KindWithin);
    let whole = of_kind.filter(|_| has_kind_limit(row)).or(unreduced(row));
    let (Some(excess), Some(within), Some(whole)) =
        (row.get(Figure::Excess), row.get(Figure::Within), whole)
    else {
        return;
    };
    if excess.saturating_add(within) != whole {
        let finding = slip.on_figure(row, Code::LimitSplit, Figure::Within);
        findings.push(finding.with("expected", whole));
    }
}

/// 種類支給限度基準超 + 内 = 給付管理単位数 (layout of table 7, items 18 to 20).
fn split_by_kind_limit(slip: &Slip<'_>, row: &Row<'_>, findings: &mut Findings) {
    let (Some(excess), Some(within), Some(whole)) = (
        row.get(Figure::KindExcess),
        row.get(Figure::KindWithin),
        unreduced(row),
    ) else {
        return;
    };
    if has_kind_limit(row) && excess.saturating_add(within) != whole {
        let finding = slip.on_figure(row, Code::KindLimitSplit, Figure::KindWithin);
        findings.push(finding.with("expected", whole));
    }
}

/// Units lie within the limit of a kind or beyond it; 0 for both says that there is no such limit.
fn has_kind_limit(row: &Row<'_>) -> bool {
    let figures = [Figure::KindExcess, Figure::KindWithin];
    figures
        .iter()
        .any(|&figure| row.get(figure).is_some_and(|units| units > 0))
}

/// 給付管理単位数, unless a reduction makes it another number than サービス単位金額: then the shares are of neither.
fn unreduced(row: &Row<'_>) -> Option<u64> {
    let managed = row.get(Figure::Managed)?;
    match row.figure(Figure::ServiceUnits) {
        Amount::Is(service) if service != managed => None,
        _ => Some(managed),
    }
}

/// 費用総額 = 区分支給限度基準内単位数 × 単位数単価 (layout of table 7, items 22 to 24).
fn cost(slip: &Slip<'_>, row: &Row<'_>, findings: &mut Findings) {
    let (Some(within), Some(price), Some(found)) = (
        row.get(Figure::Within),
        row.get(Figure::Price),
        row.get(Figure::Cost),
    ) else {
        return;
    };
    if is_paid_otherwise(slip, row) {
        return;
    }
    let expected = within.saturating_mul(price) / 100;
    let tolerance = tolerance(slip, row);
    if found.abs_diff(expected) > tolerance {
        let finding = slip.on_figure(row, Code::CostProduct, Figure::Cost);
        findings.push(
            finding
                .with("expected", expected)
                .with("tolerance", tolerance),
        );
    }
}

/// 保険／事業費請求額 = 費用総額 × 給付率 (layout of table 7, items 24 to 26). With a fixed fee there is no such product.
fn claim(slip: &Slip<'_>, row: &Row<'_>, findings: &mut Findings) {
    let (Some(cost), Some(rate), Some(found)) = (
        row.get(Figure::Cost),
        row.get(Figure::Rate),
        row.get(Figure::Claim),
    ) else {
        return;
    };
    if is_fixed(row) || rate > 100 {
        return;
    }
    let expected = cost.saturating_mul(rate) / 100;
    let tolerance = tolerance(slip, row);
    if found.abs_diff(expected) > tolerance {
        let finding = slip.on_figure(row, Code::ClaimProduct, Figure::Claim);
        findings.push(
            finding
                .with("expected", expected)
                .with("tolerance", tolerance),
        );
    }
}

/// 利用者負担（保険／事業対象分） = 費用総額 − 保険／事業費請求額 (layout of table 7, items 24, 26 and 28). Public funds may take over
/// some of it, all of it for persons with public assistance only.
fn copay(slip: &Slip<'_>, row: &Row<'_>, findings: &mut Findings) {
    let (Some(cost), Some(claim), Some(found)) = (
        row.get(Figure::Cost),
        row.get(Figure::Claim),
        row.get(Figure::Copay),
    ) else {
        return;
    };
    if is_fixed(row) {
        return;
    }
    let (expected, tolerance) = (cost.saturating_sub(claim), tolerance(slip, row));
    let code = match found {
        _ if found > expected + tolerance => Code::CopayTooHigh,
        _ if found + tolerance < expected && !slip.uninsured => Code::CopayLower,
        _ => return,
    };
    let finding = slip.on_figure(row, code, Figure::Copay);
    findings.push(
        finding
            .with("expected", expected)
            .with("tolerance", tolerance),
    );
}

/// 利用者負担（全額負担分） = units beyond the limits × 単位数単価 (layout of table 7, items 19, 21, 23 and 29). A service over 30 days is paid
/// in full.
fn full_copay(slip: &Slip<'_>, row: &Row<'_>, findings: &mut Findings) {
    let (Some(excess), Some(price), Some(found)) = (
        row.get(Figure::Excess),
        row.get(Figure::Price),
        row.get(Figure::CopayFull),
    ) else {
        return;
    };
    if is_paid_otherwise(slip, row) || is_fixed(row) {
        return;
    }
    let beyond = excess.saturating_add(row.get(Figure::KindExcess).unwrap_or(0));
    let expected = beyond.saturating_mul(price) / 100;
    let tolerance = tolerance(slip, row);
    if found.abs_diff(expected) > tolerance {
        let finding = slip.on_figure(row, Code::FullCopayProduct, Figure::CopayFull);
        findings.push(
            finding
                .with("expected", expected)
                .with("tolerance", tolerance),
        );
    }
}

/// Over 30 days or outside the limit the units of the limit say nothing of the money; nor do they in a subtotal that may count
/// such rows in, or rows of several prices. Where a reduction makes 給付管理単位数 another number than サービス単位金額, it is not said
/// which of them is paid for.
fn is_paid_otherwise(slip: &Slip<'_>, row: &Row<'_>) -> bool {
    let differs = |other: &Row<'_>| {
        let price = other.get(Figure::Price);
        other.over_30
            || other.is_outside_limit()
            || price.is_some() && price != row.get(Figure::Price)
    };
    let is_of_kind = |other: &&Row<'_>| other.service_kind() == row.service_kind();
    row.over_30
        || row.is_outside_limit()
        || unreduced(row).is_none()
        || !row.is_service() && slip.services().filter(is_of_kind).any(differs)
}

/// 定額: the user pays a fixed fee.
fn is_fixed(row: &Row<'_>) -> bool {
    row.get(Figure::FixedCopay).is_some_and(|price| price > 0)
}

/// Yen by which a product may differ: whether a row cuts off or rounds is not said, and every row of a subtotal does.
fn tolerance(slip: &Slip<'_>, row: &Row<'_>) -> u64 {
    if row.is_service() {
        1
    } else {
        slip.rows.len() as u64
    }
}
