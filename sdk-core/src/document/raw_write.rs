use super::put_content;
use crate::layout::Item;

/// Writes records from bytes that are MS932 already: CR LF, free text quoted, the rest bare.
///
/// It changes no value: an item that holds a delimiter is quoted, whatever its type.
#[derive(Default)]
pub(crate) struct RawWriter {
    bytes: Vec<u8>,
    /// Something of the present record has been written.
    in_record: bool,
}

impl RawWriter {
    /// A writer for about so many bytes.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(bytes),
            in_record: false,
        }
    }

    /// An item from what it holds.
    pub(crate) fn item(&mut self, item: &Item, content: &[u8]) {
        self.separate();
        put_content(item, content, &mut self.bytes);
    }

    /// An item in quotes; those inside are doubled.
    pub(crate) fn quoted(&mut self, content: &[u8]) {
        self.separate();
        put_quoted(content, &mut self.bytes);
    }

    /// An item without quotes, if what it holds allows that.
    pub(crate) fn bare(&mut self, content: &[u8]) {
        if has_delimiter(content) {
            self.quoted(content);
        } else {
            self.verbatim(content);
        }
    }

    /// An item as it stood in a file, quotes included.
    pub(crate) fn verbatim(&mut self, raw: &[u8]) {
        self.separate();
        self.bytes.extend_from_slice(raw);
    }

    /// The line end.
    pub(crate) fn end_record(&mut self) {
        self.bytes.extend_from_slice(b"\r\n");
        self.in_record = false;
    }

    /// The file.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    fn separate(&mut self) {
        if self.in_record {
            self.bytes.push(b',');
        }
        self.in_record = true;
    }
}

/// Encloses content in quotes; those in it are doubled.
pub(super) fn put_quoted(content: &[u8], into: &mut Vec<u8>) {
    into.push(b'"');
    for part in content.split_inclusive(|byte| *byte == b'"') {
        into.extend_from_slice(part);
        if part.last() == Some(&b'"') {
            into.push(b'"');
        }
    }
    into.push(b'"');
}

/// Whether an item that holds this must be quoted.
pub(crate) fn has_delimiter(content: &[u8]) -> bool {
    let delimiter = |byte: &u8| matches!(byte, b',' | b'"' | b'\r' | b'\n');
    content.iter().any(delimiter)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::Document;

    #[test]
    fn only_what_must_be_quoted_is() {
        let mut writer = RawWriter::default();
        writer.bare(b"a");
        writer.bare(b"a,b");
        writer.quoted(b"\x82\xA0\"");
        writer.verbatim(b"\"c\"");
        writer.end_record();
        writer.bare(b"");
        writer.bare(b"");
        writer.end_record();
        assert_eq!(
            writer.into_bytes(),
            b"a,\"a,b\",\"\x82\xA0\"\"\",\"c\"\r\n,\r\n"
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(items in proptest::collection::vec("[ab,\"\r\n\u{1}]{0,9}", 2..6), quoted: u8) {
            let mut writer = RawWriter::default();
            for (no, item) in items.iter().enumerate() {
                match quoted >> no & 1 {
                    0 => writer.bare(item.as_bytes()),
                    _ => writer.quoted(item.as_bytes()),
                }
            }
            writer.end_record();
            let document = Document::read("x", writer.into_bytes());
            let fields = document.record(1).unwrap().fields();
            let read: Vec<_> = fields.map(|field| field.text().into_owned()).collect();
            prop_assert_eq!(read, items);
        }
    }
}
