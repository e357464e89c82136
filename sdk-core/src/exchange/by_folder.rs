//! The same office, without a relay: sets go out and come in through folders.

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use super::error::ExchangeError;
use super::folder::{About, Carried, Carrier, FolderLook, received_cover, sent_cover};
use super::office::{Office, Way};
use super::persons::{month, persons, set_digest};
use super::send::SendOutcome;
use super::sync::SyncReport;
use super::take::{Delivery, check_open};
use crate::check::CheckedDocument;
use crate::control::Control;
use crate::message::{Cover, FileEntry, MessageSet};
use crate::store::{Handed, PersonRef, ReceivedRecord, ReceivedState};

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

    /// Writes a set for upload; it lies there when this returns.
    pub(super) fn put_in_folder(
        &self,
        carrier: &Carrier,
        set: &MessageSet,
        again: bool,
    ) -> Result<SendOutcome, ExchangeError> {
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
        let sent = carrier.send(&self.store, set, &about, again);
        let (message, word) = match &sent {
            Ok((id, true)) => (Some(*id), "ok"),
            Ok((id, false)) => (Some(*id), "known"),
            Err(error) => (None, error.code()),
        };
        self.log("send", message, &persons, word)?;
        self.tell_events();
        let (id, new) = sent?;
        Ok(SendOutcome { id, new })
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

    /// The files of a found set, as they were found; that they are handed over is noted before they are.
    pub(super) fn take_from_folder(
        &self,
        carrier: &Carrier,
        id: Uuid,
    ) -> Result<(Delivery, Vec<PersonRef>), ExchangeError> {
        let record = self.received_record(id)?;
        check_open(&record)?;
        let (cover, documents) = carrier.open_set(&self.store, record.id)?;
        let persons = persons(&self.store, &documents)?;
        let handed = Handed {
            // Nobody gets a receipt.
            taken: "",
            set: cover.set,
            month: month(&documents),
            persons: &persons,
        };
        self.store
            .note_handed(record.id, &handed, Timestamp::now())?;
        let delivery = Delivery {
            cover,
            signer: None,
            documents,
        };
        Ok((delivery, persons))
    }

    /// The end of a found set: the host has stored it, or this office refuses it.
    pub(super) fn end_in_folder(
        &self,
        record: &ReceivedRecord,
        end: ReceivedState,
    ) -> Result<(), ExchangeError> {
        match self.carrier_of(record.id)? {
            Some(carrier) => carrier.end(&self.store, record, end),
            None => Ok(()),
        }
    }

    /// A found set that is refused is so at once: there is nobody to be told.
    pub(super) fn reject_in_folder(&self, id: Uuid) -> Result<(), ExchangeError> {
        let record = self.received_record(id)?;
        self.end_in_folder(&record, ReceivedState::Rejected)
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
