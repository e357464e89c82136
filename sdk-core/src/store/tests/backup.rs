//! A copy while the store is in use, and putting it back.

use std::fs;
use std::path::PathBuf;
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
    // Its own entry, and that it is a copy that was put into use.
    assert_eq!(copy.verify_log().unwrap().entries, 2);
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
    assert_eq!(restore(&backup, folder.path()), Err(StoreError::InUse));
    drop(store);
    fs::write(folder.path().join(DATABASE_FILE), "damaged").unwrap();
    // A write-ahead log of the old database must not get into the restored one.
    fs::write(folder.path().join("store.db-wal"), "left over").unwrap();
    let replaced = restore(&backup, folder.path()).unwrap().unwrap();
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
    assert_eq!(restore(&backup, &new), Ok(None));
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
    let refused = |backup: &Path, office| {
        Store::restore(backup, folder.path(), office, "somebody").unwrap_err()
    };
    assert_eq!(
        refused(&backup, partner()),
        StoreError::OtherOffice(office())
    );
    assert!(matches!(
        refused(elsewhere.path(), office()),
        StoreError::NoBackup
    ));
    assert_eq!(
        refused(&elsewhere.path().join("no"), office()),
        StoreError::NoBackup
    );
    fs::rename(backup.join(KEY_FILE), backup.join("kept")).unwrap();
    assert_eq!(refused(&backup, office()), StoreError::NoPersonKey);
    fs::rename(backup.join("kept"), backup.join(KEY_FILE)).unwrap();
    let key = fs::read(backup.join(KEY_FILE)).unwrap();
    fs::write(backup.join(KEY_FILE), [1; 32]).unwrap();
    assert_eq!(refused(&backup, office()), StoreError::WrongPersonKey);
    fs::write(backup.join(KEY_FILE), key).unwrap();
    let database = fs::read(backup.join(DATABASE_FILE)).unwrap();
    fs::write(backup.join(DATABASE_FILE), &database[..database.len() / 2]).unwrap();
    assert_eq!(refused(&backup, office()), StoreError::DamagedBackup);
    fs::remove_file(backup.join(DATABASE_FILE)).unwrap();
    fs::write(backup.join(DATABASE_FILE), "no database").unwrap();
    assert_eq!(refused(&backup, office()), StoreError::DamagedBackup);
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
        let (elsewhere, restored) = (TempDir::new().unwrap(), folder.path().join("restored"));
        store.backup(&elsewhere.path().join("backup")).unwrap();
        fs::rename(elsewhere.path().join("backup"), &restored).unwrap();
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

/// The numbers that a host has seen never come again for anything else, also where the store was lost that gave them.
#[test]
fn event_numbers_are_not_used_again_after_restoring() {
    for lost in [false, true] {
        let Fixture { folder, store } = Fixture::new();
        let elsewhere = TempDir::new().unwrap();
        let backup = elsewhere.path().join("backup");
        store.enqueue(&Letter::new(1).message()).unwrap();
        store.backup(&backup).unwrap();
        store.enqueue(&Letter::new(2).message()).unwrap();
        let mut seen = store.last_event().unwrap();
        drop(store);
        for number in 3..6 {
            if lost {
                fs::write(folder.path().join(DATABASE_FILE), "damaged").unwrap();
            }
            restore(&backup, folder.path()).unwrap();
            let store = open(folder.path()).unwrap();
            store.enqueue(&Letter::new(number).message()).unwrap();
            let events = store.events(seen, 0).unwrap();
            assert_eq!(events.len(), 1, "{lost} {number}");
            assert_eq!(events[0].message, id(number));
            seen = store.last_event().unwrap();
            assert_eq!(seen, events[0].number);
            assert!(seen < 1 << 53, "a number of JSON");
        }
    }
}

