//! What an office remembers: lists and search, events, the access log, its state, backup and clean-up.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use careplan_blackbox_tests::offices::{SERVICE, SUPPORT, THIRD};
use careplan_blackbox_tests::samples::{actuals, plans};
use careplan_blackbox_tests::sandbox::Sandbox;
use careplan_blackbox_tests::steps::{put, received_state, send, sync, take, take_and_acknowledge};
use careplan_core::Control;
use careplan_core::exchange::{AccessQuery, Delivery, Event, Office, Person, Query};
use careplan_core::layout::SetKind;
use careplan_core::message::MessageSet;
use careplan_core::relay::wire::RejectionReason;
use careplan_core::store::{EventChange, ReceivedState, SentState, Store, verify_log};
use careplan_relay::faults::{Call, Rule, What};
use uuid::Uuid;

const RECEIVER: &str = "5070100002_11";

/// The person of the first record of a set.
fn first_person(set: &MessageSet) -> Person {
    let document = set.documents()[0].document();
    let record = document.record(1).unwrap();
    let text = |no| record.field(no).unwrap().text().into_owned();
    Person {
        insurer: text(2).parse().unwrap(),
        insured: text(3).parse().unwrap(),
    }
}

fn ids_sent(office: &Office, query: Query<SentState>) -> Vec<Uuid> {
    let sent = office.sent(&query).unwrap();
    sent.iter().map(|message| message.id).collect()
}

fn ids_received(office: &Office, query: Query<ReceivedState>) -> Vec<Uuid> {
    let received = office.received(&query).unwrap();
    received.iter().map(|message| message.id).collect()
}

#[test]
fn messages_are_found_by_person_month_partner_set_and_state() {
    let sandbox = Sandbox::start();
    let (support, service) = (sandbox.office(SUPPORT), sandbox.office(SERVICE));
    let set = plans(RECEIVER);
    let person = first_person(&set);
    let sent = send(&support, &set);
    let other = put(&support, &plans("5070300115_13"));
    let came = send(&service, &actuals(RECEIVER));
    sync(&support);

    assert_eq!(ids_sent(&support, Query::default()), [other, sent]);
    let partner = Some(SERVICE.parse().unwrap());
    assert_eq!(
        ids_sent(
            &support,
            Query {
                partner,
                ..Query::default()
            }
        ),
        [sent]
    );
    let all_of = |person| Query {
        person: Some(person),
        ..Query::default()
    };
    assert!(ids_sent(&support, all_of(person)).contains(&sent));
    let nobody = Person {
        insured: "H999999999".parse().unwrap(),
        ..person
    };
    assert!(ids_sent(&support, all_of(nobody)).is_empty());
    let month = support.sent_message(sent).unwrap().message.month;
    assert_eq!(month.unwrap().to_string(), "202609");
    assert_eq!(
        ids_sent(
            &support,
            Query {
                month,
                partner,
                ..Query::default()
            }
        ),
        [sent]
    );
    let of_set = |set| Query {
        set: Some(set),
        ..Query::default()
    };
    assert_eq!(ids_sent(&support, of_set(SetKind::UseSlip)).len(), 2);
    assert!(ids_sent(&support, of_set(SetKind::Actuals)).is_empty());
    let limited = Query {
        limit: 1,
        offset: 1,
        ..Query::default()
    };
    assert_eq!(ids_sent(&support, limited), [sent]);
    let available = Query {
        states: vec![SentState::Available],
        partner,
        ..Query::default()
    };
    assert_eq!(ids_sent(&support, available), [sent]);

    // What came is in the index once it was taken.
    let actual = first_person(&actuals(RECEIVER));
    assert!(
        ids_received(
            &support,
            Query {
                person: Some(actual),
                ..Query::default()
            }
        )
        .is_empty()
    );
    take(&support, came).unwrap();
    assert_eq!(
        ids_received(
            &support,
            Query {
                person: Some(actual),
                ..Query::default()
            }
        ),
        [came]
    );
    let handed = Query {
        states: vec![ReceivedState::Handed],
        ..Query::default()
    };
    assert_eq!(ids_received(&support, handed), [came]);
}

