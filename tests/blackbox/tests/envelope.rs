//! The envelope from outside: what goes in comes out, and what is wrong is explained. What an attacker may try stands in
//! `attacks`; other programs that open and seal stand in `tests/interop`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use careplan_blackbox_tests::crafted::{
    RECEIVER, open_as, open_as_service, open_cover_as, sealed, untrusted, wrong_sender,
};
use careplan_blackbox_tests::explained::assert_explained;
use careplan_blackbox_tests::offices::{
    SERVICE, SUPPORT, THIRD, certificate, identity, offices, spec,
};
use careplan_blackbox_tests::samples::{self, cover, files_of, plans};
use careplan_core::envelope::{EnvelopeError, TrustFault, seal, sign_receipt, verify_receipt};
use careplan_core::sha256_hex;

// ---- What goes in comes out ----

#[test]
fn the_receiver_gets_the_cover_and_every_byte_back() {
    let (set, cover, sealed) = sealed();
    let opened = open_as_service(&sealed.content).unwrap();
    assert_eq!(opened.cover, cover);
    let files = opened.files.iter().map(|(name, bytes)| (&**name, &**bytes));
    assert_eq!(files.collect::<Vec<_>>(), files_of(&set));
}

#[test]
fn the_sealed_cover_tells_the_content_it_belongs_to() {
    let (_, cover, sealed) = sealed();
    let opened = open_cover_as(&offices().service, &sealed.cover).unwrap();
    assert_eq!(opened.cover, cover);
    assert_eq!(opened.content.size, sealed.content.len() as u64);
    assert_eq!(opened.content.sha256, sha256_hex(&sealed.content));
    assert_eq!(opened.content.sha256, sealed.content_sha256);
}

#[test]
fn more_than_the_limit_is_noticed_when_sealing() {
    let set = plans(RECEIVER);
    let mut cover = cover(&set);
    cover.files[0].size = 300 << 20;
    let receivers = [certificate(&offices().service)];
    let support = identity(&offices().support);
    let result = seal(
        &support,
        &offices().trust(),
        &receivers,
        &cover,
        &files_of(&set),
    );
    assert!(matches!(result, Err(EnvelopeError::TooLarge { .. })));
}

#[test]
fn nobody_on_the_way_sees_names_or_words() {
    let (_, _, sealed) = sealed();
    for part in [&sealed.cover, &sealed.content] {
        for word in ["UPPLAN", samples::SUBJECT, "manifest.json", SUPPORT] {
            assert!(
                !contains(part, word.as_bytes()),
                "{word} stands in the envelope"
            );
        }
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn an_envelope_for_two_certificates_of_the_receiver_opens_with_each() {
    let renewed = offices()
        .ca
        .issue_office(&spec(SERVICE), Default::default())
        .unwrap();
    let set = plans(RECEIVER);
    let both = [certificate(&offices().service), certificate(&renewed)];
    let support = identity(&offices().support);
    let sealed = seal(
        &support,
        &offices().trust(),
        &both,
        &cover(&set),
        &files_of(&set),
    )
    .unwrap();
    assert!(open_as(&renewed, &sealed.content).is_ok());
    assert!(open_as_service(&sealed.content).is_ok());
}

// ---- Receipts ----

#[test]
fn a_receipt_says_who_took_what() {
    let (_, cover, sealed) = sealed();
    let opened = open_as_service(&sealed.content).unwrap();
    let signed = sign_receipt(&identity(&offices().service), &opened.taken).unwrap();
    let receipt = verify_receipt(&offices().trust(), &signed).unwrap().receipt;
    assert_eq!(receipt.message, cover.id);
    assert_eq!(receipt.sender.as_str(), SUPPORT);
    assert_eq!(receipt.receiver.as_str(), SERVICE);
    assert_eq!(receipt.signed_sha256, opened.taken.signed_sha256);
    assert_eq!(receipt.content_sha256, sealed.content_sha256);
}

// ---- What the person at the screen reads ----

#[test]
fn every_error_names_its_cause_and_a_next_step() {
    for (error, ja, en) in [
        (EnvelopeError::Malformed, "壊れている", "not a complete"),
        (EnvelopeError::Weak("RSA-OAEP"), "RSA-OAEP", "RSA-OAEP"),
        (
            EnvelopeError::NotForThisCertificate,
            "別の事業所",
            "another certificate",
        ),
        (EnvelopeError::Tampered, "改ざん", "tampered"),
        (EnvelopeError::NotSigned, "署名", "not signed"),
        (EnvelopeError::BadSignature, "署名", "signature"),
        (
            untrusted(SUPPORT, TrustFault::Expired),
            "有効期限",
            "expired",
        ),
        (
            untrusted(SUPPORT, TrustFault::NotYetValid),
            "有効期間",
            "not yet valid",
        ),
        (
            untrusted(SUPPORT, TrustFault::UnknownIssuer),
            "認証局",
            "trusted authority",
        ),
        (wrong_sender(), THIRD, THIRD),
        (
            EnvelopeError::NotReceiver,
            "この事業所あてのデータではありません",
            "another office",
        ),
        (EnvelopeError::BadContent("ZIP"), "ZIP", "ZIP"),
        (
            EnvelopeError::FilesDiffer,
            "送付状と一致しません",
            "not those of the cover",
        ),
        (EnvelopeError::WrongReceipt, "受領証", "receipt"),
    ] {
        assert_explained(&error, ja, en);
    }
}
