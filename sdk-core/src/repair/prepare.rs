//! What must be done before a file can be cut into items: UTF-16, padding, tabs.

use std::borrow::Cow;

use super::change::Changes;
use super::{Obstacle, Repair};
use crate::document::{Document, Encoding, ForeignFormat, end_padding};

/// A file whose items can be looked at.
pub(super) struct Prepared {
    /// The file read anew; `None` where it is the document that was given.
    document: Option<Document>,
    /// Tabs and commas have changed places, in its items too.
    pub tabs: bool,
}

impl Prepared {
    pub(super) fn document<'a>(&'a self, given: &'a Document) -> &'a Document {
        self.document.as_ref().unwrap_or(given)
    }
}

pub(super) fn prepare(
    given: &Document,
    name: &str,
    changes: &mut Changes,
) -> Result<Prepared, Obstacle> {
    let mut bytes = Cow::Borrowed(given.bytes());
    if given.foreign_format() == Some(ForeignFormat::Utf16) {
        bytes = Cow::Owned(from_utf16(&bytes).ok_or(Obstacle::EncodingUnclear)?);
        changes.whole(Repair::Utf16, 1);
    }
    // A tool that adds a mark to a file that has one: reading takes the first away, as it always does.
    let surplus = surplus_marks(&bytes);
    if surplus > 0 {
        bytes = Cow::Owned(bytes[surplus..].to_vec());
    }
    let padding = end_padding(&bytes);
    if padding > 0 {
        bytes = Cow::Owned(bytes[..bytes.len() - padding].to_vec());
        changes.whole(Repair::Padding, padding);
    }
    let is_given = matches!(bytes, Cow::Borrowed(_)) && **given.name() == *name;
    let read = (!is_given).then(|| Document::read(name, bytes.into_owned()));
    let document = read.as_ref().unwrap_or(given);
    if encoding_is_unclear(document, changes) {
        return Err(Obstacle::EncodingUnclear);
    }
    if document.foreign_format() != Some(ForeignFormat::Tabs) {
        return Ok(Prepared {
            document: read,
            tabs: false,
        });
    }
    changes.whole(Repair::Tabs, 1);
    Ok(Prepared {
        document: Some(with_commas(document, name)?),
        tabs: true,
    })
}

/// The text in UTF-8; `None` where it is no UTF-16 after all.
fn from_utf16(bytes: &[u8]) -> Option<Vec<u8>> {
    let (mark, rest) = bytes.split_first_chunk::<2>()?;
    let unit = match mark {
        [0xFF, 0xFE] => u16::from_le_bytes,
        _ => u16::from_be_bytes,
    };
    let (units, odd) = rest.as_chunks::<2>();
    if !odd.is_empty() {
        return None;
    }
    let units = units.iter().map(|bytes| unit(*bytes));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.ok().map(String::into_bytes)
}

/// Bytes of the byte order marks before the last one.
fn surplus_marks(bytes: &[u8]) -> usize {
    let marks = bytes.chunks(3).take_while(|mark| mark == b"\xEF\xBB\xBF");
    marks.count().saturating_sub(1) * 3
}

/// A text that says of itself that it is Unicode, but has no Japanese character that would show it; or one that is
/// UTF-8 but for a few bytes: its characters of four bytes would be taken for 外字.
fn encoding_is_unclear(document: &Document, changes: &Changes) -> bool {
    let unicode = document.has_byte_order_mark() || changes.have(Repair::Utf16);
    let text = match document.has_byte_order_mark() {
        true => document.bytes().get(3..).unwrap_or_default(),
        false => document.bytes(),
    };
    document.encoding() == Encoding::Ms932
        && !text.is_ascii()
        && (unicode && str::from_utf8(text).is_ok() || is_rather_utf8(text))
}

/// Whether there are more characters of three or four bytes than faults. MS932 has such bytes by chance only.
fn is_rather_utf8(text: &[u8]) -> bool {
    let (mut characters, mut faults) = (0, 0);
    for chunk in text.utf8_chunks() {
        let long = |byte: &&u8| **byte >= 0xE0;
        characters += chunk.valid().as_bytes().iter().filter(long).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    characters > faults
}

/// The file with tabs and commas in each other's place, if that gives items that fit the layout.
fn with_commas(document: &Document, name: &str) -> Result<Document, Obstacle> {
    let bytes = document.bytes().iter().copied().map(swapped).collect();
    let document = Document::read(name, bytes);
    let items = document.layout().map_or(0, |layout| layout.items.len());
    let fits = document.record_count() > 0
        && document.slips().next().is_none()
        && document.records().all(|record| record.len() == items);
    fits.then_some(document).ok_or(Obstacle::TabsUnclear)
}

/// Neither byte is ever the second of a character.
pub(super) fn swapped(byte: u8) -> u8 {
    match byte {
        b'\t' => b',',
        b',' => b'\t',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::{RepairOptions, repair};

    const NAME: &str = "UP2KYO_5070022016_43_5070100002_11_20260826093000.CSV";

    #[test]
    fn utf8_with_a_broken_byte_is_not_taken_for_ms932() {
        // In MS932 the first half of 𠮷 (F0 A0) would be a 外字.
        let mut bytes = "202407,\"𠮷野 花子さんの計画\",\"".as_bytes().to_vec();
        bytes.extend_from_slice(b"\xE3\x81\"\r\n");
        let repaired = repair(
            &Document::read(NAME, bytes.clone()),
            &RepairOptions::default(),
        );
        assert_eq!(repaired.obstacle, Some(Obstacle::EncodingUnclear));
        assert!(repaired.bytes == bytes && repaired.changes.is_empty());
        let ms932 = b"202407,\"\xF0\x40\x89\xD4\x8E\x71\",\"\x81\"\r\n".to_vec();
        let repaired = repair(&Document::read(NAME, ms932), &RepairOptions::default());
        assert_eq!(repaired.obstacle, None);
    }

    #[test]
    fn marks_in_front_go_at_once() {
        let bytes = [&b"\xEF\xBB\xBF".repeat(3)[..], b"202407,505826\r\n"].concat();
        let repaired = repair(&Document::read(NAME, bytes), &RepairOptions::default());
        assert_eq!(repaired.bytes, b"202407,505826\r\n");
        assert_eq!((surplus_marks(b""), surplus_marks(b"\xEF\xBB\xBF")), (0, 0));
    }
}
