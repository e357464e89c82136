//! The line between an office and its relay.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use careplan_blackbox_tests::proxy::Way;
use careplan_blackbox_tests::steps::sent_state;
use careplan_core::Control;
use careplan_core::exchange::ExchangeError;
use careplan_core::relay::{RelayError, Unreachable};
use careplan_core::store::SentState;

use super::world::{Size, World, side_by_side};

/// Each size of a message on each of the two lines.
fn lines() -> Vec<(Size, usize)> {
    let sizes = [Size::Inline, Size::Parts];
    sizes.map(|size| [0, 1].map(|side| (size, side))).concat()
}

#[test]
fn a_line_that_is_cut_at_any_byte_loses_nothing() {
    let (begin, cuts) = (Instant::now(), AtomicUsize::new(0));
    side_by_side(lines(), |(size, side)| {
        let mut world = World::warm(size);
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
                cuts.fetch_add(usize::from(line.is_dead()), Ordering::Relaxed);
                world.settle();
            }
        }
        world.check_all();
    });
    let cuts = cuts.into_inner();
    println!("{cuts} cuts, {:.1} s", begin.elapsed().as_secs_f32());
    assert!(cuts > 60);
}

#[test]
fn a_slow_line_takes_its_time() {
    side_by_side(lines(), |(size, side)| {
        let mut world = World::warm(size);
        for way in [Way::Up, Way::Down] {
            world.trial = format!("{size:?}, side {side}, {way:?}");
            let id = world.put();
            // Longer in all than a silence may last; never silent for so long.
            world.lines[side].dribble(way, 400, Duration::from_millis(30));
            world.pass();
            let state = sent_state(&world.support, id);
            assert_eq!(state, SentState::Taken, "{}", world.trial);
            world.settle();
        }
        world.check_all();
    });
}

#[test]
fn a_line_that_stands_still_is_given_up_and_gone_on_with() {
    side_by_side([0, 1], |side| {
        let mut world = World::warm(Size::Parts);
        for way in [Way::Up, Way::Down] {
            world.trial = format!("side {side}, {way:?}");
            world.put();
            world.lines[side].dribble(way, 3000, Duration::from_secs(3600));
            let (begin, office) = (Instant::now(), [&world.support, &world.service][side]);
            let report = office.sync(&Control::default());
            let took = begin.elapsed();
            assert!(took < Duration::from_secs(12), "{} {took:?}", world.trial);
            let error = report.into_result().unwrap_err();
            // In a call, or while a new connection is made after the first one was given up.
            let late = [Unreachable::TimedOut, Unreachable::ConnectTimedOut];
            assert!(
                matches!(&error, ExchangeError::Relay(RelayError::Unreachable(how)) if late.contains(how)),
                "{} {error:?}",
                world.trial
            );
            world.settle();
        }
        world.check_all();
    });
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
