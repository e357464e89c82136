//! Findings: what is wrong with a file or a set, where, and how to mend it, in Japanese and English.

mod blanks;
mod code;
mod error;
mod list;
mod profile;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use code::Code;
pub use list::Findings;
use profile::Rating;
pub use profile::{CheckProfile, CheckProfileError, Receiver};

use crate::layout::Item;

/// The language of what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// 日本語.
    #[default]
    Ja,
    /// English.
    En,
}

impl Lang {
    /// The text in this language.
    pub fn pick<T>(self, ja: T, en: T) -> T {
        match self {
            Self::Ja => ja,
            Self::En => en,
        }
    }
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; every importer reads it.
    Note,
    /// Legal or unclear in the standard, but some importer may stumble.
    Warning,
    /// Against the standard; a strict importer refuses it.
    Error,
}

impl Severity {
    /// `error`, `warning` or `note`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// エラー, 警告 or 注記.
    pub fn name_ja(self) -> &'static str {
        match self {
            Self::Note => "注記",
            Self::Warning => "警告",
            Self::Error => "エラー",
        }
    }
}

/// One thing that is wrong, or worth knowing, and where.
///
/// Messages and hints never contain the offending value, which may be personal data; it stands apart, in
/// [`Finding::value`]. Debug leaves it out, and the file name too, which anybody may have chosen.
#[derive(Clone, PartialEq)]
pub struct Finding {
    /// What it is.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// The file's name as it was given; empty for a finding on a set.
    pub file: Arc<str>,
    /// The data record, from 1; `None` on a whole file.
    pub record: Option<u32>,
    /// The item; `None` on a whole record or file.
    pub item: Option<ItemRef>,
    /// The offending bytes in the file.
    pub place: Option<Range<u32>>,
    /// The offending value, cut after [`MAX_VALUE_CHARS`] characters.
    pub value: Option<Box<str>>,
    /// What the messages say in their blanks.
    args: Vec<Arg>,
}

/// One filled blank.
#[derive(Clone, PartialEq)]
struct Arg {
    name: &'static str,
    ja: Box<str>,
    en: Box<str>,
}

/// Longest value that a finding repeats.
pub const MAX_VALUE_CHARS: usize = 80;

/// The item that a finding is about: No. and name of the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemRef {
    /// 項番, from 1.
    pub no: u16,
    /// 項目名.
    pub name: &'static str,
}

impl From<&'static Item> for ItemRef {
    fn from(item: &'static Item) -> Self {
        Self {
            no: item.no,
            name: item.name_ja,
        }
    }
}

impl Finding {
    /// A finding on a whole file or set, with the severity of the catalogue.
    pub fn new(code: Code, file: Arc<str>) -> Self {
        Self {
            code,
            severity: code.severity(),
            file,
            record: None,
            item: None,
            place: None,
            value: None,
            args: Vec::new(),
        }
    }

    /// On a data record, from 1.
    #[must_use]
    pub fn at_record(mut self, record: u32) -> Self {
        self.record = Some(record);
        self
    }

    /// On an item.
    #[must_use]
    pub fn at_item(mut self, item: impl Into<ItemRef>) -> Self {
        self.item = Some(item.into());
        self
    }

    /// On these bytes.
    #[must_use]
    pub fn at_place(mut self, place: Range<u32>) -> Self {
        self.place = Some(place);
        self
    }

    /// With the offending value.
    #[must_use]
    pub fn with_value(mut self, value: &str) -> Self {
        let mut cut: String = value.chars().take(MAX_VALUE_CHARS).collect();
        if cut.len() < value.len() {
            cut.push('…');
        }
        self.value = Some(cut.into());
        self
    }

    /// Fills the blank `{name}` of the messages. Never give it the offending value.
    #[must_use]
    pub fn with(self, name: &'static str, text: impl fmt::Display) -> Self {
        let text = text.to_string();
        self.with_both(name, &text, &text)
    }

    /// Fills the blank `{name}` with another text in each language.
    #[must_use]
    pub fn with_both(mut self, name: &'static str, ja: &str, en: &str) -> Self {
        self.args.push(Arg {
            name,
            ja: ja.into(),
            en: en.into(),
        });
        self
    }

    /// What is wrong.
    pub fn message(&self, lang: Lang) -> String {
        self.fill(self.code.message(lang), lang)
    }

    /// How to mend it.
    pub fn hint(&self, lang: Lang) -> String {
        self.fill(self.code.hint(lang), lang)
    }

    fn fill(&self, template: &str, lang: Lang) -> String {
        let mut text = template.to_owned();
        if let Some(item) = self.item {
            text = text.replace("{item}", item.name);
        }
        for arg in &self.args {
            text = text.replace(&format!("{{{}}}", arg.name), lang.pick(&arg.ja, &arg.en));
        }
        text
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.severity.as_str(), self.code.as_str())?;
        if let Some(record) = self.record {
            write!(f, " record {record}")?;
        }
        if let Some(item) = self.item {
            write!(f, " item {} {}", item.no, item.name)?;
        }
        write!(f, ": {}", self.message(Lang::En))
    }
}