#[test]
fn every_change_is_an_event_once_and_survives_a_restart() {
    let sandbox = Sandbox::start();
    let (support, service) = (sandbox.office(SUPPORT), sandbox.office(SERVICE));
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);
    let handler = move |event: &Event| telling.lock().unwrap().push(event.clone());
    support.set_event_handler(Some(Box::new(handler))).unwrap();
    let id = send(&support, &plans(RECEIVER));
    sync(&service);
    take_and_acknowledge(&service, id);
    sync(&support);

    let expected = [
        SentState::Waiting,
        SentState::Sending,
        SentState::Available,
        SentState::Taken,
    ];
    let changes: Vec<_> = told
        .lock()
        .unwrap()
        .iter()
        .map(|event| event.change)
        .collect();
    assert_eq!(changes, expected.map(EventChange::Sent));
    assert_eq!(support.events(0, 0).unwrap(), *told.lock().unwrap());
    drop(support);
    let support = sandbox.office(SUPPORT);
    let second = &support.events(1, 1).unwrap()[0];
    assert_eq!((second.number, second.message), (2, id));
    let at_service = service.events(0, 0).unwrap();
    let states: Vec<_> = at_service.iter().map(|event| event.change).collect();
    let expected = [
        ReceivedState::Offered,
        ReceivedState::Fetched,
        ReceivedState::Handed,
        ReceivedState::Acknowledged,
        ReceivedState::Taken,
    ];
    assert_eq!(states, expected.map(EventChange::Received));
}

#[test]
fn the_access_log_says_who_did_what_with_whose_data() {
    let sandbox = Sandbox::start();
    let (support, service) = (sandbox.office(SUPPORT), sandbox.office(SERVICE));
    let set = plans(RECEIVER);
    service.set_actor("受付 一郎");
    let [first, second] = [0; 2].map(|_| send(&support, &set));
    sync(&service);
    take_and_acknowledge(&service, first);
    service.reject(second, RejectionReason::Refused).unwrap();
    take(&service, Uuid::now_v7()).unwrap_err();
    support.open_sent(first).unwrap();
    support.withdraw(second).unwrap();

    let all = service.access_log(&AccessQuery::default()).unwrap();
    let told: Vec<_> = all
        .iter()
        .map(|entry| {
            (
                &*entry.operation,
                entry.message == Some(first),
                &*entry.outcome,
            )
        })
        .collect();
    let expected = [
        ("take", true, "ok"),
        ("acknowledge", true, "ok"),
        // Looked at by the helper of these tests.
        ("show_received", true, "ok"),
        ("reject", false, "ok"),
        ("take", false, "unknown_message"),
    ];
    assert_eq!(told, expected);
    assert!(all.iter().all(|entry| entry.actor == "受付 一郎"));
    let about = AccessQuery {
        person: Some(first_person(&set)),
        ..AccessQuery::default()
    };
    let operations = |office: &Office| -> Vec<String> {
        let entries = office.access_log(&about).unwrap();
        entries.into_iter().map(|entry| entry.operation).collect()
    };
    assert_eq!(
        operations(&service),
        ["take", "acknowledge", "show_received"]
    );
    // Looking is told, too.
    let of_person = Query {
        person: about.person,
        ..Query::default()
    };
    assert_eq!(service.received(&of_person).unwrap().len(), 1);
    service.received(&Query::default()).unwrap();
    service.received_message(first).unwrap();
    let told = [
        "take",
        "acknowledge",
        "show_received",
        "search_log",
        "search_received",
        "show_received",
    ];
    assert_eq!(operations(&service), told);

    let own = support.access_log(&about).unwrap();
    let operations: Vec<_> = own.iter().map(|entry| &*entry.operation).collect();
    let own_told = [
        "send",
        "show_sent",
        "send",
        "show_sent",
        "open_sent",
        "withdraw",
    ];
    assert_eq!(operations, own_told);
    assert!(own.iter().all(|entry| entry.actor == SUPPORT));
    let mut exported = Vec::new();
    let head = support.export_access_log(&mut exported).unwrap();
    assert_eq!(verify_log(&exported[..]).unwrap(), head);
    let changed = String::from_utf8(exported)
        .unwrap()
        .replacen("withdraw", "wíthdraw", 1);
    assert!(verify_log(changed.as_bytes()).is_err());
}

#[test]
fn the_state_of_an_office_is_told_at_a_glance() {
    let sandbox = Sandbox::start();
    let (support, third) = (sandbox.office(SUPPORT), sandbox.office(THIRD));
    let fresh = support.status().unwrap();
    assert!(fresh.last_sync.is_none() && fresh.oldest_waiting.is_none() && !fresh.worker);
    send(&support, &plans("5070300115_13"));
    put(&support, &plans(RECEIVER));
    let status = support.status().unwrap();
    assert_eq!(
        (
            status.sent_in(SentState::Waiting),
            status.sent_in(SentState::Available)
        ),
        (1, 1)
    );
    assert!(status.oldest_waiting.is_some() && status.clock_skew.is_some());
    sync(&third);
    assert_eq!(
        third.status().unwrap().received_in(ReceivedState::Fetched),
        1
    );
    // Another run of the program knows when the last pass was.
    drop(support);
    assert!(
        sandbox
            .office(SUPPORT)
            .status()
            .unwrap()
            .last_sync
            .unwrap()
            .complete
    );
}

