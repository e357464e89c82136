//! Cuts a file into records and items, as bytes.
//!
//! In MS932 (and in UTF-8) no character has `,` `"` CR or LF as a later byte, so the delimiters can be found without
//! decoding, 64 bytes at a time. A large file is cut at several places at once.

mod block;
mod splitter;

use crate::threads;
use splitter::Splitter;

/// Faults in the use of quotes that are kept; a file with so many is not read any further by a person.
const MOST_SLIPS: usize = 10_000;
/// A record start is looked for this far behind the place where a part should begin.
const WINDOW: usize = 1 << 16;
/// Longest first item, with its comma, that a record start is known by.
const LONGEST_MARK: usize = 64;

/// A file, cut.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Split {
    /// In the order of the file; each begins where a record begins.
    parts: Vec<Part>,
    pub slips: Vec<Slip>,
    /// Line ends other than CR LF.
    pub odd_line_ends: u32,
    pub blank_lines: u32,
    /// The last line has no line end.
    pub open_end: bool,
}

/// Records that were cut in one go.
#[derive(Debug, Default, PartialEq)]
struct Part {
    /// Records of the file before the first one here.
    records_before: usize,
    /// Where items end, counted from the start of their record; an item starts one past the end before it. Records that
    /// follow each other and have the same ends, as most do, share them: memory costs more time than the cutting.
    ends: Vec<u32>,
    records: Vec<RecordStart>,
}

/// One record: where it starts, and which of [`Part::ends`] are its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RecordStart {
    offset: u32,
    first_end: u32,
    items: u16,
}

/// Where a record starts, and where each of its items ends, counted from there.
#[derive(Clone, Copy)]
pub(super) struct RecordCut<'a> {
    pub start: u32,
    pub ends: &'a [u32],
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

/// Cuts `bytes` from offset `start` on, in at most so many parts at once. The caller has made sure that offsets fit
/// into 32 bits.
///
/// Every part but the first begins at a guess. It holds if the part before ends its last record exactly there: at the
/// start of a record nothing that came before matters. Otherwise the part before goes on through it.
pub(super) fn split(bytes: &[u8], start: usize, parts: usize) -> Split {
    let mut bounds = vec![start];
    bounds.extend(guesses(bytes, start, parts));
    bounds.push(bytes.len());
    let ranges: Vec<_> = bounds.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let cut = threads::each(&ranges, |&(from, to)| {
        let mut splitter = Splitter::new(bytes, from, to);
        splitter.run_to(to);
        splitter
    });
    let mut held: Vec<Splitter<'_>> = Vec::with_capacity(cut.len());
    for (splitter, (from, to)) in cut.into_iter().zip(ranges) {
        match held.last_mut() {
            Some(before) if !before.is_at_record_start(from) => before.run_to(to),
            _ => held.push(splitter),
        }
    }
    let mut split = Split::default();
    let last = held.len() - 1;
    for (index, splitter) in held.into_iter().enumerate() {
        splitter.finish(index == last, &mut split);
    }
    split
}

/// Where records probably start, near the bounds of so many equal parts.
fn guesses(bytes: &[u8], start: usize, parts: usize) -> Vec<usize> {
    let Some(mark) = mark(&bytes[start..]).filter(|_| parts > 1) else {
        return Vec::new();
    };
    let size = (bytes.len() - start) / parts;
    let guess = |part| {
        let from = start + part * size;
        let window = &bytes[from..bytes.len().min(from + WINDOW)];
        let starts = window
            .iter()
            .enumerate()
            .filter(|(_, byte)| **byte == b'\n');
        starts
            .map(|(at, _)| from + at + 1)
            .find(|&at| bytes[at..].starts_with(mark))
    };
    let mut guesses: Vec<_> = (1..parts).filter_map(guess).collect();
    guesses.dedup();
    guesses
}

/// What records begin with: the first item of the second line, with its comma. The first line may be a header.
fn mark(bytes: &[u8]) -> Option<&[u8]> {
    let line_end = bytes.iter().take(WINDOW).position(|byte| *byte == b'\n')?;
    let line = &bytes[line_end + 1..];
    let comma = line
        .iter()
        .take(LONGEST_MARK)
        .position(|byte| *byte == b',')?;
    Some(&line[..=comma])
}

