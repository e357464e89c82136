//! Backups of a relay that runs, and the way back to one.
//!
//! A relay that was put back does not know what it took since. Its epoch is made anew, so that every client notices, and looks
//! at both lists again from their beginning.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::clock::Clock;
use crate::config::Config;
use crate::error::Error;
use crate::files;
use crate::init::DATABASE_FILE;
use crate::server::{LOCK_FILE, configured, only_one, open_store};
use crate::store::{Contents, Hold, Store};

/// Contents on the disk, inside a backup.
const CONTENTS: &str = "contents";

/// What a backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backup {
    /// Files of contents on the disk.
    pub files: u64,
    /// Files that the database knows and that were not there.
    pub missing: u64,
}

/// Saves the relay of a folder into a new or empty folder, also while it runs: its database as it is at one moment, the contents
/// that belong to it, settings, authority, certificates and accounts. It holds keys and passwords.
pub fn backup(dir: &Path, to: &Path) -> Result<Backup, Error> {
    let config = on_sqlite(dir)?;
    files::make_dir(to)?;
    if fs::read_dir(to).map_err(Error::at(to))?.next().is_some() {
        return Err(Error::NotEmpty(to.to_owned()));
    }
    let root = contents_root(&config, dir);
    let hold = root.as_deref().map(Hold::to_copy).transpose();
    let _hold = hold.map_err(Error::at(dir))?;
    let database = to.join(DATABASE_FILE);
    let partial = files::partial_name(&database);
    files::create_for_owner(&partial)?;
    Store::copy(&dir.join(DATABASE_FILE), &partial)?;
    let mut saved = Backup {
        files: 0,
        missing: 0,
    };
    if let Some(root) = &root {
        for file in content_files(&partial, &config, dir)? {
            match copy_file(&root.join(&file), &to.join(CONTENTS).join(&file))? {
                true => saved.files += 1,
                false => saved.missing += 1,
            }
        }
    }
    copy_others(dir, to, root.as_deref())?;
    // The database comes last: a folder that has it is complete.
    put_in_place(&partial, &database)?;
    Ok(saved)
}

/// Puts the database and the contents of a backup into a relay's folder and renews the epoch; returns where that which was there
/// has gone. Settings, certificates and accounts files that are there stay; those that are missing come from the backup. Refused
/// while the relay runs.
pub fn restore(dir: &Path, from: &Path) -> Result<Option<PathBuf>, Error> {
    let saved = from.join(DATABASE_FILE);
    if !saved.is_file() || dir == from {
        return Err(Error::NotABackup(from.to_owned()));
    }
    files::make_dir(dir)?;
    copy_others(from, dir, Some(&from.join(CONTENTS)))?;
    let config = Config::load(dir)?;
    if config.database.is_some() {
        return Err(Error::OwnTools);
    }
    let _lock = only_one(dir, &config)?;
    let database = dir.join(DATABASE_FILE);
    let partial = files::partial_name(&database);
    logs_of(&partial).iter().try_for_each(|log| remove(log))?;
    files::create_for_owner(&partial)?;
    fs::copy(&saved, &partial).map_err(Error::at(&partial))?;
    let root = contents_root(&config, dir);
    let partial_root = root.as_deref().map(files::partial_name);
    if let Some(partial_root) = &partial_root {
        remove(partial_root)?;
        files::make_dir(partial_root)?;
        for file in content_files(&partial, &config, dir)? {
            copy_file(&from.join(CONTENTS).join(&file), &partial_root.join(&file))?;
        }
    }
    renew_epoch(&partial, &config, dir)?;
    let aside = set_aside(dir, root.as_deref())?;
    if let (Some(partial_root), Some(root)) = (&partial_root, &root) {
        put_in_place(partial_root, root)?;
    }
    put_in_place(&partial, &database)?;
    Ok(aside)
}

/// Renews the epoch of a relay whose database was put back by other means, such as `pg_restore`. Refused while the relay runs, as
/// far as that can be seen: with PostgreSQL it may run elsewhere.
pub fn set_back(dir: &Path, database: Option<String>) -> Result<(), Error> {
    let config = configured(dir, database)?;
    let _lock = only_one(dir, &config)?;
    let store = open_store(dir, &config, Clock::new(), Arc::new(|_| ()))?;
    Ok(wait_for(store.renew_epoch())??)
}

/// The settings of a relay whose database is its own file.
fn on_sqlite(dir: &Path) -> Result<Config, Error> {
    let config = Config::load(dir)?;
    if config.database.is_some() {
        return Err(Error::OwnTools);
    }
    if !dir.join(DATABASE_FILE).exists() {
        return Err(Error::NotARelay(dir.to_owned()));
    }
    Ok(config)
}

