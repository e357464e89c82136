use super::check_digit::check_digit;
use super::{NumberError, text_form};

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
    ///
    /// It names no office, so its check digit says nothing (by accident it holds): callers skip the number.
    pub fn is_nobody(&self) -> bool {
        self.0 == *b"0000000000"
    }

    /// True for 9999999999, the office of the grand-total row 999999 of table 7.
    ///
    /// It names no office, so its check digit says nothing (by accident it holds): callers skip the number.
    pub fn is_total(&self) -> bool {
        self.0 == *b"9999999999"
    }

    /// Whether the tenth character is the check digit of the nine before it.
    ///
    /// Published numbers that fail exist (2372100034), so a failure is worth a warning and never an error. Callers skip
    /// the two numbers that name no office ([`is_nobody`](Self::is_nobody), [`is_total`](Self::is_total)).
    pub fn check_digit_holds(&self) -> bool {
        let [body @ .., check] = self.0;
        check_digit(&body) == check
    }

    /// The number with these nine characters and the right check digit.
    pub fn with_check_digit(body: &[u8]) -> Result<Self, NumberError> {
        let body: [u8; 9] = body.try_into().map_err(|_| Self::FORM)?;
        // The form is read first, because a check digit of other bytes means nothing.
        let mut number = [b'0'; 10];
        number[..9].copy_from_slice(&body);
        Self::from_bytes(&number)?;
        Ok(Self::complete(body))
    }

    /// Adds the check digit to a body that is known to be well-formed.
    pub(super) fn complete(body: [u8; 9]) -> Self {
        let mut number = [check_digit(&body); 10];
        number[..9].copy_from_slice(&body);
        Self(number)
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

    /// The kind that a well-formed service code begins with: its characters are always legal in a kind.
    pub(super) fn of_service_code(&[a, b, ..]: &[u8; 6]) -> Self {
        Self([a, b])
    }

    /// The two characters.
    pub fn as_str(&self) -> &str {
        // Only ASCII is ever stored.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

text_form!(OfficeNumber);
text_form!(ServiceKind);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    #[test]
    fn check_digits_of_published_numbers_hold() {
        for good in [
            "0175701069",
            "3270401916",
            "0113513220",
            "2794900205",
            "1373400835",
            "1371600303",
        ] {
            let number: OfficeNumber = good.parse().unwrap();
            assert!(number.check_digit_holds(), "{good}");
            assert_eq!(
                OfficeNumber::with_check_digit(&good.as_bytes()[..9]),
                Ok(number)
            );
        }
        for bad in ["2372100034", "0300000100", "0300000005"] {
            assert!(
                !bad.parse::<OfficeNumber>().unwrap().check_digit_holds(),
                "{bad}"
            );
        }
    }

    #[test]
    fn the_class_letter_counts_in_the_check_digit() {
        // 1 3 A 0 4 0 0 8 3 by 2 1 2 1 2 1 2 1 2: 2+3+(2+0)+0+8+0+0+8+6 = 29, so the check digit is 1.
        let number = OfficeNumber::with_check_digit(b"13A040083");
        assert_eq!(number.map(|n| n.to_string()), Ok("13A0400831".to_owned()));
    }

    #[test]
    fn what_is_no_body_has_no_check_digit() {
        for bad in ["", "12345678", "1234567890", "13I040083", "1A3040083"] {
            assert!(
                OfficeNumber::with_check_digit(bad.as_bytes()).is_err(),
                "{bad}"
            );
        }
    }

    #[test]
    fn the_two_numbers_without_an_office_are_known() {
        let nobody: OfficeNumber = "0000000000".parse().unwrap();
        assert!(nobody.is_nobody() && !nobody.is_total() && nobody.check_digit_holds());
        let total: OfficeNumber = "9999999999".parse().unwrap();
        assert!(total.is_total() && !total.is_nobody() && total.check_digit_holds());
    }

    proptest! {
        #[test]
        fn exactly_one_check_digit_holds(body in "[0-9]{2}[0-9A-HJ-NPR-Z][0-9]{6}") {
            let holding: Vec<_> = (0..10)
                .map(|check| format!("{body}{check}").parse::<OfficeNumber>().unwrap())
                .filter(OfficeNumber::check_digit_holds)
                .collect();
            prop_assert_eq!(holding, vec![OfficeNumber::with_check_digit(body.as_bytes()).unwrap()]);
        }
    }
}
