//! A relay, or the store of an office, is put back to a backup, or has lost everything: what the offices know is what counts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::PathBuf;

use careplan_blackbox_tests::explained::assert_explained;
use careplan_blackbox_tests::offices::{SERVICE, SUPPORT};
use careplan_blackbox_tests::samples::{plans, plans_at};
use careplan_blackbox_tests::sandbox::Sandbox;
use careplan_blackbox_tests::steps::{
    put, received_state, send, sent_state, sync, sync_error, take, take_and_acknowledge, waiting,
};
use careplan_core::exchange::{Office, Query};
use careplan_core::relay::wire::RejectionReason;
use careplan_core::store::{ReceivedState, SentState};
use careplan_relay::faults::{Call, Rule, What};
use careplan_relay::{backup, restore};

const RECEIVER: &str = "5070100002_11";
const TWO_DAYS_IN_MICROSECONDS: i64 = 2 * 24 * 3600 * 1_000_000;

/// A relay of which a backup was made, and two offices.
struct World {
    sandbox: Sandbox,
    support: Office,
    service: Office,
}

impl World {
    fn start() -> Self {
        let sandbox = Sandbox::start();
        let (support, service) = (sandbox.office(SUPPORT), sandbox.office(SERVICE));
        sync(&support);
        sync(&service);
        Self {
            sandbox,
            support,
            service,
        }
    }

    fn back_up(&self) -> PathBuf {
        let folder = self.sandbox.dir().join("backup");
        backup(self.sandbox.dir(), &folder).unwrap();
        folder
    }

    fn put_back(&mut self, from: PathBuf) {
        self.sandbox.abort();
        restore(self.sandbox.dir(), &from).unwrap();
        self.sandbox.start_server();
    }

    /// Both offices until neither has anything to do, whatever they are told on the way.
    fn settle(&self) {
        for _ in 0..3 {
            for office in [&self.support, &self.service] {
                office.sync(&Default::default());
            }
        }
        for office in [&self.support, &self.service] {
            assert!(office.sync(&Default::default()).is_clean());
        }
    }

    fn count_received(&self) -> usize {
        self.service.received(&Query::default()).unwrap().len()
    }
}

#[test]
fn a_message_that_the_relay_forgot_is_brought_again() {
    let mut world = World::start();
    let empty = world.back_up();
    let fetched = send(&world.support, &plans(RECEIVER));
    sync(&world.service);
    let unheard = send(&world.support, &plans_at(RECEIVER, "20260925120000"));
    world.put_back(empty);
    world.settle();
    for id in [fetched, unheard] {
        take_and_acknowledge(&world.service, id);
    }
    world.settle();
    for id in [fetched, unheard] {
        assert_eq!(sent_state(&world.support, id), SentState::Taken);
    }
    assert_eq!(world.count_received(), 2);
}

#[test]
fn a_receipt_that_the_relay_forgot_is_handed_in_again() {
    let mut world = World::start();
    let id = send(&world.support, &plans(RECEIVER));
    let offered = world.back_up();
    sync(&world.service);
    take_and_acknowledge(&world.service, id);
    // The receipt has not come to the sender when the relay forgets it.
    sync(&world.service);
    world.put_back(offered);
    world.settle();
    assert_eq!(sent_state(&world.support, id), SentState::Taken);
    assert!(waiting(&world.service).is_empty());
    assert_eq!(world.count_received(), 1);
}

#[test]
fn a_withdrawal_or_rejection_that_the_relay_forgot_is_told_again() {
    for rejected in [false, true] {
        let mut world = World::start();
        let id = send(&world.support, &plans(RECEIVER));
        let offered = world.back_up();
        if rejected {
            sync(&world.service);
            world.service.reject(id, RejectionReason::Refused).unwrap();
            sync(&world.service);
        } else {
            world.support.withdraw(id).unwrap();
            sync(&world.support);
        }
        world.put_back(offered);
        world.settle();
        let end = sent_state(&world.support, id);
        let expected = match rejected {
            true => SentState::Rejected,
            false => SentState::Withdrawn,
        };
        assert_eq!(end, expected);
        assert!(waiting(&world.service).is_empty());
    }
}

/// The relay forgot the withdrawal, and the receiver was quicker than the sender.
#[test]
fn what_was_withdrawn_and_then_taken_all_the_same_is_told_once() {
    let mut world = World::start();
    let id = send(&world.support, &plans(RECEIVER));
    let offered = world.back_up();
    world.support.withdraw(id).unwrap();
    sync(&world.support);
    world.put_back(offered);
    sync(&world.service);
    take_and_acknowledge(&world.service, id);
    sync(&world.service);

    assert_explained(&sync_error(&world.support), "取り込んで", "withdrawal");
    let sent = world.support.sent_message(id).unwrap().message;
    assert_eq!(sent.state, SentState::Withdrawn);
    assert_eq!(sent.reason.unwrap().code(), "taken_all_the_same");
    assert!(world.support.receipt_of_sent(id).is_ok());
    let quiet = sync(&world.support);
    assert_eq!((quiet.taken, quiet.withdrawn, quiet.next), (0, 0, None));
}

