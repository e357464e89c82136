//! The SDK's client at this relay: what each side means, the other understands. Whatever the client asks for in these tests is
//! held against docs/relay-openapi.yaml, to the letter.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;
mod document;
mod messages;
mod sessions;

use std::fs;
use std::sync::Arc;

use careplan_core::envelope::{Identities, Identity};
use careplan_core::relay::wire::{ProblemCode, State};
use careplan_core::relay::{Account, Client, ClientSettings, InMemory, Proxy, RelayError};
use careplan_core::{Control, sha256_hex};
use common::{PART_BYTES, Sandbox};
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
