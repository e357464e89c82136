//! What a process has used, as Linux tells it; nothing elsewhere.

use std::fs;
use std::time::Duration;

/// Clock ticks of /proc in a second, the same on every Linux.
const TICKS: f64 = 100.0;

/// Most memory that a process has held so far, in MB.
pub(crate) fn peak_megabytes(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024.0 / 1e6)
}

/// How long the processor has worked for a process.
pub(crate) fn processor_time(process: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name in brackets may hold spaces; user and system time are the 12th and 13th field behind it.
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |at: usize| -> Option<f64> { fields.get(at)?.parse().ok() };
    Some(Duration::from_secs_f64((ticks(11)? + ticks(12)?) / TICKS))
}
