//! Writing UPPLAN from text, against Python's csv module with the same rows.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::process::Command;
use std::time::Duration;

use careplan_bench::{criterion, plan_file, print_ratios, run};
use careplan_core::document::{Document, Field, Writer};
use careplan_core::layout::FileKind;
use criterion::Throughput;

const GROUP: &str = "write UPPLAN";
const OURS: &str = "careplan write";
const PYTHON: &str = "Python csv to cp932";

/// Writes the rows of a file as many times as it is told and prints the seconds; reading them does not count.
const PYTHON_SCRIPT: &str = r"
import csv, io, sys, time
rows = list(csv.reader(open(sys.argv[1], encoding='cp932', newline='')))
start = time.perf_counter()
for _ in range(int(sys.argv[2])):
    csv.writer(io.TextIOWrapper(io.BytesIO(), encoding='cp932', newline='')).writerows(rows)
print(time.perf_counter() - start)
";

fn main() {
    let (path, bytes) = plan_file();
    let name = path.file_name().unwrap().to_str().unwrap();
    let (mut text, mut rows) = (String::new(), Vec::new());
    for record in Document::read(name, bytes.clone()).records() {
        let add = |field: Field<'_>| {
            let start = text.len();
            text.push_str(&field.text());
            start..text.len()
        };
        rows.push(record.fields().map(add).collect::<Vec<_>>());
    }
    let rows: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| row.iter().map(|item| &text[item.clone()]).collect())
        .collect();
    assert!(write(&rows) == bytes, "what is read is written");

    let mut criterion = criterion();
    let mut group = criterion.benchmark_group(GROUP);
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function(OURS, |bencher| bencher.iter(|| write(&rows)));
    group.bench_function(PYTHON, |bencher| {
        bencher.iter_custom(|iterations| {
            let mut python = Command::new("python3");
            python
                .args(["-c", PYTHON_SCRIPT])
                .arg(&path)
                .arg(iterations.to_string());
            Duration::from_secs_f64(run(&mut python).trim().parse().unwrap())
        });
    });
    group.finish();
    print_ratios(GROUP, OURS, &[PYTHON]);
}

fn write(rows: &[Vec<&str>]) -> Vec<u8> {
    let mut writer = Writer::new(FileKind::Upplan).unwrap();
    for row in rows {
        writer.record(row).unwrap();
    }
    writer.into_bytes()
}
