//! When what was written is on the disk.
//!
//! What this office does itself is on the disk before the call returns. What the relay only told it would tell again: a power
//! failure may take the last of it away, nothing else can, and waiting for the disk each time would cost more than the rest of
//! a transfer. It is on the disk with the next step of this office, and before a host is given events, whose numbers it keeps.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::mem;
use std::ops::{Deref, DerefMut};
use std::path::Path;

use rusqlite::Connection;

use super::StoreError;

/// When a change is to be on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Durable {
    /// When the call returns.
    Now,
    /// With the next change that is to be so at once. Until then it outlives the process, but no power failure.
    Soon,
}

/// The connection that writes.
pub(super) struct Writer {
    connection: Connection,
    mode: Durable,
    /// A power failure may take something away. Only [`sync_log`] ends that for certain: a commit that finds nothing
    /// different writes nothing, and brings nothing else to the disk.
    is_behind: bool,
}

impl Writer {
    /// `connection` writes to the disk with each commit. A process before this one may have left something behind.
    pub(super) fn new(connection: Connection) -> Self {
        Self {
            connection,
            mode: Durable::Now,
            is_behind: true,
        }
    }

    /// Of the commits from here on.
    pub(super) fn set_mode(&mut self, mode: Durable) -> Result<(), StoreError> {
        if self.mode != mode {
            let synchronous = match mode {
                Durable::Now => "FULL",
                Durable::Soon => "NORMAL",
            };
            self.connection
                .pragma_update(None, "synchronous", synchronous)?;
            self.mode = mode;
        }
        self.is_behind |= mode == Durable::Soon;
        Ok(())
    }

    /// Whether the log is to be synchronised; whoever asks does it, or says that it [remains](Self::stay_behind).
    pub(super) fn take_behind(&mut self) -> bool {
        mem::take(&mut self.is_behind)
    }

    /// The log could not be synchronised.
    pub(super) fn stay_behind(&mut self) {
        self.is_behind = true;
    }
}

/// Brings everything that was committed to the disk: all that is not in the database yet is in this file. Needs no room there.
pub(super) fn sync_log(log: &Path) -> Result<(), StoreError> {
    match OpenOptions::new().write(true).open(log) {
        Ok(file) => Ok(file.sync_all()?),
        // Nothing was committed since it was put away.
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
    }
}

impl Deref for Writer {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Writer {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}
