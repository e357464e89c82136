//! Who a record is about, and which records of a file can be read.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use foldhash::fast::RandomState;

use super::value::value_of;
use crate::document::{Document, Record};

/// 保険者番号 + 被保険者番号: a person is both, never the latter alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PersonKey([u8; 16]);

impl PersonKey {
    /// The person of a record, where both numbers have their length. They are items 2 and 3 of every layout.
    #[inline]
    pub(super) fn of(record: Record<'_>) -> Option<Self> {
        let insurer: &[u8; 6] = value_of(record, 2).try_into().ok()?;
        let insured: &[u8; 10] = value_of(record, 3).try_into().ok()?;
        let mut key = [0; 16];
        key[..6].copy_from_slice(insurer);
        key[6..].copy_from_slice(insured);
        Some(Self(key))
    }

    /// 公費単独: a person who is not insured, whose number begins with H.
    pub(super) fn is_uninsured(self) -> bool {
        self.0[6] == b'H'
    }
}

impl Hash for PersonKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u128(u128::from_ne_bytes(self.0));
    }
}

/// The bytes from 保険者番号 to 被保険者番号, which stand side by side: rows of one person mostly have the same.
#[inline]
pub(super) fn whose(record: Record<'_>) -> &[u8] {
    record.raw_between(2, 3).unwrap_or_default()
}

/// The persons of one or several files, numbered from 0.
#[derive(Debug, Default)]
pub(super) struct Persons {
    numbers: HashMap<PersonKey, u32, RandomState>,
    keys: Vec<PersonKey>,
    last: u32,
}

impl Persons {
    /// The number of a person. Rows of one person mostly stand together, and the files of a set mostly have the same order.
    #[inline]
    pub(super) fn number(&mut self, person: PersonKey) -> u32 {
        for guess in [self.last, self.last + 1] {
            if self.keys.get(guess as usize) == Some(&person) {
                self.last = guess;
                return guess;
            }
        }
        self.look_up(person)
    }

    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// What the numbers of `later`, in order, are here; persons that are not known yet get the next numbers.
    pub(super) fn take_in(&mut self, later: &Self) -> Vec<u32> {
        later.keys.iter().map(|key| self.number(*key)).collect()
    }

    fn look_up(&mut self, person: PersonKey) -> u32 {
        let next = self.keys.len() as u32;
        self.last = *self.numbers.entry(person).or_insert(next);
        if self.last == next {
            self.keys.push(person);
        }
        self.last
    }
}

/// The records of a file with as many items as its layout has, and a value in one of them.
pub(super) fn whole_records(document: &Document) -> impl Iterator<Item = Record<'_>> {
    let items = document.layout().map_or(0, |layout| layout.items.len());
    document
        .records()
        .filter(move |record| record.len() == items && !record.has_no_values())
}

/// Whether every record can be read: only then does absence mean anything. A record without a value is nobody's.
pub(super) fn is_whole(document: &Document) -> bool {
    let items = document.layout().map_or(0, |layout| layout.items.len());
    let is_readable = |record: Record<'_>| record.len() == items || record.has_no_values();
    document.record_count() > 0
        && document.slips().next().is_none()
        && document.records().all(is_readable)
}
