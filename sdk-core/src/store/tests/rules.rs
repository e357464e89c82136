//! What may be done when.

use jiff::SignedDuration;

use super::*;

fn state(store: &Store, id: Uuid) -> SentState {
    store.sent(id).unwrap().unwrap().state
}

#[test]
fn the_same_set_is_kept_once() {
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
    let first = Letter::new(1);
    let mut second = Letter::new(2);
    second.set_digest.clone_from(&first.set_digest);
    assert_eq!(store.enqueue(&first.message()), Ok(Enqueued::New));
    assert_eq!(
        store.enqueue(&second.message()),
        Ok(Enqueued::Known(first.id))
    );
    assert_eq!(store.sent(second.id), Ok(None));
    // To another receiver, or with another stamp, it is another message.
    let mut elsewhere = second.message();
    elsewhere.receiver.kind = "15".parse().unwrap();
    elsewhere.id = id(3);
    assert_eq!(store.enqueue(&elsewhere), Ok(Enqueued::New));
    let mut later = second.message();
    later.stamp = "20260826093001".parse().unwrap();
    later.id = id(4);
    assert_eq!(store.enqueue(&later), Ok(Enqueued::New));
    let mut again = second.message();
    again.again = true;
    assert_eq!(store.enqueue(&again), Ok(Enqueued::New));
    // Now the latest one is the one that is known.
    let mut third = second.message();
    third.id = id(5);
    assert_eq!(store.enqueue(&third), Ok(Enqueued::Known(second.id)));
}

#[test]
fn a_set_that_came_to_nothing_is_sent_anew() {
    for end in [
        SentState::Failed,
        SentState::Withdrawn,
        SentState::Expired,
        SentState::Rejected,
    ] {
        let Fixture {
            store,
            folder: _folder,
        } = Fixture::new();
        let letter = Letter::new(1);
        store.enqueue(&letter.message()).unwrap();
        store
            .apply_sent(letter.id, &sent_news(end, time(5)))
            .unwrap();
        let mut second = letter.message();
        second.id = id(2);
        assert_eq!(store.enqueue(&second), Ok(Enqueued::New), "{end:?}");
    }
    for end in [
        SentState::Available,
        SentState::Taken,
        SentState::HandedOver,
    ] {
        let Fixture {
            store,
            folder: _folder,
        } = Fixture::new();
        let letter = Letter::new(1);
        store.enqueue(&letter.message()).unwrap();
        store
            .apply_sent(letter.id, &sent_news(end, time(5)))
            .unwrap();
        let mut second = letter.message();
        second.id = id(2);
        assert_eq!(
            store.enqueue(&second),
            Ok(Enqueued::Known(letter.id)),
            "{end:?}"
        );
    }
}

/// Else a set that is sent again while its withdrawal waits for the network would be withdrawn with it.
#[test]
fn a_set_that_is_about_to_be_withdrawn_is_sent_anew() {
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
    let letter = Letter::new(1);
    store.enqueue(&letter.message()).unwrap();
    store.begin_attempt(letter.id, time(2)).unwrap();
    store.want_withdrawal(letter.id, time(3)).unwrap();
    let mut second = letter.message();
    second.id = id(2);
    assert_eq!(store.enqueue(&second), Ok(Enqueued::New));
}

#[test]
fn an_id_is_one_message() {
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
    let letter = Letter::new(1);
    store.enqueue(&letter.message()).unwrap();
    assert_eq!(
        store.enqueue(&letter.message()),
        Ok(Enqueued::Known(letter.id))
    );
    let mut other = letter.message();
    other.set_digest = "another set";
    assert_eq!(store.enqueue(&other), Err(StoreError::WrongState));
    // An office may send to itself: the same id stands in both lists.
    let to_itself = received_news(letter.id, ReceivedState::Offered, time(9));
    assert_eq!(store.apply_received(&to_itself), Ok(true));
    assert_eq!(state(&store, letter.id), SentState::Waiting);
}

#[test]
fn a_message_begins_waiting_or_handed_over() {
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
    for begin in SentState::ALL {
        let letter = Letter::new(begin as u128);
        let mut message = letter.message();
        message.state = begin;
        let expected = match begin {
            SentState::Waiting | SentState::HandedOver => Ok(Enqueued::New),
            _ => Err(StoreError::WrongState),
        };
        assert_eq!(store.enqueue(&message), expected, "{begin:?}");
    }
    assert_eq!(store.due(time(100)).unwrap().len(), 1);
}

