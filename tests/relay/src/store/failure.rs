//! Why a call is not carried out.

use careplan_core::relay::wire::{Problem, ProblemCode};
use rusqlite::ErrorCode;

/// Why a call is not carried out: the caller's part in it, or the server's.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The caller is told what is wrong.
    Refused(Problem),
    /// The caller is told that the server failed; the text goes to the log and holds no data.
    Broken(String),
}

impl Failure {
    /// A refusal that may be tried again after some seconds.
    pub(crate) fn wait(code: ProblemCode, seconds: u64) -> Self {
        Self::Refused(Problem {
            retry_after: Some(seconds),
            ..Problem::new(code)
        })
    }
}

impl From<ProblemCode> for Failure {
    fn from(code: ProblemCode) -> Self {
        Self::Refused(Problem::new(code))
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::DiskFull) => {
                Self::wait(ProblemCode::Unavailable, 5)
            }
            // Only the kind of error: its text could quote a value.
            Some(code) => Self::Broken(format!("database: {code:?}")),
            None => Self::Broken("database: unexpected value".to_owned()),
        }
    }
}

impl From<openssl::error::ErrorStack> for Failure {
    fn from(_: openssl::error::ErrorStack) -> Self {
        Self::Broken("no random numbers".to_owned())
    }
}

/// A certificate that OpenSSL took at the handshake but that cannot be read now.
impl From<crate::error::Error> for Failure {
    fn from(error: crate::error::Error) -> Self {
        Self::Broken(error.to_string())
    }
}
