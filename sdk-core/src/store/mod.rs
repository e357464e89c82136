//! What one office keeps on this machine: one folder with a SQLite database, its own lock, and parts of transfers that go on.
//!
//! A step is written down before it is done; when a call returns, what it says is on the disk (write-ahead log, full
//! synchronisation). Kept are sealed messages and a small index; never opened content. Persons stand in the index and in the
//! access log as keyed hashes only ([`PersonRef`]).

mod records;

use std::path::Path;

use jiff::Timestamp;
use uuid::Uuid;

pub use self::records::*;
use crate::number::OfficeNumber;

/// The memory of one office on this machine. Every call blocks until it is done; any thread may call.
#[derive(Debug)]
pub struct Store {}

#[expect(unused_variables, missing_docs, reason = "being written")]
impl Store {
    /// Opens the store of an office in a folder, or makes it. One process at a time owns it: a second one gets
    /// [`StoreError::InUse`]; after a crash the next one takes over at once. An older schema is migrated after a copy was kept.
    pub fn open(folder: &Path, office: OfficeNumber) -> Result<Self, StoreError> {
        unimplemented!()
    }

    /// The keyed reference of a person, the same in this store for ever.
    pub fn person(&self, insurer: &str, insured: &str) -> PersonRef {
        unimplemented!()
    }

    // 送信: outbox and sent

