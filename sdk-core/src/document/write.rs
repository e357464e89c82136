use crate::layout::{FileKind, Layout, ValueType};
use crate::text;

/// Writes records of a file kind strictly: MS932, CR LF, no header, free text quoted, the rest bare.
///
/// It puts values into the form of a file; whether they are right is for [`crate::check`] to say.
pub struct Writer {
    layout: &'static Layout,
    bytes: Vec<u8>,
    records: usize,
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
        Some(Self {
            layout: kind.layout()?,
            bytes: Vec::new(),
            records: 0,
        })
    }

    /// Adds a record, one value per item of the layout.
    pub fn record<S: AsRef<str>>(&mut self, values: &[S]) -> Result<(), WriteError> {
        let before = self.bytes.len();
        let written = self.try_record(values);
        match written {
            Ok(()) => self.records += 1,
            Err(_) => self.bytes.truncate(before),
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
        for (item, value) in self.layout.items.iter().zip(values) {
            if item.no > 1 {
                self.bytes.push(b',');
            }
            let value = value.as_ref();
            let encoded = text::encode(value).map_err(|(offset, _)| WriteError::NotMs932 {
                item: item.no,
                position: value[..offset].chars().count() + 1,
            })?;
            if matches!(item.value, ValueType::Text) {
                self.quoted(&encoded);
            } else if encoded
                .iter()
                .any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n'))
            {
                return Err(WriteError::Delimiter { item: item.no });
            } else {
                self.bytes.extend_from_slice(&encoded);
            }
        }
        self.bytes.extend_from_slice(b"\r\n");
        Ok(())
    }

    fn quoted(&mut self, encoded: &[u8]) {
        self.bytes.push(b'"');
        for &byte in encoded {
            if byte == b'"' {
                self.bytes.push(b'"');
            }
            self.bytes.push(byte);
        }
        self.bytes.push(b'"');
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
        row[5] = "";
        row[7] = "09,0";
        assert_eq!(writer.record(&row), Err(WriteError::Delimiter { item: 8 }));
        assert_eq!(
            (writer.record_count(), writer.into_bytes()),
            (0, Vec::new())
        );
    }

    proptest! {
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
