//! Text into MS932, with the substitutions that takes.

use super::change::{Changes, Place, Substitution};
use super::{Obstacle, Repair};
use crate::document::{Document, Encoding, has_delimiter};
use crate::text::{self, Substituted, Substitutions, TextFault};

/// Brings what items hold into MS932.
pub(super) struct ToMs932<'a> {
    encoding: Encoding,
    substitutions: &'a Substitutions,
}

impl<'a> ToMs932<'a> {
    pub(super) fn of(document: &Document, substitutions: &'a Substitutions) -> Self {
        Self {
            encoding: document.encoding(),
            substitutions,
        }
    }

    /// What an item holds in MS932; `None` where that is what it holds now.
    pub(super) fn convert(
        &self,
        content: &[u8],
        at: Place,
        changes: &mut Changes,
    ) -> Result<Option<Vec<u8>>, Obstacle> {
        if content.is_ascii() {
            return Ok(None);
        }
        match (self.encoding, str::from_utf8(content)) {
            (Encoding::Ms932, _) => Ok(self.without_gaiji(content, at, changes)),
            (Encoding::Utf8, Ok(text)) => self.unicode(text, at, changes).map(Some),
            (Encoding::Utf8, Err(_)) => Err(Obstacle::EncodingUnclear),
        }
    }

    fn unicode(&self, text: &str, at: Place, changes: &mut Changes) -> Result<Vec<u8>, Obstacle> {
        let refused = Obstacle::NotMs932 {
            record: at.record,
            item: at.item,
        };
        let done = self.substitutions.apply(text).map_err(|_| refused)?;
        let bytes = text::encode(&done.text).map_err(|_| refused)?;
        report(done, at, changes);
        Ok(bytes)
    }

    /// Replaces 外字 one by one; the bytes between them stay, since some characters have several codes.
    fn without_gaiji(&self, content: &[u8], at: Place, changes: &mut Changes) -> Option<Vec<u8>> {
        let (mut converted, mut rest, mut replaced) = (Vec::new(), content, false);
        while let Err(fault) = text::check(rest) {
            let (TextFault::Gaiji { offset } | TextFault::NotMs932 { offset }) = fault;
            let length = match fault {
                TextFault::Gaiji { .. } => 2,
                TextFault::NotMs932 { .. } => 1,
            };
            let (before, from) = rest.split_at(offset);
            let (faulty, after) = from.split_at(length.min(from.len()));
            converted.extend_from_slice(before);
            match self.gaiji(faulty) {
                Some((bytes, done)) => {
                    converted.extend_from_slice(&bytes);
                    report(done, at, changes);
                    replaced = true;
                }
                None => converted.extend_from_slice(faulty),
            }
            rest = after;
        }
        converted.extend_from_slice(rest);
        replaced.then_some(converted)
    }

    /// What is written for a 外字; `None` for bytes that are no character, and where nothing may replace it.
    fn gaiji(&self, bytes: &[u8]) -> Option<(Vec<u8>, Substituted)> {
        if bytes.len() != 2 {
            return None;
        }
        let done = self.substitutions.apply(&text::decode(bytes)).ok()?;
        Some((text::encode(&done.text).ok()?, done))
    }
}

/// A file whose items cannot be told apart, with what can be done to it as a whole.
pub(super) fn whole_file(
    document: &Document,
    substitutions: &Substitutions,
    changes: &mut Changes,
) -> Vec<u8> {
    let mut bytes = document.bytes();
    if document.has_byte_order_mark() {
        bytes = &bytes[3..];
        changes.whole(Repair::ByteOrderMark, 1);
    }
    if document.encoding() != Encoding::Utf8 {
        return bytes.to_vec();
    }
    let converted = str::from_utf8(bytes)
        .ok()
        .and_then(|text| substitutions.apply(text).ok())
        .and_then(|done| Some((text::encode(&done.text).ok()?, done)));
    match converted {
        // A replacement with a quote in it would break the file further.
        Some((converted, done)) if !done.changes.iter().any(adds_delimiter) => {
            if !changes.have(Repair::Utf16) {
                changes.whole(Repair::Utf8, 1);
            }
            report(done, Place::default(), changes);
            converted
        }
        _ => bytes.to_vec(),
    }
}

fn adds_delimiter(change: &text::Change) -> bool {
    has_delimiter(change.replacement.as_bytes())
}

fn report(done: Substituted, at: Place, changes: &mut Changes) {
    for change in done.changes {
        let substitution = Substitution {
            original: change.original,
            replacement: change.replacement,
            how: change.how,
        };
        changes.substitution(at, substitution);
    }
}