    /// Keeps a message for sending. The same set again (same receiver, stamp and `set_digest`, not failed, withdrawn,
    /// expired or rejected) is the message that is there already.
    pub fn enqueue(&self, message: &NewSent<'_>) -> Result<Enqueued, StoreError> {
        unimplemented!()
    }
    /// Replaces a content that is sealed for this office only ([`SealedFor::Draft`]) by one for the receiver; only while
    /// the message is `Waiting`.
    pub fn reseal(&self, id: Uuid, sealed: &NewSealed<'_>) -> Result<(), StoreError> {
        unimplemented!()
    }
    /// Messages that must be worked on now: not final, next attempt due; oldest first.
    pub fn due(&self, now: Timestamp) -> Result<Vec<SentRecord>, StoreError> {
        unimplemented!()
    }
    /// When the earliest of the others is due.
    pub fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        unimplemented!()
    }
    pub fn sent(&self, id: Uuid) -> Result<Option<SentRecord>, StoreError> {
        unimplemented!()
    }
    /// Newest first.
    pub fn sent_list(&self, query: &ListQuery) -> Result<Vec<SentRecord>, StoreError> {
        unimplemented!()
    }
    /// Sealed content and cover of a sent message, while they are kept.
    pub fn sent_sealed(&self, id: Uuid) -> Result<Option<StoredSealed>, StoreError> {
        unimplemented!()
    }
    /// An attempt begins: the state becomes `Sending`.
    pub fn begin_attempt(&self, id: Uuid, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }
    /// An attempt failed; the message waits until `next`. `code` is a stable code of ours, never a text.
    pub fn postpone(&self, id: Uuid, code: &str, next: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }
    /// It cannot be sent, for good: state `Failed` with the code. Final.
    pub fn fail(&self, id: Uuid, code: &str, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }
    /// Notes what the relay says of a sent message. Never goes back from a final state; a repetition changes nothing.
    /// True when something changed.
    pub fn apply_sent(&self, id: Uuid, news: &SentNews<'_>) -> Result<bool, StoreError> {
        unimplemented!()
    }
    /// Withdrawal is wanted: one that has not left becomes `Withdrawn` at once, others when the relay agrees.
    pub fn want_withdrawal(&self, id: Uuid, now: Timestamp) -> Result<SentRecord, StoreError> {
        unimplemented!()
    }

    // 受信: inbox

    /// Notes what the relay says of a message for this office; new ones are `Offered`. Never goes back from a final state,
    /// nor from `Acknowledged` to `Offered`. True when something changed.
    pub fn apply_received(&self, item: &ReceivedNews<'_>) -> Result<bool, StoreError> {
        unimplemented!()
    }
    /// Keeps the sealed content, verified against size and digest by the caller: `Offered` becomes `Fetched`.
    pub fn keep_content(&self, id: Uuid, content: &[u8], now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }
    pub fn received(&self, id: Uuid) -> Result<Option<ReceivedRecord>, StoreError> {
        unimplemented!()
    }
    /// Oldest stamp first.
    pub fn received_list(&self, query: &ListQuery) -> Result<Vec<ReceivedRecord>, StoreError> {
        unimplemented!()
    }
    pub fn received_sealed(&self, id: Uuid) -> Result<Option<StoredSealed>, StoreError> {
        unimplemented!()
    }
    /// The host was given the content: `Fetched` becomes `Handed`; `taken` is what a receipt will be about; set, month and persons go into the index.
    pub fn note_handed(
        &self,
        id: Uuid,
        handed: &Handed<'_>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }
    /// The host says that it has stored the content: keeps the signed receipt; `Acknowledged`. The first receipt stays.
    pub fn keep_receipt(&self, id: Uuid, receipt: &[u8], now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }
    /// This office refuses it: `Rejecting` until the relay knows.
    pub fn want_rejection(&self, id: Uuid, reason: &str, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }
    /// Messages with something to do: content to fetch, receipt or rejection to hand in; oldest first.
    pub fn received_due(&self, now: Timestamp) -> Result<Vec<ReceivedRecord>, StoreError> {
        unimplemented!()
    }
    pub fn postpone_received(
        &self,
        id: Uuid,
        code: &str,
        next: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }
    /// The relay has the receipt: `Taken`. Final.
    pub fn receipt_delivered(&self, id: Uuid, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }
    /// Where parts of a large content are kept while it is being fetched.
    pub fn partial(&self, id: Uuid) -> Result<PartialFile, StoreError> {
        unimplemented!()
    }

    // cursors, directory, events

    pub fn cursor(&self, list: List) -> Result<u64, StoreError> {
        unimplemented!()
    }
    pub fn set_cursor(&self, list: List, cursor: u64) -> Result<(), StoreError> {
        unimplemented!()
    }
    /// Directory entries (JSON) as the relay gave them, and when.
    pub fn keep_directory(
        &self,
        office: OfficeNumber,
        json: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }
    pub fn directory(
        &self,
        office: OfficeNumber,
    ) -> Result<Option<(String, Timestamp)>, StoreError> {
        unimplemented!()
    }
    /// Every change of state of every message, in order; from behind `after`.
    pub fn events(&self, after: u64, limit: u32) -> Result<Vec<StoredEvent>, StoreError> {
        unimplemented!()
    }

    // access log

    /// Appends to the access log.
    pub fn log(&self, entry: &NewLogEntry<'_>) -> Result<(), StoreError> {
        unimplemented!()
    }
    pub fn log_entries(&self, query: &LogQuery) -> Result<Vec<LogEntry>, StoreError> {
        unimplemented!()
    }
    /// Writes the log as JSON lines with its chain, for an inspection; [`verify_log`] needs nothing else.
    pub fn export_log(&self, out: &mut dyn std::io::Write) -> Result<LogHead, StoreError> {
        unimplemented!()
    }

    // care

    /// A copy of the whole store in one file, made while it is in use.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        unimplemented!()
    }
    /// Lets go of sealed contents of messages that are final since before `content_before`, and of all that is known of
    /// those final since before `all_before`, the access log aside.
    pub fn clean_up(
        &self,
        content_before: Timestamp,
        all_before: Timestamp,
    ) -> Result<CleanedUp, StoreError> {
        unimplemented!()
    }
}

/// Verifies an exported access log: every entry follows from the one before.
pub fn verify_log(_exported: impl std::io::BufRead) -> Result<LogHead, LogFault> {
    unimplemented!()
}
