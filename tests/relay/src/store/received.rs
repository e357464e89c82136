//! What a receiver does with a message: look at it, fetch it, take it or refuse it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::{News, ProblemCode, Received, RejectionReason, State};
use uuid::Uuid;

use super::db::{Tx, values};
use super::message::Message;
use super::sent::cover_of;
use super::{Failure, Store};

/// A content that may be fetched.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    id: Uuid,
    part_bytes: u64,
    /// In bytes.
    pub(crate) size: u64,
    /// Lower-case hexadecimal.
    pub(crate) sha256: String,
}

impl Store {
    /// One message that an office has received.
    pub(crate) async fn received(
        &self,
        receiver: OfficeNumber,
        id: Uuid,
    ) -> Result<Received, Failure> {
        let read = self.db.read(move |tx| {
            let message = Message::of_receiver(tx, receiver, id, false)?;
            received_now(tx, message)
        });
        read.await
    }

    /// The sealed content of a message that an office has received; as long as it is kept, also after it was taken.
    pub(crate) async fn content(
        &self,
        receiver: OfficeNumber,
        id: Uuid,
    ) -> Result<Content, Failure> {
        let read = self.db.read(move |tx| {
            let message = Message::of_receiver(tx, receiver, id, false)?;
            let kept = tx.row(
                "SELECT 1 FROM parts WHERE message = $1 AND number = 0",
                values![&id.to_string()],
            )?;
            let open = matches!(message.state, State::Available | State::Taken);
            if kept.is_none() || !open {
                return Err(ProblemCode::ContentGone.into());
            }
            Ok(Content {
                id,
                part_bytes: message.part_bytes,
                size: message.size,
                sha256: message.sha256,
            })
        });
        read.await
    }

    /// Bytes of a content from one place to the end of the part in which it lies, not beyond another place.
    pub(crate) async fn content_from(
        &self,
        content: &Content,
        from: u64,
        until: u64,
    ) -> Result<Vec<u8>, Failure> {
        let number = from / content.part_bytes;
        let begin = from % content.part_bytes;
        let length = (content.part_bytes - begin).min(until.saturating_sub(from));
        let number = u32::try_from(number).map_err(|_| ProblemCode::BadRange)?;
        self.part(content.id, number, begin, length).await
    }

    /// Keeps the first receipt of a message. A receiver that lost the answer signs anew; what is there stays.
    ///
    /// A receiver may have taken a message just before it was withdrawn or expired and its receipt comes afterwards: the state
    /// stays, and the sender learns from the receipt that the content was taken.
    pub(crate) async fn take(
        &self,
        receiver: OfficeNumber,
        id: Uuid,
        receipt: Vec<u8>,
    ) -> Result<Received, Failure> {
        let (now, keeping) = (self.clock.now(), self.settings.keeping);
        let change = self.db.change(move |tx| {
            let mut message = Message::of_receiver(tx, receiver, id, true)?;
            match message.state {
                State::Taken => {}
                State::Available => {
                    keep_receipt(tx, id, &receipt)?;
                    message.enter(tx, State::Taken, now, keeping)?;
                }
                State::Withdrawn | State::Expired => {
                    if keep_receipt(tx, id, &receipt)? {
                        message.show_sender(tx)?;
                    }
                }
                _ => return Err(ProblemCode::Final.into()),
            }
            received_now(tx, message)
        });
        change.await
    }

    /// Notes that a receiver does not take a message; the first reason stays.
    pub(crate) async fn reject(
        &self,
        receiver: OfficeNumber,
        id: Uuid,
        reason: RejectionReason,
    ) -> Result<Received, Failure> {
        let (now, keeping) = (self.clock.now(), self.settings.keeping);
        let change = self.db.change(move |tx| {
            let mut message = Message::of_receiver(tx, receiver, id, true)?;
            match message.state {
                State::Rejected => {}
                State::Available => {
                    message.rejection = Some(reason);
                    message.enter(tx, State::Rejected, now, keeping)?;
                }
                _ => return Err(ProblemCode::Final.into()),
            }
            received_now(tx, message)
        });
        change.await
    }

    /// How far the lists of an office go.
    pub(crate) async fn news(&self, office: OfficeNumber) -> Result<News, Failure> {
        let read = self.db.read(move |tx| {
            let rows = tx.rows(
                "SELECT list, last FROM lists WHERE office = $1",
                values![office.as_str()],
            )?;
            let mut news = News {
                sent: 0,
                received: 0,
                epoch: Some(super::epoch::epoch(tx)?),
            };
            for row in &rows {
                match row.text(0)? {
                    "sent" => news.sent = row.count(1)?,
                    _ => news.received = row.count(1)?,
                }
            }
            Ok(news)
        });
        read.await
    }
}

/// False when there is one already, which stays.
fn keep_receipt(tx: &mut Tx<'_>, id: Uuid, receipt: &[u8]) -> Result<bool, Failure> {
    let added = tx.execute(
        "INSERT INTO receipts (message, bytes) VALUES ($1, $2) ON CONFLICT (message) DO NOTHING",
        values![&id.to_string(), receipt],
    )?;
    Ok(added > 0)
}

fn received_now(tx: &mut Tx<'_>, message: Message) -> Result<Received, Failure> {
    let cover = cover_of(tx, message.id)?.unwrap_or_default();
    received(tx, message, &cover)
}

/// A message as its receiver sees it.
pub(super) fn received(
    tx: &mut Tx<'_>,
    message: Message,
    cover: &[u8],
) -> Result<Received, Failure> {
    let history = message.history(tx)?;
    let offered = history
        .into_iter()
        .skip_while(|change| change.state != State::Available);
    Ok(Received {
        id: message.id,
        cursor: message.received_cursor.unwrap_or(0),
        state: message.state,
        is_final: message.state.is_final(),
        history: offered.collect(),
        sender: message.sender,
        stamp: message.stamp,
        size: message.size,
        sha256: message.sha256,
        cover: STANDARD.encode(cover),
        expires_at: message.expires_at,
    })
}
