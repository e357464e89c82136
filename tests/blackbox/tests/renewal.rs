//! An office renews its certificate while it runs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use careplan_blackbox_tests::offices::{SERVICE, SUPPORT, THIRD, certificate, identity, spec};
use careplan_blackbox_tests::samples::{actuals, plans};
use careplan_blackbox_tests::sandbox::Sandbox;
use careplan_blackbox_tests::steps::{send, sync, take_and_acknowledge};
use careplan_core::envelope::{Certificate, EnvelopeError, OpenedCover, Role, Trust, open_cover};
use careplan_core::exchange::Office;
use careplan_relay::{CertificateSpec, IssuedIdentity, Validity};
use uuid::Uuid;

const RECEIVER: &str = "5070100002_11";
const YEAR: i64 = 366 * 86_400;

#[test]
fn a_renewed_certificate_takes_over_without_a_restart() {
    let sandbox = Sandbox::start();
    let support = sandbox.office(SUPPORT);
    let service = office_with_two_identities(&sandbox);
    let old = issued(&sandbox, SERVICE);
    let waiting = send(&support, &plans(RECEIVER));
    assert_eq!(directory(&sandbox), [certificate(&old)]);

    let new = renewed(&sandbox, SERVICE);
    sandbox.replace_identity(SERVICE, &new);
    service.reload_identities().unwrap();

    // What was sealed for the old certificate opens; the new one connects, and signs the receipt.
    receive(&service, waiting);
    assert_eq!(receipt_signer(&support, waiting), certificate(&new));
    assert_eq!(directory(&sandbox), [certificate(&new), certificate(&old)]);

    // Either opens what is sealed from now on, by whoever has heard of the new one.
    support.find_office(SERVICE.parse().unwrap()).unwrap();
    let later = send(&support, &plans(RECEIVER));
    for own in [&old, &new] {
        assert_eq!(
            cover_for(&sandbox, SERVICE, own, later).unwrap().cover.id,
            later
        );
    }
    receive(&service, later);

    // What it sends is signed with the new one.
    let sent = send(&service, &actuals(RECEIVER));
    let own = issued(&sandbox, SUPPORT);
    let cover = cover_for(&sandbox, SUPPORT, &own, sent).unwrap();
    assert_eq!(cover.signer.certificate, certificate(&new));
    assert!(service.renewal_due().is_none());
}

#[test]
fn a_renewal_that_fails_leaves_everything_as_it_was() {
    let sandbox = Sandbox::start();
    let support = sandbox.office(SUPPORT);
    let service = office_with_two_identities(&sandbox);
    let old = issued(&sandbox, SERVICE);
    let cut = IssuedIdentity {
        private_key_pem: String::new(),
        ..old.clone()
    };
    for bad in [cut, renewed(&sandbox, THIRD)] {
        sandbox.replace_identity(SERVICE, &bad);
        service.reload_identities().unwrap_err();
        let id = send(&support, &plans(RECEIVER));
        receive(&service, id);
        assert_eq!(receipt_signer(&support, id), certificate(&old));
    }
}

/// The service office, with a place for the certificate before the present one; both are the same as yet.
fn office_with_two_identities(sandbox: &Sandbox) -> Office {
    let old = issued(sandbox, SERVICE);
    sandbox.write(SERVICE, "old-certificate.pem", &old.certificate_pem);
    sandbox.write(SERVICE, "old-private-key.pem", &old.private_key_pem);
    let profile = sandbox.read(SERVICE, "profile.toml");
    let several = "[[identity]]\ncertificate = \"old-certificate.pem\"\nprivate_key = \"old-private-key.pem\"\n\n\
        [[identity]]\n";
    assert!(profile.contains("[identity]\n"));
    let profile = profile.replace("[identity]\n", several);
    sandbox.write(SERVICE, "profile.toml", &profile);
    sandbox.office(SERVICE)
}

/// The identity in the profile folder of an office.
fn issued(sandbox: &Sandbox, number: &str) -> IssuedIdentity {
    IssuedIdentity {
        certificate_pem: sandbox.read(number, "certificate.pem"),
        private_key_pem: sandbox.read(number, "private-key.pem"),
    }
}

/// A certificate that begins after all others.
fn renewed(sandbox: &Sandbox, number: &str) -> IssuedIdentity {
    let usual = Validity::default();
    let later = Validity {
        not_before: usual.not_before + 1800,
        not_after: usual.not_after + YEAR,
    };
    let spec = CertificateSpec::office(&spec(number)).validity(later);
    sandbox.ca().issue(&spec).unwrap()
}

/// The certificates of the service office, as others see them.
fn directory(sandbox: &Sandbox) -> Vec<Certificate> {
    let entry = sandbox.client(SUPPORT).directory(SERVICE.parse().unwrap());
    let all = entry.unwrap().certificates.into_iter();
    all.map(|pem| Certificate::from_pem(pem.as_bytes()).unwrap())
        .collect()
}

/// A message's cover at the relay, opened with one identity only.
fn cover_for(
    sandbox: &Sandbox,
    receiver: &str,
    own: &IssuedIdentity,
    id: Uuid,
) -> Result<OpenedCover, EnvelopeError> {
    let sealed = sandbox.client(receiver).received_message(id).unwrap().cover;
    let trust = Trust::from_pem(sandbox.read(receiver, "trust.pem").as_bytes()).unwrap();
    let sealed = BASE64.decode(sealed).unwrap();
    open_cover(&identity(own), &trust, Role::Receiver, &sealed)
}

// ---- The office ----

fn receive(office: &Office, id: Uuid) {
    sync(office);
    assert_eq!(take_and_acknowledge(office, id).id(), id);
}

fn receipt_signer(office: &Office, id: Uuid) -> Certificate {
    sync(office);
    let sent = office.sent_message(id).unwrap().message;
    sent.taken().unwrap().1.certificate.clone()
}
