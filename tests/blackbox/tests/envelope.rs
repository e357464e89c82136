//! The envelope from outside: what goes in comes out, the `openssl` command agrees, and nothing else is let through.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::io::{Cursor, Read, Write};

use careplan_blackbox_tests::command::{OAEP, OpenSsl};
use careplan_blackbox_tests::explained::assert_explained;
use careplan_blackbox_tests::offices::{
    SERVICE, SUPPORT, THIRD, certificate, expired, foreign_ca, identity, not_yet_valid, offices,
    spec,
};
use careplan_blackbox_tests::samples::{self, cover, files_of, plans};
use careplan_core::envelope::{
    EnvelopeError, Opened, Sealed, Trust, TrustFault, open, open_cover, seal, sign_receipt,
    verify_receipt,
};
use careplan_core::message::{Cover, MessageSet};
use careplan_core::sha256_hex;
use careplan_relay::IssuedIdentity;
use der::asn1::AnyRef;
use der::{Decode, Encode, Reader, SliceReader, Tag, Tagged};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const RECEIVER: &str = "5070100002_11";
const FORMAT: &str = "careplan-message/1";

fn sealed() -> (MessageSet, Cover, Sealed) {
    let set = plans(RECEIVER);
    let cover = cover(&set);
    let sealed = seal(
        &identity(&offices().support),
        &offices().trust(),
        &[certificate(&offices().service)],
        &cover,
        &files_of(&set),
    );
    (set, cover, sealed.unwrap())
}

fn open_as(receiver: &IssuedIdentity, sealed: &[u8]) -> Result<Opened, EnvelopeError> {
    open(&identity(receiver), &offices().trust(), sealed)
}

fn open_as_service(sealed: &[u8]) -> Result<Opened, EnvelopeError> {
    open_as(&offices().service, sealed)
}

/// About `count` places spread evenly over `length`, the first and the last among them.
fn spread(length: usize, count: usize) -> Vec<usize> {
    let mut places: Vec<_> = (0..count).map(|n| n * length / count).collect();
    places.extend([1, 2, length - 2, length - 1]);
    places
}

fn flipped(bytes: &[u8], place: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[place] ^= 0x10;
    bytes
}

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
    let service = identity(&offices().service);
    let opened = open_cover(&service, &offices().trust(), &sealed.cover).unwrap();
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

// ---- The openssl command agrees ----

#[test]
fn the_openssl_command_opens_verifies_and_finds_identical_files() {
    let (set, _, sealed) = sealed();
    let openssl = OpenSsl::default();
    let signed = openssl.decrypt(&sealed.content, &offices().service);
    let container = openssl.verify(&signed, &offices().ca_pem());
    let mut zip = ZipArchive::new(Cursor::new(container)).unwrap();
    assert_eq!(zip.len(), set.documents().len() + 1);
    for (name, expected) in files_of(&set) {
        let mut bytes = Vec::new();
        zip.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        assert!(bytes == expected, "{name}");
    }
}

#[test]
fn the_openssl_command_names_the_algorithms_that_are_asked_for() {
    let (_, _, sealed) = sealed();
    for part in [&sealed.cover, &sealed.content] {
        let text = OpenSsl::default().print(part);
        for word in ["authEnvelopedData", "aes-256-gcm", "rsaesOaep", "sha256"] {
            assert!(text.contains(word), "{word} is missing in {text}");
        }
        assert!(!text.contains("sha1"), "{text}");
    }
}

#[test]
fn what_the_openssl_command_signs_and_seals_is_opened() {
    let (set, cover, _) = sealed();
    let opened = open_as_service(&crafted(&container(&cover, &files_of(&set)))).unwrap();
    assert_eq!(opened.cover, cover);
}

/// Signed by the support office and sealed for the service office without this SDK.
fn crafted(content: &[u8]) -> Vec<u8> {
    let openssl = OpenSsl::default();
    let signed = openssl.sign(content, &[&offices().support]);
    openssl.encrypt(&signed, &offices().service, OAEP)
}

fn container(cover: &Cover, files: &[(&str, &[u8])]) -> Vec<u8> {
    container_of(&json!({ "format": FORMAT, "cover": cover }), files)
}

fn container_of(manifest: &Value, files: &[(&str, &[u8])]) -> Vec<u8> {
    let manifest = serde_json::to_vec(manifest).unwrap();
    let all = std::iter::once(("manifest.json", &*manifest)).chain(files.iter().copied());
    zip_of(all)
}

fn zip_of<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, SimpleFileOptions::DEFAULT).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

// ---- Damage ----

