//! 受信: what is offered to this office comes into the store, and receipts and rejections go back.

use std::io;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::{SignedDuration, Timestamp};

use super::error::ExchangeError;
use super::office::Office;
use super::outbox::is;
use super::reason::rejection_of;
use super::sync::{Going, Pass};
use crate::control::Control;
use crate::digest::sha256_hex;
use crate::envelope::MAX_CONTENT_BYTES;
use crate::relay::wire::{ProblemCode, Received, State};
use crate::relay::{Client, InMemory, Partial, RelayError};
use crate::store::{List, PartialFile, ReceivedNews, ReceivedRecord, ReceivedState, StoreError};

/// Contents up to this size are fetched into memory, larger ones into a file that outlives this process.
const IN_MEMORY: u64 = 1 << 20;

/// Characters of the longest cover that is kept, in base64.
const MOST_COVER_TEXT: usize = 1 << 20;

/// So long after its end here a relay that does not know a message is told of it, at least.
const UNHEARD: SignedDuration = SignedDuration::from_hours(24);
/// Code of the reason of what ended without the relay.
const UNHEARD_CODE: &str = "unheard";

/// No sealed content is larger: contents that cannot be deflated grow by a twentieth.
const MOST_BYTES: u64 = MAX_CONTENT_BYTES + MAX_CONTENT_BYTES / 4;

