use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::error::ExchangeError;
use super::office::{Office, Way};
use super::reason::Reason;
use super::sync::SyncReport;
use crate::envelope::RenewalDue;
use crate::number::OfficeNumber;
use crate::store::{KeptCopy, ReceivedState, SentState};

/// Name of the note in the store.
const LAST_SYNC: &str = "last_sync";

/// How an office stands, for a person who looks at it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Status {
    /// 事業所番号.
    pub office: OfficeNumber,
    /// Sent messages by state; states without any are left out.
    pub sent: Vec<(SentState, u64)>,
    /// Received messages by state; states without any are left out.
    pub received: Vec<(ReceivedState, u64)>,
    /// Since when the oldest message waits that is not complete at the relay.
    pub oldest_waiting: Option<Timestamp>,
    /// How the last pass ended, also of an earlier run.
    pub last_sync: Option<LastSync>,
    /// Whether a worker runs.
    pub worker: bool,
    /// The certificate must be renewed soon, or has ended.
    pub renewal_due: Option<RenewalDue>,
    /// When the account's password must be changed, as the last login told.
    pub password_expires_at: Option<Timestamp>,
    /// The relay's clock less this machine's, as the last answer told.
    pub clock_skew: Option<SignedDuration>,
    /// Copies of contents beside the store: what a restored backup replaced, and from before a newer version. They go with
    /// [`Office::clean_up`] as contents do.
    pub copies: Vec<KeptCopy>,
}

impl Status {
    /// Sent messages in a state.
    pub fn sent_in(&self, state: SentState) -> u64 {
        let mut counts = self.sent.iter();
        counts
            .find(|(known, _)| *known == state)
            .map_or(0, |(_, count)| *count)
    }

    /// Received messages in a state.
    pub fn received_in(&self, state: ReceivedState) -> u64 {
        let mut counts = self.received.iter();
        counts
            .find(|(known, _)| *known == state)
            .map_or(0, |(_, count)| *count)
    }
}

/// How a pass ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastSync {
    /// When.
    pub at: Timestamp,
    /// Whether it went through to its end.
    pub complete: bool,
    /// How many errors there were.
    pub errors: u32,
    /// Groups of files in the folder of downloads that are no set for this office; 0 with a relay.
    #[serde(default)]
    pub refused: u32,
    /// Files in the folder of downloads that are left for later; 0 with a relay.
    #[serde(default)]
    pub unfinished: u32,
    /// The code of the one that ended it, or else of the first one.
    code: Option<String>,
}

impl LastSync {
    pub(super) fn of(report: &SyncReport) -> Self {
        let first = || report.errors.first().map(|problem| &problem.error);
        let error = report.ended_by().or_else(first);
        Self {
            at: Timestamp::now(),
            complete: report.complete,
            errors: report.error_count,
            refused: u32::try_from(report.refused.len()).unwrap_or(u32::MAX),
            unfinished: u32::try_from(report.unfinished.len()).unwrap_or(u32::MAX),
            code: error.map(|error| error.code().to_owned()),
        }
    }

    fn says_the_same(&self, written: &Self) -> bool {
        let age = self.at.duration_since(written.at);
        age < SignedDuration::from_mins(5)
            && (self.complete, &self.code) == (written.complete, &written.code)
            && (self.refused, self.unfinished) == (written.refused, written.unfinished)
    }

    /// What ended it, or else went wrong first.
    pub fn reason(&self) -> Option<Reason> {
        self.code.clone().map(Reason::new)
    }
}

impl Office {
    /// How the office stands. No network.
    pub fn status(&self) -> Result<Status, ExchangeError> {
        let counts = self.store.counts()?;
        let client = match &self.way {
            Way::Relay(client) => Some(client),
            Way::Folder(_) => None,
        };
        Ok(Status {
            office: self.number(),
            sent: counts.sent,
            received: counts.received,
            oldest_waiting: counts.oldest_waiting,
            last_sync: self.last_sync()?,
            worker: self.has_worker.load(Ordering::Acquire),
            renewal_due: self.renewal_due(),
            password_expires_at: client.and_then(|client| client.password_expires_at()),
            clock_skew: client.and_then(|client| client.clock_skew()),
            copies: self.store.copies()?,
        })
    }

    fn last_sync(&self) -> Result<Option<LastSync>, ExchangeError> {
        let latest = self
            .last_sync
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if latest.known.is_some() {
            return Ok(latest.known.clone());
        }
        let kept = self.store.note(LAST_SYNC)?;
        Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()))
    }

    pub(super) fn note_sync(&self, last: LastSync) {
        let mut latest = self
            .last_sync
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if !latest.written.as_ref().is_some_and(|written| last.says_the_same(written))
            && let Ok(json) = serde_json::to_string(&last)
            // Where it cannot be written, this process still knows.
            && self.store.set_note(LAST_SYNC, &json).is_ok()
        {
            latest.written = Some(last.clone());
        }
        latest.known = Some(last);
    }
}

/// The last pass, and what the store remembers: a worker with nothing to do need not write every time.
#[derive(Debug, Default)]
pub(super) struct LatestSync {
    known: Option<LastSync>,
    written: Option<LastSync>,
}
