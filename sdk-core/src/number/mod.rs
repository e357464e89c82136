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
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
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
