//! Receipts that somebody forged or changed.

use careplan_blackbox_tests::command::OpenSsl;
use careplan_blackbox_tests::crafted::{flipped, receipt, spread, untrusted};
use careplan_blackbox_tests::offices::{SERVICE, foreign_ca, offices, spec};
use careplan_core::envelope::{EnvelopeError, TrustFault, verify_receipt};

#[test]
fn a_receipt_in_anothers_name_is_refused() {
    let openssl = OpenSsl::default();
    let statement = openssl.verify(&receipt(), &offices().ca_pem());
    let forged = openssl.sign(&statement, &[&offices().third]);
    assert_eq!(
        verify_receipt(&offices().trust(), &forged).unwrap_err(),
        EnvelopeError::WrongReceipt
    );
}

#[test]
fn a_receipt_of_a_foreign_authority_is_refused() {
    let openssl = OpenSsl::default();
    let statement = openssl.verify(&receipt(), &offices().ca_pem());
    let signer = foreign_ca()
        .issue_office(&spec(SERVICE), Default::default())
        .unwrap();
    assert_eq!(
        verify_receipt(&offices().trust(), &openssl.sign(&statement, &[&signer])).unwrap_err(),
        untrusted(SERVICE, TrustFault::UnknownIssuer)
    );
}

#[test]
fn a_tampered_receipt_never_says_anything_else() {
    let signed = receipt();
    let genuine = verify_receipt(&offices().trust(), &signed).unwrap();
    for place in spread(signed.len(), 60) {
        // Some bytes of the wrapping are not signed (RFC 5652, section 5.4); they say nothing.
        if let Ok(receipt) = verify_receipt(&offices().trust(), &flipped(&signed, place)) {
            assert_eq!(receipt, genuine, "byte {place}");
        }
    }
}

#[test]
fn a_receipt_with_a_changed_statement_is_refused() {
    let signed = receipt();
    let format = b"careplan-receipt/1";
    let place = signed
        .windows(format.len())
        .position(|window| window == format)
        .unwrap();
    // Beyond the format stands the id of the message.
    let changed = flipped(&signed, place + format.len() + 20);
    assert_eq!(
        verify_receipt(&offices().trust(), &changed).unwrap_err(),
        EnvelopeError::BadSignature
    );
}

#[test]
fn a_cut_receipt_is_refused() {
    let signed = receipt();
    for length in spread(signed.len(), 60) {
        assert!(verify_receipt(&offices().trust(), &signed[..length]).is_err());
    }
}
