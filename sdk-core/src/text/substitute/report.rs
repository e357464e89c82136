use std::fmt;

/// 置き換えの結果: text of the standard, and what was changed to make it so.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Substituted {
    /// The text; [`encode`](crate::text::encode) takes it.
    pub text: String,
    /// Every replacement, in the order of the text. Empty where MS932 holds the whole text.
    pub changes: Vec<Change>,
}

/// One replacement.
#[derive(Clone, PartialEq, Eq)]
pub struct Change {
    /// Which character of the given text it begins at, from 1.
    pub position: usize,
    /// What stood there: a character with the marks that follow it, or what an entry of the caller's table names.
    pub original: String,
    /// What stands there now; empty for what shows nothing.
    pub replacement: String,
    /// The step that replaced it; where it took several, the most drastic one.
    pub how: How,
}

/// 置き換え方: which step replaced a character, from the gentlest to the most drastic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// The caller's own table.
    OwnTable,
    /// The same character under another code point.
    LookAlike,
    /// Something that shows nothing, such as a variation selector, was dropped.
    Dropped,
    /// A character and its marks were composed.
    Composed,
    /// A form that says the same.
    Compatibility,
    /// 国税庁 JIS縮退マップ.
    NtaShrink,
    /// A visible 〓.
    LastResort,
}

impl How {
    /// In Japanese, for people.
    pub fn ja(self) -> &'static str {
        match self {
            Self::OwnTable => "利用者の置換表",
            Self::LookAlike => "同じ文字の別の符号",
            Self::Dropped => "見えない文字（異体字の指定など）の削除",
            Self::Composed => "濁点などの合成",
            Self::Compatibility => "同じ意味の別の書き方",
            Self::NtaShrink => "国税庁 JIS縮退マップ",
            Self::LastResort => "〓（使えない文字）",
        }
    }

    /// In English, for people.
    pub fn en(self) -> &'static str {
        match self {
            Self::OwnTable => "own table",
            Self::LookAlike => "same character, other code point",
            Self::Dropped => "invisible character (such as a variation selector) dropped",
            Self::Composed => "marks composed",
            Self::Compatibility => "form that says the same",
            Self::NtaShrink => "JIS shrink map of the National Tax Agency",
            Self::LastResort => "〓 (character that cannot be used)",
        }
    }
}

/// A character that nothing replaces, where [`LastResort::Refuse`](super::LastResort::Refuse) is set. Carries no part of
/// the text, which may be personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "character {position} is not in MS932 and nothing is known to replace it: add it to the table of substitutions or change the text"
)]
pub struct Refused {
    /// Which character of the given text, from 1.
    pub position: usize,
}

/// Why an entry of the caller's own table is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OwnEntryError {
    /// There is nothing to replace.
    #[error("the original is empty: name the character to replace")]
    Empty,
    /// MS932 holds the first character of the original, so the entry would never be used.
    #[error(
        "MS932 holds the (first) original character, so it is never replaced: leave the entry out"
    )]
    NotNeeded,
    /// MS932 does not hold the replacement.
    #[error("the replacement is not in MS932 itself: choose characters that are")]
    NotMs932,
}

impl Substituted {
    pub(super) fn change(&mut self, position: usize, original: &str, replacement: &str, how: How) {
        self.text.push_str(replacement);
        self.changes.push(Change {
            position,
            original: original.to_owned(),
            replacement: replacement.to_owned(),
            how,
        });
    }
}

/// Shows no text, which may be personal data.
impl fmt::Debug for Substituted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Substituted")
            .field("changes", &self.changes)
            .finish_non_exhaustive()
    }
}

/// Shows no text, which may be personal data.
impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Change")
            .field("position", &self.position)
            .field("how", &self.how)
            .finish_non_exhaustive()
    }
}
