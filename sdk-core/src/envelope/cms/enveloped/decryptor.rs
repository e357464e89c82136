use std::io::{self, Read};

use der::asn1::{AnyRef, OctetStringRef};
use der::{Sequence, Tag};
use openssl::cipher_ctx::CipherCtx;
use zeroize::Zeroizing;

use super::{CHUNK, NONCE_BYTES, TAG_BYTES, decryption};
use crate::envelope::cms::algorithm::Algorithm;
use crate::envelope::cms::recipient::RecipientsDigest;
use crate::envelope::cms::secret::Secret;
use crate::envelope::cms::source::{End, Source};
use crate::envelope::cms::write::{
    CONTEXT_0, CONTEXT_0_STRING, INTEGER, OCTET_STRING, OID, SEQUENCE, SET,
};
use crate::envelope::cms::{oid, recipient};
use crate::envelope::error::EnvelopeError;
use crate::envelope::identity::Identity;

const MOST_SMALL: u64 = 1 << 8;

/// Decrypts an envelope while it is read. What it gives is not verified before [`Decryptor::finish`] has agreed.
pub(in crate::envelope::cms) struct Decryptor<R> {
    source: Source<R>,
    context: CipherCtx,
    frame: Frame,
}

impl<R: Read> Decryptor<R> {
    /// Reads what stands before the content and decrypts its key with the identity that is named there.
    pub fn new(source: R, identities: &[&Identity]) -> Result<Self, EnvelopeError> {
        let mut source = Source::new(source, EnvelopeError::Malformed);
        let (frame, context) = begin(&mut source, identities)?;
        Ok(Self {
            source,
            context,
            frame,
        })
    }

    /// Reads what is left, if anything, and checks the tag and that nothing follows. Gives the source
    /// back, and the digest of the recipients.
    ///
    /// To be asked before anything is said about the plaintext: faults of unverified plaintext, told, would help to decrypt it.
    pub fn finish(mut self) -> Result<(R, RecipientsDigest), EnvelopeError> {
        let mut buffer = Zeroizing::new(vec![0; CHUNK]);
        loop {
            match self.read(&mut buffer) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.source.error(error)),
            }
        }
        check_tag(&mut self.source, &self.frame, &mut self.context)?;
        Ok((self.source.finish()?, self.frame.recipients))
    }
}

impl<R: Read> Read for Decryptor<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let room = buffer.len().min(CHUNK);
        let read = self
            .source
            .read_until(self.frame.content, &mut buffer[..room])?;
        if read > 0 {
            self.context
                .cipher_update_inplace(&mut buffer[..read], read)
                .map_err(|error| io::Error::other(EnvelopeError::from(error)))?;
        }
        Ok(read)
    }
}

/// Decrypts an envelope in memory; the tag is verified. Gives the digest of its recipients, too.
pub(in crate::envelope::cms) fn decrypt(
    sealed: &[u8],
    identities: &[&Identity],
) -> Result<(Secret, RecipientsDigest), EnvelopeError> {
    let mut source = Source::new(sealed, EnvelopeError::Malformed);
    let (frame, mut context) = begin(&mut source, identities)?;
    let encrypted = source.slice(frame.content)?;
    let mut plain = Secret::zeros(encrypted.len());
    for (from, to) in encrypted.chunks(CHUNK).zip(plain.bytes().chunks_mut(CHUNK)) {
        context.cipher_update(from, Some(to))?;
    }
    check_tag(&mut source, &frame, &mut context)?;
    source.finish()?;
    Ok((plain, frame.recipients))
}

/// Where the encrypted content ends, and what is around it.
struct Frame {
    recipients: RecipientsDigest,
    content: End,
    encrypted_content_info: End,
    outer: [End; 3],
}

/// Reads up to the first encrypted byte.
fn begin<R: Read>(
    source: &mut Source<R>,
    identities: &[&Identity],
) -> Result<(Frame, CipherCtx), EnvelopeError> {
    let info = source.enter(SEQUENCE, End::NONE)?;
    if source.content(OID, info, MOST_SMALL)? != oid::AUTH_ENVELOPED_DATA.as_bytes() {
        return Err(EnvelopeError::Weak("AuthEnvelopedData"));
    }
    let explicit = source.enter(CONTEXT_0, info)?;
    let data = source.enter(SEQUENCE, explicit)?;
    if source.content(INTEGER, data, MOST_SMALL)? != [0] {
        return Err(EnvelopeError::Malformed);
    }
    let recipients = source.content(SET, data, recipient::MOST_BYTES)?;
    let encrypted_content_info = source.enter(SEQUENCE, data)?;
    if source.content(OID, encrypted_content_info, MOST_SMALL)? != oid::DATA.as_bytes() {
        return Err(EnvelopeError::Malformed);
    }
    let nonce = nonce(&source.content(SEQUENCE, encrypted_content_info, MOST_SMALL)?)?;
    let content = source.enter(CONTEXT_0_STRING, encrypted_content_info)?;
    let frame = Frame {
        recipients: RecipientsDigest::of(&recipients),
        content,
        encrypted_content_info,
        outer: [data, explicit, info],
    };
    let key = recipient::unwrap(&recipients, identities)?;
    Ok((frame, decryption(&key, &nonce)?))
}

/// GCMParameters (RFC 5084, section 3.2); the length of the tag is 12 if left out.
#[derive(Sequence)]
struct Gcm<'a> {
    nonce: OctetStringRef<'a>,
    #[asn1(optional = "true")]
    tag_bytes: Option<u8>,
}

/// The nonce of an AlgorithmIdentifier, given without its header.
fn nonce(algorithm: &[u8]) -> Result<[u8; NONCE_BYTES], EnvelopeError> {
    const WEAK: EnvelopeError = EnvelopeError::Weak("AES-256-GCM");
    let algorithm = AnyRef::new(Tag::Sequence, algorithm).and_then(|any| any.decode_as());
    let algorithm: Algorithm<'_> = algorithm.map_err(|_| EnvelopeError::Malformed)?;
    let parameters = algorithm.parameters.ok_or(WEAK)?;
    let parameters: Gcm<'_> = parameters.decode_as().map_err(|_| WEAK)?;
    if algorithm.oid != oid::AES_256_GCM || parameters.tag_bytes != Some(TAG_BYTES as u8) {
        return Err(WEAK);
    }
    parameters.nonce.as_bytes().try_into().map_err(|_| WEAK)
}

/// Reads what stands after the content and checks the tag.
fn check_tag<R: Read>(
    source: &mut Source<R>,
    frame: &Frame,
    context: &mut CipherCtx,
) -> Result<(), EnvelopeError> {
    source.ended(&[frame.content, frame.encrypted_content_info])?;
    let [data, ..] = frame.outer;
    let tag = source.content(OCTET_STRING, data, MOST_SMALL)?;
    source.ended(&frame.outer)?;
    // GCM would take shorter ones.
    if tag.len() != TAG_BYTES {
        return Err(EnvelopeError::Weak("AES-256-GCM"));
    }
    context.set_tag(&tag)?;
    context
        .cipher_final(&mut [])
        .map(drop)
        .map_err(|_| EnvelopeError::Tampered)
}
