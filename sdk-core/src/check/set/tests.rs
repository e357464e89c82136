//! Every rule between files, on a set that is right but for one thing.

use super::*;
use crate::finding::Lang;

const PARTIES: &str = "5070022016_43_5070100002_11_20260826093000";
const ANNA: &str = "0000100000";
const BERTA: &str = "0000100007";

type Cells<'a> = &'a [(&'a str, &'a str)];

/// A file of records of persons, each with some items filled.
fn file(kind: FileKind, records: &[(&str, Cells<'_>)]) -> Document {
    let items = kind.layout().unwrap().items;
    let mut text = String::new();
    for (person, cells) in records {
        let value = |ident: &str| match ident {
            "csv_version" => "202407",
            "insurer_number" => "505826",
            "insured_number" => person,
            "service_office" => cells
                .iter()
                .find(|(name, _)| *name == ident)
                .map_or("5070100002", |cell| cell.1),
            _ => cells
                .iter()
                .find(|(name, _)| *name == ident)
                .map_or("", |cell| cell.1),
        };
        let values: Vec<_> = items.iter().map(|item| value(item.ident)).collect();
        text += &(values.join(",") + "\r\n");
    }
    let month = if kind.month_in_name() { "_202609" } else { "" };
    Document::read(&format!("{kind}{month}_{PARTIES}.CSV"), text.into_bytes())
}

fn told(kind: SetKind, documents: &[&Document]) -> Vec<(Code, String, Option<u32>)> {
    let mut findings = Findings::default();
    check(kind, documents, &mut findings);
    let findings = findings.finish();
    let prefix = |name: &str| {
        FileKind::of_name(name)
            .map_or("", FileKind::prefix)
            .to_owned()
    };
    findings
        .iter()
        .map(|finding| (finding.code, prefix(&finding.file), finding.record))
        .collect()
}

fn only(code: Code, kind: FileKind, record: u32) -> Vec<(Code, String, Option<u32>)> {
    vec![(code, kind.prefix().to_owned(), Some(record))]
}

const VISIT: Cells<'_> = &[("service_code", "111111"), ("units", "244"), ("count", "1")];
const SERVICE: Cells<'_> = &[
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
const INSURED: Cells<'_> = &[("benefit_limit_units", "488"), ("total_excess_units", "0")];

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

const PLANNED: Cells<'_> = &[
    ("care_plan_date", "20260815"),
    ("care_level", "21"),
    ("certification_date", "20250401"),
];
const ON_15TH: Cells<'_> = &[("care_plan_date", "20260815")];
const ON_1ST: Cells<'_> = &[("care_plan_date", "20260801")];

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

const IMAGE: &str = "UPKIHON_IMAGE_5070022016_43_5070100002_11_20260826093000_0001.jpg";

fn image(bytes: &[u8]) -> Document {
    Document::read(IMAGE, bytes.to_vec())
}

const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0";

#[test]
fn annexes_belong_to_a_record() {
    use FileKind::*;
    let (on_1st, on_2nd): (Cells<'_>, Cells<'_>) = (
        &[("consulted_on", "20260801")],
        &[("consulted_on", "20260802")],
    );
    let basic = file(Upkihon, &[(ANNA, on_1st)]);
    for annex in [UpkihonSub1, UpkihonSub2] {
        let (right, wrong) = (
            file(annex, &[(ANNA, on_1st)]),
            file(annex, &[(ANNA, on_1st), (ANNA, on_2nd)]),
        );
        assert_eq!(told(SetKind::BasicInfo, &[&basic, &right]), []);
        assert_eq!(
            told(SetKind::BasicInfo, &[&basic, &wrong]),
            only(Code::AnnexWithoutRecord, annex, 2)
        );
    }
    let planned: Cells<'_> = &[("plan_date", "20260801")];
    let plan = file(Upyobo, &[(ANNA, planned)]);
    let annex = file(UpyoboSub, &[(BERTA, planned)]);
    assert_eq!(
        told(SetKind::PreventionPlan, &[&plan, &annex]),
        only(Code::AnnexWithoutRecord, UpyoboSub, 1)
    );
    let other = file(Upkihon, &[(ANNA, on_1st), (BERTA, on_1st)]);
    assert_eq!(
        told(SetKind::PreventionPlanWithBasicInfo, &[&plan, &other]),
        only(Code::PersonOnlyInOne, Upkihon, 2)
    );
    assert_eq!(
        told(SetKind::PreventionPlanWithBasicInfo, &[&plan, &basic]),
        []
    );
}

#[test]
fn images_are_there_named_and_jpeg() {
    use FileKind::*;
    let named: Cells<'_> = &[("consulted_on", "20260801"), ("family_image_file", IMAGE)];
    let upper = IMAGE.replace(".jpg", ".JPG");
    let upper: Cells<'_> = &[("consulted_on", "20260801"), ("family_image_file", &upper)];
    let plain: Cells<'_> = &[("consulted_on", "20260801")];
    for cells in [named, upper] {
        let basic = file(Upkihon, &[(ANNA, cells)]);
        assert_eq!(told(SetKind::BasicInfo, &[&basic, &image(JPEG)]), []);
        assert_eq!(
            told(SetKind::BasicInfo, &[&basic]),
            only(Code::ImageMissing, Upkihon, 1)
        );
    }
    let on_image = |code: Code| vec![(code, "UPKIHON_IMAGE".to_owned(), None)];
    assert_eq!(
        told(
            SetKind::BasicInfo,
            &[&file(Upkihon, &[(ANNA, plain)]), &image(JPEG)]
        ),
        on_image(Code::ImageNotNamed)
    );
    let basic = file(Upkihon, &[(ANNA, named)]);
    assert_eq!(
        told(SetKind::BasicInfo, &[&basic, &image(b"\x89PNG")]),
        on_image(Code::ImageNotJpeg)
    );
    assert_eq!(told(SetKind::BasicInfo, &[&basic, &image(b"")]), []);
}

#[test]
fn deletions_name_what_was_sent() {
    use FileKind::*;
    type Case = (
        FileKind,
        FileKind,
        Cells<'static>,
        Cells<'static>,
        Cells<'static>,
    );
    let cases: [Case; 5] = [
        (Dlt1kyo, Up1kyo, ON_15TH, ON_15TH, ON_1ST),
        (
            Dltplan,
            Upplan,
            &[("target_month", "202609")],
            &[("target_month", "202609")],
            &[("target_month", "202608")],
        ),
        (
            Dltjsk,
            Upjsk,
            &[("target_month", "202609"), ("service_kind", "11")],
            &[("target_month", "202609"), ("service_code", "111111")],
            &[("target_month", "202609"), ("service_code", "151111")],
        ),
        (
            Dltkihon,
            Upkihon,
            &[("consulted_on", "20260801")],
            &[("consulted_on", "20260801")],
            &[("consulted_on", "20260802")],
        ),
        (
            Dltyobo,
            Upyobo,
            &[("plan_date", "20260801")],
            &[("plan_date", "20260801")],
            &[("plan_date", "20260802")],
        ),
    ];
    for (deletion, kind, cells, right, wrong) in cases {
        let deletion = file(deletion, &[(ANNA, cells)]);
        let codes = |earlier: &[&Document]| -> Vec<Code> {
            deletions_against(&deletion, earlier)
                .iter()
                .map(|finding| finding.code)
                .collect()
        };
        let (right, wrong) = (
            file(kind, &[(ANNA, right)]),
            file(kind, &[(ANNA, wrong), (BERTA, right)]),
        );
        assert_eq!(codes(&[&right]), []);
        assert_eq!(codes(&[&wrong, &right]), []);
        assert_eq!(codes(&[&wrong]), [Code::DeletionOfNothing]);
        assert_eq!(codes(&[]), []);
        assert_eq!(codes(&[&deletion]), []);
    }
}

#[test]
fn no_message_repeats_a_number_of_a_person() {
    let files = [
        file(FileKind::Upplan, &[(ANNA, VISIT)]),
        file(FileKind::Upsikyu, &[(BERTA, SERVICE)]),
        file(FileKind::Uphosoku, &[("0000100014", INSURED)]),
    ];
    let mut findings = Findings::default();
    check(SetKind::UseSlip, &files.each_ref(), &mut findings);
    assert!(findings.len() >= 4);
    for finding in &findings {
        for lang in [Lang::Ja, Lang::En] {
            let text = finding.message(lang) + &finding.hint(lang);
            assert!(!text.contains("00001000") && !text.contains('{'), "{text}");
        }
    }
}
