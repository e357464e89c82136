//! A message and its way through the states.

use careplan_core::number::{OfficeNumber, Stamp};
use careplan_core::relay::wire::{Announce, Change, ProblemCode, RejectionReason, State};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::Failure;
use super::db::{Row, Tx, values};

/// What the relay knows of a message, without cover, content and receipt.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) id: Uuid,
    pub(super) sender: OfficeNumber,
    pub(super) receiver: OfficeNumber,
    pub(super) stamp: Stamp,
    pub(super) size: u64,
    pub(super) sha256: String,
    pub(super) part_bytes: u64,
    pub(super) state: State,
    steps: i64,
    pub(super) sent_cursor: u64,
    pub(super) received_cursor: Option<u64>,
    pub(super) offered: bool,
    pub(super) expires_at: Timestamp,
    pub(super) rejection: Option<RejectionReason>,
}

/// The columns that [`Message::from_row`] reads.
pub(super) const COLUMNS: &str = "id, sender, receiver, stamp, size, sha256, part_bytes, state, steps, sent_cursor, \
     received_cursor, offered_at, expires_at, rejection";

/// How long messages and contents are kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keeping {
    /// Until a message that nobody took expires.
    pub(crate) retention: SignedDuration,
    /// How long the content of a message that was taken stays.
    pub(crate) taken: SignedDuration,
    /// How long the cover of a message that ended stays.
    pub(crate) covers: SignedDuration,
}

/// What an office may have waiting at the relay.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quota {
    /// Messages that are not final.
    pub(crate) messages: u64,
    /// Their contents, in bytes.
    pub(crate) bytes: u64,
    /// Covers that are kept, also those of messages that ended.
    pub(crate) covers: u64,
    /// Those, in bytes.
    pub(crate) cover_bytes: u64,
}

/// How long a sender is to wait when too much of his waits.
const QUOTA_RETRY: u64 = 600;

impl Message {
    /// Reads [`COLUMNS`], the first columns of a row.
    pub(super) fn from_row(row: &Row) -> Result<Self, Failure> {
        let received_cursor = row.int_or_none(10)?.map(i64::unsigned_abs);
        Ok(Self {
            id: row.parsed(0)?,
            sender: row.parsed(1)?,
            receiver: row.parsed(2)?,
            stamp: row.parsed(3)?,
            size: row.count(4)?,
            sha256: row.text(5)?.to_owned(),
            part_bytes: row.count(6)?,
            state: state(row.text(7)?)?,
            steps: row.int(8)?,
            sent_cursor: row.count(9)?,
            received_cursor,
            offered: row.int_or_none(11)?.is_some(),
            expires_at: row.time(12)?,
            rejection: row.text_or_none(13)?.map(reason).transpose()?,
        })
    }

    /// Reads one of a sender's messages; with `locked` nobody else may change it until the transaction is over.
    pub(super) fn of_sender(
        tx: &mut Tx<'_>,
        sender: OfficeNumber,
        id: Uuid,
        locked: bool,
    ) -> Result<Self, Failure> {
        let message = Self::find(tx, id, locked)?.filter(|message| message.sender == sender);
        message.ok_or(ProblemCode::UnknownMessage.into())
    }

    /// Reads one of the messages that were offered to a receiver.
    pub(super) fn of_receiver(
        tx: &mut Tx<'_>,
        receiver: OfficeNumber,
        id: Uuid,
        locked: bool,
    ) -> Result<Self, Failure> {
        let message = Self::find(tx, id, locked)?
            .filter(|message| message.receiver == receiver && message.offered);
        message.ok_or(ProblemCode::UnknownMessage.into())
    }

    /// Reads any message.
    pub(super) fn find(tx: &mut Tx<'_>, id: Uuid, locked: bool) -> Result<Option<Self>, Failure> {
        let lock = if locked { tx.for_update() } else { "" };
        let sql = format!("SELECT {COLUMNS} FROM messages WHERE id = $1{lock}");
        let row = tx.row(&sql, values![&id.to_string()])?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// Notes a new message in its first state.
    pub(super) fn insert(
        tx: &mut Tx<'_>,
        sender: OfficeNumber,
        id: Uuid,
        announce: &Announce,
        cover: &[u8],
        terms: Terms,
    ) -> Result<Self, Failure> {
        let size = column(announce.size)?;
        let sent_cursor = step_sent(tx, sender, 1, size, terms.quota)?;
        count_cover(tx, sender, column(cover.len() as u64)?, terms.quota)?;
        let message = Self {
            id,
            sender,
            receiver: announce.receiver,
            stamp: announce.stamp,
            size: announce.size,
            sha256: announce.sha256.clone(),
            part_bytes: terms.part_bytes,
            state: State::Announced,
            steps: 1,
            sent_cursor,
            received_cursor: None,
            offered: false,
            expires_at: terms.now + terms.keeping.retention,
            rejection: None,
        };
        let text = id.to_string();
        tx.execute(
            "INSERT INTO messages (id, sender, receiver, stamp, size, sha256, part_bytes, state, steps, sent_cursor,
                announced_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 'announced', 1, $8, $9, $10)",
            values![
                &text,
                sender.as_str(),
                announce.receiver.as_str(),
                announce.stamp.as_str(),
                size,
                &announce.sha256,
                column(terms.part_bytes)?,
                column(sent_cursor)?,
                terms.now,
                message.expires_at
            ],
        )?;
        tx.execute(
            "INSERT INTO covers (message, bytes) VALUES ($1, $2)",
            values![&text, cover],
        )?;
        note_step(tx, &text, 0, State::Announced, terms.now)?;
        tx.touch(sender);
        Ok(message)
    }

