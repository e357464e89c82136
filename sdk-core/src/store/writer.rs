//! When what was written is on the disk.
//!
//! What this office does itself is on the disk before the call returns. What the relay only told it would tell again: a power
//! failure may take the last of it away, nothing else can, and waiting for the disk each time would cost more than the rest of
//! a transfer. It is on the disk with the next step of this office, and before events are read, whose numbers a host keeps.

use std::ops::{Deref, DerefMut};

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
    is_behind: bool,
}

impl Writer {
    /// `connection` writes to the disk with each commit.
    pub(super) fn new(connection: Connection) -> Self {
        Self {
            connection,
            mode: Durable::Now,
            is_behind: false,
        }
    }

    /// The commits from here on.
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
        Ok(())
    }

    /// Something was committed. A commit that changes nothing writes nothing, so it brings nothing else to the disk either.
    pub(super) fn note_commit(&mut self, has_changed: bool) {
        if has_changed {
            self.is_behind = self.mode == Durable::Soon;
        }
    }

    /// Whether a power failure could take something away.
    pub(super) fn is_behind(&self) -> bool {
        self.is_behind
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
