//! Two offices, their relay, and what stands between them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;

use careplan_blackbox_tests::offices::{SERVICE, SUPPORT, THIRD};
use careplan_blackbox_tests::proxy::Proxy;
use careplan_blackbox_tests::samples::{contents, files_of, plans};
use careplan_blackbox_tests::sandbox::Sandbox;
use careplan_blackbox_tests::steps::{put, received_state, sent_state, take};
use careplan_core::Control;
use careplan_core::exchange::{Office, Query, Worker};
use careplan_core::message::MessageSet;
use careplan_core::relay::wire::State;
use careplan_core::store::{ReceivedState, SentState};
use careplan_relay::faults::Rule;
use uuid::Uuid;

const SET: &str = "5070100002_11";

/// How a content goes to the relay.
#[derive(Debug, Clone, Copy)]
pub enum Size {
    /// Within the announce.
    Inline,
    /// In several parts.
    Parts,
}

/// Two offices and their relay, each office behind a line of its own.
pub struct World {
    pub sandbox: Sandbox,
    pub lines: [Proxy; 2],
    pub support: Office,
    pub service: Office,
    pub set: MessageSet,
    pub sent: Vec<Uuid>,
    /// What the receiver's host has stored, and how often.
    pub stored: BTreeMap<Uuid, u32>,
    /// What was done so far, for whoever looks at a failure.
    pub trial: String,
}

impl World {
    pub fn start(size: Size) -> Self {
        Self::start_in(size, None)
    }

    /// With the sender's store in a folder.
    pub fn start_in(size: Size, store: Option<&Path>) -> Self {
        let mut sandbox = Sandbox::prepare();
        if matches!(size, Size::Parts) {
            sandbox.set_relay("part_bytes = 4000\n");
        }
        sandbox.start_server();
        let lines = [SUPPORT, SERVICE].map(|number| {
            let line = Proxy::before(sandbox.port());
            sandbox.point_at(number, &line.url());
            impatient(&sandbox, number);
            line
        });
        if let Some(store) = store {
            let profile = sandbox.read(SUPPORT, "profile.toml");
            let folder = format!("\n[store]\nfolder = \"{}\"\n", store.display());
            assert!(!profile.contains("\n[store]"), "{profile}");
            sandbox.write(SUPPORT, "profile.toml", &(profile + &folder));
        }
        let (support, service) = (sandbox.office(SUPPORT), sandbox.office(SERVICE));
        Self {
            sandbox,
            lines,
            support,
            service,
            set: plans(SET),
            sent: Vec::new(),
            stored: BTreeMap::new(),
            trial: String::new(),
        }
    }

    /// The same after one message has gone through, so that sessions are open and the receiver is known.
    pub fn warm(size: Size) -> Self {
        let mut world = Self::start(size);
        world.put();
        world.settle();
        let id = world.sent[0];
        let stored = world.sandbox.control().message(id).unwrap().unwrap();
        match size {
            Size::Inline => assert_eq!(stored.parts.len(), 1),
            Size::Parts => assert!(stored.parts.len() > 1, "{}", stored.size),
        }
        world
    }

    pub fn put(&mut self) -> Uuid {
        let id = put(&self.support, &self.set);
        self.sent.push(id);
        id
    }

    pub fn add(&self, rule: Rule) {
        self.sandbox.control().add_fault(rule).unwrap();
    }

    /// One message under a fault, which strikes; then nothing is in the way any more.
    pub fn trial(&mut self, name: &str, rule: Rule) {
        name.clone_into(&mut self.trial);
        self.add(rule);
        self.put();
        self.pass();
        assert!(self.hits() > 0, "{name} did not strike");
        self.settle();
    }

    pub fn hits(&self) -> u64 {
        let rules = self.sandbox.control().faults();
        rules.iter().map(|rule| rule.hit).sum()
    }

    /// What both sides do, whether it goes well or not.
    pub fn pass(&mut self) {
        let control = Control::default();
        self.support.sync(&control);
        self.service.sync(&control);
        self.store_what_came();
        self.service.sync(&control);
        self.support.sync(&control);
    }

    /// The host of the receiver: takes what came, stores it, and says so.
    pub fn store_what_came(&mut self) {
        // A host that died after it was given a message has not stored it, and takes it once more.
        let query = Query {
            states: vec![ReceivedState::Fetched, ReceivedState::Handed],
            ..Query::default()
        };
        let waiting = self.service.received(&query).unwrap();
        for id in waiting.iter().map(|message| message.id) {
            let delivery = take(&self.service, id).unwrap();
            assert_eq!(contents(delivery.documents()), files_of(&self.set));
            *self.stored.entry(id).or_default() += 1;
            self.service.acknowledge(id).unwrap();
        }
    }

    /// Nothing is in the way any more: everything arrives, once, after two passes of both sides at the latest.
    #[track_caller]
    pub fn settle(&mut self) {
        self.sandbox.control().clear_faults();
        for line in &self.lines {
            line.heal();
        }
        self.pass();
        if !self.is_done() {
            self.pass();
        }
        for office in [&self.support, &self.service] {
            let report = office.sync(&Control::default());
            assert!(report.is_clean(), "{}: {report:?}", self.trial);
        }
        self.check();
    }