    /// Brings the message into its next state, at the end of the lists of those who see it.
    pub(super) fn enter(
        &mut self,
        tx: &mut Tx<'_>,
        state: State,
        now: Timestamp,
        keeping: Keeping,
    ) -> Result<(), Failure> {
        let size = column(self.size)?;
        let (fewer, less) = if state.is_final() {
            (-1, -size)
        } else {
            (0, 0)
        };
        // Always the sender's list first: two changes that wait for each other would wait for ever.
        self.sent_cursor = step(tx, self.sender, "sent", fewer, less)?.0;
        tx.touch(self.sender);
        if state == State::Available {
            self.offered = true;
            self.expires_at = now + keeping.retention;
        }
        if self.offered {
            self.received_cursor = Some(step(tx, self.receiver, "received", 0, 0)?.0);
            tx.touch(self.receiver);
        }
        let final_at = state.is_final().then_some(now);
        let drop_at = match state {
            State::Taken => Some(now + keeping.taken),
            _ => final_at,
        };
        // Nobody but its sender has seen what was never offered.
        let cover_drop_at = final_at.map(|now| match self.offered {
            true => now + keeping.covers,
            false => now,
        });
        let id = self.id.to_string();
        tx.execute(
            "UPDATE messages SET state = $2, steps = steps + 1, sent_cursor = $3, received_cursor = $4, expires_at = $5,
                offered_at = CASE WHEN $2 = 'available' THEN $6 ELSE offered_at END,
                final_at = $7, drop_at = $8, rejection = $9, cover_drop_at = $10
             WHERE id = $1",
            values![
                &id,
                state.as_str(),
                column(self.sent_cursor)?,
                self.received_cursor.map(column).transpose()?,
                self.expires_at,
                now,
                final_at,
                drop_at,
                self.rejection.map(reason_text),
                cover_drop_at
            ],
        )?;
        note_step(tx, &id, self.steps, state, now)?;
        self.state = state;
        self.steps += 1;
        Ok(())
    }

    /// Brings the message to the end of its sender's list, in the state that it has.
    pub(super) fn show_sender(&mut self, tx: &mut Tx<'_>) -> Result<(), Failure> {
        self.sent_cursor = step(tx, self.sender, "sent", 0, 0)?.0;
        tx.execute(
            "UPDATE messages SET sent_cursor = $2 WHERE id = $1",
            values![&self.id.to_string(), column(self.sent_cursor)?],
        )?;
        tx.touch(self.sender);
        Ok(())
    }

    /// Every step, oldest first.
    pub(super) fn history(&self, tx: &mut Tx<'_>) -> Result<Vec<Change>, Failure> {
        let rows = tx.rows(
            "SELECT state, at FROM history WHERE message = $1 ORDER BY step",
            values![&self.id.to_string()],
        )?;
        rows.iter()
            .map(|row| {
                Ok(Change {
                    state: state(row.text(0)?)?,
                    at: row.time(1)?,
                })
            })
            .collect()
    }
}

/// Under which terms a message is taken in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    pub(super) now: Timestamp,
    pub(super) part_bytes: u64,
    pub(super) keeping: Keeping,
    pub(super) quota: Quota,
}

/// A step of a sent list that must stay within the quota.
fn step_sent(
    tx: &mut Tx<'_>,
    sender: OfficeNumber,
    messages: i64,
    bytes: i64,
    quota: Quota,
) -> Result<u64, Failure> {
    let (cursor, waiting, waiting_bytes) = step(tx, sender, "sent", messages, bytes)?;
    if waiting > quota.messages || waiting_bytes > quota.bytes {
        return Err(Failure::wait(ProblemCode::QuotaExceeded, QUOTA_RETRY));
    }
    Ok(cursor)
}

