//! Control of a running relay: faults, clock, locks, and what is stored; from Rust and through the control port.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::io::Read;
use std::net::TcpListener;

use careplan_core::relay::wire::{
    Announce, DirectoryEntry, Login, Page, ProblemCode, Received, Sent, Service, State,
};
use careplan_relay::control::{Blob, Control, Deed};
use careplan_relay::faults::{Call, Rule, What};
use careplan_relay::{Error, Options, Server, synthetic_offices};
use jiff::SignedDuration;
use reqwest::Method;
use reqwest::blocking::{Client, Response};
use serde_json::{Value, json};
use uuid::Uuid;

use common::{CONTENT, Office, RECEIPT, Sandbox, assert_problem, problem, value};

fn control(sandbox: &Sandbox) -> Control {
    sandbox.server.as_ref().unwrap().control()
}

fn user_id(sandbox: &Sandbox, office: usize) -> String {
    sandbox.login(office).user_id
}

/// A message of office 0 for office 1, announced only.
fn announced(sandbox: &Sandbox, sender: &Office) -> Uuid {
    let id = Uuid::now_v7();
    let announce = sandbox.announce_of(1, CONTENT);
    value::<Sent>(sender.announce(id, &announce), 201);
    id
}

fn post(office: &Office, path: &str) -> reqwest::Result<Response> {
    office.request(Method::POST, path).send()
}

#[test]
fn a_lost_answer_leaves_the_work_done_and_the_repeated_call_agrees() {
    let sandbox = Sandbox::start();
    let (control, sender) = (control(&sandbox), sandbox.office(0));
    let id = announced(&sandbox, &sender);
    value::<Sent>(sender.put_part(id, 0, CONTENT), 200);

    let lost = Rule::new(What::Cut)
        .on(Call::Commit)
        .after_the_work()
        .times(1);
    control.add_fault(lost).unwrap();
    let commit = format!("/v1/sent/{id}/commit");
    assert!(post(&sender, &commit).is_err());
    let stored = control.message(id).unwrap().unwrap();
    assert_eq!(stored.state, State::Available);
    let again: Sent = value(sender.commit(id), 200);
    assert_eq!(again.history, stored.history);
    assert_eq!(control.faults()[0].hit, 1);
}

#[test]
fn a_cut_before_the_work_changes_nothing() {
    let sandbox = Sandbox::start();
    let (control, sender) = (control(&sandbox), sandbox.office(0));
    let id = announced(&sandbox, &sender);
    for what in [What::Cut, What::CutRequest { after: 10 }] {
        let rule = control
            .add_fault(Rule::new(what).on(Call::Part).times(1))
            .unwrap();
        let request = sender
            .request(Method::PUT, &format!("/v1/sent/{id}/parts/0"))
            .body(CONTENT);
        assert!(request.send().is_err());
        assert!(control.remove_fault(rule));
    }
    let stored = control.message(id).unwrap().unwrap();
    assert_eq!((stored.state, stored.parts.len()), (State::Announced, 0));
}

#[test]
fn a_flipped_bit_of_a_part_is_noticed() {
    let sandbox = Sandbox::start();
    let (control, sender) = (control(&sandbox), sandbox.office(0));
    let id = announced(&sandbox, &sender);
    let flip = Rule::new(What::FlipRequest { byte: None })
        .on(Call::Part)
        .times(1);
    control.add_fault(flip).unwrap();
    assert_problem(sender.put_part(id, 0, CONTENT), ProblemCode::DigestMismatch);
    value::<Sent>(sender.upload(id, CONTENT), 200);
}

