//! 一覧: what this office sent and received, at a glance and in detail.

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::error::{ExchangeError, explain_receipt};
use super::office::Office;
use super::query::Query;
use super::reason::Reason;
use super::take::Delivery;
use crate::check::CheckedDocument;
use crate::envelope::{
    EnvelopeError, OpenedCover, Role, SignedBy, VerifiedReceipt, export_evidence, open, open_cover,
};
use crate::explain::Explanation;
use crate::layout::SetKind;
use crate::message::Cover;
use crate::number::{Address, OfficeNumber, Stamp, TargetMonth};
use crate::store::{
    Order, ReceivedRecord, ReceivedState, SealedFor, SentRecord, SentState, Step, StoreError,
};

/// A message that this office sent.
#[derive(Debug)]
#[non_exhaustive]
pub struct SentMessage {
    /// UUIDv7.
    pub id: Uuid,
    /// Own address in the set.
    pub sender: Address,
    /// Whom it is for.
    pub receiver: Address,
    /// Stamp of the set.
    pub stamp: Stamp,
    /// Kind of set.
    pub set: SetKind,
    /// 対象年月, where all files have the same.
    pub month: Option<TargetMonth>,
    /// Where it stands.
    pub state: SentState,
    /// Every state so far, oldest first.
    pub history: Vec<Step<SentState>>,
    /// Why it failed, was rejected, or waits.
    pub reason: Option<Reason>,
    /// When it is tried next, where something is to be done.
    pub next_attempt: Option<Timestamp>,
    /// Withdrawal is wanted and not yet done.
    pub withdrawing: bool,
    /// The receiver's receipt; an error where it does not hold.
    pub receipt: Option<Result<Arc<VerifiedReceipt>, EnvelopeError>>,
    /// Bytes of the sealed content.
    pub size: u64,
    /// Whether the content is still kept here.
    pub content_kept: bool,
    /// When [`Office::send`] was called.
    pub created_at: Timestamp,
}

impl SentMessage {
    /// Whether the receiver has taken it, as its own valid receipt proves: when, and signed by whom.
    pub fn taken(&self) -> Option<(Timestamp, &SignedBy)> {
        let verified = self.receipt.as_ref()?.as_ref().ok()?;
        Some((verified.receipt.taken_at, &verified.signer))
    }

    /// What is wrong with the receipt, and what to do about it; `None` where it holds, or there is none.
    pub fn receipt_problem(&self) -> Option<Explanation> {
        let error = self.receipt.as_ref()?.as_ref().err()?;
        Some(explain_receipt(error))
    }

    /// When the present state began.
    pub fn since(&self) -> Timestamp {
        self.history.last().map_or(self.created_at, |step| step.at)
    }
}

/// A message that this office sent, with its cover.
#[derive(Debug)]
#[non_exhaustive]
pub struct SentDetail {
    /// The message.
    pub message: SentMessage,
    /// What it says of itself, opened with this office's own key; an error where it cannot be opened.
    pub cover: Result<Cover, EnvelopeError>,
}

/// A message for this office.
#[derive(Debug)]
#[non_exhaustive]
pub struct ReceivedMessage {
    /// Made by the sender, UUIDv7.
    pub id: Uuid,
    /// Who sent it, as the relay says; the cover says the same, or is an error.
    pub sender: OfficeNumber,
    /// Stamp of the set, as the relay says; the cover says the same, or is an error.
    pub stamp: Stamp,
    /// 対象年月, once it was taken.
    pub month: Option<TargetMonth>,
    /// Where it stands.
    pub state: ReceivedState,
    /// Every state so far, oldest first.
    pub history: Vec<Step<ReceivedState>>,
    /// Why it is rejected, could not be opened, or waits.
    pub reason: Option<Reason>,
    /// When it is tried next, where something is to be done.
    pub next_attempt: Option<Timestamp>,
    /// What the message says of itself, opened and verified; an error where it cannot be opened or is not what the relay
    /// says. Such a message does not hide the others.
    pub cover: Result<Cover, EnvelopeError>,
    /// Bytes of the sealed content.
    pub size: u64,
    /// Whether the content is kept here.
    pub content_kept: bool,
}

impl ReceivedMessage {
    /// Which set of the standard, where the cover can be opened.
    pub fn set(&self) -> Option<SetKind> {
        self.cover.as_ref().ok().map(|cover| cover.set)
    }

    /// When the present state began.
    pub fn since(&self) -> Option<Timestamp> {
        self.history.last().map(|step| step.at)
    }
}

