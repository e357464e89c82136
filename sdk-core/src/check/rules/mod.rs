//! The rules that look at more than one item: within a record, between the records of a file, and between the records
//! and the name of their file.
//!
//! One module per idea, one small type per group of rules. A rule sees only records with the right number of items and
//! passes over values that are malformed: the item checks have told that. The rules go through a file together, once,
//! and compare raw bytes; a file of a million records must not cost more than reading it.
//!
//! # Where the standard contradicts itself
//!
//! | No. | what | how it is met |
//! |---|---|---|
//! | 1 | table 7 says "No.19" for the service code | the layout has item 9; nothing to check |
//! | 2 | "service code 17/67" in table 6 means the kind | [`equipment`]: the first two characters of the code |
//! | 3 | names of actuals keep 43→11 in the examples | [`addresses`]: `KindsSwapped` warns |
//! | 4 | images .jpg, in the example .JPG | both are accepted by the reader of names and by [`prevention`] |
//! | 5 | dates of six digits in the prevention examples | item check: `DateForm` |
//! | 6 | wrong versions in examples | item check: `VersionUnknown`, `VersionOfOtherEdition` |
//! | 7 | nine-digit insured numbers in examples | item check: `InsuredForm` |
//! | 8 | table 3 with 月/木 and 12:00 | item checks: `CodeUnknown`, `TimeForm` |
//! | 9 | table 7 item 30 of length 2 or 5 | item check: `TooLongUnclear` warns over 2 |
//! | 10 | a stamp of 15 digits in prose | reader of names: `MalformedFileName` |
//! | 11 | an UPKIHON name with an extra 000000 | reader of names: `NameWithExtraZeros` |
//! | 12 | SUB1 時間 and SUB2 年月日 look like time and date | they are free text; no rule reads them |
//! | 13 | UPYOBO's care level is 1/2/3, not 12/13/06 | item check: `CodeUnknown` lists 1/2/3 |
//! | 14 | UPKIHON's care level has 01 and lacks 06 | item check: the list has 01; `CodeUnclear` warns on 06 |
//! | 15 | 単位数 0 is legal | no rule speaks of it |
//! | 16 | deletion of table 6 shown with a date | item check: `MonthForm` |
//! | 17 | two kinds in one file of actuals | [`addresses`]: `ActualsOfOtherKind` warns |
//! | 18 | TAIS code with a full-width hyphen | item check: `TaisForm` |
//! | 19 | columns 必須 and 必要 | only 必須 stands in the layouts; nothing to check |

mod addresses;
mod care_plan;
mod keys;
mod kinds;
mod numbers;
mod periods;
mod prevention;
mod row;
mod supplement;
mod tell;
mod text;
mod use_slip;

use std::collections::HashSet;

use self::row::{Column, Columns, Row};
use self::tell::Teller;
use super::records::differences;
use crate::document::{Document, Record};
use crate::finding::Findings;
use crate::layout::{FileKind, Layout};

/// Checks what a document's records say together.
pub(super) fn check(document: &Document, findings: &mut Findings) {
    let Some(layout) = document.layout() else {
        return;
    };
    let mut run = Run::from(1, document, layout, std::mem::take(findings));
    let mut above: Option<Record<'_>> = None;
    for record in document.records() {
        let above = above.replace(record);
        let is_whole = record.len() == layout.items.len();
        let changed = above.filter(|above| is_whole && above.len() == record.len());
        let changed = changed.map(|above| differences(document.bytes(), record, above));
        run.record(record, changed.unwrap_or(u128::MAX));
    }
    *findings = run.finish();
}

/// The rules of a document on their way through its records, or through some of them.
pub(super) struct Run<'a> {
    tell: Teller<'a>,
    asked: Asked<'a>,
    items: usize,
    /// Records with a forgotten quote, which shifts what stands in their items.
    broken: HashSet<u32>,
    /// The record above could be read.
    follows: bool,
}

impl<'a> Run<'a> {
    /// Begins with a record; with the name of the file, if that is the first. Adds to `findings`.
    pub(super) fn from(
        number: usize,
        document: &'a Document,
        layout: &'static Layout,
        findings: Findings,
    ) -> Self {
        let mut tell = Teller::new(document, layout, findings);
        if number == 1 {
            addresses::check_name(&mut tell);
            numbers::check_name(&mut tell);
        }
        numbers::leave_out_those_of_name(&mut tell);
        let mut run = Self {
            tell,
            asked: Asked::new(rules_of(document, layout), layout),
            items: layout.items.len(),
            broken: document.slips().map(|(_, record, ..)| record).collect(),
            follows: false,
        };
        let above = document.record(number - 1);
        run.follows = above.is_some_and(|above| run.is_readable(above));
        run
    }

    /// The next record, with one bit for each item that differs from the record above; all where their numbers of items
    /// differ.
    #[inline]
    pub(super) fn record(&mut self, record: Record<'a>, changed: u128) {
        if !self.is_readable(record) {
            self.follows = false;
            return;
        }
        let changed = if self.follows { changed } else { u128::MAX };
        self.follows = true;
        self.asked
            .record(&Row::new(record, changed), &mut self.tell);
    }

