//! An old message, unchanged, sent again. An envelope alone cannot tell: it opens as often as it is put before its receiver.
//! What it says of itself, id and time, stays the same, and by that the second one is noticed: the relay takes an id once
//! (`announces_are_idempotent_and_conflicts_are_refused` in its tests), an office takes a message only under the id that its
//! cover names, and a message that was acknowledged does not come back.

use careplan_blackbox_tests::crafted::{RECEIVER, open_as_service, sealed};
use careplan_blackbox_tests::offices::{SERVICE, SUPPORT};
use careplan_blackbox_tests::samples::plans;
use careplan_blackbox_tests::sandbox::Sandbox;
use careplan_blackbox_tests::steps::{send, sync_error, take};
use careplan_core::envelope::EnvelopeError;
use careplan_core::exchange::ExchangeError;

#[test]
fn an_old_envelope_says_again_what_it_said() {
    let (_, cover, sealed) = sealed();
    for _ in 0..2 {
        let opened = open_as_service(&sealed.content).unwrap();
        assert_eq!(opened.cover.id, cover.id);
        assert_eq!(opened.cover.created_at, cover.created_at);
    }
}

#[test]
fn an_old_message_under_a_new_id_is_refused() {
    let sandbox = Sandbox::start();
    send(&sandbox.office(SUPPORT), &plans(RECEIVER));
    let item = sandbox.listed(SERVICE).remove(0);
    let content = sandbox.content(SERVICE, &item);
    let again = sandbox.send_raw(SUPPORT, &item.cover, &content);

    let service = sandbox.office(SERVICE);
    sync_error(&service);
    assert!(take(&service, item.id).is_ok());
    let error = take(&service, again).unwrap_err();
    assert!(
        matches!(
            error,
            ExchangeError::Envelope(EnvelopeError::BadContent("cover"))
        ),
        "{error:?}"
    );
}
