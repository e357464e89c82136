//! 受信: what is offered, fetched, handed to the host, acknowledged or refused.

use jiff::Timestamp;
use rusqlite::{Transaction, params};
use uuid::Uuid;

use super::column::{micros, number};
use super::message::{self, Current};
use super::{
    Changes, Handed, List, PartialFile, PersonRef, ReceivedNews, ReceivedRecord, ReceivedState,
    Step, Store, StoreError, gone, list, notes,
};

type Received = Current<ReceivedState>;

impl Store {
    /// Notes what the relay (or the folder) says of a message for this office; new ones are kept, `Offered` or with their
    /// end. Never goes back, and never from a final state. True when something changed.
    pub fn apply_received(&self, item: &ReceivedNews<'_>) -> Result<bool, StoreError> {
        self.together(|changes| changes.apply_received(item))
    }

    /// Notes a page of the relay's list and the cursor behind it, all or nothing, as one write. Those of `end_again` ended
    /// here, and the relay has forgotten it: they are due, to be told again, until [`Store::settle_received`]. Gives the ids
    /// of those that changed.
    pub fn apply_received_page(
        &self,
        page: &[ReceivedNews<'_>],
        end_again: &[Uuid],
        cursor: u64,
    ) -> Result<Vec<Uuid>, StoreError> {
        self.change_soon(|transaction| {
            for id in end_again {
                transaction
                    .prepare_cached(
                        "UPDATE messages SET due_at = 0, attempts = 0
                         WHERE direction = 'received' AND id = ? AND state IN ('taken', 'rejected') AND due_at IS NULL",
                    )?
                    .execute([id.as_bytes()])?;
            }
            let mut changed = Vec::new();
            for item in page {
                if apply(transaction, item)? {
                    changed.push(item.id);
                }
            }
            notes::keep_cursor(transaction, List::Received, cursor)?;
            Ok(changed)
        })
    }

    /// It ends otherwise than by what this office wanted to tell the relay, with a code: the sender had withdrawn it before
    /// the receipt came, its time was over, or the relay does not know it.
    pub fn end_received(
        &self,
        id: Uuid,
        end: ReceivedState,
        code: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(|transaction| {
            let mut current = Received::find(transaction, id)?;
            current.advance(transaction, step(end, now), Some(code), now)
        })
    }

    /// The relay knows its end again, see [`Store::apply_received_page`].
    pub fn settle_received(&self, id: Uuid) -> Result<(), StoreError> {
        self.change(|transaction| Received::find(transaction, id)?.settle(transaction))
    }

    /// Keeps the sealed content, verified against size and digest by the caller: `Offered` becomes `Fetched`. Nothing
    /// where it is kept already; [`StoreError::WrongState`] where the message has ended or is refused. What was kept of
    /// [`Store::partial`] goes.
    pub fn keep_content(&self, id: Uuid, content: &[u8], now: Timestamp) -> Result<(), StoreError> {
        self.change_soon(|transaction| {
            let mut current = Received::find(transaction, id)?;
            match current.state {
                ReceivedState::Offered => {}
                ReceivedState::Fetched | ReceivedState::Handed | ReceivedState::Acknowledged => {
                    return Ok(());
                }
                _ => return Err(StoreError::WrongState),
            }
            current.advance(transaction, step(ReceivedState::Fetched, now), None, now)?;
            transaction
                .prepare_cached("UPDATE sealed SET content = ? WHERE message = ?")?
                .execute(params![content, current.key])?;
            transaction
                .prepare_cached("UPDATE messages SET content_kept = 1 WHERE key = ?")?
                .execute([current.key])?;
            Ok(())
        })?;
        // A part that stays is removed when the store is opened again.
        let _ = self.remove_part(id);
        Ok(())
    }

    /// A received message.
    pub fn received(&self, id: Uuid) -> Result<Option<ReceivedRecord>, StoreError> {
        self.read(|connection| list::one(connection, id))
    }

    /// Sealed content of a received message, while it is kept.
    pub fn received_content(&self, id: Uuid) -> Result<Option<Vec<u8>>, StoreError> {
        let sealed = self.read(|connection| message::sealed::<ReceivedState>(connection, id))?;
        Ok(sealed
            .map(|sealed| sealed.content)
            .filter(|content| !content.is_empty()))
    }

    /// Sealed cover of a received message: the content is not read.
    pub fn received_cover(&self, id: Uuid) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|connection| message::cover::<ReceivedState>(connection, id))
    }

    /// Whose data a received message holds, once it was handed over, for the access log.
    pub fn received_persons(&self, id: Uuid) -> Result<Vec<PersonRef>, StoreError> {
        self.read(|connection| message::persons::<ReceivedState>(connection, id))
    }

    /// The host was given the content: `Fetched` becomes `Handed`; `taken` is what a receipt will be about; set, month and
    /// persons go into the index. Given again, in this state or a later one, nothing changes.
    pub fn note_handed(
        &self,
        id: Uuid,
        handed: &Handed<'_>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.together(|changes| changes.note_handed(id, handed, now))
    }

    /// The host says that it has stored the content: keeps the signed receipt; `Handed` becomes `Acknowledged`. The first
    /// receipt stays: given again, nothing changes.
    pub fn keep_receipt(&self, id: Uuid, receipt: &[u8], now: Timestamp) -> Result<(), StoreError> {
        self.together(|changes| changes.keep_receipt(id, receipt, now))
    }

    /// This office refuses it: `Rejecting` until the relay knows. Not once it is acknowledged.
    pub fn want_rejection(&self, id: Uuid, reason: &str, now: Timestamp) -> Result<(), StoreError> {
        self.together(|changes| changes.want_rejection(id, reason, now))
    }

    /// Messages with something to do now: content to fetch, receipt or rejection to hand in; oldest first.
    pub fn received_due(&self, now: Timestamp) -> Result<Vec<ReceivedRecord>, StoreError> {
        self.read(|connection| list::due(connection, now))
    }

    /// Something failed; the message is worked on again at `next`, its state stays. `code` is a stable code of ours, never
    /// a text; the reason of a rejection stays beside it.
    pub fn postpone_received(
        &self,
        id: Uuid,
        code: &str,
        next: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(|transaction| {
            let current = Received::find(transaction, id)?;
            let reason = match (current.state, &current.reason) {
                (ReceivedState::Rejecting, Some(reason)) => reason,
                _ => code,
            };
            current.postpone(transaction, reason, next)
        })
    }

    /// It could not be opened: notes why, until it is given to the host after all. Nothing changes otherwise.
    pub fn note_unopened(&self, id: Uuid, code: &str) -> Result<(), StoreError> {
        self.change(|transaction| {
            let current = Received::find(transaction, id)?;
            if current.state == ReceivedState::Fetched {
                transaction
                    .prepare_cached("UPDATE messages SET reason = ? WHERE key = ?")?
                    .execute(params![code, current.key])?;
            }
            Ok(())
        })
    }

    /// The relay has the receipt: `Acknowledged` becomes `Taken`. Final; where it had ended so without the relay, the reason for
    /// that is gone.
    pub fn receipt_delivered(&self, id: Uuid, now: Timestamp) -> Result<(), StoreError> {
        self.change_soon(|transaction| {
            let mut current = Received::find(transaction, id)?;
            match current.state {
                ReceivedState::Taken => current.forget_reason(transaction),
                ReceivedState::Acknowledged => {
                    current.advance(transaction, step(ReceivedState::Taken, now), None, now)
                }
                _ => Err(StoreError::WrongState),
            }
        })
    }

    /// Where parts of a large content are kept while it is being fetched: what is there already, or empty.
    pub fn partial(&self, id: Uuid) -> Result<PartialFile, StoreError> {
        PartialFile::open(&self.parts_folder(), id)
    }
}

