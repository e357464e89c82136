//! Large files go through `seal` and `open` in constant memory.
#![allow(clippy::unwrap_used)]
#![cfg(target_os = "linux")]

mod common;

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use common::house::{House, command_as};

const LARGE: usize = 40 << 20;
/// Above what a small file needs.
const MOST_MORE_KB: u64 = 64 << 10;

#[test]
fn a_large_file_needs_no_more_memory_than_a_small_one() {
    let house = House::new();
    house.write("small", noise(1000));
    house.write("large", noise(LARGE));
    let [small, large] = ["small", "large"].map(|name| {
        let (envelope, folder) = (format!("{name}.cms"), format!("{name}-in"));
        let seal = command_as("seal", "support.p12");
        let seal = [&seal[..], &["--to", "service.pem", "-o", &envelope, name]].concat();
        let open = command_as("open", "service-both.pem");
        let open = [&open[..], &["-o", &folder, &envelope]].concat();
        let most = peak_kb(&house, &seal).max(peak_kb(&house, &open));
        assert!(house.read(name) == house.read(&format!("{folder}/{name}")));
        most
    });
    assert!(large < small + MOST_MORE_KB, "{small} kB, {large} kB");
}

/// Nothing that deflate could make small.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    (0..length).map(|_| next()).collect()
}

/// Runs a command that succeeds; gives its VmHWM, as far as it can be seen from outside.
fn peak_kb(house: &House, arguments: &[&str]) -> u64 {
    let mut child = house
        .command(arguments)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let value = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(value.unwrap_or(0));
        if let Some(ended) = child.try_wait().unwrap() {
            assert!(ended.success());
            return peak;
        }
        thread::sleep(Duration::from_millis(2));
    }
}
