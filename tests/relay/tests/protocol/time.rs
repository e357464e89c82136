//! What time brings.

use std::thread;
use std::time::Duration;

use careplan_core::relay::wire::{ProblemCode, Received, Refresh, Sent, Session, State};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::common::{CONTENT, Office, Sandbox, assert_problem, value};

crate::everywhere!(
    what_nobody_takes_expires,
    contents_go_after_their_time,
    a_login_is_refreshed_and_ends,
);

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Logs in anew, because the tokens' time goes by the same clock.
fn later(sandbox: &Sandbox, days: i32, offices: [&mut Office; 2]) {
    sandbox.clock.advance(DAY * days);
    for (index, office) in offices.into_iter().enumerate() {
        office.log_in(&sandbox.login(index));
    }
    thread::sleep(Duration::from_millis(300));
}

fn what_nobody_takes_expires(sandbox: Sandbox) {
    let (mut sender, mut receiver) = (sandbox.office(0), sandbox.office(1));
    let announce = sandbox.announce_of(1, CONTENT);
    let offered = sender.send(&announce, CONTENT);
    let pending = Uuid::now_v7();
    value::<Sent>(sender.announce(pending, &announce), 201);
    later(&sandbox, 89, [&mut sender, &mut receiver]);
    assert_eq!(sender.sent(offered).state, State::Available);
    later(&sandbox, 2, [&mut sender, &mut receiver]);
    for id in [offered, pending] {
        let sent = sender.sent(id);
        assert_eq!((sent.state, sent.is_final), (State::Expired, true));
        assert!(sent.history.last().unwrap().at >= sent.expires_at);
    }
    assert_eq!(receiver.received_message(offered).state, State::Expired);
    assert_problem(receiver.content(offered), ProblemCode::ContentGone);
    assert_problem(receiver.take(pending), ProblemCode::UnknownMessage);
    let taken: Received = value(receiver.take(offered), 200);
    assert_eq!(taken.state, State::Expired);
    assert!(sender.sent(offered).receipt.is_some());
    assert_problem(sender.put_part(pending, 0, CONTENT), ProblemCode::Final);
    // The sender finds them where the list goes on.
    let last: Vec<_> = [offered, pending].map(|id| sender.sent(id).cursor).into();
    assert_eq!(sender.news("").sent, last.into_iter().max().unwrap());
}

fn contents_go_after_their_time(sandbox: Sandbox) {
    let (mut sender, mut receiver) = (sandbox.office(0), sandbox.office(1));
    let announce = sandbox.announce_of(1, CONTENT);
    let (taken, open) = (
        sender.send(&announce, CONTENT),
        sender.send(&announce, CONTENT),
    );
    value::<Received>(receiver.take(taken), 200);
    later(&sandbox, 6, [&mut sender, &mut receiver]);
    assert_eq!(receiver.content(taken).bytes().unwrap(), CONTENT);
    later(&sandbox, 2, [&mut sender, &mut receiver]);
    assert_problem(receiver.content(taken), ProblemCode::ContentGone);
    assert_eq!(receiver.content(open).bytes().unwrap(), CONTENT);
    // The rest stays.
    assert!(sender.sent(taken).receipt.is_some());
    assert!(!receiver.received_message(taken).cover.is_empty());
    let kept = sandbox.dir.path().join("contents");
    if kept.exists() {
        let shelves = std::fs::read_dir(kept).unwrap();
        let count: usize = shelves
            .filter_map(|shelf| std::fs::read_dir(shelf.unwrap().path()).ok())
            .map(Iterator::count)
            .sum();
        assert_eq!(count, 1);
    }
}

fn a_login_is_refreshed_and_ends(sandbox: Sandbox) {
    let mut office = sandbox.visitor(0);
    let session: Session = value(office.post_login(&sandbox.login(0)), 200);
    assert_eq!(
        (session.expires_in, session.refresh_expires_in),
        (3600, 8 * 3600)
    );
    office.token = Some(session.access_token);
    sandbox.clock.advance(SignedDuration::from_mins(61));
    assert_problem(office.get("/v1/sent"), ProblemCode::TokenExpired);
    let refresh = |office: &Office| {
        let body = Refresh {
            refresh_token: session.refresh_token.clone(),
        };
        let url = format!("{}/v1/refresh", office.url);
        office.exchange(office.http.post(url).json(&body))
    };
    // Another certificate gets nothing for it.
    assert_problem(refresh(&sandbox.visitor(1)), ProblemCode::RefreshExpired);
    let renewed: Session = value(refresh(&office), 200);
    assert_eq!(renewed.refresh_token, session.refresh_token);
    office.token = Some(renewed.access_token);
    assert_eq!(office.get("/v1/sent").status(), 200);
    assert_eq!(office.post("/v1/logout").status(), 204);
    assert_problem(office.get("/v1/sent"), ProblemCode::NotLoggedIn);
    assert_problem(refresh(&office), ProblemCode::RefreshExpired);
}
