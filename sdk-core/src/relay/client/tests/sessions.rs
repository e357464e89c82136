use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use super::server::{Asked, Reply, Server};
use super::{HOUSE, Logins, account, client_with, relay_that, service, settings};
use crate::envelope::Identities;
use crate::finding::Lang;
use crate::relay::wire::{Environment, News, ProblemCode};
use crate::relay::{Client, RelayError};
use crate::{Control, Explain};

const LOGIN: &str = "POST /v1/login";
const REFRESH: &str = "POST /v1/refresh";

fn news() -> Reply {
    Reply::json(&News {
        sent: 0,
        received: 0,
        epoch: None,
    })
}

fn ask(client: &Client) -> Result<News, RelayError> {
    client.news(0, 0, Duration::ZERO, &Control::default())
}

fn code(result: Result<News, RelayError>) -> ProblemCode {
    match result.unwrap_err() {
        RelayError::Problem { code, .. } => code,
        other => panic!("{other:?}"),
    }
}

/// A relay with its own way of logging in.
fn relay_with_logins(
    say: impl Fn(&Asked, &Logins) -> Reply + Send + Sync + 'static,
) -> (Server, Client) {
    let logins = Logins::default();
    let server = Server::start(&HOUSE.relay, &HOUSE.authority, move |asked| {
        say(asked, &logins)
    });
    let client = client_with(settings(&server.url()));
    (server, client)
}

#[test]
fn one_login_serves_many_calls_and_threads() {
    let (server, client) = relay_that(|_| news());
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| ask(&client).unwrap());
        }
    });
    ask(&client).unwrap();
    assert_eq!((server.count(LOGIN), server.count(REFRESH)), (1, 0));
}

#[test]
fn a_token_that_ends_soon_is_refreshed_before_it_is_used() {
    let (server, client) = relay_with_logins(|asked, logins| match asked.call.as_str() {
        LOGIN => Reply::json(&logins.session(0)),
        REFRESH => Reply::json(&logins.session(3600)),
        _ => news(),
    });
    for _ in 0..3 {
        ask(&client).unwrap();
    }
    assert_eq!((server.count(LOGIN), server.count(REFRESH)), (1, 1));
    let tokens = server.asked("GET /v1/news?sent=0&received=0&wait=0");
    let tokens: Vec<_> = tokens.iter().map(|asked| asked.token().unwrap()).collect();
    assert_eq!(tokens, ["token-0", "token-1", "token-1"]);
}

#[test]
fn a_token_that_expired_on_the_way_is_refreshed_and_the_call_repeated() {
    let (server, client) = relay_with_logins(|asked, logins| match asked.call.as_str() {
        LOGIN | REFRESH => Reply::json(&logins.session(3600)),
        _ if asked.token() == Some("token-0") => Reply::problem(ProblemCode::TokenExpired, None),
        _ => news(),
    });
    ask(&client).unwrap();
    ask(&client).unwrap();
    assert_eq!((server.count(LOGIN), server.count(REFRESH)), (1, 1));
}

#[test]
fn a_session_that_is_over_is_followed_by_a_login() {
    for said in [ProblemCode::RefreshExpired, ProblemCode::NotLoggedIn] {
        let (server, client) = relay_with_logins(move |asked, logins| match asked.call.as_str() {
            LOGIN => Reply::json(&logins.session(3600)),
            REFRESH => Reply::problem(said, None),
            _ if asked.token() == Some("token-0") => {
                Reply::problem(ProblemCode::TokenExpired, None)
            }
            _ => news(),
        });
        ask(&client).unwrap();
        assert_eq!((server.count(LOGIN), server.count(REFRESH)), (2, 1));
    }
}

#[test]
fn a_relay_that_refuses_every_token_is_asked_twice_and_no_more() {
    let (server, client) = relay_with_logins(|asked, logins| match asked.call.as_str() {
        LOGIN | REFRESH => Reply::json(&logins.session(3600)),
        _ => Reply::problem(ProblemCode::NotLoggedIn, None),
    });
    assert_eq!(code(ask(&client)), ProblemCode::NotLoggedIn);
    assert_eq!((server.count(LOGIN), server.count(REFRESH)), (2, 0));
}

#[test]
fn threads_whose_token_expired_together_refresh_once() {
    let (server, client) = relay_with_logins(|asked, logins| match asked.call.as_str() {
        LOGIN | REFRESH => Reply::json(&logins.session(3600)).after(Duration::from_millis(50)),
        _ if asked.token() == Some("token-0") => Reply::problem(ProblemCode::TokenExpired, None),
        _ => news(),
    });
    client.login().unwrap();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| ask(&client).unwrap());
        }
    });
    assert_eq!((server.count(LOGIN), server.count(REFRESH)), (1, 1));
}

