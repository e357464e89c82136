use std::io::{self, Write};

use der::asn1::{AnyRef, OctetStringRef};
use der::{Encode, Sequence};
use openssl::cipher_ctx::CipherCtx;
use openssl::rand::rand_bytes;

use super::{CHUNK, NONCE_BYTES, TAG_BYTES, encryption};
use crate::envelope::cms::algorithm::Algorithm;
use crate::envelope::cms::recipient::SealedKey;
use crate::envelope::cms::write::{
    self, CONTEXT_0, CONTEXT_0_STRING, INTEGER, OCTET_STRING, SEQUENCE,
};
use crate::envelope::cms::{cause, oid};
use crate::envelope::error::EnvelopeError;

/// Most that one key and nonce may encrypt (NIST SP 800-38D, section 5.2.1.1).
const MOST: u64 = (1 << 36) - 32;

/// Encrypts what is written to it, in DER, with a length that is known from the start.
pub(in crate::envelope::cms) struct Encryptor<W> {
    out: W,
    context: CipherCtx,
    left: u64,
    buffer: Box<[u8]>,
}

impl<W: Write> Encryptor<W> {
    /// Begins an envelope under this key, which is not to be used again, whose content will have `plaintext_len` bytes.
    pub fn new(mut out: W, key: &SealedKey, plaintext_len: u64) -> Result<Self, EnvelopeError> {
        let (context, before) = begin(key, plaintext_len)?;
        out.write_all(&before).map_err(cause)?;
        Ok(Self {
            out,
            context,
            left: plaintext_len,
            buffer: vec![0; CHUNK].into(),
        })
    }

    /// Ends the envelope and gives back where it was written.
    pub fn finish(mut self) -> Result<W, EnvelopeError> {
        if self.left > 0 {
            return Err(EnvelopeError::BadContent("length"));
        }
        self.out.write_all(&end(self.context)?).map_err(cause)?;
        Ok(self.out)
    }
}

impl<W: Write> Write for Encryptor<W> {
    fn write(&mut self, plain: &[u8]) -> io::Result<usize> {
        let plain = &plain[..plain.len().min(CHUNK)];
        let left = self.left.checked_sub(plain.len() as u64);
        self.left = left.ok_or_else(|| io::Error::other(EnvelopeError::BadContent("length")))?;
        let encrypted = &mut self.buffer[..plain.len()];
        self.context
            .cipher_update(plain, Some(encrypted))
            .map_err(|error| io::Error::other(EnvelopeError::from(error)))?;
        self.out.write_all(encrypted)?;
        Ok(plain.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Encrypts content in memory, given in parts, straight to where it will stand.
pub(in crate::envelope::cms) fn encrypt(
    parts: &[&[u8]],
    key: &SealedKey,
) -> Result<Vec<u8>, EnvelopeError> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let (mut context, before) = begin(key, length as u64)?;
    let after = 2 + TAG_BYTES;
    let mut sealed = vec![0; before.len() + length + after];
    let (head, mut room) = sealed.split_at_mut(before.len());
    head.copy_from_slice(&before);
    for part in parts.iter().flat_map(|part| part.chunks(CHUNK)) {
        let (encrypted, rest) = room.split_at_mut(part.len());
        context.cipher_update(part, Some(encrypted))?;
        room = rest;
    }
    room.copy_from_slice(&end(context)?);
    Ok(sealed)
}

/// GCMParameters (RFC 5084, section 3.2); the length of the tag is 12 if left out.
#[derive(Sequence)]
struct Gcm<'a> {
    nonce: OctetStringRef<'a>,
    tag_bytes: u8,
}

/// What stands before the encrypted content.
fn begin(key: &SealedKey, length: u64) -> Result<(CipherCtx, Vec<u8>), EnvelopeError> {
    if length > MOST {
        return Err(EnvelopeError::TooLarge { limit: MOST });
    }
    let mut nonce = [0; NONCE_BYTES];
    rand_bytes(&mut nonce)?;
    let algorithm = gcm(&nonce).map_err(|_| EnvelopeError::Malformed)?;
    let before = around(&key.recipients, &algorithm, length)?;
    Ok((encryption(&key.key, &nonce)?, before))
}

fn gcm(nonce: &[u8]) -> der::Result<Vec<u8>> {
    let parameters = Gcm {
        nonce: OctetStringRef::new(nonce)?,
        tag_bytes: TAG_BYTES as u8,
    };
    let parameters = parameters.to_der()?;
    let algorithm = Algorithm {
        oid: oid::AES_256_GCM,
        parameters: Some(der::Decode::from_der(&parameters).map(|any: AnyRef<'_>| any)?),
    };
    algorithm.to_der()
}

/// ContentInfo, AuthEnvelopedData and EncryptedContentInfo up to the first encrypted byte.
fn around(recipients: &[u8], algorithm: &[u8], length: u64) -> Result<Vec<u8>, EnvelopeError> {
    let string = write::header(CONTEXT_0_STRING, length);
    let inner = [&Algorithm::plain(oid::DATA).oid_der()?, algorithm, &string].concat();
    let inner_length = inner.len() as u64 + length;
    let content = [write::header(SEQUENCE, inner_length), inner].concat();

    let version = write::element(INTEGER, &[&[0]]);
    let tag_length = 2 + TAG_BYTES as u64;
    let data = [&version, recipients, &content].concat();
    let data_length = data.len() as u64 + length + tag_length;
    let data = [write::header(SEQUENCE, data_length), data].concat();

    let explicit_length = data.len() as u64 + length + tag_length;
    let kind = Algorithm::plain(oid::AUTH_ENVELOPED_DATA).oid_der()?;
    let info = [kind, write::header(CONTEXT_0, explicit_length), data].concat();
    let info_length = info.len() as u64 + length + tag_length;
    Ok([write::header(SEQUENCE, info_length), info].concat())
}

/// The tag, which ends everything.
fn end(mut context: CipherCtx) -> Result<Vec<u8>, EnvelopeError> {
    context.cipher_final(&mut [])?;
    let mut tag = [0; TAG_BYTES];
    context.tag(&mut tag)?;
    Ok(write::element(OCTET_STRING, &[&tag]))
}
