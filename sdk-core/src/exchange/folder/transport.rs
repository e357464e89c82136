use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use uuid::Uuid;

use super::digest::SetDigest;
use super::error::FolderError;
use super::incoming::{Digests, Memory, Outcome, Scan, Scanner, take, tidy, wait};
use super::outgoing::{self, Delivered};
use super::settings::FolderSettings;
use crate::check::CheckedDocument;
use crate::control::{Cancel, Control};
use crate::message::{Cover, MessageSet};
use crate::number::OfficeNumber;

/// The two folders of an office. Calls block; any thread may call.
///
/// What was imported before is for the caller to remember: it is told with [`FolderTransport::remember`] when the folders are
/// opened, and from then on with each set that is done with.
pub struct FolderTransport {
    office: OfficeNumber,
    settings: FolderSettings,
    writing: Mutex<()>,
    scanner: Scanner,
    digests: Mutex<Digests>,
    memory: Mutex<Memory>,
}

impl FolderTransport {
    /// The folders of an office. They need not be there yet.
    pub fn new(office: OfficeNumber, settings: FolderSettings) -> Result<Self, FolderError> {
        settings.check()?;
        Ok(Self {
            office,
            settings,
            writing: Mutex::default(),
            scanner: Scanner::default(),
            digests: Mutex::default(),
            memory: Mutex::default(),
        })
    }

    /// Where they are, and how they are used.
    pub fn settings(&self) -> &FolderSettings {
        &self.settings
    }

    /// Writes a set into the folder for upload. The same set again is the same delivery; when this returns without an error
    /// all of its files are there, and safe from a power failure.
    ///
    /// Until [`FolderTransport::confirm`] is called, it is remembered beside the files that the set was written; so that after
    /// a crash it is not written anew though it was uploaded and removed meanwhile.
    pub fn deliver(&self, set: &MessageSet) -> Result<Delivered, FolderError> {
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        outgoing::write_set(set, &self.settings.outgoing, self.settings.folder_per_set)
    }

    /// The caller has noted for good that a set was delivered.
    pub fn confirm(&self, id: Uuid) -> Result<(), FolderError> {
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        outgoing::confirm(&self.settings.outgoing, id)
    }

    /// Completes deliveries that a crash ended half-way. Returns those that are done and not confirmed.
    pub fn recover(&self) -> Result<Vec<Uuid>, FolderError> {
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        outgoing::recover(&self.settings.outgoing, self.office)
    }

    /// Whether a set is whole, in the folder for upload or about to be moved there, and not confirmed.
    pub fn is_under_way(&self, id: Uuid) -> bool {
        outgoing::is_under_way(&self.settings.outgoing, id)
    }

    /// The id under which a set with such a cover is delivered and found.
    pub fn id_of(cover: &Cover) -> Uuid {
        SetDigest::of(&cover.files).id()
    }

    /// A set that is done with: its files, under whatever names they come again, are not offered any more.
    pub fn remember(&self, cover: &Cover, outcome: Outcome) {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.add(cover, outcome);
    }

    /// Looks through the folder of downloads. Where files came in just now it waits, for [`FolderSettings::settle`], to see
    /// whether they are still being written; cancelled, it leaves them for later.
    pub fn scan(&self, control: &Control<'_>) -> Result<Scan, FolderError> {
        let Self {
            office,
            settings,
            digests,
            memory,
            ..
        } = self;
        self.scanner
            .scan(*office, settings, digests, memory, control)
    }

    /// Reads the files of a found set, byte for byte as they were found, and checks them.
    pub fn open(&self, cover: &Cover) -> Result<Vec<Arc<CheckedDocument>>, FolderError> {
        take(cover, &self.settings, &self.digests)
    }

    /// Moves files of imported sets into the sub-folder of the settings, where they name one; returns how many.
    pub fn tidy(&self) -> Result<usize, FolderError> {
        tidy(&self.settings, &self.digests, &self.memory)
    }

    /// Looks through the folder of downloads at intervals, until it is cancelled, and tells when there is something new to say.
    /// An error, such as a network drive that is away, is told once and does not end it.
    pub fn watch(&self, cancel: &Cancel, mut tell: impl FnMut(&Result<Scan, FolderError>)) {
        let control = Control {
            cancel: Some(cancel),
            progress: None,
        };
        let mut told = None;
        while !cancel.is_cancelled() {
            let scan = self.scan(&control);
            if cancel.is_cancelled() {
                break;
            }
            if told.as_ref() != Some(&scan) {
                tell(&scan);
                told = Some(scan);
            }
            // Never in a tight loop, whatever the settings say.
            wait(
                self.settings.interval.max(Duration::from_millis(50)),
                &control,
            );
        }
    }
}

impl fmt::Debug for FolderTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FolderTransport")
            .field("office", &self.office)
            .finish_non_exhaustive()
    }
}
