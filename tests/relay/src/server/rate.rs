//! How often an office may call: so many times in a minute, saved up for one minute.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::ProblemCode;
use jiff::Timestamp;

use crate::store::Failure;

/// The calls of all offices.
pub(super) struct Rates {
    per_minute: u32,
    offices: Mutex<HashMap<OfficeNumber, Bucket>>,
}

/// What an office has left, in thousandths of a call.
struct Bucket {
    left: i64,
    at: i64,
}

const CALL: i64 = 1000;

impl Rates {
    /// So many calls of each office in a minute.
    pub(super) fn new(per_minute: u32) -> Self {
        Self {
            per_minute,
            offices: Mutex::default(),
        }
    }

    /// Counts a call; refuses it when there are too many.
    pub(super) fn count(&self, office: OfficeNumber, now: Timestamp) -> Result<(), Failure> {
        let most = i64::from(self.per_minute) * CALL;
        let now = now.as_millisecond();
        let mut offices = self.offices.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = offices.entry(office).or_insert(Bucket {
            left: most,
            at: now,
        });
        // A clock that was moved back gives nothing.
        let passed = now.saturating_sub(bucket.at).clamp(0, 60_000);
        bucket.left = (bucket.left + passed * i64::from(self.per_minute) / 60).min(most);
        bucket.at = now;
        if bucket.left >= CALL {
            bucket.left -= CALL;
            return Ok(());
        }
        let missing = (CALL - bucket.left) * 60;
        let milliseconds = missing / i64::from(self.per_minute.max(1)) + 1;
        let seconds = milliseconds.unsigned_abs().div_ceil(1000);
        Err(Failure::wait(ProblemCode::TooManyRequests, seconds))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use jiff::SignedDuration;

    use super::*;
    use crate::office::synthetic_offices;

    #[test]
    fn an_office_may_call_so_often_in_a_minute_and_others_do_not_notice() {
        let offices = synthetic_offices(2);
        let (rates, start) = (Rates::new(6), Timestamp::now());
        let call = |office: usize, seconds: i64| {
            let now = start + SignedDuration::from_secs(seconds);
            rates.count(offices[office].number, now)
        };
        for _ in 0..6 {
            call(0, 0).unwrap();
        }
        let Err(Failure::Refused(problem)) = call(0, 0) else {
            panic!("not refused");
        };
        assert_eq!(problem.retry_after, Some(11));
        call(1, 0).unwrap();
        assert!(call(0, 9).is_err());
        call(0, 11).unwrap();
        assert!(call(0, 11).is_err());
        for _ in 0..6 {
            call(0, 1000).unwrap();
        }
        assert!(call(0, 1000).is_err());
    }
}
