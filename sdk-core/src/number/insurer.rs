use super::check_digit::check_digit;
use super::{NumberError, text_form};

/// 保険者番号: the six digits of the municipality or union that insures.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InsurerNumber([u8; 6]);

impl InsurerNumber {
    const FORM: NumberError = NumberError {
        what: "insurer number (保険者番号)",
        expected: "6 digits",
    };

    /// Reads the six digits of an item.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NumberError> {
        let number: [u8; 6] = bytes.try_into().map_err(|_| Self::FORM)?;
        if number.iter().all(u8::is_ascii_digit) {
            Ok(Self(number))
        } else {
            Err(Self::FORM)
        }
    }

    /// The number with these five digits and the right check digit.
    pub fn with_check_digit(body: &[u8]) -> Result<Self, NumberError> {
        match *body {
            [a, b, c, d, e] if body.iter().all(u8::is_ascii_digit) => {
                Ok(Self::complete([a, b, c, d, e]))
            }
            _ => Err(Self::FORM),
        }
    }

    /// Adds the check digit to five characters that are known to be digits.
    pub(super) fn complete(body: [u8; 5]) -> Self {
        let mut number = [check_digit(&body); 6];
        number[..5].copy_from_slice(&body);
        Self(number)
    }

    /// The six digits.
    pub fn as_str(&self) -> &str {
        // Only digits are ever stored.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether the sixth digit is the check digit of the five before it (the rule of 事業所番号).
    pub fn check_digit_holds(&self) -> bool {
        let [body @ .., check] = self.0;
        check_digit(&body) == check
    }

    /// Whether this is probably the 全国地方公共団体コード of the municipality: both share the first five digits, but that
    /// code has another check digit (modulus 11), and it holds here while the insurer's does not.
    pub fn looks_like_local_government_code(&self) -> bool {
        !self.check_digit_holds() && local_government_check_digit(&self.0) == self.0[5]
    }

    /// Where a 全国地方公共団体コード was written, the insurer number that was probably meant: the same five digits with the
    /// right check digit. For a hint; nobody may replace the number without asking.
    pub fn insurer_number_of_local_government_code(&self) -> Option<Self> {
        let [a, b, c, d, e, _] = self.0;
        self.looks_like_local_government_code()
            .then(|| Self::complete([a, b, c, d, e]))
    }
}
text_form!(InsurerNumber);

/// The last digit of 11 minus the weighted sum modulo 11; weights 6, 5, 4, 3, 2.
fn local_government_check_digit(number: &[u8; 6]) -> u8 {
    let sum: u32 = number
        .iter()
        .zip([6, 5, 4, 3, 2])
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    b'0' + ((11 - sum % 11) % 10) as u8
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn insurer(text: &str) -> InsurerNumber {
        text.parse().unwrap()
    }

    #[test]
    fn insurer_numbers_have_six_digits() {
        for bad in ["", "43507", "4350731", "43507A", "４３５０７３"] {
            assert!(bad.parse::<InsurerNumber>().is_err(), "{bad}");
        }
        assert!(InsurerNumber::with_check_digit(b"4350A").is_err());
        assert!(InsurerNumber::with_check_digit(b"435073").is_err());
    }

    #[test]
    fn the_check_digit_of_a_real_insurer_holds() {
        assert!(insurer("435073").check_digit_holds());
        assert!(!insurer("435074").check_digit_holds());
        assert_eq!(
            InsurerNumber::with_check_digit(b"43507"),
            Ok(insurer("435073"))
        );
    }

    #[test]
    fn a_local_government_code_is_told_from_the_insurer_number() {
        let slip = insurer("131016");
        assert!(slip.looks_like_local_government_code());
        assert_eq!(
            slip.insurer_number_of_local_government_code(),
            Some(insurer("131011"))
        );
        for other in ["131011", "131012"] {
            assert!(!insurer(other).looks_like_local_government_code());
            assert_eq!(
                insurer(other).insurer_number_of_local_government_code(),
                None
            );
        }
    }

    #[test]
    fn codes_of_other_municipalities_are_known_too() {
        // 札幌市, 横浜市, 大阪市, 熊本市; 岡山県 has the remainder 0, which gives 1; 長野県 the remainder 1, which gives 0.
        for code in ["011002", "141003", "271004", "431001", "330001", "200000"] {
            assert_eq!(
                local_government_check_digit(code.as_bytes().try_into().unwrap()),
                code.as_bytes()[5],
                "{code}"
            );
        }
    }

    proptest! {
        #[test]
        fn exactly_one_check_digit_holds(body in "[0-9]{5}") {
            let holding: Vec<_> = (0..10)
                .map(|check| insurer(&format!("{body}{check}")))
                .filter(InsurerNumber::check_digit_holds)
                .collect();
            prop_assert_eq!(holding, vec![InsurerNumber::with_check_digit(body.as_bytes()).unwrap()]);
        }

        #[test]
        fn text_comes_back(text in "[0-9]{6}") {
            prop_assert_eq!(insurer(&text).to_string(), text);
        }

        #[test]
        fn what_was_meant_has_a_right_check_digit(text in "[0-9]{6}") {
            if let Some(meant) = insurer(&text).insurer_number_of_local_government_code() {
                prop_assert!(meant.check_digit_holds());
                prop_assert_eq!(&meant.as_str()[..5], &text[..5]);
            }
        }
    }
}
