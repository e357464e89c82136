//! サービス利用票・別表: table 6 against table 7 and the supplement.

use foldhash::quality::RandomState;

use super::levels::{self, Groups};
use super::scan::Scan;
use super::tally::{Service, Tally};
use super::{Files, on_item, on_person, supplement};
use crate::check::person::Persons;
use crate::check::value::{digits, value_of};
use crate::document::{Document, Record};
use crate::finding::{Code, Findings};
use crate::layout::{FileKind, Layout};
use crate::threads;

pub(super) fn check(files: Files<'_>, findings: &mut Findings) {
    let mut persons = Persons::default();
    let secret = RandomState::default();
    let plan_of = |persons: &mut _| Plan::of(files.one(FileKind::Upplan)?, persons, &secret);
    let slip_of = |persons: &mut _| Slip::of(files.one(FileKind::Upsikyu)?, persons, &secret);
    let (plan, mut slip) = if files.threads > 1 {
        let own = || {
            let mut persons = Persons::default();
            (slip_of(&mut persons), persons)
        };
        let (plan, (mut slip, own)) = threads::both(|| plan_of(&mut persons), own);
        let numbers = persons.take_in(&own);
        if let Some(slip) = &mut slip {
            slip.renumber(&numbers);
        }
        (plan, slip)
    } else {
        (plan_of(&mut persons), slip_of(&mut persons))
    };
    if let Some(slip) = &mut slip {
        slip.tally.finish();
    }
    if let (Some(plan), Some(slip)) = (&plan, &slip) {
        same_persons(plan, slip, persons.len(), findings);
        same_services(plan, slip, findings);
    }
    let Some(file) = files.one(FileKind::Uphosoku) else {
        return;
    };
    let scan = Scan::persons(file, &mut persons);
    let plan_side = plan.as_ref().map(|plan| (plan.document, &plan.scan));
    let slip_side = slip.as_ref().map(|slip| (slip.document, &slip.scan));
    let others: Vec<_> = [plan_side, slip_side].into_iter().flatten().collect();
    supplement::of_everybody(file, &scan, &others, persons.len(), findings);
    if let Some(plan) = &plan {
        levels::check(&plan.groups, file, &scan, persons.len(), findings);
    }
    if let Some(slip) = &slip {
        limits(slip, file, &scan, persons.len(), findings);
    }
}

/// Table 6.
struct Plan<'a> {
    document: &'a Document,
    scan: Scan,
    tally: Tally<'a>,
    groups: Groups,
}

impl<'a> Plan<'a> {
    fn of(document: &'a Document, persons: &mut Persons, secret: &RandomState) -> Option<Self> {
        let layout = document.layout()?;
        let mut tally = Tally::new(layout, secret.clone());
        let mut groups = Groups::new(layout);
        let (units, count) = (layout.no("units")?, layout.no("count")?);
        let prorated = layout.no("prorated_days")?;
        let mut repeats = Repeats::new(layout);
        let (mut amount, mut of_days) = (None, 1);
        let scan = Scan::of(document, persons, |person, record| {
            if repeats.row_above(record) {
                return tally.add_again(amount, of_days);
            }
            amount = match (number(record, units), number(record, count)) {
                (Number::Is(units), Number::Is(count)) => {
                    Some((count, units.saturating_mul(count)))
                }
                // A row without 回数 is one visit.
                (Number::Is(units), Number::Empty) => Some((1, units)),
                (Number::Empty, Number::Empty) => Some((1, 0)),
                (Number::Empty, Number::Is(count)) => Some((count, 0)),
                _ => None,
            };
            of_days = days(record, prorated);
            tally.add(person, record, amount, of_days);
            groups.add(person, record);
        });
        tally.finish();
        Some(Self {
            document,
            scan,
            tally,
            groups,
        })
    }
}

/// Rows of table 6 that say the same as the row above, but for the day: most do.
struct Repeats<'a> {
    /// From and to which item, where all that counts of a row lies in two stretches.
    stretches: Option<[(u16, u16); 2]>,
    above: Option<[&'a [u8]; 2]>,
}

impl<'a> Repeats<'a> {
    fn new(layout: &Layout) -> Self {
        let of_person = Some((2, layout.no("units").unwrap_or(0)));
        let no = |ident| layout.no(ident);
        let ends = no("prorated_days").zip(no("service_office"));
        let holds = |(from, to): &(u16, u16)| {
            let between = [
                "count",
                "service_code",
                "tais_code",
                "equipment_notification_code",
            ];
            let mut between = between.into_iter().filter_map(no);
            between.all(|no| (*from..=*to).contains(&no))
        };
        let of_service = ends.filter(holds);
        Self {
            stretches: of_person.zip(of_service).map(|(a, b)| [a, b]),
            above: None,
        }
    }

    #[inline]
    fn row_above(&mut self, record: Record<'a>) -> bool {
        let own = self.stretches.and_then(|[a, b]| {
            Some([record.raw_between(a.0, a.1)?, record.raw_between(b.0, b.1)?])
        });
        let above = std::mem::replace(&mut self.above, own);
        own.is_some() && own == above
    }
}

