//! Who waits for whom inside one office: one pass at a time, one transfer of a message at a time.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::control::Control;

/// So often one that waits looks whether its caller still wants it to.
const LOOK: Duration = Duration::from_millis(100);

/// Lets one in at a time for each key.
#[derive(Debug)]
pub(super) struct Gate<K> {
    inside: Mutex<HashSet<K>>,
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
    /// Waits until nobody else is inside for this key; `None` where the caller cancels before.
    pub(super) fn enter(&self, key: K, control: &Control<'_>) -> Option<Inside<'_, K>> {
        let mut inside = self.lock();
        while !inside.insert(key) {
            if control.is_cancelled() {
                return None;
            }
            let waited = self.left.wait_timeout(inside, LOOK);
            inside = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        Some(Inside { gate: self, key })
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<K>> {
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
        assert!(gate.enter(2, &Control::default()).is_some());
        let cancel = Cancel::new();
        cancel.cancel();
        let control = Control {
            cancel: Some(&cancel),
            progress: None,
        };
        assert!(gate.enter(1, &control).is_none());
        thread::scope(|scope| {
            let waiting = scope.spawn(|| gate.enter(1, &Control::default()).is_some());
            drop(inside);
            assert!(waiting.join().unwrap());
        });
    }
}
