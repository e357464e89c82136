//! Half-width kana.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::holds;

/// Replaces half-width kana (ｶﾅ) and their punctuation (｡｢｣､･ｰ) by full-width ones, as フリガナ and names want them. ﾞ and ﾟ
/// join the kana before them: ｶﾞ → ガ. Where there is no such character in MS932, they stay beside it: ﾜﾞ → ワ゛.
///
/// Both widths are legal in the standard, so this is a wish of the caller, never a repair. Nothing else changes.
pub fn full_width_kana(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_half_width_kana) {
        return Cow::Borrowed(text);
    }
    let mut wide = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            'ﾞ' | 'ﾟ' => add_mark(&mut wide, character),
            kana if is_half_width_kana(kana) => wide.extend(std::iter::once(kana).nfkc()),
            other => wide.push(other),
        }
    }
    Cow::Owned(wide)
}

/// The half-width forms of JIS X 0201, U+FF61 to U+FF9F.
fn is_half_width_kana(character: char) -> bool {
    ('｡'..='ﾟ').contains(&character)
}

fn add_mark(wide: &mut String, mark: char) {
    let (combining, alone) = match mark {
        'ﾞ' => ('\u{3099}', '゛'),
        _ => ('\u{309A}', '゜'),
    };
    let joined = wide
        .chars()
        .next_back()
        .and_then(|kana| unicode_normalization::char::compose(kana, combining))
        .filter(|&character| holds(character));
    match joined {
        Some(character) => {
            wide.pop();
            wide.push(character);
        }
        None => wide.push(alone),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_join_the_kana_before_them() {
        for (half, full) in [
            ("ﾔﾏﾀﾞ ｼﾞﾛｳ", "ヤマダ ジロウ"),
            ("ﾊﾟｰｷﾝｿﾝ｡", "パーキンソン。"),
            ("ｳﾞｧ", "ヴァ"),
            ("ﾜﾞｱﾟ", "ワ゛ア゜"),
            ("ﾞﾟ", "゛゜"),
            ("｢ｶ･ﾅ､｣", "「カ・ナ、」"),
            ("カﾞ", "ガ"),
        ] {
            assert_eq!(full_width_kana(half), full);
        }
    }

    #[test]
    fn text_without_half_width_kana_is_not_touched() {
        assert!(matches!(full_width_kana("ヤマダ 1番地"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn the_result_has_no_half_width_kana_and_still_encodes(text in "[｡-ﾟア-ンa-z゛]*") {
            let wide = full_width_kana(&text);
            prop_assert!(!wide.chars().any(is_half_width_kana));
            prop_assert!(crate::text::encode(&wide).is_ok());
            prop_assert_eq!(full_width_kana(&wide), wide.as_ref());
        }
    }
}
