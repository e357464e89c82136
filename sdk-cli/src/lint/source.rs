//! A file together with what there is to say about it.

use std::io;
use std::path::Path;
use std::sync::Arc;

use careplan_core::check::CheckedDocument;
use careplan_core::document::{Document, MAX_FILE_BYTES};
use careplan_core::finding::{CheckProfile, Code, Finding, Findings};

use crate::read::{self, Content};

/// A checked file. One that is too large has findings, but no document.
pub(super) enum Checked {
    Document(Arc<CheckedDocument>),
    TooLarge(Findings),
}

impl Checked {
    /// Reads and checks a file.
    pub(super) fn read(path: &Path, profile: &CheckProfile) -> io::Result<Self> {
        let name = read::file_name(path);
        Ok(match read::read(path)? {
            Content::Bytes(bytes) => {
                let checked = CheckedDocument::read_with_profile(&name, bytes, profile);
                Self::Document(Arc::new(checked))
            }
            Content::TooLarge(size) => Self::TooLarge(profile.apply(too_large(&name, size), None)),
        })
    }

    pub(super) fn findings(&self) -> &Findings {
        match self {
            Self::Document(checked) => checked.findings(),
            Self::TooLarge(findings) => findings,
        }
    }

    /// The document, to be checked with others as a set.
    pub(super) fn shared(&self) -> Option<&Arc<CheckedDocument>> {
        match self {
            Self::Document(checked) => Some(checked),
            Self::TooLarge(_) => None,
        }
    }

    pub(super) fn document(&self) -> Option<&Document> {
        match self {
            Self::Document(checked) => Some(checked.document()),
            Self::TooLarge(_) => None,
        }
    }
}

/// What the core would say if the file had been read.
fn too_large(name: &str, size: u64) -> Findings {
    let mut findings = Findings::default();
    findings.push(
        Finding::new(Code::FileTooLarge, name.into())
            .with("size", size)
            .with("limit", MAX_FILE_BYTES),
    );
    findings
}
