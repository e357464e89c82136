//! The types that values of items have, and their text in a file.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::document::MonthPart;
use crate::layout::Edition;
use crate::number::{
    DayFlags, InsuredNumber, InsurerNumber, NumberError, OfficeNumber, ServiceCode, ServiceKind,
    Tais, TargetMonth, TimeOfDay, date_from_bytes, date_to_digits,
};

/// What the values of an item are. The types of this crate implement it; nobody else needs to.
pub trait Value: Sized + Sealed {
    /// What a setter takes.
    type Given<'a>;

    /// The value as a setter takes it.
    fn given(&self) -> Self::Given<'_>;

    /// Its text in a file.
    fn to_text<'a>(value: Self::Given<'a>) -> Cow<'a, str>;

    /// Reads the text of an item that is not empty; `None` when it is no such value.
    fn of_text(text: &str) -> Option<Self>;
}

mod sealed {
    pub trait Sealed {}
}
pub(super) use sealed::Sealed;

/// 年月日, or 00000000 where the item is not used: 居宅サービス計画作成（変更）日 of a supplement to tables 6 and 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DatePart {
    /// A date.
    Date(Date),
    /// 00000000.
    Zero,
}

/// サービス開始時刻 or サービス終了時刻: a time, or 9999 where the service shows none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceTime {
    /// A time of day.
    At(TimeOfDay),
    /// 9999.
    None,
}

impl From<TimeOfDay> for ServiceTime {
    fn from(time: TimeOfDay) -> Self {
        Self::At(time)
    }
}

/// A number with two decimals, such as 単位数単価 in yen (10.42). Exact: it is kept in hundredths.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal2 {
    hundredths: u32,
}

impl Decimal2 {
    const FORM: NumberError = NumberError {
        what: "number with two decimals",
        expected: "99.99",
    };

    /// From hundredths: 1042 is 10.42.
    pub const fn from_hundredths(hundredths: u32) -> Self {
        Self { hundredths }
    }

    /// In hundredths: 10.42 is 1042.
    pub const fn hundredths(self) -> u32 {
        self.hundredths
    }
}

impl FromStr for Decimal2 {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let (whole, part) = text.split_once('.').ok_or(Self::FORM)?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || part.len() != 2 || !digits(whole) || !digits(part) {
            return Err(Self::FORM);
        }
        let hundredths = format!("{whole}{part}").parse();
        hundredths
            .map(Self::from_hundredths)
            .map_err(|_| Self::FORM)
    }
}

impl fmt::Display for Decimal2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.hundredths / 100, self.hundredths % 100)
    }
}

impl fmt::Debug for Decimal2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A type whose text in a file is its `Display` and which is read by `FromStr`.
macro_rules! value_by_text {
    ($($type:ty),*) => { $(
        impl Sealed for $type {}
        impl Value for $type {
            type Given<'a> = Self;

            fn given(&self) -> Self {
                *self
            }

            fn to_text<'a>(value: Self) -> Cow<'a, str> {
                value.to_string().into()
            }

            fn of_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
    )* };
}

value_by_text!(
    TargetMonth,
    TimeOfDay,
    Decimal2,
    InsurerNumber,
    InsuredNumber,
    OfficeNumber,
    ServiceKind,
    ServiceCode,
    Tais,
    DayFlags
);

/// A type with a text of its own.
macro_rules! value {
    ($type:ty, $to_text:expr, $of_text:expr) => {
        impl Sealed for $type {}
        impl Value for $type {
            type Given<'a> = Self;

            fn given(&self) -> Self {
                *self
            }

            fn to_text<'a>(value: Self) -> Cow<'a, str> {
                let to_text: fn(Self) -> Cow<'a, str> = $to_text;
                to_text(value)
            }

            fn of_text(text: &str) -> Option<Self> {
                let of_text: fn(&str) -> Option<Self> = $of_text;
                of_text(text)
            }
        }
    };
}

value!(Date, |date| date_to_digits(date).into(), |text| {
    date_from_bytes(text.as_bytes()).ok()
});
value!(
    DatePart,
    |part| match part {
        DatePart::Date(date) => date_to_digits(date).into(),
        DatePart::Zero => "00000000".into(),
    },
    |text| match text {
        "00000000" => Some(DatePart::Zero),
        _ => Date::of_text(text).map(DatePart::Date),
    }
);
value!(
    MonthPart,
    |part| part.to_string().into(),
    |text| match text {
        "000000" => Some(MonthPart::Zero),
        _ => text.parse().ok().map(MonthPart::Month),
    }
);
value!(
    ServiceTime,
    |time| match time {
        ServiceTime::At(time) => time.to_string().into(),
        ServiceTime::None => "9999".into(),
    },
    |text| match text {
        "9999" => Some(ServiceTime::None),
        _ => text.parse().ok().map(ServiceTime::At),
    }
);
value!(Edition, |edition| edition.csv_version().into(), |text| {
    Edition::of_version(text.as_bytes())
});
value!(
    u32,
    |number| number.to_string().into(),
    // `parse` would take a sign.
    |text| text
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())?
);

/// Free text, post codes and telephone numbers.
impl Sealed for String {}
impl Value for String {
    type Given<'a> = &'a str;

    fn given(&self) -> &str {
        self
    }

    fn to_text<'a>(value: Self::Given<'a>) -> Cow<'a, str> {
        value.into()
    }

    fn of_text(text: &str) -> Option<Self> {
        // MS932 has no U+FFFD: it stands for bytes that are no text.
        (!text.contains(char::REPLACEMENT_CHARACTER)).then(|| text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        for (text, hundredths) in [
            ("10.00", 1000),
            ("10.42", 1042),
            ("0.05", 5),
            ("999.99", 99_999),
        ] {
            let decimal = Decimal2::from_hundredths(hundredths);
            assert_eq!(text.parse(), Ok(decimal));
            assert_eq!(decimal.to_string(), text);
        }
        for wrong in [
            "",
            "10",
            "10.0",
            "10.000",
            ".50",
            "-1.00",
            "+1.00",
            "1.+0",
            "99999999.99",
            "１.00",
        ] {
            assert_eq!(wrong.parse::<Decimal2>(), Err(Decimal2::FORM), "{wrong}");
        }
    }

    #[test]
    fn numbers_have_no_sign() {
        assert_eq!(u32::of_text("007"), Some(7));
        assert_eq!(u32::of_text("+7"), None);
        assert_eq!(u32::of_text("99999999999"), None);
    }
}
