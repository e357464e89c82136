//! What a stop, an abort and a new start leave.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use careplan_core::relay::wire::{Sent, State};
use uuid::Uuid;

use crate::common::{CONTENT, Sandbox, value};

crate::everywhere!(
    what_was_answered_outlives_the_server,
    a_stop_lets_a_request_finish_and_an_abort_does_not,
);

fn what_was_answered_outlives_the_server(mut sandbox: Sandbox) {
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
    assert_eq!(receiver.content(id).bytes().unwrap(), CONTENT);
}

fn a_stop_lets_a_request_finish_and_an_abort_does_not(mut sandbox: Sandbox) {
    for (graceful, expected) in [(true, Some(b'H')), (false, None)] {
        if sandbox.server.is_none() {
            sandbox.restart();
        }
        let login = serde_json::to_vec(&sandbox.login(0)).unwrap();
        let mut stream = sandbox.raw_connection();
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
