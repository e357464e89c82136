//! What sealing and opening are made of, each part by the library that does it, with nothing around it.

use std::hint::black_box;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress};
use openssl::hash::MessageDigest;
use openssl::md::Md;
use openssl::pkey::{PKey, PKeyRef, Private};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;
use openssl::sha::sha256;
use openssl::sign::{Signer, Verifier};
use openssl::symm::{Cipher, decrypt_aead, encrypt_aead};
use openssl::x509::X509;

use super::Parties;

const KEY: [u8; 32] = [7; 32];
const NONCE: [u8; 12] = [9; 12];

/// About what a cover takes.
const COVER_BYTES: usize = 4_000;

pub struct Parts {
    content: Vec<u8>,
    packed: Vec<u8>,
    encrypted: Vec<u8>,
    tag: [u8; 16],
    sender: PKey<Private>,
    receiver: PKey<Private>,
    /// The two certificates; whose key signed them.
    certificates: Vec<X509>,
    authority: X509,
    transported: Vec<u8>,
    signature: Vec<u8>,
}

impl Parts {
    pub fn new(parties: &Parties, content: &[u8]) -> Self {
        let key = |index: usize| {
            PKey::private_key_from_pem(parties.issued[index].private_key_pem.as_bytes()).unwrap()
        };
        let certificate = |pem: &str| X509::from_pem(pem.as_bytes()).unwrap();
        let packed = deflate(content);
        let mut tag = [0; 16];
        let cipher = Cipher::aes_256_gcm();
        let encrypted = encrypt_aead(cipher, &KEY, Some(&NONCE), &[], &packed, &mut tag).unwrap();
        let (sender, receiver) = (key(0), key(1));
        Self {
            content: content.to_vec(),
            signature: sign(&sender),
            transported: transport(&receiver),
            certificates: parties
                .issued
                .iter()
                .map(|issued| certificate(&issued.certificate_pem))
                .collect(),
            authority: certificate(&parties.ca),
            packed,
            encrypted,
            tag,
            sender,
            receiver,
        }
    }

    /// Digests of file, container and sealed content; deflate; and the keys.
    pub fn seal(&mut self) {
        black_box(sha256(&self.content));
        let packed = deflate(&self.content);
        black_box(sha256(&packed));
        black_box(sha256(&self.encrypted));
        self.seal_keys();
    }

    /// Both certificates' signatures; content and cover signed and encrypted, each for the receiver and the sender.
    pub fn seal_keys(&mut self) {
        let authority = self.authority.public_key().unwrap();
        for certificate in &self.certificates {
            assert!(certificate.verify(&authority).unwrap());
        }
        for bytes in [&self.packed[..], &[0; COVER_BYTES]] {
            black_box(sign(&self.sender));
            black_box(transport(&self.receiver));
            black_box(transport(&self.sender));
            let cipher = Cipher::aes_256_gcm();
            black_box(encrypt_aead(cipher, &KEY, Some(&NONCE), &[], bytes, &mut [0; 16]).unwrap());
        }
    }

    /// Digests of sealed and signed content, container and file; inflate; and the keys.
    pub fn open(&mut self) {
        black_box(sha256(&self.encrypted));
        black_box(sha256(&self.packed));
        black_box(sha256(&self.packed));
        let content = inflate(&self.packed, self.content.len());
        black_box(sha256(&content));
        self.open_keys();
    }

    /// The key of the content, the content, its signature and that of the signer's certificate.
    pub fn open_keys(&mut self) {
        let mut context = oaep(&self.receiver, true);
        context
            .decrypt_to_vec(&self.transported, &mut Vec::new())
            .unwrap();
        let cipher = Cipher::aes_256_gcm();
        black_box(
            decrypt_aead(cipher, &KEY, Some(&NONCE), &[], &self.encrypted, &self.tag).unwrap(),
        );
        let mut verifier = Verifier::new(MessageDigest::sha256(), &self.sender).unwrap();
        assert!(
            verifier
                .verify_oneshot(&self.signature, b"attributes")
                .unwrap()
        );
        let authority = self.authority.public_key().unwrap();
        assert!(self.certificates[0].verify(&authority).unwrap());
    }
}

fn sign(key: &PKeyRef<Private>) -> Vec<u8> {
    let mut signer = Signer::new(MessageDigest::sha256(), key).unwrap();
    signer.sign_oneshot_to_vec(b"attributes").unwrap()
}

fn transport(key: &PKeyRef<Private>) -> Vec<u8> {
    let mut transported = Vec::new();
    let mut context = oaep(key, false);
    context.encrypt_to_vec(&KEY, &mut transported).unwrap();
    transported
}

fn oaep(key: &PKeyRef<Private>, decrypts: bool) -> PkeyCtx<Private> {
    let mut context = PkeyCtx::new(key).unwrap();
    if decrypts {
        context.decrypt_init().unwrap();
    } else {
        context.encrypt_init().unwrap();
    }
    context.set_rsa_padding(Padding::PKCS1_OAEP).unwrap();
    context.set_rsa_oaep_md(Md::sha256()).unwrap();
    context.set_rsa_mgf1_md(Md::sha256()).unwrap();
    context
}

/// At the level at which the container is deflated.
fn deflate(content: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(content.len() / 2 + 1024);
    Compress::new(Compression::new(1), false)
        .compress_vec(content, &mut packed, FlushCompress::Finish)
        .unwrap();
    packed
}

fn inflate(packed: &[u8], length: usize) -> Vec<u8> {
    let mut content = Vec::with_capacity(length);
    Decompress::new(false)
        .decompress_vec(packed, &mut content, FlushDecompress::Finish)
        .unwrap();
    content
}
