//! Text that may go to a terminal: how wide it is, how it is cut, and which characters must not get there.

use std::borrow::Cow;
use std::path::Path;

use unicode_width::UnicodeWidthChar;

/// Columns that a text takes: kanji and kana take two.
pub fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(character: char) -> usize {
    character.width().unwrap_or(0)
}

/// The text with characters that would steer the terminal replaced by ones that can be seen.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text
        .chars()
        .any(|character| replacement(character).is_some())
    {
        let shown = text.chars().map(|c| replacement(c).unwrap_or(c));
        Cow::Owned(shown.collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// The same for a text of several lines.
pub fn lines(text: &str) -> String {
    let shown: Vec<_> = text.split('\n').map(visible).collect();
    shown.join("\n")
}

fn replacement(character: char) -> Option<char> {
    match character {
        // The block U+2400 has a picture for every control character of ASCII.
        '\0'..='\x1F' => char::from_u32(0x2400 + u32::from(character)),
        '\x7F' => Some('␡'),
        // C1 controls, and marks that change the direction of the text around them.
        '\u{80}'..='\u{9F}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' => Some(char::REPLACEMENT_CHARACTER),
        _ => None,
    }
}

/// A path as people read it.
pub fn path(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// The beginning of a text, at most `columns` wide, with … where it was cut.
pub fn cut_end(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut kept = take(text.chars(), columns.saturating_sub(1));
    kept.push('…');
    Cow::Owned(kept)
}

/// The end of a text, at most `columns` wide, with … where it was cut.
pub fn cut_start(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut kept = take(text.chars().rev(), columns.saturating_sub(1));
    kept.push('…');
    Cow::Owned(kept.chars().rev().collect())
}

/// As many characters as fit.
fn take(characters: impl Iterator<Item = char>, columns: usize) -> String {
    let mut used = 0;
    characters
        .take_while(|&character| {
            used += char_width(character);
            used <= columns
        })
        .collect()
}

/// The text, filled with blanks to `columns`.
pub fn pad_end(text: &str, columns: usize) -> String {
    let blanks = columns.saturating_sub(width(text));
    format!("{text}{:blanks$}", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kanji_take_two_columns() {
        assert_eq!(width("ab利用ｱ"), 7);
        assert_eq!(pad_end("利用", 6), "利用  ");
    }

    #[test]
    fn texts_are_cut_at_characters() {
        assert_eq!(cut_end("利用者名", 8), "利用者名");
        assert_eq!(cut_end("利用者名", 6), "利用…");
        assert_eq!(cut_start("利用者名", 5), "…者名");
        assert_eq!(cut_end("abc", 0), "…");
    }

    #[test]
    fn controls_become_visible() {
        assert_eq!(
            visible("a\x1B[31m\r\u{9B}\u{202E}"),
            "a␛[31m␍\u{FFFD}\u{FFFD}"
        );
        assert!(matches!(visible("氏名"), Cow::Borrowed(_)));
    }
}
