//! Every change to a folder goes through here, so that tests can let any of them be the last one, or fail.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Writes a file and makes sure that it is on the disk.
pub(super) fn write_file(path: &Path, content: &[u8]) -> io::Result<()> {
    step()?;
    let mut file = for_owner().open(path)?;
    let (first, second) = content.split_at(content.len() / 2);
    file.write_all(first)?;
    step()?;
    file.write_all(second)?;
    file.sync_all()
}

pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step()?;
    fs::rename(from, to)
}

/// Makes a folder and those above it; it may be there.
pub(super) fn create_folders(folder: &Path) -> io::Result<()> {
    step()?;
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// What goes out is in clear: on Unix it is for the user only under whom this runs. Elsewhere it is as private as its folder.
fn for_owner() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Removes a file; it may be gone.
pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    step()?;
    or_gone(fs::remove_file(path))
}

/// Removes a folder with all that is in it; it may be gone.
pub(super) fn remove_folder(folder: &Path) -> io::Result<()> {
    step()?;
    or_gone(fs::remove_dir_all(folder))
}

/// Removes a folder that has nothing in it.
pub(super) fn remove_empty_folder(folder: &Path) -> io::Result<()> {
    step()?;
    fs::remove_dir(folder)
}

/// Makes sure that names stay after a power failure. Windows has nothing of the kind; network drives may refuse it.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    step()?;
    if cfg!(windows) {
        return Ok(());
    }
    match File::open(folder)?.sync_all() {
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::InvalidInput | ErrorKind::Unsupported
            ) =>
        {
            Ok(())
        }
        result => result,
    }
}

fn or_gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

#[cfg(not(test))]
fn step() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
use testing::step;

#[cfg(test)]
pub(super) mod testing {
    use std::cell::Cell;
    use std::io::{self, ErrorKind};

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(in crate::exchange::folder) enum Fault {
        None,
        /// After so many steps nothing happens any more: the process is gone.
        Dies(usize),
        /// At this step the process is gone: unlike `Dies`, nothing of what comes after a failure is done either.
        Panics(usize),
        /// This one step fails; the process goes on.
        Full(usize),
    }

    thread_local! {
        static FAULT: Cell<Fault> = const { Cell::new(Fault::None) };
    }

    /// Runs with a fault; returns whether it was reached.
    pub(in crate::exchange::folder) fn with<T>(fault: Fault, run: impl FnOnce() -> T) -> (T, bool) {
        FAULT.set(fault);
        let result = run();
        let reached = match FAULT.replace(Fault::None) {
            Fault::None => fault != Fault::None,
            Fault::Dies(left) => left == 0,
            Fault::Full(_) | Fault::Panics(_) => false,
        };
        (result, reached)
    }

    pub(super) fn step() -> io::Result<()> {
        match FAULT.get() {
            Fault::None => Ok(()),
            Fault::Dies(0) => Err(ErrorKind::Other.into()),
            Fault::Dies(left) => {
                FAULT.set(Fault::Dies(left - 1));
                Ok(())
            }
            Fault::Panics(0) => {
                FAULT.set(Fault::None);
                panic!("the process is gone");
            }
            Fault::Panics(left) => {
                FAULT.set(Fault::Panics(left - 1));
                Ok(())
            }
            Fault::Full(0) => {
                FAULT.set(Fault::None);
                Err(ErrorKind::StorageFull.into())
            }
            Fault::Full(left) => {
                FAULT.set(Fault::Full(left - 1));
                Ok(())
            }
        }
    }
}
