use std::sync::{Mutex, PoisonError};

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// How far this machine's clock is from the relay's, as the last answer told.
#[derive(Debug, Default)]
pub(super) struct Skew(Mutex<Option<SignedDuration>>);

impl Skew {
    /// The relay's clock stood at this when ours stood at that.
    pub(super) fn note(&self, relay: Timestamp, own: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(relay.duration_since(own));
    }

    /// The relay's clock less ours.
    pub(super) fn get(&self) -> Option<SignedDuration> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `Date` of an answer (RFC 9110, section 5.6.7).
pub(super) fn http_date(text: &str) -> Option<Timestamp> {
    let date = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(date.timestamp())
}

/// A time for people in Japan, to the minute. The offset is fixed, so no table of time zones is needed.
pub(super) fn local(time: Timestamp) -> String {
    const JAPAN: Offset = Offset::constant(9);
    JAPAN
        .to_datetime(time)
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_answers_are_read() {
        let date = http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        assert_eq!(date.to_string(), "1994-11-06T08:49:37Z");
        assert_eq!(http_date("yesterday"), None);
    }

    #[test]
    fn times_are_those_of_japan() {
        let time = "2026-11-21T15:30:29Z".parse().unwrap();
        assert_eq!(local(time), "2026-11-22 00:30");
    }

    #[test]
    fn a_clock_that_is_behind_has_a_positive_skew() {
        let skew = Skew::default();
        assert_eq!(skew.get(), None);
        let own = Timestamp::UNIX_EPOCH;
        skew.note(own + SignedDuration::from_mins(10), own);
        assert_eq!(skew.get(), Some(SignedDuration::from_mins(10)));
    }
}
