use proptest::prelude::*;

use super::*;
use crate::store::tests::{Fixture, id, office, time};

fn filled(entries: i64) -> Fixture {
    let fixture = Fixture::new();
    let person = |number| fixture.store.person("123456", number).unwrap();
    let persons = [person("0000000002"), person("0000000001")];
    for number in 0..entries {
        fixture
            .store
            .log(&NewLogEntry {
                at: time(number),
                actor: "山田 \"太郎\"\n\u{1}",
                operation: "send",
                message: Some(id(7)).filter(|_| number % 2 == 0),
                persons: &persons[..number as usize % 3],
                outcome: "ok",
            })
            .unwrap();
    }
    fixture
}

fn export(store: &Store) -> Vec<u8> {
    let mut export = Vec::new();
    store.export_log(&mut export).unwrap();
    export
}

fn lines(export: &[u8]) -> Vec<&[u8]> {
    export.split_inclusive(|&byte| byte == b'\n').collect()
}

#[test]
fn an_export_verifies() {
    for entries in [0, 1, 5] {
        let fixture = filled(entries);
        let mut export = Vec::new();
        let head = fixture.store.export_log(&mut export).unwrap();
        assert_eq!((head.entries, head.office), (entries as u64, office()));
        assert_eq!(verify_log(&export[..]), Ok(head.clone()));
        assert_eq!(fixture.store.verify_log(), Ok(head));
        assert_eq!(lines(&export).len() as i64, entries + 2);
    }
}

