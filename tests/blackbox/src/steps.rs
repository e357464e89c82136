//! The steps of an exchange, as a host takes them, where all goes well.

use careplan_core::Control;
use careplan_core::exchange::{Delivery, ExchangeError, Letter, Office, Query, SyncReport};
use careplan_core::message::MessageSet;
use careplan_core::store::{ReceivedState, SentState};
use uuid::Uuid;

use crate::samples::{SUBJECT, TEXT};

/// Words of the sender that nobody but the receiver may see.
pub fn letter() -> Letter {
    Letter::new(SUBJECT, TEXT)
}

/// Puts a set into the store, as a new message each time.
#[track_caller]
pub fn put(office: &Office, set: &MessageSet) -> Uuid {
    office.send_again(set, &letter()).unwrap().id
}

/// Puts a set into the store and brings it to the relay.
#[track_caller]
pub fn send(office: &Office, set: &MessageSet) -> Uuid {
    let id = put(office, set);
    sync(office);
    assert_eq!(sent_state(office, id), SentState::Available);
    id
}

/// One pass in which nothing goes wrong.
#[track_caller]
pub fn sync(office: &Office) -> SyncReport {
    let report = office.sync(&Control::default());
    assert!(report.is_clean(), "{report:?}");
    report
}

/// The first error of a pass in which something goes wrong.
#[track_caller]
pub fn sync_error(office: &Office) -> ExchangeError {
    let report = office.sync(&Control::default());
    report.into_result().unwrap_err()
}

/// Where a sent message stands.
#[track_caller]
pub fn sent_state(office: &Office, id: Uuid) -> SentState {
    office.sent_message(id).unwrap().message.state
}

/// Where a received message stands.
#[track_caller]
pub fn received_state(office: &Office, id: Uuid) -> ReceivedState {
    office.received_message(id).unwrap().state
}

/// What came and was not taken yet, in its order.
#[track_caller]
pub fn waiting(office: &Office) -> Vec<Uuid> {
    let query = Query {
        states: vec![ReceivedState::Fetched],
        ..Query::default()
    };
    let received = office.received(&query).unwrap();
    received.iter().map(|message| message.id).collect()
}

/// Takes a message.
pub fn take(office: &Office, id: Uuid) -> Result<Delivery, ExchangeError> {
    office.take(id, &Control::default())
}

/// Takes a message, acknowledges it, and hands the receipt in.
#[track_caller]
pub fn take_and_acknowledge(office: &Office, id: Uuid) -> Delivery {
    let delivery = take(office, id).unwrap();
    office.acknowledge(id).unwrap();
    sync(office);
    assert_eq!(received_state(office, id), ReceivedState::Taken);
    delivery
}