impl Pass<'_> {
    /// What changed in the received list since the last time.
    pub(super) fn follow_received(&mut self) -> Going {
        self.follow(List::Received, Client::received, Self::note_received_page)
    }

    fn note_received_page(&mut self, items: &[Received], cursor: u64) -> Going {
        let (mut noted, mut end_again) = (Vec::new(), Vec::new());
        for item in items {
            match self.office.look_at(item) {
                Ok(Some(Look::News(news))) => noted.push(news),
                Ok(Some(Look::EndAgain)) => end_again.push(item.id),
                Ok(None) => {}
                Err(error) => self.failed(Some(item.id), error)?,
            }
        }
        let news: Vec<_> = noted.iter().map(Noted::news).collect();
        let store = &self.office.store;
        let changed = store.apply_received_page(&news, &end_again, cursor)?;
        let is_new = |noted: &&Noted<'_>| noted.is_new && changed.contains(&noted.item.id);
        self.report.offered += noted.iter().filter(is_new).count() as u32;
        Ok(())
    }

    /// Receipts and rejections go, oldest first.
    pub(super) fn hand_in(&mut self) -> Going {
        self.work_on_received(|record| record.state != ReceivedState::Offered)
    }

    /// Contents come, oldest first.
    pub(super) fn fetch_contents(&mut self) -> Going {
        self.work_on_received(|record| record.state == ReceivedState::Offered)
    }

    fn work_on_received(&mut self, which: fn(&ReceivedRecord) -> bool) -> Going {
        for record in self.office.store.received_due(self.due)? {
            if !which(&record) {
                continue;
            }
            self.check_cancelled()?;
            match self.work_on(&record) {
                Ok(()) => self.went_well(),
                Err(error) => self.receiving_failed(&record, error)?,
            }
        }
        Ok(())
    }

    fn work_on(&mut self, record: &ReceivedRecord) -> Result<(), ExchangeError> {
        match record.state {
            ReceivedState::Offered => {
                // Nobody can fill this disk with what cannot be opened.
                self.office.received_cover(record)??;
                self.office.fetch(&self.client, record, self.control)?;
                self.report.fetched += 1;
            }
            ReceivedState::Acknowledged | ReceivedState::Taken => {
                let handed_in = self.hand_in_receipt(record);
                let handed_in = self.or_unheard(record, handed_in)?;
                self.report.receipts += u32::from(handed_in);
            }
            ReceivedState::Rejecting | ReceivedState::Rejected => {
                let told = self.tell_rejection(record);
                let told = self.or_unheard(record, told)?;
                self.report.rejections += u32::from(told);
            }
            _ => {}
        }
        if record.state.is_final() {
            self.office.store.settle_received(record.id)?;
        }
        Ok(())
    }

    fn hand_in_receipt(&mut self, record: &ReceivedRecord) -> Result<bool, ExchangeError> {
        let Some(receipt) = &record.receipt else {
            return Ok(false);
        };
        let answer = match self.client.receipt(record.id, receipt) {
            Err(error) if is(&error, ProblemCode::Final) => {
                self.client.received_message(record.id)?
            }
            answer => answer?,
        };
        if answer.state == State::Taken {
            self.office
                .store
                .receipt_delivered(record.id, Timestamp::now())?;
            return Ok(true);
        }
        // Withdrawn by the sender, or expired, before the receipt came: two offices, of which each must hear of it.
        let store = &self.office.store;
        match self.office.look_at(&answer)? {
            Some(Look::News(noted)) if record.state == ReceivedState::Acknowledged => {
                let code = ExchangeError::TakenAllTheSame.code();
                store.end_received(record.id, noted.state, code, Timestamp::now())?;
            }
            _ => store.settle_received(record.id)?,
        }
        Err(ExchangeError::TakenAllTheSame)
    }

    fn tell_rejection(&mut self, record: &ReceivedRecord) -> Result<bool, ExchangeError> {
        let reason = rejection_of(record.reason.as_deref());
        let answer = match self.client.reject(record.id, reason) {
            Err(error) if is(&error, ProblemCode::Final) => {
                self.client.received_message(record.id)?
            }
            answer => answer?,
        };
        self.office.note_received(&answer)?;
        Ok(true)
    }

    /// The relay does not know a message that has ended here. It may have been set back, and have it from its sender again:
    /// where it offers it once more, it is told once more. A day after the end, and not at the first time, nothing is waited
    /// for any longer.
    fn or_unheard(
        &self,
        record: &ReceivedRecord,
        told: Result<bool, ExchangeError>,
    ) -> Result<bool, ExchangeError> {
        let Err(ExchangeError::Relay(error)) = &told else {
            return told;
        };
        if !is(error, ProblemCode::UnknownMessage) {
            return told;
        }
        let end = match record.state {
            ReceivedState::Acknowledged => ReceivedState::Taken,
            ReceivedState::Rejecting => ReceivedState::Rejected,
            // It is told of it when it has it again.
            _ => return Ok(false),
        };
        let (store, now) = (&self.office.store, self.office.surely_past()?);
        let since = record
            .history
            .last()
            .map(|step| now.duration_since(step.at));
        let is_first = record.attempts == 0;
        if !is_first && since.is_some_and(|since| since >= UNHEARD) {
            let reason = record
                .reason
                .as_deref()
                .filter(|_| end == ReceivedState::Rejected);
            store.end_received(record.id, end, reason.unwrap_or(UNHEARD_CODE), now)?;
        }
        told
    }
}

impl Office {
    /// Notes what the relay answered about a message for this office.
    fn note_received(&self, item: &Received) -> Result<(), ExchangeError> {
        if let Some(Look::News(noted)) = self.look_at(item)? {
            self.store.apply_received(&noted.news())?;
        }
        Ok(())
    }

