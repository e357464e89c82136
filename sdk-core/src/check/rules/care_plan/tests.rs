use super::super::example::{Example, told};
use crate::finding::Code;
use crate::layout::FileKind;

/// Table 2 with rows of these numbers and issue texts.
fn table_2(rows: &[(&str, &str, &str, &str)]) -> Vec<(Code, u32)> {
    let example = Example::of(FileKind::Up2kyo);
    let line = |&(issue, goal, support, text): &(&str, &str, &str, &str)| {
        let numbered = example.row().with("issue_no", issue).with("goal_no", goal);
        numbered.with("support_no", support).with("issue", text)
    };
    told(&Example::of_rows(FileKind::Up2kyo, rows.iter().map(line)).check())
}

#[test]
fn the_numbers_of_table_2_are_unique_in_order_and_without_gaps() {
    let plan = [
        ("1", "1", "1", "歩行"),
        ("1", "1", "2", ""),
        ("1", "2", "1", "歩行"),
        ("2", "1", "1", "入浴"),
    ];
    assert_eq!(table_2(&plan), []);
    // Numbers that go on through the plan are as good.
    assert_eq!(
        table_2(&[("1", "1", "1", "歩行"), ("2", "2", "2", "入浴")]),
        []
    );
    assert_eq!(table_2(&[plan[0], plan[0]]), [(Code::PlanNumbersTwice, 2)]);
    assert_eq!(
        table_2(&[plan[0], ("01", "1", "1", "")]),
        [(Code::PlanNumbersTwice, 2)]
    );
    assert_eq!(table_2(&[plan[3], plan[0]]), [(Code::PlanUnsorted, 2)]);
    assert_eq!(
        table_2(&[plan[0], ("1", "1", "3", "")]),
        [(Code::PlanNumberGap, 2)]
    );
    assert_eq!(
        table_2(&[("2", "1", "1", "入浴")]),
        [(Code::PlanNumberGap, 1)]
    );
    assert_eq!(
        table_2(&[("0", "1", "1", "入浴")]),
        [(Code::PlanNumberZero, 1)]
    );
    assert_eq!(
        table_2(&[plan[0], ("1", "1", "", "")]),
        [(Code::PlanNumberMissing, 2)]
    );
    assert_eq!(
        table_2(&[plan[0], plan[1], ("99", "1", "1", "x")]),
        [(Code::PlanNumberGap, 3)]
    );
}

#[test]
fn the_first_row_of_an_issue_says_what_it_is() {
    assert_eq!(table_2(&[("1", "1", "1", "")]), [(Code::IssueBlank, 1)]);
    let differs = [("1", "1", "1", "歩行"), ("1", "1", "2", "入浴")];
    assert_eq!(table_2(&differs), [(Code::IssueTextDiffers, 2)]);
    let goal = Example::of(FileKind::Up2kyo).with("short_term_goal", "");
    assert_eq!(told(&goal.check()), []);
    assert_eq!(
        told(&goal.with("long_term_goal", "").check()),
        [(Code::GoalBlank, 1)]
    );
}

#[test]
fn plans_of_others_have_their_own_numbers() {
    let example = Example::of(FileKind::Up2kyo);
    let other = example.row().with("insured_number", "0000100007");
    assert_eq!(told(&example.and(other).check()), []);
    let later = example.row().with("care_plan_date", "20260415");
    assert_eq!(told(&example.and(later).check()), []);
}

#[test]
fn a_row_of_table_3_is_complete() {
    let row = |changes: &[(&str, &str)]| {
        let example = Example::of(FileKind::Up3kyo);
        let changed = changes
            .iter()
            .fold(example, |row, (item, value)| row.with(item, value));
        told(&changed.check())
    };
    let one = |code| [(code, 1)];
    assert_eq!(row(&[]), []);
    for item in ["service_content", "weekday", "service_from", "service_to"] {
        assert_eq!(
            row(&[(item, "")]),
            one(Code::WeekServiceIncomplete),
            "{item}"
        );
    }
    assert_eq!(row(&[("service_to", "0900")]), one(Code::WeekNoDuration));
    assert_eq!(
        row(&[("service_to", "0800")]),
        one(Code::WeekEndBeforeStart)
    );
    assert_eq!(row(&[("service_from", "2330"), ("service_to", "0030")]), []);
    let nothing = ["service_content", "weekday", "service_from", "service_to"].map(|i| (i, ""));
    assert_eq!(row(&nothing), one(Code::WeekRowEmpty));
    let with = |more: &[(&'static str, &'static str)]| row(&[&nothing[..], more].concat());
    assert_eq!(with(&[("non_weekly_service", "福祉用具")]), []);
    assert_eq!(
        with(&[("daily_activity", "起床"), ("activity_from", "0600")]),
        []
    );
    assert_eq!(
        with(&[("daily_activity", "起床")]),
        one(Code::ActivityIncomplete)
    );
    assert_eq!(
        with(&[("activity_from", "0600")]),
        one(Code::ActivityIncomplete)
    );
    let sleep = [
        ("daily_activity", "睡眠"),
        ("activity_from", "2100"),
        ("activity_to", "0600"),
    ];
    assert_eq!(with(&sleep), []);
}

#[test]
fn the_same_row_of_table_3_is_there_once() {
    let row = Example::of(FileKind::Up3kyo);
    assert_eq!(told(&row.and(row.row()).check()), [(Code::RecordTwice, 2)]);
    assert_eq!(told(&row.and(row.row().with("weekday", "2")).check()), []);
}

#[test]
fn other_reasons_are_explained() {
    let with = |reason, other| {
        let row = Example::of(FileKind::Up1kyo).with("living_support_reason", reason);
        told(&row.with("other_reason", other).check())
    };
    assert_eq!(with("3", "同居家族の就労"), []);
    assert_eq!(with("1", ""), []);
    assert_eq!(with("3", ""), [(Code::OtherReasonMissing, 1)]);
    assert_eq!(
        with("1", "同居家族の就労"),
        [(Code::OtherReasonNeedless, 1)]
    );
}

#[test]
fn who_is_certified_has_a_level_and_a_period() {
    for kind in [FileKind::Up1kyo, FileKind::Uphosoku] {
        let row = Example::of(kind);
        assert_eq!(
            told(&row.with("care_level", "").check()),
            [(Code::CertificationIncomplete, 1)]
        );
        let applied = row.with("certification_status", "1").with("care_level", "");
        assert_eq!(told(&applied.check()), []);
    }
    let no_period = Example::of(FileKind::Up1kyo).with("certified_to", "");
    assert_eq!(
        told(&no_period.check()),
        [(Code::CertificationIncomplete, 1)]
    );
    let not_certified = no_period.with("care_level", "06");
    assert_eq!(told(&not_certified.check()), []);
}

#[test]
fn a_plan_is_there_once() {
    let row = Example::of(FileKind::Up1kyo);
    assert_eq!(told(&row.and(row.row()).check()), [(Code::KeyTwice, 2)]);
    let later = row.row().with("care_plan_date", "20260415");
    assert_eq!(told(&row.and(later).check()), []);
}
