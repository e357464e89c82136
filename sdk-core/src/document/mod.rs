//! A file of the standard, read: records and items with their places, over the original bytes.
//!
//! Reading never fails and never changes a byte. What is wrong with a file is for [`crate::check`] to say.

mod edition;
mod name;
mod names;
mod padding;
mod raw_write;
mod record;
mod split;
mod strict;
mod write;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use edition::{ChosenBy, EditionFound};
pub use name::{FileName, MonthPart, NameFault, Party, PartyCode};
pub use names::FileNames;
pub(crate) use names::wrong as wrong_name;
pub(crate) use padding::end_padding;
pub(crate) use raw_write::{RawWriter, has_delimiter};
pub(crate) use record::Records;
pub use record::{Field, Record};
pub(crate) use split::SlipKind;
use split::Split;
pub(crate) use strict::{put_content, strict_items};
pub use write::{WriteError, Writer};

use crate::layout::{Edition, FileKind, Layout};
use crate::text;
use crate::threads;

/// Largest file that is read: item positions are kept in 32 bits.
pub const MAX_FILE_BYTES: usize = 1 << 30;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// One file: its name, its bytes exactly as they came, and where its records and items are.
pub struct Document {
    name: Arc<str>,
    kind: Option<FileKind>,
    file_name: Option<FileName>,
    name_faults: Vec<NameFault>,
    bytes: Vec<u8>,
    encoding: Encoding,
    header_rows: usize,
    foreign: Option<ForeignFormat>,
    threads: usize,
    end_padding: usize,
    split: Split,
    edition: EditionFound,
}

/// How a file is read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Most threads that a large file (from 8 MB on) is read and checked with; 1 never starts one. `None`: as many as
    /// the machine has, at most 8. What comes out is the same.
    pub threads: Option<usize>,
}

/// A file that is no CSV file of the standard at all, though its name says so. It has no records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForeignFormat {
    /// UTF-16, as Excel writes "Unicode text".
    Utf16,
    /// Items are separated by tabs.
    Tabs,
}

/// How the text of a file is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// MS932, as the standard asks for.
    Ms932,
    /// UTF-8, which is readable but wrong.
    Utf8,
}

impl Encoding {
    /// Decodes for people; what is no character becomes U+FFFD.
    fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Ms932 => text::decode(bytes),
            Self::Utf8 => String::from_utf8_lossy(bytes),
        }
    }
}

impl Document {
    /// Reads a file. `name` is its file name without folders; the bytes are kept as they are.
    ///
    /// A file larger than [`MAX_FILE_BYTES`] is kept too, but without records.
    pub fn read(name: &str, bytes: Vec<u8>) -> Self {
        Self::read_with(name, bytes, &ReadOptions::default())
    }

    /// The same, as told.
    pub fn read_with(name: &str, bytes: Vec<u8>, options: &ReadOptions) -> Self {
        let (file_name, name_faults) = FileName::parse(name);
        let kind = FileKind::of_name(name);
        let mut document = Self {
            name: name.into(),
            kind,
            file_name,
            name_faults,
            encoding: Encoding::Ms932,
            header_rows: 0,
            foreign: None,
            threads: threads::for_bytes(bytes.len(), options.threads),
            end_padding: 0,
            split: Split::default(),
            edition: EditionFound::CURRENT,
            bytes,
        };
        // An image has no records; a file of unknown kind is still cut, so that its structure can be checked.
        if kind != Some(FileKind::UpkihonImage) && document.bytes.len() <= MAX_FILE_BYTES {
            document.cut();
        }
        document.edition = EditionFound::of(&document);
        document
    }

    fn cut(&mut self) {
        self.foreign = foreign_format(&self.bytes);
        if self.foreign.is_some() {
            return;
        }
        let start = if self.has_byte_order_mark() {
            BYTE_ORDER_MARK.len()
        } else {
            0
        };
        let text = self
            .bytes
            .strip_prefix(BYTE_ORDER_MARK)
            .unwrap_or(&self.bytes);
        if is_utf8(text) {
            self.encoding = Encoding::Utf8;
        }
        self.end_padding = end_padding(&self.bytes[start..]);
        let end = self.bytes.len() - self.end_padding;
        self.split = split::split(&self.bytes[..end], start, self.threads);
        self.header_rows = usize::from(self.begins_with_header());
    }

