//! Why a message failed, was rejected or waits: stable codes. What they mean for people is in [`super::reason_words`].

use std::fmt;

use super::error::ExchangeError;
use super::reason_words::{self, Side};
use crate::envelope::EnvelopeError;
use crate::explain::Explanation;
use crate::finding::Lang;
use crate::relay::RelayError;
use crate::relay::wire::RejectionReason;
use crate::store::{ReceivedState, SentState, StoreError};

/// Why a message failed, was rejected or waits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Reason {
    code: String,
    /// Who reads it; `None` where it is not about one message.
    side: Option<Side>,
}

impl Reason {
    /// Of something that is not about one message.
    pub(super) fn new(code: String) -> Self {
        Self { code, side: None }
    }

    /// Of a message that this office sent. Every end has a reason, also one that nothing was noted of.
    pub(super) fn of_sent(code: Option<String>, state: SentState) -> Option<Self> {
        let (code, side) = match state {
            SentState::Expired => (or(code, "expired"), Side::Sending),
            SentState::Withdrawn => (or(code, "withdrawn"), Side::Sending),
            SentState::Rejected => (or(code, "refused"), Side::Refused),
            _ => (code, Side::Sending),
        };
        code.map(|code| Self {
            code,
            side: Some(side),
        })
    }

    /// Of a message for this office.
    pub(super) fn of_received(code: Option<String>, state: ReceivedState) -> Option<Self> {
        let code = match state {
            ReceivedState::Expired => or(code, "expired"),
            ReceivedState::Withdrawn => or(code, "withdrawn"),
            _ => code,
        };
        code.map(|code| Self {
            code,
            side: Some(Side::Receiving),
        })
    }

    /// Stable; one word such as `unknown_office`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What happened and what to do about it, for the office that reads it: the sender of a message is told other words than
    /// its receiver.
    pub fn explanation(&self) -> Explanation {
        reason_words::of(&self.code, self.side)
    }

    /// What happened.
    pub fn message(&self, lang: Lang) -> String {
        let explanation = self.explanation();
        lang.pick(explanation.ja, explanation.en)
    }

    /// What to do next.
    pub fn hint(&self, lang: Lang) -> &'static str {
        let explanation = self.explanation();
        lang.pick(explanation.hint_ja, explanation.hint_en)
    }
}

/// What was noted, or else what the state itself says.
fn or(code: Option<String>, of_state: &str) -> Option<String> {
    code.or_else(|| Some(of_state.to_owned()))
}

impl fmt::Debug for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)
    }
}

impl ExchangeError {
    /// A stable code, one word; for a message that failed or waits it is the code of its [`Reason`].
    pub fn code(&self) -> &'static str {
        match self {
            Self::ProfileFile { .. } => "profile_file",
            Self::NoPassword { .. } => "profile_password",
            Self::PasswordNotGiven => "password_not_given",
            Self::ProfileForm { .. } => "profile_form",
            Self::ProfileIdentity { error, .. } => code_of_envelope(error),
            Self::ProfileWay => "profile_way",
            Self::ProfileRetention { .. } => "profile_retention",
            Self::ProfileCertificate { .. } => "profile_certificate",
            Self::NotSender { .. } => "not_sender",
            Self::TooLarge { .. } => "too_large",
            Self::CoverMismatch => "cover_mismatch",
            Self::RelayDiffers => "relay_differs",
            Self::Receipt(_) => "receipt_invalid",
            Self::NoReceipt => "receipt_missing",
            Self::NoReceiptYet => "no_receipt_yet",
            Self::NotTaken => "not_taken",
            Self::WrongState { .. } => "wrong_state",
            Self::ContentNotKept | Self::SentContentNotKept => "content_not_kept",
            Self::StampUsed { .. } => "stamp_used",
            Self::TakenAllTheSame => "taken_all_the_same",
            Self::ClockAhead { .. } => "clock_ahead",
            Self::WorkerRuns => "worker_runs",
            Self::NoThread => "no_thread",
            Self::Cancelled => "cancelled",
            Self::CalledFromWithin => "called_from_within",
            Self::Envelope(error) => code_of_envelope(error),
            Self::Relay(error) => relay_code(error),
            Self::Store(error) => store_code(error),
            Self::Folder(error) => error.code(),
        }
    }
}

