//! Goes through the bytes of one part.

use super::block::{Begin, Delimiters, Meaning};
use super::{MOST_SLIPS, Part, RecordStart, Slip, SlipKind, Split};

/// Items of a record that are kept apart; the largest layout has 71.
const MOST_ITEMS: usize = 1024;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Bare,
    Quoted,
}

/// Where the last record had its delimiters, if nothing was wrong with any of them.
#[derive(Default)]
struct Pattern {
    blocks: [Delimiters; PATTERN_BLOCKS],
    /// How many blocks of the current record are known; more than there is room for when they cannot be.
    known: usize,
    /// Bytes of the record with its line end; 0 until all of it is known.
    length: usize,
    /// The bit of its LF in the last block.
    last_bit: u64,
}

impl Pattern {
    fn clear(&mut self) {
        self.known = 0;
        self.length = 0;
    }

    fn spoil(&mut self) {
        self.known = PATTERN_BLOCKS;
    }

    #[inline(always)]
    fn push(&mut self, found: Delimiters) {
        if let Some(block) = self.blocks.get_mut(self.known) {
            *block = found;
            self.known += 1;
        }
    }

    #[inline(always)]
    fn end(&mut self, last: Delimiters, last_bit: u64, length: usize) {
        self.push(last.upto(last_bit));
        if self.known < PATTERN_BLOCKS {
            self.length = length;
            self.last_bit = last_bit;
        } else {
            self.clear();
        }
    }

    /// True when the next record has the same delimiters at the same places.
    #[inline(always)]
    fn fits(&self, bytes: &[u8]) -> bool {
        let Some((last, others)) = self.blocks[..self.known].split_last() else {
            return false;
        };
        let blocks = bytes.as_chunks().0;
        let Some(last_block) = blocks.get(others.len()) else {
            return false;
        };
        others
            .iter()
            .zip(blocks)
            .all(|(known, block)| *known == Delimiters::of(block))
            && Delimiters::of(last_block).upto(self.last_bit) == *last
    }
}

/// Longer records have no pattern, nor has a record after one with a fault.
const PATTERN_BLOCKS: usize = 17;

pub(super) struct Splitter<'a> {
    bytes: &'a [u8],
    /// Up to here all is cut.
    at: usize,
    part: Part,
    slips: Vec<Slip>,
    odd_line_ends: u32,
    blank_lines: u32,
    state: State,
    /// Start of the current item and of the current record.
    item_start: usize,
    record_start: usize,
    /// Where the items of the current record end, counted from the start of the file.
    ends: Vec<u32>,
    /// Where the ends of the last record begin in `part.ends`; they stand last there.
    last_ends: usize,
    /// Delimiters before this offset are already dealt with (the second of `""`, the LF of CR LF).
    skip_to: usize,
    /// The item ends of one block.
    block_ends: [u32; 64],
    pattern: Pattern,
}

impl<'a> Splitter<'a> {
    /// For records from `start` on; they will probably end at `end`.
    pub fn new(bytes: &'a [u8], start: usize, end: usize) -> Self {
        let mut part = Part::default();
        // Right for most real files; what stays unused is never touched.
        part.ends.reserve((end - start) / 32);
        part.records.reserve((end - start) / 128);
        Self {
            bytes,
            at: start,
            part,
            slips: Vec::new(),
            odd_line_ends: 0,
            blank_lines: 0,
            state: State::Bare,
            item_start: start,
            record_start: start,
            ends: Vec::with_capacity(MOST_ITEMS + 1),
            last_ends: 0,
            skip_to: start,
            block_ends: [0; 64],
            pattern: Pattern::default(),
        }
    }

    /// Goes on to `to`.
    pub fn run_to(&mut self, to: usize) {
        let bytes = &self.bytes[..to];
        loop {
            self.repeat_pattern(bytes);
            let Some(block) = bytes[self.at..].first_chunk() else {
                break;
            };
            let found = Delimiters::of(block);
            match self.meaning(found) {
                Some(meaning) => self.regular_block(found, meaning),
                None => self.other_block(found),
            }
        }
        if self.at < to {
            self.pattern.spoil();
        }
        for (index, byte) in bytes[self.at..].iter().enumerate() {
            if matches!(byte, b',' | b'"' | b'\r' | b'\n') {
                self.delimiter(self.at + index);
            }
        }
        self.at = to;
    }

    /// True when a record starts at `at`, up to where all is cut.
    pub fn is_at_record_start(&self, at: usize) -> bool {
        self.state == State::Bare && self.record_start == at && self.at == at
    }

    /// Adds what was cut to the records before it.
    pub fn finish(mut self, is_last: bool, split: &mut Split) {
        if is_last {
            self.end_of_file(split);
        }
        let records_before = split.len();
        for mut slip in self.slips {
            if split.slips.len() < MOST_SLIPS || slip.kind == SlipKind::Unterminated {
                slip.record += records_before as u32;
                split.slips.push(slip);
            }
        }
        split.odd_line_ends += self.odd_line_ends;
        split.blank_lines += self.blank_lines;
        self.part.records_before = records_before;
        split.parts.push(self.part);
    }