    /// A header row holds names where data holds version, insurer and insured person: those of the layout, or the
    /// exporter's own, which are no numbers in all three places.
    fn begins_with_header(&self) -> bool {
        let Some(cut) = self.split.record(0) else {
            return false;
        };
        let first = Record {
            document: self,
            cut,
            number: 0,
        };
        // The first items are the same in every edition.
        let layout = self.kind.and_then(FileKind::layout);
        let names = layout.map_or(&[][..], |layout| layout.items);
        let has_name = first.fields().take(3).enumerate().any(|(index, field)| {
            let text = field.text();
            text.contains("バージョン") || names.get(index).is_some_and(|item| item.name_ja == text)
        });
        has_name
            || first
                .fields()
                .take(3)
                .filter(|field| is_word(&field.text()))
                .count()
                == 3
    }

    /// The file name as it was given.
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// What the file is, by the beginning of its name.
    pub fn kind(&self) -> Option<FileKind> {
        self.kind
    }

    /// The parsed file name; `None` when the name is not of the standard's form.
    pub fn file_name(&self) -> Option<&FileName> {
        self.file_name.as_ref()
    }

    /// What is not as it should be in the name.
    pub fn name_faults(&self) -> &[NameFault] {
        &self.name_faults
    }

    /// The layout of its records, in the edition that it is of.
    pub fn layout(&self) -> Option<&'static Layout> {
        self.kind?.layout_in(self.edition())
    }

    /// The edition that it is of.
    pub fn edition(&self) -> Edition {
        self.edition.edition
    }

    /// How the edition was found, and what speaks against it.
    pub fn edition_found(&self) -> &EditionFound {
        &self.edition
    }

    /// The bytes, exactly as they came.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, exactly as they came.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// What it is instead of a CSV file, where that can be told.
    pub fn foreign_format(&self) -> Option<ForeignFormat> {
        self.foreign
    }

    /// How its text is encoded.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// True when the file begins with EF BB BF.
    pub fn has_byte_order_mark(&self) -> bool {
        self.bytes.starts_with(BYTE_ORDER_MARK)
    }

    /// True when the first line is a header, which does not count as a data record.
    pub fn has_header(&self) -> bool {
        self.header_rows > 0
    }

    /// Number of data records.
    pub fn record_count(&self) -> usize {
        self.split.len() - self.header_rows
    }

    /// Data record `number`, from 1.
    pub fn record(&self, number: usize) -> Option<Record<'_>> {
        let index = number.checked_sub(1)? + self.header_rows;
        Some(Record {
            document: self,
            cut: self.split.record(index)?,
            number,
        })
    }

    /// The data records in order.
    pub fn records(&self) -> impl ExactSizeIterator<Item = Record<'_>> {
        self.records_in(1..self.record_count() + 1)
    }

    /// The data records of these numbers, in order.
    pub(crate) fn records_in(&self, numbers: Range<usize>) -> Records<'_> {
        let last = self.record_count() + 1;
        let numbers = numbers.start.clamp(1, last)..numbers.end.clamp(1, last);
        Records {
            document: self,
            cuts: self
                .split
                .records_from(numbers.start - 1 + self.header_rows),
            numbers,
        }
    }

    /// With how many threads it may be worked on, by its size and by what was allowed.
    pub(crate) fn threads(&self) -> usize {
        self.threads
    }

    /// Lines that do not end in CR LF.
    pub fn odd_line_ends(&self) -> u32 {
        self.split.odd_line_ends
    }

    /// Lines without content.
    pub fn blank_lines(&self) -> u32 {
        self.split.blank_lines
    }

    /// How many bytes at the end of the file are no text: Ctrl-Z (1A), with which old programs end a file, or NUL (00), which
    /// fills a block, from the first of them behind the last record on. They are part of no record.
    pub fn end_padding(&self) -> usize {
        self.end_padding
    }

    /// True when the last line has no line end.
    pub fn has_open_end(&self) -> bool {
        self.split.open_end
    }

    /// Faults in the use of quotes: kind, record number (0 for a header), item No., offset.
    pub(crate) fn slips(&self) -> impl Iterator<Item = (SlipKind, u32, u16, u32)> + '_ {
        let headers = self.header_rows as u32;
        self.split.slips.iter().map(move |slip| {
            let item = u16::try_from(slip.item + 1).unwrap_or(u16::MAX);
            (
                slip.kind,
                (slip.record + 1).saturating_sub(headers),
                item,
                slip.offset,
            )
        })
    }

    /// Decodes bytes of this file for people.
    pub fn decode<'a>(&self, bytes: &'a [u8]) -> Cow<'a, str> {
        self.encoding.decode(bytes)
    }
}

