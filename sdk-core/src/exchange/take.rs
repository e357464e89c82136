//! 取込: the host is given what came, and says when it has stored it.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use super::error::ExchangeError;
use super::folder::Carrier;
use super::office::{Office, Way};
use super::outbox::is;
use super::persons::{month, persons};
use super::reason::rejection_code;
use crate::check::CheckedDocument;
use crate::control::Control;
use crate::envelope::{
    EnvelopeError, OpenedCover, Role, SignedBy, Taken, open, open_cover, sign_receipt,
};
use crate::message::Cover;
use crate::relay::wire::{ProblemCode, RejectionReason};
use crate::store::{EventChange, Handed, ReceivedRecord, ReceivedState, StoreError};

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
        let opened = self.carrier_of(id).and_then(|carrier| match carrier {
            Some(carrier) => self.open_found(carrier, id),
            None => self.open_received(id, control),
        });
        let delivery = match opened {
            Ok(opened) => self.hand_over(id, opened),
            Err(error) => self.log_failure("take", id, &[], error),
        };
        self.tell_events();
        delivery
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
        let opened = self.open_content(&record, control);
        if let Err(error @ (ExchangeError::Envelope(_) | ExchangeError::CoverMismatch)) = &opened {
            self.store.note_unopened(id, error.code())?;
        }
        opened
    }

    /// A content that is not here, though it was: the relay keeps it for some days after the end.
    fn content_of_relay(
        &self,
        record: &ReceivedRecord,
        control: &Control<'_>,
    ) -> Result<Vec<u8>, ExchangeError> {
        let Way::Relay(client) = &self.way else {
            return Err(ExchangeError::ContentNotKept);
        };
        let _inside = self.transfers.enter(record.id, control)?;
        match self.download(client, record, control) {
            Err(ExchangeError::Relay(error))
                if is(&error, ProblemCode::ContentGone)
                    || is(&error, ProblemCode::UnknownMessage) =>
            {
                Err(ExchangeError::ContentNotKept)
            }
            content => content,
        }
    }

    fn open_content(
        &self,
        record: &ReceivedRecord,
        control: &Control<'_>,
    ) -> Result<Opened, ExchangeError> {
        let sealed = match self.store.received_content(record.id)? {
            Some(sealed) => sealed,
            None => self.content_of_relay(record, control)?,
        };
        let announced = self.received_cover(record)??;
        let opened = open(
            &self.papers()?.identities,
            &self.papers()?.trust,
            Role::Receiver,
            &sealed,
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
            taken: Some(opened.taken),
            cover: opened.cover,
            signer: Some(opened.signer),
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
    fn hand_over(&self, id: Uuid, opened: Opened) -> Result<Delivery, ExchangeError> {
        let persons = persons(&self.store, &opened.documents)?;
        // A set from a folder gets no receipt.
        let taken = opened.taken.as_ref().map(serde_json::to_string);
        let taken = taken.transpose();
        let handed = Handed {
            taken: &taken
                .map_err(|_| EnvelopeError::BadContent("receipt"))?
                .unwrap_or_default(),
            set: opened.cover.set,
            month: month(&opened.documents),
            persons: &persons,
        };
        let noted = self.logged("take", id, &persons, |changes| match opened.state {
            ReceivedState::Fetched | ReceivedState::Handed => {
                changes.note_handed(id, &handed, Timestamp::now())
            }
            _ => Ok(()),
        });
        noted.map_err(|error| self.wrong_received_state(id, error))?;
        Ok(Delivery {
            cover: opened.cover,
            signer: opened.signer,
            documents: opened.documents,
        })
    }

    /// 取込の確定: the host has stored the files of the message. The signed receipt is on this machine's disk when this
    /// returns; the next [`Office::sync`] or the worker hands it in. The relay may then let go of the content.
    ///
    /// Call it only when that is true, and after [`Office::take`]. Twice is the same as once.
    pub fn acknowledge(&self, id: Uuid) -> Result<(), ExchangeError> {
        let result = self.end_as_stored(id);
        self.bell.ring();
        self.tell_events();
        result
    }

    fn end_as_stored(&self, id: Uuid) -> Result<(), ExchangeError> {
        const OPERATION: &str = "acknowledge";
        let persons = self.store.received_persons(id)?;
        let ended = match self.ending_of(id) {
            Ok(Ending::Known) => self.logged(OPERATION, id, &persons, |_| Ok(())),
            Ok(Ending::Receipt(receipt)) => self.logged(OPERATION, id, &persons, |changes| {
                changes.keep_receipt(id, &receipt, Timestamp::now())
            }),
            Ok(Ending::Found(carrier, record)) => {
                self.acknowledge_found(carrier, &record, &persons, OPERATION)
            }
            Err(error) => self.log_failure(OPERATION, id, &persons, error),
        };
        ended.map_err(|error| self.wrong_received_state(id, error))
    }

    /// What there is to be noted when the host has stored a message.
    fn ending_of(&self, id: Uuid) -> Result<Ending<'_>, ExchangeError> {
        let record = self.received_record(id)?;
        match record.state {
            ReceivedState::Acknowledged | ReceivedState::Taken if record.receipt.is_some() => {
                return Ok(Ending::Known);
            }
            // The relay has the receipt, and this store was put back to a time before it was made.
            ReceivedState::Taken if self.carrier_of(id)?.is_none() => return Ok(Ending::Known),
            ReceivedState::Offered | ReceivedState::Fetched => return Err(ExchangeError::NotTaken),
            ReceivedState::Handed | ReceivedState::Acknowledged | ReceivedState::Taken => {
                if let Some(carrier) = self.carrier_of(id)? {
                    return Ok(Ending::Found(carrier, Box::new(record)));
                }
            }
            _ => {}
        }
        if record.state != ReceivedState::Handed {
            return Err(wrong_state(&record));
        }
        let taken = record.taken.as_deref().ok_or(ExchangeError::NotTaken)?;
        let taken: Taken = serde_json::from_str(taken).map_err(|_| ExchangeError::NotTaken)?;
        self.check_clock()?;
        let receipt = sign_receipt(&self.papers()?.identities, &taken)?;
        Ok(Ending::Receipt(receipt))
    }

    /// 受取拒否: this office will not take the message. The sender sees the reason; the next [`Office::sync`] tells the relay.
    pub fn reject(&self, id: Uuid, reason: RejectionReason) -> Result<(), ExchangeError> {
        let code = rejection_code(reason);
        let persons = self.store.received_persons(id)?;
        let wanted = self.logged("reject", id, &persons, |changes| {
            changes.want_rejection(id, code, Timestamp::now())
        });
        let result = match wanted {
            Ok(()) => self.reject_in_folder(id),
            Err(error) => Err(self.wrong_received_state(id, error)),
        };
        self.bell.ring();
        self.tell_events();
        result
    }

    /// The store only says that it cannot be done; the state says why. The relay's word that the sender has withdrawn the
    /// message may have come in between.
    fn wrong_received_state(&self, id: Uuid, error: ExchangeError) -> ExchangeError {
        match error {
            ExchangeError::Store(StoreError::WrongState) => match self.received_record(id) {
                Ok(record) => wrong_state(&record),
                Err(error) => error,
            },
            error => error,
        }
    }

    pub(super) fn received_record(&self, id: Uuid) -> Result<ReceivedRecord, ExchangeError> {
        let record = self.store.received(id)?;
        Ok(record.ok_or(StoreError::UnknownMessage)?)
    }
}

/// Opened, and not yet handed over.
pub(super) struct Opened {
    pub(super) state: ReceivedState,
    /// What a receipt will be about.
    pub(super) taken: Option<Taken>,
    pub(super) cover: Cover,
    pub(super) signer: Option<SignedBy>,
    pub(super) documents: Vec<Arc<CheckedDocument>>,
}

/// How a message ends that the host has stored.
enum Ending<'a> {
    /// It had ended so before.
    Known,
    /// With this receipt, signed.
    Receipt(Vec<u8>),
    /// It was found in a folder.
    Found(&'a Carrier, Box<ReceivedRecord>),
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