#[test]
fn a_wrong_password_is_sent_once() {
    let (server, client) = relay_that(|_| news());
    client.replace_account(account("wrong"));
    assert_eq!(code(ask(&client)), ProblemCode::WrongPassword);
    for _ in 0..3 {
        assert_eq!(ask(&client).unwrap_err(), RelayError::PasswordRefused);
        assert_eq!(client.login().unwrap_err(), RelayError::PasswordRefused);
    }
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| ask(&client).unwrap_err());
        }
    });
    assert_eq!(server.count(LOGIN), 1);
    client.replace_account(account(super::PASSWORD));
    ask(&client).unwrap();
}

#[test]
fn the_session_of_an_account_that_was_replaced_meanwhile_is_not_kept() {
    let (server, client) = relay_with_logins(|asked, logins| match asked.call.as_str() {
        LOGIN => Reply::json(&logins.session(3600)).after(Duration::from_millis(400)),
        _ => news(),
    });
    thread::scope(|scope| {
        scope.spawn(|| client.login().unwrap());
        thread::sleep(Duration::from_millis(200));
        client.replace_account(account("new"));
    });
    ask(&client).unwrap();
    assert_eq!(server.count(LOGIN), 2);
}

#[test]
fn threads_with_a_wrong_password_send_it_once_between_them() {
    let (server, client) = relay_that(|_| news());
    client.replace_account(account("wrong"));
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| ask(&client).unwrap_err());
        }
    });
    assert_eq!(server.count(LOGIN), 1);
}

#[test]
fn a_locked_account_is_left_alone_and_the_time_left_is_told() {
    let unlocked = Arc::new(AtomicBool::new(false));
    let by_admin = unlocked.clone();
    let (server, client) = relay_with_logins(move |asked, logins| match asked.call.as_str() {
        LOGIN if by_admin.load(Ordering::Relaxed) => Reply::json(&logins.session(3600)),
        LOGIN => Reply::problem(ProblemCode::Locked, Some(1800)),
        _ => news(),
    });
    for _ in 0..3 {
        let error = ask(&client).unwrap_err();
        let left = error.retry_after().unwrap();
        assert!((1790..=1801).contains(&left), "{left}");
        assert!(error.is_retryable());
        assert!(error.message(Lang::Ja).contains("あと約 3"), "{error:?}");
    }
    assert_eq!(server.count(LOGIN), 1);
    unlocked.store(true, Ordering::Relaxed);
    client.login().unwrap();
    ask(&client).unwrap();
}

#[test]
fn a_lock_is_over_after_its_time() {
    let count = AtomicU32::new(0);
    let (_server, client) = relay_with_logins(move |asked, logins| match asked.call.as_str() {
        LOGIN if count.fetch_add(1, Ordering::Relaxed) == 0 => {
            Reply::problem(ProblemCode::Locked, Some(1))
        }
        LOGIN => Reply::json(&logins.session(3600)),
        _ => news(),
    });
    assert_eq!(code(ask(&client)), ProblemCode::Locked);
    thread::sleep(Duration::from_millis(1100));
    ask(&client).unwrap();
}

#[test]
fn a_lock_in_the_middle_of_a_session_is_told_and_the_session_goes_on_after_it() {
    // The relay refuses the token itself, or the refresh that comes before it.
    for expires_in in [3600, 0] {
        let locked = Arc::new(AtomicBool::new(false));
        let by_relay = locked.clone();
        let (server, client) = relay_with_logins(move |asked, logins| match asked.call.as_str() {
            LOGIN => Reply::json(&logins.session(expires_in)),
            _ if by_relay.load(Ordering::Relaxed) => {
                Reply::problem(ProblemCode::Locked, Some(1800))
            }
            REFRESH => Reply::json(&logins.session(expires_in)),
            _ => news(),
        });
        ask(&client).unwrap();
        locked.store(true, Ordering::Relaxed);
        let before = server.total();
        for _ in 0..3 {
            let error = ask(&client).unwrap_err();
            assert!(error.is_problem(ProblemCode::Locked), "{error:?}");
            assert_eq!(error.retry_after(), Some(1800));
            assert!(error.is_retryable());
            let told = error.message(Lang::Ja);
            assert!(told.contains("あと約 30 分"), "{told}");
        }
        // Each is asked for once, and no password is sent.
        assert_eq!((server.total() - before, server.count(LOGIN)), (3, 1));
        locked.store(false, Ordering::Relaxed);
        ask(&client).unwrap();
        assert_eq!(server.count(LOGIN), 1);
    }
}

