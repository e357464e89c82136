//! Tables 1 to 3 and the supplement.

use super::*;

const PLANNED: Cells<'_> = &[
    ("care_plan_date", "20260815"),
    ("care_level", "21"),
    ("certification_date", "20250401"),
];
pub(super) const ON_15TH: Cells<'_> = &[("care_plan_date", "20260815")];
pub(super) const ON_1ST: Cells<'_> = &[("care_plan_date", "20260801")];

/// A plan of table 1 and a row of table 2 or 3.
const PLAN_OF_A: (OneRecord, OneRecord) = ([(ANNA, PLANNED)], [(ANNA, ON_15TH)]);

type OneRecord = [(&'static str, Cells<'static>); 1];

/// A care plan set of these records.
fn care_plan(tables: [&[(&str, Cells<'_>)]; 4]) -> Vec<(Code, String, Option<u32>)> {
    let kinds = [
        FileKind::Up1kyo,
        FileKind::Up2kyo,
        FileKind::Up3kyo,
        FileKind::Uphosoku,
    ];
    let files: Vec<_> = kinds
        .iter()
        .zip(tables)
        .map(|(kind, records)| file(*kind, records))
        .collect();
    told(SetKind::CarePlan, &files.iter().collect::<Vec<_>>())
}

#[test]
fn tables_2_and_3_belong_to_a_plan() {
    use FileKind::*;
    let (a, rows) = PLAN_OF_A;
    assert_eq!(care_plan([&a, &rows, &rows, &a]), []);
    let stray = [(ANNA, ON_15TH), (ANNA, ON_1ST)];
    assert_eq!(
        care_plan([&a, &stray, &rows, &a]),
        only(Code::RowsWithoutPlan, Up2kyo, 2)
    );
    assert_eq!(
        care_plan([&a, &rows, &stray, &a]),
        only(Code::RowsWithoutPlan, Up3kyo, 2)
    );
    let (both, both_rows) = (
        [(ANNA, PLANNED), (BERTA, PLANNED)],
        [(ANNA, ON_15TH), (BERTA, ON_15TH)],
    );
    assert_eq!(
        care_plan([&both, &rows, &both_rows, &both]),
        only(Code::PlanWithoutTable2, Up1kyo, 2)
    );
    assert_eq!(
        care_plan([&both, &both_rows, &rows, &both]),
        only(Code::PlanWithoutTable3, Up1kyo, 2)
    );
    assert_eq!(
        care_plan([&both, &both_rows, &both_rows, &a]),
        only(Code::SupplementMissing, Up1kyo, 2)
    );
    assert_eq!(
        care_plan([&a, &rows, &rows, &both]),
        only(Code::SupplementUnneeded, Uphosoku, 2)
    );
}

#[test]
fn the_supplement_agrees_with_table_1() {
    use FileKind::*;
    let (a, rows) = PLAN_OF_A;
    assert_eq!(
        care_plan([&a, &rows, &rows, &[(ANNA, ON_1ST)]]),
        only(Code::SupplementPlanDate, Uphosoku, 1)
    );
    // The date of the other use of the supplement is told of the file.
    assert_eq!(
        care_plan([
            &a,
            &rows,
            &rows,
            &[(ANNA, &[("care_plan_date", "00000000")])]
        ]),
        []
    );
    for other in [("care_level", "22"), ("certification_date", "20240401")] {
        let supplement: Cells<'_> = &[("care_plan_date", "20260815"), other];
        assert_eq!(
            care_plan([&a, &rows, &rows, &[(ANNA, supplement)]]),
            only(Code::SupplementDiffers, Uphosoku, 1)
        );
    }
}