#[test]
fn another_offices_envelope_is_not_opened() {
    let (_, _, sealed) = sealed();
    assert_eq!(
        open_as(&offices().third, &sealed.content).unwrap_err(),
        EnvelopeError::NotForThisCertificate
    );
    let third = identity(&offices().third);
    assert_eq!(
        open_cover(&third, &offices().trust(), &sealed.cover).unwrap_err(),
        EnvelopeError::NotForThisCertificate
    );
}

#[test]
fn a_flipped_byte_anywhere_is_an_error() {
    let (_, _, sealed) = sealed();
    for place in spread(sealed.content.len(), 60) {
        let result = open_as_service(&flipped(&sealed.content, place));
        assert!(result.is_err(), "byte {place} may be changed");
    }
}

#[test]
fn a_flipped_byte_of_the_cover_is_an_error() {
    let (_, _, sealed) = sealed();
    let (service, trust) = (identity(&offices().service), offices().trust());
    for place in spread(sealed.cover.len(), 60) {
        let result = open_cover(&service, &trust, &flipped(&sealed.cover, place));
        assert!(result.is_err(), "byte {place} may be changed");
    }
}

/// GCM does not authenticate what stands around the content (RFC 5083, section 2.2); none of it may have another value.
#[test]
fn a_flipped_byte_of_the_head_or_the_tail_is_an_error() {
    let (_, _, sealed) = sealed();
    let length = sealed.content.len();
    for place in (0..700).chain(length - 60..length) {
        for mask in [0x01, 0x80, 0xFF] {
            let mut flipped = sealed.content.clone();
            flipped[place] ^= mask;
            assert!(
                open_as_service(&flipped).is_err(),
                "byte {place}, mask {mask:02x}"
            );
        }
    }
}

#[test]
fn a_flipped_byte_of_the_encrypted_content_is_called_tampering() {
    let (_, _, sealed) = sealed();
    let middle = sealed.content.len() / 2;
    assert_eq!(
        open_as_service(&flipped(&sealed.content, middle)).unwrap_err(),
        EnvelopeError::Tampered
    );
}

#[test]
fn a_cut_envelope_is_an_error_at_every_length() {
    let (_, _, sealed) = sealed();
    for length in spread(sealed.content.len(), 60) {
        let error = open_as_service(&sealed.content[..length]).unwrap_err();
        assert_eq!(error, EnvelopeError::Malformed, "{length} bytes");
    }
}

#[test]
fn bytes_after_the_envelope_are_an_error() {
    let (_, _, sealed) = sealed();
    let longer = [&sealed.content[..], b"\0"].concat();
    assert_eq!(
        open_as_service(&longer).unwrap_err(),
        EnvelopeError::Malformed
    );
}

#[test]
fn what_is_no_envelope_is_an_error() {
    for bytes in [&b""[..], b"\0", b"PK\x03\x04", b"hello", &[0x30; 4096]] {
        assert_eq!(
            open_as_service(bytes).unwrap_err(),
            EnvelopeError::Malformed
        );
    }
}

// ---- Certificates ----

fn seal_as(
    signer: &IssuedIdentity,
    trust: &Trust,
    receiver: &IssuedIdentity,
) -> Result<Sealed, EnvelopeError> {
    let set = plans(RECEIVER);
    seal(
        &identity(signer),
        trust,
        &[certificate(receiver)],
        &cover(&set),
        &files_of(&set),
    )
}

fn untrusted(office: &str, fault: TrustFault) -> EnvelopeError {
    let office = office.to_owned();
    EnvelopeError::Untrusted { office, fault }
}

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

#[test]
fn nothing_is_sealed_for_an_office_that_is_no_receiver() {
    assert_eq!(
        seal_as(&offices().support, &offices().trust(), &offices().third).unwrap_err(),
        EnvelopeError::NotReceiver
    );
}

/// Signed by `signer`, whatever its certificate, and sealed for the service office.
fn signed_by(signer: &IssuedIdentity) -> Vec<u8> {
    let (set, cover, _) = sealed();
    let openssl = OpenSsl::default();
    let signed = openssl.sign(&container(&cover, &files_of(&set)), &[signer]);
    openssl.encrypt(&signed, &offices().service, OAEP)
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
    let (_, _, sealed) = sealed();
    let service = identity(&offices().service);
    let at = |time| Trust::from_pem_at(offices().ca_pem().as_bytes(), time).unwrap();
    let now = jiff::Timestamp::now().as_second();
    assert!(open(&service, &at(now), &sealed.content).is_ok());
    assert_eq!(
        open(&service, &at(now + 20 * 366 * 86_400), &sealed.content).unwrap_err(),
        untrusted(SUPPORT, TrustFault::Expired)
    );
}

