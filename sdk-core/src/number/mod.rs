//! The numbers of the field: offices, service kinds, months and stamps.
//!
//! Each type can only hold a well-formed value: parsing is the check. Check digits are not part of being well-formed,
//! because published numbers fail them; they are a matter for findings.

mod address;
mod month;
mod office;
mod stamp;

pub use address::Address;
pub use month::{TargetMonth, days_in_month};
pub use office::{OfficeNumber, ServiceKind};
pub use stamp::Stamp;

/// Why a text is not a number of the field. Carries no part of the text, which may be personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {what}: expected {expected}")]
pub struct NumberError {
    /// What was to be read, in the field's term.
    pub what: &'static str,
    /// The form that is expected.
    pub expected: &'static str,
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
