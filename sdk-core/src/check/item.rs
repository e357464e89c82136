//! What the layout says of one item: mandatory, length, characters, codes, dates that exist.

use std::borrow::Cow;

use crate::document::{Encoding, Field};
use crate::finding::{Code, Finding};
use crate::layout::{CodeList, Item, ServiceKindInfo, Unclear, ValueType};
use crate::number::{OfficeNumber, ServiceKind, TargetMonth, days_in_month};
use crate::text::{self, TextFault};

/// What is wrong with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fault {
    pub code: Code,
    /// The figure that belongs to it: characters found, or which character, from 1.
    figure: usize,
}

impl Fault {
    fn with(code: Code, figure: usize) -> Self {
        Self { code, figure }
    }

    /// Fills the blanks of the finding's messages.
    pub(crate) fn describe(self, item: &Item, finding: Finding) -> Finding {
        match self.code {
            Code::TooLong => finding
                .with("found", self.figure)
                .with("max", item.max_length),
            Code::TooLongUnclear => {
                let earlier = if let Some(Unclear::Length(length)) = item.unclear {
                    length
                } else {
                    item.max_length
                };
                finding
                    .with("found", self.figure)
                    .with("max", item.max_length)
                    .with("earlier", earlier)
            }
            Code::NotMs932 | Code::Gaiji => finding.with("position", self.figure),
            Code::TimeForm if matches!(item.value, ValueType::Time { none: true }) => finding
                .with_both(
                    "none",
                    "時刻のないサービスは 9999 です。",
                    " 9999 where the service has no time.",
                ),
            Code::TimeForm => finding.with("none", ""),
            Code::CodeUnknown | Code::CodeUnclear => finding.with("codes", legal_codes(item)),
            _ => finding,
        }
    }
}

impl From<Code> for Fault {
    fn from(code: Code) -> Self {
        Self { code, figure: 0 }
    }
}

/// Checks one item. At most one fault an item: the first that a person should mend.
#[inline]
pub(crate) fn check(item: &Item, field: Field<'_>, encoding: Encoding) -> Result<(), Fault> {
    let content = match field.raw {
        [] => return empty(item),
        [b'"', inner @ .., b'"'] if !inner.contains(&b'"') => Cow::Borrowed(inner),
        [b'"', ..] => field.content(),
        bare => Cow::Borrowed(bare),
    };
    if content.is_empty() {
        return empty(item);
    }
    length(item, &content, encoding)?;
    value(item, &content, encoding)?;
    quoting(item, field)
}

/// Whether a value has the form that its item asks for, for those who bring values into form.
pub(crate) fn has_form(item: &Item, content: &[u8]) -> bool {
    value(item, content, Encoding::Ms932).is_ok()
}

fn empty(item: &Item) -> Result<(), Fault> {
    match (item.mandatory, item.unclear) {
        (_, Some(Unclear::Mandatory)) => Err(Code::MandatoryUnclear.into()),
        (false, _) => Ok(()),
        (true, _) => Err(Code::MandatoryEmpty.into()),
    }
}

fn length(item: &Item, content: &[u8], encoding: Encoding) -> Result<(), Fault> {
    let max = usize::from(item.max_length);
    // No character is shorter than a byte, so most items need no counting.
    if max == 0 || content.len() <= max {
        return Ok(());
    }
    let found = match encoding {
        Encoding::Ms932 => text::char_count(content),
        Encoding::Utf8 => String::from_utf8_lossy(content).chars().count(),
    };
    match item.unclear {
        _ if found <= max => Ok(()),
        Some(Unclear::Length(earlier)) if found <= usize::from(earlier) => {
            // The length is all that could be wrong with it.
            value(item, content, encoding)?;
            Err(Fault::with(Code::TooLongUnclear, found))
        }
        Some(Unclear::Format) => Err(Code::FormatUnclear.into()),
        _ if form_says_more(item.value) => Ok(()),
        _ => Err(Fault::with(Code::TooLong, found)),
    }
}

/// A date or number of a fixed form is better described by its form than by its length.
fn form_says_more(value: ValueType) -> bool {
    !matches!(
        value,
        ValueType::Text | ValueType::Integer | ValueType::Phone
    )
}

