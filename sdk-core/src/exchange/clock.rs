//! The clock of this machine beside that of the relay.

use jiff::{SignedDuration, Timestamp};

use super::error::ExchangeError;
use super::office::Office;
use crate::envelope::CLOCK_SKEW;
use crate::relay::Client;

/// Clocks that differ by less are taken for the same.
const SAME_CLOCK: SignedDuration = SignedDuration::from_secs(5);

/// Name of the note in the store: the relay's time at the end of a pass, RFC 3339, at most [`RELAY_TIME_EVERY`] old while
/// there are passes.
const RELAY_TIME: &str = "relay_time";
const RELAY_TIME_EVERY: SignedDuration = SignedDuration::from_hours(1);

impl Office {
    /// What is signed with a clock that is fast is refused by everybody else until its time has come.
    pub(super) fn check_clock(&self) -> Result<(), ExchangeError> {
        match self.skew().filter(|skew| *skew < -CLOCK_SKEW) {
            Some(skew) => Err(ExchangeError::ClockAhead { by: skew.abs() }),
            None => Ok(()),
        }
    }

    /// A time that has come for certain: a clock that ran ahead is not believed.
    pub(super) fn surely_past(&self) -> Result<Timestamp, ExchangeError> {
        let now = Timestamp::now();
        let relay = match self.skew() {
            // It is exact to a second or two.
            Some(skew) if skew.abs() < SAME_CLOCK => Some(now),
            Some(skew) => now.checked_add(skew).ok(),
            None => {
                let noted = self.store.note(RELAY_TIME)?;
                noted.and_then(|time| time.parse().ok())
            }
        };
        Ok(relay.map_or(now, |relay: Timestamp| relay.min(now)))
    }

    /// What time it is at the relay, for what must not go by this machine's clock alone. Once an hour is often enough, and
    /// where it cannot be written, less is let go.
    pub(super) fn note_relay_time(&self) {
        let relay = |skew| Timestamp::now().checked_add(skew).ok();
        let Some(time) = self.skew().and_then(relay) else {
            return;
        };
        let known = self.store.note(RELAY_TIME).ok().flatten();
        let known = known.and_then(|known| known.parse::<Timestamp>().ok());
        if known.is_none_or(|known| time.duration_since(known).abs() >= RELAY_TIME_EVERY) {
            let _kept = self.store.set_note(RELAY_TIME, &time.to_string());
        }
    }

    /// The relay's clock less this machine's, where the relay was heard of.
    fn skew(&self) -> Option<SignedDuration> {
        self.client().ok().and_then(Client::clock_skew)
    }
}
