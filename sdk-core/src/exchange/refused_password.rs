//! A password that the relay refused is not sent again, neither by this process nor by the next one: a scheduled
//! synchronisation would lock the account.

use super::error::ExchangeError;
use super::office::{Office, Way};
use super::profile::WrittenAccount;
use crate::store::StoreError;

/// Name of the note in the store. It holds a hash that is keyed with a key of this store, never the password.
const NOTE: &str = "refused_password";

impl Office {
    /// Keeps back a password that the relay refused to an earlier process, until its file is written anew.
    pub(super) fn bar_refused_password(&self) -> Result<(), ExchangeError> {
        if let (Way::Relay(client), Some(refused)) = (&self.way, self.store.note(NOTE)?)
            && refused == self.mark()?
        {
            client.bar_password();
        }
        Ok(())
    }

    /// Remembers it where the relay refused the password in the pass that ended just now.
    pub(super) fn note_refused_password(&self) {
        let Way::Relay(client) = &self.way else {
            return;
        };
        if client.is_password_refused()
            && let Ok(mark) = self.mark()
            && self
                .store
                .note(NOTE)
                .is_ok_and(|known| known.as_ref() != Some(&mark))
        {
            // Where it cannot be written, this process still knows.
            let _kept = self.store.set_note(NOTE, &mark);
        }
    }

    /// Somebody says that it may be tried again.
    pub(super) fn forget_refused_password(&self) -> Result<(), StoreError> {
        match self.store.note(NOTE)? {
            Some(mark) if !mark.is_empty() => self.store.set_note(NOTE, ""),
            _ => Ok(()),
        }
    }

    /// Of user id and password, and of when the file was written: the administrator of the relay may have set the password
    /// to what is in the file, and whoever writes the file anew wants it to be tried.
    fn mark(&self) -> Result<String, ExchangeError> {
        let secrets = self.secrets();
        let Some(account) = self.profile.account_as_written(&secrets)? else {
            return Ok(String::new());
        };
        let WrittenAccount {
            user,
            password,
            written,
        } = account;
        let reference = self.store.person(&format!("account {user}"), &password)?;
        Ok(format!("{reference} {written}"))
    }
}
