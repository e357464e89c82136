//! Whose the store is, where it may be, and what is refused.

use std::fs;
use std::thread;

use tempfile::TempDir;

use super::*;
use crate::finding::Lang;
use crate::store::person::KEY_FILE;
use crate::{Explain, Explanation};

fn refused(folder: &Path) -> StoreError {
    open(folder).map(drop).unwrap_err()
}

#[test]
fn one_handle_at_a_time() {
    let Fixture { folder, store } = Fixture::new();
    assert_eq!(refused(folder.path()), StoreError::InUse);
    thread::scope(|scope| {
        let other = scope.spawn(|| refused(folder.path()));
        assert_eq!(other.join().unwrap(), StoreError::InUse);
    });
    drop(store);
    open(folder.path()).unwrap();
}

/// Somebody takes the lock for a left-over and deletes it.
#[cfg(unix)]
#[test]
fn a_deleted_lock_lets_nobody_else_in() {
    let Fixture { folder, store } = Fixture::new();
    let elsewhere = TempDir::new().unwrap();
    let backup = elsewhere.path().join("backup");
    store.backup(&backup).unwrap();
    fs::remove_file(folder.path().join("store.lock")).unwrap();
    assert_eq!(refused(folder.path()), StoreError::InUse);
    let restored = Store::restore(&backup, folder.path(), office(), "somebody");
    assert_eq!(restored, Err(StoreError::InUse));
    drop(store);
    open(folder.path()).unwrap();
}

#[test]
fn threads_share_a_handle() {
    let Fixture {
        folder: _folder,
        store,
    } = Fixture::new();
    thread::scope(|scope| {
        for thread in 0..4 {
            let store = &store;
            scope.spawn(move || {
                for number in 0..10 {
                    let letter = Letter::new(thread * 10 + number);
                    store.enqueue(&letter.message()).unwrap();
                    store.begin_attempt(letter.id, time(1)).unwrap();
                }
            });
        }
    });
    assert_eq!(store.counts().unwrap().sent, [(SentState::Sending, 40)]);
}

#[test]
fn any_folder_will_do() {
    let folder = TempDir::new().unwrap();
    let possible: &[&str] = match cfg!(windows) {
        true => &["居宅介護 支援", "50%off", "a;mode=memory&b#c", "it's;--"],
        false => &[
            "居宅介護 支援",
            "50%off",
            "a?mode=memory&b#c",
            "file:x",
            "it's;--",
        ],
    };
    for name in possible {
        let store_folder = folder.path().join(name).join("保存 データ");
        let store = open(&store_folder).unwrap();
        store.enqueue(&Letter::new(1).message()).unwrap();
        store
            .backup(&folder.path().join(format!("控え {name}")))
            .unwrap();
        drop(store);
        assert!(store_folder.join("store.db").is_file(), "{name}");
        assert!(open(&store_folder).unwrap().sent(id(1)).unwrap().is_some());
    }
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(names.len(), 2 * possible.len(), "nothing beside them");
}

/// Windows takes 260 characters of a name, SQLite there 1040 bytes, unless asked for more.
#[test]
fn a_folder_with_a_long_name_will_do() {
    let folder = TempDir::new().unwrap();
    let mut deep = folder.path().to_owned();
    // Elsewhere SQLite takes 512 bytes, and says so.
    let levels = if cfg!(windows) { 17 } else { 6 };
    for level in 0..levels {
        deep.push(format!(
            "第{level}階層 とても長い名前の フォルダー 表示能力"
        ));
    }
    if cfg!(windows) {
        assert!(deep.to_str().unwrap().chars().count() > 300);
        assert!(deep.as_os_str().len() > 1040);
    }
    let store = open(&deep).unwrap();
    store.enqueue(&Letter::new(1).message()).unwrap();
    store
        .apply_received(&received_news(id(2), ReceivedState::Offered, time(1)))
        .unwrap();
    store.partial(id(2)).unwrap().append(b"part").unwrap();
    assert_eq!(refused(&deep), StoreError::InUse);
    let backup = deep.with_file_name("控えのフォルダー");
    store.backup(&backup).unwrap();
    drop(store);
    assert!(deep.join("store.db").is_file());
    assert!(open(&backup).unwrap().sent(id(1)).unwrap().is_some());
    let replaced = Store::restore(&backup, &deep, office(), "somebody").unwrap();
    assert!(replaced.is_some_and(|replaced| replaced.join("store.db").is_file()));
    assert!(open(&deep).unwrap().sent(id(1)).unwrap().is_some());
}

