//! The worker of an office: sends, receives and hands in by itself, and ends when it is told to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use careplan_blackbox_tests::offices::{SERVICE, SUPPORT};
use careplan_blackbox_tests::samples::plans;
use careplan_blackbox_tests::sandbox::Sandbox;
use careplan_blackbox_tests::steps::{put, sent_state, take, waiting};
use careplan_core::Control;
use careplan_core::exchange::{Event, ExchangeError, Office, Worker};
use careplan_core::store::{EventChange, ReceivedState, SentState};
use uuid::Uuid;

const RECEIVER: &str = "5070100002_11";
/// Much longer than it takes, for slow machines.
const LONG: Duration = Duration::from_secs(60);

fn office(sandbox: &Sandbox, number: &str) -> Arc<Office> {
    Arc::new(sandbox.office(number))
}

/// Every event of an office from now on.
fn events(office: &Office) -> Receiver<Event> {
    let (tell, told) = mpsc::channel();
    let tell = Mutex::new(tell);
    let handler = move |event: &Event| drop(tell.lock().unwrap().send(event.clone()));
    office.set_event_handler(Some(Box::new(handler))).unwrap();
    told
}

#[track_caller]
fn wait_for(told: &Receiver<Event>, id: Uuid, change: EventChange) {
    let until = Instant::now() + LONG;
    while let Some(left) = until.checked_duration_since(Instant::now()) {
        match told.recv_timeout(left) {
            Ok(event) if (event.message, event.change) == (id, change) => return,
            Ok(_) => {}
            Err(_) => break,
        }
    }
    panic!("no {change:?}");
}

const AVAILABLE: EventChange = EventChange::Sent(SentState::Available);
const TAKEN: EventChange = EventChange::Sent(SentState::Taken);
const FETCHED: EventChange = EventChange::Received(ReceivedState::Fetched);

#[test]
fn workers_bring_a_message_and_its_receipt_without_anybody_asking() {
    let sandbox = Sandbox::start();
    let (support, service) = (office(&sandbox, SUPPORT), office(&sandbox, SERVICE));
    let (at_support, at_service) = (events(&support), events(&service));
    let _workers = [&support, &service].map(|office| Worker::start(Arc::clone(office)).unwrap());
    for _ in 0..3 {
        let id = put(&support, &plans(RECEIVER));
        wait_for(&at_support, id, AVAILABLE);
        wait_for(&at_service, id, FETCHED);
        take(&service, id).unwrap();
        service.acknowledge(id).unwrap();
        wait_for(&at_support, id, TAKEN);
        assert!(support.sent_message(id).unwrap().message.taken().is_some());
    }
    assert!(support.status().unwrap().worker);
    assert!(support.status().unwrap().last_sync.unwrap().complete);
}

#[test]
fn a_worker_outlives_its_relay() {
    let mut sandbox = Sandbox::prepare();
    let support = office(&sandbox, SUPPORT);
    let told = events(&support);
    let worker = Worker::start(Arc::clone(&support)).unwrap();
    let first = put(&support, &plans(RECEIVER));
    thread::sleep(Duration::from_millis(500));
    let last = support.status().unwrap().last_sync.unwrap();
    assert_eq!(last.reason().unwrap().code(), "connection_refused");
    sandbox.start_server();
    wait_for(&told, first, AVAILABLE);
    sandbox.abort();
    let second = put(&support, &plans(RECEIVER));
    sandbox.start_server();
    wait_for(&told, second, AVAILABLE);
    worker.stop();
}

#[test]
fn a_worker_ends_promptly_whatever_it_does() {
    let sandbox = Sandbox::start();
    let (support, service) = (office(&sandbox, SUPPORT), office(&sandbox, SERVICE));
    for pause in [0, 5, 50, 1500] {
        let workers = [&support, &service].map(|office| Worker::start(Arc::clone(office)).unwrap());
        put(&support, &plans(RECEIVER));
        thread::sleep(Duration::from_millis(pause));
        let begin = Instant::now();
        for worker in workers {
            worker.stop();
        }
        assert!(
            begin.elapsed() < Duration::from_secs(10),
            "{pause}: {:?}",
            begin.elapsed()
        );
    }
    // Where the relay is away it waits longer and longer, but not for its end.
    let away = Sandbox::prepare();
    let third = office(&away, SUPPORT);
    let worker = Worker::start(Arc::clone(&third)).unwrap();
    thread::sleep(Duration::from_millis(500));
    let begin = Instant::now();
    drop(worker);
    assert!(begin.elapsed() < Duration::from_secs(5));
    assert_eq!(Arc::strong_count(&third), 1);
}

