use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::document::FileName;
use crate::message::FileEntry;
use crate::number::OfficeNumber;

/// What is to be moved out of a staging folder, and where to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    /// Sub-folder of the set, where each has one.
    folder: Option<String>,
    /// In the order of the parts.
    files: Vec<FileEntry>,
}

impl Journal {
    pub(super) fn new(folder: Option<String>, files: Vec<FileEntry>) -> Self {
        Self { folder, files }
    }

    /// Anybody may write into the folder, so only plain names are taken.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let journal: Self = serde_json::from_slice(bytes).ok()?;
        let folder = journal.folder.as_deref().unwrap_or_default();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let is_name = |file: &FileEntry| FileName::parse(&file.name).0.is_some();
        let fits = folder.chars().all(plain) && journal.files.iter().all(is_name);
        fits.then_some(journal)
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        // Texts and figures only: it cannot fail.
        serde_json::to_vec(self).unwrap_or_default()
    }

    pub(super) fn files(&self) -> &[FileEntry] {
        &self.files
    }

    /// Whether this office sends the set.
    pub(super) fn is_of(&self, office: OfficeNumber) -> bool {
        let sender = |file: &FileEntry| Some(FileName::parse(&file.name).0?.sender.number);
        self.files.iter().all(|file| sender(file) == Some(office))
    }

    pub(super) fn target_folder(&self, outgoing: &Path) -> PathBuf {
        match &self.folder {
            Some(folder) => outgoing.join(folder),
            None => outgoing.to_owned(),
        }
    }

    /// Where the files belong, in the order of the parts.
    pub(super) fn targets(&self, outgoing: &Path) -> Vec<PathBuf> {
        let folder = self.target_folder(outgoing);
        let files = self.files.iter();
        files.map(|file| folder.join(&file.name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_cannot_name_a_place_elsewhere() {
        let name = "UPPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV";
        let journal = |folder: &str, name: &str| {
            let file = FileEntry::of_bytes(name, b"x");
            Journal::parse(&Journal::new(Some(folder.into()), vec![file]).to_bytes())
        };
        assert!(journal("a_1", name).is_some());
        assert!(journal("..", name).is_none());
        assert!(journal("a/b", name).is_none());
        assert!(journal("a", "../x").is_none());
        assert!(journal("a", &format!("../{name}")).is_none());
        assert!(Journal::parse(b"").is_none());
        assert!(Journal::parse(b"{\"folder\":null}").is_none());
    }
}
