//! Letting go.

use super::*;

#[test]
fn contents_go_first_and_messages_later() {
    let (_folder, store) = Fixture::parts();
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
            messages: 0,
            copies: 0
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
            messages: 2,
            copies: 0
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

/// What ended and was let go of does not come in, nor go out, as something new.
#[test]
fn what_was_let_go_of_does_not_begin_anew() {
    let (_folder, store) = Fixture::parts();
    let offered = |cover: &'static [u8]| ReceivedNews {
        cover,
        ..received_news(id(7), ReceivedState::Offered, time(1))
    };
    let found = offered(br#"{"files":[]}"#);
    assert!(store.apply_received(&found).unwrap());
    let refused = received_news(id(7), ReceivedState::Withdrawn, time(2));
    assert!(store.apply_received(&refused).unwrap());
    let letters = [Letter::new(1), Letter::new(2)];
    for (letter, state) in letters.iter().zip([SentState::Taken, SentState::Expired]) {
        store.enqueue(&letter.message()).unwrap();
        store
            .apply_sent(letter.id, &sent_news(state, time(2)))
            .unwrap();
    }
    assert_eq!(store.clean_up(time(0), Timestamp::MAX).unwrap().messages, 3);
    assert_eq!(store.received(id(7)), Ok(None));

    assert_eq!(store.apply_received(&offered(COVER)), Ok(false));
    assert_eq!(
        store.apply_received_page(&[offered(COVER)], &[], 9),
        Ok(vec![])
    );
    assert_eq!(store.received(id(7)), Ok(None));
    assert_eq!(
        store.gone_received(id(7)),
        Ok(Some(ReceivedState::Withdrawn))
    );
    assert_eq!(store.gone_received(id(8)), Ok(None));
    let covers = store.gone_covers().unwrap();
    assert_eq!(covers, [(ReceivedState::Withdrawn, found.cover.to_vec())]);

    let enqueue = |number: usize, again| {
        let letter = &letters[number];
        let message = NewSent {
            id: id(20 + number as u128),
            again,
            ..letter.message()
        };
        store.enqueue(&message).unwrap()
    };
    assert_eq!(enqueue(0, false), Enqueued::Known(id(1)));
    assert_eq!(enqueue(0, true), Enqueued::New);
    assert_eq!(
        enqueue(1, false),
        Enqueued::New,
        "the first has not arrived"
    );
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
