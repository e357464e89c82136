use std::ops::Range;

use crate::layout::{FileKind, Item, Layout, ValueType};
use crate::text;

/// Writes records of a file kind strictly: MS932, CR LF, no header, free text quoted, the rest bare.
///
/// It puts values into the form of a file; whether they are right is for [`crate::check`] to say.
pub struct Writer {
    layout: &'static Layout,
    bytes: Vec<u8>,
    records: usize,
    known: KnownCharacters,
    /// By item: the free text of the record before, and where it stands in `bytes`. Names and offices repeat.
    above: Vec<(String, Range<usize>)>,
}

/// What has been written is personal data and stays out.
impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("kind", &self.layout.kind)
            .field("records", &self.records)
            .finish_non_exhaustive()
    }
}

/// Why a record cannot be written. Nothing of it has been written then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The number of values is not that of the layout.
    #[error("the layout has {expected} items, {found} values were given")]
    ItemCount {
        /// Items of the layout.
        expected: usize,
        /// Values that were given.
        found: usize,
    },
    /// A character that MS932 cannot hold. It is not repeated here: names are personal data.
    #[error("item {item}: character {position} cannot be written in MS932")]
    NotMs932 {
        /// 項番, from 1.
        item: u16,
        /// Which character of the value, from 1.
        position: usize,
    },
    /// A value that is not free text holds a comma, a quote or a line end.
    #[error("item {item} is not free text and cannot hold a comma, a quote or a line end")]
    Delimiter {
        /// 項番, from 1.
        item: u16,
    },
}

impl Writer {
    /// A writer for a kind; `None` for the image, which has no records.
    pub fn new(kind: FileKind) -> Option<Self> {
        let layout = kind.layout()?;
        Some(Self {
            layout,
            bytes: Vec::new(),
            records: 0,
            known: KnownCharacters::default(),
            above: vec![Default::default(); layout.items.len() + 1],
        })
    }

    /// Adds a record, one value per item of the layout.
    pub fn record<S: AsRef<str>>(&mut self, values: &[S]) -> Result<(), WriteError> {
        let before = self.bytes.len();
        let written = self.try_record(values);
        match written {
            Ok(()) => self.records += 1,
            Err(_) => {
                self.bytes.truncate(before);
                self.above.fill(Default::default());
            }
        }
        written
    }

    fn try_record<S: AsRef<str>>(&mut self, values: &[S]) -> Result<(), WriteError> {
        if values.len() != self.layout.items.len() {
            return Err(WriteError::ItemCount {
                expected: self.layout.items.len(),
                found: values.len(),
            });
        }
        touch(values);
        for (item, value) in self.layout.items.iter().zip(values) {
            if item.no > 1 {
                self.bytes.push(b',');
            }
            if matches!(item.value, ValueType::Text) {
                self.quoted(item, value.as_ref())?;
            } else {
                self.bare(item, value.as_ref())?;
            }
        }
        self.bytes.extend_from_slice(b"\r\n");
        Ok(())
    }

    #[inline]
    fn bare(&mut self, item: &Item, value: &str) -> Result<(), WriteError> {
        if push_short(value.as_bytes(), &mut self.bytes) {
            return Ok(());
        }
        match traits(value) {
            0 => self.bytes.extend_from_slice(value.as_bytes()),
            found if found & (QUOTE | SEPARATOR) == 0 => self.encoded(item, value)?,
            // What cannot be written at all is told first.
            _ => {
                self.encoded(item, value)?;
                return Err(WriteError::Delimiter { item: item.no });
            }
        }
        Ok(())
    }

    fn quoted(&mut self, item: &Item, value: &str) -> Result<(), WriteError> {
        if value.is_empty() {
            self.bytes.extend_from_slice(b"\"\"");
            return Ok(());
        }
        let (above, place) = &self.above[usize::from(item.no)];
        if above == value {
            self.bytes.extend_from_within(place.clone());
            return Ok(());
        }
        let start = self.bytes.len();
        self.bytes.push(b'"');
        self.encoded(item, value)?;
        if value.contains('"') {
            self.double_quotes(start + 1);
        }
        self.bytes.push(b'"');
        let (above, place) = &mut self.above[usize::from(item.no)];
        above.clear();
        above.push_str(value);
        *place = start..self.bytes.len();
        Ok(())
    }

    fn double_quotes(&mut self, start: usize) {
        for byte in self.bytes.split_off(start) {
            if byte == b'"' {
                self.bytes.push(b'"');
            }
            self.bytes.push(byte);
        }
    }

