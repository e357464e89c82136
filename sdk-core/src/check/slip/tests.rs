//! Every rule of table 7, on a slip that is right but for one thing.

use super::*;
use crate::layout::Edition;

/// Items of a row that differ from a row with nothing but what is mandatory.
type Cells<'a> = &'a [(&'a str, &'a str)];

const CHEAP: Cells<'_> = &[
    ("service_code", "111111"),
    ("units", "244"),
    ("count", "4"),
    ("service_units_total", "976"),
    ("managed_units", "976"),
    ("benefit_limit_excess_units", "0"),
    ("benefit_limit_within_units", "976"),
    ("unit_price", "10.21"),
    ("cost_total", "9964"),
    ("benefit_rate", "90"),
    ("insurance_claim", "8967"),
    ("copay_insured", "997"),
    ("copay_full", "0"),
];
const DEAR: Cells<'_> = &[
    ("service_code", "111211"),
    ("units", "387"),
    ("count", "2"),
    ("service_units_total", "774"),
    ("managed_units", "774"),
    ("benefit_limit_excess_units", "100"),
    ("benefit_limit_within_units", "674"),
    ("unit_price", "10.21"),
    ("cost_total", "6881"),
    ("benefit_rate", "90"),
    ("insurance_claim", "6192"),
    ("copay_insured", "689"),
    ("copay_full", "1021"),
];
const SUBTOTAL: Cells<'_> = &[
    ("service_code", "11AAAA"),
    ("service_units_total", "1750"),
    ("managed_units", "1750"),
    ("benefit_limit_excess_units", "100"),
    ("benefit_limit_within_units", "1650"),
    ("cost_total", "16845"),
    ("insurance_claim", "15159"),
    ("copay_insured", "1686"),
    ("copay_full", "1021"),
];

fn total() -> Vec<(&'static str, &'static str)> {
    let mut cells = SUBTOTAL.to_vec();
    cells[0].1 = "999999";
    cells.push(("service_office", "9999999999"));
    cells
}

fn row_in(edition: Edition, person: &str, cells: Cells<'_>) -> String {
    let layout = FileKind::Upsikyu.layout_in(edition).unwrap();
    let value = |ident: &str| {
        let given = cells.iter().rev().find(|(name, _)| *name == ident);
        match ident {
            _ if given.is_some() => given.map_or("", |(_, value)| value),
            "csv_version" => edition.csv_version(),
            "insurer_number" => "505826",
            "insured_number" => person,
            "created_on" => "20260826",
            "target_month" => "202609",
            "service_office" => "5070100002",
            "units" | "count" | "over_30_days" => "0",
            _ => "",
        }
    };
    let values: Vec<_> = layout.items.iter().map(|item| value(item.ident)).collect();
    values.join(",") + "\r\n"
}

fn row(cells: Cells<'_>) -> String {
    row_in(Edition::V41, "0000100000", cells)
}

fn codes_of(text: &str) -> Vec<(Code, Option<u32>)> {
    let name = "UPSIKYU_202609_5070022016_43_5070100002_11_20260826093000.CSV";
    let document = Document::read(name, text.as_bytes().to_vec());
    let mut findings = Findings::default();
    check(&document, 1, &mut findings);
    let mut on_threads = Findings::default();
    check(&document, 3, &mut on_threads);
    assert_eq!(on_threads, findings, "on several threads");
    let findings = findings.finish();
    findings
        .iter()
        .map(|finding| (finding.code, finding.record))
        .collect()
}

