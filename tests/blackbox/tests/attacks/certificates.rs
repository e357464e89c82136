//! Certificates that must not be trusted, of the signer and of those who are sealed for.

use careplan_blackbox_tests::command::OpenSsl;
use careplan_blackbox_tests::crafted::{
    container, open_as_service, seal_as, sealed, sealed_again, untrusted,
};
use careplan_blackbox_tests::explained::assert_explained;
use careplan_blackbox_tests::offices::{
    SERVICE, SUPPORT, THIRD, expired, foreign_ca, identity, not_yet_valid, offices, spec,
};
use careplan_blackbox_tests::samples::files_of;
use careplan_core::envelope::{
    Certificate, EnvelopeError, RefusedKind, Role, Trust, TrustFault, open,
};
use careplan_core::message::Cover;
use careplan_relay::ca::{KeyUsages, purpose};
use careplan_relay::{CertificateSpec, IssuedIdentity, KeyKind, Validity};
use jiff::{SignedDuration, Timestamp};

const YEAR: i64 = 366 * 86_400;

#[test]
fn an_expired_certificate_of_ones_own_is_noticed_when_sealing() {
    let own = offices()
        .ca
        .issue_office(&spec(SUPPORT), expired())
        .unwrap();
    assert_eq!(
        seal_as(&own, &offices().trust(), &offices().service).unwrap_err(),
        untrusted(SUPPORT, TrustFault::Expired)
    );
}

#[test]
fn nothing_is_sealed_for_an_expired_certificate() {
    let receiver = offices()
        .ca
        .issue_office(&spec(SERVICE), expired())
        .unwrap();
    assert_eq!(
        seal_as(&offices().support, &offices().trust(), &receiver).unwrap_err(),
        untrusted(SERVICE, TrustFault::Expired)
    );
}

#[test]
fn nothing_is_sealed_for_a_certificate_of_a_foreign_authority() {
    let receiver = foreign_ca()
        .issue_office(&spec(SERVICE), Default::default())
        .unwrap();
    assert_eq!(
        seal_as(&offices().support, &offices().trust(), &receiver).unwrap_err(),
        untrusted(SERVICE, TrustFault::UnknownIssuer)
    );
}

/// A message of the support office, signed by `signer`, whatever its certificate.
fn signed_by(signer: &IssuedIdentity) -> Vec<u8> {
    let (set, cover, _) = sealed();
    let content = container(&cover, &files_of(&set));
    sealed_again(&OpenSsl::default().sign(&content, &[signer]))
}

#[test]
fn an_expired_signer_is_refused() {
    let signer = offices()
        .ca
        .issue_office(&spec(SUPPORT), expired())
        .unwrap();
    assert_eq!(
        open_as_service(&signed_by(&signer)).unwrap_err(),
        untrusted(SUPPORT, TrustFault::Expired)
    );
}

#[test]
fn a_signer_whose_time_has_not_begun_is_refused() {
    let signer = offices()
        .ca
        .issue_office(&spec(SUPPORT), not_yet_valid())
        .unwrap();
    assert_eq!(
        open_as_service(&signed_by(&signer)).unwrap_err(),
        untrusted(SUPPORT, TrustFault::NotYetValid)
    );
}

#[test]
fn a_signer_of_a_foreign_authority_is_refused() {
    let signer = foreign_ca()
        .issue_office(&spec(SUPPORT), Default::default())
        .unwrap();
    assert_eq!(
        open_as_service(&signed_by(&signer)).unwrap_err(),
        untrusted(SUPPORT, TrustFault::UnknownIssuer)
    );
}

