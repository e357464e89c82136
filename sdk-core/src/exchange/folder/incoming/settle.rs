use std::collections::HashMap;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::look::{Listed, Look};
use crate::control::Control;

/// Remembers how young files looked, so that a later look can tell whether they are still being written.
#[derive(Debug, Default)]
pub(super) struct Settling(HashMap<PathBuf, (Look, Instant)>);

impl Settling {
    /// Takes those files out that are still being written. Waits once, for `settle`, where files are so new that only a second
    /// look can tell.
    pub(super) fn take_unsettled(
        &mut self,
        files: &mut Vec<Listed>,
        settle: Duration,
        control: &Control<'_>,
    ) -> Vec<Listed> {
        let mut young = HashMap::new();
        for file in files.iter().filter(|file| is_young(file, settle)) {
            let before = self.0.get(&file.path).copied();
            let since = before.filter(|(look, _)| *look == file.look);
            let since = since.map_or_else(Instant::now, |(_, since)| since);
            young.insert(file.path.clone(), (file.look, since));
        }
        self.0 = young;
        if self.0.values().any(|(_, since)| since.elapsed() < settle) {
            wait(settle, control);
        }
        let settled = |file: &Listed| match self.0.get(&file.path) {
            Some((look, since)) => {
                since.elapsed() >= settle && Look::now(&file.path) == Some(*look)
            }
            None => true,
        };
        let (done, unsettled) = std::mem::take(files).into_iter().partition(settled);
        *files = done;
        unsettled
    }
}

/// Clocks of network drives differ, so a file counts as old only when it is much older than it needs to be.
fn is_young(file: &Listed, settle: Duration) -> bool {
    let least = settle.saturating_mul(10);
    settle > Duration::ZERO && age(file.arrived).is_none_or(|age| age < least)
}

/// How long ago it was; `None` where that lies ahead or is not known.
pub(super) fn age(time: Option<SystemTime>) -> Option<Duration> {
    time.and_then(|time| time.elapsed().ok())
}

/// Sleeps, and ends within a fifth of a second when the caller wants it to.
pub(in crate::exchange::folder) fn wait(time: Duration, control: &Control<'_>) {
    const STEP: Duration = Duration::from_millis(200);
    let start = Instant::now();
    while !control.is_cancelled() {
        let left = time.saturating_sub(start.elapsed());
        if left.is_zero() {
            break;
        }
        thread::sleep(left.min(STEP));
    }
}
