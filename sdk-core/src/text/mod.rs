//! MS932 (Windows-31J), the encoding of the standard.
//!
//! In MS932 the bytes of `,` `"` CR and LF never occur as the second byte of a character, so files are split as bytes
//! and only free text is decoded, when somebody asks for it.

mod decode;
mod kana;
mod look_alike;
mod normal;
mod scan;
mod shrink;
mod substitute;
mod table;

pub use decode::decode;
pub use kana::full_width_kana;
pub use scan::{NoteKind, Notes, TextNote, scan};
pub use substitute::{
    Change, How, LastResort, OwnEntryError, Refused, Step, Substituted, Substitutions,
};

use table::{Pair, TABLES};

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
    let tables = &*TABLES;
    let mut offset = 0;
    while let Some(&lead) = bytes.get(offset) {
        if lead < 0x80 || (0xA1..=0xDF).contains(&lead) {
            offset += 1;
            continue;
        }
        match tables.pair(lead, bytes.get(offset + 1).copied()) {
            Pair::Gaiji => return Err(TextFault::Gaiji { offset }),
            Pair::Nothing => return Err(TextFault::NotMs932 { offset }),
            _ => offset += 2,
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

/// Encodes strictly: what comes out decodes to the same text, or nothing comes out.
///
/// The error is the first character that MS932 cannot hold (外字 included), with its offset in `text`. Look-alikes such
/// as 〜 U+301C or − U+2212 are refused, because they would come back as ～ U+FF5E and － U+FF0D; [`Substitutions`]
/// replaces them and says so.
pub fn encode(text: &str) -> Result<Vec<u8>, (usize, char)> {
    let tables = &*TABLES;
    let mut bytes = Vec::with_capacity(text.len());
    for (offset, character) in text.char_indices() {
        match tables.code(character).map(u16::to_be_bytes) {
            Some([0, single]) => bytes.push(single),
            Some(pair) => bytes.extend(pair),
            None => return Err((offset, character)),
        }
    }
    Ok(bytes)
}

/// Whether MS932 can hold a character; 外字 do not count.
pub fn holds(character: char) -> bool {
    TABLES.code(character).is_some()
}

#[cfg(test)]
mod tests {
    use encoding_rs::SHIFT_JIS;
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

    #[test]
    fn every_character_that_encodes_comes_back() {
        let mut held = 0;
        for character in '\0'..=char::MAX {
            let mut utf8 = [0; 4];
            let text = &*character.encode_utf8(&mut utf8);
            if let Ok(bytes) = encode(text) {
                held += 1;
                assert_eq!(decode(&bytes), text);
                assert_eq!(check(&bytes), Ok(()));
            }
            assert_eq!(holds(character), encode(text).is_ok());
        }
        // ASCII, half-width kana, and the pairs without 外字 and without the 398 second codes.
        assert_eq!(held, 128 + 63 + (7724 - 398));
    }

    /// What encoding_rs (WHATWG) writes for a character.
    fn whatwg(character: char) -> Option<Vec<u8>> {
        let text = character.to_string();
        let (bytes, _, unmappable) = SHIFT_JIS.encode(&text);
        (!unmappable).then(|| bytes.into_owned())
    }

    /// Windows form, its bytes, JIS form, what WHATWG writes for the JIS form.
    type Pitfall = (char, &'static [u8], char, Option<&'static [u8]>);

    #[test]
    fn the_pitfalls_of_the_whatwg_encoder_are_known() {
        let pitfalls: [Pitfall; 10] = [
            ('～', b"\x81\x60", '〜', None),
            ('－', b"\x81\x7C", '−', Some(b"\x81\x7C")),
            ('―', b"\x81\x5C", '—', None),
            ('∥', b"\x81\x61", '‖', None),
            ('￠', b"\x81\x91", '¢', None),
            ('￡', b"\x81\x92", '£', None),
            ('￢', b"\x81\xCA", '¬', None),
            ('￥', b"\x81\x8F", '¥', Some(b"\\")),
            ('￣', b"\x81\x50", '‾', Some(b"~")),
            ('￤', b"\xFA\x55", '¦', None),
        ];
        for (windows, bytes, jis, written) in pitfalls {
            assert_eq!(encode(&windows.to_string()).as_deref(), Ok(bytes));
            assert_eq!(whatwg(windows).as_deref(), Some(bytes));
            assert_eq!(decode(bytes), windows.to_string());
            assert_eq!(whatwg(jis).as_deref(), written, "{jis}");
            assert_eq!(encode(&jis.to_string()), Err((0, jis)));
        }
        // 0x80 is a control character there and nothing here; 外字 are decoded there and never written.
        assert_eq!(whatwg('\u{80}').as_deref(), Some(b"\x80".as_slice()));
        assert_eq!(encode("\u{80}"), Err((0, '\u{80}')));
        assert_eq!(decode(b"\xF0\x40\xF9\xFC"), "\u{E000}\u{E757}");
        assert_eq!(whatwg('\u{E000}'), None);
    }

    proptest! {
        #[test]
        fn whatever_encodes_is_text_and_comes_back(text in "\\PC*") {
            if let Ok(bytes) = encode(&text) {
                prop_assert_eq!(check(&bytes), Ok(()));
                prop_assert_eq!(decode(&bytes), text);
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
