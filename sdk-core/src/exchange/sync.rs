//! 送受信: one pass over everything there is to do.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::error::ExchangeError;
use super::folder::{Refused, Unfinished};
use super::office::{Office, Way};
use super::status::LastSync;
use crate::control::Control;
use crate::envelope::{EnvelopeError, TrustFault};
use crate::relay::wire::{ProblemCode, Service};
use crate::relay::{Backoff, Client, RelayError, Unreachable};
use crate::store::{ReceivedRecord, SentRecord, StoreError};

/// So many problems are told one by one; the others are counted.
const TOLD: usize = 100;

/// For so long what the relay said of itself is relied on.
const SERVICE_HOLDS: SignedDuration = SignedDuration::from_mins(60);

/// What one pass did.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct SyncReport {
    /// Messages that are complete at the relay now.
    pub sent: u32,
    /// Own messages whose receipt came.
    pub taken: u32,
    /// Own messages that were withdrawn.
    pub withdrawn: u32,
    /// Own messages that ended otherwise: failed, expired, rejected.
    pub ended: u32,
    /// Own messages that lie in the folder for upload now, after they had been left half-way.
    pub handed_over: u32,
    /// Messages for this office that were offered for the first time.
    pub offered: u32,
    /// Contents that came.
    pub fetched: u32,
    /// Receipts that were handed in.
    pub receipts: u32,
    /// Rejections that were handed in.
    pub rejections: u32,
    /// Files in the folder of downloads that are no set for this office, and why: told each time, as long as they are there.
    pub refused: Vec<Refused>,
    /// Files in the folder of downloads that are left for later.
    pub unfinished: Vec<Unfinished>,
    /// What did not go well, at most 100 of them, the first one first.
    pub errors: Vec<SyncProblem>,
    /// How many there were in all.
    pub error_count: u32,
    /// Whether the pass went through to its end. Where not, the last error says why.
    pub complete: bool,
    /// When something is to be done again by itself; `None` where nothing waits.
    pub next: Option<Timestamp>,
}

/// One thing that did not go well.
#[derive(Debug)]
pub struct SyncProblem {
    /// With which message; `None` where it is about the connection or the store as a whole.
    pub message: Option<Uuid>,
    /// What happened.
    pub error: ExchangeError,
}

impl SyncProblem {
    /// The stable code of the error.
    pub fn code(&self) -> &'static str {
        self.error.code()
    }
}

impl SyncReport {
    /// Whether the pass went through and nothing went wrong.
    pub fn is_clean(&self) -> bool {
        self.complete && self.error_count == 0
    }

    /// Why the pass ended before its end.
    pub fn ended_by(&self) -> Option<&ExchangeError> {
        match self.complete {
            true => None,
            false => self.errors.last().map(|problem| &problem.error),
        }
    }

    /// The first error, where there is one, in the place of the report: for a caller to whom all or nothing matters.
    pub fn into_result(mut self) -> Result<Self, ExchangeError> {
        match self.errors.is_empty() {
            true => Ok(self),
            false => Err(self.errors.swap_remove(0).error),
        }
    }

    pub(super) fn problem(&mut self, message: Option<Uuid>, error: ExchangeError) {
        self.error_count = self.error_count.saturating_add(1);
        if self.errors.len() < TOLD {
            self.errors.push(SyncProblem { message, error });
        }
    }

    /// The pass ends here.
    pub(super) fn end(&mut self, error: ExchangeError) {
        self.complete = false;
        self.errors.truncate(TOLD - 1);
        self.problem(None, error);
    }
}

impl Office {
    /// One pass: what waits goes to the relay, what changed there comes here, contents are fetched, receipts and rejections
    /// are handed in. What had to wait after an error is tried now, whether or not its time has come.
    ///
    /// One bad message does not hold up the others. A relay that cannot be reached ends the pass; nothing is lost by that, the
    /// next one goes on. Passes of one office run one after the other.
    pub fn sync(&self, control: &Control<'_>) -> SyncReport {
        self.pass(control, Timestamp::MAX)
    }

    /// The same with what is due at a time.
    pub(super) fn pass(&self, control: &Control<'_>, due: Timestamp) -> SyncReport {
        let mut report = SyncReport {
            complete: true,
            ..SyncReport::default()
        };
        // Before anything is logged: a handler of the log that calls this would be called again for each line.
        if self.passes.is_held_here(()) {
            report.end(ExchangeError::CalledFromWithin);
            return report;
        }
        self.line_pass_begins();
        match self.passes.enter((), control) {
            Err(error) => report.end(error),
            Ok(_inside) => {
                report = match &self.way {
                    Way::Relay(client) => Pass::new(self, client, control, due, report).run(),
                    Way::Folder(carrier) => self.carry(carrier, control, report),
                };
                report.next = self.store.next_due(Timestamp::now()).ok().flatten();
                self.note_sync(LastSync::of(&report));
                self.note_refused_password();
                self.note_relay_time();
            }
        }
        self.lines_of_pass(&report);
        self.tell_events();
        report
    }
}

