//! What table 6 or table 7 says of each service of a person: how often, and how many units.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use crate::document::{Field, Record};
use crate::layout::Layout;

/// The services of all persons, added up.
///
/// A service is an office, a service code and the code of the equipment. Of its key only a hash of 64 bits is kept, made
/// with a random secret, so that nobody can choose contents that fall together.
pub(super) struct Tally<'a> {
    columns: [u16; 4],
    hasher: RandomState,
    places: HashMap<u64, u32>,
    services: Vec<Service>,
    /// Rows of one service often stand together.
    last: Option<(u32, [&'a [u8]; 4], u32)>,
    /// Persons with a row that could not be read.
    unclear: Vec<bool>,
}

/// One service of a person.
#[derive(Debug, Clone, Copy)]
pub(super) struct Service {
    pub(super) person: u32,
    /// The first record that it stands in.
    pub(super) record: u32,
    /// 回数 of all rows.
    pub(super) count: u32,
    /// 回数 of the rows with units: a service that is charged by the month has units on its first day only.
    pub(super) count_with_units: u32,
    /// Units × 回数 of all rows.
    pub(super) units: u64,
}

impl<'a> Tally<'a> {
    pub(super) fn new(layout: &Layout, hasher: RandomState) -> Self {
        let idents = [
            "service_code",
            "service_office",
            "tais_code",
            "equipment_notification_code",
        ];
        Self {
            columns: idents.map(|ident| layout.no(ident).unwrap_or(0)),
            hasher,
            places: HashMap::new(),
            services: Vec::new(),
            last: None,
            unclear: Vec::new(),
        }
    }

    /// Adds a row: how often, and the units of all times together; `None` where they cannot be read.
    #[inline]
    pub(super) fn add(&mut self, person: u32, record: Record<'a>, amount: Option<(u64, u64)>) {
        let key = self
            .columns
            .map(|no| record.field(no).map_or(&b""[..], unquoted));
        let (Some((count, units)), 6, 10) = (amount, key[0].len(), key[1].len()) else {
            self.mark_unclear(person);
            return;
        };
        let place = match self.last {
            Some((last, before, place)) if last == person && same(&before, &key) => place,
            _ => self.place(person, &key, record),
        };
        self.last = Some((person, key, place));
        let service = &mut self.services[place as usize];
        let times = u32::try_from(count).unwrap_or(u32::MAX);
        service.count = service.count.saturating_add(times);
        if units > 0 {
            service.count_with_units = service.count_with_units.saturating_add(times);
        }
        service.units = service.units.saturating_add(units);
    }

    /// The services that both or only one side has: ours and theirs. Persons with unreadable rows are left out.
    pub(super) fn compare(
        &self,
        other: &Self,
        mut each: impl FnMut(Option<&Service>, Option<&Service>),
    ) {
        let clear = |service: &&Service| {
            !self.is_unclear(service.person) && !other.is_unclear(service.person)
        };
        for (hash, &place) in &self.places {
            let own = self.services.get(place as usize).filter(clear);
            if own.is_some() {
                each(own, other.find(*hash));
            }
        }
        for (hash, &place) in &other.places {
            let theirs = other.services.get(place as usize).filter(clear);
            if theirs.is_some() && !self.places.contains_key(hash) {
                each(None, theirs);
            }
        }
    }

    fn find(&self, hash: u64) -> Option<&Service> {
        let place = self.places.get(&hash)?;
        self.services.get(*place as usize)
    }

    #[inline(never)]
    fn place(&mut self, person: u32, key: &[&[u8]; 4], record: Record<'_>) -> u32 {
        let hash = self.hasher.hash_one((person, key));
        let next = self.services.len() as u32;
        let place = *self.places.entry(hash).or_insert(next);
        if place == next {
            self.services.push(Service {
                person,
                record: record.number() as u32,
                count: 0,
                count_with_units: 0,
                units: 0,
            });
        }
        place
    }

    fn is_unclear(&self, person: u32) -> bool {
        self.unclear
            .get(person as usize)
            .is_some_and(|unclear| *unclear)
    }

    #[cold]
    fn mark_unclear(&mut self, person: u32) {
        let index = person as usize;
        if index >= self.unclear.len() {
            self.unclear.resize(index + 1, false);
        }
        self.unclear[index] = true;
    }
}

#[inline]
fn same(a: &[&[u8]; 4], b: &[&[u8]; 4]) -> bool {
    a.iter().zip(b).all(|(a, b)| a == b)
}

/// Codes hold no quotes, so that nothing needs to be unescaped.
#[inline]
pub(super) fn unquoted(field: Field<'_>) -> &[u8] {
    match field.raw {
        [b'"', inner @ .., b'"'] => inner,
        raw => raw,
    }
}