impl Office {
    /// 送信一覧, newest first. No network.
    pub fn sent(&self, query: &Query<SentState>) -> Result<Vec<SentMessage>, ExchangeError> {
        let query = query.in_store(&self.store, Order::NewestFirst)?;
        let records = self.store.sent_list(&query)?;
        self.searched("search_sent", query.person)?;
        Ok(records
            .into_iter()
            .map(|record| self.sent_message_of(record))
            .collect())
    }

    /// One message that this office sent, with its cover. The access log tells of it.
    pub fn sent_message(&self, id: Uuid) -> Result<SentDetail, ExchangeError> {
        let record = self.sent_record(id)?;
        let cover = match self.plain_sent_cover(id)? {
            Some(cover) => Ok(cover),
            None => self.sent_cover(&record)?,
        };
        self.log("show_sent", Some(id), &self.store.sent_persons(id)?, "ok")?;
        Ok(SentDetail {
            message: self.sent_message_of(record),
            cover,
        })
    }

    /// One message that this office sent, as it stands in the list: for a program that asks how it stands. Not logged.
    pub fn sent_entry(&self, id: Uuid) -> Result<SentMessage, ExchangeError> {
        Ok(self.sent_message_of(self.sent_record(id)?))
    }

    /// One message for this office, as it stands in the list: for a program that asks how it stands. Not logged.
    pub fn received_entry(&self, id: Uuid) -> Result<ReceivedMessage, ExchangeError> {
        self.received_message_of(self.received_record(id)?)
    }

    /// Opens a message that this office sent, while its content is kept: what was sent can be shown again.
    pub fn open_sent(&self, id: Uuid) -> Result<Delivery, ExchangeError> {
        let record = self.sent_record(id)?;
        let opened = self.open_own(&record);
        let persons = self.store.sent_persons(id)?;
        let outcome = opened.as_ref().err().map_or("ok", ExchangeError::code);
        self.log("open_sent", Some(id), &persons, outcome)?;
        opened
    }

    /// 証跡: a message that was taken and its receipt in one file that anybody can verify, offline and years later, with
    /// [`crate::envelope::verify_evidence`] or `openssl cms`. It holds the files in clear.
    pub fn export_evidence(&self, id: Uuid) -> Result<Zeroizing<Vec<u8>>, ExchangeError> {
        let record = self.sent_record(id)?;
        let made = self.evidence(&record);
        let persons = self.store.sent_persons(id)?;
        let outcome = made.as_ref().err().map_or("ok", ExchangeError::code);
        self.log("export_evidence", Some(id), &persons, outcome)?;
        made
    }

    fn evidence(&self, record: &SentRecord) -> Result<Zeroizing<Vec<u8>>, ExchangeError> {
        let receipt = record.receipt.as_ref().ok_or(ExchangeError::NoReceiptYet)?;
        self.check_receipt(record, receipt)
            .map_err(ExchangeError::Receipt)?;
        let sealed = self.store.sent_sealed(record.id)?;
        let sealed = sealed.filter(|sealed| !sealed.content.is_empty());
        let sealed = sealed.ok_or(ExchangeError::SentContentNotKept)?;
        Ok(export_evidence::<Cover>(
            &self.papers()?.identities,
            &self.papers()?.trust,
            &sealed.content,
            receipt,
        )?)
    }

    /// 受信一覧, oldest stamp first: the order in which they are to be taken. No network. Each cover is opened when it is
    /// shown for the first time.
    pub fn received(
        &self,
        query: &Query<ReceivedState>,
    ) -> Result<Vec<ReceivedMessage>, ExchangeError> {
        let query = query.in_store(&self.store, Order::OldestFirst)?;
        let records = self.store.received_list(&query)?;
        self.searched("search_received", query.person)?;
        records
            .into_iter()
            .map(|record| self.received_message_of(record))
            .collect()
    }

    /// One message for this office, with its cover. The access log tells of it.
    pub fn received_message(&self, id: Uuid) -> Result<ReceivedMessage, ExchangeError> {
        let record = self.received_record(id)?;
        let message = self.received_message_of(record)?;
        let persons = self.store.received_persons(id)?;
        self.log("show_received", Some(id), &persons, "ok")?;
        Ok(message)
    }

    /// The ids of sent messages that begin or end with these digits, for a person who types a part of one. Ids begin with
    /// their time, so the ends tell apart what was sent at once.
    pub fn find_sent(&self, part: &str) -> Result<Vec<Uuid>, ExchangeError> {
        Ok(self.store.sent_ids(part)?)
    }

    /// The same of received messages.
    pub fn find_received(&self, part: &str) -> Result<Vec<Uuid>, ExchangeError> {
        Ok(self.store.received_ids(part)?)
    }

