//! Reading and checking a whole set (tables 6 and 7 and the supplement of a month with a million rows of table 6), with
//! the rules within each file and between them, against the bare csv crate over the same bytes.
//!
//! `cargo bench -p careplan-bench --bench whole_set`; the first run makes the month, which takes some minutes.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::process::Command;
use std::time::{Duration, Instant};

use careplan_bench::{count_byte_records, large_month, peak_memory, run, thread_time};
use careplan_core::check::{CheckedDocument, read_all, set};
use careplan_core::document::ReadOptions;
use careplan_core::finding::{CheckProfile, Findings};
use careplan_core::layout::SetKind;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let arguments: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
    match arguments[..] {
        ["check-once", threads] => check_once(threads.parse().unwrap()),
        ["rounds", rounds, ..] => large(rounds.parse().unwrap()),
        _ => large(8),
    }
}

fn large(rounds: usize) {
    let files = large_month();
    let mut csv_of = [Duration::MAX; 3];
    let mut alone = [Duration::MAX; 3];
    let mut whole = [Whole::MOST; 2];
    let mut cpu = Duration::MAX;
    for _ in 0..rounds {
        for ((_, bytes), least) in files.iter().zip(&mut csv_of) {
            let start = thread_time();
            count_byte_records(bytes);
            *least = (thread_time() - start).min(*least);
        }
        for ((name, bytes), least) in files.iter().zip(&mut alone) {
            let bytes = bytes.clone();
            let start = thread_time();
            let checked = read(name, bytes, 1);
            *least = (thread_time() - start).min(*least);
            drop(checked);
        }
        for (threads, least) in [1, 2].into_iter().zip(&mut whole) {
            let files = files.clone();
            let start = thread_time();
            let (found, documents) = check(files, threads);
            if threads == 1 {
                cpu = (thread_time() - start).min(cpu);
            }
            least.take(found);
            drop(documents);
        }
    }
    let size = |index: usize| files[index].1.len() as f64 / 1e6;
    let all: f64 = (0..3).map(size).sum();
    let csv_all: Duration = csv_of.iter().sum();
    println!(
        "table 6 {:.0} MB, table 7 {:.0} MB, supplement {:.0} MB, least of {rounds} rounds, time of the processor:",
        size(0),
        size(1),
        size(2)
    );
    println!(
        "  bare csv crate: table 6 {:.0?}, table 7 {:.0?}, supplement {:.0?}, all three {csv_all:.0?}",
        csv_of[0], csv_of[1], csv_of[2]
    );
    let names = ["table 6", "table 7", "supplement"];
    for ((name, ours), csv) in names.iter().zip(alone).zip(csv_of) {
        println!(
            "  read and check {name} alone, 1 thread {ours:.0?}: {:.2} × the csv crate on it",
            ratio(ours, csv)
        );
    }
    println!(
        "  whole set, 1 thread {cpu:.0?}: {:.2} × the csv crate on table 6 alone, {:.2} × on all three",
        ratio(cpu, csv_of[0]),
        ratio(cpu, csv_all)
    );
    println!("by the clock:");
    for (threads, whole) in [1, 2].into_iter().zip(&whole) {
        println!(
            "  whole set, {threads} thread(s) {:.0?}: files {:.0?}, between them {:.0?}",
            whole.all, whole.files, whole.between
        );
    }
    println!(
        "  2 threads are {:.2} × as fast as 1",
        ratio(whole[0].all, whole[1].all)
    );
    drop(files);
    for threads in ["1", "2"] {
        let mut child = Command::new(std::env::current_exe().unwrap());
        let peak: f64 = run(child.args(["check-once", threads]))
            .trim()
            .parse()
            .unwrap();
        println!(
            "  peak memory, {threads} thread(s): {:.2} × the files",
            peak / all / 1e6
        );
    }
}

/// Prints the bytes of memory that a process needs at most to read and check the set.
fn check_once(threads: usize) {
    let (_, documents) = check(large_month(), threads);
    assert!(
        documents
            .iter()
            .all(|checked| checked.document().record_count() > 0)
    );
    println!("{}", peak_memory().unwrap_or(0));
}

/// How long it took.
#[derive(Clone, Copy)]
struct Whole {
    all: Duration,
    files: Duration,
    between: Duration,
}

impl Whole {
    const MOST: Self = Self {
        all: Duration::MAX,
        files: Duration::MAX,
        between: Duration::MAX,
    };

    fn take(&mut self, other: Self) {
        self.all = self.all.min(other.all);
        self.files = self.files.min(other.files);
        self.between = self.between.min(other.between);
    }
}

fn check(files: Vec<(String, Vec<u8>)>, threads: usize) -> (Whole, Vec<CheckedDocument>) {
    let start = Instant::now();
    let options = ReadOptions {
        threads: Some(threads),
    };
    let checked = read_all(files, &CheckProfile::standard(), &options);
    let files = start.elapsed();
    let documents: Vec<_> = checked.iter().map(CheckedDocument::document).collect();
    let mut findings = Findings::default();
    set::check(SetKind::UseSlip, &documents, &mut findings);
    let all = start.elapsed();
    let clean = checked
        .iter()
        .all(|checked| !checked.findings().has_errors() && checked.findings().warnings() == 0);
    assert!(clean && !findings.has_errors() && findings.warnings() == 0);
    (
        Whole {
            all,
            files,
            between: all - files,
        },
        checked,
    )
}

fn read(name: &str, bytes: Vec<u8>, threads: usize) -> CheckedDocument {
    let options = ReadOptions {
        threads: Some(threads),
    };
    CheckedDocument::read_with(name, bytes, &options)
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}