impl Changes<'_> {
    /// [`Store::apply_received`].
    pub fn apply_received(&self, item: &ReceivedNews<'_>) -> Result<bool, StoreError> {
        apply(self.0, item)
    }

    /// [`Store::note_handed`].
    pub fn note_handed(
        &self,
        id: Uuid,
        handed: &Handed<'_>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut current = Received::find(self.0, id)?;
        match current.state {
            ReceivedState::Fetched => {}
            ReceivedState::Handed | ReceivedState::Acknowledged | ReceivedState::Taken => {
                return Ok(());
            }
            _ => return Err(StoreError::WrongState),
        }
        current.advance(self.0, step(ReceivedState::Handed, now), None, now)?;
        self.0
            .prepare_cached("UPDATE messages SET taken = ?, set_kind = ?, month = ? WHERE key = ?")?
            .execute(params![
                handed.taken,
                handed.set.ident(),
                handed.month.map(|month| month.to_string()),
                current.key
            ])?;
        message::add_persons(self.0, current.key, handed.persons)
    }

    /// [`Store::keep_receipt`].
    pub fn keep_receipt(&self, id: Uuid, receipt: &[u8], now: Timestamp) -> Result<(), StoreError> {
        let mut current = Received::find(self.0, id)?;
        if current.has_receipt
            && matches!(
                current.state,
                ReceivedState::Acknowledged | ReceivedState::Taken
            )
        {
            return Ok(());
        }
        current.advance(self.0, step(ReceivedState::Acknowledged, now), None, now)?;
        current.keep_receipt(self.0, receipt)
    }

    /// [`Store::want_rejection`].
    pub fn want_rejection(&self, id: Uuid, reason: &str, now: Timestamp) -> Result<(), StoreError> {
        let mut current = Received::find(self.0, id)?;
        match current.state {
            ReceivedState::Rejecting | ReceivedState::Rejected => Ok(()),
            _ => {
                let rejecting = step(ReceivedState::Rejecting, now);
                current.advance(self.0, rejecting, Some(reason), now)
            }
        }
    }
}

