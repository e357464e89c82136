//! Why a call is not carried out.

use std::io;

use careplan_core::relay::wire::{Problem, ProblemCode};
use rusqlite::ErrorCode;

/// How long a caller is to wait while the disk is full.
const WHILE_FULL: u64 = 60;
/// How long a caller is to wait while the database is busy or away.
const WHILE_AWAY: u64 = 5;

/// Why a call is not carried out: the caller's part in it, or the server's.
#[derive(Debug, Clone)]
pub(crate) enum Failure {
    /// The caller is told what is wrong.
    Refused(Problem),
    /// The caller is told that the server failed; the text goes to the log and holds no data.
    Broken(String),
    /// Another transaction was in the way: the same work may succeed at once.
    Collided,
}

impl Failure {
    /// A refusal that may be tried again after some seconds.
    pub(crate) fn wait(code: ProblemCode, seconds: u64) -> Self {
        Self::Refused(Problem {
            retry_after: Some(seconds),
            ..Problem::new(code)
        })
    }

    /// The disk is full.
    pub(crate) fn full() -> Self {
        Self::wait(ProblemCode::StorageFull, WHILE_FULL)
    }

    /// The database does not answer now.
    pub(crate) fn away() -> Self {
        Self::wait(ProblemCode::Unavailable, WHILE_AWAY)
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
            Some(ErrorCode::DiskFull) => Self::full(),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::away(),
            // Only the kind of error: its text could quote a value.
            Some(code) => Self::Broken(format!("database: {code:?}")),
            None => Self::Broken("database: unexpected value".to_owned()),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::full(),
            kind => Self::Broken(format!("file: {kind}")),
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