#[test]
fn validity_is_judged_at_the_time_that_is_given() {
    let now = Timestamp::now();
    let long = Validity {
        not_after: now.as_second() + 20 * YEAR,
        ..Validity::default()
    };
    let service = offices().ca.issue_office(&spec(SERVICE), long).unwrap();
    let sealed = seal_as(&offices().support, &offices().trust(), &service).unwrap();
    let open_at = |time| {
        let roots = offices().ca_pem();
        let trust = Trust::builder().roots(roots.as_bytes()).at(time).build();
        let trust = trust.unwrap();
        open::<Cover>(&identity(&service), &trust, Role::Receiver, &sealed.content)
    };
    assert!(open_at(now).is_ok());
    assert!(open_at(now + SignedDuration::from_secs(10 * YEAR)).is_err());
}

#[test]
fn an_authority_that_is_not_trusted_is_told_even_when_all_else_fits() {
    let (_, _, sealed) = sealed();
    let foreign = foreign_ca().certificate_pem().unwrap();
    let trust = Trust::from_pem(foreign.as_bytes()).unwrap();
    let service = identity(&offices().service);
    assert_eq!(
        open::<Cover>(&service, &trust, Role::Receiver, &sealed.content).unwrap_err(),
        untrusted(SUPPORT, TrustFault::UnknownIssuer)
    );
}

// ---- Certificates as an authority should not, or an attacker could, make them ----

/// The certificate of the support office, to be changed.
fn support() -> CertificateSpec {
    CertificateSpec::office(&spec(SUPPORT))
}

/// Why a message is refused that is signed with such a certificate of the trusted authority.
fn refusal_of(spec: &CertificateSpec) -> EnvelopeError {
    let signer = offices().ca.issue(spec).unwrap();
    open_as_service(&signed_by(&signer)).unwrap_err()
}

#[test]
fn a_signer_with_rsa_1024_is_refused() {
    let error = refusal_of(&support().key(KeyKind::Rsa1024));
    assert!(
        matches!(
            error,
            EnvelopeError::WeakKey | EnvelopeError::Untrusted { .. }
        ),
        "{error:?}"
    );
}

#[test]
fn nothing_is_sealed_for_rsa_1024() {
    let spec = CertificateSpec::office(&spec(SERVICE)).key(KeyKind::Rsa1024);
    let issued = offices().ca.issue(&spec).unwrap();
    assert_eq!(
        Certificate::from_pem(issued.certificate_pem.as_bytes()).unwrap_err(),
        EnvelopeError::WeakKey
    );
}

#[test]
fn a_curve_that_is_not_asked_for_is_refused() {
    let spec = CertificateSpec::office(&spec(SERVICE)).key(KeyKind::P521);
    let issued = offices().ca.issue(&spec).unwrap();
    assert_eq!(
        Certificate::from_pem(issued.certificate_pem.as_bytes()).unwrap_err(),
        EnvelopeError::WeakKey
    );
}

#[test]
fn a_signers_certificate_that_is_signed_with_sha_1_is_refused() {
    let error = refusal_of(&support().signed_with_sha1());
    assert!(
        matches!(error, EnvelopeError::Untrusted { .. }),
        "{error:?}"
    );
}

#[test]
fn a_certificate_for_sealing_only_does_not_sign() {
    let error = refusal_of(&support().key_usages(KeyUsages::KeyEncipherment));
    assert_eq!(error, untrusted(SUPPORT, TrustFault::KeyUsage("signing")));
}

#[test]
fn nothing_is_sealed_for_a_certificate_for_signing_only() {
    let spec = CertificateSpec::office(&spec(SERVICE)).key_usages(KeyUsages::DigitalSignature);
    let receiver = offices().ca.issue(&spec).unwrap();
    assert_eq!(
        seal_as(&offices().support, &offices().trust(), &receiver).unwrap_err(),
        untrusted(SERVICE, TrustFault::KeyUsage("sealing"))
    );
}

/// The extended key usage of programs and of servers is not that of offices.
#[test]
fn a_signer_with_a_certificate_for_another_purpose_is_refused() {
    for purpose in [
        purpose::CODE_SIGNING,
        purpose::SERVER_AUTH,
        purpose::TIME_STAMPING,
    ] {
        assert_eq!(
            refusal_of(&support().purposes(&[purpose])),
            untrusted(SUPPORT, TrustFault::ExtendedKeyUsage)
        );
    }
}