#[test]
fn a_backup_is_an_office_again() {
    let sandbox = Sandbox::start();
    let support = sandbox.office(SUPPORT);
    let id = send(&support, &plans(RECEIVER));
    let copy = sandbox.dir().join("控え 1");
    support.backup(&copy).unwrap();
    drop(support);
    fs::remove_dir_all(sandbox.folder(SUPPORT).join("store")).unwrap();
    let number = SUPPORT.parse().unwrap();
    let store = sandbox.folder(SUPPORT).join("store");
    Store::restore(&copy, &store, number, "管理者").unwrap();
    let support = sandbox.office(SUPPORT);
    assert_eq!(ids_sent(&support, Query::default()), [id]);
    support.open_sent(id).unwrap();
    sync(&support);
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
    let state = |id| support.sent_message(id).unwrap().message.state;
    assert_eq!(
        [early, waiting, taken].map(state),
        [SentState::Taken, SentState::Available, SentState::Taken]
    );
    assert_eq!(ids_received(&service, Query::default()).len(), 3);
    take_and_acknowledge(&service, waiting);
    sync(&support);
    assert_eq!(state(waiting), SentState::Taken);
}

/// The same where everybody's cursors have caught up before anybody looked: the relay is another one all the same.
#[test]
fn a_relay_that_was_put_back_is_noticed_whatever_came_since() {
    let mut sandbox = Sandbox::start();
    let (support, service) = (sandbox.office(SUPPORT), sandbox.office(SERVICE));
    let early = send(&support, &plans(RECEIVER));
    sync(&service);
    let elsewhere = tempfile::tempdir().unwrap();
    let backup = elsewhere.path().join("put-back");
    careplan_relay::backup(sandbox.dir(), &backup).unwrap();
    take_and_acknowledge(&service, early);
    let [withdrawn, lost] = [0; 2].map(|_| send(&support, &plans(RECEIVER)));
    support.withdraw(withdrawn).unwrap();
    sync(&support);

    sandbox.abort();
    careplan_relay::restore(sandbox.dir(), &backup).unwrap();
    sandbox.start_server();
    // Others go on as if nothing had happened.
    let third = sandbox.office(THIRD);
    for _ in 0..5 {
        send(&third, &actuals("5070300115_13"));
    }
    for _ in 0..2 {
        sync(&service);
        sync(&support);
    }
    let state = |id| support.sent_message(id).unwrap().message.state;
    assert_eq!(
        [early, withdrawn, lost].map(state),
        [SentState::Taken, SentState::Withdrawn, SentState::Available]
    );
    sync(&service);
    take_and_acknowledge(&service, lost);
    sync(&support);
    assert_eq!(state(lost), SentState::Taken);
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
    let state = |id| support.sent_message(id).unwrap().message.state;
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

#[test]
fn contents_are_let_go_when_their_time_has_come() {
    let sandbox = Sandbox::start();
    let profile = sandbox.read(SUPPORT, "profile.toml");
    let profile = format!("{profile}\n[store]\nkeep_content_days = 0\n");
    sandbox.write(SUPPORT, "profile.toml", &profile);
    let (support, service) = (sandbox.office(SUPPORT), sandbox.office(SERVICE));
    let [done, open] = [0; 2].map(|_| send(&support, &plans(RECEIVER)));
    sync(&service);
    take_and_acknowledge(&service, done);
    sync(&support);
    let cleaned = support.clean_up().unwrap();
    assert_eq!((cleaned.contents, cleaned.messages), (1, 0));
    let kept = |id| support.sent_message(id).unwrap().message.content_kept;
    assert!(!kept(done) && kept(open));
    assert!(support.open_sent(done).is_err());
    assert!(
        support
            .sent_message(done)
            .unwrap()
            .message
            .taken()
            .is_some()
    );
}

#[test]
fn several_offices_live_in_one_process() {
    let sandbox = Sandbox::start();
    let (support, service, third) = (
        sandbox.office(SUPPORT),
        sandbox.office(SERVICE),
        sandbox.office(THIRD),
    );
    put(&support, &plans(RECEIVER));
    put(&support, &plans("5070300115_13"));
    std::thread::scope(|scope| {
        scope.spawn(|| sync(&support));
        scope.spawn(|| sync(&service));
        scope.spawn(|| sync(&third));
    });
    for office in [&service, &third] {
        sync(office);
        assert_eq!(ids_received(office, Query::default()).len(), 1);
    }
}
