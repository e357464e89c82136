//! Cuts a file into records and items, as bytes.
//!
//! In MS932 (and in UTF-8) no character has `,` `"` CR or LF as a later byte, so the delimiters can be found without
//! decoding, 64 bytes at a time.

use wide::u8x16;

/// Items of a record that are kept apart; the largest layout has 71.
const MOST_ITEMS: usize = 1024;
/// Faults in the use of quotes that are kept; a file with so many is not read any further by a person.
const MOST_SLIPS: usize = 10_000;

/// One record: where it starts, and which of [`Split::ends`] is the end of its first item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RecordStart {
    pub offset: u32,
    pub first_item: u32,
}

/// A file, cut.
#[derive(Debug, Default)]
pub(super) struct Split {
    /// End of every item; its start is one past the end before it, or the start of its record.
    pub ends: Vec<u32>,
    pub records: Vec<RecordStart>,
    pub slips: Vec<Slip>,
    /// Line ends other than CR LF.
    pub odd_line_ends: u32,
    pub blank_lines: u32,
    /// The last line has no line end.
    pub open_end: bool,
}

/// A fault in the use of quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slip {
    pub kind: SlipKind,
    /// Index of the record, and of the item within it.
    pub record: u32,
    pub item: u32,
    pub offset: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SlipKind {
    /// A quote that is never closed.
    Unterminated,
    /// Text after a closing quote.
    TextAfter,
    /// A quote within an item that does not begin with one.
    Stray,
}

/// Cuts `bytes` from offset `start` on. The caller has made sure that offsets fit into 32 bits.
pub(super) fn split(bytes: &[u8], start: usize) -> Split {
    let mut splitter = Splitter::new(bytes, start);
    let mut base = start;
    let mut blocks = bytes[start..].chunks_exact(64);
    for block in &mut blocks {
        let mut mask = delimiters(block);
        while mask != 0 {
            splitter.delimiter(base + mask.trailing_zeros() as usize);
            mask &= mask - 1;
        }
        base += 64;
    }
    for (index, byte) in blocks.remainder().iter().enumerate() {
        if matches!(byte, b',' | b'"' | b'\r' | b'\n') {
            splitter.delimiter(base + index);
        }
    }
    splitter.finish()
}

/// One bit for each of 64 bytes that is a delimiter.
fn delimiters(block: &[u8]) -> u64 {
    let mut mask = 0;
    for (lane, bytes) in block.as_chunks::<16>().0.iter().enumerate() {
        let bytes = u8x16::new(*bytes);
        let found = bytes.simd_eq(u8x16::splat(b','))
            | bytes.simd_eq(u8x16::splat(b'"'))
            | bytes.simd_eq(u8x16::splat(b'\r'))
            | bytes.simd_eq(u8x16::splat(b'\n'));
        mask |= u64::from(found.to_bitmask()) << (16 * lane);
    }
    mask
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Bare,
    Quoted,
}

struct Splitter<'a> {
    bytes: &'a [u8],
    out: Split,
    state: State,
    /// Start of the current item and of the current record.
    item_start: usize,
    record_start: usize,
    /// Index of the record's first item in `out.ends`.
    first_item: usize,
    /// Delimiters before this offset are already dealt with (the second of `""`, the LF of CR LF).
    skip_to: usize,
}

impl<'a> Splitter<'a> {
    fn new(bytes: &'a [u8], start: usize) -> Self {
        let mut out = Split::default();
        // Real files hold an item for every 6 to 10 bytes; one allocation is right most of the time.
        out.ends.reserve((bytes.len() - start) / 6);
        Self {
            bytes,
            out,
            state: State::Bare,
            item_start: start,
            record_start: start,
            first_item: 0,
            skip_to: 0,
        }
    }

    /// Nearly every delimiter is a comma between bare items; the rest may cost more.
    #[inline(always)]
    fn delimiter(&mut self, at: usize) {
        if at < self.skip_to {
            return;
        }
        if self.state == State::Bare && self.bytes[at] == b',' {
            self.end_item(at);
        } else {
            self.other_delimiter(at);
        }
    }

    #[inline(never)]
    fn other_delimiter(&mut self, at: usize) {
        match (self.state, self.bytes[at]) {
            (State::Bare, b'"') => self.opening_quote(at),
            (State::Bare, _) => self.line_end(at),
            (State::Quoted, b'"') => self.closing_quote(at),
            (State::Quoted, _) => {}
        }
    }

    #[inline(always)]
    fn end_item(&mut self, at: usize) {
        // Commas beyond all layouts stay in the last item: a file of nothing but commas must not fill the memory.
        if self.out.ends.len() - self.first_item < MOST_ITEMS {
            self.out.ends.push(at as u32);
            self.item_start = at + 1;
        }
    }

    fn opening_quote(&mut self, at: usize) {
        if at == self.item_start {
            self.state = State::Quoted;
        } else {
            self.slip(SlipKind::Stray, at);
        }
    }

    fn closing_quote(&mut self, at: usize) {
        match self.bytes.get(at + 1) {
            Some(b'"') => self.skip_to = at + 2,
            None | Some(b',' | b'\r' | b'\n') => self.state = State::Bare,
            Some(_) => {
                self.state = State::Bare;
                self.slip(SlipKind::TextAfter, at + 1);
            }
        }
    }

