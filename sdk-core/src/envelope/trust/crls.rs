//! The CRLs at hand: given as bytes or files, and those of a folder that serves as cache.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use jiff::Timestamp;
use openssl::x509::X509;
use uuid::Uuid;

use super::crl::{Crl, CrlFault};
use crate::digest::hex;
use crate::envelope::error::EnvelopeError;
use crate::envelope::pem;
use crate::explain::{Explain, Explanation, explain};

/// Largest file of CRLs that is read.
const MAX_BYTES: u64 = 64 << 20;

/// What is wrong with a file of the folder of CRLs ([`super::TrustBuilder::crl_folder`]). The rest of the folder is used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {fault}")]
pub struct CrlNote {
    /// Name of the file, without its folder; the folder's own if it cannot be read.
    pub file: String,
    /// What is wrong.
    pub fault: CrlFault,
}

impl Explain for CrlNote {
    fn explanation(&self) -> Explanation {
        let (hint_ja, hint_en) = self.fault.hints();
        let ja = format!("{}: {}。", self.file, self.fault.ja());
        explain(ja, hint_ja, self.to_string(), hint_en)
    }
}

/// The CRLs of a [`super::Trust`]; they may be exchanged while others read them.
#[derive(Default)]
pub(super) struct Crls {
    state: RwLock<Arc<State>>,
    /// Held by whoever makes a new state of the old one.
    changing: Mutex<()>,
    files: Vec<PathBuf>,
    folder: Option<PathBuf>,
}

#[derive(Default, Clone)]
struct State {
    /// Given as bytes.
    given: Vec<Arc<Crl>>,
    /// All of them.
    all: Vec<Arc<Crl>>,
    notes: Vec<CrlNote>,
}

impl Crls {
    pub(super) fn new(
        given: &[Vec<u8>],
        files: Vec<PathBuf>,
        folder: Option<PathBuf>,
        now: Timestamp,
    ) -> Result<Self, EnvelopeError> {
        let mut state = State::default();
        for bytes in given {
            state
                .given
                .extend(parse(bytes).map_err(EnvelopeError::BadCrl)?);
        }
        let crls = Self {
            state: RwLock::new(Arc::new(state)),
            changing: Mutex::new(()),
            files,
            folder,
        };
        crls.reload(now)?;
        Ok(crls)
    }

    pub(super) fn all(&self) -> Vec<Arc<Crl>> {
        self.state().all.clone()
    }

    pub(super) fn notes(&self) -> Vec<CrlNote> {
        self.state().notes.clone()
    }

    /// Reads files and folder again. If a file cannot be read, everything stays as it was.
    pub(super) fn reload(&self, now: Timestamp) -> Result<(), EnvelopeError> {
        let _alone = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = State {
            given: self.state().given.clone(),
            ..State::default()
        };
        for crl in &state.given {
            add(&mut state.all, crl);
        }
        for file in &self.files {
            let crls = read(file).map_err(|fault| match fault {
                CrlFault::Io(kind) => EnvelopeError::Io(kind),
                fault => EnvelopeError::BadCrl(fault),
            })?;
            crls.iter().for_each(|crl| add(&mut state.all, crl));
        }
        if let Some(folder) = &self.folder {
            read_folder(folder, now, &mut state);
        }
        self.replace(state);
        Ok(())
    }

    /// Takes CRLs in PEM or DER, and keeps them in the folder if there is one. Gives how many were new.
    ///
    /// `authorities` are those known here: what is issued in the name of one must be signed by one of that name.
    pub(super) fn add(
        &self,
        bytes: &[u8],
        authorities: &[&[X509]],
    ) -> Result<usize, EnvelopeError> {
        let _alone = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut new = Vec::new();
        for crl in parse(bytes).map_err(EnvelopeError::BadCrl)? {
            crl.usable().map_err(EnvelopeError::BadCrl)?;
            check_issuer(&crl, authorities)?;
            if !is_among(&self.state().all, &crl) && !is_among(&new, &crl) {
                new.push(crl);
            }
        }
        // In force first: a full disk must not keep a revocation from being known.
        let mut state = State::clone(&self.state());
        for crl in &new {
            state.given.push(crl.clone());
            add(&mut state.all, crl);
        }
        self.replace(state);
        if let Some(folder) = &self.folder {
            for crl in &new {
                store(folder, crl).map_err(|error| EnvelopeError::Io(crate::io_kind(&error)))?;
            }
        }
        Ok(new.len())
    }

