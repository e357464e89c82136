//! What goes wrong between an office and its relay: a clear error, nothing lost, nothing twice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::thread;
use std::time::{Duration, Instant};

use careplan_blackbox_tests::explained::assert_explained;
use careplan_blackbox_tests::impostor;
use careplan_blackbox_tests::offices::{SERVICE, SUPPORT, THIRD, expired, foreign_ca, spec};
use careplan_blackbox_tests::proxy::{Proxy, Way};
use careplan_blackbox_tests::samples::{contents, files_of, plans};
use careplan_blackbox_tests::sandbox::{Sandbox, free_port};
use careplan_blackbox_tests::steps::{
    put, received_state, send, sent_state, sync, sync_error, take, take_and_acknowledge, waiting,
};
use careplan_core::exchange::{ExchangeError, Office, Query};
use careplan_core::finding::Lang;
use careplan_core::relay::wire::ProblemCode;
use careplan_core::relay::{RelayError, Unreachable};
use careplan_core::store::{ReceivedState, SentState};
use careplan_core::{Control, Explain};
use uuid::Uuid;

const RECEIVER: &str = "5070100002_11";

/// The error of asking the relay for anything.
#[track_caller]
fn refusal(office: &Office) -> RelayError {
    relay_error(sync_error(office))
}

