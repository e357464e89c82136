//! Looks through MS932 text for what is odd: illegal, or legal and yet probably not what somebody wrote.

mod script;

use script::{Script, script};

use super::table::{Pair, TABLES, Tables, character};

/// Something odd in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextNote {
    /// Which character it begins at, from 1. A faulty byte counts as one character, as [`decode`](super::decode) shows it.
    pub position: usize,
    /// How many characters it goes on for, at least 1.
    pub length: usize,
    /// What it is.
    pub kind: NoteKind,
}

/// What is odd about a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoteKind {
    /// Bytes that are no character of MS932. Illegal.
    NotMs932,
    /// 外字: a user-defined character (EUDC F040–F9FC), which only the sender's machine can show. Illegal.
    Gaiji {
        /// Its code, such as 0xF040.
        code: u16,
    },
    /// A control character that text does not need: everything below blank but tab, CR and LF, and DEL.
    Control {
        /// Its code: 0x1A is Ctrl-Z, the end of file of old programs.
        code: u8,
    },
    /// Tab characters.
    Tab,
    /// A character with several codes in MS932, written with one that Windows does not write. Legal, and the same to
    /// everybody who decodes; programs that compare bytes see two characters. 398 codes are of this kind. Python's cp932, for
    /// one, writes 髙 as EEE0 where Windows writes FBFC, so files are full of them: at most worth a remark.
    OtherCode {
        /// The code as written, of NEC's row 13, NEC's selection of IBM's characters or IBM's own.
        code: u16,
        /// The code that [`encode`](super::encode) writes.
        usual: u16,
    },
    /// The text begins with blanks, half or full width.
    LeadingBlank,
    /// The text ends with blanks, half or full width.
    TrailingBlank,
    /// The text is nothing but blanks.
    OnlyBlanks,
    /// Half-width kana. Legal.
    HalfWidthKana,
    /// `?` where a question mark is unlikely: two or more (but not after a kana at the end of what is said), or one at the
    /// beginning of a word or within one. Probably what a conversion left of characters that it could not hold.
    QuestionMarks,
    /// `&#12345;` or `&#x9AD9;`, which a conversion left of a character that it could not hold.
    NumericReference,
    /// 〓, which is written for a character that cannot be.
    Geta,
    /// ■ between the characters of a word, probably written for a character that cannot be. ■ at the beginning of a line, or
    /// beside □ as in forms, is left in peace.
    BlackSquare,
    /// ゛ or ゜ as a character of its own behind a kana, where か゛ is not が.
    LooseVoicingMark,
}

/// Looks through the text of an item (without its quotes) in one pass. Notes come in the order of the text; runs of the same
/// kind are one note.
///
/// CR and LF are legal in text and give none. 〜 (U+301C) and ～ (U+FF5E) are one code in MS932, 8160, so which of them
/// somebody typed cannot be seen in the bytes and needs no note; the same goes for − — ‖ ¢ £ ¬ ([`encode`](super::encode)).
pub fn scan(text: &[u8]) -> Notes<'_> {
    Notes {
        tables: &TABLES,
        text,
        offset: 0,
        position: 1,
        before: 0..0,
        has_white_square: None,
    }
}

/// The notes on a text: see [`scan`].
pub struct Notes<'t> {
    tables: &'static Tables,
    text: &'t [u8],
    /// Of the next character.
    offset: usize,
    /// Of the next character.
    position: usize,
    /// The bytes of the character before.
    before: std::ops::Range<usize>,
    /// Whether □ occurs anywhere; asked only where it matters.
    has_white_square: Option<bool>,
}

impl Iterator for Notes<'_> {
    type Item = TextNote;

    fn next(&mut self) -> Option<TextNote> {
        loop {
            self.skip_plain();
            let lead = *self.text.get(self.offset)?;
            let position = self.position;
            let kind = match class(lead) {
                Class::Pair => self.pair(lead),
                Class::Blank => self.blanks(),
                other => self.single(lead, other),
            };
            if let Some(kind) = kind {
                return Some(TextNote {
                    position,
                    length: self.position - position,
                    kind,
                });
            }
        }
    }
}

