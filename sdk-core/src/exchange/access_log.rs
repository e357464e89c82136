//! アクセス記録: every step of the office that touches people's data, with who did it.

use std::io;
use std::sync::{Arc, PoisonError};

use jiff::Timestamp;
use uuid::Uuid;

use super::error::ExchangeError;
use super::office::Office;
use super::query::AccessQuery;
use crate::store::{Changes, LogEntry, LogHead, NewLogEntry, PersonRef, StoreError};

impl Office {
    /// Who is named in the access log from now on: the host's own name of its user. It is the office number at first.
    pub fn set_actor(&self, name: &str) {
        *self.actor.write().unwrap_or_else(PoisonError::into_inner) = name.into();
    }

    /// アクセス記録: who did what, when, with whose data. The persons are keyed hashes that only this store can compare.
    /// A search for a person is itself logged, and stands in what the next one finds.
    pub fn access_log(&self, query: &AccessQuery) -> Result<Vec<LogEntry>, ExchangeError> {
        let query = query.in_store(&self.store)?;
        let entries = self.store.log_entries(&query)?;
        self.searched("search_log", query.person)?;
        Ok(entries)
    }

    /// Writes the access log as JSON lines with its chain of hashes, for an inspection; [`crate::store::verify_log`] verifies it.
    /// That it was exported, or could not be, is logged behind it, and stands in the next export.
    pub fn export_access_log(&self, out: &mut dyn io::Write) -> Result<LogHead, ExchangeError> {
        self.done("export_log", None, &[], self.store.export_log(out))
    }

    /// Whether the access log in the store is as it was written: every entry follows from the one before, and the end was
    /// written with this store's key, which an export does not show.
    pub fn verify_access_log(&self) -> Result<LogHead, ExchangeError> {
        Ok(self.store.verify_log()?)
    }

    /// Logs how something ended.
    pub(super) fn done<T>(
        &self,
        operation: &str,
        message: Option<Uuid>,
        persons: &[PersonRef],
        done: Result<T, impl Into<ExchangeError>>,
    ) -> Result<T, ExchangeError> {
        match done.map_err(Into::into) {
            Ok(done) => {
                self.log(operation, message, persons, "ok")?;
                Ok(done)
            }
            Err(error) => {
                // An error of the work itself says more than that it could not be logged either.
                let _logged = self.log(operation, message, persons, error.code());
                Err(error)
            }
        }
    }

    /// Logs a search for a person's data before anything of it is shown. A list that asks for nobody is not logged.
    pub(super) fn searched(
        &self,
        operation: &str,
        person: Option<PersonRef>,
    ) -> Result<(), ExchangeError> {
        match person {
            Some(person) => self.log(operation, None, &[person], "ok"),
            None => Ok(()),
        }
    }

    pub(super) fn log(
        &self,
        operation: &str,
        message: Option<Uuid>,
        persons: &[PersonRef],
        outcome: &str,
    ) -> Result<(), ExchangeError> {
        let actor = self.actor();
        let entry = entry(&actor, operation, message, persons, outcome);
        Ok(self.store.log(&entry)?)
    }

    /// Who is at work, for the access log.
    pub(super) fn actor(&self) -> Arc<str> {
        Arc::clone(&self.actor.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// A step with a message and its entry in the access log, kept together: neither is there without the other. A step that
    /// fails is logged as well, with why.
    pub(super) fn logged<T>(
        &self,
        operation: &str,
        message: Uuid,
        persons: &[PersonRef],
        step: impl FnOnce(&Changes<'_>) -> Result<T, StoreError>,
    ) -> Result<T, ExchangeError> {
        let actor = self.actor();
        let done = self.store.together(|changes| {
            let done = step(changes)?;
            changes.log(&entry(&actor, operation, Some(message), persons, "ok"))?;
            Ok::<_, StoreError>(done)
        });
        match done {
            Ok(done) => Ok(done),
            Err(error) => self.log_failure(operation, message, persons, error.into()),
        }
    }

    /// Logs that a step failed, and why.
    pub(super) fn log_failure<T>(
        &self,
        operation: &str,
        message: Uuid,
        persons: &[PersonRef],
        error: ExchangeError,
    ) -> Result<T, ExchangeError> {
        self.done(operation, Some(message), persons, Err(error))
    }
}

/// An entry of now.
pub(super) fn entry<'a>(
    actor: &'a str,
    operation: &'a str,
    message: Option<Uuid>,
    persons: &'a [PersonRef],
    outcome: &'a str,
) -> NewLogEntry<'a> {
    NewLogEntry {
        at: Timestamp::now(),
        actor,
        operation,
        message,
        persons,
        outcome,
    }
}
