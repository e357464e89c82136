use super::{NumberError, ServiceKind, text_form};

/// サービスコード: サービス種類コード 2 + サービス項目コード 4. Total rows of table 7 carry a code of the same form.
///
/// The unit table behind the item codes changes with every revision and is not part of the standard.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceCode([u8; 6]);

/// 合計行: what a row of table 7 sums up, told by its service code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TotalRow {
    /// kkAAAA: subtotal of a kind within 区分支給限度額; mandatory where a kind has several rows.
    SubtotalWithin,
    /// kkEEEE: subtotal of a kind outside the limit; optional.
    SubtotalOutside,
    /// kkZZZZ: 30日超, what goes beyond 30 days of short stay; optional.
    Over30Days,
    /// 999999: grand total, always there, with office 9999999999.
    GrandTotal,
}

impl ServiceCode {
    const FORM: NumberError = NumberError {
        what: "service code (サービスコード)",
        expected: "6 characters: digits or capital letters without I, O and Q",
    };

    /// Reads the six bytes of an item.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NumberError> {
        let code: [u8; 6] = bytes.try_into().map_err(|_| Self::FORM)?;
        let legal = |byte: &u8| {
            byte.is_ascii_digit()
                || byte.is_ascii_uppercase() && !matches!(byte, b'I' | b'O' | b'Q')
        };
        if code.iter().all(legal) {
            Ok(Self(code))
        } else {
            Err(Self::FORM)
        }
    }

    /// The six characters.
    pub fn as_str(&self) -> &str {
        // Only ASCII is ever stored.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// サービス種類コード. That of the grand total is 99, which no service has.
    pub fn kind(&self) -> ServiceKind {
        ServiceKind::of_service_code(&self.0)
    }

    /// サービス項目コード: the last four characters.
    pub fn item(&self) -> &str {
        self.as_str().get(2..).unwrap_or_default()
    }

    /// What the row sums up; `None` for a row of a service.
    pub fn total_row(&self) -> Option<TotalRow> {
        match &self.0 {
            b"999999" => Some(TotalRow::GrandTotal),
            [_, _, b'A', b'A', b'A', b'A'] => Some(TotalRow::SubtotalWithin),
            [_, _, b'E', b'E', b'E', b'E'] => Some(TotalRow::SubtotalOutside),
            [_, _, b'Z', b'Z', b'Z', b'Z'] => Some(TotalRow::Over30Days),
            _ => None,
        }
    }
}
text_form!(ServiceCode);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn service(text: &str) -> ServiceCode {
        text.parse().unwrap()
    }

    #[test]
    fn service_codes_have_six_legal_characters() {
        for bad in [
            "", "11111", "1111111", "11111I", "11O111", "1Q1111", "11111a",
        ] {
            assert!(bad.parse::<ServiceCode>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_code_is_kind_and_item() {
        let code = service("A21111");
        assert_eq!((code.kind().as_str(), code.item()), ("A2", "1111"));
        assert_eq!(code.total_row(), None);
    }

    #[test]
    fn total_rows_are_told_by_the_code() {
        for (code, row) in [
            ("11AAAA", Some(TotalRow::SubtotalWithin)),
            ("A2EEEE", Some(TotalRow::SubtotalOutside)),
            ("21ZZZZ", Some(TotalRow::Over30Days)),
            ("999999", Some(TotalRow::GrandTotal)),
            ("119999", None),
            ("99AAAB", None),
        ] {
            assert_eq!(service(code).total_row(), row, "{code}");
        }
    }

    proptest! {
        #[test]
        fn text_comes_back(text in "[0-9A-HJ-NPR-Z]{6}") {
            let code = service(&text);
            prop_assert_eq!(code.to_string(), text.as_str());
            prop_assert_eq!(format!("{}{}", code.kind(), code.item()), text);
        }
    }
}
