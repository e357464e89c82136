//! The rules between the files of a set.

mod care_plan;
mod deletion;
mod keys;
mod levels;
mod prevention;
mod scan;
mod supplement;
mod tally;
mod use_slip;

pub use deletion::deletions_against;

use crate::document::Document;
use crate::finding::{Code, Finding, Findings};
use crate::layout::{FileKind, SetKind};

/// Checks the files of a set against each other, whatever of them is there.
///
/// Each file has been checked by itself; what was told then is not told again. Records of another number of items and
/// values that cannot be read are passed over, and nothing is said to be missing from a file that has such records.
pub fn check(kind: SetKind, documents: &[&Document], findings: &mut Findings) {
    let threads = documents.iter().map(|document| document.threads());
    check_on(kind, documents, threads.max().unwrap_or(1), findings);
}

/// The same on so many threads. What is found does not depend on the number.
fn check_on(kind: SetKind, documents: &[&Document], threads: usize, findings: &mut Findings) {
    let files = Files { documents, threads };
    match kind {
        SetKind::UseSlip => use_slip::check(files, findings),
        SetKind::CarePlan => care_plan::check(files, findings),
        SetKind::BasicInfo | SetKind::PreventionPlan | SetKind::PreventionPlanWithBasicInfo => {
            prevention::check(files, findings);
        }
        // One file alone.
        SetKind::Actuals
        | SetKind::ActualsDelete
        | SetKind::BasicInfoDelete
        | SetKind::CarePlanDelete
        | SetKind::PreventionPlanDelete
        | SetKind::UseSlipDelete => {}
    }
}

/// The files of a set.
#[derive(Clone, Copy)]
struct Files<'a> {
    documents: &'a [&'a Document],
    /// How many threads may be used.
    threads: usize,
}

impl<'a> Files<'a> {
    /// The file of a kind; the first if there are several, which is told elsewhere.
    fn one(self, kind: FileKind) -> Option<&'a Document> {
        self.all(kind).next()
    }

    fn all(self, kind: FileKind) -> impl Iterator<Item = &'a Document> {
        let documents = self.documents.iter().copied();
        documents.filter(move |document| document.kind() == Some(kind))
    }
}

/// A finding on an item of a record, with its value.
fn on_item(document: &Document, code: Code, record: u32, ident: &str) -> Finding {
    let finding = Finding::new(code, document.name().clone()).at_record(record);
    let item = document.layout().and_then(|layout| layout.item(ident));
    let field = item.and_then(|item| document.record(record as usize)?.field(item.no));
    match (item, field) {
        (Some(item), Some(field)) => {
            let value = field.text();
            finding
                .at_item(item)
                .at_place(field.place())
                .with_value(&value)
        }
        _ => finding,
    }
}

/// A finding on the person of a record. The number stands in the finding's value only.
fn on_person(document: &Document, code: Code, record: u32) -> Finding {
    on_item(document, code, record, "insured_number")
}

#[cfg(test)]
mod tests;
