//! The program ends as it should when it is told to.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use careplan_core::relay::wire::{News, Page, Sent};

use common::{Sandbox, value};

/// The relay of a sandbox as a program of its own.
struct Program {
    child: Child,
    control: String,
}

impl Program {
    fn start(sandbox: &Sandbox) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_careplan-relay"))
            .arg("serve")
            .arg(sandbox.dir.path())
            .args(["--control", "127.0.0.1:0"])
            .args(["--listen", &format!("127.0.0.1:{}", sandbox.port())])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        lines.next().unwrap().unwrap();
        let line = lines.next().unwrap().unwrap();
        let control = format!("http://{}", line.split_once("http://").unwrap().1);
        Self { child, control }
    }

    /// Returns when every call that is to be delayed has begun.
    fn wait_for_delayed(&self) {
        let http = common::plain_http();
        let begun = || {
            let state: serde_json::Value = http.get(&self.control).send().unwrap().json().unwrap();
            let faults = state["faults"].as_array().unwrap();
            faults.iter().all(|fault| fault["hit"] != 0)
        };
        while !begun() {
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn delay(&self, call: &str, milliseconds: u64) {
        let rule = serde_json::json!({
            "on": { "call": call },
            "what": { "delay": { "milliseconds": milliseconds } },
        });
        let http = common::plain_http();
        let request = http.post(format!("{}/faults", self.control)).json(&rule);
        assert_eq!(request.send().unwrap().status(), 201);
    }

    fn signal(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").arg(pid).status().unwrap().success());
    }
}

#[test]
fn what_has_begun_is_finished_and_waiting_calls_end_at_once() {
    let mut sandbox = Sandbox::start();
    let (waiting, slow, stuck) = (sandbox.office(0), sandbox.office(1), sandbox.office(2));
    sandbox.server = None;
    let mut program = Program::start(&sandbox);
    program.delay("news", 1);
    program.delay("sent_list", 1500);
    program.delay("received_list", 60_000);

    let waiting = thread::spawn(move || (waiting.news("wait=50"), Instant::now()));
    let slow = thread::spawn(move || slow.get("/v1/sent"));
    let stuck = thread::spawn(move || stuck.request(reqwest::Method::GET, "/v1/received").send());
    program.wait_for_delayed();
    let told = Instant::now();
    program.signal();

    let (news, at): (News, _) = waiting.join().unwrap();
    assert_eq!(news.received, 0);
    // Not the 50 seconds it would have waited for.
    assert!(at - told < Duration::from_secs(20), "{:?}", at - told);
    value::<Page<Sent>>(slow.join().unwrap(), 200);
    // What would take too long is given up.
    assert!(stuck.join().unwrap().is_err());
    assert_eq!(program.child.wait().unwrap().code(), Some(0));
    assert!(
        told.elapsed() < Duration::from_secs(40),
        "{:?}",
        told.elapsed()
    );
    assert!(TcpStream::connect(("127.0.0.1", sandbox.port())).is_err());
    // SQLite removes it when the last connection is closed in good order.
    assert!(!sandbox.dir.path().join("relay.sqlite3-wal").exists());
}