/// A file that another program has open is told as that, and nothing is lost.
#[cfg(windows)]
#[test]
fn a_file_that_somebody_holds_is_told() {
    use std::os::windows::fs::OpenOptionsExt;
    let Fixture { folder, store } = Fixture::new();
    store.enqueue(&Letter::new(1).message()).unwrap();
    drop(store);
    for name in ["store.db", "store.lock", KEY_FILE] {
        let path = folder.path().join(name);
        let mut alone = fs::OpenOptions::new();
        let held = alone.read(true).share_mode(0).open(&path).unwrap();
        assert_eq!(refused(folder.path()), StoreError::InUse, "{name}");
        drop(held);
        let store = open(folder.path()).unwrap();
        assert!(store.sent(id(1)).unwrap().is_some(), "{name}");
    }
    // A restore that cannot put the database aside leaves it where it is, and is done when the store is opened next.
    let store = open(folder.path()).unwrap();
    let backups = TempDir::new().unwrap();
    let backup = backups.path().join("控え");
    store.backup(&backup).unwrap();
    store.enqueue(&Letter::new(2).message()).unwrap();
    drop(store);
    let held = fs::File::open(folder.path().join("store.db")).unwrap();
    let restored = Store::restore(&backup, folder.path(), office(), "somebody");
    drop(held);
    let store = open(folder.path()).unwrap();
    assert!(store.sent(id(1)).unwrap().is_some());
    assert!(store.sent(id(2)).unwrap().is_none(), "{restored:?}");
}

#[cfg(unix)]
#[test]
fn files_are_for_their_owner() {
    use std::os::unix::fs::PermissionsExt;
    fn all(folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let mode = path.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{path:?} {mode:o}");
            if path.is_dir() {
                all(&path);
            }
        }
    }
    let folder = TempDir::new().unwrap();
    let store = open(&folder.path().join("office/store")).unwrap();
    store.enqueue(&Letter::new(1).message()).unwrap();
    store
        .apply_received(&received_news(id(2), ReceivedState::Offered, time(1)))
        .unwrap();
    store.partial(id(2)).unwrap().append(b"part").unwrap();
    store.backup(&folder.path().join("backup")).unwrap();
    assert!(folder.path().join("office/store/store.db-wal").exists());
    all(folder.path());
    // A copy that lost its modes gets them back.
    drop(store);
    let files = ["store.db", KEY_FILE].map(|file| folder.path().join("office/store").join(file));
    for file in &files {
        fs::set_permissions(file, fs::Permissions::from_mode(0o644)).unwrap();
    }
    drop(open(&folder.path().join("office/store")).unwrap());
    all(folder.path());
}

#[test]
fn another_office_is_refused() {
    let Fixture { folder, store } = Fixture::new();
    drop(store);
    let error = Store::open(folder.path(), partner()).map(drop).unwrap_err();
    assert_eq!(error, StoreError::OtherOffice(office()));
    open(folder.path()).unwrap();
}

#[test]
fn a_newer_store_is_refused_and_left_alone() {
    let Fixture { folder, store } = Fixture::new();
    store
        .connection()
        .pragma_update(None, "user_version", 3)
        .unwrap();
    drop(store);
    let file = folder.path().join(DATABASE_FILE);
    let before = fs::read(&file).unwrap();
    assert_eq!(refused(folder.path()), StoreError::Newer(3));
    assert!(fs::read(&file).unwrap() == before);
}

