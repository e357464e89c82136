//! What an administrator does with the accounts of offices, also while the relay runs.

use std::path::{Path, PathBuf};

use careplan_core::number::OfficeNumber;

use crate::desk::Desk;
use crate::error::Error;
use crate::files::{self, Access};
use crate::secret::random_text;

/// The accounts of a relay.
pub struct Accounts(Desk);

impl std::fmt::Debug for Accounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Accounts").finish_non_exhaustive()
    }
}

impl Accounts {
    /// Those of the relay in a folder, or of the database at this URL.
    pub fn open(dir: &Path, database: Option<String>) -> Result<Self, Error> {
        Ok(Self(Desk::open(dir, database)?))
    }

    /// Makes a new password for the account of an office, writes it into the office's folder and returns where. Who was logged in
    /// is no more.
    pub fn set_password(&self, office: OfficeNumber) -> Result<PathBuf, Error> {
        let Desk { dir, store, .. } = &self.0;
        let accounts = self.0.wait(store.accounts_of(office))?;
        let user_id = accounts.into_iter().next();
        let user_id = user_id.ok_or(Error::NoAccount(office))?;
        let password = random_text()?;
        let folder = dir.join("offices").join(office.as_str());
        files::make_dir(&folder)?;
        let file = folder.join("password.txt");
        // The file first: a password that nobody knows would be worse than one that does not hold yet.
        let next = folder.join("password-new.txt");
        files::write(&next, password.as_bytes(), Access::Owner)?;
        self.0.wait(store.set_password(user_id, &password, None))?;
        std::fs::rename(&next, &file).map_err(Error::at(&file))?;
        Ok(file)
    }

    /// Lets an office log in, or not; a stop ends what it has begun.
    pub fn allow(&self, office: OfficeNumber, allowed: bool) -> Result<(), Error> {
        match self.0.wait(self.0.store.allow(office, allowed))? {
            true => Ok(()),
            false => Err(Error::NoAccount(office)),
        }
    }
}
