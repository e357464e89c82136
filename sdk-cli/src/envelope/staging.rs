//! Files get their names only when all of them are complete and on disk; before that, an error leaves nothing behind.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use careplan_core::envelope::{EnvelopeError, FileSink};
use careplan_core::message::FileEntry;
use tempfile::{Builder, NamedTempFile, TempDir, TempPath};

use super::fault::Fault;
use crate::files::write;

/// A file that is written beside its place and gets there in one step.
pub(crate) struct NewFile {
    temporary: NamedTempFile,
    target: PathBuf,
    force: bool,
}

impl NewFile {
    /// Says early that a name is taken, before any work is done.
    pub(crate) fn check(target: &Path, force: bool) -> Result<(), Fault> {
        match fs::symlink_metadata(target) {
            // With `--force` files and links are replaced; folders and devices never.
            Ok(there) if !force || !(there.is_file() || there.is_symlink()) => {
                Err(Fault::Taken(target.to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// With `--force` too, what the command reads stays: a key that is gone cannot be made again.
    pub(crate) fn check_no_input<'a>(
        target: &Path,
        mut inputs: impl Iterator<Item = &'a Path>,
    ) -> Result<(), Fault> {
        let Ok(real) = target.canonicalize() else {
            return Ok(());
        };
        match inputs.any(|input| input.canonicalize().is_ok_and(|input| input == real)) {
            true => Err(Fault::IsInput(target.to_owned())),
            false => Ok(()),
        }
    }

    pub(crate) fn create(target: &Path, force: bool) -> Result<Self, Fault> {
        Self::check(target, force)?;
        let temporary = write::beside(target).map_err(Fault::not_written(target))?;
        Ok(Self {
            temporary,
            target: target.to_owned(),
            force,
        })
    }

    /// Only the person who made it may read it, whatever the mask says; the folder decides on Windows.
    #[cfg_attr(not(unix), allow(clippy::unnecessary_wraps, clippy::unused_self))]
    pub(crate) fn private(self) -> Result<Self, Fault> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let only_owner = fs::Permissions::from_mode(0o600);
            let changed = self.temporary.as_file().set_permissions(only_owner);
            changed.map_err(Fault::not_written(&self.target))?;
        }
        Ok(self)
    }

    /// The file, for writing.
    pub(crate) fn file(&mut self) -> &mut File {
        self.temporary.as_file_mut()
    }

    /// Writes all of it.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let written = self.temporary.write_all(bytes);
        written.map_err(Fault::not_written(&self.target))
    }

    /// Puts it on disk under its name.
    pub(crate) fn place(self) -> Result<(), Fault> {
        let Self {
            temporary,
            target,
            force,
        } = self;
        let synced = temporary.as_file().sync_all();
        synced.map_err(Fault::not_written(&target))?;
        let placed = match force {
            true => temporary.persist(&target),
            false => temporary.persist_noclobber(&target),
        };
        placed.map_err(|error| Fault::not_written(&target)(error.error))?;
        sync_folder(write::folder(&target)).map_err(Fault::not_written(&target))
    }
}

/// Files that are taken into a folder of their own and then moved to where they belong, all or none.
pub(crate) struct NewFiles {
    target: PathBuf,
    staging: TempDir,
    names: Vec<String>,
    writing: Option<File>,
    /// Why the last call of the sink failed.
    fault: Option<Fault>,
    made: MadeFolders,
}

impl NewFiles {
    /// A folder beside `target`, which need not be there yet.
    pub(crate) fn beside(target: &Path) -> Result<Self, Fault> {
        if fs::metadata(target).is_ok_and(|there| !there.is_dir()) {
            return Err(Fault::Taken(target.to_owned()));
        }
        let mut made = MadeFolders::default();
        // Where the folder is a link, its files are elsewhere.
        let real = target.canonicalize();
        let real = real.as_deref().unwrap_or(target);
        let parent = write::folder(real);
        made.make(parent).map_err(Fault::not_written(target))?;
        let staging = staging_folder(parent, real).map_err(Fault::not_written(target))?;
        Ok(Self {
            target: target.to_owned(),
            staging,
            names: Vec::new(),
            writing: None,
            fault: None,
            made,
        })
    }

    /// Why the sink refused something, where it did; else what opening says.
    pub(crate) fn fault_or(&mut self, error: EnvelopeError) -> Fault {
        self.fault.take().unwrap_or_else(|| error.into())
    }

    /// Takes a file that is in memory.
    pub(crate) fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        self.start(name)?;
        let path = self.target.join(name);
        self.append(bytes).map_err(Fault::not_written(&path))?;
        self.complete().map_err(Fault::not_written(&path))
    }

