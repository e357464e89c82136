//! Which status an error of the core is. No arm catches all, so that an error that is new there does not compile here until
//! it has its status.

use std::io;

use careplan_core::envelope::{EnvelopeError, TrustFault};
use careplan_core::exchange::ExchangeError;
use careplan_core::relay::RelayError;
use careplan_core::relay::wire::ProblemCode;
use careplan_core::store::StoreError;

use crate::status::*;

pub(crate) fn of_exchange(error: &ExchangeError) -> u32 {
    match error {
        ExchangeError::ProfileFile { .. } => CPL_PROFILE_UNREADABLE,
        ExchangeError::ProfileForm { .. }
        | ExchangeError::NoPassword { .. }
        | ExchangeError::PasswordNotGiven => CPL_PROFILE_INVALID,
        ExchangeError::ProfileCertificate { .. } => CPL_IDENTITY_INVALID,
        ExchangeError::ProfileIdentity { error, .. } => of_envelope(error),
        ExchangeError::NotSender { .. } => CPL_NOT_SENDER,
        ExchangeError::TooLarge { .. } => CPL_TOO_LARGE,
        ExchangeError::ProfileWay | ExchangeError::ProfileRetention { .. } => CPL_PROFILE_INVALID,
        ExchangeError::CoverMismatch | ExchangeError::Receipt(_) => CPL_CONTENT_INVALID,
        ExchangeError::RelayDiffers | ExchangeError::NoReceipt => CPL_RELAY_PROTOCOL,
        ExchangeError::NotTaken => CPL_NOT_TAKEN,
        ExchangeError::WrongState { .. } => CPL_WRONG_STATE,
        ExchangeError::ContentNotKept | ExchangeError::SentContentNotKept => CPL_CONTENT_GONE,
        ExchangeError::WorkerRuns => CPL_WORKER_RUNS,
        ExchangeError::NoReceiptYet => CPL_NO_RECEIPT,
        ExchangeError::NoThread => CPL_NO_THREAD,
        ExchangeError::StampUsed { .. } => CPL_STAMP_USED,
        ExchangeError::TakenAllTheSame => CPL_TAKEN_ALL_THE_SAME,
        ExchangeError::ClockAhead { .. } => CPL_CLOCK_AHEAD,
        ExchangeError::Cancelled => CPL_CANCELLED,
        ExchangeError::CalledFromWithin => CPL_CALLED_FROM_WITHIN,
        ExchangeError::Store(error) => of_store(*error),
        ExchangeError::Folder(_) => CPL_FOLDER,
        ExchangeError::Envelope(error) => of_envelope(error),
        ExchangeError::Relay(error) => of_relay(error),
    }
}

fn of_store(error: StoreError) -> u32 {
    match error {
        StoreError::InUse => CPL_STORE_IN_USE,
        StoreError::DiskFull | StoreError::TargetFull => CPL_DISK_FULL,
        StoreError::Damaged
        | StoreError::NoBackup
        | StoreError::DamagedBackup
        | StoreError::NoPersonKey
        | StoreError::WrongPersonKey => CPL_STORE_DAMAGED,
        StoreError::Log(_) => CPL_ACCESS_LOG_CHANGED,
        StoreError::OtherOffice(_) | StoreError::Newer(_) => CPL_STORE_UNFIT,
        StoreError::UnknownMessage => CPL_UNKNOWN_MESSAGE,
        StoreError::WrongState => CPL_WRONG_STATE,
        StoreError::Io(_) | StoreError::Target(_) | StoreError::InsideStore => CPL_STORE_UNUSABLE,
        StoreError::Crypto | StoreError::Database(_) => CPL_INTERNAL,
    }
}

