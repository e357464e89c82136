use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use careplan_blackbox_tests::samples;
use careplan_core::Control;
use careplan_core::exchange::{Letter, Office, Query, Worker};
use careplan_core::message::MessageSet;
use careplan_core::store::{ReceivedState, SentState};
use careplan_relay::Server;
use jiff::SignedDuration;
use jiff::civil::{DateTime, datetime};

use crate::ledger::{Host, Ledger};

/// While this file is there, the sender makes no more sets; it ends when all of them have arrived.
pub(crate) const FINISH: &str = "finish";
/// While this file is there, the receiver ends.
pub(crate) const STOP: &str = "stop";

/// Bytes of a part at the relay of this test: a set of the sample month is smaller.
pub(crate) const PART_BYTES: usize = 16 * 1024;

/// Address of the receiver in the sample month.
const RECEIVER: &str = "5070100002_11";
/// So many sets are under way at most.
const UNDER_WAY: usize = 8;

/// The relay, until it is killed.
pub fn relay(folder: &Path, port: u16) {
    let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
    let _server = Server::start(folder, listener).unwrap();
    loop {
        thread::park();
    }
}

/// Sends sets, each once however often this is killed.
pub fn send(profile: &Path, work: &Path) {
    let office = Arc::new(Office::open(profile).unwrap());
    let _worker = Worker::start(Arc::clone(&office)).unwrap();
    let mut ledger = Ledger::open(work);
    let mut number = ledger.entries().last().map_or(0, |&(last, _)| last + 1);
    while !work.join(FINISH).exists() {
        if under_way(&office) < UNDER_WAY {
            let sent = office.send(&set(number), &letter(number)).unwrap();
            ledger.note(number, sent.id);
            number += 1;
        }
        thread::sleep(Duration::from_millis(fastrand::u64(1..30)));
    }
    while under_way(&office) > 0 {
        thread::sleep(Duration::from_millis(20));
    }
}

/// Every other letter is so long that the message goes in parts.
fn letter(number: u32) -> Letter {
    let mut random = fastrand::Rng::with_seed(u64::from(number));
    let long = (0..3 * PART_BYTES).map(|_| random.alphanumeric()).collect();
    Letter::new(
        "試験",
        if number.is_multiple_of(2) {
            String::new()
        } else {
            long
        },
    )
}

fn under_way(office: &Office) -> usize {
    let query = Query {
        states: vec![SentState::Waiting, SentState::Sending, SentState::Available],
        ..Query::default()
    };
    office.sent(&query).unwrap().len()
}

/// Takes what arrives, stores it, acknowledges it.
pub fn receive(profile: &Path, work: &Path) {
    let office = Arc::new(Office::open(profile).unwrap());
    let _worker = Worker::start(Arc::clone(&office)).unwrap();
    let host = Host::open(work);
    let query = Query {
        states: vec![ReceivedState::Fetched, ReceivedState::Handed],
        ..Query::default()
    };
    while !work.join(STOP).exists() {
        for message in office.received(&query).unwrap() {
            let delivery = office.take(message.id, &Control::default()).unwrap();
            let digest = digest(&samples::contents(delivery.documents()));
            host.store(message.id, delivery.cover().stamp, &digest);
            office.acknowledge(message.id).unwrap();
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// The set of a number: the plans of the sample month as if exported so many seconds later.
pub(crate) fn set(number: u32) -> MessageSet {
    samples::plans_at(RECEIVER, &stamp(number))
}

pub(crate) fn stamp(number: u32) -> String {
    const FIRST: DateTime = datetime(2026, 8, 26, 9, 30, 0, 0);
    let made = FIRST + SignedDuration::from_secs(i64::from(number));
    made.strftime("%Y%m%d%H%M%S").to_string()
}

/// Digest over the names and bytes of files.
pub(crate) fn digest(files: &[(&str, &[u8])]) -> String {
    let each: String = files
        .iter()
        .map(|(name, bytes)| format!("{name} {}\n", careplan_core::sha256_hex(bytes)))
        .collect();
    careplan_core::sha256_hex(each.as_bytes())
}
