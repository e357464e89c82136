use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::house::{self, EXPIRED, Issued, NOT_YET, VALID};
use super::server::{Reply, Server, listen, silent};
use super::{HOUSE, account, client_with, relay_that, service, settings};
use crate::Explain;
use crate::envelope::Identities;
use crate::finding::Lang;
use crate::relay::wire::{Environment, ProblemCode};
use crate::relay::{Client, RelayError, TlsFault, Unreachable};

/// The error of the first call to a port.
fn refusal(port: u16) -> RelayError {
    client_with(settings(&format!("https://localhost:{port}")))
        .service()
        .unwrap_err()
}

/// The error of the first call to a relay with this certificate.
fn refusal_of(relay: &Issued) -> TlsFault {
    let server = Server::start(relay, &HOUSE.authority, |_| Reply::json(&service()));
    tls(refusal(server.port))
}

fn tls(error: RelayError) -> TlsFault {
    match error {
        RelayError::Tls(fault) => *fault,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn assert_says(error: &RelayError, ja: &[&str], en: &[&str]) {
    for (lang, words) in [(Lang::Ja, ja), (Lang::En, en)] {
        let text = error.message(lang);
        for word in words {
            assert!(text.contains(word), "{text:?} lacks {word:?}");
        }
        assert!(!error.hint(lang).is_empty());
    }
}

#[test]
fn a_relay_that_is_not_there_is_told_by_its_cause() {
    let unreachable = |error: RelayError| match error {
        RelayError::Unreachable(cause) => cause,
        other => panic!("{other:?}"),
    };
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    assert_eq!(unreachable(refusal(free)), Unreachable::Refused);
    assert_eq!(unreachable(refusal(listen(drop))), Unreachable::Cut);
    let unknown = client_with(settings("https://no-such-relay.invalid")).service();
    assert_eq!(unreachable(unknown.unwrap_err()), Unreachable::UnknownHost);
    let began = Instant::now();
    assert_eq!(unreachable(refusal(silent())), Unreachable::ConnectTimedOut);
    assert!((2..15).contains(&began.elapsed().as_secs()));
    let (_server, client) = relay_that(|_| Reply::new(200, "").after(Duration::from_secs(20)));
    let began = Instant::now();
    let silent = client.received(0, 0).unwrap_err();
    assert_eq!(unreachable(silent), Unreachable::TimedOut);
    assert!((3..6).contains(&began.elapsed().as_secs()));
}

#[test]
fn a_relay_of_another_authority_is_told_with_its_issuer() {
    let other = house::authority("Somebody Else");
    let fault = refusal_of(&house::relay(&other, "localhost", VALID));
    let TlsFault::ServerUntrusted { seen, mix_up, .. } = &fault else {
        panic!("{fault:?}");
    };
    assert_eq!(*mix_up, None);
    assert!(seen.as_ref().unwrap().issuer.contains("Somebody Else"));
    assert_says(
        &fault.into(),
        &["Somebody Else", "Sandbox CA", "認証局"],
        &["Somebody Else", "Sandbox CA", "authority"],
    );
}

#[test]
fn a_test_relay_is_told_where_production_is_configured() {
    let production = house::authority("Care Exchange Root");
    let server = Server::start(&HOUSE.relay, &production, |_| Reply::json(&service()));
    let mut settings = settings(&server.url());
    settings.relay_ca = production.pem();
    let error = client_with(settings).service().unwrap_err();
    assert_says(&error, &["テスト用のようです"], &["one for tests"]);
    let TlsFault::ServerUntrusted { mix_up, .. } = tls(error) else {
        panic!();
    };
    assert_eq!(mix_up, Some(Environment::Sandbox));
}

#[test]
fn a_relay_whose_certificate_is_out_of_time_makes_one_look_at_the_clock() {
    for days in [EXPIRED, NOT_YET] {
        let issued = house::relay(&HOUSE.authority, "localhost", days);
        let fault = refusal_of(&issued);
        let TlsFault::ServerExpired { seen, clock, .. } = &fault else {
            panic!("{fault:?}");
        };
        let seen = seen.as_ref().unwrap();
        assert_eq!(
            (*clock > seen.not_after, *clock < seen.not_before),
            (days == EXPIRED, days == NOT_YET)
        );
        let today = crate::relay::clock::local(*clock);
        let end = crate::relay::clock::local(seen.not_after);
        assert_says(
            &fault.into(),
            &["有効期間外", "このパソコンの時計は", &today, &end],
            &[
                "not valid at this time",
                "this machine's clock says",
                &today,
                &end,
            ],
        );
    }
}

#[test]
fn a_relay_with_another_name_is_told_with_both_names() {
    let fault = refusal_of(&house::relay(&HOUSE.authority, "relay.example", VALID));
    assert!(matches!(fault, TlsFault::ServerName { .. }));
    assert_says(
        &fault.into(),
        &["別の名前", "localhost", "relay.example"],
        &["another name", "localhost", "relay.example"],
    );
}

#[test]
fn a_certificate_that_is_for_no_server_is_told() {
    let fault = refusal_of(&house::office(&HOUSE.authority, VALID));
    assert!(
        matches!(
            fault,
            TlsFault::ServerInvalid { .. } | TlsFault::ServerName { .. }
        ),
        "{fault:?}"
    );
}

/// The error of an office with this certificate at a relay that takes those of the house.
fn refusal_for(office: &Issued) -> RelayError {
    let server = Server::start(&HOUSE.relay, &HOUSE.authority, |_| Reply::json(&service()));
    let identities = Arc::new(Identities::from(office.identity()));
    let client = Client::new(settings(&server.url()), identities, account("x")).unwrap();
    client.service().unwrap_err()
}

#[test]
fn an_office_whose_certificate_is_out_of_time_is_told_its_dates() {
    let error = refusal_for(&house::office(&HOUSE.authority, EXPIRED));
    assert_says(
        &error,
        &["有効期限が切れています", "まで有効"],
        &["has expired", "valid from"],
    );
    let error = refusal_for(&house::office(&HOUSE.authority, NOT_YET));
    assert_says(
        &error,
        &["まだ始まっていません", "このパソコンの時計は"],
        &["out of its time", "clock"],
    );
}

#[test]
fn an_office_of_another_authority_is_told_its_issuer() {
    let production = house::authority("Care Exchange Root");
    let error = refusal_for(&house::office(&production, VALID));
    assert_says(
        &error,
        &[
            "Care Exchange Root",
            "受け付けられません",
            "テスト用の認証局ではないようです",
        ],
        &["Care Exchange Root", "refused", "not one for tests"],
    );
    let also_tests = house::authority("Other Test CA");
    let error = refusal_for(&house::office(&also_tests, VALID));
    assert!(matches!(
        tls(error),
        TlsFault::ClientRefused { mix_up: None, .. }
    ));
}

#[test]
fn what_speaks_no_tls_is_told() {
    for garbage in [
        &b"HTTP/1.1 400 Bad Request\r\n\r\n"[..],
        b"220 mail ESMTP\r\n",
        &[0; 64],
    ] {
        let port = listen(move |mut stream| {
            let _sent = stream.write_all(garbage);
            std::thread::sleep(Duration::from_secs(5));
        });
        assert_eq!(tls(refusal(port)), TlsFault::Protocol);
    }
}

#[test]
fn what_is_no_relay_is_told_by_its_status() {
    for (status, body) in [(200, "<html>"), (404, ""), (302, ""), (500, "{\"code\":1}")] {
        let (_server, client) = relay_that(move |_| Reply::new(status, body));
        assert_eq!(
            client.received(0, 0).unwrap_err(),
            RelayError::NotARelay { status }
        );
    }
}

#[test]
fn a_gateway_speaks_for_the_relay_behind_it() {
    let problem = |status, header: Option<(&'static str, &'static str)>| {
        let (_server, client) = relay_that(move |_| {
            let reply = Reply::new(status, "<html>");
            match header {
                Some((name, value)) => reply.header(name, value),
                None => reply,
            }
        });
        client.received(0, 0).unwrap_err()
    };
    assert!(problem(502, None).is_problem(ProblemCode::Unavailable));
    assert!(problem(429, None).is_problem(ProblemCode::TooManyRequests));
    assert_eq!(
        problem(503, Some(("retry-after", "120"))).retry_after(),
        Some(120)
    );
}

#[test]
fn a_date_to_retry_after_goes_by_the_clock_of_whoever_answers() {
    for (until, expected) in [
        ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60)),
        ("Sun, 06 Nov 1994 08:00:00 GMT", None),
        ("soon", None),
    ] {
        let (_server, client) = relay_that(move |_| {
            let reply = Reply::new(503, "");
            reply
                .header("retry-after", until)
                .header("date", "Sun, 06 Nov 1994 08:49:37 GMT")
        });
        assert_eq!(client.received(0, 0).unwrap_err().retry_after(), expected);
    }
}

