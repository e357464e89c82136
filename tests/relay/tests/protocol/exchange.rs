//! Messages from announce to their end.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use careplan_core::relay::wire::{
    Announce, Page, ProblemCode, Received, RejectionReason, Sent, State,
};
use uuid::Uuid;

use crate::common::{CONTENT, Office, RECEIPT, Sandbox, assert_problem, value};

crate::everywhere!(
    a_message_goes_all_the_way,
    a_small_message_goes_in_one_request,
    announces_are_idempotent_and_conflicts_are_refused,
    malformed_announces_are_refused,
    the_messages_of_others_do_not_exist,
    a_sender_can_withdraw_until_it_is_taken,
    a_receipt_after_a_withdrawal_is_kept_and_reaches_the_sender,
    a_receiver_can_refuse_with_a_reason,
);

fn a_message_goes_all_the_way(sandbox: Sandbox) {
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let id = sender.send(&sandbox.announce_of(1, CONTENT), CONTENT);

    let page = receiver.received();
    assert_eq!((page.items.len(), page.more), (1, false));
    let item = &page.items[0];
    assert_eq!(
        (item.id, item.sender, item.state, item.is_final),
        (id, sandbox.offices[0].number, State::Available, false)
    );
    assert_eq!(STANDARD.decode(&item.cover).unwrap(), b"sealed cover");
    assert_eq!(states(&item.history), [State::Available]);
    assert_eq!(receiver.content(id).bytes().unwrap(), CONTENT);

    let taken: Received = value(receiver.take(id), 200);
    assert_eq!((taken.state, taken.is_final), (State::Taken, true));
    assert!(taken.cursor > item.cursor);
    // A receiver that lost the answer signs again: the first receipt stays.
    let path = format!("/v1/received/{id}/receipt");
    let again: Received = value(receiver.put(&path, b"\x30\x00".to_vec()), 200);
    assert_eq!(again, taken);
    // As long as it is kept, it can be fetched again.
    assert_eq!(receiver.content(id).bytes().unwrap(), CONTENT);

    let sent = sender.sent(id);
    let all = [
        State::Announced,
        State::Uploading,
        State::Available,
        State::Taken,
    ];
    assert_eq!(states(&sent.history), all);
    assert_eq!(sent.history[2..], taken.history);
    assert_eq!(sent.receipt, Some(STANDARD.encode(RECEIPT)));
    let list: Page<Sent> = value(sender.get("/v1/sent"), 200);
    assert_eq!(list.items, [sent]);
    // What comes once more changes nothing.
    assert_eq!(
        value::<Sent>(sender.upload(id, CONTENT), 200).state,
        State::Taken
    );
    assert_problem(sender.withdraw(id), ProblemCode::Final);
    assert_problem(receiver.reject(id, "refused"), ProblemCode::Final);
}

fn a_small_message_goes_in_one_request(sandbox: Sandbox) {
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let id = Uuid::now_v7();
    let plain = sandbox.announce_of(1, CONTENT);
    let whole = Announce {
        content: Some(STANDARD.encode(CONTENT)),
        ..plain.clone()
    };
    let damaged = Announce {
        content: Some(STANDARD.encode(&CONTENT[1..])),
        ..plain.clone()
    };
    assert_problem(sender.announce(id, &damaged), ProblemCode::DigestMismatch);
    assert_problem(
        sender.get(&format!("/v1/sent/{id}")),
        ProblemCode::UnknownMessage,
    );
    let sent: Sent = value(sender.announce(id, &whole), 201);
    assert_eq!(states(&sent.history), [State::Announced, State::Available]);
    assert_eq!(value::<Sent>(sender.announce(id, &whole), 200), sent);
    assert_eq!(value::<Sent>(sender.announce(id, &plain), 200), sent);
    assert_eq!(receiver.content(id).bytes().unwrap(), CONTENT);

    // A plain announce can be completed so, too, whatever parts are there.
    let id = Uuid::now_v7();
    value::<Sent>(sender.announce(id, &plain), 201);
    value::<Sent>(sender.put_part(id, 0, &vec![7; CONTENT.len()]), 200);
    let sent: Sent = value(sender.announce(id, &whole), 200);
    assert_eq!((sent.state, sent.parts.len()), (State::Available, 0));
    assert_eq!(receiver.content(id).bytes().unwrap(), CONTENT);

    let large = vec![7; 256 * 1024 + 1];
    let too_large = Announce {
        content: Some(STANDARD.encode(&large)),
        ..sandbox.announce_of(1, &large)
    };
    assert_problem(
        sender.announce(Uuid::now_v7(), &too_large),
        ProblemCode::TooLarge,
    );
}

