//! What a sender does with a message: announce, bring the parts, commit, withdraw.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::{Announce, ProblemCode, Sent, State};
use openssl::sha::Sha256;
use tokio::sync::MutexGuard;
use uuid::Uuid;

use super::contents::{self, Part};
use super::db::{Tx, values};
use super::message::{Message, Terms, check_quota};
use super::{Failure, Store};
use crate::secret::{hex, sha256_hex};

impl Store {
    /// Notes what a sender is going to send; with the content it is complete at once. True when the message is new.
    pub(crate) async fn announce(
        &self,
        sender: OfficeNumber,
        id: Uuid,
        announce: Announce,
        cover: Vec<u8>,
        content: Option<Vec<u8>>,
    ) -> Result<(bool, Sent), Failure> {
        let content = content.map(Arc::<[u8]>::from);
        if let Some(content) = &content {
            if (content.len() as u64, sha256_hex(content))
                != (announce.size, announce.sha256.clone())
            {
                return Err(ProblemCode::DigestMismatch.into());
            }
            self.check_announce(sender, id, &announce, &cover).await?;
        }
        let _turn = self.upload_turn(id).await;
        if let Some(content) = &content {
            self.prepare(id, 0, content.clone()).await?;
        }
        let (terms, places) = (self.terms(), self.contents.clone());
        let change = self.db.change(move |tx| {
            let known = known(tx, sender, id, &announce, &cover, true)?;
            let new = known.is_none();
            let mut message = match known {
                Some(message) => message,
                None => Message::insert(tx, sender, id, &announce, &cover, terms)?,
            };
            let open = matches!(message.state, State::Announced | State::Uploading);
            let fits = |content: &[u8]| content.len() as u64 <= message.part_bytes;
            if let Some(content) = content.as_deref().filter(|content| open && fits(content)) {
                // Parts of an upload that was begun.
                places.forget(tx, id)?;
                places.store(tx, id, 0, content)?;
                message.enter(tx, State::Available, terms.now, terms.keeping)?;
            }
            Ok((new, sent_now(tx, message)?))
        });
        change.await
    }

    /// Refuses an announce before anything of it lies on the disk.
    async fn check_announce(
        &self,
        sender: OfficeNumber,
        id: Uuid,
        announce: &Announce,
        cover: &[u8],
    ) -> Result<(), Failure> {
        if !self.contents_on_disk() {
            return Ok(());
        }
        let (announce, cover) = (announce.clone(), cover.to_owned());
        let quota = self.settings.quota;
        let read = self.db.read(
            move |tx| match known(tx, sender, id, &announce, &cover, false)? {
                Some(_) => Ok(()),
                None => check_quota(tx, sender, (announce.size, cover.len() as u64), quota),
            },
        );
        read.await
    }

    /// Keeps one part of a content.
    pub(crate) async fn put_part(
        &self,
        sender: OfficeNumber,
        id: Uuid,
        number: u32,
        bytes: Vec<u8>,
    ) -> Result<Sent, Failure> {
        let bytes = Arc::<[u8]>::from(bytes);
        let digest = sha256_hex(&bytes);
        let _turn = self.upload_turn(id).await;
        self.prepare(id, number, bytes.clone()).await?;
        let (terms, places) = (self.terms(), self.contents.clone());
        let change = self.db.change(move |tx| {
            let mut message = Message::of_sender(tx, sender, id, true)?;
            let mut before = None;
            if takes_parts(&message)? {
                before = contents::digest_of(tx, id, number)?;
                places.store(tx, id, number, &bytes)?;
                if message.state == State::Announced {
                    message.enter(tx, State::Uploading, terms.now, terms.keeping)?;
                }
            }
            Ok((sent_now(tx, message)?, before))
        });
        let (sent, before) = change.await?;
        if let Some(before) = before.filter(|before| *before != digest) {
            self.remove_replaced(id, number, before).await;
        }
        Ok(sent)
    }

