//! The SDK's client at this relay: what each side means, the other understands.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::sync::Mutex;
use std::time::{Duration, Instant};
use std::{fs, sync::Arc, thread};

use careplan_core::envelope::{Identities, Identity};
use careplan_core::relay::wire::{Announce, Environment, ProblemCode, RejectionReason, State};
use careplan_core::relay::{
    Account, Client, ClientSettings, InMemory, Partial, Proxy, RelayError, Selection, TlsFault,
};
use careplan_core::{Cancel, Control, Progress, sha256_hex};
use careplan_relay::control::Deed;
use careplan_relay::{TestCa, Validity};
use common::{CONTENT, PART_BYTES, RECEIPT, Sandbox};
use jiff::SignedDuration;
use uuid::Uuid;

fn settings(sandbox: &Sandbox) -> ClientSettings {
    let ca = fs::read(sandbox.dir.path().join("ca.pem")).unwrap();
    let mut settings = ClientSettings::new(sandbox.url(), ca);
    settings.proxy = Proxy::None;
    settings
}

fn identity(sandbox: &Sandbox, index: usize) -> Identity {
    let read = |file| fs::read(sandbox.office_dir(index).join(file)).unwrap();
    Identity::from_pem(&read("certificate.pem"), &read("private-key.pem")).unwrap()
}

fn account(sandbox: &Sandbox, index: usize, password: &str) -> Account {
    Account::new(sandbox.login(index).user_id, password.to_owned().into())
}

fn client(sandbox: &Sandbox, index: usize) -> Client {
    let identities = Arc::new(Identities::from(identity(sandbox, index)));
    let account = account(sandbox, index, &sandbox.password(index));
    Client::new(settings(sandbox), identities, account).unwrap()
}

fn send(sandbox: &Sandbox, from: &Client, to: usize, content: &[u8]) -> Uuid {
    let (id, announce) = (Uuid::now_v7(), sandbox.announce_of(to, content));
    let control = Control::default();
    let sent = from.send_message(id, &announce, content, &control).unwrap();
    assert_eq!(sent.state, State::Available);
    id
}

fn large() -> Vec<u8> {
    let parts = 3 * PART_BYTES + 4567;
    (0..parts).map(|n| (n * 7 + n / 251) as u8).collect()
}

fn fetch(client: &Client, id: Uuid, content: &[u8]) -> Result<Vec<u8>, RelayError> {
    let mut partial = InMemory::new();
    let control = Control::default();
    let size = content.len() as u64;
    client.fetch(id, size, &sha256_hex(content), &mut partial, &control)?;
    Ok(partial.into_bytes())
}

#[track_caller]
fn assert_code<T: std::fmt::Debug>(result: Result<T, RelayError>, expected: ProblemCode) {
    let error = result.unwrap_err();
    assert!(
        matches!(error, RelayError::Problem { code, .. } if code == expected),
        "{error:?}"
    );
}

#[test]
fn a_message_goes_there_and_its_receipt_comes_back() {
    let sandbox = Sandbox::start();
    let (sender, receiver) = (client(&sandbox, 0), client(&sandbox, 1));
    for content in [CONTENT, &large()] {
        let id = send(&sandbox, &sender, 1, content);
        let offered = receiver.received_message(id).unwrap();
        assert_eq!(offered.sha256, sha256_hex(content));
        assert_eq!(fetch(&receiver, id, content).unwrap(), content);
        assert_eq!(receiver.receipt(id, RECEIPT).unwrap().state, State::Taken);
        let sent = sender.sent_message(id).unwrap();
        assert!(sent.is_final && sent.receipt.is_some());
        // Repeated, everything says the same.
        let again = sandbox.announce_of(1, content);
        let again = sender.send_message(id, &again, content, &Control::default());
        assert_eq!(again.unwrap().state, State::Taken);
        assert_eq!(receiver.receipt(id, RECEIPT).unwrap().state, State::Taken);
    }
}

