use super::super::example::{Example, told};
use crate::finding::Code;
use crate::layout::{Edition, FileKind};

fn row() -> Example {
    Example::of(FileKind::Upplan)
}

fn equipment() -> Example {
    let row = row().kinds("43", "17").with("service_code", "171001");
    let row = row.with("service_from", "9999").with("service_to", "9999");
    row.with("tais_code", "00001-000010")
        .with("equipment_name", "車いす")
}

#[track_caller]
fn assert_told(example: &Example, expected: impl Into<Option<Code>>) {
    let expected = Vec::from_iter(expected.into().map(|code| (code, 1)));
    assert_eq!(told(&example.check()), expected);
}

#[test]
fn services_take_place_in_the_month_of_the_file() {
    for (date, expected) in [
        ("20260901", None),
        ("20260930", None),
        ("20261001", Some(Code::ServiceDateOutsideMonth)),
        ("20250907", Some(Code::ServiceDateOutsideMonth)),
    ] {
        assert_told(&row().with("service_date", date), expected);
    }
    // A record of another month is one slip, not two.
    let other_month = row().and(row().row().with("target_month", "202610"));
    assert_eq!(told(&other_month.check()), [(Code::MonthMixed, 2)]);
}

#[test]
fn times_are_both_there_or_both_9999() {
    let cases = [
        ("9999", "9999", "111111", None),
        ("0900", "9999", "111111", Some(Code::TimesHalf)),
        ("9999", "1000", "111111", Some(Code::TimesHalf)),
        ("0900", "0900", "111111", Some(Code::NoDuration)),
        ("0000", "0000", "111111", Some(Code::NoDuration)),
        ("2330", "0030", "111111", None),
        ("1000", "0900", "111111", Some(Code::EndBeforeStart)),
        ("2330", "0030", "152441", Some(Code::EndBeforeStart)),
        ("1000", "0900", "211111", None),
    ];
    for (from, to, code, expected) in cases {
        let row = row().with("service_from", from).with("service_to", to);
        let row = row.with("service_code", code).kinds("43", &code[..2]);
        assert_told(&row, expected);
    }
}

#[test]
fn faulty_times_are_told_of_every_row_that_has_them() {
    let first = row().with("service_to", "0900");
    let second = first.row().with("service_date", "20260914");
    let expected = [(Code::NoDuration, 1), (Code::NoDuration, 2)];
    assert_eq!(told(&first.and(second).check()), expected);
}

#[test]
fn prorated_days_exist() {
    let flags = |last: &str| format!("{}{last}", "0".repeat(29));
    assert_told(&row().with("prorated_days", &flags("10")), None);
    assert_told(
        &row().with("prorated_days", &flags("01")),
        Code::ProrationBeyondMonth,
    );
    assert_told(
        &row().with("prorated_days", &flags("00")),
        Code::ProrationWithoutDays,
    );
    let october = row().month("202610").with("service_date", "20261007");
    assert_told(&october.with("prorated_days", &flags("01")), None);
}

#[test]
fn small_items_make_sense() {
    assert_told(&row().with("count", "0"), Code::CountZero);
    assert_told(&row().with("count", "2"), None);
    assert_told(&row().with("units", "0"), None);
    assert_told(&row().with("satellite_no", "1"), None);
    assert_told(&row().with("satellite_no", "00"), Code::SatelliteZero);
    assert_told(&row().with("over_30_days", "1"), Code::Over30DaysElsewhere);
    let stay = row().kinds("43", "21").with("service_code", "211111");
    assert_told(&stay.with("over_30_days", "1"), None);
}

