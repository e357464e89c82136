//! Table 6, table 7 and the supplement.

use super::*;

pub(super) const VISIT: Cells<'_> = &[("service_code", "111111"), ("units", "244"), ("count", "1")];
pub(super) const SERVICE: Cells<'_> = &[
    ("service_code", "111111"),
    ("units", "244"),
    ("count", "2"),
    ("service_units_total", "488"),
    ("managed_units", "488"),
];
const TOTAL: Cells<'_> = &[
    ("service_code", "999999"),
    ("service_office", "9999999999"),
    ("service_units_total", "488"),
    ("benefit_limit_excess_units", "0"),
    ("benefit_limit_within_units", "488"),
];
pub(super) const INSURED: Cells<'_> =
    &[("benefit_limit_units", "488"), ("total_excess_units", "0")];

/// A use slip of these records.
fn slip(
    plan: &[(&str, Cells<'_>)],
    table_7: &[(&str, Cells<'_>)],
    supplement: &[(&str, Cells<'_>)],
) -> Vec<(Code, String, Option<u32>)> {
    let files = [
        file(FileKind::Upplan, plan),
        file(FileKind::Upsikyu, table_7),
        file(FileKind::Uphosoku, supplement),
    ];
    told(SetKind::UseSlip, &files.each_ref())
}

const PLAN_A: [(&str, Cells<'_>); 2] = [(ANNA, VISIT), (ANNA, VISIT)];
const SLIP_A: [(&str, Cells<'_>); 2] = [(ANNA, SERVICE), (ANNA, TOTAL)];

#[test]
fn a_right_use_slip_has_no_finding() {
    assert_eq!(slip(&PLAN_A, &SLIP_A, &[(ANNA, INSURED)]), []);
    let apart = [(ANNA, VISIT), (BERTA, VISIT), (ANNA, VISIT), (BERTA, VISIT)];
    let both = [
        (BERTA, TOTAL),
        (ANNA, SERVICE),
        (BERTA, SERVICE),
        (ANNA, TOTAL),
    ];
    assert_eq!(
        slip(&apart, &both, &[(BERTA, INSURED), (ANNA, INSURED)]),
        []
    );
}

#[test]
fn all_files_of_a_use_slip_are_about_the_same_persons() {
    use FileKind::*;
    let both = [(ANNA, INSURED), (BERTA, INSURED)];
    let plan_b = [&PLAN_A[..], &[(BERTA, VISIT)]].concat();
    let slip_b = [&SLIP_A[..], &[(BERTA, SERVICE), (BERTA, TOTAL)]].concat();
    assert_eq!(
        slip(&plan_b, &SLIP_A, &both),
        only(Code::PersonWithoutSlip, Upplan, 3)
    );
    assert_eq!(
        slip(&PLAN_A, &slip_b, &both),
        only(Code::PersonWithoutPlan, Upsikyu, 3)
    );
    assert_eq!(
        slip(&PLAN_A, &SLIP_A, &both),
        only(Code::SupplementUnneeded, Uphosoku, 2)
    );
    assert_eq!(
        slip(&PLAN_A, &SLIP_A, &[(BERTA, INSURED)])[0],
        (Code::SupplementUnneeded, "UPHOSOKU".into(), Some(1))
    );
    assert!(slip(&PLAN_A, &SLIP_A, &[(BERTA, INSURED)]).contains(&(
        Code::SupplementMissing,
        "UPPLAN".into(),
        Some(1)
    )));
}

#[test]
fn nothing_is_missing_from_a_file_that_cannot_be_read() {
    let plan = file(FileKind::Upplan, &PLAN_A);
    let broken = Document::read(
        &format!("UPSIKYU_202609_{PARTIES}.CSV"),
        b"202407,505826\r\n".to_vec(),
    );
    assert_eq!(told(SetKind::UseSlip, &[&plan, &broken]), []);
    assert_eq!(told(SetKind::UseSlip, &[&plan]), []);
    let supplement = Document::read(&format!("UPHOSOKU_202609_{PARTIES}.CSV"), Vec::new());
    assert_eq!(told(SetKind::UseSlip, &[&plan, &supplement]), []);
}

#[test]
fn services_are_the_same_in_tables_6_and_7() {
    use FileKind::*;
    let supplement = [(ANNA, INSURED)];
    let with = |cells: Cells<'static>, change: (&'static str, &'static str)| {
        let mut cells: Vec<_> = cells
            .iter()
            .copied()
            .filter(|(ident, _)| *ident != change.0)
            .collect();
        cells.push(change);
        cells
    };
    let other_code = with(VISIT, ("service_code", "111211"));
    let plan = [(ANNA, VISIT), (ANNA, VISIT), (ANNA, &other_code)];
    assert_eq!(
        slip(&plan, &SLIP_A, &supplement),
        only(Code::CodeOnlyInPlan, Upplan, 3)
    );
    let no_units: Cells<'_> = &[("service_code", "116271"), ("units", "0"), ("count", "1")];
    assert_eq!(
        slip(
            &[(ANNA, VISIT), (ANNA, VISIT), (ANNA, no_units)],
            &SLIP_A,
            &supplement
        ),
        []
    );

    let other_code = with(SERVICE, ("service_code", "111211"));
    let table_7 = [(ANNA, SERVICE), (ANNA, &other_code[..]), (ANNA, TOTAL)];
    assert_eq!(
        slip(&PLAN_A, &table_7, &supplement),
        only(Code::CodeOnlyInSlip, Upsikyu, 2)
    );
    let outside: Cells<'_> = &[
        ("service_code", "116271"),
        ("units", "49"),
        ("count", "1"),
        ("service_units_total", "49"),
    ];
    assert_eq!(
        slip(
            &PLAN_A,
            &[(ANNA, SERVICE), (ANNA, outside), (ANNA, TOTAL)],
            &supplement
        ),
        []
    );

    let thrice = with(SERVICE, ("count", "3"));
    assert_eq!(
        slip(&PLAN_A, &[(ANNA, &thrice), (ANNA, TOTAL)], &supplement),
        only(Code::CountsDiffer, Upsikyu, 1)
    );
    let dear = with(SERVICE, ("service_units_total", "500"));
    assert_eq!(
        slip(&PLAN_A, &[(ANNA, &dear), (ANNA, TOTAL)], &supplement),
        only(Code::UnitsDiffer, Upsikyu, 1)
    );
    let unreadable = with(SERVICE, ("count", "x"));
    assert_eq!(
        slip(&PLAN_A, &[(ANNA, &unreadable), (ANNA, TOTAL)], &supplement),
        []
    );
}

#[test]
fn a_service_charged_by_the_month_has_units_on_its_first_day() {
    let day_1: Cells<'_> = &[("service_code", "731111"), ("units", "488"), ("count", "1")];
    let later: Cells<'_> = &[("service_code", "731111"), ("units", "0"), ("count", "1")];
    let month: Cells<'_> = &[
        ("service_code", "731111"),
        ("units", "488"),
        ("count", "1"),
        ("service_units_total", "488"),
        ("managed_units", "488"),
    ];
    assert_eq!(
        slip(
            &[(ANNA, day_1), (ANNA, later)],
            &[(ANNA, month), (ANNA, TOTAL)],
            &[(ANNA, INSURED)]
        ),
        []
    );
}

#[test]
fn equipment_is_told_apart_by_its_code() {
    let rented = |tais| {
        [
            ("service_code", "171001"),
            ("units", "244"),
            ("count", "1"),
            ("tais_code", tais),
        ]
    };
    let billed = |tais| {
        [
            ("service_code", "171001"),
            ("units", "244"),
            ("count", "1"),
            ("tais_code", tais),
            ("managed_units", "244"),
        ]
    };
    let (one, two, three) = ("00001-000010", "00001-000011", "00001-000012");
    let (plan_1, plan_2) = (rented(one), rented(two));
    let (slip_1, slip_2, slip_3) = (billed(one), billed(two), billed(three));
    let plan: [(&str, Cells<'_>); 2] = [(ANNA, &plan_1), (ANNA, &plan_2)];
    assert_eq!(
        slip(
            &plan,
            &[(ANNA, &slip_1), (ANNA, &slip_2), (ANNA, TOTAL)],
            &[(ANNA, INSURED)]
        ),
        []
    );
    let codes: Vec<_> = slip(
        &plan,
        &[(ANNA, &slip_1), (ANNA, &slip_3), (ANNA, TOTAL)],
        &[(ANNA, INSURED)],
    )
    .into_iter()
    .map(|told| told.0)
    .collect();
    assert_eq!(codes, [Code::CodeOnlyInPlan, Code::CodeOnlyInSlip]);
}

#[test]
fn limit_and_excess_agree_with_the_supplement() {
    use FileKind::*;
    let low: Cells<'_> = &[("benefit_limit_units", "487"), ("total_excess_units", "0")];
    assert_eq!(
        slip(&PLAN_A, &SLIP_A, &[(ANNA, low)]),
        only(Code::LimitExceeded, Upsikyu, 2)
    );
    let excess: Cells<'_> = &[("total_excess_units", "5")];
    assert_eq!(
        slip(&PLAN_A, &SLIP_A, &[(ANNA, excess)]),
        only(Code::TotalExcessDiffers, Uphosoku, 1)
    );
    assert_eq!(slip(&PLAN_A, &SLIP_A, &[(ANNA, &[])]), []);
}
