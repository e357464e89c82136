use jiff::Timestamp;
use openssl::x509::X509;

use super::{MOST_CERTIFICATES, attributes};
use crate::envelope::cms::algorithm::{Algorithm, Digest};
use crate::envelope::cms::name::CertificateName;
use crate::envelope::cms::oid;
use crate::envelope::cms::recipient::RecipientsDigest;
use crate::envelope::cms::write::{self, CONTEXT_0, INTEGER, OCTET_STRING, SEQUENCE, SET};
use crate::envelope::error::EnvelopeError;
use crate::envelope::identity::Identity;
use crate::envelope::key::KeyAlgorithm;

/// What stands around signed content. An ECDSA signature has no length that is known before it is made; so it is made first.
pub(in crate::envelope) struct Signed {
    pub before: Vec<u8>,
    pub after: Vec<u8>,
}

/// The hash function for content that this identity signs.
pub(in crate::envelope) fn digest_for(identity: &Identity) -> Digest {
    match identity.certificate().algorithm() {
        KeyAlgorithm::P384 => Digest::Sha384,
        KeyAlgorithm::Rsa { .. } | KeyAlgorithm::P256 => Digest::Sha256,
    }
}

/// Signs content of this digest (by [`digest_for`]) and length, as at this time; with the recipients of the envelope around it,
/// if there is one.
pub(in crate::envelope) fn sign(
    identity: &Identity,
    digest: &[u8],
    length: u64,
    recipients: Option<&RecipientsDigest>,
    at: Timestamp,
) -> Result<Signed, EnvelopeError> {
    let certificates = certificates(identity)?;
    let signer = signer_info(identity, digest, recipients, at)?;
    let after = [certificates, write::element(SET, &[&signer])].concat();
    let before = before(digest_for(identity), length, after.len() as u64)?;
    Ok(Signed { before, after })
}

/// ContentInfo, SignedData and EncapsulatedContentInfo up to the first byte of the content.
fn before(digest: Digest, length: u64, after: u64) -> Result<Vec<u8>, EnvelopeError> {
    let string = write::header(OCTET_STRING, length);
    let explicit = write::header(CONTEXT_0, string.len() as u64 + length);
    let inner = [Algorithm::plain(oid::DATA).oid_der()?, explicit, string].concat();
    let inner_length = inner.len() as u64 + length;
    let content = [write::header(SEQUENCE, inner_length), inner].concat();

    let version = write::element(INTEGER, &[&[1]]);
    let digests = write::element(SET, &[&Algorithm::plain(digest.oid()).der()?]);
    let data = [version, digests, content].concat();
    let data_length = data.len() as u64 + length + after;
    let data = [write::header(SEQUENCE, data_length), data].concat();

    let explicit_length = data.len() as u64 + length + after;
    let kind = Algorithm::plain(oid::SIGNED_DATA).oid_der()?;
    let info = [kind, write::header(CONTEXT_0, explicit_length), data].concat();
    let info_length = info.len() as u64 + length + after;
    Ok([write::header(SEQUENCE, info_length), info].concat())
}

fn certificates(identity: &Identity) -> Result<Vec<u8>, EnvelopeError> {
    let own = identity.certificate();
    let all = std::iter::once(own.x509()).chain(own.chain());
    let mut der = all.map(|c| c.to_der()).collect::<Result<Vec<_>, _>>()?;
    der.sort();
    der.dedup();
    if der.len() > MOST_CERTIFICATES {
        return Err(EnvelopeError::BadContent("CMS"));
    }
    Ok(write::set(CONTEXT_0, der))
}

fn signer_info(
    identity: &Identity,
    digest: &[u8],
    recipients: Option<&RecipientsDigest>,
    at: Timestamp,
) -> Result<Vec<u8>, EnvelopeError> {
    let hash = digest_for(identity);
    if digest.len() != hash.openssl().size() {
        return Err(EnvelopeError::BadContent("digest"));
    }
    let x509 = identity.certificate().x509();
    let attributes = attributes::write(digest, recipients, at, x509)?;
    let scheme = identity.certificate().algorithm().signature_scheme();
    let to_be_signed = write::element(SET, &[&attributes]);
    let signature = identity.key().sign(scheme, &to_be_signed)?;
    Ok(write::element(
        SEQUENCE,
        &[
            &write::element(INTEGER, &[&[1]]),
            &name(x509)?,
            &Algorithm::plain(hash.oid()).der()?,
            &write::element(CONTEXT_0, &[&attributes]),
            &signature_algorithm(identity).der()?,
            &write::element(OCTET_STRING, &[&signature]),
        ],
    ))
}

fn name(certificate: &X509) -> Result<Vec<u8>, EnvelopeError> {
    Ok(CertificateName::of(certificate)?.der())
}

/// RFC 5754, section 3.
fn signature_algorithm(identity: &Identity) -> Algorithm<'static> {
    match identity.certificate().algorithm() {
        KeyAlgorithm::Rsa { .. } => Algorithm::with_null(oid::RSA),
        KeyAlgorithm::P256 => Algorithm::plain(oid::ECDSA_SHA_256),
        KeyAlgorithm::P384 => Algorithm::plain(oid::ECDSA_SHA_384),
    }
}
