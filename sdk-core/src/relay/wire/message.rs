use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::number::{OfficeNumber, Stamp};

/// What a sender says before it sends. The same announce twice is the same message, with or without `content`.
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
    /// The sealed content, base64, where it is small enough to go in one request (`max_inline_bytes`).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub content: Option<String>,
}

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// 受付: announced; there is no content yet, the receiver sees nothing.
    Announced,
    /// 送信中: some parts are there.
    Uploading,
    /// 送信済: complete and offered to the receiver.
    Available,
    /// 受領済: the receiver's signed receipt is here. Final.
    Taken,
    /// 取消: withdrawn by the sender. Final.
    Withdrawn,
    /// 期限切れ: nobody took it in time. Final.
    Expired,
    /// 受取拒否: the receiver cannot or will not take it. Final.
    Rejected,
    /// A state of a newer server.
    #[serde(other)]
    Unknown,
}

impl State {
    /// Every state that this version knows, in the order in which a message may go through them.
    pub const ALL: [Self; 7] = [
        Self::Announced,
        Self::Uploading,
        Self::Available,
        Self::Taken,
        Self::Withdrawn,
        Self::Expired,
        Self::Rejected,
    ];

    /// Whether nothing will change any more.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Taken | Self::Withdrawn | Self::Expired | Self::Rejected
        )
    }

    /// As it crosses the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Uploading => "uploading",
            Self::Available => "available",
            Self::Taken => "taken",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Rejected => "rejected",
            Self::Unknown => "unknown",
        }
    }
}

/// One step of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The state that began.
    pub state: State,
    /// When, by the relay's clock.
    pub at: Timestamp,
}

/// A message as its sender sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Made by the sender, UUIDv7.
    pub id: Uuid,
    /// Place of its latest change in the list; give it as `after` to go on from here.
    pub cursor: u64,
    /// Where it stands.
    pub state: State,
    /// Whether that is the last state.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// Every step so far, oldest first.
    pub history: Vec<Change>,
    /// Who shall receive it.
    pub receiver: OfficeNumber,
    /// Stamp of the set.
    pub stamp: Stamp,
    /// Size of the sealed content, in bytes.
    pub size: u64,
    /// SHA-256 of the sealed content, lower-case hexadecimal.
    pub sha256: String,
    /// Bytes of every part but the last, as they hold for this message.
    pub part_bytes: u64,
    /// Numbers of the parts that are here, from 0, ascending; empty once the content is complete.
    pub parts: Vec<u32>,
    /// When it expires unless it is taken.
    pub expires_at: Timestamp,
    /// Why the receiver refused it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rejection: Option<RejectionReason>,
    /// The receiver's signed receipt (CMS, DER), base64. Also of a message that was withdrawn or has expired, when its receiver
    /// had taken it just before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub receipt: Option<String>,
}

/// A message as its receiver sees it. Only messages that were complete once are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// Made by the sender, UUIDv7.
    pub id: Uuid,
    /// Place of its latest change in the list; give it as `after` to go on from here.
    pub cursor: u64,
    /// Where it stands, `available` at first.
    pub state: State,
    /// Whether that is the last state.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// Every step since it was offered, oldest first.
    pub history: Vec<Change>,
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
    /// When it expires unless it is taken.
    pub expires_at: Timestamp,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// In the order that was asked for.
    pub items: Vec<T>,
    /// True when more follow after the last one's cursor.
    pub more: bool,
}

/// Why a receiver does not take a message. The relay and the sender see the reason and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// The reason.
    pub reason: RejectionReason,
}

/// Reasons of a receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectionReason {
    /// 復号できない: sealed for a certificate that the receiver no longer has.
    CannotOpen,
    /// 署名・証明書を確認できない: signature or certificate of the sender does not hold.
    NotTrusted,
    /// 内容が壊れている: opened, but not what it says it is.
    Damaged,
    /// 宛先違い: it is not for this office.
    NotForUs,
    /// A person at the receiver refused it.
    Refused,
    /// A reason of a newer version.
    #[serde(other)]
    Unknown,
}

/// How far the lists of an office go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// Cursor of the latest change of the sent list; 0 where there is none.
    pub sent: u64,
    /// Cursor of the latest change of the received list; 0 where there is none.
    pub received: u64,
    /// Changes when the relay was put back to a backup: cursors of before mean nothing then, even where they seem to fit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<String>,
}
