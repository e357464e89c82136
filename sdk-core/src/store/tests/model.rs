//! Any calls in any order, and a crash after any of them, keep what a store promises.

use std::fs;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::store::database::DATABASE_FILE;
use crate::store::person::KEY_FILE;

/// Few messages, so that calls meet.
const MESSAGES: u128 = 3;

#[derive(Debug, Clone)]
enum Call {
    Enqueue {
        number: u128,
        draft: bool,
        again: bool,
    },
    Reseal(u128),
    BeginAttempt(u128),
    Postpone(u128),
    Fail(u128),
    ApplySent {
        number: u128,
        history: Vec<SentState>,
        state: SentState,
        receipt: Option<u8>,
    },
    WantWithdrawal(u128),
    ApplyReceived {
        number: u128,
        state: ReceivedState,
    },
    KeepContent(u128),
    NoteHanded(u128),
    KeepReceipt(u128, u8),
    WantRejection(u128),
    PostponeReceived(u128),
    ReceiptDelivered(u128),
    Log,
    Reopen,
    /// The files as they are, without closing; with the beginning of something unfinished at the end of the log.
    Crash(Vec<u8>),
}

fn call() -> impl Strategy<Value = Call> {
    let number = 0..MESSAGES;
    let sent = || proptest::sample::select(&SentState::ALL[..]);
    let received = proptest::sample::select(&ReceivedState::ALL[..]);
    prop_oneof![
        4 => (number.clone(), any::<bool>(), any::<bool>())
            .prop_map(|(number, draft, again)| Call::Enqueue { number, draft, again }),
        1 => number.clone().prop_map(Call::Reseal),
        3 => number.clone().prop_map(Call::BeginAttempt),
        2 => number.clone().prop_map(Call::Postpone),
        1 => number.clone().prop_map(Call::Fail),
        3 => (number.clone(), prop::collection::vec(sent(), 0..3), sent(), any::<Option<u8>>())
            .prop_map(|(number, history, state, receipt)| Call::ApplySent { number, history, state, receipt }),
        1 => number.clone().prop_map(Call::WantWithdrawal),
        4 => (number.clone(), received)
            .prop_map(|(number, state)| Call::ApplyReceived { number, state }),
        3 => number.clone().prop_map(Call::KeepContent),
        3 => number.clone().prop_map(Call::NoteHanded),
        3 => (number.clone(), any::<u8>()).prop_map(|(number, receipt)| Call::KeepReceipt(number, receipt)),
        1 => number.clone().prop_map(Call::WantRejection),
        2 => number.clone().prop_map(Call::PostponeReceived),
        2 => number.prop_map(Call::ReceiptDelivered),
        1 => Just(Call::Log),
        1 => Just(Call::Reopen),
        1 => prop::collection::vec(any::<u8>(), 0..100).prop_map(Call::Crash),
    ]
}

/// All that a caller can see.
#[derive(Debug, PartialEq)]
struct View {
    sent: Vec<SentRecord>,
    received: Vec<ReceivedRecord>,
    events: Vec<StoredEvent>,
    log: LogHead,
}

impl View {
    fn of(store: &Store) -> Self {
        let by_id = SentQuery {
            order: Order::OldestFirst,
            ..SentQuery::default()
        };
        Self {
            sent: store.sent_list(&by_id).unwrap(),
            received: store.received_list(&ReceivedQuery::default()).unwrap(),
            events: store.events(0, 0).unwrap(),
            log: store.verify_log().unwrap(),
        }
    }
}

fn assert_followed(before: &View, after: &View) {
    for old in &before.sent {
        let new = after
            .sent
            .iter()
            .find(|new| new.id == old.id)
            .expect("nothing vanishes");
        assert!(new.history.starts_with(&old.history), "history only grows");
        assert!(
            !old.state.is_final() || new.state == old.state,
            "an end is an end"
        );
        assert!(
            old.receipt.is_none() || new.receipt == old.receipt,
            "a receipt stays"
        );
        assert!(new.content_kept);
    }
    for old in &before.received {
        let new = after
            .received
            .iter()
            .find(|new| new.id == old.id)
            .expect("nothing vanishes");
        assert!(new.history.starts_with(&old.history), "history only grows");
        assert!(
            !old.state.is_final() || new.state == old.state,
            "an end is an end"
        );
        assert!(
            old.receipt.is_none() || new.receipt == old.receipt,
            "a receipt stays"
        );
        assert!(!old.content_kept || new.content_kept);
    }
    assert!(after.events.starts_with(&before.events), "events only come");
    assert!(after.log.entries >= before.log.entries);
}

