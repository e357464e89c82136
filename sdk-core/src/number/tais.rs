use super::{NumberError, text_form};

/// TAISコード or 福祉用具届出コード: NNNNN-NNNNNN, five digits of the maker and six of the product.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tais([u8; 12]);

impl Tais {
    const FORM: NumberError = NumberError {
        what: "TAIS code (TAISコード)",
        expected: "NNNNN-NNNNNN with an ASCII hyphen",
    };

    /// Reads the twelve bytes of an item. The standard's own example is printed with a full-width hyphen; that is not legal.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NumberError> {
        let code: [u8; 12] = bytes.try_into().map_err(|_| Self::FORM)?;
        let [maker @ .., _, _, _, _, _, _, _] = &code;
        let [_, _, _, _, _, hyphen, product @ ..] = &code;
        let digits = maker.iter().chain(product).all(u8::is_ascii_digit);
        if digits && *hyphen == b'-' {
            Ok(Self(code))
        } else {
            Err(Self::FORM)
        }
    }

    /// The twelve characters.
    pub fn as_str(&self) -> &str {
        // Only ASCII is ever stored.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}
text_form!(Tais);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tais_codes_are_five_digits_hyphen_six_digits() {
        for bad in [
            "",
            "00001000001",
            "00001-00001",
            "000010-00001",
            "00001－000001",
            "0000A-000001",
            "00001-00000A",
        ] {
            assert!(bad.parse::<Tais>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn text_comes_back(text in "[0-9]{5}-[0-9]{6}") {
            prop_assert_eq!(text.parse::<Tais>().unwrap().to_string(), text);
        }
    }
}
