//! What holds for both sides.

use super::*;

#[test]
fn a_page_is_noted_with_its_cursor() {
    let (_folder, store) = Fixture::parts();
    let letter = Letter::new(1);
    store.enqueue(&letter.message()).unwrap();
    let news = sent_news(SentState::Available, time(2));
    let page = [(letter.id, news), (id(99), news), (letter.id, news)];
    assert_eq!(store.apply_sent_page(&page, &[], 17).unwrap(), [letter.id]);
    assert_eq!(store.cursor(List::Sent), Ok(17));
    assert_eq!(store.cursor(List::Received), Ok(0));
    let page = [received_news(id(5), ReceivedState::Offered, time(1)); 2];
    assert_eq!(store.apply_received_page(&page, &[], 3).unwrap(), [id(5)]);
    assert_eq!(store.cursor(List::Received), Ok(3));
    store.set_cursor(List::Received, 1).unwrap();
    assert_eq!(store.cursor(List::Received), Ok(1));
}

#[test]
fn lists_show_what_fits() {
    let (_folder, store) = Fixture::parts();
    let person = store.person("123456", "0000000001").unwrap();
    for number in 1..=6 {
        let mut letter = Letter::new(number);
        if number % 2 == 0 {
            letter.persons = vec![person, person];
        }
        if number == 4 {
            letter.month = Some("202610".parse().unwrap());
        }
        store.enqueue(&letter.message()).unwrap();
        if number > 3 {
            store.begin_attempt(letter.id, time(20)).unwrap();
        }
    }
    let found = |query: SentQuery| -> Vec<u128> {
        let list = store.sent_list(&query).unwrap();
        list.iter()
            .map(|record| record.id.as_u128() & 0xff)
            .collect()
    };
    let all = SentQuery::default;
    assert_eq!(found(all()), [6, 5, 4, 3, 2, 1]);
    assert_eq!(
        found(SentQuery {
            order: Order::OldestFirst,
            limit: 2,
            offset: 1,
            ..all()
        }),
        [2, 3]
    );
    assert_eq!(
        found(SentQuery {
            person: Some(person),
            ..all()
        }),
        [6, 4, 2]
    );
    assert_eq!(
        found(SentQuery {
            person: Some(person),
            month: "202609".parse().ok(),
            ..all()
        }),
        [6, 2]
    );
    assert_eq!(
        found(SentQuery {
            states: vec![SentState::Waiting],
            ..all()
        }),
        [3, 2, 1]
    );
    assert_eq!(
        found(SentQuery {
            states: vec![SentState::Sending, SentState::Taken],
            ..all()
        }),
        [6, 5, 4]
    );
    assert_eq!(
        found(SentQuery {
            since: Some(time(2)),
            until: Some(time(4)),
            ..all()
        }),
        [3, 2]
    );
    assert_eq!(
        found(SentQuery {
            partner: Some(partner()),
            limit: 1,
            ..all()
        }),
        [6]
    );
    assert_eq!(
        found(SentQuery {
            partner: Some(office()),
            ..all()
        }),
        []
    );
    assert_eq!(
        found(SentQuery {
            set: Some(SetKind::Actuals),
            ..all()
        }),
        []
    );
    assert_eq!(store.sent_persons(id(2)).unwrap(), [person]);
    let counts = store.counts().unwrap();
    assert_eq!(
        counts.sent,
        [(SentState::Waiting, 3), (SentState::Sending, 3)]
    );
    assert_eq!(
        (counts.received, counts.oldest_waiting),
        (vec![], Some(time(1)))
    );
}

#[test]
fn notes_and_directory_entries_are_kept() {
    let fixture = Fixture::new();
    fixture.store.set_note("office", "mine").unwrap();
    fixture
        .store
        .keep_directory(partner(), "{}", time(3))
        .unwrap();
    fixture
        .store
        .keep_directory(partner(), "{\"a\":1}", time(4))
        .unwrap();
    let Fixture {
        store,
        folder: _folder,
    } = fixture.reopen();
    assert_eq!(store.note("office").unwrap().as_deref(), Some("mine"));
    assert_eq!(store.note("other"), Ok(None));
    assert_eq!(
        store.directory(partner()),
        Ok(Some(("{\"a\":1}".to_owned(), time(4))))
    );
    assert_eq!(store.directory(office()), Ok(None));
}