    /// Only one at a time brings bytes of a message to the disk, so that nobody removes what another one is about to note.
    async fn upload_turn(&self, id: Uuid) -> Option<MutexGuard<'_, ()>> {
        let place = usize::from(id.as_bytes()[15]) % self.uploads.len();
        match self.contents_on_disk() {
            true => Some(self.uploads.get(place)?.lock().await),
            false => None,
        }
    }

    /// Other relays on the same database may be about to note it; there it waits for the sweep.
    async fn remove_replaced(&self, id: Uuid, number: u32, digest: String) {
        if !self.contents_on_disk() || self.is_shared() {
            return;
        }
        let places = self.contents.clone();
        let removed = tokio::task::spawn_blocking(move || places.remove_file(id, number, &digest));
        let _result = removed.await;
    }

    /// Size that a part must have. None when no part is needed any more; an error when there is no such part.
    pub(crate) async fn part_size(
        &self,
        sender: OfficeNumber,
        id: Uuid,
        number: u32,
    ) -> Result<(Option<u64>, Sent), Failure> {
        let read = self.db.read(move |tx| {
            let message = Message::of_sender(tx, sender, id, false)?;
            let size = part_size(&message, number).ok_or(ProblemCode::BadRequest)?;
            let needed = takes_parts(&message)?;
            Ok((needed.then_some(size), sent_now(tx, message)?))
        });
        read.await
    }

    /// Offers a message to its receiver: all parts are there, and the whole is what was announced.
    pub(crate) async fn commit(&self, sender: OfficeNumber, id: Uuid) -> Result<Sent, Failure> {
        let (message, parts) = self.uploaded(sender, id).await?;
        let digest = match takes_parts(&message)? {
            true => Some(self.digest(&message, &parts).await?),
            false => None,
        };
        let (terms, places) = (self.terms(), self.contents.clone());
        let change = self.db.change(move |tx| {
            let mut message = Message::of_sender(tx, sender, id, true)?;
            if !takes_parts(&message)? {
                return Ok(Ok(sent_now(tx, message)?));
            }
            // Somebody brought a part anew in the meantime.
            let now = contents::parts(tx, id)?;
            if now != parts {
                return Err(Failure::wait(ProblemCode::Incomplete, 1));
            }
            if digest.as_deref() != Some(&message.sha256) {
                // Which part is wrong cannot be known.
                places.forget(tx, id)?;
                return Ok(Err(ProblemCode::DigestMismatch));
            }
            message.enter(tx, State::Available, terms.now, terms.keeping)?;
            Ok(Ok(sent_now(tx, message)?))
        });
        change.await?.map_err(Failure::from)
    }

    /// Takes a message back, as long as the receiver has not taken it.
    pub(crate) async fn withdraw(&self, sender: OfficeNumber, id: Uuid) -> Result<Sent, Failure> {
        let terms = self.terms();
        let change = self.db.change(move |tx| {
            let mut message = Message::of_sender(tx, sender, id, true)?;
            match message.state {
                State::Withdrawn => {}
                state if state.is_final() => return Err(ProblemCode::Final.into()),
                _ => message.enter(tx, State::Withdrawn, terms.now, terms.keeping)?,
            }
            sent_now(tx, message)
        });
        change.await
    }

    /// One of an office's own messages.
    pub(crate) async fn sent(&self, sender: OfficeNumber, id: Uuid) -> Result<Sent, Failure> {
        let read = self.db.read(move |tx| {
            let message = Message::of_sender(tx, sender, id, false)?;
            sent_now(tx, message)
        });
        read.await
    }

    fn terms(&self) -> Terms {
        Terms {
            now: self.clock.now(),
            part_bytes: self.settings.part_bytes,
            keeping: self.settings.keeping,
            quota: self.settings.quota,
        }
    }

    /// Brings a part to the disk, where contents are kept there.
    async fn prepare(&self, id: Uuid, number: u32, bytes: Arc<[u8]>) -> Result<(), Failure> {
        if !self.contents_on_disk() {
            return Ok(());
        }
        let places = self.contents.clone();
        let written = tokio::task::spawn_blocking(move || places.prepare(id, number, &bytes));
        written.await.unwrap_or_else(|_| Err(Failure::away()))
    }

    async fn uploaded(
        &self,
        sender: OfficeNumber,
        id: Uuid,
    ) -> Result<(Message, Vec<Part>), Failure> {
        let read = self.db.read(move |tx| {
            let message = Message::of_sender(tx, sender, id, false)?;
            Ok((message, contents::parts(tx, id)?))
        });
        read.await
    }

    /// SHA-256 of the whole content, read part by part so that changes of others are not held up.
    async fn digest(&self, message: &Message, parts: &[Part]) -> Result<String, Failure> {
        let complete = parts.iter().map(|part| part.size).sum::<u64>() == message.size
            && (0..).zip(parts).all(|(number, part)| part.number == number);
        if !complete {
            return Err(ProblemCode::Incomplete.into());
        }
        let mut digest = Sha256::new();
        for part in parts {
            let bytes = self.part(message.id, part.number, 0, part.size).await?;
            digest.update(&bytes);
        }
        Ok(hex(&digest.finish()))
    }

    /// Some bytes of a part.
    pub(super) async fn part(
        &self,
        id: Uuid,
        number: u32,
        from: u64,
        length: u64,
    ) -> Result<Vec<u8>, Failure> {
        let places = self.contents.clone();
        let read = self
            .db
            .read(move |tx| places.read(tx, id, number, from, length));
        let bytes = read.await?.ok_or(ProblemCode::ContentGone)?;
        if bytes.len() as u64 == length {
            Ok(bytes)
        } else {
            Err(Failure::Broken("a part is shorter than noted".to_owned()))
        }
    }
}