#[test]
fn a_draft_never_leaves() {
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
    let letter = Letter::new(1);
    let mut draft = letter.message();
    draft.sealed = letter.sealed(SealedFor::Draft);
    store.enqueue(&draft).unwrap();
    assert_eq!(
        store.begin_attempt(letter.id, time(2)),
        Err(StoreError::WrongState)
    );
    // It is worked on all the same, so that its receiver's certificate is looked for.
    assert_eq!(store.due(time(2)).unwrap()[0].sealed_for, SealedFor::Draft);
    store
        .postpone(letter.id, "no_certificate", time(9))
        .unwrap();
    let sealed = NewSealed {
        content: b"for the receiver",
        content_sha256: "bb",
        cover: b"cover 2",
        sealed_for: SealedFor::Receiver,
    };
    store.reseal(letter.id, &sealed).unwrap();
    assert_eq!(
        store.reseal(letter.id, &sealed),
        Err(StoreError::WrongState)
    );
    let record = store.sent(letter.id).unwrap().unwrap();
    assert_eq!(
        (record.sealed_for, record.size, &*record.sha256),
        (SealedFor::Receiver, 16, "bb")
    );
    let kept = store.sent_sealed(letter.id).unwrap().unwrap();
    assert_eq!(
        (&*kept.content, &*kept.cover),
        (&b"for the receiver"[..], &b"cover 2"[..])
    );
    store.begin_attempt(letter.id, time(10)).unwrap();
}

#[test]
fn what_has_not_left_is_withdrawn_at_once() {
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
    let letter = Letter::new(1);
    store.enqueue(&letter.message()).unwrap();
    let record = store.want_withdrawal(letter.id, time(2)).unwrap();
    assert_eq!(
        (record.state, record.withdrawing),
        (SentState::Withdrawn, false)
    );
    assert_eq!(store.want_withdrawal(letter.id, time(3)).unwrap(), record);
    assert_eq!(store.due(time(9)).unwrap(), []);
}

#[test]
fn what_has_left_is_withdrawn_when_the_relay_agrees() {
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
    let letter = Letter::new(1);
    store.enqueue(&letter.message()).unwrap();
    store.begin_attempt(letter.id, time(2)).unwrap();
    store.postpone(letter.id, "unreachable", time(99)).unwrap();
    let record = store.want_withdrawal(letter.id, time(3)).unwrap();
    assert_eq!(
        (record.state, record.withdrawing),
        (SentState::Sending, true)
    );
    assert_eq!(store.due(time(3)).unwrap().len(), 1);
    // It turns out to be complete there: still to be withdrawn.
    store
        .apply_sent(letter.id, &sent_news(SentState::Available, time(4)))
        .unwrap();
    let due = store.due(time(4)).unwrap();
    assert!(due[0].withdrawing && due[0].state == SentState::Available);
    store.postpone(letter.id, "unreachable", time(50)).unwrap();
    store.want_withdrawal(letter.id, time(5)).unwrap();
    assert_eq!(
        store.due(time(5)).unwrap(),
        [],
        "wanting it again does not hurry"
    );
    // Too late: it was taken.
    store
        .apply_sent(letter.id, &sent_news(SentState::Taken, time(51)))
        .unwrap();
    let record = store.sent(letter.id).unwrap().unwrap();
    assert_eq!(
        (record.state, record.withdrawing),
        (SentState::Taken, false)
    );
    assert_eq!(
        store.want_withdrawal(letter.id, time(60)),
        Err(StoreError::WrongState)
    );
    assert_eq!(store.due(time(99)).unwrap(), []);
}

#[test]
fn an_end_is_an_end_but_a_receipt_is_kept() {
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
    let letter = Letter::new(1);
    store.enqueue(&letter.message()).unwrap();
    store.fail(letter.id, "no_such_office", time(2)).unwrap();
    store.fail(letter.id, "other", time(3)).unwrap();
    let news = SentNews {
        receipt: Some(b"first"),
        ..sent_news(SentState::Taken, time(4))
    };
    assert!(store.apply_sent(letter.id, &news).unwrap());
    let again = SentNews {
        receipt: Some(b"second"),
        ..news
    };
    assert!(!store.apply_sent(letter.id, &again).unwrap());
    let record = store.sent(letter.id).unwrap().unwrap();
    assert_eq!(record.state, SentState::Failed);
    assert_eq!(record.reason.as_deref(), Some("no_such_office"));
    assert_eq!(record.receipt.as_deref(), Some(&b"first"[..]));
    assert_eq!(
        store.postpone(letter.id, "code", time(9)),
        Err(StoreError::WrongState)
    );
    assert_eq!(
        store.begin_attempt(letter.id, time(9)),
        Err(StoreError::WrongState)
    );
}

