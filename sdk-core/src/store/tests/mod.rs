//! The store as its callers see it.

mod backup;
mod clean_up;
mod crash;
mod full;
mod life;
mod model;
mod opening;
mod plans;
mod receiving;
mod rules;
mod sending;

use std::path::Path;

use jiff::Timestamp;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::digest::sha256_hex;
use crate::layout::SetKind;
use crate::number::Address;
use crate::number::Stamp;

pub(super) fn office() -> OfficeNumber {
    "5070022016".parse().unwrap()
}

pub(super) fn partner() -> OfficeNumber {
    "5070100002".parse().unwrap()
}

pub(super) fn time(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + seconds).unwrap()
}

pub(super) fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | number)
}

/// A store in a folder of its own that goes when the test ends.
pub(super) struct Fixture {
    pub(super) folder: TempDir,
    pub(super) store: Store,
}

impl Fixture {
    pub(super) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let store = open(folder.path()).unwrap();
        Self { folder, store }
    }

    /// The store, which is closed first, and its folder.
    pub(super) fn parts() -> (TempDir, Store) {
        let Self { folder, store } = Self::new();
        (folder, store)
    }

    /// Closes the store and opens it anew.
    pub(super) fn reopen(self) -> Self {
        let Self { folder, store } = self;
        drop(store);
        let store = open(folder.path()).unwrap();
        Self { folder, store }
    }
}

pub(super) fn open(folder: &Path) -> Result<Store, StoreError> {
    Store::open(folder, office())
}

pub(super) const CONTENT: &[u8] = b"sealed content";
pub(super) const COVER: &[u8] = b"sealed cover";

/// Owned parts of a message to send.
pub(super) struct Letter {
    pub(super) id: Uuid,
    pub(super) content: Vec<u8>,
    pub(super) sha256: String,
    pub(super) set_digest: String,
    pub(super) persons: Vec<PersonRef>,
    pub(super) at: Timestamp,
    pub(super) month: Option<crate::number::TargetMonth>,
}

impl Letter {
    pub(super) fn new(number: u128) -> Self {
        Self {
            id: id(number),
            content: CONTENT.to_vec(),
            sha256: sha256_hex(CONTENT),
            set_digest: format!("set {number}"),
            persons: Vec::new(),
            at: time(number as i64),
            month: Some("202609".parse().unwrap()),
        }
    }

    pub(super) fn message(&self) -> NewSent<'_> {
        NewSent {
            id: self.id,
            sender: Address {
                number: office(),
                kind: "43".parse().unwrap(),
            },
            receiver: Address {
                number: partner(),
                kind: "11".parse().unwrap(),
            },
            stamp: stamp_of(&self.set_digest),
            set: SetKind::UseSlip,
            month: self.month,
            set_digest: &self.set_digest,
            persons: &self.persons,
            sealed: self.sealed(SealedFor::Receiver),
            state: SentState::Waiting,
            again: false,
            at: self.at,
        }
    }

    pub(super) fn sealed(&self, sealed_for: SealedFor) -> NewSealed<'_> {
        NewSealed {
            sealed_for,
            content: &self.content,
            content_sha256: &self.sha256,
            cover: COVER,
        }
    }
}

/// Another set, another stamp.
fn stamp_of(set_digest: &str) -> Stamp {
    let number = set_digest.trim_start_matches(|c: char| !c.is_ascii_digit());
    let second = number.parse::<u32>().unwrap_or_default() % 86_400;
    let (hours, minutes, seconds) = (second / 3600, second / 60 % 60, second % 60);
    format!("20260826{hours:02}{minutes:02}{seconds:02}")
        .parse()
        .unwrap()
}

pub(super) fn sent_news(state: SentState, at: Timestamp) -> SentNews<'static> {
    SentNews {
        state,
        history: &[],
        reason: None,
        receipt: None,
        at,
    }
}

pub(super) fn received_news(
    id: Uuid,
    state: ReceivedState,
    at: Timestamp,
) -> ReceivedNews<'static> {
    ReceivedNews {
        id,
        sender: partner(),
        stamp: "20260826093000".parse().unwrap(),
        size: CONTENT.len() as u64,
        sha256: "aa",
        cover: COVER,
        state,
        at,
    }
}

pub(super) fn handed(persons: &[PersonRef]) -> Handed<'_> {
    Handed {
        taken: "{}",
        set: SetKind::UseSlip,
        month: None,
        persons,
    }
}

pub(super) fn states<S: Copy>(history: &[Step<S>]) -> Vec<S> {
    history.iter().map(|step| step.state).collect()
}

pub(super) fn state(store: &Store, id: Uuid) -> SentState {
    store.sent(id).unwrap().unwrap().state
}
