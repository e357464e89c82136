//! `[trust]` of profile.toml: what is written there is what certificates are judged by.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fs;

use careplan_blackbox_tests::explained::assert_explained;
use careplan_blackbox_tests::offices::{SERVICE, SUPPORT};
use careplan_blackbox_tests::samples::plans;
use careplan_blackbox_tests::sandbox::Sandbox;
use careplan_blackbox_tests::steps::{letter, send, sync, take_and_acknowledge};
use careplan_core::Control;
use careplan_core::envelope::{EnvelopeError, TrustFault};
use careplan_core::exchange::{ExchangeError, Office};
use careplan_relay::ca::Revocation;
use careplan_relay::{IssuedIdentity, Validity};
use openssl::nid::Nid;
use openssl::x509::X509;

const RECEIVER: &str = "5070100002_11";

/// Adds lines to `[trust]` of the support office.
fn set(sandbox: &Sandbox, office: &str, lines: &str) {
    let text = sandbox.read(office, "profile.toml");
    let roots = "roots = \"trust.pem\"\n";
    assert!(text.contains(roots));
    let text = text.replace(roots, &format!("{roots}{lines}\n"));
    sandbox.write(office, "profile.toml", &text);
}

fn open(lines: &str) -> Result<Office, ExchangeError> {
    let sandbox = Sandbox::prepare();
    set(&sandbox, SUPPORT, lines);
    Office::open(&sandbox.folder(SUPPORT))
}

fn issued(sandbox: &Sandbox, office: &str) -> IssuedIdentity {
    IssuedIdentity {
        certificate_pem: sandbox.read(office, "certificate.pem"),
        private_key_pem: sandbox.read(office, "private-key.pem"),
    }
}

/// A list of the sandbox's authority.
fn crl(sandbox: &Sandbox, revoked: &[&IssuedIdentity]) -> Vec<u8> {
    let now = Validity::default().not_before + 3600;
    let at = |identity| Revocation {
        identity,
        at: now - 120,
        reason: None,
    };
    let revoked: Vec<_> = revoked.iter().copied().map(at).collect();
    let list = sandbox.ca().crl(&revoked, now - 60, Some(now + 86_400));
    list.unwrap().der
}

/// Sends a set and brings it to the relay.
fn deliver(office: &Office) -> Result<(), ExchangeError> {
    office.send_again(&plans(RECEIVER), &letter())?;
    office.sync(&Control::default()).into_result().map(drop)
}

fn untrusted(error: ExchangeError) -> TrustFault {
    match error {
        ExchangeError::Envelope(EnvelopeError::Untrusted { fault, .. }) => fault,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_rule_for_the_office_number_holds_for_own_and_others_certificates() {
    let sandbox = Sandbox::start();
    for office in [SUPPORT, SERVICE] {
        set(&sandbox, office, "office = \"subject.CN\"");
    }
    let (support, service) = (sandbox.office(SUPPORT), sandbox.office(SERVICE));
    let id = send(&support, &plans(RECEIVER));
    sync(&service);
    take_and_acknowledge(&service, id);
    sync(&support);
    let sent = support.sent_message(id).unwrap().message;
    assert!(sent.receipt.unwrap().is_ok());

    let refused = open("office = \"subject.CN: kyotaku-{office}\"").unwrap_err();
    assert!(matches!(
        refused,
        ExchangeError::ProfileIdentity {
            error: EnvelopeError::NoOffice,
            ..
        }
    ));
    let refused = open("office = \"subject.Name\"").unwrap_err();
    assert_explained(&refused, "読み取り規則", "");
}

#[test]
fn revocation_lists_are_looked_at() {
    let sandbox = Sandbox::start();
    let deliver = || deliver(&sandbox.office(SUPPORT));
    let crls = sandbox.folder(SUPPORT).join("crls");
    fs::create_dir(&crls).unwrap();
    set(
        &sandbox,
        SUPPORT,
        "crl_folder = \"crls\"\nrevocation = \"hard\"",
    );
    let unknown = untrusted(deliver().unwrap_err());
    assert!(matches!(unknown, TrustFault::RevocationUnknown(_)));

    fs::write(crls.join("a.crl"), crl(&sandbox, &[])).unwrap();
    deliver().unwrap();

    let service = issued(&sandbox, SERVICE);
    fs::write(crls.join("a.crl"), crl(&sandbox, &[&service])).unwrap();
    let revoked = untrusted(deliver().unwrap_err());
    assert!(matches!(revoked, TrustFault::Revoked { .. }));
}

#[test]
fn a_list_that_comes_later_needs_no_restart() {
    let sandbox = Sandbox::start();
    let service = issued(&sandbox, SERVICE);
    let file = sandbox.folder(SUPPORT).join("a.crl");
    fs::write(&file, crl(&sandbox, &[])).unwrap();
    // A list that is named is looked at.
    set(&sandbox, SUPPORT, "crl_files = [\"a.crl\"]");
    let support = sandbox.office(SUPPORT);
    let deliver = || deliver(&support);
    deliver().unwrap();
    fs::write(&file, crl(&sandbox, &[&service])).unwrap();
    support.trust().unwrap().reload().unwrap();
    let revoked = untrusted(deliver().unwrap_err());
    assert!(matches!(revoked, TrustFault::Revoked { .. }));
}

#[test]
fn kinds_of_certificates_are_refused_by_name() {
    let sandbox = Sandbox::start();
    let authority = X509::from_pem(sandbox.read(SUPPORT, "trust.pem").as_bytes()).unwrap();
    let name = authority.subject_name();
    let name = name.entries_by_nid(Nid::COMMONNAME).next().unwrap();
    let authority = format!("CN={},C=JP", name.data().to_string().unwrap());
    let kind = format!("{{ issuer = \"{authority}\", ja = \"試験用証明書\", en = \"test\" }}");
    set(&sandbox, SUPPORT, &format!("refuse = [{kind}]"));
    let support = sandbox.office(SUPPORT);
    let refused = deliver(&support).unwrap_err();
    assert_explained(&refused, "試験用証明書", "");
}

#[test]
fn settings_that_cannot_be_used_say_where() {
    let line = |lines: &str| match open(lines) {
        Err(ExchangeError::ProfileForm { line, .. }) => line,
        other => panic!("{other:?}"),
    };
    let fine = line("revocation = \"maybe\"");
    assert_eq!(line("expired_grace_days = -1"), fine);
    assert_eq!(
        line("refuse = [{ policy = \"1.2\", issuer = \"CN=a\", ja = \"b\" }]"),
        fine
    );
    assert_eq!(line("refuse = [{ policy = \"1.2\" }]"), fine);
    let refused = open("refuse = [{ policy = \"1.x\", ja = \"b\" }]").unwrap_err();
    assert!(matches!(
        refused,
        ExchangeError::Envelope(EnvelopeError::BadTrustSetting(_))
    ));
    for lines in [
        "crl_files = [\"gone.crl\"]",
        "crl_folder = \"gone.crl\"",
        "intermediates = \"gone.crl\"",
    ] {
        let refused = open(lines).unwrap_err();
        assert!(
            matches!(&refused, ExchangeError::ProfileFile { file, .. } if file == "gone.crl"),
            "{refused:?}"
        );
    }
    assert!(open("expired_grace_days = 0\nrevocation = \"off\"").is_ok());
}
