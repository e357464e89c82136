use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use uuid::Uuid;

use super::server::{Asked, Reply, Stop};
use super::{relay_that, sent};
use crate::relay::wire::{Announce, ProblemCode, State};
use crate::relay::{InMemory, Partial, RelayError, Unreachable};
use crate::{Control, Progress, sha256_hex};

/// Three parts of ten bytes and one of five.
const CONTENT: &[u8] = b"0123456789abcdefghijABCDEFGHIJ.....";
const ID: Uuid = Uuid::nil();

fn part(asked: &Asked) -> Option<u32> {
    let path = format!("PUT /v1/sent/{ID}/parts/");
    asked
        .call
        .strip_prefix(&path)
        .map(|number| number.parse().unwrap())
}

fn is_commit(asked: &Asked) -> bool {
    asked.call == format!("POST /v1/sent/{ID}/commit")
}

/// What a relay holds of a message.
#[derive(Default)]
struct Parts(Mutex<BTreeSet<u32>>);

impl Parts {
    fn of(parts: &[u32]) -> Self {
        Self(Mutex::new(parts.iter().copied().collect()))
    }

    fn answer(&self, asked: &Asked) -> Reply {
        let mut parts = self.0.lock().unwrap();
        if let Some(number) = part(asked) {
            let bytes = CONTENT.chunks(10).nth(number as usize).unwrap();
            assert_eq!(asked.body, bytes);
            assert!(
                asked
                    .header("content-digest")
                    .unwrap()
                    .starts_with("sha-256=:")
            );
            parts.insert(number);
        }
        let state = match is_commit(asked) {
            true if parts.len() < 4 => return Reply::problem(ProblemCode::Incomplete, None),
            true => State::Available,
            false => State::Uploading,
        };
        Reply::json(&sent(state, CONTENT, parts.iter().copied().collect()))
    }
}

#[test]
fn only_missing_parts_are_sent_and_progress_is_told() {
    let parts = Parts::of(&[0, 2]);
    let (server, client) = relay_that(move |asked| parts.answer(asked));
    let told = Mutex::new(Vec::new());
    let tell = |progress: Progress| {
        assert_eq!((progress.message, progress.total), (ID, 35));
        told.lock().unwrap().push(progress.done);
    };
    let control = Control {
        progress: Some(&tell),
        ..Control::default()
    };
    let begun = sent(State::Uploading, CONTENT, vec![0, 2]);
    let done = client.upload(ID, CONTENT, &begun, &control).unwrap();
    assert_eq!(done.state, State::Available);
    let calls: Vec<_> = server.calls().into_iter().skip(1).collect();
    let path = format!("/v1/sent/{ID}");
    assert_eq!(
        calls,
        [
            format!("PUT {path}/parts/1"),
            format!("PUT {path}/parts/3"),
            format!("POST {path}/commit")
        ]
    );
    assert_eq!(told.into_inner().unwrap(), [20, 30, 35]);
}

#[test]
fn a_message_that_is_complete_or_final_is_left_alone() {
    let (server, client) = relay_that(|_| panic!("nothing to ask"));
    for state in [State::Available, State::Taken, State::Withdrawn] {
        let message = sent(state, CONTENT, Vec::new());
        let left = client.upload(ID, CONTENT, &message, &Control::default());
        assert_eq!(left.unwrap(), message);
    }
    let other = client.upload(
        ID,
        b"other",
        &sent(State::Announced, CONTENT, Vec::new()),
        &Control::default(),
    );
    assert_eq!(other.unwrap_err(), ProblemCode::DigestMismatch.into());
    assert!(server.calls().is_empty());
}

#[test]
fn a_message_that_became_final_meanwhile_says_where_it_stands() {
    let (_server, client) = relay_that(|asked| match asked.call.starts_with("GET") {
        true => Reply::json(&sent(State::Withdrawn, CONTENT, Vec::new())),
        false => Reply::problem(ProblemCode::Final, None),
    });
    let announced = sent(State::Announced, CONTENT, Vec::new());
    let stands = client.upload(ID, CONTENT, &announced, &Control::default());
    assert_eq!(stands.unwrap().state, State::Withdrawn);
}