    fn state(&self) -> Arc<State> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&state)
    }

    fn replace(&self, state: State) {
        let mut place = self.state.write().unwrap_or_else(PoisonError::into_inner);
        *place = Arc::new(state);
    }
}

/// Reads all CRLs of a PEM text, or one in DER.
pub(super) fn parse(bytes: &[u8]) -> Result<Vec<Arc<Crl>>, CrlFault> {
    let blocks = pem::decoded_or_der(bytes, "X509 CRL").ok_or(CrlFault::Unreadable)?;
    if blocks.is_empty() {
        return Err(CrlFault::Unreadable);
    }
    blocks
        .iter()
        .map(|der| Crl::parse(der).map(Arc::new))
        .collect()
}

fn add(all: &mut Vec<Arc<Crl>>, crl: &Arc<Crl>) {
    if !is_among(all, crl) {
        all.push(Arc::clone(crl));
    }
}

fn is_among(all: &[Arc<Crl>], crl: &Crl) -> bool {
    all.iter().any(|known| known.der() == crl.der())
}

fn check_issuer(crl: &Crl, authorities: &[&[X509]]) -> Result<(), EnvelopeError> {
    let authorities = authorities.iter().copied().flatten();
    let mut result = Ok(());
    for authority in authorities.filter(|authority| crl.is_of(authority)) {
        result = crl
            .check_signature(authority)
            .map_err(EnvelopeError::BadCrl);
        if result.is_ok() {
            break;
        }
    }
    result
}

fn read(file: &Path) -> Result<Vec<Arc<Crl>>, CrlFault> {
    let io = |error: std::io::Error| CrlFault::Io(crate::io_kind(&error));
    let mut bytes = Vec::new();
    let file = File::open(file).map_err(io)?;
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(io)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(CrlFault::Io(ErrorKind::FileTooLarge));
    }
    parse(&bytes)
}

fn read_folder(folder: &Path, now: Timestamp, state: &mut State) {
    let mut from = Vec::new();
    for file in files_in(folder, &mut state.notes) {
        let name = name_of(&file);
        match read(&file) {
            Ok(crls) => from.extend(crls.into_iter().map(|crl| (name.clone(), crl))),
            Err(fault) => state.notes.push(CrlNote { file: name, fault }),
        }
    }
    for (_, crl) in &from {
        add(&mut state.all, crl);
    }
    for (file, crl) in from {
        if let Err(fault) = check_fresh(&crl, &state.all, now) {
            state.notes.push(CrlNote { file, fault });
        }
    }
}

/// The newest CRL of an issuer should be usable and in force; older ones are history.
fn check_fresh(crl: &Crl, all: &[Arc<Crl>], now: Timestamp) -> Result<(), CrlFault> {
    crl.usable()?;
    let is_newer = |other: &Arc<Crl>| {
        other.same_issuer(crl) && other.usable().is_ok() && other.this_update() > crl.this_update()
    };
    match crl.next_update() {
        Some(next_update) if next_update < now && !all.iter().any(is_newer) => {
            Err(CrlFault::Stale { next_update })
        }
        _ => Ok(()),
    }
}

/// `*.crl` and `*.pem`, by name.
fn files_in(folder: &Path, notes: &mut Vec<CrlNote>) -> Vec<PathBuf> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            notes.push(CrlNote {
                file: name_of(folder),
                fault: CrlFault::Io(crate::io_kind(&error)),
            });
            return Vec::new();
        }
    };
    let wanted = |path: &PathBuf| {
        let kind = path.extension().unwrap_or_default();
        kind.eq_ignore_ascii_case("crl") || kind.eq_ignore_ascii_case("pem")
    };
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut paths: Vec<_> = paths.filter(wanted).collect();
    paths.sort();
    paths
}

/// Under a name that another program, or another thread, would give the same list; never half written.
fn store(folder: &Path, crl: &Crl) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let digest = short(&openssl::sha::sha256(crl.der()));
    let issued = crl.this_update().strftime("%Y%m%dT%H%M%SZ");
    let name = format!("{}-{issued}-{digest}.crl", short(&crl.issuer_digest()));
    let draft = folder.join(format!("{}.part", Uuid::now_v7()));
    let written = write(&draft, crl.der()).and_then(|()| fs::rename(&draft, folder.join(name)));
    if written.is_err() {
        // What was written of it is of no use.
        let _ = fs::remove_file(&draft);
    }
    written
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The first 8 bytes.
fn short(digest: &[u8; 32]) -> String {
    hex(&digest[..8])
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}
