//! Who did what. Notes are stored together, a tenth of a second after the first of them at the latest; rows are added only.

use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Notify;

use super::db::values;
use super::{Failure, Store};

/// Notes that come within this time are stored together.
const GATHER: Duration = Duration::from_millis(100);

/// Notes that wait to be stored.
const MOST: usize = 100_000;

/// One call of an office: no token, no password, no content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Access {
    /// When it was answered.
    pub(crate) at: Timestamp,
    /// The office that the certificate names; empty when it names none.
    pub(crate) office: String,
    /// Method and path without its variable parts.
    pub(crate) call: String,
    /// The message that the path names.
    pub(crate) message: Option<String>,
    /// `ok`, or the code of the problem.
    pub(crate) outcome: &'static str,
}

/// Notes that are not stored yet.
#[derive(Default)]
pub(super) struct Notes {
    waiting: Mutex<Vec<Access>>,
    ready: Notify,
}

impl Store {
    /// Notes a call.
    pub(crate) fn note(&self, access: Access) {
        let mut waiting = self
            .notes
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // While nothing can be stored, memory must not fill up as well.
        if waiting.len() < MOST {
            waiting.push(access);
        }
        self.notes.ready.notify_one();
    }

    /// Stores notes as they come.
    pub(crate) async fn keep_notes(&self) {
        loop {
            self.notes.ready.notified().await;
            tokio::time::sleep(GATHER).await;
            if self.store_notes().await.is_err() {
                // Kept for the next time.
                tokio::time::sleep(GATHER * 10).await;
                self.notes.ready.notify_one();
            }
        }
    }

    /// Stores what is noted.
    pub(crate) async fn store_notes(&self) -> Result<(), Failure> {
        let notes = {
            let mut waiting = self
                .notes
                .waiting
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            Arc::new(mem::take(&mut *waiting))
        };
        if notes.is_empty() {
            return Ok(());
        }
        let added = notes.clone();
        let change = self.db.change(move |tx| {
            for access in added.iter() {
                tx.execute(
                    "INSERT INTO audit (at, office, call, message, outcome) VALUES ($1, $2, $3, $4, $5)",
                    values![
                        access.at,
                        &access.office,
                        &access.call,
                        access.message.as_deref(),
                        access.outcome
                    ],
                )?;
            }
            Ok(())
        });
        let stored = change.await;
        if stored.is_err() {
            let mut waiting = self
                .notes
                .waiting
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            waiting.splice(0..0, notes.iter().cloned());
        }
        stored
    }
}
