use std::fmt;

use jiff::Timestamp;
use uuid::Uuid;

use super::person::PersonRef;
use super::state::{ReceivedState, SentState};
use crate::layout::SetKind;
use crate::number::{Address, OfficeNumber, Stamp, TargetMonth};

/// For whom a content is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealedFor {
    /// For this office only, because the receiver's certificate was not known; to be sealed anew before it leaves.
    Draft,
    /// For the receiver.
    Receiver,
}

/// A sealed message to keep.
#[derive(Clone, Copy)]
pub struct NewSealed<'a> {
    /// Whom it is sealed for.
    pub sealed_for: SealedFor,
    /// Sealed content; empty where none is to be kept.
    pub content: &'a [u8],
    /// Its SHA-256, lower-case hexadecimal.
    pub content_sha256: &'a str,
    /// Sealed cover.
    pub cover: &'a [u8],
}

/// A message to send.
#[derive(Clone, Copy)]
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
    /// State to begin with: `Waiting`, or `HandedOver` for a folder; another one is [`StoreError::WrongState`](super::StoreError::WrongState).
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
    /// A set of the same kind, month and stamp went to the same receiver as this message, with other files; nothing was added.
    StampUsed(Uuid),
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
#[derive(Clone, PartialEq, Eq)]
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
    /// Attempts that failed since the relay last said something new of it.
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
#[derive(Clone, Copy)]
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
#[derive(Clone, PartialEq, Eq)]
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
    /// Attempts that failed, to fetch it or to hand in its receipt or rejection, whichever is going on.
    pub attempts: u32,
    /// When it is tried next.
    pub next_attempt: Option<Timestamp>,
    /// What a receipt is about, once it was handed over (JSON of `envelope::Taken`).
    pub taken: Option<String>,
    /// This office's signed receipt.
    pub receipt: Option<Vec<u8>>,
    /// Whether the sealed content is kept.
    pub content_kept: bool,
    /// When it was first heard of here.
    pub created_at: Timestamp,
}

/// What the relay says of a message for this office.
#[derive(Clone, Copy)]
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
    /// `Offered`, or a final state; others are the receiver's own and change nothing.
    pub state: ReceivedState,
    /// Now.
    pub at: Timestamp,
}

/// What is noted when the host is given a content.
#[derive(Clone, Copy)]
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
#[derive(Clone, PartialEq, Eq)]
pub struct StoredSealed {
    /// Sealed content; empty where it is not kept (any more, or yet).
    pub content: Vec<u8>,
    /// Sealed cover.
    pub cover: Vec<u8>,
}

/// Which messages a list shows. Everything that is given must fit. The default is everything: sent messages newest first,
/// received ones by their stamps, oldest first (the order in which they are to be taken in).
#[derive(Debug, Clone)]
pub struct ListQuery<S> {
    /// The other office.
    pub partner: Option<OfficeNumber>,
    /// 対象年月.
    pub month: Option<TargetMonth>,
    /// Whose data it holds.
    pub person: Option<PersonRef>,
    /// Only these states; all when empty.
    pub states: Vec<S>,
    /// Kind of set.
    pub set: Option<SetKind>,
    /// Put here at this time or later.
    pub since: Option<Timestamp>,
    /// Put here before this time.
    pub until: Option<Timestamp>,
    /// Which come first.
    pub order: Order,
    /// At most so many; 0 for all.
    pub limit: u32,
    /// Leave out so many.
    pub offset: u32,
}

/// Which sent messages a list shows.
pub type SentQuery = ListQuery<SentState>;
/// Which received messages a list shows.
pub type ReceivedQuery = ListQuery<ReceivedState>;

/// Order of a list: sent messages by the time at which they were put here, received ones by their stamps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// 新しい順.
    NewestFirst,
    /// 古い順.
    OldestFirst,
}

impl<S> ListQuery<S> {
    fn all(order: Order) -> Self {
        Self {
            partner: None,
            month: None,
            person: None,
            states: Vec::new(),
            set: None,
            since: None,
            until: None,
            order,
            limit: 0,
            offset: 0,
        }
    }
}

impl Default for SentQuery {
    fn default() -> Self {
        Self::all(Order::NewestFirst)
    }
}

impl Default for ReceivedQuery {
    fn default() -> Self {
        Self::all(Order::OldestFirst)
    }
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

/// What was let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CleanedUp {
    /// Contents.
    pub contents: u64,
    /// Messages.
    pub messages: u64,
    /// Copies of contents beside the store's database.
    pub copies: u64,
}

/// How many messages stand where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Sent messages, in the order of [`SentState::ALL`]; states without any are left out.
    pub sent: Vec<(SentState, u64)>,
    /// Received messages, in the order of [`ReceivedState::ALL`]; states without any are left out.
    pub received: Vec<(ReceivedState, u64)>,
    /// Since when the oldest message that has not left waits.
    pub oldest_waiting: Option<Timestamp>,
}

/// `Debug` that tells which message it is and where it stands: what is sealed, receipts and reasons are not for a log.
macro_rules! debug_of {
    ($type:ty: $($field:ident),+) => {
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($type))
                    $(.field(stringify!($field), &self.$field))+
                    .finish_non_exhaustive()
            }
        }
    };
}
debug_of!(NewSealed<'_>: sealed_for, content_sha256);
debug_of!(NewSent<'_>: id, receiver, stamp, set, sealed, state, again);
debug_of!(SentRecord: id, receiver, stamp, set, state, history, attempts, next_attempt, withdrawing, sealed_for, content_kept);
debug_of!(SentNews<'_>: state, history, at);
debug_of!(ReceivedRecord: id, sender, stamp, state, history, attempts, next_attempt, content_kept);
debug_of!(ReceivedNews<'_>: id, sender, stamp, size, state, at);
debug_of!(Handed<'_>: set, month);

impl fmt::Debug for StoredSealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredSealed")
            .field("content_bytes", &self.content.len())
            .field("cover_bytes", &self.cover.len())
            .finish()
    }
}
