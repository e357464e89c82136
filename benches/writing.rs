//! Writing UPPLAN from text, against Python's csv module with the same rows: from `&str` into one text; from one `String` a
//! value, all of them made before or each row just before it is written, as a caller with a database does; and from drafts
//! whose items are set one by one, each of them checked.
//!
//! `cargo bench -p careplan-bench --bench writing`
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::process::Command;
use std::time::Duration;

use careplan_bench::{criterion, plan_file, print_ratios, run};
use careplan_core::document::{Document, Field, FileName, Writer};
use careplan_core::layout::FileKind;
use careplan_core::records::FileDraft;
use criterion::Throughput;

const GROUP: &str = "write UPPLAN";
const OURS: &str = "careplan write";
const HELD: &str = "careplan write of Strings";
const MADE: &str = "careplan write of Strings with making them";
const DRAFTS: &str = "careplan drafts";
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
    assert!(write_drafts(name, &rows) == bytes);
    let owned: Vec<Vec<String>> = rows.iter().map(|row| own(row)).collect();

    let mut criterion = criterion();
    let mut group = criterion.benchmark_group(GROUP);
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function(OURS, |bencher| bencher.iter(|| write(&rows)));
    group.bench_function(HELD, |bencher| bencher.iter(|| write(&owned)));
    group.bench_function(MADE, |bencher| bencher.iter(|| write_made(&rows)));
    group.bench_function(DRAFTS, |bencher| bencher.iter(|| write_drafts(name, &rows)));
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
    for ours in [OURS, HELD, MADE, DRAFTS] {
        print_ratios(GROUP, ours, &[PYTHON]);
    }
}

fn own(row: &[&str]) -> Vec<String> {
    row.iter().map(|&value| value.to_owned()).collect()
}

fn write_made(rows: &[Vec<&str>]) -> Vec<u8> {
    let mut writer = Writer::new(FileKind::Upplan).unwrap();
    for row in rows {
        writer.record(&own(row)).unwrap();
    }
    writer.into_bytes()
}

/// Every item with a value is set as text.
fn write_drafts(name: &str, rows: &[Vec<&str>]) -> Vec<u8> {
    let mut file = FileDraft::new(FileName::parse(name).0.unwrap()).unwrap();
    let items = file.layout().items;
    for row in rows {
        let mut draft = file.draft();
        for (item, value) in items.iter().zip(row).filter(|(_, value)| !value.is_empty()) {
            draft.set_text(item.ident, value).unwrap();
        }
        file.push(&draft).unwrap();
    }
    file.finish().unwrap().document().bytes().to_vec()
}

fn write<S: AsRef<str>>(rows: &[Vec<S>]) -> Vec<u8> {
    let mut writer = Writer::new(FileKind::Upplan).unwrap();
    for row in rows {
        writer.record(row).unwrap();
    }
    writer.into_bytes()
}