impl Notes<'_> {
    /// Goes on to the next character that may be odd.
    fn skip_plain(&mut self) {
        let (mut offset, mut position, mut before) =
            (self.offset, self.position, self.before.start);
        while let Some(&lead) = self.text.get(offset) {
            let width = match class(lead) {
                Class::Plain => 1,
                Class::Pair
                    if self.tables.pair(lead, self.text.get(offset + 1).copied())
                        == Pair::Plain =>
                {
                    2
                }
                _ => break,
            };
            before = offset;
            offset += width;
            position += 1;
        }
        if offset > self.offset {
            self.before = before..offset;
        }
        (self.offset, self.position) = (offset, position);
    }

    /// Steps over a character.
    fn step(&mut self, width: usize) {
        self.before = self.offset..self.offset + width;
        self.offset += width;
        self.position += 1;
    }

    /// Steps over a run of characters of one byte each.
    fn run(&mut self, belongs: impl Fn(u8) -> bool) {
        while self
            .text
            .get(self.offset)
            .is_some_and(|&byte| belongs(byte))
        {
            self.step(1);
        }
    }

    fn single(&mut self, lead: u8, class: Class) -> Option<NoteKind> {
        match class {
            Class::Tab => {
                self.run(|byte| byte == b'\t');
                Some(NoteKind::Tab)
            }
            Class::Kana => {
                self.run(|byte| (0xA1..=0xDF).contains(&byte));
                Some(NoteKind::HalfWidthKana)
            }
            Class::Question => self.question_marks(),
            Class::Ampersand => self.reference(),
            Class::Control => {
                self.step(1);
                Some(NoteKind::Control { code: lead })
            }
            _ => {
                self.step(1);
                Some(NoteKind::NotMs932)
            }
        }
    }

    fn pair(&mut self, lead: u8) -> Option<NoteKind> {
        let trail = self.text.get(self.offset + 1).copied();
        let code = u16::from(lead) << 8 | u16::from(trail.unwrap_or(0));
        match self.tables.pair(lead, trail) {
            Pair::Nothing => {
                // As decoders do: an ASCII byte behind a faulty one is a character of its own.
                self.step(if trail.is_some_and(|byte| byte >= 0x80) {
                    2
                } else {
                    1
                });
                Some(NoteKind::NotMs932)
            }
            Pair::Gaiji => {
                self.step(2);
                Some(NoteKind::Gaiji { code })
            }
            Pair::OtherCode => {
                let usual = self.usual(code);
                self.step(2);
                Some(NoteKind::OtherCode { code, usual })
            }
            Pair::Geta => {
                while self.text.get(self.offset..self.offset + 2) == Some(&GETA) {
                    self.step(2);
                }
                Some(NoteKind::Geta)
            }
            Pair::BlackSquare => self.black_square(),
            Pair::VoicingMark => {
                let loose = self.script_before().is_kana();
                self.step(2);
                loose.then_some(NoteKind::LooseVoicingMark)
            }
            Pair::Blank => self.blanks(),
            Pair::Plain => {
                self.step(2);
                None
            }
        }
    }

    fn usual(&self, code: u16) -> u16 {
        let [lead, trail] = code.to_be_bytes();
        character(lead, trail)
            .and_then(|character| self.tables.code(character))
            .unwrap_or(code)
    }

    /// Blanks are odd at both ends only.
    fn blanks(&mut self) -> Option<NoteKind> {
        let first = self.offset == 0;
        while let Some(rest) = self.text.get(self.offset..).filter(|rest| !rest.is_empty()) {
            match rest {
                [b' ', ..] => self.step(1),
                [0x81, 0x40, ..] => self.step(2),
                _ => break,
            }
        }
        let last = self.offset == self.text.len();
        match (first, last) {
            (true, true) => Some(NoteKind::OnlyBlanks),
            (true, false) => Some(NoteKind::LeadingBlank),
            (false, true) => Some(NoteKind::TrailingBlank),
            (false, false) => None,
        }
    }

    fn question_marks(&mut self) -> Option<NoteKind> {
        let before = self.script_before();
        let from = self.offset;
        self.run(|byte| byte == b'?');
        let several = self.offset - from > 1;
        let after = self.script_at(self.offset);
        let odd = match before {
            // 「お元気ですか?」「?はい」: people do write so, and rarely put anything but a word behind.
            Script::Hiragana | Script::Katakana => several && after.is_word(),
            Script::Kanji | Script::End | Script::Blank => several || after.is_word(),
            Script::Ascii => several && after.is_word(),
            Script::Other => several,
        };
        odd.then_some(NoteKind::QuestionMarks)
    }

    /// `&#`, 1 to 7 digits (or `x` and 1 to 6 hexadecimal ones), `;`.
    fn reference(&mut self) -> Option<NoteKind> {
        let rest = self.text.get(self.offset..).unwrap_or_default();
        let Some(length) = reference_length(rest) else {
            self.step(1);
            return None;
        };
        for _ in 0..length {
            self.step(1);
        }
        Some(NoteKind::NumericReference)
    }

    fn black_square(&mut self) -> Option<NoteKind> {
        let before = self.script_before();
        self.step(2);
        let within = before.is_word() && self.script_at(self.offset).is_word();
        (within && !self.has_white_square()).then_some(NoteKind::BlackSquare)
    }

    fn has_white_square(&mut self) -> bool {
        let text = self.text;
        *self.has_white_square.get_or_insert_with(|| {
            // In the wrong half of two characters the pair could only hide a note, never make one.
            text.windows(2).any(|pair| pair == WHITE_SQUARE)
        })
    }

    fn script_before(&self) -> Script {
        script(self.text.get(self.before.clone()).unwrap_or_default())
    }

    fn script_at(&self, offset: usize) -> Script {
        let rest = self.text.get(offset..).unwrap_or_default();
        let width = match rest {
            [lead, _, ..] if class(*lead) == Class::Pair => 2,
            _ => rest.len().min(1),
        };
        script(rest.get(..width).unwrap_or_default())
    }
}