#[test]
fn damaged_parts_and_commits_are_sent_again_within_bounds() {
    // A part has three tries in each of three rounds.
    for bad in [2, 3, 8] {
        let (parts, count) = (Parts::default(), AtomicU32::new(0));
        let (_server, client) = relay_that(move |asked| {
            let damaged = part(asked) == Some(1) && count.fetch_add(1, Ordering::Relaxed) < bad;
            match damaged {
                true => Reply::problem(ProblemCode::DigestMismatch, None),
                false => parts.answer(asked),
            }
        });
        let announced = sent(State::Announced, CONTENT, Vec::new());
        let done = client.upload(ID, CONTENT, &announced, &Control::default());
        assert_eq!(done.unwrap().state, State::Available, "{bad}");
    }
    let (server, client) = relay_that(|asked| match part(asked) {
        Some(_) => Reply::problem(ProblemCode::DigestMismatch, None),
        None => Reply::json(&sent(State::Announced, CONTENT, Vec::new())),
    });
    let announced = sent(State::Announced, CONTENT, Vec::new());
    let refused = client.upload(ID, CONTENT, &announced, &Control::default());
    assert_eq!(refused.unwrap_err(), ProblemCode::DigestMismatch.into());
    assert_eq!(server.count(&format!("PUT /v1/sent/{ID}/parts/0")), 9);
}

#[test]
fn parts_that_the_relay_lost_are_sent_again() {
    let (parts, commits) = (Parts::default(), AtomicU32::new(0));
    let (server, client) = relay_that(move |asked| {
        if is_commit(asked) && commits.fetch_add(1, Ordering::Relaxed) == 0 {
            parts.0.lock().unwrap().clear();
            return Reply::problem(ProblemCode::DigestMismatch, None);
        }
        parts.answer(asked)
    });
    let announced = sent(State::Announced, CONTENT, Vec::new());
    let done = client.upload(ID, CONTENT, &announced, &Control::default());
    assert_eq!(done.unwrap().state, State::Available);
    assert_eq!(server.count(&format!("PUT /v1/sent/{ID}/parts/3")), 2);
}

#[test]
fn small_contents_go_with_the_announce_and_large_ones_in_parts() {
    let announce = |content: &[u8]| Announce {
        receiver: super::house::OFFICE.parse().unwrap(),
        stamp: "20260101000000".parse().unwrap(),
        size: content.len() as u64,
        sha256: sha256_hex(content),
        cover: String::new(),
        content: None,
    };
    let parts = Parts::default();
    let (server, client) = relay_that(move |asked| {
        let announced: Option<Announce> = serde_json::from_slice(&asked.body).ok();
        match announced.and_then(|announced| announced.content) {
            Some(content) => {
                assert_eq!(content, "c21hbGw=");
                Reply::json(&sent(State::Available, b"small", Vec::new()))
            }
            None => parts.answer(asked),
        }
    });
    let control = Control::default();
    for content in [b"small", CONTENT] {
        let done = client.send_message(ID, &announce(content), content, &control);
        assert_eq!(done.unwrap().state, State::Available);
    }
    assert_eq!(server.count("GET /v1/service"), 1);
    assert_eq!(server.count(&format!("POST /v1/sent/{ID}/commit")), 1);
}

// ---- fetch ----

/// The content, or the rest of it that was asked for.
fn content(asked: &Asked) -> Reply {
    let Some(range) = asked.header("range") else {
        return Reply::new(200, CONTENT);
    };
    let from: usize = range
        .strip_prefix("bytes=")
        .unwrap()
        .strip_suffix('-')
        .unwrap()
        .parse()
        .unwrap();
    let range = format!("bytes {from}-{}/{}", CONTENT.len() - 1, CONTENT.len());
    Reply::new(206, &CONTENT[from..]).header("content-range", &range)
}

fn fetch(client: &super::Client, partial: &mut InMemory) -> Result<(), RelayError> {
    let sha256 = sha256_hex(CONTENT);
    client.fetch(
        ID,
        CONTENT.len() as u64,
        &sha256,
        partial,
        &Control::default(),
    )
}