    fn encoded(&mut self, item: &Item, value: &str) -> Result<(), WriteError> {
        let encoded = self.known.encode(value, &mut self.bytes);
        encoded.map_err(|offset| WriteError::NotMs932 {
            item: item.no,
            position: value[..offset].chars().count() + 1,
        })
    }

    /// Number of records so far.
    pub fn record_count(&self) -> usize {
        self.records
    }

    /// The file.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Looks at every value once. Where each is an allocation of its own, memory then brings them all at the same time, instead
/// of one after the other as they are written.
#[inline]
fn touch<S: AsRef<str>>(values: &[S]) {
    let first = |value: &S| value.as_ref().as_bytes().first().copied();
    let bytes = values.iter().map(|value| first(value).unwrap_or(0));
    std::hint::black_box(bytes.fold(0, |all, byte| all | byte));
}

/// Adds a value of at most 16 bytes that nobody has to look at closely: most numbers, dates and codes. A call for each
/// of them would take longer than the copy.
#[inline]
fn push_short(value: &[u8], into: &mut Vec<u8>) -> bool {
    match value.len() {
        0 => true,
        1..=3 => {
            let plain = value.iter().all(|byte| (b'-'..0x80).contains(byte));
            if plain {
                value.iter().for_each(|byte| into.push(*byte));
            }
            plain
        }
        4..=7 => push_ends::<4>(value, into),
        8..=16 => push_ends::<8>(value, into),
        _ => false,
    }
}

/// The first and the last bytes of a value may overlap; together they are all of it.
#[inline]
fn push_ends<const N: usize>(value: &[u8], into: &mut Vec<u8>) -> bool {
    let (Some(first), Some(last)) = (value.first_chunk::<N>(), value.last_chunk::<N>()) else {
        return false;
    };
    if !(is_plain(first) & is_plain(last)) {
        return false;
    }
    let end = into.len() + value.len();
    into.extend_from_slice(first);
    into.truncate(end - N);
    into.extend_from_slice(last);
    true
}

/// True when all bytes are ASCII from `-` on, so none of them a delimiter.
#[inline]
fn is_plain<const N: usize>(bytes: &[u8; N]) -> bool {
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    let mut word = [b'0'; 8];
    word[..N].copy_from_slice(bytes);
    let word = u64::from_ne_bytes(word);
    (word | word.wrapping_sub(u64::from_ne_bytes([b'-'; 8]))) & HIGH == 0
}

const NOT_ASCII: u8 = 1;
const QUOTE: u8 = 2;
const SEPARATOR: u8 = 4;

/// What each byte of a value asks for.
static TRAITS: [u8; 256] = {
    let mut traits = [0; 256];
    let mut byte = 0x80;
    while byte < 256 {
        traits[byte] = NOT_ASCII;
        byte += 1;
    }
    traits[b'"' as usize] = QUOTE;
    traits[b',' as usize] = SEPARATOR;
    traits[b'\r' as usize] = SEPARATOR;
    traits[b'\n' as usize] = SEPARATOR;
    traits
};

#[inline]
fn traits(value: &str) -> u8 {
    let bytes = value.bytes();
    bytes.fold(0, |found, byte| found | TRAITS[usize::from(byte)])
}

/// The characters that were written before, with their bytes. A kanji takes a long search to encode, and a file has the
/// same few thousand again and again.
#[derive(Default)]
struct KnownCharacters {
    /// By UTF-16 unit: one or two bytes as a number; 0 is not known yet.
    bytes: Vec<u16>,
}

impl KnownCharacters {
    /// Adds what [`text::encode`] makes of `value`. The error is the offset of the first character that MS932 cannot hold.
    fn encode(&mut self, value: &str, into: &mut Vec<u8>) -> Result<(), usize> {
        for (offset, character) in value.char_indices() {
            if character.is_ascii() {
                into.push(character as u8);
                continue;
            }
            match self.get(character).ok_or(offset)?.to_be_bytes() {
                [0, single] => into.push(single),
                pair => into.extend_from_slice(&pair),
            }
        }
        Ok(())
    }

    #[inline]
    fn get(&mut self, character: char) -> Option<u16> {
        // Beyond the first plane there is nothing in MS932.
        let index = usize::from(u16::try_from(u32::from(character)).ok()?);
        match self.bytes.get(index) {
            Some(&known) if known > 0 => Some(known),
            _ => self.learn(character, index),
        }
    }

