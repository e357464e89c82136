use std::fmt;
use std::str::FromStr;

use super::{NumberError, days_in_month, serde_as_text};

/// 作成日時 in file names: YYYYMMDDHHMMSS. All files of a set carry the same one, and a receiver takes sets in its order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp([u8; 14]);

impl Stamp {
    const FORM: NumberError = NumberError {
        what: "stamp (作成日時)",
        expected: "YYYYMMDDHHMMSS, a time that exists",
    };

    /// Reads the fourteen digits; the time must exist.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NumberError> {
        let stamp: [u8; 14] = bytes.try_into().map_err(|_| Self::FORM)?;
        if !stamp.iter().all(u8::is_ascii_digit) {
            return Err(Self::FORM);
        }
        let part = |from: usize, to: usize| {
            stamp[from..to]
                .iter()
                .fold(0, |sum, b| sum * 10 + u32::from(b - b'0'))
        };
        let (year, month, day) = (part(0, 4), part(4, 6), part(6, 8));
        let date_exists = year > 0 && (1..=days_in_month(year, month)).contains(&day);
        let time_exists = part(8, 10) < 24 && part(10, 12) < 60 && part(12, 14) < 60;
        if date_exists && time_exists {
            Ok(Self(stamp))
        } else {
            Err(Self::FORM)
        }
    }

    /// The fourteen digits.
    pub fn as_str(&self) -> &str {
        // Only digits are ever stored.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Stamp {
    type Err = NumberError;
    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::from_bytes(text.as_bytes())
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
serde_as_text!(Stamp);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_must_be_a_time_that_exists() {
        assert!("20260826093000".parse::<Stamp>().is_ok());
        for bad in [
            "20260230093000",
            "20260826240000",
            "20260826096000",
            "2026082609300",
            "202608260930000",
            "",
        ] {
            assert!(bad.parse::<Stamp>().is_err(), "{bad}");
        }
    }
}
