//! Where the rules leave what they have found.

use std::collections::HashMap;

use super::row::{Column, Row};
use crate::document::Document;
use crate::finding::{Code, Finding, Findings};
use crate::layout::Layout;

/// Makes findings on the records of one document.
pub(super) struct Teller<'a> {
    pub document: &'a Document,
    pub layout: &'static Layout,
    findings: Findings,
    /// What is said once a file only, and where it stands among the findings.
    told: HashMap<Once, usize>,
    /// How many findings there are.
    pub count: usize,
}

/// The place of what is not listed, or listed for good.
const NOWHERE: usize = usize::MAX;

/// What is said once a file only.
#[derive(PartialEq, Eq, Hash)]
enum Once {
    Code(Code),
    /// On an office or insurer of this number.
    Number(Box<str>),
}

impl<'a> Teller<'a> {
    /// Adds to `findings`.
    pub fn new(document: &'a Document, layout: &'static Layout, findings: Findings) -> Self {
        Self {
            document,
            layout,
            findings,
            told: HashMap::new(),
            count: 0,
        }
    }

    /// What was told.
    pub fn into_findings(self) -> Findings {
        self.findings
    }

    /// Adds what was told of the records that follow, but for what has been said once already.
    pub fn take_in(&mut self, later: Self) {
        let mut repeated: Vec<usize> = Vec::new();
        for (once, place) in later.told {
            if self.told.insert(once, NOWHERE).is_some() {
                repeated.push(place);
            }
        }
        repeated.sort_unstable();
        if let Err(flood) = self.findings.append_but(later.findings, &repeated) {
            // Whoever adds it to other findings sees that some are counted only.
            self.findings = flood;
        }
    }

    /// On an item of a record.
    #[cold]
    pub fn item(&mut self, code: Code, record: u32, column: Column) {
        self.item_with(code, record, column, |finding| finding);
    }

    /// On an item of a record, with blanks to fill.
    #[cold]
    pub fn item_with(
        &mut self,
        code: Code,
        record: u32,
        column: Column,
        fill: impl FnOnce(Finding) -> Finding,
    ) {
        let (document, layout) = (self.document, self.layout);
        self.count += 1;
        self.findings.push_with(code.severity(), || {
            let finding = Finding::new(code, document.name().clone()).at_record(record);
            let field = document
                .record(record as usize)
                .and_then(|record| record.field(column.no()));
            let item = column.item(layout);
            let finding = item.into_iter().fold(finding, Finding::at_item);
            let finding = field.into_iter().fold(finding, |finding, field| {
                finding.at_place(field.place()).with_value(&field.text())
            });
            fill(finding)
        });
    }

    /// On an item, for the first record of the file only that shows it.
    #[inline]
    pub fn item_once(&mut self, code: Code, row: &Row<'_>, column: Column) {
        self.once(Once::Code(code), |tell| tell.item(code, row.number, column));
    }

    /// On a whole record.
    #[cold]
    pub fn record(&mut self, code: Code, record: u32) {
        self.record_with(code, record, |finding| finding);
    }

    /// On a whole record, with blanks to fill.
    #[cold]
    pub fn record_with(&mut self, code: Code, record: u32, fill: impl FnOnce(Finding) -> Finding) {
        let document = self.document;
        self.count += 1;
        self.findings.push_with(code.severity(), || {
            let finding = Finding::new(code, document.name().clone()).at_record(record);
            let place = document.record(record as usize).map(|r| r.place());
            fill(place.into_iter().fold(finding, Finding::at_place))
        });
    }

    /// On the whole file, with blanks to fill.
    #[cold]
    pub fn file_with(&mut self, code: Code, fill: impl FnOnce(Finding) -> Finding) {
        let document = self.document;
        self.count += 1;
        self.findings.push_with(code.severity(), || {
            fill(Finding::new(code, document.name().clone()).with_value(document.name()))
        });
    }

    /// On the whole file.
    #[cold]
    pub fn file(&mut self, code: Code) {
        self.file_with(code, |finding| finding);
    }

    /// Tells something of an office or insurer, unless something has been told of its number.
    #[cold]
    pub fn number_once(&mut self, number: &str, tell: impl FnOnce(&mut Self)) {
        self.once(Once::Number(number.into()), tell);
    }

    /// Has nothing told of a number.
    pub fn leave_out_number(&mut self, number: &str) {
        self.told.insert(Once::Number(number.into()), NOWHERE);
    }

    fn once(&mut self, once: Once, tell: impl FnOnce(&mut Self)) {
        if self.told.contains_key(&once) {
            return;
        }
        let place = self.findings.len();
        tell(self);
        // A profile may have turned the finding off.
        let is_listed = self.findings.len() > place;
        self.told
            .insert(once, if is_listed { place } else { NOWHERE });
    }
}
