//! Letting go.

use super::*;

#[test]
fn contents_go_first_and_messages_later() {
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
    let person = store.person("123456", "0000000001").unwrap();
    for number in 1..=3 {
        let mut letter = Letter::new(number);
        letter.persons = vec![person];
        store.enqueue(&letter.message()).unwrap();
    }
    store
        .log(&NewLogEntry {
            at: time(1),
            actor: "somebody",
            operation: "send",
            message: Some(id(1)),
            persons: &[person],
            outcome: "ok",
        })
        .unwrap();
    store
        .apply_sent(id(1), &sent_news(SentState::Taken, time(10)))
        .unwrap();
    store
        .apply_sent(id(2), &sent_news(SentState::Taken, time(20)))
        .unwrap();

    let cleaned = store.clean_up(time(11), time(10)).unwrap();
    assert_eq!(
        cleaned,
        CleanedUp {
            contents: 1,
            messages: 0
        }
    );
    let record = store.sent(id(1)).unwrap().unwrap();
    assert!(!record.content_kept && record.size == CONTENT.len() as u64);
    let sealed = store.sent_sealed(id(1)).unwrap().unwrap();
    assert_eq!((&*sealed.content, &*sealed.cover), (&b""[..], COVER));
    assert!(store.sent(id(2)).unwrap().unwrap().content_kept);

    let last = store.last_event().unwrap();
    let cleaned = store.clean_up(time(1000), time(1000)).unwrap();
    assert_eq!(
        cleaned,
        CleanedUp {
            contents: 1,
            messages: 2
        }
    );
    let left = store.sent_list(&SentQuery::default()).unwrap();
    assert_eq!(left.len(), 1, "what is not final stays, however old");
    assert!(left[0].content_kept && left[0].id == id(3));
    assert_eq!(store.log_entries(&LogQuery::default()).unwrap().len(), 1);
    store.verify_log().unwrap();
    store.check().unwrap();
    // Numbers of events are never used again.
    store.begin_attempt(id(3), time(30)).unwrap();
    assert_eq!(store.events(last, 0).unwrap()[0].number, last + 1);
}

#[test]
fn space_is_given_back() {
    let Fixture { store, folder } = Fixture::new();
    let size = || folder.path().join(DATABASE_FILE).metadata().unwrap().len();
    for number in 0..450 {
        let mut letter = Letter::new(number);
        letter.content = vec![1; 20_000];
        store.enqueue(&letter.message()).unwrap();
        store
            .apply_sent(letter.id, &sent_news(SentState::Taken, time(1)))
            .unwrap();
    }
    assert_eq!(store.clean_up(time(0), time(0)).unwrap().contents, 0);
    let full = size();
    let cleaned = store.clean_up(time(2), time(0)).unwrap();
    assert_eq!(cleaned.contents, 450);
    assert!(size() < full / 3, "{} of {full}", size());
    let wal = folder.path().join("store.db-wal").metadata().unwrap().len();
    assert_eq!(wal, 0);
    store.check().unwrap();
}
