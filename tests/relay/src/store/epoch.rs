//! Whether what the relay remembers goes on from before, or was put back to a backup.

use std::path::Path;

use super::db::{Database, Tx, values};
use super::{Failure, Store, contents};
use crate::error::Error;
use crate::secret::random_text;

impl Store {
    /// Makes a new epoch: cursors that were handed out so far mean nothing any more.
    pub(crate) async fn renew_epoch(&self) -> Result<(), Failure> {
        let epoch = random_text()?;
        self.db.change(move |tx| put_epoch(tx, &epoch)).await
    }

    /// Writes one consistent picture of a relay's SQLite file into an empty file, also while the relay runs.
    pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), Error> {
        Database::copy_sqlite(from, to)
    }

    /// The files of all contents on the disk, from the folder of the contents.
    pub(crate) async fn content_files(&self) -> Result<Vec<std::path::PathBuf>, Failure> {
        self.db.read(contents::files).await
    }
}

/// The epoch of a database.
pub(super) fn epoch(tx: &mut Tx<'_>) -> Result<String, Failure> {
    let row = tx.row("SELECT epoch FROM relay WHERE id = 1", values![])?;
    let row = row.ok_or_else(|| Failure::Broken("database: no epoch".to_owned()))?;
    Ok(row.text(0)?.to_owned())
}

/// Another epoch.
pub(super) fn put_epoch(tx: &mut Tx<'_>, epoch: &str) -> Result<(), Failure> {
    tx.execute("UPDATE relay SET epoch = $1 WHERE id = 1", values![epoch])?;
    Ok(())
}