const GETA: [u8; 2] = [0x81, 0xAC];
const WHITE_SQUARE: [u8; 2] = [0x81, 0xA0];

fn reference_length(text: &[u8]) -> Option<usize> {
    let (prefix, most, digits) = match text {
        [b'&', b'#', b'x' | b'X', digits @ ..] => (3, 6, digits),
        [b'&', b'#', digits @ ..] => (2, 7, digits),
        _ => return None,
    };
    let count = digits
        .iter()
        .take(most + 1)
        .take_while(|byte| match prefix {
            3 => byte.is_ascii_hexdigit(),
            _ => byte.is_ascii_digit(),
        })
        .count();
    ((1..=most).contains(&count) && digits.get(count) == Some(&b';')).then_some(prefix + count + 1)
}

/// What a byte at the beginning of a character says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    Pair,
    Blank,
    Tab,
    Control,
    Question,
    Ampersand,
    Kana,
    Nothing,
}

fn class(byte: u8) -> Class {
    CLASSES[usize::from(byte)]
}

static CLASSES: [Class; 256] = {
    let mut classes = [Class::Plain; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'\t' => Class::Tab,
            b'\r' | b'\n' => Class::Plain,
            0..=0x1F | 0x7F => Class::Control,
            b' ' => Class::Blank,
            b'?' => Class::Question,
            b'&' => Class::Ampersand,
            0x81..=0x9F | 0xE0..=0xFC => Class::Pair,
            0xA1..=0xDF => Class::Kana,
            0x80 | 0xA0 | 0xFD..=0xFF => Class::Nothing,
            _ => Class::Plain,
        };
        byte += 1;
    }
    classes
};

#[cfg(test)]
mod tests;
