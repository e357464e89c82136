//! The way of a message.

use super::*;

#[test]
fn a_sent_message_goes_its_way() {
    let Fixture { store, folder } = Fixture::new();
    let letter = Letter::new(1);
    assert_eq!(store.enqueue(&letter.message()).unwrap(), Enqueued::New);
    let due = store.due(time(1)).unwrap();
    assert_eq!(due.len(), 1);
    assert_eq!(due[0].state, SentState::Waiting);
    assert_eq!(due[0].receiver, letter.message().receiver);
    let sealed = store.sent_sealed(letter.id).unwrap().unwrap();
    assert_eq!((&*sealed.content, &*sealed.cover), (CONTENT, COVER));

    store.begin_attempt(letter.id, time(2)).unwrap();
    store.postpone(letter.id, "unreachable", time(60)).unwrap();
    assert_eq!(store.due(time(59)).unwrap(), []);
    assert_eq!(store.next_due(time(59)).unwrap(), Some(time(60)));
    let due = store.due(time(60)).unwrap();
    assert_eq!(
        (due[0].attempts, due[0].reason.as_deref()),
        (1, Some("unreachable"))
    );

    let history = [
        Step {
            state: SentState::Sending,
            at: time(61),
        },
        Step {
            state: SentState::Available,
            at: time(62),
        },
    ];
    let news = SentNews {
        history: &history,
        ..sent_news(SentState::Available, time(70))
    };
    assert!(store.apply_sent(letter.id, &news).unwrap());
    assert!(!store.apply_sent(letter.id, &news).unwrap());
    assert_eq!(store.due(time(1000)).unwrap(), []);
    assert_eq!(store.next_due(time(0)).unwrap(), None);

    let taken = SentNews {
        receipt: Some(b"receipt"),
        ..sent_news(SentState::Taken, time(80))
    };
    assert!(store.apply_sent(letter.id, &taken).unwrap());
    drop(store);
    let store = open(folder.path()).unwrap();
    let record = store.sent(letter.id).unwrap().unwrap();
    assert_eq!(
        record.history,
        [
            Step {
                state: SentState::Waiting,
                at: time(1)
            },
            Step {
                state: SentState::Sending,
                at: time(2)
            },
            Step {
                state: SentState::Available,
                at: time(62)
            },
            Step {
                state: SentState::Taken,
                at: time(80)
            },
        ]
    );
    assert_eq!(record.receipt.as_deref(), Some(&b"receipt"[..]));
    assert_eq!(store.events(0, 0).unwrap().len(), 4);
    assert_eq!(store.sent_list(&SentQuery::default()).unwrap(), [record]);
}

/// The relay was set back: each message is looked for until it is found, whatever fails and dies in between.
#[test]
fn what_a_relay_may_have_lost_is_due_until_it_is_found() {
    let Fixture { store, folder } = Fixture::new();
    let letters = [1, 2].map(Letter::new);
    for letter in &letters {
        store.enqueue(&letter.message()).unwrap();
        let news = sent_news(SentState::Available, time(5));
        store.apply_sent(letter.id, &news).unwrap();
    }
    store.set_cursor(List::Sent, 7).unwrap();
    store.set_cursor(List::Received, 8).unwrap();
    store.begin_lists_anew(true, Some(("relay", "2"))).unwrap();
    assert_eq!(store.note("relay").unwrap().as_deref(), Some("2"));
    assert_eq!(store.cursor(List::Received).unwrap(), 0);
    assert_eq!(store.cursor(List::Sent).unwrap(), 0);
    store.settle_sent(letters[0].id).unwrap();
    store
        .postpone(letters[1].id, "unreachable", time(60))
        .unwrap();
    drop(store);
    let store = open(folder.path()).unwrap();
    let ids = |now| {
        let due = store.due(time(now)).unwrap();
        due.iter().map(|record| record.id).collect::<Vec<_>>()
    };
    assert_eq!((ids(59), ids(60)), (vec![], vec![letters[1].id]));
    store.settle_sent(letters[1].id).unwrap();
    assert!(ids(60).is_empty());
    assert_eq!(
        store.postpone(letters[1].id, "unreachable", time(70)),
        Err(StoreError::WrongState)
    );
}

#[test]
fn a_received_message_goes_its_way() {
    let (_folder, store) = Fixture::parts();
    let person = store.person("123456", "0000000001").unwrap();
    let offered = received_news(id(1), ReceivedState::Offered, time(1));
    assert!(store.apply_received(&offered).unwrap());
    assert!(!store.apply_received(&offered).unwrap());
    assert_eq!(store.received_due(time(1)).unwrap().len(), 1);
    assert_eq!(store.received_cover(id(1)).unwrap().as_deref(), Some(COVER));

    let mut part = store.partial(id(1)).unwrap();
    part.append(&CONTENT[..4]).unwrap();
    drop(part);
    let mut part = store.partial(id(1)).unwrap();
    part.append(&CONTENT[4..]).unwrap();
    assert_eq!(part.digest().unwrap(), sha256_hex(CONTENT));
    let content = part.read().unwrap();
    assert_eq!(content, CONTENT);
    drop(part);
    store.keep_content(id(1), &content, time(2)).unwrap();
    assert!(store.partial(id(1)).unwrap().is_empty().unwrap());
    assert_eq!(store.received_due(time(9)).unwrap(), []);
    assert_eq!(store.received_content(id(1)).unwrap().unwrap(), CONTENT);

    assert_eq!(
        store.keep_receipt(id(1), b"receipt", time(3)),
        Err(StoreError::WrongState)
    );
    store
        .note_handed(id(1), &handed(&[person]), time(3))
        .unwrap();
    store.keep_receipt(id(1), b"receipt", time(4)).unwrap();
    store.keep_receipt(id(1), b"another", time(5)).unwrap();
    assert_eq!(
        store.want_rejection(id(1), "refused", time(5)),
        Err(StoreError::WrongState)
    );
    let due = store.received_due(time(5)).unwrap();
    assert_eq!(due[0].receipt.as_deref(), Some(&b"receipt"[..]));
    store.receipt_delivered(id(1), time(6)).unwrap();
    let record = store.received(id(1)).unwrap().unwrap();
    assert_eq!(
        states(&record.history),
        [
            ReceivedState::Offered,
            ReceivedState::Fetched,
            ReceivedState::Handed,
            ReceivedState::Acknowledged,
            ReceivedState::Taken,
        ]
    );
    let query = ReceivedQuery {
        person: Some(person),
        ..ReceivedQuery::default()
    };
    assert_eq!(store.received_list(&query).unwrap(), [record]);
}
