//! Free text that is legal and yet probably not what somebody wrote (File format; characters).

use std::borrow::Cow;

use super::Rule;
use super::row::{Column, Columns, Row};
use super::tell::Teller;
use crate::document::{Document, Encoding};
use crate::finding::{Code, Severity};
use crate::layout::{Layout, ValueType};
use crate::text::{self, NoteKind};

/// フリガナ is written in katakana; the standard does not say which width.
const KANA: &str = "user_name_kana";

/// The items that hold text, each looked at where it differs from the record above.
pub(super) struct FreeText {
    items: Vec<TextItem>,
    encoding: Encoding,
}

struct TextItem {
    column: Column,
    mandatory: bool,
    kana: bool,
    phone: bool,
}

impl FreeText {
    pub fn new(document: &Document, layout: &'static Layout) -> Self {
        let text = |value| matches!(value, ValueType::Text | ValueType::Phone);
        let items = layout.items.iter().filter(|item| text(item.value));
        Self {
            items: items
                .map(|item| TextItem {
                    column: Column::at(item.no),
                    mandatory: item.mandatory,
                    kana: item.ident == KANA,
                    phone: matches!(item.value, ValueType::Phone),
                })
                .collect(),
            encoding: document.encoding(),
        }
    }
}

impl<'a> Rule<'a> for FreeText {
    fn reads(&self) -> Columns {
        Columns::of(
            &self
                .items
                .iter()
                .map(|item| item.column)
                .collect::<Vec<_>>(),
        )
    }

    #[inline]
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        for item in &self.items {
            if row.is_empty(item.column) || !row.changed(item.column) {
                continue;
            }
            let value = row.value(item.column);
            // Text of another encoding than MS932 is compared as MS932 where it can be.
            let value = match self.encoding {
                Encoding::Ms932 => Some(Cow::Borrowed(value)),
                Encoding::Utf8 => str::from_utf8(value)
                    .ok()
                    .and_then(|text| text::encode(text).ok())
                    .map(Cow::Owned),
            };
            if let Some(value) = value {
                item.check(&value, row, tell);
            }
        }
    }
}

impl TextItem {
    fn check(&self, value: &[u8], row: &Row<'_>, tell: &mut Teller<'_>) {
        if self.phone {
            return self.phone(value, row, tell);
        }
        let mut worst: Option<(Code, usize)> = None;
        for note in text::scan(value) {
            let Some(code) = self.code(note.kind) else {
                continue;
            };
            if worst.is_none_or(|(worse, _)| code.severity() > worse.severity()) {
                worst = Some((code, note.position));
            }
        }
        if self.kana
            && worst.is_none_or(|(code, _)| code.severity() == Severity::Note)
            && let Some(position) = not_kana(value)
        {
            worst = Some((Code::KanaHasOther, position));
        }
        match worst {
            // The width is the same all over a file, as its writer makes it.
            Some((Code::KanaHalfWidth, _)) => {
                tell.item_once(Code::KanaHalfWidth, row, self.column);
            }
            Some((code, position)) => {
                tell.item_with(code, row.number, self.column, |finding| {
                    finding.with("position", position)
                });
            }
            None => {}
        }
    }

    fn code(&self, kind: NoteKind) -> Option<Code> {
        Some(match kind {
            // The item checks tell what is no text of the standard.
            NoteKind::NotMs932 | NoteKind::Gaiji { .. } => return None,
            NoteKind::OnlyBlanks if self.mandatory => Code::MandatoryBlank,
            NoteKind::OnlyBlanks => Code::TextOnlyBlanks,
            NoteKind::Control { .. } => Code::TextControl,
            NoteKind::Tab => Code::TextTab,
            NoteKind::LeadingBlank | NoteKind::TrailingBlank => Code::TextBlankEnds,
            NoteKind::QuestionMarks => Code::TextQuestionMarks,
            NoteKind::NumericReference => Code::TextNumericReference,
            NoteKind::Geta | NoteKind::BlackSquare => Code::TextPlaceholder,
            NoteKind::LooseVoicingMark => Code::TextLooseVoicingMark,
            NoteKind::HalfWidthKana if self.kana => Code::KanaHalfWidth,
            // Everybody reads them alike, and Python's cp932 writes other codes than Windows does.
            NoteKind::HalfWidthKana | NoteKind::OtherCode { .. } => return None,
        })
    }

    /// A number is dialled: digits, hyphens, brackets, blanks and a plus. `PhoneCharacters`.
    fn phone(&self, value: &[u8], row: &Row<'_>, tell: &mut Teller<'_>) {
        let dialled = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'(' | b')' | b'+' | b' ');
        if !value.iter().all(dialled) {
            tell.item(Code::PhoneCharacters, row.number, self.column);
        }
    }
}

/// The first character that is hiragana or kanji, from 1.
fn not_kana(value: &[u8]) -> Option<usize> {
    let other = |c: char| matches!(c, '\u{3041}'..='\u{3096}' | '\u{4E00}'..='\u{9FFF}' | '々');
    let position = text::decode(value).chars().position(other)?;
    Some(position + 1)
}

#[cfg(test)]
mod tests {
    use super::super::example::{Example, told};
    use crate::finding::Code;
    use crate::layout::FileKind;

    fn on_supplement(item: &str, value: &str) -> Vec<(Code, u32)> {
        told(&Example::of(FileKind::Uphosoku).with(item, value).check())
    }

    #[test]
    fn odd_text_is_told_and_ordinary_text_is_not() {
        let cases = [
            ("架空市中央1-1 コーポ北 2階", None),
            ("ｺｰﾎﾟ北", None),
            ("お元気ですか?", None),
            ("髙橋ビル", None),
            ("\u{3000}", Some(Code::TextOnlyBlanks)),
            ("中央1-1 ", Some(Code::TextBlankEnds)),
            ("\u{3000}中央1-1", Some(Code::TextBlankEnds)),
            ("中央\t1-1", Some(Code::TextTab)),
            ("中央\u{1a}", Some(Code::TextControl)),
            ("山?市", Some(Code::TextQuestionMarks)),
            ("&#39640;橋ビル", Some(Code::TextNumericReference)),
            ("〓橋ビル", Some(Code::TextPlaceholder)),
            ("か゛", Some(Code::TextLooseVoicingMark)),
        ];
        for (text, expected) in cases {
            let expected = Vec::from_iter(expected.map(|code| (code, 1)));
            assert_eq!(on_supplement("address_2", text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_mandatory_text_of_blanks_is_as_good_as_empty() {
        let error = [(Code::MandatoryBlank, 1)];
        assert_eq!(on_supplement("user_name", "\u{3000}"), error);
        assert_eq!(on_supplement("user_name", " "), error);
    }

    #[test]
    fn the_reading_of_a_name_is_kana() {
        assert_eq!(on_supplement(super::KANA, "サトウ　ハナコ"), []);
        assert_eq!(
            on_supplement(super::KANA, "ｻﾄｳ ﾊﾅｺ"),
            [(Code::KanaHalfWidth, 1)]
        );
        for text in ["サトウ　花子", "さとう　ハナコ"] {
            assert_eq!(on_supplement(super::KANA, text), [(Code::KanaHasOther, 1)]);
        }
    }

    #[test]
    fn telephones_have_digits() {
        for phone in ["098-000-0000", "0980000000", "(098)000-0000"] {
            assert_eq!(on_supplement("phone", phone), []);
        }
        for phone in ["０９８－０００", "なし"] {
            assert_eq!(on_supplement("phone", phone), [(Code::PhoneCharacters, 1)]);
        }
    }
}
