//! KeyTransRecipientInfo (RFC 5652, section 6.2.1) by RSA-OAEP with SHA-256 (RFC 3560; RFC 8017, section 7.1).

use der::asn1::{AnyRef, OctetStringRef};
use der::{Decode, Encode, Sequence};
use openssl::md::Md;
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;

use super::{ContentKey, Recipient};
use crate::envelope::certificate::Certificate;
use crate::envelope::cms::algorithm::Algorithm;
use crate::envelope::cms::name::{CertificateName, Reference};
use crate::envelope::cms::oid;
use crate::envelope::cms::write::{self, INTEGER, OCTET_STRING, SEQUENCE};
use crate::envelope::error::EnvelopeError;

const WEAK: EnvelopeError = EnvelopeError::Weak("RSA-OAEP, SHA-256");

#[derive(Sequence)]
struct KeyTransport<'a> {
    version: u8,
    name: AnyRef<'a>,
    algorithm: Algorithm<'a>,
    encrypted: OctetStringRef<'a>,
}

/// RSAES-OAEP-params (RFC 8017, appendix A.2.1); what is left out stands for SHA-1.
#[derive(Sequence)]
struct Oaep<'a> {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    hash: Option<Algorithm<'a>>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    mask: Option<Algorithm<'a>>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    label: Option<Algorithm<'a>>,
}

pub(super) fn wrap(key: &ContentKey, recipient: &Certificate) -> Result<Vec<u8>, EnvelopeError> {
    let name = CertificateName::of(recipient.x509())?.der();
    let encrypted = encrypt(key, recipient)?;
    Ok(write::element(
        SEQUENCE,
        &[
            &write::element(INTEGER, &[&[0]]),
            &name,
            &oaep().map_err(|_| EnvelopeError::Malformed)?,
            &write::element(OCTET_STRING, &[&encrypted]),
        ],
    ))
}

fn encrypt(key: &ContentKey, recipient: &Certificate) -> Result<Vec<u8>, EnvelopeError> {
    let public = recipient.x509().public_key()?;
    let mut context = PkeyCtx::new(&public)?;
    context.encrypt_init()?;
    context.set_rsa_padding(Padding::PKCS1_OAEP)?;
    context.set_rsa_oaep_md(Md::sha256())?;
    context.set_rsa_mgf1_md(Md::sha256())?;
    let mut encrypted = Vec::new();
    context.encrypt_to_vec(&**key, &mut encrypted)?;
    Ok(encrypted)
}

fn oaep() -> der::Result<Vec<u8>> {
    // RFC 4055, section 2.1: NULL beside the hash.
    let hash = Algorithm::with_null(oid::SHA_256);
    let hash_der = hash.to_der()?;
    let mask = Algorithm {
        oid: oid::MGF_1,
        parameters: Some(AnyRef::from_der(&hash_der)?),
    };
    let parameters = Oaep {
        hash: Some(hash),
        mask: Some(mask),
        label: None,
    };
    let parameters = parameters.to_der()?;
    let algorithm = Algorithm {
        oid: oid::RSA_OAEP,
        parameters: Some(AnyRef::from_der(&parameters)?),
    };
    algorithm.to_der()
}

pub(super) fn read(info: AnyRef<'_>) -> Result<Recipient<'_>, EnvelopeError> {
    let info: KeyTransport<'_> = info.decode_as().map_err(|_| EnvelopeError::Malformed)?;
    check(&info.algorithm)?;
    let reference = Reference::of(info.name);
    match (reference, info.version) {
        (Some(reference @ Reference::Issuer(_)), 0)
        | (Some(reference @ Reference::KeyId(_)), 2) => Ok(Recipient {
            reference,
            encrypted: info.encrypted.as_bytes(),
            agreement: None,
        }),
        _ => Err(EnvelopeError::Malformed),
    }
}

fn check(algorithm: &Algorithm<'_>) -> Result<(), EnvelopeError> {
    if algorithm.oid != oid::RSA_OAEP {
        return Err(WEAK);
    }
    let parameters = algorithm.parameters.ok_or(WEAK)?;
    let parameters: Oaep<'_> = parameters.decode_as().map_err(|_| WEAK)?;
    let hash = parameters.hash.ok_or(WEAK)?;
    let mask = parameters.mask.ok_or(WEAK)?;
    let mask_hash = mask.parameters.ok_or(WEAK)?;
    let mask_hash: Algorithm<'_> = mask_hash.decode_as().map_err(|_| WEAK)?;
    let no_label = parameters.label.is_none_or(is_empty_label);
    let strong = hash.is(oid::SHA_256) && mask.oid == oid::MGF_1 && mask_hash.is(oid::SHA_256);
    if strong && no_label {
        Ok(())
    } else {
        Err(WEAK)
    }
}

fn is_empty_label(label: Algorithm<'_>) -> bool {
    let source = label
        .parameters
        .and_then(|source| source.decode_as::<OctetStringRef<'_>>().ok());
    label.oid == oid::OAEP_LABEL && source.is_some_and(|source| source.is_empty())
}
