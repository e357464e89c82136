use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use uuid::Uuid;

use super::look::{Digests, Listed, Unread, list};
use super::memory::Memory;
use super::settle::{Settling, age};
use super::sort::{Bundle, bundles, lacks_files_only};
use crate::control::Control;
use crate::exchange::folder::digest::SetDigest;
use crate::exchange::folder::error::FolderError;
use crate::exchange::folder::name::{FoundName, strict};
use crate::exchange::folder::settings::FolderSettings;
use crate::finding::{Code, Finding, Findings};
use crate::message::{Cover, FileEntry};
use crate::number::{OfficeNumber, TargetMonth};

/// What a look into the folder of downloads found.
#[derive(Clone, PartialEq, Default)]
pub struct Scan {
    /// Sets for this office that are not done with, in the order of their stamps.
    pub sets: Vec<FoundSet>,
    /// Files that are no set for this office, and why.
    pub refused: Vec<Refused>,
    /// Files that may become one: they are left for later.
    pub unfinished: Vec<Unfinished>,
    /// Files of sets that were imported or rejected before, however they are named.
    pub known: Vec<PathBuf>,
}

impl Scan {
    /// Whether files of a set are part of another one now, or of none.
    pub(in crate::exchange::folder) fn has_others_of(&self, cover: &Cover) -> bool {
        let names: HashSet<String> = cover.files.iter().map(|file| strict(&file.name)).collect();
        let is_of = |path: &PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str());
            let name = name.and_then(FoundName::of);
            name.is_some_and(|name| names.contains(&name.strict))
        };
        let refused = self.refused.iter().flat_map(|refused| &refused.files);
        let in_sets = self.sets.iter().flat_map(|set| &set.paths);
        refused.chain(in_sets).any(is_of)
    }
}

/// A whole set for this office.
#[derive(Clone, PartialEq)]
pub struct FoundSet {
    /// What the file names say, in the form of a message: without subject and text, `created_at` from the stamp, and an id
    /// made from names and bytes of the files (UUIDv8), the same on every look.
    pub cover: Cover,
    /// SHA-256 over names and bytes of its files, 64 hexadecimal digits.
    pub digest: String,
    /// 対象年月.
    pub month: Option<TargetMonth>,
    /// Where its files are, copies too.
    pub paths: Vec<PathBuf>,
}

impl FoundSet {
    /// Of the message.
    pub fn id(&self) -> Uuid {
        self.cover.id
    }

    /// Bytes of all its files.
    pub fn size(&self) -> u64 {
        self.cover.files.iter().map(|file| file.size).sum()
    }
}

/// Files that belong together and are no set for this office.
#[derive(Clone, PartialEq)]
pub struct Refused {
    /// Made from names and bytes of the files: the same as long as they stay the same.
    pub id: Uuid,
    /// The files.
    pub files: Vec<PathBuf>,
    /// What is wrong with them.
    pub findings: Findings,
}

/// A file that is left for later.
#[derive(Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// The file.
    pub file: PathBuf,
    /// Why.
    pub why: Pending,
}

/// Why a file is left for later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pending {
    /// It is being written: it changed just now, its name says so, or another program holds it.
    Writing,
    /// It has no content yet.
    Empty,
    /// The rest of its set may be on its way.
    RestOfSet,
    /// It cannot be read.
    Unreadable(ErrorKind),
}

/// A file of one name and content, in one or more places.
#[derive(Debug)]
pub(super) struct FoundFile {
    plain: String,
    pub(super) strict: String,
    size: u64,
    sha256: String,
    paths: Vec<PathBuf>,
    arrived: Option<SystemTime>,
}

impl FoundFile {
    pub(super) fn entry(&self) -> FileEntry {
        FileEntry {
            name: self.plain.clone(),
            size: self.size,
            sha256: self.sha256.clone(),
        }
    }
}

/// Looks through a folder again and again.
#[derive(Debug, Default)]
pub(in crate::exchange::folder) struct Scanner {
    settling: Mutex<Settling>,
}

impl Scanner {
    pub(in crate::exchange::folder) fn scan(
        &self,
        office: OfficeNumber,
        settings: &FolderSettings,
        digests: &Mutex<Digests>,
        memory: &Mutex<Memory>,
        control: &Control<'_>,
    ) -> Result<Scan, FolderError> {
        // Held for the whole look: two at a time would only disturb each other.
        let mut settling = self.settling.lock().unwrap_or_else(PoisonError::into_inner);
        let without = settings.imported.as_deref();
        let mut files = list(&settings.incoming, without).map_err(FolderError::incoming)?;
        let mut scan = Scan::default();
        let mut pending = take_pending(&mut files);
        let unsettled = settling.take_unsettled(&mut files, settings.settle, control);
        pending.extend(unsettled.into_iter().map(|file| (file, Pending::Writing)));
        let found = {
            let mut digests = digests.lock().unwrap_or_else(PoisonError::into_inner);
            digests.keep(&files);
            read(files, &mut digests, &mut pending)
        };
        let memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        let found = take_known(found, &memory, &mut scan.known);
        let mut digests = digests.lock().unwrap_or_else(PoisonError::into_inner);
        Sorter {
            office,
            memory: &memory,
            digests: &mut digests,
            patience: settings.patience,
            scan: &mut scan,
        }
        .sort(&found, &pending);
        let unfinished = pending
            .into_iter()
            .map(|(Listed { path, .. }, why)| Unfinished { file: path, why });
        scan.unfinished.extend(unfinished);
        scan.unfinished.sort_by(|a, b| a.file.cmp(&b.file));
        scan.sets
            .sort_by_key(|set| (set.cover.stamp, set.cover.set, set.month, set.cover.id));
        Ok(scan)
    }
}

