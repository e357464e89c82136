use std::fmt;
use std::str::FromStr;

use super::{NumberError, serde_as_text};

/// 事業所番号: the ten characters that name an office nationwide.
///
/// Prefecture 2 + class 1 + district 2 + number 4 + check digit 1; only the class may be a letter (never I, O, Q).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfficeNumber([u8; 10]);

impl OfficeNumber {
    /// What is expected, for messages.
    const FORM: NumberError = NumberError {
        what: "office number (事業所番号)",
        expected: "10 characters: digits, the third may be a letter",
    };

    /// Reads the ten bytes of an item or a file name.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NumberError> {
        let number: [u8; 10] = bytes.try_into().map_err(|_| Self::FORM)?;
        let well_formed = number.iter().enumerate().all(|(position, &byte)| {
            byte.is_ascii_digit()
                || (position == 2
                    && byte.is_ascii_uppercase()
                    && !matches!(byte, b'I' | b'O' | b'Q'))
        });
        if well_formed {
            Ok(Self(number))
        } else {
            Err(Self::FORM)
        }
    }

    /// The ten characters.
    pub fn as_str(&self) -> &str {
        // Only ASCII is ever stored, so this is always the whole number.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// True for 0000000000, which real exporters write where no receiver is chosen yet.
    pub fn is_nobody(&self) -> bool {
        self.0 == *b"0000000000"
    }
}

/// サービス種類コード: two characters, such as 11 (訪問介護), 43 (居宅介護支援) or A2.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceKind([u8; 2]);

impl ServiceKind {
    const FORM: NumberError = NumberError {
        what: "service kind (サービス種類コード)",
        expected: "2 characters: digits or capital letters",
    };

    /// Reads the two bytes of an item or a file name.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NumberError> {
        match bytes {
            &[a, b]
                if [a, b]
                    .iter()
                    .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase()) =>
            {
                Ok(Self([a, b]))
            }
            _ => Err(Self::FORM),
        }
    }

    /// The two characters.
    pub fn as_str(&self) -> &str {
        // Only ASCII is ever stored.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

macro_rules! text_form {
    ($type:ident) => {
        impl FromStr for $type {
            type Err = NumberError;
            fn from_str(text: &str) -> Result<Self, NumberError> {
                Self::from_bytes(text.as_bytes())
            }
        }
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
        serde_as_text!($type);
    };
}
text_form!(OfficeNumber);
text_form!(ServiceKind);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn office_numbers_have_ten_characters_and_at_most_a_letter_in_third_place() {
        for good in ["0175701069", "13A0400835", "9999999999"] {
            assert_eq!(
                good.parse::<OfficeNumber>().map(|n| n.to_string()),
                Ok(good.to_owned())
            );
        }
        for bad in [
            "",
            "017570106",
            "01757010690",
            "13I0400835",
            "A375701069",
            "13a0400835",
            "０１７５７０１０６９",
        ] {
            assert!(bad.parse::<OfficeNumber>().is_err(), "{bad}");
        }
    }

    #[test]
    fn service_kinds_have_two_characters() {
        for good in ["11", "2A", "A2"] {
            assert!(good.parse::<ServiceKind>().is_ok(), "{good}");
        }
        for bad in ["", "1", "111", "a2", "あ"] {
            assert!(bad.parse::<ServiceKind>().is_err(), "{bad}");
        }
    }
}
