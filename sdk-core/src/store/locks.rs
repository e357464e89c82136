//! One owner at a time. The system lets go of a lock when the process ends, however it ends.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::process;

use super::error::StoreError;
use super::{files, person};

/// File whose lock says that the store is in use.
const LOCK_FILE: &str = "store.lock";

/// What says that a store is in use.
pub(super) struct Locks {
    // Let go of first: who finds the store free must not find this one taken.
    /// Somebody may delete the other one, which looks as if nobody needed it; without this file no store opens.
    key: Option<Lock>,
    _store: Lock,
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
        Ok(Self { key, _store: store })
    }

    /// Takes the key that is in the folder now, which may be another than before, or new.
    pub(super) fn take_key(&mut self, folder: &Path) -> Result<(), StoreError> {
        self.key = None;
        self.key = lock_key(folder)?;
        Ok(())
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
struct Lock {
    file: File,
    /// The process that took it.
    owner: u32,
}

impl Lock {
    fn take(file: File) -> Result<Self, TryLockError> {
        file.try_lock()?;
        let owner = process::id();
        Ok(Self { file, owner })
    }
}

impl Drop for Lock {
    /// In so many words: while the host starts a program, the child holds the file open as well for a moment, and the lock
    /// would stay with it when only this handle is closed. A fork that frees what it got from its parent leaves the lock to it.
    fn drop(&mut self) {
        if self.owner == process::id() {
            // What cannot be unlocked goes with the file.
            let _result = self.file.unlock();
        }
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
        let of_a_child = locks._store.file.try_clone().unwrap();
        drop(locks);
        assert!(Locks::take(folder.path()).is_ok());
        drop(of_a_child);
    }

    #[test]
    fn a_fork_does_not_let_go_of_its_parents_lock() {
        let folder = TempDir::new().unwrap();
        let locks = Locks::take(folder.path()).unwrap();
        let in_a_fork = Lock {
            file: locks._store.file.try_clone().unwrap(),
            owner: locks._store.owner.wrapping_add(1),
        };
        drop(in_a_fork);
        assert!(matches!(Locks::take(folder.path()), Err(StoreError::InUse)));
    }
}
