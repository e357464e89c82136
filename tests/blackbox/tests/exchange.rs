//! Offices send each other sets through a real relay.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use careplan_blackbox_tests::explained::assert_explained;
use careplan_blackbox_tests::offices::{SERVICE, SUPPORT, THIRD};
use careplan_blackbox_tests::samples::{
    SUBJECT, TEXT, actuals, contents, files_of, plans, plans_at,
};
use careplan_blackbox_tests::sandbox::Sandbox;
use careplan_blackbox_tests::steps::{
    letter, put, received_state, send, sent_state, sync, sync_error, take, take_and_acknowledge,
    waiting,
};
use careplan_core::Control;
use careplan_core::envelope::{EnvelopeError, Identity, Taken, sign_receipt, verify_evidence};
use careplan_core::exchange::{ExchangeError, Office, Query};
use careplan_core::message::Cover;
use careplan_core::relay::RelayError;
use careplan_core::relay::wire::RejectionReason;
use careplan_core::sha256_hex;
use careplan_core::store::{ReceivedState, SentState, StoreError};
use uuid::Uuid;

const RECEIVER: &str = "5070100002_11";

fn both(sandbox: &Sandbox) -> (Office, Office) {
    (sandbox.office(SUPPORT), sandbox.office(SERVICE))
}

// ---- The way there and back ----

#[test]
fn a_set_arrives_byte_for_byte_and_free_of_errors() {
    let sandbox = Sandbox::start();
    let (support, service) = both(&sandbox);
    let set = plans(RECEIVER);
    let id = send(&support, &set);

    sync(&service);
    let delivery = take(&service, id).unwrap();
    assert_eq!(contents(delivery.documents()), files_of(&set));
    assert!(
        delivery
            .documents()
            .iter()
            .all(|document| !document.findings().has_errors())
    );
    assert_eq!((delivery.id(), delivery.cover().stamp), (id, set.stamp()));
    assert_eq!(delivery.signer().unwrap().office().as_str(), SUPPORT);
}

#[test]
fn the_receiver_sees_the_cover_before_it_takes_anything() {
    let sandbox = Sandbox::start();
    let (support, service) = both(&sandbox);
    let set = plans(RECEIVER);
    let id = send(&support, &set);
    sync(&service);

    let [received] = &service.received(&Query::default()).unwrap()[..] else {
        panic!("one message")
    };
    let cover = received.cover.as_ref().unwrap();
    assert_eq!((received.id, received.state), (id, ReceivedState::Fetched));
    assert_eq!(received.sender.as_str(), SUPPORT);
    assert_eq!(
        (received.stamp, received.set()),
        (set.stamp(), Some(set.kind()))
    );
    assert_eq!((&*cover.subject, &*cover.text), (SUBJECT, TEXT));
    assert_eq!(*cover, support.sent_message(id).unwrap().cover.unwrap());
}

#[test]
fn nobody_but_the_receiver_is_offered_the_message() {
    let sandbox = Sandbox::start();
    let id = send(&sandbox.office(SUPPORT), &plans(RECEIVER));
    for number in [SUPPORT, THIRD] {
        let other = sandbox.office(number);
        sync(&other);
        assert!(other.received(&Query::default()).unwrap().is_empty());
        let refused = take(&other, id).unwrap_err();
        let unknown = ExchangeError::Store(StoreError::UnknownMessage);
        assert_eq!(refused.to_string(), unknown.to_string());
    }
}

#[test]
fn the_same_set_again_is_the_message_that_is_there() {
    let sandbox = Sandbox::start();
    let (support, service) = both(&sandbox);
    let set = plans(RECEIVER);
    let first = support.send(&set, &letter()).unwrap();
    assert!(first.new);
    for _ in 0..2 {
        let again = support.send(&set, &letter()).unwrap();
        assert_eq!((again.id, again.new), (first.id, false));
        sync(&support);
    }
    sync(&service);
    assert_eq!(waiting(&service), [first.id]);
    take_and_acknowledge(&service, first.id);
    sync(&support);
    assert!(!support.send(&set, &letter()).unwrap().new);

    let forced = support.send_again(&set, &letter()).unwrap();
    assert!(forced.new && forced.id != first.id);
    sync(&support);
    sync(&service);
    assert_eq!(waiting(&service), [forced.id]);
}

