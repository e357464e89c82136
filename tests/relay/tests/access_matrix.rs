//! Who is refused what: every call of the protocol, by everybody who must not make it. Nobody learns whether a message of
//! others exists, and none of it changes anything.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;

use careplan_core::relay::wire::{Problem, ProblemCode, Refresh, Sent, Session};
use careplan_relay::control::{Deed, StoredMessage};
use careplan_relay::{IssuedIdentity, TestCa, Validity, synthetic_offices};
use common::{
    CONTENT, Office, RECEIPT, Sandbox, assert_problem, content_digest, problem, sha256, value,
};
use reqwest::Method;
use reqwest::blocking::Response;
use uuid::Uuid;

/// Bytes of a part here, so that a small content has several.
const PART: usize = 16;

const SENDER: usize = 0;
const RECEIVER: usize = 1;
const STRANGER: usize = 2;

// ---- The calls ----

/// A call of the protocol, as the documents name it.
#[derive(Debug, Clone)]
struct Operation {
    method: String,
    path: String,
}

/// Every call that the server answers, which are those of the OpenAPI document; and `HEAD` for each `GET`.
fn operations() -> Vec<Operation> {
    let mut operations = Vec::new();
    for (method, path) in careplan_relay::server::calls() {
        let path = path.to_owned();
        if method == "GET" {
            let (method, path) = ("HEAD".to_owned(), path.clone());
            operations.push(Operation { method, path });
        }
        operations.push(Operation { method, path });
    }
    operations
}

impl Operation {
    fn is_open_to_visitors(&self) -> bool {
        matches!(&*self.path, "/v1/service" | "/v1/login" | "/v1/refresh")
    }

    fn has_message(&self) -> bool {
        self.path.contains("{id}")
    }

    fn is_announce(&self) -> bool {
        (&*self.method, &*self.path) == ("PUT", "/v1/sent/{id}")
    }

    /// Makes the call about a message, as well as it can be made.
    fn call(&self, sandbox: &Sandbox, caller: &Office, id: Uuid) -> reqwest::Result<Response> {
        let path = self
            .path
            .replace("{id}", &id.to_string())
            .replace("{number}", "0")
            .replace("{office}", sandbox.offices[RECEIVER].number.as_str());
        let method = Method::from_bytes(self.method.as_bytes()).unwrap();
        let request = caller.request(method, &path);
        let request = match (&*self.method, &*self.path) {
            ("GET" | "HEAD", _) | ("POST", "/v1/logout") => request,
            ("POST", "/v1/sent/{id}/commit" | "/v1/sent/{id}/withdraw") => request,
            ("POST", "/v1/login") => request.json(&sandbox.login(RECEIVER)),
            ("POST", "/v1/refresh") => request.json(&Refresh {
                refresh_token: caller.refresh_token.clone(),
            }),
            ("PUT", "/v1/sent/{id}") => request.json(&sandbox.announce_of(RECEIVER, CONTENT)),
            ("PUT", "/v1/sent/{id}/parts/{number}") => request
                .header("content-digest", content_digest(&CONTENT[..PART]))
                .body(&CONTENT[..PART]),
            ("PUT", "/v1/received/{id}/receipt") => request.body(RECEIPT),
            ("PUT", "/v1/received/{id}/rejection") => request.body(r#"{"reason":"refused"}"#),
            _ => panic!("{self:?}: a new call has to be given a body here"),
        };
        request.send()
    }
}

// ---- The relay with its messages ----

struct Relay {
    sandbox: Sandbox,
    /// Messages from the first office to the second one, one in each state, by the name of the state.
    messages: Vec<(&'static str, Uuid)>,
}

impl Relay {
    fn start() -> Self {
        let sandbox = Sandbox::start_with(&format!("part_bytes = {PART}\n"));
        let (sender, receiver) = (sandbox.office(SENDER), sandbox.office(RECEIVER));
        let announce = sandbox.announce_of(RECEIVER, CONTENT);
        let announced = || {
            let id = Uuid::now_v7();
            value::<Sent>(sender.announce(id, &announce), 201);
            id
        };
        let uploading = || {
            let id = announced();
            for (number, part) in CONTENT.chunks(PART).enumerate() {
                value::<Sent>(sender.put_part(id, number, part), 200);
            }
            id
        };
        let available = || {
            let id = uploading();
            assert_eq!(sender.commit(id).status(), 200);
            id
        };
        let taken = available();
        assert_eq!(receiver.take(taken).status(), 200);
        let rejected = available();
        assert_eq!(receiver.reject(rejected, "refused").status(), 200);
        let withdrawn = available();
        assert_eq!(sender.withdraw(withdrawn).status(), 200);
        let messages = vec![
            ("announced", announced()),
            ("uploading", uploading()),
            ("available", available()),
            ("taken", taken),
            ("rejected", rejected),
            ("withdrawn", withdrawn),
        ];
        Self { sandbox, messages }
    }

