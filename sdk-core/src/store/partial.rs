//! Contents that are being fetched, in files, so that a fetch goes on where it stopped.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use openssl::sha::Sha256;
use uuid::Uuid;

use super::{ReceivedState, Store, StoreError, files};
use crate::digest::hex;

/// Part of a sealed content that is being fetched, in a file. What is in it is worth nothing until the digest of the whole
/// is right: after a power failure its end may be lost or wrong.
#[derive(Debug)]
pub struct PartialFile {
    file: File,
}

impl PartialFile {
    pub(super) fn open(folder: &Path, id: Uuid) -> Result<Self, StoreError> {
        files::make_folder(folder)?;
        Ok(Self {
            file: files::open_or_make(&part_name(folder, id))?,
        })
    }

    /// Bytes that are there.
    pub fn len(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    /// Whether nothing is there.
    pub fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }

    /// Adds bytes at the end.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let before = self.file.seek(SeekFrom::End(0))?;
        self.file.write_all(bytes).inspect_err(|_| {
            // All of it or nothing, also on a full disk.
            let _ = self.file.set_len(before);
        })
    }

    /// Begins anew.
    pub fn restart(&mut self) -> io::Result<()> {
        self.file.set_len(0)
    }

    /// SHA-256 of what is there, lower-case hexadecimal.
    pub fn digest(&mut self) -> io::Result<String> {
        let mut digest = Sha256::new();
        let mut buffer = vec![0; 64 * 1024];
        self.file.rewind()?;
        loop {
            match self.file.read(&mut buffer)? {
                0 => return Ok(hex(&digest.finish())),
                read => digest.update(&buffer[..read]),
            }
        }
    }

    /// All that is there.
    pub fn read(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file.rewind()?;
        self.file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl Store {
    pub(super) fn parts_folder(&self) -> PathBuf {
        self.folder.join("parts")
    }

    pub(super) fn remove_part(&self, id: Uuid) -> io::Result<()> {
        files::remove_if_there(&part_name(&self.parts_folder(), id))
    }

    /// Removes parts of contents that nobody will fetch any more.
    pub(super) fn remove_stale_parts(&self) -> Result<(), StoreError> {
        let parts = match fs::read_dir(self.parts_folder()) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            parts => parts?,
        };
        for part in parts {
            if let Some(id) = id_of(&part?.file_name())
                && !self.is_offered(id)?
            {
                self.remove_part(id)?;
            }
        }
        Ok(())
    }

    fn is_offered(&self, id: Uuid) -> Result<bool, StoreError> {
        let record = self.received(id)?;
        Ok(record.is_some_and(|record| record.state == ReceivedState::Offered))
    }
}

fn part_name(folder: &Path, id: Uuid) -> PathBuf {
    folder.join(format!("{id}.part"))
}

fn id_of(name: &OsStr) -> Option<Uuid> {
    name.to_str()?.strip_suffix(".part")?.parse().ok()
}