fn value(item: &Item, content: &[u8], encoding: Encoding) -> Result<(), Fault> {
    match item.value {
        // Which version is right depends on the edition of the file, not on the item.
        ValueType::Version => Ok(()),
        ValueType::YearMonth { zero } => when(
            zero && content == b"000000" || month(content),
            Code::MonthForm,
        ),
        ValueType::Date { zero } => date(content, zero),
        ValueType::Time { none } => time(content, none),
        ValueType::Integer => integer(item, content),
        ValueType::Decimal2 => when(decimal2(content, item.max_length), Code::DecimalForm),
        ValueType::Text | ValueType::Phone => free_text(content, encoding),
        ValueType::Insurer => when(content.len() == 6 && digits(content), Code::InsurerForm),
        ValueType::Insured => when(insured(content), Code::InsuredForm),
        ValueType::Office => when(OfficeNumber::from_bytes(content).is_ok(), Code::OfficeForm),
        ValueType::ServiceKind => service_kind(content),
        ValueType::ServiceCode => when(service_code(content), Code::ServiceCodeForm),
        ValueType::Tais => when(matches_form(content, b"99999-999999"), Code::TaisForm),
        ValueType::Postal => when(matches_form(content, b"999-9999"), Code::PostalForm),
        ValueType::DayFlags => when(day_flags(content), Code::DayFlagsForm),
        ValueType::Code(list) => code(item, list, content),
        ValueType::Unused => Err(Code::UnusedFilled.into()),
    }
}

fn when(right: bool, otherwise: Code) -> Result<(), Fault> {
    if right { Ok(()) } else { Err(otherwise.into()) }
}

fn quoting(item: &Item, field: Field<'_>) -> Result<(), Fault> {
    match (matches!(item.value, ValueType::Text), field.is_quoted()) {
        (true, false) => Err(Code::QuoteMissing.into()),
        (false, true) => Err(Code::QuoteUnneeded.into()),
        _ => Ok(()),
    }
}

fn digits(content: &[u8]) -> bool {
    content.iter().all(u8::is_ascii_digit)
}

fn month(content: &[u8]) -> bool {
    TargetMonth::from_bytes(content).is_ok()
}

fn date(content: &[u8], zero: bool) -> Result<(), Fault> {
    if content.len() != 8 || !digits(content) {
        return Err(Code::DateForm.into());
    }
    if zero && content == b"00000000" {
        return Ok(());
    }
    let part = |from: usize, to: usize| {
        content[from..to]
            .iter()
            .fold(0, |sum, b| sum * 10 + u32::from(b - b'0'))
    };
    let (year, month, day) = (part(0, 4), part(4, 6), part(6, 8));
    when(
        year > 0 && (1..=days_in_month(year, month)).contains(&day),
        Code::DateDoesNotExist,
    )
}

fn time(content: &[u8], none: bool) -> Result<(), Fault> {
    match content {
        b"9999" if none => Ok(()),
        b"2400" => Err(Code::Time2400.into()),
        &[h1, h2, m1, m2] if digits(content) => when(
            (h1, h2) <= (b'2', b'3') && h2 <= b'9' && m1 <= b'5' && m2 <= b'9',
            Code::TimeForm,
        ),
        _ => Err(Code::TimeForm.into()),
    }
}

fn code(item: &Item, list: &CodeList, content: &[u8]) -> Result<(), Fault> {
    let is_in = |list: &CodeList| {
        list.codes
            .iter()
            .any(|(code, _)| code.as_bytes() == content)
    };
    match item.unclear {
        _ if is_in(list) => Ok(()),
        Some(Unclear::Codes(elsewhere)) if is_in(elsewhere) => Err(Code::CodeUnclear.into()),
        _ => Err(Code::CodeUnknown.into()),
    }
}

fn integer(item: &Item, content: &[u8]) -> Result<(), Fault> {
    let otherwise = if item.unclear == Some(Unclear::Format) {
        Code::FormatUnclear
    } else {
        Code::NotDigits
    };
    when(digits(content), otherwise)
}

fn decimal2(content: &[u8], max_length: u16) -> bool {
    match content {
        [whole @ .., b'.', a, b] => {
            !whole.is_empty()
                && digits(whole)
                && digits(&[*a, *b])
                && content.len() <= usize::from(max_length)
        }
        _ => false,
    }
}

