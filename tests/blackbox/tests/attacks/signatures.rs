//! Signatures that are missing, doubled, weak, of something else, or with more around them than is signed.

use careplan_blackbox_tests::command::OpenSsl;
use careplan_blackbox_tests::crafted::{
    container, flipped, open_as_service, sealed, sealed_again, small_sealed, unsealed,
};
use careplan_blackbox_tests::offices::{SUPPORT, offices, spec};
use careplan_blackbox_tests::samples::files_of;
use careplan_blackbox_tests::surgery::{edit, edit_part, parts_of};
use careplan_core::envelope::{EnvelopeError, verify_receipt};
use careplan_relay::CertificateSpec;

// The parts of SignedData (RFC 5652, section 5.1), as they stand with certificates and without revocation lists.
const DIGESTS: usize = 1;
const CONTENT: usize = 2;
const CERTIFICATES: usize = 3;
const SIGNERS: usize = 4;

/// Why the service office does not take the signed content of a small message once it is changed.
fn refusal_of(change: impl FnOnce(&mut Vec<Vec<u8>>)) -> EnvelopeError {
    let (_, sealed) = small_sealed();
    let changed = edit(&unsealed(&sealed.content), change);
    open_as_service(&sealed_again(&changed)).unwrap_err()
}

#[test]
fn a_signature_that_was_taken_away_is_missed() {
    let error = refusal_of(|parts| edit_part(&mut parts[SIGNERS], Vec::clear));
    assert_eq!(error, EnvelopeError::NotSigned);
}

#[test]
fn a_signer_that_is_there_twice_is_refused() {
    let error = refusal_of(|parts| {
        edit_part(&mut parts[SIGNERS], |signers| {
            signers.push(signers[0].clone());
        });
    });
    assert_eq!(error, EnvelopeError::NotSigned);
}

#[test]
fn the_signature_of_another_message_does_not_fit_this_one() {
    let (_, other) = small_sealed();
    let content = parts_of(&unsealed(&other.content)).swap_remove(CONTENT);
    let error = refusal_of(|parts| parts[CONTENT] = content);
    assert_eq!(error, EnvelopeError::BadSignature);
}

/// Without signed attributes a signature could be moved from one kind of thing to another (RFC 5652, section 5.3).
#[test]
fn signed_attributes_cannot_be_taken_away() {
    let error = refusal_of(|parts| {
        edit_part(&mut parts[SIGNERS], |signers| {
            edit_part(&mut signers[0], |parts| {
                parts.remove(3);
            });
        });
    });
    assert_eq!(error, EnvelopeError::NotSigned);
}

#[test]
fn a_signed_attribute_cannot_be_taken_away() {
    for number in 0..4 {
        let error = refusal_of(|parts| {
            edit_part(&mut parts[SIGNERS], |signers| {
                edit_part(&mut signers[0], |parts| {
                    edit_part(&mut parts[3], |attributes| {
                        attributes.remove(number);
                    });
                });
            });
        });
        assert!(
            matches!(
                error,
                EnvelopeError::NotSigned | EnvelopeError::BadSignature | EnvelopeError::Weak(_)
            ),
            "{error:?}"
        );
    }
}

/// What is not signed anybody may have added.
#[test]
fn unsigned_attributes_are_refused() {
    let error = refusal_of(|parts| {
        edit_part(&mut parts[SIGNERS], |signers| {
            edit_part(&mut signers[0], |parts| {
                let mut unsigned = parts[3].clone();
                // `[1]` instead of `[0]`.
                unsigned[0] = 0xA1;
                parts.push(unsigned);
            });
        });
    });
    assert!(
        matches!(
            error,
            EnvelopeError::NotSigned | EnvelopeError::BadContent(_)
        ),
        "{error:?}"
    );
}

/// Without it another certificate for the same key could be put in the place of the signer's (RFC 5035, section 1).
#[test]
fn a_signature_that_does_not_name_its_certificate_is_refused() {
    let (set, cover, _) = sealed();
    let content = container(&cover, &files_of(&set));
    let plain = ["-md", "sha256"];
    let signed = OpenSsl::default().sign_with(&content, &[&offices().support], &plain);
    assert!(matches!(
        open_as_service(&sealed_again(&signed)).unwrap_err(),
        EnvelopeError::Weak(_)
    ));
}

