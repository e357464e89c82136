//! 送信: what waits, what is on its way, what became of it.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use uuid::Uuid;

use super::column::micros;
use super::message::{self, Current};
use super::{
    Changes, Enqueued, List, NewSealed, NewSent, PersonRef, SealedFor, SentNews, SentRecord,
    SentState, Step, Store, StoreError, StoredSealed, gone, list, notes,
};

type Sent = Current<SentState>;

/// When a backup was put back, as RFC 3339; written by [`Store::restore`].
pub(super) const RESTORED_AT: &str = "restored_at";

impl Store {
    /// Keeps a message for sending. The same set again (same receiver, stamp and `set_digest`; not failed, rejected,
    /// expired, withdrawn or about to be) is the message that is there already, unless `again` is given; and one with other
    /// files but the same kind, month and stamp is told from it by nobody. The same id again is the same message, where
    /// receiver, stamp and set are the same; else [`StoreError::WrongState`].
    pub fn enqueue(&self, message: &NewSent<'_>) -> Result<Enqueued, StoreError> {
        self.together(|changes| changes.enqueue(message))
    }

    /// Replaces a content that is sealed for this office only ([`SealedFor::Draft`]) by one for the receiver; only while
    /// the message is `Waiting`.
    pub fn reseal(&self, id: Uuid, sealed: &NewSealed<'_>) -> Result<(), StoreError> {
        self.change(|transaction| {
            let current = Sent::find(transaction, id)?;
            if current.state != SentState::Waiting || !current.draft {
                return Err(StoreError::WrongState);
            }
            transaction
                .prepare_cached(
                    "UPDATE messages SET draft = ?, size = ?, sha256 = ?, content_kept = ? WHERE key = ?",
                )?
                .execute(params![
                    sealed.sealed_for == SealedFor::Draft,
                    size_of(sealed),
                    sealed.content_sha256,
                    !sealed.content.is_empty(),
                    current.key
                ])?;
            keep_sealed(transaction, current.key, sealed)
        })
    }

    /// Messages that must be worked on now: to be sent or withdrawn, next attempt due; oldest first.
    pub fn due(&self, now: Timestamp) -> Result<Vec<SentRecord>, StoreError> {
        self.read(|connection| list::due(connection, now))
    }

    /// A sent message.
    pub fn sent(&self, id: Uuid) -> Result<Option<SentRecord>, StoreError> {
        self.read(|connection| list::one(connection, id))
    }

    /// Sealed content and cover of a sent message, while they are kept.
    pub fn sent_sealed(&self, id: Uuid) -> Result<Option<StoredSealed>, StoreError> {
        self.read(|connection| message::sealed::<SentState>(connection, id))
    }