    /// What the relay stores, but for the contents of messages in a final state: letting go of them is the relay's own affair.
    fn stored(&self) -> Vec<StoredMessage> {
        let control = self.sandbox.server.as_ref().unwrap().control();
        let mut messages = control.messages(None, 1000).unwrap();
        for message in messages.iter_mut().filter(|it| it.state.is_final()) {
            message.parts.clear();
        }
        messages
    }

    fn lock(&self, index: usize, seconds: u32) {
        let user_id = self.sandbox.login(index).user_id;
        self.perform(Deed::Lock { user_id, seconds });
    }

    fn lock_by_wrong_passwords(&self, index: usize) {
        let mut login = self.sandbox.login(index);
        "wrong".clone_into(&mut login.password);
        for _ in 0..3 {
            let refused = self.sandbox.visitor(index).post_login(&login);
            assert_problem(refused, ProblemCode::WrongPassword);
        }
    }

    fn perform(&self, deed: Deed) {
        let control = self.sandbox.server.as_ref().unwrap().control();
        assert!(control.perform(deed).unwrap());
    }

    /// A certificate of an office that was never used.
    fn renewed(&self, index: usize) -> IssuedIdentity {
        let office = &self.sandbox.offices[index];
        let ca = self.sandbox.ca();
        ca.issue_office(office, Validity::default()).unwrap()
    }

    fn with(&self, issued: &IssuedIdentity, token: Option<String>) -> Office {
        let identity = (&*issued.certificate_pem, &*issued.private_key_pem);
        let mut office = self.sandbox.with_identity(Some(identity));
        office.token = token;
        office
    }

    fn thumbprint(&self, index: usize) -> String {
        let path = self.sandbox.office_dir(index).join("certificate.pem");
        let pem = fs::read(path).unwrap();
        let certificate = openssl::x509::X509::from_pem(&pem).unwrap();
        sha256(&certificate.to_der().unwrap())
    }

