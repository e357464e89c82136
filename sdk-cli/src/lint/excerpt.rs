//! The part of a file that a finding is about, cut to the width of a screen.

use std::ops::Range;

use careplan_core::document::{Document, Encoding};
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::terminal_text::{cut_end, cut_start, visible, width};

/// Columns of a line of the file where there is room for them.
const COLUMNS: usize = 100;
/// With fewer columns nobody would see what an item is about.
const FEWEST_COLUMNS: usize = 30;
/// Columns that line numbers and the frame take beside the line.
const FRAME: usize = 10;
/// Lines that a faulty item may take.
const LINES: usize = 3;
/// Bytes that are looked at on either side of a cut: far more than fit on a line.
const REACH: usize = 1024;

/// Columns for a line of a file on a terminal of this width; `None` where it is no terminal.
pub(super) fn columns(terminal: Option<u16>) -> usize {
    terminal.map_or(COLUMNS, |width| {
        usize::from(width)
            .saturating_sub(FRAME)
            .clamp(FEWEST_COLUMNS, COLUMNS)
    })
}

/// The line or lines around a place, decoded, with the place marked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    text: String,
    mark: Range<usize>,
    /// Number of the first line, from 1.
    line: usize,
}

impl Excerpt {
    /// Cuts the lines of `place` out of a document; `line` is the number of the line in which it begins, and `columns` the
    /// most that a line may take.
    pub(super) fn new(
        document: &Document,
        place: Range<usize>,
        line: usize,
        columns: usize,
    ) -> Self {
        let cutter = Cutter { document };
        let end = place.end.min(document.bytes().len());
        let place = cutter.whole_characters(place.start.min(end)..end);
        let before = cutter.before(place.start);
        let (inside, is_whole) = cutter.inside(place.clone());
        let after = match is_whole {
            true => cutter.after(place.end),
            false => "…".to_owned(),
        };
        Self::fit((&before, &inside, &after), line, columns)
    }

    fn fit((before, inside, after): (&str, &[String], &str), line: usize, columns: usize) -> Self {
        // The faulty item may take three fifths; the rest shows what stands around it.
        let item_columns = columns * 3 / 5;
        let inside: Vec<_> = match inside {
            [only] if width(before) + width(only) + width(after) <= columns => {
                vec![only.as_str().into()]
            }
            lines => {
                let room = columns.saturating_sub(width(before) + width(after));
                let cut = |line| cut_end(line, room.max(item_columns));
                lines.iter().map(String::as_str).map(cut).collect()
            }
        };
        let inside = inside.join("\n");
        let free = columns.saturating_sub(inside.lines().map(width).max().unwrap_or(0));
        // What one side does not need, the other may have.
        let room = |other: &str| free.saturating_sub(width(other)).max(free / 2);
        let (before, after) = (cut_start(before, room(after)), cut_end(after, room(before)));
        Self {
            mark: before.len()..before.len() + inside.len(),
            // The line end gives an empty item at the end of the line a place to be marked.
            text: format!("{before}{inside}{after}\n"),
            line,
        }
    }

    /// The marked bytes of the text.
    pub(super) fn mark(&self) -> Range<usize> {
        self.mark.clone()
    }
}

/// The whole text always belongs together, whatever part of it is asked for.
impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let bytes = self.text.as_bytes();
        let (line, count) = (self.line.saturating_sub(1), self.text.lines().count());
        let whole = (0, bytes.len()).into();
        Ok(Box::new(MietteSpanContents::new(
            bytes, whole, line, 0, count,
        )))
    }
}

/// Takes decoded pieces out of a document.
struct Cutter<'a> {
    document: &'a Document,
}

impl Cutter<'_> {
    /// What stands on the same line before `end`.
    fn before(&self, end: usize) -> String {
        let bytes = &self.document.bytes()[end.saturating_sub(REACH)..end];
        let line_start = bytes
            .iter()
            .rposition(|&byte| is_line_end(byte))
            .map(|at| at + 1);
        let begins_file = bytes.len() == end;
        let start = match line_start {
            Some(start) => start,
            None if begins_file => 0,
            // The line begins further away; decoding may begin only where a character does.
            None => character_start(bytes),
        };
        self.decode(&bytes[start..])
    }

    /// The lines of the place itself, and whether that is all of it.
    fn inside(&self, place: Range<usize>) -> (Vec<String>, bool) {
        let mut rest = &self.document.bytes()[place];
        let mut lines = Vec::new();
        while lines.len() < LINES {
            let end = rest.iter().take(REACH).position(|&byte| is_line_end(byte));
            let Some(end) = end else {
                let is_whole = rest.len() <= REACH;
                lines.push(self.decode(&rest[..rest.len().min(REACH)]));
                return (lines, is_whole);
            };
            lines.push(self.decode(&rest[..end]));
            let width = if rest[end..].starts_with(b"\r\n") {
                2
            } else {
                1
            };
            rest = &rest[end + width..];
        }
        (lines, false)
    }

    /// What stands on the same line from `start` on.
    fn after(&self, start: usize) -> String {
        let bytes = &self.document.bytes()[start..];
        let reach = bytes.len().min(REACH);
        let end = bytes[..reach].iter().position(|&byte| is_line_end(byte));
        self.decode(&bytes[..end.unwrap_or(reach)])
    }

    /// Some findings name a single byte, which may be the first of a longer character.
    fn whole_characters(&self, place: Range<usize>) -> Range<usize> {
        let bytes = self.document.bytes();
        let rest = &bytes[place.end..];
        let missing = match (self.document.encoding(), &bytes[place.clone()]) {
            (Encoding::Ms932, &[byte]) if is_lead(byte) => {
                rest.iter().take(1).filter(|&&byte| byte >= 0x40).count()
            }
            (Encoding::Utf8, &[_]) => {
                let continues = |byte: &&u8| matches!(byte, 0x80..=0xBF);
                rest.iter().take_while(continues).count()
            }
            _ => 0,
        };
        place.start..place.end + missing
    }

    fn decode(&self, bytes: &[u8]) -> String {
        visible(&self.document.decode(bytes)).into_owned()
    }
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