/// Codes and records found on rows of one person.
fn told(rows: &[Cells<'_>]) -> Vec<(Code, Option<u32>)> {
    codes_of(&rows.iter().map(|cells| row(cells)).collect::<String>())
}

/// The slip of four rows, with some items of one row changed.
fn told_with(place: usize, changes: Cells<'_>) -> Vec<(Code, Option<u32>)> {
    let mut rows = [CHEAP.to_vec(), DEAR.to_vec(), SUBTOTAL.to_vec(), total()];
    rows[place].extend(changes);
    let rows: Vec<Cells<'_>> = rows.iter().map(Vec::as_slice).collect();
    told(&rows)
}

fn only(code: Code, record: u32) -> Vec<(Code, Option<u32>)> {
    vec![(code, Some(record))]
}

#[test]
fn a_right_slip_has_no_finding() {
    assert_eq!(told(&[CHEAP, DEAR, SUBTOTAL, &total()]), []);
}

#[test]
fn a_slip_of_3_has_no_finding_either() {
    let rows = [CHEAP, DEAR, SUBTOTAL, &total()];
    let text: String = rows
        .iter()
        .map(|cells| row_in(Edition::V3, "0000100000", cells))
        .collect();
    assert_eq!(codes_of(&text), []);
}

#[test]
fn the_grand_total_is_there_once_and_last() {
    let total = total();
    assert_eq!(
        told(&[CHEAP, DEAR, SUBTOTAL]),
        only(Code::GrandTotalMissing, 3)
    );
    assert_eq!(
        told(&[CHEAP, DEAR, SUBTOTAL, &total, &total]),
        only(Code::GrandTotalTwice, 5)
    );
    assert_eq!(
        told(&[&total, CHEAP, DEAR, SUBTOTAL]),
        only(Code::GrandTotalNotLast, 1)
    );
    assert_eq!(
        told_with(3, &[("service_office", "5070100002")]),
        only(Code::GrandTotalOffice, 4)
    );
    assert_eq!(
        told_with(0, &[("service_office", "9999999999")]),
        only(Code::OfficeOfGrandTotal, 1)
    );
    // Whose number a subtotal over several offices has is not said.
    assert_eq!(told_with(2, &[("service_office", "9999999999")]), []);
}

#[test]
fn a_subtotal_is_there_once_and_after_its_rows() {
    let total = total();
    assert_eq!(told(&[CHEAP, DEAR, &total]), only(Code::SubtotalMissing, 2));
    let mut elsewhere = DEAR.to_vec();
    elsewhere.push(("service_office", "5070200018"));
    assert_eq!(
        told(&[CHEAP, &elsewhere, &total]),
        only(Code::SubtotalMissingAcrossOffices, 2)
    );
    assert_eq!(told(&[CHEAP, &elsewhere, SUBTOTAL, &total]), []);
    assert_eq!(
        told(&[CHEAP, DEAR, SUBTOTAL, SUBTOTAL, &total]),
        only(Code::SubtotalTwice, 4)
    );
    assert_eq!(
        told(&[SUBTOTAL, CHEAP, DEAR, &total]),
        only(Code::SubtotalBeforeRows, 1)
    );
    let mut lost = SUBTOTAL.to_vec();
    lost[0].1 = "15AAAA";
    assert!(
        told(&[CHEAP, DEAR, SUBTOTAL, &lost, &total])
            .contains(&(Code::SubtotalWithoutRows, Some(4)))
    );
}

#[test]
fn sums_of_units_are_exact_and_sums_of_money_allow_for_rounding() {
    for figure in [
        "service_units_total",
        "managed_units",
        "benefit_limit_excess_units",
    ] {
        assert!(
            told_with(3, &[(figure, "1")]).contains(&(Code::GrandTotalSum, Some(4))),
            "{figure}"
        );
        assert!(
            told_with(2, &[(figure, "1")]).contains(&(Code::SubtotalSum, Some(3))),
            "{figure}"
        );
    }
    assert_eq!(
        told_with(3, &[("service_units_total", "1751")]),
        only(Code::GrandTotalSum, 4)
    );
    assert_eq!(told_with(3, &[("cost_total", "16847")]), []);
    assert_eq!(
        told_with(3, &[("cost_total", "16848")]),
        only(Code::GrandTotalSum, 4)
    );
    assert_eq!(
        told_with(2, &[("insurance_claim", "15162")]).first(),
        Some(&(Code::SubtotalSum, Some(3)))
    );
    assert_eq!(
        told_with(3, &[("cost_total", "")]),
        only(Code::GrandTotalEmpty, 4)
    );
}

#[test]
fn the_optional_subtotals_are_of_their_own_rows() {
    let mut outside = CHEAP.to_vec();
    outside.extend([
        ("managed_units", ""),
        ("benefit_limit_within_units", ""),
        ("benefit_limit_excess_units", ""),
    ]);
    let mut subtotal = CHEAP.to_vec();
    subtotal.extend([
        ("service_code", "11EEEE"),
        ("units", "0"),
        ("count", "0"),
        ("unit_price", ""),
        ("managed_units", ""),
    ]);
    subtotal.extend([
        ("benefit_limit_within_units", ""),
        ("benefit_limit_excess_units", ""),
    ]);
    let mut total = total();
    total.extend([
        ("managed_units", "774"),
        ("benefit_limit_within_units", "674"),
    ]);
    assert_eq!(told(&[&outside, DEAR, &subtotal, &total]), []);
    // Services outside the limit may stay out of the units of the grand total.
    total.push(("service_units_total", "774"));
    assert_eq!(told(&[&outside, DEAR, &subtotal, &total]), []);
    subtotal.push(("service_units_total", "1"));
    assert_eq!(
        told(&[&outside, DEAR, &subtotal, &total]),
        only(Code::OptionalSubtotalSum, 3)
    );
}

#[test]
fn rows_may_leave_the_money_to_their_subtotal() {
    let bare = |cells: Cells<'static>| {
        let money = [
            "cost_total",
            "insurance_claim",
            "copay_insured",
            "copay_full",
        ];
        let kept = cells
            .iter()
            .copied()
            .filter(|(ident, _)| !money.contains(ident));
        kept.collect::<Vec<_>>()
    };
    let (cheap, dear) = (bare(CHEAP), bare(DEAR));
    assert_eq!(told(&[&cheap, &dear, SUBTOTAL, &total()]), []);
    let mut wrong = total();
    wrong.push(("cost_total", "1"));
    assert_eq!(
        told(&[&cheap, &dear, SUBTOTAL, &wrong]),
        only(Code::GrandTotalSum, 4)
    );
}

