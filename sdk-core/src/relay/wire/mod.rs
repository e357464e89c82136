//! What crosses the wire between an office and the relay, as JSON. The server and the client share these types; the single
//! truth for others is docs/relay-openapi.yaml.
//!
//! Base path `/v1`; every call needs a client certificate that the relay knows, and every call but `GET /v1/service`,
//! `POST /v1/login` and `POST /v1/refresh` needs `Authorization: Bearer <access token>`.
//!
//! | call | body → answer |
//! |---|---|
//! | `GET /v1/service` | → [`Service`] |
//! | `POST /v1/login` | [`Login`] → [`Session`] |
//! | `POST /v1/refresh` | [`Refresh`] → [`Session`] with a new access token; the refresh token stays the same |
//! | `POST /v1/logout` | → 204; the tokens of this login are no longer good |
//! | `GET /v1/directory?name=&after=&limit=` | → [`Directory`]: offices whose name holds this text, by number |
//! | `GET /v1/directory/{office}` | → [`DirectoryEntry`] |
//! | `PUT /v1/sent/{id}` | [`Announce`] → [`Sent`] (201 new, 200 known); complete at once where `content` is given |
//! | `PUT /v1/sent/{id}/parts/{number}` | bytes of one part, with `Content-Digest` (RFC 9530) → [`Sent`] |
//! | `POST /v1/sent/{id}/commit` | → [`Sent`]: all parts are there, the whole is what was announced, the receiver sees it |
//! | `POST /v1/sent/{id}/withdraw` | → [`Sent`]; until it is taken |
//! | `GET /v1/sent?after=&limit=&state=&since=&until=&order=` | → [`Page`] of [`Sent`] |
//! | `GET /v1/sent/{id}` | → [`Sent`] |
//! | `GET /v1/received?after=&limit=&state=&since=&until=&order=` | → [`Page`] of [`Received`] |
//! | `GET /v1/received/{id}` | → [`Received`] |
//! | `GET /v1/received/{id}/content` | → sealed content, `Range` (RFC 9110, section 14), `Content-Digest`/`Repr-Digest` |
//! | `PUT /v1/received/{id}/receipt` | signed receipt (CMS, DER) → [`Received`] |
//! | `PUT /v1/received/{id}/rejection` | [`Rejection`] → [`Received`] |
//! | `GET /v1/news?sent=&received=&wait=` | → [`News`], at once or when one list goes beyond the cursor given, at the latest after `wait` seconds |
//!
//! **Lists and cursors.** An item's `cursor` is the place of its latest change in its list, so a list after a cursor is
//! everything that changed since. `order=newest` goes the other way, and `after` then names the item to go on below. `limit`
//! is 100 unless given and at most 1000. Cursors of the two lists, and of two offices, are independent. `since` and `until`
//! (RFC 3339) are about the first entry of the history: announced, or offered.
//!
//! **Nothing comes twice.** Every call but login is idempotent: repeated after a lost answer it has the same effect and gives
//! the same answer. A 2xx answer means that what it says is stored for good.
//!
//! Errors are RFC 9457 problem details: [`Problem`].

mod message;
mod problem;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::message::{
    Announce, Change, News, Page, Received, Rejection, RejectionReason, Sent, State,
};
pub use self::problem::{Problem, ProblemCode};
use crate::number::{OfficeNumber, ServiceKind};

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
    /// Largest content that may stand in the announce itself, in bytes.
    pub max_inline_bytes: u64,
    /// Bytes of every part of an upload but the last.
    pub part_bytes: u64,
    /// Days until a message that nobody took expires.
    pub retention_days: u32,
    /// When the service will be down, or is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub maintenance: Option<Maintenance>,
    /// What this relay is for: `sandbox` or `production`. Certificates of one are not good for the other.
    pub environment: Environment,
}

/// 保守: the service does not answer in this time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Maintenance {
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// What a relay is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// テスト用.
    Sandbox,
    /// 本番.
    Production,
    /// One of a newer server.
    #[serde(other)]
    Unknown,
}

impl Environment {
    /// As it crosses the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Production => "production",
            Self::Unknown => "unknown",
        }
    }
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

/// Asks for a new access token. Debug shows no token.
#[derive(Clone, Serialize, Deserialize)]
pub struct Refresh {
    /// Of the login.
    pub refresh_token: String,
}

impl std::fmt::Debug for Refresh {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Refresh").finish_non_exhaustive()
    }
}

/// A logged-in session, bound to the client certificate (RFC 8705). Debug shows no token.
#[derive(Clone, Serialize, Deserialize)]
pub struct Session {
    /// Bearer token for the calls that follow.
    pub access_token: String,
    /// Seconds until it expires.
    pub expires_in: u64,
    /// Token for `POST /v1/refresh`, bound to the same certificate.
    pub refresh_token: String,
    /// Seconds until that expires.
    pub refresh_expires_in: u64,
    /// The office that is logged in.
    pub office: OfficeNumber,
    /// When the account's password must be changed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub password_expires_at: Option<Timestamp>,
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
    /// Whether it takes part now; to one that does not nothing can be sent.
    pub takes_part: bool,
    /// CSVバージョン that it accepts, newest first, such as `4.1`.
    pub editions: Vec<String>,
    /// Current certificates as PEM, newest first; old and new overlap during a renewal.
    pub certificates: Vec<String>,
}

/// Offices that were found, by number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// The offices.
    pub items: Vec<DirectoryEntry>,
    /// True when more follow after the last one's number.
    pub more: bool,
}