#[test]
fn a_machine_whose_clock_is_wrong_is_told_so() {
    let now = jiff::Timestamp::now();
    let day = jiff::SignedDuration::from_hours(24);
    let fault = |not_before, not_after, skew| {
        RelayError::from(TlsFault::ClientExpired {
            not_before,
            not_after,
            clock: now,
            skew,
        })
    };
    let ahead = Some(jiff::SignedDuration::from_mins(-90));
    assert_says(
        &fault(now - day, now + day, ahead),
        &["中継サーバーの時計では", "1 時間 30 分進んでいます"],
        &["out of its time", "1 hour 30 minutes ahead"],
    );
    let behind = Some(jiff::SignedDuration::from_hours(48));
    assert_says(
        &fault(now + day, now + day * 2, behind),
        &["まだ始まっていません", "2 日遅れています"],
        &["2 days behind"],
    );
    assert_says(
        &fault(now - day * 2, now - day, None),
        &["切れています"],
        &["has expired"],
    );
}

#[test]
fn a_maintenance_is_told_with_its_end() {
    let (_server, client) = relay_that(|_| Reply::problem(ProblemCode::Maintenance, Some(5400)));
    let error = client.received(0, 0).unwrap_err();
    assert!(error.is_retryable());
    let end = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(5400);
    let end = crate::relay::clock::local(end);
    // The minute may just have changed.
    assert_says(
        &error,
        &["保守中", &end[..13], "90 分"],
        &["maintenance", &end[..13]],
    );
}