    /// Sealed cover of a sent message: the content is not read.
    pub fn sent_cover(&self, id: Uuid) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|connection| message::cover::<SentState>(connection, id))
    }

    /// Whose data a sent message holds, for the access log.
    pub fn sent_persons(&self, id: Uuid) -> Result<Vec<PersonRef>, StoreError> {
        self.read(|connection| message::persons::<SentState>(connection, id))
    }

    /// An attempt begins: the state becomes `Sending`, which it may be already. Never with a content that is not sealed for
    /// the receiver, nor with what is to be withdrawn.
    pub fn begin_attempt(&self, id: Uuid, now: Timestamp) -> Result<(), StoreError> {
        self.change(|transaction| begin_attempt(transaction, id, now))
    }

    /// The same for several, as one write. Gives those that are `Sending` now: others went another way meanwhile.
    pub fn begin_attempts(&self, ids: &[Uuid], now: Timestamp) -> Result<Vec<Uuid>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        self.change(|transaction| {
            let mut begun = Vec::new();
            for id in ids {
                match begin_attempt(transaction, *id, now) {
                    Ok(()) => begun.push(*id),
                    Err(StoreError::WrongState | StoreError::UnknownMessage) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(begun)
        })
    }

    /// The relay has another content under this id: it was brought before this store was put back to a backup that had only
    /// a draft of it, and that one counts. What is here of it is not what was sent, and goes.
    pub fn adopt(&self, id: Uuid, size: u64, sha256: &str) -> Result<(), StoreError> {
        self.change(|transaction| {
            let current = Sent::find(transaction, id)?;
            if !matches!(current.state, SentState::Waiting | SentState::Sending) {
                return Err(StoreError::WrongState);
            }
            transaction
                .prepare_cached(
                    "UPDATE messages SET draft = 0, size = ?, sha256 = ?, content_kept = 0 WHERE key = ?",
                )?
                .execute(params![super::column::number(size), sha256, current.key])?;
            transaction
                .prepare_cached("UPDATE sealed SET content = NULL WHERE message = ?")?
                .execute([current.key])?;
            Ok(())
        })
    }

    /// The lists are those of another relay, or of one that was set back to an earlier time: they are followed from the
    /// beginning. Where there was one `before`, everything that it should offer is due, to be looked for, until
    /// [`Store::settle_sent`]. `note` is kept with that, under a name of the caller's.
    pub fn begin_lists_anew(
        &self,
        before: bool,
        note: Option<(&str, &str)>,
    ) -> Result<(), StoreError> {
        self.change(|transaction| {
            notes::keep_cursor(transaction, List::Sent, 0)?;
            notes::keep_cursor(transaction, List::Received, 0)?;
            if let Some((name, text)) = note {
                notes::set(transaction, &notes::note_name(name), text)?;
            }
            if !before {
                return Ok(());
            }
            transaction
                .prepare_cached(
                    "UPDATE messages SET due_at = 0, attempts = 0
                     WHERE direction = 'sent' AND state = 'available' AND due_at IS NULL",
                )?
                .execute([])?;
            Ok(())
        })
    }

    /// The relay has it as it is here: what was due beyond its state ([`Store::begin_lists_anew`],
    /// [`Store::apply_sent_page`]) is done.
    pub fn settle_sent(&self, id: Uuid) -> Result<(), StoreError> {
        self.change(|transaction| Sent::find(transaction, id)?.settle(transaction))
    }

    /// Something failed; the message is worked on again at `next`, its state stays. `code` is a stable code of ours, never
    /// a text. Nothing in a state in which nothing is to be done.
    pub fn postpone(&self, id: Uuid, code: &str, next: Timestamp) -> Result<(), StoreError> {
        self.change(|transaction| Sent::find(transaction, id)?.postpone(transaction, code, next))
    }

    /// It cannot be sent, for good: state `Failed` with the code. Final, so the caller has made sure that the relay does
    /// not offer it.
    pub fn fail(&self, id: Uuid, code: &str, now: Timestamp) -> Result<(), StoreError> {
        self.change(|transaction| {
            let mut current = Sent::find(transaction, id)?;
            match current.state {
                SentState::Failed => Ok(()),
                _ => current.advance(transaction, step(SentState::Failed, now), Some(code), now),
            }
        })
    }

    /// Notes what the relay (or the folder) says of a sent message. Never goes back, and never from a final state; a
    /// repetition changes nothing. A receipt is kept even where the state is final already; the first one stays. True
    /// when something changed.
    pub fn apply_sent(&self, id: Uuid, news: &SentNews<'_>) -> Result<bool, StoreError> {
        self.change(|transaction| apply(transaction, id, news))
    }

    /// Notes a page of the relay's list and the cursor behind it, all or nothing, as one write. Messages that are not known
    /// here are left out. Those of `end_again` ended here without the relay: they are due, to be withdrawn, until
    /// [`Store::settle_sent`]. Gives the ids of those that changed.
    pub fn apply_sent_page(
        &self,
        page: &[(Uuid, SentNews<'_>)],
        end_again: &[Uuid],
        cursor: u64,
    ) -> Result<Vec<Uuid>, StoreError> {
        self.change_soon(|transaction| {
            for id in end_again {
                transaction
                    .prepare_cached(
                        "UPDATE messages SET withdrawing = 1, due_at = 0, attempts = 0
                         WHERE direction = 'sent' AND id = ? AND state IN ('withdrawn', 'failed') AND due_at IS NULL",
                    )?
                    .execute([id.as_bytes()])?;
            }
            let mut changed = Vec::new();
            for (id, news) in page {
                match apply(transaction, *id, news) {
                    Ok(true) => changed.push(*id),
                    Ok(false) | Err(StoreError::UnknownMessage) => {}
                    Err(error) => return Err(error),
                }
            }
            notes::keep_cursor(transaction, List::Sent, cursor)?;
            Ok(changed)
        })
    }

    /// Withdrawal is wanted: one that has not left becomes `Withdrawn` at once; others, and those that may have left before
    /// this store was put back to a backup, are due, with `withdrawing`, until
    /// [`Store::apply_sent`] says what came of it. [`StoreError::WrongState`] where another end has come already.
    pub fn want_withdrawal(&self, id: Uuid, now: Timestamp) -> Result<SentRecord, StoreError> {
        self.together(|changes| changes.want_withdrawal(id, now))
    }
}

impl Changes<'_> {
    /// [`Store::enqueue`].
    pub fn enqueue(&self, message: &NewSent<'_>) -> Result<Enqueued, StoreError> {
        if !matches!(message.state, SentState::Waiting | SentState::HandedOver) {
            return Err(StoreError::WrongState);
        }
        if let Some(same_set) = find_id(self.0, message)? {
            return match same_set {
                true => Ok(Enqueued::Known(message.id)),
                false => Err(StoreError::WrongState),
            };
        }
        if !message.again {
            if let Some(known) = find_set(self.0, message)? {
                return Ok(Enqueued::Known(known));
            }
            if let Some(known) = gone::sent_set(self.0, message)? {
                return Ok(Enqueued::Known(known));
            }
            if let Some(other) = find_stamp(self.0, message)? {
                return Ok(Enqueued::StampUsed(other));
            }
        }
        insert(self.0, message).map(|()| Enqueued::New)
    }

    /// [`Store::want_withdrawal`].
    pub fn want_withdrawal(&self, id: Uuid, now: Timestamp) -> Result<SentRecord, StoreError> {
        let mut current = Sent::find(self.0, id)?;
        match current.state {
            SentState::Waiting if !was_restored_since(self.0, current.key)? => {
                current.advance(self.0, step(SentState::Withdrawn, now), None, now)?;
            }
            SentState::Waiting | SentState::Sending | SentState::Available => {
                self.0
                    .prepare_cached(
                        "UPDATE messages SET withdrawing = 1, due_at = 0, attempts = 0
                         WHERE key = ? AND withdrawing = 0",
                    )?
                    .execute([current.key])?;
            }
            SentState::Withdrawn => {}
            _ => return Err(StoreError::WrongState),
        }
        list::one(self.0, id)?.ok_or(StoreError::UnknownMessage)
    }
}

/// Whether a message with this id is about the same set; none where there is no such id.
fn find_id(connection: &Connection, message: &NewSent<'_>) -> Result<Option<bool>, StoreError> {
    let same = connection
        .prepare_cached(
            "SELECT receiver = ? AND stamp = ? AND set_digest = ? AS same
             FROM messages WHERE direction = 'sent' AND id = ?",
        )?
        .query_row(
            params![
                message.receiver.to_string(),
                message.stamp.as_str(),
                message.set_digest,
                message.id.as_bytes()
            ],
            |row| row.get("same"),
        )
        .optional()?;
    Ok(same)
}

/// The latest message that brings the same set to the same receiver, or has brought it.
fn find_set(connection: &Connection, message: &NewSent<'_>) -> Result<Option<Uuid>, StoreError> {
    let known = connection
        .prepare_cached(
            "SELECT id FROM messages
             WHERE set_digest = ? AND direction = 'sent' AND receiver = ? AND stamp = ? AND withdrawing = 0
               AND state NOT IN ('failed', 'withdrawn', 'expired', 'rejected')
             ORDER BY key DESC LIMIT 1",
        )?
        .query_row(
            params![
                message.set_digest,
                message.receiver.to_string(),
                message.stamp.as_str()
            ],
            |row| row.get("id").map(Uuid::from_bytes),
        )
        .optional()?;
    Ok(known)
}

/// The latest message that brings other files under the same stamp to the same receiver, or has brought them.
fn find_stamp(connection: &Connection, message: &NewSent<'_>) -> Result<Option<Uuid>, StoreError> {
    let other = connection
        .prepare_cached(
            "SELECT id FROM messages
             WHERE partner = ? AND direction = 'sent' AND receiver = ? AND stamp = ? AND set_kind = ? AND month IS ?
               AND set_digest <> ? AND withdrawing = 0
               AND state NOT IN ('failed', 'withdrawn', 'expired', 'rejected')
             ORDER BY key DESC LIMIT 1",
        )?
        .query_row(
            params![
                message.receiver.number.as_str(),
                message.receiver.to_string(),
                message.stamp.as_str(),
                message.set.ident(),
                message.month.map(|month| month.to_string()),
                message.set_digest,
            ],
            |row| row.get("id").map(Uuid::from_bytes),
        )
        .optional()?;
    Ok(other)
}

fn insert(transaction: &Transaction<'_>, message: &NewSent<'_>) -> Result<(), StoreError> {
    let (state, at) = (message.state, micros(message.at));
    transaction
        .prepare_cached(
            "INSERT INTO messages (direction, id, sender, receiver, partner, stamp, set_kind, month, set_digest, state,
                 due_at, draft, size, sha256, content_kept, place, created_at, final_at)
             VALUES ('sent', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            message.id.as_bytes(),
            message.sender.to_string(),
            message.receiver.to_string(),
            message.receiver.number.as_str(),
            message.stamp.as_str(),
            message.set.ident(),
            message.month.map(|month| month.to_string()),
            message.set_digest,
            state.as_str(),
            (!state.is_final()).then_some(0),
            message.sealed.sealed_for == SealedFor::Draft,
            size_of(&message.sealed),
            message.sealed.content_sha256,
            !message.sealed.content.is_empty(),
            at,
            at,
            state.is_final().then_some(at),
        ])?;
    let key = transaction.last_insert_rowid();
    message::add_step(transaction, key, step(state, message.at))?;
    message::add_persons(transaction, key, message.persons)?;
    keep_sealed(transaction, key, &message.sealed)
}

