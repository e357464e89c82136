//! Steps out of order.

use careplan_blackbox_tests::offices::{SERVICE, SUPPORT};
use careplan_blackbox_tests::steps::{received_state, sent_state};
use careplan_core::Control;
use careplan_core::relay::RelayError;
use careplan_core::relay::wire::{ProblemCode, State};
use careplan_core::store::{ReceivedState, SentState};
use careplan_relay::faults::{Call, Rule, What};

use super::world::{Size, World};

#[test]
fn steps_that_come_out_of_order_are_refused_or_done_and_never_half_done() {
    let mut world = World::warm(Size::Parts);
    let control = world.sandbox.control();
    let (sender, receiver) = (world.sandbox.client(SUPPORT), world.sandbox.client(SERVICE));

    let incomplete = RelayError::from(ProblemCode::Incomplete);
    let once_away = |call| {
        Rule::new(What::Unavailable { retry_after: None })
            .on(call)
            .times(1)
    };

    // Announced, and no part has come.
    let (one, other) = (world.put(), world.put());
    world.add(once_away(Call::Part));
    world.support.sync(&Control::default());
    assert_eq!(sender.sent_message(one).unwrap().state, State::Announced);
    control.clear_faults();

    // A commit before the parts: refused, and nothing is offered.
    assert_eq!(sender.commit(one).unwrap_err(), incomplete);
    assert!(receiver.received_message(one).is_err());
    // Parts that come in another order, and twice.
    let size = sender.sent_message(one).unwrap().size as usize;
    let wrong = vec![0; (size - 4000).min(4000)];
    sender.upload_part(one, 1, &wrong).unwrap();
    sender.upload_part(one, 1, &wrong).unwrap();
    assert_eq!(sender.commit(one).unwrap_err(), incomplete);
    // A part that is not what was announced is found at the commit, and sent again.
    world.settle();

    // The receipt before the content was fetched by this machine, and once more afterwards.
    let early = world.put();
    world.support.sync(&Control::default());
    world.add(once_away(Call::Content));
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