#[test]
fn what_is_not_there_is_unknown() {
    let (_folder, store) = Fixture::parts();
    let unknown = StoreError::UnknownMessage;
    assert_eq!(store.begin_attempt(id(1), time(1)), Err(unknown));
    assert_eq!(
        store.apply_sent(id(1), &sent_news(SentState::Taken, time(1))),
        Err(unknown)
    );
    assert_eq!(store.want_withdrawal(id(1), time(1)), Err(unknown));
    assert_eq!(store.keep_content(id(1), CONTENT, time(1)), Err(unknown));
    assert_eq!(store.keep_receipt(id(1), CONTENT, time(1)), Err(unknown));
    assert_eq!(store.sent_sealed(id(1)), Ok(None));
    assert_eq!(store.received_cover(id(1)), Ok(None));
}

#[test]
fn debug_shows_no_content() {
    let (_folder, store) = Fixture::parts();
    let letter = Letter::new(1);
    store.enqueue(&letter.message()).unwrap();
    let news = SentNews {
        receipt: Some(b"secret"),
        ..sent_news(SentState::Taken, time(2))
    };
    store.apply_sent(letter.id, &news).unwrap();
    let shown = format!(
        "{:?} {:?} {:?} {:?} {news:?} {store:?}",
        letter.message(),
        store.sent(letter.id),
        store.sent_sealed(letter.id),
        received_news(id(2), ReceivedState::Offered, time(1)),
    );
    // A list of bytes would hold "115, 101" for "se".
    assert!(!shown.contains("115, 101"), "{shown}");
}

#[test]
fn changes_come_together_or_not_at_all() {
    let (_folder, store) = Fixture::parts();
    let letter = Letter::new(1);
    let entry = NewLogEntry {
        at: time(1),
        actor: "somebody",
        operation: "send",
        message: Some(letter.id),
        persons: &[],
        outcome: "ok",
    };
    let failed: Result<(), StoreError> = store.together(|changes| {
        changes.enqueue(&letter.message())?;
        changes.log(&entry)?;
        changes.keep_receipt(letter.id, b"receipt", time(1))
    });
    assert_eq!(failed, Err(StoreError::UnknownMessage));
    assert_eq!(store.sent(letter.id), Ok(None));
    assert_eq!(store.verify_log().unwrap().entries, 0);
    let kept: Result<Enqueued, StoreError> = store.together(|changes| {
        changes.log(&entry)?;
        changes.enqueue(&letter.message())
    });
    assert_eq!(kept, Ok(Enqueued::New));
    assert_eq!(store.verify_log().unwrap().entries, 1);
    assert_eq!(store.last_event(), Ok(1));
}

#[test]
fn what_ended_and_is_offered_is_ended_again() {
    let Fixture { store, .. } = Fixture::new();
    let letter = Letter::new(1);
    store.enqueue(&letter.message()).unwrap();
    store.want_withdrawal(letter.id, time(2)).unwrap();
    store
        .apply_received(&received_news(id(2), ReceivedState::Taken, time(2)))
        .unwrap();
    store.apply_sent_page(&[], &[letter.id], 5).unwrap();
    store.apply_received_page(&[], &[id(2)], 6).unwrap();
    let due = store.due(time(9)).unwrap();
    assert!(due[0].withdrawing && due[0].state == SentState::Withdrawn);
    store.postpone(letter.id, "unreachable", time(20)).unwrap();
    assert!(store.due(time(9)).unwrap().is_empty());
    assert_eq!(store.sent(letter.id).unwrap().unwrap().reason, None);
    assert_eq!(store.received_due(time(9)).unwrap().len(), 1);
    store.settle_sent(letter.id).unwrap();
    store.settle_received(id(2)).unwrap();
    assert!(store.due(Timestamp::MAX).unwrap().is_empty());
    assert!(store.received_due(Timestamp::MAX).unwrap().is_empty());
}

/// What the relay told may be behind; what a host is told by number never is.
#[test]
fn what_the_relay_would_tell_again_is_on_the_disk_before_a_host_is_given_events() {
    let (_folder, store) = Fixture::parts();
    // What a process before may have left.
    assert!(store.connection().take_behind());
    let offered = |number, at| received_news(id(number), ReceivedState::Offered, time(at));
    for number in 1_u32..4 {
        let begun = i64::from(number);
        store
            .apply_received_page(&[offered(number.into(), begun)], &[], number.into())
            .unwrap();
        store
            .keep_content(id(number.into()), CONTENT, time(begun))
            .unwrap();
        let events = store.events(0, 0).unwrap();
        assert_eq!(events.len(), 2 * number as usize);
        assert!(!store.connection().take_behind());
    }
    // What this office does itself needs no such thing.
    assert_eq!(store.enqueue(&Letter::new(9).message()), Ok(Enqueued::New));
    assert!(!store.connection().take_behind());
}