#[test]
fn equipment_has_one_code_and_a_name() {
    let tais = "tais_code";
    let notification = "equipment_notification_code";
    assert_told(&equipment(), None);
    assert_told(&equipment().with(tais, ""), Code::EquipmentCodeMissing);
    assert_told(
        &equipment()
            .with(tais, "")
            .with(notification, "00001-000010"),
        None,
    );
    assert_told(
        &equipment().with(notification, "00001-000011"),
        Code::EquipmentCodesBoth,
    );
    assert_told(
        &equipment().with("equipment_name", ""),
        Code::EquipmentNameMissing,
    );
    let prevention = equipment().kinds("43", "67").with("service_code", "671001");
    assert_told(&prevention.with(tais, ""), Code::EquipmentCodeMissing);
    // An addition is no equipment.
    assert_told(
        &equipment().with("service_code", "178001").with(tais, ""),
        None,
    );
    assert_told(
        &row().with(tais, "00001-000010"),
        Code::EquipmentCodeElsewhere,
    );
    assert_told(
        &row().with("detail_discriminator", "1"),
        Code::EquipmentCodeElsewhere,
    );
}

#[test]
fn edition_3_has_no_items_for_equipment() {
    let found = Example::in_edition(FileKind::Upplan, Edition::V3);
    let found = found.with("service_code", "171001").check();
    let codes: Vec<_> = told(&found).into_iter().map(|(code, _)| code).collect();
    assert!(!codes.contains(&Code::EquipmentCodeMissing), "{codes:?}");
    // But it numbers equal rows.
    let rail = Example::in_edition(FileKind::Upplan, Edition::V3);
    let rail = rail.with("service_code", "171007");
    let codes = told(&rail.and(rail.row()).check());
    assert_eq!(
        codes,
        [(Code::OlderEdition, 0), (Code::EquipmentRowTwice, 2)]
    );
    let numbered = |no| rail.row().with("detail_discriminator", no);
    let codes = told(
        &rail
            .with("detail_discriminator", "1")
            .and(numbered("2"))
            .check(),
    );
    assert_eq!(codes, [(Code::OlderEdition, 0)]);
    let codes = told(
        &rail
            .with("detail_discriminator", "1")
            .and(numbered("3"))
            .check(),
    );
    assert_eq!(
        codes,
        [(Code::OlderEdition, 0), (Code::DiscriminatorOrder, 2)]
    );
}

#[test]
fn equal_equipment_is_numbered() {
    let row = equipment();
    let numbered = |no: &str| row.row().with("detail_discriminator", no);
    assert_eq!(
        told(&row.and(row.row()).check()),
        [(Code::EquipmentRowTwice, 2)]
    );
    let first = row.with("detail_discriminator", "1");
    assert_eq!(told(&first.check()), [(Code::DiscriminatorNeedless, 1)]);
    assert_eq!(
        told(&first.and(numbered("2")).and(numbered("3")).check()),
        []
    );
    assert_eq!(
        told(&first.and(numbered("3")).check()),
        [(Code::DiscriminatorOrder, 2)]
    );
    // A line may begin within the month, and have rows on several days.
    let later = |no: &str| numbered(no).with("service_date", "20260916");
    assert_eq!(told(&first.and(later("2")).check()), []);
    assert_eq!(
        told(
            &first
                .and(numbered("2"))
                .and(later("1"))
                .and(later("2"))
                .check()
        ),
        []
    );
    let twice = told(&first.and(numbered("1")).check());
    assert_eq!(
        twice,
        [(Code::EquipmentRowTwice, 2), (Code::DiscriminatorOrder, 2)]
    );
}

#[test]
fn two_equal_visits_are_one_row_with_a_count() {
    let row = row();
    assert_eq!(
        told(&row.and(row.row()).check()),
        [(Code::UseSlipRowTwice, 2)]
    );
    let later = row
        .row()
        .with("service_from", "1400")
        .with("service_to", "1500");
    assert_eq!(told(&row.and(later).check()), []);
    // Other rows in between, and more than one repetition.
    let other = row.row().with("service_date", "20260909");
    let found = row.and(other.clone()).and(row.row()).and(other).check();
    assert_eq!(
        told(&found),
        [(Code::UseSlipRowTwice, 3), (Code::UseSlipRowTwice, 4)]
    );
}
