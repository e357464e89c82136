//! Reading and checking UPPLAN, against the bare csv crate and Python's csv module over the same bytes: 50,000 rows by
//! criterion, and a million rows (163 MB) in rounds side by side, with the peak of memory.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::fmt;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use careplan_bench::{
    count_byte_records, criterion, large_plan_file, peak_memory, plan_file, print_ratios, run,
};
use careplan_core::check::{CheckedDocument, check_items};
use careplan_core::document::{Document, ReadOptions};
use careplan_core::finding::Findings;
use criterion::{BatchSize, Throughput};

const GROUP: &str = "read UPPLAN";
const OURS: &str = "careplan read and check";
const CSV_CRATE: &str = "csv crate ByteRecords";
const PYTHON: &str = "Python csv on cp932";

/// Iterates as many times as it is told and prints the seconds of the fastest; start-up does not count.
const PYTHON_SCRIPT: &str = r"
import csv, io, sys, time
data = open(sys.argv[1], 'rb').read()
def once():
    start = time.perf_counter()
    for row in csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding='cp932', newline='')): pass
    return time.perf_counter() - start
times = [once() for _ in range(int(sys.argv[2]))]
print(min(times) if sys.argv[3] == 'least' else sum(times))
";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let arguments: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
    match arguments[..] {
        ["read-once", path, threads] => read_once(Path::new(path), threads.parse().unwrap()),
        ["large", ..] => large(),
        _ => {
            small();
            large();
        }
    }
}

fn small() {
    let (path, bytes) = plan_file();
    let name = path.file_name().unwrap().to_str().unwrap();
    let clean = CheckedDocument::read(name, bytes.clone());
    assert!(!clean.findings().has_errors() && clean.findings().warnings() == 0);

    let mut criterion = criterion();
    let mut group = criterion.benchmark_group(GROUP);
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function(OURS, |bencher| {
        bencher.iter_batched(
            || bytes.clone(),
            |bytes| read(name, bytes, 1),
            BatchSize::LargeInput,
        );
    });
    group.bench_function(CSV_CRATE, |bencher| {
        bencher.iter(|| count_byte_records(&bytes))
    });
    group.bench_function(PYTHON, |bencher| {
        bencher.iter_custom(|iterations| python(&path, iterations, "sum"));
    });
    group.finish();
    print_ratios(GROUP, OURS, &[CSV_CRATE, PYTHON]);
}

/// Rounds in which everything takes its turn: neighbours on the machine disturb all alike.
fn large() {
    const ROUNDS: usize = 20;
    let (path, bytes) = large_plan_file();
    let name = path.file_name().unwrap().to_str().unwrap();
    let halves = halves(&bytes);
    let [mut loops, mut memory, mut csv, mut items, mut all] = [const { Gain::NONE }; 5];
    for _ in 0..ROUNDS {
        loops.round(|threads| time((), |()| on_threads(threads, [(); 2], calculate)));
        memory.round(|threads| time((), |()| on_threads(threads, halves, add_up)));
        csv.round(|threads| time((), |()| on_threads(threads, halves, count_byte_records)));
        items.round(|threads| time(bytes.clone(), |bytes| read_items(name, bytes, threads)));
        all.round(|threads| time(bytes.clone(), |bytes| read(name, bytes, threads)));
    }
    let python = python(&path, 3, "least").as_secs_f64();
    let size = bytes.len() as f64 / 1e6;
    println!(
        "a million rows, {size:.0} MB, least of {ROUNDS} rounds; gains are medians of the rounds (and of the least):"
    );
    println!("  Python csv on cp932: {:.0} ms", python * 1e3);
    println!("  what this machine gives: to a loop without memory {loops}");
    println!("  to reading memory alone {memory}");
    println!("  to the csv crate's ByteRecords on two halves {csv}");
    for (what, ours) in [("item rules", &items), ("all rules of the file", &all)] {
        println!("  read and check, {what}: {ours}");
        println!(
            "    {:.2} × the csv crate, {:.1} × as fast as Python; on two threads {:.1} ×, {:.2} of what the csv crate gains",
            ours.least(0) / csv.least(0),
            python / ours.least(0),
            python / ours.least(1),
            ours.median() / csv.median(),
        );
    }
    drop(bytes);
    for threads in ["1", "2"] {
        let mut child = Command::new(std::env::current_exe().unwrap());
        let peak = run(child.args(["read-once"]).arg(&path).arg(threads));
        let peak: f64 = peak.trim().parse().unwrap();
        println!(
            "  peak memory, {threads} thread(s): {:.2} × the file",
            peak / size / 1e6
        );
    }
}

