//! How SQLite finds things: by an index, however many messages there are.

use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};

use super::*;
use crate::store::list::{DUE, NEXT_DUE, statement};

fn plan(store: &Store, sql: &str, values: Vec<Value>) -> String {
    let connection = store.connection();
    let mut explain = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap();
    let count = explain.parameter_count();
    let values = values
        .into_iter()
        .chain(std::iter::repeat(Value::Null))
        .take(count);
    let steps = explain
        .query_map(params_from_iter(values), |row| {
            row.get::<_, String>("detail")
        })
        .unwrap();
    steps.map(Result::unwrap).collect::<Vec<_>>().join("; ")
}

#[track_caller]
fn assert_no_scan(plan: &str) {
    assert!(plan.contains("SEARCH") && !plan.contains("SCAN"), "{plan}");
}

/// As in an office of many years.
fn filled() -> Fixture {
    let fixture = Fixture::new();
    fixture
        .store
        .change(|transaction| {
            transaction.execute(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
                 INSERT INTO messages (direction, id, sender, receiver, partner, stamp, set_kind, month, set_digest, state,
                     due_at, size, sha256, content_kept, place, created_at, final_at)
                 SELECT 'sent', randomblob(16), '5070022016_43', '5070100002_11', 50701 || (10000 + i % 50),
                     '20260826093000', 'use_slip', 202601 + i % 12, i, iif(i > 99990, 'waiting', 'taken'),
                     iif(i > 99990, 0, NULL), 1, 'aa', 1, ?1 + i, ?1 + i, iif(i > 99990, NULL, i) FROM n",
                params![time(0).as_microsecond()],
            )?;
            transaction.execute(
                "INSERT INTO steps (message, state, at) SELECT key, state, created_at FROM messages",
                [],
            )?;
            Ok(())
        })
        .unwrap();
    fixture
}

#[test]
fn work_and_lists_are_found_by_index() {
    let Fixture {
        store,
        folder: _folder,
    } = filled();
    let due = plan(&store, DUE, Vec::new());
    assert_no_scan(&due);
    assert!(due.contains("message_due"), "{due}");
    assert_no_scan(&plan(&store, NEXT_DUE, Vec::new()));
    let all = SentQuery {
        limit: 50,
        ..SentQuery::default()
    };
    let person = store.person("123456", "0000000001").unwrap();
    for (query, sorted) in [
        (all.clone(), false),
        (
            SentQuery {
                order: Order::OldestFirst,
                ..all.clone()
            },
            false,
        ),
        (
            SentQuery {
                partner: Some(partner()),
                ..all.clone()
            },
            false,
        ),
        (
            SentQuery {
                month: "202609".parse().ok(),
                ..all.clone()
            },
            false,
        ),
        (
            SentQuery {
                states: vec![SentState::Taken],
                ..all.clone()
            },
            false,
        ),
        (
            SentQuery {
                states: vec![SentState::Waiting, SentState::Sending],
                ..all.clone()
            },
            false,
        ),
        (
            SentQuery {
                person: Some(person),
                ..all.clone()
            },
            true,
        ),
        (
            SentQuery {
                since: Some(time(0)),
                until: Some(time(1)),
                ..all.clone()
            },
            false,
        ),
    ] {
        let (sql, values) = statement(&query);
        let plan = plan(&store, &sql, values);
        assert_no_scan(&plan);
        let by_time = plan.contains("place>? AND place<?");
        assert_eq!(by_time, query.since.is_some(), "{plan}");
        assert_eq!(plan.contains("TEMP B-TREE"), sorted, "{query:?}: {plan}");
    }
    // And they find what is there.
    assert_eq!(store.due(time(1)).unwrap().len(), 10);
    let newest = store.sent_list(&all).unwrap();
    assert_eq!(newest.len(), 50);
    assert_eq!(newest[0].state, SentState::Waiting);
    assert_eq!(store.counts().unwrap().sent[1], (SentState::Taken, 99_990));
}

#[test]
fn steps_of_a_message_are_found_by_index() {
    let (_folder, store) = Fixture::parts();
    for sql in [
        "SELECT state, at FROM steps WHERE message = ? ORDER BY number",
        "SELECT * FROM messages WHERE direction = ? AND id = ?",
        "SELECT id FROM messages WHERE set_digest = ? AND direction = 'sent' AND receiver = ?",
        "SELECT key FROM messages WHERE final_at < ? AND content_kept = 1 ORDER BY final_at, key LIMIT ?",
        "SELECT key FROM messages WHERE final_at < ? ORDER BY final_at, key LIMIT ?",
        "SELECT state FROM gone WHERE direction = 'received' AND id = ?",
        "SELECT id FROM gone WHERE set_digest = ? AND direction = 'sent' AND receiver = ?",
        "DELETE FROM steps WHERE message = ?",
        "DELETE FROM persons WHERE message = ?",
        "SELECT count(*) FROM messages WHERE direction = ? AND state = ?",
        "SELECT min(place) FROM messages WHERE direction = 'sent' AND state IN ('waiting', 'sending')",
    ] {
        assert_no_scan(&plan(&store, sql, Vec::new()));
    }
}