#[test]
fn an_authority_that_is_not_trusted_is_told_even_when_all_else_fits() {
    let (_, _, sealed) = sealed();
    let foreign = foreign_ca().certificate_pem().unwrap();
    let trust = Trust::from_pem(foreign.as_bytes()).unwrap();
    let service = identity(&offices().service);
    assert_eq!(
        open(&service, &trust, &sealed.content).unwrap_err(),
        untrusted(SUPPORT, TrustFault::UnknownIssuer)
    );
}

// ---- Who says it to whom ----

#[test]
fn nobody_seals_in_anothers_name() {
    assert_eq!(
        seal_as(&offices().third, &offices().trust(), &offices().service).unwrap_err(),
        wrong_sender()
    );
}

fn wrong_sender() -> EnvelopeError {
    EnvelopeError::WrongSender {
        signer: THIRD.parse().unwrap(),
        sender: SUPPORT.parse().unwrap(),
    }
}

#[test]
fn content_that_another_office_signed_again_is_refused() {
    let (_, _, sealed) = sealed();
    let openssl = OpenSsl::default();
    let signed = openssl.decrypt(&sealed.content, &offices().service);
    let content = openssl.verify(&signed, &offices().ca_pem());
    let again = openssl.sign(&content, &[&offices().third]);
    let again = openssl.encrypt(&again, &offices().service, OAEP);
    assert_eq!(open_as_service(&again).unwrap_err(), wrong_sender());
}

#[test]
fn content_that_the_receiver_passes_on_is_refused_by_the_third_office() {
    let (_, _, sealed) = sealed();
    let openssl = OpenSsl::default();
    let passed_on = |part| {
        let signed = openssl.decrypt(part, &offices().service);
        openssl.encrypt(&signed, &offices().third, OAEP)
    };
    assert_eq!(
        open_as(&offices().third, &passed_on(&sealed.content)).unwrap_err(),
        EnvelopeError::NotReceiver
    );
    let third = identity(&offices().third);
    assert_eq!(
        open_cover(&third, &offices().trust(), &passed_on(&sealed.cover)).unwrap_err(),
        EnvelopeError::NotReceiver
    );
}

// ---- Protection that is not as required ----

/// The genuine signed content, sealed with these options.
fn sealed_with(options: &[&str]) -> Vec<u8> {
    let (_, _, sealed) = sealed();
    let openssl = OpenSsl::default();
    let signed = openssl.decrypt(&sealed.content, &offices().service);
    openssl.encrypt(&signed, &offices().service, options)
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

/// The list of digest algorithms is not signed; OpenSSL nests a filter for each and would run out of stack.
#[test]
fn a_bloated_list_of_digest_algorithms_is_refused() {
    let (_, _, sealed) = sealed();
    let openssl = OpenSsl::default();
    let signed = openssl.decrypt(&sealed.content, &offices().service);
    for copies in [2, 20_000] {
        let bloated = with_digest_algorithms(&signed, copies);
        assert_eq!(
            open_as_service(&openssl.encrypt(&bloated, &offices().service, OAEP)).unwrap_err(),
            EnvelopeError::NotSigned
        );
        assert_eq!(
            verify_receipt(&offices().trust(), &bloated).unwrap_err(),
            EnvelopeError::NotSigned
        );
    }
    assert_eq!(with_digest_algorithms(&signed, 1), signed);
}

/// A SignedData whose digest algorithm is listed so many times.
fn with_digest_algorithms(signed: &[u8], copies: usize) -> Vec<u8> {
    let info = parts(AnyRef::from_der(signed).unwrap().value());
    let data = parts(AnyRef::from_der(info[1].value()).unwrap().value());
    let mut parts: Vec<Vec<u8>> = data.iter().map(|part| part.to_der().unwrap()).collect();
    parts[1] = wrap(Tag::Set, &data[1].value().repeat(copies));
    let data = wrap(Tag::Sequence, &parts.concat());
    let content = wrap(info[1].tag(), &data);
    wrap(
        Tag::Sequence,
        &[info[0].to_der().unwrap(), content].concat(),
    )
}

fn parts(value: &[u8]) -> Vec<AnyRef<'_>> {
    let mut reader = SliceReader::new(value).unwrap();
    std::iter::from_fn(|| (!reader.is_finished()).then(|| reader.decode().unwrap())).collect()
}

fn wrap(tag: Tag, value: &[u8]) -> Vec<u8> {
    AnyRef::new(tag, value).unwrap().to_der().unwrap()
}

