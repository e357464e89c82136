//! Wakes those who wait for a change of their lists.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::ProblemCode;
use tokio::sync::Notify;

use crate::store::Failure;

/// Waiting calls of all offices.
const MOST: usize = 10_000;
/// Waiting calls of one office.
const MOST_OF_ONE: usize = 16;
/// Who finds no place is to come back after so many seconds.
const COME_BACK: u64 = 5;

/// Calls that wait for news.
#[derive(Default)]
pub(super) struct Waiters(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    count: usize,
    offices: HashMap<OfficeNumber, (usize, Arc<Notify>)>,
}

/// A place among those who wait; given back when it is dropped.
pub(super) struct Place<'a> {
    waiters: &'a Waiters,
    office: OfficeNumber,
    pub(super) news: Arc<Notify>,
}

impl Waiters {
    /// Takes a place for a call of an office, if there is one left.
    pub(super) fn place(&self, office: OfficeNumber) -> Result<Place<'_>, Failure> {
        let mut waiting = self.lock();
        if waiting.count >= MOST {
            return Err(Failure::wait(ProblemCode::Unavailable, COME_BACK));
        }
        let (count, news) = waiting.offices.entry(office).or_default();
        if *count >= MOST_OF_ONE {
            return Err(Failure::wait(ProblemCode::TooManyRequests, COME_BACK));
        }
        *count += 1;
        let news = news.clone();
        waiting.count += 1;
        Ok(Place {
            waiters: self,
            office,
            news,
        })
    }

    /// Wakes the calls of these offices.
    pub(super) fn wake(&self, offices: &[OfficeNumber]) {
        let waiting = self.lock();
        for office in offices {
            if let Some((_, news)) = waiting.offices.get(office) {
                news.notify_waiters();
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut waiting = self.waiters.lock();
        waiting.count -= 1;
        if let Some((count, _)) = waiting.offices.get_mut(&self.office) {
            *count -= 1;
            if *count == 0 {
                waiting.offices.remove(&self.office);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::office::synthetic_offices;

    #[test]
    fn places_are_bounded_and_given_back() {
        let office = synthetic_offices(1)[0].number;
        let waiters = Waiters::default();
        let places: Vec<_> = (0..MOST_OF_ONE)
            .map(|_| waiters.place(office).unwrap())
            .collect();
        assert!(waiters.place(office).is_err());
        drop(places);
        assert!(waiters.place(office).is_ok());
        assert!(waiters.lock().offices.is_empty());
    }
}
