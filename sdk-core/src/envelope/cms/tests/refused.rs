//! Forms that OpenSSL takes and we do not.

use crate::envelope::cms::recipient::SealedKey;
use openssl::cms::{CMSOptions, CmsContentInfo};
use openssl::stack::Stack;
use openssl::symm::Cipher;
use openssl::x509::X509;

use super::command::OpenSsl;
use super::fixture::{EC_STRANGER, Office, P_256, RSA_2048, RSA_3072, now, seal};
use crate::envelope::cms::write::{self, CONTEXT_0, CONTEXT_1, INTEGER, SEQUENCE, SET};
use crate::envelope::cms::{enveloped, open, signed};
use crate::envelope::error::EnvelopeError;

fn verify(signed: &[u8]) -> Result<(), EnvelopeError> {
    let (_, unverified) = signed::read(signed)?;
    unverified.check_signature(None, &X509::from_der).map(drop)
}

#[test]
fn version_1_5_transport_by_the_library() {
    let mut to = Stack::new().unwrap();
    to.push(RSA_2048.x509.clone()).unwrap();
    let gcm = Cipher::aes_256_gcm();
    let cms = CmsContentInfo::encrypt(&to, b"content", gcm, CMSOptions::BINARY).unwrap();
    let opened = open(
        &cms.to_der().unwrap(),
        &[&RSA_2048.identity],
        &X509::from_der,
    )
    .map(drop);
    assert_eq!(opened, Err(EnvelopeError::Weak("RSA-OAEP, SHA-256")));
}

#[test]
fn two_signers() {
    let Some(openssl) = OpenSsl::found() else {
        return;
    };
    let once = openssl.sign(&P_256, &["-cades"], b"content");
    assert_eq!(verify(&once), Ok(()));
    let again = ["-resign", "-inform", "DER", "-outform", "DER", "-cades"];
    openssl.sign(&RSA_2048, &["-cades"], b"content");
    let signer = ["-signer", "certificate.pem", "-inkey", "key.pem"];
    let twice = openssl.cms(&[&again[..], &signer].concat(), &once);
    assert_eq!(verify(&twice), Err(EnvelopeError::NotSigned));
}

#[test]
fn content_that_is_elsewhere_or_without_attributes() {
    let Some(openssl) = OpenSsl::found() else {
        return;
    };
    openssl.sign(&P_256, &["-cades"], b"content");
    let options = ["-sign", "-binary", "-outform", "DER"];
    let signer = ["-signer", "certificate.pem", "-inkey", "key.pem"];
    let detached = openssl.cms(&[&options[..], &signer].concat(), b"content");
    assert_eq!(verify(&detached), Err(EnvelopeError::NotSigned));
    let bare = openssl.sign(&P_256, &["-noattr"], b"content");
    assert_eq!(verify(&bare), Err(EnvelopeError::NotSigned));
    let unnamed = openssl.sign(&P_256, &["-cades", "-nocerts"], b"content");
    assert_eq!(verify(&unnamed), Err(EnvelopeError::NotSigned));
}

#[test]
fn indefinite_lengths() {
    let Some(openssl) = OpenSsl::found() else {
        return;
    };
    let streamed = openssl.sign(&P_256, &["-cades", "-stream"], b"content");
    assert_eq!(verify(&streamed), Err(EnvelopeError::NotSigned));
}

