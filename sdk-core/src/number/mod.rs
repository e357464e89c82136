//! The numbers of the field: offices, insurers, persons, services, months, days, times and stamps.
//!
//! Each type can only hold a well-formed value: parsing is the check. Check digits are not part of being well-formed,
//! because published numbers fail them; they are a matter for findings.

mod address;
mod check_digit;
mod day;
mod insured;
mod insurer;
mod month;
mod office;
mod service_code;
mod stamp;
pub mod synthetic;
mod tais;
mod time;

pub use address::Address;
pub use day::{DayFlags, date_from_bytes, date_to_digits};
pub use insured::InsuredNumber;
pub use insurer::InsurerNumber;
pub use month::{TargetMonth, days_in_month};
pub use office::{OfficeNumber, ServiceKind};
pub use service_code::{ServiceCode, TotalRow};
pub use stamp::Stamp;
pub use tais::Tais;
pub use time::TimeOfDay;

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{self, Visitor};

/// Why a text is not a number of the field. Carries no part of the text, which may be personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {what}: expected {expected}")]
pub struct NumberError {
    /// What was to be read, in the field's term.
    pub what: &'static str,
    /// The form that is expected.
    pub expected: &'static str,
}

/// The last `N` decimal digits of a number, in ASCII.
fn digits<const N: usize>(mut number: u32) -> [u8; N] {
    let mut digits = [b'0'; N];
    for digit in digits.iter_mut().rev() {
        // A remainder of 10 is below 10, so nothing is cut off.
        *digit += (number % 10) as u8;
        number /= 10;
    }
    digits
}

/// Reads the text form of a number. Whatever else stands there is not repeated in the error, as serde would: it may be
/// the number of a person.
struct TextVisitor<T>(PhantomData<T>);

impl<T> Default for TextVisitor<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<T: FromStr<Err = NumberError>> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<T, E> {
        Err(no_text())
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<T, E> {
        Err(no_text())
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<T, E> {
        Err(no_text())
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<T, E> {
        Err(no_text())
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<T, E> {
        Err(no_text())
    }
}

fn no_text<E: de::Error>() -> E {
    E::custom("a number without quotes: expected a text")
}

/// Serde by way of the text form, for every number that has `Display` and `FromStr`.
macro_rules! serde_as_text {
    ($type:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let visitor = $crate::number::TextVisitor::default();
                // Asked for a text, the reader of JSON tells itself what else it found.
                match deserializer.is_human_readable() {
                    true => deserializer.deserialize_any(visitor),
                    false => deserializer.deserialize_str(visitor),
                }
            }
        }
    };
}
use serde_as_text;

/// Text form, serde and an equal `Debug` for a number that is stored as its ASCII characters.
macro_rules! text_form {
    ($type:ident) => {
        impl std::str::FromStr for $type {
            type Err = NumberError;
            fn from_str(text: &str) -> Result<Self, NumberError> {
                Self::from_bytes(text.as_bytes())
            }
        }
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        crate::number::serde_as_text!($type);
    };
}
use text_form;
