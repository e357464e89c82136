/// What kind of writing a character is, as far as telling a question from a lost character needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// No character: the beginning or the end of the text.
    End,
    /// A blank, a tab or the end of a line.
    Blank,
    /// Printable ASCII.
    Ascii,
    Hiragana,
    /// Katakana and ー, half-width kana too.
    Katakana,
    /// Kanji, 々, and full-width letters and digits.
    Kanji,
    /// Signs and punctuation.
    Other,
}

impl Script {
    pub(super) fn is_kana(self) -> bool {
        matches!(self, Self::Hiragana | Self::Katakana)
    }

    /// Stands within words written in two bytes.
    pub(super) fn is_word(self) -> bool {
        matches!(self, Self::Hiragana | Self::Katakana | Self::Kanji)
    }
}

/// Of the bytes of one character.
pub(super) fn script(character: &[u8]) -> Script {
    match *character {
        [] => Script::End,
        [b' ' | b'\t' | b'\r' | b'\n'] | [0x81, 0x40] => Script::Blank,
        [0x21..=0x7E] => Script::Ascii,
        [0xA6..=0xDF] => Script::Katakana,
        [lead, trail] => pair(u16::from_be_bytes([lead, trail])),
        _ => Script::Other,
    }
}

fn pair(code: u16) -> Script {
    match code {
        0x829F..=0x82F1 => Script::Hiragana,
        0x815B | 0x8152..=0x8155 | 0x8340..=0x8396 => Script::Katakana,
        // 々〆〇, full-width digits and letters, the kanji, 外字 and IBM's kanji.
        0x8158..=0x815A
        | 0x824F..=0x829A
        | 0x889F..=0xEAA4
        | 0xED40..=0xEEEC
        | 0xF040..=0xF9FC
        | 0xFA5C..=0xFC4B => Script::Kanji,
        _ => Script::Other,
    }
}