/// The seconds that work took on one thread and on two, round by round.
struct Gain(Vec<[f64; 2]>);

impl Gain {
    const NONE: Self = Self(Vec::new());

    fn round(&mut self, mut work: impl FnMut(usize) -> Duration) {
        self.0
            .push([1, 2].map(|threads| work(threads).as_secs_f64()));
    }

    /// The gain of the round in the middle: a round that was disturbed says nothing.
    fn median(&self) -> f64 {
        let mut gains: Vec<_> = self.0.iter().map(|[one, two]| one / two).collect();
        gains.sort_by(f64::total_cmp);
        gains[gains.len() / 2]
    }

    /// The least time on one thread (0) or two (1).
    fn least(&self, which: usize) -> f64 {
        self.0
            .iter()
            .map(|times| times[which])
            .fold(f64::MAX, f64::min)
    }
}

impl fmt::Display for Gain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [one, two] = [0, 1].map(|which| self.least(which));
        let (median, of_least) = (self.median(), one / two);
        let [one, two] = [one, two].map(|seconds| seconds * 1e3);
        write!(
            f,
            "{one:.0} ms, on two threads {two:.0} ms: {median:.2} × ({of_least:.2} ×) as fast"
        )
    }
}

/// Two parts of a file, cut at a line end.
fn halves(bytes: &[u8]) -> [&[u8]; 2] {
    let middle = bytes.len() / 2;
    let line_end = bytes[middle..].iter().position(|byte| *byte == b'\n');
    let (first, second) = bytes.split_at(middle + line_end.unwrap() + 1);
    [first, second]
}

/// Both parts one after the other, or at the same time.
fn on_threads<I: Send, T: Send>(threads: usize, parts: [I; 2], work: fn(I) -> T) -> [T; 2] {
    if threads == 1 {
        return parts.map(work);
    }
    let [first, second] = parts;
    thread::scope(|scope| {
        let second = scope.spawn(move || work(second));
        [work(first), second.join().unwrap()]
    })
}

/// Reads every byte and does next to nothing with it.
fn add_up(bytes: &[u8]) -> u64 {
    let words = bytes
        .as_chunks()
        .0
        .iter()
        .map(|word| u64::from_le_bytes(*word));
    words.fold(0, u64::wrapping_add)
}

/// Keeps the processor busy for some 50 ms and touches no memory.
fn calculate((): ()) -> u64 {
    let turns = black_box(40_000_000);
    (0..turns).fold(1_u64, |x, i| {
        (x ^ i).wrapping_mul(0xD6E8_FEB8_6659_FD93).rotate_left(7)
    })
}

/// Prints the bytes of memory that a process needs at most to read and check a file.
fn read_once(path: &Path, threads: usize) {
    let name = path.file_name().unwrap().to_str().unwrap();
    let checked = read(name, std::fs::read(path).unwrap(), threads);
    assert!(checked.document().record_count() > 0);
    println!("{}", peak_memory().unwrap_or(0));
}

fn read(name: &str, bytes: Vec<u8>, threads: usize) -> CheckedDocument {
    let options = ReadOptions {
        threads: Some(threads),
    };
    CheckedDocument::read_with(name, bytes, &options)
}

fn read_items(name: &str, bytes: Vec<u8>, threads: usize) -> (Document, Findings) {
    let options = ReadOptions {
        threads: Some(threads),
    };
    let document = Document::read_with(name, bytes, &options);
    let findings = check_items(&document);
    (document, findings)
}

/// Making the input and dropping the result do not count.
fn time<I, T>(input: I, work: impl FnOnce(I) -> T) -> Duration {
    let start = Instant::now();
    let result = black_box(work(input));
    let elapsed = start.elapsed();
    drop(result);
    elapsed
}

fn python(path: &Path, iterations: u64, figure: &str) -> Duration {
    let mut python = Command::new("python3");
    python
        .args(["-c", PYTHON_SCRIPT])
        .arg(path)
        .args([&iterations.to_string(), figure]);
    Duration::from_secs_f64(run(&mut python).trim().parse().unwrap())
}