#[test]
fn total_rows_hold_nothing_but_sums() {
    assert_eq!(
        told_with(3, &[("units", "1750")]),
        only(Code::TotalRowUnits, 4)
    );
    assert_eq!(
        told_with(2, &[("discounted_rate", "100")]),
        only(Code::TotalRowDiscount, 3)
    );
    assert_eq!(
        told_with(2, &[("discounted_units", "0")]),
        only(Code::TotalRowDiscount, 3)
    );
}

#[test]
fn the_numbers_of_a_row_agree() {
    let changed = |changes: Cells<'_>| {
        let codes = told_with(0, changes);
        codes
            .into_iter()
            .filter(|(_, record)| *record == Some(1))
            .map(|(code, _)| code)
            .collect::<Vec<_>>()
    };
    assert_eq!(changed(&[("count", "5")]), [Code::UnitsTimesCount]);
    assert_eq!(
        changed(&[("units", "300"), ("discounted_units", "244")]),
        []
    );
    assert_eq!(
        changed(&[("units", "300"), ("discounted_rate", "81.3")]),
        []
    );
    assert_eq!(
        changed(&[("managed_units", "900")]),
        [Code::ManagedBelowService]
    );
    assert_eq!(changed(&[("managed_units", "1100")]), []);
    assert_eq!(
        changed(&[("benefit_limit_excess_units", "1"), ("copay_full", "10")]),
        [Code::LimitSplit]
    );
    let kind = |within| {
        [
            ("kind_limit_excess_units", "0"),
            ("kind_limit_within_units", within),
        ]
    };
    assert_eq!(changed(&kind("976")), []);
    assert_eq!(
        changed(&kind("970")),
        [Code::KindLimitSplit, Code::LimitSplit]
    );
    assert_eq!(
        changed(&[("cost_total", "9966"), ("insurance_claim", "8969")]),
        [Code::CostProduct]
    );
    assert_eq!(changed(&[("cost_total", "9965")]), []);
    assert_eq!(
        changed(&[("insurance_claim", "8970"), ("copay_insured", "994")]),
        [Code::ClaimProduct]
    );
    assert_eq!(changed(&[("copay_insured", "999")]), [Code::CopayTooHigh]);
    assert_eq!(changed(&[("copay_insured", "0")]), [Code::CopayLower]);
    assert_eq!(changed(&[("copay_full", "100")]), [Code::FullCopayProduct]);
    assert_eq!(
        changed(&[("copay_insured", "2000"), ("fixed_copay_unit_price", "500")]),
        []
    );
}