fn contents_root(config: &Config, dir: &Path) -> Option<PathBuf> {
    match config.settings(dir).contents {
        Contents::Database => None,
        Contents::Disk(root) => Some(root),
    }
}

fn content_files(database: &Path, config: &Config, dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let store = open_file(database, config, dir)?;
    Ok(wait_for(store.content_files())??)
}

fn renew_epoch(database: &Path, config: &Config, dir: &Path) -> Result<(), Error> {
    let store = open_file(database, config, dir)?;
    Ok(wait_for(store.renew_epoch())??)
}

fn open_file(database: &Path, config: &Config, dir: &Path) -> Result<Store, Error> {
    let settings = config.settings(dir);
    Store::open(database, Clock::new(), settings, Arc::new(|_| ()))
}

fn wait_for<T>(work: impl Future<Output = T>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    Ok(runtime.map_err(Error::Start)?.block_on(work))
}

/// Settings, keys, certificates and accounts, as far as they are not there: all but database and contents.
fn copy_others(from: &Path, to: &Path, contents: Option<&Path>) -> Result<(), Error> {
    for entry in fs::read_dir(from).map_err(Error::at(from))? {
        let path = entry.map_err(Error::at(from))?.path();
        let name = path.file_name().unwrap_or_default().to_owned();
        let text = name.to_string_lossy();
        let apart = text.starts_with(DATABASE_FILE) || text == LOCK_FILE;
        if apart || Some(path.as_path()) == contents || text.ends_with(".partial") {
            continue;
        }
        if path.is_file() {
            copy_missing(&path, &to.join(&name))?;
        } else if text == "offices" {
            copy_folder(&path, &to.join(&name))?;
        }
    }
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), Error> {
    files::make_dir(to)?;
    for entry in fs::read_dir(from).map_err(Error::at(from))? {
        let path = entry.map_err(Error::at(from))?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_folder(&path, &target)?;
        } else {
            copy_missing(&path, &target)?;
        }
    }
    Ok(())
}

fn copy_missing(from: &Path, to: &Path) -> Result<(), Error> {
    if !to.exists() {
        copy_file(from, to)?;
    }
    Ok(())
}

/// False when there is no such file.
fn copy_file(from: &Path, to: &Path) -> Result<bool, Error> {
    if let Some(folder) = to.parent() {
        files::make_dir(folder)?;
    }
    match fs::copy(from, to) {
        Ok(_) => sync(to).map(|()| true).map_err(Error::at(to)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::at(from)(error)),
    }
}

/// Removes what an attempt that was cut short has left.
fn remove(path: &Path) -> Result<(), Error> {
    let removed = match path.is_dir() {
        true => fs::remove_dir_all(path),
        false => fs::remove_file(path),
    };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::at(path)(error)),
        _ => Ok(()),
    }
}

/// Moves what is there out of the way: it is the only copy of what came since the backup.
fn set_aside(dir: &Path, contents: Option<&Path>) -> Result<Option<PathBuf>, Error> {
    let database = dir.join(DATABASE_FILE);
    let all = contents.into_iter().map(Path::to_owned);
    let all = all.chain(logs_of(&database)).chain([database]);
    let there: Vec<_> = all.filter(|path| path.exists()).collect();
    if there.is_empty() {
        return Ok(None);
    }
    let time = Timestamp::now().strftime("%Y%m%d%H%M%S%3f");
    let aside = dir.join(format!("before-restore-{time}"));
    files::make_dir(&aside)?;
    for path in there {
        let name = path.file_name().unwrap_or_default();
        fs::rename(&path, aside.join(name)).map_err(Error::at(&path))?;
    }
    Ok(Some(aside))
}

/// What SQLite keeps beside a database that was not closed in good order: it must not meet another one.
fn logs_of(database: &Path) -> [PathBuf; 2] {
    ["-wal", "-shm"].map(|end| {
        let mut name = database.as_os_str().to_owned();
        name.push(end);
        name.into()
    })
}

fn put_in_place(partial: &Path, path: &Path) -> Result<(), Error> {
    sync(partial)
        .and_then(|()| fs::rename(partial, path))
        .and_then(|()| path.parent().map_or(Ok(()), sync))
        .map_err(Error::at(path))
}

/// Brings a file or a folder to the disk.
fn sync(path: &Path) -> io::Result<()> {
    // Windows writes folders by itself and does not open them, and syncs only what is opened for writing.
    match cfg!(unix) {
        true => File::open(path)?.sync_all(),
        false if path.is_dir() => Ok(()),
        false => File::options().write(true).open(path)?.sync_all(),
    }
}
