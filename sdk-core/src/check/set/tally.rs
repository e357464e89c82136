//! What table 6 or table 7 says of each service of a person: how often, and how many units.

use std::cmp::Ordering;
use std::hash::BuildHasher;

use foldhash::quality::RandomState;

use crate::check::value::value_of;
use crate::document::Record;
use crate::layout::Layout;

/// Services of one person that are looked through for the next row; what is not found there is put together at the end.
const MOST_RECENT: usize = 16;

/// The services of all persons, added up.
///
/// A service is an office, a service code and the code of the equipment. Of its key only a hash of 64 bits is kept, made
/// with a random secret, so that nobody can choose contents that fall together.
pub(super) struct Tally<'a> {
    columns: [u16; 4],
    secret: RandomState,
    services: Vec<Service>,
    /// The row before: rows of one service often stand together.
    last: Option<(u32, [&'a [u8]; 4], usize)>,
    /// Where the last services of the present person stand.
    recent: Vec<usize>,
    /// Persons with a row that could not be read.
    unclear: Vec<bool>,
}

/// One service of a person.
#[derive(Debug, Clone, Copy)]
pub(super) struct Service {
    pub(super) person: u32,
    /// The first record that it stands in.
    pub(super) record: u32,
    key: u64,
    /// 回数 of all rows.
    pub(super) count: u32,
    /// 回数 of the rows with units: a service that is charged by the month has units on its first day only.
    pub(super) count_with_units: u32,
    /// Units × 回数 of all rows.
    pub(super) units: u64,
    /// `count` and `units`, where the days of a prorated row count instead of a 回数 of 1.
    pub(super) days: u32,
    pub(super) units_of_days: u64,
}

impl<'a> Tally<'a> {
    pub(super) fn new(layout: &Layout, secret: RandomState) -> Self {
        let idents = [
            "service_code",
            "service_office",
            "tais_code",
            "equipment_notification_code",
        ];
        Self {
            columns: idents.map(|ident| layout.no(ident).unwrap_or(0)),
            secret,
            services: Vec::new(),
            last: None,
            recent: Vec::new(),
            unclear: Vec::new(),
        }
    }

    /// Adds a row: how often, and the units of all times together, `None` where they cannot be read; and for how many days it
    /// stands.
    #[inline]
    pub(super) fn add(
        &mut self,
        person: u32,
        record: Record<'a>,
        amount: Option<(u64, u64)>,
        days: u32,
    ) {
        let [code, office, tais, notification] = self.columns;
        let item = |no: u16| match no {
            0 => &b""[..],
            no => value_of(record, no),
        };
        let key = [item(code), item(office), item(tais), item(notification)];
        let (Some((count, units)), 6, 10) = (amount, key[0].len(), key[1].len()) else {
            self.mark_unclear(person);
            self.last = None;
            return;
        };
        let place = match self.last {
            Some((last, before, place)) if last == person && same(&before, &key) => place,
            _ => self.place(person, &key, record),
        };
        self.last = Some((person, key, place));
        self.add_to(place, count, units, days);
    }

    /// Adds a row that has nothing else in it than the one before.
    #[inline]
    pub(super) fn add_again(&mut self, amount: Option<(u64, u64)>, days: u32) {
        // Where the row before could not be read, its person is marked already.
        if let (Some((count, units)), Some((.., place))) = (amount, self.last) {
            self.add_to(place, count, units, days);
        }
    }

    #[inline]
    fn add_to(&mut self, place: usize, count: u64, units: u64, days: u32) {
        let service = &mut self.services[place];
        let times = u32::try_from(count).unwrap_or(u32::MAX);
        service.count = service.count.saturating_add(times);
        if units > 0 {
            service.count_with_units = service.count_with_units.saturating_add(times);
        }
        service.units = service.units.saturating_add(units);
        let days = if times == 1 { days } else { 1 };
        service.days = service.days.saturating_add(times.saturating_mul(days));
        let units = units.saturating_mul(u64::from(days));
        service.units_of_days = service.units_of_days.saturating_add(units);
    }

    /// Gives the persons the numbers that stand at their places in `numbers`.
    pub(super) fn renumber(&mut self, numbers: &[u32]) {
        let number = |person: u32| numbers.get(person as usize).copied();
        for service in &mut self.services {
            service.person = number(service.person).unwrap_or(service.person);
        }
        for (person, _) in (0..)
            .zip(std::mem::take(&mut self.unclear))
            .filter(|(_, is)| *is)
        {
            self.mark_unclear(number(person).unwrap_or(person));
        }
    }

    /// The services in order, each once, without persons whose rows could not all be read.
    pub(super) fn finish(&mut self) {
        // Rows of a person mostly stand together.
        if !self.services.is_sorted_by_key(|service| service.person) {
            self.services.sort_by_key(|service| service.person);
        }
        for of_one in self.services.chunk_by_mut(|a, b| a.person == b.person) {
            of_one.sort_unstable_by_key(|service| service.key);
        }
        self.services.dedup_by(|later, first| {
            let same = (later.person, later.key) == (first.person, first.key);
            if same {
                first.add(later);
            }
            same
        });
    }

    /// The services that both or only one side has: ours and theirs. Both are finished.
    pub(super) fn compare(
        &self,
        other: &Self,
        mut each: impl FnMut(Option<&Service>, Option<&Service>),
    ) {
        let clear = |service: &&Service| {
            !self.is_unclear(service.person) && !other.is_unclear(service.person)
        };
        let mut ours = self.services.iter().filter(clear).peekable();
        let mut theirs = other.services.iter().filter(clear).peekable();
        loop {
            let place = |service: &&Service| (service.person, service.key);
            let order = match (ours.peek(), theirs.peek()) {
                (None, None) => return,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(own), Some(their)) => place(own).cmp(&place(their)),
            };
            match order {
                Ordering::Less => each(ours.next(), None),
                Ordering::Greater => each(None, theirs.next()),
                Ordering::Equal => each(ours.next(), theirs.next()),
            }
        }
    }

    fn place(&mut self, person: u32, key: &[&[u8]; 4], record: Record<'_>) -> usize {
        if self.last.is_none_or(|(last, ..)| last != person) {
            self.recent.clear();
        }
        let key = self.secret.hash_one(key);
        let known = self.recent.iter().copied();
        if let Some(place) = known.rev().find(|&place| self.services[place].key == key) {
            return place;
        }
        let place = self.services.len();
        if self.recent.len() == MOST_RECENT {
            self.recent.clear();
        }
        self.recent.push(place);
        self.services.push(Service {
            person,
            record: record.number() as u32,
            key,
            count: 0,
            count_with_units: 0,
            units: 0,
            days: 0,
            units_of_days: 0,
        });
        place
    }

    fn is_unclear(&self, person: u32) -> bool {
        let unclear = self.unclear.get(person as usize);
        unclear.is_some_and(|unclear| *unclear)
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

impl Service {
    fn add(&mut self, other: &Self) {
        self.record = self.record.min(other.record);
        self.count = self.count.saturating_add(other.count);
        self.count_with_units = self.count_with_units.saturating_add(other.count_with_units);
        self.units = self.units.saturating_add(other.units);
        self.days = self.days.saturating_add(other.days);
        self.units_of_days = self.units_of_days.saturating_add(other.units_of_days);
    }
}

#[inline]
fn same(a: &[&[u8]; 4], b: &[&[u8]; 4]) -> bool {
    a.iter().zip(b).all(|(a, b)| same_bytes(a, b))
}

/// Compares short items without a call: codes have 6, 10 or 12 bytes, or none.
#[inline(always)]
fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match a.len() {
        0 => true,
        4..8 => a.first_chunk::<4>() == b.first_chunk() && a.last_chunk::<4>() == b.last_chunk(),
        8..=16 => a.first_chunk::<8>() == b.first_chunk() && a.last_chunk::<8>() == b.last_chunk(),
        _ => a == b,
    }
}