pub(crate) fn of_envelope(error: &EnvelopeError) -> u32 {
    match error {
        EnvelopeError::Malformed => CPL_ENVELOPE_MALFORMED,
        EnvelopeError::Weak(_) => CPL_ENVELOPE_WEAK,
        EnvelopeError::NotForThisCertificate | EnvelopeError::NotReceiver => {
            CPL_ENVELOPE_NOT_FOR_US
        }
        EnvelopeError::Tampered | EnvelopeError::OtherRecipients => CPL_ENVELOPE_TAMPERED,
        EnvelopeError::NotSigned | EnvelopeError::BadSignature => CPL_SIGNATURE_INVALID,
        EnvelopeError::Untrusted {
            fault: TrustFault::Expired | TrustFault::NotYetValid,
            ..
        } => CPL_CERTIFICATE_EXPIRED,
        EnvelopeError::Untrusted {
            fault: TrustFault::Revoked { .. },
            ..
        } => CPL_CERTIFICATE_REVOKED,
        EnvelopeError::Untrusted {
            fault: TrustFault::RevocationUnknown(_),
            ..
        } => CPL_REVOCATION_UNKNOWN,
        EnvelopeError::Untrusted {
            fault: TrustFault::RefusedKind { .. },
            ..
        } => CPL_CERTIFICATE_KIND,
        EnvelopeError::Untrusted { .. } | EnvelopeError::NoOffice => CPL_CERTIFICATE_UNTRUSTED,
        EnvelopeError::WrongSender { .. } => CPL_WRONG_SENDER,
        EnvelopeError::BadContent(_)
        | EnvelopeError::FilesDiffer
        | EnvelopeError::NotEvidence(_)
        | EnvelopeError::WrongReceipt => CPL_CONTENT_INVALID,
        EnvelopeError::TooLarge { .. } | EnvelopeError::TooManyRecipients { .. } => CPL_TOO_LARGE,
        EnvelopeError::BadOfficeRule
        | EnvelopeError::BadTrustSetting(_)
        | EnvelopeError::BadCrl(_) => CPL_TRUST_INVALID,
        EnvelopeError::FileChanged => CPL_FILE_CHANGED,
        EnvelopeError::Io(_) => CPL_FILE_UNREADABLE,
        EnvelopeError::KeyMismatch
        | EnvelopeError::NoIdentity
        | EnvelopeError::OtherOffice { .. }
        | EnvelopeError::BadPem(_)
        | EnvelopeError::Identity(_)
        | EnvelopeError::NotInStore
        | EnvelopeError::NoPrivateKey
        | EnvelopeError::BadThumbprint
        | EnvelopeError::Key(_) => CPL_IDENTITY_INVALID,
        EnvelopeError::WeakKey | EnvelopeError::NoCertificate { .. } => CPL_CERTIFICATE_UNTRUSTED,
        EnvelopeError::OpenSsl(_) => CPL_INTERNAL,
    }
}

fn of_relay(error: &RelayError) -> u32 {
    match error {
        RelayError::Unreachable(_) | RelayError::Proxy(_) | RelayError::NoResources => {
            CPL_RELAY_UNREACHABLE
        }
        RelayError::PasswordRefused => CPL_WRONG_PASSWORD,
        RelayError::Tls(_) => CPL_RELAY_TLS,
        RelayError::Key(_) => CPL_IDENTITY_INVALID,
        RelayError::Problem { code, .. } => of_problem(*code),
        RelayError::NotARelay { .. } => CPL_RELAY_PROTOCOL,
        RelayError::Damaged => CPL_RELAY_DAMAGED,
        RelayError::Settings(_) | RelayError::OtherEnvironment { .. } => CPL_RELAY_SETTINGS,
        RelayError::Storage(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) => {
            CPL_DISK_FULL
        }
        RelayError::Storage(_) => CPL_STORE_UNUSABLE,
        RelayError::Cancelled => CPL_CANCELLED,
    }
}

fn of_problem(code: ProblemCode) -> u32 {
    match code {
        ProblemCode::WrongPassword => CPL_WRONG_PASSWORD,
        ProblemCode::Locked => CPL_ACCOUNT_LOCKED,
        ProblemCode::UnknownOffice => CPL_UNKNOWN_OFFICE,
        ProblemCode::UnknownMessage => CPL_UNKNOWN_MESSAGE,
        ProblemCode::Conflict => CPL_CONFLICT,
        ProblemCode::DigestMismatch => CPL_RELAY_DAMAGED,
        ProblemCode::TooLarge => CPL_TOO_LARGE,
        ProblemCode::UnknownCertificate => CPL_UNKNOWN_CERTIFICATE,
        ProblemCode::PasswordExpired => CPL_PASSWORD_EXPIRED,
        ProblemCode::CertificateRevoked => CPL_CERTIFICATE_REVOKED,
        ProblemCode::NotTakingPart => CPL_NOT_TAKING_PART,
        ProblemCode::Final => CPL_WRONG_STATE,
        ProblemCode::ContentGone => CPL_CONTENT_GONE,
        ProblemCode::Maintenance => CPL_RELAY_MAINTENANCE,
        ProblemCode::QuotaExceeded | ProblemCode::TooManyRequests => CPL_RELAY_QUOTA,
        ProblemCode::Unavailable
        | ProblemCode::Internal
        | ProblemCode::Unknown
        | ProblemCode::NotLoggedIn
        | ProblemCode::TokenExpired
        | ProblemCode::RefreshExpired
        | ProblemCode::Incomplete
        | ProblemCode::BadRange
        | ProblemCode::RequestTimeout
        | ProblemCode::StorageFull => CPL_RELAY_UNAVAILABLE,
        ProblemCode::BadRequest | ProblemCode::NotFound | ProblemCode::MethodNotAllowed => {
            CPL_RELAY_PROTOCOL
        }
    }
}
