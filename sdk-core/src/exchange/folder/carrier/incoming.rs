use std::sync::{Arc, PoisonError};

use jiff::Timestamp;
use uuid::Uuid;

use super::{Carried, Carrier, FolderLook, outcome, received_cover, to_bytes};
use crate::check::CheckedDocument;
use crate::control::Control;
use crate::exchange::ExchangeError;
use crate::exchange::folder::error::FolderError;
use crate::exchange::folder::incoming::FoundSet;
use crate::message::Cover;
use crate::store::{ReceivedNews, ReceivedRecord, ReceivedState, Store, StoreError};

impl Carrier {
    /// Notes every set that is found, and says what is none.
    pub(super) fn look(
        &self,
        store: &Store,
        control: &Control<'_>,
        carried: &mut Carried,
    ) -> Result<(), ExchangeError> {
        let scan = self.transport.scan(control)?;
        for set in &scan.sets {
            match self.note_found(store, set) {
                Ok(new) => carried.offered += u32::from(new),
                Err(error) => carried.errors.push((Some(set.id()), error)),
            }
        }
        let look = FolderLook {
            at: Timestamp::now(),
            refused: scan.refused.clone(),
            unfinished: scan.unfinished.clone(),
        };
        *self.latest.lock().unwrap_or_else(PoisonError::into_inner) = Some(look);
        carried.refused = scan.refused;
        carried.unfinished = scan.unfinished;
        if let Err(error) = self.transport.tidy() {
            carried.errors.push((None, error.into()));
        }
        Ok(())
    }

    /// A found set is received at once: its content lies in the folder, and nothing of it is kept in the store.
    fn note_found(&self, store: &Store, set: &FoundSet) -> Result<bool, ExchangeError> {
        if let Some(end) = store.gone_received(set.id())? {
            self.transport.remember(&set.cover, outcome(end));
            return Ok(false);
        }
        let known = store.received(set.id())?;
        if let Some(record) = known.as_ref().filter(|record| record.state.is_final()) {
            self.transport.remember(&set.cover, outcome(record.state));
            return Ok(false);
        }
        let now = Timestamp::now();
        let news = ReceivedNews {
            id: set.id(),
            sender: set.cover.sender.number,
            stamp: set.cover.stamp,
            size: set.size(),
            sha256: &set.digest,
            cover: &to_bytes(&set.cover)?,
            state: ReceivedState::Offered,
            at: now,
        };
        store.apply_received(&news)?;
        match store.keep_content(set.id(), &[], now) {
            // It is being refused just now.
            Err(StoreError::WrongState) => {}
            kept => kept?,
        }
        Ok(known.is_none())
    }

    /// Reads the files of a found set from the folder, and compares them with what was found.
    pub(in crate::exchange) fn open_set(
        &self,
        store: &Store,
        id: Uuid,
    ) -> Result<(Cover, Vec<Arc<CheckedDocument>>), ExchangeError> {
        let cover = received_cover(store, id)?.ok_or(ExchangeError::ContentNotKept)?;
        let documents = self.transport.open(&cover)?;
        let record = store.received(id)?.ok_or(StoreError::UnknownMessage)?;
        if matches!(record.state, ReceivedState::Fetched | ReceivedState::Handed) {
            self.check_still_a_set(store, &cover)?;
        }
        Ok((cover, documents))
    }

    /// Looks once more: what came since it was found may make a mixture of it.
    fn check_still_a_set(&self, store: &Store, cover: &Cover) -> Result<(), ExchangeError> {
        let scan = self.transport.scan(&Control::default())?;
        let id = cover.id;
        match scan.sets.iter().any(|set| set.id() == id) || !scan.has_others_of(cover) {
            true => Ok(()),
            false => {
                let error = FolderError::NotASet { id };
                store.note_unopened(id, error.code())?;
                Err(error.into())
            }
        }
    }

    /// The host has stored a set, or this office refuses it: nobody else needs to hear of it, so that is its end.
    pub(in crate::exchange) fn end(
        &self,
        store: &Store,
        record: &ReceivedRecord,
        end: ReceivedState,
    ) -> Result<(), ExchangeError> {
        if received_cover(store, record.id)?.is_none() {
            return Ok(());
        }
        store.apply_received(&end_of(record, end))?;
        self.done_with(store, record.id, end)
    }

    /// The end of a set is noted: its files are not offered again, and go where the settings say.
    pub(in crate::exchange) fn done_with(
        &self,
        store: &Store,
        id: Uuid,
        end: ReceivedState,
    ) -> Result<(), ExchangeError> {
        if let Some(cover) = received_cover(store, id)? {
            self.transport.remember(&cover, outcome(end));
        }
        // What cannot be moved now is moved with the next pass.
        let _ = self.transport.tidy();
        Ok(())
    }

    /// What a process left half-way that died.
    pub(super) fn settle_received(&self, store: &Store) -> Result<(), ExchangeError> {
        for record in store.received_due(Timestamp::MAX)? {
            if received_cover(store, record.id)?.is_none() {
                continue;
            }
            match record.state {
                ReceivedState::Offered => store.keep_content(record.id, &[], Timestamp::now())?,
                ReceivedState::Acknowledged => self.end(store, &record, ReceivedState::Taken)?,
                ReceivedState::Rejecting => self.end(store, &record, ReceivedState::Rejected)?,
                _ => {}
            }
        }
        Ok(())
    }
}

/// The end of a found set, as the store notes it.
pub(in crate::exchange) fn end_of(record: &ReceivedRecord, end: ReceivedState) -> ReceivedNews<'_> {
    ReceivedNews {
        id: record.id,
        sender: record.sender,
        stamp: record.stamp,
        size: record.size,
        sha256: &record.sha256,
        cover: &[],
        state: end,
        at: Timestamp::now(),
    }
}
