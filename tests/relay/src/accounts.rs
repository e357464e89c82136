//! What an administrator does with the accounts of offices, also while the relay runs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use careplan_core::number::OfficeNumber;
use tokio::runtime::Runtime;

use crate::clock::Clock;
use crate::error::Error;
use crate::files::{self, Access};
use crate::secret::random_text;
use crate::server::{configured, open_store};
use crate::store::Store;

/// The accounts of a relay.
pub struct Accounts {
    dir: PathBuf,
    store: Store,
    runtime: Runtime,
}

impl std::fmt::Debug for Accounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Accounts").finish_non_exhaustive()
    }
}

impl Accounts {
    /// Those of the relay in a folder, or of the database at this URL.
    pub fn open(dir: &Path, database: Option<String>) -> Result<Self, Error> {
        let config = configured(dir, database)?;
        let store = open_store(dir, &config, Clock::new(), Arc::new(|_| ()))?;
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        Ok(Self {
            dir: dir.to_owned(),
            store,
            runtime: runtime.map_err(Error::Start)?,
        })
    }

    /// Makes a new password for the account of an office, writes it into the office's folder and returns where. Who was logged in
    /// is no more.
    pub fn set_password(&self, office: OfficeNumber) -> Result<PathBuf, Error> {
        let accounts = self.runtime.block_on(self.store.accounts_of(office))?;
        let user_id = accounts.into_iter().next();
        let user_id = user_id.ok_or(Error::NoAccount(office))?;
        let password = random_text()?;
        let folder = self.dir.join("offices").join(office.as_str());
        files::make_dir(&folder)?;
        let file = folder.join("password.txt");
        // The file first: a password that nobody knows would be worse than one that does not hold yet.
        let next = folder.join("password-new.txt");
        files::write(&next, password.as_bytes(), Access::Owner)?;
        let set = self.store.set_password(user_id, &password, None);
        self.runtime.block_on(set)?;
        std::fs::rename(&next, &file).map_err(Error::at(&file))?;
        Ok(file)
    }

    /// Lets an office log in, or not; a stop ends what it has begun.
    pub fn allow(&self, office: OfficeNumber, allowed: bool) -> Result<(), Error> {
        match self.runtime.block_on(self.store.allow(office, allowed))? {
            true => Ok(()),
            false => Err(Error::NoAccount(office)),
        }
    }
}
