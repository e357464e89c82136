//! A relay that has no time.

use std::thread;
use std::time::{Duration, Instant};

use careplan_blackbox_tests::steps::{sent_state, sync, sync_error};
use careplan_core::Control;
use careplan_core::store::SentState;
use careplan_relay::faults::{Rule, What};
use jiff::SignedDuration;

use super::world::{Size, World};

/// 503 for an hour of the relay's clock.
fn an_hour_of_503(retry_after: u64) -> Rule {
    let away = What::Unavailable {
        retry_after: Some(retry_after),
    };
    Rule::new(away).seconds(3600)
}

#[test]
fn an_hour_of_503_is_waited_for_and_over_at_its_end() {
    let mut world = World::warm(Size::Inline);
    world.add(an_hour_of_503(3600));
    let id = world.put();
    let error = sync_error(&world.support);
    assert_eq!(error.retry_after(), Some(3600));
    assert!(error.is_retryable());
    // It was not begun: the pass ended before.
    assert_eq!(sent_state(&world.support, id), SentState::Waiting);

    // A worker asks once and then leaves the relay in peace.
    let before = world.hits();
    world.with_worker(|world, _| {
        thread::sleep(Duration::from_millis(2500));
        let asked = world.hits() - before;
        assert!((1..=2).contains(&asked), "{asked} calls in vain");
    });

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
    world.add(an_hour_of_503(1));
    let id = world.put();
    world.with_worker(|world, office| {
        thread::sleep(Duration::from_millis(1500));
        assert_eq!(sent_state(office, id), SentState::Waiting);
        let control = world.sandbox.control();
        control.advance(SignedDuration::from_hours(1));
        let begin = Instant::now();
        while sent_state(office, id) != SentState::Available {
            assert!(begin.elapsed() < Duration::from_secs(30), "not delivered");
            thread::sleep(Duration::from_millis(50));
        }
    });
    world.settle();
    world.check_all();
}
