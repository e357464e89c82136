use std::path::{Path, PathBuf};
use std::time::Duration;

use super::error::FolderError;

/// Where an office exchanges files with the official client or the web service, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderSettings {
    /// Sets are written here, for upload.
    pub outgoing: PathBuf,
    /// Downloads are put here.
    pub incoming: PathBuf,
    /// A sub-folder of `outgoing` for each set, instead of all files in `outgoing` itself.
    pub folder_per_set: bool,
    /// Name of the sub-folder of `incoming`, such as 取込済, that the files of a set are moved to once the host has stored it;
    /// `None` leaves them where they are.
    pub imported: Option<String>,
    /// A file counts as complete when it stays the same for so long.
    pub settle: Duration,
    /// An incomplete set is refused when nothing was added to it for so long; before, the rest may be on its way. As long is
    /// waited for annexes, where a set may have them.
    pub patience: Duration,
    /// How often the folder is looked through while it is watched.
    pub interval: Duration,
}

impl FolderSettings {
    /// These two folders; everything else as usual.
    pub fn new(outgoing: impl Into<PathBuf>, incoming: impl Into<PathBuf>) -> Self {
        Self {
            outgoing: outgoing.into(),
            incoming: incoming.into(),
            folder_per_set: false,
            imported: None,
            settle: Duration::from_secs(2),
            patience: Duration::from_secs(120),
            interval: Duration::from_secs(30),
        }
    }

    /// What is written for upload must not be taken for a download.
    pub(super) fn check(&self) -> Result<(), FolderError> {
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let (outgoing, incoming) = (real(&self.outgoing), real(&self.incoming));
        match outgoing.starts_with(&incoming) || incoming.starts_with(&outgoing) {
            true => Err(FolderError::SameFolder),
            false => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_folders_are_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(&path).unwrap();
            path
        };
        let check = |a: &str, b: &str| FolderSettings::new(path(a), path(b)).check();
        assert_eq!(check("送信", "受信"), Ok(()));
        assert_eq!(check("送信", "送信2"), Ok(()));
        for (outgoing, incoming) in [("a", "a"), ("a", "a/b"), ("a/b", "a"), ("a/../c", "c")] {
            assert_eq!(check(outgoing, incoming), Err(FolderError::SameFolder));
        }
    }
}