    #[cold]
    fn learn(&mut self, character: char, index: usize) -> Option<u16> {
        let encoded = match *text::encode(character.encode_utf8(&mut [0; 4])).ok()? {
            [single] => u16::from(single),
            [lead, trail] => u16::from_be_bytes([lead, trail]),
            _ => return None,
        };
        if self.bytes.is_empty() {
            self.bytes = vec![0; 1 << 16];
        }
        self.bytes[index] = encoded;
        Some(encoded)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::Document;

    const NAME: &str = "UP3KYO_5070022016_43_5070100002_11_20260826093000.CSV";

    fn writer() -> Writer {
        Writer::new(FileKind::Up3kyo).unwrap_or_else(|| panic!("UP3KYO has a layout"))
    }

    #[test]
    fn free_text_is_quoted_and_the_rest_is_bare() {
        let mut writer = writer();
        let mut row = vec![""; 13];
        (row[0], row[5], row[12]) = ("202407", "通所\"介護\"", "月1回,短期入所");
        assert_eq!(writer.record(&row), Ok(()));
        let expected =
            text::encode("202407,,,,,\"通所\"\"介護\"\"\",,,,\"\",,,\"月1回,短期入所\"\r\n");
        assert_eq!(Ok(writer.into_bytes()), expected);
    }

    #[test]
    fn a_refused_record_leaves_nothing_behind() {
        let mut writer = writer();
        assert_eq!(
            writer.record(&["x"; 3]),
            Err(WriteError::ItemCount {
                expected: 13,
                found: 3
            })
        );
        let mut row = vec![""; 13];
        row[5] = "吉𠮷";
        assert_eq!(
            writer.record(&row),
            Err(WriteError::NotMs932 {
                item: 6,
                position: 2
            })
        );
        row[5] = "\"吉\"𠮷";
        assert_eq!(
            writer.record(&row),
            Err(WriteError::NotMs932 {
                item: 6,
                position: 4
            })
        );
        row[5] = "";
        row[7] = "09,0";
        assert_eq!(writer.record(&row), Err(WriteError::Delimiter { item: 8 }));
        assert_eq!(
            (writer.record_count(), writer.into_bytes()),
            (0, Vec::new())
        );
    }

    #[test]
    fn every_character_is_written_as_text_encodes_it() {
        let mut known = KnownCharacters::default();
        // Known characters too, so everything goes twice.
        for character in ('\u{1}'..='\u{FFFF}')
            .step_by(7)
            .chain(['¥', '‾', '\u{80}', '\u{E000}', '𠮷', 'ｱ', '髙'])
        {
            let text = format!("a{character}{character}");
            let mut bytes = Vec::new();
            let written = known.encode(&text, &mut bytes);
            match text::encode(&text) {
                Ok(encoded) => assert_eq!((written, bytes), (Ok(()), encoded), "{character:?}"),
                Err((offset, _)) => assert_eq!(written, Err(offset), "{character:?}"),
            }
        }
    }

    proptest! {
        #[test]
        fn bare_values_are_taken_or_refused_whole(value in "[-0-9A-Za-z./:,\"\r\n+ ｱあ\u{7F}]{0,18}") {
            let mut writer = writer();
            let mut row = vec![""; 13];
            row[7] = &value;
            let written = writer.record(&row);
            if value.contains([',', '"', '\r', '\n']) {
                prop_assert_eq!(written, Err(WriteError::Delimiter { item: 8 }));
            } else {
                let expected = text::encode(&format!(",,,,,\"\",,{value},,\"\",,,\"\"\r\n"));
                prop_assert_eq!((written, Ok(writer.into_bytes())), (Ok(()), expected));
            }
        }

        #[test]
        fn what_is_written_is_read(rows in proptest::collection::vec(
            (proptest::array::uniform10("[0-9A-Z]{0,8}"), proptest::array::uniform3("[あ亜ｱa,\"\r\n髙表ソ]{0,12}")), 1..6,
        )) {
            let mut writer = writer();
            let rows: Vec<Vec<String>> = rows.into_iter().map(|(bare, free)| {
                let (mut bare, mut free) = (bare.into_iter(), free.into_iter());
                (1..=13u16).filter_map(|no| if matches!(no, 6 | 10 | 13) { free.next() } else { bare.next() }).collect()
            }).collect();
            for row in &rows {
                prop_assert_eq!(writer.record(row), Ok(()));
            }
            let bytes = writer.into_bytes();
            let document = Document::read(NAME, bytes.clone());
            let read: Vec<Vec<String>> = document.records()
                .map(|record| record.fields().map(|field| field.text().into_owned()).collect()).collect();
            prop_assert_eq!(&read, &rows);
            prop_assert_eq!(document.into_bytes(), bytes);
        }
    }
}
