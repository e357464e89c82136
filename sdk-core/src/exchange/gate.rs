//! Who waits for whom inside one office: one pass at a time, one transfer of a message at a time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use super::error::ExchangeError;
use crate::control::Control;

/// So often one that waits looks whether its caller still wants it to.
const LOOK: Duration = Duration::from_millis(100);

/// Lets one in at a time for each key.
#[derive(Debug)]
pub(super) struct Gate<K> {
    inside: Mutex<HashMap<K, ThreadId>>,
    left: Condvar,
}

impl<K> Default for Gate<K> {
    fn default() -> Self {
        Self {
            inside: Mutex::default(),
            left: Condvar::new(),
        }
    }
}

impl<K: Copy + Eq + Hash> Gate<K> {
    /// Waits until nobody else is inside for this key, or the caller cancels. Who is inside and comes again, from a callback,
    /// would wait for itself, and is refused.
    pub(super) fn enter(
        &self,
        key: K,
        control: &Control<'_>,
    ) -> Result<Inside<'_, K>, ExchangeError> {
        let here = thread::current().id();
        let mut inside = self.lock();
        while let Some(&thread) = inside.get(&key) {
            if thread == here {
                return Err(ExchangeError::CalledFromWithin);
            }
            if control.is_cancelled() {
                return Err(ExchangeError::Cancelled);
            }
            let waited = self.left.wait_timeout(inside, LOOK);
            inside = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        inside.insert(key, here);
        Ok(Inside { gate: self, key })
    }

    /// Whether this thread is inside for this key.
    pub(super) fn is_held_here(&self, key: K) -> bool {
        self.lock().get(&key) == Some(&thread::current().id())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, ThreadId>> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Leaves when it is dropped.
#[derive(Debug)]
pub(super) struct Inside<'a, K: Copy + Eq + Hash> {
    gate: &'a Gate<K>,
    key: K,
}

impl<K: Copy + Eq + Hash> Drop for Inside<'_, K> {
    fn drop(&mut self) {
        self.gate.lock().remove(&self.key);
        self.gate.left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;
    use crate::control::Cancel;

    #[test]
    fn one_at_a_time_and_no_longer_than_wanted() {
        let gate = Gate::default();
        let inside = gate.enter(1, &Control::default()).unwrap();
        assert!(gate.enter(2, &Control::default()).is_ok());
        let cancel = Cancel::new();
        cancel.cancel();
        let control = Control {
            cancel: Some(&cancel),
            progress: None,
        };
        assert!(gate.is_held_here(1) && !gate.is_held_here(2));
        let again = gate.enter(1, &Control::default());
        assert!(matches!(again, Err(ExchangeError::CalledFromWithin)));
        thread::scope(|scope| {
            let cancelled = scope.spawn(|| gate.enter(1, &control).map(drop));
            assert!(matches!(
                cancelled.join().unwrap(),
                Err(ExchangeError::Cancelled)
            ));
            let waiting = scope.spawn(|| gate.enter(1, &Control::default()).is_ok());
            drop(inside);
            assert!(waiting.join().unwrap());
        });
    }
}