    /// Makes every call about a message of each state and about one that does not exist. All are refused with the code that
    /// is expected, in the same words, and nothing changes. Returns how many calls were made.
    fn assert_refused(
        &self,
        who: &str,
        caller: &Office,
        expected: impl Fn(&Operation) -> Option<ProblemCode>,
    ) -> usize {
        let (before, mut calls) = (self.stored(), 0);
        for operation in operations() {
            let Some(code) = expected(&operation) else {
                continue;
            };
            let ask = |id| told(operation.call(&self.sandbox, caller, id).unwrap());
            let absent = ask(Uuid::now_v7());
            let what = format!("{who}: {operation:?}");
            absent.assert_is(code, &what);
            calls += 1;
            let mut ids = self.messages.clone();
            ids.truncate(if operation.has_message() {
                ids.len()
            } else {
                0
            });
            for (state, id) in ids {
                assert_eq!(ask(id), absent, "{what}, {state}");
                calls += 1;
            }
        }
        assert_eq!(self.stored(), before, "{who}");
        calls
    }
}

/// All that an answer tells.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    status: u16,
    headers: BTreeSet<(String, String)>,
    body: String,
}

/// Without what goes with the time: clocks, and the seconds that are left of a wait.
fn told(response: Response) -> Told {
    let left = response.headers().get("retry-after").cloned();
    let timely: &[&str] = match left {
        None => &["date"],
        Some(_) => &["date", "retry-after", "content-digest"],
    };
    let headers = response.headers().iter();
    let headers = headers.filter(|(name, _)| !timely.contains(&name.as_str()));
    let (status, headers) = (
        response.status().as_u16(),
        headers
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect(),
    );
    let mut body = response.text().unwrap();
    if let Some(left) = left {
        let left = format!("\"retry_after\":{}", left.to_str().unwrap());
        body = body.replace(&left, "\"retry_after\":0");
    }
    Told {
        status,
        headers,
        body,
    }
}

fn refresh(caller: &Office, token: &str) -> Told {
    let refresh_token = token.to_owned();
    let request = caller.request(Method::POST, "/v1/refresh");
    told(request.json(&Refresh { refresh_token }).send().unwrap())
}

impl Told {
    #[track_caller]
    fn assert_is(&self, code: ProblemCode, what: &str) {
        let problem = Problem::new(code);
        assert_eq!(self.status, problem.status, "{what}: {self:?}");
        // HEAD has no body.
        if !self.body.is_empty() {
            let told: Problem = serde_json::from_str(&self.body).unwrap();
            assert_eq!(told.code, code, "{what}");
        }
    }
}

fn always(code: ProblemCode) -> impl Fn(&Operation) -> Option<ProblemCode> {
    move |_| Some(code)
}

/// Of those calls that need a token.
fn behind_login(code: ProblemCode) -> impl Fn(&Operation) -> Option<ProblemCode> {
    move |operation| (!operation.is_open_to_visitors()).then_some(code)
}

// ---- Certificates ----

#[test]
fn no_call_gets_through_without_a_certificate_that_is_good() {
    let relay = Relay::start();
    let sandbox = &relay.sandbox;
    let foreign = TestCa::create("Another CA").unwrap();
    let past = Validity {
        not_before: 1_000_000_000,
        not_after: 1_100_000_000,
    };
    let office = &sandbox.offices[RECEIVER];
    let stranger = foreign.issue_office(office, Validity::default()).unwrap();
    let expired = sandbox.ca().issue_office(office, past).unwrap();
    // The token is a good one, and helps nobody.
    let token = sandbox.office(RECEIVER).token;
    let mut nobody = sandbox.with_identity(None);
    nobody.token.clone_from(&token);
    let before = relay.stored();
    let mut calls = 0;
    for (caller, alert) in [
        (nobody, "CertificateRequired"),
        (relay.with(&stranger, token.clone()), "UnknownCA"),
        (relay.with(&expired, token), "CertificateExpired"),
    ] {
        for operation in operations() {
            let call = || operation.call(sandbox, &caller, relay.messages[2].1);
            // A refusal may be overtaken by the end of the connection, but not each time.
            let alerts = (0..5).map(|_| format!("{:?}", chain(&call().unwrap_err())));
            let mut alerts = alerts.inspect(|_| calls += 1);
            assert!(
                alerts.any(|told| told.contains(alert)),
                "{operation:?} {alert}"
            );
        }
    }
    assert_eq!(relay.stored(), before);
    println!("certificates that no handshake accepts: {calls} calls");
}

fn chain(error: &dyn Error) -> Vec<String> {
    let mut told = vec![format!("{error:?}")];
    let mut next = error.source();
    while let Some(error) = next {
        told.push(format!("{error:?}"));
        next = error.source();
    }
    told
}

#[test]
fn no_call_gets_through_with_a_revoked_certificate_or_one_of_nobody() {
    let relay = Relay::start();
    let ca = relay.sandbox.ca();
    let unknown = &synthetic_offices(4)[3];
    let unknown = ca.issue_office(unknown, Validity::default()).unwrap();
    let token = relay.sandbox.office(RECEIVER).token;
    let code = ProblemCode::UnknownCertificate;
    let calls = relay.assert_refused("of nobody", &relay.with(&unknown, token), always(code));
    println!("a certificate of no office: {calls} calls");

    for index in [RECEIVER, SENDER] {
        let office = relay.sandbox.office(index);
        relay.perform(Deed::Revoke {
            thumbprint: relay.thumbprint(index),
        });
        let code = ProblemCode::CertificateRevoked;
        let calls = relay.assert_refused("revoked", &office, always(code));
        println!("a revoked certificate: {calls} calls");
    }
}

#[test]
fn a_certificate_that_ends_while_it_is_connected_is_refused_from_then_on() {
    let relay = Relay::start();
    let now = Validity::default().not_before;
    let validity = Validity {
        not_after: now + 2 * 86_400,
        ..Validity::default()
    };
    let office = &relay.sandbox.offices[RECEIVER];
    let short = relay.sandbox.ca().issue_office(office, validity).unwrap();
    let mut caller = relay.with(&short, None);
    caller.log_in(&relay.sandbox.login(RECEIVER));
    assert_eq!(caller.get("/v1/received").status(), 200);
    let control = relay.sandbox.server.as_ref().unwrap().control();
    control.advance(jiff::SignedDuration::from_hours(3 * 24));
    let code = ProblemCode::UnknownCertificate;
    let calls = relay.assert_refused("ended since", &caller, always(code));
    println!("a certificate that has ended since: {calls} calls");
}

// ---- Tokens ----

#[test]
fn no_call_gets_through_with_a_token_that_is_not_the_callers_own() {
    let relay = Relay::start();
    let sandbox = &relay.sandbox;
    let tokens = [SENDER, RECEIVER].map(|index| sandbox.office(index).token);
    let [of_sender, of_receiver] = tokens;
    let stranger = |token: Option<String>| {
        let mut office = sandbox.visitor(STRANGER);
        office.token = token;
        office
    };
    let renewed = |index, token| relay.with(&relay.renewed(index), token);
    let callers = [
        ("no token", stranger(None)),
        ("a made-up token", stranger(Some("made-up".to_owned()))),
        ("an empty token", stranger(Some(String::new()))),
        ("the sender's token", stranger(of_sender.clone())),
        ("the receiver's token", stranger(of_receiver.clone())),
        (
            "stolen from the sender, another certificate of it",
            renewed(SENDER, of_sender),
        ),
        (
            "stolen from the receiver, another certificate of it",
            renewed(RECEIVER, of_receiver),
        ),
    ];
    for (who, caller) in callers {
        let refused = behind_login(ProblemCode::NotLoggedIn);
        let calls = relay.assert_refused(who, &caller, refused);
        println!("{who}: {calls} calls");
    }
}

#[test]
fn no_call_gets_through_with_a_token_whose_time_is_over_or_that_was_given_back() {
    let relay = Relay::start();
    for index in [SENDER, RECEIVER] {
        let office = relay.sandbox.office(index);
        relay.perform(Deed::ExpireTokens { refresh: false });
        let refused = behind_login(ProblemCode::TokenExpired);
        let calls = relay.assert_refused("expired", &office, refused);
        println!("an expired token: {calls} calls");

        let office = relay.sandbox.office(index);
        assert_eq!(office.post("/v1/logout").status(), 204);
        let refused = behind_login(ProblemCode::NotLoggedIn);
        let calls = relay.assert_refused("logged out", &office, refused);
        println!("after a logout: {calls} calls");
    }
}

#[test]
fn a_refresh_token_is_good_for_one_certificate_and_one_time_and_refused_in_the_same_words() {
    let relay = Relay::start();
    let sandbox = &relay.sandbox;
    let owner = sandbox.visitor(RECEIVER);
    let session: Session = value(owner.post_login(&sandbox.login(RECEIVER)), 200);
    let made_up = refresh(&owner, "made-up");
    made_up.assert_is(ProblemCode::RefreshExpired, "made-up");
    for thief in [
        sandbox.visitor(STRANGER),
        relay.with(&relay.renewed(RECEIVER), None),
    ] {
        assert_eq!(refresh(&thief, &session.refresh_token), made_up);
    }
    // An access token is none.
    assert_eq!(refresh(&owner, &session.access_token), made_up);
    assert_eq!(refresh(&owner, &session.refresh_token).status, 200);
    relay.perform(Deed::ExpireTokens { refresh: true });
    assert_eq!(refresh(&owner, &session.refresh_token), made_up);
}

#[test]
fn a_locked_id_gets_no_session() {
    let relay = Relay::start();
    let sandbox = &relay.sandbox;
    relay.lock(RECEIVER, 1800);
    let caller = sandbox.visitor(RECEIVER);
    let calls = relay.assert_refused("locked", &caller, |operation| match &*operation.path {
        "/v1/login" => Some(ProblemCode::Locked),
        "/v1/refresh" => Some(ProblemCode::RefreshExpired),
        "/v1/service" => None,
        _ => Some(ProblemCode::NotLoggedIn),
    });
    println!("a locked id: {calls} calls");
    // To those with another certificate the id is as good as none: they learn nothing of the lock.
    let other = told(
        sandbox
            .visitor(STRANGER)
            .post_login(&sandbox.login(RECEIVER)),
    );
    other.assert_is(ProblemCode::WrongPassword, "another certificate");
}

#[test]
fn the_session_of_an_id_that_was_locked_since_is_refused_until_the_lock_is_over() {
    let relay = Relay::start();
    let sandbox = &relay.sandbox;
    for index in [SENDER, RECEIVER] {
        let mut caller = sandbox.visitor(index);
        let session: Session = value(caller.post_login(&sandbox.login(index)), 200);
        caller.token = Some(session.access_token);
        caller.refresh_token = session.refresh_token;
        // One is locked by the administrator, the other one by wrong passwords.
        match index {
            SENDER => relay.lock(index, 1800),
            _ => relay.lock_by_wrong_passwords(index),
        }
        let calls = relay.assert_refused("locked since", &caller, |operation| {
            match &*operation.path {
                // Whose password it is that is tried plays no part for who has none of its own.
                "/v1/login" => (index == RECEIVER).then_some(ProblemCode::Locked),
                "/v1/service" => None,
                _ => Some(ProblemCode::Locked),
            }
        });
        println!("locked since its login: {calls} calls");
        let told = problem(caller.get("/v1/news?wait=0"));
        assert!((1750..=1800).contains(&told.retry_after.unwrap()));
        // To who stole the tokens they are no tokens, locked or not.
        let mut thief = sandbox.visitor(STRANGER);
        thief.token.clone_from(&caller.token);
        thief.refresh_token.clone_from(&caller.refresh_token);
        relay.assert_refused("stolen", &thief, |operation| match &*operation.path {
            "/v1/login" | "/v1/service" => None,
            "/v1/refresh" => Some(ProblemCode::RefreshExpired),
            _ => Some(ProblemCode::NotLoggedIn),
        });
        let control = sandbox.server.as_ref().unwrap().control();
        control.advance(jiff::SignedDuration::from_mins(30));
        assert_eq!(caller.get("/v1/sent").status(), 200);
        assert_eq!(refresh(&caller, &caller.refresh_token).status, 200);
    }
}

// ---- Messages of others ----

#[test]
fn messages_of_others_are_like_messages_that_do_not_exist() {
    let relay = Relay::start();
    let sandbox = &relay.sandbox;
    // What is offered is the receiver's to see, what was sent the sender's; each from its own side only.
    let callers = [
        ("a stranger", sandbox.office(STRANGER), ""),
        (
            "the receiver, as if it had sent it",
            sandbox.office(RECEIVER),
            "/v1/sent/",
        ),
        (
            "the sender, as if it had received it",
            sandbox.office(SENDER),
            "/v1/received/",
        ),
    ];
    for (who, caller, path) in callers {
        let calls = relay.assert_refused(who, &caller, |operation| {
            let asked = operation.has_message() && operation.path.starts_with(path);
            (asked && !operation.is_announce()).then_some(ProblemCode::UnknownMessage)
        });
        println!("{who}: {calls} calls");
    }
    // What is not complete is not there for its receiver, and never was if it was withdrawn before.
    let receiver = sandbox.office(RECEIVER);
    let half_open = relay.messages.iter().take(2);
    for (state, id) in half_open {
        for operation in operations() {
            if !operation.path.starts_with("/v1/received/{id}") {
                continue;
            }
            let ask = |id| told(operation.call(sandbox, &receiver, id).unwrap());
            let absent = ask(Uuid::now_v7());
            absent.assert_is(ProblemCode::UnknownMessage, state);
            assert_eq!(ask(*id), absent, "{operation:?} {state}");
        }
    }
}

#[test]
fn lists_and_news_of_an_office_tell_nothing_of_others() {
    let (relay, empty) = (
        Relay::start(),
        Sandbox::start_with(&format!("part_bytes = {PART}\n")),
    );
    let (stranger, of_nothing) = (relay.sandbox.office(STRANGER), empty.office(STRANGER));
    for path in [
        "/v1/sent",
        "/v1/received",
        "/v1/sent?state=taken&limit=1",
        "/v1/received?order=newest",
        "/v1/received?after=1",
        "/v1/news?wait=0",
        "/v1/directory?name=%E5%B1%85",
    ] {
        let (here, there) = (told(stranger.get(path)), told(of_nothing.get(path)));
        assert_eq!(here.status, 200);
        assert_eq!(here, there, "{path}");
    }
    let receiver = relay.sandbox.office(RECEIVER).received();
    assert_eq!(receiver.items.len(), 4);
}

/// An id is of one message in the whole exchange, so whoever announces under one in use has to be told. That takes an id of
/// which 74 bits were drawn by lot; and the answer says neither whose it is nor how it stands. docs/security.md says why.
#[test]
fn an_announce_under_an_id_of_others_is_a_conflict_in_the_same_words_whatever_is_there() {
    let relay = Relay::start();
    let before = relay.stored();
    let stranger = relay.sandbox.office(STRANGER);
    let mut answers = Vec::new();
    for (_, id) in &relay.messages {
        let announce = relay.sandbox.announce_of(RECEIVER, CONTENT);
        answers.push(told(stranger.announce(*id, &announce)));
    }
    answers[0].assert_is(ProblemCode::Conflict, "announce");
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(relay.stored(), before);
}