/// Which reason a receiver gives whose envelope cannot be opened for this cause.
pub fn rejection_for(error: &EnvelopeError) -> RejectionReason {
    match code_of_envelope(error) {
        "cannot_open" => RejectionReason::CannotOpen,
        "not_trusted" => RejectionReason::NotTrusted,
        "not_for_us" => RejectionReason::NotForUs,
        "damaged" => RejectionReason::Damaged,
        _ => RejectionReason::CannotOpen,
    }
}

pub(super) fn rejection_code(reason: RejectionReason) -> &'static str {
    match reason {
        RejectionReason::CannotOpen => "cannot_open",
        RejectionReason::NotTrusted => "not_trusted",
        RejectionReason::Damaged => "damaged",
        RejectionReason::NotForUs => "not_for_us",
        RejectionReason::Refused | RejectionReason::Unknown => "refused",
    }
}

pub(super) fn rejection_of(code: Option<&str>) -> RejectionReason {
    match code {
        Some("cannot_open") => RejectionReason::CannotOpen,
        Some("not_trusted") => RejectionReason::NotTrusted,
        Some("damaged") => RejectionReason::Damaged,
        Some("not_for_us") => RejectionReason::NotForUs,
        _ => RejectionReason::Refused,
    }
}

/// A stable code, one word: the one that an [`ExchangeError`] of this cause has.
pub fn code_of_envelope(error: &EnvelopeError) -> &'static str {
    match error {
        EnvelopeError::NotForThisCertificate => "cannot_open",
        EnvelopeError::NotReceiver | EnvelopeError::OtherRecipients => "not_for_us",
        EnvelopeError::NoCertificate { .. } => "no_certificate",
        EnvelopeError::Weak(_)
        | EnvelopeError::NotSigned
        | EnvelopeError::BadSignature
        | EnvelopeError::Untrusted { .. }
        | EnvelopeError::NoOffice
        | EnvelopeError::WrongSender { .. }
        | EnvelopeError::WeakKey => "not_trusted",
        EnvelopeError::Malformed
        | EnvelopeError::Tampered
        | EnvelopeError::BadContent(_)
        | EnvelopeError::FilesDiffer
        | EnvelopeError::NotEvidence(_) => "damaged",
        EnvelopeError::TooLarge { .. } => "too_large",
        EnvelopeError::WrongReceipt => "receipt_invalid",
        EnvelopeError::Key(_) => "private_key",
        _ => "envelope",
    }
}

pub(super) fn relay_code(error: &RelayError) -> &'static str {
    match error {
        // A content that is damaged inside its envelope is another matter.
        RelayError::Damaged => "transfer_damaged",
        RelayError::Settings(_) => "relay_settings",
        error => error.code(),
    }
}

fn store_code(error: &StoreError) -> &'static str {
    match error {
        StoreError::InUse => "store_in_use",
        StoreError::OtherOffice(_) => "store_of_other_office",
        StoreError::Newer(_) => "store_newer",
        StoreError::DiskFull | StoreError::TargetFull => "disk_full",
        StoreError::Damaged => "store_damaged",
        StoreError::NoBackup => "no_backup",
        StoreError::DamagedBackup => "backup_damaged",
        StoreError::Target(_) | StoreError::InsideStore => "backup_folder",
        StoreError::NoPersonKey | StoreError::WrongPersonKey => "person_key",
        StoreError::Log(_) => "access_log_changed",
        StoreError::UnknownMessage => "unknown_message",
        StoreError::WrongState => "wrong_state",
        StoreError::Io(_) => "store_folder",
        StoreError::Crypto | StoreError::Database(_) => "store_failed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_of_a_rejection_come_back_as_they_were() {
        for reason in [
            RejectionReason::CannotOpen,
            RejectionReason::NotTrusted,
            RejectionReason::Damaged,
            RejectionReason::NotForUs,
            RejectionReason::Refused,
        ] {
            assert_eq!(rejection_of(Some(rejection_code(reason))), reason);
        }
    }
}