fn free_text(content: &[u8], encoding: Encoding) -> Result<(), Fault> {
    if encoding == Encoding::Utf8 {
        return Ok(());
    }
    text::check(content).map_err(|fault| match fault {
        TextFault::NotMs932 { offset } => Fault::with(Code::NotMs932, position(content, offset)),
        TextFault::Gaiji { offset } => Fault::with(Code::Gaiji, position(content, offset)),
    })
}

/// Which character stands at an offset, from 1.
fn position(content: &[u8], offset: usize) -> usize {
    text::char_count(&content[..offset]) + 1
}

fn insured(content: &[u8]) -> bool {
    match content {
        [b'H', number @ ..] => number.len() == 9 && digits(number),
        number => number.len() == 10 && digits(number),
    }
}

fn service_kind(content: &[u8]) -> Result<(), Fault> {
    let kind = ServiceKind::from_bytes(content).map_err(|_| Code::ServiceKindForm)?;
    when(
        ServiceKindInfo::of(kind.as_str()).is_some(),
        Code::ServiceKindUnknown,
    )
}

/// Kind 2 + item 4; the item never holds I, O or Q. Total rows of table 7 (11AAAA, 999999) have the same form.
fn service_code(content: &[u8]) -> bool {
    let letter = |byte: &u8| {
        byte.is_ascii_digit() || byte.is_ascii_uppercase() && !matches!(byte, b'I' | b'O' | b'Q')
    };
    content.len() == 6 && content.iter().all(letter)
}

/// Compares with a pattern in which 9 stands for any digit.
fn matches_form(content: &[u8], pattern: &[u8]) -> bool {
    content.len() == pattern.len()
        && content.iter().zip(pattern).all(|(byte, form)| match form {
            b'9' => byte.is_ascii_digit(),
            other => byte == other,
        })
}

fn day_flags(content: &[u8]) -> bool {
    content.len() == 31 && content.iter().all(|byte| matches!(byte, b'0' | b'1'))
}

