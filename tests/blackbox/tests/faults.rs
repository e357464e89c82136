//! What goes wrong between an office and its relay: a clear error, nothing lost, nothing twice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::thread;
use std::time::{Duration, Instant};

use careplan_blackbox_tests::explained::assert_explained;
use careplan_blackbox_tests::impostor;
use careplan_blackbox_tests::offices::{SERVICE, SUPPORT, expired, foreign_ca, spec};
use careplan_blackbox_tests::proxy::{Proxy, Way};
use careplan_blackbox_tests::samples::{SUBJECT, TEXT, contents, files_of, plans};
use careplan_blackbox_tests::sandbox::{Sandbox, free_port};
use careplan_core::Explain;
use careplan_core::exchange::{Delivery, ExchangeError, Office, Outgoing};
use careplan_core::finding::Lang;
use careplan_core::relay::wire::{ProblemCode, State};
use careplan_core::relay::{RelayError, TlsFault, Unreachable};

const RECEIVER: &str = "5070100002_11";

fn prepare(office: &Office) -> Outgoing {
    office.prepare(&plans(RECEIVER), SUBJECT, TEXT).unwrap()
}

/// The error of asking the relay for anything.
fn refusal(office: &Office) -> RelayError {
    relay_error(office.received().unwrap_err())
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
fn assert_tls(error: &RelayError, fault: TlsFault, ja: &str, en: &str) {
    assert_eq!(*error, RelayError::Tls(fault));
    assert!(!error.is_retryable());
    assert_explained(error, ja, en);
}

// ---- Wrong password ----

#[test]
fn three_wrong_passwords_lock_the_account_and_say_for_how_long() {
    let sandbox = Sandbox::start();
    let right = sandbox.office(SUPPORT);
    sandbox.write(SUPPORT, "password.txt", "not the password");
    let wrong = sandbox.office(SUPPORT);
    for _ in 0..3 {
        let error = refusal(&wrong);
        assert!(matches!(
            error,
            RelayError::Problem {
                code: ProblemCode::WrongPassword,
                ..
            }
        ));
        assert!(!error.is_retryable());
        assert_explained(&error, "パスワードが違います", "password");
    }
    // Even the right password has to wait now.
    let error = right.received().unwrap_err();
    let minutes = error.retry_after().unwrap().div_ceil(60);
    assert!((29..=30).contains(&minutes), "{minutes} minutes");
    assert!(error.is_retryable());
    assert_explained(
        &error,
        &format!("{minutes} 分"),
        &format!("{minutes} more minutes"),
    );
    assert_explained(&error, "ロック", "locked");
}

#[test]
fn a_right_password_after_two_wrong_ones_starts_the_count_anew() {
    let sandbox = Sandbox::start();
    let password = sandbox.read(SUPPORT, "password.txt");
    for _ in 0..2 {
        sandbox.write(SUPPORT, "password.txt", "not the password");
        let wrong = sandbox.office(SUPPORT);
        assert!(wrong.received().is_err() && wrong.received().is_err());
        sandbox.write(SUPPORT, "password.txt", &password);
        sandbox.office(SUPPORT).received().unwrap();
    }
}

#[test]
fn a_locked_account_locks_nobody_else() {
    let sandbox = Sandbox::start();
    sandbox.write(SUPPORT, "password.txt", "not the password");
    let wrong = sandbox.office(SUPPORT);
    for _ in 0..4 {
        assert!(wrong.received().is_err());
    }
    assert!(sandbox.office(SERVICE).received().unwrap().is_empty());
}

// ---- The relay is not there ----

#[test]
fn what_was_prepared_before_the_relay_went_away_is_sent_when_it_is_back() {
    let mut sandbox = Sandbox::start();
    let support = sandbox.office(SUPPORT);
    let outgoing = prepare(&support);
    sandbox.abort();
    // The first call may still use the connection that broke.
    let _cut_or_refused = support.send(&outgoing).unwrap_err();
    let error = relay_error(support.send(&outgoing).unwrap_err());
    assert_unreachable(&error, Unreachable::Refused, "拒否", "refused");

    sandbox.start_server();
    support.send(&outgoing).unwrap();
    assert_eq!(sandbox.office(SERVICE).received().unwrap().len(), 1);
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
    let start = Instant::now();
    let error = refusal(&sandbox.office(SUPPORT));
    assert_unreachable(&error, Unreachable::TimedOut, "時間内", "in time");
    assert!(start.elapsed() < Duration::from_secs(30));
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

    /// Does something while the connection is cut after so many bytes; then heals it.
    fn cut<T>(&self, way: Way, bytes: usize, what: impl FnOnce() -> T) -> T {
        self.proxy.cut_after(way, bytes);
        let result = what();
        assert!(self.proxy.is_dead(), "not cut at {bytes} bytes");
        self.proxy.heal();
        result
    }
}

/// Places in a call of about so many bytes: its beginning, almost its end, and between. Times and digests make messages
/// differ by a few bytes.
fn places(bytes: usize) -> Vec<usize> {
    let end = bytes - bytes.min(100);
    (0..=8).map(|n| n * end / 8).collect()
}

#[track_caller]
fn assert_cut(error: ExchangeError) {
    assert_unreachable(
        &relay_error(error),
        Unreachable::Cut,
        "途中で切れました",
        "cut",
    );
}

#[test]
fn a_send_that_is_cut_anywhere_can_be_repeated_and_gives_one_message() {
    let line = CutOff::of(SUPPORT);
    let first = prepare(&line.office);
    let upload = line
        .proxy
        .measure(Way::Up, || line.office.send(&first).unwrap());
    let places = places(upload);
    for &place in &places {
        let outgoing = prepare(&line.office);
        assert_cut(line.cut(Way::Up, place, || line.office.send(&outgoing).unwrap_err()));
        line.office.send(&outgoing).unwrap();
    }
    assert_eq!(line.office.sent().unwrap().len(), 1 + places.len());
    assert_everything_arrived(&line.sandbox, 1 + places.len());
}

#[test]
fn a_send_whose_answer_is_lost_can_be_repeated_and_gives_one_message() {
    let line = CutOff::of(SUPPORT);
    let first = prepare(&line.office);
    let answers = line
        .proxy
        .measure(Way::Down, || line.office.send(&first).unwrap());
    let places = places(answers);
    for &place in &places {
        let outgoing = prepare(&line.office);
        assert_cut(line.cut(Way::Down, place, || {
            line.office.send(&outgoing).unwrap_err()
        }));
        line.office.send(&outgoing).unwrap();
    }
    assert_everything_arrived(&line.sandbox, 1 + places.len());
}

fn assert_everything_arrived(sandbox: &Sandbox, count: usize) {
    let service = sandbox.office(SERVICE);
    let (received, set) = (service.received().unwrap(), plans(RECEIVER));
    assert_eq!(received.len(), count);
    for incoming in received {
        let delivery = service.take(incoming.id).unwrap();
        assert_eq!(contents(delivery.documents()), files_of(&set));
    }
}

#[test]
fn a_half_sent_message_is_not_offered_to_the_receiver() {
    let line = CutOff::of(SUPPORT);
    let first = prepare(&line.office);
    let upload = line
        .proxy
        .measure(Way::Up, || line.office.send(&first).unwrap());
    let half = prepare(&line.office);
    // The content comes last, so the announce is through by then.
    line.cut(Way::Up, upload - 1000, || {
        line.office.send(&half).unwrap_err()
    });
    let states: Vec<_> = line
        .office
        .sent()
        .unwrap()
        .iter()
        .map(|sent| sent.state)
        .collect();
    assert_eq!(states, [State::Available, State::Announced]);
    assert_eq!(line.sandbox.office(SERVICE).received().unwrap().len(), 1);
}

#[test]
fn a_relay_that_dies_while_content_is_on_its_way_takes_it_after_its_return() {
    let mut line = CutOff::of(SUPPORT);
    let first = prepare(&line.office);
    let upload = line
        .proxy
        .measure(Way::Up, || line.office.send(&first).unwrap());
    let outgoing = prepare(&line.office);
    assert_cut(line.cut(Way::Up, upload - 1000, || {
        line.office.send(&outgoing).unwrap_err()
    }));
    line.sandbox.abort();
    line.sandbox.start_server();
    line.office.send(&outgoing).unwrap();
    assert_everything_arrived(&line.sandbox, 2);
}

#[test]
fn what_the_relay_accepted_is_there_after_it_died() {
    let mut sandbox = Sandbox::start();
    let support = sandbox.office(SUPPORT);
    for count in 1..=3 {
        support.send(&prepare(&support)).unwrap();
        sandbox.abort();
        sandbox.start_server();
        assert_everything_arrived(&sandbox, count);
    }
}

#[test]
fn a_relay_that_dies_at_any_moment_of_a_send_neither_loses_nor_doubles() {
    let mut sandbox = Sandbox::start();
    let support = sandbox.office(SUPPORT);
    for pause in [0, 1, 2, 4, 8, 16] {
        let outgoing = prepare(&support);
        let result = thread::scope(|scope| {
            let sending = scope.spawn(|| support.send(&outgoing));
            thread::sleep(Duration::from_millis(pause));
            sandbox.abort();
            sending.join().unwrap()
        });
        sandbox.start_server();
        let states = support.sent().unwrap();
        let state = states.iter().find(|sent| sent.id == outgoing.cover().id);
        // What the sender was told it had sent is there, without sending again.
        if result.is_ok() {
            assert_eq!(state.unwrap().state, State::Available);
        }
        support.send(&outgoing).unwrap();
    }
    assert_everything_arrived(&sandbox, 6);
}

#[test]
fn a_first_connection_that_is_cut_anywhere_is_a_cut_and_can_be_repeated() {
    let line = CutOff::of(SUPPORT);
    let fresh = || line.sandbox.office(SUPPORT);
    let handshake_and_login = line.proxy.measure(Way::Up, || {
        fresh().received().unwrap();
    });
    for place in places(handshake_and_login) {
        let office = fresh();
        assert_cut(line.cut(Way::Up, place, || office.received().unwrap_err()));
        assert!(office.received().unwrap().is_empty());
    }
}

#[test]
fn a_fetch_that_is_cut_anywhere_can_be_repeated() {
    let line = CutOff::of(SERVICE);
    let support = line.sandbox.office(SUPPORT);
    let (outgoing, set) = (prepare(&support), plans(RECEIVER));
    support.send(&outgoing).unwrap();
    let id = outgoing.cover().id;
    let take = || line.office.take(id);
    take().unwrap();
    let download = line.proxy.measure(Way::Down, || drop(take().unwrap()));
    for place in places(download) {
        assert_cut(line.cut(Way::Down, place, || take().unwrap_err()));
        let delivery = take().unwrap();
        assert_eq!(contents(delivery.documents()), files_of(&set));
    }
}

#[test]
fn an_acknowledgement_that_is_cut_anywhere_can_be_repeated() {
    let line = CutOff::of(SERVICE);
    let support = line.sandbox.office(SUPPORT);
    let acknowledge = |delivery: &Delivery| line.office.acknowledge(delivery);
    for way in [Way::Up, Way::Down] {
        let delivery = deliver(&support, &line.office);
        let bytes = line.proxy.measure(way, || acknowledge(&delivery).unwrap());
        for place in places(bytes) {
            let delivery = deliver(&support, &line.office);
            assert_cut(line.cut(way, place, || acknowledge(&delivery).unwrap_err()));
            acknowledge(&delivery).unwrap();
        }
    }
    for sent in support.sent().unwrap() {
        assert_eq!(sent.state, State::Taken);
        assert_eq!(sent.receipt.unwrap().unwrap().receipt.message, sent.id);
    }
}

fn deliver(from: &Office, to: &Office) -> Delivery {
    let outgoing = prepare(from);
    from.send(&outgoing).unwrap();
    to.take(outgoing.cover().id).unwrap()
}

#[test]
fn an_acknowledged_message_stays_acknowledged_when_the_relay_dies() {
    let mut sandbox = Sandbox::start();
    let (support, service) = (sandbox.office(SUPPORT), sandbox.office(SERVICE));
    service.acknowledge(&deliver(&support, &service)).unwrap();
    sandbox.abort();
    sandbox.start_server();
    assert!(service.received().unwrap().is_empty());
    let sent = &support.sent().unwrap()[0];
    assert!(matches!(sent.receipt, Some(Ok(_))), "{sent:?}");
}

/// The kept connections are dead then; the next call makes a new one instead of failing.
#[test]
fn a_restart_of_the_relay_between_two_calls_goes_unnoticed() {
    let mut sandbox = Sandbox::start();
    let office = sandbox.office(SUPPORT);
    for _ in 0..5 {
        office.received().unwrap();
        sandbox.abort();
        sandbox.start_server();
        office.sent().unwrap();
    }
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
            TlsFault::ClientExpired,
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
            TlsFault::ClientRefused,
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
        TlsFault::ServerUntrusted,
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
        TlsFault::ServerExpired,
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
        TlsFault::ServerName,
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
    assert_tls(&refusal_at(port), TlsFault::Protocol, "TLS 1.3", "TLS 1.3");
}

#[test]
fn a_server_that_talks_garbage_is_told_by_its_missing_tls() {
    for garbage in [&b"220 mail.example ESMTP\r\n"[..], &[0; 64], &[0xFF; 64]] {
        assert_tls(
            &refusal_at(impostor::plain(garbage)),
            TlsFault::Protocol,
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
