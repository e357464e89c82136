//! Tokens, relays and programs that end between any two steps.

use careplan_blackbox_tests::offices::SUPPORT;
use careplan_blackbox_tests::proxy::Way;
use careplan_blackbox_tests::steps::{sent_state, take};
use careplan_core::Control;
use careplan_core::store::SentState;
use careplan_relay::control::Deed;
use careplan_relay::faults::{Call, Rule, What};

use super::world::{Size, World, side_by_side};

#[test]
fn tokens_that_expire_between_every_two_calls_are_renewed_each_time() {
    let all = [Size::Inline, Size::Parts].map(|size| [false, true].map(|refresh| (size, refresh)));
    side_by_side(all.concat(), |(size, refresh)| {
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
    });
}

#[test]
fn a_relay_that_dies_after_any_call_of_an_exchange_gets_everything_done() {
    side_by_side([Size::Inline, Size::Parts], |size| {
        let mut world = World::warm(size);
        // After the first call, after the second one, and so on through both sides of an exchange.
        for calls in 0..14 {
            world.trial = format!("{size:?}, {calls} calls");
            world.put();
            world.add(Rule::new(What::Cut).skip(calls));
            world.pass();
            world.restart_relay();
            world.settle();
        }
        world.check_all();
    });
}

#[test]
fn a_relay_that_never_answers_more_than_four_calls_in_a_row_gets_everything_done() {
    side_by_side([Size::Inline, Size::Parts], |size| {
        let mut world = World::warm(size);
        world.put();
        world.trial = format!("{size:?}, four calls in a row");
        for _ in 0..12 {
            for side in 0..2 {
                world.add(Rule::new(What::Cut).skip(4));
                let office = [&world.support, &world.service][side];
                office.sync(&Control::default());
                world.store_what_came();
                world.restart_relay();
            }
        }
        world.check();
        world.settle();
        world.check_all();
    });
}

/// The relay dies between every two calls of a session; the session goes on, for nothing of it was only remembered.
#[test]
fn every_call_of_a_session_may_be_the_first_of_a_relay_that_came_back() {
    side_by_side([Size::Inline, Size::Parts], |size| {
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
    });
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
