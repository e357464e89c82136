//! How the rules go through the records of a document: all of them together in one pass, or, where several threads are
//! allowed, side by side.

use std::ops::Range;

use super::records::Items;
use super::{records, rules, slip};
use crate::document::Document;
use crate::finding::Findings;
use crate::layout::Layout;
use crate::threads;

/// Checks the records of a document on so many threads. What is found does not depend on the number.
pub(super) fn check(document: &Document, threads: usize, findings: &mut Findings) {
    let Some(layout) = document.layout() else {
        return;
    };
    if threads > 1 {
        side_by_side(document, layout, threads, findings);
    } else {
        together(document, layout, findings);
    }
}

/// Comparing a record with the one above costs as much as the rules themselves, so they share that.
fn together(document: &Document, layout: &'static Layout, findings: &mut Findings) {
    let mut found = findings.empty_like();
    let mut run = rules::Run::new(document, layout, &mut found);
    let items = Items::new(document, layout);
    items.check_and(items.all(), findings, |record, changed| {
        run.record(record, changed);
    });
    run.finish();
    items.check_end(findings);
    append(findings, found, |findings| rules::check(document, findings));
    slip::check(document, findings);
}

/// What one thread does before it takes the next.
enum Work {
    /// The rules of the kind remember what they have seen, so each goes through all records.
    Slip,
    Rules,
    Items(Range<usize>),
}

fn side_by_side(
    document: &Document,
    layout: &'static Layout,
    threads: usize,
    findings: &mut Findings,
) {
    // The shorter pieces come last and even things out.
    let ranges = records::equal_ranges(1..document.record_count() + 1, 2 * threads);
    let mut work = vec![Work::Slip, Work::Rules];
    work.extend(ranges.into_iter().map(Work::Items));
    let items = Items::new(document, layout);
    let empty = findings.empty_like();
    let go_through = |work: &Work, findings: &mut Findings| match work {
        Work::Slip => slip::check(document, findings),
        Work::Rules => rules::check(document, findings),
        Work::Items(range) => items.check(range.clone(), findings),
    };
    let mut found = threads::in_turn(&work, threads, |work| {
        let mut findings = empty.clone();
        go_through(work, &mut findings);
        findings
    });
    let later = found.split_off(2);
    for (work, found) in work[2..].iter().zip(later) {
        append(findings, found, |findings| go_through(work, findings));
    }
    items.check_end(findings);
    for (work, found) in work[..2].iter().zip(found).rev() {
        append(findings, found, |findings| go_through(work, findings));
    }
}

/// Adds what was found apart; or finds it again, since which findings a full list keeps depends on all that came before.
fn append(findings: &mut Findings, found: Findings, again: impl FnOnce(&mut Findings)) {
    if let Err(_flood) = findings.append(found) {
        again(findings);
    }
}
