//! Waiting for news.

use std::thread;
use std::time::{Duration, Instant};

use careplan_core::relay::wire::{News, ProblemCode};

use crate::common::{CONTENT, Sandbox, assert_problem};

crate::everywhere!(
    news_come_at_once_when_there_are_some,
    who_waits_is_woken,
    a_stop_ends_the_waiting,
);

fn news_come_at_once_when_there_are_some(sandbox: Sandbox) {
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let none = News {
        sent: 0,
        received: 0,
        epoch: sender.news("").epoch,
    };
    assert!(none.epoch.is_some());
    assert_eq!(receiver.news(""), none);
    let begun = Instant::now();
    assert_eq!(receiver.news("wait=1"), none);
    assert!(begun.elapsed() >= Duration::from_secs(1));
    sender.send(&sandbox.announce_of(1, CONTENT), CONTENT);
    let begun = Instant::now();
    let news = receiver.news("received=0&wait=60");
    assert_eq!((news.sent, news.received), (0, 1));
    assert!(begun.elapsed() < Duration::from_secs(1));
    assert_eq!(sender.news("sent=0&wait=60").sent, 3);
    assert_problem(receiver.get("/v1/news?wait=x"), ProblemCode::BadRequest);
}

fn who_waits_is_woken(sandbox: Sandbox) {
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let announce = sandbox.announce_of(1, CONTENT);
    thread::scope(|scope| {
        let waiting = scope.spawn(|| (receiver.news("received=0&wait=60"), Instant::now()));
        thread::sleep(Duration::from_millis(300));
        sender.send(&announce, CONTENT);
        let sent = Instant::now();
        let (news, woken) = waiting.join().unwrap();
        assert_eq!(news.received, 1);
        assert!(woken < sent + Duration::from_secs(3));
    });
}

fn a_stop_ends_the_waiting(mut sandbox: Sandbox) {
    let receiver = sandbox.office(1);
    thread::scope(|scope| {
        let waiting = scope.spawn(|| receiver.news("wait=60"));
        thread::sleep(Duration::from_millis(300));
        let begun = Instant::now();
        sandbox.server.take().unwrap().stop();
        assert!(begun.elapsed() < Duration::from_secs(4));
        assert_eq!(waiting.join().unwrap().received, 0);
    });
}