    #[inline]
    fn is_readable(&self, record: Record<'_>) -> bool {
        let is_broken = !self.broken.is_empty() && self.broken.contains(&(record.number() as u32));
        record.len() == self.items && !record.has_no_values() && !is_broken
    }

    /// Goes on where another run has ended that began where this one ends now. Where too many findings come together, some of
    /// them are missing, and the rest is a list that cannot be appended.
    pub(super) fn take_in(&mut self, later: Self) {
        for (rule, mut later) in self.asked.rules.iter_mut().zip(later.asked.rules) {
            rule.take_in(later.memory());
        }
        self.tell.take_in(later.tell);
    }

    /// The end of the file. What was told.
    pub(super) fn finish(mut self) -> Findings {
        for rule in &mut self.asked.rules {
            rule.finish(&mut self.tell);
        }
        self.tell.into_findings()
    }
}

/// A group of rules on the records of one file.
///
/// It may begin in the middle of the file, where another of its kind has ended or will end; what it says of a record depends on
/// that record and on the one above it only, but for what it says once a file. What it remembers besides is for the end.
trait Rule<'a>: Send {
    /// The columns that it reads. It is asked about a record only where one of them differs from the record above, or where
    /// it had something to say there: what was right above is right again. With [`Columns::ALL`] it is asked about every
    /// record.
    fn reads(&self) -> Columns {
        Columns::ALL
    }

    /// Looks at the next record.
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>);

    /// Hands over what it remembers.
    fn memory(&mut self) -> Memory<'a> {
        Memory::Nothing
    }

    /// Adds what another of its kind remembers of the records that follow.
    fn take_in(&mut self, _later: Memory<'a>) {}

    /// Says what only the whole file shows.
    fn finish(&mut self, _tell: &mut Teller<'a>) {}
}

/// What rules remember of the records for the end of the file.
enum Memory<'a> {
    Nothing,
    Keys(keys::Hashes),
    ReceiverRows(addresses::Persons<'a>),
    Equipment(use_slip::Equipment),
    PlanLines(care_plan::Lines<'a>),
}

type Rules<'a> = Vec<Box<dyn Rule<'a> + 'a>>;

fn rules_of<'a>(document: &'a Document, layout: &'static Layout) -> Rules<'a> {
    let mut rules: Rules<'a> = vec![
        Box::new(numbers::CheckDigits::new(layout)),
        Box::new(text::FreeText::new(document, layout)),
    ];
    rules.extend(keys::rules(layout));
    rules.extend(periods::rules(document, layout));
    rules.extend(kinds::rules(layout));
    rules.extend(addresses::rules(document, layout));
    match layout.kind {
        FileKind::Upplan | FileKind::Upjsk => rules.extend(use_slip::rules(document, layout)),
        FileKind::Up1kyo | FileKind::Up2kyo | FileKind::Up3kyo => {
            rules.extend(care_plan::rules(document, layout));
        }
        FileKind::Uphosoku => rules.push(Box::new(supplement::Supplement::new(document, layout))),
        _ => rules.extend(prevention::rules(document, layout)),
    }
    rules
}

/// The rules of a file, and which of them to ask. In sets of rules each has one bit; there are fewer than 32.
struct Asked<'a> {
    rules: Rules<'a>,
    /// Those that read all columns.
    always: u32,
    /// Those that read the column of item No. n.
    by_column: Vec<u32>,
    /// Those that had something to say about the record above; at first all, since nobody knows.
    again: u32,
}

impl<'a> Asked<'a> {
    fn new(rules: Rules<'a>, layout: &Layout) -> Self {
        let reads: Vec<_> = rules.iter().map(|rule| rule.reads()).collect();
        let those = |of: &dyn Fn(Columns) -> bool| {
            let bits = reads.iter().zip(0..).filter(|(reads, _)| of(**reads));
            bits.fold(0_u32, |bits, (_, index)| bits | 1 << index)
        };
        let columns = (0..=layout.items.len() as u16).map(|no| Columns::of(&[Column::at(no)]));
        Self {
            always: those(&|reads| reads == Columns::ALL),
            by_column: columns
                .map(|column| those(&|reads| reads != Columns::ALL && reads.meet(column)))
                .collect(),
            rules,
            again: u32::MAX,
        }
    }

    #[inline]
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        let mut ask = self.always | self.again;
        for no in row.changed.numbers() {
            match self.by_column.get(no) {
                Some(rules) => ask |= rules,
                None => break,
            }
        }
        self.again = 0;
        while ask != 0 {
            let index = ask.trailing_zeros();
            ask &= ask - 1;
            let before = tell.count;
            // At first there are more bits than rules.
            if let Some(rule) = self.rules.get_mut(index as usize) {
                rule.record(row, tell);
            }
            self.again |= u32::from(tell.count > before) << index;
        }
    }
}

#[cfg(test)]
mod example;
#[cfg(test)]
mod tests;
