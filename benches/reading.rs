//! Reading and checking UPPLAN, against the bare csv crate and Python's csv module over the same bytes: 50,000 rows by
//! criterion, and a million rows (163 MB) in rounds side by side, with the peak of memory.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use careplan_bench::{
    count_byte_records, criterion, large_plan_file, peak_memory, plan_file, print_ratios, run,
};
use careplan_core::check::CheckedDocument;
use careplan_core::document::ReadOptions;
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

/// The least of some rounds, in which everything takes its turn: neighbours disturb all alike.
fn large() {
    const ROUNDS: usize = 20;
    let (path, bytes) = large_plan_file();
    let name = path.file_name().unwrap().to_str().unwrap();
    let [mut csv, mut csv_two, mut one, mut two] = [Duration::MAX; 4];
    let [mut spin, mut spin_two] = [Duration::MAX; 2];
    let halves = halves(&bytes);
    for _ in 0..ROUNDS {
        csv = csv.min(time((), |()| halves.map(count_byte_records)));
        csv_two = csv_two.min(time((), |()| on_two_threads(halves, count_byte_records)));
        spin = spin.min(time((), |()| [(); 2].map(calculate)));
        spin_two = spin_two.min(time((), |()| on_two_threads([(); 2], calculate)));
        one = one.min(time(bytes.clone(), |bytes| read(name, bytes, 1)));
        two = two.min(time(bytes.clone(), |bytes| read(name, bytes, 2)));
    }
    let python = python(&path, 3, "least");
    let ratio = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64();
    let size = bytes.len() as f64 / 1e6;
    println!("a million rows, {size:.0} MB, least of {ROUNDS} rounds:");
    println!("  csv crate ByteRecords {csv:.0?}, Python csv on cp932 {python:.0?}");
    println!(
        "  what this machine gives to 2 threads: {:.2} × to the csv crate on two halves ({csv_two:.0?}), {:.2} × to a loop without memory",
        ratio(csv, csv_two),
        ratio(spin, spin_two)
    );
    println!(
        "  read and check, 1 thread {one:.0?}: {:.2} × the csv crate, {:.1} × as fast as Python",
        ratio(one, csv),
        ratio(python, one)
    );
    println!(
        "  read and check, 2 threads {two:.0?}: {:.2} × as fast as 1 thread, {:.2} of what the csv crate gains, {:.1} × as fast as Python",
        ratio(one, two),
        ratio(one, two) / ratio(csv, csv_two),
        ratio(python, two)
    );
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

/// Two parts of a file, cut at a line end.
fn halves(bytes: &[u8]) -> [&[u8]; 2] {
    let middle = bytes.len() / 2;
    let line_end = bytes[middle..].iter().position(|byte| *byte == b'\n');
    let (first, second) = bytes.split_at(middle + line_end.unwrap() + 1);
    [first, second]
}

fn on_two_threads<I: Send, T: Send>([first, second]: [I; 2], work: fn(I) -> T) -> [T; 2] {
    thread::scope(|scope| {
        let second = scope.spawn(move || work(second));
        [work(first), second.join().unwrap()]
    })
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