#[test]
fn a_download_that_breaks_off_goes_on_where_it_stopped() {
    let sandbox = Sandbox::start();
    let (control, sender) = (control(&sandbox), sandbox.office(0));
    let id = sender.send(&sandbox.announce_of(1, CONTENT), CONTENT);
    let receiver = sandbox.office(1);
    let half = CONTENT.len() / 2;
    let cut = Rule::new(What::CutResponse { after: None }).on(Call::Content);
    control.add_fault(cut.times(1)).unwrap();
    let content = || receiver.request(Method::GET, &format!("/v1/received/{id}/content"));
    let mut answer = content().send().unwrap();
    assert_eq!(answer.content_length(), Some(CONTENT.len() as u64));
    let mut got = Vec::new();
    assert!(answer.read_to_end(&mut got).is_err());
    assert_eq!(got, CONTENT[..half]);
    let rest = content()
        .header("range", format!("bytes={half}-"))
        .send()
        .unwrap();
    got.extend(rest.bytes().unwrap());
    assert_eq!(got, CONTENT);
}

#[test]
fn a_request_that_arrives_twice_is_one_message() {
    let sandbox = Sandbox::start();
    let (control, sender) = (control(&sandbox), sandbox.office(0));
    control.add_fault(Rule::new(What::Duplicate)).unwrap();
    let id = Uuid::now_v7();
    // The first of the two answers was the one that said "new".
    value::<Sent>(sender.announce(id, &sandbox.announce_of(1, CONTENT)), 200);
    value::<Sent>(sender.upload(id, CONTENT), 200);
    let sent = sender.sent(id);
    let states: Vec<_> = sent.history.iter().map(|change| change.state).collect();
    assert_eq!(
        states,
        [State::Announced, State::Uploading, State::Available]
    );
    assert_eq!(control.messages(None, 10).unwrap().len(), 1);
}

#[test]
fn an_hour_of_503_passes_when_the_clock_is_moved() {
    let sandbox = Sandbox::start();
    let (control, sender) = (control(&sandbox), sandbox.office(0));
    let down = What::Unavailable {
        retry_after: Some(60),
    };
    control.add_fault(Rule::new(down).seconds(3600)).unwrap();
    let refused = sender.get("/v1/sent");
    assert_eq!(refused.headers()["retry-after"], "60");
    assert_problem(refused, ProblemCode::Unavailable);
    control.advance(SignedDuration::from_mins(61));
    // The token's hour is over as well.
    assert_problem(sender.get("/v1/sent"), ProblemCode::TokenExpired);
    value::<Page<Sent>>(sandbox.office(0).get("/v1/sent"), 200);
}

#[test]
fn tokens_expire_between_two_calls() {
    let sandbox = Sandbox::start();
    let (control, mut sender) = (control(&sandbox), sandbox.office(0));
    let expire = Deed::ExpireTokens { refresh: false };
    let rule = Rule::new(What::Do(expire.clone()))
        .on(Call::SentList)
        .after_the_work();
    control.add_fault(rule).unwrap();
    value::<Page<Sent>>(sender.get("/v1/sent"), 200);
    assert_problem(sender.get("/v1/sent"), ProblemCode::TokenExpired);
    sender.log_in(&sandbox.login(0));
    assert!(control.perform(expire).unwrap());
    assert_problem(sender.get("/v1/sent"), ProblemCode::TokenExpired);
}