#[test]
fn sending_from_several_threads_at_once_is_sending_once() {
    let sandbox = Sandbox::start();
    let (support, service) = both(&sandbox);
    let set = plans(RECEIVER);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                support.send(&set, &letter()).unwrap();
                sync(&support);
            });
        }
    });
    assert_eq!(support.sent(&Query::default()).unwrap().len(), 1);
    sync(&service);
    assert_eq!(waiting(&service).len(), 1);
}

#[test]
fn a_message_may_be_taken_again_before_and_after_it_is_acknowledged() {
    let sandbox = Sandbox::start();
    let (support, service) = both(&sandbox);
    let id = send(&support, &plans(RECEIVER));
    // What is not here yet is fetched.
    assert!(take(&service, id).is_err());
    sync(&service);
    let (first, again) = (take(&service, id).unwrap(), take(&service, id).unwrap());
    assert_eq!(contents(first.documents()), contents(again.documents()));
    assert_eq!(received_state(&service, id), ReceivedState::Handed);
    service.acknowledge(id).unwrap();
    assert!(take(&service, id).is_ok());
    sync(&service);
    assert_eq!(received_state(&service, id), ReceivedState::Taken);
    assert_eq!(
        contents(take(&service, id).unwrap().documents()),
        contents(first.documents())
    );
}

#[test]
fn the_sender_sees_who_took_it_and_when_and_can_prove_it() {
    let sandbox = Sandbox::start();
    let (support, service) = both(&sandbox);
    let set = plans(RECEIVER);
    let id = send(&support, &set);
    let detail = support.sent_message(id).unwrap().message;
    assert!(detail.receipt.is_none() && detail.taken().is_none());

    sync(&service);
    take(&service, id).unwrap();
    for _ in 0..2 {
        service.acknowledge(id).unwrap();
        sync(&service);
    }
    assert!(waiting(&service).is_empty());
    assert_eq!(sync(&support).taken, 1);
    assert_eq!(sync(&support).taken, 0);
    let sent = support.sent_message(id).unwrap().message;
    assert_eq!(sent.state, SentState::Taken);
    let (when, by) = sent.taken().unwrap();
    assert_eq!(by.office().as_str(), SERVICE);
    assert!(when >= sent.created_at);
    let states: Vec<_> = sent.history.iter().map(|step| step.state).collect();
    assert_eq!(states[0], SentState::Waiting);
    assert_eq!(
        states[states.len() - 2..],
        [SentState::Available, SentState::Taken]
    );

    let evidence = support.export_evidence(id).unwrap();
    let evidence = verify_evidence::<Cover>(support.trust().unwrap(), &evidence).unwrap();
    assert_eq!((evidence.cover.id, evidence.receipt.message), (id, id));
    assert_eq!(
        contents(support.open_sent(id).unwrap().documents()),
        files_of(&set)
    );
}

#[test]
fn what_was_not_taken_cannot_be_acknowledged() {
    let sandbox = Sandbox::start();
    let (support, service) = both(&sandbox);
    let id = send(&support, &plans(RECEIVER));
    sync(&service);
    let error = service.acknowledge(id).unwrap_err();
    assert!(matches!(error, ExchangeError::NotTaken), "{error:?}");
    assert_explained(&error, "取り込んでいない", "not taken yet");
    assert!(service.acknowledge(Uuid::now_v7()).is_err());
}

#[test]
fn actuals_come_back_the_other_way() {
    let sandbox = Sandbox::start();
    let (support, service) = both(&sandbox);
    let set = actuals(RECEIVER);
    let id = send(&service, &set);
    sync(&support);
    let delivery = take(&support, id).unwrap();
    assert_eq!(contents(delivery.documents()), files_of(&set));
    assert_eq!(delivery.cover().sender.number.as_str(), SERVICE);
}

#[test]
fn sets_arrive_in_the_order_of_their_stamps_whatever_order_they_were_sent_in() {
    let sandbox = Sandbox::start();
    let (support, service) = both(&sandbox);
    for stamp in ["20260826110000", "20260825235959", "20260826093000"] {
        send(&support, &plans_at(RECEIVER, stamp));
    }
    sync(&service);
    let received = service.received(&Query::default()).unwrap();
    let stamps: Vec<_> = received.iter().map(|item| item.stamp.to_string()).collect();
    assert_eq!(
        stamps,
        ["20260825235959", "20260826093000", "20260826110000"]
    );
}

#[test]
fn more_messages_than_one_page_are_all_there() {
    let sandbox = Sandbox::start();
    let (support, service) = both(&sandbox);
    let set = plans(RECEIVER);
    let ids: Vec<_> = (0..205).map(|_| put(&support, &set)).collect();
    assert_eq!(sync(&support).sent, 205);
    let report = sync(&service);
    assert_eq!((report.offered, report.fetched), (205, 205));
    // Of one stamp, the order of sending.
    assert_eq!(waiting(&service), ids);
}

