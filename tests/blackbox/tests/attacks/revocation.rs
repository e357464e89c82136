//! Certificates that their authority took back, and lists that say so, or that somebody forged so that they do not.

use careplan_blackbox_tests::crafted::{seal_as, sealed};
use careplan_blackbox_tests::offices::{SERVICE, SUPPORT, identity, offices};
use careplan_core::envelope::{
    EnvelopeError, Opened, Revocation as Lookup, RevocationStatus, Role, Trust, TrustFault, open,
};
use careplan_relay::ca::{CrlReason, Revocation};
use careplan_relay::{CertificateSpec, IssuedIdentity, TestCa};
use jiff::Timestamp;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

fn now() -> i64 {
    Timestamp::now().as_second()
}

/// A list of the authority with this certificate on it, in force since `age` seconds and for a week.
fn list(ca: &TestCa, revoked: &[&IssuedIdentity], age: i64) -> String {
    let entry = |&identity| Revocation {
        identity,
        at: now() - DAY,
        reason: Some(CrlReason::KeyCompromise),
    };
    let revoked: Vec<_> = revoked.iter().map(entry).collect();
    let from = now() - age;
    ca.crl(&revoked, from, Some(from + 7 * DAY)).unwrap().pem
}

fn trust(lookup: Lookup, lists: &[String]) -> Trust {
    let builder = Trust::builder()
        .roots(offices().ca_pem().as_bytes())
        .revocation(lookup);
    let builder = lists
        .iter()
        .fold(builder, |builder, list| builder.crl(list.as_bytes()));
    builder.build().unwrap()
}

fn open_by(trust: &Trust) -> Result<Opened, EnvelopeError> {
    let service = identity(&offices().service);
    open(&service, trust, Role::Receiver, &sealed().2.content)
}

#[track_caller]
fn assert_revoked<T>(result: Result<T, EnvelopeError>, number: &str) {
    let Err(EnvelopeError::Untrusted { office, fault }) = result else {
        panic!("it is trusted");
    };
    assert_eq!(office, number);
    assert!(matches!(fault, TrustFault::Revoked { .. }), "{fault:?}");
}

#[test]
fn a_revoked_signer_is_refused() {
    let lists = [list(&offices().ca, &[&offices().support], HOUR)];
    for lookup in [Lookup::HardFail, Lookup::SoftFail] {
        assert_revoked(open_by(&trust(lookup, &lists)), SUPPORT);
    }
}

#[test]
fn nothing_is_sealed_for_a_revoked_certificate() {
    let lists = [list(&offices().ca, &[&offices().service], HOUR)];
    assert_revoked(
        seal_as(
            &offices().support,
            &trust(Lookup::SoftFail, &lists),
            &offices().service,
        ),
        SERVICE,
    );
}

#[test]
fn a_certificate_that_is_on_no_list_is_good() {
    let lists = [list(&offices().ca, &[&offices().third], HOUR)];
    let opened = open_by(&trust(Lookup::HardFail, &lists)).unwrap();
    let status = opened.signer.verdict.revocation;
    assert!(
        matches!(status, RevocationStatus::Good { .. }),
        "{status:?}"
    );
}

/// Whoever keeps the lists away must not bring a revoked certificate back.
#[test]
fn without_a_list_in_force_a_signer_is_refused_or_told_to_be_unknown() {
    let old = list(&offices().ca, &[], 30 * DAY);
    for lists in [vec![], vec![old]] {
        let error = open_by(&trust(Lookup::HardFail, &lists)).unwrap_err();
        assert!(
            matches!(
                error,
                EnvelopeError::Untrusted {
                    fault: TrustFault::RevocationUnknown(_),
                    ..
                }
            ),
            "{error:?}"
        );
        let opened = open_by(&trust(Lookup::SoftFail, &lists)).unwrap();
        let status = opened.signer.verdict.revocation;
        assert!(
            matches!(status, RevocationStatus::Unknown { .. }),
            "{status:?}"
        );
    }
}

#[test]
fn a_newer_list_that_an_authority_of_the_same_name_forged_hides_nothing() {
    let forger = TestCa::root(&CertificateSpec::authority("Black-box test CA")).unwrap();
    let genuine = list(&offices().ca, &[&offices().support], 2 * HOUR);
    let forged = list(&forger, &[], HOUR);
    let trust = trust(Lookup::SoftFail, &[genuine, forged.clone()]);
    assert_revoked(open_by(&trust), SUPPORT);
    assert!(trust.add_crl(forged.as_bytes()).is_err());
    assert_revoked(open_by(&trust), SUPPORT);
}

#[test]
fn a_list_that_an_authority_of_the_same_name_forged_revokes_nobody() {
    let (support, spec) = (
        &offices().support,
        CertificateSpec::authority("Black-box test CA"),
    );
    let forger = TestCa::root(&spec).unwrap();
    let genuine = list(&offices().ca, &[], 2 * HOUR);
    let forged = list(&forger, &[support], HOUR);
    let trust = trust(Lookup::HardFail, &[genuine, forged]);
    assert!(open_by(&trust).is_ok());
}

#[test]
fn a_revocation_that_comes_while_the_program_runs_holds_at_once() {
    let trust = trust(Lookup::HardFail, &[list(&offices().ca, &[], 2 * HOUR)]);
    assert!(open_by(&trust).is_ok());
    let newer = list(&offices().ca, &[&offices().support], HOUR);
    trust.add_crl(newer.as_bytes()).unwrap();
    assert_revoked(open_by(&trust), SUPPORT);
}