    #[inline(always)]
    fn meaning(&self, found: Delimiters) -> Option<Meaning> {
        let many_items = self.ends.len() + 64 > MOST_ITEMS;
        if self.skip_to > self.at || many_items {
            return None;
        }
        found.meaning(Begin {
            quoted: self.state == State::Quoted,
            item_start: self.item_start == self.at,
            record_start: self.record_start == self.at,
        })
    }

    /// Goes on behind the first line end of the block, or behind the block.
    #[inline(always)]
    fn regular_block(&mut self, found: Delimiters, meaning: Meaning) {
        let base = self.at as u32;
        let line_end = meaning.line_ends & meaning.line_ends.wrapping_neg();
        // Without a line end these are all.
        let mut ends = meaning.ends & (line_end | line_end.wrapping_sub(1));
        let mut count = 0;
        while ends != 0 {
            self.block_ends[count & 63] = base + ends.trailing_zeros();
            count += 1;
            ends &= ends - 1;
        }
        let ends = &self.block_ends[..count];
        self.ends.extend_from_slice(ends);
        if line_end != 0 {
            let start = self.record_start;
            self.push_record();
            self.start_record(self.at + line_end.trailing_zeros() as usize + 2);
            self.at = self.record_start;
            self.state = State::Bare;
            // The line end and all before it; CR is never the last byte of such a block.
            self.pattern.end(found, line_end << 1, self.at - start);
        } else {
            if let Some(&end) = ends.last() {
                self.item_start = end as usize + 1;
            }
            self.at += 64;
            self.state = if meaning.ends_quoted {
                State::Quoted
            } else {
                State::Bare
            };
            self.pattern.push(found);
        }
    }

    /// Takes the records that have all delimiters where the last one has them: they have the same items.
    #[inline(always)]
    fn repeat_pattern(&mut self, bytes: &[u8]) {
        if self.pattern.length == 0 {
            return;
        }
        if let Some(&last) = self.part.records.last() {
            while self.pattern.fits(&bytes[self.at..]) {
                let offset = self.at as u32;
                self.part.records.push(RecordStart { offset, ..last });
                self.at += self.pattern.length;
            }
        }
        self.start_record(self.at);
        self.pattern.clear();
    }

    fn start_record(&mut self, at: usize) {
        self.record_start = at;
        self.item_start = at;
        self.skip_to = at;
    }

    #[inline(never)]
    fn other_block(&mut self, found: Delimiters) {
        let mut mask = found.any();
        while mask != 0 {
            self.delimiter(self.at + mask.trailing_zeros() as usize);
            mask &= mask - 1;
        }
        self.at += 64;
        self.pattern.spoil();
    }

    fn delimiter(&mut self, at: usize) {
        if at < self.skip_to {
            return;
        }
        match (self.state, self.bytes[at]) {
            (State::Bare, b',') => self.end_item(at),
            (State::Bare, b'"') => self.opening_quote(at),
            (State::Bare, _) => self.line_end(at),
            (State::Quoted, b'"') => self.closing_quote(at),
            (State::Quoted, _) => {}
        }
    }

    fn end_item(&mut self, at: usize) {
        // Commas beyond all layouts stay in the last item: a file of nothing but commas must not fill the memory.
        if self.ends.len() < MOST_ITEMS {
            self.ends.push(at as u32);
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
            self.odd_line_ends += 1;
        }
        self.end_record(at);
        self.start_record(at + 1 + usize::from(crlf));
    }

    fn end_record(&mut self, at: usize) {
        if at == self.record_start {
            self.blank_lines += 1;
            return;
        }
        self.ends.push(at as u32);
        self.push_record();
    }

    fn push_record(&mut self) {
        let start = self.record_start as u32;
        for end in &mut self.ends {
            *end -= start;
        }
        if self.part.ends[self.last_ends..] != self.ends {
            self.last_ends = self.part.ends.len();
            self.part.ends.extend_from_slice(&self.ends);
        }
        self.part.records.push(RecordStart {
            offset: start,
            first_end: self.last_ends as u32,
            items: self.ends.len() as u16,
        });
        self.ends.clear();
    }

    fn end_of_file(&mut self, split: &mut Split) {
        if self.state == State::Quoted {
            self.slip(SlipKind::Unterminated, self.item_start);
        }
        if self.record_start < self.bytes.len() {
            split.open_end = true;
            self.end_record(self.bytes.len());
        }
    }

    fn slip(&mut self, kind: SlipKind, at: usize) {
        // A file of nothing but quotes must not fill the memory: one slip an item says enough.
        let record = self.part.records.len() as u32;
        let item = self.ends.len() as u32;
        let repeated = self
            .slips
            .last()
            .is_some_and(|last| (last.record, last.item) == (record, item));
        let room = self.slips.len() < MOST_SLIPS;
        if (!repeated && room) || kind == SlipKind::Unterminated {
            self.slips.push(Slip {
                kind,
                record,
                item,
                offset: at as u32,
            });
        }
    }
}