    /// Moves all of them to their names. No name may be taken; if one cannot be moved, none is there.
    pub(crate) fn place(mut self) -> Result<(), Fault> {
        for name in &self.names {
            check_free(&self.target.join(name))?;
        }
        let made = self.made.make(&self.target);
        made.map_err(Fault::not_written(&self.target))?;
        let mut moved = Moved(Vec::new());
        for (index, name) in self.names.iter().enumerate() {
            let path = self.target.join(name);
            let staged = TempPath::try_from_path(self.staged(index));
            let staged = staged.map_err(Fault::not_written(&path))?;
            let placed = staged.persist_noclobber(&path);
            placed.map_err(|error| Fault::not_written(&path)(error.error))?;
            moved.0.push(path);
        }
        sync_folder(&self.target).map_err(Fault::not_written(&self.target))?;
        moved.0.clear();
        self.made.keep().map_err(Fault::not_written(&self.target))
    }

    fn start(&mut self, name: &str) -> Result<(), Fault> {
        let path = self.target.join(name);
        check_free(&path)?;
        // Its name is only looked at where it is moved to.
        let file = create_private(&self.staged(self.names.len()));
        self.writing = Some(file.map_err(Fault::not_written(&path))?);
        self.names.push(name.to_owned());
        Ok(())
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.writing
            .as_mut()
            .map_or(Ok(()), |file| file.write_all(bytes))
    }

    fn complete(&mut self) -> io::Result<()> {
        self.writing.take().map_or(Ok(()), |file| file.sync_all())
    }

    fn staged(&self, index: usize) -> PathBuf {
        self.staging.path().join(index.to_string())
    }

    /// Keeps the fault for whoever asks; the envelope knows kinds only.
    fn told(&mut self, result: io::Result<()>) -> Result<(), EnvelopeError> {
        result.map_err(|error| {
            let kind = error.kind();
            let path = self
                .names
                .last()
                .map_or(self.target.clone(), |name| self.target.join(name));
            self.fault = Some(Fault::not_written(&path)(error));
            EnvelopeError::Io(kind)
        })
    }
}

impl FileSink for NewFiles {
    fn begin(&mut self, _index: usize, file: &FileEntry) -> Result<(), EnvelopeError> {
        self.start(&file.name).map_err(|fault| {
            self.fault = Some(fault);
            EnvelopeError::Io(io::ErrorKind::Other)
        })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), EnvelopeError> {
        let written = self.append(bytes);
        self.told(written)
    }

    fn end(&mut self) -> Result<(), EnvelopeError> {
        let completed = self.complete();
        self.told(completed)
    }
}

/// Files that go away again unless all could be moved.
struct Moved(Vec<PathBuf>);

impl Drop for Moved {
    fn drop(&mut self) {
        for path in &self.0 {
            // Nothing more can be done where even that fails.
            let _ = fs::remove_file(path);
        }
    }
}

/// Folders that were made on the way; they go away again, unless they are kept.
#[derive(Default)]
struct MadeFolders(Vec<PathBuf>);

impl MadeFolders {
    fn make(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<_> = folder
            .ancestors()
            .take_while(|path| !path.as_os_str().is_empty() && !path.exists())
            .collect();
        for path in missing.iter().rev() {
            fs::create_dir(path)?;
            self.0.push((*path).to_owned());
        }
        Ok(())
    }

    fn keep(&mut self) -> io::Result<()> {
        let made = std::mem::take(&mut self.0);
        made.iter()
            .try_for_each(|path| sync_folder(write::folder(path)))
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for path in self.0.iter().rev() {
            let _ = fs::remove_dir(path);
        }
    }
}

/// Beside the target; in it where the target is on another disk, or its neighbourhood may not be written to.
fn staging_folder(parent: &Path, target: &Path) -> io::Result<TempDir> {
    let new_in = |folder: &Path| Builder::new().prefix(".careplan-").tempdir_in(folder);
    if is_another_disk(parent, target) {
        return new_in(target);
    }
    match new_in(parent) {
        Err(_) if target.is_dir() => new_in(target),
        other => other,
    }
}

#[cfg(unix)]
fn is_another_disk(parent: &Path, target: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let disk = |path: &Path| fs::metadata(path).map(|there| there.dev());
    matches!((disk(parent), disk(target)), (Ok(one), Ok(other)) if one != other)
}

#[cfg(not(unix))]
fn is_another_disk(_parent: &Path, _target: &Path) -> bool {
    false
}

/// Opened contents are for the person who opened them, whatever the mask says; the folder decides on Windows.
fn create_private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

fn check_free(path: &Path) -> Result<(), Fault> {
    match fs::symlink_metadata(path) {
        Ok(_) => Err(Fault::Taken(path.to_owned())),
        Err(_) => Ok(()),
    }
}

/// A new name is on disk only when its folder is.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
