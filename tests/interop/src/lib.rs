//! What the interop tests share: sealing with keys of every kind, and other programs that read and write CMS.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod asn1crypto;
pub mod bouncycastle;
mod program;

use std::io::{Cursor, Read};

use careplan_blackbox_tests::command::{ECDH, OAEP};
use careplan_blackbox_tests::crafted::{RECEIVER, container, open_as, seal_as};
use careplan_blackbox_tests::offices::{Pair, offices};
use careplan_blackbox_tests::samples::{cover, files_of, plans};
use careplan_core::envelope::Sealed;
use careplan_relay::KeyKind;
use zip::ZipArchive;

/// The plans of the samples, sealed by the SDK for the service office of a pair.
pub fn sealed(pair: &Pair) -> Sealed {
    seal_as(&pair.support, &offices().trust(), &pair.service).unwrap()
}

/// Checks that the SDK opens what another program signed and sealed around [`plans_container`] for a pair.
#[track_caller]
pub fn assert_opens(pair: &Pair, sealed: &[u8]) {
    let opened = open_as(&pair.service, sealed).unwrap();
    let files = opened.files.iter().map(|(name, bytes)| (&**name, &**bytes));
    assert!(files.eq(files_of(&plans(RECEIVER))));
}

/// The options by which `openssl cms` seals for a key of this kind.
pub fn sealing(kind: KeyKind) -> &'static [&'static str] {
    match kind {
        KeyKind::P256 | KeyKind::P384 | KeyKind::P521 => ECDH,
        _ => OAEP,
    }
}

/// The plans of the samples in a container, as another program would make it.
pub fn plans_container() -> Vec<u8> {
    let set = plans(RECEIVER);
    container(&cover(&set), &files_of(&set))
}

/// Checks that any program that reads ZIP finds the plans of the samples in a container.
#[track_caller]
pub fn assert_holds_the_plans(container: &[u8]) {
    let set = plans(RECEIVER);
    let mut zip = ZipArchive::new(Cursor::new(container)).unwrap();
    assert_eq!(zip.len(), set.documents().len() + 1);
    for (name, expected) in files_of(&set) {
        let mut bytes = Vec::new();
        zip.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        assert!(bytes == expected, "{name}");
    }
}
