use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::runtime::Stop;
use crate::relay::error::RelayError;

/// Lets one thread through at a time; the others wait and can be cancelled.
#[derive(Debug, Default)]
pub(super) struct Gate {
    busy: Mutex<bool>,
    free: Condvar,
}

impl Gate {
    pub(super) fn enter(&self, stop: &Stop<'_>) -> Result<Turn<'_>, RelayError> {
        let mut busy = self.busy();
        while *busy {
            stop.check()?;
            let waited = self.free.wait_timeout(busy, Duration::from_millis(100));
            busy = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        *busy = true;
        Ok(Turn(self))
    }

    fn busy(&self) -> MutexGuard<'_, bool> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Nobody else is through until this is dropped.
#[derive(Debug)]
pub(super) struct Turn<'a>(&'a Gate);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.busy() = false;
        self.0.free.notify_one();
    }
}