#[test]
fn what_was_sent_survives_restarts_of_everybody() {
    let mut sandbox = Sandbox::start();
    let set = plans(RECEIVER);
    let id = put(&sandbox.office(SUPPORT), &set);
    sync(&sandbox.office(SUPPORT));
    sandbox.abort();
    sandbox.start_server();
    sync(&sandbox.office(SERVICE));
    take(&sandbox.office(SERVICE), id).unwrap();
    sandbox.abort();
    // The receipt is on the disk, though nobody can be told.
    sandbox.office(SERVICE).acknowledge(id).unwrap();
    assert_eq!(
        received_state(&sandbox.office(SERVICE), id),
        ReceivedState::Acknowledged
    );
    sandbox.start_server();
    sync(&sandbox.office(SERVICE));
    sync(&sandbox.office(SUPPORT));
    assert_eq!(sent_state(&sandbox.office(SUPPORT), id), SentState::Taken);
}

#[test]
fn a_login_that_has_run_out_is_renewed_without_anybody_noticing() {
    let mut sandbox = Sandbox::prepare();
    sandbox.set_token_seconds(1);
    sandbox.start_server();
    let (support, service) = both(&sandbox);
    let pause = || thread::sleep(Duration::from_millis(1200));
    let id = send(&support, &plans(RECEIVER));
    pause();
    sync(&service);
    pause();
    take_and_acknowledge(&service, id);
    pause();
    sync(&support);
    assert_eq!(sent_state(&support, id), SentState::Taken);
}

// ---- Without a network ----

#[test]
fn what_is_sent_without_a_network_goes_when_there_is_one() {
    let mut sandbox = Sandbox::prepare();
    let support = sandbox.office(SUPPORT);
    let set = plans(RECEIVER);
    let outcome = support.send(&set, &letter()).unwrap();
    assert!(outcome.new && !support.send(&set, &letter()).unwrap().new);
    let error = sync_error(&support);
    assert!(matches!(
        error,
        ExchangeError::Relay(RelayError::Unreachable(_))
    ));
    assert_eq!(sent_state(&support, outcome.id), SentState::Waiting);
    // It is there to be looked at, also after a restart.
    drop(support);
    let support = sandbox.office(SUPPORT);
    let detail = support.sent_message(outcome.id).unwrap();
    assert_eq!(detail.cover.unwrap().subject, SUBJECT);
    assert_eq!(
        contents(support.open_sent(outcome.id).unwrap().documents()),
        files_of(&set)
    );

    sandbox.start_server();
    assert_eq!(sync(&support).sent, 1);
    let service = sandbox.office(SERVICE);
    sync(&service);
    let delivery = take_and_acknowledge(&service, outcome.id);
    assert_eq!(contents(delivery.documents()), files_of(&set));
    assert_eq!(delivery.cover().subject, SUBJECT);
    sync(&support);
    support.export_evidence(outcome.id).unwrap();
}

#[test]
fn a_receiver_that_is_known_is_sealed_for_at_once() {
    let mut sandbox = Sandbox::start();
    let support = sandbox.office(SUPPORT);
    send(&support, &plans(RECEIVER));
    sandbox.abort();
    let id = put(&support, &plans(RECEIVER));
    assert_eq!(sent_state(&support, id), SentState::Waiting);
    sandbox.start_server();
    sync(&support);
    assert_eq!(sent_state(&support, id), SentState::Available);
}

// ---- What is refused ----

#[test]
fn a_set_of_another_sender_is_refused() {
    let sandbox = Sandbox::prepare();
    let error = sandbox
        .office(SERVICE)
        .send(&plans("5070300115_13"), &letter())
        .unwrap_err();
    assert!(
        matches!(error, ExchangeError::NotSender { .. }),
        "{error:?}"
    );
    assert_explained(&error, SUPPORT, SERVICE);
}

