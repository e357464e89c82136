//! UPHOSOKU, the supplement: its two uses, per-kind limits, periods and days of short stay.

use super::Rule;
use super::care_plan::Certification;
use super::row::{Column, Columns, Row};
use super::tell::Teller;
use crate::check::value::{day, month, number};
use crate::document::{Document, MonthPart};
use crate::finding::Code;
use crate::layout::Layout;

/// The rules on a supplement.
pub(super) struct Supplement {
    /// 000000 or a month; the name of the file says whose supplement it is.
    month_of_name: Option<MonthPart>,
    care_plan_date: Column,
    target_month: Column,
    limit_from: Column,
    limit_to: Column,
    status: Column,
    days_until_last_month: Column,
    days_cumulative: Column,
    slots: Vec<Slot>,
    in_slots: Columns,
    /// There was something to say about the slots of the record before; at first nobody knows.
    slots_told: bool,
    certification: Certification,
}

/// 種類支給限度基準額, one of nine.
struct Slot {
    kind: Column,
    units: Vec<Column>,
}

impl Supplement {
    pub fn new(document: &Document, layout: &'static Layout) -> Self {
        let column = |ident: &str| Column::of(layout, ident);
        let slot = |n: u8| Slot {
            kind: column(&format!("kind_limit_{n}_service_kind")),
            units: ["units", "total_units", "excess_units"]
                .map(|part| column(&format!("kind_limit_{n}_{part}")))
                .into(),
        };
        let slots: Vec<_> = (1..=9)
            .map(slot)
            .filter(|slot| slot.kind.exists())
            .collect();
        let columns = |slot: &Slot| [&[slot.kind], &slot.units[..]].concat();
        Self {
            month_of_name: document.file_name().and_then(|name| name.month),
            in_slots: Columns::of(&slots.iter().flat_map(columns).collect::<Vec<_>>()),
            slots_told: true,
            care_plan_date: column("care_plan_date"),
            target_month: column("target_month"),
            limit_from: column("limit_from"),
            limit_to: column("limit_to"),
            status: column("certification_status"),
            days_until_last_month: column("short_stay_days_until_last_month"),
            days_cumulative: column("short_stay_days_cumulative"),
            slots,
            certification: Certification::new(layout),
        }
    }

    /// Sets, keys, order: beside tables 6 and 7 the supplement is known by its month, and item 4 is 00000000; beside table 1 it is
    /// known by the day of the plan, and item 63 is 000000. The name says which it is; only without one item 63 does.
    /// `SupplementDateFilled`, `SupplementDateMissing`.
    fn use_of_file(&self, row: &Row<'_>, tell: &mut Teller<'_>) {
        let date = row.value(self.care_plan_date);
        let of_plan = match (self.month_of_name, row.value(self.target_month)) {
            (Some(of_name), _) => of_name == MonthPart::Zero,
            (None, b"000000") => true,
            (None, of_record) if month(of_record).is_some() => false,
            (None, _) => return,
        };
        if of_plan && date == b"00000000" {
            tell.item(Code::SupplementDateMissing, row.number, self.care_plan_date);
        } else if !of_plan && day(date).is_some() {
            tell.item(Code::SupplementDateFilled, row.number, self.care_plan_date);
        }
    }

    /// Items 14 and 15: whoever is certified has a limit in the month of the file. An application that is still running
    /// keeps the old period. `LimitPeriodPast`.
    fn limit_period(&self, row: &Row<'_>, tell: &mut Teller<'_>) {
        let Some(of_file) = month(row.value(self.target_month)) else {
            return;
        };
        if row.value(self.status) != b"2" {
            return;
        }
        let days = [self.limit_from, self.limit_to].map(|column| day(row.value(column)));
        let [from, to] = days.map(|day| day.map(|day| day / 100));
        // A period that ends before it begins is told on its own.
        if from > to {
            return;
        }
        if to.is_some_and(|to| to < of_file) {
            tell.item(Code::LimitPeriodPast, row.number, self.limit_to);
        } else if from.is_some_and(|from| from > of_file) {
            tell.item(Code::LimitPeriodPast, row.number, self.limit_from);
        }
    }

    /// Items 20 to 55: the slots are filled from the first one on, each with a kind of its own; 短期入所療養介護 is 22.
    /// `KindLimitGap`, `KindLimitTwice`, `KindLimitWithoutKind`, `KindLimitStayKind`.
    fn slots(&self, row: &Row<'_>, tell: &mut Teller<'_>) {
        let mut gap = false;
        for (index, slot) in self.slots.iter().enumerate() {
            let kind = row.value(slot.kind);
            if kind.is_empty() {
                let filled = |column: &&Column| number(row.value(**column)).is_some_and(|n| n > 0);
                if let Some(units) = slot.units.iter().find(filled) {
                    tell.item(Code::KindLimitWithoutKind, row.number, *units);
                }
                gap = true;
                continue;
            }
            if gap {
                tell.item(Code::KindLimitGap, row.number, slot.kind);
                gap = false;
            }
            if self.slots[..index]
                .iter()
                .any(|slot| row.value(slot.kind) == kind)
            {
                tell.item(Code::KindLimitTwice, row.number, slot.kind);
            }
            if matches!(kind, b"23" | b"2A") {
                tell.item(Code::KindLimitStayKind, row.number, slot.kind);
            }
        }
    }

