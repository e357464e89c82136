use jiff::civil::date;

use super::*;
use crate::finding::Lang;
use crate::records::items::{upjsk, upplan, upsikyu};
use crate::records::{Decimal2, ServiceTime};

fn plan() -> Draft {
    Draft::new(FileKind::Upplan).unwrap()
}

/// A plan as it was read, with a value in one item.
fn read(no: usize, value: &str) -> Draft {
    let name = "UPPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV";
    let mut values = vec![""; 25];
    (values[0], values[no - 1]) = ("202407", value);
    let document = Document::read(name, values.join(",").into_bytes());
    Draft::of(document.record(1).unwrap()).unwrap()
}

#[test]
fn a_new_record_has_its_version_and_quotes_around_its_texts() {
    assert_eq!(
        plan().bytes(),
        b"202407,,,,,,\"\",,,,,,,,,,,\"\",,,\"\",,,,"
    );
    assert!(Draft::new(FileKind::UpkihonImage).is_none());
    let version = plan().set(upplan::CSV_VERSION, Edition::V3).map(drop);
    assert_eq!(version.unwrap_err().code, Code::VersionOfOtherEdition);
    let version = plan().set_text("csv_version", "202410").unwrap_err();
    assert_eq!(version.code, Code::VersionUnknown);
    assert!(!version.message(Lang::Ja).contains('{') && !version.hint(Lang::Ja).contains('{'));
    assert!(plan().set(upplan::CSV_VERSION, Edition::V41).is_ok());
}

#[test]
fn the_length_holds_for_typed_values_too() {
    let mut draft = plan();
    let refused = draft.set(upplan::UNITS, 1_000_000).map(drop).unwrap_err();
    assert_eq!(refused.code, Code::TooLong);
    assert_eq!(draft.get(upplan::UNITS), Ok(None));
    let mut slip = Draft::new(FileKind::Upsikyu).unwrap();
    let price = Decimal2::from_hundredths(100_000);
    assert_eq!(
        slip.set(upsikyu::UNIT_PRICE, price)
            .map(drop)
            .unwrap_err()
            .code,
        Code::DecimalForm
    );
    let kana = slip.set(upsikyu::CREATED_ON, date(-1, 1, 1)).map(drop);
    assert_eq!(kana.unwrap_err().code, Code::DateForm);
}

#[test]
fn what_only_earns_a_warning_is_taken() {
    let mut draft = plan();
    draft.set_text("service_to", "2400").unwrap();
    assert_eq!(
        draft.get(upplan::SERVICE_TO).unwrap_err().code,
        Code::Time2400
    );
    draft.set(upplan::SERVICE_TO, ServiceTime::None).unwrap();
    assert_eq!(draft.get(upplan::SERVICE_TO), Ok(Some(ServiceTime::None)));
    draft.set_text("identifier", "1").unwrap();
}

#[test]
fn an_unwritable_character_is_named_by_its_place() {
    let refused = plan()
        .set(upplan::PLANNER_NAME, "吉𠮷")
        .map(drop)
        .unwrap_err();
    assert_eq!(refused.code, Code::CharacterNotInMs932);
    assert!(refused.message(Lang::Ja).contains("2 文字目"));
    assert!(refused.hint(Lang::En).contains("substitutions"));
    let refused = plan()
        .set(upplan::PLANNER_NAME, "\u{E000}")
        .map(drop)
        .unwrap_err();
    assert_eq!(refused.code, Code::Gaiji);
}

#[test]
fn actuals_begin_as_a_copy_of_the_plan() {
    let mut plan = plan();
    plan.set(upplan::UNITS, 244)
        .and_then(|plan| plan.set(upplan::PLANNER_NAME, "髙橋"))
        .unwrap();
    let mut actual = Draft::new(FileKind::Upjsk).unwrap();
    actual.take_over(&plan);
    assert_eq!(actual.bytes(), plan.bytes());
    assert_eq!(actual.get(upjsk::UNITS), Ok(Some(244)));
    actual.take_over(&read(10, "20260931"));
    assert_eq!(
        actual.get(upjsk::SERVICE_DATE).unwrap_err().code,
        Code::DateDoesNotExist
    );
    // Set and right is the planner's name, empty now; the date came as it is.
    assert_eq!(actual.set_bits() >> 10 & 1, 0);
    let earlier = FileKind::Upplan.layout_in(Edition::V3).unwrap();
    let mut earlier = Draft::empty(earlier, Edition::V3);
    earlier.take_over(&plan);
    assert_eq!(earlier.get(upplan::CSV_VERSION), Ok(Some(Edition::V3)));
    assert_eq!(earlier.get(upplan::UNITS), Ok(Some(244)));
}

#[test]
fn only_free_text_holds_delimiters() {
    let mut draft = Draft::new(FileKind::Uphosoku).unwrap();
    assert_eq!(
        draft.set_text("phone", "098,000").unwrap_err().code,
        Code::DelimiterNotAllowed
    );
    assert_eq!(
        draft.set_text("postal_code", "900\r\n").unwrap_err().code,
        Code::PostalForm
    );
    draft.set_text("address_1", "1,\"2\"\r\n").unwrap();
    assert_eq!(draft.text("address_1").unwrap(), "1,\"2\"\r\n");
    assert_eq!(draft.text("phone").unwrap(), "");
}

#[test]
fn keys_and_names_of_other_layouts_are_refused() {
    let mut draft = plan();
    assert_eq!(
        draft.set(upjsk::UNITS, 1).map(drop).unwrap_err().code,
        Code::ItemNotInLayout
    );
    for name in [ItemName::No(0), ItemName::No(26), ItemName::Ident("price")] {
        assert_eq!(draft.text(name).unwrap_err().code, Code::ItemNotInLayout);
    }
    assert!(draft.set_text(25u16, "").is_ok());
}

#[test]
fn a_wrong_value_that_was_read_is_a_finding_when_it_is_asked_for() {
    let got = |no, value| {
        let draft = read(no, value);
        let key: Result<(), Finding> = match no {
            1 => draft.get(upplan::CSV_VERSION).map(drop),
            10 => draft.get(upplan::SERVICE_DATE).map(drop),
            19 => draft.get(upplan::DETAIL_DISCRIMINATOR).map(drop),
            _ => draft.get(upplan::OVER_30_DAYS).map(drop),
        };
        key.map_err(|finding| finding.code)
    };
    assert_eq!(got(10, "20260931"), Err(Code::DateDoesNotExist));
    assert_eq!(got(19, "99999999999"), Err(Code::NumberTooLarge));
    assert_eq!(got(19, "4294967295"), Ok(()));
    assert_eq!(got(23, "2"), Err(Code::CodeUnknown));
    let mut draft = read(1, "202410");
    assert_eq!(
        draft.get(upplan::CSV_VERSION).unwrap_err().code,
        Code::VersionUnknown
    );
    draft.set(upplan::CSV_VERSION, Edition::V41).unwrap();
    assert_eq!(draft.get(upplan::CSV_VERSION), Ok(Some(Edition::V41)));
}
