//! CMS in strict DER (RFC 5652, 5083): laid out and read here, in safe code; OpenSSL gives the primitives.
//!
//! [`enveloped`] takes care that nobody else reads the content, [`signed`] shows who made it. Both work on streams, with
//! little memory, and on content in memory, without copying it about.

mod algorithm;
mod elements;
mod enveloped;
mod name;
mod oid;
mod recipient;
mod secret;
pub(super) mod signed;
mod source;
#[cfg(test)]
mod tests;
mod write;

use std::io::{Read, Write};
use std::ops::Range;

use jiff::Timestamp;
use openssl::hash::{Hasher, hash};

use super::certificate::Certificate;
use super::error::{EnvelopeError, cause};
use super::identity::Identity;
use crate::digest::Hashed;
use enveloped::{Decryptor, Encryptor};
use recipient::SealedKey;
pub(super) use secret::Secret;
use signed::{ReadCertificate, Signer, Unverified};

/// Signs content as an identity and encrypts it for recipients.
pub(super) fn seal(
    identity: &Identity,
    recipients: &[&Certificate],
    content: &[u8],
    at: Timestamp,
) -> Result<Vec<u8>, EnvelopeError> {
    let digest = hash(signed::digest_for(identity).openssl(), content)?;
    let key = SealedKey::new(recipients)?;
    let length = content.len() as u64;
    let signed = signed::sign(identity, &digest, length, Some(&key.digest()), at)?;
    enveloped::encrypt(&[&signed.before, content, &signed.after], &key)
}

/// The same for content of any size, which is written while it is encrypted. `content` writes it, and the same every time: once
/// to be hashed, once to be sealed, `length` bytes each.
pub(super) fn seal_stream(
    identity: &Identity,
    recipients: &[&Certificate],
    length: u64,
    content: impl Fn(&mut dyn Write) -> Result<(), EnvelopeError>,
    at: Timestamp,
    out: impl Write,
) -> Result<(), EnvelopeError> {
    let mut digest = Hasher::new(signed::digest_for(identity).openssl())?;
    content(&mut digest)?;
    let digest = digest.finish()?;
    let key = SealedKey::new(recipients)?;
    let signed = signed::sign(identity, &digest, length, Some(&key.digest()), at)?;
    let whole = signed.before.len() as u64 + length + signed.after.len() as u64;
    let mut out = Encryptor::new(out, &key, whole)?;
    out.write_all(&signed.before).map_err(cause)?;
    content(&mut out)?;
    out.write_all(&signed.after).map_err(cause)?;
    out.finish()?.flush().map_err(cause)
}

/// Content whose tag and signature hold. Whether its signer is to be trusted is another matter.
pub(super) struct Opened {
    pub signer: Signer,
    signed: Secret,
    content: Range<usize>,
}

impl Opened {
    pub fn content(&self) -> &[u8] {
        &self.signed[self.content.clone()]
    }

    /// The SignedData around the content.
    pub fn signed(&self) -> &[u8] {
        &self.signed
    }
}

/// Opens an envelope in memory as one of these identities.
pub(super) fn open(
    sealed: &[u8],
    identities: &[&Identity],
    read: ReadCertificate<'_>,
) -> Result<Opened, EnvelopeError> {
    let (signed, recipients) = enveloped::decrypt(sealed, identities)?;
    let (content, unverified) = signed::read(&signed)?;
    Ok(Opened {
        signer: unverified.check_signature(Some(&recipients), read)?,
        signed,
        content,
    })
}

/// An envelope that was gone through to its end; its tag and signature hold.
pub(super) struct Passed<T> {
    pub taken: T,
    pub signer: Signer,
    pub digests: Digests,
}

/// SHA-256 of an envelope and of the SignedData in it, lower-case hexadecimal.
#[derive(PartialEq, Eq)]
pub(super) struct Digests {
    pub sealed: String,
    pub signed: String,
}

/// Goes through an envelope of any size as one of these identities. `take` is given the content, which is not to be released
/// before this function has returned.
///
/// What `take` says of unverified content is told only once the tag is right.
pub(super) fn open_stream<R: Read, T>(
    source: R,
    identities: &[&Identity],
    read: ReadCertificate<'_>,
    take: impl FnOnce(&mut dyn Read) -> Result<T, EnvelopeError>,
) -> Result<Passed<T>, EnvelopeError> {
    let mut decryptor = Decryptor::new(Hashed::new(source), identities)?;
    let mut signed = Hashed::new(&mut decryptor);
    let taken = go_through(&mut signed, take);
    let signed = signed.finish();
    let (source, recipients) = decryptor.finish()?;
    let sealed = source.finish();
    let (taken, unverified) = taken?;
    Ok(Passed {
        taken,
        signer: unverified.check_signature(Some(&recipients), read)?,
        digests: Digests { sealed, signed },
    })
}

fn go_through<T>(
    signed: &mut dyn Read,
    take: impl FnOnce(&mut dyn Read) -> Result<T, EnvelopeError>,
) -> Result<(T, Unverified), EnvelopeError> {
    let mut content = signed::Reader::new(signed)?;
    let taken = take(&mut content)?;
    Ok((taken, content.finish()?))
}
