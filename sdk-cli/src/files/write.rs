//! Writing files so that nothing is ever half written, and nothing overwritten that nobody spoke of.

use std::fs::{self, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use careplan_core::finding::Lang;
use careplan_core::io_cause;
use tempfile::{Builder, NamedTempFile};

use crate::files::walk::{Found, Unit};
use crate::terminal_text;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// It was written.
    New,
    /// It was there already, with the same content.
    Same,
}

/// Why a file was not written.
#[derive(Debug)]
pub(crate) enum NotWritten {
    /// There is a file of this name with another content.
    Taken,
    /// What the system says.
    Failed(io::Error),
}

/// Writes a file that is not there yet.
pub(crate) fn new(target: &Path, bytes: &[u8]) -> Result<Written, NotWritten> {
    match fs::read(target) {
        Ok(there) if there == bytes => return Ok(Written::Same),
        Ok(_) => return Err(NotWritten::Taken),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(NotWritten::Failed(error)),
    }
    fs::create_dir_all(folder(target))?;
    let file = temporary(target, bytes, None)?;
    match file.persist_noclobber(target) {
        Ok(_) => Ok(Written::New),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Err(NotWritten::Taken),
        Err(error) => Err(error.error.into()),
    }
}

/// Replaces a file, which may get another name in the same folder.
pub(crate) fn replace(source: &Path, name: &str, bytes: &[u8]) -> Result<Written, NotWritten> {
    // A link stays one: the file that it leads to is replaced.
    let source = source.canonicalize()?;
    let target = folder(&source).join(name);
    let is_same_file = target.canonicalize().is_ok_and(|target| target == source);
    if !is_same_file {
        let written = new(&target, bytes)?;
        if written == Written::New {
            fs::set_permissions(&target, source.metadata()?.permissions())?;
            fs::remove_file(&source)?;
        }
        return Ok(written);
    }
    let file = temporary(&source, bytes, Some(source.metadata()?.permissions()))?;
    file.persist(&target).map_err(|error| error.error)?;
    Ok(Written::New)
}

/// Why a file was not written, for people.
pub(crate) fn explain(target: &Path, error: &NotWritten, lang: Lang) -> String {
    let path = terminal_text::path(target);
    match (error, lang) {
        (NotWritten::Taken, Lang::Ja) => {
            format!(
                "{path} には内容の異なるファイルがすでにあるため、書き込みません。別のフォルダーを指定するか、そのファイルを移してください"
            )
        }
        (NotWritten::Taken, Lang::En) => {
            format!(
                "{path} exists with another content and was not overwritten; name another folder or move that file away"
            )
        }
        (NotWritten::Failed(error), Lang::Ja) => {
            format!("{path} に書き込めません: {}", cause(error, lang))
        }
        (NotWritten::Failed(error), Lang::En) => {
            format!("cannot write {path}: {}", cause(error, lang))
        }
    }
}

fn cause(error: &io::Error, lang: Lang) -> String {
    match error.kind() {
        ErrorKind::Other => error.to_string(),
        kind => io_cause(kind, lang),
    }
}

/// Where a file of a unit goes in another folder, under a new name: below it as below the folder that was given.
pub(crate) fn target(out: &Path, unit: &Unit, file: &Path, name: &str) -> PathBuf {
    let below = unit.folder.as_ref().and_then(|root| {
        let folder = file.parent()?;
        folder.strip_prefix(root).ok()
    });
    out.join(below.unwrap_or(Path::new(""))).join(name)
}

/// Leaves out what an earlier run wrote, where the folder for the results lies in one that was given. The error, for
/// people, is that nothing would be left: results would stand among what they are made of.
pub(crate) fn without_results(found: &mut Found, out: &Path, lang: Lang) -> Result<(), String> {
    let Ok(real) = out.canonicalize() else {
        return Ok(());
    };
    let given = found.files().count();
    let is_result = |file: &PathBuf| {
        file.canonicalize()
            .is_ok_and(|file| file.starts_with(&real))
    };
    for unit in found.units.iter_mut().filter(|unit| unit.folder.is_some()) {
        unit.files.retain(|file| !is_result(file));
    }
    if given == 0 || found.files().next().is_some() {
        return Ok(());
    }
    let path = terminal_text::path(out);
    Err(match lang {
        Lang::Ja => format!(
            "ファイルはすべて --out のフォルダー（{path}）の中にあります。元のファイルとは別のフォルダーを指定してください"
        ),
        Lang::En => format!(
            "all files are in the folder of --out ({path}); name a folder apart from the files"
        ),
    })
}

/// A file beside the target, which becomes it in one step.
fn temporary(target: &Path, bytes: &[u8], like: Option<Permissions>) -> io::Result<NamedTempFile> {
    let mut file = beside(target)?;
    file.write_all(bytes)?;
    if let Some(permissions) = like {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// An empty file in the folder of the target. It is gone when it is dropped.
pub(crate) fn beside(target: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".careplan-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As for any new file, the user's mask decides.
        builder.permissions(Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder(target))
}

/// The folder that a path is in.
pub(crate) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

impl From<io::Error> for NotWritten {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_overwritten_that_nobody_spoke_of() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a/b.CSV");
        assert_eq!(new(&target, b"1").unwrap(), Written::New);
        assert_eq!(new(&target, b"1").unwrap(), Written::Same);
        assert!(matches!(new(&target, b"2"), Err(NotWritten::Taken)));
        assert_eq!(fs::read(&target).unwrap(), b"1");
        assert_eq!(fs::read_dir(target.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_is_replaced_and_may_get_another_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a.csv"), b"1").unwrap();
        assert_eq!(
            replace(&path("a.csv"), "a.csv", b"2").unwrap(),
            Written::New
        );
        assert_eq!(
            replace(&path("a.csv"), "b.CSV", b"3").unwrap(),
            Written::New
        );
        assert!(!path("a.csv").exists());
        fs::write(path("c.CSV"), b"4").unwrap();
        let taken = replace(&path("b.CSV"), "c.CSV", b"5");
        assert!(matches!(taken, Err(NotWritten::Taken)));
        assert_eq!(fs::read(path("b.CSV")).unwrap(), b"3");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
