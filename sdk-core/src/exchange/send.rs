//! 送信: a set becomes a message in the store. The way there is for [`super::outbox`].

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::access_log::entry;
use super::error::ExchangeError;
use super::office::Office;
use super::persons::{month, persons, set_digest};
use crate::envelope::{Sealed, seal};
use crate::message::{Cover, MessageSet, Parcel};
use crate::number::OfficeNumber;
use crate::relay::wire::DirectoryEntry;
use crate::store::{Enqueued, EventChange, NewSealed, NewSent, SealedFor, SentState, StoreError};

/// For so long what the relay said of an office is relied on.
const ENTRY_HOLDS: SignedDuration = SignedDuration::from_hours(24);

/// 件名 and 本文: the sender's own words, which only the receiver can read. Debug shows neither.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// 件名.
    pub subject: String,
    /// 本文.
    pub text: String,
}

impl Letter {
    /// A letter.
    pub fn new(subject: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            text: text.into(),
        }
    }
}

impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter").finish_non_exhaustive()
    }
}

/// What became of a set to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SendOutcome {
    /// The message.
    pub id: Uuid,
    /// Whether it was made now; false where the same set was there as this message already.
    pub new: bool,
    /// Where it stands: a set that was written into a folder is handed over, one for a relay waits until the next pass.
    pub state: SentState,
}

impl Office {
    /// Sends a set: when this returns, the message is safely in the store, and goes on its way with the next [`Office::sync`]
    /// or a [`super::Worker`], whatever dies in between. It needs no network.
    ///
    /// The same set again (same files, byte for byte) is the message that is there, unless that one failed, was withdrawn,
    /// has expired or was rejected: a host that died after this call may repeat it and doubles nothing. Other files under the
    /// same stamp are refused: receivers tell exports apart by their stamps.
    pub fn send(&self, set: &MessageSet, letter: &Letter) -> Result<SendOutcome, ExchangeError> {
        self.put(set, letter, false)
    }

    /// Sends a set as a new message even though it was sent before.
    pub fn send_again(
        &self,
        set: &MessageSet,
        letter: &Letter,
    ) -> Result<SendOutcome, ExchangeError> {
        self.put(set, letter, true)
    }

    fn put(
        &self,
        set: &MessageSet,
        letter: &Letter,
        again: bool,
    ) -> Result<SendOutcome, ExchangeError> {
        self.check_sender(set.sender().number)?;
        if let Some(carrier) = self.carrier() {
            return self.put_in_folder(carrier, set, letter, again);
        }
        let cover = Cover::new(set, &letter.subject, &letter.text);
        let files: Vec<_> = set
            .documents()
            .iter()
            .map(|checked| (&**checked.document().name(), checked.document().bytes()))
            .collect();
        self.check_clock()?;
        let (sealed_for, sealed) = self.seal_now(&cover, &files)?;
        let persons = persons(&self.store, set.documents())?;
        let message = NewSent {
            id: cover.id,
            sender: set.sender(),
            receiver: set.receiver(),
            stamp: set.stamp(),
            set: set.kind(),
            month: month(set.documents()),
            set_digest: &set_digest(&cover.files),
            persons: &persons,
            sealed: NewSealed {
                sealed_for,
                content: &sealed.content,
                content_sha256: &sealed.content_sha256,
                cover: &sealed.cover,
            },
            state: SentState::Waiting,
            again,
            at: Timestamp::now(),
        };
        let outcome = self.keep(&message)?;
        self.bell.ring();
        self.tell_events();
        Ok(outcome)
    }

    /// Puts a message into the store, and its entry into the access log: after an error there is no message that would be sent.
    pub(super) fn keep(&self, message: &NewSent<'_>) -> Result<SendOutcome, ExchangeError> {
        let actor = self.actor();
        self.store.together(|changes| {
            let (id, new) = match changes.enqueue(message)? {
                Enqueued::New => (message.id, true),
                Enqueued::Known(id) => (id, false),
                Enqueued::StampUsed(message) => return Err(ExchangeError::StampUsed { message }),
            };
            let outcome = if new { "ok" } else { "known" };
            changes.log(&entry(&actor, "send", Some(id), message.persons, outcome))?;
            let state = changes.sent_state(id)?.unwrap_or(message.state);
            Ok(SendOutcome { id, new, state })
        })
    }

