use crate::check::rules::Rule;
use crate::check::rules::row::{Column, Row};
use crate::check::rules::tell::Teller;
use crate::check::rules::use_slip::is_long;
use crate::check::value::minutes;
use crate::finding::Code;
use crate::layout::Layout;

/// Table 3: a row is a service of the week, an activity of the day or a service outside the week.
///
/// - one of the three is there: `WeekRowEmpty`
/// - a service of the week has content, weekday and both times: `WeekServiceIncomplete`
/// - an activity with times has content, and one with content begins at a time: `ActivityIncomplete`
/// - a service takes time; past midnight it takes no more than half a day: `WeekNoDuration`, `WeekEndBeforeStart`
///
/// Activities such as 起床 take no time, and 睡眠 runs past midnight; both are legal. Services outside the week may stand
/// in rows of their own or beside others.
pub(super) struct Week {
    /// 介護サービス内容, 曜日, 開始時間, 終了時間.
    service: [Column; 4],
    /// 主な日常生活上の活動, 開始時間, 終了時間.
    activity: [Column; 3],
    non_weekly: Column,
}

impl Week {
    pub fn new(layout: &'static Layout) -> Self {
        let column = |ident| Column::of(layout, ident);
        Self {
            service: ["service_content", "weekday", "service_from", "service_to"].map(column),
            activity: ["daily_activity", "activity_from", "activity_to"].map(column),
            non_weekly: column("non_weekly_service"),
        }
    }

    fn service(&self, row: &Row<'_>, tell: &mut Teller<'_>) {
        if let Some(empty) = self.service.iter().find(|column| row.is_empty(**column)) {
            tell.item(Code::WeekServiceIncomplete, row.number, *empty);
            return;
        }
        let [.., from, to] = self.service;
        let (Some(start), Some(end)) = (minutes(row.value(from)), minutes(row.value(to))) else {
            return;
        };
        if start == end {
            tell.item(Code::WeekNoDuration, row.number, to);
        } else if end < start && is_long(start, end) {
            tell.item(Code::WeekEndBeforeStart, row.number, to);
        }
    }

    fn activity(&self, row: &Row<'_>, tell: &mut Teller<'_>) {
        let [content, from, _] = self.activity;
        if let Some(empty) = [content, from].iter().find(|column| row.is_empty(**column)) {
            tell.item(Code::ActivityIncomplete, row.number, *empty);
        }
    }
}

impl<'a> Rule<'a> for Week {
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        let any = |columns: &[Column]| columns.iter().any(|column| !row.is_empty(*column));
        let (service, activity) = (any(&self.service), any(&self.activity));
        if service {
            self.service(row, tell);
        }
        if activity {
            self.activity(row, tell);
        }
        if !service && !activity && row.is_empty(self.non_weekly) {
            tell.record(Code::WeekRowEmpty, row.number);
        }
    }
}
