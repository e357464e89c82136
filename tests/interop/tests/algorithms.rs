//! The algorithms in our envelopes are exactly the promised ones, as readers say that had no part in writing them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use careplan_blackbox_tests::command::OpenSsl;
use careplan_blackbox_tests::offices::Pair;
use careplan_interop_tests::asn1crypto::Asn1Crypto;
use careplan_interop_tests::sealed;
use careplan_relay::KeyKind;
use serde_json::{Value, json};

/// Digest of the recipients: 2.25 with the UUID 8d3f6c1e-5b0a-4e27-9c64-2f7a91d0b358.
const RECIPIENTS_DIGEST: &str = "2.25.187750455013018496255586545501494883160";

/// Reads an envelope and the signed content in it.
fn read(kind: KeyKind) -> Option<[Value; 2]> {
    let asn1crypto = Asn1Crypto::find()
        .inspect_err(|reason| eprintln!("skipped, asn1crypto cannot be used: {reason}"))
        .ok()?;
    let pair = Pair::of(kind);
    let sealed = sealed(&pair);
    let signed = OpenSsl::default().decrypt(&sealed.content, &pair.service);
    let cover = asn1crypto.read(&sealed.cover);
    let content = asn1crypto.read(&sealed.content);
    assert_eq!(cover, content);
    Some([content, asn1crypto.read(&signed)])
}

fn assert_envelope(read: &Value, recipient: &Value) {
    assert_eq!(
        *read,
        json!({
            "type": "authenticated_enveloped_data",
            "der": true,
            "version": "v0",
            "content_type": "data",
            "cipher": "aes256_gcm",
            "nonce_bytes": 12,
            "tag_bytes": 16,
            "mac_bytes": 16,
            "originator": null,
            "attributes": [null, null],
            // The receiver, and the sender for its own copy.
            "recipients": [recipient, recipient],
        })
    );
}

fn assert_signed(read: &Value, digest: &str, signature: &str) {
    let mut read = read.clone();
    let attributes = read["signers"][0]["attributes"].as_array_mut().unwrap();
    attributes.sort_by_key(|name| name.as_str().unwrap().to_owned());
    assert_eq!(
        read,
        json!({
            "type": "signed_data",
            "der": true,
            "version": "v1",
            "content_type": "data",
            "digests": [digest],
            "certificates": 1,
            "revocation_lists": null,
            "signers": [{
                "version": "v1",
                "sid": "issuer_and_serial_number",
                "digest": digest,
                "signature": signature,
                "attributes": [
                    RECIPIENTS_DIGEST,
                    "content_type",
                    "message_digest",
                    "signing_certificate_v2",
                    "signing_time",
                ],
                "unsigned": null,
            }],
        })
    );
}

#[test]
fn rsa_envelopes_are_as_promised() {
    let Some([envelope, signed]) = read(KeyKind::Rsa2048) else {
        return;
    };
    let recipient = json!({
        "kind": "ktri",
        "version": "v0",
        "algorithm": "rsaes_oaep",
        "hash": "sha256",
        "mask": "mgf1",
        "mask_hash": "sha256",
    });
    assert_envelope(&envelope, &recipient);
    assert_signed(&signed, "sha256", "rsassa_pkcs1v15");
}

#[test]
fn p_256_envelopes_are_as_promised() {
    // dhSinglePass-stdDH-sha256kdf-scheme (RFC 5753, section 7.1.4), which asn1crypto has no name for.
    ec_envelopes_are_as_promised(KeyKind::P256, "1.3.132.1.11.1", "sha256");
}

#[test]
fn p_384_envelopes_are_as_promised() {
    // dhSinglePass-stdDH-sha384kdf-scheme.
    ec_envelopes_are_as_promised(KeyKind::P384, "1.3.132.1.11.2", "sha384");
}

fn ec_envelopes_are_as_promised(kind: KeyKind, agreement: &str, digest: &str) {
    let Some([envelope, signed]) = read(kind) else {
        return;
    };
    let recipient = json!({
        "kind": "kari",
        "version": "v3",
        "algorithm": agreement,
        "wrap": "aes256_wrap",
        "originator": "originator_key",
        "keys": 1,
    });
    assert_envelope(&envelope, &recipient);
    assert_signed(&signed, digest, &format!("{digest}_ecdsa"));
}

#[test]
fn openssl_names_the_promised_algorithms_too() {
    let sealed = sealed(&Pair::of(KeyKind::Rsa2048));
    for part in [&sealed.cover, &sealed.content] {
        let text = OpenSsl::default().print(part);
        for word in ["authEnvelopedData", "aes-256-gcm", "rsaesOaep", "sha256"] {
            assert!(text.contains(word), "{word} is missing in {text}");
        }
        assert!(!text.contains("sha1"), "{text}");
    }
}