/// Table 7.
struct Slip<'a> {
    document: &'a Document,
    scan: Scan,
    tally: Tally<'a>,
    /// The grand total of each person: its record, 0 where there is none.
    totals: Vec<Total>,
    managed: u16,
}

#[derive(Debug, Clone, Copy, Default)]
struct Total {
    record: u32,
    excess: Option<u64>,
    kind_excess: Option<u64>,
    within: Option<u64>,
}

impl<'a> Slip<'a> {
    fn of(document: &'a Document, persons: &mut Persons, secret: &RandomState) -> Option<Self> {
        let columns = SlipColumns::of(document.layout()?)?;
        let mut tally = Tally::new(document.layout()?, secret.clone());
        let mut totals: Vec<Total> = Vec::new();
        let scan = Scan::of(document, persons, |person, record| {
            let code = value_of(record, columns.code);
            match code {
                b"999999" => {
                    let index = person as usize;
                    if index >= totals.len() {
                        totals.resize(index + 1, Total::default());
                    }
                    totals[index] = columns.total(record);
                }
                [_, _, b'A', b'A', b'A', b'A']
                | [_, _, b'E', b'E', b'E', b'E']
                | [_, _, b'Z', b'Z', b'Z', b'Z'] => {}
                _ => tally.add(person, record, columns.amount(record), 1),
            }
        });
        Some(Self {
            document,
            scan,
            tally,
            totals,
            managed: columns.managed,
        })
    }

    /// Gives the persons the numbers that stand at their places in `numbers`.
    fn renumber(&mut self, numbers: &[u32]) {
        self.scan.renumber(numbers);
        self.tally.renumber(numbers);
        for (&person, total) in numbers.iter().zip(std::mem::take(&mut self.totals)) {
            let index = person as usize;
            if index >= self.totals.len() {
                self.totals.resize(index + 1, Total::default());
            }
            self.totals[index] = total;
        }
    }

    /// Services outside the limit, such as percentage additions, often stand in table 7 only.
    fn is_outside_limit(&self, record: u32) -> bool {
        let record = self.document.record(record as usize);
        record.is_some_and(|record| matches!(number(record, self.managed), Number::Empty))
    }
}

struct SlipColumns {
    code: u16,
    units: u16,
    discounted: u16,
    count: u16,
    service_units: u16,
    managed: u16,
    excess: u16,
    kind_excess: u16,
    within: u16,
}

impl SlipColumns {
    fn of(layout: &Layout) -> Option<Self> {
        Some(Self {
            code: layout.no("service_code")?,
            units: layout.no("units")?,
            discounted: layout.no("discounted_units")?,
            count: layout.no("count")?,
            service_units: layout.no("service_units_total")?,
            managed: layout.no("managed_units")?,
            excess: layout.no("benefit_limit_excess_units")?,
            kind_excess: layout.no("kind_limit_excess_units")?,
            within: layout.no("benefit_limit_within_units")?,
        })
    }

    /// 回数 and サービス単位金額; without the latter, 割引後単位数 or 単位数 × 回数.
    fn amount(&self, record: Record<'_>) -> Option<(u64, u64)> {
        let count = number(record, self.count).get()?;
        let units = match number(record, self.service_units) {
            Number::Is(units) => units,
            Number::Unreadable => return None,
            Number::Empty => {
                let once = match number(record, self.discounted) {
                    Number::Empty => number(record, self.units),
                    discounted => discounted,
                };
                once.get()?.saturating_mul(count)
            }
        };
        Some((count, units))
    }

    fn total(&self, record: Record<'_>) -> Total {
        Total {
            record: record.number() as u32,
            excess: number(record, self.excess).get(),
            kind_excess: number(record, self.kind_excess).get(),
            within: number(record, self.within).get(),
        }
    }
}

/// Tables 6 and 7 are about the same persons (2.4 (1)② and 2.5: both are keyed by person and month).
fn same_persons(plan: &Plan<'_>, slip: &Slip<'_>, persons: usize, findings: &mut Findings) {
    for person in 0..persons as u32 {
        match (plan.scan.first(person), slip.scan.first(person)) {
            (Some(record), None) if slip.scan.lacks(person) => {
                findings.push(on_person(plan.document, Code::PersonWithoutSlip, record));
            }
            (None, Some(record)) if plan.scan.lacks(person) => {
                findings.push(on_person(slip.document, Code::PersonWithoutPlan, record));
            }
            _ => {}
        }
    }
}

