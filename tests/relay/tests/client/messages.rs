//! Messages and lists.

use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use careplan_core::relay::wire::{Announce, ProblemCode, RejectionReason, State};
use careplan_core::relay::{InMemory, Partial, RelayError, Selection};
use careplan_core::{Cancel, Control, Progress, sha256_hex};
use jiff::SignedDuration;
use uuid::Uuid;

use super::common::{CONTENT, PART_BYTES, RECEIPT, Sandbox};
use super::{assert_code, client, fetch, large, send};

#[test]
fn a_message_goes_there_and_its_receipt_comes_back() {
    let sandbox = Sandbox::watched();
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
    let sandbox = Sandbox::watched();
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
    let sandbox = Sandbox::watched();
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
    let sandbox = Sandbox::watched();
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
    let sandbox = Sandbox::watched();
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
    let sandbox = Sandbox::watched();
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
    let sandbox = Sandbox::watched();
    let (sender, receiver) = (client(&sandbox, 0), client(&sandbox, 1));
    let withdrawn = send(&sandbox, &sender, 1, CONTENT);
    assert_eq!(sender.withdraw(withdrawn).unwrap().state, State::Withdrawn);
    assert_code(
        fetch(&receiver, withdrawn, CONTENT),
        ProblemCode::ContentGone,
    );
    let said = receiver.receipt(withdrawn, RECEIPT).unwrap();
    assert_eq!(said.state, State::Withdrawn);
    assert!(sender.sent_message(withdrawn).unwrap().receipt.is_some());
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
    let sandbox = Sandbox::watched();
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
    let sandbox = Sandbox::watched();
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
