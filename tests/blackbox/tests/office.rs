//! What an office remembers: lists and search, events, the access log, its state, backup and clean-up.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fs;
use std::sync::{Arc, Mutex};

use careplan_blackbox_tests::offices::{SERVICE, SUPPORT, THIRD};
use careplan_blackbox_tests::samples::{actuals, plans};
use careplan_blackbox_tests::sandbox::Sandbox;
use careplan_blackbox_tests::steps::{put, send, sync, take, take_and_acknowledge};
use careplan_core::exchange::{AccessQuery, Event, Office, Person, Query};
use careplan_core::layout::SetKind;
use careplan_core::message::MessageSet;
use careplan_core::relay::wire::RejectionReason;
use careplan_core::store::{EventChange, ReceivedState, SentState, Store, verify_log};
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
