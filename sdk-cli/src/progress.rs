//! Progress on stderr, for a person who waits at a terminal.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

const TICK: Duration = Duration::from_millis(120);
const STEPS: &str = "{spinner} [{bar:30}] {pos}/{len} {msg}";
const SPINNER: &str = "{spinner} {msg}";
const BYTES: &str = "{spinner} [{bar:30}] {bytes}/{total_bytes} {eta} {msg}";

/// A bar over bytes, or nothing at all when nobody would see it.
pub fn over_bytes(total: u64, wanted: bool) -> ProgressBar {
    bar(total, BYTES, wanted)
}

/// A bar over steps of one phase.
pub fn over_steps(total: usize, phase: &'static str) -> ProgressBar {
    bar(total as u64, STEPS, true).with_message(phase)
}

/// A sign of life where nobody knows how far it is.
pub fn spinner(phase: &'static str) -> ProgressBar {
    bar(0, SPINNER, true).with_message(phase)
}

fn bar(total: u64, template: &str, wanted: bool) -> ProgressBar {
    if !wanted || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(total);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(TICK);
    bar
}
