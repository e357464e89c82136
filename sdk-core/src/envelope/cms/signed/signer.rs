use der::asn1::{AnyRef, OctetStringRef};
use der::{Sequence, Tag, TagNumber, Tagged};
use jiff::Timestamp;
use openssl::hash::DigestBytes;
use openssl::x509::X509;

use super::attributes::Attributes;
use super::{MOST_CERTIFICATES, signature};
use crate::envelope::cms::algorithm::{Algorithm, Digest};
use crate::envelope::cms::elements::{one, set};
use crate::envelope::cms::name::{CertificateName, Reference};
use crate::envelope::cms::recipient::RecipientsDigest;
use crate::envelope::cms::write::{self, SET};
use crate::envelope::error::EnvelopeError;

const NOT_SIGNED: EnvelopeError = EnvelopeError::NotSigned;

/// A SignedData that was read to its end, whose content was hashed on the way; nothing in it is verified yet.
pub(in crate::envelope) struct Unverified {
    pub(super) version: u8,
    pub(super) digest: Digest,
    pub(super) content: DigestBytes,
    /// Content of certificates and of signerInfos.
    pub(super) certificates: Vec<u8>,
    pub(super) signers: Vec<u8>,
}

/// Who signed, by a signature that holds. Whether the certificate is to be trusted is another matter.
pub(in crate::envelope) struct Signer {
    pub certificate: X509,
    /// What else came along, for building chains.
    pub others: Vec<X509>,
    /// What the signer says.
    pub signed_at: Timestamp,
}

/// SignerInfo (RFC 5652, section 5.3), with signed attributes and without unsigned ones.
#[derive(Sequence)]
struct SignerInfo<'a> {
    version: u8,
    name: AnyRef<'a>,
    digest: Algorithm<'a>,
    attributes: AnyRef<'a>,
    algorithm: Algorithm<'a>,
    signature: OctetStringRef<'a>,
}

impl Unverified {
    /// Checks that there is exactly one signer, its signature, that its attributes are there and right, and that the envelope in
    /// which it came, if any, has the recipients that were signed.
    pub fn check_signature(
        &self,
        recipients: Option<&RecipientsDigest>,
    ) -> Result<Signer, EnvelopeError> {
        let info = one(&self.signers).ok_or(NOT_SIGNED)?;
        let info: SignerInfo<'_> = info.decode_as().map_err(|_| NOT_SIGNED)?;
        self.check_form(&info)?;
        let attributes = Attributes::read(info.attributes.value())?;
        let (certificate, others) = self.certificate(info.name)?;
        // As it came, under the tag that is signed (RFC 5652, section 5.4).
        let signed = write::element(SET, &[info.attributes.value()]);
        let value = info.signature.as_bytes();
        signature::check(&certificate, &info.algorithm, self.digest, &signed, value)?;
        if attributes.digest != &*self.content || !attributes.name(&certificate)? {
            return Err(EnvelopeError::BadSignature);
        }
        let others_told = |told| recipients.is_some_and(|found| found.bytes() != told);
        if attributes.recipients.is_some_and(others_told) {
            return Err(EnvelopeError::OtherRecipients);
        }
        Ok(Signer {
            certificate,
            others,
            signed_at: attributes.signed_at,
        })
    }

    fn check_form(&self, info: &SignerInfo<'_>) -> Result<(), EnvelopeError> {
        const CONTEXT_0: Tag = Tag::ContextSpecific {
            constructed: true,
            number: TagNumber::N0,
        };
        if info.attributes.tag() != CONTEXT_0 {
            return Err(NOT_SIGNED);
        }
        if Digest::of(&info.digest) != Some(self.digest) {
            return Err(EnvelopeError::Weak("SHA-256"));
        }
        // RFC 5652, sections 5.1 and 5.3: both say how the signer is named.
        let version = match Reference::of(info.name).ok_or(NOT_SIGNED)? {
            Reference::Issuer(_) => 1,
            Reference::KeyId(_) => 3,
        };
        if [self.version, info.version] == [version; 2] {
            Ok(())
        } else {
            Err(NOT_SIGNED)
        }
    }

    /// The certificate of this name, and the others.
    fn certificate(&self, name: AnyRef<'_>) -> Result<(X509, Vec<X509>), EnvelopeError> {
        let name = Reference::of(name).ok_or(NOT_SIGNED)?;
        let mut signer = None;
        let mut others = Vec::new();
        for certificate in set(&self.certificates, MOST_CERTIFICATES)? {
            let certificate = x509(certificate)?;
            if signer.is_none() && CertificateName::of(&certificate)?.is(name) {
                signer = Some(certificate);
            } else {
                others.push(certificate);
            }
        }
        Ok((signer.ok_or(NOT_SIGNED)?, others))
    }
}

fn x509(certificate: AnyRef<'_>) -> Result<X509, EnvelopeError> {
    let der = der::Encode::to_der(&certificate).map_err(|_| NOT_SIGNED)?;
    X509::from_der(&der).map_err(|_| NOT_SIGNED)
}
