//! What an office may have and do.

use std::io::{Read, Write};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use careplan_core::relay::wire::{Announce, Page, ProblemCode, Received, Sent, Service, State};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::common::{CONTENT, RECEIPT, Sandbox, assert_problem, problem, value};

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

/// The first office, which the raw connections are of.
fn head(sandbox: &Sandbox, call: &str, length: usize) -> String {
    let token = sandbox.office(0).token.unwrap();
    format!(
        "{call} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\ncontent-length: {length}\r\n\r\n"
    )
}

#[test]
fn an_office_that_sends_slowly_holds_up_nobody_else() {
    let sandbox = Sandbox::start();
    let slow = head(
        &sandbox,
        &format!("PUT /v1/sent/{}", Uuid::now_v7()),
        300_000,
    );
    let open: Vec<_> = (0..80)
        .map(|_| {
            let mut connection = sandbox.raw_connection();
            connection.write_all(slow.as_bytes()).unwrap();
            connection.write_all(b"{").unwrap();
            connection
        })
        .collect();
    let begun = Instant::now();
    let other = sandbox.office(1);
    other.send(&sandbox.announce_of(2, CONTENT), CONTENT);
    assert!(begun.elapsed() < Duration::from_secs(10));
    drop(open);
}

#[test]
fn an_office_has_so_many_connections_and_no_more() {
    let sandbox = Sandbox::start();
    let open: Vec<_> = (0..128)
        .map(|_| {
            let mut connection = sandbox.raw_connection();
            connection.write_all(b"GET").unwrap();
            connection
        })
        .collect();
    thread::sleep(Duration::from_millis(500));
    let mut one_more = sandbox.raw_connection();
    let answer = one_more
        .write_all(b"GET /v1/service HTTP/1.1\r\nhost: localhost\r\n\r\n")
        .and_then(|()| one_more.read(&mut [0; 16]));
    assert!(matches!(answer, Err(_) | Ok(0)), "{answer:?}");
    value::<Service>(sandbox.visitor(1).get("/v1/service"), 200);
    drop(open);
    thread::sleep(Duration::from_millis(500));
    value::<Service>(sandbox.visitor(0).get("/v1/service"), 200);
}

#[test]
fn a_page_holds_so_many_bytes_and_the_next_goes_on() {
    let sandbox = Sandbox::start();
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let announce = Announce {
        cover: STANDARD.encode(vec![7; 256 * 1024]),
        content: Some(STANDARD.encode(CONTENT)),
        ..sandbox.announce_of(1, CONTENT)
    };
    let sent: Vec<_> = (0..20)
        .map(|_| {
            let id = Uuid::now_v7();
            value::<Sent>(sender.announce(id, &announce), 201);
            id
        })
        .collect();
    let follow = |order: &str| {
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page: Page<Received> = value(
                receiver.get(&format!("/v1/received?limit=1000&order={order}{after}")),
                200,
            );
            assert!(page.items.len() <= 8, "{}", page.items.len());
            seen.extend(page.items.iter().map(|item| item.id));
            if !page.more {
                return seen;
            }
            after = format!("&after={}", page.items.last().unwrap().cursor);
        }
    };
    assert_eq!(follow("oldest"), sent);
    assert_eq!(follow("newest"), sent.into_iter().rev().collect::<Vec<_>>());
}