#[test]
fn an_upload_goes_on_where_it_was_cancelled() {
    let sandbox = Sandbox::start();
    let (sender, content) = (client(&sandbox, 0), large());
    let (id, announce) = (Uuid::now_v7(), sandbox.announce_of(1, &content));
    let cancel = Cancel::new();
    let stop_after_first = |progress: Progress| {
        if progress.done >= PART_BYTES as u64 {
            cancel.cancel();
        }
    };
    let control = Control {
        cancel: Some(&cancel),
        progress: Some(&stop_after_first),
    };
    let stopped = sender.send_message(id, &announce, &content, &control);
    assert_eq!(stopped.unwrap_err(), RelayError::Cancelled);
    let sent = sender.sent_message(id).unwrap();
    assert_eq!(
        (sent.state, sent.parts.as_slice()),
        (State::Uploading, &[0][..])
    );
    assert!(client(&sandbox, 1).received(0, 0).unwrap().items.is_empty());

    let told = Mutex::new(Vec::new());
    let tell = |progress: Progress| told.lock().unwrap().push(progress.done);
    let control = Control {
        cancel: None,
        progress: Some(&tell),
    };
    let sent = sender.upload(id, &content, &sent, &control).unwrap();
    assert_eq!(sent.state, State::Available);
    let told = told.into_inner().unwrap();
    assert_eq!(told[0], PART_BYTES as u64);
    assert!(told.is_sorted());
    assert_eq!(*told.last().unwrap(), content.len() as u64);
    assert_eq!(fetch(&client(&sandbox, 1), id, &content).unwrap(), content);
}

#[test]
fn a_content_that_is_not_what_was_announced_is_given_up() {
    let sandbox = Sandbox::start();
    let (sender, content) = (client(&sandbox, 0), large());
    let mut announce = sandbox.announce_of(1, &content);
    announce.sha256 = sha256_hex(b"other");
    let id = Uuid::now_v7();
    let control = Control::default();
    let refused = sender.send_message(id, &announce, &content, &control);
    assert_code(refused, ProblemCode::DigestMismatch);
    assert!(client(&sandbox, 1).received(0, 0).unwrap().items.is_empty());
}

#[test]
fn a_fetch_goes_on_from_any_byte() {
    let sandbox = Sandbox::start();
    let (sender, receiver, content) = (client(&sandbox, 0), client(&sandbox, 1), large());
    let id = send(&sandbox, &sender, 1, &content);
    for here in [
        1,
        PART_BYTES - 1,
        PART_BYTES,
        content.len() - 1,
        content.len(),
    ] {
        for (first, restarts) in [(content[0], false), (!content[0], true)] {
            let mut partial = InMemory::new();
            partial.append(&[first]).unwrap();
            partial.append(&content[1..here]).unwrap();
            let told = Mutex::new(Vec::new());
            let tell = |progress: Progress| told.lock().unwrap().push(progress.done);
            let control = Control {
                cancel: None,
                progress: Some(&tell),
            };
            let size = content.len() as u64;
            let digest = sha256_hex(&content);
            receiver
                .fetch(id, size, &digest, &mut partial, &control)
                .unwrap();
            assert!(partial.into_bytes() == content, "{here}");
            let told = told.into_inner().unwrap();
            assert_eq!(told.contains(&0), restarts, "{here}");
        }
    }
    // Without what was announced, damage is told in the end.
    let mut partial = InMemory::new();
    let wrong = receiver.fetch(
        id,
        content.len() as u64,
        "0",
        &mut partial,
        &Control::default(),
    );
    assert_eq!(wrong.unwrap_err(), RelayError::Damaged);
}

#[test]
fn news_come_when_there_are_some_and_waiting_can_be_cancelled() {
    let sandbox = Sandbox::start();
    let (sender, receiver) = (client(&sandbox, 0), client(&sandbox, 1));
    receiver.login().unwrap();
    let control = Control::default();
    let wait = Duration::from_secs(20);
    let begin = Instant::now();
    let news = thread::scope(|scope| {
        let news = scope.spawn(|| receiver.news(0, 0, wait, &control).unwrap());
        thread::sleep(Duration::from_millis(300));
        send(&sandbox, &sender, 1, CONTENT);
        news.join().unwrap()
    });
    assert!(begin.elapsed() < Duration::from_secs(10));
    assert_eq!(
        news.received,
        receiver.received(0, 0).unwrap().items[0].cursor
    );

    let cancel = Cancel::new();
    let control = Control {
        cancel: Some(&cancel),
        progress: None,
    };
    let begin = Instant::now();
    let ended = thread::scope(|scope| {
        let waiting = scope.spawn(|| receiver.news(news.sent, news.received, wait, &control));
        thread::sleep(Duration::from_millis(300));
        cancel.cancel();
        waiting.join().unwrap()
    });
    assert_eq!(ended.unwrap_err(), RelayError::Cancelled);
    assert!(begin.elapsed() < Duration::from_millis(1300));
    receiver.service().unwrap();
}

