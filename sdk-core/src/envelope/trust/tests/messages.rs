//! What trust decides of whole messages, receipts and evidence.

use openssl::asn1::Asn1Time;
use openssl::x509::X509;
use serde_json::json;
use uuid::{NoContext, Uuid};

use super::*;
use crate::digest::sha256_hex;
use crate::envelope::{
    Identities, Identity, Role, Sealed, Taken, export_evidence, open, open_cover, seal,
    sign_receipt, signature, verify_evidence, verify_receipt,
};
use crate::message::{FileEntry, Parcel};

const SENDER: &str = "1370000001";
const RECEIVER: &str = "1370000002";

fn spec(office: &str, serial: u32) -> Spec {
    let mut spec = Spec::office(serial).key(&ec(Nid::X9_62_PRIME256V1));
    spec.subject[1].1 = office.into();
    spec
}

fn identity(house: &House, spec: &Spec) -> Identity {
    let own = house.between.issue(spec).to_pem().unwrap();
    let key = spec.key.private_key_to_pem_pkcs8().unwrap();
    Identity::from_pem(&[own, house.between.pem()].concat(), &key).unwrap()
}

fn id_of(time: Timestamp) -> Uuid {
    let seconds = time.as_second().try_into().unwrap();
    Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, seconds, 0))
}

/// A message of one file, made at a time.
fn sealed(
    trust: &Trust,
    sender: &Identities,
    receiver: &Identity,
    made_at: Timestamp,
) -> (Parcel, Sealed) {
    let files = vec![FileEntry::of_bytes("a.txt", b"a")];
    let mut parcel = Parcel::new(
        SENDER.parse().unwrap(),
        vec![RECEIVER.parse().unwrap()],
        files,
    );
    parcel.id = id_of(made_at);
    let recipients = [receiver.certificate().clone()];
    let files: &[(&str, &[u8])] = &[("a.txt", b"a")];
    let sealed = seal(sender, trust, &recipients, &parcel, files).unwrap();
    (parcel, sealed)
}

fn receipt_of(taken: &Taken, receiver: &Identity, at: Timestamp) -> Vec<u8> {
    let statement = json!({
        "format": "careplan-receipt/1",
        "message": taken.message,
        "sender": taken.sender,
        "receiver": RECEIVER,
        "content_sha256": taken.content_sha256,
        "signed_sha256": taken.signed_sha256,
        "taken_at": at,
    });
    signature::sign(receiver, statement.to_string().as_bytes(), at).unwrap()
}

#[test]
fn nothing_new_is_sealed_for_an_own_certificate_that_was_revoked() {
    let house = house();
    let (old, new) = (spec(SENDER, 42), spec(SENDER, 43));
    let new = new.valid(day(-1), day(300));
    let (old, new) = (identity(&house, &old), identity(&house, &new));
    let receiver = identity(&house, &spec(RECEIVER, 50));
    let trust = house.with_crls(Revocation::HardFail, &[List::revoking(42, day(-10))]);

    let own = Identities::new(vec![old.clone(), new.clone()]).unwrap();
    let (_, sealed) = sealed(&trust, &own, &receiver, now());
    for bytes in [&sealed.content, &sealed.cover] {
        assert!(!matches!(
            crate::envelope::cms::open(bytes, &[&new], &X509::from_der).map(drop),
            Err(EnvelopeError::NotForThisCertificate)
        ));
        assert_eq!(
            crate::envelope::cms::open(bytes, &[&old], &X509::from_der).map(drop),
            Err(EnvelopeError::NotForThisCertificate)
        );
    }
}

#[test]
fn what_was_sent_is_shown_again_after_its_certificate_has_ended() {
    let house = house();
    let ended = spec(SENDER, 42).valid(day(-300), day(-100));
    let own = Identities::from(identity(&house, &ended));
    let receiver = identity(&house, &spec(RECEIVER, 50));
    let then = Trust::builder().roots(&house.root.pem()).at(day(-150));
    let (_, sealed) = sealed(&then.build().unwrap(), &own, &receiver, day(-150));

    let trust = house.trust();
    let opened = open::<Parcel>(&own, &trust, Role::Sender, &sealed.content);
    assert_eq!(opened.unwrap().signer.signed_at, day(-150));
    assert!(open_cover::<Parcel>(&own, &trust, Role::Sender, &sealed.cover).is_ok());
    // For the receiver it is too late.
    assert_eq!(
        open::<Parcel>(&receiver.into(), &trust, Role::Receiver, &sealed.content).map(drop),
        Err(EnvelopeError::Untrusted {
            office: SENDER.into(),
            fault: TrustFault::Expired,
        })
    );
}

