//! Shared code of the benchmarks: realistic input, peers outside Rust, ratios.
//!
//! `cargo bench -p careplan-bench` measures ours and its peers in one run and prints the ratios at the end.
#![allow(clippy::unwrap_used, clippy::panic)] // A benchmark that cannot run should stop.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use criterion::Criterion;

/// Where the input and criterion's results go.
fn target() -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../target")).to_owned()
}

/// Criterion with few samples: the peers outside Rust take seconds.
pub fn criterion() -> Criterion {
    Criterion::default()
        .sample_size(10)
        .measurement_time(Duration::from_secs(5))
        .configure_from_args()
}

/// UPPLAN of a month of 4,500 users, about 50,000 rows and 8 MB, and where it is.
pub fn plan_file() -> (PathBuf, Vec<u8>) {
    plan_of_month("bench-data", "4500")
}

/// UPPLAN of a month of 87,500 users, 1,030,868 rows and 165 MB, and where it is.
pub fn large_plan_file() -> (PathBuf, Vec<u8>) {
    plan_of_month("bench-data-1m", "87500")
}

/// The whole month of [`large_plan_file`]: names and bytes of tables 6 and 7 and the supplement.
pub fn large_month() -> Vec<(String, Vec<u8>)> {
    let folder = month("bench-data-1m", "87500");
    let files = ["UPPLAN_", "UPSIKYU_", "UPHOSOKU_"].map(|kind| exported(&folder, kind));
    let named = |path: PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        (name.to_owned(), fs::read(&path).unwrap())
    };
    files.map(named).into()
}

fn plan_of_month(folder: &str, users: &str) -> (PathBuf, Vec<u8>) {
    let plan = exported(&month(folder, users), "UPPLAN_");
    let bytes = fs::read(&plan).unwrap();
    (plan, bytes)
}

/// The folder of a month, which is made when it is asked for first.
fn month(folder: &str, users: &str) -> PathBuf {
    let folder = target().join(folder);
    if !folder.join("truth.json").exists() {
        let script = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../samples/tools/make_month.py"
        );
        let folder = folder.to_str().unwrap();
        run(Command::new("python3").args([script, folder, "--users", users, "--managers", "50"]));
        // Of the large month, 800 MB that nothing here needs.
        for unused in ["sets", "plans", "actuals"] {
            fs::remove_dir_all(Path::new(folder).join(unused)).unwrap();
        }
    }
    folder
}

/// The file of a kind that the whole month was exported to.
fn exported(folder: &Path, kind: &str) -> PathBuf {
    let mut entries = fs::read_dir(folder.join("export"))
        .unwrap()
        .map(|entry| entry.unwrap());
    let file = entries.find(|entry| entry.file_name().to_str().unwrap().starts_with(kind));
    file.unwrap().path()
}

/// What the bare csv crate does with a file: every record into the same `ByteRecord`.
pub fn count_byte_records(bytes: &[u8]) -> usize {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    let (mut record, mut items) = (csv::ByteRecord::new(), 0);
    while reader.read_byte_record(&mut record).unwrap() {
        items += record.len();
    }
    items
}

/// Most bytes of memory that this process has held so far; `None` where the system does not tell it as Linux does.
pub fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// How long the processor has worked for this thread, which neighbours on the machine disturb less than the clock; the
/// clock where it is not Unix. Only differences mean anything.
pub fn thread_time() -> Duration {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::try_from(time).unwrap()
    }
    #[cfg(not(unix))]
    {
        static START: std::sync::LazyLock<std::time::Instant> =
            std::sync::LazyLock::new(std::time::Instant::now);
        START.elapsed()
    }
}

/// Runs a command that must succeed; gives its standard output.
pub fn run(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Prints how the first benchmark of a group stands against each of the others, by criterion's median.
pub fn print_ratios(group: &str, ours: &str, peers: &[&str]) {
    let Some(own) = median(group, ours) else {
        return;
    };
    for peer in peers {
        if let Some(other) = median(group, peer) {
            println!(
                "ratio {group}: {ours} takes {:.2} × the time of {peer} ({own:.1} ms, {other:.1} ms)",
                own / other
            );
        }
    }
}

/// Milliseconds; `None` when the benchmark was filtered out.
fn median(group: &str, name: &str) -> Option<f64> {
    let folder = group.replace('/', "_");
    let path = target()
        .join("criterion")
        .join(folder)
        .join(name)
        .join("new/estimates.json");
    let estimates: serde_json::Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    Some(estimates["median"]["point_estimate"].as_f64()? / 1e6)
}