impl Split {
    /// Number of records.
    pub fn len(&self) -> usize {
        let last = self.parts.last();
        last.map_or(0, |part| part.records_before + part.records.len())
    }

    /// The record of an index.
    pub fn record(&self, index: usize) -> Option<RecordCut<'_>> {
        let (part, within) = self.find(index);
        self.parts.get(part)?.record(within)
    }

    /// The records from an index on.
    pub fn records_from(&self, index: usize) -> RecordCuts<'_> {
        let (part, within) = self.find(index);
        let mut parts = self.parts.get(part..).unwrap_or_default().iter();
        RecordCuts {
            part: parts.next(),
            within,
            parts,
        }
    }

    /// Which part holds a record, and its index there.
    fn find(&self, index: usize) -> (usize, usize) {
        let later = self
            .parts
            .iter()
            .skip(1)
            .take_while(|part| part.records_before <= index);
        let part = later.count();
        let before = self.parts.get(part).map_or(0, |part| part.records_before);
        (part, index - before)
    }
}

impl Part {
    #[inline]
    fn record(&self, within: usize) -> Option<RecordCut<'_>> {
        let record = self.records.get(within)?;
        let ends = self.ends.get(record.first_end as usize..)?;
        Some(RecordCut {
            start: record.offset,
            ends: ends.get(..usize::from(record.items))?,
        })
    }
}

/// Records in order, through all parts.
#[derive(Clone)]
pub(super) struct RecordCuts<'a> {
    part: Option<&'a Part>,
    within: usize,
    parts: std::slice::Iter<'a, Part>,
}

impl<'a> Iterator for RecordCuts<'a> {
    type Item = RecordCut<'a>;