fn assert_sound(view: &View, store: &Store) {
    let due: Vec<_> = store
        .due(time(1000))
        .unwrap()
        .iter()
        .map(|record| record.id)
        .collect();
    for record in &view.sent {
        assert_eq!(record.history.last().unwrap().state, record.state);
        let wants_work = match record.state {
            SentState::Waiting | SentState::Sending => true,
            SentState::Available => record.withdrawing,
            _ => false,
        };
        assert_eq!(due.contains(&record.id), wants_work, "{record:?}");
        assert!(!(record.state.is_final() && record.withdrawing));
    }
    let due: Vec<_> = store
        .received_due(time(1000))
        .unwrap()
        .iter()
        .map(|record| record.id)
        .collect();
    for record in &view.received {
        assert_eq!(record.history.last().unwrap().state, record.state);
        let wants_work = matches!(
            record.state,
            ReceivedState::Offered | ReceivedState::Acknowledged | ReceivedState::Rejecting
        );
        assert_eq!(due.contains(&record.id), wants_work, "{record:?}");
        let acknowledged = record
            .history
            .iter()
            .any(|step| step.state == ReceivedState::Acknowledged);
        assert_eq!(
            record.receipt.is_some(),
            acknowledged,
            "no receipt for what was not stored"
        );
        assert!(!acknowledged || record.taken.is_some());
    }
    let steps = view
        .sent
        .iter()
        .map(|record| record.history.len())
        .sum::<usize>()
        + view
            .received
            .iter()
            .map(|record| record.history.len())
            .sum::<usize>();
    assert_eq!(view.events.len(), steps, "an event for each step");
}

/// Makes the call; that it is refused in this state is an answer too.
fn make(store: &Store, call: &Call, at: Timestamp) -> Result<(), StoreError> {
    match call {
        Call::Enqueue {
            number,
            draft,
            again,
        } => {
            let letter = Letter::new(*number);
            let mut message = letter.message();
            message.again = *again;
            if *draft {
                message.sealed = letter.sealed(SealedFor::Draft);
            }
            store.enqueue(&message).map(drop)
        }
        Call::Reseal(number) => store.reseal(
            id(*number),
            &Letter::new(*number).sealed(SealedFor::Receiver),
        ),
        Call::BeginAttempt(number) => store.begin_attempt(id(*number), at),
        Call::Postpone(number) => store.postpone(id(*number), "unreachable", at),
        Call::Fail(number) => store.fail(id(*number), "failed", at),
        Call::ApplySent {
            number,
            history,
            state,
            receipt,
        } => {
            let history: Vec<_> = history.iter().map(|&state| Step { state, at }).collect();
            let receipt = receipt.map(|byte| [byte]);
            let news = SentNews {
                history: &history,
                receipt: receipt.as_ref().map(|receipt| &receipt[..]),
                ..sent_news(*state, at)
            };
            let first = store.apply_sent(id(*number), &news)?;
            // Told again, nothing is new.
            assert!(!store.apply_sent(id(*number), &news)?, "{first}");
            Ok(())
        }
        Call::WantWithdrawal(number) => store.want_withdrawal(id(*number), at).map(drop),
        Call::ApplyReceived { number, state } => {
            let news = received_news(id(*number), *state, at);
            store.apply_received(&news)?;
            assert!(!store.apply_received(&news)?);
            Ok(())
        }
        Call::KeepContent(number) => store.keep_content(id(*number), CONTENT, at),
        Call::NoteHanded(number) => store.note_handed(id(*number), &handed(&[]), at),
        Call::KeepReceipt(number, byte) => store.keep_receipt(id(*number), &[*byte], at),
        Call::WantRejection(number) => store.want_rejection(id(*number), "refused", at),
        Call::PostponeReceived(number) => store.postpone_received(id(*number), "unreachable", at),
        Call::ReceiptDelivered(number) => store.receipt_delivered(id(*number), at),
        Call::Log => store.log(&NewLogEntry {
            at,
            actor: "somebody",
            operation: "send",
            message: None,
            persons: &[],
            outcome: "ok",
        }),
        Call::Reopen | Call::Crash(_) => Ok(()),
    }
}

/// What another process would find if this one died now.
fn after_crash(fixture: &Fixture, unfinished: &[u8]) -> Fixture {
    let folder = TempDir::new().unwrap();
    for file in [DATABASE_FILE, "store.db-wal", KEY_FILE] {
        fs::copy(fixture.folder.path().join(file), folder.path().join(file)).unwrap();
    }
    let wal = folder.path().join("store.db-wal");
    let mut bytes = fs::read(&wal).unwrap();
    bytes.extend(unfinished);
    fs::write(&wal, bytes).unwrap();
    let store = open(folder.path()).unwrap();
    Fixture { folder, store }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn promises_hold_whatever_happens(calls in prop::collection::vec(call(), 1..40)) {
        let mut fixture = Fixture::new();
        let mut view = View::of(&fixture.store);
        for (second, call) in calls.iter().enumerate() {
            let made = make(&fixture.store, call, time(second as i64));
            prop_assert!(
                matches!(made, Ok(()) | Err(StoreError::WrongState | StoreError::UnknownMessage)),
                "{:?}: {:?}", call, made
            );
            let after = View::of(&fixture.store);
            assert_followed(&view, &after);
            assert_sound(&after, &fixture.store);
            if made.is_err() {
                prop_assert_eq!(&view, &after, "a refused call changes nothing");
            }
            match call {
                Call::Reopen => fixture = fixture.reopen(),
                Call::Crash(unfinished) => fixture = after_crash(&fixture, unfinished),
                _ => {}
            }
            prop_assert_eq!(&after, &View::of(&fixture.store));
            view = after;
        }
        fixture.store.check().unwrap();
    }
}
