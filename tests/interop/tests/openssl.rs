//! The system's `openssl` command opens and verifies what the SDK seals, and the SDK opens what the command signs and seals.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use careplan_blackbox_tests::command::OpenSsl;
use careplan_blackbox_tests::offices::offices;
use careplan_interop_tests::{Pair, assert_holds_the_plans, plans_container, sealing};
use careplan_relay::KeyKind;

fn openssl_opens_ours(kind: KeyKind) {
    let (pair, openssl) = (Pair::of(kind), OpenSsl::default());
    let signed = openssl.decrypt(&pair.sealed().content, &pair.service);
    assert_holds_the_plans(&openssl.verify(&signed, &offices().ca_pem()));
}

fn we_open_theirs(kind: KeyKind) {
    let (pair, openssl) = (Pair::of(kind), OpenSsl::default());
    let signed = openssl.sign(&plans_container(), &[&pair.support]);
    pair.assert_opens(&openssl.encrypt(&signed, &pair.service, sealing(kind)));
}

#[test]
fn openssl_opens_and_verifies_ours_with_rsa_2048() {
    openssl_opens_ours(KeyKind::Rsa2048);
}

#[test]
fn openssl_opens_and_verifies_ours_with_rsa_3072() {
    openssl_opens_ours(KeyKind::Rsa3072);
}

#[test]
fn openssl_opens_and_verifies_ours_with_p_256() {
    openssl_opens_ours(KeyKind::P256);
}

#[test]
fn openssl_opens_and_verifies_ours_with_p_384() {
    openssl_opens_ours(KeyKind::P384);
}

#[test]
fn what_openssl_signs_and_seals_with_rsa_2048_is_opened() {
    we_open_theirs(KeyKind::Rsa2048);
}

#[test]
fn what_openssl_signs_and_seals_with_rsa_3072_is_opened() {
    we_open_theirs(KeyKind::Rsa3072);
}

#[test]
fn what_openssl_signs_and_seals_with_p_256_is_opened() {
    we_open_theirs(KeyKind::P256);
}

#[test]
fn what_openssl_signs_and_seals_with_p_384_is_opened() {
    we_open_theirs(KeyKind::P384);
}
