//! What the envelope costs above the primitives, in one run:
//! `cargo test -p careplan-core --lib --config profile.dev.package.careplan-core.opt-level=3 cms::tests::speed -- --ignored --nocapture`

use openssl::x509::X509;
use std::fs;
use std::time::Duration;

use openssl::cipher::Cipher;
use openssl::cipher_ctx::CipherCtx;
use openssl::hash::MessageDigest;
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;
use openssl::sign::Verifier;

use super::fixture::{Office, RSA_2048, RSA_3072, seal};
use crate::envelope::cms::open;
use crate::envelope::key::SignatureScheme;

const CHUNK: usize = 1 << 20;

#[test]
#[ignore = "measures"]
fn above_the_primitives() {
    for (length, rounds) in [(16 << 20, 15), (30_000, 400)] {
        let content: Vec<u8> = (0..length).map(|i| (i * 31) as u8).collect();
        let mut encrypted = vec![0; length];
        let mut decrypted = vec![0; length];
        let times = best(
            rounds,
            [
                &mut || {
                    seal(&RSA_3072, &[&RSA_2048], &content);
                },
                &mut || bare_seal(&RSA_3072, &RSA_2048, &content, &mut encrypted),
                &mut || bare_seal(&RSA_3072, &RSA_2048, &content, &mut vec![0; length]),
            ],
        );
        report("seal", length, times);
        let sealed = seal(&RSA_3072, &[&RSA_2048], &content);
        let signature = sign(&RSA_3072);
        let key = wrap(&RSA_2048);
        let times = best(
            rounds,
            [
                &mut || drop(open(&sealed, &[&RSA_2048.identity], &X509::from_der).unwrap()),
                &mut || bare_open(&signature, &key, &content, &mut decrypted),
                &mut || bare_open(&signature, &key, &content, &mut vec![0; length]),
            ],
        );
        report("open", length, times);
    }
}

fn report(what: &str, length: usize, [ours, bare, fresh]: [Duration; 3]) {
    let (over, over_fresh) = (ours.div_duration_f64(bare), ours.div_duration_f64(fresh));
    println!("{what} {length}: {ours:?}; {over:.3} of {bare:?}; in fresh memory {over_fresh:.3}");
}

/// The fastest of eight turns of so many rounds, for one round. The kernel counts in ticks, so that short rounds need many.
fn best<const N: usize>(rounds: u32, mut work: [&mut dyn FnMut(); N]) -> [Duration; N] {
    let mut best = [Duration::MAX; N];
    for _ in 0..8 {
        for (best, work) in best.iter_mut().zip(&mut work) {
            let start = on_cpu();
            (0..rounds).for_each(|_| work());
            *best = ((on_cpu() - start) / rounds).min(*best);
        }
    }
    best
}

/// Time of this thread alone, whatever else the machine does.
fn on_cpu() -> Duration {
    let times = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(times.split(' ').next().unwrap().parse().unwrap())
}

fn bare_seal(from: &Office, to: &Office, content: &[u8], encrypted: &mut [u8]) {
    openssl::sha::sha256(content);
    sign(from);
    wrap(to);
    let mut gcm = CipherCtx::new().unwrap();
    gcm.encrypt_init(Some(Cipher::aes_256_gcm()), Some(&[1; 32]), Some(&[2; 12]))
        .unwrap();
    through(&mut gcm, content, encrypted);
    gcm.cipher_final(&mut []).unwrap();
}

fn bare_open(signature: &[u8], key: &[u8], content: &[u8], decrypted: &mut [u8]) {
    RSA_2048.identity.key().decrypt_oaep(key).unwrap();
    let mut gcm = CipherCtx::new().unwrap();
    gcm.decrypt_init(Some(Cipher::aes_256_gcm()), Some(&[1; 32]), Some(&[2; 12]))
        .unwrap();
    through(&mut gcm, content, decrypted);
    openssl::sha::sha256(decrypted);
    let public = RSA_3072.x509.public_key().unwrap();
    let mut verifier = Verifier::new(MessageDigest::sha256(), &public).unwrap();
    assert!(verifier.verify_oneshot(signature, b"attributes").unwrap());
}

fn through(gcm: &mut CipherCtx, from: &[u8], to: &mut [u8]) {
    for (from, to) in from.chunks(CHUNK).zip(to.chunks_mut(CHUNK)) {
        gcm.cipher_update(from, Some(to)).unwrap();
    }
}

fn sign(from: &Office) -> Vec<u8> {
    let key = from.identity.key();
    key.sign(SignatureScheme::RsaPkcs1Sha256, b"attributes")
        .unwrap()
}

fn wrap(to: &Office) -> Vec<u8> {
    let public = to.x509.public_key().unwrap();
    let mut context = PkeyCtx::new(&public).unwrap();
    context.encrypt_init().unwrap();
    context.set_rsa_padding(Padding::PKCS1_OAEP).unwrap();
    context.set_rsa_oaep_md(openssl::md::Md::sha256()).unwrap();
    let mut encrypted = Vec::new();
    context.encrypt_to_vec(&[1; 32], &mut encrypted).unwrap();
    encrypted
}

#[test]
#[ignore = "measures"]
fn parsing_certificates() {
    for office in [&*RSA_2048, &*super::fixture::P_256] {
        let der = office.x509.to_der().unwrap();
        let times = best(
            500,
            [
                &mut || drop(X509::from_der(&der).unwrap()),
                &mut || drop(super::super::name::CertificateName::of(&office.x509).unwrap()),
                &mut || drop(super::super::recipient::random_key().unwrap()),
            ],
        );
        println!("{times:?}");
    }
}