fn keep_sealed(
    connection: &Connection,
    key: i64,
    sealed: &NewSealed<'_>,
) -> Result<(), StoreError> {
    let content = Some(sealed.content).filter(|content| !content.is_empty());
    connection
        .prepare_cached("INSERT OR REPLACE INTO sealed (message, cover, content) VALUES (?, ?, ?)")?
        .execute(params![key, sealed.cover, content])?;
    Ok(())
}

fn begin_attempt(
    transaction: &Transaction<'_>,
    id: Uuid,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut current = Sent::find(transaction, id)?;
    match current.state {
        _ if current.withdrawing => Err(StoreError::WrongState),
        SentState::Waiting if !current.draft => {
            current.advance(transaction, step(SentState::Sending, now), None, now)
        }
        SentState::Sending => Ok(()),
        _ => Err(StoreError::WrongState),
    }
}

/// Whether a message is older than the last time that a backup was put back: it may have gone on meanwhile.
fn was_restored_since(connection: &Connection, key: i64) -> Result<bool, StoreError> {
    let Some(restored) = notes::get(connection, RESTORED_AT)? else {
        return Ok(false);
    };
    let restored: Timestamp = restored.parse().map_err(|_| StoreError::Damaged)?;
    let created: i64 = connection
        .prepare_cached("SELECT created_at FROM messages WHERE key = ?")?
        .query_row([key], |row| row.get(0))?;
    Ok(created <= micros(restored))
}

fn apply(transaction: &Transaction<'_>, id: Uuid, news: &SentNews<'_>) -> Result<bool, StoreError> {
    let mut current = Sent::find(transaction, id)?;
    let mut changed = false;
    let last = Step {
        state: news.state,
        at: news.at,
    };
    // Each step that the table allows from here; those that are known, or lie behind, it does not allow.
    for &known in news.history.iter().chain([&last]) {
        if current.state.followers().contains(&known.state) {
            current.advance(transaction, known, news.reason, news.at)?;
            changed = true;
        }
    }
    if let Some(receipt) = news.receipt
        && !current.has_receipt
    {
        current.keep_receipt(transaction, receipt)?;
        if let Some(reason) = news.reason {
            current.note_reason(transaction, reason)?;
        }
        changed = true;
    }
    Ok(changed)
}

fn step(state: SentState, at: Timestamp) -> Step<SentState> {
    Step { state, at }
}

/// SQLite takes no more than 2 GB in one value, so nothing is cut off.
fn size_of(sealed: &NewSealed<'_>) -> i64 {
    super::column::number(sealed.content.len() as u64)
}
