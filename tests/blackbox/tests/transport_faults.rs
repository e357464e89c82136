//! Every fault of a transport, at every place: whatever goes wrong, each message ends once at its receiver, with a receipt
//! that holds, as soon as nothing is in the way any more.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use careplan_blackbox_tests::offices::{SERVICE, SUPPORT};
use careplan_blackbox_tests::proxy::{Proxy, Way};
use careplan_blackbox_tests::samples::{contents, files_of, plans};
use careplan_blackbox_tests::sandbox::Sandbox;
use careplan_blackbox_tests::steps::{put, received_state, sent_state, sync, take};
use careplan_core::Control;
use careplan_core::exchange::{ExchangeError, Office, Query, Worker};
use careplan_core::message::MessageSet;
use careplan_core::relay::wire::{ProblemCode, RejectionReason, State};
use careplan_core::relay::{RelayError, Unreachable};
use careplan_core::store::{ReceivedState, SentState};
use careplan_relay::control::Deed;
use careplan_relay::faults::{Call, Rule, What};
use jiff::SignedDuration;
use uuid::Uuid;

const SET: &str = "5070100002_11";

/// Passes of both sides that must do, once nothing is in the way.
const PASSES: usize = 2;

/// How a content goes to the relay.
#[derive(Debug, Clone, Copy)]
enum Size {
    /// Within the announce.
    Inline,
    /// In several parts.
    Parts,
}

/// Two offices and their relay, each office behind a line of its own.
struct World {
    sandbox: Sandbox,
    lines: [Proxy; 2],
    support: Office,
    service: Office,
    set: MessageSet,
    sent: Vec<Uuid>,
    /// What the receiver's host has stored, and how often.
    stored: BTreeMap<Uuid, u32>,
    /// What was done so far, for whoever looks at a failure.
    trial: String,
}

impl World {
    fn start(size: Size) -> Self {
        Self::start_in(size, None)
    }

