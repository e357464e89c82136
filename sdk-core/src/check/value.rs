//! The values of items, read from their bytes. What is malformed reads as `None`: the rules on items tell that.

use std::borrow::Cow;

use crate::document::Record;
use crate::number::days_in_month;

/// What an item holds; nothing where the layout has no such item.
#[inline]
pub(super) fn content(record: Record<'_>, no: u16) -> Cow<'_, [u8]> {
    match record.field(no) {
        Some(field) if field.is_quoted() => field.content(),
        Some(field) => Cow::Borrowed(field.raw),
        None => Cow::Borrowed(b""),
    }
}

/// The bytes of a number or code of a record; empty where the layout has no such item.
#[inline]
pub(super) fn value_of(record: Record<'_>, no: u16) -> &[u8] {
    record.field(no).map_or(b"", |field| unquoted(field.raw))
}

/// The bytes between enclosing quotes. A `""` within stays as it is; numbers and codes hold none.
#[inline]
pub(super) fn unquoted(raw: &[u8]) -> &[u8] {
    match raw {
        [b'"', inner @ .., b'"'] => inner,
        bare => bare,
    }
}

/// A number of at most twelve digits.
#[inline]
pub(super) fn digits(content: &[u8]) -> Option<u64> {
    if content.is_empty() || content.len() > 12 {
        return None;
    }
    content.iter().try_fold(0, |sum, byte| match byte {
        b'0'..=b'9' => Some(sum * 10 + u64::from(byte - b'0')),
        _ => None,
    })
}

/// A number of at most nine digits.
pub(super) fn number(content: &[u8]) -> Option<u32> {
    // Nine digits fit into 32 bits.
    let short = content
        .get(..9)
        .is_none_or(|nine| nine.len() == content.len());
    digits(content)
        .filter(|_| short)
        .map(|number| number as u32)
}

/// A day that exists, as the number YYYYMMDD, so that days compare as numbers; `None` for 00000000 too.
pub(super) fn day(bytes: &[u8]) -> Option<u32> {
    let day = number(bytes).filter(|_| bytes.len() == 8)?;
    let exists = 1..=days_in_month(day / 10_000, day / 100 % 100);
    (day >= 10_000 && exists.contains(&(day % 100))).then_some(day)
}

/// A month that exists, as the number YYYYMM; `None` for 000000.
pub(super) fn month(bytes: &[u8]) -> Option<u32> {
    let month = number(bytes).filter(|_| bytes.len() == 6)?;
    (month >= 100 && (1..=12).contains(&(month % 100))).then_some(month)
}

/// Minutes since midnight of a time of day HHMM; `None` for 9999 too.
pub(super) fn minutes(bytes: &[u8]) -> Option<u32> {
    let time = number(bytes).filter(|_| bytes.len() == 4)?;
    let (hour, minute) = (time / 100, time % 100);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_exists_has_a_value() {
        assert_eq!(day(b"20280229"), Some(20_280_229));
        for wrong in ["20260229", "00000000", "2026091", "202609011", "2026-901"] {
            assert_eq!(day(wrong.as_bytes()), None, "{wrong}");
        }
        assert_eq!((month(b"202609"), month(b"202613")), (Some(202_609), None));
        assert_eq!(month(b"000000"), None);
        assert_eq!((minutes(b"2359"), minutes(b"9999")), (Some(1439), None));
        assert_eq!(
            (number(b"007"), number(b""), number(b"-1")),
            (Some(7), None, None)
        );
    }
}
