//! The requests of the client are those of docs/relay-openapi.yaml: all of them, and in the form that it asks for.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use careplan_core::relay::wire::{RejectionReason, State};
use careplan_core::relay::{InMemory, Partial, Selection};
use careplan_core::{Control, sha256_hex};
use careplan_relay::control::Deed;
use careplan_relay::server::Seen;
use jiff::SignedDuration;
use uuid::Uuid;

use super::common::contract::{Exchange, contract};
use super::common::{CONTENT, RECEIPT, Sandbox};
use super::{client, fetch, large, send};

#[test]
fn a_whole_exchange_makes_every_call_of_the_document_in_its_form() {
    let sandbox = Sandbox::watched();
    exchange(&sandbox);
    let seen = sandbox.witness.as_ref().unwrap().take();
    let mut done: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
    for one in &seen {
        let (call, faults) = contract().check_strictly(&Exchange::of(one));
        assert_eq!(
            faults,
            Vec::<String>::new(),
            "{} {}",
            one.method,
            one.target
        );
        done.entry(call.unwrap())
            .or_default()
            .insert(one.status.as_u16());
    }
    let operations = contract().operations();
    let called = done.keys().map(String::as_str).collect::<BTreeSet<_>>();
    assert_eq!(called, operations.iter().map(|it| it.id).collect());
    for (call, statuses) in &done {
        assert!(
            statuses.iter().any(|status| *status < 300),
            "{call} {statuses:?}"
        );
    }
    // Whole and in part.
    assert!(done["getContent"].is_superset(&[200, 206].into()));
    println!("{} requests of {} calls", seen.len(), done.len());
}

/// Both sides, with everything that a client can be asked for.
fn exchange(sandbox: &Sandbox) {
    let (sender, receiver) = (client(sandbox, 0), client(sandbox, 1));
    let control = Control::default();
    sender.login().unwrap();
    let relay = sandbox.server.as_ref().unwrap().control();
    let expire = Deed::ExpireTokens { refresh: false };
    assert!(relay.perform(expire).unwrap());
    sender.directory(sandbox.offices[1].number).unwrap();
    let name = &sandbox.offices[1].name;
    let after = Some(sandbox.offices[0].number);
    sender.search_directory(name, after, 2).unwrap();

    let (small, large) = (send(sandbox, &sender, 1, CONTENT), large());
    let parts = send(sandbox, &sender, 1, &large);
    assert_eq!(fetch(&receiver, small, CONTENT).unwrap(), CONTENT);
    let mut partial = InMemory::new();
    partial.append(&large[..1000]).unwrap();
    let (size, digest) = (large.len() as u64, sha256_hex(&large));
    receiver
        .fetch(parts, size, &digest, &mut partial, &control)
        .unwrap();
    receiver.received_message(parts).unwrap();
    receiver.receipt(parts, RECEIPT).unwrap();
    receiver.reject(small, RejectionReason::CannotOpen).unwrap();
    let withdrawn = send(sandbox, &sender, 1, CONTENT);
    sender.withdraw(withdrawn).unwrap();
    sender.sent_message(withdrawn).unwrap();

    lists(sandbox);
    receiver
        .news(3, 2, Duration::from_secs(1), &control)
        .unwrap();
    // What is refused has to be of the right form, too.
    let strange = Uuid::now_v7();
    assert!(sender.commit(strange).is_err() && receiver.receipt(strange, RECEIPT).is_err());
    assert!(sender.upload_part(strange, 7, CONTENT).is_err());
    receiver.logout().unwrap();
}

fn lists(sandbox: &Sandbox) {
    let office = client(sandbox, 1);
    let now = sandbox.clock.now();
    for state in State::ALL.iter().map(|state| Some(*state)).chain([None]) {
        for newest in [false, true] {
            let selection = Selection {
                after: 1,
                limit: 1000,
                state,
                since: Some(now - SignedDuration::from_hours(1)),
                until: Some(now),
                newest,
            };
            office.sent_of(&selection).unwrap();
            office.received_of(&selection).unwrap();
        }
    }
    office.sent(0, 0).unwrap();
    office.received(0, 0).unwrap();
}

/// The witness is a strict one.
#[test]
fn a_request_that_strays_from_the_document_is_noticed() {
    let sandbox = Sandbox::watched();
    let asker = client(&sandbox, 0);
    send(&sandbox, &asker, 1, CONTENT);
    asker.sent(1, 2).unwrap();
    let seen = sandbox.witness.as_ref().unwrap().take();
    let of = |path: &str| {
        let of_path = seen.iter().find(|one| one.target.starts_with(path));
        of_path.unwrap().clone()
    };
    type Change = fn(&mut Seen);
    let stray: [(&str, Seen, Change); 7] = [
        ("no call", of("/v1/sent?"), |it| it.target.insert(4, 'x')),
        ("limit", of("/v1/sent?"), |it| {
            it.target = it.target.replace("limit=2", "limit=x")
        }),
        ("depth", of("/v1/sent?"), |it| it.target += "&depth=1"),
        ("token", of("/v1/sent?"), |it| it.request.0.clear()),
        ("token", of("/v1/login"), |it| {
            it.request
                .0
                .insert("authorization", "Bearer x".parse().unwrap());
        }),
        ("media type", of("/v1/login"), |it| {
            it.request.0.remove("content-type");
        }),
        ("property", of("/v1/sent/"), |it| it.request.1 = "{}".into()),
    ];
    for (what, mut seen, change) in stray {
        assert_eq!(
            contract().check_strictly(&Exchange::of(&seen)).1,
            Vec::<String>::new()
        );
        change(&mut seen);
        let faults = contract().check_strictly(&Exchange::of(&seen)).1.join("\n");
        assert!(faults.contains(what), "{what}: {faults}");
    }
}
