//! The system's `openssl` command opens and verifies what the SDK seals, and the SDK opens what the command signs and seals.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use careplan_blackbox_tests::command::OpenSsl;
use careplan_blackbox_tests::offices::{Pair, offices};
use careplan_interop_tests::{
    assert_holds_the_plans, assert_opens, plans_container, sealed, sealing,
};
use careplan_relay::KeyKind;

fn openssl_opens_ours(kind: KeyKind) {
    let (pair, openssl) = (Pair::of(kind), OpenSsl::default());
    let sealed = sealed(&pair);
    // The sender keeps a copy that it can open, too.
    for reader in [&pair.service, &pair.support] {
        let signed = openssl.decrypt(&sealed.content, reader);
        assert_holds_the_plans(&openssl.verify(&signed, &offices().ca_pem()));
    }
}

fn we_open_theirs(kind: KeyKind) {
    let (pair, openssl) = (Pair::of(kind), OpenSsl::default());
    let signed = openssl.sign(&plans_container(), &[&pair.support]);
    assert_opens(
        &pair,
        &openssl.encrypt(&signed, &pair.service, sealing(kind)),
    );
}

/// SHA-384 goes with P-384 (RFC 5753, section 8), and the SDK seals so; SHA-256 is taken as well, see below.
#[test]
fn what_openssl_seals_with_p_384_and_sha_384_is_opened() {
    let (pair, openssl) = (Pair::of(KeyKind::P384), OpenSsl::default());
    let sha384 = ["-cades", "-md", "sha384"];
    let signed = openssl.sign_with(&plans_container(), &[&pair.support], &sha384);
    let kdf = [
        "-aes-256-gcm",
        "-keyopt",
        "ecdh_kdf_md:sha384",
        "-aes256-wrap",
    ];
    assert_opens(&pair, &openssl.encrypt(&signed, &pair.service, &kdf));
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
