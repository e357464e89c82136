//! What may be done with a message that is received, and when.

use super::*;

#[test]
fn what_is_refused_is_refused_for_its_reason() {
    let (_folder, store) = Fixture::parts();
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
    let (_folder, store) = Fixture::parts();
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
    let (_folder, store) = Fixture::parts();
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
fn received_messages_come_in_the_order_of_their_stamps() {
    let (_folder, store) = Fixture::parts();
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