#[test]
fn a_code_of_a_newer_relay_still_says_whether_to_try_again() {
    for (retryable, expected) in [
        (true, ProblemCode::Unavailable),
        (false, ProblemCode::Unknown),
    ] {
        let body = format!(
            "{{\"type\":\"x\",\"title\":\"x\",\"status\":409,\"code\":\"new\",\"retryable\":{retryable},\"more\":1}}"
        );
        let (_server, client) = relay_that(move |_| Reply::new(409, body.clone()));
        assert!(client.received(0, 0).unwrap_err().is_problem(expected));
    }
}

#[test]
fn an_answer_without_end_is_not_read_to_its_end() {
    let (_server, client) = relay_that(|_| Reply::new(200, vec![b' '; 5 << 20]));
    let error = client.received_message(uuid::Uuid::nil()).unwrap_err();
    assert_eq!(error, RelayError::NotARelay { status: 200 });
}

#[test]
fn every_error_has_a_code_of_its_own_and_says_what_to_do() {
    use crate::relay::ProxyFault;
    let at = jiff::Timestamp::UNIX_EPOCH;
    let tls = [
        TlsFault::ServerUntrusted {
            seen: None,
            configured: Vec::new(),
            mix_up: None,
        },
        TlsFault::ServerExpired {
            seen: None,
            clock: at,
            skew: Some(jiff::SignedDuration::from_mins(-90)),
        },
        TlsFault::ServerName {
            seen: None,
            host: String::new(),
        },
        TlsFault::ServerInvalid { seen: None },
        TlsFault::ClientRefused {
            issuer: String::new(),
            mix_up: Some(Environment::Production),
        },
        TlsFault::ClientExpired {
            not_before: at,
            not_after: at,
            clock: at,
            skew: Some(jiff::SignedDuration::from_mins(90)),
        },
        TlsFault::Protocol,
    ];
    let unreachable = [
        Unreachable::UnknownHost,
        Unreachable::Refused,
        Unreachable::NoRoute,
        Unreachable::ConnectTimedOut,
        Unreachable::TimedOut,
        Unreachable::Cut,
    ];
    let proxy = [
        ProxyFault::Unreachable(Unreachable::Cut),
        ProxyFault::Credentials,
        ProxyFault::Refused,
    ];
    let mut errors: Vec<RelayError> = tls.into_iter().map(RelayError::from).collect();
    errors.extend(unreachable.map(RelayError::Unreachable));
    errors.extend(proxy.map(RelayError::Proxy));
    errors.extend(ProblemCode::ALL.iter().map(|code| RelayError::from(*code)));
    errors.extend([
        RelayError::PasswordRefused,
        RelayError::OtherEnvironment {
            expected: Environment::Production,
            found: Environment::Sandbox,
        },
        RelayError::NotARelay { status: 200 },
        RelayError::Damaged,
        RelayError::Storage(std::io::ErrorKind::StorageFull),
        RelayError::NoResources,
        RelayError::Cancelled,
        RelayError::Settings("url"),
    ]);
    let mut codes: Vec<_> = errors.iter().map(RelayError::code).collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
    for error in errors {
        for lang in [Lang::Ja, Lang::En] {
            assert!(
                !error.message(lang).is_empty() && !error.hint(lang).is_empty(),
                "{error:?}"
            );
        }
        assert!(
            !error.message(Lang::En).chars().any(|c| c > '\u{2fff}'),
            "{error:?}"
        );
    }
}