fn announces_are_idempotent_and_conflicts_are_refused(sandbox: Sandbox) {
    let (sender, other) = (sandbox.office(0), sandbox.office(2));
    let id = Uuid::now_v7();
    let announce = sandbox.announce_of(1, CONTENT);
    let first: Sent = value(sender.announce(id, &announce), 201);
    let second: Sent = value(sender.announce(id, &announce), 200);
    assert_eq!(first, second);
    let different = Announce {
        cover: STANDARD.encode(b"another cover"),
        ..announce.clone()
    };
    assert_problem(sender.announce(id, &different), ProblemCode::Conflict);
    assert_problem(
        sender.announce(id, &sandbox.announce_of(2, CONTENT)),
        ProblemCode::Conflict,
    );
    assert_problem(other.announce(id, &announce), ProblemCode::Conflict);
    // Still the same once the content is there.
    let complete: Sent = value(sender.upload(id, CONTENT), 200);
    assert_eq!(value::<Sent>(sender.announce(id, &announce), 200), complete);
}

fn malformed_announces_are_refused(sandbox: Sandbox) {
    let sender = sandbox.office(0);
    let good = sandbox.announce_of(1, CONTENT);
    let refused =
        |announce: Announce, code| assert_problem(sender.announce(Uuid::now_v7(), &announce), code);
    let cover = |bytes: usize| STANDARD.encode(vec![0; bytes]);
    let changed = |change: fn(&mut Announce)| {
        let mut announce = good.clone();
        change(&mut announce);
        announce
    };
    refused(
        changed(|announce| announce.sha256 = announce.sha256.to_uppercase()),
        ProblemCode::BadRequest,
    );
    refused(
        changed(|announce| announce.cover = "?".to_owned()),
        ProblemCode::BadRequest,
    );
    refused(
        changed(|announce| announce.size = 0),
        ProblemCode::BadRequest,
    );
    refused(
        changed(|announce| announce.size = 64 * 1024 * 1024 + 1),
        ProblemCode::TooLarge,
    );
    refused(
        changed(|announce| announce.size = u64::MAX),
        ProblemCode::TooLarge,
    );
    refused(
        changed(|announce| announce.receiver = "0175701069".parse().unwrap()),
        ProblemCode::UnknownOffice,
    );
    let largest = Announce {
        cover: cover(256 * 1024),
        ..good.clone()
    };
    assert_eq!(sender.announce(Uuid::now_v7(), &largest).status(), 201);
    refused(
        Announce {
            cover: cover(256 * 1024 + 1),
            ..good.clone()
        },
        ProblemCode::TooLarge,
    );
    let json = serde_json::to_vec(&good).unwrap();
    let version_4 = sender.put("/v1/sent/f47ac10b-58cc-4372-a567-0e02b2c3d479", json);
    assert_problem(version_4, ProblemCode::BadRequest);
}

/// To strangers a message is as unknown as one that never was.
fn the_messages_of_others_do_not_exist(sandbox: Sandbox) {
    let (sender, receiver, other) = (sandbox.office(0), sandbox.office(1), sandbox.office(2));
    let id = Uuid::now_v7();
    let unknown = Uuid::now_v7();
    value::<Sent>(sender.announce(id, &sandbox.announce_of(1, CONTENT)), 201);
    assert_problem(receiver.content(id), ProblemCode::UnknownMessage);
    assert_problem(receiver.take(id), ProblemCode::UnknownMessage);
    assert_problem(receiver.reject(id, "refused"), ProblemCode::UnknownMessage);
    assert!(receiver.received().items.is_empty());
    value::<Sent>(sender.upload(id, CONTENT), 200);
    let body =
        |response: reqwest::blocking::Response| (response.status(), response.text().unwrap());
    for stranger in [&other, &sender] {
        for act in [
            |office: &Office, id: Uuid| office.get(&format!("/v1/received/{id}")),
            |office: &Office, id: Uuid| office.content(id),
            |office: &Office, id: Uuid| office.take(id),
            |office: &Office, id: Uuid| office.reject(id, "refused"),
        ] {
            assert_eq!(body(act(stranger, id)), body(act(stranger, unknown)));
            assert_problem(act(stranger, id), ProblemCode::UnknownMessage);
        }
        assert!(stranger.received().items.is_empty());
    }
    for stranger in [&other, &receiver] {
        for act in [
            |office: &Office, id: Uuid| office.get(&format!("/v1/sent/{id}")),
            |office: &Office, id: Uuid| office.put_part(id, 0, CONTENT),
            |office: &Office, id: Uuid| office.commit(id),
            |office: &Office, id: Uuid| office.withdraw(id),
        ] {
            assert_eq!(body(act(stranger, id)), body(act(stranger, unknown)));
            assert_problem(act(stranger, id), ProblemCode::UnknownMessage);
        }
    }
    assert_problem(other.get("/v1/sent/nothing"), ProblemCode::UnknownMessage);
    let receipt = format!("/v1/received/{id}/receipt");
    for bad in [b"no DER".to_vec(), Vec::new()] {
        assert_problem(receiver.put(&receipt, bad), ProblemCode::BadRequest);
    }
    assert_problem(
        receiver.put(&receipt, vec![0x30; 65 * 1024]),
        ProblemCode::TooLarge,
    );
}

