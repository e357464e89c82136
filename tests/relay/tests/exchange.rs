//! Messages from announce to receipt, seen from outside over real TLS.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use careplan_core::relay::wire::{Announce, Page, ProblemCode, Received, Sent, State};
use common::{CONTENT, Sandbox, assert_problem, sha256, tls_config, value};
use uuid::Uuid;

const RECEIPT: &[u8] = b"\x30\x03\x02\x01\x01";

#[test]
fn a_message_goes_all_the_way() {
    let sandbox = Sandbox::start();
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let id = sender.send(&sandbox.announce_of(1, CONTENT), CONTENT);

    let page = receiver.received();
    assert_eq!((page.items.len(), page.more), (1, false));
    let item = &page.items[0];
    assert_eq!(
        (item.id, item.sender, item.state),
        (id, sandbox.offices[0].number, State::Available)
    );
    assert_eq!(STANDARD.decode(&item.cover).unwrap(), b"sealed cover");

    let content = receiver.get(&format!("/v1/received/{id}/content"));
    assert_eq!(
        content.headers()["content-type"],
        "application/octet-stream"
    );
    assert_eq!(content.bytes().unwrap(), CONTENT);

    let path = format!("/v1/received/{id}/receipt");
    let taken: Received = value(receiver.put(&path, RECEIPT.to_vec()), 200);
    assert_eq!(taken.state, State::Taken);
    // A receiver that lost the answer signs again: the first receipt stays.
    let again: Received = value(receiver.put(&path, b"\x30\x00".to_vec()), 200);
    assert_eq!(again, taken);

    let sent = sender.sent(id);
    assert_eq!((sent.state, sent.taken_at), (State::Taken, taken.taken_at));
    assert_eq!(sent.receipt, Some(STANDARD.encode(RECEIPT)));
    let list: Page<Sent> = value(sender.get("/v1/sent"), 200);
    assert_eq!(list.items, [sent]);
    let open: Page<Received> = value(receiver.get("/v1/received?state=available"), 200);
    assert!(open.items.is_empty());
    // Content that comes once more changes nothing.
    assert_eq!(
        value::<Sent>(sender.upload(id, CONTENT), 200).state,
        State::Taken
    );
}

#[test]
fn announces_are_idempotent_and_conflicts_are_refused() {
    let sandbox = Sandbox::start();
    let (sender, other) = (sandbox.office(0), sandbox.office(2));
    let id = Uuid::now_v7();
    let announce = sandbox.announce_of(1, CONTENT);
    let first: Sent = value(sender.announce(id, &announce), 201);
    let second: Sent = value(sender.announce(id, &announce), 200);
    assert_eq!(first, second);
    let different = Announce {
        cover: STANDARD.encode(b"another cover"),
        ..announce.clone()
    };
    assert_problem(sender.announce(id, &different), ProblemCode::Conflict);
    assert_problem(
        sender.announce(id, &sandbox.announce_of(2, CONTENT)),
        ProblemCode::Conflict,
    );
    assert_problem(other.announce(id, &announce), ProblemCode::Conflict);
    // Still the same once the content is there.
    let complete: Sent = value(sender.upload(id, CONTENT), 200);
    assert_eq!(value::<Sent>(sender.announce(id, &announce), 200), complete);
}

#[test]
fn malformed_announces_are_refused() {
    let sandbox = Sandbox::start();
    let sender = sandbox.office(0);
    let good = sandbox.announce_of(1, CONTENT);
    let refused =
        |announce: Announce, code| assert_problem(sender.announce(Uuid::now_v7(), &announce), code);
    let cover = |bytes: usize| STANDARD.encode(vec![0; bytes]);
    refused(
        Announce {
            sha256: good.sha256.to_uppercase(),
            ..good.clone()
        },
        ProblemCode::BadRequest,
    );
    refused(
        Announce {
            cover: "?".to_owned(),
            ..good.clone()
        },
        ProblemCode::BadRequest,
    );
    refused(
        Announce {
            size: 64 * 1024 * 1024 + 1,
            ..good.clone()
        },
        ProblemCode::TooLarge,
    );
    refused(
        Announce {
            size: u64::MAX,
            ..good.clone()
        },
        ProblemCode::TooLarge,
    );
    refused(
        Announce {
            cover: cover(256 * 1024 + 1),
            ..good.clone()
        },
        ProblemCode::TooLarge,
    );
    let stranger = "0175701069".parse().unwrap();
    refused(
        Announce {
            receiver: stranger,
            ..good.clone()
        },
        ProblemCode::UnknownOffice,
    );
    let json = serde_json::to_vec(&good).unwrap();
    let version_4 = sender.put("/v1/sent/f47ac10b-58cc-4372-a567-0e02b2c3d479", json);
    assert_problem(version_4, ProblemCode::BadRequest);
    let largest = Announce {
        cover: cover(256 * 1024),
        ..good
    };
    assert_eq!(sender.announce(Uuid::now_v7(), &largest).status(), 201);
}

