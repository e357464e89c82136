//! 2.6: a file to office X carries whoever concerns X, with all rows; nobody else.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use super::{exchange_of_kind, kind_of};
use crate::check::rules::row::{Column, Columns, Row};
use crate::check::rules::tell::Teller;
use crate::check::rules::{Memory, Rule, Rules};
use crate::check::value::value_of;
use crate::document::{Document, FileName, Record};
use crate::finding::Code;
use crate::layout::{Exchange, FileKind, Layout};

/// Each person of UPPLAN has a row of the receiver: `PersonWithoutReceiver` where the office has none,
/// `PersonWithoutReceiverKind` where it has rows of other kinds only. Each plan of UP2KYO that names offices at all
/// names the receiver: `PlanWithoutReceiver`, a note, because offices may also stand there as text.
///
/// Planning offices have no rows: what is sent to one is not looked at. Nor is a person next to a record that does not say
/// whose it is: it may be the one.
pub(super) fn rules<'a>(layout: &'static Layout, name: &FileName) -> Rules<'a> {
    let Some(receiver) = name.receiver else {
        return Vec::new();
    };
    let kind = kind_of(receiver);
    if kind.is_some_and(|kind| exchange_of_kind(kind) == Some(Exchange::OfficeOnly)) {
        return Vec::new();
    }
    let column = |ident| Column::of(layout, ident);
    let Ok(office) = receiver.number.as_str().as_bytes().try_into() else {
        return Vec::new();
    };
    vec![Box::new(ReceiverRows {
        layout,
        person: [column("insurer_number"), column("insured_number")],
        office_column: column("service_office"),
        service_code: column("service_code"),
        office,
        kind: kind.and_then(|kind| kind.as_str().as_bytes().try_into().ok()),
        current: None,
        persons: HashMap::default(),
    })]
}

struct ReceiverRows<'a> {
    layout: &'static Layout,
    person: [Column; 2],
    office_column: Column,
    service_code: Column,
    office: [u8; 10],
    kind: Option<[u8; 2]>,
    /// The rows of a person mostly stand together, so the map is asked once a person.
    current: Option<([&'a [u8]; 2], Seen)>,
    persons: Persons<'a>,
}

/// What was seen of each person, by 保険者番号 and 被保険者番号.
pub(in crate::check::rules) type Persons<'a> = HashMap<[&'a [u8]; 2], Seen, RandomState>;

#[derive(Clone, Copy)]
pub(in crate::check::rules) struct Seen {
    /// The person's first row.
    first: u32,
    closeness: Closeness,
}

/// How near the receiver a person's rows come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    NoOffice,
    OtherOffice,
    Office,
    OfficeAndKind,
}

impl<'a> ReceiverRows<'a> {
    #[inline]
    fn closeness(&self, row: &Row<'a>) -> Closeness {
        let office = row.value(self.office_column);
        if office != self.office {
            return match office.len() {
                0 => Closeness::NoOffice,
                10 => Closeness::OtherOffice,
                // Malformed numbers and codes are told on their own; they may have been the receiver's.
                _ => Closeness::OfficeAndKind,
            };
        }
        let code = row.value(self.service_code);
        match self.kind {
            Some(kind) if code.len() == 6 && !code.starts_with(&kind) => Closeness::Office,
            _ => Closeness::OfficeAndKind,
        }
    }

    fn put_away(&mut self) {
        if let Some((person, seen)) = self.current.take() {
            self.keep(person, seen);
        }
    }

    fn keep(&mut self, person: [&'a [u8]; 2], seen: Seen) {
        let kept = self.persons.entry(person).or_insert(seen);
        kept.closeness = kept.closeness.max(seen.closeness);
    }
}

impl<'a> Rule<'a> for ReceiverRows<'a> {
    fn reads(&self) -> Columns {
        Columns::of(&[
            self.person[0],
            self.person[1],
            self.office_column,
            self.service_code,
        ])
    }

    #[inline]
    fn record(&mut self, row: &Row<'a>, _tell: &mut Teller<'a>) {
        let closeness = self.closeness(row);
        let person = self.person.map(|column| row.value(column));
        if !is_person(person) {
            return;
        }
        match &mut self.current {
            Some((current, seen)) if *current == person => {
                seen.closeness = seen.closeness.max(closeness);
            }
            _ => {
                self.put_away();
                let first = row.number;
                self.current = Some((person, Seen { first, closeness }));
            }
        }
    }

    fn memory(&mut self) -> Memory<'a> {
        self.put_away();
        Memory::ReceiverRows(std::mem::take(&mut self.persons))
    }

    fn take_in(&mut self, later: Memory<'a>) {
        self.put_away();
        if let Memory::ReceiverRows(persons) = later {
            for (person, seen) in persons {
                self.keep(person, seen);
            }
        }
    }

    fn finish(&mut self, tell: &mut Teller<'a>) {
        self.put_away();
        let table_2 = self.layout.kind == FileKind::Up2kyo;
        let mut missing: Vec<_> = self
            .persons
            .iter()
            .filter_map(|(person, seen)| {
                let code = match seen.closeness {
                    Closeness::OtherOffice if table_2 => Code::PlanWithoutReceiver,
                    Closeness::NoOffice | Closeness::OtherOffice if !table_2 => {
                        Code::PersonWithoutReceiver
                    }
                    Closeness::Office if !table_2 => Code::PersonWithoutReceiverKind,
                    _ => return None,
                };
                Some((seen.first, code, *person))
            })
            .collect();
        if missing.is_empty() {
            return;
        }
        let unclear = self.beside_unclear(tell.document);
        missing.retain(|(.., person)| !unclear.contains(person));
        missing.sort_unstable_by_key(|(first, ..)| *first);
        for (first, code, _) in missing {
            tell.item(code, first, self.person[1]);
        }
    }
}

impl<'a> ReceiverRows<'a> {
    /// The persons whose rows stand next to a record that does not say whose it is.
    fn beside_unclear(&self, document: &'a Document) -> HashSet<[&'a [u8]; 2]> {
        let mut beside = HashSet::new();
        let (mut last, mut after_unclear) = (None, false);
        for record in document.records().filter(|record| !record.has_no_values()) {
            let person = self.person_of(record);
            if after_unclear || person.is_none() {
                beside.extend(last);
                beside.extend(person);
            }
            after_unclear = person.is_none();
            last = person;
        }
        beside
    }

    fn person_of(&self, record: Record<'a>) -> Option<[&'a [u8]; 2]> {
        let person = self.person.map(|column| value_of(record, column.no()));
        (record.len() == self.layout.items.len() && is_person(person)).then_some(person)
    }
}

fn is_person([insurer, insured]: [&[u8]; 2]) -> bool {
    (insurer.len(), insured.len()) == (6, 10)
}
