//! A copy while the store is in use, and putting it back.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use tempfile::TempDir;

use super::*;
use crate::store::person::KEY_FILE;

#[test]
fn a_backup_is_a_store() {
    let Fixture {
        folder: _folder,
        store,
    } = Fixture::new();
    let elsewhere = TempDir::new().unwrap();
    let person = store.person("123456", "0000000001").unwrap();
    let mut letter = Letter::new(1);
    letter.persons = vec![person];
    store.enqueue(&letter.message()).unwrap();
    store.log(&entry("send")).unwrap();
    let backup = elsewhere.path().join("backup");
    store.backup(&backup).unwrap();
    store.enqueue(&Letter::new(2).message()).unwrap();

    let copy = open(&backup).unwrap();
    copy.check().unwrap();
    assert_eq!(copy.person("123456", "0000000001").unwrap(), person);
    assert_eq!(copy.sent(letter.id), store.sent(letter.id));
    assert_eq!(copy.sent(id(2)), Ok(None));
    assert_eq!(copy.verify_log().unwrap().entries, 1);
    let auto_vacuum: i64 = copy
        .connection()
        .pragma_query_value(None, "auto_vacuum", |row| row.get(0))
        .unwrap();
    assert_eq!(auto_vacuum, 2, "incremental, as in the original");
}

#[test]
fn a_backup_replaces_nothing() {
    let Fixture {
        folder: _folder,
        store,
    } = Fixture::new();
    let there = TempDir::new().unwrap();
    let exists = StoreError::Io(std::io::ErrorKind::AlreadyExists);
    assert_eq!(store.backup(there.path()), Err(exists));
    let file = there.path().join("file");
    fs::write(&file, "mine").unwrap();
    assert_eq!(store.backup(&file), Err(exists));
    assert_eq!(fs::read(&file).unwrap(), b"mine");
}

#[test]
fn work_goes_on_while_a_backup_is_made() {
    let Fixture {
        folder: _folder,
        store,
    } = Fixture::new();
    let elsewhere = TempDir::new().unwrap();
    for number in 0..50 {
        let mut letter = Letter::new(number);
        letter.content = vec![1; 100_000];
        store.enqueue(&letter.message()).unwrap();
    }
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for number in 50.. {
                store.enqueue(&Letter::new(number).message()).unwrap();
                if done.load(Ordering::Acquire) {
                    break;
                }
            }
        });
        for number in 0..3 {
            store
                .backup(&elsewhere.path().join(number.to_string()))
                .unwrap();
        }
        done.store(true, Ordering::Release);
    });
    let all = store.sent_list(&SentQuery::default()).unwrap();
    for number in 0..3 {
        let copy = open(&elsewhere.path().join(number.to_string())).unwrap();
        copy.check().unwrap();
        let copied = copy.sent_list(&SentQuery {
            order: Order::OldestFirst,
            ..SentQuery::default()
        });
        let copied = copied.unwrap();
        assert!(copied.len() >= 50 && copied.len() <= all.len());
        for (number, record) in copied.iter().enumerate() {
            assert_eq!(record.id, id(number as u128), "a moment, without gaps");
        }
    }
}

#[test]
fn a_damaged_store_is_restored() {
    let Fixture { folder, store } = Fixture::new();
    let elsewhere = TempDir::new().unwrap();
    let backup = elsewhere.path().join("backup");
    store.enqueue(&Letter::new(1).message()).unwrap();
    store.backup(&backup).unwrap();
    store.enqueue(&Letter::new(2).message()).unwrap();
    assert_eq!(
        Store::restore(&backup, folder.path(), office()),
        Err(StoreError::InUse)
    );
    drop(store);
    fs::write(folder.path().join(DATABASE_FILE), "damaged").unwrap();
    // A write-ahead log of the old database must not get into the restored one.
    fs::write(folder.path().join("store.db-wal"), "left over").unwrap();
    let replaced = Store::restore(&backup, folder.path(), office())
        .unwrap()
        .unwrap();
    assert_eq!(fs::read(replaced.join(DATABASE_FILE)).unwrap(), b"damaged");
    assert!(replaced.join("store.db-wal").exists() && replaced.join(KEY_FILE).exists());
    let store = open(folder.path()).unwrap();
    store.check().unwrap();
    assert!(store.sent(id(1)).unwrap().is_some());
    assert_eq!(store.sent(id(2)), Ok(None));
    assert!(backup.join(DATABASE_FILE).exists(), "the backup stays");
}

