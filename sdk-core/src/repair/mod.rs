//! 安全な修正: brings a file into the form of the standard without touching what it says.
//!
//! A repair is done only where there is one right form and it is certain: encoding, quotes, line ends, the extension, a
//! date with separators. No value is ever guessed, and a file that needs nothing comes back byte for byte. Every change is
//! reported, equal ones counted together.

mod change;
mod form;
mod name;
mod prepare;
mod records;
mod to_ms932;

use std::fmt;

pub use change::{Change, Repair, Substitution};

use crate::document::{Document, MAX_FILE_BYTES};
use crate::finding::{ItemRef, Lang};
use crate::layout::FileKind;
use crate::text::{LastResort, Step, Substitutions};
use change::Changes;

/// What the caller decides about a repair.
///
/// The default replaces only what says the same: 〜 becomes ～, but 噓 does not become 嘘, and nothing becomes 〓, because
/// the name of a person would be lost for good. [`Substitutions::new`] replaces those too.
#[derive(Clone, Debug)]
pub struct RepairOptions {
    /// What is written for characters that MS932 cannot hold, and for 外字.
    pub substitutions: Substitutions,
}

impl Default for RepairOptions {
    fn default() -> Self {
        let substitutions = Substitutions::new()
            .without(Step::NtaShrink)
            .last_resort(LastResort::Refuse);
        Self { substitutions }
    }
}

/// 修正の結果: a file after its repairs.
#[derive(Clone, PartialEq, Eq)]
pub struct Repaired {
    /// The file name.
    pub name: String,
    /// The bytes; the same as before where there are no changes but to the name.
    pub bytes: Vec<u8>,
    /// What was changed. Empty for a file that needs nothing.
    pub changes: Vec<Change>,
    /// Why some repairs could not be done.
    pub obstacle: Option<Obstacle>,
}

/// 修正できない理由: what stands in the way of repairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The name does not say what kind of file it is: nothing was touched.
    UnknownKind,
    /// Broken quotes: where items end is not certain, so only the file as a whole was repaired.
    BrokenQuotes,
    /// The encoding cannot be told for certain: the content was not touched.
    EncodingUnclear,
    /// Separated by tabs, and the items do not fit the layout: the content was not touched.
    TabsUnclear,
    /// A character that MS932 lacks and nothing replaces: the content was not touched.
    NotMs932 {
        /// The data record, from 1; `None` in a header or where records are not clear.
        record: Option<u32>,
        /// The item.
        item: Option<ItemRef>,
    },
}

impl Obstacle {
    /// What it is and what to do, for people.
    pub fn text(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::UnknownKind => (
                "ファイル名から種別が分からないため、何も変えていません。UPPLAN_ など標準仕様の種別で始まる名前にしてください。",
                "The file name does not say what kind of file it is, so nothing was changed. Name it after a kind of the standard, such as UPPLAN_.",
            ),
            Self::BrokenQuotes => (
                "「\"」の使い方に誤りがあり項目の区切りが分からないため、項目は変えていません。「\"」を直してから、もう一度実行してください。",
                "The quotes are wrong and where items end is not certain, so no item was changed. Mend the quotes, then run this again.",
            ),
            Self::EncodingUnclear => (
                "文字コードを確実に判断できないため、内容は変えていません。MS932 で出力し直してください。",
                "The encoding cannot be told for certain, so the content was not changed. Export it again in MS932.",
            ),
            Self::TabsUnclear => (
                "タブ区切りですが項目数がレイアウトと合わないため、内容は変えていません。「,」で区切って出力し直してください。",
                "The file is separated by tabs, but its items do not fit the layout, so the content was not changed. Export it again with commas.",
            ),
            Self::NotMs932 { .. } => (
                "MS932 にない文字があり、置き換え方が決められていないため、内容は変えていません。置換表にその文字を加えるか、文字を直してください。",
                "There is a character that MS932 lacks and that nothing replaces, so the content was not changed. Add it to the table of substitutions or change the text.",
            ),
        };
        lang.pick(ja, en)
    }
}

/// Applies the safe repairs to a file.
///
/// ```
/// use careplan_core::document::Document;
/// use careplan_core::repair::{Repair, RepairOptions, repair};
///
/// let name = "DLTPLAN_202609_5070022016_43_5070100002_11_20260826093000.csv";
/// let document = Document::read(name, b"202407,=\"505826\",0000100000,2026/09\n".to_vec());
/// let repaired = repair(&document, &RepairOptions::default());
/// assert_eq!(repaired.name, name.replace("csv", "CSV"));
/// assert_eq!(repaired.bytes, b"202407,505826,0000100000,202609\r\n");
/// let done: Vec<_> = repaired.changes.iter().map(|change| change.what).collect();
/// assert_eq!(done, [Repair::FileName, Repair::LineEnds, Repair::ExcelWrapper, Repair::DateForm]);
/// ```
pub fn repair(document: &Document, options: &RepairOptions) -> Repaired {
    let mut changes = Changes::default();
    let name = name::repaired(document.name());
    if name.is_some() {
        changes.whole(Repair::FileName, 1);
    }
    let name = name.unwrap_or_else(|| document.name().to_string());
    let untouched = |obstacle, changes: Changes| Repaired {
        name: name.clone(),
        bytes: document.bytes().to_vec(),
        changes: changes.finish(),
        obstacle,
    };
    match FileKind::of_name(&name) {
        None => return untouched(Some(Obstacle::UnknownKind), changes),
        Some(FileKind::UpkihonImage) => return untouched(None, changes),
        Some(_) if document.bytes().len() > MAX_FILE_BYTES => return untouched(None, changes),
        Some(_) => {}
    }
    let name_only = changes.clone();
    match content(document, &name, options, &mut changes) {
        Ok(Content { bytes, obstacle }) => Repaired {
            bytes: bytes.unwrap_or_else(|| document.bytes().to_vec()),
            changes: changes.finish(),
            obstacle,
            name,
        },
        Err(obstacle) => untouched(Some(obstacle), name_only),
    }
}

/// The repaired bytes, or `None` for those of the document.
struct Content {
    bytes: Option<Vec<u8>>,
    obstacle: Option<Obstacle>,
}

fn content(
    document: &Document,
    name: &str,
    options: &RepairOptions,
    changes: &mut Changes,
) -> Result<Content, Obstacle> {
    let prepared = prepare::prepare(document, name, changes)?;
    let source = prepared.document(document);
    let rewriting = records::Rewriting::of(source, prepared.tabs, &options.substitutions);
    let (bytes, obstacle) = match rewriting {
        Some(rewriting) => (rewriting.run(changes)?, None),
        None => (
            to_ms932::whole_file(source, &options.substitutions, changes),
            Some(Obstacle::BrokenQuotes),
        ),
    };
    // Bytes that were rewritten without a change to report are the bytes that were there.
    let bytes = changes.touch_content().then_some(bytes);
    Ok(Content { bytes, obstacle })
}

/// What a file holds is personal data.
impl fmt::Debug for Repaired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Repaired")
            .field("bytes", &self.bytes.len())
            .field("changes", &self.changes)
            .field("obstacle", &self.obstacle)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
