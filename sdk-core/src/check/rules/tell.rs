//! Where the rules leave what they have found.

use super::row::{Column, Row};
use crate::document::Document;
use crate::finding::{Code, Finding, Findings};
use crate::layout::Layout;

/// Makes findings on the records of one document.
pub(super) struct Teller<'a, 'f> {
    pub document: &'a Document,
    pub layout: &'static Layout,
    findings: &'f mut Findings,
    /// What is said once a file only.
    told: Vec<Code>,
    /// How many findings there are.
    pub count: usize,
}

impl<'a, 'f> Teller<'a, 'f> {
    pub fn new(
        document: &'a Document,
        layout: &'static Layout,
        findings: &'f mut Findings,
    ) -> Self {
        Self {
            document,
            layout,
            findings,
            told: Vec::new(),
            count: 0,
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
        if self.is_first(code) {
            self.item(code, row.number, column);
        }
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

    fn is_first(&mut self, code: Code) -> bool {
        let first = !self.told.contains(&code);
        if first {
            self.told.push(code);
        }
        first
    }
}