/// A pass that is under way.
pub(super) struct Pass<'a> {
    pub(super) office: &'a Office,
    pub(super) client: Client,
    pub(super) control: &'a Control<'a>,
    pub(super) due: Timestamp,
    pub(super) report: SyncReport,
    /// How often in a row the connection broke.
    broken: u32,
    waits: Backoff,
}

/// The pass cannot go on.
pub(super) struct Ended(pub(super) ExchangeError);

/// Whether the pass goes on.
pub(super) type Going = Result<(), Ended>;

impl From<StoreError> for Ended {
    fn from(error: StoreError) -> Self {
        Self(error.into())
    }
}

/// What an error means for the message, and for the pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Never again the same way.
    Fails,
    /// Later, this message alone.
    Waits,
    /// Later, and so do all that would be sent.
    StopsSending,
    /// Later, as everything.
    EndsPass,
    /// The message has gone on meanwhile; the next look tells how.
    Moved,
}

impl<'a> Pass<'a> {
    fn new(
        office: &'a Office,
        client: &'a Client,
        control: &'a Control<'a>,
        due: Timestamp,
        report: SyncReport,
    ) -> Self {
        Self {
            office,
            // So that every call ends when the caller wants it to.
            client: match control.cancel {
                Some(cancel) => client.with_cancel(cancel),
                None => client.clone(),
            },
            control,
            due,
            report,
            broken: 0,
            waits: Backoff::new(Duration::from_secs(5), Duration::from_secs(900)),
        }
    }

    fn run(mut self) -> SyncReport {
        if let Err(Ended(error)) = self.steps() {
            self.report.end(error);
        }
        self.report
    }

    fn steps(&mut self) -> Going {
        let ahead = self.look_for_news()?;
        if ahead.received {
            self.follow_received()?;
        }
        // What is small first: nobody waits for a receipt because of a large content.
        self.hand_in()?;
        // What this office does itself moves its list on as well.
        if self.deliver()? || ahead.sent {
            self.follow_sent()?;
        }
        self.fetch_contents()?;
        self.refresh_directory()
    }

    pub(super) fn check_cancelled(&self) -> Going {
        match self.control.is_cancelled() {
            true => Err(Ended(ExchangeError::Cancelled)),
            false => Ok(()),
        }
    }

    /// What the relay says of itself.
    pub(super) fn service(&mut self) -> Result<Service, ExchangeError> {
        let known = || {
            self.office
                .service
                .lock()
                .unwrap_or_else(|held| held.into_inner())
        };
        let now = Timestamp::now();
        if let Some((service, at)) = &*known()
            && now.duration_since(*at).abs() < SERVICE_HOLDS
        {
            return Ok(service.clone());
        }
        let service = self.client.service()?;
        *known() = Some((service.clone(), now));
        Ok(service)
    }

    /// A step of sending one message failed. False where nothing else can be sent now.
    pub(super) fn sending_failed(
        &mut self,
        record: &SentRecord,
        error: ExchangeError,
    ) -> Result<bool, Ended> {
        let effect = match self.effect(&error) {
            // Failed is final; what is to be withdrawn may be at the relay.
            Effect::Fails if record.withdrawing => Effect::Waits,
            effect => effect,
        };
        let (id, code, now) = (record.id, error.code(), Timestamp::now());
        let noted = match effect {
            Effect::Fails => self.office.store.fail(id, code, now),
            Effect::Waits | Effect::StopsSending => {
                let next = self.next(record.attempts, &error);
                self.office.store.postpone(id, code, next)
            }
            // The next pass has its own time.
            Effect::EndsPass => self.office.store.postpone(id, code, now),
            Effect::Moved => Ok(()),
        };
        settle(noted)?;
        match effect {
            Effect::Moved => Ok(true),
            Effect::EndsPass => Err(Ended(error)),
            _ => {
                self.report.ended += u32::from(effect == Effect::Fails);
                self.report.problem(Some(id), error);
                Ok(effect != Effect::StopsSending)
            }
        }
    }

    /// A step with a received message failed.
    pub(super) fn receiving_failed(
        &mut self,
        record: &ReceivedRecord,
        error: ExchangeError,
    ) -> Going {
        let effect = self.effect(&error);
        let next = match effect {
            Effect::Moved => return Ok(()),
            Effect::EndsPass => Timestamp::now(),
            // Nothing that comes for this office is given up; a refusal of the relay may be a fault of the relay.
            Effect::Fails => Timestamp::now() + SignedDuration::from_hours(1),
            Effect::Waits | Effect::StopsSending => self.next(record.attempts, &error),
        };
        let store = &self.office.store;
        settle(store.postpone_received(record.id, error.code(), next))?;
        if effect == Effect::EndsPass {
            return Err(Ended(error));
        }
        self.report.problem(Some(record.id), error);
        Ok(())
    }