    /// With the sender's store in a folder.
    fn start_in(size: Size, store: Option<&Path>) -> Self {
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
    fn warm(size: Size) -> Self {
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

    fn put(&mut self) -> Uuid {
        let id = put(&self.support, &self.set);
        self.sent.push(id);
        id
    }

    fn add(&self, rule: Rule) {
        self.sandbox.control().add_fault(rule).unwrap();
    }

    /// One message under a fault; then nothing is in the way any more.
    fn trial(&mut self, name: String, rule: Rule) -> u64 {
        self.trial = name;
        self.add(rule);
        self.put();
        self.pass();
        let hits = self.hits();
        self.settle();
        hits
    }

    fn hits(&self) -> u64 {
        let rules = self.sandbox.control().faults();
        rules.iter().map(|rule| rule.hit).sum()
    }

    /// What both sides do, whether it goes well or not.
    fn pass(&mut self) {
        let control = Control::default();
        self.support.sync(&control);
        self.service.sync(&control);
        self.store_what_came();
        self.service.sync(&control);
        self.support.sync(&control);
    }

    /// The host of the receiver: takes what came, stores it, and says so.
    fn store_what_came(&mut self) {
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

    /// Nothing is in the way any more: everything arrives, once.
    #[track_caller]
    fn settle(&mut self) {
        self.sandbox.control().clear_faults();
        for line in &self.lines {
            line.heal();
        }
        for _ in 0..PASSES {
            self.pass();
        }
        for office in [&self.support, &self.service] {
            let report = office.sync(&Control::default());
            assert!(report.is_clean(), "{}: {report:?}", self.trial);
        }
        self.check();
    }

    /// Every message is once at its receiver; its sender has a receipt that holds; both sides and the relay agree.
    #[track_caller]
    fn check(&self) {
        let trial = &self.trial;
        let last = self.sent.len().saturating_sub(3);
        for id in &self.sent[last..] {
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
    fn check_all(&self) {
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
    fn reopen(&mut self) {
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

    fn restart_relay(&mut self) {
        self.sandbox.abort();
        self.sandbox.start_server();
    }
}

/// Puts another office in the place of one that has to go first.
fn replace(office: &mut Office, with: impl FnOnce(Office) -> Office) {
    // A place holder that owns nothing of the two.
    let holder = tempfile_office();
    let old = std::mem::replace(office, holder);
    *office = with(old);
}

/// An office of nobody, in a folder that is gone when the system wants.
fn tempfile_office() -> Office {
    thread_local! {
        static SPARE: Sandbox = Sandbox::prepare();
    }
    SPARE.with(|sandbox| sandbox.office(careplan_blackbox_tests::offices::THIRD))
}

/// Gives up a silent line after about two seconds.
fn impatient(sandbox: &Sandbox, number: &str) {
    let profile = sandbox.read(number, "profile.toml");
    let settings = "[relay]\nconnect_timeout_seconds = 1\ntimeout_seconds = 2\n";
    assert!(profile.contains("[relay]\n"));
    let profile = profile.replacen("[relay]\n", settings, 1);
    sandbox.write(number, "profile.toml", &profile);
}

// ---- Every fault of the relay at every call ----

/// Calls that every message needs.
const OF_EVERY_MESSAGE: &[Call] = &[
    Call::Announce,
    Call::SentList,
    Call::ReceivedList,
    Call::Content,
    Call::Receipt,
];

/// What can go wrong with a call: before and after its work, in its body and in that of its answer.
fn faults(has_body: bool) -> Vec<(&'static str, Rule)> {
    let mut faults = vec![
        ("cut before", Rule::new(What::Cut).times(2)),
        ("cut after", Rule::new(What::Cut).after_the_work().times(2)),
        (
            "a lost answer, once",
            Rule::new(What::Cut).after_the_work().times(1),
        ),
        (
            "503 before",
            Rule::new(What::Unavailable { retry_after: None }).times(1),
        ),
        (
            "503 after",
            Rule::new(What::Unavailable {
                retry_after: Some(9),
            })
            .after_the_work()
            .times(1),
        ),
        ("disk full", Rule::new(What::DiskFull).times(1)),
        ("twice", Rule::new(What::Duplicate).times(1)),
        ("slow", Rule::new(What::Delay { milliseconds: 30 }).times(1)),
    ];
    for refresh in [false, true] {
        let expire = || Rule::new(What::Do(Deed::ExpireTokens { refresh })).times(1);
        faults.push(("token expired before", expire()));
        faults.push(("token expired after", expire().after_the_work()));
    }
    for after in [Some(0), Some(1), None, Some(250)] {
        faults.push((
            "cut within the answer",
            Rule::new(What::CutResponse { after }).times(2),
        ));
    }
    for byte in [Some(0), Some(60), None, Some(400)] {
        faults.push((
            "answer flipped",
            Rule::new(What::FlipResponse { byte }).times(1),
        ));
        if has_body {
            faults.push((
                "request flipped",
                Rule::new(What::FlipRequest { byte }).times(1),
            ));
        }
    }
    if has_body {
        for after in [0, 1, 500, 3000] {
            faults.push((
                "cut within the request",
                Rule::new(What::CutRequest { after }).times(2),
            ));
        }
    }
    faults
}

fn has_body(call: Call) -> bool {
    matches!(
        call,
        Call::Announce | Call::Part | Call::Receipt | Call::Reject | Call::Login | Call::Refresh
    )
}

fn every_fault(size: Size, calls: &[Call]) {
    let (begin, mut trials, mut hits) = (Instant::now(), 0, 0);
    let mut world = World::warm(size);
    for call in calls {
        for (name, rule) in faults(has_body(*call)) {
            let name = format!("{size:?} {} {name}: {rule:?}", call.name());
            let hit = world.trial(name.clone(), rule.on(*call));
            assert!(hit > 0, "{name} did not strike");
            trials += 1;
            hits += hit;
        }
    }
    world.check_all();
    let took = begin.elapsed().as_secs_f32();
    println!("{size:?}: {trials} faults, {hits} strikes, {took:.1} s");
}

#[test]
fn every_fault_at_every_call_of_a_small_message() {
    every_fault(Size::Inline, OF_EVERY_MESSAGE);
}

#[test]
fn every_fault_at_every_call_of_a_message_in_parts() {
    every_fault(Size::Parts, &[Call::Announce, Call::Part, Call::Commit]);
}

#[test]
fn every_fault_while_logging_in() {
    let (begin, mut trials) = (Instant::now(), 0);
    let mut world = World::warm(Size::Inline);
    for (call, refresh) in [(Call::Login, true), (Call::Refresh, false)] {
        for (name, rule) in faults(true) {
            let expires_again = matches!(rule.what, What::Do(_));
            if expires_again {
                continue;
            }
            let control = world.sandbox.control();
            control.perform(Deed::ExpireTokens { refresh }).unwrap();
            let name = format!("{} {name}: {rule:?}", call.name());
            let hit = world.trial(name.clone(), rule.on(call));
            assert!(hit > 0, "{name} did not strike");
            trials += 1;
        }
    }
    world.check_all();
    println!(
        "logging in: {trials} faults, {:.1} s",
        begin.elapsed().as_secs_f32()
    );
}

#[test]
fn every_fault_at_the_first_call_and_at_the_first_look_for_a_receiver() {
    let (begin, mut trials) = (Instant::now(), 0);
    for call in [Call::Service, Call::Directory] {
        for (name, rule) in faults(false) {
            // A new office knows nothing yet.
            let mut world = World::start(Size::Inline);
            let name = format!("{} {name}: {rule:?}", call.name());
            let hit = world.trial(name.clone(), rule.on(call));
            assert!(hit > 0, "{name} did not strike");
            world.check_all();
            trials += 1;
        }
    }
    println!(
        "first calls: {trials} faults, {:.1} s",
        begin.elapsed().as_secs_f32()
    );
}

#[test]
fn every_fault_at_a_withdrawal_and_at_a_rejection() {
    let (begin, mut trials) = (Instant::now(), 0);
    let world = World::warm(Size::Inline);
    let control = world.sandbox.control();
    for call in [Call::Withdraw, Call::Reject] {
        for (name, rule) in faults(has_body(call)) {
            let name = format!("{} {name}: {rule:?}", call.name());
            let id = put(&world.support, &world.set);
            sync(&world.support);
            sync(&world.service);
            match call {
                Call::Withdraw => world.support.withdraw(id).unwrap(),
                _ => world.service.reject(id, RejectionReason::Refused).unwrap(),
            }
            // A withdrawal has no body; some of its answer is shorter than where it would be cut.
            world.add(rule.on(call));
            world.support.sync(&Control::default());
            world.service.sync(&Control::default());
            assert!(world.hits() > 0, "{name} did not strike");
            control.clear_faults();
            for office in [&world.support, &world.service, &world.support] {
                office.sync(&Control::default());
            }
            let wanted = match call {
                Call::Withdraw => (SentState::Withdrawn, ReceivedState::Withdrawn),
                _ => (SentState::Rejected, ReceivedState::Rejected),
            };
            assert_eq!(sent_state(&world.support, id), wanted.0, "{name}");
            assert_eq!(received_state(&world.service, id), wanted.1, "{name}");
            trials += 1;
        }
    }
    println!(
        "ended by a side: {trials} faults, {:.1} s",
        begin.elapsed().as_secs_f32()
    );
}

// ---- Tokens, restarts ----

#[test]
fn tokens_that_expire_between_every_two_calls_are_renewed_each_time() {
    for size in [Size::Inline, Size::Parts] {
        for refresh in [false, true] {
            let mut world = World::warm(size);
            let id = world.put();
            for call in Call::ALL {
                if !matches!(call, Call::Login | Call::Refresh) {
                    let expire = What::Do(Deed::ExpireTokens { refresh });
                    world.add(Rule::new(expire).on(*call).after_the_work());
                }
            }
            // Without any help: one round does.
            world.pass();
            assert_eq!(sent_state(&world.support, id), SentState::Taken);
            world.settle();
            world.check_all();
        }
    }
}

/// The relay answers a few calls, dies, and comes back; again and again.
#[test]
fn a_relay_that_dies_after_every_few_calls_gets_everything_done() {
    let begin = Instant::now();
    let mut restarts = 0;
    for size in [Size::Inline, Size::Parts] {
        let mut world = World::warm(size);
        // After the first call, after the second one, and so on through both sides of an exchange.
        for calls in 0..14 {
            world.trial = format!("{size:?}, {calls} calls");
            world.put();
            world.add(Rule::new(What::Cut).skip(calls));
            world.pass();
            world.restart_relay();
            restarts += 1;
            world.settle();
        }
        // Never more than four in a row.
        world.put();
        world.trial = format!("{size:?}, four calls in a row");
        for _ in 0..12 {
            for side in 0..2 {
                world.add(Rule::new(What::Cut).skip(4));
                let office = [&world.support, &world.service][side];
                office.sync(&Control::default());
                world.store_what_came();
                world.restart_relay();
                restarts += 1;
            }
        }
        world.check();
        world.settle();
        world.check_all();
    }
    println!(
        "{restarts} restarts, {:.1} s",
        begin.elapsed().as_secs_f32()
    );
}

/// The relay dies between every two calls of a session; the session goes on, for nothing of it was only remembered.
#[test]
fn every_call_of_a_session_may_be_the_first_of_a_relay_that_came_back() {
    for size in [Size::Inline, Size::Parts] {
        let mut world = World::warm(size);
        let before = world.sandbox.client(SUPPORT);
        before.login().unwrap();
        let id = world.put();
        let mut states = Vec::new();
        for _ in 0..40 {
            // One call that counts, then an end; what a pass did before is not done again.
            let done = states.len() as u32;
            world.add(Rule::new(What::Cut).skip(1 + done));
            world.support.sync(&Control::default());
            states.push(sent_state(&world.support, id));
            world.restart_relay();
            if states.last() == Some(&SentState::Available) {
                break;
            }
        }
        assert_eq!(states.last(), Some(&SentState::Available), "{states:?}");
        assert!(before.sent_message(id).is_ok(), "a session of before");
        world.settle();
        world.check_all();
    }
}

#[test]
fn programs_that_start_anew_between_every_two_steps_go_on() {
    let mut world = World::warm(Size::Parts);
    let id = world.put();
    for bytes in (0..20_000).step_by(2500) {
        world.lines[0].cut_after(Way::Up, bytes);
        world.support.sync(&Control::default());
        world.lines[0].heal();
        world.reopen();
    }
    world.support.sync(&Control::default());
    world.reopen();
    world.service.sync(&Control::default());
    world.reopen();
    // Taken and not acknowledged, it is taken once more; the host stores what it has not yet stored.
    assert_eq!(take(&world.service, id).unwrap().id(), id);
    world.reopen();
    world.store_what_came();
    world.reopen();
    world.settle();
    world.check_all();
}

// ---- The line ----

#[test]
fn a_line_that_is_cut_at_any_byte_loses_nothing() {
    let (begin, mut cuts) = (Instant::now(), 0);
    for size in [Size::Inline, Size::Parts] {
        let mut world = World::warm(size);
        for side in 0..2 {
            for way in [Way::Up, Way::Down] {
                world.put();
                let line = world.lines[side].clone();
                let bytes = line.measure(way, || world.pass());
                world.settle();
                for place in 0..12 {
                    world.trial = format!("{size:?}, side {side}, {way:?}, {place}/12 of {bytes}");
                    world.put();
                    line.cut_after(way, bytes * place / 12);
                    world.pass();
                    cuts += usize::from(line.is_dead());
                    world.settle();
                }
            }
        }
        world.check_all();
    }
    println!("{cuts} cuts, {:.1} s", begin.elapsed().as_secs_f32());
    assert!(cuts > 60);
}

#[test]
fn a_slow_line_takes_its_time_and_one_that_stands_still_is_given_up_and_gone_on_with() {
    for size in [Size::Inline, Size::Parts] {
        let mut world = World::warm(size);
        for side in 0..2 {
            for way in [Way::Up, Way::Down] {
                world.trial = format!("{size:?}, side {side}, {way:?}");
                let line = world.lines[side].clone();
                // Longer in all than a silence may last; never silent for so long.
                let id = world.put();
                line.dribble(way, 400, Duration::from_millis(30));
                world.pass();
                assert_eq!(
                    sent_state(&world.support, id),
                    SentState::Taken,
                    "{}",
                    world.trial
                );
                line.heal();
                if matches!(size, Size::Inline) {
                    world.settle();
                    continue;
                }
                world.put();
                line.dribble(way, 3000, Duration::from_secs(3600));
                let (begin, office) = (Instant::now(), [&world.support, &world.service][side]);
                let report = office.sync(&Control::default());
                let took = begin.elapsed();
                assert!(took < Duration::from_secs(12), "{} {took:?}", world.trial);
                let error = report.into_result().unwrap_err();
                assert!(
                    matches!(
                        error,
                        ExchangeError::Relay(RelayError::Unreachable(Unreachable::TimedOut))
                    ),
                    "{} {error:?}",
                    world.trial
                );
                world.settle();
            }
        }
        world.check_all();
    }
}

// ---- Out of order ----

#[test]
fn steps_that_come_out_of_order_are_refused_or_done_and_never_half_done() {
    let mut world = World::warm(Size::Parts);
    let control = world.sandbox.control();
    let (sender, receiver) = (world.sandbox.client(SUPPORT), world.sandbox.client(SERVICE));

    // Announced, and no part has come.
    let (one, other) = (world.put(), world.put());
    world.add(
        Rule::new(What::Unavailable { retry_after: None })
            .on(Call::Part)
            .times(1),
    );
    world.support.sync(&Control::default());
    assert_eq!(sender.sent_message(one).unwrap().state, State::Announced);
    control.clear_faults();

    // A commit before the parts: refused, and nothing is offered.
    let early = sender.commit(one).unwrap_err();
    assert!(
        matches!(
            early,
            RelayError::Problem {
                code: ProblemCode::Incomplete,
                ..
            }
        ),
        "{early:?}"
    );
    assert!(receiver.received_message(one).is_err());
    // Parts that come in another order, and twice.
    let size = sender.sent_message(one).unwrap().size as usize;
    let wrong = vec![0; (size - 4000).min(4000)];
    sender.upload_part(one, 1, &wrong).unwrap();
    sender.upload_part(one, 1, &wrong).unwrap();
    let early = sender.commit(one).unwrap_err();
    assert!(
        matches!(
            early,
            RelayError::Problem {
                code: ProblemCode::Incomplete,
                ..
            }
        ),
        "{early:?}"
    );
    // A part that is not what was announced is found at the commit, and sent again.
    world.settle();

    // The receipt before the content was fetched by this machine, and once more afterwards.
    let early = world.put();
    world.support.sync(&Control::default());
    world.add(
        Rule::new(What::Unavailable { retry_after: None })
            .on(Call::Content)
            .times(1),
    );
    world.service.sync(&Control::default());
    control.clear_faults();
    assert_eq!(
        received_state(&world.service, early),
        ReceivedState::Offered
    );
    assert!(world.service.acknowledge(early).is_err());
    world.settle();
    let again = receiver.receipt(early, b"\x30\x03\x02\x01\x01").unwrap();
    assert_eq!(again.state, State::Taken);
    world.settle();

    // A withdrawal that overtakes a receipt, and one that comes after it.
    let late = world.put();
    world.pass();
    assert!(sender.withdraw(late).is_err());
    assert_eq!(sent_state(&world.support, other), SentState::Taken);
    world.settle();
    world.check_all();
}

#[test]
fn messages_on_a_line_that_keeps_breaking_do_not_mix() {
    let mut world = World::warm(Size::Parts);
    let ids = [world.put(), world.put(), world.put()];
    // Each pass ends within another part of another message.
    for bytes in [6_000, 12_000, 9_000, 18_000, 7_000] {
        world.lines[0].cut_after(Way::Up, bytes);
        world.support.sync(&Control::default());
        world.lines[0].heal();
    }
    world.settle();
    assert!(ids.iter().all(|id| world.stored.contains_key(id)));
    world.check_all();
}

// ---- An hour of 503 ----

#[test]
fn an_hour_of_503_is_waited_for_and_over_at_its_end() {
    let mut world = World::warm(Size::Inline);
    let hour = Rule::new(What::Unavailable {
        retry_after: Some(3600),
    });
    world.add(hour.seconds(3600));
    let id = world.put();
    let error = world
        .support
        .sync(&Control::default())
        .into_result()
        .unwrap_err();
    assert_eq!(error.retry_after(), Some(3600));
    assert!(error.is_retryable());
    assert_eq!(sent_state(&world.support, id), SentState::Sending);

    // A worker asks once and then leaves the relay in peace.
    let before = world.hits();
    let spare = tempfile_office();
    let office = Arc::new(std::mem::replace(&mut world.support, spare));
    let worker = Worker::start(Arc::clone(&office)).unwrap();
    thread::sleep(Duration::from_millis(2500));
    let asked = world.hits() - before;
    assert!((1..=2).contains(&asked), "{asked} calls in vain");
    worker.stop();
    world.support = Arc::into_inner(office).unwrap();

    let control = world.sandbox.control();
    control.advance(SignedDuration::from_secs(3580));
    assert!(!world.support.sync(&Control::default()).is_clean());
    control.advance(SignedDuration::from_secs(21));
    // The rule is still there and over. The tokens are over, too.
    sync(&world.support);
    assert_eq!(sent_state(&world.support, id), SentState::Available);
    world.settle();
    world.check_all();
}

#[test]
fn a_worker_delivers_by_itself_when_the_relay_is_back() {
    let mut world = World::warm(Size::Inline);
    let down = Rule::new(What::Unavailable {
        retry_after: Some(1),
    });
    world.add(down.seconds(3600));
    let id = world.put();
    let spare = tempfile_office();
    let office = Arc::new(std::mem::replace(&mut world.support, spare));
    let worker = Worker::start(Arc::clone(&office)).unwrap();
    thread::sleep(Duration::from_millis(1500));
    assert_eq!(sent_state(&office, id), SentState::Sending);
    world
        .sandbox
        .control()
        .advance(SignedDuration::from_hours(1));
    let begin = Instant::now();
    while sent_state(&office, id) != SentState::Available {
        assert!(begin.elapsed() < Duration::from_secs(30), "not delivered");
        thread::sleep(Duration::from_millis(50));
    }
    worker.stop();
    world.support = Arc::into_inner(office).unwrap();
    world.settle();
    world.check_all();
}

// ---- Full disks ----

#[test]
fn a_relay_whose_disk_fills_up_at_any_call_keeps_what_it_has() {
    for size in [Size::Inline, Size::Parts] {
        let mut world = World::warm(size);
        for call in [
            Call::Announce,
            Call::Part,
            Call::Commit,
            Call::Content,
            Call::Receipt,
        ] {
            if matches!(size, Size::Inline) && matches!(call, Call::Part | Call::Commit) {
                continue;
            }
            world.trial = format!("{size:?}, full from {call:?} on");
            world.add(Rule::new(What::Do(Deed::FillDisk)).on(call));
            world.put();
            world.put();
            world.pass();
            world.pass();
            assert!(world.hits() > 0, "{}", world.trial);
            let control = world.sandbox.control();
            control.clear_faults();
            control.perform(Deed::FreeDisk).unwrap();
            world.settle();
        }
        world.check_all();
    }
}

/// A small file system of its own, where this process may make one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(kilobytes: u32) -> Option<Self> {
        let folder = std::env::temp_dir().join(format!("careplan-disk-{}", Uuid::now_v7()));
        fs::create_dir(&folder).unwrap();
        let size = format!("size={kilobytes}k");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(&folder)
            .output();
        if mount.is_ok_and(|mount| mount.status.success()) {
            return Some(Self(folder));
        }
        fs::remove_dir(&folder).unwrap();
        None
    }

    /// Takes all the room but so many bytes.
    fn fill(&self, left: u64) {
        let path = self.0.join("filler");
        let mut file = fs::File::create(&path).unwrap();
        let block = [1; 4096];
        let mut written = 0;
        while file.write_all(&block).is_ok() {
            written += block.len() as u64;
        }
        file.set_len(written.saturating_sub(left)).unwrap();
    }

    fn free(&self) {
        fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _unmounted = Command::new("umount").arg("-l").arg(&self.0).output();
        let _removed = fs::remove_dir(&self.0);
    }
}

#[test]
fn an_office_whose_disk_fills_up_loses_nothing_of_what_it_has() {
    let Some(disk) = SmallDisk::mount(16 * 1024) else {
        println!(
            "省略: 小さなファイルシステムを作れません / skipped: no small file system can be made here"
        );
        return;
    };
    let mut world = World::start_in(Size::Parts, Some(&disk.0.join("store")));
    world.put();
    world.settle();
    for left in [0, 8 << 10, 20 << 10, 40 << 10, 80 << 10, 160 << 10] {
        world.trial = format!("{left} bytes left");
        // What is in the store goes on when there is room again; what found no room was never promised.
        world.put();
        disk.fill(left);
        let control = Control::default();
        let refused = world
            .support
            .send_again(&world.set, &careplan_blackbox_tests::steps::letter());
        if let Ok(outcome) = refused {
            world.sent.push(outcome.id);
        }
        world.support.sync(&control);
        world.service.sync(&control);
        world.store_what_came();
        world.service.sync(&control);
        world.support.sync(&control);
        disk.free();
        world.settle();
    }
    world.reopen();
    world.settle();
    world.check_all();
}