/// Care software files what it takes by the names of the files.
#[test]
fn files_named_after_another_office_or_set_are_refused() {
    let set = plans(RECEIVER);
    let genuine = cover(&set);
    let files = files_of(&set);
    let rename = |from: &str, to: &str| -> Result<Sealed, EnvelopeError> {
        let mut cover = genuine.clone();
        cover
            .files
            .iter_mut()
            .for_each(|file| file.name = file.name.replace(from, to));
        let names: Vec<_> = cover.files.iter().map(|file| file.name.clone()).collect();
        let files: Vec<_> = names
            .iter()
            .zip(&files)
            .map(|(name, (_, bytes))| (&**name, *bytes))
            .collect();
        let (signer, receiver) = (
            identity(&offices().support),
            certificate(&offices().service),
        );
        seal(&signer, &offices().trust(), &[receiver], &cover, &files)
    };
    let stamp = genuine.stamp.to_string();
    let (sender, receiver) = (genuine.sender.to_string(), genuine.receivers[0].to_string());
    for (from, to) in [
        (sender.as_str(), "5070300024_43"),
        (receiver.as_str(), "5070300024_15"),
        (stamp.as_str(), "20200101000000"),
        ("UPSIKYU", "UPJSK"),
        ("UPSIKYU", "UPPLAN"),
    ] {
        assert_eq!(
            rename(from, to).unwrap_err(),
            EnvelopeError::BadContent("file names"),
            "{to}"
        );
    }
    assert!(rename("", "").is_ok());
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

#[test]
fn content_that_nobody_signed_is_refused() {
    let (set, cover, _) = sealed();
    let content = container(&cover, &files_of(&set));
    let sealed = OpenSsl::default().encrypt(&content, &offices().service, OAEP);
    assert_eq!(
        open_as_service(&sealed).unwrap_err(),
        EnvelopeError::NotSigned
    );
}

#[test]
fn content_that_two_offices_signed_is_refused() {
    let (set, cover, _) = sealed();
    let openssl = OpenSsl::default();
    let content = container(&cover, &files_of(&set));
    let signed = openssl.sign(&content, &[&offices().support, &offices().third]);
    let sealed = openssl.encrypt(&signed, &offices().service, OAEP);
    assert_eq!(
        open_as_service(&sealed).unwrap_err(),
        EnvelopeError::NotSigned
    );
}

#[test]
fn a_signature_that_does_not_fit_is_refused() {
    let (_, _, sealed) = sealed();
    let openssl = OpenSsl::default();
    let signed = openssl.decrypt(&sealed.content, &offices().service);
    // The last byte belongs to the signature.
    let forged = flipped(&signed, signed.len() - 1);
    let forged = openssl.encrypt(&forged, &offices().service, OAEP);
    assert_eq!(
        open_as_service(&forged).unwrap_err(),
        EnvelopeError::BadSignature
    );
}

// ---- Content that is not as the manifest says ----

fn open_crafted(content: &[u8]) -> EnvelopeError {
    open_as_service(&crafted(content)).unwrap_err()
}

#[test]
fn a_file_that_differs_from_the_manifest_is_refused() {
    let (set, cover, _) = sealed();
    let mut files = files_of(&set);
    let changed = flipped(files[0].1, 0);
    files[0].1 = &changed;
    assert_eq!(
        open_crafted(&container(&cover, &files)),
        EnvelopeError::FilesDiffer
    );
}

#[test]
fn a_missing_file_is_refused() {
    let (set, cover, _) = sealed();
    assert_eq!(
        open_crafted(&container(&cover, &files_of(&set)[1..])),
        EnvelopeError::FilesDiffer
    );
}

#[test]
fn a_file_that_is_not_in_the_manifest_is_refused() {
    let (set, cover, _) = sealed();
    let mut files = files_of(&set);
    files.push((
        "UPJSK_202609_5070022016_43_5070100002_11_20260826093000.CSV",
        b"x",
    ));
    assert_eq!(
        open_crafted(&container(&cover, &files)),
        EnvelopeError::FilesDiffer
    );
}

#[test]
fn a_file_that_unpacks_to_more_than_the_manifest_says_is_refused() {
    let (set, cover, _) = sealed();
    let bomb = vec![b'0'; 300 << 20];
    let mut files = files_of(&set);
    files[0].1 = &bomb;
    assert_eq!(
        open_crafted(&container(&cover, &files)),
        EnvelopeError::FilesDiffer
    );
}

#[test]
fn a_manifest_that_unpacks_to_a_mountain_is_refused() {
    let bomb = vec![b' '; 300 << 20];
    let zip = zip_of([("manifest.json", &*bomb)].into_iter());
    assert_eq!(open_crafted(&zip), EnvelopeError::FilesDiffer);
}

#[test]
fn names_that_lead_out_of_the_folder_are_refused() {
    let (_, cover, _) = sealed();
    let standard = &cover.files[0].name;
    for name in [
        format!("../{standard}"),
        format!("/etc/{standard}"),
        format!("C:\\{standard}"),
        format!("sub/{standard}"),
        "../../etc/passwd".to_owned(),
        "CON".to_owned(),
        String::new(),
    ] {
        let mut cover = cover.clone();
        cover.files.truncate(1);
        let bytes = b"content";
        cover.files[0].name.clone_from(&name);
        cover.files[0].size = bytes.len() as u64;
        cover.files[0].sha256 = sha256_hex(bytes);
        let error = open_crafted(&container(&cover, &[(&name, bytes)]));
        assert_eq!(error, EnvelopeError::BadContent("file names"), "{name}");
    }
}

#[test]
fn a_name_that_is_listed_twice_is_refused() {
    let (set, mut cover, _) = sealed();
    let first = cover.files[0].clone();
    cover.files[1] = first;
    assert_eq!(
        open_crafted(&container(&cover, &files_of(&set)[..2])),
        EnvelopeError::BadContent("file names")
    );
}

#[test]
fn more_files_or_bytes_than_the_limits_are_refused() {
    let (set, cover, _) = sealed();
    let mut many = cover.clone();
    many.files = vec![cover.files[0].clone(); 257];
    let mut large = cover.clone();
    large.files[0].size = u64::MAX;
    for cover in [many, large] {
        let error = open_crafted(&container(&cover, &files_of(&set)));
        assert!(matches!(error, EnvelopeError::TooLarge { .. }), "{error:?}");
    }
}

#[test]
fn a_manifest_of_another_form_is_refused() {
    let (set, cover, _) = sealed();
    for manifest in [
        json!({ "format": "careplan-cover/1", "cover": cover }),
        json!({ "format": FORMAT }),
        json!({ "format": FORMAT, "cover": cover, "more": 1 }),
        json!([]),
    ] {
        assert_eq!(
            open_crafted(&container_of(&manifest, &files_of(&set))),
            EnvelopeError::BadContent("manifest.json")
        );
    }
}

#[test]
fn content_that_is_no_container_is_refused() {
    for content in [&b""[..], b"PK", b"hello", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0"] {
        assert_eq!(open_crafted(content), EnvelopeError::BadContent("ZIP"));
    }
}

// ---- Receipts ----

fn receipt() -> Vec<u8> {
    let (_, cover, sealed) = sealed();
    let service = identity(&offices().service);
    sign_receipt(
        &service,
        cover.id,
        cover.sender.number,
        &sealed.content_sha256,
    )
    .unwrap()
}

#[test]
fn a_receipt_says_who_took_what() {
    let (_, cover, sealed) = sealed();
    let service = identity(&offices().service);
    let signed = sign_receipt(
        &service,
        cover.id,
        cover.sender.number,
        &sealed.content_sha256,
    );
    let receipt = verify_receipt(&offices().trust(), &signed.unwrap()).unwrap();
    assert_eq!(receipt.message, cover.id);
    assert_eq!(receipt.sender.as_str(), SUPPORT);
    assert_eq!(receipt.receiver.as_str(), SERVICE);
    assert_eq!(receipt.content_sha256, sealed.content_sha256);
}

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

// ---- One thing is not taken for another ----

#[test]
fn cover_content_and_receipt_are_not_taken_for_each_other() {
    let (_, _, sealed) = sealed();
    let (service, trust) = (identity(&offices().service), offices().trust());
    let openssl = OpenSsl::default();
    let sealed_receipt = openssl.encrypt(&receipt(), &offices().service, OAEP);
    for not_content in [&sealed.cover, &sealed_receipt] {
        let error = open(&service, &trust, not_content).unwrap_err();
        assert_eq!(error, EnvelopeError::BadContent("ZIP"));
    }
    for not_cover in [&sealed.content, &sealed_receipt] {
        let error = open_cover(&service, &trust, not_cover).unwrap_err();
        assert_eq!(error, EnvelopeError::BadContent("cover"));
    }
    for part in [&sealed.cover, &sealed.content] {
        let not_receipt = openssl.decrypt(part, &offices().service);
        let error = verify_receipt(&trust, &not_receipt).unwrap_err();
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