    /// What the relay says of a message for this office, compared with what is known of it.
    fn look_at<'a>(&self, item: &'a Received) -> Result<Option<Look<'a>>, ExchangeError> {
        let Some(state) = received_state(item.state) else {
            return Ok(None);
        };
        let known = self.store.received(item.id)?;
        if let Some(known) = &known {
            check_same(known, item)?;
            let told_again = match known.state {
                ReceivedState::Taken => known.receipt.is_some(),
                ReceivedState::Rejected => true,
                _ => false,
            };
            // A receipt that the relay never had is of use also after the sender's end.
            let is_unheard = known.reason.as_deref() == Some(UNHEARD_CODE);
            let ended = matches!(state, ReceivedState::Withdrawn | ReceivedState::Expired);
            if told_again && (state == ReceivedState::Offered || is_unheard && ended) {
                return Ok(Some(Look::EndAgain));
            }
        }
        // What is too large or cannot be read is kept empty: the message is visible, and so is what is wrong with it.
        let cover = Some(&item.cover).filter(|cover| cover.len() <= MOST_COVER_TEXT);
        let cover = cover.and_then(|cover| BASE64.decode(cover).ok());
        Ok(Some(Look::News(Noted {
            item,
            state,
            is_new: known.is_none(),
            cover: cover.unwrap_or_default(),
        })))
    }

    /// Fetches the content of a message into the store, unless it is there already.
    pub(super) fn fetch(
        &self,
        client: &Client,
        record: &ReceivedRecord,
        control: &Control<'_>,
    ) -> Result<(), ExchangeError> {
        let id = record.id;
        let _inside = self.transfers.enter(id, control)?;
        // Another thread may have fetched it meanwhile.
        let now = self.store.received(id)?;
        if now.is_none_or(|now| now.state != ReceivedState::Offered) {
            return Ok(());
        }
        let content = self.download(client, record, control)?;
        Ok(self.store.keep_content(id, &content, Timestamp::now())?)
    }

    /// The content of a message, as the relay has it.
    pub(super) fn download(
        &self,
        client: &Client,
        record: &ReceivedRecord,
        control: &Control<'_>,
    ) -> Result<Vec<u8>, ExchangeError> {
        let (id, size, sha256) = (record.id, record.size, &record.sha256);
        if size > MOST_BYTES {
            let limit = MOST_BYTES;
            return Err(ExchangeError::TooLarge { size, limit });
        }
        let content = if size <= IN_MEMORY {
            let mut partial = InMemory::new();
            client.fetch(id, size, sha256, &mut partial, control)?;
            partial.into_bytes()
        } else {
            let mut partial = self.store.partial(id)?;
            client.fetch(id, size, sha256, &mut partial, control)?;
            partial.read().map_err(StoreError::from)?
        };
        match content.len() as u64 == size && sha256_hex(&content) == *sha256 {
            true => Ok(content),
            false => Err(RelayError::Damaged.into()),
        }
    }
}

impl Partial for PartialFile {
    fn len(&self) -> u64 {
        // What cannot be measured is taken for empty, and begun anew by what is appended.
        PartialFile::len(self).unwrap_or_default()
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        PartialFile::append(self, bytes)
    }

    fn restart(&mut self) -> io::Result<()> {
        PartialFile::restart(self)
    }

    fn digest(&mut self) -> io::Result<String> {
        PartialFile::digest(self)
    }
}

/// What is to be made of what the relay says of a message for this office.
enum Look<'a> {
    News(Noted<'a>),
    /// It ended here, and the relay offers it: the relay has forgotten that.
    EndAgain,
}

/// What the relay says of a message for this office.
struct Noted<'a> {
    item: &'a Received,
    state: ReceivedState,
    is_new: bool,
    cover: Vec<u8>,
}

impl Noted<'_> {
    fn news(&self) -> ReceivedNews<'_> {
        let item = self.item;
        ReceivedNews {
            id: item.id,
            sender: item.sender,
            stamp: item.stamp,
            size: item.size,
            sha256: &item.sha256,
            cover: &self.cover,
            state: self.state,
            at: Timestamp::now(),
        }
    }
}

/// Whether the relay speaks of the message that is known here. A message never changes; an id that comes back with another
/// content is not taken for it.
fn check_same(known: &ReceivedRecord, item: &Received) -> Result<(), ExchangeError> {
    let same = item.id == known.id
        && item.sender == known.sender
        && item.stamp == known.stamp
        && item.size == known.size
        && item.sha256 == known.sha256;
    if same {
        Ok(())
    } else {
        Err(ExchangeError::RelayDiffers)
    }
}

/// A state of the relay as the receiver's store names it; `None` for one that a receiver is never shown.
fn received_state(state: State) -> Option<ReceivedState> {
    Some(match state {
        State::Available => ReceivedState::Offered,
        State::Taken => ReceivedState::Taken,
        State::Withdrawn => ReceivedState::Withdrawn,
        State::Expired => ReceivedState::Expired,
        State::Rejected => ReceivedState::Rejected,
        State::Announced | State::Uploading | State::Unknown => return None,
    })
}
