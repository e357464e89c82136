use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::{NumberError, serde_as_text};

const DATE: NumberError = NumberError {
    what: "date (年月日)",
    expected: "YYYYMMDD, a day that exists",
};

/// Reads the eight digits YYYYMMDD; the day must exist. 00000000 (no date) is no date; callers ask for it first.
pub fn date_from_bytes(bytes: &[u8]) -> Result<Date, NumberError> {
    if bytes.len() != 8 || !bytes.iter().all(u8::is_ascii_digit) {
        return Err(DATE);
    }
    // At most four digits, so nothing overflows.
    let part = |from: usize, to: usize| {
        bytes[from..to]
            .iter()
            .fold(0i16, |sum, digit| sum * 10 + i16::from(digit - b'0'))
    };
    let (year, month, day) = (part(0, 4), part(4, 6), part(6, 8));
    if year == 0 {
        return Err(DATE);
    }
    Date::new(year, month as i8, day as i8).map_err(|_| DATE)
}

/// The eight digits YYYYMMDD of a date of the years 1 to 9999, as every date of [`date_from_bytes`] is.
pub fn date_to_digits(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// 日割対象日 and the like: 31 flags, one for each day of the month, `1` where the day counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayFlags(u32);

impl DayFlags {
    const FORM: NumberError = NumberError {
        what: "day flags (日毎のフラグ)",
        expected: "31 characters 0 or 1",
    };

    /// Reads the 31 characters of an item.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NumberError> {
        if bytes.len() != 31 {
            return Err(Self::FORM);
        }
        bytes
            .iter()
            .enumerate()
            .try_fold(0, |flags, (index, byte)| match byte {
                b'0' => Ok(flags),
                b'1' => Ok(flags | 1 << index),
                _ => Err(Self::FORM),
            })
            .map(Self)
    }

    /// The flags with exactly these days set. Days outside 1 to 31 are refused.
    pub fn of_days(days: impl IntoIterator<Item = u8>) -> Result<Self, NumberError> {
        days.into_iter()
            .try_fold(0, |flags, day| match day {
                1..=31 => Ok(flags | 1 << (day - 1)),
                _ => Err(Self::FORM),
            })
            .map(Self)
    }

    /// Whether a day of the month, 1 to 31, is set; false for any other number.
    pub fn is_set(self, day: u8) -> bool {
        (1..=31).contains(&day) && self.0 >> (day - 1) & 1 == 1
    }

    /// The days that are set, in order, 1 to 31.
    pub fn days(self) -> impl Iterator<Item = u8> {
        (1..=31).filter(move |&day| self.is_set(day))
    }

    /// How many days are set.
    pub fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether a day is set that a month of `days_in_month` days does not have.
    pub fn exceeds(self, days_in_month: u32) -> bool {
        self.0.checked_shr(days_in_month).unwrap_or(0) != 0
    }
}

impl FromStr for DayFlags {
    type Err = NumberError;
    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::from_bytes(text.as_bytes())
    }
}

impl fmt::Display for DayFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flags: String = (1..=31)
            .map(|day| if self.is_set(day) { '1' } else { '0' })
            .collect();
        f.pad(&flags)
    }
}

impl fmt::Debug for DayFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
serde_as_text!(DayFlags);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_must_exist() {
        assert_eq!(
            date_from_bytes(b"20240229"),
            Ok(jiff::civil::date(2024, 2, 29))
        );
        for bad in [
            "",
            "20230229",
            "20260631",
            "20261301",
            "00000000",
            "00000101",
            "2026-8-1",
            "260801",
            "202608011",
        ] {
            assert!(date_from_bytes(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn day_flags_have_31_characters() {
        for bad in [
            "".to_owned(),
            "0".repeat(30),
            "0".repeat(32),
            "2".repeat(31),
            "○".repeat(31),
        ] {
            assert!(bad.parse::<DayFlags>().is_err(), "{bad}");
        }
    }

    #[test]
    fn days_beyond_the_month_are_seen() {
        let flags = DayFlags::of_days([1, 30]).unwrap();
        assert!(flags.exceeds(29) && !flags.exceeds(30) && !flags.exceeds(31));
        assert!(flags.is_set(30) && !flags.is_set(31) && !flags.is_set(0) && !flags.is_set(255));
        assert!(DayFlags::of_days([0]).is_err() && DayFlags::of_days([32]).is_err());
    }

    proptest! {
        #[test]
        fn dates_come_back(year in 1i16..=9999, month in 1i8..=12, day in 1i8..=28) {
            let date = jiff::civil::date(year, month, day);
            prop_assert_eq!(date_from_bytes(date_to_digits(date).as_bytes()), Ok(date));
        }

        #[test]
        fn flags_come_back(text in "[01]{31}") {
            let flags: DayFlags = text.parse().unwrap();
            prop_assert_eq!(flags.to_string(), text.as_str());
            prop_assert_eq!(DayFlags::of_days(flags.days()), Ok(flags));
            prop_assert_eq!(flags.count() as usize, text.matches('1').count());
        }
    }
}