    /// Items 57 and 58: the days so far are part of all days. `StayDaysShrink`.
    fn stay_days(&self, row: &Row<'_>, tell: &mut Teller<'_>) {
        let days = [self.days_until_last_month, self.days_cumulative];
        if let [Some(before), Some(all)] = days.map(|column| number(row.value(column)))
            && all < before
        {
            tell.item(Code::StayDaysShrink, row.number, self.days_cumulative);
        }
    }
}

impl<'a> Rule<'a> for Supplement {
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        self.use_of_file(row, tell);
        self.limit_period(row, tell);
        if self.slots_told || row.changed.meet(self.in_slots) {
            let before = tell.count;
            self.slots(row, tell);
            self.slots_told = tell.count > before;
        }
        self.stay_days(row, tell);
        self.certification.record(row, tell);
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{Example, told};
    use crate::finding::Code;
    use crate::layout::FileKind;

    fn with(changes: &[(&str, &str)]) -> Vec<(Code, u32)> {
        let row = Example::of(FileKind::Uphosoku);
        let changed = changes
            .iter()
            .fold(row, |row, (item, value)| row.with(item, value));
        told(&changed.check())
    }

    #[test]
    fn a_supplement_belongs_to_a_month_or_to_a_plan() {
        let date = |date| ("care_plan_date", date);
        assert_eq!(with(&[date("20260315")]), [(Code::SupplementDateFilled, 1)]);
        let of_plan = Example::of(FileKind::Uphosoku).month("000000");
        let filled = of_plan.with("care_plan_date", "20260315");
        assert_eq!(told(&filled.check()), []);
        assert_eq!(told(&of_plan.check()), [(Code::SupplementDateMissing, 1)]);
        // The name decides, whatever the month of the record is.
        let wrong_month = of_plan.with("target_month", "202609");
        let codes = told(&wrong_month.check());
        assert!(codes.contains(&(Code::SupplementDateMissing, 1)));
        assert!(!codes.contains(&(Code::SupplementDateFilled, 1)));
    }

    #[test]
    fn a_person_is_there_once_a_month() {
        let row = Example::of(FileKind::Uphosoku);
        assert_eq!(told(&row.and(row.row()).check()), [(Code::KeyTwice, 2)]);
        // The insured number alone is no person.
        let namesake = row.row().with("insurer_number", "505834");
        let codes = told(&row.and(namesake).check());
        assert!(!codes.contains(&(Code::KeyTwice, 2)), "{codes:?}");
    }

    #[test]
    fn limits_by_kind_fill_the_slots_from_the_first() {
        let kind = |n: u8, kind: &'static str| match n {
            1 => ("kind_limit_1_service_kind", kind),
            2 => ("kind_limit_2_service_kind", kind),
            _ => ("kind_limit_3_service_kind", kind),
        };
        assert_eq!(
            with(&[kind(1, "11"), ("kind_limit_1_units", "1000"), kind(2, "15")]),
            []
        );
        assert_eq!(with(&[kind(2, "15")]), [(Code::KindLimitGap, 1)]);
        assert_eq!(
            with(&[kind(1, "11"), kind(3, "15")]),
            [(Code::KindLimitGap, 1)]
        );
        assert_eq!(
            with(&[kind(1, "11"), kind(2, "11")]),
            [(Code::KindLimitTwice, 1)]
        );
        let units = ("kind_limit_1_units", "1000");
        assert_eq!(with(&[units]), [(Code::KindLimitWithoutKind, 1)]);
        assert_eq!(with(&[("kind_limit_1_units", "0")]), []);
        assert_eq!(with(&[kind(1, "2A")]), [(Code::KindLimitStayKind, 1)]);
        assert_eq!(with(&[kind(1, "22")]), []);
    }

    #[test]
    fn the_limit_holds_in_the_month() {
        assert_eq!(
            with(&[("limit_to", "20260831")]),
            [(Code::LimitPeriodPast, 1)]
        );
        assert_eq!(
            with(&[("limit_from", "20261001")]),
            [(Code::LimitPeriodPast, 1)]
        );
        assert_eq!(with(&[("limit_to", "20260901")]), []);
        let applied = ("certification_status", "1");
        assert_eq!(with(&[("limit_to", "20260831"), applied]), []);
    }

    #[test]
    fn days_of_stay_add_up() {
        let days = |before, all| {
            let before = ("short_stay_days_until_last_month", before);
            with(&[before, ("short_stay_days_cumulative", all)])
        };
        assert_eq!(days("10", "15"), []);
        assert_eq!(days("10", ""), []);
        assert_eq!(days("10", "9"), [(Code::StayDaysShrink, 1)]);
    }
}
