use serde::{Deserialize, Serialize};

/// Problem details (RFC 9457) with a stable code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `https://` is not used: a URN of the code, `urn:careplan:problem:<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short text for a developer, English.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What went wrong, stable.
    pub code: ProblemCode,
    /// Whether the same request may succeed later.
    pub retryable: bool,
    /// Seconds to wait before trying again.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub retry_after: Option<u64>,
}

impl Problem {
    /// The problem details of a code.
    pub fn new(code: ProblemCode) -> Self {
        let (status, title) = code.status_and_title();
        Self {
            kind: format!("urn:careplan:problem:{}", code.as_str()),
            title: title.to_owned(),
            status,
            code,
            retryable: code.is_retryable(),
            retry_after: None,
        }
    }
}

impl ProblemCode {
    /// Whether the same request may succeed later. Every call is idempotent, so a failed server may be asked again.
    pub fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::Unavailable
                | Self::Maintenance
                | Self::StorageFull
                | Self::TooManyRequests
                | Self::QuotaExceeded
                | Self::Locked
                | Self::DigestMismatch
                | Self::Incomplete
                | Self::RequestTimeout
                | Self::Internal
        )
    }
}

macro_rules! problem_codes {
    ($($(#[$doc:meta])* $variant:ident $name:literal $status:literal $title:literal;)*) => {
        /// What went wrong, stable. An unknown code of a newer server reads as [`ProblemCode::Unknown`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum ProblemCode {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
            /// A code of a newer server.
            #[serde(other, rename = "unknown")]
            Unknown,
        }
        impl ProblemCode {
            /// Every code that this version knows.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code as it crosses the wire.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* Self::Unknown => "unknown" }
            }

            fn status_and_title(self) -> (u16, &'static str) {
                match self { $(Self::$variant => ($status, $title),)* Self::Unknown => (500, "Unknown problem") }
            }
        }
    };
}
problem_codes! {
    /// User id and password do not fit, or do not belong to the office of the certificate.
    WrongPassword "wrong_password" 401 "User id or password is wrong";
    /// Too many wrong passwords; `retry_after` says how long.
    Locked "locked" 423 "The account is locked";
    /// No token, or one that this server did not issue to this certificate.
    NotLoggedIn "not_logged_in" 401 "A valid access token for this certificate is needed";
    /// The token's time is over: log in again.
    TokenExpired "token_expired" 401 "The access token has expired";
    /// The refresh token's time is over, or it was not issued to this certificate: log in with the password.
    RefreshExpired "refresh_expired" 401 "The refresh token is no longer good";
    /// The account's password must be changed first.
    PasswordExpired "password_expired" 403 "The account's password has expired";
    /// The certificate was revoked.
    CertificateRevoked "certificate_revoked" 403 "The client certificate has been revoked";
    /// The certificate names no office of this relay.
    UnknownCertificate "unknown_certificate" 403 "The client certificate names no office of this relay";
    /// The receiver, or the office looked up, is not in the directory.
    UnknownOffice "unknown_office" 404 "No such office";
    /// No such message for this office.
    UnknownMessage "unknown_message" 404 "No such message";
    /// The same id was announced with other content or another receiver.
    Conflict "conflict" 409 "The id is in use for another message";
    /// The receiver does not take part now.
    NotTakingPart "not_taking_part" 409 "The receiver does not take part in the exchange now";
    /// The message has gone on to a final state in which this cannot be done any more.
    Final "final" 409 "The message is in a final state";
    /// The content is not here any more: taken, withdrawn, expired or rejected.
    ContentGone "content_gone" 410 "The content is no longer kept";
    /// Parts are missing; the message says which are here.
    Incomplete "incomplete" 409 "Parts are missing";
    /// The range lies outside of the content.
    BadRange "bad_range" 416 "The range is not in the content";
    /// The content is not what was announced, or a part not what its digest says.
    DigestMismatch "digest_mismatch" 422 "The content differs from what was announced";
    /// The content or cover is larger than the service allows.
    TooLarge "too_large" 413 "Larger than this service allows";
    /// The office has more waiting at the relay than it may; `retry_after` says when to look again.
    QuotaExceeded "quota_exceeded" 429 "The office has too much waiting at the relay";
    /// More calls than the relay answers for one office; `retry_after` says how long to wait.
    TooManyRequests "too_many_requests" 429 "Too many requests";
    /// The request did not arrive in time.
    RequestTimeout "request_timeout" 408 "The request did not arrive in time";
    /// The request is not of the form that the protocol asks for.
    BadRequest "bad_request" 400 "The request is malformed";
    /// The path does not exist in this version.
    NotFound "not_found" 404 "No such path";
    /// The path exists, but not with this method.
    MethodNotAllowed "method_not_allowed" 405 "The path does not take this method";
    /// The service is down for maintenance; `retry_after` says how long.
    Maintenance "maintenance" 503 "The service is down for maintenance";
    /// The relay's disk is full; what was stored stays stored.
    StorageFull "storage_full" 507 "The relay cannot store more now";
    /// The server cannot answer now.
    Unavailable "unavailable" 503 "The service is not available now";
    /// The server failed; the request was not carried out.
    Internal "internal" 500 "The server failed";
}
