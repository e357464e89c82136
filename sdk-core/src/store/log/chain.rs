//! The lines of an exported log and the hashes that chain them.

use std::borrow::Cow;

use jiff::Timestamp;
use openssl::sha::Sha256;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{LogFault, LogHead};
use crate::digest::{hex, sha256_hex};
use crate::number::OfficeNumber;
use crate::store::PersonRef;

/// Says what the file is, and which rules hold.
const FORMAT: &str = "careplan-access-log/1";

/// The first line. Members of each line stand by name, as RFC 8785 has them.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Begin {
    format: Cow<'static, str>,
    office: OfficeNumber,
}

impl Begin {
    pub(super) fn of(office: OfficeNumber) -> Self {
        Self {
            format: FORMAT.into(),
            office,
        }
    }
}

/// A line with an entry; `hash` is left out of what is hashed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line<'a> {
    pub(super) actor: Cow<'a, str>,
    pub(super) at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hash: Option<Cow<'a, str>>,
    pub(super) message: Option<Uuid>,
    pub(super) number: u64,
    pub(super) operation: Cow<'a, str>,
    pub(super) outcome: Cow<'a, str>,
    pub(super) persons: Cow<'a, [PersonRef]>,
}

/// The last line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct End<'a> {
    entries: u64,
    hash: Cow<'a, str>,
}

impl<'a> End<'a> {
    pub(super) fn of(head: &'a LogHead) -> Self {
        Self {
            entries: head.entries,
            hash: head.hash.as_str().into(),
        }
    }
}

/// A line as JSON, the one way in which it is written.
pub(super) fn bytes(line: &impl Serialize) -> Vec<u8> {
    // Texts, numbers and lists of them can always be written.
    serde_json::to_vec(line).unwrap_or_default()
}

/// A line that is written in this one way; none where it is another, or no such line.
pub(super) fn read<'a, T: Serialize + Deserialize<'a>>(line: &'a [u8]) -> Option<T> {
    let read = serde_json::from_slice(line).ok()?;
    (bytes(&read) == line).then_some(read)
}

/// The chain up to an entry.
pub(super) struct Chain(LogHead);

impl From<LogHead> for Chain {
    fn from(head: LogHead) -> Self {
        Self(head)
    }
}

impl Chain {
    pub(super) fn begin(begin: &Begin) -> Self {
        Self(LogHead {
            office: begin.office,
            entries: 0,
            hash: sha256_hex(&bytes(begin)),
        })
    }

    pub(super) fn entries(&self) -> u64 {
        self.0.entries
    }

    pub(super) fn hash(&self) -> &str {
        &self.0.hash
    }

    /// Goes on by an entry, whatever hash stands in it.
    pub(super) fn add(&mut self, line: &Line<'_>) {
        let unhashed = Line {
            hash: None,
            ..line.clone()
        };
        let mut digest = Sha256::new();
        digest.update(self.0.hash.as_bytes());
        digest.update(&bytes(&unhashed));
        self.0.entries = self.0.entries.saturating_add(1);
        self.0.hash = hex(&digest.finish());
    }

    /// Goes on by an entry that must be the next.
    pub(super) fn follow(&mut self, line: &Line<'_>) -> Result<(), LogFault> {
        self.add(line);
        let follows =
            line.number == self.0.entries && line.hash.as_deref() == Some(self.0.hash.as_str());
        match follows {
            true => Ok(()),
            false => Err(LogFault::Changed(self.0.entries)),
        }
    }

    /// The head, where it is what the last line says.
    pub(super) fn end(self, end: &End<'_>) -> Result<LogHead, LogFault> {
        if end.entries > self.0.entries {
            Err(LogFault::CutOff)
        } else if end.entries < self.0.entries || end.hash != self.0.hash {
            Err(LogFault::Changed(self.0.entries))
        } else {
            Ok(self.0)
        }
    }
}
