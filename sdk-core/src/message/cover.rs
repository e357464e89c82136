use std::fmt;
use std::io::{self, Read};

use jiff::Timestamp;
use openssl::sha::Sha256;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::MessageSet;
use crate::digest::{hex, sha256_hex};
use crate::document::{Document, FileName};
use crate::layout::SetKind;
use crate::number::{Address, Stamp};

/// What a message says of itself: who, to whom, which set, which files. It travels inside the signed content and again
/// sealed on its own, so that a receiver can look at a list without fetching the contents.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    /// Made by the sender before the first byte leaves; UUIDv7.
    pub id: Uuid,
    /// 送信元.
    pub sender: Address,
    /// 送信先; one, but a list so that a format for more stays possible.
    pub receivers: Vec<Address>,
    /// 作成日時 of the set.
    pub stamp: Stamp,
    /// Which set of the standard.
    #[serde(with = "set_ident")]
    pub set: SetKind,
    /// 件名; free text of the sender.
    pub subject: String,
    /// 本文; free text of the sender.
    pub text: String,
    /// The files, in order.
    pub files: Vec<FileEntry>,
    /// When the sender sealed it.
    pub created_at: Timestamp,
    /// Name and version of the software that sealed it.
    pub software: String,
}

/// Who sealed it.
pub(super) const SOFTWARE: &str = concat!("careplan-core/", env!("CARGO_PKG_VERSION"));

impl Cover {
    /// The cover of a set, with a new id and the present time.
    pub fn new(set: &MessageSet, subject: &str, text: &str) -> Self {
        let files = set
            .documents()
            .iter()
            .map(|checked| FileEntry::of(checked.document()));
        Self {
            id: Uuid::now_v7(),
            sender: set.sender(),
            receivers: vec![set.receiver()],
            stamp: set.stamp(),
            set: set.kind(),
            subject: subject.to_owned(),
            text: text.to_owned(),
            files: files.collect(),
            created_at: Timestamp::now(),
            software: SOFTWARE.to_owned(),
        }
    }
}

impl Cover {
    /// Whether the files are named as the cover says: a set of its kind, from its sender to a receiver of it, with its
    /// stamp, and each name once however it is written.
    ///
    /// Care software files what it takes by these names, so a sender must not choose them freely.
    pub(crate) fn names_its_files(&self) -> bool {
        let names: Option<Vec<FileName>> = self
            .files
            .iter()
            .map(|file| FileName::parse(&file.name).0)
            .collect();
        let Some(names) = names else { return false };
        let ours = names.iter().all(|name| {
            name.sender.address() == Some(self.sender)
                && name
                    .receiver
                    .and_then(|receiver| receiver.address())
                    .is_some_and(|receiver| self.receivers.contains(&receiver))
                && name.stamp == self.stamp
        });
        let mut written: Vec<_> = self
            .files
            .iter()
            .map(|file| file.name.to_ascii_uppercase())
            .collect();
        written.sort();
        written.dedup();
        let kinds: Vec<_> = names.iter().map(|name| name.kind).collect();
        ours && written.len() == self.files.len() && self.set.is_made_of(&kinds)
    }
}

/// One file of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// File name of the standard.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
}

impl FileEntry {
    /// The entry of a file in memory.
    pub fn of_bytes(name: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            size: bytes.len() as u64,
            sha256: sha256_hex(bytes),
        }
    }

    /// The entry of a file that is too large for memory; reads it to its end.
    pub fn of_stream(name: &str, mut content: impl Read) -> io::Result<Self> {
        let mut sha256 = Sha256::new();
        let mut size = 0;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = match content.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            sha256.update(&buffer[..read]);
            size += read as u64;
        }
        Ok(Self {
            name: name.to_owned(),
            size,
            sha256: hex(&sha256.finish()),
        })
    }

    fn of(document: &Document) -> Self {
        Self::of_bytes(document.name(), document.bytes())
    }
}

/// Subject and text are the users' own words and stay out.
impl fmt::Debug for Cover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cover")
            .field("id", &self.id)
            .field("sender", &self.sender)
            .field("receivers", &self.receivers)
            .field("stamp", &self.stamp)
            .field("set", &self.set)
            .finish_non_exhaustive()
    }
}

mod set_ident {
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::Serializer;

    use crate::layout::SetKind;

    pub(super) fn serialize<S: Serializer>(
        kind: &SetKind,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(kind.ident())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<SetKind, D::Error> {
        let ident = String::deserialize(deserializer)?;
        SetKind::from_ident(&ident).ok_or_else(|| D::Error::custom("unknown kind of set"))
    }
}
