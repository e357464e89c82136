//! Every fault of the relay, at every call.

use std::time::Instant;

use careplan_blackbox_tests::steps::{put, received_state, sent_state, sync};
use careplan_core::Control;
use careplan_core::relay::wire::RejectionReason;
use careplan_core::store::{ReceivedState, SentState};
use careplan_relay::control::Deed;
use careplan_relay::faults::{Call, Rule, What};

use super::world::{Size, World, side_by_side};

#[test]
fn every_fault_at_every_call_of_a_small_message() {
    side_by_side(OF_EVERY_MESSAGE, |call| to_messages(Size::Inline, call));
}

#[test]
fn every_fault_at_every_call_of_a_message_in_parts() {
    let calls = [Call::Announce, Call::Part, Call::Commit];
    side_by_side(calls, |call| to_messages(Size::Parts, call));
}

/// Each fault to another message of the same two offices.
fn to_messages(size: Size, call: Call) {
    let mut world = World::warm(size);
    at_every_fault(call, |name, rule| world.trial(name, rule));
    world.check_all();
}

#[test]
fn every_fault_while_logging_in() {
    side_by_side([Call::Login, Call::Refresh], |call| {
        let mut world = World::warm(Size::Inline);
        let refresh = matches!(call, Call::Login);
        at_every_fault(call, |name, rule| {
            // Tokens are over as it is.
            if !matches!(rule.what, What::Do(_)) {
                let control = world.sandbox.control();
                control.perform(Deed::ExpireTokens { refresh }).unwrap();
                world.trial(name, rule);
            }
        });
        world.check_all();
    });
}

#[test]
fn every_fault_at_the_first_call_and_at_the_first_look_for_a_receiver() {
    side_by_side([Call::Service, Call::Directory], |call| {
        at_every_fault(call, |name, rule| {
            // A new office knows nothing yet.
            let mut world = World::start(Size::Inline);
            world.trial(name, rule);
            world.check_all();
        });
    });
}

#[test]
fn every_fault_at_a_withdrawal_and_at_a_rejection() {
    side_by_side([Call::Withdraw, Call::Reject], |call| {
        let world = World::warm(Size::Inline);
        at_every_fault(call, |name, rule| end_by_a_side(&world, call, name, rule));
    });
}

fn end_by_a_side(world: &World, call: Call, name: &str, rule: Rule) {
    let id = put(&world.support, &world.set);
    sync(&world.support);
    sync(&world.service);
    let wanted = match call {
        Call::Withdraw => {
            world.support.withdraw(id).unwrap();
            (SentState::Withdrawn, ReceivedState::Withdrawn)
        }
        _ => {
            world.service.reject(id, RejectionReason::Refused).unwrap();
            (SentState::Rejected, ReceivedState::Rejected)
        }
    };
    world.add(rule);
    world.support.sync(&Control::default());
    world.service.sync(&Control::default());
    assert!(world.hits() > 0, "{name} did not strike");
    world.sandbox.control().clear_faults();
    for office in [&world.support, &world.service, &world.support] {
        office.sync(&Control::default());
    }
    assert_eq!(sent_state(&world.support, id), wanted.0, "{name}");
    assert_eq!(received_state(&world.service, id), wanted.1, "{name}");
}

/// Calls that every message needs.
const OF_EVERY_MESSAGE: [Call; 5] = [
    Call::Announce,
    Call::SentList,
    Call::ReceivedList,
    Call::Content,
    Call::Receipt,
];

/// Does something with every fault of a call.
fn at_every_fault(call: Call, mut trial: impl FnMut(&str, Rule)) {
    let (begin, faults) = (Instant::now(), faults(has_body(call)));
    let trials = faults.len();
    for (name, rule) in faults {
        let rule = rule.on(call);
        trial(&format!("{name}: {rule:?}"), rule);
    }
    let took = begin.elapsed().as_secs_f32();
    println!("{}: {trials} faults, {took:.1} s", call.name());
}

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
