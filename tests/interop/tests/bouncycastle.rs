//! BouncyCastle opens and verifies what the SDK seals, and the SDK opens what BouncyCastle signs and seals.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::Path;

use careplan_blackbox_tests::offices::{Pair, offices};
use careplan_interop_tests::bouncycastle::{BouncyCastle, Found};
use careplan_interop_tests::{assert_holds_the_plans, assert_opens, plans_container, sealed};
use careplan_relay::KeyKind;

const SHA_256: &str = "2.16.840.1.101.3.4.2.1";
const SHA_384: &str = "2.16.840.1.101.3.4.2.2";

/// BouncyCastle, or none where it is not and cannot be had.
fn bouncycastle() -> Option<&'static BouncyCastle> {
    BouncyCastle::find(Path::new(env!("CARGO_TARGET_TMPDIR")))
        .inspect_err(|reason| eprintln!("skipped, BouncyCastle cannot be used: {reason}"))
        .ok()
}

fn assert_facts(found: &Found, facts: &[(&str, &str)]) {
    for (name, value) in facts {
        assert_eq!(found.fact(name), *value, "{name}");
    }
}

fn bouncycastle_opens_ours(kind: KeyKind, facts: &[(&str, &str)]) {
    let Some(bouncycastle) = bouncycastle() else {
        return;
    };
    let pair = Pair::of(kind);
    let sealed = sealed(&pair);
    let found = bouncycastle.open(&sealed.content, &pair.service, &offices().ca_pem());
    assert_holds_the_plans(&found.content);
    assert_facts(&found, facts);
    assert_facts(
        &found,
        &[
            ("sealed.type", "1.2.840.113549.1.9.16.1.23"),
            ("sealed.der", "true"),
            ("content.cipher", "2.16.840.1.101.3.4.1.46"),
            ("content.nonce", "12"),
            ("content.tag", "16"),
            ("signed.type", "1.2.840.113549.1.7.2"),
            ("signed.der", "true"),
            ("signers", "1"),
            ("signature.holds", "true"),
            ("signature.unsigned", "false"),
            ("attributes", "5"),
            ("attribute.contentType", "1.2.840.113549.1.7.1"),
            ("attribute.messageDigest", "true"),
            ("attribute.signingCertificateV2.certificates", "1"),
            ("attribute.signingCertificateV2.fits", "true"),
        ],
    );
    assert_ne!(
        found.fact("attribute.signingCertificateV2.serialFits"),
        "false"
    );
    let signed_at: u64 = found.fact("attribute.signingTime").parse().unwrap();
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    assert!(signed_at <= now && now < signed_at + 600);
    // The cover is sealed in the same way.
    let cover = bouncycastle.open(&sealed.cover, &pair.service, &offices().ca_pem());
    assert_facts(&cover, facts);
}

fn we_open_theirs(kind: KeyKind) {
    let Some(bouncycastle) = bouncycastle() else {
        return;
    };
    let pair = Pair::of(kind);
    let sealed = bouncycastle.seal(&plans_container(), &pair.support, &pair.service);
    assert_opens(&pair, &sealed);
}

const RSA: &[(&str, &str)] = &[
    ("key.algorithm", "1.2.840.113549.1.1.7"),
    ("key.hash", SHA_256),
    ("key.mask", SHA_256),
    ("signature.digest", SHA_256),
];

#[test]
fn bouncycastle_opens_and_verifies_ours_with_rsa() {
    bouncycastle_opens_ours(KeyKind::Rsa2048, RSA);
}

#[test]
fn bouncycastle_opens_and_verifies_ours_with_p_256() {
    let facts = [
        ("key.algorithm", "1.3.132.1.11.1"),
        ("key.wrap", "2.16.840.1.101.3.4.1.45"),
        ("signature.digest", SHA_256),
        ("signature.algorithm", "1.2.840.10045.4.3.2"),
    ];
    bouncycastle_opens_ours(KeyKind::P256, &facts);
}

#[test]
fn bouncycastle_opens_and_verifies_ours_with_p_384() {
    let facts = [
        ("key.algorithm", "1.3.132.1.11.2"),
        ("key.wrap", "2.16.840.1.101.3.4.1.45"),
        ("signature.digest", SHA_384),
        ("signature.algorithm", "1.2.840.10045.4.3.3"),
    ];
    bouncycastle_opens_ours(KeyKind::P384, &facts);
}

#[test]
fn what_bouncycastle_signs_and_seals_with_rsa_is_opened() {
    we_open_theirs(KeyKind::Rsa2048);
}

#[test]
fn what_bouncycastle_signs_and_seals_with_p_256_is_opened() {
    we_open_theirs(KeyKind::P256);
}

#[test]
fn what_bouncycastle_signs_and_seals_with_p_384_is_opened() {
    we_open_theirs(KeyKind::P384);
}