fn legal_codes(item: &Item) -> String {
    let ValueType::Code(list) = item.value else {
        return String::new();
    };
    let codes: Vec<_> = list
        .codes
        .iter()
        .map(|(code, meaning)| format!("{code} {meaning}"))
        .collect();
    codes.join("、")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::layout::FileKind;

    /// The finding on `value` in an item of a kind.
    fn code(kind: FileKind, ident: &str, value: &[u8]) -> Option<Code> {
        let layout = kind
            .layout()
            .unwrap_or_else(|| panic!("{kind} has no layout"));
        let item = layout
            .item(ident)
            .unwrap_or_else(|| panic!("{kind} has no {ident}"));
        let document = Document::read("UPPLAN_", [value, b",".as_slice()].concat());
        let field = document
            .record(1)
            .and_then(|record| record.field(1))
            .unwrap_or_else(|| panic!("an item"));
        check(item, field, Encoding::Ms932)
            .err()
            .map(|fault| fault.code)
    }

    fn plan(ident: &str, value: &str) -> Option<Code> {
        code(
            FileKind::Upplan,
            ident,
            &text::encode(value).unwrap_or_default(),
        )
    }

    #[test]
    fn every_value_type_takes_what_is_right_and_names_what_is_wrong() {
        use FileKind::*;
        let cases: &[(FileKind, &str, &str, Option<Code>)] = &[
            (Upplan, "target_month", "202613", Some(Code::MonthForm)),
            (Upplan, "target_month", "000000", Some(Code::MonthForm)),
            (Uphosoku, "target_month", "000000", None),
            (
                Upplan,
                "service_date",
                "20260229",
                Some(Code::DateDoesNotExist),
            ),
            (Upplan, "service_date", "20280229", None),
            (Upplan, "service_date", "2026.9.1", Some(Code::DateForm)),
            (
                Upplan,
                "service_date",
                "00000000",
                Some(Code::DateDoesNotExist),
            ),
            (Uphosoku, "care_plan_date", "00000000", None),
            (Upplan, "service_from", "2359", None),
            (Upplan, "service_from", "9999", None),
            (Up3kyo, "service_from", "9999", Some(Code::TimeForm)),
            (Upplan, "service_from", "2360", Some(Code::TimeForm)),
            (Upplan, "service_from", "2500", Some(Code::TimeForm)),
            (Upplan, "service_from", "12:00", Some(Code::TimeForm)),
            (Upplan, "service_to", "2400", Some(Code::Time2400)),
            (Upplan, "units", "0", None),
            (Upplan, "units", "-1", Some(Code::NotDigits)),
            (Upplan, "units", "1234567", Some(Code::TooLong)),
            (Upsikyu, "unit_price", "10.00", None),
            (Upsikyu, "unit_price", "10", Some(Code::DecimalForm)),
            (Upsikyu, "unit_price", "1000.00", Some(Code::DecimalForm)),
            (Upplan, "insurer_number", "50582", Some(Code::InsurerForm)),
            (Upplan, "insured_number", "H000000001", None),
            (
                Upplan,
                "insured_number",
                "000000001",
                Some(Code::InsuredForm),
            ),
            (
                Upplan,
                "planning_office",
                "507002201",
                Some(Code::OfficeForm),
            ),
            (Dltjsk, "service_kind", "11", None),
            (Dltjsk, "service_kind", "1", Some(Code::ServiceKindForm)),
            (Dltjsk, "service_kind", "9Z", Some(Code::ServiceKindUnknown)),
            (
                Upplan,
                "service_code",
                "1111Q1",
                Some(Code::ServiceCodeForm),
            ),
            (Upsikyu, "service_code", "11AAAA", None),
            (Upsikyu, "service_code", "999999", None),
            (Upplan, "tais_code", "00001-000010", None),
            (Upplan, "tais_code", "00001－000010", Some(Code::TaisForm)),
            (Uphosoku, "postal_code", "900-0001", None),
            (Uphosoku, "postal_code", "9000001", Some(Code::PostalForm)),
            (Uphosoku, "phone", "098-000-0000-0000", Some(Code::TooLong)),
            (
                Upplan,
                "prorated_days",
                "0000000000000000000000000000001",
                None,
            ),
            (Upplan, "prorated_days", "1", Some(Code::DayFlagsForm)),
            (Uphosoku, "sex", "3", Some(Code::CodeUnknown)),
            (Upplan, "identifier", "1", Some(Code::UnusedFilled)),
            (Upplan, "identifier", "12", Some(Code::UnusedFilled)),
            (Upplan, "insurer_number", "", Some(Code::MandatoryEmpty)),
            (Upplan, "insurer_number", "\"\"", Some(Code::MandatoryEmpty)),
            (Upplan, "planning_office", "", Some(Code::MandatoryUnclear)),
            (Upplan, "planner_name", "", Some(Code::MandatoryUnclear)),
            (Upplan, "tais_code", "", None),
            (Upplan, "planner_name", "担当", Some(Code::QuoteMissing)),
            (Upplan, "planner_name", "\"担当\"", None),
            (Upplan, "units", "\"244\"", Some(Code::QuoteUnneeded)),
            (
                Upsikyu,
                "days_until_last_month",
                "123",
                Some(Code::TooLongUnclear),
            ),
            (
                Upsikyu,
                "days_until_last_month",
                "123456",
                Some(Code::TooLong),
            ),
            (Upkihon, "room_floor", "\"地下二\"", Some(Code::TooLong)),
            (
                Upyobo,
                "checklist_count_exercise",
                "a",
                Some(Code::FormatUnclear),
            ),
        ];
        for &(kind, ident, value, expected) in cases {
            let bytes = text::encode(value).unwrap_or_else(|_| panic!("{value} is MS932"));
            assert_eq!(
                code(kind, ident, &bytes),
                expected,
                "{kind} {ident} {value}"
            );
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_named_with_their_place() {
        assert_eq!(
            code(FileKind::Upplan, "planner_name", b"\"a\x82\""),
            Some(Code::NotMs932)
        );
        assert_eq!(
            code(FileKind::Upplan, "planner_name", b"\"\xF0\x40\""),
            Some(Code::Gaiji)
        );
    }

    #[test]
    fn length_counts_characters_not_bytes() {
        assert_eq!(plan("units", "２４４"), Some(Code::NotDigits));
        assert_eq!(
            code(
                FileKind::Upkihon,
                "room_floor",
                &text::encode("\"地下\"").unwrap_or_default()
            ),
            None
        );
    }
}
