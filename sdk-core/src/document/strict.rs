//! The strict form of a record: free text quoted, the rest bare, MS932.

use std::ops::Range;

use super::raw_write::{has_delimiter, put_quoted};
use super::{Document, Encoding, Field, Record, SlipKind};
use crate::layout::{Item, ValueType};
use crate::text;

/// Appends what an item holds, in the strict form. Outside free text, quotes are a last resort that keeps a wrong value
/// from breaking the record.
pub(crate) fn put_content(item: &Item, content: &[u8], into: &mut Vec<u8>) {
    if !matches!(item.value, ValueType::Text) && !has_delimiter(content) {
        into.extend_from_slice(content);
        return;
    }
    put_quoted(content, into);
}

/// Where the items of a record in the strict form stand.
pub(crate) fn strict_items(record: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let mut quoted = false;
        // A doubled quote closes and opens again, which changes nothing.
        let length = record.get(start..)?.iter().position(|&byte| {
            quoted ^= byte == b'"';
            byte == b',' && !quoted
        });
        let end = length.map_or(record.len(), |length| start + length);
        next = length.map(|_| end + 1);
        Some(start..end)
    })
}

impl<'a> Field<'a> {
    /// An item of a record in the strict form.
    pub(crate) fn strict(raw: &'a [u8]) -> Self {
        Self {
            raw,
            start: 0,
            encoding: Encoding::Ms932,
        }
    }

    /// What is wrong with its quotes, if anything: then what it holds is not certain.
    pub(crate) fn slip(self) -> Option<SlipKind> {
        let Some(inner) = self.raw.strip_prefix(b"\"") else {
            return self.raw.contains(&b'"').then_some(SlipKind::Stray);
        };
        let mut bytes = inner.iter().enumerate();
        while let Some((index, _)) = bytes.find(|(_, byte)| **byte == b'"') {
            match inner.get(index + 1) {
                // A doubled quote is one quote.
                Some(b'"') => bytes.next(),
                None => return None,
                Some(_) => return Some(SlipKind::TextAfter),
            };
        }
        Some(SlipKind::Unterminated)
    }

    /// Appends the item in the strict form. What it holds keeps its bytes, unless the file is UTF-8; then it is encoded
    /// in MS932, and the error is the first character that MS932 cannot hold, counted from 1.
    pub(crate) fn put_strictly(self, item: &Item, into: &mut Vec<u8>) -> Result<(), usize> {
        if self.raw.is_empty() {
            return Ok(());
        }
        let content = self.content();
        if self.encoding == Encoding::Ms932 {
            put_content(item, &content, into);
            return Ok(());
        }
        let text = String::from_utf8_lossy(&content);
        let content =
            text::encode(&text).map_err(|(offset, _)| text[..offset].chars().count() + 1)?;
        put_content(item, &content, into);
        Ok(())
    }
}

impl<'a> Record<'a> {
    /// The document that it is of.
    pub(crate) fn document(self) -> &'a Document {
        self.document
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slips_are_told_apart() {
        for (raw, slip) in [
            ("", None),
            ("a", None),
            ("\"\"", None),
            ("\"a\"\"b\"", None),
            ("a\"b", Some(SlipKind::Stray)),
            ("\"", Some(SlipKind::Unterminated)),
            ("\"a\"\"", Some(SlipKind::Unterminated)),
            ("\"a\"b", Some(SlipKind::TextAfter)),
            ("\"a\"b\"", Some(SlipKind::TextAfter)),
        ] {
            assert_eq!(Field::strict(raw.as_bytes()).slip(), slip, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn an_item_has_a_slip_where_the_reader_tells_one(bytes in "[a,\"\r\n]{0,12}") {
            let document = Document::read("DLTPLAN_", bytes.into_bytes());
            let told: Vec<_> = document.slips().map(|(_, record, no, _)| (record, no)).collect();
            for record in document.records() {
                for (field, no) in record.fields().zip(1..) {
                    let told = told.contains(&(record.number() as u32, no));
                    prop_assert_eq!(field.slip().is_some(), told);
                }
            }
        }
    }
}
