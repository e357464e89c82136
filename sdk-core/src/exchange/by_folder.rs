//! The same office, without a relay: sets go out and come in through folders.

use std::sync::Arc;

use uuid::Uuid;

use super::error::ExchangeError;
use super::folder::{
    About, Carried, Carrier, FolderError, FolderLook, end_of, received_cover, sent_cover,
};
use super::office::{Office, Way};
use super::persons::{month, persons, set_digest};
use super::send::{Letter, SendOutcome};
use super::sync::SyncReport;
use super::take::{Opened, check_open};
use crate::check::CheckedDocument;
use crate::control::Control;
use crate::message::{Cover, FileEntry, MessageSet};
use crate::store::{PersonRef, ReceivedRecord, ReceivedState};

impl Office {
    /// What the last [`Office::sync`], or the worker, found in the folder of downloads besides the sets that stand in
    /// [`Office::received`]. `None` before the first, and for an office that uses a relay.
    pub fn folder_look(&self) -> Option<FolderLook> {
        self.carrier().and_then(Carrier::latest)
    }

    /// The folders, where this office uses them.
    pub(super) fn carrier(&self) -> Option<&Carrier> {
        match &self.way {
            Way::Folder(carrier) => Some(carrier),
            Way::Relay(_) => None,
        }
    }

    /// The folders, where a received message came through them. One that came through a relay before the profile was changed
    /// goes its own way.
    pub(super) fn carrier_of(&self, id: Uuid) -> Result<Option<&Carrier>, ExchangeError> {
        Ok(match self.carrier() {
            Some(carrier) if received_cover(&self.store, id)?.is_some() => Some(carrier),
            _ => None,
        })
    }

    /// The plain cover of a received message. Only an office that uses folders has such: what a relay offers must be sealed.
    pub(super) fn plain_received_cover(&self, id: Uuid) -> Result<Option<Cover>, ExchangeError> {
        match self.carrier() {
            Some(_) => received_cover(&self.store, id),
            None => Ok(None),
        }
    }

    /// The plain cover of a message that was written into a folder.
    pub(super) fn plain_sent_cover(&self, id: Uuid) -> Result<Option<Cover>, ExchangeError> {
        match self.carrier() {
            Some(_) => sent_cover(&self.store, id),
            None => Ok(None),
        }
    }

    /// Writes a set for upload; it lies there when this returns. There is no place in it for subject and text.
    pub(super) fn put_in_folder(
        &self,
        carrier: &Carrier,
        set: &MessageSet,
        letter: &Letter,
        again: bool,
    ) -> Result<SendOutcome, ExchangeError> {
        if *letter != Letter::default() {
            return Err(FolderError::Letter.into());
        }
        let documents = set.documents();
        let entry = |checked: &Arc<CheckedDocument>| {
            let document = checked.document();
            FileEntry::of_bytes(document.name(), document.bytes())
        };
        let files: Vec<_> = documents.iter().map(entry).collect();
        let persons = persons(&self.store, documents)?;
        let about = About {
            set_digest: &set_digest(&files),
            month: month(documents),
            persons: &persons,
        };
        let mut kept = None;
        let sent = carrier.send(&self.store, set, &about, again, |message| {
            let outcome = self.keep(message)?;
            kept = Some(outcome.id);
            Ok(outcome)
        });
        self.tell_events();
        match (sent, kept) {
            // It is kept, and could not be written into the folder.
            (Err(error), Some(id)) => self.log_failure("send", id, &persons, error),
            (sent, _) => sent,
        }
    }

    /// One pass over the folders.
    pub(super) fn carry(
        &self,
        carrier: &Carrier,
        control: &Control<'_>,
        mut report: SyncReport,
    ) -> SyncReport {
        match carrier.pass(&self.store, control) {
            Ok(carried) => report.carried(carried),
            Err(error) => report.end(error),
        }
        if control.is_cancelled() {
            report.end(ExchangeError::Cancelled);
        }
        report
    }

    /// The files of a found set, as they were found.
    pub(super) fn open_found(&self, carrier: &Carrier, id: Uuid) -> Result<Opened, ExchangeError> {
        let record = self.received_record(id)?;
        check_open(&record)?;
        let (cover, documents) = carrier.open_set(&self.store, record.id)?;
        Ok(Opened {
            state: record.state,
            taken: None,
            cover,
            signer: None,
            documents,
        })
    }

    /// The host has stored a found set: nobody else needs to hear of it, so that is its end.
    pub(super) fn acknowledge_found(
        &self,
        carrier: &Carrier,
        record: &ReceivedRecord,
        persons: &[PersonRef],
        operation: &str,
    ) -> Result<(), ExchangeError> {
        self.logged(operation, record.id, persons, |changes| {
            changes
                .apply_received(&end_of(record, ReceivedState::Taken))
                .map(drop)
        })?;
        carrier.done_with(&self.store, record.id, ReceivedState::Taken)
    }

    /// A found set that is refused is so at once: there is nobody to be told.
    pub(super) fn reject_in_folder(&self, id: Uuid) -> Result<(), ExchangeError> {
        match self.carrier_of(id)? {
            Some(carrier) => {
                let record = self.received_record(id)?;
                carrier.end(&self.store, &record, ReceivedState::Rejected)
            }
            None => Ok(()),
        }
    }
}

impl SyncReport {
    fn carried(&mut self, carried: Carried) {
        self.handed_over += carried.handed_over;
        self.ended += carried.failed;
        self.offered += carried.offered;
        self.fetched += carried.offered;
        self.refused = carried.refused;
        self.unfinished = carried.unfinished;
        for (message, error) in carried.errors {
            self.problem(message, error);
        }
    }
}