#[test]
fn a_restored_log_says_so_and_what_it_replaced() {
    let Fixture { folder, store } = Fixture::new();
    let elsewhere = TempDir::new().unwrap();
    let backup = elsewhere.path().join("backup");
    store.log(&entry("send")).unwrap();
    store.backup(&backup).unwrap();
    store.log(&entry("take")).unwrap();
    let noted = store.verify_log().unwrap();
    store.log(&entry("take")).unwrap();
    let last = store.verify_log().unwrap();
    drop(store);
    let replaced = restore(&backup, folder.path()).unwrap().unwrap();

    let store = open(folder.path()).unwrap();
    assert!(restored_at(&store).is_some());
    let entries = store.log_entries(&LogQuery::default()).unwrap();
    let [send, restored] = &entries[..] else {
        panic!("{entries:?}");
    };
    assert_eq!((send.operation.as_str(), send.number), ("send", 1));
    assert_eq!(restored.operation, "restore");
    assert_eq!(restored.actor, "somebody");
    let head = format!("replaced:{}:{}", last.entries, last.hash);
    assert_eq!(restored.outcome, head);
    store.log(&entry("take")).unwrap();
    store.verify_log().unwrap();

    let mut export = Vec::new();
    store.export_log(&mut export).unwrap();
    let look = |entries, hash: &str| verify_noted(&export[..], entries, hash).unwrap().1;
    assert_eq!(look(1, &send.hash), Noted::Holds);
    for head in [&noted, &last] {
        match look(head.entries, &head.hash) {
            Noted::Replaced(found) => {
                assert_eq!((found.entry, found.at), (2, restored.at));
                assert_eq!(found.head, Some((last.entries, last.hash.clone())));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(look(last.entries, &noted.hash), Noted::Differs);
    assert_eq!(look(1, &noted.hash), Noted::Differs, "it was in the backup");
    // What was replaced shows the rest.
    let kept = fs::read(replaced.join("access-log.jsonl")).unwrap();
    for head in [&noted, &last] {
        let found = verify_noted(&kept[..], head.entries, &head.hash).unwrap();
        assert_eq!(found, (last.clone(), Noted::Holds));
    }
    // One that cannot be read is told as such, and one that was put there by hand is a restored one too.
    drop(store);
    fs::write(folder.path().join(DATABASE_FILE), "damaged").unwrap();
    restore(&backup, folder.path()).unwrap();
    let outcome = |folder: &Path| {
        let store = open(folder).unwrap();
        let entries = store.log_entries(&LogQuery::default()).unwrap();
        assert!(restored_at(&store).is_some());
        entries.last().unwrap().outcome.clone()
    };
    assert_eq!(outcome(folder.path()), "replaced:unreadable");
    assert_eq!(outcome(&backup), "ok");
    assert_eq!(outcome(&backup), "ok", "once");
}

/// What was put aside holds contents and the key: it goes when contents go. Its log stays.
#[test]
fn what_was_replaced_goes_when_its_time_is_over() {
    let Fixture { folder, store } = Fixture::new();
    let elsewhere = TempDir::new().unwrap();
    let backup = elsewhere.path().join("backup");
    store.enqueue(&Letter::new(1).message()).unwrap();
    store.backup(&backup).unwrap();
    drop(store);
    let replaced = restore(&backup, folder.path()).unwrap().unwrap();
    let schema = folder.path().join("store-schema-1.db");
    fs::write(&schema, "older").unwrap();
    let store = open(folder.path()).unwrap();
    let copies = store.copies().unwrap();
    assert_eq!(copies.len(), 2);
    assert_eq!(
        copies[0].name,
        replaced.file_name().unwrap().to_str().unwrap()
    );
    assert!(copies[0].bytes > 4096);
    let removed = |before| store.clean_up(before, time(0)).unwrap().copies;
    let now = Timestamp::now();
    assert_eq!(removed(now - jiff::SignedDuration::from_hours(1)), 0);
    assert_eq!(removed(now + jiff::SignedDuration::from_hours(1)), 2);
    assert_eq!(store.copies().unwrap(), []);
    assert!(!schema.exists());
    let left: Vec<_> = fs::read_dir(&replaced).unwrap().collect();
    assert_eq!(left.len(), 1);
    assert!(replaced.join("access-log.jsonl").exists());
}

#[test]
fn a_backup_makes_folders_and_stays_out_of_the_store() {
    let Fixture { folder, store } = Fixture::new();
    let elsewhere = TempDir::new().unwrap();
    store.backup(&elsewhere.path().join("a/b/backup")).unwrap();
    for inside in ["backup", "a/b", "parts/../backup"] {
        let refused = store.backup(&folder.path().join(inside));
        assert_eq!(refused, Err(StoreError::InsideStore), "{inside}");
    }
    assert!(!folder.path().join("a").exists());
    fs::write(elsewhere.path().join("file"), "").unwrap();
    let refused = store.backup(&elsewhere.path().join("file/backup"));
    assert!(matches!(refused, Err(StoreError::Target(_))), "{refused:?}");
    drop(store);
    assert_eq!(
        restore(folder.path(), folder.path()),
        Err(StoreError::InsideStore)
    );
    // What was replaced may be put back from where it is.
    let backup = elsewhere.path().join("a/b/backup");
    let replaced = restore(&backup, folder.path()).unwrap().unwrap();
    restore(&replaced, folder.path()).unwrap().unwrap();
}

/// The copy of a store that was not closed has its latest changes beside the database.
#[test]
fn a_copy_with_a_write_ahead_log_is_restored_whole() {
    let Fixture { folder, store } = Fixture::new();
    let copy = TempDir::new().unwrap();
    store.enqueue(&Letter::new(1).message()).unwrap();
    for file in [DATABASE_FILE, "store.db-wal", KEY_FILE] {
        fs::copy(folder.path().join(file), copy.path().join(file)).unwrap();
    }
    drop(store);
    let new = TempDir::new().unwrap();
    restore(copy.path(), new.path()).unwrap();
    assert!(open(new.path()).unwrap().sent(id(1)).unwrap().is_some());
    drop(folder);
}

fn restored_at(store: &Store) -> Option<Timestamp> {
    let note = notes::get(&store.connection(), sent::RESTORED_AT).unwrap();
    note.map(|note| note.parse().unwrap())
}

fn restore(backup: &Path, folder: &Path) -> Result<Option<PathBuf>, StoreError> {
    Store::restore(backup, folder, office(), "somebody")
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