fn apply(transaction: &Transaction<'_>, item: &ReceivedNews<'_>) -> Result<bool, StoreError> {
    if item.state != ReceivedState::Offered && !item.state.is_final() {
        return Ok(false);
    }
    let mut current = match Received::find(transaction, item.id) {
        Ok(current) => current,
        // It was here, has ended, and was let go of: it does not begin anew.
        Err(StoreError::UnknownMessage) if gone::received(transaction, item.id)?.is_some() => {
            return Ok(false);
        }
        Err(StoreError::UnknownMessage) => return insert(transaction, item).map(|()| true),
        Err(error) => return Err(error),
    };
    // The relay answers to the receipt how an acknowledged one has ended, and until then it is not over.
    let waits_for_answer = current.state == ReceivedState::Acknowledged;
    let is_answer = matches!(item.state, ReceivedState::Taken | ReceivedState::Rejected);
    if !current.state.followers().contains(&item.state) || waits_for_answer && !is_answer {
        return Ok(false);
    }
    // Why it was refused stays beside a message that is.
    let reason = current
        .reason
        .take()
        .filter(|_| item.state == ReceivedState::Rejected);
    let next = step(item.state, item.at);
    current.advance(transaction, next, reason.as_deref(), item.at)?;
    Ok(true)
}

fn insert(transaction: &Transaction<'_>, item: &ReceivedNews<'_>) -> Result<(), StoreError> {
    let is_final = item.state.is_final();
    transaction
        .prepare_cached(
            "INSERT INTO messages (direction, id, partner, stamp, state, due_at, size, sha256, content_kept, place,
                 created_at, final_at)
             VALUES ('received', ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)",
        )?
        .execute(params![
            item.id.as_bytes(),
            item.sender.as_str(),
            item.stamp.as_str(),
            item.state.as_str(),
            (!is_final).then_some(0),
            number(item.size),
            item.sha256,
            // 14 digits always fit.
            item.stamp.as_str().parse::<i64>().unwrap_or_default(),
            micros(item.at),
            is_final.then(|| micros(item.at)),
        ])?;
    let key = transaction.last_insert_rowid();
    message::add_step(transaction, key, step(item.state, item.at))?;
    transaction
        .prepare_cached("INSERT INTO sealed (message, cover, content) VALUES (?, ?, NULL)")?
        .execute(params![key, item.cover])?;
    Ok(())
}

fn step(state: ReceivedState, at: Timestamp) -> Step<ReceivedState> {
    Step { state, at }
}