#[track_caller]
fn relay_error(error: ExchangeError) -> RelayError {
    match error {
        ExchangeError::Relay(error) => error,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn assert_unreachable(error: &RelayError, cause: Unreachable, ja: &str, en: &str) {
    assert_eq!(*error, RelayError::Unreachable(cause));
    assert!(error.is_retryable());
    assert_explained(error, ja, en);
}

#[track_caller]
fn assert_tls(error: &RelayError, code: &str, ja: &str, en: &str) {
    assert!(matches!(error, RelayError::Tls(_)), "{error:?}");
    assert_eq!(error.code(), code);
    assert!(!error.is_retryable());
    assert_explained(error, ja, en);
}

// ---- Wrong password ----

#[test]
fn a_wrong_password_is_tried_once_however_often_there_is_something_to_send() {
    let sandbox = Sandbox::start();
    let password = sandbox.read(SUPPORT, "password.txt");
    sandbox.write(SUPPORT, "password.txt", "not the password");
    let office = sandbox.office(SUPPORT);
    let id = put(&office, &plans(RECEIVER));
    let error = refusal(&office);
    assert_eq!(error, RelayError::from(ProblemCode::WrongPassword));
    assert!(!error.is_retryable());
    assert_explained(&error, "パスワードが違います", "password");
    for _ in 0..4 {
        assert_eq!(refusal(&office), RelayError::PasswordRefused);
    }
    let last = office.status().unwrap().last_sync.unwrap();
    assert_eq!(last.reason().unwrap().code(), "password_refused");
    // Nor by the next process, such as a scheduled one: the account is not locked by it.
    drop(office);
    for _ in 0..4 {
        assert_eq!(
            refusal(&sandbox.office(SUPPORT)),
            RelayError::PasswordRefused
        );
    }
    let office = sandbox.office(SUPPORT);
    // The account is not locked, and nothing was lost.
    sandbox.write(SUPPORT, "password.txt", &password);
    office.reload_account().unwrap();
    sync(&office);
    assert_eq!(sent_state(&office, id), SentState::Available);
}

#[test]
fn a_locked_account_says_for_how_long_and_locks_nobody_else() {
    let sandbox = Sandbox::start();
    let password = sandbox.read(SUPPORT, "password.txt");
    sandbox.write(SUPPORT, "password.txt", "not the password");
    for _ in 0..3 {
        sandbox.client(SUPPORT).login().unwrap_err();
    }
    sandbox.write(SUPPORT, "password.txt", &password);
    // Even the right password has to wait now.
    let error = sync_error(&sandbox.office(SUPPORT));
    let minutes = error.retry_after().unwrap().div_ceil(60);
    assert!((29..=30).contains(&minutes), "{minutes} minutes");
    assert!(error.is_retryable());
    assert_explained(
        &error,
        &format!("{minutes} 分"),
        &format!("{minutes} more minutes"),
    );
    assert_explained(&error, "ロック", "locked");
    sync(&sandbox.office(SERVICE));
}

// ---- The relay is not there ----

#[test]
fn what_was_sent_when_the_relay_went_away_goes_when_it_is_back() {
    let mut sandbox = Sandbox::start();
    let support = sandbox.office(SUPPORT);
    sync(&support);
    let id = put(&support, &plans(RECEIVER));
    sandbox.abort();
    // The first pass may still use the connection that broke.
    let _cut_or_refused = sync_error(&support);
    let error = refusal(&support);
    assert_unreachable(&error, Unreachable::Refused, "拒否", "refused");

    sandbox.start_server();
    sync(&support);
    let service = sandbox.office(SERVICE);
    sync(&service);
    assert_eq!(waiting(&service), [id]);
}

#[test]
fn a_name_that_does_not_exist_is_named_as_the_cause() {
    let sandbox = Sandbox::prepare();
    sandbox.point_at(SUPPORT, "https://no-such-relay.invalid");
    assert_unreachable(
        &refusal(&sandbox.office(SUPPORT)),
        Unreachable::UnknownHost,
        "名前を解決できません",
        "cannot be resolved",
    );
}

#[test]
fn a_server_that_never_answers_is_given_up() {
    let sandbox = Sandbox::prepare();
    let port = impostor::silent();
    sandbox.point_at(SUPPORT, &format!("https://localhost:{port}"));
    let profile = sandbox.read(SUPPORT, "profile.toml");
    let profile = profile.replace("[relay]\n", "[relay]\nconnect_timeout_seconds = 2\n");
    sandbox.write(SUPPORT, "profile.toml", &profile);
    let start = Instant::now();
    let error = refusal(&sandbox.office(SUPPORT));
    assert_unreachable(&error, Unreachable::ConnectTimedOut, "時間内", "in time");
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn an_office_can_be_opened_while_the_relay_is_away() {
    let sandbox = Sandbox::prepare();
    let office = sandbox.office(SUPPORT);
    assert_unreachable(
        &refusal(&office),
        Unreachable::Refused,
        "つながりません",
        "cannot be reached",
    );
}

// ---- The relay dies in the middle ----

/// A relay whose one office is behind a connection that can be cut.
struct CutOff {
    sandbox: Sandbox,
    proxy: Proxy,
    office: Office,
}

impl CutOff {
    fn of(number: &str) -> Self {
        let sandbox = Sandbox::start();
        let proxy = Proxy::before(sandbox.port());
        sandbox.point_at(number, &proxy.url());
        let office = sandbox.office(number);
        Self {
            sandbox,
            proxy,
            office,
        }
    }

    /// A pass while the connection is cut after so many bytes; then heals it.
    fn cut(&self, way: Way, bytes: usize) {
        self.proxy.cut_after(way, bytes);
        let report = self.office.sync(&Control::default());
        assert!(self.proxy.is_dead(), "not cut at {bytes} bytes");
        self.proxy.heal();
        let error = relay_error(report.into_result().unwrap_err());
        assert_unreachable(&error, Unreachable::Cut, "途中で切れました", "cut");
    }

    /// As after a restart of its program.
    fn reopen(&mut self, number: &str) {
        // The store has one owner at a time, so the old one goes first.
        let other = self
            .sandbox
            .office(if number == SUPPORT { THIRD } else { SUPPORT });
        drop(std::mem::replace(&mut self.office, other));
        self.office = self.sandbox.office(number);
    }

    /// How many bytes a whole pass takes.
    fn measure(&self, way: Way) -> usize {
        self.proxy.measure(way, || drop(sync(&self.office)))
    }
}

/// Places in a pass of about so many bytes: its beginning, almost its end, and between. Times and digests make messages
/// differ by a few bytes.
fn places(bytes: usize) -> Vec<usize> {
    let end = bytes - bytes.min(600);
    (0..=8).map(|n| n * end / 8).collect()
}

#[test]
fn a_send_that_is_cut_anywhere_gives_one_message() {
    for way in [Way::Up, Way::Down] {
        let line = CutOff::of(SUPPORT);
        // From the second one on the receiver is known.
        let mut ids = vec![send(&line.office, &plans(RECEIVER))];
        ids.push(put(&line.office, &plans(RECEIVER)));
        let places = places(line.measure(way));
        for &place in &places {
            ids.push(put(&line.office, &plans(RECEIVER)));
            line.cut(way, place);
            sync(&line.office);
        }
        for id in &ids {
            assert_eq!(sent_state(&line.office, *id), SentState::Available);
        }
        assert_arrived(&line.sandbox, &ids);
    }
}

fn assert_arrived(sandbox: &Sandbox, ids: &[Uuid]) {
    let (service, set) = (sandbox.office(SERVICE), plans(RECEIVER));
    sync(&service);
    assert_eq!(waiting(&service), ids);
    for id in ids {
        let delivery = take(&service, *id).unwrap();
        assert_eq!(contents(delivery.documents()), files_of(&set));
    }
}

#[test]
fn a_half_sent_message_is_not_offered_to_the_receiver() {
    let line = CutOff::of(SUPPORT);
    sync(&line.office);
    send(&line.office, &plans(RECEIVER));
    let half = put(&line.office, &plans(RECEIVER));
    line.cut(Way::Up, 4000);
    assert_eq!(sent_state(&line.office, half), SentState::Sending);
    let service = line.sandbox.office(SERVICE);
    sync(&service);
    assert_eq!(waiting(&service).len(), 1);
    // Withdrawn, it never comes, though nobody knows how far it got.
    line.office.withdraw(half).unwrap();
    sync(&line.office);
    assert_eq!(sent_state(&line.office, half), SentState::Withdrawn);
    sync(&service);
    assert_eq!(service.received(&Query::default()).unwrap().len(), 1);
}

#[test]
fn a_relay_that_dies_while_content_is_on_its_way_takes_it_after_its_return() {
    let mut line = CutOff::of(SUPPORT);
    sync(&line.office);
    let id = put(&line.office, &plans(RECEIVER));
    line.cut(Way::Up, 8000);
    line.sandbox.abort();
    line.sandbox.start_server();
    sync(&line.office);
    assert_arrived(&line.sandbox, &[id]);
}

#[test]
fn a_relay_that_dies_at_any_moment_of_a_pass_neither_loses_nor_doubles() {
    let mut sandbox = Sandbox::start();
    let support = sandbox.office(SUPPORT);
    let mut ids = Vec::new();
    for pause in [0, 1, 2, 4, 8, 16, 32] {
        ids.push(put(&support, &plans(RECEIVER)));
        thread::scope(|scope| {
            let pass = scope.spawn(|| support.sync(&Control::default()));
            thread::sleep(Duration::from_millis(pause));
            sandbox.abort();
            let _some_way = pass.join().unwrap();
        });
        sandbox.start_server();
        sync(&support);
    }
    assert_arrived(&sandbox, &ids);
}

#[test]
fn a_first_connection_that_is_cut_anywhere_is_a_cut_and_can_be_repeated() {
    let line = CutOff::of(SUPPORT);
    let places = places(line.measure(Way::Up));
    let mut line = line;
    for place in places {
        // A new office has no session and no connection.
        line.reopen(SUPPORT);
        line.cut(Way::Up, place);
        sync(&line.office);
    }
}

#[test]
fn a_fetch_that_is_cut_anywhere_goes_on() {
    let line = CutOff::of(SERVICE);
    let (support, set) = (line.sandbox.office(SUPPORT), plans(RECEIVER));
    sync(&line.office);
    send(&support, &set);
    for place in places(line.measure(Way::Down)) {
        let id = send(&support, &set);
        line.cut(Way::Down, place);
        sync(&line.office);
        let delivery = take(&line.office, id).unwrap();
        assert_eq!(contents(delivery.documents()), files_of(&set));
    }
}

#[test]
fn an_acknowledgement_that_is_cut_anywhere_is_handed_in_once() {
    let line = CutOff::of(SERVICE);
    let support = line.sandbox.office(SUPPORT);
    let deliver = || {
        let id = send(&support, &plans(RECEIVER));
        sync(&line.office);
        take(&line.office, id).unwrap();
        line.office.acknowledge(id).unwrap();
        id
    };
    for way in [Way::Up, Way::Down] {
        deliver();
        for place in places(line.measure(way)) {
            let id = deliver();
            line.cut(way, place);
            sync(&line.office);
            assert_eq!(received_state(&line.office, id), ReceivedState::Taken);
        }
    }
    sync(&support);
    for sent in support.sent(&Query::default()).unwrap() {
        assert_eq!(sent.state, SentState::Taken);
        assert_eq!(sent.receipt.unwrap().unwrap().receipt.message, sent.id);
    }
}

#[test]
fn an_acknowledged_message_stays_acknowledged_when_the_relay_dies() {
    let mut sandbox = Sandbox::start();
    let (support, service) = (sandbox.office(SUPPORT), sandbox.office(SERVICE));
    let id = send(&support, &plans(RECEIVER));
    sync(&service);
    take_and_acknowledge(&service, id);
    sandbox.abort();
    sandbox.start_server();
    sync(&service);
    assert!(waiting(&service).is_empty());
    sync(&support);
    assert!(support.sent_message(id).unwrap().message.taken().is_some());
}

/// The kept connections are dead then; the next pass makes a new one instead of failing.
#[test]
fn a_restart_of_the_relay_between_two_passes_goes_unnoticed() {
    let mut sandbox = Sandbox::start();
    let office = sandbox.office(SUPPORT);
    for _ in 0..5 {
        sync(&office);
        sandbox.abort();
        sandbox.start_server();
    }
    sync(&office);
}

// ---- Certificates of the connection ----

#[test]
fn an_expired_office_certificate_is_named_as_the_cause() {
    let sandbox = Sandbox::start();
    let issued = sandbox
        .ca()
        .issue_office(&spec(SUPPORT), expired())
        .unwrap();
    sandbox.replace_identity(SUPPORT, &issued);
    // The relay's refusal races with what the office sends; it must come through each time.
    for _ in 0..10 {
        assert_tls(
            &refusal(&sandbox.office(SUPPORT)),
            "own_certificate_time",
            "有効期限",
            "expired",
        );
    }
}

#[test]
fn an_office_certificate_of_a_foreign_authority_is_refused() {
    let sandbox = Sandbox::start();
    let issued = foreign_ca()
        .issue_office(&spec(SUPPORT), Default::default())
        .unwrap();
    sandbox.replace_identity(SUPPORT, &issued);
    for _ in 0..10 {
        assert_tls(
            &refusal(&sandbox.office(SUPPORT)),
            "own_certificate_refused",
            "電子証明書",
            "certificate",
        );
    }
}

#[test]
fn an_office_certificate_of_an_office_that_takes_no_part_is_refused() {
    const STRANGER: &str = "5070200109";
    let sandbox = Sandbox::start();
    let issued = sandbox
        .ca()
        .issue_office(&spec(STRANGER), Default::default())
        .unwrap();
    sandbox.replace_identity(SUPPORT, &issued);
    let profile = sandbox.read(SUPPORT, "profile.toml");
    let profile = profile.replace(
        &format!("office = \"{SUPPORT}\""),
        &format!("office = \"{STRANGER}\""),
    );
    sandbox.write(SUPPORT, "profile.toml", &profile);
    let error = refusal(&sandbox.office(SUPPORT));
    assert!(
        matches!(
            error,
            RelayError::Problem {
                code: ProblemCode::UnknownCertificate,
                ..
            }
        ),
        "{error:?}"
    );
    assert_explained(&error, "登録されていません", "certificate");
}

#[test]
fn a_relay_of_a_foreign_authority_is_not_trusted() {
    let mut sandbox = Sandbox::prepare();
    sandbox.replace_server_identity(&foreign_ca().issue_server(Default::default()).unwrap());
    sandbox.start_server();
    assert_tls(
        &refusal(&sandbox.office(SUPPORT)),
        "relay_certificate_untrusted",
        "認証局",
        "authority",
    );
}

#[test]
fn a_relay_with_an_expired_certificate_is_not_trusted() {
    let mut sandbox = Sandbox::prepare();
    sandbox.replace_server_identity(&sandbox.ca().issue_server(expired()).unwrap());
    sandbox.start_server();
    assert_tls(
        &refusal(&sandbox.office(SUPPORT)),
        "relay_certificate_time",
        "有効期間",
        "not valid at this time",
    );
}

#[test]
fn a_relay_with_a_certificate_for_another_name_is_not_trusted() {
    let mut sandbox = Sandbox::prepare();
    let issued = sandbox
        .ca()
        .issue_server_for(&["relay.example"], Default::default());
    sandbox.replace_server_identity(&issued.unwrap());
    sandbox.start_server();
    assert_tls(
        &refusal(&sandbox.office(SUPPORT)),
        "relay_certificate_name",
        "別の名前",
        "another name",
    );
}

// ---- Servers that are no relay ----

fn refusal_at(port: u16) -> RelayError {
    let sandbox = Sandbox::prepare();
    sandbox.point_at(SUPPORT, &format!("https://localhost:{port}"));
    refusal(&sandbox.office(SUPPORT))
}

#[test]
fn a_plain_http_server_is_told_by_its_missing_tls() {
    let port = impostor::plain(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
    assert_tls(&refusal_at(port), "tls_protocol", "TLS 1.3", "TLS 1.3");
}

#[test]
fn a_server_that_talks_garbage_is_told_by_its_missing_tls() {
    for garbage in [&b"220 mail.example ESMTP\r\n"[..], &[0; 64], &[0xFF; 64]] {
        assert_tls(
            &refusal_at(impostor::plain(garbage)),
            "tls_protocol",
            "TLS 1.3",
            "TLS 1.3",
        );
    }
}

#[test]
fn a_server_that_hangs_up_is_a_cut() {
    let port = impostor::listen(drop);
    assert_unreachable(&refusal_at(port), Unreachable::Cut, "切れました", "cut");
}

#[test]
fn a_web_server_that_is_no_relay_is_told_as_such() {
    let answers: [(&[u8], u16); 3] = [
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n<html>hi</html>",
            200,
        ),
        (b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", 404),
        (
            b"HTTP/1.1 302 Found\r\nlocation: https://localhost/\r\ncontent-length: 0\r\n\r\n",
            302,
        ),
    ];
    for (answer, status) in answers {
        let sandbox = Sandbox::prepare();
        let issued = sandbox.ca().issue_server(Default::default()).unwrap();
        let port = impostor::over_tls(&issued, answer);
        sandbox.point_at(SUPPORT, &format!("https://localhost:{port}"));
        let error = refusal(&sandbox.office(SUPPORT));
        assert_eq!(error, RelayError::NotARelay { status });
        assert_explained(&error, "ではない応答", "not that of a care-plan relay");
        assert!(error.message(Lang::Ja).contains(&status.to_string()));
    }
}

#[test]
fn a_gateway_that_cannot_reach_the_relay_is_worth_another_try() {
    let sandbox = Sandbox::prepare();
    let issued = sandbox.ca().issue_server(Default::default()).unwrap();
    let answer = b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 13\r\n\r\n{\"code\":\"no\"}";
    let port = impostor::over_tls(&issued, answer);
    sandbox.point_at(SUPPORT, &format!("https://localhost:{port}"));
    let error = refusal(&sandbox.office(SUPPORT));
    assert!(error.is_retryable());
    assert_explained(&error, "今は処理できません", "not available now");
}

#[test]
fn addresses_that_are_not_https_are_refused_before_anything_is_sent() {
    let sandbox = Sandbox::prepare();
    let port = free_port();
    for url in [
        format!("http://localhost:{port}"),
        "localhost".to_owned(),
        "https://user:secret@localhost".to_owned(),
        String::new(),
    ] {
        sandbox.point_at(SUPPORT, &url);
        let error = relay_error(Office::open(&sandbox.folder(SUPPORT)).unwrap_err());
        assert_eq!(error, RelayError::Settings("url"), "{url}");
        assert_explained(&error, "設定", "settings");
        assert!(!error.message(Lang::En).contains("secret"));
    }
}