#[test]
fn a_pause_that_a_wrong_clock_made_ends() {
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
    let letter = Letter::new(1);
    store.enqueue(&letter.message()).unwrap();
    let far = time(0) + SignedDuration::from_hours(24 * 365 * 20);
    store.postpone(letter.id, "unreachable", far).unwrap();
    assert_eq!(store.due(time(0)).unwrap().len(), 1);
    store
        .postpone(letter.id, "unreachable", time(3600))
        .unwrap();
    assert_eq!(store.due(time(0)).unwrap(), []);
}

#[test]
fn what_is_refused_is_refused_for_its_reason() {
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
    store
        .apply_received(&received_news(id(1), ReceivedState::Offered, time(1)))
        .unwrap();
    store.want_rejection(id(1), "not_trusted", time(2)).unwrap();
    store.want_rejection(id(1), "damaged", time(3)).unwrap();
    assert_eq!(
        store.keep_content(id(1), CONTENT, time(3)),
        Err(StoreError::WrongState)
    );
    store
        .postpone_received(id(1), "unreachable", time(5))
        .unwrap();
    let due = store.received_due(time(5)).unwrap();
    assert_eq!(
        (due[0].reason.as_deref(), due[0].attempts),
        (Some("not_trusted"), 1)
    );
    assert!(
        store
            .apply_received(&received_news(id(1), ReceivedState::Rejected, time(6)))
            .unwrap()
    );
    let record = store.received(id(1)).unwrap().unwrap();
    assert_eq!(record.reason.as_deref(), Some("not_trusted"));
    assert!(record.state.is_final());
}

#[test]
fn what_the_sender_withdrew_is_not_handed_over() {
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
    store
        .apply_received(&received_news(id(1), ReceivedState::Offered, time(1)))
        .unwrap();
    store.keep_content(id(1), CONTENT, time(2)).unwrap();
    store
        .apply_received(&received_news(id(1), ReceivedState::Withdrawn, time(3)))
        .unwrap();
    assert_eq!(
        store.note_handed(id(1), &handed(&[]), time(4)),
        Err(StoreError::WrongState)
    );
    assert_eq!(
        store.keep_receipt(id(1), b"receipt", time(4)),
        Err(StoreError::WrongState)
    );
    assert!(
        !store
            .apply_received(&received_news(id(1), ReceivedState::Offered, time(5)))
            .unwrap()
    );
}

#[test]
fn the_relay_cannot_say_what_only_the_receiver_knows() {
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
    store
        .apply_received(&received_news(id(1), ReceivedState::Offered, time(1)))
        .unwrap();
    for own in ReceivedState::ALL
        .into_iter()
        .filter(|state| !state.is_final())
    {
        assert!(
            !store
                .apply_received(&received_news(id(1), own, time(2)))
                .unwrap()
        );
    }
    assert!(
        !store
            .apply_received(&received_news(id(2), ReceivedState::Handed, time(2)))
            .unwrap()
    );
    assert_eq!(store.received(id(2)), Ok(None));
}

