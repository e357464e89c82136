//! 取込: the host is given what came, and says when it has stored it.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use super::error::ExchangeError;
use super::office::{Office, Way};
use super::persons::{month, persons};
use super::reason::rejection_code;
use crate::check::CheckedDocument;
use crate::control::Control;
use crate::envelope::{
    EnvelopeError, OpenedCover, Role, SignedBy, Taken, open, open_cover, sign_receipt,
};
use crate::message::Cover;
use crate::relay::wire::RejectionReason;
use crate::store::{EventChange, Handed, PersonRef, ReceivedRecord, ReceivedState, StoreError};

/// A message that was opened and verified.
pub struct Delivery {
    pub(super) cover: Cover,
    pub(super) signer: Option<SignedBy>,
    pub(super) documents: Vec<Arc<CheckedDocument>>,
}

impl Delivery {
    /// The message.
    pub fn id(&self) -> Uuid {
        self.cover.id
    }

    /// What the message says of itself, verified.
    pub fn cover(&self) -> &Cover {
        &self.cover
    }

    /// Who signed it, when, and what was found about the certificate; `None` where it came through a folder, unsigned.
    pub fn signer(&self) -> Option<&SignedBy> {
        self.signer.as_ref()
    }

    /// The files, byte for byte as they were sent, read and checked.
    pub fn documents(&self) -> &[Arc<CheckedDocument>] {
        &self.documents
    }
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("cover", &self.cover)
            .finish_non_exhaustive()
    }
}

impl Office {
    /// Opens a received message, verifies everything about it, and hands its files over. What is not here yet is fetched.
    ///
    /// The host stores the files and then calls [`Office::acknowledge`]. Until then, and as long as the content is kept also
    /// afterwards, the message may be taken again; it is the same each time.
    pub fn take(&self, id: Uuid, control: &Control<'_>) -> Result<Delivery, ExchangeError> {
        let taken = match self.carrier_of(id) {
            Err(error) => Err(error),
            Ok(Some(carrier)) => self.take_from_folder(carrier, id),
            Ok(None) => self.open_received(id, control).and_then(|opened| {
                let persons = persons(&self.store, &opened.documents)?;
                Ok((self.hand_over(opened, &persons)?, persons))
            }),
        };
        self.tell_events();
        let (delivery, persons) = match taken {
            Ok((delivery, persons)) => (Ok(delivery), persons),
            Err(error) => (Err(error), Vec::new()),
        };
        // Nothing is handed over of which nothing is noted.
        self.log_result("take", id, Ok(persons), delivery)
    }

    fn open_received(&self, id: Uuid, control: &Control<'_>) -> Result<Opened, ExchangeError> {
        let mut record = self.received_record(id)?;
        if record.state == ReceivedState::Offered
            && let Way::Relay(client) = &self.way
        {
            self.fetch(client, &record, control)?;
            record = self.received_record(id)?;
        }
        check_open(&record)?;
        let opened = self.open_content(&record);
        if let Err(error @ (ExchangeError::Envelope(_) | ExchangeError::CoverMismatch)) = &opened {
            self.store.note_unopened(id, error.code())?;
        }
        opened
    }

    fn open_content(&self, record: &ReceivedRecord) -> Result<Opened, ExchangeError> {
        let sealed = self.store.received_sealed(record.id)?;
        let sealed = sealed.filter(|sealed| !sealed.content.is_empty());
        let sealed = sealed.ok_or(ExchangeError::ContentNotKept)?;
        let announced = self.open_cover(record, &sealed.cover)?;
        let opened = open(
            &self.papers()?.identities,
            &self.papers()?.trust,
            Role::Receiver,
            &sealed.content,
        )?;
        if opened.cover != announced.cover || opened.taken.content_sha256 != record.sha256 {
            return Err(ExchangeError::CoverMismatch);
        }
        let documents = opened
            .files
            .into_iter()
            .map(|(name, bytes)| Arc::new(CheckedDocument::read(&name, bytes)))
            .collect();
        Ok(Opened {
            state: record.state,
            taken: opened.taken,
            cover: opened.cover,
            signer: opened.signer,
            documents,
        })
    }

    /// Opens a cover and compares it with what the relay says of the message.
    pub(super) fn open_cover(
        &self,
        record: &ReceivedRecord,
        sealed: &[u8],
    ) -> Result<OpenedCover, EnvelopeError> {
        let opened: OpenedCover = open_cover(
            &self.papers()?.identities,
            &self.papers()?.trust,
            Role::Receiver,
            sealed,
        )?;
        let agrees = opened.cover.id == record.id
            && opened.cover.sender.number == record.sender
            && opened.cover.stamp == record.stamp
            && opened.content.size == record.size
            && opened.content.sha256 == record.sha256;
        if agrees {
            Ok(opened)
        } else {
            Err(EnvelopeError::BadContent("cover"))
        }
    }