#[test]
fn nothing_is_sealed_for_a_certificate_for_another_purpose() {
    let spec = CertificateSpec::office(&spec(SERVICE)).purposes(&[purpose::CODE_SIGNING]);
    let receiver = offices().ca.issue(&spec).unwrap();
    assert_eq!(
        seal_as(&offices().support, &offices().trust(), &receiver).unwrap_err(),
        untrusted(SERVICE, TrustFault::ExtendedKeyUsage)
    );
}

/// 代理人 and 障害者総合支援 certificates name an office too, but not one that sends care plans.
#[test]
fn a_kind_of_certificate_that_must_not_be_used_is_refused_by_its_policy() {
    const AGENT: &str = "1.2.392.200000.1.2";
    let signer = offices().ca.issue(&support().policies(&[AGENT])).unwrap();
    let agent = RefusedKind::by_policy(AGENT, "代理人証明書", "agent certificate").unwrap();
    let trust = Trust::builder()
        .roots(offices().ca_pem().as_bytes())
        .refuse(agent)
        .build()
        .unwrap();
    let sealed = signed_by(&signer);
    assert!(open_as_service(&sealed).is_ok());
    let service = identity(&offices().service);
    let error = open::<Cover>(&service, &trust, Role::Receiver, &sealed).unwrap_err();
    assert_explained(&error, "代理人証明書", "agent certificate");
}

/// An authority's own key signs certificates, not messages.
#[test]
fn a_message_that_an_authority_signed_is_refused() {
    let number = [("CN", SUPPORT), ("serialNumber", SUPPORT)];
    let usages = KeyUsages::DigitalSignature | KeyUsages::KeyCertSign;
    let authority = CertificateSpec::authority("CA")
        .subject(&number)
        .key_usages(usages);
    assert_eq!(
        refusal_of(&authority.purposes(&[purpose::EMAIL_PROTECTION])),
        untrusted(SUPPORT, TrustFault::IsAuthority)
    );
}

#[test]
fn a_signer_whose_certificate_names_no_office_is_refused() {
    let error = refusal_of(&support().subject(&[("CN", SUPPORT)]));
    assert_eq!(error, EnvelopeError::NoOffice);
}

#[test]
fn a_signer_whose_certificate_names_two_offices_is_refused() {
    let both = [("serialNumber", SUPPORT), ("serialNumber", THIRD)];
    assert_eq!(
        refusal_of(&support().subject(&both)),
        EnvelopeError::NoOffice
    );
}

/// Offices hold certificates of the trusted authority; none of them may stand in for the authority.
#[test]
fn a_certificate_that_another_office_issued_is_refused() {
    let (office, authority) = (spec(THIRD), offices());
    let pretended = CertificateSpec::office(&office).key_usages(KeyUsages::KeyCertSign);
    let impostor = authority.ca.intermediate(&pretended).unwrap();
    let signer = impostor.issue(&support()).unwrap();
    let error = open_as_service(&signed_by(&signer)).unwrap_err();
    assert!(
        matches!(error, EnvelopeError::Untrusted { .. }),
        "{error:?}"
    );
}

#[test]
fn an_intermediate_that_comes_along_is_used_and_one_that_is_missing_is_told() {
    let authority = CertificateSpec::authority("Intermediate CA").key(KeyKind::P256);
    let below = offices().ca.intermediate(&authority).unwrap();
    let mut signer = below.issue(&support()).unwrap();
    assert!(open_as_service(&signed_by(&signer)).is_ok());
    let end = "-----END CERTIFICATE-----\n";
    let length = signer.certificate_pem.find(end).unwrap() + end.len();
    signer.certificate_pem.truncate(length);
    assert_eq!(
        open_as_service(&signed_by(&signer)).unwrap_err(),
        untrusted(SUPPORT, TrustFault::UnknownIssuer)
    );
}
