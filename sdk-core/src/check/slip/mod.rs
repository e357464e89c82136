//! 第7表（サービス利用票別表）: the rows of a person, their subtotals and their grand total.

mod money;
mod row;
mod rows;
mod sums;
mod totals;

pub(super) use row::{Amount, Columns, Figure, Row, RowKind};

use super::person::{PersonKey, Persons, whose};
use crate::document::Document;
use crate::finding::{Code, Finding, Findings};
use crate::layout::FileKind;
use crate::threads;

/// Checks table 7 within its file, on so many threads. What is found does not depend on the number.
pub(super) fn check(document: &Document, threads: usize, findings: &mut Findings) {
    let (Some(FileKind::Upsikyu), Some(layout)) = (document.kind(), document.layout()) else {
        return;
    };
    let columns = Columns::of(layout);
    let places = by_person(document);
    if threads == 1 {
        return check_persons(document, &columns, &places, findings);
    }
    let empty = findings.empty_like();
    let groups = groups(&places, GROUPS * threads);
    let found = threads::in_turn(&groups, threads, |places| {
        let mut findings = empty.clone();
        check_persons(document, &columns, places, &mut findings);
        findings
    });
    for (places, found) in groups.iter().zip(found) {
        if let Err(_flood) = findings.append(found) {
            // Which findings a full list keeps depends on all that came before.
            check_persons(document, &columns, places, findings);
        }
    }
}

/// So many groups of persons for each thread: what disturbs one of the threads is evened out.
const GROUPS: usize = 4;

/// The rows of about as many persons each, at most so many groups.
fn groups(places: &[Place], most: usize) -> Vec<&[Place]> {
    let size = places.len() / most + 1;
    let mut groups = Vec::new();
    let mut rest = places;
    while let Some(last) = rest.get(size - 1) {
        let of_last = rest[size..]
            .iter()
            .take_while(|place| place.person == last.person);
        let (group, others) = rest.split_at(size + of_last.count());
        groups.push(group);
        rest = others;
    }
    groups.push(rest);
    groups
}

fn check_persons(
    document: &Document,
    columns: &Columns,
    places: &[Place],
    findings: &mut Findings,
) {
    let mut rows = Vec::new();
    for places in places.chunk_by(|a, b| a.person == b.person) {
        rows.clear();
        let read = |place: &Place| Row::of(document.record(place.record as usize)?, columns);
        rows.extend(places.iter().filter_map(read));
        let slip = Slip {
            document,
            rows: &rows,
            is_whole: rows.len() == places.len() && places.iter().all(|place| place.is_whole),
            uninsured: places.first().is_some_and(|place| place.uninsured),
        };
        slip.check(findings);
    }
}

/// Most rows of a person that are compared with each other; nobody has so many services in a month.
const MOST_ROWS: usize = 200;

/// The rows of one person.
struct Slip<'a> {
    document: &'a Document,
    rows: &'a [Row<'a>],
    /// Whether all of them can be read: only then does absence mean anything.
    is_whole: bool,
    /// A person with public assistance only.
    uninsured: bool,
}

impl<'a> Slip<'a> {
    fn check(&self, findings: &mut Findings) {
        totals::check_grand_total(self, findings);
        if self.rows.len() > MOST_ROWS {
            return;
        }
        totals::check_subtotals(self, findings);
        sums::check(self, findings);
        for row in self.rows {
            rows::check(self, row, findings);
            money::check(self, row, findings);
        }
        rows::same_row_twice(self, findings);
    }

    fn services(&self) -> impl Iterator<Item = &'a Row<'a>> {
        self.rows.iter().filter(|row| row.is_service())
    }

    fn grand_totals(&self) -> impl Iterator<Item = &'a Row<'a>> {
        let is_total = |row: &&Row<'_>| row.kind == RowKind::GrandTotal;
        self.rows.iter().filter(is_total)
    }

    fn subtotals(&self) -> impl Iterator<Item = &'a Row<'a>> {
        let is_subtotal = |row: &&Row<'_>| matches!(row.kind, RowKind::Subtotal(_));
        self.rows.iter().filter(is_subtotal)
    }

    fn on_figure(&self, row: &Row<'_>, code: Code, figure: Figure) -> Finding {
        row.on_figure(self.document, code, figure)
    }
}

/// A row, and whose it is.
struct Place {
    person: u32,
    record: u32,
    is_whole: bool,
    uninsured: bool,
}

/// The rows person by person, in the order of the file within each.
fn by_person(document: &Document) -> Vec<Place> {
    let items = document.layout().map_or(0, |layout| layout.items.len());
    let mut persons = Persons::default();
    let mut places: Vec<Place> = Vec::new();
    let mut after_gap = false;
    let mut above: (&[u8], Option<(u32, bool)>) = (b"", None);
    for record in document.records() {
        if record.has_no_values() {
            continue;
        }
        let person = if record.len() == items {
            let whose = whose(record);
            if whose != above.0 {
                let person = PersonKey::of(record);
                let numbered = person.map(|key| (persons.number(key), key.is_uninsured()));
                above = (whose, numbered);
            }
            above.1
        } else {
            None
        };
        let Some((person, uninsured)) = person else {
            // It may belong to the person before or after it.
            if let Some(last) = places.last_mut() {
                last.is_whole = false;
            }
            after_gap = true;
            continue;
        };
        places.push(Place {
            person,
            record: record.number() as u32,
            is_whole: !std::mem::take(&mut after_gap),
            uninsured,
        });
    }
    if !places.is_sorted_by_key(|place| place.person) {
        places.sort_by_key(|place| place.person);
    }
    places
}

#[cfg(test)]
mod tests;