#[test]
fn lists_are_those_that_were_asked_for() {
    let sandbox = Sandbox::start();
    let (sender, receiver) = (client(&sandbox, 0), client(&sandbox, 1));
    let ids: Vec<_> = (0..5)
        .map(|_| send(&sandbox, &sender, 1, CONTENT))
        .collect();
    receiver.receipt(ids[0], RECEIPT).unwrap();
    let page = sender.sent(0, 2).unwrap();
    assert!(page.more);
    let rest = sender.sent(page.items[1].cursor, 0).unwrap();
    assert_eq!((rest.items.len(), rest.more), (3, false));
    // What changed last stands last.
    assert_eq!(rest.items[2].id, ids[0]);
    let newest = Selection {
        newest: true,
        limit: 1,
        state: Some(State::Available),
        ..Selection::default()
    };
    assert_eq!(receiver.received_of(&newest).unwrap().items[0].id, ids[4]);
    let future = Selection {
        since: Some(jiff::Timestamp::now() + SignedDuration::from_hours(1)),
        ..Selection::default()
    };
    assert!(receiver.received_of(&future).unwrap().items.is_empty());
}

#[test]
fn what_is_withdrawn_or_rejected_says_so_to_both() {
    let sandbox = Sandbox::start();
    let (sender, receiver) = (client(&sandbox, 0), client(&sandbox, 1));
    let withdrawn = send(&sandbox, &sender, 1, CONTENT);
    assert_eq!(sender.withdraw(withdrawn).unwrap().state, State::Withdrawn);
    assert_code(
        fetch(&receiver, withdrawn, CONTENT),
        ProblemCode::ContentGone,
    );
    assert_code(receiver.receipt(withdrawn, RECEIPT), ProblemCode::Final);
    let rejected = send(&sandbox, &sender, 1, CONTENT);
    receiver
        .reject(rejected, RejectionReason::CannotOpen)
        .unwrap();
    let said = sender.sent_message(rejected).unwrap();
    assert_eq!(said.rejection, Some(RejectionReason::CannotOpen));
    // An upload of something final only says where it stands.
    let left = sender.upload(rejected, CONTENT, &said, &Control::default());
    assert_eq!(left.unwrap(), said);
}

#[test]
fn what_is_not_there_is_told() {
    let sandbox = Sandbox::start();
    let sender = client(&sandbox, 0);
    let nobody = "5070299992".parse().unwrap();
    assert_code(sender.directory(nobody), ProblemCode::UnknownOffice);
    assert_code(
        sender.sent_message(Uuid::now_v7()),
        ProblemCode::UnknownMessage,
    );
    let announce = Announce {
        receiver: nobody,
        ..sandbox.announce_of(1, CONTENT)
    };
    assert_code(
        sender.announce(Uuid::now_v7(), &announce),
        ProblemCode::UnknownOffice,
    );
    let id = send(&sandbox, &sender, 1, CONTENT);
    let other = sandbox.announce_of(2, CONTENT);
    assert_code(sender.announce(id, &other), ProblemCode::Conflict);
}

#[test]
fn offices_are_found_by_name_page_by_page() {
    let sandbox = Sandbox::start();
    let asker = client(&sandbox, 0);
    let all = asker.search_directory("", None, 0).unwrap();
    assert_eq!(all.items.len(), 3);
    let first = asker.search_directory("", None, 1).unwrap();
    assert!(first.more);
    let rest = asker
        .search_directory("", Some(first.items[0].office), 0)
        .unwrap();
    assert_eq!(rest.items, all.items[1..]);
    let name = &sandbox.offices[2].name;
    let found = asker.search_directory(name, None, 0).unwrap();
    assert!(
        found
            .items
            .iter()
            .any(|entry| entry.office == sandbox.offices[2].number)
    );
    assert!(
        asker
            .search_directory("そんな名前の事業所はない&", None, 0)
            .unwrap()
            .items
            .is_empty()
    );
}

#[test]
fn sessions_end_and_go_on_unnoticed() {
    let mut sandbox = Sandbox::start();
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
    let sandbox = Sandbox::start();
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
    let sandbox = Sandbox::start();
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
    let sandbox = Sandbox::start();
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
    let sandbox = Sandbox::start();
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
    let sandbox = Sandbox::start();
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
    let sandbox = Sandbox::start();
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