#[test]
fn a_page_is_noted_with_its_cursor() {
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
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
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
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
fn received_messages_come_in_the_order_of_their_stamps() {
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
    for (number, stamp) in [
        (1, "20260826093005"),
        (2, "20260826093001"),
        (3, "20260826093003"),
    ] {
        let mut item = received_news(id(number), ReceivedState::Offered, time(1));
        item.stamp = stamp.parse().unwrap();
        store.apply_received(&item).unwrap();
    }
    let list = store.received_list(&ReceivedQuery::default()).unwrap();
    assert_eq!(
        list.iter().map(|record| record.id).collect::<Vec<_>>(),
        [id(2), id(3), id(1)]
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
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
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
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
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
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
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
fn other_files_under_the_same_stamp_are_told_apart_by_nobody() {
    let Fixture { store, .. } = Fixture::new();
    let first = Letter::new(1);
    store.enqueue(&first.message()).unwrap();
    let other = Letter::new(2);
    let mut changed = other.message();
    changed.stamp = first.message().stamp;
    let told = store.enqueue(&changed).unwrap();
    assert_eq!(told, Enqueued::StampUsed(first.id));
    assert_eq!(store.sent(other.id).unwrap(), None);
    changed.month = Some("202610".parse().unwrap());
    assert_eq!(store.enqueue(&changed).unwrap(), Enqueued::New);
}

/// A store that was put back to a backup had only a draft of what the relay has.
#[test]
fn what_the_relay_has_is_adopted_until_it_is_known_there() {
    let Fixture { store, .. } = Fixture::new();
    let letter = Letter::new(1);
    let mut message = letter.message();
    message.sealed.sealed_for = SealedFor::Draft;
    store.enqueue(&message).unwrap();
    store.adopt(letter.id, 99, "other").unwrap();
    let record = store.sent(letter.id).unwrap().unwrap();
    assert_eq!((record.size, &*record.sha256), (99, "other"));
    assert_eq!(record.sealed_for, SealedFor::Receiver);
    assert!(!record.content_kept);
    let news = sent_news(SentState::Available, time(5));
    store.apply_sent(letter.id, &news).unwrap();
    assert_eq!(
        store.adopt(letter.id, 1, "another"),
        Err(StoreError::WrongState)
    );
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

/// The relay's list says withdrawn; what it answers to the receipt counts.
#[test]
fn an_acknowledged_message_ends_with_the_answer_to_its_receipt() {
    let Fixture { store, .. } = Fixture::new();
    let number = id(7);
    store
        .apply_received(&received_news(number, ReceivedState::Offered, time(1)))
        .unwrap();
    store.keep_content(number, CONTENT, time(2)).unwrap();
    store.note_handed(number, &handed(&[]), time(3)).unwrap();
    store.keep_receipt(number, b"receipt", time(4)).unwrap();
    let withdrawn = received_news(number, ReceivedState::Withdrawn, time(5));
    assert!(!store.apply_received(&withdrawn).unwrap());
    assert_eq!(store.received_due(time(9)).unwrap().len(), 1);
    store
        .end_received(number, ReceivedState::Withdrawn, "late", time(5))
        .unwrap();
    let record = store.received(number).unwrap().unwrap();
    assert_eq!(record.state, ReceivedState::Withdrawn);
    assert_eq!(record.reason.as_deref(), Some("late"));
}

/// Another thread withdrew one between the look at what is due and the first attempt.
#[test]
fn only_what_may_be_sent_begins_an_attempt() {
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
    let (goes, withdrawn) = (Letter::new(1), Letter::new(2));
    for letter in [&goes, &withdrawn] {
        store.enqueue(&letter.message()).unwrap();
    }
    store.want_withdrawal(withdrawn.id, time(2)).unwrap();
    let asked = [withdrawn.id, id(9), goes.id];
    assert_eq!(store.begin_attempts(&asked, time(3)).unwrap(), [goes.id]);
    assert_eq!(store.begin_attempts(&asked, time(4)).unwrap(), [goes.id]);
}

/// What the relay told may be behind; what this office did, and what a host was told by number, never is.
#[test]
fn what_the_relay_would_tell_again_is_on_the_disk_with_the_next_step() {
    let Fixture {
        store,
        folder: _folder,
    } = Fixture::new();
    let is_behind = || store.connection().is_behind();
    let offered = |number, at| received_news(id(number), ReceivedState::Offered, time(at));
    assert!(!is_behind());
    store.apply_received_page(&[offered(1, 1)], &[], 1).unwrap();
    store.keep_content(id(1), CONTENT, time(2)).unwrap();
    assert!(is_behind());
    // Nothing is changed by that, so nothing is written.
    store.settle_received(id(1)).unwrap();
    assert!(is_behind());
    store.note_handed(id(1), &handed(&[]), time(3)).unwrap();
    assert!(!is_behind());
    store.keep_receipt(id(1), b"receipt", time(4)).unwrap();
    store.receipt_delivered(id(1), time(5)).unwrap();
    assert!(is_behind());
    assert_eq!(store.events(0, 0).unwrap().len(), 5);
    assert!(!is_behind());
    assert_eq!(store.enqueue(&Letter::new(2).message()), Ok(Enqueued::New));
    assert!(!is_behind());
}
