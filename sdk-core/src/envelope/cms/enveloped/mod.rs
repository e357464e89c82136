//! AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084).
//!
//! GCM authenticates the content but not what stands around it. So whatever is not protected may have one value only:
//! version, algorithms, the length of the tag; nothing optional may be there.

mod decryptor;
mod encryptor;

use openssl::cipher::Cipher;
use openssl::cipher_ctx::CipherCtx;

pub(in crate::envelope::cms) use decryptor::{Decryptor, decrypt};
pub(in crate::envelope::cms) use encryptor::{Encryptor, encrypt};

use super::recipient::ContentKey;
use crate::envelope::error::EnvelopeError;

const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;

/// What OpenSSL is given at once; it counts in `int`.
const CHUNK: usize = 1 << 16;

fn encryption(key: &ContentKey, nonce: &[u8; NONCE_BYTES]) -> Result<CipherCtx, EnvelopeError> {
    let mut context = CipherCtx::new()?;
    context.encrypt_init(Some(Cipher::aes_256_gcm()), Some(&**key), Some(nonce))?;
    Ok(context)
}

fn decryption(key: &ContentKey, nonce: &[u8; NONCE_BYTES]) -> Result<CipherCtx, EnvelopeError> {
    let mut context = CipherCtx::new()?;
    context.decrypt_init(Some(Cipher::aes_256_gcm()), Some(&**key), Some(nonce))?;
    Ok(context)
}