/// One more cover of a sender that is kept.
fn count_cover(
    tx: &mut Tx<'_>,
    sender: OfficeNumber,
    bytes: i64,
    quota: Quota,
) -> Result<(), Failure> {
    let row = tx.row(
        "UPDATE lists SET covers = covers + 1, cover_bytes = cover_bytes + $2 WHERE office = $1 AND list = 'sent'
         RETURNING covers, cover_bytes",
        values![sender.as_str(), bytes],
    )?;
    let row = row.ok_or_else(|| Failure::Broken("database: no list".to_owned()))?;
    if row.count(0)? > quota.covers || row.count(1)? > quota.cover_bytes {
        return Err(Failure::wait(ProblemCode::QuotaExceeded, QUOTA_RETRY));
    }
    Ok(())
}

/// Forgets the cover of a message that ended.
pub(super) fn drop_cover(tx: &mut Tx<'_>, message: &Message) -> Result<(), Failure> {
    let id = message.id.to_string();
    let row = tx.row(
        "SELECT CAST(length(bytes) AS BIGINT) FROM covers WHERE message = $1",
        values![&id],
    )?;
    if let Some(row) = row {
        tx.execute("DELETE FROM covers WHERE message = $1", values![&id])?;
        tx.execute(
            "UPDATE lists SET covers = covers - 1, cover_bytes = cover_bytes - $2 WHERE office = $1 AND list = 'sent'",
            values![message.sender.as_str(), row.int(0)?],
        )?;
    }
    tx.execute(
        "UPDATE messages SET cover_drop_at = NULL WHERE id = $1",
        values![&id],
    )?;
    Ok(())
}

/// Refuses what would be too much, before anything of it is kept.
pub(super) fn check_quota(
    tx: &mut Tx<'_>,
    sender: OfficeNumber,
    (bytes, cover_bytes): (u64, u64),
    quota: Quota,
) -> Result<(), Failure> {
    let row = tx.row(
        "SELECT waiting, waiting_bytes, covers, cover_bytes FROM lists WHERE office = $1 AND list = 'sent'",
        values![sender.as_str()],
    )?;
    let kept = |column| row.as_ref().map_or(Ok(0), |row| row.count(column));
    let too_much = kept(0)? + 1 > quota.messages
        || kept(1)?.saturating_add(bytes) > quota.bytes
        || kept(2)? + 1 > quota.covers
        || kept(3)?.saturating_add(cover_bytes) > quota.cover_bytes;
    match too_much {
        true => Err(Failure::wait(ProblemCode::QuotaExceeded, QUOTA_RETRY)),
        false => Ok(()),
    }
}

/// The next place of a list; also how many messages and bytes wait then.
fn step(
    tx: &mut Tx<'_>,
    office: OfficeNumber,
    list: &str,
    messages: i64,
    bytes: i64,
) -> Result<(u64, u64, u64), Failure> {
    let row = tx.row(
        "INSERT INTO lists (office, list, last, waiting, waiting_bytes) VALUES ($1, $2, 1, $3, $4)
         ON CONFLICT (office, list) DO UPDATE SET last = lists.last + 1,
            waiting = lists.waiting + excluded.waiting, waiting_bytes = lists.waiting_bytes + excluded.waiting_bytes
         RETURNING last, waiting, waiting_bytes",
        values![office.as_str(), list, messages, bytes],
    )?;
    let row = row.ok_or_else(|| Failure::Broken("database: no cursor".to_owned()))?;
    Ok((row.count(0)?, row.count(1)?, row.count(2)?))
}

fn note_step(
    tx: &mut Tx<'_>,
    id: &str,
    step: i64,
    state: State,
    now: Timestamp,
) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO history (message, step, state, at) VALUES ($1, $2, $3, $4)",
        values![id, step, state.as_str(), now],
    )?;
    Ok(())
}

/// A number that fits a column.
pub(super) fn column(number: u64) -> Result<i64, Failure> {
    i64::try_from(number).map_err(|_| ProblemCode::TooLarge.into())
}

fn state(text: &str) -> Result<State, Failure> {
    let known = State::ALL.into_iter().find(|state| state.as_str() == text);
    known.ok_or_else(|| Failure::Broken("database: a state".to_owned()))
}

const REASONS: [(RejectionReason, &str); 5] = [
    (RejectionReason::CannotOpen, "cannot_open"),
    (RejectionReason::NotTrusted, "not_trusted"),
    (RejectionReason::Damaged, "damaged"),
    (RejectionReason::NotForUs, "not_for_us"),
    (RejectionReason::Refused, "refused"),
];

fn reason(text: &str) -> Result<RejectionReason, Failure> {
    let known = REASONS.iter().find(|(_, name)| *name == text);
    known
        .map(|(reason, _)| *reason)
        .ok_or_else(|| Failure::Broken("database: a reason".to_owned()))
}

fn reason_text(reason: RejectionReason) -> &'static str {
    let known = REASONS.iter().find(|(known, _)| *known == reason);
    // The server refuses reasons that it does not know.
    known.map_or("refused", |(_, name)| name)
}
