use super::super::example::{Example, told};
use crate::finding::Code;
use crate::layout::FileKind;

fn of(kind: FileKind) -> Example {
    Example::of(kind)
}

#[test]
fn kinds_of_the_name_fit_what_the_file_is() {
    use FileKind::*;
    let cases = [
        (Uphosoku, "43", "11", None),
        (Uphosoku, "46", "11", None),
        (Uphosoku, "43", "46", None),
        (Uphosoku, "11", "43", Some(Code::KindsSwapped)),
        (Uphosoku, "11", "13", Some(Code::SenderKindUnfit)),
        (Uphosoku, "43", "51", Some(Code::ReceiverKindUnfit)),
        (Uphosoku, "43", "ZZ", Some(Code::ReceiverKindUnfit)),
        (Dltjsk, "11", "43", None),
        (Dltjsk, "11", "AF", None),
        (Dltjsk, "43", "11", Some(Code::KindsSwapped)),
        (Dltjsk, "11", "15", Some(Code::ReceiverKindUnfit)),
        (Upkihon, "46", "43", None),
        (Upkihon, "43", "46", None),
        (Upkihon, "62", "43", Some(Code::SenderKindUnfit)),
    ];
    for (kind, sender, receiver, expected) in cases {
        let found = of(kind).kinds(sender, receiver).check();
        let codes: Vec<_> = told(&found).into_iter().map(|(code, _)| code).collect();
        assert_eq!(
            codes,
            Vec::from_iter(expected),
            "{kind} {sender}→{receiver}"
        );
    }
}

#[test]
fn nobody_writes_to_himself() {
    let found = of(FileKind::Uphosoku)
        .from("5070100002")
        .kinds("11", "11")
        .check();
    assert_eq!(told(&found), [(Code::SenderIsReceiver, 0)]);
}

#[test]
fn a_plan_of_another_office_is_told_once() {
    let row = of(FileKind::Upplan).with("planning_office", "5070022024");
    let second = row.row().with("service_date", "20260908");
    assert_eq!(
        told(&row.and(second).check()),
        [(Code::PlanOfOtherOffice, 1)]
    );
    let table_1 = of(FileKind::Up1kyo).with("support_office", "5070022024");
    assert_eq!(told(&table_1.check()), [(Code::PlanOfOtherOffice, 1)]);
    let updated = of(FileKind::Upplan).with("updating_office", "5070022024");
    assert_eq!(told(&updated.check()), [(Code::UpdatedByOther, 1)]);
    // A 地域包括支援センター entrusts 介護予防 to the sender.
    let entrusted = row.kinds("43", "A2").with("service_code", "A21111");
    assert_eq!(told(&entrusted.check()), []);
    assert_eq!(told(&table_1.with("care_level", "12").check()), []);
}

#[test]
fn actuals_are_those_of_the_sender_for_the_receiver() {
    let cases = [
        ("service_office", "5070200018", Code::ActualsOfOtherOffice),
        (
            "planning_office",
            "5070022024",
            Code::ActualsForOtherPlanner,
        ),
        ("updating_office", "5070022016", Code::UpdatedByOther),
        ("service_code", "131111", Code::ActualsOfOtherKind),
    ];
    for (item, value, code) in cases {
        let found = of(FileKind::Upjsk).with(item, value).check();
        assert_eq!(told(&found), [(code, 1)], "{item}");
    }
    let deletion = of(FileKind::Dltjsk).with("service_kind", "13");
    assert_eq!(told(&deletion.check()), [(Code::ActualsOfOtherKind, 1)]);
    let deletion = of(FileKind::Dltjsk).with("service_office", "5070200018");
    assert_eq!(told(&deletion.check()), [(Code::ActualsOfOtherOffice, 1)]);
}

#[test]
fn everybody_in_a_plan_concerns_its_receiver() {
    let of_other = |number: &str| {
        let row = of(FileKind::Upplan).row().with("insured_number", number);
        row.with("service_office", "5070200018")
            .with("service_code", "131111")
    };
    let plan = of(FileKind::Upplan).and(of_other("0000100007"));
    assert_eq!(told(&plan.check()), [(Code::PersonWithoutReceiver, 2)]);
    // The person's other row comes after another person's.
    let own = of(FileKind::Upplan).row();
    let apart = plan.and(own.with("insured_number", "0000100007"));
    let apart = apart.and(own.with("insured_number", "0000100014"));
    assert_eq!(told(&apart.check()), []);
    let other_kind = of(FileKind::Upplan).with("service_code", "131111");
    assert_eq!(
        told(&other_kind.check()),
        [(Code::PersonWithoutReceiverKind, 1)]
    );
    // What is malformed is one slip, not two.
    for (item, value) in [("service_office", "1"), ("service_code", "1")] {
        let malformed = plan.and(of(FileKind::Upplan).row().with(item, value));
        let codes = told(&malformed.check());
        assert_eq!(codes.len(), 2, "{codes:?}");
    }
    // A row that does not say whose it is may be that of the person above it, or below.
    let nobodys = own.with("insured_number", "1");
    assert_eq!(
        told(&plan.and(nobodys.clone()).check()),
        [(Code::InsuredForm, 3)]
    );
    let first = Example::of_rows(FileKind::Upplan, [nobodys, of_other("0000100007")]);
    assert_eq!(told(&first.check()), [(Code::InsuredForm, 1)]);
    // Planning offices have no rows.
    assert_eq!(told(&other_kind.kinds("43", "46").check()), []);
}

#[test]
fn a_plan_that_names_offices_names_the_receiver() {
    let other = of(FileKind::Up2kyo).with("service_office", "5070200018");
    assert_eq!(told(&other.check()), [(Code::PlanWithoutReceiver, 1)]);
    assert_eq!(
        told(&of(FileKind::Up2kyo).with("service_office", "").check()),
        []
    );
}

#[test]
fn a_sender_who_is_nobody_is_told_and_nothing_that_follows_from_it() {
    for kind in [
        FileKind::Upplan,
        FileKind::Upjsk,
        FileKind::Up1kyo,
        FileKind::Dltplan,
    ] {
        let found = of(kind).from("0000000000").check();
        assert_eq!(told(&found), [(Code::SenderIsNobody, 0)], "{kind}");
    }
    let found = of(FileKind::Uphosoku)
        .from("0000000000")
        .kinds("00", "11")
        .check();
    assert_eq!(told(&found), [(Code::SenderIsNobody, 0)]);
}

#[test]
fn what_is_no_kind_is_not_another_kind() {
    for code in ["13111", "1311111", "13あ1", "13111a", "ZZ1111"] {
        let found = of(FileKind::Upjsk).with("service_code", code).check();
        assert!(
            !told(&found).contains(&(Code::ActualsOfOtherKind, 1)),
            "{code}"
        );
    }
    for kind in ["1", "a2", "131", "ZZ"] {
        let found = of(FileKind::Dltjsk).with("service_kind", kind).check();
        assert!(
            !told(&found).contains(&(Code::ActualsOfOtherKind, 1)),
            "{kind}"
        );
    }
    let found = of(FileKind::Dltjsk).with("service_kind", "13").check();
    assert_eq!(told(&found), [(Code::ActualsOfOtherKind, 1)]);
}
