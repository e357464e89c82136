//! Reading and checking UPPLAN, against the bare csv crate and Python's csv module over the same bytes.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::process::Command;
use std::time::Duration;

use careplan_bench::{criterion, plan_file, print_ratios, run};
use careplan_core::check::CheckedDocument;
use criterion::Throughput;

const GROUP: &str = "read UPPLAN";
const OURS: &str = "careplan read and check";
const CSV_CRATE: &str = "csv crate ByteRecords";
const PYTHON: &str = "Python csv on cp932";

/// Iterates as many times as it is told and prints the seconds; start-up does not count.
const PYTHON_SCRIPT: &str = r"
import csv, io, sys, time
data = open(sys.argv[1], 'rb').read()
start = time.perf_counter()
for _ in range(int(sys.argv[2])):
    for row in csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding='cp932', newline='')): pass
print(time.perf_counter() - start)
";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.get(1).map(String::as_str) == Some("read-once") {
        return read_once(&arguments[2]);
    }
    let (name, bytes) = plan_file();
    let clean = CheckedDocument::read(&name, bytes.clone());
    assert!(!clean.findings().has_errors() && clean.findings().warnings() == 0);

    let mut criterion = criterion();
    let mut group = criterion.benchmark_group(GROUP);
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function(OURS, |bencher| {
        bencher.iter_batched(
            || bytes.clone(),
            |bytes| CheckedDocument::read(&name, bytes),
            criterion::BatchSize::LargeInput,
        );
    });
    group.bench_function(CSV_CRATE, |bencher| {
        bencher.iter(|| count_byte_records(&bytes))
    });
    group.bench_function(PYTHON, |bencher| {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &bytes).unwrap();
        bencher.iter_custom(|iterations| {
            let mut python = Command::new("python3");
            python
                .args(["-c", PYTHON_SCRIPT])
                .arg(file.path())
                .arg(iterations.to_string());
            Duration::from_secs_f64(run(&mut python).trim().parse().unwrap())
        });
    });
    group.finish();
    print_ratios(GROUP, OURS, &[CSV_CRATE, PYTHON]);
}

fn read_once(path: &str) {
    let name = std::path::Path::new(path)
        .file_name()
        .unwrap()
        .to_str()
        .unwrap();
    let bytes = std::fs::read(path).unwrap();
    let start = std::time::Instant::now();
    let checked = CheckedDocument::read(name, bytes);
    println!(
        "{:?} {}",
        start.elapsed(),
        checked.document().record_count()
    );
}

fn count_byte_records(bytes: &[u8]) -> usize {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    let (mut record, mut items) = (csv::ByteRecord::new(), 0);
    while reader.read_byte_record(&mut record).unwrap() {
        items += record.len();
    }
    items
}