#[test]
fn an_expired_password_and_its_time_are_told() {
    let (_server, client) =
        relay_with_logins(|_, _| Reply::problem(ProblemCode::PasswordExpired, None));
    assert_eq!(code(ask(&client)), ProblemCode::PasswordExpired);

    let (_server, client) = relay_with_logins(|asked, logins| match asked.call.as_str() {
        LOGIN => {
            let mut session = logins.session(3600);
            session.password_expires_at = Some(jiff::Timestamp::UNIX_EPOCH);
            Reply::json(&session)
        }
        _ => news(),
    });
    assert_eq!(client.password_expires_at(), None);
    ask(&client).unwrap();
    assert_eq!(
        client.password_expires_at(),
        Some(jiff::Timestamp::UNIX_EPOCH)
    );
}

#[test]
fn a_logout_ends_the_session_once() {
    const LOGOUT: &str = "POST /v1/logout";
    let (server, client) = relay_that(|asked| match asked.call.as_str() {
        LOGOUT => Reply::new(204, ""),
        _ => news(),
    });
    client.logout().unwrap();
    assert_eq!(server.calls(), [""; 0]);
    ask(&client).unwrap();
    client.logout().unwrap();
    client.logout().unwrap();
    assert_eq!(server.asked(LOGOUT)[0].token(), Some("token-0"));
    assert_eq!(server.count(LOGOUT), 1);
    ask(&client).unwrap();
    assert_eq!(server.count(LOGIN), 2);
}

#[test]
fn a_session_that_is_over_needs_no_logout() {
    let (server, client) = relay_that(|asked| match asked.call.as_str() {
        "POST /v1/logout" => Reply::problem(ProblemCode::NotLoggedIn, None),
        _ => news(),
    });
    ask(&client).unwrap();
    client.logout().unwrap();
    assert_eq!(server.count(LOGIN), 1);
}

#[test]
fn a_renewed_certificate_connects_and_logs_in_anew() {
    let (server, _) = relay_that(|_| news());
    let identities = Arc::new(Identities::from(HOUSE.office.identity()));
    let account = account(super::PASSWORD);
    let client = Client::new(settings(&server.url()), identities.clone(), account).unwrap();
    ask(&client).unwrap();
    let renewed = super::house::office(&HOUSE.authority, (0, 60));
    identities
        .replace(vec![HOUSE.office.identity(), renewed.identity()])
        .unwrap();
    ask(&client).unwrap();
    ask(&client).unwrap();
    assert_eq!((server.count(LOGIN), server.count(REFRESH)), (2, 0));
}

#[test]
fn a_relay_for_another_purpose_gets_no_password() {
    let (server, _) = relay_that(|_| news());
    let mut settings = settings(&server.url());
    settings.environment = Some(Environment::Production);
    let client = client_with(settings.clone());
    let expected = RelayError::OtherEnvironment {
        expected: Environment::Production,
        found: Environment::Sandbox,
    };
    assert_eq!(ask(&client).unwrap_err(), expected);
    assert_eq!(client.service().unwrap_err(), expected);
    assert_eq!(server.count(LOGIN), 0);
    settings.environment = Some(Environment::Sandbox);
    ask(&client_with(settings)).unwrap();
}

#[test]
fn connections_that_were_closed_meanwhile_go_unnoticed() {
    let (server, client) = relay_that(|_| news());
    for _ in 0..5 {
        ask(&client).unwrap();
        server.hang_up();
    }
    // Several at once, so that several connections are kept.
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| ask(&client).unwrap());
        }
    });
    server.hang_up();
    ask(&client).unwrap();
}

#[test]
fn calls_one_after_the_other_share_a_connection() {
    let (server, client) = relay_that(|_| news());
    for _ in 0..50 {
        ask(&client).unwrap();
        client.service().unwrap();
    }
    assert_eq!(server.connections(), 1);
}

#[test]
fn the_relays_clock_is_known_from_its_answers() {
    let (_server, client) = relay_that(|_| news().header("date", "Sun, 06 Nov 1994 08:49:37 GMT"));
    assert_eq!(client.clock_skew(), None);
    ask(&client).unwrap();
    let at: jiff::Timestamp = "1994-11-06T08:49:37Z".parse().unwrap();
    let expected = at.duration_since(jiff::Timestamp::now());
    assert!((client.clock_skew().unwrap() - expected).abs().as_secs() < 5);
    let said = client.service().unwrap();
    assert_eq!(said.max_content_bytes, service().max_content_bytes);
    assert!(client.clock_skew().unwrap().abs().as_secs() < 2);
}

#[test]
fn a_host_with_a_runtime_of_its_own_may_call() {
    let (_server, client) = relay_that(|_| news());
    let host = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    host.block_on(async {
        ask(&client).unwrap();
        ask(&client).unwrap();
        drop(client);
    });
}