fn holding(bytes: &[u8]) -> InMemory {
    let mut partial = InMemory::new();
    partial.append(bytes).unwrap();
    partial
}

#[test]
fn a_fetch_goes_on_from_what_is_here() {
    let (server, client) = relay_that(content);
    let path = format!("GET /v1/received/{ID}/content");
    for here in [0, 1, 34, 35] {
        let mut partial = holding(&CONTENT[..here]);
        fetch(&client, &mut partial).unwrap();
        assert_eq!(partial.into_bytes(), CONTENT);
    }
    let asked = server.asked(&path);
    let ranges: Vec<_> = asked.iter().map(|asked| asked.header("range")).collect();
    assert_eq!(ranges, [None, Some("bytes=1-"), Some("bytes=34-")]);
}

#[test]
fn a_relay_that_sends_the_whole_anyway_is_understood() {
    let (_server, client) = relay_that(|_| Reply::new(200, CONTENT));
    let mut partial = holding(&CONTENT[..7]);
    fetch(&client, &mut partial).unwrap();
    assert_eq!(partial.into_bytes(), CONTENT);
}

#[test]
fn what_is_damaged_here_is_fetched_anew() {
    let (server, client) = relay_that(content);
    for wrong in [&b"x123"[..], &[0; 35], &[0; 99]] {
        let mut partial = holding(wrong);
        fetch(&client, &mut partial).unwrap();
        assert_eq!(partial.into_bytes(), CONTENT);
    }
    assert_eq!(server.count(&format!("GET /v1/received/{ID}/content")), 4);
}

#[test]
fn what_arrives_damaged_twice_is_given_up() {
    for body in [&[0; 35][..], &[0; 36], &[0; 34], b""] {
        let (server, client) = relay_that(move |_| Reply::new(200, body));
        let mut partial = InMemory::new();
        assert_eq!(
            fetch(&client, &mut partial).unwrap_err(),
            RelayError::Damaged
        );
        assert!(partial.is_empty());
        assert_eq!(server.count(&format!("GET /v1/received/{ID}/content")), 2);
    }
}

#[test]
fn a_fetch_that_is_cut_keeps_what_arrived() {
    let (_server, client) = relay_that(|asked| match asked.header("range") {
        None => content(asked).stops_at(12, Stop::Cut),
        Some(_) => content(asked),
    });
    let mut partial = InMemory::new();
    let cut = fetch(&client, &mut partial).unwrap_err();
    assert_eq!(cut, RelayError::Unreachable(Unreachable::Cut));
    assert_eq!(partial.len(), 12);
    fetch(&client, &mut partial).unwrap();
    assert_eq!(partial.into_bytes(), CONTENT);
}

#[test]
fn a_disk_that_is_full_is_named() {
    struct Full;
    impl Partial for Full {
        fn len(&self) -> u64 {
            0
        }
        fn append(&mut self, _: &[u8]) -> std::io::Result<()> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn restart(&mut self) -> std::io::Result<()> {
            Ok(())
        }
        fn digest(&mut self) -> std::io::Result<String> {
            Ok(String::new())
        }
    }
    let (_server, client) = relay_that(content);
    let full = client
        .fetch(ID, 35, "", &mut Full, &Control::default())
        .unwrap_err();
    assert_eq!(full, RelayError::Storage(std::io::ErrorKind::StorageFull));
    assert!(full.is_retryable());
}

#[test]
fn the_progress_of_a_fetch_may_call_the_client_again() {
    let (_server, client) = relay_that(content);
    let told = Mutex::new(Vec::new());
    let tell = |progress: Progress| {
        client.service().unwrap();
        told.lock().unwrap().push(progress.done);
    };
    let control = Control {
        progress: Some(&tell),
        ..Control::default()
    };
    let mut partial = InMemory::new();
    client
        .fetch(ID, 35, &sha256_hex(CONTENT), &mut partial, &control)
        .unwrap();
    assert_eq!(told.into_inner().unwrap(), [0, 35]);
}
