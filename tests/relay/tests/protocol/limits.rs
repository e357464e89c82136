//! What an office may have and do.

use std::thread;
use std::time::Duration;

use careplan_core::relay::wire::{ProblemCode, Received, Sent, Service};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::common::{CONTENT, Sandbox, assert_problem, problem, value};

#[test]
fn too_many_waiting_messages_are_refused_until_some_are_taken() {
    let sandbox = Sandbox::start_with("[quota]\nwaiting_messages = 2\n");
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let announce = sandbox.announce_of(1, CONTENT);
    let first = sender.send(&announce, CONTENT);
    let second = Uuid::now_v7();
    value::<Sent>(sender.announce(second, &announce), 201);
    let refused = sender.announce(Uuid::now_v7(), &announce);
    let header = refused.headers()["retry-after"]
        .to_str()
        .unwrap()
        .to_owned();
    let refused = problem(refused);
    assert_eq!(refused.code, ProblemCode::QuotaExceeded);
    assert_eq!(refused.retry_after.unwrap().to_string(), header);
    // What is known goes on.
    value::<Sent>(sender.announce(second, &announce), 200);
    value::<Sent>(sender.upload(second, CONTENT), 200);
    // Another office has room of its own.
    value::<Sent>(sandbox.office(2).announce(Uuid::now_v7(), &announce), 201);
    value::<Received>(receiver.take(first), 200);
    sender.send(&announce, CONTENT);
}

#[test]
fn too_many_waiting_bytes_are_refused() {
    let sandbox = Sandbox::start_with("[quota]\nwaiting_bytes = 100\n");
    let sender = sandbox.office(0);
    let announce = sandbox.announce_of(1, CONTENT);
    sender.send(&announce, CONTENT);
    let second = sender.send(&announce, CONTENT);
    let refused = sender.announce(Uuid::now_v7(), &announce);
    assert_problem(refused, ProblemCode::QuotaExceeded);
    value::<Sent>(sender.withdraw(second), 200);
    sender.send(&announce, CONTENT);
}

#[test]
fn too_many_requests_are_told_when_to_come_back() {
    let sandbox = Sandbox::start_with("[quota]\nrequests_per_minute = 10\n");
    let (office, other) = (sandbox.office(0), sandbox.office(1));
    let refused = (0..20)
        .map(|_| office.get("/v1/sent"))
        .find(|answer| answer.status() != 200)
        .unwrap();
    let seconds: i64 = refused.headers()["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert_problem(refused, ProblemCode::TooManyRequests);
    assert_eq!(other.get("/v1/sent").status(), 200);
    sandbox.clock.advance(SignedDuration::from_secs(seconds));
    assert_eq!(office.get("/v1/sent").status(), 200);
}

#[test]
fn maintenance_is_announced_and_then_refuses_everything_else() {
    let (begin, end) = (3600, 7200);
    let now = jiff::Timestamp::now();
    let at = |seconds| now + SignedDuration::from_secs(seconds);
    let sandbox = Sandbox::start_with(&format!(
        "[maintenance]\nfrom = \"{}\"\nuntil = \"{}\"\n",
        at(begin),
        at(end)
    ));
    let mut office = sandbox.office(0);
    let service: Service = value(office.get("/v1/service"), 200);
    assert_eq!(service.maintenance.unwrap().until, at(end));
    assert_eq!(office.get("/v1/sent").status(), 200);
    sandbox.clock.advance(SignedDuration::from_secs(begin + 60));
    value::<Service>(office.get("/v1/service"), 200);
    let down = problem(office.get("/v1/sent"));
    assert_eq!(down.code, ProblemCode::Maintenance);
    assert!((3500..=3600).contains(&down.retry_after.unwrap()));
    assert_problem(
        office.post_login(&sandbox.login(0)),
        ProblemCode::Maintenance,
    );
    sandbox.clock.advance(SignedDuration::from_secs(3600));
    office.log_in(&sandbox.login(0));
    let service: Service = value(office.get("/v1/service"), 200);
    assert_eq!(service.maintenance, None);
}

/// Who, when, which call, which message, how it ended; no token and nothing else of what was sent.
#[test]
fn every_call_is_noted() {
    let sandbox = Sandbox::start();
    let (sender, other) = (sandbox.office(0), sandbox.office(2));
    let id = sender.send(&sandbox.announce_of(1, CONTENT), CONTENT);
    assert_problem(
        other.get(&format!("/v1/received/{id}")),
        ProblemCode::UnknownMessage,
    );
    other.get("/v1/sent/my-secret?x=my-secret");
    thread::sleep(Duration::from_millis(500));
    let database = rusqlite::Connection::open(sandbox.dir.path().join("relay.sqlite3")).unwrap();
    let mut query = database
        .prepare("SELECT office, call, coalesce(message, ''), outcome FROM audit ORDER BY sequence")
        .unwrap();
    let rows: Vec<[String; 4]> = query
        .query_map([], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let row = |office: usize, call: &str, message: &str, outcome: &str| {
        let office = sandbox.offices[office].number.to_string();
        [
            office,
            call.to_owned(),
            message.to_owned(),
            outcome.to_owned(),
        ]
    };
    let id = id.to_string();
    for expected in [
        row(0, "POST /v1/login", "", "ok"),
        row(0, "PUT /v1/sent/{id}", &id, "ok"),
        row(0, "PUT /v1/sent/{id}/parts/{number}", &id, "ok"),
        row(0, "POST /v1/sent/{id}/commit", &id, "ok"),
        row(2, "GET /v1/received/{id}", &id, "unknown_message"),
        row(2, "GET /v1/sent/{id}", "", "unknown_message"),
    ] {
        assert!(rows.contains(&expected), "{expected:?}");
    }
}

/// Left behind by a crash between the disk and the database.
#[test]
fn files_that_belong_to_nothing_go_at_the_start() {
    let mut sandbox = Sandbox::start_with(crate::DISK);
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let id = sender.send(&sandbox.announce_of(1, CONTENT), CONTENT);
    sandbox.server.take().unwrap().stop();
    let contents = sandbox.dir.path().join("contents");
    let folder_of = |id: &str| contents.join(&id[id.len() - 2..]).join(id);
    let kept = folder_of(&id.to_string());
    std::fs::write(kept.join("1-0123456789abcdef"), b"x").unwrap();
    std::fs::write(kept.join("x.partial"), b"x").unwrap();
    let nobodys = folder_of(&Uuid::now_v7().to_string());
    std::fs::create_dir_all(&nobodys).unwrap();
    std::fs::write(nobodys.join("0-0123456789abcdef"), b"x").unwrap();
    sandbox.restart();
    assert!(!nobodys.exists());
    assert_eq!(std::fs::read_dir(&kept).unwrap().count(), 1);
    assert_eq!(receiver.content(id).bytes().unwrap(), CONTENT);
}

#[test]
fn a_folder_is_served_once() {
    let sandbox = Sandbox::start();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let second = careplan_relay::Server::start(sandbox.dir.path(), listener);
    assert!(matches!(second, Err(careplan_relay::Error::Running(_))));
}