/// As the documentation says it, without the code that writes it.
#[test]
fn the_chain_can_be_computed_by_hand() {
    let fixture = filled(2);
    let export = String::from_utf8(export(&fixture.store)).unwrap();
    let [begin, first, second, head] = export.lines().collect::<Vec<_>>()[..] else {
        panic!("{export}");
    };
    assert_eq!(
        begin,
        r#"{"format":"careplan-access-log/1","office":"5070022016"}"#
    );
    let mut hash = crate::sha256_hex(begin.as_bytes());
    for line in [first, second] {
        let (before, rest) = line.split_once(r#","hash":""#).unwrap();
        let (stated, after) = rest.split_once(r#"","#).unwrap();
        hash = crate::sha256_hex(format!("{hash}{before},{after}").as_bytes());
        assert_eq!(stated, hash);
    }
    assert!(
        first.starts_with(r#"{"actor":"山田 \"太郎\"\n\u0001","at":"2026-09-21T"#),
        "{first}"
    );
    assert!(first.ends_with(r#","number":1,"operation":"send","outcome":"ok","persons":[]}"#));
    assert_eq!(head, format!(r#"{{"entries":2,"hash":"{hash}"}}"#));
}

/// Made by fuzz/seeds.py: another program, which follows the documentation.
#[test]
fn what_another_program_writes_verifies() {
    let head = verify_log(&include_bytes!("testdata/by-python.jsonl")[..]).unwrap();
    assert_eq!((head.entries, head.office), (3, office()));
}

#[test]
fn entries_are_found_by_person_and_time() {
    let Fixture {
        store,
        folder: _folder,
    } = filled(7);
    let numbers = |query: LogQuery| -> Vec<u64> {
        let entries = store.log_entries(&query).unwrap();
        entries.iter().map(|entry| entry.number).collect()
    };
    assert_eq!(numbers(LogQuery::default()), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(
        numbers(LogQuery {
            after: 3,
            limit: 2,
            ..LogQuery::default()
        }),
        [4, 5]
    );
    let person = store.person("123456", "0000000001").unwrap();
    assert_eq!(
        numbers(LogQuery {
            person: Some(person),
            ..LogQuery::default()
        }),
        [3, 6]
    );
    let times = LogQuery {
        since: Some(time(2)),
        until: Some(time(4)),
        ..LogQuery::default()
    };
    assert_eq!(numbers(times), [3, 4]);
    let entries = store.log_entries(&LogQuery::default()).unwrap();
    assert_eq!(entries[2].persons.len(), 2);
    assert_eq!(entries[2].persons[1], person, "in the order given");
    assert_eq!(
        (entries[0].message, entries[1].message),
        (Some(id(7)), None)
    );
}

#[test]
fn faults_are_named() {
    let fixture = filled(4);
    let whole = export(&fixture.store);
    let lines = lines(&whole);
    let verify = |lines: &[&[u8]]| verify_log(&lines.concat()[..]).unwrap_err();
    assert_eq!(verify(&[]), LogFault::Form(1));
    assert_eq!(verify(&lines[1..]), LogFault::Form(1));
    assert_eq!(verify(&lines[..5]), LogFault::CutOff);
    assert_eq!(verify(&[lines[0], lines[5]]), LogFault::CutOff);
    assert_eq!(
        verify(&[lines[0], lines[1], lines[2], lines[3], lines[5]]),
        LogFault::CutOff
    );
    assert_eq!(
        verify(&[lines[0], lines[2], lines[3], lines[4], lines[5]]),
        LogFault::Changed(1)
    );
    assert_eq!(
        verify(&[lines[0], lines[1], lines[3], lines[2]]),
        LogFault::Changed(2)
    );
    assert_eq!(verify(&[&whole, b"\n"]), LogFault::Form(7));
    assert_eq!(verify(&[&whole[..whole.len() - 1]]), LogFault::CutOff);
    let changed = String::from_utf8(whole.clone())
        .unwrap()
        .replacen("\"ok\"", "\"no\"", 1);
    assert_eq!(verify_log(changed.as_bytes()), Err(LogFault::Changed(1)));
    // The same data in another form is no export: a program that saves it anew could change it.
    let spaced = String::from_utf8(whole).unwrap().replacen(":", ": ", 1);
    assert_eq!(verify_log(spaced.as_bytes()), Err(LogFault::Form(1)));
}

#[test]
fn a_line_without_an_end_does_not_fill_the_memory() {
    let endless = io::repeat(b'x').take(10 * LONGEST_LINE);
    assert_eq!(
        verify_log(io::BufReader::new(endless)),
        Err(LogFault::Form(1))
    );
}

fn entry() -> NewLogEntry<'static> {
    NewLogEntry {
        at: time(9),
        actor: "somebody",
        operation: "send",
        message: None,
        persons: &[],
        outcome: "ok",
    }
}

/// Changes the database behind the store's back.
fn tamper(fixture: Fixture, sql: &str) -> Result<LogHead, StoreError> {
    let database = Connection::open(fixture.folder.path().join("store.db")).unwrap();
    database
        .execute_batch("DROP TRIGGER log_stays_as_it_is; DROP TRIGGER log_loses_nothing; PRAGMA foreign_keys = OFF")
        .unwrap();
    database.execute_batch(sql).unwrap();
    drop(database);
    let fixture = fixture.reopen();
    // What was exported from it shows the same.
    let mut export = Vec::new();
    let exported = fixture.store.export_log(&mut export);
    let verified = fixture.store.verify_log();
    if verified == Err(StoreError::Log(LogFault::Unsealed)) {
        // What is added to it makes it no better; an export has nothing to show it by.
        verify_log(&export[..]).unwrap();
        fixture.store.log(&entry()).unwrap();
        assert_eq!(fixture.store.verify_log(), verified);
        return verified;
    }
    if let (Ok(_), Err(StoreError::Log(fault))) = (exported, &verified) {
        assert_eq!(verify_log(&export[..]).as_ref(), Err(fault));
    }
    verified
}

#[test]
fn changes_in_the_database_show() {
    for (sql, fault) in [
        (
            "UPDATE log SET actor = 'nobody' WHERE number = 2",
            LogFault::Changed(2),
        ),
        (
            "UPDATE log SET hash = zeroblob(32) WHERE number = 3",
            LogFault::Changed(3),
        ),
        ("DELETE FROM log WHERE number = 1", LogFault::Changed(1)),
        ("DELETE FROM log WHERE number = 5", LogFault::CutOff),
        ("DELETE FROM log", LogFault::CutOff),
        (
            "DELETE FROM log WHERE number = 5; UPDATE meta SET value = '4' WHERE name = 'log_entries'",
            LogFault::Changed(4),
        ),
        (
            "UPDATE log SET persons = x'' WHERE number = 3",
            LogFault::Changed(3),
        ),
    ] {
        assert_eq!(tamper(filled(5), sql), Err(StoreError::Log(fault)), "{sql}");
    }
    // Whoever has the database only can compute every hash, and has no key for the head.
    let cut = "DELETE FROM log WHERE number = 5;
        UPDATE meta SET value = '4' WHERE name = 'log_entries';
        UPDATE meta SET value = (SELECT lower(hex(hash)) FROM log WHERE number = 4) WHERE name = 'log_hash';";
    let without = format!("{cut} DELETE FROM meta WHERE name = 'log_seal'");
    for sql in [cut, &without] {
        let unsealed = Err(StoreError::Log(LogFault::Unsealed));
        assert_eq!(tamper(filled(5), sql), unsealed, "{sql}");
    }
    assert_eq!(
        tamper(
            filled(5),
            "UPDATE meta SET value = 'x' WHERE name = 'log_entries'"
        ),
        Err(StoreError::Damaged)
    );
}

/// Nothing in this software can change it by a slip.
#[test]
fn entries_cannot_be_changed_or_deleted() {
    let Fixture {
        store,
        folder: _folder,
    } = filled(2);
    let connection = store.connection();
    assert!(
        connection
            .execute("UPDATE log SET actor = 'nobody'", [])
            .is_err()
    );
    assert!(connection.execute("DELETE FROM log", []).is_err());
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(verify_log(&bytes[..]).is_err());
    }
}

#[test]
fn a_change_of_any_byte_shows() {
    let fixture = filled(3);
    let whole = export(&fixture.store);
    for position in 0..whole.len() {
        for change in [1, 0x20, 0x80] {
            let mut changed = whole.clone();
            changed[position] ^= change;
            assert!(verify_log(&changed[..]).is_err(), "{position} {change}");
        }
        assert!(verify_log(&whole[..position]).is_err(), "{position}");
    }
}