/// An envelope taken apart into its elements, put together again after `edit`.
fn edited(sealed: &[u8], edit: impl Fn(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let (_, info) = parts(sealed).remove(0);
    let info = parts(&info);
    let (_, data) = parts(&info[1].1).remove(0);
    let mut data = parts(&data)
        .into_iter()
        .map(|(tag, value)| write::element(tag, &[&value]))
        .collect();
    edit(&mut data);
    let data = write::element(SEQUENCE, &[&data.concat()]);
    let kind = write::element(info[0].0, &[&info[0].1]);
    write::element(SEQUENCE, &[&kind, &write::element(CONTEXT_0, &[&data])])
}

fn parts(mut der: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let mut parts = Vec::new();
    while let [tag, first, rest @ ..] = der {
        let count = usize::from(first.saturating_sub(0x80));
        let length = match count {
            0 => usize::from(*first),
            _ => rest[..count]
                .iter()
                .fold(0, |n, b| n << 8 | usize::from(*b)),
        };
        let (value, after) = rest[count..].split_at(length);
        parts.push((*tag, value.to_vec()));
        der = after;
    }
    parts
}

#[test]
fn parts_that_nobody_authenticates() {
    let sealed = seal(&P_256, &[&RSA_2048, &P_256], b"content");
    let opens = |edit: &dyn Fn(&mut Vec<Vec<u8>>)| {
        open(
            &edited(&sealed, edit),
            &[&RSA_2048.identity],
            &X509::from_der,
        )
        .map(drop)
    };
    let malformed = Err(EnvelopeError::Malformed);
    assert_eq!(opens(&|_| {}), Ok(()));
    assert_eq!(opens(&|data| data[0] = vec![INTEGER, 1, 2]), malformed);
    // originatorInfo, authenticated attributes, unauthenticated attributes.
    assert_eq!(opens(&|data| data.insert(1, vec![CONTEXT_0, 0])), malformed);
    assert_eq!(opens(&|data| data.insert(3, vec![CONTEXT_1, 0])), malformed);
    assert_eq!(opens(&|data| data.push(vec![0xa2, 0])), malformed);
    // The other order of the recipients.
    let swapped = |data: &mut Vec<Vec<u8>>| {
        let set = parts(&parts(&data[1])[0].1);
        let set: Vec<_> = set
            .iter()
            .map(|(tag, v)| write::element(*tag, &[v]))
            .collect();
        data[1] = write::element(SET, &[&set[1], &set[0]]);
    };
    assert_eq!(opens(&swapped), malformed);
    // A shorter tag.
    let shorter = |data: &mut Vec<Vec<u8>>| data[3] = write::element(4, &[&data[3][2..14]]);
    assert_eq!(opens(&shorter), Err(EnvelopeError::Weak("AES-256-GCM")));
    // Recipients without end.
    let many = |data: &mut Vec<Vec<u8>>| {
        let (_, set) = parts(&data[1]).remove(0);
        let first = parts(&set).remove(0);
        let first = write::element(first.0, &[&first.1]);
        data[1] = write::element(SET, &[&first.repeat(17)]);
    };
    assert_eq!(opens(&many), Err(EnvelopeError::BadContent("CMS")));
}

#[test]
fn parts_that_nobody_signs() {
    let office = &*RSA_3072;
    let digest = openssl::sha::sha256(b"content");
    let signed = signed::sign(&office.identity, &digest, 7, None, now()).unwrap();
    let signed = [&signed.before[..], b"content", &signed.after].concat();
    let check = |edit: &dyn Fn(&mut Vec<Vec<u8>>)| verify(&edited(&signed, edit));
    assert_eq!(check(&|_| {}), Ok(()));
    assert_eq!(
        check(&|data| data[0] = vec![INTEGER, 1, 3]),
        Err(EnvelopeError::NotSigned)
    );
    // Revocation lists.
    let lists = |data: &mut Vec<Vec<u8>>| data.insert(4, vec![CONTEXT_1, 0]);
    assert_eq!(check(&lists), Err(EnvelopeError::NotSigned));
    // Unsigned attributes.
    let unsigned = |data: &mut Vec<Vec<u8>>| {
        let signer = parts(&parts(&data[4]).remove(0).1).remove(0).1;
        let signer = write::element(SEQUENCE, &[&signer, &[CONTEXT_1, 0]]);
        data[4] = write::element(SET, &[&signer]);
    };
    assert_eq!(check(&unsigned), Err(EnvelopeError::NotSigned));
    // Another content under the same signature.
    let mut other = signed.clone();
    let at = other.windows(7).position(|w| w == b"content").unwrap();
    other[at] = b'C';
    assert_eq!(verify(&other), Err(EnvelopeError::BadSignature));
}

#[test]
fn content_without_a_signature() {
    let sealed = enveloped::encrypt(
        &[b"not", b" signed"],
        &SealedKey::new(&[RSA_2048.identity.certificate()]).unwrap(),
    )
    .unwrap();
    let opened = open(&sealed, &[&RSA_2048.identity], &X509::from_der).map(drop);
    assert_eq!(opened, Err(EnvelopeError::NotSigned));
}

/// Signed by one who puts the name and the certificate of another there, of the same length.
#[test]
fn a_signature_under_another_certificate() {
    let signed = |office: &Office| {
        let digest = openssl::sha::sha256(b"content");
        signed::sign(&office.identity, &digest, 7, None, now()).unwrap()
    };
    let (own, other) = (signed(&P_256), signed(&EC_STRANGER));
    let own = [&own.before[..], b"content", &own.after].concat();
    let other = [&other.before[..], b"content", &other.after].concat();
    let certificates_of_own = |data: &mut Vec<Vec<u8>>| {
        let (_, info) = parts(&own).remove(0);
        let (_, inner) = parts(&parts(&info)[1].1).remove(0);
        let own = parts(&inner);
        data[3] = write::element(own[3].0, &[&own[3].1]);
    };
    let mixed = edited(&other, certificates_of_own);
    assert_eq!(verify(&mixed), Err(EnvelopeError::NotSigned));
    let mut named = edited(&other, certificates_of_own);
    let (from, to) = (b"authority\x02\x01\x07", b"authority\x02\x01\x04");
    let at = named.windows(from.len()).rposition(|w| w == from).unwrap();
    named[at..at + to.len()].copy_from_slice(to);
    assert_eq!(verify(&named), Err(EnvelopeError::BadSignature));
}