fn foreign_format(bytes: &[u8]) -> Option<ForeignFormat> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Some(ForeignFormat::Utf16);
    }
    let first_line = bytes.split(|byte| *byte == b'\n').next().unwrap_or(bytes);
    // Free text may hold a tab; every record holds three numbers and a comma after each.
    let separated_by = |separator| first_line.iter().filter(|byte| **byte == separator).count();
    (separated_by(b'\t') >= 3 && separated_by(b',') < 3).then_some(ForeignFormat::Tabs)
}

/// Japanese in UTF-8 takes three bytes a character. Two-byte sequences alone are half-width kana of MS932.
fn is_utf8(bytes: &[u8]) -> bool {
    // The text of MS932 ends the first look soon, so it comes first.
    let most = |chunk: &[u8]| chunk.iter().fold(0, |most, byte| most.max(*byte));
    str::from_utf8(bytes).is_ok() && bytes.chunks(1 << 10).any(|chunk| most(chunk) >= 0xE0)
}

/// What a file holds is personal data: Debug shows kind, sizes and places only.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("kind", &self.kind)
            .field("bytes", &self.bytes.len())
            .field("records", &self.record_count())
            .finish_non_exhaustive()
    }
}

/// Text that begins with a kana or kanji: no number, damaged as it may be.
fn is_word(text: &str) -> bool {
    text.starts_with(|first| matches!(first, 'ぁ'..='ヿ' | '一'..='龠' | 'ｦ'..='ﾟ'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "DLTPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV";

    #[test]
    fn items_are_read_with_and_without_quotes() {
        let document = Document::read(NAME, b"202407,\"50\"\"58\",,\"a,\r\nb\"\r\n".to_vec());
        let record = document.record(1).unwrap_or_else(|| panic!("one record"));
        let texts: Vec<_> = record
            .fields()
            .map(|field| field.text().into_owned())
            .collect();
        assert_eq!(texts, ["202407", "50\"58", "", "a,\r\nb"]);
        assert_eq!(record.field(2).map(Field::place), Some(7..15));
        assert!(
            record.field(0).is_none() && record.field(5).is_none() && document.record(0).is_none()
        );
    }

    #[test]
    fn marks_headers_and_utf8_are_seen_and_read_over() {
        let text =
            "CSVバージョン,保険者番号,被保険者番号,対象年月\r\n202407,505826,0000100000,202609\r\n";
        let document = Document::read(NAME, [BYTE_ORDER_MARK, text.as_bytes()].concat());
        assert!(document.has_byte_order_mark() && document.has_header());
        assert_eq!(document.encoding(), Encoding::Utf8);
        assert_eq!(document.record_count(), 1);
        let first = document.record(1).and_then(|record| record.field(1));
        assert_eq!(
            first.map(|field| field.text().into_owned()),
            Some("202407".into())
        );
    }

    #[test]
    fn headers_of_exporters_are_seen_by_what_they_cannot_be() {
        for (row, is_header) in [
            ("版,保険者番号コード,利用者番号", true),
            ("項目1,項目2,項目3", true),
            ("ﾊﾞｰｼﾞｮﾝ,ﾎｹﾝｼｬ,ﾋﾎｹﾝｼｬ", true),
            ("202407,505826,利用者", false),
            ("２０２４０７,５０５８２６,００００１０００００", false),
            (",,", false),
            ("版,保険者番号コード", false),
            ("\"\",\"\",\"\"", false),
        ] {
            let bytes = text::encode(row).unwrap();
            assert_eq!(Document::read(NAME, bytes).has_header(), is_header, "{row}");
        }
    }

    #[test]
    fn half_width_kana_of_ms932_are_not_taken_for_utf8() {
        let document = Document::read(NAME, b"202407,505826,0000100000,\"\xC8\xBA\"\r\n".to_vec());
        assert_eq!(document.encoding(), Encoding::Ms932);
        let field = document
            .record(1)
            .and_then(|record| record.field(4))
            .unwrap();
        assert_eq!(field.text(), "ﾈｺ");
    }

    #[test]
    fn an_image_has_no_records() {
        let name = "UPKIHON_IMAGE_5070022016_43_5070100002_11_20260826093000_0001.jpg";
        assert_eq!(
            Document::read(name, b"\xFF\xD8\xFF,\n".to_vec()).record_count(),
            0
        );
    }
}
