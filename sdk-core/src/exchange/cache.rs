use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

/// Remembers what was opened or verified for so many messages, the latest ones.
#[derive(Debug)]
pub(super) struct Cache<T> {
    most: usize,
    held: Mutex<Held<T>>,
}

#[derive(Debug)]
struct Held<T> {
    items: HashMap<Uuid, T>,
    /// Oldest first.
    order: VecDeque<Uuid>,
}

impl<T: Clone> Cache<T> {
    pub(super) fn new(most: usize) -> Self {
        let held = Held {
            items: HashMap::new(),
            order: VecDeque::new(),
        };
        Self {
            most,
            held: Mutex::new(held),
        }
    }

    /// What is remembered of a message, or what `make` gives: an error is not remembered, because another try may succeed.
    pub(super) fn get_or<E>(&self, id: Uuid, make: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        if let Some(item) = self.lock().items.get(&id) {
            return Ok(item.clone());
        }
        let made = make()?;
        let mut held = self.lock();
        if held.items.insert(id, made.clone()).is_none() {
            held.order.push_back(id);
        }
        if held.order.len() > self.most
            && let Some(oldest) = held.order.pop_front()
        {
            held.items.remove(&oldest);
        }
        Ok(made)
    }

    fn lock(&self) -> MutexGuard<'_, Held<T>> {
        // At worst something is opened once more.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_are_remembered_and_errors_are_not() {
        let cache = Cache::new(2);
        let ids = [1, 2, 3].map(Uuid::from_u128);
        assert_eq!(cache.get_or(ids[0], || Err("no")), Err("no"));
        for (number, id) in (0..).zip(ids) {
            assert_eq!(cache.get_or(id, || Ok::<i32, ()>(number)), Ok(number));
        }
        assert_eq!(cache.get_or(ids[2], || Err(())), Ok(2));
        assert_eq!(cache.get_or(ids[0], || Err(())), Err(()));
    }
}
