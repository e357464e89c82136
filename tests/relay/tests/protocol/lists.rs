//! The two lists and their cursors.

use std::collections::HashSet;
use std::thread;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use careplan_core::relay::wire::{Announce, Page, ProblemCode, Received, Sent, State};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::common::{CONTENT, Office, Sandbox, assert_problem, value};

crate::everywhere!(
    lists_go_on_after_a_cursor,
    what_changes_comes_again,
    a_message_completed_late_is_not_behind_the_cursor,
    nothing_is_missed_while_many_send,
    lists_can_be_read_from_the_newest,
    lists_can_be_cut_by_state_and_time,
);

fn sent(office: &Office, query: &str) -> Page<Sent> {
    value(office.get(&format!("/v1/sent?{query}")), 200)
}

fn received(office: &Office, query: &str) -> Page<Received> {
    value(office.get(&format!("/v1/received?{query}")), 200)
}

fn ids(page: &Page<Received>) -> Vec<Uuid> {
    page.items.iter().map(|item| item.id).collect()
}

fn lists_go_on_after_a_cursor(sandbox: Sandbox) {
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let announce = sandbox.announce_of(1, CONTENT);
    let all: Vec<_> = (0..3).map(|_| sender.send(&announce, CONTENT)).collect();
    let first = received(&receiver, "limit=2");
    assert_eq!((first.items.len(), first.more), (2, true));
    let after = first.items[1].cursor;
    let rest = received(&receiver, &format!("after={after}&limit=2"));
    assert_eq!((ids(&rest), rest.more), (vec![all[2]], false));
    let end = rest.items[0].cursor;
    assert!(
        received(&receiver, &format!("after={end}"))
            .items
            .is_empty()
    );
    let far = received(&receiver, &format!("after={}", u64::MAX));
    assert!(far.items.is_empty());
    let sent = sent(&sender, "limit=5000");
    assert_eq!(
        sent.items.iter().map(|item| item.id).collect::<Vec<_>>(),
        all
    );
    // Each office counts for itself.
    assert_eq!(received(&receiver, "limit=1").items[0].cursor, 1);
}

fn what_changes_comes_again(sandbox: Sandbox) {
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let announce = sandbox.announce_of(1, CONTENT);
    let all: Vec<_> = (0..3).map(|_| sender.send(&announce, CONTENT)).collect();
    let seen = sent(&sender, "").items[2].cursor;
    assert!(sent(&sender, &format!("after={seen}")).items.is_empty());
    value::<Received>(receiver.take(all[1]), 200);
    let news = sent(&sender, &format!("after={seen}"));
    assert_eq!(news.items.len(), 1);
    assert_eq!(
        (news.items[0].id, news.items[0].state),
        (all[1], State::Taken)
    );
    assert_eq!(ids(&received(&receiver, "")), [all[0], all[2], all[1]]);
}

fn a_message_completed_late_is_not_behind_the_cursor(sandbox: Sandbox) {
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let announce = sandbox.announce_of(1, CONTENT);
    let early = Uuid::now_v7();
    value::<Sent>(sender.announce(early, &announce), 201);
    let late = sender.send(&announce, CONTENT);
    let seen = received(&receiver, "").items[0].cursor;
    value::<Sent>(sender.upload(early, CONTENT), 200);
    assert_eq!(ids(&received(&receiver, &format!("after={seen}"))), [early]);
    assert_eq!(ids(&received(&receiver, "")), [late, early]);
}

/// A cursor that is visible has no smaller one coming after it.
fn nothing_is_missed_while_many_send(sandbox: Sandbox) {
    const EACH: usize = 15;
    let senders = [sandbox.office(0), sandbox.office(2)];
    let receiver = sandbox.office(1);
    let announce = Announce {
        content: Some(STANDARD.encode(CONTENT)),
        ..sandbox.announce_of(1, CONTENT)
    };
    let send = |office: &Office| {
        for _ in 0..EACH {
            value::<Sent>(office.announce(Uuid::now_v7(), &announce), 201);
        }
    };
    thread::scope(|scope| {
        let threads: Vec<_> = senders
            .iter()
            .cycle()
            .take(6)
            .map(|office| scope.spawn(move || send(office)))
            .collect();
        let (mut seen, mut after) = (HashSet::new(), 0);
        loop {
            let done = threads.iter().all(|thread| thread.is_finished());
            let page = received(&receiver, &format!("after={after}&limit=7"));
            seen.extend(ids(&page));
            after = page.items.last().map_or(after, |item| item.cursor);
            if done && page.items.is_empty() {
                break;
            }
        }
        assert_eq!((seen.len(), after), (6 * EACH, 6 * EACH as u64));
    });
}

fn lists_can_be_read_from_the_newest(sandbox: Sandbox) {
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let announce = sandbox.announce_of(1, CONTENT);
    let all: Vec<_> = (0..3).map(|_| sender.send(&announce, CONTENT)).collect();
    let first = received(&receiver, "order=newest&limit=2");
    assert_eq!((ids(&first), first.more), (vec![all[2], all[1]], true));
    let below = first.items[1].cursor;
    let rest = received(&receiver, &format!("order=newest&limit=2&after={below}"));
    assert_eq!((ids(&rest), rest.more), (vec![all[0]], false));
    assert_problem(
        receiver.get("/v1/received?order=best"),
        ProblemCode::BadRequest,
    );
}

fn lists_can_be_cut_by_state_and_time(sandbox: Sandbox) {
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let announce = sandbox.announce_of(1, CONTENT);
    let first = sender.send(&announce, CONTENT);
    sandbox.clock.advance(SignedDuration::from_mins(10));
    let between = sandbox.clock.now();
    sandbox.clock.advance(SignedDuration::from_mins(10));
    let second = sender.send(&announce, CONTENT);
    value::<Received>(receiver.take(first), 200);

    assert_eq!(ids(&received(&receiver, "state=available")), [second]);
    assert_eq!(ids(&received(&receiver, "state=taken")), [first]);
    assert_eq!(sent(&sender, "state=taken").items.len(), 1);
    // By when it began, not by its latest change.
    assert_eq!(
        ids(&received(&receiver, &format!("since={between}"))),
        [second]
    );
    assert_eq!(
        ids(&received(&receiver, &format!("until={between}"))),
        [first]
    );
    assert_eq!(
        sent(&sender, &format!("since={between}")).items[0].id,
        second
    );
    for bad in ["state=lost", "since=yesterday", "limit=many", "after=-1"] {
        assert_problem(
            receiver.get(&format!("/v1/received?{bad}")),
            ProblemCode::BadRequest,
        );
    }
}
