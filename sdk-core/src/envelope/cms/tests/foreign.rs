//! What others seal with OpenSSL's CMS, opened by us.

use super::command::OpenSsl;
use super::fixture::{Office, P_256, P_384, RSA_2048, RSA_3072, all};
use crate::envelope::cms::open;
use crate::envelope::error::EnvelopeError;
use openssl::x509::X509;

const OAEP: [&str; 4] = [
    "-keyopt",
    "rsa_padding_mode:oaep",
    "-keyopt",
    "rsa_oaep_md:sha256",
];
const GCM: &str = "-aes-256-gcm";
const PSS: [&str; 3] = ["-cades", "-keyopt", "rsa_padding_mode:pss"];

fn way(to: &Office) -> Vec<&'static str> {
    if to.key.rsa().is_ok() {
        OAEP.to_vec()
    } else {
        vec!["-keyopt", "ecdh_kdf_md:sha256"]
    }
}

fn opened(
    from: &Office,
    to: &Office,
    sign: &[&str],
    encrypt: &[&str],
    way: &[&str],
) -> Option<Result<Vec<u8>, EnvelopeError>> {
    let openssl = OpenSsl::found()?;
    let signed = openssl.sign(from, sign, b"content");
    let sealed = openssl.encrypt(to, encrypt, way, &signed);
    let opened = open(&sealed, &[&to.identity], &X509::from_der);
    if let Ok(opened) = &opened {
        assert!(opened.signer.certificate == from.x509);
    }
    Some(opened.map(|opened| opened.content().to_vec()))
}

fn opens(from: &Office, to: &Office, sign: &[&str], encrypt: &[&str], way: &[&str]) {
    if let Some(opened) = opened(from, to, sign, encrypt, way) {
        assert_eq!(
            opened,
            Ok(b"content".to_vec()),
            "{sign:?} {encrypt:?} {way:?}"
        );
    }
}

fn is_refused(from: &Office, sign: &[&str], encrypt: &[&str], way: &[&str], what: &'static str) {
    if let Some(opened) = opened(from, &RSA_2048, sign, encrypt, way) {
        assert_eq!(
            opened,
            Err(EnvelopeError::Weak(what)),
            "{sign:?} {encrypt:?}"
        );
    }
}

#[test]
fn every_kind_of_key() {
    for office in all() {
        opens(office, office, &["-cades"], &[GCM], &way(office));
    }
}

#[test]
fn stronger_hash_functions() {
    for office in all() {
        for hash in ["sha384", "sha512"] {
            opens(
                office,
                office,
                &["-cades", "-md", hash],
                &[GCM],
                &way(office),
            );
        }
    }
    for hash in ["ecdh_kdf_md:sha384", "ecdh_kdf_md:sha512"] {
        opens(&P_384, &P_384, &["-cades"], &[GCM], &["-keyopt", hash]);
        opens(&P_256, &P_256, &["-cades"], &[GCM], &["-keyopt", hash]);
    }
}

#[test]
fn signatures_with_pss() {
    for hash in ["sha256", "sha512"] {
        let sign = [&PSS[..], &["-md", hash]].concat();
        opens(&RSA_2048, &RSA_2048, &sign, &[GCM], &OAEP);
        let salt = ["-keyopt", "rsa_pss_saltlen:digest"];
        opens(
            &RSA_3072,
            &RSA_2048,
            &[&sign[..], &salt].concat(),
            &[GCM],
            &OAEP,
        );
    }
}

#[test]
fn certificates_named_by_their_key() {
    for office in all() {
        let encrypt = [GCM, "-keyid"];
        opens(
            office,
            office,
            &["-cades", "-keyid"],
            &encrypt,
            &way(office),
        );
    }
}

#[test]
fn weak_transport_is_refused() {
    let refused = |encrypt: &[&str], way: &[&str], what| {
        is_refused(&P_256, &["-cades"], encrypt, way, what);
    };
    refused(&[GCM], &[], "RSA-OAEP, SHA-256");
    // SHA-1, and SHA-1 for the mask only.
    refused(&[GCM], &OAEP[..2], "RSA-OAEP, SHA-256");
    let mask = [&OAEP[..], &["-keyopt", "rsa_mgf1_md:sha1"]].concat();
    refused(&[GCM], &mask, "RSA-OAEP, SHA-256");
    let label = [&OAEP[..], &["-keyopt", "rsa_oaep_label:00"]].concat();
    refused(&[GCM], &label, "RSA-OAEP, SHA-256");
    let secret = [GCM, "-secretkey", &"00".repeat(32), "-secretkeyid", "01"];
    refused(&secret, &OAEP, "RSA-OAEP, ECDH");
    refused(&["-aes-256-cbc"], &OAEP, "AuthEnvelopedData");
    refused(&["-aes-128-gcm"], &OAEP, "AES-256-GCM");
    let sha_1 = opened(&P_256, &P_256, &["-cades"], &[GCM], &[]);
    if let Some(sha_1) = sha_1 {
        assert_eq!(sha_1, Err(EnvelopeError::Weak("ECDH, SHA-256, AES-256")));
    }
}

#[test]
fn weak_signatures_are_refused() {
    let refused = |sign: &[&str], what| is_refused(&RSA_2048, sign, &[GCM], &OAEP, what);
    refused(&[], "signingCertificateV2");
    refused(&["-cades", "-md", "sha1"], "SHA-256");
    let mask = [&PSS[..], &["-keyopt", "rsa_mgf1_md:sha512"]].concat();
    refused(&mask, "RSA, ECDSA");
}
