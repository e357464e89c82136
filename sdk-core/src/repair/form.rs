//! Values in another form than the standard's, where only one value can be meant.

use std::borrow::Cow;

use super::Repair;
use crate::check::item::has_form;
use crate::layout::{Item, ValueType};

/// No value that has a form is longer; 日割対象日 has 31 characters.
const LONGEST: usize = 200;

/// Whether a value has the form of its item.
pub(super) fn is_right(item: &Item, content: &[u8]) -> bool {
    match item.value {
        ValueType::Version => content.len() == 6 && content.iter().all(u8::is_ascii_digit),
        _ => has_form(item, content),
    }
}

/// The same value in the form that its item asks for; `None` if there is no such form, or more than one.
pub(super) fn repaired(item: &Item, text: &str) -> Option<(Repair, String)> {
    if matches!(item.value, ValueType::Text | ValueType::Phone) || text.len() > LONGEST {
        return None;
    }
    let bare = text.trim_matches([' ', '\t', '\u{3000}']);
    let half = half_width(bare);
    let plain = if half == bare {
        Repair::Blanks
    } else {
        Repair::HalfWidth
    };
    let other = match item.value {
        ValueType::Date { .. } => without_separators(&half, 3).map(|date| (Repair::DateForm, date)),
        ValueType::YearMonth { .. } => {
            without_separators(&half, 2).map(|month| (Repair::DateForm, month))
        }
        ValueType::Time { .. } => four_digits(&half).map(|time| (Repair::TimeForm, time)),
        ValueType::Postal => hyphenated(&half).map(|code| (Repair::PostalForm, code)),
        _ => None,
    };
    let forms = [Some((plain, half.into_owned())), other];
    let mut forms = forms.into_iter().flatten();
    forms.find(|(_, form)| form != text && is_right(item, form.as_bytes()))
}

/// Digits, letters and signs of full width, and what is typed for a hyphen.
fn half_width(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let half = |character| match character {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(character as u32 - 0xFF01 + 0x21).unwrap_or(character)
        }
        '−' | '‐' | '‑' | '–' | '—' | '―' | 'ー' | 'ｰ' => '-',
        other => other,
    };
    Cow::Owned(text.chars().map(half).collect())
}

/// `2026/9/1` and `2026-09-01`: the year stands first and has four digits, so nothing else can be meant.
fn without_separators(text: &str, parts: usize) -> Option<String> {
    let separator = if text.contains('/') { '/' } else { '-' };
    let found: Vec<&str> = text.split(separator).collect();
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (year, rest) = found.split_first()?;
    let right = found.len() == parts
        && year.len() == 4
        && digits(year)
        && rest
            .iter()
            .all(|part| matches!(part.len(), 1 | 2) && digits(part));
    right.then(|| {
        let rest: String = rest.iter().map(|part| format!("{part:0>2}")).collect();
        format!("{year}{rest}")
    })
}

/// `9:00`.
fn four_digits(text: &str) -> Option<String> {
    let (hour, minute) = text.split_once(':')?;
    (matches!(hour.len(), 1 | 2) && minute.len() == 2).then(|| format!("{hour:0>2}{minute}"))
}

/// `9000001`.
fn hyphenated(text: &str) -> Option<String> {
    (text.len() == 7).then_some(())?;
    Some(format!("{}-{}", text.get(..3)?, text.get(3..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::FileKind;

    fn form(kind: FileKind, ident: &str, text: &str) -> Option<(Repair, String)> {
        repaired(kind.layout().unwrap().item(ident).unwrap(), text)
    }

    #[test]
    fn the_same_value_in_another_form() {
        use FileKind::*;
        use Repair::*;
        for (kind, ident, text, what, expected) in [
            (Upplan, "units", "２４４", HalfWidth, "244"),
            (Upplan, "units", " 244", Blanks, "244"),
            (Upplan, "csv_version", "２０２４０７", HalfWidth, "202407"),
            (
                Upplan,
                "insured_number",
                "Ｈ０００１００００１",
                HalfWidth,
                "H000100001",
            ),
            (
                Upplan,
                "tais_code",
                "00001－000010",
                HalfWidth,
                "00001-000010",
            ),
            (
                Upplan,
                "tais_code",
                "００００１ー００００１０",
                HalfWidth,
                "00001-000010",
            ),
            (
                Upplan,
                "service_office",
                "５０７０１００００２",
                HalfWidth,
                "5070100002",
            ),
            (Upplan, "service_code", "Ａ２１１１１", HalfWidth, "A21111"),
            (Upplan, "over_30_days", "０", HalfWidth, "0"),
            (Upplan, "service_date", "2026/09/01", DateForm, "20260901"),
            (Upplan, "service_date", "2026-9-1", DateForm, "20260901"),
            (
                Upplan,
                "service_date",
                "２０２６／９／１",
                DateForm,
                "20260901",
            ),
            (Upplan, "target_month", "2026/9", DateForm, "202609"),
            (Upplan, "service_from", "9:00", TimeForm, "0900"),
            (Upplan, "service_from", "１３：３０", TimeForm, "1330"),
            (Upsikyu, "unit_price", "１０．００", HalfWidth, "10.00"),
            (Uphosoku, "postal_code", "9000001", PostalForm, "900-0001"),
            (
                Uphosoku,
                "postal_code",
                "９００ー０００１",
                HalfWidth,
                "900-0001",
            ),
        ] {
            let expected = Some((what, expected.to_owned()));
            assert_eq!(form(kind, ident, text), expected, "{ident} {text}");
        }
    }

    #[test]
    fn what_would_be_a_guess_stays() {
        use FileKind::*;
        for (kind, ident, text) in [
            (Upplan, "insured_number", "000100001"),
            (Upplan, "service_date", "R8.9.1"),
            (Upplan, "service_date", "26/9/1"),
            (Upplan, "service_date", "2026/2/30"),
            (Upplan, "service_date", "9/1/2026"),
            (Upplan, "service_from", "900"),
            (Upplan, "service_from", "24:00"),
            (Upplan, "service_from", "9:0"),
            (Upplan, "units", "1,000"),
            (Upplan, "units", "24 4"),
            (Upplan, "planner_name", "２４４"),
            (Uphosoku, "phone", "０９８"),
            (Uphosoku, "postal_code", "900001"),
            (Uphosoku, "postal_code", "９００００あ"),
            (Uphosoku, "sex", "男"),
        ] {
            assert_eq!(form(kind, ident, text), None, "{ident} {text}");
        }
    }
}