    #[inline]
    fn next(&mut self) -> Option<RecordCut<'a>> {
        loop {
            if let Some(record) = self.part?.record(self.within) {
                self.within += 1;
                return Some(record);
            }
            self.part = self.parts.next();
            self.within = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The items as text, one list a record.
    fn items(bytes: &[u8]) -> Vec<Vec<String>> {
        let mut all = Vec::new();
        for record in split(bytes, 0, 1).records_from(0) {
            let bytes = &bytes[record.start as usize..];
            let mut start = 0;
            let mut row = Vec::new();
            for &end in record.ends {
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
            split(bytes, 0, 1)
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
        let split = split(b"a\r\nb\nc\r\r\n\r\nd", 0, 1);
        assert_eq!(
            (
                split.len(),
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
        fn no_bytes_panic_and_places_are_in_order(bytes in bytes_of_all_sorts()) {
            let mut before = 0;
            for record in split(&bytes, 0, 1).records_from(0) {
                prop_assert!(record.start >= before);
                before = record.start;
                for &end in record.ends {
                    prop_assert!(record.start + end >= before);
                    before = record.start + end;
                }
            }
            prop_assert!(before as usize <= bytes.len());
        }

        #[test]
        fn whole_blocks_say_what_single_bytes_say(bytes in bytes_of_all_sorts()) {
            prop_assert_eq!(split(&bytes, 0, 1), byte_by_byte(&bytes));
        }

        #[test]
        fn parts_say_what_the_whole_says(bytes in bytes_of_all_sorts(), parts in 2..9usize) {
            let (whole, cut) = (split(&bytes, 0, 1), split(&bytes, 0, parts));
            prop_assert!(cut.parts.len() <= parts);
            prop_assert_eq!(rows(&cut), rows(&whole));
            prop_assert_eq!(&cut.slips, &whole.slips);
            prop_assert_eq!(
                (cut.odd_line_ends, cut.blank_lines, cut.open_end),
                (whole.odd_line_ends, whole.blank_lines, whole.open_end)
            );
            for (index, row) in rows(&whole).into_iter().enumerate() {
                prop_assert_eq!(cut.record(index).map(|cut| (cut.start, cut.ends.to_vec())), Some(row));
                prop_assert_eq!(cut.records_from(index).count(), whole.len() - index);
            }
            prop_assert!(cut.record(whole.len()).is_none() && cut.records_from(whole.len()).next().is_none());
        }
    }

    #[test]
    fn a_plain_file_is_cut_into_as_many_parts_as_asked_for() {
        let bytes = b"202407,\"a\"\r\n".repeat(100);
        assert_eq!(split(&bytes, 0, 4).parts.len(), 4);
        // A guess inside an item does not hold.
        let text = [b"1,\"", b"1,2\r\n".repeat(50).as_slice(), b"\"\r\n1,2\r\n"].concat();
        let cut = split(&text, 0, 4);
        assert_eq!((cut.parts.len(), cut.len()), (1, 2));
        let mixed = [bytes.as_slice(), &text, &bytes].concat();
        assert!(split(&mixed, 0, 8).parts.len() > 2);
        assert_eq!(rows(&split(&mixed, 0, 8)), rows(&split(&mixed, 0, 1)));
    }

    #[test]
    fn slips_beyond_the_most_are_left_out_in_parts_too() {
        let bytes = b"1,a\"\r\n".repeat(MOST_SLIPS + 10);
        let cut = split(&bytes, 0, 3);
        assert_eq!((cut.parts.len(), cut.slips.len()), (3, MOST_SLIPS));
        assert_eq!(cut.slips, split(&bytes, 0, 1).slips);
    }

    fn rows(split: &Split) -> Vec<(u32, Vec<u32>)> {
        split
            .records_from(0)
            .map(|record| (record.start, record.ends.to_vec()))
            .collect()
    }

    /// Without the shortcut for whole blocks.
    fn byte_by_byte(bytes: &[u8]) -> Split {
        let mut splitter = Splitter::new(bytes, 0, bytes.len());
        for to in 1..=bytes.len() {
            splitter.run_to(to);
        }
        let mut split = Split::default();
        splitter.finish(true, &mut split);
        split
    }

    /// Anything at all, and long stretches of rows with few faults.
    fn bytes_of_all_sorts() -> impl Strategy<Value = Vec<u8>> {
        let any = proptest::sample::select(&b"ab,\"\r\n\x82\xa0"[..]);
        let pieces: Vec<&[u8]> = vec![
            b"1,",
            b"1,",
            b"22,",
            b"333333,",
            b",",
            b"\"\",",
            b"\"a\",",
            b"\"a\"\"b\",",
            b"\"1,2\r\n1,\",",
            b"x\r\n1,",
            b"\r\n1,",
            b"\"\"\r\n1,",
            b"\n1,",
            b"\"",
            b"a\"",
            b"\"b",
            b"\r\n\r\n",
        ];
        // The last ones, which upset a whole file, are rare.
        let piece = prop_oneof![40 => 0..12usize, 1 => 12..17usize];
        let rows = proptest::collection::vec(piece, 0..200).prop_map(move |chosen| {
            chosen
                .iter()
                .flat_map(|&index| pieces[index].to_vec())
                .collect()
        });
        prop_oneof![proptest::collection::vec(any, 0..300), rows, rows_alike()]
    }

    /// A few rows again and again, here and there with another byte.
    fn rows_alike() -> impl Strategy<Value = Vec<u8>> {
        let row = "(1,){1,3}([a-c]{0,20},|\"\",|\"[ab,\r\n]{0,30}\",){0,8}x?\r\n";
        let slip = (0..4000usize, proptest::sample::select(&b"a,\"\r\n"[..]));
        let order = proptest::collection::vec((0..3usize, 1..4usize), 0..12);
        (
            proptest::collection::vec(row, 3),
            order,
            proptest::collection::vec(slip, 0..3),
        )
            .prop_map(|(rows, order, slips)| {
                let lines = order.iter().map(|&(row, times)| rows[row].repeat(times));
                let mut bytes = lines.collect::<String>().into_bytes();
                for (at, byte) in slips {
                    if let Some(place) = bytes.get_mut(at) {
                        *place = byte;
                    }
                }
                bytes
            })
    }
}
