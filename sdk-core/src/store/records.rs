use jiff::Timestamp;
use uuid::Uuid;

use crate::layout::SetKind;
use crate::number::{Address, OfficeNumber, Stamp, TargetMonth};

/// Why the store cannot do something.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process, or another handle of this one, has it open.
    #[error("the store is in use by another program")]
    InUse,
    /// It belongs to another office.
    #[error("the store belongs to office {0}")]
    OtherOffice(OfficeNumber),
    /// Made by a newer version of this software.
    #[error("the store was made by a newer version (schema {0})")]
    Newer(i64),
    /// No space left on the disk. What was stored stays stored.
    #[error("the disk is full")]
    DiskFull,
    /// The database is damaged.
    #[error("the store is damaged")]
    Damaged,
    /// There is no such message.
    #[error("there is no such message in the store")]
    UnknownMessage,
    /// The message is in a state in which this cannot be done.
    #[error("the message is in a state in which this cannot be done")]
    WrongState,
    /// A file or folder cannot be used.
    #[error("the store's folder cannot be used: {0}")]
    Io(std::io::ErrorKind),
    /// SQLite failed in another way; its result code.
    #[error("the database failed (code {0})")]
    Database(i32),
}

/// A person as the store remembers one: HMAC-SHA256 over 保険者番号 and 被保険者番号 with a key that never leaves this machine, 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonRef(pub(crate) String);

/// Where a sent message stands, as its sender sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SentState {
    /// 送信待ち: kept here, on its way at the next opportunity.
    Waiting,
    /// 送信中: the relay knows it, not all of it is there.
    Sending,
    /// 送信済: complete at the relay, offered to the receiver.
    Available,
    /// 受領済: the receiver's receipt is here. Final.
    Taken,
    /// 取消. Final.
    Withdrawn,
    /// 期限切れ. Final.
    Expired,
    /// 受取拒否. Final.
    Rejected,
    /// 送信失敗: it cannot be sent, for a reason that stands beside. Final.
    Failed,
    /// 出力済: written into a folder for another client to send. Final here.
    HandedOver,
}

/// Where a received message stands, as its receiver sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReceivedState {
    /// 受信中: offered by the relay, content not here yet.
    Offered,
    /// 受信済: the sealed content is here.
    Fetched,
    /// 取込中: the host was given the content and has not said yet that it stored it.
    Handed,
    /// 取込済: the host has stored it; the receipt is signed and on its way.
    Acknowledged,
    /// 受領済: the relay has the receipt. Final.
    Taken,
    /// 拒否中: refused here, the relay does not know yet.
    Rejecting,
    /// 受取拒否. Final.
    Rejected,
    /// 取消 by the sender. Final.
    Withdrawn,
    /// 期限切れ. Final.
    Expired,
}

/// For whom a content is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealedFor {
    /// For this office only, because the receiver's certificate was not known; to be sealed anew before it leaves.
    Draft,
    /// For the receiver.
    Receiver,
}

/// A sealed message to keep.
#[derive(Debug, Clone, Copy)]
pub struct NewSealed<'a> {
    /// Whom it is sealed for.
    pub sealed_for: SealedFor,
    /// Sealed content.
    pub content: &'a [u8],
    /// Its SHA-256, lower-case hexadecimal.
    pub content_sha256: &'a str,
    /// Sealed cover.
    pub cover: &'a [u8],
}

/// A message to send.
#[derive(Debug, Clone, Copy)]
pub struct NewSent<'a> {
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
    /// Digest over names and bytes of the files: the same for the same set.
    pub set_digest: &'a str,
    /// Whose data it holds.
    pub persons: &'a [PersonRef],
    /// The message.
    pub sealed: NewSealed<'a>,
    /// State to begin with: `Waiting`, or `HandedOver` for a folder.
    pub state: SentState,
    /// Send it even though the same set is there already.
    pub again: bool,
    /// Now.
    pub at: Timestamp,
}

/// What became of a message to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enqueued {
    /// It is kept.
    New,
    /// The same set is there as this message already; nothing was added.
    Known(Uuid),
}

/// One step of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<S> {
    /// The state that began.
    pub state: S,
    /// When, by this machine's clock or the relay's.
    pub at: Timestamp,
}

/// A sent message as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentRecord {
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
    /// 対象年月.
    pub month: Option<TargetMonth>,
    /// Where it stands.
    pub state: SentState,
    /// Every state so far, oldest first.
    pub history: Vec<Step<SentState>>,
    /// Why it failed, was rejected, or waits: a stable code.
    pub reason: Option<String>,
    /// Attempts so far.
    pub attempts: u32,
    /// When it is tried next.
    pub next_attempt: Option<Timestamp>,
    /// Withdrawal is wanted and not yet done.
    pub withdrawing: bool,
    /// Whom the content is sealed for.
    pub sealed_for: SealedFor,
    /// Size of the sealed content.
    pub size: u64,
    /// Its SHA-256.
    pub sha256: String,
    /// The receiver's signed receipt.
    pub receipt: Option<Vec<u8>>,
    /// Whether the sealed content is still kept.
    pub content_kept: bool,
    /// When it was put here.
    pub created_at: Timestamp,
}

/// What the relay says of a sent message.
#[derive(Debug, Clone, Copy)]
pub struct SentNews<'a> {
    /// Its state there, as ours.
    pub state: SentState,
    /// Steps as the relay knows them, to be merged into the history.
    pub history: &'a [Step<SentState>],
    /// Reason of a rejection.
    pub reason: Option<&'a str>,
    /// The receipt, verified by the caller.
    pub receipt: Option<&'a [u8]>,
    /// Now.
    pub at: Timestamp,
}