    /// Notes that the host is given the content before it is.
    fn hand_over(&self, opened: Opened, persons: &[PersonRef]) -> Result<Delivery, ExchangeError> {
        if matches!(opened.state, ReceivedState::Fetched | ReceivedState::Handed) {
            let taken = serde_json::to_string(&opened.taken)
                .map_err(|_| EnvelopeError::BadContent("receipt"))?;
            let handed = Handed {
                taken: &taken,
                set: opened.cover.set,
                month: month(&opened.documents),
                persons,
            };
            let id = opened.cover.id;
            match self.store.note_handed(id, &handed, Timestamp::now()) {
                // The relay's word that it was withdrawn came in between.
                Err(StoreError::WrongState) => return Err(wrong_state(&self.received_record(id)?)),
                noted => noted?,
            }
        }
        Ok(Delivery {
            cover: opened.cover,
            signer: Some(opened.signer),
            documents: opened.documents,
        })
    }

    /// 取込の確定: the host has stored the files of the message. The signed receipt is on this machine's disk when this
    /// returns; the next [`Office::sync`] or the worker hands it in. The relay may then let go of the content.
    ///
    /// Call it only when that is true, and after [`Office::take`]. Twice is the same as once.
    pub fn acknowledge(&self, id: Uuid) -> Result<(), ExchangeError> {
        let result = self.keep_own_receipt(id);
        let result = self.log_result("acknowledge", id, self.store.received_persons(id), result);
        self.bell.ring();
        self.tell_events();
        result
    }

    fn keep_own_receipt(&self, id: Uuid) -> Result<(), ExchangeError> {
        let record = self.received_record(id)?;
        match record.state {
            ReceivedState::Acknowledged | ReceivedState::Taken if record.receipt.is_some() => {
                return Ok(());
            }
            ReceivedState::Offered | ReceivedState::Fetched => return Err(ExchangeError::NotTaken),
            ReceivedState::Handed | ReceivedState::Acknowledged | ReceivedState::Taken
                if self.carrier_of(id)?.is_some() =>
            {
                return self.end_in_folder(&record, ReceivedState::Taken);
            }
            ReceivedState::Handed => {}
            _ => return Err(wrong_state(&record)),
        }
        let taken = record.taken.as_deref().ok_or(ExchangeError::NotTaken)?;
        let taken: Taken = serde_json::from_str(taken).map_err(|_| ExchangeError::NotTaken)?;
        let receipt = sign_receipt(&self.papers()?.identities, &taken)?;
        match self.store.keep_receipt(id, &receipt, Timestamp::now()) {
            // The relay's word that it was withdrawn came in between.
            Err(StoreError::WrongState) => Err(wrong_state(&self.received_record(id)?)),
            kept => Ok(kept?),
        }
    }

    /// 受取拒否: this office will not take the message. The sender sees the reason; the next [`Office::sync`] tells the relay.
    pub fn reject(&self, id: Uuid, reason: RejectionReason) -> Result<(), ExchangeError> {
        let code = rejection_code(reason);
        let result = match self.store.want_rejection(id, code, Timestamp::now()) {
            Err(StoreError::WrongState) => match self.received_record(id) {
                Ok(record) => Err(wrong_state(&record)),
                Err(error) => Err(error),
            },
            wanted => wanted.map_err(ExchangeError::from),
        };
        let result = result.and_then(|()| self.reject_in_folder(id));
        let result = self.log_result("reject", id, self.store.received_persons(id), result);
        self.bell.ring();
        self.tell_events();
        result
    }

    pub(super) fn received_record(&self, id: Uuid) -> Result<ReceivedRecord, ExchangeError> {
        let record = self.store.received(id)?;
        Ok(record.ok_or(StoreError::UnknownMessage)?)
    }
}

/// Opened, and not yet handed over.
struct Opened {
    state: ReceivedState,
    taken: Taken,
    cover: Cover,
    signer: SignedBy,
    documents: Vec<Arc<CheckedDocument>>,
}

/// What was withdrawn, expired or rejected ended at its sender; it must not be taken as well.
pub(super) fn check_open(record: &ReceivedRecord) -> Result<(), ExchangeError> {
    match record.state {
        ReceivedState::Rejecting
        | ReceivedState::Rejected
        | ReceivedState::Withdrawn
        | ReceivedState::Expired => Err(wrong_state(record)),
        _ => Ok(()),
    }
}

fn wrong_state(record: &ReceivedRecord) -> ExchangeError {
    ExchangeError::WrongState {
        state: EventChange::Received(record.state),
    }
}