#[test]
fn accounts_are_locked_and_certificates_revoked() {
    let sandbox = Sandbox::start();
    let (control, mut sender) = (control(&sandbox), sandbox.office(0));
    let lock = |user_id| Deed::Lock {
        user_id,
        seconds: 600,
    };
    assert!(control.perform(lock(user_id(&sandbox, 0))).unwrap());
    let locked = problem(sandbox.visitor(0).post_login(&sandbox.login(0)));
    assert_eq!(locked.code, ProblemCode::Locked);
    assert!((595..=600).contains(&locked.retry_after.unwrap()));
    let unlock = Deed::Unlock {
        user_id: user_id(&sandbox, 0),
    };
    assert!(control.perform(unlock).unwrap());
    sandbox.office(0);
    assert!(!control.perform(lock("nobody".to_owned())).unwrap());
    let password = Deed::SetPassword {
        user_id: user_id(&sandbox, 0),
        password: "another".into(),
    };
    assert!(control.perform(password).unwrap());
    let old = sandbox.visitor(0).post_login(&sandbox.login(0));
    assert_problem(old, ProblemCode::WrongPassword);
    // Who was logged in with the old one is no more.
    assert_problem(sender.get("/v1/sent"), ProblemCode::NotLoggedIn);
    sender.log_in(&Login {
        password: "another".to_owned(),
        ..sandbox.login(0)
    });

    let certificate = std::fs::read(sandbox.office_dir(0).join("certificate.pem")).unwrap();
    let der = openssl::x509::X509::from_pem(&certificate)
        .unwrap()
        .to_der()
        .unwrap();
    let thumbprint = common::sha256(&der);
    let revoke = Deed::Revoke {
        thumbprint: thumbprint.clone(),
    };
    assert!(control.perform(revoke).unwrap());
    assert_problem(sender.get("/v1/sent"), ProblemCode::CertificateRevoked);
    control.perform(Deed::Reinstate { thumbprint }).unwrap();
    value::<Page<Sent>>(sender.get("/v1/sent"), 200);
}

#[test]
fn a_full_disk_refuses_changes_and_keeps_what_is_there() {
    let sandbox = Sandbox::start();
    let (control, sender) = (control(&sandbox), sandbox.office(0));
    let there = sender.send(&sandbox.announce_of(1, CONTENT), CONTENT);
    control.perform(Deed::FillDisk).unwrap();
    let id = Uuid::now_v7();
    let announce = sandbox.announce_of(1, CONTENT);
    let full = problem(sender.announce(id, &announce));
    assert_eq!(
        (full.code, full.retryable),
        (ProblemCode::StorageFull, true)
    );
    assert!(full.retry_after.is_some());
    assert_eq!(sender.sent(there).state, State::Available);
    assert!(control.message(id).unwrap().is_none());
    control.perform(Deed::FreeDisk).unwrap();
    value::<Sent>(sender.announce(id, &announce), 201);
}

#[test]
fn maintenance_is_announced_and_ends_by_the_clock() {
    let sandbox = Sandbox::start();
    let (control, visitor) = (control(&sandbox), sandbox.office(0));
    control.perform(Deed::Maintenance { seconds: 600 }).unwrap();
    let down = problem(visitor.get("/v1/sent"));
    assert_eq!(down.code, ProblemCode::Maintenance);
    assert!((590..=601).contains(&down.retry_after.unwrap()));
    assert!(control.settings().unwrap().maintenance.is_some());
    control.advance(SignedDuration::from_mins(11));
    let service: Service = value(visitor.get("/v1/service"), 200);
    assert_eq!(service.maintenance, None);
    control.perform(Deed::Maintenance { seconds: 600 }).unwrap();
    control.perform(Deed::EndMaintenance).unwrap();
    value::<Page<Sent>>(visitor.get("/v1/sent"), 200);
}

#[test]
fn what_is_stored_can_be_looked_at() {
    look_at_what_is_stored(&Sandbox::start());
}

#[test]
fn what_is_stored_in_postgres_can_be_looked_at_and_reset() {
    if let Some(sandbox) = Sandbox::on_postgres("") {
        look_at_what_is_stored(&sandbox);
        reset_a_relay(&sandbox);
    }
}

