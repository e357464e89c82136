use std::fmt;
use std::str::FromStr;

use super::{NumberError, serde_as_text};

/// 時刻: HHMM, 0000 to 2359, to the minute.
///
/// 9999 (the service shows no time) is no time of day; callers ask for it first. 2400 is not legal in the standard; where
/// files have it, it means the end of the day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    minutes: u16,
}

impl TimeOfDay {
    const FORM: NumberError = NumberError {
        what: "time (時刻)",
        expected: "HHMM, 0000 to 2359",
    };

    /// Reads the four digits HHMM.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NumberError> {
        let &[h1, h2, m1, m2] = bytes else {
            return Err(Self::FORM);
        };
        if !bytes.iter().all(u8::is_ascii_digit) {
            return Err(Self::FORM);
        }
        let two = |tens: u8, ones: u8| u16::from(tens - b'0') * 10 + u16::from(ones - b'0');
        let (hour, minute) = (two(h1, h2), two(m1, m2));
        if hour < 24 && minute < 60 {
            Ok(Self {
                minutes: hour * 60 + minute,
            })
        } else {
            Err(Self::FORM)
        }
    }

    /// The hour, 0 to 23.
    pub fn hour(self) -> u16 {
        self.minutes / 60
    }

    /// The minute, 0 to 59.
    pub fn minute(self) -> u16 {
        self.minutes % 60
    }

    /// Minutes since midnight, 0 to 1439.
    pub fn minutes(self) -> u16 {
        self.minutes
    }

    /// Minutes from this time to `end`; a service whose end is not later than its start runs past midnight.
    pub fn minutes_until(self, end: Self) -> u16 {
        const DAY: u16 = 24 * 60;
        if end > self {
            end.minutes - self.minutes
        } else {
            end.minutes + DAY - self.minutes
        }
    }
}

impl FromStr for TimeOfDay {
    type Err = NumberError;
    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::from_bytes(text.as_bytes())
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}{:02}", self.hour(), self.minute())
    }
}

impl fmt::Debug for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
serde_as_text!(TimeOfDay);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_minute_of_the_day_comes_back_and_nothing_else_is_a_time() {
        let times = (0..=9999)
            .map(|number| format!("{number:04}"))
            .filter(|text| {
                text.parse::<TimeOfDay>().is_ok_and(|time| {
                    assert_eq!(time.to_string(), *text);
                    true
                })
            })
            .count();
        assert_eq!(times, 24 * 60);
        for bad in ["", "900", "09000", "9:00", "２４００", "2400", "9999"] {
            assert!(bad.parse::<TimeOfDay>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_service_may_run_past_midnight() {
        let time = |text: &str| text.parse::<TimeOfDay>().unwrap();
        assert_eq!(time("0900").minutes_until(time("1030")), 90);
        assert_eq!(time("2330").minutes_until(time("0030")), 60);
        assert_eq!(time("0000").minutes_until(time("0000")), 1440);
    }
}