    fn check_sender(&self, sender: OfficeNumber) -> Result<(), ExchangeError> {
        if sender == self.number() {
            Ok(())
        } else {
            Err(ExchangeError::NotSender {
                sender,
                office: self.number(),
            })
        }
    }

    /// Sealed for the receiver where what the relay said of it is here and fresh; else a draft. Whether something is wrong
    /// with the receiver is for the relay to say when the message is on its way, not for a memory of yesterday.
    fn seal_now(
        &self,
        cover: &Cover,
        files: &[(&str, &[u8])],
    ) -> Result<(SealedFor, Sealed), ExchangeError> {
        let receiver = cover.receivers.first().map(|to| to.number);
        let entry = receiver.and_then(|receiver| self.fresh_entry(receiver));
        if let Some(entry) = entry
            && let Ok(sealed) = self.seal_for(&entry, cover, files)
        {
            return Ok((SealedFor::Receiver, sealed));
        }
        Ok((SealedFor::Draft, self.seal_draft(cover, files)?))
    }

    fn fresh_entry(&self, office: OfficeNumber) -> Option<DirectoryEntry> {
        // A memory that cannot be read is none.
        let (json, at) = self.store.directory(office).ok().flatten()?;
        let age = Timestamp::now().duration_since(at);
        let is_fresh = (SignedDuration::ZERO..ENTRY_HOLDS).contains(&age);
        is_fresh.then(|| serde_json::from_str(&json).ok()).flatten()
    }

    /// Signs and seals for the receiver, and for this office itself.
    pub(super) fn seal_for(
        &self,
        entry: &DirectoryEntry,
        cover: &Cover,
        files: &[(&str, &[u8])],
    ) -> Result<Sealed, ExchangeError> {
        let recipients = self.certificates(entry)?;
        Ok(seal(
            &self.papers()?.identities,
            &self.papers()?.trust,
            &recipients,
            cover,
            files,
        )?)
    }

    /// A draft is a parcel from this office to itself, with the id, words and files of the message. Nobody else can open it,
    /// and what is inside is no message of the standard: were it to leave by mistake, every receiver would refuse it.
    fn seal_draft(&self, cover: &Cover, files: &[(&str, &[u8])]) -> Result<Sealed, ExchangeError> {
        let own = self.number();
        let parcel = Parcel {
            id: cover.id,
            subject: cover.subject.clone(),
            text: cover.text.clone(),
            created_at: cover.created_at,
            software: cover.software.clone(),
            ..Parcel::new(own, vec![own], cover.files.clone())
        };
        let recipients = [self
            .papers()?
            .identities
            .signer(self.papers()?.trust.now())
            .certificate()
            .clone()];
        Ok(seal(
            &self.papers()?.identities,
            &self.papers()?.trust,
            &recipients,
            &parcel,
            files,
        )?)
    }

    /// Takes a message back, as long as its receiver has not taken it. One that has not left is withdrawn at once; another
    /// one when the relay agrees, which the next [`Office::sync`] asks for.
    pub fn withdraw(&self, id: Uuid) -> Result<(), ExchangeError> {
        let persons = self.store.sent_persons(id)?;
        let want = || {
            self.logged("withdraw", id, &persons, |changes| {
                changes.want_withdrawal(id, Timestamp::now()).map(drop)
            })
        };
        let wanted = match self.carrier() {
            Some(carrier) => carrier.withdraw(&self.store, id, want),
            None => want(),
        };
        self.bell.ring();
        self.tell_events();
        match wanted {
            Err(ExchangeError::Store(StoreError::WrongState)) => Err(self.wrong_sent_state(id)),
            wanted => wanted,
        }
    }

    fn wrong_sent_state(&self, id: Uuid) -> ExchangeError {
        match self.store.sent(id) {
            Ok(Some(record)) => ExchangeError::WrongState {
                state: EventChange::Sent(record.state),
            },
            Ok(None) => StoreError::UnknownMessage.into(),
            Err(error) => error.into(),
        }
    }
}
