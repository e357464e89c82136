//! The store of a relay in the hands of an administrator, also while the relay runs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::runtime::Runtime;

use crate::clock::Clock;
use crate::error::Error;
use crate::server::{configured, open_store};
use crate::store::{Failure, Store};

pub(crate) struct Desk {
    pub(crate) dir: PathBuf,
    pub(crate) store: Store,
    /// The database is a file in the folder.
    pub(crate) is_own_file: bool,
    runtime: Runtime,
}

impl Desk {
    /// The relay in a folder, or the database at this URL.
    pub(crate) fn open(dir: &Path, database: Option<String>) -> Result<Self, Error> {
        let config = configured(dir, database)?;
        let store = open_store(dir, &config, Clock::new(), Arc::new(|_| ()))?;
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        Ok(Self {
            dir: dir.to_owned(),
            store,
            is_own_file: config.database.is_none(),
            runtime: runtime.map_err(Error::Start)?,
        })
    }

    /// Waits for what the store does.
    pub(crate) fn wait<T>(
        &self,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Error> {
        Ok(self.runtime.block_on(work)?)
    }
}