/// Whether parts are still wanted: not of a message that was complete once, and never of one that ended before.
fn takes_parts(message: &Message) -> Result<bool, Failure> {
    match message.state {
        _ if message.offered => Ok(false),
        State::Announced | State::Uploading => Ok(true),
        _ => Err(ProblemCode::Final.into()),
    }
}

/// Size of a part; none if there is no such part.
fn part_size(message: &Message, number: u32) -> Option<u64> {
    let begin = message.part_bytes.checked_mul(u64::from(number))?;
    let left = message.size.checked_sub(begin).filter(|&left| left > 0)?;
    Some(left.min(message.part_bytes))
}

/// The message of an id, if it is known and the very same.
fn known(
    tx: &mut Tx<'_>,
    sender: OfficeNumber,
    id: Uuid,
    announce: &Announce,
    cover: &[u8],
    locked: bool,
) -> Result<Option<Message>, Failure> {
    let Some(message) = Message::find(tx, id, locked)? else {
        check_receiver(tx, announce.receiver)?;
        return Ok(None);
    };
    let same = message.sender == sender
        && message.receiver == announce.receiver
        && message.stamp == announce.stamp
        && message.size == announce.size
        && message.sha256 == announce.sha256
        // A cover that has gone since cannot be compared.
        && cover_of(tx, id)?.is_none_or(|kept| kept == cover);
    if same {
        Ok(Some(message))
    } else {
        Err(ProblemCode::Conflict.into())
    }
}

fn check_receiver(tx: &mut Tx<'_>, receiver: OfficeNumber) -> Result<(), Failure> {
    let found = tx.row(
        "SELECT takes_part FROM offices WHERE number = $1",
        values![receiver.as_str()],
    )?;
    match found.ok_or(ProblemCode::UnknownOffice)?.int(0)? {
        0 => Err(ProblemCode::NotTakingPart.into()),
        _ => Ok(()),
    }
}

/// The sealed cover of a message; none when it ended long ago.
pub(super) fn cover_of(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Vec<u8>>, Failure> {
    let row = tx.row(
        "SELECT bytes FROM covers WHERE message = $1",
        values![&id.to_string()],
    )?;
    row.map(|mut row| row.bytes(0)).transpose()
}

fn sent_now(tx: &mut Tx<'_>, message: Message) -> Result<Sent, Failure> {
    let receipt = tx.row(
        "SELECT bytes FROM receipts WHERE message = $1",
        values![&message.id.to_string()],
    )?;
    let receipt = receipt.map(|mut row| row.bytes(0)).transpose()?;
    sent(tx, message, receipt)
}

/// A message as its sender sees it.
pub(super) fn sent(
    tx: &mut Tx<'_>,
    message: Message,
    receipt: Option<Vec<u8>>,
) -> Result<Sent, Failure> {
    let parts = match message.state {
        State::Uploading => contents::parts(tx, message.id)?,
        _ => Vec::new(),
    };
    Ok(Sent {
        id: message.id,
        cursor: message.sent_cursor,
        state: message.state,
        is_final: message.state.is_final(),
        history: message.history(tx)?,
        receiver: message.receiver,
        stamp: message.stamp,
        size: message.size,
        sha256: message.sha256,
        part_bytes: message.part_bytes,
        parts: parts.iter().map(|part| part.number).collect(),
        expires_at: message.expires_at,
        rejection: message.rejection,
        receipt: receipt.map(|bytes| STANDARD.encode(bytes)),
    })
}
