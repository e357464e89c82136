use der::asn1::AnyRef;
use der::{Encode, Reader, SliceReader, Tag, TagNumber};
use openssl::x509::X509Ref;

use super::write::{self, SEQUENCE};
use crate::envelope::error::EnvelopeError;

/// How a certificate is named in CMS (RFC 5652, sections 5.3 and 6.2.1), by the bytes that stand in the certificate itself.
pub(super) struct CertificateName {
    /// Content of an IssuerAndSerialNumber.
    issuer_and_serial: Vec<u8>,
    key_id: Option<Vec<u8>>,
}

/// The name of a certificate as it was read.
#[derive(Clone, Copy)]
pub(super) enum Reference<'a> {
    /// Content of an IssuerAndSerialNumber.
    Issuer(&'a [u8]),
    /// SubjectKeyIdentifier.
    KeyId(&'a [u8]),
}

impl CertificateName {
    pub fn of(certificate: &X509Ref) -> Result<Self, EnvelopeError> {
        let der = certificate.to_der()?;
        let key_id = certificate.subject_key_id();
        Ok(Self {
            issuer_and_serial: issuer_and_serial(&der).map_err(|_| EnvelopeError::Malformed)?,
            key_id: key_id.map(|id| id.as_slice().to_vec()),
        })
    }

    pub fn is(&self, reference: Reference<'_>) -> bool {
        match reference {
            Reference::Issuer(name) => name == self.issuer_and_serial,
            Reference::KeyId(id) => self.key_id.as_deref() == Some(id),
        }
    }

    /// IssuerAndSerialNumber, in DER.
    pub fn der(&self) -> Vec<u8> {
        write::element(SEQUENCE, &[&self.issuer_and_serial])
    }
}

impl<'a> Reference<'a> {
    /// SignerIdentifier or RecipientIdentifier.
    pub fn of(choice: AnyRef<'a>) -> Option<Self> {
        const KEY_ID: Tag = Tag::ContextSpecific {
            constructed: false,
            number: TagNumber::N0,
        };
        match der::Tagged::tag(&choice) {
            Tag::Sequence => Some(Self::Issuer(choice.value())),
            KEY_ID => Some(Self::KeyId(choice.value())),
            _ => None,
        }
    }
}

/// Certificate, TBSCertificate: version `[0]`, serialNumber, signature, issuer (RFC 5280, section 4.1).
fn issuer_and_serial(certificate: &[u8]) -> der::Result<Vec<u8>> {
    const VERSION: Tag = Tag::ContextSpecific {
        constructed: true,
        number: TagNumber::N0,
    };
    let certificate = SliceReader::new(certificate)?.decode::<AnyRef<'_>>()?;
    let inside = SliceReader::new(certificate.value())?.decode::<AnyRef<'_>>()?;
    let mut parts = SliceReader::new(inside.value())?;
    if parts.peek_tag()? == VERSION {
        parts.decode::<AnyRef<'_>>()?;
    }
    let serial = parts.decode::<AnyRef<'_>>()?;
    parts.decode::<AnyRef<'_>>()?;
    let issuer = parts.decode::<AnyRef<'_>>()?;
    Ok([issuer.to_der()?, serial.to_der()?].concat())
}
