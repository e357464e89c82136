//! How the rules go through the records of a document: all of them together in one pass, or, where several threads are
//! allowed, in several passes side by side, each through some of the records.

use std::ops::Range;

use super::records::Items;
use super::{records, rules, slip};
use crate::document::Document;
use crate::finding::Findings;
use crate::threads;

/// So many passes for each thread: what disturbs one of the threads is evened out.
const PASSES: usize = 8;

/// Checks the records of a document on so many threads. What is found does not depend on the number.
pub(super) fn check(document: &Document, threads: usize, findings: &mut Findings) {
    let Some(layout) = document.layout() else {
        return;
    };
    let items = Items::new(document, layout);
    if threads > 1 {
        side_by_side(document, &items, threads, findings);
    } else {
        let mut run = rules::Run::from(1, document, layout, findings.empty_like());
        pass(&items, items.all(), &mut run, findings);
        finish(document, &items, run, findings);
    }
    slip::check(document, threads, findings);
}

/// The same with the rules on records and items alone.
pub(super) fn check_items(document: &Document, threads: usize, findings: &mut Findings) {
    let Some(layout) = document.layout() else {
        return;
    };
    let items = Items::new(document, layout);
    let ranges = ranges(&items, threads);
    let empty = findings.empty_like();
    let passes = threads::in_turn(&ranges, threads, |numbers| {
        let mut found = empty.clone();
        items.check(numbers.clone(), &mut found);
        found
    });
    for (numbers, found) in ranges.into_iter().zip(passes) {
        append(findings, found, |findings| items.check(numbers, findings));
    }
    items.check_end(findings);
}

/// Comparing a record with the one above costs as much as the rules themselves, so they share that.
fn pass<'a>(
    items: &Items<'a>,
    numbers: Range<usize>,
    run: &mut rules::Run<'a>,
    findings: &mut Findings,
) {
    items.check_and(numbers, findings, |record, changed| {
        run.record(record, changed);
    });
}

fn side_by_side<'a>(
    document: &'a Document,
    items: &Items<'a>,
    threads: usize,
    findings: &mut Findings,
) {
    let ranges = ranges(items, threads);
    let empty = findings.empty_like();
    let passes = threads::in_turn(&ranges, threads, |numbers| {
        let mut found = empty.clone();
        let mut run = rules::Run::from(numbers.start, document, items.layout(), empty.clone());
        pass(items, numbers.clone(), &mut run, &mut found);
        (found, run)
    });
    let mut whole: Option<rules::Run<'a>> = None;
    for (numbers, (found, run)) in ranges.into_iter().zip(passes) {
        append(findings, found, |findings| items.check(numbers, findings));
        match &mut whole {
            Some(whole) => whole.take_in(run),
            None => whole = Some(run),
        }
    }
    if let Some(run) = whole {
        finish(document, items, run, findings);
    }
}

/// The records of each pass.
fn ranges(items: &Items<'_>, threads: usize) -> Vec<Range<usize>> {
    let passes = (PASSES * threads).min(items.all().len()).max(1);
    records::equal_ranges(items.all(), passes)
}

/// What only the end of the file shows.
fn finish<'a>(
    document: &'a Document,
    items: &Items<'a>,
    run: rules::Run<'a>,
    findings: &mut Findings,
) {
    items.check_end(findings);
    append(findings, run.finish(), |findings| {
        rules::check(document, findings);
    });
}

/// Adds what was found apart; or finds it again, since which findings a full list keeps depends on all that came before.
fn append(findings: &mut Findings, found: Findings, again: impl FnOnce(&mut Findings)) {
    if let Err(_flood) = findings.append(found) {
        again(findings);
    }
}
