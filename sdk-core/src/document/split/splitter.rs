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
        }
    }

    /// Goes on to `to`.
    pub fn run_to(&mut self, to: usize) {
        let (blocks, rest) = self.bytes[self.at..to].as_chunks::<64>();
        for block in blocks {
            let found = Delimiters::of(block);
            match self.meaning(found) {
                Some(meaning) => self.regular_block(meaning),
                None => self.other_block(found),
            }
            self.at += 64;
        }
        for (index, byte) in rest.iter().enumerate() {
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

    #[inline(always)]
    fn regular_block(&mut self, meaning: Meaning) {
        let base = self.at as u32;
        let (mut ends, mut count) = (meaning.ends, 0);
        while ends != 0 {
            self.block_ends[count & 63] = base + ends.trailing_zeros();
            count += 1;
            ends &= ends - 1;
        }
        if let Some(&end) = self.block_ends[..count].last() {
            self.item_start = end as usize + 1;
        }
        let (mut line_ends, mut done) = (meaning.line_ends, 0);
        while line_ends != 0 {
            let line_end = line_ends & line_ends.wrapping_neg();
            let upto = (meaning.ends & (line_end | (line_end - 1))).count_ones() as usize;
            self.ends.extend_from_slice(&self.block_ends[done..upto]);
            self.push_record();
            self.record_start = self.at + line_end.trailing_zeros() as usize + 2;
            done = upto;
            line_ends ^= line_end;
        }
        self.ends.extend_from_slice(&self.block_ends[done..count]);
        self.item_start = self.item_start.max(self.record_start);
        self.state = if meaning.ends_quoted {
            State::Quoted
        } else {
            State::Bare
        };
    }

    #[inline(never)]
    fn other_block(&mut self, found: Delimiters) {
        let mut mask = found.any();
        while mask != 0 {
            self.delimiter(self.at + mask.trailing_zeros() as usize);
            mask &= mask - 1;
        }
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
        self.skip_to = at + 1 + usize::from(crlf);
        self.item_start = self.skip_to;
        self.record_start = self.skip_to;
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