    fn sent_record(&self, id: Uuid) -> Result<SentRecord, ExchangeError> {
        Ok(self.store.sent(id)?.ok_or(StoreError::UnknownMessage)?)
    }

    fn sent_message_of(&self, record: SentRecord) -> SentMessage {
        let verify = |signed: &Vec<u8>| {
            let verify = || self.check_receipt(&record, signed).map(Arc::new);
            self.receipts.get_or(record.id, verify)
        };
        let receipt = record.receipt.as_ref().map(verify);
        SentMessage {
            id: record.id,
            sender: record.sender,
            receiver: record.receiver,
            stamp: record.stamp,
            set: record.set,
            month: record.month,
            state: record.state,
            history: record.history,
            reason: Reason::of_sent(record.reason, record.state),
            next_attempt: record.next_attempt,
            withdrawing: record.withdrawing,
            receipt,
            size: record.size,
            content_kept: record.content_kept,
            created_at: record.created_at,
        }
    }

    fn received_message_of(
        &self,
        record: ReceivedRecord,
    ) -> Result<ReceivedMessage, ExchangeError> {
        let cover = match self.plain_received_cover(record.id)? {
            Some(cover) => Ok(cover),
            None => {
                let opened = self.received_cover(&record)?;
                opened.map(|opened| opened.cover.clone())
            }
        };
        Ok(ReceivedMessage {
            id: record.id,
            sender: record.sender,
            stamp: record.stamp,
            month: record.month,
            state: record.state,
            history: record.history,
            reason: Reason::of_received(record.reason, record.state),
            next_attempt: record.next_attempt,
            cover,
            size: record.size,
            content_kept: record.content_kept,
        })
    }

    /// The cover of a received message, opened once and remembered.
    pub(super) fn received_cover(
        &self,
        record: &ReceivedRecord,
    ) -> Result<Result<Arc<OpenedCover>, EnvelopeError>, ExchangeError> {
        let open = || -> Result<_, ExchangeError> {
            let sealed = self.store.received_cover(record.id)?;
            let sealed = sealed.ok_or(StoreError::UnknownMessage)?;
            Ok(Arc::new(self.open_cover(record, &sealed)?))
        };
        match self.covers.get_or(record.id, open) {
            Ok(cover) => Ok(Ok(cover)),
            Err(ExchangeError::Envelope(error)) => Ok(Err(error)),
            Err(error) => Err(error),
        }
    }

    /// The cover of a message that was sent; of a draft the one that it will have.
    fn sent_cover(
        &self,
        record: &SentRecord,
    ) -> Result<Result<Cover, EnvelopeError>, ExchangeError> {
        let opened = match record.sealed_for {
            SealedFor::Draft => {
                let sealed = self.store.sent_sealed(record.id)?;
                let sealed = sealed.ok_or(ExchangeError::SentContentNotKept)?;
                self.open_draft(record, &sealed).map(|draft| draft.cover)
            }
            SealedFor::Receiver => {
                let sealed = self.store.sent_cover(record.id)?;
                let sealed = sealed.ok_or(ExchangeError::SentContentNotKept)?;
                let papers = self.papers()?;
                let opened =
                    open_cover::<Cover>(&papers.identities, &papers.trust, Role::Sender, &sealed);
                opened.map(|opened| opened.cover).map_err(Into::into)
            }
        };
        match opened {
            Ok(cover) if cover.id == record.id => Ok(Ok(cover)),
            Ok(_) => Err(ExchangeError::CoverMismatch),
            Err(ExchangeError::Envelope(error)) => Ok(Err(error)),
            Err(error) => Err(error),
        }
    }

    fn open_own(&self, record: &SentRecord) -> Result<Delivery, ExchangeError> {
        let sealed = self.store.sent_sealed(record.id)?;
        let sealed = sealed.filter(|sealed| !sealed.content.is_empty());
        let sealed = sealed.ok_or(ExchangeError::SentContentNotKept)?;
        let (cover, signer, files) = match record.sealed_for {
            SealedFor::Draft => {
                let draft = self.open_draft(record, &sealed)?;
                (draft.cover, draft.signer, draft.files)
            }
            SealedFor::Receiver => {
                let opened = open::<Cover>(
                    &self.papers()?.identities,
                    &self.papers()?.trust,
                    Role::Sender,
                    &sealed.content,
                )?;
                (opened.cover, opened.signer, opened.files)
            }
        };
        if cover.id != record.id {
            return Err(ExchangeError::CoverMismatch);
        }
        let documents = files
            .into_iter()
            .map(|(name, bytes)| Arc::new(CheckedDocument::read(&name, bytes)));
        Ok(Delivery {
            cover,
            signer: Some(signer),
            documents: documents.collect(),
        })
    }
}
