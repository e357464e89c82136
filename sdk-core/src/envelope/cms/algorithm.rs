use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Encode, Sequence};
use openssl::hash::MessageDigest;

use super::oid;
use crate::envelope::error::EnvelopeError;

/// AlgorithmIdentifier (RFC 5280, section 4.1.1.2).
#[derive(Clone, Copy, PartialEq, Eq, Sequence)]
pub(super) struct Algorithm<'a> {
    pub oid: ObjectIdentifier,
    #[asn1(optional = "true")]
    pub parameters: Option<AnyRef<'a>>,
}

impl Algorithm<'_> {
    pub fn plain(oid: ObjectIdentifier) -> Self {
        let parameters = None;
        Self { oid, parameters }
    }

    pub fn with_null(oid: ObjectIdentifier) -> Self {
        let parameters = Some(AnyRef::NULL);
        Self { oid, parameters }
    }

    /// Absent and NULL mean the same, and standards asked for one or the other at different times.
    pub fn has_no_parameters(&self) -> bool {
        [None, Some(AnyRef::NULL)].contains(&self.parameters)
    }

    pub fn is(&self, oid: ObjectIdentifier) -> bool {
        self.oid == oid && self.has_no_parameters()
    }

    pub fn oid_der(&self) -> Result<Vec<u8>, EnvelopeError> {
        self.oid.to_der().map_err(|_| EnvelopeError::Malformed)
    }

    pub fn der(&self) -> Result<Vec<u8>, EnvelopeError> {
        self.to_der().map_err(|_| EnvelopeError::Malformed)
    }
}

/// The hash functions that are strong enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::envelope) enum Digest {
    Sha256,
    Sha384,
    Sha512,
}

impl Digest {
    const ALL: [Self; 3] = [Self::Sha256, Self::Sha384, Self::Sha512];

    pub(super) fn of(algorithm: &Algorithm<'_>) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|digest| algorithm.is(digest.oid()))
    }

    pub(super) fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Sha256 => oid::SHA_256,
            Self::Sha384 => oid::SHA_384,
            Self::Sha512 => oid::SHA_512,
        }
    }

    /// The same function as OpenSSL knows it.
    pub(in crate::envelope) fn openssl(self) -> MessageDigest {
        match self {
            Self::Sha256 => MessageDigest::sha256(),
            Self::Sha384 => MessageDigest::sha384(),
            Self::Sha512 => MessageDigest::sha512(),
        }
    }
}