#[test]
fn a_receiver_that_takes_no_part_ends_that_message_and_no_other() {
    let sandbox = Sandbox::start();
    let support = sandbox.office(SUPPORT);
    let bad = put(&support, &plans("5070200109_11"));
    let good = put(&support, &plans(RECEIVER));
    let report = support.sync(&Control::default());
    assert!(report.complete);
    assert_eq!((report.sent, report.ended, report.error_count), (1, 1, 1));
    assert_eq!(report.errors[0].message, Some(bad));
    assert_explained(&report.errors[0].error, "送信先の事業所", "No such office");
    assert_eq!(sent_state(&support, good), SentState::Available);
    let failed = support.sent_message(bad).unwrap().message;
    let reason = failed.reason.unwrap();
    assert_eq!(
        (failed.state, reason.code()),
        (SentState::Failed, "unknown_office")
    );
    assert!(reason.explanation().ja.contains("送信先の事業所"));
    // A set that failed may be sent again.
    assert!(
        support
            .send(&plans("5070200109_11"), &letter())
            .unwrap()
            .new
    );
}

#[test]
fn a_second_program_is_told_that_the_store_is_in_use() {
    let sandbox = Sandbox::prepare();
    let _first = sandbox.office(SUPPORT);
    let error = Office::open(&sandbox.folder(SUPPORT)).unwrap_err();
    assert!(matches!(error, ExchangeError::Store(StoreError::InUse)));
    assert!(error.is_retryable());
}

// ---- Withdrawn, rejected ----

#[test]
fn what_has_not_left_is_withdrawn_at_once() {
    let sandbox = Sandbox::start();
    let (support, service) = both(&sandbox);
    let id = put(&support, &plans(RECEIVER));
    support.withdraw(id).unwrap();
    assert_eq!(sent_state(&support, id), SentState::Withdrawn);
    sync(&support);
    sync(&service);
    assert!(service.received(&Query::default()).unwrap().is_empty());
}

#[test]
fn what_has_left_is_withdrawn_at_the_relay_and_at_the_receiver() {
    let sandbox = Sandbox::start();
    let (support, service) = both(&sandbox);
    let id = send(&support, &plans(RECEIVER));
    sync(&service);
    support.withdraw(id).unwrap();
    assert!(support.sent_message(id).unwrap().message.withdrawing);
    assert_eq!(sync(&support).withdrawn, 1);
    assert_eq!(sent_state(&support, id), SentState::Withdrawn);
    sync(&service);
    assert_eq!(received_state(&service, id), ReceivedState::Withdrawn);
    let error = take(&service, id).unwrap_err();
    assert!(matches!(error, ExchangeError::WrongState { .. }));
    assert_explained(&error, "取消", "withdrawn");
}

#[test]
fn of_withdrawal_and_receipt_the_first_at_the_relay_counts_for_both() {
    let sandbox = Sandbox::start();
    let (support, service) = both(&sandbox);
    for receipt_first in [true, false] {
        let id = send(&support, &plans(RECEIVER));
        sync(&service);
        take(&service, id).unwrap();
        service.acknowledge(id).unwrap();
        support.withdraw(id).unwrap();
        if receipt_first {
            sync(&service);
            sync(&support);
            assert_eq!(sent_state(&support, id), SentState::Taken);
            assert_eq!(received_state(&service, id), ReceivedState::Taken);
            let error = support.withdraw(id).unwrap_err();
            assert_explained(&error, "受領済", "taken");
        } else {
            sync(&support);
            let error = sync_error(&service);
            assert_explained(&error, "取り込んで", "withdrawal");
            assert_eq!(received_state(&service, id), ReceivedState::Withdrawn);
            assert_eq!(sent_state(&support, id), SentState::Withdrawn);
            // The sender hears of it as well, with the proof.
            assert_eq!(sync_error(&support).code(), "taken_all_the_same");
            let sent = support.sent_message(id).unwrap().message;
            assert_eq!(sent.reason.as_ref().unwrap().code(), "taken_all_the_same");
            assert!(sent.taken().is_some() && sent.state == SentState::Withdrawn);
            sync(&support);
            sync(&service);
        }
    }
}

#[test]
fn a_rejection_reaches_the_sender_with_its_reason() {
    let sandbox = Sandbox::start();
    let (support, service) = both(&sandbox);
    let id = send(&support, &plans(RECEIVER));
    sync(&service);
    service.reject(id, RejectionReason::NotForUs).unwrap();
    assert_eq!(received_state(&service, id), ReceivedState::Rejecting);
    assert_eq!(sync(&service).rejections, 1);
    assert_eq!(received_state(&service, id), ReceivedState::Rejected);
    sync(&support);
    let sent = support.sent_message(id).unwrap().message;
    assert_eq!(sent.state, SentState::Rejected);
    assert_eq!(sent.reason.unwrap().code(), "not_for_us");
}

// ---- What others put before the receiver ----

