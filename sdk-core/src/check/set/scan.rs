//! One pass through a file, person by person.

use crate::check::person::{PersonKey, Persons, whose};
use crate::document::{Document, Record};

/// Which persons a file is about.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// For each person the first record, 0 where the file has none.
    first: Vec<u32>,
    /// Whether every record could be read: only then does absence mean anything.
    is_whole: bool,
}

impl Scan {
    /// Goes through the readable records once.
    pub(super) fn of<'a>(
        document: &'a Document,
        persons: &mut Persons,
        mut each: impl FnMut(u32, Record<'a>),
    ) -> Self {
        let mut scan = Self {
            first: Vec::new(),
            is_whole: document.record_count() > 0 && document.slips().next().is_none(),
        };
        let items = document.layout().map_or(0, |layout| layout.items.len());
        let mut last: (&[u8], u32) = (b"", 0);
        for record in document.records() {
            if record.has_no_values() {
                continue;
            }
            if record.len() != items {
                scan.is_whole = false;
                continue;
            }
            let person = match whose(record) {
                bytes if bytes == last.0 => last.1,
                bytes => {
                    let Some(key) = PersonKey::of(record) else {
                        scan.is_whole = false;
                        continue;
                    };
                    let person = persons.number(key);
                    scan.note(person, record);
                    last = (bytes, person);
                    person
                }
            };
            each(person, record);
        }
        scan
    }

    /// Gives the persons the numbers that stand at their places in `numbers`.
    pub(super) fn renumber(&mut self, numbers: &[u32]) {
        let old = std::mem::take(&mut self.first);
        for (&person, first) in numbers.iter().zip(old) {
            let index = person as usize;
            if index >= self.first.len() {
                self.first.resize(index + 1, 0);
            }
            self.first[index] = first;
        }
    }

    /// The persons alone.
    pub(super) fn persons(document: &Document, persons: &mut Persons) -> Self {
        Self::of(document, persons, |_, _| {})
    }

    /// The first record of a person.
    pub(super) fn first(&self, person: u32) -> Option<u32> {
        let first = self.first.get(person as usize).copied();
        first.filter(|record| *record > 0)
    }

    /// Whether the file certainly has no record of a person.
    pub(super) fn lacks(&self, person: u32) -> bool {
        self.is_whole && self.first(person).is_none()
    }

    fn note(&mut self, person: u32, record: Record<'_>) {
        let index = person as usize;
        if index >= self.first.len() {
            self.first.resize(index + 1, 0);
        }
        if self.first[index] == 0 {
            self.first[index] = record.number() as u32;
        }
    }
}
