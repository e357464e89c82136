#![allow(clippy::unwrap_used, clippy::panic)]
use std::path::PathBuf;
use std::sync::Mutex;

use careplan_core::relay::wire::ProblemCode;

use super::*;
use crate::office::synthetic_offices;
use crate::store::testing::{code, run};

struct Fixture {
    db: Database,
    path: PathBuf,
    told: Arc<Mutex<Vec<OfficeNumber>>>,
    _dir: tempfile::TempDir,
}

fn fixture() -> Fixture {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("relay.sqlite3");
    std::fs::write(&path, b"").unwrap();
    Database::create_sqlite(&path, |_| Ok(())).unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    let list = told.clone();
    let on_commit: OnCommit = Arc::new(move |offices| list.lock().unwrap().extend(offices));
    Fixture {
        db: Database::open_sqlite(&path, on_commit).unwrap(),
        path,
        told,
        _dir: dir,
    }
}

fn add(tx: &mut Tx<'_>, id: &str, bytes: &[u8]) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO covers (message, bytes) VALUES ($1, $2)",
        values![id, bytes],
    )?;
    Ok(())
}

fn count(db: &Database) -> i64 {
    let read = db.read(|tx| {
        tx.row("SELECT count(*) FROM covers", values![])?
            .unwrap()
            .int(0)
    });
    run(read).unwrap()
}

#[test]
fn the_disk_is_written_before_an_answer() {
    let fixture = fixture();
    let pragma = |name: &'static str| {
        let change = fixture.db.change(move |tx| {
            let row = tx.row(&format!("PRAGMA {name}"), values![])?.unwrap();
            Ok(match row.int(0) {
                Ok(number) => number.to_string(),
                Err(_) => row.text(0)?.to_owned(),
            })
        });
        run(change).unwrap()
    };
    assert_eq!(pragma("journal_mode"), "wal");
    assert_eq!(pragma("synchronous"), "2");
    assert_eq!(pragma("foreign_keys"), "1");
}

#[test]
fn a_database_of_another_version_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("relay.sqlite3");
    for version in [0, SCHEMA_VERSION - 1, SCHEMA_VERSION + 1] {
        let _result = std::fs::remove_file(&path);
        let old = rusqlite::Connection::open(&path).unwrap();
        old.pragma_update(None, "user_version", version).unwrap();
        drop(old);
        let opened = Database::open_sqlite(&path, Arc::new(|_| ()));
        assert!(matches!(opened, Err(Error::DatabaseVersion(found)) if found == version));
    }
}

/// Stored together, but each for itself: what fails leaves nothing and spoils nothing.
#[test]
fn changes_that_come_together_fail_alone() {
    let fixture = fixture();
    let office = synthetic_offices(1)[0].number;
    let work = async {
        let changes: Vec<_> = (0..100)
            .map(|number: u32| {
                fixture.db.changes.push(move |tx| {
                    add(tx, &number.to_string(), b"x")?;
                    match number % 10 {
                        3 => Err(ProblemCode::Conflict.into()),
                        4 => panic!("on purpose"),
                        5 => add(tx, &number.to_string(), b"twice"),
                        _ => {
                            tx.touch(office);
                            Ok(())
                        }
                    }
                })
            })
            .collect();
        let mut stored = 0;
        for change in changes {
            stored += i64::from(change.await.unwrap().is_ok());
        }
        stored
    };
    assert_eq!(run(work), 70);
    assert_eq!(count(&fixture.db), 70);
    assert_eq!(fixture.told.lock().unwrap().len(), 70);
}

#[test]
fn a_full_disk_loses_nothing_and_ends() {
    let fixture = fixture();
    let limit = |pages: i64| {
        let change = fixture
            .db
            .change(move |tx| tx.rows(&format!("PRAGMA max_page_count = {pages}"), values![]));
        run(change).unwrap();
    };
    let pages = std::fs::metadata(&fixture.path).unwrap().len() / 4096;
    limit(i64::try_from(pages).unwrap() + 20);
    let fill = || {
        let changes: Vec<_> = (0..20)
            .map(|_| {
                let id = uuid::Uuid::now_v7().to_string();
                let change = move |tx: &mut Tx<'_>| add(tx, &id, &[7; 10_000]);
                fixture.db.changes.push(change)
            })
            .collect();
        run(async {
            let mut outcomes = Vec::new();
            for change in changes {
                outcomes.push(change.await.unwrap());
            }
            outcomes
        })
    };
    let outcomes = fill();
    let stored = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert!((1..20).contains(&stored), "{stored}");
    assert_eq!(count(&fixture.db), i64::try_from(stored).unwrap());
    let full = outcomes.into_iter().find(Result::is_err).unwrap();
    assert_eq!(code(full).0, ProblemCode::StorageFull);
    limit(1_000_000);
    assert!(fill().iter().all(Result::is_ok));
}

#[test]
fn rows_of_the_audit_stay() {
    let fixture = fixture();
    let change = |sql: &'static str| run(fixture.db.change(move |tx| tx.execute(sql, values![])));
    change("INSERT INTO audit (at, office, call, outcome) VALUES (1, 'x', 'y', 'ok')").unwrap();
    assert!(change("UPDATE audit SET office = 'z'").is_err());
    assert!(change("DELETE FROM audit").is_err());
}

/// Work that waits when the database is closed is still done.
#[test]
fn closing_lets_what_waits_finish() {
    let Fixture { db, path, _dir, .. } = fixture();
    let answers: Vec<_> = (0..50)
        .map(|number: u32| {
            db.changes
                .push(move |tx| add(tx, &number.to_string(), b"x"))
        })
        .collect();
    drop(db);
    for mut answer in answers {
        assert!(answer.try_recv().unwrap().is_ok());
    }
    let again = Database::open_sqlite(&path, Arc::new(|_| ())).unwrap();
    assert_eq!(count(&again), 50);
}
