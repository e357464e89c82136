//! What crosses the wire between an office and the relay, as JSON. The server and the client share these types.
//!
//! Base path `/v1`; every call needs a client certificate that the relay knows, and every call but `GET /v1/service` and
//! `POST /v1/login` needs `Authorization: Bearer <access token>`.
//!
//! | call | body → answer |
//! |---|---|
//! | `GET /v1/service` | → [`Service`] |
//! | `POST /v1/login` | [`Login`] → [`Session`] |
//! | `GET /v1/directory/{office}` | → [`DirectoryEntry`] |
//! | `PUT /v1/sent/{id}` | [`Announce`] → [`Sent`] (201 new, 200 known) |
//! | `PUT /v1/sent/{id}/content` | sealed content → [`Sent`] |
//! | `GET /v1/sent?after=&limit=` | → [`Page`] of [`Sent`], oldest first |
//! | `GET /v1/sent/{id}` | → [`Sent`] |
//! | `GET /v1/received?after=&limit=&state=` | → [`Page`] of [`Received`], oldest first |
//! | `GET /v1/received/{id}` | → [`Received`] |
//! | `GET /v1/received/{id}/content` | → sealed content |
//! | `PUT /v1/received/{id}/receipt` | signed receipt (CMS, DER) → [`Received`] |
//!
//! `limit` is 100 unless given and at most 1000. The cursors of the two lists are independent; `after` names the last
//! item that is known already.
//!
//! Errors are RFC 9457 problem details: [`Problem`].

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::number::{OfficeNumber, ServiceKind, Stamp};

/// Version of the protocol, the first part of every path.
pub const PROTOCOL_VERSION: u32 = 1;

/// Media type of a signed receipt: CMS SignedData (RFC 8551, section 3.5.2).
pub const RECEIPT_MEDIA_TYPE: &str = "application/pkcs7-mime";

/// What the relay says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// [`PROTOCOL_VERSION`] of the server.
    pub protocol_version: u32,
    /// The server's clock.
    pub server_time: Timestamp,
    /// Largest sealed content, in bytes.
    pub max_content_bytes: u64,
    /// Largest sealed cover, in bytes.
    pub max_cover_bytes: u64,
}

/// Name and password of an office's account. Debug shows neither.
#[derive(Clone, Serialize, Deserialize)]
pub struct Login {
    /// The account's name.
    pub user_id: String,
    /// The account's password.
    pub password: String,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login").finish_non_exhaustive()
    }
}

/// A logged-in session, bound to the client certificate (RFC 8705). Debug shows no token.
#[derive(Clone, Serialize, Deserialize)]
pub struct Session {
    /// Bearer token for the calls that follow.
    pub access_token: String,
    /// Seconds until it expires.
    pub expires_in: u64,
    /// The office that is logged in.
    pub office: OfficeNumber,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("office", &self.office)
            .finish_non_exhaustive()
    }
}

/// One office of the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryEntry {
    /// 事業所番号.
    pub office: OfficeNumber,
    /// サービス種類コード, one or more.
    pub kinds: Vec<ServiceKind>,
    /// Name of the office.
    pub name: String,
    /// Current certificates as PEM, newest first; old and new overlap during a renewal.
    pub certificates: Vec<String>,
}

/// What a sender says before it sends. The same announce twice is the same message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announce {
    /// Who shall receive it.
    pub receiver: OfficeNumber,
    /// Stamp of the set.
    pub stamp: Stamp,
    /// Size of the sealed content, in bytes.
    pub size: u64,
    /// SHA-256 of the sealed content, lower-case hexadecimal.
    pub sha256: String,
    /// The sealed cover, base64 (RFC 4648, section 4).
    pub cover: String,
}

/// Where a message stands. `taken` is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Announced; the content is not complete yet, the receiver sees nothing.
    Announced,
    /// Complete and offered to the receiver.
    Available,
    /// The receiver's signed receipt is here.
    Taken,
    /// A state of a newer server.
    #[serde(other)]
    Unknown,
}

/// A message as its sender sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Made by the sender, UUIDv7.
    pub id: Uuid,
    /// Position in the list; give it as `after` to go on from here.
    pub cursor: u64,
    /// Where it stands.
    pub state: State,
    /// Who shall receive it.
    pub receiver: OfficeNumber,
    /// Stamp of the set.
    pub stamp: Stamp,
    /// Size of the sealed content, in bytes.
    pub size: u64,
    /// SHA-256 of the sealed content, lower-case hexadecimal.
    pub sha256: String,
    /// When it was announced.
    pub announced_at: Timestamp,
    /// When its content was complete.
    pub available_at: Option<Timestamp>,
    /// When the receipt arrived.
    pub taken_at: Option<Timestamp>,
    /// The receiver's signed receipt (CMS, DER), base64.
    pub receipt: Option<String>,
}

/// A message as its receiver sees it. Only complete messages are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// Made by the sender, UUIDv7.
    pub id: Uuid,
    /// Position in the list; give it as `after` to go on from here.
    pub cursor: u64,
    /// `available` or `taken`.
    pub state: State,
    /// Who sent it, as the relay knows from the sender's certificate.
    pub sender: OfficeNumber,
    /// Stamp of the set.
    pub stamp: Stamp,
    /// Size of the sealed content, in bytes.
    pub size: u64,
    /// SHA-256 of the sealed content, lower-case hexadecimal.
    pub sha256: String,
    /// The sealed cover, base64.
    pub cover: String,
    /// When its content was complete.
    pub available_at: Timestamp,
    /// When the receipt arrived.
    pub taken_at: Option<Timestamp>,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// Oldest first.
    pub items: Vec<T>,
    /// True when more follow after the last one's cursor.
    pub more: bool,
}

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
        matches!(self, Self::Unavailable | Self::Locked | Self::Internal)
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
    /// The certificate names no office of this relay.
    UnknownCertificate "unknown_certificate" 403 "The client certificate names no office of this relay";
    /// The receiver, or the office looked up, is not in the directory.
    UnknownOffice "unknown_office" 404 "No such office";
    /// No such message for this office.
    UnknownMessage "unknown_message" 404 "No such message";
    /// The same id was announced with other content or another receiver.
    Conflict "conflict" 409 "The id is in use for another message";
    /// The content is not what was announced.
    DigestMismatch "digest_mismatch" 422 "The content differs from what was announced";
    /// The content or cover is larger than the service allows.
    TooLarge "too_large" 413 "Larger than this service allows";
    /// The request is not of the form that the protocol asks for.
    BadRequest "bad_request" 400 "The request is malformed";
    /// The path does not exist in this version.
    NotFound "not_found" 404 "No such path";
    /// The path exists, but not with this method.
    MethodNotAllowed "method_not_allowed" 405 "The path does not take this method";
    /// The server cannot answer now.
    Unavailable "unavailable" 503 "The service is not available now";
    /// The server failed; the request was not carried out.
    Internal "internal" 500 "The server failed";
}