/// The change is made, so it is noted, whoever waits for the answer.
#[test]
fn what_was_done_is_noted_also_when_its_caller_has_left() {
    let sandbox = Sandbox::start();
    let (receiver, sender) = (sandbox.office(0), sandbox.office(1));
    let announce = sandbox.announce_of(0, CONTENT);
    let ids: Vec<_> = (0..8).map(|_| sender.send(&announce, CONTENT)).collect();
    for id in &ids {
        let head = head(
            &sandbox,
            &format!("PUT /v1/received/{id}/receipt"),
            RECEIPT.len(),
        );
        let mut connection = sandbox.raw_connection();
        // Closed with something unread, a connection would be reset and take the request with it.
        connection
            .write_all(b"GET /v1/service HTTP/1.1\r\nhost: localhost\r\n\r\n")
            .unwrap();
        assert!(connection.read(&mut [0; 8192]).unwrap() > 0);
        connection.write_all(head.as_bytes()).unwrap();
        connection.write_all(RECEIPT).unwrap();
        connection.flush().unwrap();
        drop(connection);
    }
    thread::sleep(Duration::from_millis(1000));
    let taken = receiver
        .received()
        .items
        .iter()
        .filter(|item| item.state == State::Taken)
        .count();
    let database = rusqlite::Connection::open(sandbox.dir.path().join("relay.sqlite3")).unwrap();
    let noted: u32 = database
        .query_row(
            "SELECT count(*) FROM audit WHERE call = 'PUT /v1/received/{id}/receipt' AND outcome = 'ok'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert!(taken > 0);
    assert_eq!(noted as usize, taken);
}

#[test]
fn covers_of_what_was_withdrawn_count_until_they_go() {
    let sandbox = Sandbox::start_with("keep_covers_days = 2\n[quota]\nkept_covers = 2\n");
    let mut sender = sandbox.office(0);
    let announce = sandbox.announce_of(1, CONTENT);
    for _ in 0..2 {
        let id = sender.send(&announce, CONTENT);
        value::<Sent>(sender.withdraw(id), 200);
    }
    let refused = sender.announce(Uuid::now_v7(), &announce);
    assert_problem(refused, ProblemCode::QuotaExceeded);
    sandbox.clock.advance(SignedDuration::from_hours(49));
    thread::sleep(Duration::from_millis(500));
    sender.log_in(&sandbox.login(0));
    let id = sender.send(&announce, CONTENT);
    assert_eq!(sender.sent(id).state, State::Available);
    let receiver = sandbox.office(1);
    let items = receiver.received().items;
    assert_eq!(items.iter().filter(|item| item.cover.is_empty()).count(), 2);
    // The same announce is still the same.
    value::<Sent>(sender.announce(items[0].id, &announce), 200);
}

#[test]
fn parts_that_are_replaced_and_announces_that_are_refused_leave_no_files() {
    let sandbox = Sandbox::start_with(&format!("{}[quota]\nwaiting_messages = 1\n", crate::DISK));
    let sender = sandbox.office(0);
    let id = Uuid::now_v7();
    let announce = sandbox.announce_of(1, CONTENT);
    value::<Sent>(sender.announce(id, &announce), 201);
    for round in 0..20 {
        let part = vec![round; CONTENT.len()];
        value::<Sent>(sender.put_part(id, 0, &part), 200);
    }
    for _ in 0..5 {
        let inline = Announce {
            content: Some(STANDARD.encode(CONTENT)),
            ..announce.clone()
        };
        let refused = sender.announce(Uuid::now_v7(), &inline);
        assert_problem(refused, ProblemCode::QuotaExceeded);
    }
    let shelves = std::fs::read_dir(sandbox.dir.path().join("contents")).unwrap();
    let folders = shelves.filter_map(|shelf| std::fs::read_dir(shelf.unwrap().path()).ok());
    let files = folders
        .flatten()
        .map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count());
    assert_eq!(files.sum::<usize>(), 1);
    value::<Sent>(sender.put_part(id, 0, CONTENT), 200);
    value::<Sent>(sender.commit(id), 200);
}

crate::everywhere!(nul_is_no_part_of_a_name,);

fn nul_is_no_part_of_a_name(sandbox: Sandbox) {
    let office = sandbox.office(0);
    let mut login = sandbox.login(0);
    login.user_id.push('\0');
    assert_problem(office.post_login(&login), ProblemCode::WrongPassword);
    assert_problem(
        office.get("/v1/directory?name=%00"),
        ProblemCode::BadRequest,
    );
}
