//! Keys of records: a person and what else tells records apart.

use std::collections::HashMap;

use crate::check::person::{PersonKey, is_whole, whole_records};
use crate::check::value::content;
use crate::document::{Document, Record};

/// Longest sum of the parts of a key besides the person: month, office and service kind.
const MOST: usize = 18;

/// The key of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) person: PersonKey,
    rest: [u8; MOST],
}

/// One part of a key: an item and how many of its characters count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) ident: &'static str,
    pub(super) chars: usize,
    /// Whether the item may go on behind them.
    pub(super) begins: bool,
}

impl Part {
    pub(super) const fn date(ident: &'static str) -> Self {
        Self {
            ident,
            chars: 8,
            begins: false,
        }
    }
}

/// The records of a file by key: the first of each.
pub(super) struct Keyed {
    pub(super) records: HashMap<Key, u32>,
    is_whole: bool,
}

impl Keyed {
    /// Records whose key cannot be read are passed over.
    pub(super) fn of(document: &Document, parts: &[Part]) -> Self {
        let Some(reader) = Reader::of(document, parts) else {
            return Self {
                records: HashMap::new(),
                is_whole: false,
            };
        };
        let mut keyed = Self {
            records: HashMap::new(),
            is_whole: is_whole(document),
        };
        let mut last = None;
        for record in whole_records(document) {
            match reader.key(record) {
                None => keyed.is_whole = false,
                key if key == last => {}
                key => {
                    last = key;
                    let number = record.number() as u32;
                    key.map(|key| *keyed.records.entry(key).or_insert(number));
                }
            }
        }
        keyed
    }

    /// The keys of several files; `None` of no file. Which file a record is of is not kept.
    pub(super) fn together(mut files: impl Iterator<Item = Self>) -> Option<Self> {
        let mut all = files.next()?;
        for file in files {
            all.is_whole &= file.is_whole;
            all.records.extend(file.records);
        }
        Some(all)
    }

    /// The keys in the order of the file.
    pub(super) fn in_order(&self) -> Vec<(&Key, u32)> {
        let mut keys: Vec<_> = self
            .records
            .iter()
            .map(|(key, &record)| (key, record))
            .collect();
        keys.sort_unstable_by_key(|(_, record)| *record);
        keys
    }

    /// Whether the file certainly has no record with a key.
    pub(super) fn lacks(&self, key: &Key) -> bool {
        self.is_whole && !self.records.contains_key(key)
    }

    /// The persons, and the first record of each.
    pub(super) fn persons(&self) -> HashMap<PersonKey, u32> {
        let mut persons = HashMap::new();
        for (key, record) in self.in_order() {
            persons.entry(key.person).or_insert(record);
        }
        persons
    }

    /// Whether every record could be read: only then does absence mean anything.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }
}

struct Reader {
    parts: Vec<(u16, Part)>,
}

impl Reader {
    fn of(document: &Document, parts: &[Part]) -> Option<Self> {
        let layout = document.layout()?;
        let numbered = parts
            .iter()
            .map(|part| Some((layout.no(part.ident)?, *part)));
        Some(Self {
            parts: numbered.collect::<Option<_>>()?,
        })
    }

    fn key(&self, record: Record<'_>) -> Option<Key> {
        let mut rest = [0; MOST];
        let mut from = 0;
        for (no, part) in &self.parts {
            let content = content(record, *no);
            let value = content.get(..part.chars)?;
            if content.len() > part.chars && !part.begins {
                return None;
            }
            rest.get_mut(from..from + part.chars)?
                .copy_from_slice(value);
            from += part.chars;
        }
        Some(Key {
            person: PersonKey::of(record)?,
            rest,
        })
    }
}