#[test]
fn a_person_with_public_assistance_only_pays_nothing() {
    let mut free = CHEAP.to_vec();
    free.push(("copay_insured", "0"));
    let mut sum = free.clone();
    sum.extend([
        ("service_code", "999999"),
        ("service_office", "9999999999"),
        ("units", "0"),
        ("count", "0"),
        ("unit_price", ""),
    ]);
    let text =
        row_in(Edition::V41, "H000100000", &free) + &row_in(Edition::V41, "H000100000", &sum);
    assert_eq!(codes_of(&text), []);
}

#[test]
fn no_units_are_legal() {
    let changes = [
        "units",
        "service_units_total",
        "managed_units",
        "benefit_limit_within_units",
        "cost_total",
        "insurance_claim",
        "copay_insured",
    ];
    let changes: Vec<_> = changes.iter().map(|ident| (*ident, "0")).collect();
    assert!(
        told_with(0, &changes)
            .iter()
            .all(|(_, record)| *record != Some(1))
    );
}

#[test]
fn a_service_stands_once() {
    let total = total();
    let twice = told(&[CHEAP, CHEAP, DEAR, SUBTOTAL, &total]);
    assert!(twice.contains(&(Code::SlipRowTwice, Some(2))), "{twice:?}");
    let rental: Cells<'_> = &[("service_code", "171001"), ("tais_code", "00001-000010")];
    let rental_total: Cells<'_> = &[("service_code", "17AAAA")];
    assert_eq!(
        told(&[rental, rental, rental_total, &total[..1], &[]])
            .iter()
            .filter(|(code, _)| *code == Code::SlipRowTwice)
            .count(),
        0
    );
}

#[test]
fn equipment_has_a_code_and_nothing_else_has() {
    assert_eq!(
        told_with(0, &[("tais_code", "00001-000010")]),
        only(Code::SlipEquipmentCodeUnneeded, 1)
    );
    let rental = |code| {
        [
            ("service_code", "171001"),
            ("tais_code", code),
            ("service_units_total", "0"),
            ("managed_units", "0"),
        ]
    };
    let total: Cells<'_> = &[("service_code", "999999"), ("service_office", "9999999999")];
    assert_eq!(
        told(&[&rental(""), total]),
        only(Code::SlipEquipmentCodeMissing, 1)
    );
    assert_eq!(told(&[&rental("00001-000010"), total]), []);
}

#[test]
fn days_of_short_stays_add_up() {
    let days = |sum| {
        [
            ("days_until_last_month", "12345"),
            ("days_planned", "5"),
            ("days_cumulative", sum),
        ]
    };
    assert_eq!(told_with(0, &days("12350")), []);
    assert_eq!(told_with(0, &days("17")), only(Code::DaysCumulative, 1));
}

#[test]
fn rows_of_a_person_need_not_stand_together() {
    let mut rows: Vec<String> = Vec::new();
    for cells in [CHEAP, DEAR, SUBTOTAL, &total()] {
        for person in ["0000100000", "0000100007"] {
            rows.push(row_in(Edition::V41, person, cells));
        }
    }
    assert_eq!(codes_of(&rows.concat()), []);
    rows.pop();
    assert_eq!(codes_of(&rows.concat()), only(Code::GrandTotalMissing, 6));
}

#[test]
fn what_cannot_be_read_is_not_said_to_be_missing() {
    let text = row(CHEAP) + &row(DEAR) + &row(SUBTOTAL) + "202407,505826\r\n";
    assert_eq!(codes_of(&text), []);
    assert_eq!(
        told_with(0, &[("service_units_total", "x"), ("cost_total", "-1")]),
        []
    );
}
