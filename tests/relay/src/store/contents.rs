//! Sealed contents, part by part: in the database, or each in a file of the disk.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use uuid::Uuid;

use super::Failure;
use super::db::{Tx, values};
use super::message::column;
use crate::files::partial_name;
use crate::locked::Locked;
use crate::secret::sha256_hex;

/// Where contents are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Contents {
    /// Beside the messages.
    Database,
    /// One folder for each message here, one file for each part.
    Disk(PathBuf),
}

/// Holds the files of contents as they are: nothing is removed while somebody copies them.
pub(crate) struct Hold(#[expect(dead_code, reason = "the lock goes with it")] Locked);

impl Hold {
    /// For who copies: waits until nobody is removing anything.
    pub(crate) fn to_copy(root: &Path) -> io::Result<Self> {
        Locked::wait(Self::file(root)?).map(Self)
    }

    /// For who removes; none while somebody copies.
    fn to_remove(root: &Path) -> io::Result<Option<Self>> {
        let lock = Locked::shared(Self::file(root)?)?;
        Ok(lock.map(Self))
    }

    fn file(root: &Path) -> io::Result<File> {
        fs::create_dir_all(root)?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        options.open(root.join("contents.lock"))
    }
}

/// What is known of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) number: u32,
    pub(super) size: u64,
    pub(super) sha256: String,
}

impl Contents {
    /// Brings a part to the disk, where contents are kept there; to be done before the part is noted.
    pub(super) fn prepare(&self, id: Uuid, number: u32, bytes: &[u8]) -> Result<(), Failure> {
        let Self::Disk(root) = self else {
            return Ok(());
        };
        let folder = folder(root, id);
        fs::create_dir_all(&folder)?;
        // Also when they were there: who made them may not have come so far yet.
        folder.parent().map_or(Ok(()), sync_folder)?;
        sync_folder(root)?;
        let path = folder.join(file_name(number, &sha256_hex(bytes)));
        if path.exists() {
            // It is wanted again: not old any more for who looks for orphans.
            File::options()
                .write(true)
                .open(&path)?
                .set_modified(SystemTime::now())?;
            sync_folder(&folder)?;
            return Ok(());
        }
        // Two requests may bring the same part at once.
        let partial = partial_name(&folder.join(Uuid::now_v7().to_string()));
        let written = write_file(&partial, bytes).and_then(|()| fs::rename(&partial, &path));
        if written.is_err() {
            let _result = fs::remove_file(&partial);
        }
        written?;
        sync_folder(&folder)?;
        Ok(())
    }

    /// Notes a part, in place of an earlier one of the same number.
    pub(super) fn store(
        &self,
        tx: &mut Tx<'_>,
        id: Uuid,
        number: u32,
        bytes: &[u8],
    ) -> Result<(), Failure> {
        let kept = match self {
            Self::Database => Some(bytes),
            Self::Disk(_) => None,
        };
        tx.execute(
            "INSERT INTO parts (message, number, size, sha256, bytes) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (message, number) DO UPDATE SET size = excluded.size, sha256 = excluded.sha256, bytes = excluded.bytes",
            values![
                &id.to_string(),
                i64::from(number),
                column(bytes.len() as u64)?,
                &sha256_hex(bytes),
                kept
            ],
        )?;
        Ok(())
    }

    /// Some bytes of a part. None when it is not there.
    pub(super) fn read(
        &self,
        tx: &mut Tx<'_>,
        id: Uuid,
        number: u32,
        from: u64,
        length: u64,
    ) -> Result<Option<Vec<u8>>, Failure> {
        match self {
            Self::Database => {
                let row = tx.row(
                    "SELECT substr(bytes, $3, $4) FROM parts WHERE message = $1 AND number = $2",
                    values![
                        &id.to_string(),
                        i64::from(number),
                        column(from)? + 1,
                        column(length)?
                    ],
                )?;
                row.map(|mut row| row.bytes(0)).transpose()
            }
            Self::Disk(root) => {
                let row = tx.row(
                    "SELECT sha256 FROM parts WHERE message = $1 AND number = $2",
                    values![&id.to_string(), i64::from(number)],
                )?;
                let Some(row) = row else { return Ok(None) };
                let path = folder(root, id).join(file_name(number, row.text(0)?));
                Ok(read_file(&path, from, length)?)
            }
        }
    }

    /// Forgets the parts of a message. What lies on the disk goes with [`Contents::sweep`] if it does not go now.
    pub(super) fn forget(&self, tx: &mut Tx<'_>, id: Uuid) -> Result<(), Failure> {
        tx.execute(
            "DELETE FROM parts WHERE message = $1",
            values![&id.to_string()],
        )?;
        Ok(())
    }