fn look_at_what_is_stored(sandbox: &Sandbox) {
    let (control, sender) = (control(sandbox), sandbox.office(0));
    let first = sender.send(&sandbox.announce_of(1, CONTENT), CONTENT);
    let second = sender.send(&sandbox.announce_of(2, CONTENT), CONTENT);
    let all = control.messages(None, 10).unwrap();
    let ids: Vec<_> = all.iter().map(|message| message.id).collect();
    assert_eq!(ids, [first, second]);
    let rest = control.messages(Some(first), 10).unwrap();
    assert_eq!(rest, all[1..]);

    let Announce { sha256, size, .. } = sandbox.announce_of(1, CONTENT);
    assert_eq!((&all[0].sha256, all[0].size), (&sha256, size));
    assert_eq!(
        (&all[0].parts[0].sha256, all[0].parts[0].size),
        (&sha256, size)
    );
    assert_eq!(
        control.blob(first, Blob::Content).unwrap().unwrap(),
        CONTENT
    );
    assert_eq!(
        control.blob(first, Blob::Cover).unwrap().unwrap(),
        b"sealed cover"
    );
    assert_eq!(control.blob(first, Blob::Receipt).unwrap(), None);
    value::<Received>(sandbox.office(1).take(first), 200);
    assert_eq!(
        control.blob(first, Blob::Receipt).unwrap().unwrap(),
        RECEIPT
    );
    let taken = control.message(first).unwrap().unwrap();
    assert_eq!((taken.state, taken.receipt_bytes), (State::Taken, Some(5)));
    assert_eq!(control.blob(Uuid::now_v7(), Blob::Cover).unwrap(), None);
}

#[test]
fn a_directory_is_filled_with_offices_that_only_have_a_name() {
    let sandbox = Sandbox::start();
    let control = control(&sandbox);
    control
        .perform(Deed::FillDirectory { offices: 2000 })
        .unwrap();
    let last = &synthetic_offices(2000)[1999];
    let path = format!("/v1/directory/{}", last.number);
    let entry: DirectoryEntry = value(sandbox.office(0).get(&path), 200);
    assert_eq!(
        (entry.name, entry.certificates.len()),
        (last.name.clone(), 0)
    );
}

#[test]
fn a_reset_leaves_offices_only() {
    reset_a_relay(&Sandbox::start());
}

fn reset_a_relay(sandbox: &Sandbox) {
    let (control, sender) = (control(sandbox), sandbox.office(0));
    let announce = sandbox.announce_of(1, CONTENT);
    let old = sender.send(&announce, CONTENT);
    let seen = sender.sent(old).cursor;
    control.add_fault(Rule::new(What::Hang)).unwrap();
    control.perform(Deed::Maintenance { seconds: 60 }).unwrap();
    control.perform(Deed::FillDisk).unwrap();
    control.advance(SignedDuration::from_hours(2));
    let lock = Deed::Lock {
        user_id: user_id(sandbox, 0),
        seconds: 60,
    };
    assert!(control.perform(lock).is_err());
    control.reset().unwrap();

    assert!(control.faults().is_empty());
    assert_eq!(control.messages(None, 10).unwrap(), []);
    assert_problem(sender.get("/v1/sent"), ProblemCode::NotLoggedIn);
    let sender = sandbox.office(0);
    let new = sender.send(&announce, CONTENT);
    assert!(sender.sent(new).cursor > seen);
    let page: Page<Received> = sandbox.office(1).received();
    assert_eq!(page.items.len(), 1);
}

#[test]
fn a_stopped_relay_is_not_held_open() {
    let mut sandbox = Sandbox::start();
    let control = control(&sandbox);
    sandbox.server.take().unwrap().stop();
    assert!(matches!(control.messages(None, 1), Err(Error::Stopped)));
    assert!(!sandbox.dir.path().join("relay.sqlite3-wal").exists());
}

/// The control port of a relay.
struct Port {
    sandbox: Sandbox,
    http: Client,
    url: String,
}

impl Port {
    fn open() -> Self {
        let mut sandbox = Sandbox::start();
        assert_eq!(sandbox.server.as_ref().unwrap().control_url(), None);
        sandbox.server = None;
        sandbox.server = Some(start(&sandbox, "127.0.0.1:0").unwrap());
        let url = sandbox.server.as_ref().unwrap().control_url().unwrap();
        Self {
            url: url.to_owned(),
            http: common::plain_http(),
            sandbox,
        }
    }