/// A receipt or a rejection that no relay will ever take is not handed in for ever.
#[test]
fn what_the_relay_never_knew_of_ends_after_a_day() {
    for rejected in [false, true] {
        let mut world = World::start();
        let id = send(&world.support, &plans(RECEIVER));
        sync(&world.service);
        if rejected {
            world.service.reject(id, RejectionReason::Refused).unwrap();
        } else {
            take(&world.service, id).unwrap();
            world.service.acknowledge(id).unwrap();
        }
        world.sandbox.control().reset().unwrap();
        assert_eq!(sync_error(&world.service).code(), "unknown_message");
        let waiting_for = received_state(&world.service, id);
        assert!(!waiting_for.is_final());

        world.service = a_day_later(world.service, &world.sandbox);
        assert_eq!(sync_error(&world.service).code(), "unknown_message");
        let message = world.service.received_message(id).unwrap();
        let (state, code) = match rejected {
            true => (ReceivedState::Rejected, "refused"),
            false => (ReceivedState::Taken, "unheard"),
        };
        assert_eq!(message.state, state);
        assert_eq!(message.reason.unwrap().code(), code);
        assert_eq!(sync(&world.service).next, None);
        // The sender brings it again, and hears what became of it.
        world.settle();
        let message = world.service.received_message(id).unwrap();
        let (end, code) = match rejected {
            true => (SentState::Rejected, Some("refused")),
            false => (SentState::Taken, None),
        };
        assert_eq!(sent_state(&world.support, id), end);
        assert_eq!(message.reason.as_ref().map(|reason| reason.code()), code);
    }
}

/// The sender brings it again, and takes it back before the receiver has looked: its receipt counts all the same.
#[test]
fn a_receipt_that_nobody_heard_of_is_handed_in_after_a_withdrawal_too() {
    let mut world = World::start();
    let id = send(&world.support, &plans(RECEIVER));
    sync(&world.service);
    take(&world.service, id).unwrap();
    world.service.acknowledge(id).unwrap();
    world.sandbox.control().reset().unwrap();
    sync_error(&world.service);
    world.service = a_day_later(world.service, &world.sandbox);
    sync_error(&world.service);
    assert_eq!(received_state(&world.service, id), ReceivedState::Taken);

    sync(&world.support);
    world.support.withdraw(id).unwrap();
    sync(&world.support);
    assert_eq!(sent_state(&world.support, id), SentState::Withdrawn);
    assert_eq!(sync_error(&world.service).code(), "taken_all_the_same");
    assert_eq!(sync_error(&world.support).code(), "taken_all_the_same");
    assert!(world.support.receipt_of_sent(id).is_ok());
    world.settle();
}

/// Moves what the store remembers into the past: nobody can move the clock of the machine.
fn a_day_later(office: Office, sandbox: &Sandbox) -> Office {
    let (folder, number) = (office.store_folder().to_owned(), office.number());
    drop(office);
    let file = rusqlite::Connection::open(folder.join("store.db")).unwrap();
    let moved = file.execute("UPDATE steps SET at = at - ?", [TWO_DAYS_IN_MICROSECONDS]);
    assert_ne!(moved.unwrap(), 0);
    drop(file);
    sandbox.office(number.as_str())
}

/// What the relay answers to a second announce counts, whether or not its list can be asked.
#[test]
fn an_announce_that_is_repeated_tells_how_the_message_stands() {
    let world = World::start();
    let control = world.sandbox.control();
    let id = put(&world.support, &plans(RECEIVER));
    let lost = Rule::new(What::Cut).on(Call::Announce).after_the_work();
    let lost = control.add_fault(lost).unwrap();
    let unavailable = What::Unavailable { retry_after: None };
    control
        .add_fault(Rule::new(unavailable).on(Call::SentList))
        .unwrap();
    world.support.sync(&Default::default());
    assert_eq!(sent_state(&world.support, id), SentState::Sending);
    assert!(control.remove_fault(lost));
    world.support.sync(&Default::default());
    assert_eq!(sent_state(&world.support, id), SentState::Available);
    control.clear_faults();
    sync(&world.support);
    sync(&world.service);
    assert_eq!(take(&world.service, id).unwrap().id(), id);
}