#[test]
fn a_store_of_schema_1_is_brought_to_the_present() {
    let Fixture { folder, store } = Fixture::new();
    let person = store.person("123456", "0000000001").unwrap();
    store.enqueue(&Letter::new(1).message()).unwrap();
    let entry = NewLogEntry {
        at: time(1),
        actor: "somebody",
        operation: "send",
        message: Some(id(1)),
        persons: &[person],
        outcome: "ok",
    };
    store.log(&entry).unwrap();
    drop(store);
    to_schema_1(folder.path());
    let backup = TempDir::new().unwrap();
    for file in [DATABASE_FILE, KEY_FILE] {
        fs::copy(folder.path().join(file), backup.path().join(file)).unwrap();
    }
    let present = |store: &Store, entries| {
        assert_eq!(store.verify_log().unwrap().entries, entries);
        let query = LogQuery {
            person: Some(person),
            ..LogQuery::default()
        };
        assert_eq!(store.log_entries(&query).unwrap().len(), 1);
        store
            .apply_sent(id(1), &sent_news(SentState::Taken, time(2)))
            .unwrap();
        // What has ended may be due.
        let due = "UPDATE messages SET due_at = 0";
        assert_eq!(store.connection().execute(due, []), Ok(1));
        assert_eq!(store.clean_up(time(0), Timestamp::MAX).unwrap().messages, 1);
        store.check().unwrap();
        let sql = "SELECT type, name, replace(sql, char(10), '') FROM sqlite_schema WHERE sql NOT NULL ORDER BY 1, 2";
        let connection = store.connection();
        let mut query = connection.prepare(sql).unwrap();
        let parts = query.query_map([], |row| {
            Ok::<(String, String), _>((row.get(1)?, row.get::<_, String>(2)?))
        });
        parts.unwrap().collect::<Result<Vec<_>, _>>().unwrap()
    };
    let migrated = present(&open(folder.path()).unwrap(), 1);
    assert!(folder.path().join("store-schema-1.db").exists());
    // A backup of that time, too.
    let restored = TempDir::new().unwrap();
    Store::restore(backup.path(), restored.path(), office(), "somebody").unwrap();
    assert_eq!(present(&open(restored.path()).unwrap(), 2), migrated);
    assert!(!restored.path().join("store-schema-1.db").exists());
}

/// The same content in a database as the first version made it.
fn to_schema_1(folder: &Path) {
    let (new, old) = (folder.join(DATABASE_FILE), folder.join("old.db"));
    let connection = Connection::open(&old).unwrap();
    connection
        .execute_batch(include_str!("../testdata/schema-1.sql"))
        .unwrap();
    connection
        .execute("ATTACH ? AS new", [new.to_str().unwrap()])
        .unwrap();
    let tables = [
        "meta",
        "messages",
        "sealed",
        "steps",
        "persons",
        "directory",
        "log",
    ];
    for table in tables {
        let copy = format!("INSERT INTO main.{table} SELECT * FROM new.{table}");
        connection.execute(&copy, []).unwrap();
    }
    connection
        .execute_batch(
            "DELETE FROM main.meta WHERE name = 'log_seal';
             PRAGMA main.application_id = 0x43504C53;
             PRAGMA main.user_version = 1",
        )
        .unwrap();
    connection.close().unwrap();
    fs::rename(old, new).unwrap();
}

#[test]
fn what_is_no_store_is_damaged() {
    for bytes in [&b"not a database, whatever its name says"[..], &[0; 4096]] {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join(DATABASE_FILE), bytes).unwrap();
        assert_eq!(refused(folder.path()), StoreError::Damaged);
    }
    let folder = TempDir::new().unwrap();
    let foreign = Connection::open(folder.path().join(DATABASE_FILE)).unwrap();
    foreign
        .execute_batch("CREATE TABLE diary (day); PRAGMA user_version = 1")
        .unwrap();
    drop(foreign);
    assert_eq!(refused(folder.path()), StoreError::Damaged);
}

#[test]
fn damage_inside_is_told_as_damage() {
    let Fixture { folder, store } = Fixture::new();
    for number in 0..200 {
        store.enqueue(&Letter::new(number).message()).unwrap();
    }
    store.check().unwrap();
    drop(store);
    let file = folder.path().join(DATABASE_FILE);
    let mut bytes = fs::read(&file).unwrap();
    let end = bytes.len();
    // All but the schema on the first pages.
    bytes[end / 4..].fill(0x5a);
    fs::write(&file, bytes).unwrap();
    let error = open(folder.path())
        .and_then(|store| {
            store
                .check()
                .and(store.sent_list(&SentQuery::default()).map(drop))
        })
        .unwrap_err();
    assert_eq!(error, StoreError::Damaged);
    assert!(error.hint(Lang::Ja).contains("バックアップ"));
}