    fn call(&self, method: Method, path: &str, body: Option<Value>) -> Response {
        let request = self.http.request(method, format!("{}{path}", self.url));
        match body {
            Some(body) => request.json(&body),
            None => request,
        }
        .send()
        .unwrap()
    }

    #[track_caller]
    fn done(&self, method: Method, path: &str, body: Option<Value>) {
        assert_eq!(self.call(method, path, body).status(), 204);
    }

    fn json(&self, path: &str) -> Value {
        value(self.call(Method::GET, path, None), 200)
    }
}

fn start(sandbox: &Sandbox, control: &str) -> Result<Server, Error> {
    let options = Options {
        control: Some(control.to_owned()),
        clock: sandbox.clock.clone(),
        ..Options::default()
    };
    let listener = TcpListener::bind(("127.0.0.1", sandbox.port())).unwrap();
    Server::start_with(sandbox.dir.path(), listener, options)
}

#[test]
fn the_port_does_what_the_api_does() {
    let port = Port::open();
    let sender = port.sandbox.office(0);
    let id = sender.send(&port.sandbox.announce_of(1, CONTENT), CONTENT);

    let rule = json!({ "on": { "call": "sent_list" }, "what": "disk_full", "times": 1 });
    let made = port.call(Method::POST, "/faults", Some(rule));
    assert_eq!(value::<Value>(made, 201), json!({ "id": 1 }));
    assert_problem(sender.get("/v1/sent"), ProblemCode::StorageFull);
    assert_eq!(port.json("/")["faults"][0]["hit"], 1);
    port.done(Method::DELETE, "/faults/1", None);
    port.done(Method::DELETE, "/faults", None);

    port.done(
        Method::POST,
        "/do",
        Some(json!({ "advance": { "seconds": 7200 } })),
    );
    assert_problem(sender.get("/v1/sent"), ProblemCode::TokenExpired);

    assert_eq!(port.json("/messages?limit=5")[0]["id"], json!(id));
    let message = port.json(&format!("/messages/{id}"));
    assert_eq!(message["state"], "available");
    let content = port.call(Method::GET, &format!("/messages/{id}/content"), None);
    assert_eq!(content.bytes().unwrap(), CONTENT);

    port.done(Method::POST, "/reset", Some(json!({})));
    assert_eq!(port.json("/messages"), json!([]));
}

#[test]
fn the_port_refuses_what_it_does_not_know() {
    let port = Port::open();
    let status = |method, path: &str, body| port.call(method, path, body).status().as_u16();
    let unknown = json!({ "lock": { "user_id": "nobody" } });
    assert_eq!(status(Method::POST, "/do", Some(unknown)), 404);
    for wrong in [json!({ "lock": {} }), json!("dance"), json!({})] {
        assert_eq!(status(Method::POST, "/do", Some(wrong)), 400);
    }
    let late = json!({ "what": "disk_full", "phase": "after" });
    assert_eq!(status(Method::POST, "/faults", Some(late)), 400);
    assert_eq!(status(Method::DELETE, "/faults/9", None), 404);
    assert_eq!(
        status(Method::GET, &format!("/messages/{}", Uuid::now_v7()), None),
        404
    );
    assert_eq!(status(Method::GET, "/elsewhere", None), 404);
}

#[test]
fn pages_of_other_sites_cannot_use_the_port() {
    let port = Port::open();
    // What a form or a script of another site can send without being asked.
    let simple = port
        .http
        .post(format!("{}/reset", port.url))
        .header("content-type", "text/plain")
        .body("{}");
    assert_eq!(simple.send().unwrap().status(), 400);
    let foreign = port.http.get(&port.url).header("host", "example.com");
    assert_eq!(foreign.send().unwrap().status(), 421);
}

#[test]
fn the_port_is_for_this_machine_only() {
    let mut sandbox = Sandbox::start();
    sandbox.server = None;
    let refused = start(&sandbox, "0.0.0.0:0");
    assert!(matches!(refused, Err(Error::NotLoopback(_))));
}
