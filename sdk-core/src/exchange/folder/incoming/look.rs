use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs::{self, DirEntry, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::check::CheckedDocument;
use crate::digest::sha256_hex;
use crate::document::MAX_FILE_BYTES;
use crate::exchange::folder::name::FoundName;
use crate::explain::io_kind;
use crate::finding::{Code, Finding};
use crate::message::FileEntry;

/// A file that may be one of the standard's, as the folder lists it.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) path: PathBuf,
    pub(super) name: FoundName,
    pub(super) look: Look,
    /// When it came here: a download may keep the time at which its content was made.
    pub(super) arrived: Option<SystemTime>,
}

/// What changes when a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) size: u64,
    modified: Option<SystemTime>,
}

impl Look {
    fn of(metadata: &Metadata) -> Self {
        Self {
            size: metadata.len(),
            modified: metadata.modified().ok(),
        }
    }

    /// How it looks now; `None` where it is gone.
    pub(super) fn now(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        metadata.is_file().then(|| Self::of(&metadata))
    }
}

/// The files of a folder and of the folders in it, one level deep, in the order of their paths. `without` names a sub-folder
/// that is passed over, as are hidden ones and links.
pub(super) fn list(folder: &Path, without: Option<&str>) -> io::Result<Vec<Listed>> {
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => {
                let hidden = name.as_encoded_bytes().starts_with(b".");
                if !hidden && without.is_none_or(|without| name != OsStr::new(without)) {
                    folders.push(entry.path());
                }
            }
            _ => files.extend(listed(&entry)),
        }
    }
    for folder in folders {
        match fs::read_dir(&folder) {
            // It was removed meanwhile, or is none of this office's business.
            Err(error) if is_passed_over(error.kind()) => {}
            Err(error) => return Err(error),
            Ok(entries) => {
                for entry in entries {
                    files.extend(listed(&entry?));
                }
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn is_passed_over(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::PermissionDenied)
}

fn listed(entry: &DirEntry) -> Option<Listed> {
    let name = FoundName::of(entry.file_name().to_str()?)?;
    if !entry.file_type().ok()?.is_file() {
        return None;
    }
    // Asked of the path: a folder's own list may be behind while a file is written.
    let path = entry.path();
    let metadata = fs::metadata(&path).ok()?;
    let look = Look::of(&metadata);
    let arrived = metadata.created().ok().max(look.modified);
    Some(Listed {
        path,
        name,
        look,
        arrived,
    })
}

/// Digests of files that look as they did when they were read.
#[derive(Debug, Default)]
pub(in crate::exchange::folder) struct Digests {
    files: HashMap<PathBuf, (Look, String)>,
    /// By digest, what there is to say about where a file ends.
    ends: HashMap<String, Option<Finding>>,
}

impl Digests {
    /// Only these files are still there.
    pub(super) fn keep(&mut self, files: &[Listed]) {
        let mut old = std::mem::take(&mut self.files);
        let here = files.iter().filter_map(|file| old.remove_entry(&file.path));
        self.files = here.collect();
        let here: HashSet<&String> = self.files.values().map(|(_, sha256)| sha256).collect();
        self.ends.retain(|sha256, _| here.contains(sha256));
    }

    /// That a file breaks off: half a download has the right name, and its digest is as good as any. Each content is read
    /// once for it; one that cannot be read now says so when it is taken.
    pub(super) fn cut_off(
        &mut self,
        sha256: &str,
        name: &str,
        places: &[PathBuf],
    ) -> Option<Finding> {
        if let Some(end) = self.ends.get(sha256) {
            return end.clone();
        }
        let is_csv = name.to_ascii_uppercase().ends_with(".CSV");
        let bytes = places.iter().filter(|_| is_csv).find_map(|place| {
            let bytes = content(place).ok()?;
            (sha256_hex(&bytes) == sha256).then_some(bytes)
        })?;
        let checked = CheckedDocument::read(name, bytes);
        let mut findings = checked.findings().iter();
        let end = findings
            .find(|found| found.code == Code::Truncated)
            .cloned();
        self.ends.insert(sha256.to_owned(), end.clone());
        end
    }

    /// What was remembered of a file does not hold.
    pub(in crate::exchange::folder) fn forget(&mut self, path: &Path) {
        self.files.remove(path);
    }

    /// SHA-256 of a file.
    pub(super) fn of(&mut self, file: &Listed) -> Result<String, Unread> {
        if let Some((look, digest)) = self.files.get(&file.path)
            && *look == file.look
        {
            return Ok(digest.clone());
        }
        let opened = open(&file.path).map_err(Unread::from)?;
        let entry = FileEntry::of_stream("", opened).map_err(Unread::from)?;
        if entry.size != file.look.size || Look::now(&file.path) != Some(file.look) {
            return Err(Unread::Writing);
        }
        let known = (file.look, entry.sha256.clone());
        self.files.insert(file.path.clone(), known);
        Ok(entry.sha256)
    }
}

/// Why a file was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    Writing,
    Failed(ErrorKind),
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        match io_kind(&error) {
            // Another program has it open for writing; or it was moved or removed meanwhile.
            ErrorKind::ResourceBusy | ErrorKind::NotFound => Self::Writing,
            kind => Self::Failed(kind),
        }
    }
}

/// Opens a file for reading; on Windows only where nobody is writing it.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt;
        const FILE_SHARE_READ: u32 = 1;
        options.share_mode(FILE_SHARE_READ);
    }
    options.open(path)
}

/// What a file holds, where it is no larger than any of the standard's.
pub(super) fn content(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = MAX_FILE_BYTES as u64 + 1;
    open(path)?.take(most).read_to_end(&mut bytes)?;
    match bytes.len() > MAX_FILE_BYTES {
        true => Err(ErrorKind::FileTooLarge.into()),
        false => Ok(bytes),
    }
}