#[test]
fn a_backup_is_restored_on_a_new_machine() {
    let Fixture {
        folder: _folder,
        store,
    } = Fixture::new();
    let elsewhere = TempDir::new().unwrap();
    let backup = elsewhere.path().join("backup");
    store.enqueue(&Letter::new(1).message()).unwrap();
    store.backup(&backup).unwrap();
    let new = elsewhere.path().join("new/store");
    assert_eq!(Store::restore(&backup, &new, office()), Ok(None));
    assert!(open(&new).unwrap().sent(id(1)).unwrap().is_some());
    // Copying the folder by hand is as good.
    assert!(open(&backup).unwrap().sent(id(1)).unwrap().is_some());
}

#[test]
fn what_is_no_backup_of_this_office_changes_nothing() {
    let Fixture { folder, store } = Fixture::new();
    store.enqueue(&Letter::new(1).message()).unwrap();
    let elsewhere = TempDir::new().unwrap();
    let backup = elsewhere.path().join("backup");
    store.backup(&backup).unwrap();
    drop(store);
    let refused =
        |backup: &Path, office| Store::restore(backup, folder.path(), office).unwrap_err();
    assert_eq!(
        refused(&backup, partner()),
        StoreError::OtherOffice(office())
    );
    assert!(matches!(
        refused(elsewhere.path(), office()),
        StoreError::NoPersonKey
    ));
    let key = fs::read(backup.join(KEY_FILE)).unwrap();
    fs::write(backup.join(KEY_FILE), [1; 32]).unwrap();
    assert_eq!(refused(&backup, office()), StoreError::WrongPersonKey);
    fs::write(backup.join(KEY_FILE), key).unwrap();
    let database = fs::read(backup.join(DATABASE_FILE)).unwrap();
    fs::write(backup.join(DATABASE_FILE), &database[..database.len() / 2]).unwrap();
    assert_eq!(refused(&backup, office()), StoreError::Damaged);
    let store = open(folder.path()).unwrap();
    assert!(store.sent(id(1)).unwrap().is_some());
    assert!(!folder.path().join("restoring").exists());
}

/// A crash after the backup was checked: whatever was moved already, the next one to open finishes it.
#[test]
fn an_interrupted_restore_is_finished() {
    for moved in 0..4 {
        let Fixture { folder, store } = Fixture::new();
        store.enqueue(&Letter::new(1).message()).unwrap();
        let restored = folder.path().join("restored");
        store.backup(&restored).unwrap();
        store.enqueue(&Letter::new(2).message()).unwrap();
        drop(store);
        let aside = folder.path().join("replaced-1");
        fs::create_dir(&aside).unwrap();
        let steps = [
            (folder.path(), &*aside, DATABASE_FILE),
            (&*restored, folder.path(), DATABASE_FILE),
            (folder.path(), &*aside, KEY_FILE),
        ];
        for (from, to, file) in &steps[..moved] {
            fs::rename(from.join(file), to.join(file)).unwrap();
        }
        let store = open(folder.path()).unwrap();
        store.check().unwrap();
        assert!(store.sent(id(1)).unwrap().is_some(), "{moved}");
        assert_eq!(store.sent(id(2)), Ok(None), "{moved}");
        assert!(!restored.exists());
    }
}

fn entry(operation: &str) -> NewLogEntry<'_> {
    NewLogEntry {
        at: time(1),
        actor: "somebody",
        operation,
        message: None,
        persons: &[],
        outcome: "ok",
    }
}
