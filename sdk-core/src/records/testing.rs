//! Values of every type for tests: legal ones as strategies, wrong ones as lists.

use std::fmt::Debug;

use proptest::prelude::*;
use proptest::string::string_regex;

use super::{Key, Value};
use crate::layout::{Edition, Item, Layout, SERVICE_KINDS, Unclear, ValueType};

/// Sees every key of [`items`](super::items); `items::visit_all` shows them.
pub(crate) trait KeyVisitor {
    fn visit<T: Value + Debug + PartialEq>(&mut self, key: Key<T>);
}

/// The month of every record that [`record`] makes.
pub(crate) const MONTH: &str = "202609";

/// Values that an item may hold and to which nothing is to be said. Never empty, but for an item that is not used.
pub(crate) fn legal(item: &Item) -> BoxedStrategy<String> {
    match item.value {
        ValueType::Version => Just(Edition::CURRENT.csv_version().to_owned()).boxed(),
        ValueType::YearMonth { zero } => or(month().boxed(), zero, "000000"),
        ValueType::Date { zero } => or(date().boxed(), zero, "00000000"),
        ValueType::Time { none } => or(matching("([01][0-9]|2[0-3])[0-5][0-9]"), none, "9999"),
        ValueType::Integer => matching(&format!("[0-9]{{1,{}}}", length(item, 9))),
        ValueType::Decimal2 => matching("[1-9][0-9]{0,2}\\.[0-9]{2}"),
        ValueType::Text => matching(&format!("[あ亜ｱa,\"\r\n髙表ソ①]{{1,{}}}", length(item, 12))),
        ValueType::Insurer => matching("[0-9]{6}"),
        ValueType::Insured => matching("[0-9H][0-9]{9}"),
        ValueType::Office => matching("[0-9]{2}[0-9A-HJ-NPR-Z][0-9]{7}"),
        ValueType::ServiceKind => {
            let kinds: Vec<_> = SERVICE_KINDS
                .iter()
                .map(|kind| kind.code.to_owned())
                .collect();
            proptest::sample::select(kinds).boxed()
        }
        ValueType::ServiceCode => matching("[0-9A-HJ-NPR-Z]{6}"),
        ValueType::Tais => matching("[0-9]{5}-[0-9]{6}"),
        ValueType::Postal => matching("[0-9]{3}-[0-9]{4}"),
        ValueType::Phone => matching("[0-9-]{1,15}"),
        ValueType::DayFlags => matching("[01]{31}"),
        ValueType::Code(list) => {
            let codes: Vec<_> = list
                .codes
                .iter()
                .map(|(code, _)| (*code).to_owned())
                .collect();
            proptest::sample::select(codes).boxed()
        }
        ValueType::Unused => Just(String::new()).boxed(),
    }
}

/// Values that are wrong in an item: an error each. Those of a type that takes any text are characters only.
pub(crate) fn wrong(item: &Item) -> Vec<String> {
    let list: &[&str] = match item.value {
        // Which version is wrong depends on the file.
        ValueType::Version | ValueType::Unused => &[],
        ValueType::YearMonth { zero: true } => &["202613", "2026-9", "20269", "あ"],
        ValueType::YearMonth { zero: false } => &["202613", "202600", "000000", "2026091"],
        ValueType::Date { zero: true } => &["20260931", "2026/9/1", "0000000"],
        ValueType::Date { zero: false } => {
            &["20260229", "00000000", "20261301", "2026.9.1", "R80901"]
        }
        ValueType::Time { none: true } => &["2360", "2500", "9:00", "900", "99999"],
        ValueType::Time { none: false } => &["9999", "2360", "12:00", "１２００"],
        ValueType::Integer if item.unclear == Some(Unclear::Format) => &[],
        ValueType::Integer if item.unclear.is_some() => &["1000000"],
        ValueType::Integer => &["-1", "1.5", "１", "1 ", "+1", "2回"],
        ValueType::Decimal2 => &["10", "10.0", "1000.00", ".50", "10,00"],
        ValueType::Text => &["𠮷", "a\u{E000}", "¥", "①€"],
        ValueType::Insurer => &["50582", "5058260", "50582A"],
        ValueType::Insured => &["000000001", "H00000001", "h000000001", "00000000011"],
        ValueType::Office => &["507002201", "50I0022016", "507002201６"],
        ValueType::ServiceKind => &["1", "111", "a1"],
        ValueType::ServiceCode => &["1111Q1", "11111", "11111a", "1111111"],
        ValueType::Tais => &["00001－000010", "00001000010", "0001-0000010"],
        ValueType::Postal => &["9000001", "900-001", "９００-０００１"],
        ValueType::Phone => &["098-000-0000-0000", "098\u{20BB7}"],
        ValueType::DayFlags => &["1", "0000000000000000000000000000002"],
        ValueType::Code(_) => &["0x", "99", "１", "-"],
    };
    let mut wrong: Vec<_> = list.iter().map(|value| (*value).to_owned()).collect();
    // Length is told of the types whose form does not say it.
    if matches!(item.value, ValueType::Text | ValueType::Integer)
        && item.max_length > 0
        && item.unclear.is_none()
    {
        wrong.push("1".repeat(usize::from(item.max_length) + 1));
    }
    if item.mandatory && item.unclear.is_none() {
        wrong.push(String::new());
    }
    wrong
}

/// The values of a record of a layout: legal ones, the optional ones sometimes empty.
pub(crate) fn record(layout: &'static Layout) -> impl Strategy<Value = Vec<String>> {
    let values = layout.items.iter().map(|item| match item {
        _ if item.ident == "target_month" => Just(MONTH.to_owned()).boxed(),
        _ if item.mandatory => legal(item),
        _ => prop_oneof![legal(item), Just(String::new())].boxed(),
    });
    values.collect::<Vec<_>>()
}

fn or(usual: BoxedStrategy<String>, legal: bool, other: &'static str) -> BoxedStrategy<String> {
    if legal {
        prop_oneof![usual, Just(other.to_owned())].boxed()
    } else {
        usual
    }
}

fn matching(pattern: &str) -> BoxedStrategy<String> {
    string_regex(pattern).unwrap().boxed()
}

fn month() -> impl Strategy<Value = String> {
    (1900..2100u16, 1..=12u8).prop_map(|(year, month)| format!("{year}{month:02}"))
}

fn date() -> impl Strategy<Value = String> {
    (1900..2100i16, 1..=365i16).prop_map(|(year, day)| {
        let first = jiff::civil::date(year, 1, 1);
        let date = first.checked_add(jiff::Span::new().days(day - 1)).unwrap();
        crate::number::date_to_digits(date)
    })
}

fn length(item: &Item, unlimited: u16) -> u16 {
    match item.max_length {
        0 => unlimited,
        most => most,
    }
}
