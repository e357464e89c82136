//! MS932 (Windows-31J), the encoding of the standard.
//!
//! In MS932 the bytes of `,` `"` CR and LF never occur as the second byte of a character, so files are split as bytes
//! and only free text is decoded, when somebody asks for it.

use std::borrow::Cow;
use std::sync::LazyLock;

use encoding_rs::SHIFT_JIS;

/// Why bytes are not text of the standard, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFault {
    /// These bytes are no character of MS932.
    NotMs932 {
        /// Offset of the first faulty byte.
        offset: usize,
    },
    /// 外字: a user-defined character (EUDC F040–F9FC), which only the sender's machine can show.
    Gaiji {
        /// Offset of the character.
        offset: usize,
    },
}

/// Looks for the first thing in `bytes` that is not text of the standard.
pub fn check(bytes: &[u8]) -> Result<(), TextFault> {
    let mut offset = 0;
    while let Some(&lead) = bytes.get(offset) {
        if lead < 0x80 || (0xA1..=0xDF).contains(&lead) {
            offset += 1;
            continue;
        }
        let trail = bytes.get(offset + 1).copied().unwrap_or(0);
        match PAIRS[usize::from(lead) << 8 | usize::from(trail)] {
            Pair::Character => offset += 2,
            Pair::Gaiji => return Err(TextFault::Gaiji { offset }),
            Pair::Nothing => return Err(TextFault::NotMs932 { offset }),
        }
    }
    Ok(())
}

/// Number of characters; a faulty byte counts as one.
pub fn char_count(bytes: &[u8]) -> usize {
    let (mut offset, mut count) = (0, 0);
    while let Some(&lead) = bytes.get(offset) {
        let double = matches!(lead, 0x81..=0x9F | 0xE0..=0xFC) && offset + 1 < bytes.len();
        offset += if double { 2 } else { 1 };
        count += 1;
    }
    count
}

/// Decodes for people; what is no character becomes U+FFFD.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    SHIFT_JIS.decode_without_bom_handling(bytes).0
}

/// Encodes strictly. The error is the first character that MS932 cannot hold (外字 included), with its offset in `text`.
pub fn encode(text: &str) -> Result<Vec<u8>, (usize, char)> {
    let mut bytes = Vec::with_capacity(text.len());
    for (offset, character) in text.char_indices() {
        encode_char(character, &mut bytes).map_err(|()| (offset, character))?;
    }
    Ok(bytes)
}

fn encode_char(character: char, into: &mut Vec<u8>) -> Result<(), ()> {
    if character.is_ascii() {
        into.push(character as u8);
        return Ok(());
    }
    // WHATWG encodes ¥ and ‾ as the ASCII bytes \ and ~, which would come back as other characters.
    if matches!(character, '\u{A5}' | '\u{203E}' | '\u{80}') {
        return Err(());
    }
    let mut utf8 = [0; 4];
    let mut ms932 = [0; 8];
    // `encode()` would silently write &#NNNN; for what it cannot hold.
    let (result, _, written) = SHIFT_JIS
        .new_encoder()
        .encode_from_utf8_without_replacement(character.encode_utf8(&mut utf8), &mut ms932, true);
    match result {
        encoding_rs::EncoderResult::InputEmpty => {
            into.extend_from_slice(&ms932[..written]);
            Ok(())
        }
        _ => Err(()),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pair {
    Nothing,
    Character,
    Gaiji,
}

/// What every pair of bytes is, asked once of encoding_rs.
static PAIRS: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    let mut pairs = vec![Pair::Nothing; 1 << 16];
    for lead in (0x81..=0x9Fu8).chain(0xE0..=0xFC) {
        for trail in 0x40..=0xFCu8 {
            let bytes = [lead, trail];
            let pair = match SHIFT_JIS.decode_without_bom_handling_and_without_replacement(&bytes) {
                Some(text) if text.chars().count() == 1 => match lead {
                    0xF0..=0xF9 => Pair::Gaiji,
                    _ => Pair::Character,
                },
                _ => Pair::Nothing,
            };
            pairs[usize::from(lead) << 8 | usize::from(trail)] = pair;
        }
    }
    pairs
});

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_that_strict_jis_lacks_are_text() {
        for name in ["髙橋", "山﨑", "德永", "濵田", "桒原", "ｶﾅ", "①Ⅱ㈱"] {
            let bytes = encode(name).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
            assert_eq!(check(&bytes), Ok(()), "{name}");
            assert_eq!(decode(&bytes), name);
            assert_eq!(char_count(&bytes), name.chars().count());
        }
    }

    #[test]
    fn what_ms932_cannot_hold_is_refused_not_replaced() {
        assert_eq!(encode("吉𠮷"), Err((3, '𠮷')));
        assert_eq!(encode("\u{E000}"), Err((0, '\u{E000}')));
        assert_eq!(encode("¥"), Err((0, '¥')));
    }

    #[test]
    fn faults_are_found_where_they_are() {
        assert_eq!(check(b"ab\x80"), Err(TextFault::NotMs932 { offset: 2 }));
        assert_eq!(
            check(b"\x82\xa0\x82"),
            Err(TextFault::NotMs932 { offset: 2 })
        );
        assert_eq!(check(b"\x82\x20"), Err(TextFault::NotMs932 { offset: 0 }));
        assert_eq!(check(b"a\xF0\x40"), Err(TextFault::Gaiji { offset: 1 }));
        assert_eq!(check(b"\xFF"), Err(TextFault::NotMs932 { offset: 0 }));
    }

    proptest! {
        #[test]
        fn whatever_encodes_is_text_and_comes_back(text in "\\PC*") {
            if let Ok(bytes) = encode(&text) {
                prop_assert_eq!(check(&bytes), Ok(()));
                // － ～ and their like have one byte form and two Unicode forms; both ends agree on the bytes.
                prop_assert_eq!(encode(&decode(&bytes)), Ok(bytes));
            }
        }

        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            if check(&bytes).is_ok() {
                let whole = !decode(&bytes).contains(char::REPLACEMENT_CHARACTER);
                prop_assert!(whole);
                prop_assert_eq!(char_count(&bytes), decode(&bytes).chars().count());
            }
        }
    }
}
