use std::fmt;
use std::str::FromStr;

use super::{NumberError, serde_as_text};

/// 対象年月: the month that a file is about, YYYYMM.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TargetMonth {
    year: u16,
    month: u8,
}

impl TargetMonth {
    const FORM: NumberError = NumberError {
        what: "month (年月)",
        expected: "YYYYMM",
    };

    /// Reads the six digits YYYYMM.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NumberError> {
        if bytes.len() != 6 {
            return Err(Self::FORM);
        }
        let number = bytes.iter().try_fold(0u32, |sum, &byte| match byte {
            b'0'..=b'9' => Ok(sum * 10 + u32::from(byte - b'0')),
            _ => Err(Self::FORM),
        })?;
        // At most 9999 and 99, so neither conversion can cut anything off.
        let (year, month) = ((number / 100) as u16, (number % 100) as u8);
        if year == 0 || !(1..=12).contains(&month) {
            return Err(Self::FORM);
        }
        Ok(Self { year, month })
    }

    /// The year of the Gregorian calendar.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }
}

/// Days of a month of the Gregorian calendar; 0 for a month that does not exist.
pub fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 0,
    }
}

impl FromStr for TargetMonth {
    type Err = NumberError;
    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::from_bytes(text.as_bytes())
    }
}

impl fmt::Display for TargetMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}{:02}", self.year, self.month)
    }
}

impl fmt::Debug for TargetMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
serde_as_text!(TargetMonth);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_must_exist() {
        assert_eq!(
            "202609".parse::<TargetMonth>().map(|m| m.to_string()),
            Ok("202609".to_owned())
        );
        for bad in [
            "", "202613", "202600", "000000", "20269", "2026-9", "2026090",
        ] {
            assert!(bad.parse::<TargetMonth>().is_err(), "{bad}");
        }
    }

    #[test]
    fn leap_years_follow_the_gregorian_rule() {
        assert_eq!(
            [2024, 2023, 1900, 2000].map(|year| days_in_month(year, 2)),
            [29, 28, 28, 29]
        );
        assert_eq!(days_in_month(2026, 13), 0);
    }
}
