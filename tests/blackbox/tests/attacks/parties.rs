//! Who says it to whom: in another's name, to another than it was said to, as another thing than it is.

use careplan_blackbox_tests::command::{OAEP, OpenSsl};
use careplan_blackbox_tests::crafted::{
    open_as, open_as_service, open_cover_as, receipt, seal_as, sealed, sealed_again, unsealed,
    wrong_sender,
};
use careplan_blackbox_tests::offices::{SERVICE, SUPPORT, THIRD, certificate, identity, offices};
use careplan_core::envelope::{EnvelopeError, seal, verify_receipt};
use careplan_core::message::{FileEntry, Parcel};

#[test]
fn nothing_is_sealed_for_an_office_that_is_no_receiver() {
    assert_eq!(
        seal_as(&offices().support, &offices().trust(), &offices().third).unwrap_err(),
        EnvelopeError::NotReceiver
    );
}

#[test]
fn nobody_seals_in_anothers_name() {
    assert_eq!(
        seal_as(&offices().third, &offices().trust(), &offices().service).unwrap_err(),
        wrong_sender()
    );
}

#[test]
fn content_that_another_office_signed_again_is_refused() {
    let (_, _, sealed) = sealed();
    let openssl = OpenSsl::default();
    let content = openssl.verify(&unsealed(&sealed.content), &offices().ca_pem());
    let again = sealed_again(&openssl.sign(&content, &[&offices().third]));
    assert_eq!(open_as_service(&again).unwrap_err(), wrong_sender());
}

#[test]
fn nothing_is_sealed_that_one_of_its_receivers_could_not_open() {
    let [support, service, third] = [SUPPORT, SERVICE, THIRD].map(|office| office.parse().unwrap());
    let files = vec![FileEntry::of_bytes("a.txt", b"a")];
    let parcel = Parcel::new(support, vec![service, third], files);
    let sealed = seal(
        &identity(&offices().support),
        &offices().trust(),
        &[certificate(&offices().service)],
        &parcel,
        &[("a.txt", b"a")],
    );
    assert_eq!(
        sealed.unwrap_err(),
        EnvelopeError::NoCertificate { office: third }
    );
}

#[test]
fn content_that_the_receiver_passes_on_is_refused_by_the_third_office() {
    let (_, _, sealed) = sealed();
    let third = &offices().third;
    let passed_on = |part| OpenSsl::default().encrypt(&unsealed(part), third, OAEP);
    assert_eq!(
        open_as(third, &passed_on(&sealed.content)).unwrap_err(),
        EnvelopeError::OtherRecipients
    );
    assert_eq!(
        open_cover_as(third, &passed_on(&sealed.cover)).unwrap_err(),
        EnvelopeError::OtherRecipients
    );
}

#[test]
fn cover_content_and_receipt_are_not_taken_for_each_other() {
    let (_, _, sealed) = sealed();
    let sealed_receipt = sealed_again(&receipt());
    for not_content in [&sealed.cover, &sealed_receipt] {
        let error = open_as_service(not_content).unwrap_err();
        assert_eq!(error, EnvelopeError::BadContent("ZIP"));
    }
    for not_cover in [&sealed.content, &sealed_receipt] {
        let error = open_cover_as(&offices().service, not_cover).unwrap_err();
        assert_eq!(error, EnvelopeError::BadContent("cover"));
    }
    for part in [&sealed.cover, &sealed.content] {
        let error = verify_receipt(&offices().trust(), &unsealed(part)).unwrap_err();
        assert_eq!(error, EnvelopeError::BadContent("receipt"));
    }
}

#[test]
fn a_bare_receipt_is_no_envelope_and_an_envelope_no_receipt() {
    let (_, _, sealed) = sealed();
    assert_eq!(
        open_as_service(&receipt()).unwrap_err(),
        EnvelopeError::Weak("AuthEnvelopedData")
    );
    assert_eq!(
        verify_receipt(&offices().trust(), &sealed.content).unwrap_err(),
        EnvelopeError::NotSigned
    );
}
