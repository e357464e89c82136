use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{Carried, Carrier, sent_cover, to_bytes};
use crate::exchange::folder::FolderTransport;
use crate::exchange::{ExchangeError, SendOutcome};
use crate::message::{Cover, MessageSet};
use crate::number::TargetMonth;
use crate::store::{NewSealed, NewSent, PersonRef, SealedFor, SentNews, SentState, Store};

/// After so long a set that lies half-way is tried again.
const TRY_AGAIN: SignedDuration = SignedDuration::from_mins(1);

/// A set that was never written: the process died before, and the caller never heard that it was sent.
const INTERRUPTED: &str = "interrupted";

/// What the index of the store says of a set.
pub(in crate::exchange) struct About<'a> {
    /// Digest over names and bytes.
    pub(in crate::exchange) set_digest: &'a str,
    /// 対象年月.
    pub(in crate::exchange) month: Option<TargetMonth>,
    /// Whose data it holds.
    pub(in crate::exchange) persons: &'a [PersonRef],
}

impl Carrier {
    /// Writes a set into the folder for upload, and notes that. The same set again is the message that is there; `again` makes
    /// a new one.
    ///
    /// It is there, or safely on its way there, when this returns without an error. `keep` puts it into the store.
    pub(in crate::exchange) fn send(
        &self,
        store: &Store,
        set: &MessageSet,
        about: &About<'_>,
        again: bool,
        keep: impl FnOnce(&NewSent<'_>) -> Result<SendOutcome, ExchangeError>,
    ) -> Result<SendOutcome, ExchangeError> {
        let _one_at_a_time = self.sending();
        let cover = Cover::new(set, "", "");
        let message = NewSent {
            id: cover.id,
            sender: set.sender(),
            receiver: set.receiver(),
            stamp: set.stamp(),
            set: set.kind(),
            month: about.month,
            set_digest: about.set_digest,
            persons: about.persons,
            sealed: NewSealed {
                sealed_for: SealedFor::Receiver,
                content: &[],
                content_sha256: about.set_digest,
                cover: &to_bytes(&cover)?,
            },
            state: SentState::Waiting,
            again,
            at: Timestamp::now(),
        };
        let kept = keep(&message)?;
        if kept.state == SentState::Waiting {
            self.write(store, set, kept.id)?;
        }
        let state = store
            .sent(kept.id)?
            .map_or(kept.state, |record| record.state);
        Ok(SendOutcome { state, ..kept })
    }

    fn write(&self, store: &Store, set: &MessageSet, id: Uuid) -> Result<(), ExchangeError> {
        match self.transport.deliver(set) {
            Ok(delivered) => self.note_delivered(store, id, delivered.id),
            Err(error) => {
                let error = ExchangeError::from(error);
                let set = set_id(store, id)?;
                match set.is_some_and(|set| self.transport.is_under_way(set)) {
                    // All of it is on the disk beside the folder, and the next pass completes it.
                    true => store.postpone(id, error.code(), Timestamp::now() + TRY_AGAIN)?,
                    false => store.fail(id, error.code(), Timestamp::now())?,
                }
                Err(error)
            }
        }
    }

    fn note_delivered(&self, store: &Store, id: Uuid, set: Uuid) -> Result<(), ExchangeError> {
        let news = SentNews {
            state: SentState::HandedOver,
            history: &[],
            reason: None,
            receipt: None,
            at: Timestamp::now(),
        };
        store.apply_sent(id, &news)?;
        // What is left of it beside the folder only says that it was written.
        let _ = self.transport.confirm(set);
        Ok(())
    }

    /// Takes a set back that does not lie in the folder yet; `want` notes that it is wanted.
    pub(in crate::exchange) fn withdraw(
        &self,
        store: &Store,
        id: Uuid,
        want: impl FnOnce() -> Result<(), ExchangeError>,
    ) -> Result<(), ExchangeError> {
        let _one_at_a_time = self.sending();
        // One that lies half-way is completed, and cannot be taken back any more.
        if let Some(set) = set_id(store, id)?
            && self.transport.recover()?.contains(&set)
        {
            self.note_delivered(store, id, set)?;
        }
        want()
    }

    /// Every set that waits was left by a process that died: it is completed, or has failed.
    pub(super) fn settle_sent(
        &self,
        store: &Store,
        carried: &mut Carried,
    ) -> Result<(), ExchangeError> {
        let _one_at_a_time = self.sending();
        let waiting = store.due(Timestamp::MAX)?;
        if waiting.is_empty() {
            return Ok(());
        }
        let done: HashSet<Uuid> = self.transport.recover()?.into_iter().collect();
        for record in waiting {
            // One for a relay waits until the profile names that again.
            let Some(set) = set_id(store, record.id)? else {
                continue;
            };
            if done.contains(&set) {
                self.note_delivered(store, record.id, set)?;
                carried.handed_over += 1;
            } else if self.transport.is_under_way(set) {
                // Another file has its name now. It is told when the set is sent again, or when that file is gone.
                let (code, later) = ("file_differs", Timestamp::now() + TRY_AGAIN);
                store.postpone(record.id, code, later)?;
            } else {
                store.fail(record.id, INTERRUPTED, Timestamp::now())?;
                carried.failed += 1;
            }
        }
        Ok(())
    }
}

fn set_id(store: &Store, id: Uuid) -> Result<Option<Uuid>, ExchangeError> {
    let cover = sent_cover(store, id)?;
    Ok(cover.as_ref().map(FolderTransport::id_of))
}