    /// A step about no message in particular failed.
    pub(super) fn failed(&mut self, message: Option<Uuid>, error: ExchangeError) -> Going {
        match self.effect(&error) {
            Effect::EndsPass => Err(Ended(error)),
            _ => {
                self.report.problem(message, error);
                Ok(())
            }
        }
    }

    /// The same, where what follows does without: a connection that was cut or slow once need not be told of.
    pub(super) fn overcome(&mut self, error: ExchangeError) -> Going {
        match self.effect(&error) {
            Effect::EndsPass => Err(Ended(error)),
            _ if is_break(&error) => Ok(()),
            _ => {
                self.report.problem(None, error);
                Ok(())
            }
        }
    }

    /// The connection is good.
    pub(super) fn went_well(&mut self) {
        self.broken = 0;
    }

    fn next(&mut self, attempts: u32, error: &ExchangeError) -> Timestamp {
        let wait = self.waits.after(attempts, error.retry_after());
        let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::from_hours(1));
        let now = Timestamp::now();
        now.checked_add(wait).unwrap_or(now)
    }

    fn effect(&mut self, error: &ExchangeError) -> Effect {
        // One message whose transfer is always cut must not hold up the others; a relay that is away cuts each of them.
        if is_break(error) {
            self.broken += 1;
            let is_away = self.broken > 1 && self.client.service().is_err();
            return match is_away {
                false => Effect::Waits,
                true => Effect::EndsPass,
            };
        }
        effect(error, self.office)
    }
}

/// What is noted of a message that has gone on meanwhile does not matter any more.
fn settle(noted: Result<(), StoreError>) -> Going {
    match noted {
        Err(StoreError::WrongState | StoreError::UnknownMessage) | Ok(()) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The connection broke or was too slow.
fn is_break(error: &ExchangeError) -> bool {
    let cut = RelayError::Unreachable(Unreachable::Cut);
    let late = RelayError::Unreachable(Unreachable::TimedOut);
    matches!(error, ExchangeError::Relay(error) if *error == cut || *error == late)
}

fn effect(error: &ExchangeError, office: &Office) -> Effect {
    match error {
        ExchangeError::Store(StoreError::WrongState | StoreError::UnknownMessage)
        // This very thread is fetching it, further up.
        | ExchangeError::CalledFromWithin => Effect::Moved,
        ExchangeError::Store(_) | ExchangeError::Cancelled => Effect::EndsPass,
        // A card that was taken out, an own certificate that has ended: it goes on when that is mended.
        ExchangeError::Envelope(EnvelopeError::Key(_) | EnvelopeError::OpenSsl(_)) => Effect::Waits,
        ExchangeError::Envelope(EnvelopeError::Untrusted {
            office: whose,
            fault,
        }) if whose == office.number().as_str() || passes(fault) => Effect::Waits,
        ExchangeError::Relay(RelayError::Problem { code, .. }) => of_problem(*code),
        ExchangeError::Relay(RelayError::Damaged) | ExchangeError::RelayDiffers => Effect::Waits,
        ExchangeError::Relay(_) => Effect::EndsPass,
        _ => Effect::Fails,
    }
}

/// Whether a fault of a certificate goes away with time, or with a newer revocation list.
fn passes(fault: &TrustFault) -> bool {
    matches!(
        fault,
        TrustFault::NotYetValid
            | TrustFault::RevocationUnknown(_)
            | TrustFault::SignedInFuture { .. }
    )
}

fn of_problem(code: ProblemCode) -> Effect {
    match code {
        ProblemCode::UnknownOffice
        | ProblemCode::NotTakingPart
        | ProblemCode::Conflict
        | ProblemCode::TooLarge
        | ProblemCode::BadRequest => Effect::Fails,
        ProblemCode::QuotaExceeded | ProblemCode::StorageFull => Effect::StopsSending,
        // The relay failed at this one, or has lost it, or is of another version.
        ProblemCode::DigestMismatch
        | ProblemCode::Incomplete
        | ProblemCode::RequestTimeout
        | ProblemCode::Internal
        | ProblemCode::UnknownMessage
        | ProblemCode::Final
        | ProblemCode::ContentGone
        | ProblemCode::BadRange
        | ProblemCode::NotFound
        | ProblemCode::MethodNotAllowed
        | ProblemCode::Unknown => Effect::Waits,
        _ => Effect::EndsPass,
    }
}