#[test]
fn content_must_be_what_was_announced() {
    let sandbox = Sandbox::start();
    let sender = sandbox.office(0);
    let id = Uuid::now_v7();
    value::<Sent>(sender.announce(id, &sandbox.announce_of(1, CONTENT)), 201);
    let mut changed = CONTENT.to_vec();
    changed[0] ^= 1;
    let longer = [CONTENT, &vec![0; 3_000_000]].concat();
    for bad in [&changed[..], &CONTENT[1..], &longer, b""] {
        assert_problem(sender.upload(id, bad), ProblemCode::DigestMismatch);
        assert_eq!(sender.sent(id).state, State::Announced);
    }
    let too_large = sender.upload(id, &vec![0; 64 * 1024 * 1024 + 1]);
    assert_problem(too_large, ProblemCode::TooLarge);
    assert_eq!(
        value::<Sent>(sender.upload(id, CONTENT), 200).state,
        State::Available
    );
    let once_more = sender.upload(id, &changed);
    assert_problem(once_more, ProblemCode::DigestMismatch);
}

#[test]
fn the_messages_of_others_do_not_exist() {
    let sandbox = Sandbox::start();
    let (sender, receiver, other) = (sandbox.office(0), sandbox.office(1), sandbox.office(2));
    let id = Uuid::now_v7();
    value::<Sent>(sender.announce(id, &sandbox.announce_of(1, CONTENT)), 201);
    let content = format!("/v1/received/{id}/content");
    let receipt = format!("/v1/received/{id}/receipt");
    assert_problem(receiver.get(&content), ProblemCode::UnknownMessage);
    assert_problem(
        receiver.put(&receipt, RECEIPT.to_vec()),
        ProblemCode::UnknownMessage,
    );
    value::<Sent>(sender.upload(id, CONTENT), 200);
    for stranger in [&other, &sender] {
        assert_problem(stranger.get(&content), ProblemCode::UnknownMessage);
        assert_problem(
            stranger.put(&receipt, RECEIPT.to_vec()),
            ProblemCode::UnknownMessage,
        );
        assert!(stranger.received().items.is_empty());
    }
    for stranger in [&other, &receiver] {
        assert_problem(
            stranger.get(&format!("/v1/sent/{id}")),
            ProblemCode::UnknownMessage,
        );
        assert_problem(stranger.upload(id, CONTENT), ProblemCode::UnknownMessage);
    }
    assert_problem(other.get("/v1/sent/nothing"), ProblemCode::UnknownMessage);
    assert_problem(
        other.upload(Uuid::now_v7(), &vec![0; 2_000_000]),
        ProblemCode::UnknownMessage,
    );
    assert_problem(
        receiver.put(&receipt, b"no DER".to_vec()),
        ProblemCode::BadRequest,
    );
    assert_problem(receiver.put(&receipt, Vec::new()), ProblemCode::BadRequest);
    assert_problem(
        receiver.put(&receipt, vec![0x30; 65 * 1024]),
        ProblemCode::TooLarge,
    );
}

