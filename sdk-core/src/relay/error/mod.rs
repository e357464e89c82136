mod advice;
mod cause;
mod problem;

use std::io;

use jiff::{SignedDuration, Timestamp};

pub(super) use self::cause::{Peer, cause_of};
use super::wire::{Environment, Problem, ProblemCode};
use crate::envelope::KeyError;

/// Why a call to the relay did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RelayError {
    /// There is no connection.
    #[error("the relay cannot be reached: {0}")]
    Unreachable(Unreachable),
    /// The proxy in between does not let us through.
    #[error("the proxy does not lead to the relay: {0}")]
    Proxy(ProxyFault),
    /// One side does not trust the other's certificate.
    #[error("the secure connection was refused: {0}")]
    Tls(Box<TlsFault>),
    /// This office's private key failed to sign the handshake: a token was taken out, its PIN is refused.
    #[error(transparent)]
    Key(KeyError),
    /// The relay answered, and said no.
    #[error("the relay answered {}", .code.as_str())]
    Problem {
        /// What it said.
        code: ProblemCode,
        /// Seconds to wait before trying again.
        retry_after: Option<u64>,
    },
    /// The relay refused this password before. It is not tried again, because that would lock the account;
    /// [`super::Client::replace_account`] gives another one.
    #[error("the relay has refused this password before; it is not tried again")]
    PasswordRefused,
    /// The relay is for another purpose than the settings say.
    #[error("the relay is for {}, the settings are for {}", .found.as_str(), .expected.as_str())]
    OtherEnvironment {
        /// What the settings say.
        expected: Environment,
        /// What the relay says.
        found: Environment,
    },
    /// The answer is not that of a relay.
    #[error("the answer is not that of a care-plan relay (status {status})")]
    NotARelay {
        /// HTTP status of the answer.
        status: u16,
    },
    /// What arrived is not what the relay announced.
    #[error("the content was damaged on its way")]
    Damaged,
    /// What arrives cannot be kept on this machine.
    #[error("what arrives cannot be kept on this machine: {}", crate::io_cause(*.0, crate::finding::Lang::En))]
    Storage(io::ErrorKind),
    /// The system gives no more connections: too many files are open.
    #[error("the system gives no more connections")]
    NoResources,
    /// The caller ended it.
    #[error("cancelled")]
    Cancelled,
    /// The profile's settings of the relay cannot be used.
    #[error("the relay settings cannot be used: {0}")]
    Settings(&'static str),
}

/// Why there is no connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreachable {
    /// The name of the relay cannot be resolved.
    #[error("its name cannot be resolved")]
    UnknownHost,
    /// Nobody listens there.
    #[error("the connection was refused")]
    Refused,
    /// There is no way there: the network is down.
    #[error("there is no network connection to it")]
    NoRoute,
    /// No connection in time.
    #[error("no connection in time")]
    ConnectTimedOut,
    /// No answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The connection broke in the middle.
    #[error("the connection was cut")]
    Cut,
}

/// Why the proxy does not lead to the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProxyFault {
    /// There is no connection to the proxy itself.
    #[error("the proxy cannot be reached: {0}")]
    Unreachable(Unreachable),
    /// It wants a name and a password (407), or others than it got.
    #[error("it asks for another user name and password (407)")]
    Credentials,
    /// It does not let anybody through to the relay, or cannot reach it.
    #[error("it refuses to connect to the relay")]
    Refused,
}

/// Why the secure connection failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TlsFault {
    /// The relay's certificate is not issued by the configured authority.
    #[error("the relay's certificate is not issued by the configured authority{}", mixed(*.mix_up))]
    ServerUntrusted {
        /// The certificate that was shown, where it can be read.
        seen: Option<ServerCertificate>,
        /// Subjects of the configured authority.
        configured: Vec<String>,
        /// What the certificate seems to be for, where the configured authority seems to be for something else.
        mix_up: Option<Environment>,
    },
    /// The relay's certificate, or one that leads to it, is out of its time by this machine's clock.
    #[error("the relay's certificate is not valid at this time")]
    ServerExpired {
        /// That certificate, where it can be read.
        seen: Option<ServerCertificate>,
        /// This machine's clock.
        clock: Timestamp,
        /// The relay's clock less this machine's, where an earlier answer told.
        skew: Option<SignedDuration>,
    },
    /// The relay's certificate is for another name.
    #[error("the relay's certificate is for another name")]
    ServerName {
        /// The certificate that was shown, where it can be read.
        seen: Option<ServerCertificate>,
        /// The name in the settings.
        host: String,
    },
    /// The relay's certificate may not be used for this, was revoked, or is no certificate.
    #[error("the relay's certificate cannot be used")]
    ServerInvalid {
        /// The certificate that was shown, where it can be read.
        seen: Option<ServerCertificate>,
    },
    /// The relay refused this office's certificate.
    #[error("the relay refused this office's certificate{}", mixed(*.mix_up))]
    ClientRefused {
        /// Issuer of this office's certificate.
        issuer: String,
        /// What this office's certificate seems to be for, where the relay seems to be for something else.
        mix_up: Option<Environment>,
    },
    /// This office's certificate is out of its time, by the clock of the relay or of this machine.
    #[error("this office's certificate is out of its time")]
    ClientExpired {
        /// First second of its validity.
        not_before: Timestamp,
        /// Last second of its validity.
        not_after: Timestamp,
        /// This machine's clock.
        clock: Timestamp,
        /// The relay's clock less this machine's, where an earlier answer told.
        skew: Option<SignedDuration>,
    },
    /// No version or algorithm in common.
    #[error("no TLS 1.3 in common")]
    Protocol,
}

