//! What may be done with a message that is sent, and when.

use jiff::SignedDuration;

use super::*;

#[test]
fn the_same_set_is_kept_once() {
    let (_folder, store) = Fixture::parts();
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
        let (_folder, store) = Fixture::parts();
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
        let (_folder, store) = Fixture::parts();
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
    let (_folder, store) = Fixture::parts();
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
    let (_folder, store) = Fixture::parts();
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
    let (_folder, store) = Fixture::parts();
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
    let (_folder, store) = Fixture::parts();
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
    let (_folder, store) = Fixture::parts();
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
    let (_folder, store) = Fixture::parts();
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
    let (_folder, store) = Fixture::parts();
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
    let (_folder, store) = Fixture::parts();
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

/// Another thread withdrew one between the look at what is due and the first attempt.
#[test]
fn only_what_may_be_sent_begins_an_attempt() {
    let (_folder, store) = Fixture::parts();
    let (goes, withdrawn) = (Letter::new(1), Letter::new(2));
    for letter in [&goes, &withdrawn] {
        store.enqueue(&letter.message()).unwrap();
    }
    store.want_withdrawal(withdrawn.id, time(2)).unwrap();
    let asked = [withdrawn.id, id(9), goes.id];
    assert_eq!(store.begin_attempts(&asked, time(3)).unwrap(), [goes.id]);
    assert_eq!(store.begin_attempts(&asked, time(4)).unwrap(), [goes.id]);
}
