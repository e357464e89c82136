//! Periods and dates of birth, in every file that has them.

use super::row::{Column, Columns, Row};
use super::tell::Teller;
use super::{Rule, Rules};
use crate::check::value::{day, month};
use crate::document::Document;
use crate::finding::Code;
use crate::layout::Layout;

/// The rules on periods and births, for the layouts that have such items.
pub(super) fn rules<'a>(document: &Document, layout: &'static Layout) -> Rules<'a> {
    let mut rules: Rules<'a> = Vec::new();
    for (from, to) in PERIODS {
        let [from, to] = [from, to].map(|ident| Column::of(layout, ident));
        if from.exists() && to.exists() {
            rules.push(Box::new(Period { from, to }));
        }
    }
    if layout.no("previous_consultation_on").is_some() {
        rules.push(Box::new(Earlier::new(
            layout,
            "previous_consultation_on",
            "consulted_on",
        )));
    }
    if layout.no("first_care_plan_date").is_some() {
        rules.push(Box::new(Earlier::new(
            layout,
            "first_care_plan_date",
            "care_plan_date",
        )));
    }
    if layout.no("first_created_on").is_some() {
        rules.push(Box::new(Earlier::new(
            layout,
            "first_created_on",
            "plan_date",
        )));
    }
    let birth = Column::of(layout, "birth_date");
    if birth.exists() {
        rules.push(Box::new(Birth::new(document, layout, birth)));
    }
    rules
}

const PERIODS: [(&str, &str); 2] = [
    ("certified_from", "certified_to"),
    ("limit_from", "limit_to"),
];

/// 認定有効期間, 限度額適用期間: a period does not end before it begins. `PeriodReversed`.
struct Period {
    from: Column,
    to: Column,
}

impl<'a> Rule<'a> for Period {
    fn reads(&self) -> Columns {
        Columns::of(&[self.from, self.to])
    }

    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        let days = [self.from, self.to].map(|column| day(row.value(column)));
        if let [Some(from), Some(to)] = days
            && to < from
        {
            let name = name_of(tell.layout, self.from);
            tell.item_with(Code::PeriodReversed, row.number, self.to, |finding| {
                finding.with("from", name)
            });
        }
    }
}

/// 前回相談日, 初回作成日: an earlier day is not later than the day of the record. `EarlierDayIsLater`.
struct Earlier {
    earlier: Column,
    day: Column,
}

impl Earlier {
    fn new(layout: &'static Layout, earlier: &str, day: &str) -> Self {
        let [earlier, day] = [earlier, day].map(|ident| Column::of(layout, ident));
        Self { earlier, day }
    }
}

impl<'a> Rule<'a> for Earlier {
    fn reads(&self) -> Columns {
        Columns::of(&[self.earlier, self.day])
    }

    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        let days = [self.earlier, self.day].map(|column| day(row.value(column)));
        if let [Some(earlier), Some(of_record)] = days
            && earlier > of_record
        {
            let name = name_of(tell.layout, self.day);
            tell.item_with(
                Code::EarlierDayIsLater,
                row.number,
                self.earlier,
                |finding| finding.with("day", name),
            );
        }
    }
}

/// 生年月日: users of care insurance are 40 years old or older, and nobody is older than 120. `BirthDateImplausible`.
///
/// The year is compared with that of the month of the file, or else of its stamp.
struct Birth {
    column: Column,
    target_month: Column,
    year_of_stamp: Option<u32>,
}

impl Birth {
    fn new(document: &Document, layout: &'static Layout, column: Column) -> Self {
        let stamp = document.file_name().map(|name| name.stamp);
        Self {
            column,
            target_month: Column::of(layout, "target_month"),
            year_of_stamp: stamp.and_then(|stamp| stamp.as_str().get(..4)?.parse().ok()),
        }
    }
}

impl<'a> Rule<'a> for Birth {
    fn reads(&self) -> Columns {
        Columns::of(&[self.column, self.target_month])
    }

    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        let of_month = month(row.value(self.target_month)).map(|month| month / 100);
        let Some(year) = of_month.or(self.year_of_stamp) else {
            return;
        };
        let Some(birth) = day(row.value(self.column)) else {
            return;
        };
        if !(39..=121).contains(&year.saturating_sub(birth / 10_000)) {
            tell.item(Code::BirthDateImplausible, row.number, self.column);
        }
    }
}

/// The Japanese name of an item.
pub(super) fn name_of(layout: &'static Layout, column: Column) -> &'static str {
    let item = column.item(layout);
    item.map_or("", |item| item.name_ja)
}

#[cfg(test)]
mod tests {
    use super::super::example::{Example, told};
    use crate::finding::Code;
    use crate::layout::FileKind;

    #[test]
    fn a_period_that_ends_before_it_begins_is_an_error() {
        let cases = [
            (FileKind::Uphosoku, "limit_to"),
            (FileKind::Up1kyo, "certified_to"),
            (FileKind::Upkihon, "certified_to"),
            (FileKind::Upyobo, "certified_to"),
        ];
        for (kind, item) in cases {
            let found = Example::of(kind).with(item, "20200331").check();
            let codes: Vec<_> = told(&found);
            assert!(
                codes.contains(&(Code::PeriodReversed, 1)),
                "{kind} {codes:?}"
            );
        }
    }

    #[test]
    fn births_in_the_future_or_long_ago_or_of_children_are_told() {
        for birth in ["20260101", "20200101", "18900101", "20991231"] {
            let found = Example::of(FileKind::Uphosoku)
                .with("birth_date", birth)
                .check();
            assert_eq!(told(&found), [(Code::BirthDateImplausible, 1)], "{birth}");
        }
        for birth in ["19860401", "19070101", "99999999"] {
            let found = Example::of(FileKind::Upkihon)
                .with("birth_date", birth)
                .check();
            assert!(
                !told(&found)
                    .iter()
                    .any(|(code, _)| *code == Code::BirthDateImplausible)
            );
        }
    }

    #[test]
    fn the_first_plan_is_not_later_than_this_one() {
        let cases = [
            (FileKind::Up1kyo, "first_care_plan_date"),
            (FileKind::Upkihon, "previous_consultation_on"),
            (FileKind::Upyobo, "first_created_on"),
        ];
        for (kind, item) in cases {
            let found = Example::of(kind).with(item, "20991231").check();
            assert_eq!(told(&found), [(Code::EarlierDayIsLater, 1)], "{kind}");
        }
    }
}