/// Each service has the same 回数 and units in both tables (2.4 (1)②).
///
/// Percentage additions may stand in one of them only: in table 6 without units, in table 7 outside the limit. Discounts and
/// services charged by the month make the rest loose, so it only warns.
///
/// Services come in an order of chance; what is wrong with them is told in the order of the files.
fn same_services(plan: &Plan<'_>, slip: &Slip<'_>, findings: &mut Findings) {
    let mut wrong = Vec::new();
    plan.tally
        .compare(&slip.tally, |planned, billed| match (planned, billed) {
            (Some(planned), None) => {
                if planned.units > 0 && slip.scan.first(planned.person).is_some() {
                    wrong.push(Wrong::of_code(Code::CodeOnlyInPlan, planned));
                }
            }
            (None, Some(billed)) => {
                let known = plan.scan.first(billed.person).is_some();
                if known && billed.units > 0 && !slip.is_outside_limit(billed.record) {
                    wrong.push(Wrong::of_code(Code::CodeOnlyInSlip, billed));
                }
            }
            (Some(planned), Some(billed)) => wrong.extend(other_amounts(planned, billed)),
            (None, None) => {}
        });
    wrong.sort_unstable_by_key(|wrong| (wrong.code != Code::CodeOnlyInPlan, wrong.record));
    for wrong in wrong {
        let document = match wrong.code {
            Code::CodeOnlyInPlan => plan.document,
            _ => slip.document,
        };
        let finding = on_item(document, wrong.code, wrong.record, wrong.ident);
        findings.push(finding.with("expected", wrong.expected));
    }
}

/// What is wrong with a service.
struct Wrong {
    code: Code,
    record: u32,
    ident: &'static str,
    expected: u64,
}

impl Wrong {
    fn of_code(code: Code, service: &Service) -> Self {
        Self {
            code,
            record: service.record,
            ident: "service_code",
            expected: 0,
        }
    }
}

fn other_amounts(planned: &Service, billed: &Service) -> Option<Wrong> {
    let counts = [planned.count, planned.count_with_units, planned.days];
    let (code, ident, expected) = if !counts.contains(&billed.count) {
        (Code::CountsDiffer, "count", u64::from(planned.count))
    } else if ![planned.units, planned.units_of_days].contains(&billed.units) {
        (Code::UnitsDiffer, "service_units_total", planned.units)
    } else {
        return None;
    };
    Some(Wrong {
        code,
        record: billed.record,
        ident,
        expected,
    })
}

/// The grand total of table 7 against limit and excess of the supplement (UPHOSOKU items 19 and 56).
fn limits(
    slip: &Slip<'_>,
    file: &Document,
    supplement: &Scan,
    persons: usize,
    findings: &mut Findings,
) {
    let Some(layout) = file.layout() else { return };
    let (Some(limit_no), Some(excess_no)) = (
        layout.no("benefit_limit_units"),
        layout.no("total_excess_units"),
    ) else {
        return;
    };
    for person in 0..persons as u32 {
        let total = slip
            .totals
            .get(person as usize)
            .filter(|total| total.record > 0);
        let (Some(total), Some(record)) = (total, supplement.first(person)) else {
            continue;
        };
        let Some(row) = file.record(record as usize) else {
            continue;
        };
        within_limit(slip, total, number(row, limit_no).get(), findings);
        let excess = number(row, excess_no).get();
        same_excess(file, record, total, excess, findings);
    }
}

/// 区分支給限度基準内単位数 is not more than 区分支給限度基準額. Where the care level changed within the month another limit may apply,
/// so it only warns.
fn within_limit(slip: &Slip<'_>, total: &Total, limit: Option<u64>, findings: &mut Findings) {
    if let (Some(within), Some(limit)) = (total.within, limit)
        && within > limit
    {
        let finding = on_item(
            slip.document,
            Code::LimitExceeded,
            total.record,
            "benefit_limit_within_units",
        );
        findings.push(finding.with("expected", limit));
    }
}

/// 合計限度超単位数 is the excess of the grand total, with or without what is beyond limits of kinds.
fn same_excess(
    file: &Document,
    record: u32,
    total: &Total,
    found: Option<u64>,
    findings: &mut Findings,
) {
    let (Some(excess), Some(found)) = (total.excess, found) else {
        return;
    };
    let with_kinds = excess.saturating_add(total.kind_excess.unwrap_or(0));
    if found != excess && found != with_kinds {
        let finding = on_item(file, Code::TotalExcessDiffers, record, "total_excess_units");
        findings.push(finding.with("expected", with_kinds));
    }
}

/// 日割対象日: how many days a row stands for; whether its 回数 counts them is left open.
#[inline]
fn days(record: Record<'_>, prorated: u16) -> u32 {
    match value_of(record, prorated) {
        [] => 1,
        flags => flags.iter().map(|flag| u32::from(*flag == b'1')).sum(),
    }
}

/// What an item of digits holds.
enum Number {
    Empty,
    Unreadable,
    Is(u64),
}

impl Number {
    fn get(self) -> Option<u64> {
        match self {
            Self::Is(number) => Some(number),
            Self::Empty | Self::Unreadable => None,
        }
    }
}

#[inline]
fn number(record: Record<'_>, no: u16) -> Number {
    match value_of(record, no) {
        [] => Number::Empty,
        content => digits(content).map_or(Number::Unreadable, Number::Is),
    }
}