#[test]
fn a_message_that_cannot_be_opened_does_not_hide_the_others() {
    let sandbox = Sandbox::start();
    let bad = sandbox.send_raw(THIRD, &BASE64.encode("no cover"), b"no content");
    let (support, service) = both(&sandbox);
    let good = send(&support, &plans(RECEIVER));
    // Its content is not fetched before somebody asks for it.
    let error = sync_error(&service);
    assert!(matches!(
        error,
        ExchangeError::Envelope(EnvelopeError::Malformed)
    ));
    assert_eq!(received_state(&service, bad), ReceivedState::Offered);

    let received = service.received(&Query::default()).unwrap();
    assert_eq!(
        received.iter().map(|item| item.id).collect::<Vec<_>>(),
        [bad, good]
    );
    assert_eq!(received[0].cover, Err(EnvelopeError::Malformed));
    assert!(received[1].cover.is_ok());
    take(&service, good).unwrap();
    let error = take(&service, bad).unwrap_err();
    assert!(
        matches!(error, ExchangeError::Envelope(EnvelopeError::Malformed)),
        "{error:?}"
    );
    assert_explained(&error, "封筒", "envelope");
    let seen = service.received_message(bad).unwrap();
    assert_eq!(
        (seen.state, seen.reason.unwrap().code()),
        (ReceivedState::Fetched, "damaged")
    );
    service.reject(bad, RejectionReason::Damaged).unwrap();
    sync(&service);
    assert_eq!(received_state(&service, bad), ReceivedState::Rejected);
}

#[test]
fn anothers_message_sent_on_as_ones_own_is_refused() {
    let sandbox = Sandbox::start();
    let (support, service) = both(&sandbox);
    send(&support, &plans(RECEIVER));
    let item = &sandbox.listed(SERVICE)[0];
    let content = sandbox.content(SERVICE, item);
    let copied = sandbox.send_raw(THIRD, &item.cover, &content);

    sync_error(&service);
    let error = take(&service, copied).unwrap_err();
    assert!(
        matches!(
            error,
            ExchangeError::Envelope(EnvelopeError::BadContent("cover"))
        ),
        "{error:?}"
    );
}

#[test]
fn a_message_sealed_for_another_office_is_told_apart() {
    let sandbox = Sandbox::start();
    send(&sandbox.office(SUPPORT), &plans("5070300115_13"));
    let theirs = sandbox.listed(THIRD);
    sandbox.send_raw(THIRD, &theirs[0].cover, b"content");
    let service = sandbox.office(SERVICE);
    sync_error(&service);
    assert_eq!(
        service.received(&Query::default()).unwrap()[0].cover,
        Err(EnvelopeError::NotForThisCertificate)
    );
}

/// The service office states that it took this content.
fn receipt_for(sandbox: &Sandbox, id: Uuid, content: &[u8]) -> Vec<u8> {
    let service = Identity::from_pem(
        sandbox.read(SERVICE, "certificate.pem").as_bytes(),
        sandbox.read(SERVICE, "private-key.pem").as_bytes(),
    );
    let taken = Taken {
        message: id,
        sender: SUPPORT.parse().unwrap(),
        content_sha256: sha256_hex(content),
        signed_sha256: sha256_hex(b"what was signed"),
    };
    sign_receipt(&service.unwrap().into(), &taken).unwrap()
}

#[test]
fn a_receipt_that_does_not_hold_is_shown_and_kept() {
    let sandbox = Sandbox::start();
    let support = sandbox.office(SUPPORT);
    let send_and_forge = |forge: &dyn Fn(&mut Vec<u8>)| {
        let id = send(&support, &plans(RECEIVER));
        let mut receipt = receipt_for(&sandbox, id, b"something else");
        forge(&mut receipt);
        sandbox.client(SERVICE).receipt(id, &receipt).unwrap();
        let report = support.sync(&Control::default());
        assert!(report.complete);
        assert_eq!(report.errors[0].message, Some(id));
        assert_explained(&report.errors[0].error, "受領証", "receipt");
        let sent = support.sent_message(id).unwrap().message;
        assert_eq!(
            (sent.state, sent.reason.as_ref().unwrap().code()),
            (SentState::Taken, "receipt_invalid")
        );
        assert!(sent.taken().is_none());
        assert!(support.export_evidence(id).is_err());
        sent.receipt.unwrap().unwrap_err()
    };
    assert_eq!(send_and_forge(&|_| {}), EnvelopeError::WrongReceipt);
    let broken = send_and_forge(&|receipt| *receipt.last_mut().unwrap() ^= 1);
    assert_eq!(broken, EnvelopeError::BadSignature);
}