#[test]
fn a_value_that_is_none_is_damage() {
    let Fixture {
        folder: _folder,
        store,
    } = Fixture::new();
    store.enqueue(&Letter::new(1).message()).unwrap();
    store
        .connection()
        .execute("UPDATE messages SET state = 'lost'", [])
        .unwrap();
    assert_eq!(store.sent(id(1)), Err(StoreError::Damaged));
}

#[test]
fn the_person_key_is_made_once_and_never_anew() {
    let fixture = Fixture::new();
    let person = fixture.store.person("123456", "0000000001").unwrap();
    let Fixture { folder, store } = fixture.reopen();
    assert_eq!(store.person("123456", "0000000001").unwrap(), person);
    drop(store);
    let key = folder.path().join(KEY_FILE);
    let bytes = fs::read(&key).unwrap();
    assert_eq!(bytes.len(), 32);
    for (wrong, error) in [
        (None, StoreError::NoPersonKey),
        (Some(vec![7; 32]), StoreError::WrongPersonKey),
        (Some(bytes[..31].to_vec()), StoreError::WrongPersonKey),
        (Some(Vec::new()), StoreError::WrongPersonKey),
    ] {
        match wrong {
            None => fs::remove_file(&key).unwrap(),
            Some(wrong) => fs::write(&key, wrong).unwrap(),
        }
        assert_eq!(refused(folder.path()), error);
    }
    fs::write(&key, bytes).unwrap();
    let store = open(folder.path()).unwrap();
    assert_eq!(store.person("123456", "0000000001").unwrap(), person);
    // Two stores do not know the same person by the same reference.
    let other = Fixture::new();
    assert_ne!(other.store.person("123456", "0000000001").unwrap(), person);
}

#[test]
fn parts_of_what_is_no_longer_fetched_go() {
    let fixture = Fixture::new();
    for number in [1, 2] {
        let item = received_news(id(number), ReceivedState::Offered, time(1));
        fixture.store.apply_received(&item).unwrap();
    }
    for number in [1, 2, 3] {
        fixture
            .store
            .partial(id(number))
            .unwrap()
            .append(b"part")
            .unwrap();
    }
    let withdrawn = received_news(id(2), ReceivedState::Withdrawn, time(2));
    fixture.store.apply_received(&withdrawn).unwrap();
    let fixture = fixture.reopen();
    let parts: Vec<_> = fs::read_dir(fixture.folder.path().join("parts"))
        .unwrap()
        .collect();
    assert_eq!(parts.len(), 1);
    let mut part = fixture.store.partial(id(1)).unwrap();
    assert_eq!(part.len().unwrap(), 4);
    part.restart().unwrap();
    part.append(b"new").unwrap();
    assert_eq!(part.read().unwrap(), b"new");
}

#[test]
fn a_folder_that_cannot_be_used_says_so() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(matches!(refused(&file.join("store")), StoreError::Io(_)));
}

#[test]
fn errors_speak_both_languages() {
    let errors = [
        StoreError::InUse,
        StoreError::OtherOffice(office()),
        StoreError::Newer(2),
        StoreError::DiskFull,
        StoreError::Damaged,
        StoreError::NoPersonKey,
        StoreError::WrongPersonKey,
        StoreError::Log(LogFault::Changed(3)),
        StoreError::Log(LogFault::Form(3)),
        StoreError::Log(LogFault::CutOff),
        StoreError::UnknownMessage,
        StoreError::WrongState,
        StoreError::Io(std::io::ErrorKind::PermissionDenied),
        StoreError::Io(std::io::ErrorKind::AlreadyExists),
        StoreError::Io(std::io::ErrorKind::Unsupported),
        StoreError::Crypto,
        StoreError::Database(10),
    ];
    for error in errors {
        let Explanation {
            ja,
            hint_ja,
            en,
            hint_en,
        } = error.explanation();
        assert!(
            !ja.is_ascii() && ja.ends_with('。') && hint_ja.ends_with('。'),
            "{error:?}"
        );
        assert!(
            en.is_ascii() && hint_en.is_ascii() && hint_en.ends_with('.'),
            "{error:?}"
        );
    }
}
