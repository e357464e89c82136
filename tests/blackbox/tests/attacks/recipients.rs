//! What the key of the content is protected by, and for whom.

use careplan_blackbox_tests::command::{OAEP, OpenSsl};
use careplan_blackbox_tests::crafted::{
    open_as, open_as_service, open_cover_as, sealed, small_sealed, small_sealed_for, unsealed,
};
use careplan_blackbox_tests::offices::{SERVICE, offices, spec};
use careplan_blackbox_tests::surgery::{edit, edit_part, parts_of};
use careplan_core::envelope::EnvelopeError;

/// The recipients stand second in AuthEnvelopedData (RFC 5083, section 2.1).
const RECIPIENTS: usize = 1;

#[test]
fn the_recipients_of_another_envelope_do_not_open_this_one() {
    let ((_, first), (_, second)) = (small_sealed(), small_sealed());
    let other = parts_of(&second.content).swap_remove(RECIPIENTS);
    let swapped = edit(&first.content, |parts| parts[RECIPIENTS] = other);
    assert_eq!(
        open_as_service(&swapped).unwrap_err(),
        EnvelopeError::Tampered
    );
}

#[test]
fn recipients_whose_keys_are_exchanged_open_nothing() {
    let renewed = offices()
        .ca
        .issue_office(&spec(SERVICE), Default::default())
        .unwrap();
    let (_, sealed) = small_sealed_for(&offices().support, &[&offices().service, &renewed]);
    // KeyTransRecipientInfo: version, recipient, algorithm, encrypted key (RFC 5652, section 6.2.1).
    let exchanged = edit(&sealed.content, |parts| {
        edit_part(&mut parts[RECIPIENTS], |recipients| {
            let mut keys = Vec::new();
            for recipient in recipients.iter_mut() {
                edit_part(recipient, |parts| keys.push(parts.pop().unwrap()));
            }
            keys.rotate_left(1);
            for (recipient, key) in recipients.iter_mut().zip(keys) {
                edit_part(recipient, |parts| parts.push(key));
            }
        });
    });
    for receiver in [&offices().service, &renewed] {
        assert!(open_as(receiver, &sealed.content).is_ok());
        assert!(open_as(receiver, &exchanged).is_err());
    }
}

/// Otherwise the relay could see to it that a renewed certificate opens nothing, and nobody would know why.
#[test]
fn a_recipient_that_was_taken_away_or_added_is_noticed() {
    let renewed = offices()
        .ca
        .issue_office(&spec(SERVICE), Default::default())
        .unwrap();
    let (_, sealed) = small_sealed_for(&offices().support, &[&offices().service, &renewed]);
    let changed = |change: &dyn Fn(&mut Vec<Vec<u8>>)| {
        edit(&sealed.content, |parts| {
            edit_part(&mut parts[RECIPIENTS], change);
        })
    };
    let all = [&offices().service, &renewed];
    for left in 0..3 {
        let less = changed(&|recipients| drop(recipients.remove(left)));
        assert!(all.iter().all(|receiver| open_as(receiver, &less).is_err()));
    }
    let (_, other) = small_sealed_for(&offices().support, &[&offices().service]);
    let mut stranger = Vec::new();
    edit_part(&mut parts_of(&other.content)[RECIPIENTS], |recipients| {
        stranger.clone_from(&recipients[0]);
    });
    let more = changed(&|recipients| recipients.push(stranger.clone()));
    assert!(all.iter().all(|receiver| open_as(receiver, &more).is_err()));
}

#[test]
fn an_envelope_without_recipients_opens_for_nobody() {
    let (_, sealed) = small_sealed();
    let without = edit(&sealed.content, |parts| {
        edit_part(&mut parts[RECIPIENTS], Vec::clear);
    });
    assert!(open_as_service(&without).is_err());
}

#[test]
fn another_offices_envelope_is_not_opened() {
    let (_, _, sealed) = sealed();
    assert_eq!(
        open_as(&offices().third, &sealed.content).unwrap_err(),
        EnvelopeError::NotForThisCertificate
    );
    assert_eq!(
        open_cover_as(&offices().third, &sealed.cover).unwrap_err(),
        EnvelopeError::NotForThisCertificate
    );
}

#[test]
fn key_transport_of_pkcs1_version_1_5_is_refused() {
    assert_eq!(
        open_as_service(&sealed_with(&["-aes-256-gcm"])).unwrap_err(),
        EnvelopeError::Weak("RSA-OAEP, SHA-256")
    );
}

/// OpenSSL would take whichever recipient opens, so each of them has to be protected as required.
#[test]
fn a_weak_recipient_beside_a_strong_one_is_refused() {
    let (_, _, sealed) = sealed();
    let openssl = OpenSsl::default();
    let signed = openssl.decrypt(&sealed.content, &offices().service);
    let other = openssl.dir().join("other.pem");
    std::fs::write(&other, &offices().third.certificate_pem).unwrap();
    let options = [OAEP, &["-recip", other.to_str().unwrap()]].concat();
    assert_eq!(
        open_as_service(&openssl.encrypt(&signed, &offices().service, &options)).unwrap_err(),
        EnvelopeError::Weak("RSA-OAEP, SHA-256")
    );
}

#[test]
fn encryption_without_authentication_is_refused() {
    let options = [&["-aes-256-cbc"], &OAEP[1..]].concat();
    assert_eq!(
        open_as_service(&sealed_with(&options)).unwrap_err(),
        EnvelopeError::Weak("AuthEnvelopedData")
    );
}

#[test]
fn shorter_keys_than_aes_256_are_refused() {
    let options = [&["-aes-128-gcm"], &OAEP[1..]].concat();
    assert!(matches!(
        open_as_service(&sealed_with(&options)).unwrap_err(),
        EnvelopeError::Weak(_)
    ));
}

#[test]
fn oaep_with_sha_1_is_refused() {
    let options = ["-aes-256-gcm", "-keyopt", "rsa_padding_mode:oaep"];
    assert!(matches!(
        open_as_service(&sealed_with(&options)).unwrap_err(),
        EnvelopeError::Weak(_)
    ));
}

/// The genuine signed content, sealed with these options.
fn sealed_with(options: &[&str]) -> Vec<u8> {
    let (_, _, sealed) = sealed();
    OpenSsl::default().encrypt(&unsealed(&sealed.content), &offices().service, options)
}
