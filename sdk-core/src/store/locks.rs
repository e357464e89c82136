//! One owner at a time. The system lets go of a lock when the process ends, however it ends.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::error::StoreError;
use super::{files, person};

/// File whose lock says that the store is in use.
const LOCK_FILE: &str = "store.lock";

/// What says that a store is in use.
pub(super) struct Locks {
    // Let go of first: who finds the store free must not find this one taken.
    /// Somebody may delete the other one, which looks as if nobody needed it; without this file no store opens.
    key: Option<Lock>,
    store: Lock,
}

impl Locks {
    /// The store of a folder, if nobody has it.
    pub(super) fn take(folder: &Path) -> Result<Self, StoreError> {
        let file = files::open_lock(&folder.join(LOCK_FILE))?;
        let store = Lock::take(file).map_err(|error| match error {
            TryLockError::WouldBlock => StoreError::InUse,
            TryLockError::Error(error) => error.into(),
        })?;
        let key = lock_key(folder)?;
        Ok(Self { key, store })
    }

    /// The key that is in the folder now, which may be another than before, or new.
    pub(super) fn and_key(self, folder: &Path) -> Result<Self, StoreError> {
        let Self { key, store } = self;
        drop(key);
        let key = lock_key(folder)?;
        Ok(Self { key, store })
    }
}

/// Elsewhere a lock keeps others from reading, and a file in use from being deleted.
fn lock_key(folder: &Path) -> Result<Option<Lock>, StoreError> {
    if cfg!(not(unix)) {
        return Ok(None);
    }
    let Ok(key) = File::open(folder.join(person::KEY_FILE)) else {
        return Ok(None);
    };
    match Lock::take(key) {
        Ok(lock) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
        // The other lock is held.
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// A file that is locked as long as this lives.
struct Lock(File);

impl Lock {
    fn take(file: File) -> Result<Self, TryLockError> {
        file.try_lock()?;
        Ok(Self(file))
    }
}

impl Drop for Lock {
    /// In so many words: while the host starts a program, the child holds the file open as well for a moment, and the lock
    /// would stay with it when only this handle is closed.
    fn drop(&mut self) {
        // What cannot be unlocked goes with the file.
        let _result = self.0.unlock();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use tempfile::TempDir;

    use super::*;

    #[test]
    fn a_lock_ends_also_when_a_child_still_has_the_file() {
        let folder = TempDir::new().unwrap();
        let locks = Locks::take(folder.path()).unwrap();
        assert!(matches!(Locks::take(folder.path()), Err(StoreError::InUse)));
        // What a child has between fork and exec.
        let of_a_child = locks.store.0.try_clone().unwrap();
        drop(locks);
        assert!(Locks::take(folder.path()).is_ok());
        drop(of_a_child);
    }
}
