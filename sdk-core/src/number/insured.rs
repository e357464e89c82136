use std::fmt;
use std::str::FromStr;

use super::{NumberError, serde_as_text};

/// 被保険者番号: ten digits, or H and nine digits. There is no public check digit.
///
/// A person is 保険者番号 and 被保険者番号 together, never the latter alone. The number is personal data: `Debug` hides it,
/// while `Display` and serde, which are asked for on purpose, show it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InsuredNumber([u8; 10]);

impl InsuredNumber {
    const FORM: NumberError = NumberError {
        what: "insured number (被保険者番号)",
        expected: "10 digits, or H and 9 digits",
    };

    /// Reads the ten bytes of an item.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NumberError> {
        let number: [u8; 10] = bytes.try_into().map_err(|_| Self::FORM)?;
        let [first, rest @ ..] = number;
        if (first == b'H' || first.is_ascii_digit()) && rest.iter().all(u8::is_ascii_digit) {
            Ok(Self(number))
        } else {
            Err(Self::FORM)
        }
    }

    /// H or a digit, and nine digits of `number`.
    pub(super) fn of(first: u8, number: u32) -> Self {
        let mut characters = [first; 10];
        characters[1..].copy_from_slice(&super::digits::<9>(number));
        Self(characters)
    }

    /// The ten characters.
    pub fn as_str(&self) -> &str {
        // Only ASCII is ever stored.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// True for H and nine digits: a person who is not insured and whose care 生活保護 (public assistance) alone pays.
    pub fn is_public_assistance_only(&self) -> bool {
        self.0[0] == b'H'
    }
}

impl FromStr for InsuredNumber {
    type Err = NumberError;
    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::from_bytes(text.as_bytes())
    }
}

impl fmt::Display for InsuredNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for InsuredNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InsuredNumber(hidden)")
    }
}
serde_as_text!(InsuredNumber);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn insured_numbers_are_ten_digits_or_h_and_nine() {
        for bad in [
            "",
            "123456789",
            "12345678901",
            "h123456789",
            "HH12345678",
            "A123456789",
            "123456789H",
        ] {
            assert!(bad.parse::<InsuredNumber>().is_err(), "{bad}");
        }
        let assisted: InsuredNumber = "H000000001".parse().unwrap();
        assert!(assisted.is_public_assistance_only());
        let insured: InsuredNumber = "0000000001".parse().unwrap();
        assert!(!insured.is_public_assistance_only());
    }

    proptest! {
        #[test]
        fn the_number_comes_back_and_debug_hides_it(text in "[0-9H][0-9]{9}") {
            let number: InsuredNumber = text.parse().unwrap();
            prop_assert_eq!(number.to_string(), text.as_str());
            let json = serde_json::to_string(&number).unwrap();
            prop_assert_eq!(serde_json::from_str::<InsuredNumber>(&json).unwrap(), number);
            let shown = format!("{number:?} {:?}", "x".parse::<InsuredNumber>());
            prop_assert!(!shown.contains(&text));
        }
    }

    #[test]
    fn an_error_of_serde_hides_it_too() {
        for json in [
            "1234567891",
            "-1234567891",
            "1234567891.5",
            "\"12345678912\"",
        ] {
            let error = serde_json::from_str::<InsuredNumber>(json).unwrap_err();
            assert!(!error.to_string().contains("12345"), "{error}");
            assert!(error.line() == 1, "{error}");
        }
    }
}
