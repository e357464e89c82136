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

/// UPPLAN of a month of 4,500 users, about 50,000 rows and 8 MB, and its file name.
pub fn plan_file() -> (String, Vec<u8>) {
    let folder = target().join("bench-data");
    if !folder.join("truth.json").exists() {
        let script = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../samples/tools/make_month.py"
        );
        let folder = folder.to_str().unwrap();
        run(Command::new("python3").args([script, folder, "--users", "4500", "--managers", "50"]));
    }
    let entries = fs::read_dir(folder.join("export"))
        .unwrap()
        .map(|entry| entry.unwrap());
    let plan = entries
        .into_iter()
        .find(|entry| entry.file_name().to_str().unwrap().starts_with("UPPLAN_"))
        .unwrap();
    (
        plan.file_name().into_string().unwrap(),
        fs::read(plan.path()).unwrap(),
    )
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
