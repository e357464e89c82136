//! Writing files so that a reader sees either nothing or all of it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// As the system's default has it.
    Everyone,
    /// The owner only (mode 0600), where the system knows such modes.
    Owner,
}

/// Writes a whole file, replacing an older one.
pub(crate) fn write(path: &Path, bytes: &[u8], access: Access) -> Result<(), Error> {
    let partial = partial_name(path);
    write_new(&partial, bytes, access)
        .and_then(|()| fs::rename(&partial, path))
        .map_err(Error::at(path))
}

/// Creates an empty file for the owner only, replacing an older one.
pub(crate) fn create_for_owner(path: &Path) -> Result<(), Error> {
    write_new(path, &[], Access::Owner).map_err(Error::at(path))
}

/// Makes a folder and those above it.
pub(crate) fn make_dir(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(Error::at(path))
}

/// Reads a whole file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(Error::at(path))
}

/// The name that a file has until it is complete.
pub(crate) fn partial_name(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}

fn write_new(path: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
    // The mode is only applied to a file that is created, so one left by a failed attempt has to go first.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = open_new(path, access)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(unix)]
fn open_new(path: &Path, access: Access) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mode = match access {
        Access::Everyone => 0o666,
        Access::Owner => 0o600,
    };
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path)
}

#[cfg(not(unix))]
fn open_new(path: &Path, _access: Access) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}
