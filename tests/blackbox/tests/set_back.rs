//! A relay, or the store of an office, is put back to a backup, or has lost everything: what the offices know is what counts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use careplan_blackbox_tests::explained::assert_explained;
use careplan_blackbox_tests::offices::{SERVICE, SUPPORT, THIRD};
use careplan_blackbox_tests::samples::{actuals, plans};
use careplan_blackbox_tests::sandbox::Sandbox;
use careplan_blackbox_tests::steps::{
    put, received_state, send, sent_state, sync, sync_error, take, take_and_acknowledge, waiting,
};
use careplan_core::Control;
use careplan_core::exchange::{Delivery, Office, Query};
use careplan_core::relay::wire::RejectionReason;
use careplan_core::store::{ReceivedState, SentState};
use careplan_relay::faults::{Call, Rule, What};
use careplan_relay::restore;

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
        careplan_relay::backup(self.sandbox.dir(), &folder).unwrap();
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
}

/// An administrator put a backup back: the relay has forgotten what came since. Everybody tells it again.
#[test]
fn what_a_relay_forgot_is_told_again() {
    let mut sandbox = Sandbox::start();
    let (support, service) = (sandbox.office(SUPPORT), sandbox.office(SERVICE));
    let early = send(&support, &plans(RECEIVER));
    sandbox.abort();
    let backup = sandbox.dir().join("backup");
    fs::create_dir(&backup).unwrap();
    copy_store(sandbox.dir(), &backup);
    sandbox.start_server();
    let [waiting, taken] = [0; 2].map(|_| send(&support, &plans(RECEIVER)));
    sync(&service);
    for id in [early, taken] {
        take_and_acknowledge(&service, id);
    }

    sandbox.abort();
    for rest in ["-wal", "-shm"] {
        // One that does not belong to the database would be taken for its own.
        let _none = fs::remove_file(sandbox.dir().join(format!("relay.sqlite3{rest}")));
    }
    copy_store(&backup, sandbox.dir());
    drop((support, service));
    sandbox.start_server();
    let (support, service) = (sandbox.office(SUPPORT), sandbox.office(SERVICE));
    // The first look ends half-way; the next one goes on.
    let unavailable = Rule::new(What::Unavailable { retry_after: None }).on(Call::Sent);
    sandbox.control().add_fault(unavailable).unwrap();
    assert!(!support.sync(&Control::default()).is_clean());
    sandbox.control().clear_faults();
    for _ in 0..2 {
        sync(&support);
        sync(&service);
    }
    sync(&support);
    let state = |id| sent_state(&support, id);
    assert_eq!(
        [early, waiting, taken].map(state),
        [SentState::Taken, SentState::Available, SentState::Taken]
    );
    assert_eq!(service.received(&Query::default()).unwrap().len(), 3);
    take_and_acknowledge(&service, waiting);
    sync(&support);
    assert_eq!(state(waiting), SentState::Taken);
}

/// The same where everybody's cursors have caught up before anybody looked: the relay is another one all the same.
#[test]
fn a_relay_that_was_put_back_is_noticed_whatever_came_since() {
    let mut world = World::start();
    let early = send(&world.support, &plans(RECEIVER));
    sync(&world.service);
    let offered = world.back_up();
    take_and_acknowledge(&world.service, early);
    let [withdrawn, lost] = [0; 2].map(|_| send(&world.support, &plans(RECEIVER)));
    world.support.withdraw(withdrawn).unwrap();
    sync(&world.support);

    world.put_back(offered);
    // Others go on as if nothing had happened.
    let third = world.sandbox.office(THIRD);
    for _ in 0..5 {
        send(&third, &actuals("5070300115_13"));
    }
    for _ in 0..2 {
        sync(&world.service);
        sync(&world.support);
    }
    let state = |id| sent_state(&world.support, id);
    assert_eq!(
        [early, withdrawn, lost].map(state),
        [SentState::Taken, SentState::Withdrawn, SentState::Available]
    );
    sync(&world.service);
    take_and_acknowledge(&world.service, lost);
    sync(&world.support);
    assert_eq!(state(lost), SentState::Taken);
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

/// A store that was put back to a backup in which the message was a draft: the relay has it, and so it counts.
#[test]
fn what_had_left_before_a_restore_is_known_again() {
    let sandbox = Sandbox::start();
    let (support, service) = (sandbox.office(SUPPORT), sandbox.office(SERVICE));
    let [taken, withdrawn] = [0; 2].map(|_| put(&support, &plans(RECEIVER)));
    let elsewhere = tempfile::tempdir().unwrap();
    let backup = elsewhere.path().join("store");
    support.backup(&backup).unwrap();
    sync(&support);
    sync(&service);
    take_and_acknowledge(&service, taken);
    drop(support);

    Office::restore(&sandbox.folder(SUPPORT), &backup).unwrap();
    let support = sandbox.office(SUPPORT);
    // It may have left, so the relay is asked.
    support.withdraw(withdrawn).unwrap();
    let state = |id| sent_state(&support, id);
    sync(&support);
    assert_eq!(
        [taken, withdrawn].map(state),
        [SentState::Taken, SentState::Withdrawn]
    );
    let message = support.sent_message(taken).unwrap().message;
    assert!(message.taken().is_some());
    sync(&service);
    assert_eq!(
        received_state(&service, withdrawn),
        ReceivedState::Withdrawn
    );
}

/// The same at the receiver: what it had taken is still at the relay for some days.
#[test]
fn what_was_taken_before_a_restore_can_be_taken_again() {
    let sandbox = Sandbox::start();
    let (support, service) = (sandbox.office(SUPPORT), sandbox.office(SERVICE));
    let elsewhere = tempfile::tempdir().unwrap();
    let backup = elsewhere.path().join("store");
    service.backup(&backup).unwrap();
    let id = send(&support, &plans(RECEIVER));
    sync(&service);
    let files = |delivery: &Delivery| {
        let documents = delivery.documents().iter();
        documents
            .map(|checked| checked.document().bytes().to_vec())
            .collect::<Vec<_>>()
    };
    let first = files(&take(&service, id).unwrap());
    service.acknowledge(id).unwrap();
    sync(&service);
    drop(service);

    Office::restore(&sandbox.folder(SERVICE), &backup).unwrap();
    let service = sandbox.office(SERVICE);
    sync(&service);
    assert_eq!(files(&take(&service, id).unwrap()), first);
    service.acknowledge(id).unwrap();
    sync(&service);
    assert_eq!(received_state(&service, id), ReceivedState::Taken);
}

/// Copies the files of a relay's store.
fn copy_store(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = entry
            .map(|entry| (entry.path(), entry.file_name()))
            .unwrap();
        if path.is_file() {
            fs::copy(path, to.join(name)).unwrap();
        }
    }
}