/// Whether a byte of MS932 is the first of two.
fn is_lead(byte: u8) -> bool {
    matches!(byte, 0x81..=0x9F | 0xE0..=0xFC)
}

/// Where a character surely begins: in MS932, after a byte that cannot be the first of two.
fn character_start(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|&byte| !is_lead(byte))
        .map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use careplan_core::text::encode;

    use super::*;

    fn excerpt(text: &str, marked: &str) -> Excerpt {
        let (bytes, marked_bytes) = (encode(text).unwrap(), encode(marked).unwrap());
        let before = encode(&text[..text.find(marked).unwrap()]).unwrap().len();
        let document = Document::read("x.csv", bytes);
        Excerpt::new(&document, before..before + marked_bytes.len(), 1, COLUMNS)
    }

    fn marked(excerpt: &Excerpt) -> &str {
        &excerpt.text[excerpt.mark()]
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let excerpt = excerpt("x\r\n1,利用者,介護,2\r\ny", "介護");
        assert_eq!(excerpt.text, "1,利用者,介護,2\n");
        assert_eq!(marked(&excerpt), "介護");
    }

    #[test]
    fn a_long_line_is_cut_around_the_item() {
        let text = format!("{},印,{}", "前".repeat(3000), "後".repeat(3000));
        let excerpt = excerpt(&text, "印");
        assert!(width(&excerpt.text) <= COLUMNS + 1, "{}", excerpt.text);
        assert!(excerpt.text.starts_with('…') && excerpt.text.ends_with("…\n"));
        assert!(excerpt.text.contains("前,印,後"));
        assert_eq!(marked(&excerpt), "印");
    }

    #[test]
    fn a_long_item_is_cut_at_its_end() {
        let item = "長".repeat(5000);
        let excerpt = excerpt(&format!("1,{item},2"), &item);
        assert!(excerpt.text.starts_with("1,長"));
        assert!(marked(&excerpt).ends_with('…') && width(&excerpt.text) <= COLUMNS + 1);
    }

    #[test]
    fn an_item_of_several_lines_keeps_its_lines() {
        let excerpt = excerpt("1,\"一\r\n二\",2\r\n", "\"一\r\n二\"");
        assert_eq!(excerpt.text, "1,\"一\n二\",2\n");
        assert_eq!(marked(&excerpt), "\"一\n二\"");
    }

    #[test]
    fn a_byte_is_shown_as_its_character() {
        let bytes = encode("1,\"a\"訪問").unwrap();
        let (utf8, name) = ("1,\"a\"訪問".as_bytes().to_vec(), "x.csv");
        for bytes in [bytes, utf8] {
            let excerpt = Excerpt::new(&Document::read(name, bytes), 5..6, 1, COLUMNS);
            assert_eq!((&*excerpt.text, marked(&excerpt)), ("1,\"a\"訪問\n", "訪"));
        }
    }

    #[test]
    fn no_place_is_out_of_reach() {
        let document = Document::read("x.csv", b"ab".to_vec());
        for place in [0..0, 2..2, 1..9, 7..9] {
            let excerpt = Excerpt::new(&document, place, 1, COLUMNS);
            assert_eq!(excerpt.text, "ab\n");
        }
    }

    #[test]
    fn a_narrow_terminal_gets_narrow_lines() {
        assert_eq!((columns(None), columns(Some(300))), (COLUMNS, COLUMNS));
        assert_eq!((columns(Some(80)), columns(Some(10))), (70, FEWEST_COLUMNS));
        let text = format!("{},印,{}", "前".repeat(300), "後".repeat(300));
        let document = Document::read("x.csv", encode(&text).unwrap());
        let excerpt = Excerpt::new(&document, 601..603, 1, 40);
        assert_eq!(marked(&excerpt), "印");
        assert!(width(excerpt.text.trim_end()) <= 40, "{}", excerpt.text);
    }
}
