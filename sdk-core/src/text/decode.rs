use std::borrow::Cow;

use super::table::character;

/// Decodes for people; what is no character becomes U+FFFD.
///
/// As browsers decode Shift_JIS (WHATWG Encoding Standard, 12.3.1): 80 is the control character U+0080, 外字 are U+E000 to
/// U+E757, and a faulty pair is one U+FFFD, after which an ASCII byte still stands for itself.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if bytes.is_ascii() {
        // Nothing is lost: ASCII is UTF-8.
        return String::from_utf8_lossy(bytes);
    }
    // Two bytes become three at most, and half-width kana three of one.
    let mut text = String::with_capacity(bytes.len() * 3 / 2);
    let mut rest = bytes;
    while let [first, behind @ ..] = rest {
        rest = behind;
        text.push(match (*first, behind) {
            (control_or_ascii @ 0..=0x80, _) => char::from(control_or_ascii),
            (kana @ 0xA1..=0xDF, _) => half_width_kana(kana),
            (lead @ (0x81..=0x9F | 0xE0..=0xFC), [trail, behind @ ..]) => {
                let found = character(lead, *trail);
                if found.is_some() || !trail.is_ascii() {
                    rest = behind;
                }
                found.unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => char::REPLACEMENT_CHARACTER,
        });
    }
    Cow::Owned(text)
}

/// A1–DF are U+FF61–FF9F.
fn half_width_kana(byte: u8) -> char {
    char::from_u32(0xFF61 - 0xA1 + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use encoding_rs::SHIFT_JIS;
    use proptest::prelude::*;

    use super::*;

    fn same(bytes: &[u8]) -> bool {
        decode(bytes) == SHIFT_JIS.decode_without_bom_handling(bytes).0
    }

    #[test]
    fn every_one_to_three_bytes_are_as_browsers_have_them() {
        for first in 0..=0xFF {
            assert!(same(&[first]), "{first:02X}");
            for second in 0..=0xFF {
                assert!(same(&[first, second]), "{first:02X}{second:02X}");
            }
            // What stands behind matters by its class only: control, digit, letters, leads, kana, and the gaps between.
            for (second, third) in [
                0x1A, b'"', b'A', 0x7F, 0x80, 0x81, 0x9F, 0xA0, 0xB1, 0xE0, 0xFC, 0xFD, 0xFF,
            ]
            .into_iter()
            .flat_map(|second| (0..=0xFF).map(move |third| (second, third)))
            {
                assert!(
                    same(&[first, second, third]),
                    "{first:02X}{second:02X}{third:02X}"
                );
            }
        }
    }

    #[test]
    fn ascii_is_not_copied() {
        assert!(matches!(decode(b"1311112345"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn whatever_bytes_are_as_browsers_have_them(bytes: Vec<u8>) {
            prop_assert!(same(&bytes));
        }

        #[test]
        fn text_is_as_browsers_have_it(text in "[ぁ-んァ-ヶ一-龠ｱ-ﾝa-z0-9]*") {
            let bytes = SHIFT_JIS.encode(&text).0;
            prop_assert!(same(&bytes));
        }
    }
}
