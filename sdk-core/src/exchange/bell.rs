use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Wakes those who wait for something to do. What rang before somebody waits is not lost.
#[derive(Debug, Default)]
pub(super) struct Bell {
    rung: Mutex<u64>,
    heard: Condvar,
}

impl Bell {
    pub(super) fn ring(&self) {
        let mut rung = self.lock();
        *rung = rung.wrapping_add(1);
        self.heard.notify_all();
    }

    /// How often it rang so far.
    pub(super) fn count(&self) -> u64 {
        *self.lock()
    }

    /// Waits until it rings again after it rang `heard` times, or for this long.
    pub(super) fn wait(&self, heard: u64, longest: Duration) {
        let until = Instant::now() + longest;
        let mut rung = self.lock();
        while *rung == heard {
            let Some(left) = until.checked_duration_since(Instant::now()) else {
                return;
            };
            let waited = self.heard.wait_timeout(rung, left);
            rung = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, u64> {
        self.rung.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