/// Files that say themselves that they are not complete.
fn take_pending(files: &mut Vec<Listed>) -> Vec<(Listed, Pending)> {
    let mut pending = Vec::new();
    let mut rest = Vec::new();
    for file in std::mem::take(files) {
        match () {
            () if file.name.temporary => pending.push((file, Pending::Writing)),
            () if file.look.size == 0 => pending.push((file, Pending::Empty)),
            () => rest.push(file),
        }
    }
    *files = rest;
    pending
}

/// Reads what is not known yet; the same file in several places is one.
fn read(
    files: Vec<Listed>,
    digests: &mut Digests,
    pending: &mut Vec<(Listed, Pending)>,
) -> Vec<FoundFile> {
    let mut found: BTreeMap<(String, String), FoundFile> = BTreeMap::new();
    for file in files {
        let sha256 = match digests.of(&file) {
            Ok(sha256) => sha256,
            Err(Unread::Writing) => {
                pending.push((file, Pending::Writing));
                continue;
            }
            Err(Unread::Failed(cause)) => {
                pending.push((file, Pending::Unreadable(cause)));
                continue;
            }
        };
        let key = (file.name.strict.clone(), sha256.clone());
        let entry = found.entry(key).or_insert_with(|| FoundFile {
            plain: file.name.plain,
            strict: file.name.strict,
            size: file.look.size,
            sha256,
            paths: Vec::new(),
            arrived: file.arrived,
        });
        entry.arrived = entry.arrived.max(file.arrived);
        entry.paths.push(file.path);
    }
    found.into_values().collect()
}

/// Files of sets that are done with stay out of everything else, so that what remains of such a set is no incomplete one.
fn take_known(found: Vec<FoundFile>, memory: &Memory, known: &mut Vec<PathBuf>) -> Vec<FoundFile> {
    let is_known = |file: &FoundFile| memory.file(&file.strict, &file.sha256).is_some();
    let (old, new): (Vec<_>, Vec<_>) = found.into_iter().partition(is_known);
    known.extend(old.into_iter().flat_map(|file| file.paths));
    known.sort();
    new
}

struct Sorter<'a> {
    office: OfficeNumber,
    memory: &'a Memory,
    digests: &'a mut Digests,
    patience: Duration,
    scan: &'a mut Scan,
}

impl Sorter<'_> {
    fn sort(&mut self, found: &[FoundFile], pending: &[(Listed, Pending)]) {
        let mut names: Vec<&str> = found.iter().map(|file| &*file.plain).collect();
        // A file that is here whole is not waited for when it is downloaded once more.
        let here: HashSet<&str> = found.iter().map(|file| &*file.strict).collect();
        let awaited = pending.iter().map(|(file, _)| &file.name);
        let awaited = awaited.filter(|name| !here.contains(&*name.strict));
        names.extend(awaited.map(|name| &*name.plain));
        for bundle in bundles(&names) {
            let files: Vec<&FoundFile> = bundle
                .files
                .iter()
                .filter_map(|&place| found.get(place))
                .collect();
            match files.len() == bundle.files.len() {
                true => self.judge(&bundle, &files),
                false => self.wait(&files),
            }
        }
    }

    fn judge(&mut self, bundle: &Bundle, files: &[&FoundFile]) {
        let mut faults = bundle.faults(files, self.office, self.memory);
        let young = files.iter().any(|file| self.is_young(file));
        if faults.is_empty() {
            for file in files {
                if let Some(cut) = self.digests.cut_off(&file.sha256, &file.plain, &file.paths) {
                    faults.push(cut);
                }
            }
            // The rest of it may be on its way, too.
            if young && !faults.is_empty() {
                return self.wait(files);
            }
        }
        if young && (lacks_files_only(&faults) || faults.is_empty() && bundle.may_have_annexes()) {
            return self.wait(files);
        }
        match bundle.cover(files).filter(|_| faults.is_empty()) {
            Some(cover) => self.scan.sets.push(FoundSet {
                digest: SetDigest::of(&cover.files).to_hex(),
                month: bundle.month(),
                paths: paths(files),
                cover,
            }),
            None => self.refuse(files, faults),
        }
    }

    fn refuse(&mut self, files: &[&FoundFile], mut findings: Findings) {
        if findings.is_empty() {
            findings.push(Finding::new(Code::SetUnknown, "".into()));
        }
        let entries: Vec<_> = files.iter().map(|file| file.entry()).collect();
        self.scan.refused.push(Refused {
            id: SetDigest::of(&entries).id(),
            files: paths(files),
            findings,
        });
    }

    fn wait(&mut self, files: &[&FoundFile]) {
        let paths = paths(files).into_iter();
        self.scan.unfinished.extend(paths.map(|file| Unfinished {
            file,
            why: Pending::RestOfSet,
        }));
    }

    fn is_young(&self, file: &FoundFile) -> bool {
        age(file.arrived).is_some_and(|age| age < self.patience)
    }
}

fn paths(files: &[&FoundFile]) -> Vec<PathBuf> {
    files
        .iter()
        .flat_map(|file| file.paths.iter().cloned())
        .collect()
}

// Paths may hold names of people; they stay out.

impl fmt::Debug for Scan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scan")
            .field("sets", &self.sets)
            .field("refused", &self.refused)
            .field("unfinished", &self.unfinished)
            .field("known", &self.known.len())
            .finish()
    }
}

impl fmt::Debug for FoundSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FoundSet")
            .field("cover", &self.cover)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refused")
            .field("id", &self.id)
            .field("files", &self.files.len())
            .field("findings", &self.findings)
            .finish()
    }
}

impl fmt::Debug for Unfinished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unfinished")
            .field("why", &self.why)
            .finish_non_exhaustive()
    }
}