fn a_sender_can_withdraw_until_it_is_taken(sandbox: Sandbox) {
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let announce = sandbox.announce_of(1, CONTENT);
    let id = sender.send(&announce, CONTENT);
    let withdrawn: Sent = value(sender.withdraw(id), 200);
    assert_eq!(
        (withdrawn.state, withdrawn.is_final),
        (State::Withdrawn, true)
    );
    assert_eq!(value::<Sent>(sender.withdraw(id), 200), withdrawn);
    // Its receiver sees that it was there, and no more.
    let seen = receiver.received_message(id);
    assert_eq!(states(&seen.history), [State::Available, State::Withdrawn]);
    assert_problem(receiver.content(id), ProblemCode::ContentGone);
    assert_problem(receiver.reject(id, "refused"), ProblemCode::Final);
    // What was done before is still answered.
    assert_eq!(value::<Sent>(sender.commit(id), 200), withdrawn);
    assert_eq!(
        value::<Sent>(sender.announce(id, &announce), 200),
        withdrawn
    );

    let id = Uuid::now_v7();
    value::<Sent>(sender.announce(id, &announce), 201);
    value::<Sent>(sender.withdraw(id), 200);
    assert_problem(sender.put_part(id, 0, CONTENT), ProblemCode::Final);
    assert_problem(sender.commit(id), ProblemCode::Final);
    assert_problem(
        receiver.get(&format!("/v1/received/{id}")),
        ProblemCode::UnknownMessage,
    );
}

/// The receiver had the content when it was withdrawn.
fn a_receipt_after_a_withdrawal_is_kept_and_reaches_the_sender(sandbox: Sandbox) {
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let announce = sandbox.announce_of(1, CONTENT);
    let id = sender.send(&announce, CONTENT);
    let other = sender.send(&announce, CONTENT);
    let withdrawn: Sent = value(sender.withdraw(id), 200);
    value::<Received>(receiver.take(other), 200);
    let before = (sender.news(""), receiver.received_message(id));
    let taken: Received = value(receiver.take(id), 200);
    assert_eq!(taken, before.1);
    assert_eq!((taken.state, taken.is_final), (State::Withdrawn, true));

    let sent = sender.sent(id);
    assert_eq!(sent.receipt, Some(STANDARD.encode(RECEIPT)));
    assert_eq!(
        (sent.state, &sent.history),
        (State::Withdrawn, &withdrawn.history)
    );
    let after = sender.news(&format!("sent={}&wait=60", before.0.sent));
    assert_eq!((after.sent, sent.cursor), (before.0.sent + 1, after.sent));
    let page: Page<Sent> = value(
        sender.get(&format!("/v1/sent?after={}", before.0.sent)),
        200,
    );
    assert_eq!(page.items, [sent]);
    assert_eq!(value::<Sent>(sender.withdraw(id), 200), page.items[0]);

    // Signed anew after a lost answer: the first one stays, and nothing moves.
    let again = receiver.put(&format!("/v1/received/{id}/receipt"), b"0\x00".to_vec());
    assert_eq!(value::<Received>(again, 200), taken);
    assert_eq!(sender.sent(id), page.items[0]);
    assert_eq!(sender.news(""), after);
    let none = receiver.put(&format!("/v1/received/{id}/receipt"), b"none".to_vec());
    assert_problem(none, ProblemCode::BadRequest);
    let stranger = sandbox.office(2);
    assert_problem(stranger.take(id), ProblemCode::UnknownMessage);
}

fn a_receiver_can_refuse_with_a_reason(sandbox: Sandbox) {
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let id = sender.send(&sandbox.announce_of(1, CONTENT), CONTENT);
    assert_problem(receiver.reject(id, "bored"), ProblemCode::BadRequest);
    let rejected: Received = value(receiver.reject(id, "cannot_open"), 200);
    assert_eq!((rejected.state, rejected.is_final), (State::Rejected, true));
    assert_eq!(
        value::<Received>(receiver.reject(id, "damaged"), 200),
        rejected
    );
    assert_problem(receiver.take(id), ProblemCode::Final);
    assert_problem(receiver.content(id), ProblemCode::ContentGone);
    let sent = sender.sent(id);
    assert_eq!(sent.rejection, Some(RejectionReason::CannotOpen));
    assert_problem(sender.withdraw(id), ProblemCode::Final);
}

fn states(history: &[careplan_core::relay::wire::Change]) -> Vec<State> {
    assert!(history.is_sorted_by_key(|change| change.at));
    history.iter().map(|change| change.state).collect()
}
