//! Files and folders of the store: for their owner only, there as a whole or not at all.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Makes a folder and those above it, for the owner only.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    folder_builder().recursive(true).create(folder)
}

/// Makes a folder that was not there.
pub(super) fn make_new_folder(folder: &Path) -> io::Result<()> {
    folder_builder().create(folder)
}

/// Opens a file for reading and writing and makes it where there is none.
pub(super) fn open_or_make(path: &Path) -> io::Result<File> {
    let file = for_owner()
        .read(true)
        .create(true)
        .truncate(false)
        .open(path)?;
    keep_for_owner(&file);
    Ok(file)
}

/// Opens the file of a lock. Where the system would take it away while it is held, it is told not to.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    let mut options = for_owner();
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt;
        const READ_AND_WRITE: u32 = 3;
        options.share_mode(READ_AND_WRITE);
    }
    let file = options.read(true).create(true).truncate(false).open(path)?;
    keep_for_owner(&file);
    Ok(file)
}

/// Makes an empty file that was not there.
pub(super) fn make_new(path: &Path) -> io::Result<File> {
    for_owner().create_new(true).open(path)
}

/// Writes a whole file and has it on the disk.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let partial = partial_name(path);
    remove_if_there(&partial)?;
    let mut file = make_new(&partial)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    move_to(&partial, path)
}

/// Gives a complete file its name, for good.
pub(super) fn move_to(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    sync_folder_of(to)
}

/// Has a file on the disk that somebody else wrote.
pub(super) fn sync(path: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).open(path)?.sync_all()
}

/// The name that a file has until it is complete.
pub(super) fn partial_name(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}

pub(super) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn for_owner() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.write(true).mode(0o600);
    options
}

/// Elsewhere a file is as private as the folder that it is in: the user's own.
#[cfg(not(unix))]
fn for_owner() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    options
}

/// A file that was copied back from somewhere may be readable for others. Somebody else's file stays as it is.
#[cfg(unix)]
pub(super) fn keep_for_owner(file: &File) {
    use std::os::unix::fs::PermissionsExt;
    if file
        .metadata()
        .is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
    {
        let _ = file.set_permissions(fs::Permissions::from_mode(0o600));
    }
}

#[cfg(not(unix))]
pub(super) fn keep_for_owner(_file: &File) {}

#[cfg(unix)]
fn folder_builder() -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    builder
}

#[cfg(not(unix))]
fn folder_builder() -> DirBuilder {
    DirBuilder::new()
}

/// A name is on the disk when its folder is.
#[cfg(unix)]
fn sync_folder_of(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// NTFS keeps the order of names itself; a folder cannot be opened as a file there.
#[cfg(not(unix))]
fn sync_folder_of(_path: &Path) -> io::Result<()> {
    Ok(())
}