    fn line_end(&mut self, at: usize) {
        let crlf = self.bytes[at] == b'\r' && self.bytes.get(at + 1) == Some(&b'\n');
        if !crlf {
            self.out.odd_line_ends += 1;
        }
        self.end_record(at);
        self.skip_to = at + 1 + usize::from(crlf);
        self.item_start = self.skip_to;
        self.record_start = self.skip_to;
    }

    fn end_record(&mut self, at: usize) {
        if at == self.record_start {
            self.out.blank_lines += 1;
            return;
        }
        self.out.ends.push(at as u32);
        self.out.records.push(RecordStart {
            offset: self.record_start as u32,
            first_item: self.first_item as u32,
        });
        self.first_item = self.out.ends.len();
    }

    fn finish(mut self) -> Split {
        if self.state == State::Quoted {
            self.slip(SlipKind::Unterminated, self.item_start);
        }
        if self.record_start < self.bytes.len() {
            self.out.open_end = true;
            self.end_record(self.bytes.len());
        }
        self.out
    }

    fn slip(&mut self, kind: SlipKind, at: usize) {
        // A file of nothing but quotes must not fill the memory: one slip an item says enough.
        let record = self.out.records.len() as u32;
        let item = (self.out.ends.len() - self.first_item) as u32;
        let repeated = self
            .out
            .slips
            .last()
            .is_some_and(|last| (last.record, last.item) == (record, item));
        let room = self.out.slips.len() < MOST_SLIPS;
        if (!repeated && room) || kind == SlipKind::Unterminated {
            self.out.slips.push(Slip {
                kind,
                record,
                item,
                offset: at as u32,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The items as text, one list a record.
    fn items(bytes: &[u8]) -> Vec<Vec<String>> {
        let split = split(bytes, 0);
        let mut all = Vec::new();
        for (index, record) in split.records.iter().enumerate() {
            let next = split
                .records
                .get(index + 1)
                .map_or(split.ends.len(), |next| next.first_item as usize);
            let mut start = record.offset as usize;
            let mut row = Vec::new();
            for &end in &split.ends[record.first_item as usize..next] {
                row.push(String::from_utf8_lossy(&bytes[start..end as usize]).into_owned());
                start = end as usize + 1;
            }
            all.push(row);
        }
        all
    }

    #[test]
    fn records_items_and_quotes() {
        assert_eq!(
            items(b"a,b\r\nc,\"d,\"\"e\r\n\"\r\n"),
            [vec!["a", "b"], vec!["c", "\"d,\"\"e\r\n\""]]
        );
        assert_eq!(items(b"a,\n,\r"), [vec!["a", ""], vec!["", ""]]);
        assert_eq!(items(b"\"\""), [["\"\""]]);
        assert!(items(b"").is_empty());
    }

    #[test]
    fn slips_are_placed() {
        let slips = |bytes: &[u8]| {
            split(bytes, 0)
                .slips
                .iter()
                .map(|s| (s.kind, s.record, s.item, s.offset))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            slips(b"a\r\nb,\"c\r\nd"),
            [(SlipKind::Unterminated, 1, 1, 5)]
        );
        assert_eq!(slips(b"\"a\"b,c"), [(SlipKind::TextAfter, 0, 0, 3)]);
        assert_eq!(slips(b"a,b\"\"c"), [(SlipKind::Stray, 0, 1, 3)]);
        assert_eq!(slips(b"a,\"b\"\"\"\r\n"), []);
    }

    #[test]
    fn line_ends_are_counted() {
        let split = split(b"a\r\nb\nc\r\r\n\r\nd", 0);
        assert_eq!(
            (
                split.records.len(),
                split.odd_line_ends,
                split.blank_lines,
                split.open_end
            ),
            (4, 2, 2, true)
        );
    }

    proptest! {
        /// Against the csv crate, on text without slips.
        #[test]
        fn agrees_with_the_csv_crate(rows in proptest::collection::vec(proptest::collection::vec("[a-c,\"\r\n]{0,70}", 1..5), 0..8)) {
            let mut text = Vec::new();
            for row in &rows {
                let quoted: Vec<String> = row.iter().map(|item| format!("\"{}\"", item.replace('"', "\"\""))).collect();
                text.extend_from_slice((quoted.join(",") + "\r\n").as_bytes());
            }
            let ours: Vec<Vec<String>> = items(&text).into_iter().map(|row| {
                row.iter().map(|item| item[1..item.len() - 1].replace("\"\"", "\"")).collect()
            }).collect();
            prop_assert_eq!(ours, rows);
        }

        #[test]
        fn no_bytes_panic_and_none_are_lost(bytes in proptest::collection::vec(proptest::sample::select(&b"ab,\"\r\n\x82\xa0"[..]), 0..300)) {
            let split = split(&bytes, 0);
            let in_order = split.ends.is_sorted();
            prop_assert!(in_order);
            prop_assert!(split.ends.last().is_none_or(|&end| end as usize <= bytes.len()));
        }
    }
}