fn mixed(mix_up: Option<Environment>) -> &'static str {
    match mix_up {
        Some(Environment::Sandbox) => " (it is one for tests)",
        Some(Environment::Production) => " (its issuer is not one for tests)",
        _ => "",
    }
}

/// What a relay's certificate says of itself. Whoever answers at the relay's address made it: nothing here is trusted, and
/// texts hold neither control characters nor more than 200 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerCertificate {
    /// 主体者.
    pub subject: String,
    /// 発行者.
    pub issuer: String,
    /// First second of its validity.
    pub not_before: Timestamp,
    /// Last second of its validity.
    pub not_after: Timestamp,
    /// Host names and addresses that it is for, at most ten.
    pub names: Vec<String>,
}

impl RelayError {
    /// Whether the same call may succeed later, without anybody changing anything.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::Damaged | Self::NoResources => true,
            Self::Proxy(fault) => *fault != ProxyFault::Credentials,
            // Another login may hold.
            Self::Problem {
                code:
                    ProblemCode::NotLoggedIn | ProblemCode::TokenExpired | ProblemCode::RefreshExpired,
                ..
            } => true,
            Self::Problem { code, .. } => code.is_retryable(),
            Self::Storage(kind) => *kind == io::ErrorKind::StorageFull,
            Self::Tls(_)
            | Self::Key(_)
            | Self::PasswordRefused
            | Self::OtherEnvironment { .. }
            | Self::NotARelay { .. }
            | Self::Cancelled
            | Self::Settings(_) => false,
        }
    }

    /// Seconds to wait before trying again, where the relay said so.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Problem { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// A stable word for the cause, to be stored: the relay's own code, or one of ours.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable(cause) => cause.code(),
            Self::Proxy(ProxyFault::Unreachable(_)) => "proxy_unreachable",
            Self::Proxy(ProxyFault::Credentials) => "proxy_credentials",
            Self::Proxy(ProxyFault::Refused) => "proxy_refused",
            Self::Tls(fault) => fault.code(),
            Self::Key(_) => "private_key",
            Self::Problem { code, .. } => code.as_str(),
            Self::PasswordRefused => "password_refused",
            Self::OtherEnvironment { .. } => "other_environment",
            Self::NotARelay { .. } => "not_a_relay",
            Self::Damaged => "damaged",
            Self::Storage(_) => "storage",
            Self::NoResources => "no_resources",
            Self::Cancelled => "cancelled",
            Self::Settings(_) => "settings",
        }
    }

    pub(super) fn is_problem(&self, wanted: ProblemCode) -> bool {
        matches!(self, Self::Problem { code, .. } if *code == wanted)
    }
}

impl Unreachable {
    fn code(self) -> &'static str {
        match self {
            Self::UnknownHost => "unknown_host",
            Self::Refused => "connection_refused",
            Self::NoRoute => "no_network",
            Self::ConnectTimedOut => "connect_timed_out",
            Self::TimedOut => "timed_out",
            Self::Cut => "cut",
        }
    }
}

impl TlsFault {
    fn code(&self) -> &'static str {
        match self {
            Self::ServerUntrusted { .. } => "relay_certificate_untrusted",
            Self::ServerExpired { .. } => "relay_certificate_time",
            Self::ServerName { .. } => "relay_certificate_name",
            Self::ServerInvalid { .. } => "relay_certificate_invalid",
            Self::ClientRefused { .. } => "own_certificate_refused",
            Self::ClientExpired { .. } => "own_certificate_time",
            Self::Protocol => "tls_protocol",
        }
    }
}

impl From<TlsFault> for RelayError {
    fn from(fault: TlsFault) -> Self {
        Self::Tls(Box::new(fault))
    }
}

impl From<Problem> for RelayError {
    fn from(problem: Problem) -> Self {
        // A code of a newer server still says whether it is worth another try.
        let code = match problem.code {
            ProblemCode::Unknown if problem.retryable => ProblemCode::Unavailable,
            code => code,
        };
        Self::Problem {
            code,
            retry_after: problem.retry_after,
        }
    }
}

impl From<ProblemCode> for RelayError {
    fn from(code: ProblemCode) -> Self {
        Problem::new(code).into()
    }
}