#[test]
fn a_receipt_cannot_be_older_than_its_message() {
    let house = house();
    let (sender, receiver) = (spec(SENDER, 42), spec(RECEIVER, 50));
    let (sender, receiver) = (identity(&house, &sender), identity(&house, &receiver));
    let own = Identities::from(sender);
    let theirs = Identities::from(receiver.clone());
    let trust = house.trust();
    let (_, sealed) = sealed(&trust, &own, &receiver, day(-2));
    let opened = open::<Parcel>(&theirs, &trust, Role::Receiver, &sealed.content).unwrap();

    let at = |days| receipt_of(&opened.taken, &receiver, day(days));
    // Before the id was made; then before it was sealed, which only the message tells.
    assert_eq!(
        verify_receipt(&trust, &at(-3)).unwrap_err(),
        EnvelopeError::WrongReceipt
    );
    assert!(verify_receipt(&trust, &at(-1)).is_ok());
    let export = |receipt: &[u8]| export_evidence::<Parcel>(&own, &trust, &sealed.content, receipt);
    for days in [-3, -1] {
        assert_eq!(
            export(&at(days)).map(drop),
            Err(EnvelopeError::WrongReceipt)
        );
    }
    let evidence = export(&at(0)).unwrap();
    let evidence = verify_evidence::<Parcel>(&trust, &evidence).unwrap();
    assert_eq!(evidence.files, [("a.txt".to_owned(), b"a".to_vec())]);
    assert_eq!(evidence.receipt.content_sha256, sha256_hex(&sealed.content));
}

#[test]
fn no_receipt_is_signed_with_a_certificate_that_has_ended() {
    let house = house();
    let ended = spec(RECEIVER, 50).valid(day(-300), day(-100));
    let taken = Taken {
        message: id_of(now()),
        sender: SENDER.parse().unwrap(),
        content_sha256: sha256_hex(b""),
        signed_sha256: sha256_hex(b""),
    };
    let signed = sign_receipt(&identity(&house, &ended).into(), &taken);
    assert_eq!(
        signed,
        Err(EnvelopeError::Untrusted {
            office: RECEIVER.into(),
            fault: TrustFault::Expired,
        })
    );
}

#[test]
fn a_certificate_without_end_is_valid() {
    let key = ec(Nid::X9_62_PRIME256V1);
    let mut builder = X509::builder().unwrap();
    let mut name = openssl::x509::X509Name::builder().unwrap();
    name.append_entry_by_nid(Nid::SERIALNUMBER, SENDER).unwrap();
    builder.set_version(2).unwrap();
    builder.set_subject_name(&name.build()).unwrap();
    builder.set_pubkey(&key).unwrap();
    let (from, until) = ("20200101000000Z", "99991231235959Z");
    let time = |text| Asn1Time::from_str_x509(text).unwrap();
    builder.set_not_before(&time(from)).unwrap();
    builder.set_not_after(&time(until)).unwrap();
    builder.sign(&key, MessageDigest::sha256()).unwrap();
    let certificate = Certificate::from_pem(&builder.build().to_pem().unwrap()).unwrap();
    assert!(certificate.is_valid_at(day(3000)));
}

#[test]
fn a_certificate_in_pem_that_says_to_be_encrypted_is_refused_without_asking() {
    let pem = house().office().to_pem().unwrap();
    let pem = String::from_utf8(pem).unwrap().replace(
        "CERTIFICATE-----\nM",
        "CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\nM",
    );
    assert!(matches!(
        Certificate::from_pem(pem.as_bytes()),
        Err(EnvelopeError::BadPem(_))
    ));
}
