//! The way of sent messages to the relay, and what becomes of them there.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::error::ExchangeError;
use super::office::Office;
use super::reason::rejection_code;
use super::sync::{Ended, Going, Pass};
use crate::envelope::{EnvelopeError, Role, SignedBy, VerifiedReceipt, open, verify_receipt};
use crate::message::{Cover, Parcel};
use crate::relay::wire::{Announce, ProblemCode, Sent, State};
use crate::relay::{Client, RelayError};
use crate::store::{
    List, NewSealed, SealedFor, SentNews, SentQuery, SentRecord, SentState, Step, StoreError,
    StoredSealed,
};

/// Directory entries are asked for anew when they are this old, so that they stay fresh.
const ENTRY_AGES: SignedDuration = SignedDuration::from_hours(12);
const REFRESH_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// Offices of so many messages, the latest ones, are asked for.
const RECENT: u32 = 200;

impl Pass<'_> {
    /// Everything that waits goes to the relay, oldest first. Whether there was anything.
    pub(super) fn deliver(&mut self) -> Result<bool, Ended> {
        let due = self.office.store.due(self.due)?;
        let ready = |record: &&SentRecord| Errand::of(record) == Errand::Bring;
        let ready: Vec<_> = due.iter().filter(ready).map(|record| record.id).collect();
        let begun = self.office.store.begin_attempts(&ready, Timestamp::now())?;
        for record in &due {
            self.check_cancelled()?;
            let done = match Errand::of(record) {
                Errand::Withdraw => self.withdraw(record),
                Errand::LookFor => self.look_for(record),
                Errand::Seal => self.send_draft(record),
                Errand::Bring => match begun.contains(&record.id) && self.still_goes(record.id)? {
                    true => self.bring(record, record.state == SentState::Waiting),
                    // Withdrawn by another thread meanwhile: for the next pass.
                    false => continue,
                },
            };
            match done {
                Ok(()) => self.went_well(),
                Err(error) => {
                    if !self.sending_failed(record, error)? {
                        break;
                    }
                }
            }
        }
        Ok(!due.is_empty())
    }

    fn still_goes(&self, id: Uuid) -> Result<bool, StoreError> {
        let record = self.office.store.sent(id)?;
        Ok(record.is_some_and(|record| !record.withdrawing))
    }

    fn send_draft(&mut self, record: &SentRecord) -> Result<(), ExchangeError> {
        let store = &self.office.store;
        self.seal_for_receiver(record)?;
        store.begin_attempt(record.id, Timestamp::now())?;
        let sealed = store.sent(record.id)?;
        self.bring(&sealed.ok_or(StoreError::UnknownMessage)?, true)
    }

    /// Brings a message to the relay. From here on its content is what it is: the relay holds on to size and digest. How it
    /// stands there is noted with the list, which it has moved on; and here, where an earlier attempt may have done that.
    fn bring(&mut self, record: &SentRecord, is_first: bool) -> Result<(), ExchangeError> {
        let (store, id) = (&self.office.store, record.id);
        let sealed = store.sent_sealed(id)?;
        // One that was to go into a folder, before the profile was changed, has none.
        let sealed = sealed.filter(|sealed| !sealed.content.is_empty());
        let sealed = sealed.ok_or(ExchangeError::SentContentNotKept)?;
        let service = self.service()?;
        check_size(&sealed.content, service.max_content_bytes)?;
        check_size(&sealed.cover, service.max_cover_bytes)?;
        let inline = record.size <= service.max_inline_bytes;
        let announced = self.client.announce(id, &announce(record, &sealed, inline));
        let sent = match announced {
            Err(error) if is(&error, ProblemCode::Final) => return self.note_known(id, error),
            // One that was brought before this store was put back to a backup, perhaps.
            Err(error) if is(&error, ProblemCode::Conflict) => return self.note_known(id, error),
            announced => announced?,
        };
        check_same(record, &sent)?;
        let sent = match sent.state {
            State::Announced | State::Uploading => {
                self.client
                    .upload(id, &sealed.content, &sent, self.control)?
            }
            _ => sent,
        };
        match is_first {
            true => Ok(()),
            false => self.note_sent(&sent),
        }
    }

    /// The relay has it as it is there. Where it has not, what it answered before stands.
    fn note_known(&mut self, id: Uuid, answered: RelayError) -> Result<(), ExchangeError> {
        match self.client.sent_message(id) {
            Err(error) if is(&error, ProblemCode::UnknownMessage) => Err(answered.into()),
            known => self.note_sent(&known?),
        }
    }

    /// Whether the relay still has it.
    fn look_for(&mut self, record: &SentRecord) -> Result<(), ExchangeError> {
        match self.client.sent_message(record.id) {
            Err(error) if is(&error, ProblemCode::UnknownMessage) => self.bring(record, false)?,
            known => self.note_sent(&known?)?,
        }
        Ok(self.office.store.settle_sent(record.id)?)
    }

    /// A draft becomes the message: sealed for the receiver's certificates of now, with the same id.
    fn seal_for_receiver(&mut self, record: &SentRecord) -> Result<(), ExchangeError> {
        let office = self.office;
        let entry = office.find_office_with(record.receiver.number, self.control)?;
        if !entry.takes_part {
            return Err(problem(ProblemCode::NotTakingPart));
        }
        let draft = office.store.sent_sealed(record.id)?;
        let draft = draft.ok_or(ExchangeError::SentContentNotKept)?;
        let opened = office.open_draft(record, &draft)?;
        let files: Vec<_> = opened
            .files
            .iter()
            .map(|(name, bytes)| (&**name, &**bytes))
            .collect();
        let sealed = office.seal_for(&entry, &opened.cover, &files)?;
        let sealed = NewSealed {
            sealed_for: SealedFor::Receiver,
            content: &sealed.content,
            content_sha256: &sealed.content_sha256,
            cover: &sealed.cover,
        };
        Ok(office.store.reseal(record.id, &sealed)?)
    }

    fn withdraw(&mut self, record: &SentRecord) -> Result<(), ExchangeError> {
        let id = record.id;
        let withdrawn = match self.client.withdraw(id) {
            Err(error) if is(&error, ProblemCode::UnknownMessage) => {
                match self.withdraw_unknown(record) {
                    Err(error) if is_refused(&error) => return self.note_withdrawn(record),
                    withdrawn => withdrawn?,
                }
            }
            Err(error) if is(&error, ProblemCode::Final) => self.client.sent_message(id)?,
            withdrawn => withdrawn?,
        };
        let noted = self.note_sent(&withdrawn);
        if noted.is_ok() || record.state.is_final() {
            self.office.store.settle_sent(id)?;
        }
        noted
    }

    /// The relay would not take it at all, so it never was there.
    fn note_withdrawn(&mut self, record: &SentRecord) -> Result<(), ExchangeError> {
        let news = SentNews {
            state: SentState::Withdrawn,
            history: &[],
            reason: None,
            receipt: None,
            at: Timestamp::now(),
        };
        if self.office.store.apply_sent(record.id, &news)? {
            self.report.withdrawn += 1;
        }
        Ok(self.office.store.settle_sent(record.id)?)
    }

    /// The relay has not heard of it. But the announce of an attempt that was cut may still be under way: announced here,
    /// without content, and withdrawn, the id is used up, and that one comes too late whenever it comes.
    fn withdraw_unknown(&mut self, record: &SentRecord) -> Result<Sent, ExchangeError> {
        let sealed = self.office.store.sent_sealed(record.id)?;
        let sealed = sealed.ok_or(ExchangeError::SentContentNotKept)?;
        self.client
            .announce(record.id, &announce(record, &sealed, false))?;
        Ok(self.client.withdraw(record.id)?)
    }

    /// What changed in the sent list since the last time.
    pub(super) fn follow_sent(&mut self) -> Going {
        self.follow(List::Sent, Client::sent, Self::note_sent_page)
    }

    fn note_sent_page(&mut self, items: &[Sent], cursor: u64) -> Going {
        let (mut noted, mut end_again) = (Vec::new(), Vec::new());
        for item in items {
            match self.look_at(item) {
                Ok(Some(Look::News(news))) => noted.push(news),
                Ok(Some(Look::EndAgain)) => end_again.push(item.id),
                Ok(None) => {}
                Err(error) => self.failed(Some(item.id), error)?,
            }
        }
        let news: Vec<_> = noted.iter().map(|noted| (noted.id, noted.news())).collect();
        let store = &self.office.store;
        let changed = store.apply_sent_page(&news, &end_again, cursor)?;
        for noted in noted.iter().filter(|noted| changed.contains(&noted.id)) {
            self.count(noted);
        }
        Ok(())
    }

    /// Notes what the relay answered about a sent message.
    fn note_sent(&mut self, item: &Sent) -> Result<(), ExchangeError> {
        if let Some(Look::News(noted)) = self.look_at(item)?
            && self.office.store.apply_sent(noted.id, &noted.news())?
        {
            self.count(&noted);
        }
        Ok(())
    }

    /// What the relay says of a sent message, compared and verified. What the store does not know was not sent from here.
    fn look_at(&mut self, item: &Sent) -> Result<Option<Look>, ExchangeError> {
        let office = self.office;
        let (Some(record), Some(state)) = (office.store.sent(item.id)?, sent_state(item.state))
        else {
            return Ok(None);
        };
        let record = office.same_or_adopted(record, item)?;
        let has_ended = matches!(record.state, SentState::Withdrawn | SentState::Failed);
        if has_ended && !item.is_final {
            // An announce that came late has made it appear once more, or the relay was set back.
            return Ok(Some(Look::EndAgain));
        }
        let ended = matches!(state, SentState::Withdrawn | SentState::Expired);
        let ended_otherwise = record.state.is_final() && record.state != state;
        let (receipt, fault) = match state {
            SentState::Taken => office.receipt(&record, item),
            _ if ended && item.receipt.is_some() => office.receipt(&record, item),
            _ => (None, None),
        };
        if state == SentState::Taken && ended_otherwise && receipt.is_none() {
            // It must not happen; that it did is told, not papered over.
            return Err(ExchangeError::RelayDiffers);
        }
        let is_proven = receipt.is_some() && fault.is_none();
        Ok(Some(Look::News(Noted {
            taken_all_the_same: is_proven && (ended || ended_otherwise),
            id: item.id,
            before: record.state,
            state,
            history: history(item),
            rejection: item.rejection.map(rejection_code),
            receipt,
            fault,
        })))
    }

    fn count(&mut self, noted: &Noted) {
        let report = &mut self.report;
        if noted.taken_all_the_same {
            report.problem(Some(noted.id), ExchangeError::TakenAllTheSame);
        }
        if noted.before.is_final() {
            if let Some(fault) = &noted.fault {
                report.problem(Some(noted.id), fault.clone().into());
            }
            return;
        }
        let counted = match noted.state {
            SentState::Available => &mut report.sent,
            SentState::Taken => {
                // It may have been taken before this machine heard that it was complete.
                report.sent += u32::from(noted.before != SentState::Available);
                match &noted.fault {
                    None => report.taken += 1,
                    Some(fault) => report.problem(Some(noted.id), fault.clone().into()),
                }
                return;
            }
            SentState::Withdrawn => &mut report.withdrawn,
            SentState::Expired | SentState::Rejected => &mut report.ended,
            _ => return,
        };
        *counted += 1;
    }

    /// Asks anew, once an hour, for the offices that were written to lately, before what is known of them is too old to be
    /// relied on. Where that fails, it is asked when a message goes there.
    pub(super) fn refresh_directory(&mut self) -> Going {
        let (store, now) = (&self.office.store, Timestamp::now());
        if !self.office.begin_refresh(now) {
            return Ok(());
        }
        let lately = SentQuery {
            limit: RECENT,
            ..SentQuery::default()
        };
        let sent = store.sent_list(&lately)?;
        let partners: BTreeSet<_> = sent.iter().map(|record| record.receiver.number).collect();
        for partner in partners {
            self.check_cancelled()?;
            let known = store.directory(partner)?;
            let age = known.map(|(_, at)| now.duration_since(at));
            if age.is_some_and(|age| age >= ENTRY_AGES)
                && self.office.find_office_with(partner, self.control).is_err()
            {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// What there is to do about a sent message.
#[derive(PartialEq, Eq)]
enum Errand {
    /// To ask the relay to take it back.
    Withdraw,
    /// To see whether the relay has it.
    LookFor,
    /// To seal what is a draft, and bring it.
    Seal,
    /// To bring it.
    Bring,
}

impl Errand {
    fn of(record: &SentRecord) -> Self {
        match record.state {
            _ if record.withdrawing => Self::Withdraw,
            SentState::Available => Self::LookFor,
            _ if record.sealed_for == SealedFor::Draft => Self::Seal,
            _ => Self::Bring,
        }
    }
}

/// What is to be made of what the relay says of a sent message.
enum Look {
    News(Noted),
    /// It ended here, and the relay offers it.
    EndAgain,
}

/// What the relay says of a sent message.
struct Noted {
    id: Uuid,
    /// Its receiver has stored it, though it had ended by withdrawal, expiry or otherwise.
    taken_all_the_same: bool,
    before: SentState,
    state: SentState,
    history: Vec<Step<SentState>>,
    rejection: Option<&'static str>,
    receipt: Option<Vec<u8>>,
    fault: Option<ReceiptFault>,
}

impl Noted {
    fn news(&self) -> SentNews<'_> {
        let fault = self.fault.as_ref().map(ReceiptFault::code);
        let late = self
            .taken_all_the_same
            .then(|| ExchangeError::TakenAllTheSame.code());
        SentNews {
            state: self.state,
            history: &self.history,
            reason: fault.or(self.rejection).or(late),
            receipt: self.receipt.as_deref(),
            at: Timestamp::now(),
        }
    }
}

/// A draft, opened.
pub(super) struct Draft {
    /// The cover that the message will have.
    pub(super) cover: Cover,
    pub(super) signer: SignedBy,
    pub(super) files: Vec<(String, Vec<u8>)>,
}

/// What is wrong with a receipt.
#[derive(Clone)]
enum ReceiptFault {
    Missing,
    Invalid(EnvelopeError),
}

impl ReceiptFault {
    fn code(&self) -> &'static str {
        ExchangeError::from(self.clone()).code()
    }
}

impl From<ReceiptFault> for ExchangeError {
    fn from(fault: ReceiptFault) -> Self {
        match fault {
            ReceiptFault::Missing => Self::NoReceipt,
            ReceiptFault::Invalid(error) => Self::Receipt(error),
        }
    }
}

impl Office {
    /// What a draft holds.
    pub(super) fn open_draft(
        &self,
        record: &SentRecord,
        sealed: &StoredSealed,
    ) -> Result<Draft, ExchangeError> {
        let opened = open::<Parcel>(
            &self.papers()?.identities,
            &self.papers()?.trust,
            Role::Sender,
            &sealed.content,
        )?;
        let parcel = opened.cover;
        if parcel.id != record.id {
            return Err(ExchangeError::CoverMismatch);
        }
        let cover = Cover {
            id: parcel.id,
            sender: record.sender,
            receivers: vec![record.receiver],
            stamp: record.stamp,
            set: record.set,
            subject: parcel.subject,
            text: parcel.text,
            files: parcel.files,
            created_at: parcel.created_at,
            software: parcel.software,
        };
        Ok(Draft {
            cover,
            signer: opened.signer,
            files: opened.files,
        })
    }

    /// The receipt of a message, as it came, and what is wrong with it.
    fn receipt(&self, record: &SentRecord, item: &Sent) -> (Option<Vec<u8>>, Option<ReceiptFault>) {
        let Some(text) = &item.receipt else {
            return (None, Some(ReceiptFault::Missing));
        };
        let Ok(signed) = BASE64.decode(text) else {
            // Its bytes, for whoever looks into it.
            let fault = ReceiptFault::Invalid(EnvelopeError::Malformed);
            return (Some(text.clone().into_bytes()), Some(fault));
        };
        let fault = self.check_receipt(record, &signed).err();
        (Some(signed), fault.map(ReceiptFault::Invalid))
    }

    /// Verifies a receipt, and that it is the receiver's for this message and this content.
    pub(super) fn check_receipt(
        &self,
        record: &SentRecord,
        signed: &[u8],
    ) -> Result<VerifiedReceipt, EnvelopeError> {
        let verified = verify_receipt(&self.papers()?.trust, signed)?;
        let receipt = &verified.receipt;
        let agrees = receipt.message == record.id
            && receipt.sender == self.number()
            && receipt.receiver == record.receiver.number
            && receipt.content_sha256 == record.sha256;
        if agrees {
            Ok(verified)
        } else {
            Err(EnvelopeError::WrongReceipt)
        }
    }

    fn begin_refresh(&self, now: Timestamp) -> bool {
        let mut last = self
            .refreshed
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let is_due = last.is_none_or(|last| now.duration_since(last).abs() >= REFRESH_EVERY);
        if is_due {
            *last = Some(now);
        }
        is_due
    }

    /// The message that the relay speaks of. One that had not left as far as this store knows, which may have been put back to
    /// a backup, becomes the one that is there: nobody else can have brought it under its id.
    fn same_or_adopted(
        &self,
        record: SentRecord,
        item: &Sent,
    ) -> Result<SentRecord, ExchangeError> {
        let same = check_same(&record, item);
        let has_left = !matches!(record.state, SentState::Waiting | SentState::Sending);
        if same.is_ok() || has_left || !is_about(&record, item) {
            return same.map(|()| record);
        }
        self.store.adopt(record.id, item.size, &item.sha256)?;
        let adopted = self.store.sent(record.id)?;
        Ok(adopted.ok_or(StoreError::UnknownMessage)?)
    }
}

/// Whether the relay speaks of the message that this office has.
fn check_same(record: &SentRecord, item: &Sent) -> Result<(), ExchangeError> {
    if is_about(record, item) && item.size == record.size && item.sha256 == record.sha256 {
        Ok(())
    } else {
        Err(ExchangeError::RelayDiffers)
    }
}

fn is_about(record: &SentRecord, item: &Sent) -> bool {
    item.id == record.id && item.receiver == record.receiver.number && item.stamp == record.stamp
}

fn announce(record: &SentRecord, sealed: &StoredSealed, inline: bool) -> Announce {
    Announce {
        receiver: record.receiver.number,
        stamp: record.stamp,
        size: record.size,
        sha256: record.sha256.clone(),
        cover: BASE64.encode(&sealed.cover),
        content: inline.then(|| BASE64.encode(&sealed.content)),
    }
}

fn check_size(sealed: &[u8], limit: u64) -> Result<(), ExchangeError> {
    let size = sealed.len() as u64;
    if size <= limit {
        Ok(())
    } else {
        Err(ExchangeError::TooLarge { size, limit })
    }
}

/// A state of the relay as the sender's store names it; `None` for one of a newer relay.
fn sent_state(state: State) -> Option<SentState> {
    Some(match state {
        State::Announced | State::Uploading => SentState::Sending,
        State::Available => SentState::Available,
        State::Taken => SentState::Taken,
        State::Withdrawn => SentState::Withdrawn,
        State::Expired => SentState::Expired,
        State::Rejected => SentState::Rejected,
        State::Unknown => return None,
    })
}

fn history(item: &Sent) -> Vec<Step<SentState>> {
    let steps = item.history.iter().filter_map(|change| {
        let state = sent_state(change.state)?;
        let at = change.at;
        Some(Step { state, at })
    });
    // An end stands in the state, with what proves it; not in the history alone.
    let current = sent_state(item.state);
    let mut steps: Vec<_> = steps
        .filter(|step: &Step<_>| !step.state.is_final() || Some(step.state) == current)
        .collect();
    steps.dedup_by_key(|step| step.state);
    steps
}

pub(super) fn is(error: &RelayError, expected: ProblemCode) -> bool {
    matches!(error, RelayError::Problem { code, .. } if *code == expected)
}

/// Whether the relay takes no such message.
fn is_refused(error: &ExchangeError) -> bool {
    let refusals = [
        ProblemCode::UnknownOffice,
        ProblemCode::NotTakingPart,
        ProblemCode::TooLarge,
        ProblemCode::BadRequest,
    ];
    matches!(error, ExchangeError::Relay(error) if refusals.iter().any(|code| is(error, *code)))
}

fn problem(code: ProblemCode) -> ExchangeError {
    ExchangeError::Relay(RelayError::Problem {
        code,
        retry_after: None,
    })
}
