//! Sessions, and what a client learns of the relay.

use std::sync::Arc;
use std::time::Duration;
use std::{fs, thread};

use careplan_core::envelope::{Identities, Identity};
use careplan_core::relay::wire::{Environment, ProblemCode, State};
use careplan_core::relay::{Client, RelayError, TlsFault};
use careplan_relay::control::Deed;
use careplan_relay::{TestCa, Validity};
use jiff::SignedDuration;

use super::common::{CONTENT, Sandbox};
use super::{account, assert_code, client, identity, send, settings};

#[test]
fn sessions_end_and_go_on_unnoticed() {
    let mut sandbox = Sandbox::watched();
    let asker = client(&sandbox, 0);
    asker.sent(0, 0).unwrap();
    // The access token ends, then the refresh token too.
    for hours in [2, 9] {
        sandbox.clock.advance(SignedDuration::from_hours(hours));
        asker.sent(0, 0).unwrap();
    }
    sandbox.server.take().unwrap().abort();
    sandbox.restart();
    asker.sent(0, 0).unwrap();
    asker.logout().unwrap();
    asker.sent(0, 0).unwrap();
}

#[test]
fn a_wrong_password_never_locks_the_account() {
    let sandbox = Sandbox::watched();
    let asker = client(&sandbox, 0);
    asker.replace_account(account(&sandbox, 0, "wrong"));
    assert_code(asker.sent(0, 0), ProblemCode::WrongPassword);
    for _ in 0..5 {
        assert_eq!(asker.sent(0, 0).unwrap_err(), RelayError::PasswordRefused);
    }
    asker.replace_account(account(&sandbox, 0, &sandbox.password(0)));
    asker.sent(0, 0).unwrap();
}

#[test]
fn a_locked_account_says_for_how_long() {
    let sandbox = Sandbox::watched();
    let asker = client(&sandbox, 0);
    for _ in 0..3 {
        asker.replace_account(account(&sandbox, 0, "wrong"));
        assert_code(asker.sent(0, 0), ProblemCode::WrongPassword);
    }
    asker.replace_account(account(&sandbox, 0, &sandbox.password(0)));
    for _ in 0..2 {
        let locked = asker.sent(0, 0).unwrap_err();
        let left = locked.retry_after().unwrap();
        assert!((1700..=1800).contains(&left), "{left}");
        assert_code::<()>(Err(locked), ProblemCode::Locked);
    }
}

#[test]
fn a_session_stands_still_while_its_account_is_locked_and_goes_on_afterwards() {
    let sandbox = Sandbox::watched();
    let (asker, other) = (client(&sandbox, 0), client(&sandbox, 0));
    let id = send(&sandbox, &asker, 1, CONTENT);
    for _ in 0..3 {
        other.replace_account(account(&sandbox, 0, "wrong"));
        assert_code(other.sent(0, 0), ProblemCode::WrongPassword);
    }
    // With its token, and with its refresh token once that is over.
    for minutes in [0, 10] {
        sandbox.clock.advance(SignedDuration::from_mins(minutes));
        let locked = asker.sent_message(id).unwrap_err();
        let left = locked.retry_after().unwrap() + 60 * minutes.unsigned_abs();
        assert!((1700..=1800).contains(&left), "{left}");
        assert_code::<()>(Err(locked), ProblemCode::Locked);
        let control = sandbox.server.as_ref().unwrap().control();
        let expire = Deed::ExpireTokens { refresh: false };
        assert!(control.perform(expire).unwrap());
    }
    sandbox.clock.advance(SignedDuration::from_mins(20));
    assert_eq!(asker.sent_message(id).unwrap().state, State::Available);
}

#[test]
fn clock_and_environment_are_known() {
    let sandbox = Sandbox::watched();
    let asker = client(&sandbox, 0);
    sandbox.clock.advance(SignedDuration::from_hours(3));
    let service = asker.service().unwrap();
    assert_eq!(service.environment, Environment::Sandbox);
    let skew = asker.clock_skew().unwrap();
    assert!((skew.as_secs() - 3 * 3600).abs() < 5, "{skew}");
    let mut settings = settings(&sandbox);
    settings.environment = Some(Environment::Production);
    let identities = Arc::new(Identities::from(identity(&sandbox, 0)));
    let mixed = Client::new(settings, identities, account(&sandbox, 0, "x")).unwrap();
    let refused = mixed.sent(0, 0).unwrap_err();
    assert!(
        matches!(refused, RelayError::OtherEnvironment { .. }),
        "{refused:?}"
    );
}

#[test]
fn an_office_of_another_authority_is_told_so() {
    let sandbox = Sandbox::watched();
    let other = TestCa::create("Another CA").unwrap();
    let issued = other.issue_office(&sandbox.offices[0], Validity::default());
    let issued = issued.unwrap();
    let (certificate, key) = (issued.certificate_pem, issued.private_key_pem);
    let identity = Identity::from_pem(certificate.as_bytes(), key.as_bytes()).unwrap();
    let identities = Arc::new(Identities::from(identity));
    let asker = Client::new(settings(&sandbox), identities, account(&sandbox, 0, "x")).unwrap();
    for _ in 0..5 {
        match asker.service().unwrap_err() {
            RelayError::Tls(fault) => {
                assert!(
                    matches!(*fault, TlsFault::ClientRefused { .. }),
                    "{fault:?}"
                );
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn many_clients_live_in_one_process() {
    let sandbox = Sandbox::watched();
    let before = threads();
    let clients: Vec<_> = (0..100).map(|n| client(&sandbox, n % 3)).collect();
    for client in &clients {
        client.service().unwrap();
    }
    // Resolving names may still hold one or the other for a second.
    thread::sleep(Duration::from_millis(1500));
    assert!(threads() < before + 20, "{before} → {}", threads());
}

/// Threads of this process, the relay's included.
fn threads() -> usize {
    fs::read_dir("/proc/self/task").map_or(0, |tasks| tasks.count())
}