    /// Whether both sides say of what was sent last that it is done.
    fn is_done(&self) -> bool {
        self.latest().iter().all(|id| {
            let received = self.service.received_message(*id);
            sent_state(&self.support, *id) == SentState::Taken
                && received.is_ok_and(|message| message.state == ReceivedState::Taken)
        })
    }

    fn latest(&self) -> &[Uuid] {
        &self.sent[self.sent.len().saturating_sub(3)..]
    }

    /// Every message is once at its receiver; its sender has a receipt that holds; both sides and the relay agree.
    #[track_caller]
    pub fn check(&self) {
        let trial = &self.trial;
        for id in self.latest() {
            assert_eq!(self.stored.get(id), Some(&1), "{trial}");
            assert_eq!(sent_state(&self.support, *id), SentState::Taken, "{trial}");
            assert_eq!(
                received_state(&self.service, *id),
                ReceivedState::Taken,
                "{trial}"
            );
            let message = self.support.sent_message(*id).unwrap().message;
            let receipt = message.receipt.expect(trial).expect(trial).receipt.clone();
            assert_eq!(receipt.message, *id, "{trial}");
            assert_eq!(
                message.reason.map(|reason| reason.code().to_owned()),
                None,
                "{trial}"
            );
            let stored = self.sandbox.control().message(*id).unwrap().unwrap();
            assert_eq!(stored.state, State::Taken, "{trial}");
        }
    }

    /// Nothing is anywhere that was not sent, and nothing twice.
    pub fn check_all(&self) {
        let mut sent = self.sent.clone();
        sent.sort();
        assert_eq!(self.stored.keys().copied().collect::<Vec<_>>(), sent);
        assert!(self.stored.values().all(|times| *times == 1));
        let received = self.service.received(&Query::default()).unwrap();
        let mut received: Vec<_> = received.iter().map(|message| message.id).collect();
        received.sort();
        assert_eq!(received, sent);
        let relay = self.sandbox.control().messages(None, 10_000).unwrap();
        let relay: Vec<_> = relay.iter().map(|message| message.id).collect();
        assert_eq!(relay, sent);
        for message in self.support.sent(&Query::default()).unwrap() {
            assert_eq!(message.state, SentState::Taken);
            assert!(message.taken().is_some(), "{}", message.id);
        }
    }

    /// Another program with the same folders.
    pub fn reopen(&mut self) {
        let Self {
            sandbox,
            support,
            service,
            ..
        } = self;
        for (number, office) in [(SUPPORT, support), (SERVICE, service)] {
            let folder = sandbox.folder(number);
            // One owner at a time.
            replace(office, |old| {
                drop(old);
                Office::open(&folder).unwrap()
            });
        }
    }

    /// What a worker of the sender does by itself while this looks on.
    pub fn with_worker(&mut self, look: impl FnOnce(&Self, &Office)) {
        let office = Arc::new(std::mem::replace(&mut self.support, office_of_nobody()));
        let worker = Worker::start(Arc::clone(&office)).unwrap();
        look(self, &office);
        worker.stop();
        self.support = Arc::into_inner(office).unwrap();
    }

    pub fn restart_relay(&mut self) {
        self.sandbox.abort();
        self.sandbox.start_server();
    }
}

/// Puts another office in the place of one that has to go first.
fn replace(office: &mut Office, with: impl FnOnce(Office) -> Office) {
    // A place holder that owns nothing of the two.
    let holder = office_of_nobody();
    let old = std::mem::replace(office, holder);
    *office = with(old);
}

/// An office of nobody, in a folder that is gone when the system wants.
fn office_of_nobody() -> Office {
    thread_local! {
        static SPARE: Sandbox = Sandbox::prepare();
    }
    SPARE.with(|sandbox| sandbox.office(THIRD))
}

/// Gives up a silent line after about two seconds.
fn impatient(sandbox: &Sandbox, number: &str) {
    let profile = sandbox.read(number, "profile.toml");
    let settings = "[relay]\nconnect_timeout_seconds = 1\ntimeout_seconds = 2\n";
    assert!(profile.contains("[relay]\n"));
    let profile = profile.replacen("[relay]\n", settings, 1);
    sandbox.write(number, "profile.toml", &profile);
}

/// So many worlds of a test at a time. Most of their time is that of disks and timers; more of them would be slow enough for
/// time-outs that nobody wants.
const AT_ONCE: usize = 2;

/// Does something for each of these, some of them at a time.
pub fn side_by_side<T: Send>(all: impl IntoIterator<Item = T>, work: impl Fn(T) + Sync) {
    let all: Vec<_> = all.into_iter().collect();
    let left = Mutex::new(all.into_iter());
    let next = || left.lock().unwrap().next();
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(one) = next() {
                    work(one);
                }
            });
        }
    });
}
