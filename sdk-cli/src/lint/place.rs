//! Where in a file a finding is: bytes, lines and columns.

use std::collections::HashMap;
use std::ops::Range;

use careplan_core::document::Document;
use careplan_core::finding::Finding;

use super::lines;

/// From here on nobody counts columns.
const LONGEST_LINE: usize = 1 << 16;

/// The bytes that a finding is about; those of the record where it names nothing smaller.
pub(super) fn bytes(document: &Document, finding: &Finding) -> Option<Range<usize>> {
    let record = || document.record(usize::try_from(finding.record?).ok()?);
    let place = finding.place.clone().or_else(|| Some(record()?.place()))?;
    Some(usize::try_from(place.start).ok()?..usize::try_from(place.end).ok()?)
}

/// The lines in which findings of a document begin and end.
pub(super) struct Lines(HashMap<usize, usize>);

impl Lines {
    pub(super) fn of<'a>(document: &Document, findings: impl Iterator<Item = &'a Finding>) -> Self {
        let places = findings.filter_map(|finding| bytes(document, finding));
        let mut offsets: Vec<_> = places.flat_map(|place| [place.start, place.end]).collect();
        offsets.sort_unstable();
        offsets.dedup();
        let lines = lines::numbers(document.bytes(), &offsets);
        Self(offsets.into_iter().zip(lines).collect())
    }

    /// The line, from 1, of the beginning or end of a place.
    pub(super) fn number(&self, offset: usize) -> Option<usize> {
        self.0.get(&offset).copied()
    }
}

/// The column of an offset, from 1, in characters; `None` in the far end of a very long line.
pub(super) fn column(document: &Document, offset: usize) -> Option<usize> {
    let bytes = document.bytes();
    let before = &bytes[offset.saturating_sub(LONGEST_LINE)..offset.min(bytes.len())];
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let start = match before.iter().rposition(is_end) {
        Some(end) => end + 1,
        None if before.len() < offset => return None,
        None => 0,
    };
    Some(document.decode(&before[start..]).chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use careplan_core::text::encode;

    use super::*;

    #[test]
    fn columns_count_characters() {
        let document = Document::read("x.csv", encode("1,a\r\n利用者,介護").unwrap());
        let at = |offset| column(&document, offset);
        assert_eq!(
            (at(0), at(2), at(5), at(11)),
            (Some(1), Some(3), Some(1), Some(4))
        );
        assert_eq!(at(999), Some(7));
        let long = Document::read("x.csv", vec![b'1'; LONGEST_LINE + 2]);
        assert_eq!(column(&long, LONGEST_LINE), Some(LONGEST_LINE + 1));
        assert_eq!(column(&long, LONGEST_LINE + 1), None);
    }
}
