//! The one clock of a relay. In tests it can be moved; everything that has a time follows.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use rustls::pki_types::UnixTime;
use rustls::time_provider::TimeProvider;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

/// Tells the time of a relay: tokens, locks, retention, history and certificates go by it. Clones are the same clock.
#[derive(Debug, Clone, Default)]
pub struct Clock(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    /// Milliseconds ahead of the system's clock.
    ahead: AtomicI64,
    moved: Notify,
}

impl Clock {
    /// A clock that goes with the system's.
    pub fn new() -> Self {
        Self::default()
    }

    /// What time it is for the relay, to the millisecond.
    pub fn now(&self) -> Timestamp {
        let system = Timestamp::now();
        let milliseconds = system
            .as_millisecond()
            .saturating_add(self.0.ahead.load(Ordering::Acquire));
        Timestamp::from_millisecond(milliseconds).unwrap_or(system)
    }

    /// Moves the clock on, or back by a negative time.
    pub fn advance(&self, by: SignedDuration) {
        let milliseconds = i64::try_from(by.as_millis()).unwrap_or(0);
        self.0.ahead.fetch_add(milliseconds, Ordering::AcqRel);
        self.0.moved.notify_waiters();
    }

    /// Lets the clock go with the system's again.
    pub fn reset(&self) {
        self.0.ahead.store(0, Ordering::Release);
        self.0.moved.notify_waiters();
    }

    /// Ends when somebody moves the clock.
    pub(crate) fn moved(&self) -> Notified<'_> {
        self.0.moved.notified()
    }
}

/// The validity of client certificates goes by the same clock.
impl TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.now().as_second()).ok()?;
        Some(UnixTime::since_unix_epoch(std::time::Duration::from_secs(
            seconds,
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_clock_stays_ahead_until_it_is_reset() {
        let clock = Clock::new();
        let same = clock.clone();
        let before = Timestamp::now();
        clock.advance(SignedDuration::from_hours(2));
        assert!(same.now() >= before + SignedDuration::from_mins(119));
        same.reset();
        assert!(clock.now() < before + SignedDuration::from_mins(1));
    }
}