    /// Removes the files of a message whose parts are forgotten for good.
    pub(super) fn remove_files(&self, id: Uuid) {
        if let Self::Disk(root) = self {
            // What stays is swept away later.
            if let Ok(Some(_hold)) = Hold::to_remove(root) {
                let _result = fs::remove_dir_all(folder(root, id));
            }
        }
    }

    /// Removes the file of a part in whose place another one is noted.
    pub(super) fn remove_file(&self, id: Uuid, number: u32, sha256: &str) {
        if let Self::Disk(root) = self
            && let Ok(Some(_hold)) = Hold::to_remove(root)
        {
            // What stays is swept away later.
            let _result = fs::remove_file(folder(root, id).join(file_name(number, sha256)));
        }
    }

    /// Messages that have a folder on the disk that is older than `age`.
    pub(super) fn on_disk(&self, age: Duration) -> io::Result<Vec<Uuid>> {
        let Self::Disk(root) = self else {
            return Ok(Vec::new());
        };
        fs::create_dir_all(root)?;
        let mut found = Vec::new();
        for shelf in fs::read_dir(root)? {
            let shelf = shelf?.path();
            if !shelf.is_dir() {
                continue;
            }
            for entry in fs::read_dir(shelf)? {
                let entry = entry?;
                let id: Option<Uuid> = entry
                    .file_name()
                    .to_str()
                    .and_then(|name| name.parse().ok());
                found.extend(id.filter(|_| is_older(&entry.path(), age)));
            }
        }
        Ok(found)
    }

    /// Removes files of a message that are older than `age` and belong to none of these parts.
    pub(super) fn sweep(&self, id: Uuid, parts: &[Part], age: Duration) -> io::Result<u64> {
        let Self::Disk(root) = self else {
            return Ok(0);
        };
        let known: HashSet<String> = parts
            .iter()
            .map(|part| file_name(part.number, &part.sha256))
            .collect();
        let Some(_hold) = Hold::to_remove(root)? else {
            return Ok(0);
        };
        let folder = folder(root, id);
        let mut removed = 0;
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if !known.contains(&name) && is_older(&entry.path(), age) {
                fs::remove_file(entry.path())?;
                removed += 1;
            }
        }
        // Fails while something is in it.
        if is_older(&folder, age) {
            let _result = fs::remove_dir(&folder);
        }
        Ok(removed)
    }
}

/// The files of all parts, from the folder of the contents.
pub(super) fn files(tx: &mut Tx<'_>) -> Result<Vec<PathBuf>, Failure> {
    let rows = tx.rows("SELECT message, number, sha256 FROM parts", values![])?;
    rows.iter()
        .map(|row| {
            let number = u32::try_from(row.count(1)?).map_err(|_| a_part())?;
            Ok(folder(Path::new(""), row.parsed(0)?).join(file_name(number, row.text(2)?)))
        })
        .collect()
}

/// The digest of a part, if it is there.
pub(super) fn digest_of(tx: &mut Tx<'_>, id: Uuid, number: u32) -> Result<Option<String>, Failure> {
    let row = tx.row(
        "SELECT sha256 FROM parts WHERE message = $1 AND number = $2",
        values![&id.to_string(), i64::from(number)],
    )?;
    row.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// What is there of a message's content, by number.
pub(super) fn parts(tx: &mut Tx<'_>, id: Uuid) -> Result<Vec<Part>, Failure> {
    let rows = tx.rows(
        "SELECT number, size, sha256 FROM parts WHERE message = $1 ORDER BY number",
        values![&id.to_string()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Part {
                number: u32::try_from(row.count(0)?).map_err(|_| a_part())?,
                size: row.count(1)?,
                sha256: row.text(2)?.to_owned(),
            })
        })
        .collect()
}

fn a_part() -> Failure {
    Failure::Broken("database: a part".to_owned())
}

/// A folder of all messages would grow too large; the last digits of an id are random.
fn folder(root: &Path, id: Uuid) -> PathBuf {
    let text = id.to_string();
    let shelf = text.get(text.len() - 2..).unwrap_or_default().to_owned();
    root.join(shelf).join(text)
}

/// A part that is brought anew with other bytes does not overwrite the one that is noted.
fn file_name(number: u32, sha256: &str) -> String {
    format!("{number}-{}", sha256.get(..16).unwrap_or_default())
}

fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn read_file(path: &Path, from: u64, length: u64) -> io::Result<Option<Vec<u8>>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// A new name in a folder is for good only when the folder is on the disk too.
fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows writes folders by itself and does not open them.
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

fn is_older(path: &Path, age: Duration) -> bool {
    let modified = fs::metadata(path).and_then(|metadata| metadata.modified());
    modified.is_ok_and(|modified| {
        age.is_zero()
            || SystemTime::now()
                .duration_since(modified)
                .is_ok_and(|old| old >= age)
    })
}