/// A received message as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedRecord {
    /// Made by the sender.
    pub id: Uuid,
    /// Who sent it, as the relay says.
    pub sender: OfficeNumber,
    /// Stamp of the set.
    pub stamp: Stamp,
    /// Size of the sealed content.
    pub size: u64,
    /// Its SHA-256.
    pub sha256: String,
    /// Kind of set, once it was handed over.
    pub set: Option<SetKind>,
    /// 対象年月, once it was handed over.
    pub month: Option<TargetMonth>,
    /// Where it stands.
    pub state: ReceivedState,
    /// Every state so far, oldest first.
    pub history: Vec<Step<ReceivedState>>,
    /// Why it is rejected, or not fetched yet: a stable code.
    pub reason: Option<String>,
    /// Attempts so far to fetch it or hand in its receipt.
    pub attempts: u32,
    /// When it is tried next.
    pub next_attempt: Option<Timestamp>,
    /// What a receipt is about, once it was handed over (JSON of `envelope::Taken`).
    pub taken: Option<String>,
    /// This office's signed receipt.
    pub receipt: Option<Vec<u8>>,
    /// Whether the sealed content is still kept.
    pub content_kept: bool,
}

/// What the relay says of a message for this office.
#[derive(Debug, Clone, Copy)]
pub struct ReceivedNews<'a> {
    /// Made by the sender.
    pub id: Uuid,
    /// Who sent it.
    pub sender: OfficeNumber,
    /// Stamp of the set.
    pub stamp: Stamp,
    /// Size of the sealed content.
    pub size: u64,
    /// Its SHA-256.
    pub sha256: &'a str,
    /// Sealed cover.
    pub cover: &'a [u8],
    /// `Offered`, or a final state.
    pub state: ReceivedState,
    /// Now.
    pub at: Timestamp,
}

/// What is noted when the host is given a content.
#[derive(Debug, Clone, Copy)]
pub struct Handed<'a> {
    /// JSON of `envelope::Taken`.
    pub taken: &'a str,
    /// Kind of set.
    pub set: SetKind,
    /// 対象年月.
    pub month: Option<TargetMonth>,
    /// Whose data it holds.
    pub persons: &'a [PersonRef],
}

/// Sealed content and cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSealed {
    /// Sealed content; empty where it is not kept (any more, or yet).
    pub content: Vec<u8>,
    /// Sealed cover.
    pub cover: Vec<u8>,
}

/// Which messages a list shows. Everything that is given must fit.
#[derive(Debug, Clone, Default)]
pub struct ListQuery {
    /// The other office.
    pub partner: Option<OfficeNumber>,
    /// 対象年月.
    pub month: Option<TargetMonth>,
    /// Whose data it holds.
    pub person: Option<PersonRef>,
    /// Only these states, as their texts; all when empty.
    pub states: Vec<String>,
    /// Kind of set.
    pub set: Option<SetKind>,
    /// From this time on.
    pub since: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
    /// At most so many; 0 for all.
    pub limit: u32,
    /// Leave out so many.
    pub offset: u32,
}

/// The two lists of an office at the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// 送信済.
    Sent,
    /// 受信.
    Received,
}

/// A change of state, as it is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// Place in the order of events, from 1.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Which message.
    pub message: Uuid,
    /// What began.
    pub change: EventChange,
}

/// What began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventChange {
    /// Of a sent message.
    Sent(SentState),
    /// Of a received message.
    Received(ReceivedState),
}

/// Something that was done with persons' data.
#[derive(Debug, Clone, Copy)]
pub struct NewLogEntry<'a> {
    /// When.
    pub at: Timestamp,
    /// Who: the host's own name of its user, as the host gave it; or the office.
    pub actor: &'a str,
    /// What was done: a stable word such as `send`, `take`, `acknowledge`, `open_sent`, `export_log`.
    pub operation: &'a str,
    /// On which message.
    pub message: Option<Uuid>,
    /// Whose data.
    pub persons: &'a [PersonRef],
    /// `ok`, or a stable code of the error.
    pub outcome: &'a str,
}

/// An entry of the access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// From 1, without a gap.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What was done.
    pub operation: String,
    /// On which message.
    pub message: Option<Uuid>,
    /// Whose data.
    pub persons: Vec<PersonRef>,
    /// How it ended.
    pub outcome: String,
    /// SHA-256 over the entry and the hash of the one before.
    pub hash: String,
}

/// Which entries of the access log.
#[derive(Debug, Clone, Default)]
pub struct LogQuery {
    /// Behind this one.
    pub after: u64,
    /// At most so many; 0 for all.
    pub limit: u32,
    /// About this person.
    pub person: Option<PersonRef>,
    /// From this time on.
    pub since: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
}

/// The end of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogHead {
    /// Number of entries.
    pub entries: u64,
    /// Hash of the last one.
    pub hash: String,
}

/// What is wrong with an exported log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LogFault {
    /// The entry of this number does not follow from the one before, or was changed.
    #[error("entry {0} of the access log was changed")]
    Changed(u64),
    /// The line of this number is no entry.
    #[error("line {0} is no entry of an access log")]
    Form(u64),
    /// It ends before what its last line says.
    #[error("the access log was cut off")]
    CutOff,
}

/// Part of a content that is being fetched, in a file.
#[derive(Debug)]
pub struct PartialFile {}

/// What was let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CleanedUp {
    /// Contents.
    pub contents: u64,
    /// Messages.
    pub messages: u64,
}
