//! The two folders and the store of an office together: what was written and taken in is noted, so that nothing goes out or
//! comes in twice.

mod incoming;
mod outgoing;

pub(in crate::exchange) use self::incoming::end_of;
pub(in crate::exchange) use self::outgoing::About;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use uuid::Uuid;

use super::error::FolderError;
use super::incoming::{Outcome, Refused, Unfinished};
use super::settings::FolderSettings;
use super::transport::FolderTransport;
use crate::control::Control;
use crate::exchange::ExchangeError;
use crate::message::Cover;
use crate::number::OfficeNumber;
use crate::store::{ReceivedQuery, ReceivedState, Store, StoreError};

/// How an office without a relay sends and receives.
#[derive(Debug)]
pub(in crate::exchange) struct Carrier {
    transport: FolderTransport,
    /// Held while a set goes out, so that a pass does not take it for one that was left half-way.
    sending: Mutex<()>,
    latest: Mutex<Option<FolderLook>>,
}

/// What the last look into the folder of downloads found besides the sets, which stand in the list of received messages.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FolderLook {
    /// When.
    pub at: Timestamp,
    /// Files that are no set for this office, and why.
    pub refused: Vec<Refused>,
    /// Files that are left for later.
    pub unfinished: Vec<Unfinished>,
}

/// What a pass over both folders did.
#[derive(Debug, Default)]
pub(in crate::exchange) struct Carried {
    /// Sets that a crash had left half-way and that lie in the folder for upload now.
    pub(in crate::exchange) handed_over: u32,
    /// Sets that never came to lie there.
    pub(in crate::exchange) failed: u32,
    /// Sets that were found for the first time.
    pub(in crate::exchange) offered: u32,
    /// Files that are no set for this office.
    pub(in crate::exchange) refused: Vec<Refused>,
    /// Files that are left for later.
    pub(in crate::exchange) unfinished: Vec<Unfinished>,
    /// What did not go well, with which message.
    pub(in crate::exchange) errors: Vec<(Option<Uuid>, ExchangeError)>,
}

impl Carrier {
    /// Opens the folders of an office; what the store knows to be done with is not taken in again.
    pub(in crate::exchange) fn open(
        office: OfficeNumber,
        settings: FolderSettings,
        store: &Store,
    ) -> Result<Self, ExchangeError> {
        let transport = FolderTransport::new(office, settings)?;
        let done = ReceivedQuery {
            states: vec![
                ReceivedState::Acknowledged,
                ReceivedState::Taken,
                ReceivedState::Rejecting,
                ReceivedState::Rejected,
            ],
            ..ReceivedQuery::default()
        };
        for record in store.received_list(&done)? {
            // One that came through a relay, before the profile was changed, has a sealed one.
            if let Some(cover) = received_cover(store, record.id)? {
                transport.remember(&cover, outcome(record.state));
            }
        }
        for (state, cover) in store.gone_covers()? {
            if let Some(cover) = parse(&cover)? {
                transport.remember(&cover, outcome(state));
            }
        }
        Ok(Self {
            transport,
            sending: Mutex::default(),
            latest: Mutex::default(),
        })
    }

    /// What the last look found; `None` before the first.
    pub(in crate::exchange) fn latest(&self) -> Option<FolderLook> {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        latest.clone()
    }

    /// How often the folders are to be looked through.
    pub(in crate::exchange) fn settings(&self) -> &FolderSettings {
        self.transport.settings()
    }

    /// Brings to an end what was left half-way, and looks through the downloads.
    pub(in crate::exchange) fn pass(
        &self,
        store: &Store,
        control: &Control<'_>,
    ) -> Result<Carried, ExchangeError> {
        let mut carried = Carried::default();
        // An outgoing folder that is away does not hold up what comes in.
        match self.settle_sent(store, &mut carried) {
            Err(ExchangeError::Folder(error)) => carried.errors.push((None, error.into())),
            result => result?,
        }
        self.settle_received(store)?;
        if !control.is_cancelled() {
            // Nor does an incoming folder that is away undo what went out.
            match self.look(store, control, &mut carried) {
                Err(ExchangeError::Folder(error)) => carried.errors.push((None, error.into())),
                result => result?,
            }
        }
        Ok(carried)
    }

    fn sending(&self) -> std::sync::MutexGuard<'_, ()> {
        self.sending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The cover that is kept of a found set: file names, sizes, digests, and nothing that is secret. `None` where a message came
/// through a relay.
pub(in crate::exchange) fn received_cover(
    store: &Store,
    id: Uuid,
) -> Result<Option<Cover>, ExchangeError> {
    let bytes = store.received_cover(id)?;
    parse(&bytes.ok_or(StoreError::UnknownMessage)?)
}

/// The cover that is kept of a set that was written, without subject and text. `None` where it is for a relay.
pub(in crate::exchange) fn sent_cover(
    store: &Store,
    id: Uuid,
) -> Result<Option<Cover>, ExchangeError> {
    let bytes = store.sent_cover(id)?;
    parse(&bytes.ok_or(StoreError::UnknownMessage)?)
}

fn parse(bytes: &[u8]) -> Result<Option<Cover>, ExchangeError> {
    // A sealed one is DER, which begins otherwise.
    if !bytes.starts_with(b"{") {
        return Ok(None);
    }
    let cover = serde_json::from_slice(bytes);
    Ok(Some(cover.map_err(|_| StoreError::Damaged)?))
}

fn to_bytes(cover: &Cover) -> Result<Vec<u8>, ExchangeError> {
    Ok(serde_json::to_vec(cover).map_err(|_| FolderError::Cover)?)
}

fn outcome(state: ReceivedState) -> Outcome {
    match state {
        ReceivedState::Rejecting | ReceivedState::Rejected => Outcome::Rejected,
        _ => Outcome::Imported,
    }
}

#[cfg(test)]
mod tests;
