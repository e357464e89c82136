//! 64 bytes at a time.

use wide::u8x16;

/// One bit for each of 64 bytes, by delimiter.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Delimiters {
    pub comma: u64,
    pub quote: u64,
    pub cr: u64,
    pub lf: u64,
}

impl Delimiters {
    #[inline(always)]
    pub fn of(block: &[u8; 64]) -> Self {
        let mut found = Self {
            comma: 0,
            quote: 0,
            cr: 0,
            lf: 0,
        };
        for (lane, bytes) in block.as_chunks::<16>().0.iter().enumerate() {
            let bytes = u8x16::new(*bytes);
            let places =
                |byte| u64::from(bytes.simd_eq(u8x16::splat(byte)).to_bitmask()) << (16 * lane);
            found.comma |= places(b',');
            found.quote |= places(b'"');
            found.cr |= places(b'\r');
            found.lf |= places(b'\n');
        }
        found
    }

    /// Those up to one bit.
    #[inline(always)]
    pub fn upto(self, bit: u64) -> Self {
        let kept = bit | bit.wrapping_sub(1);
        Self {
            comma: self.comma & kept,
            quote: self.quote & kept,
            cr: self.cr & kept,
            lf: self.lf & kept,
        }
    }

    /// All of them.
    pub fn any(self) -> u64 {
        self.comma | self.quote | self.cr | self.lf
    }

    /// What a block means that keeps to the rules; `None` when some byte of it needs a closer look.
    #[inline(always)]
    pub fn meaning(self, begin: Begin) -> Option<Meaning> {
        let inside = if begin.quoted { u64::MAX } else { 0 } ^ toggled(self.quote);
        let (opening, closing) = (self.quote & inside, self.quote & !inside);
        let (comma, cr, lf) = (self.comma & !inside, self.cr & !inside, self.lf & !inside);
        let item_start = (comma | lf) << 1 | u64::from(begin.item_start);
        let after_closing = closing << 1;
        let stray = opening & !(item_start | after_closing);
        let text_after = after_closing & !(comma | cr | self.quote);
        let blank = cr & (lf << 1 | u64::from(begin.record_start));
        // A closing quote or a CR as the last byte is judged by the byte after it.
        let at_edge = (closing | cr) >> 63;
        let regular = (stray | text_after | blank | at_edge | (lf ^ cr << 1)) == 0;
        regular.then_some(Meaning {
            ends: comma | cr,
            line_ends: cr,
            ends_quoted: inside >> 63 == 1,
        })
    }
}

/// What stands before a block.
#[derive(Clone, Copy)]
pub(super) struct Begin {
    pub quoted: bool,
    /// An item, a record begins with the block.
    pub item_start: bool,
    pub record_start: bool,
}

/// A block that keeps to the rules: every quote opens, closes or is doubled, every line ends in CR LF, none is blank.
#[derive(Clone, Copy)]
pub(super) struct Meaning {
    /// Ends of items, by commas and by line ends.
    pub ends: u64,
    pub line_ends: u64,
    /// A quoted item goes on after the block.
    pub ends_quoted: bool,
}

/// Each bit tells whether the number of bits up to it is odd.
#[inline(always)]
fn toggled(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}
