//! Files that are whole, or not there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::error::Failure;

/// Writes a file under a name of its own first, so that nobody reads half of it, and then gives it the one that is wanted.
pub(crate) fn write_whole<T>(
    target: &Path,
    replace: bool,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, Failure>,
) -> Result<T, Failure> {
    if !replace && target.try_exists().map_err(unwritable)? {
        return Err(unwritable(io::ErrorKind::AlreadyExists.into()));
    }
    let partial = beside(target);
    let written = filled(&partial, fill).and_then(|filled| {
        named(&partial, target, replace)
            .map(|()| filled)
            .map_err(unwritable)
    });
    // Gone where it was renamed; otherwise the first error is the one to tell.
    let _ = fs::remove_file(&partial);
    written
}

/// Without `replace` a file that came there meanwhile stays.
fn named(partial: &Path, target: &Path, replace: bool) -> io::Result<()> {
    if replace {
        return fs::rename(partial, target);
    }
    match fs::hard_link(partial, target) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // No links on FAT and some shares: what can be done there is to look again.
        Err(_) if target.try_exists()? => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(partial, target),
        Ok(()) => Ok(()),
    }
}

fn filled<T>(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut options = OpenOptions::new();
    let file = options.write(true).create_new(true);
    let mut out = Noting {
        file: BufWriter::new(file.open(path).map_err(unwritable)?),
        fault: None,
    };
    let filled = fill(&mut out);
    if let Some(fault) = out.fault {
        return Err(unwritable(fault.into()));
    }
    let filled = filled?;
    let file = out.file.into_inner().map_err(|error| error.into_error());
    file.and_then(|file| file.sync_all()).map_err(unwritable)?;
    Ok(filled)
}

/// Keeps what the system said: whoever fills the file may call it a fault of something else.
struct Noting {
    file: BufWriter<File>,
    fault: Option<io::ErrorKind>,
}

impl Noting {
    fn note<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        done.inspect_err(|error| self.fault = Some(careplan_core::io_kind(error)))
    }
}

impl Write for Noting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes);
        self.note(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.file.flush();
        self.note(flushed)
    }
}

/// Of this call alone.
fn beside(target: &Path) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(format!(".{}.part", Uuid::now_v7().simple()));
    name.into()
}

fn unwritable(error: io::Error) -> Failure {
    Failure::unwritable_file(careplan_core::io_kind(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::CPL_FILE_EXISTS;

    #[test]
    fn of_two_writers_of_one_name_none_harms_the_other() {
        let folder = std::env::temp_dir().join(Uuid::now_v7().to_string());
        let target = folder.join("x.csv");
        assert!(fs::create_dir(&folder).is_ok());
        let write = |out: &mut dyn Write, text: &str| {
            let written = out.write_all(text.as_bytes());
            written.map_err(unwritable)
        };
        for replace in [false, true] {
            // The second comes while the first is at it, and is done before.
            let first = write_whole(&target, replace, |out| {
                write(out, "the first, ")?;
                write_whole(&target, replace, |out| write(out, "the second"))?;
                write(out, "whole")
            });
            let kept = fs::read_to_string(&target).unwrap_or_default();
            match replace {
                true => assert!(first.is_ok() && kept == "the first, whole"),
                false => {
                    assert!(first.is_err_and(|failure| failure.status == CPL_FILE_EXISTS));
                    assert_eq!(kept, "the second");
                }
            }
            assert_eq!(fs::read_dir(&folder).map_or(0, Iterator::count), 1);
        }
        assert!(fs::remove_dir_all(&folder).is_ok());
    }
}
