//! CMS in strict DER (RFC 5652, 5083): laid out and read here, in safe code; OpenSSL gives the primitives.
//!
//! [`enveloped`] takes care that nobody else reads the content, [`signed`] shows who made it. Both work on streams, with
//! little memory, and on content in memory, without copying it about.

mod algorithm;
mod elements;
pub(super) mod enveloped;
mod name;
mod oid;
mod recipient;
mod secret;
pub(super) mod signed;
mod source;
#[cfg(test)]
mod tests;
mod write;

use std::io::{self, Read};
use std::ops::Range;

use jiff::Timestamp;
use openssl::hash::hash;

use super::certificate::Certificate;
use super::error::EnvelopeError;
use super::identity::Identity;
use enveloped::Decryptor;
pub(super) use secret::Secret;
use signed::{Signer, Unverified};

/// Signs content as an identity and encrypts it for recipients.
pub(super) fn seal(
    identity: &Identity,
    recipients: &[&Certificate],
    content: &[u8],
    at: Timestamp,
) -> Result<Vec<u8>, EnvelopeError> {
    let digest = hash(signed::digest_for(identity).openssl(), content)?;
    let signed = signed::sign(identity, &digest, content.len() as u64, at)?;
    enveloped::encrypt(&[&signed.before, content, &signed.after], recipients)
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
}

/// Opens an envelope in memory as one of these identities.
pub(super) fn open(sealed: &[u8], identities: &[&Identity]) -> Result<Opened, EnvelopeError> {
    let signed = enveloped::decrypt(sealed, identities)?;
    let (content, unverified) = signed::read(&signed)?;
    Ok(Opened {
        signer: unverified.check_signature()?,
        signed,
        content,
    })
}

/// Goes through an envelope of any size as one of these identities. `take` is given the content, which is not to be released:
/// the tag has been checked when this function returns, the signature has not.
///
/// What `take` says of unverified content is told only once the tag is right.
pub(super) fn open_stream<R: Read, T>(
    source: R,
    identities: &[&Identity],
    take: impl FnOnce(&mut dyn Read) -> Result<T, EnvelopeError>,
) -> Result<(T, Unverified, R), EnvelopeError> {
    let mut decryptor = Decryptor::new(source, identities)?;
    let taken = go_through(&mut decryptor, take);
    let source = decryptor.finish()?;
    let (taken, unverified) = taken?;
    Ok((taken, unverified, source))
}

/// What an error that came through a reader or writer of this module is about.
pub(super) fn cause(error: io::Error) -> EnvelopeError {
    let kind = error.kind();
    error.downcast().unwrap_or(EnvelopeError::Io(kind))
}

fn go_through<R: Read, T>(
    decryptor: &mut Decryptor<R>,
    take: impl FnOnce(&mut dyn Read) -> Result<T, EnvelopeError>,
) -> Result<(T, Unverified), EnvelopeError> {
    let mut content = signed::Reader::new(decryptor)?;
    let taken = take(&mut content)?;
    Ok((taken, content.finish()?))
}
