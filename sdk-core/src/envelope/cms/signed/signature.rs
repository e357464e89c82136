use der::Sequence;
use openssl::hash::MessageDigest;
use openssl::pkey::{Id, PKeyRef, Public};
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Verifier};
use openssl::x509::X509Ref;

use crate::envelope::certificate::algorithm_of;
use crate::envelope::cms::algorithm::{Algorithm, Digest};
use crate::envelope::cms::oid;
use crate::envelope::error::EnvelopeError;

const WEAK: EnvelopeError = EnvelopeError::Weak("RSA, ECDSA");

/// How a signature was made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Pkcs1,
    Pss { salt_bytes: u16 },
    Ecdsa,
}

/// RSASSA-PSS-params (RFC 8017, appendix A.2.3); what is left out stands for SHA-1 and 20 bytes of salt.
#[derive(Sequence)]
struct Pss<'a> {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    hash: Option<Algorithm<'a>>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    mask: Option<Algorithm<'a>>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    salt_bytes: Option<u16>,
}

/// Checks a signature over a message by the key of a certificate. The hash function is that of the content too.
pub(super) fn check(
    certificate: &X509Ref,
    algorithm: &Algorithm<'_>,
    digest: Digest,
    message: &[u8],
    signature: &[u8],
) -> Result<(), EnvelopeError> {
    // A key that cannot be read comes from a certificate that was changed, and proves nothing.
    let Ok(key) = certificate.public_key() else {
        return Err(EnvelopeError::BadSignature);
    };
    algorithm_of(&key)?;
    let kind = kind(algorithm, digest)?;
    let key_fits = key.id() == if kind == Kind::Ecdsa { Id::EC } else { Id::RSA };
    // OpenSSL refuses some signatures with an error, for their form.
    let holds =
        key_fits && verify(&key, kind, digest.openssl(), message, signature).unwrap_or(false);
    if holds {
        Ok(())
    } else {
        Err(EnvelopeError::BadSignature)
    }
}

fn kind(algorithm: &Algorithm<'_>, digest: Digest) -> Result<Kind, EnvelopeError> {
    if algorithm.oid == oid::RSA_PSS {
        return pss(algorithm, digest);
    }
    let (kind, named) = match algorithm.oid {
        oid::RSA => (Kind::Pkcs1, digest),
        oid::RSA_SHA_256 => (Kind::Pkcs1, Digest::Sha256),
        oid::RSA_SHA_384 => (Kind::Pkcs1, Digest::Sha384),
        oid::RSA_SHA_512 => (Kind::Pkcs1, Digest::Sha512),
        oid::ECDSA_SHA_256 => (Kind::Ecdsa, Digest::Sha256),
        oid::ECDSA_SHA_384 => (Kind::Ecdsa, Digest::Sha384),
        oid::ECDSA_SHA_512 => (Kind::Ecdsa, Digest::Sha512),
        _ => return Err(WEAK),
    };
    if named == digest && algorithm.has_no_parameters() {
        Ok(kind)
    } else {
        Err(WEAK)
    }
}

fn pss(algorithm: &Algorithm<'_>, digest: Digest) -> Result<Kind, EnvelopeError> {
    let parameters = algorithm.parameters.ok_or(WEAK)?;
    let parameters: Pss<'_> = parameters.decode_as().map_err(|_| WEAK)?;
    let hash = parameters.hash.ok_or(WEAK)?;
    let mask = parameters.mask.ok_or(WEAK)?;
    let mask_hash = mask.parameters.ok_or(WEAK)?;
    let mask_hash: Algorithm<'_> = mask_hash.decode_as().map_err(|_| WEAK)?;
    let salt_bytes = parameters.salt_bytes.ok_or(WEAK)?;
    let same = [hash, mask_hash].map(|hash| Digest::of(&hash)) == [Some(digest); 2];
    if same && mask.oid == oid::MGF_1 && usize::from(salt_bytes) >= digest.openssl().size() {
        Ok(Kind::Pss { salt_bytes })
    } else {
        Err(WEAK)
    }
}

fn verify(
    key: &PKeyRef<Public>,
    kind: Kind,
    digest: MessageDigest,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, openssl::error::ErrorStack> {
    let mut verifier = Verifier::new(digest, key)?;
    if let Kind::Pss { salt_bytes } = kind {
        verifier.set_rsa_padding(Padding::PKCS1_PSS)?;
        verifier.set_rsa_pss_saltlen(RsaPssSaltlen::custom(salt_bytes.into()))?;
        verifier.set_rsa_mgf1_md(digest)?;
    }
    verifier.verify_oneshot(signature, message)
}
