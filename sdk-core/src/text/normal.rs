//! What Unicode itself says of a character: marks that follow it, its composed form, its compatibility form.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::look_alike::look_alike;
use super::{encode, holds};

/// Belongs to the character before it: variation selectors and combining marks. MS932 has none of them.
pub(super) fn follows(character: char) -> bool {
    !holds(character) && (is_variation_selector(character) || is_combining_mark(character))
}

/// Shows nothing of its own: variation selectors (IVS among them), joiners, marks of direction, soft hyphen, BOM.
pub(super) fn is_invisible(character: char) -> bool {
    is_variation_selector(character)
        || matches!(
            character,
            '\u{AD}'
                | '\u{61C}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{2069}'
                | '\u{FEFF}'
        )
}

fn is_variation_selector(character: char) -> bool {
    matches!(
        character,
        '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}'
    )
}

/// The composed form (NFC): か and U+3099 → が; CJK compatibility ideographs → the unified ones.
pub(super) fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// A form that says the same in characters of MS932: (21) for ㉑, fi for ﬁ, 株式会社 for ㍿, u for ü.
pub(super) fn compatible(character: char) -> Option<String> {
    let form = match character {
        '©' => "(C)".to_owned(),
        '®' => "(R)".to_owned(),
        '\u{3099}' => "゛".to_owned(),
        '\u{309A}' => "゜".to_owned(),
        _ => match circled_number(character) {
            Some(number) => format!("({number})"),
            None if is_circled(character) => format!("({})", nfkc(character)),
            None => nfkc(character),
        },
    };
    Some(form)
        .filter(|form| encode(form).is_ok())
        .or_else(|| base_letter(character))
}

fn nfkc(character: char) -> String {
    std::iter::once(character)
        .nfkc()
        .map(|part| match part {
            // ½ becomes 1⁄2.
            '\u{2044}' => '/',
            _ if part == character => part,
            _ => look_alike(part).unwrap_or(part),
        })
        .collect()
}

/// A Latin letter without its marks. Marks of other letters change what they say.
fn base_letter(character: char) -> Option<String> {
    let mut parts = std::iter::once(character).nfd();
    let base = parts.next().filter(char::is_ascii_alphabetic)?;
    parts.all(is_combining_mark).then(|| base.to_string())
}

/// In a circle or a square; without it 第㉑ would run into its neighbours.
fn is_circled(character: char) -> bool {
    matches!(
        character,
        '\u{2460}'..='\u{2473}'
            | '\u{24B6}'..='\u{24EA}'
            | '\u{3251}'..='\u{325F}'
            | '\u{3280}'..='\u{32BF}'
            | '\u{32D0}'..='\u{32FE}'
            | '\u{1F130}'..='\u{1F149}'
            | '\u{1F250}'..='\u{1F251}'
    )
}

/// White on black and in double circles: numbers to a reader, for which Unicode has no compatibility form.
fn circled_number(character: char) -> Option<u32> {
    let scalar = character as u32;
    match scalar {
        0x2776..=0x277F => Some(scalar - 0x2776 + 1),
        0x2780..=0x2789 => Some(scalar - 0x2780 + 1),
        0x278A..=0x2793 => Some(scalar - 0x278A + 1),
        0x24EB..=0x24F4 => Some(scalar - 0x24EB + 11),
        0x24F5..=0x24FE => Some(scalar - 0x24F5 + 1),
        0x24FF => Some(0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compatibility_forms_say_the_same() {
        for (character, form) in [
            ('㉑', "(21)"),
            ('㊿', "(50)"),
            ('❶', "(1)"),
            ('⓴', "(20)"),
            ('㋐', "(ア)"),
            ('㊗', "(祝)"),
            ('⑴', "(1)"),
            ('ﬁ', "fi"),
            ('½', "1/2"),
            ('²', "2"),
            ('㎖', "ml"),
            ('㍿', "株式会社"),
            ('㋿', "令和"),
            ('⼀', "一"),
            ('ü', "u"),
            ('Ō', "O"),
            ('™', "TM"),
            ('©', "(C)"),
        ] {
            assert_eq!(compatible(character).as_deref(), Some(form), "{character}");
        }
    }

    #[test]
    fn what_has_no_form_in_ms932_gets_none() {
        for character in [
            '𠮷',
            '😀',
            '✓',
            '한',
            'ß',
            '噓',
            '\u{E000}',
            '\u{301}',
            '\u{E0100}',
        ] {
            assert_eq!(compatible(character), None, "{character}");
        }
    }

    #[test]
    fn no_mark_and_nothing_invisible_is_text_of_the_standard() {
        for character in ('\0'..=char::MAX).filter(|&c| is_invisible(c)) {
            assert!(!holds(character), "{:04X}", character as u32);
        }
        for mark in ['\u{3099}', '\u{309A}', '\u{301}', '\u{FE0F}', '\u{E0100}'] {
            assert!(follows(mark));
        }
    }
}