#[test]
fn an_office_has_one_worker_at_a_time() {
    let sandbox = Sandbox::prepare();
    let support = office(&sandbox, SUPPORT);
    let first = Worker::start(Arc::clone(&support)).unwrap();
    let second = Worker::start(Arc::clone(&support)).unwrap_err();
    assert!(matches!(second, ExchangeError::WorkerRuns));
    first.stop();
    assert!(!support.status().unwrap().worker);
    Worker::start(support).unwrap().stop();
}

#[test]
fn a_handler_may_call_back_and_may_panic() {
    let sandbox = Sandbox::start();
    let (support, service) = (office(&sandbox, SUPPORT), office(&sandbox, SERVICE));
    let at_support = events(&support);
    let taking = Arc::downgrade(&service);
    let handler = move |event: &Event| {
        if event.change == FETCHED {
            let service = taking.upgrade().unwrap();
            take(&service, event.message).unwrap();
            service.acknowledge(event.message).unwrap();
        }
        panic!("a fault of the host");
    };
    service.set_event_handler(Some(Box::new(handler))).unwrap();
    let _workers = [&support, &service].map(|office| Worker::start(Arc::clone(office)).unwrap());
    for _ in 0..2 {
        let id = put(&support, &plans(RECEIVER));
        wait_for(&at_support, id, TAKEN);
    }
    assert!(waiting(&service).is_empty());
}

#[test]
fn stopped_by_its_handler_it_tells_nothing_more() {
    let sandbox = Sandbox::start();
    let support = office(&sandbox, SUPPORT);
    for _ in 0..3 {
        put(&support, &plans(RECEIVER));
    }
    let worker = Arc::new(Mutex::new(None::<Worker>));
    let (calls, stopped) = (Arc::new(AtomicU32::new(0)), mpsc::channel());
    let handler = {
        let (worker, calls) = (Arc::clone(&worker), Arc::clone(&calls));
        move |_: &Event| {
            if let Some(worker) = worker.lock().unwrap().take() {
                worker.stop();
                stopped.0.send(()).unwrap();
            }
            calls.fetch_add(1, Ordering::SeqCst);
        }
    };
    support.set_event_handler(Some(Box::new(handler))).unwrap();
    *worker.lock().unwrap() = Some(Worker::start(Arc::clone(&support)).unwrap());
    stopped.1.recv_timeout(LONG).unwrap();
    thread::sleep(Duration::from_secs(1));
    assert_eq!(calls.load(Ordering::SeqCst), 1);
    // What it has not told comes with the next call.
    assert!(support.sync(&Control::default()).is_clean());
    assert!(calls.load(Ordering::SeqCst) >= 3);
}

#[test]
fn a_renewed_certificate_and_a_mended_password_wake_the_worker() {
    let sandbox = Sandbox::start();
    let password = sandbox.read(SUPPORT, "password.txt");
    sandbox.write(SUPPORT, "password.txt", "not the password");
    let support = office(&sandbox, SUPPORT);
    let told = events(&support);
    let _worker = Worker::start(Arc::clone(&support)).unwrap();
    let id = put(&support, &plans(RECEIVER));
    thread::sleep(Duration::from_secs(1));
    assert_ne!(sent_state(&support, id), SentState::Available);
    sandbox.write(SUPPORT, "password.txt", &password);
    support.reload_account().unwrap();
    wait_for(&told, id, AVAILABLE);
    support.reload_identities().unwrap();
    let id = put(&support, &plans(RECEIVER));
    wait_for(&told, id, AVAILABLE);
}
