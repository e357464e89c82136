//! Connections to the database, and how it is kept.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::error::StoreError;
use super::files;

/// File of the database.
pub(super) const DATABASE_FILE: &str = "store.db";
/// What SQLite keeps beside it. They belong to this very database and to no other.
pub(super) const COMPANION_FILES: [&str; 2] = [WAL_FILE, "store.db-shm"];
/// The write-ahead log.
pub(super) const WAL_FILE: &str = "store.db-wal";

/// Somebody else can hold the file for a moment only: a virus scanner, a person with a database tool.
const PATIENCE: Duration = Duration::from_secs(10);

/// The one connection that writes.
pub(super) fn open(file: &Path) -> Result<Connection, StoreError> {
    // Made before SQLite sees it, for the owner only; what SQLite puts beside it gets the same mode.
    drop(files::open_or_make(file)?);
    let connection = connect(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    share_index(&connection)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update(None, "foreign_keys", true)?;
    // What is deleted is overwritten where that costs no writing; never more, because deleting must work on a full disk.
    connection.query_row("PRAGMA secure_delete = FAST", [], |_| Ok(()))?;
    connection.query_row("PRAGMA journal_size_limit = 16777216", [], |_| Ok(()))?;
    Ok(connection)
}

/// The index of the write-ahead log is shared through a file. A full disk has no space for it; then it stays in memory, so that
/// what is stored can at least be read. Until the store is opened again there are no connections beside this one.
fn share_index(connection: &Connection) -> Result<(), StoreError> {
    let look = || {
        let count = "SELECT count(*) FROM sqlite_schema";
        connection.query_row(count, [], |row| row.get::<_, i64>(0))
    };
    match look().map_err(StoreError::from) {
        Err(StoreError::DiskFull) => {
            connection.query_row("PRAGMA locking_mode = EXCLUSIVE", [], |_| Ok(()))?;
            look()?;
            Ok(())
        }
        // What else is wrong is told by what comes next.
        _ => Ok(()),
    }
}

/// Write-ahead log, each commit on the disk before it returns. The form of a new file is chosen here, before the first page.
pub(super) fn make_durable(connection: &Connection, new: bool) -> Result<(), StoreError> {
    if new {
        // Freed pages can then be given back without writing everything anew.
        connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    }
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    match mode.as_str() {
        "wal" => Ok(()),
        // A file system without shared memory, such as some network drives.
        _ => Err(StoreError::Io(std::io::ErrorKind::Unsupported)),
    }
}

/// A connection that only reads, beside the one that writes.
pub(super) fn open_to_read(file: &Path) -> Result<Connection, StoreError> {
    connect(file, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

/// `file` is absolute: SQLite would take a relative name that begins with `file:` for a URI.
fn connect(file: &Path, mode: OpenFlags) -> Result<Connection, StoreError> {
    let mode = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // The usual one of Windows takes no more than 1040 bytes of a name.
    #[cfg(windows)]
    let connection = Connection::open_with_flags_and_vfs(long_name(file), mode, c"win32-longpath")?;
    #[cfg(not(windows))]
    let connection = Connection::open_with_flags(file, mode)?;
    connection.busy_timeout(PATIENCE)?;
    // Nothing of it goes to the system's folder for temporary files.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(connection)
}

/// SQLite hands names to Windows as they are, and Windows cuts them off after 260 characters unless they say that they are
/// long (what the standard library does by itself). `file` is absolute.
#[cfg(windows)]
fn long_name(file: &Path) -> std::path::PathBuf {
    use std::path::{Component, Prefix};
    // Room for what SQLite puts behind the name of a database. Bytes are never fewer than characters.
    const LONGEST: usize = 260 - 20;
    let (Some(name), Some(Component::Prefix(prefix))) = (file.to_str(), file.components().next())
    else {
        return file.to_owned();
    };
    match prefix.kind() {
        _ if name.len() <= LONGEST => file.to_owned(),
        Prefix::Disk(_) => format!(r"\\?\{name}").into(),
        Prefix::UNC(..) => format!(r"\\?\UNC{}", &name[1..]).into(),
        _ => file.to_owned(),
    }
}

#[cfg(not(windows))]
fn long_name(file: &Path) -> &Path {
    file
}

/// Writes a compact copy of the database as it is at this moment, whole or not at all.
pub(super) fn copy_into(connection: &Connection, to: &Path) -> Result<(), StoreError> {
    let partial = files::partial_name(to);
    files::remove_if_there(&partial)?;
    let copied = write_copy(connection, &partial).and_then(|()| Ok(files::move_to(&partial, to)?));
    if copied.is_err() {
        // Whatever went wrong, half a copy helps nobody and takes space.
        let _ = files::remove_if_there(&partial);
    }
    copied
}

fn write_copy(connection: &Connection, partial: &Path) -> Result<(), StoreError> {
    // SQLite takes an empty file; this one is for its owner only.
    drop(files::make_new(partial)?);
    let name = long_name(partial);
    let name = name
        .to_str()
        .ok_or(StoreError::Io(std::io::ErrorKind::InvalidFilename))?;
    connection.execute("VACUUM INTO ?", [name])?;
    Ok(files::sync(partial)?)
}