#[test]
fn lists_go_on_after_a_cursor() {
    let sandbox = Sandbox::start();
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let announce = sandbox.announce_of(1, CONTENT);
    let ids: Vec<_> = (0..3).map(|_| sender.send(&announce, CONTENT)).collect();
    let first: Page<Received> = value(receiver.get("/v1/received?limit=2"), 200);
    assert_eq!((first.items.len(), first.more), (2, true));
    let after = first.items[1].cursor;
    let rest: Page<Received> = value(
        receiver.get(&format!("/v1/received?after={after}&limit=2")),
        200,
    );
    assert_eq!(
        (rest.items.len(), rest.more, rest.items[0].id),
        (1, false, ids[2])
    );
    let sent: Page<Sent> = value(sender.get("/v1/sent?limit=5000"), 200);
    assert_eq!(
        sent.items.iter().map(|item| item.id).collect::<Vec<_>>(),
        ids
    );
}

#[test]
fn what_was_answered_outlives_the_server() {
    let mut sandbox = Sandbox::start();
    let sender = sandbox.office(0);
    let announce = sandbox.announce_of(1, CONTENT);
    let id = sender.send(&announce, CONTENT);
    sandbox.server.take().unwrap().stop();
    assert!(TcpStream::connect(("127.0.0.1", sandbox.port())).is_err());
    sandbox.restart();
    // The token holds on, too.
    assert_eq!(sender.sent(id).state, State::Available);

    let pending = Uuid::now_v7();
    value::<Sent>(sender.announce(pending, &announce), 201);
    let begun = Instant::now();
    sandbox.server.take().unwrap().abort();
    assert!(begun.elapsed() < Duration::from_secs(3));
    sandbox.restart();
    assert_eq!(sender.sent(pending).state, State::Announced);
    let receiver = sandbox.office(1);
    assert_eq!(
        receiver
            .get(&format!("/v1/received/{id}/content"))
            .bytes()
            .unwrap(),
        CONTENT
    );
}

#[test]
fn an_upload_that_was_cut_can_be_repeated() {
    let sandbox = Sandbox::start();
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let content = vec![7; 1_000_000];
    let announce = Announce {
        sha256: sha256(&content),
        ..sandbox.announce_of(1, &content)
    };
    let id = Uuid::now_v7();
    value::<Sent>(sender.announce(id, &announce), 201);
    let token = sender.token.clone().unwrap();
    let head = format!(
        "PUT /v1/sent/{id}/content HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
         content-length: 1000000\r\n\r\n"
    );
    {
        let mut stream = raw_connection(&sandbox);
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(&content[..400_000]).unwrap();
        stream.flush().unwrap();
    }
    thread::sleep(Duration::from_millis(200));
    assert_eq!(sender.sent(id).state, State::Announced);
    assert!(receiver.received().items.is_empty());
    value::<Sent>(sender.upload(id, &content), 200);
    assert_eq!(
        receiver
            .get(&format!("/v1/received/{id}/content"))
            .bytes()
            .unwrap(),
        content
    );
}

#[test]
fn a_stop_lets_a_request_finish_and_an_abort_does_not() {
    for (graceful, expected) in [(true, Some(b'H')), (false, None)] {
        let mut sandbox = Sandbox::start();
        let login = serde_json::to_vec(&sandbox.login(0)).unwrap();
        let mut stream = raw_connection(&sandbox);
        let length = login.len();
        let head = format!(
            "POST /v1/login HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.flush().unwrap();
        thread::sleep(Duration::from_millis(200));
        let server = sandbox.server.take().unwrap();
        let stopping = thread::spawn(move || {
            if graceful {
                server.stop()
            } else {
                server.abort()
            }
        });
        thread::sleep(Duration::from_millis(200));
        let _result = stream.write_all(&login).and_then(|()| stream.flush());
        let mut first = [0];
        let got = stream
            .read(&mut first)
            .ok()
            .filter(|&count| count > 0)
            .map(|_| first[0]);
        assert_eq!(got, expected);
        stopping.join().unwrap();
    }
}

fn raw_connection(sandbox: &Sandbox) -> rustls::StreamOwned<rustls::ClientConnection, TcpStream> {
    let dir = sandbox.office_dir(0);
    let certificate = std::fs::read_to_string(dir.join("certificate.pem")).unwrap();
    let key = std::fs::read_to_string(dir.join("private-key.pem")).unwrap();
    let config = tls_config(sandbox.dir.path(), Some((&certificate, &key)));
    let name = "localhost".try_into().unwrap();
    let connection = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
    let stream = TcpStream::connect(("127.0.0.1", sandbox.port())).unwrap();
    rustls::StreamOwned::new(connection, stream)
}