#[test]
fn another_certificate_for_the_same_key_is_refused() {
    let spec = CertificateSpec::office(&spec(SUPPORT));
    let renewed = offices().ca.issue_again(&spec, &offices().support).unwrap();
    let other = OpenSsl::default().sign(b"", &[&renewed]);
    let (certificates, signer) = (
        parts_of(&other).swap_remove(CERTIFICATES),
        parts_of(&other).swap_remove(SIGNERS),
    );
    let error = refusal_of(|parts| {
        parts[CERTIFICATES] = certificates;
        // The name of the certificate is not signed; the attribute is.
        edit_part(&mut parts[SIGNERS], |signers| {
            edit_part(&mut signers[0], |parts| parts[1] = signer_name(&signer));
        });
    });
    assert_eq!(error, EnvelopeError::BadSignature);
}

/// issuerAndSerialNumber of the one signer.
fn signer_name(signers: &[u8]) -> Vec<u8> {
    let mut name = Vec::new();
    edit_part(&mut signers.to_vec(), |signers| {
        edit_part(&mut signers[0], |parts| name.clone_from(&parts[1]));
    });
    name
}

#[test]
fn a_signature_with_sha_1_is_refused() {
    let (set, cover, _) = sealed();
    let content = container(&cover, &files_of(&set));
    let sha1 = ["-cades", "-md", "sha1"];
    let signed = OpenSsl::default().sign_with(&content, &[&offices().support], &sha1);
    assert_eq!(
        open_as_service(&sealed_again(&signed)).unwrap_err(),
        EnvelopeError::Weak("SHA-256")
    );
}

#[test]
fn content_that_stands_beside_its_signature_is_refused() {
    let error = refusal_of(|parts| {
        edit_part(&mut parts[CONTENT], |parts| {
            parts.pop();
        });
    });
    assert_eq!(error, EnvelopeError::NotSigned);
}

/// The list of digest algorithms is not signed; a reader that makes something of each would run out of memory.
#[test]
fn a_bloated_list_of_digest_algorithms_is_refused() {
    let (_, sealed) = small_sealed();
    let signed = unsealed(&sealed.content);
    let with_digests = |copies| {
        edit(&signed, |parts| {
            edit_part(&mut parts[DIGESTS], |digests| {
                *digests = vec![digests[0].clone(); copies];
            });
        })
    };
    assert_eq!(with_digests(1), signed);
    for copies in [2, 20_000] {
        let bloated = with_digests(copies);
        let as_message = open_as_service(&sealed_again(&bloated)).map(|_| ());
        let as_receipt = verify_receipt(&offices().trust(), &bloated).map(|_| ());
        for result in [as_message, as_receipt] {
            assert!(
                matches!(
                    result,
                    Err(EnvelopeError::NotSigned | EnvelopeError::BadContent("CMS"))
                ),
                "{result:?}"
            );
        }
    }
}

#[test]
fn content_that_nobody_signed_is_refused() {
    let (set, cover, _) = sealed();
    let content = container(&cover, &files_of(&set));
    assert_eq!(
        open_as_service(&sealed_again(&content)).unwrap_err(),
        EnvelopeError::NotSigned
    );
}

#[test]
fn content_that_two_offices_signed_is_refused() {
    let (set, cover, _) = sealed();
    let content = container(&cover, &files_of(&set));
    let signed = OpenSsl::default().sign(&content, &[&offices().support, &offices().third]);
    assert_eq!(
        open_as_service(&sealed_again(&signed)).unwrap_err(),
        EnvelopeError::NotSigned
    );
}

#[test]
fn a_signature_that_does_not_fit_is_refused() {
    let (_, sealed) = small_sealed();
    let signed = unsealed(&sealed.content);
    // The last byte belongs to the signature.
    let forged = flipped(&signed, signed.len() - 1);
    assert_eq!(
        open_as_service(&sealed_again(&forged)).unwrap_err(),
        EnvelopeError::BadSignature
    );
}
