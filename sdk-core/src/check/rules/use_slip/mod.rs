//! Table 6, plan and actuals: dates, times, counts, proration, satellites and equipment of each row.

mod equipment;
mod times;

pub(super) use equipment::Equipment;
pub(super) use times::is_long;

use std::collections::HashSet;

use super::row::{Column, Columns, Row};
use super::tell::Teller;
use super::{Rule, Rules};
use crate::check::person::whole_records;
use crate::check::value::{day, month, number, value_of};
use crate::document::Document;
use crate::finding::Code;
use crate::layout::Layout;
use crate::number::days_in_month;

/// The rules on rows of UPPLAN and UPJSK.
pub(super) fn rules<'a>(document: &'a Document, layout: &'static Layout) -> Rules<'a> {
    let mut rules: Rules<'a> = vec![
        Box::new(ServiceDate::new(document, layout)),
        Box::new(Proration::new(layout)),
        Box::new(Sanity::new(layout)),
        Box::new(times::Times::new(layout)),
    ];
    rules.extend(equipment::rules(layout));
    rules
}

/// Table 6 items 5 and 10: サービス利用日 lies within 対象年月. `ServiceDateOutsideMonth`.
///
/// A record of another month than the file is told as such, whatever its day. 作成年月日 is not looked at: offices write the
/// day on which the slip is handed over, before or after.
struct ServiceDate {
    target_month: Column,
    date: Column,
    /// The month of the name, or else of the first record that has one.
    month_of_file: Option<u32>,
}

impl ServiceDate {
    fn new(document: &Document, layout: &'static Layout) -> Self {
        let target_month = Column::of(layout, "target_month");
        let of_name = document.file_name().and_then(|name| name.month);
        let of_name = of_name.and_then(|part| month(part.to_string().as_bytes()));
        Self {
            target_month,
            date: Column::of(layout, "service_date"),
            month_of_file: of_name.or_else(|| first_month(document, target_month)),
        }
    }

    #[cold]
    fn outside(&self, row: &Row<'_>, tell: &mut Teller<'_>) {
        let of_row = month(row.value(self.target_month));
        if of_row.is_some() && of_row == self.month_of_file && day(row.value(self.date)).is_some() {
            tell.item(Code::ServiceDateOutsideMonth, row.number, self.date);
        }
    }
}

impl<'a> Rule<'a> for ServiceDate {
    fn reads(&self) -> Columns {
        Columns::of(&[self.target_month, self.date])
    }

    #[inline]
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        let of_row = row.value(self.target_month);
        if !row.value(self.date).starts_with(of_row) {
            self.outside(row, tell);
        }
    }
}

fn first_month(document: &Document, target_month: Column) -> Option<u32> {
    let broken: HashSet<_> = document.slips().map(|(_, record, ..)| record).collect();
    whole_records(document)
        .filter(|record| !broken.contains(&(record.number() as u32)))
        .find_map(|record| month(value_of(record, target_month.no())))
}

/// Table 6 item 11: 日割対象日 has no flags past the end of the month, and is empty unless days are prorated.
/// `ProrationBeyondMonth`, `ProrationWithoutDays`.
struct Proration {
    target_month: Column,
    days: Column,
}

impl Proration {
    fn new(layout: &'static Layout) -> Self {
        Self {
            target_month: Column::of(layout, "target_month"),
            days: Column::of(layout, "prorated_days"),
        }
    }

    #[cold]
    fn check(&self, row: &Row<'_>, tell: &mut Teller<'_>) {
        let flags = row.value(self.days);
        if flags.len() != 31 || !flags.iter().all(|flag| matches!(flag, b'0' | b'1')) {
            return;
        }
        if !flags.contains(&b'1') {
            tell.item_once(Code::ProrationWithoutDays, row, self.days);
            return;
        }
        let Some(of_row) = month(row.value(self.target_month)) else {
            return;
        };
        let days = days_in_month(of_row / 100, of_row % 100);
        if flags[days as usize..].contains(&b'1') {
            tell.item_with(
                Code::ProrationBeyondMonth,
                row.number,
                self.days,
                |finding| finding.with("days", days),
            );
        }
    }
}

impl<'a> Rule<'a> for Proration {
    fn reads(&self) -> Columns {
        Columns::of(&[self.target_month, self.days])
    }

    #[inline]
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        if !row.is_empty(self.days) {
            self.check(row, tell);
        }
    }
}

/// Smaller items of a row:
/// - item 14: サービス回数 0 says that nothing takes place; a row that does not take place is left out. `CountZero`.
/// - item 22: サテライト枝番 is empty for the main office. `SatelliteZero`.
/// - item 23: ３０日超区分 belongs to short stays. `Over30DaysElsewhere`.
///
/// 単位数 0 is legal: additions by percentage, and services of one price a month after the first day.
struct Sanity {
    count: Column,
    satellite: Column,
    over_30_days: Column,
    service_code: Column,
}

impl Sanity {
    fn new(layout: &'static Layout) -> Self {
        let column = |ident| Column::of(layout, ident);
        Self {
            count: column("count"),
            satellite: column("satellite_no"),
            over_30_days: column("over_30_days"),
            service_code: column("service_code"),
        }
    }
}

impl<'a> Rule<'a> for Sanity {
    fn reads(&self) -> Columns {
        Columns::of(&[
            self.count,
            self.satellite,
            self.over_30_days,
            self.service_code,
        ])
    }

    #[inline]
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        if row.raw(self.count) != b"1" && number(row.value(self.count)) == Some(0) {
            tell.item(Code::CountZero, row.number, self.count);
        }
        if !row.is_empty(self.satellite) && number(row.value(self.satellite)) == Some(0) {
            tell.item_once(Code::SatelliteZero, row, self.satellite);
        }
        if row.value(self.over_30_days) == b"1" && !is_stay(row.value(self.service_code)) {
            tell.item(Code::Over30DaysElsewhere, row.number, self.over_30_days);
        }
    }
}

/// 短期入所 and the other kinds of short use, which are counted in days in a row.
fn is_stay(service_code: &[u8]) -> bool {
    matches!(
        service_code,
        [b'2', b'1'..=b'8' | b'A' | b'B', ..]
            | [b'3', b'8' | b'9', ..]
            | [b'6', b'8' | b'9', ..]
            | [b'7', b'9', ..]
    )
}

#[cfg(test)]
mod tests;
