//! Files that one process, or one kind of work, has at a time.

use std::fs::{File, TryLockError};
use std::io;

/// A file that is locked as long as this lives, or the process does, which does not fork.
pub(crate) struct Locked(File);

impl Locked {
    /// Waits until nobody has it.
    pub(crate) fn wait(file: File) -> io::Result<Self> {
        file.lock()?;
        Ok(Self(file))
    }

    /// For nobody else; none while somebody has it.
    pub(crate) fn alone(file: File) -> io::Result<Option<Self>> {
        Self::taken(file.try_lock(), file)
    }

    /// Together with others of this kind; none while somebody has it alone.
    pub(crate) fn shared(file: File) -> io::Result<Option<Self>> {
        Self::taken(file.try_lock_shared(), file)
    }

    fn taken(lock: Result<(), TryLockError>, file: File) -> io::Result<Option<Self>> {
        match lock {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl Drop for Locked {
    /// In so many words: a child that is just being started holds the file open as well, and the lock with it.
    fn drop(&mut self) {
        // What cannot be unlocked goes with the file.
        let _result = self.0.unlock();
    }
}
