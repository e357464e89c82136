//! What an envelope and its signed content must look like before OpenSSL reads them, in strict DER.
//!
//! GCM authenticates the content but not what stands around it, and a signature does not cover every part of a SignedData.
//! So whatever is not protected may have one value only: versions, algorithms, the length of the tag; nothing optional
//! that is not needed may be there; and every list is short, so that no foreign bytes can make reading slow or deep.

use cms::content_info::CmsVersion;
use cms::enveloped_data::{KeyTransRecipientInfo, RecipientIdentifier};
use der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef};
use der::{Decode, Encode, Reader, Sequence, SliceReader, Tag, TagNumber, Tagged};
use openssl::x509::X509Ref;
use pkcs1::RsaOaepParams;

use super::error::EnvelopeError;

/// id-ct-authEnvelopedData (RFC 5083, section 2).
const AUTH_ENVELOPED_DATA: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.23");
/// id-data (RFC 5652, section 4).
const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
/// id-aes256-GCM (RFC 5084, section 3.2).
const AES_256_GCM: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.46");
/// id-RSAES-OAEP (RFC 3560).
const RSAES_OAEP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.7");
const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
/// id-signedData (RFC 5652, section 5.1).
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
/// rsaEncryption, RSASSA-PSS, RSA with SHA-256, -384, -512 (RFC 8017); ECDSA with the same (RFC 5754). Beside
/// rsaEncryption and PSS the digest is that of the digest algorithm, which is checked.
const SIGNATURES: [ObjectIdentifier; 8] = [
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1"),
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10"),
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11"),
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12"),
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13"),
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2"),
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3"),
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4"),
];

/// `[0]`, constructed: certificates, and signed attributes.
const CONTEXT_0: Tag = Tag::ContextSpecific {
    constructed: true,
    number: TagNumber::N0,
};

const NONCE_BYTES: usize = 12;
const TAG_BYTES: u8 = 16;

/// Old and new certificates of a receiver and of the sender: far fewer than this.
const MOST_RECIPIENTS: usize = 16;
const MOST_CERTIFICATES: usize = 10;
const MOST_ATTRIBUTES: usize = 16;

/// RFC 5652, section 3.
#[derive(Sequence)]
struct ContentInfo<'a> {
    content_type: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    content: AnyRef<'a>,
}

/// RFC 5083, section 2.1, without its optional fields, which would not be authenticated or are not ours.
#[derive(Sequence)]
struct AuthEnvelopedData<'a> {
    version: CmsVersion,
    /// SET OF RecipientInfo, taken apart by [`recipients`].
    recipients: AnyRef<'a>,
    content: EncryptedContent<'a>,
    tag: OctetStringRef<'a>,
}

/// EncryptedContentInfo (RFC 5652, section 6.1).
#[derive(Sequence)]
struct EncryptedContent<'a> {
    content_type: ObjectIdentifier,
    algorithm: Algorithm<'a>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT")]
    encrypted: OctetStringRef<'a>,
}

/// AlgorithmIdentifier (RFC 5280, section 4.1.1.2).
#[derive(Sequence)]
struct Algorithm<'a> {
    oid: ObjectIdentifier,
    #[asn1(optional = "true")]
    parameters: Option<AnyRef<'a>>,
}

/// GCMParameters (RFC 5084, section 3.2).
#[derive(Sequence)]
struct GcmParameters<'a> {
    nonce: OctetStringRef<'a>,
    #[asn1(default = "default_tag_bytes")]
    tag_bytes: u8,
}

fn default_tag_bytes() -> u8 {
    12
}

/// Checks that the envelope is AES-256-GCM, and that its key is there for `certificate` by RSA-OAEP with SHA-256.
pub(super) fn check(envelope: &[u8], certificate: &X509Ref) -> Result<(), EnvelopeError> {
    let info = ContentInfo::from_der(envelope).map_err(|_| EnvelopeError::Malformed)?;
    if info.content_type != AUTH_ENVELOPED_DATA {
        return Err(EnvelopeError::Weak("AuthEnvelopedData"));
    }
    let data: AuthEnvelopedData<'_> = info
        .content
        .decode_as()
        .map_err(|_| EnvelopeError::Malformed)?;
    check_content(&data)?;
    let recipients = recipients(data.recipients)?;
    for recipient in &recipients {
        check_transport(recipient)?;
    }
    let certificate = Own::of(certificate)?;
    let ours = recipients.iter().any(|recipient| certificate.is(recipient));
    if ours {
        Ok(())
    } else {
        Err(EnvelopeError::NotForThisCertificate)
    }
}

/// Checks that signed content is signed by exactly one signer with SHA-256 or better, with nothing unsigned beside it.
pub(super) fn check_signed(signed: &[u8]) -> Result<(), EnvelopeError> {
    const NOT_SIGNED: EnvelopeError = EnvelopeError::NotSigned;
    let info = ContentInfo::from_der(signed).map_err(|_| NOT_SIGNED)?;
    if info.content_type != SIGNED_DATA {
        return Err(NOT_SIGNED);
    }
    let parts = elements(sequence(info.content)?, 5)?;
    let [_version, digests, content, certificates, signers] = parts[..] else {
        return Err(NOT_SIGNED);
    };
    let content: SignedContent<'_> = content.decode_as().map_err(|_| NOT_SIGNED)?;
    let in_form = content.content_type == DATA
        && digests.tag() == Tag::Set
        && certificates.tag() == CONTEXT_0
        && signers.tag() == Tag::Set;
    if !in_form {
        return Err(NOT_SIGNED);
    }
    elements(certificates.value(), MOST_CERTIFICATES)?;
    check_digest(one(digests.value())?)?;
    check_signer(one(signers.value())?)
}

/// SignerInfo (RFC 5652, section 5.3), with signed attributes and without unsigned ones.
fn check_signer(signer: AnyRef<'_>) -> Result<(), EnvelopeError> {
    let parts = elements(sequence(signer)?, 6)?;
    let [_version, _id, digest, attributes, signature, _value] = parts[..] else {
        return Err(EnvelopeError::NotSigned);
    };
    if attributes.tag() != CONTEXT_0 {
        return Err(EnvelopeError::NotSigned);
    }
    elements(attributes.value(), MOST_ATTRIBUTES)?;
    check_digest(digest)?;
    let signature: Algorithm<'_> = signature
        .decode_as()
        .map_err(|_| EnvelopeError::NotSigned)?;
    if SIGNATURES.contains(&signature.oid) {
        Ok(())
    } else {
        Err(EnvelopeError::Weak("RSA, ECDSA"))
    }
}

fn check_digest(algorithm: AnyRef<'_>) -> Result<(), EnvelopeError> {
    let algorithm: Algorithm<'_> = algorithm
        .decode_as()
        .map_err(|_| EnvelopeError::NotSigned)?;
    let strong = [SHA_256, SHA_384, SHA_512].contains(&algorithm.oid);
    if strong {
        Ok(())
    } else {
        Err(EnvelopeError::Weak("SHA-256"))
    }
}

/// EncapsulatedContentInfo (RFC 5652, section 5.2).
#[derive(Sequence)]
struct SignedContent<'a> {
    content_type: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    content: OctetStringRef<'a>,
}

/// The elements of a SEQUENCE or SET, at most so many. Unlike a decoder of SET OF it neither sorts nor compares.
fn elements(value: &[u8], most: usize) -> Result<Vec<AnyRef<'_>>, EnvelopeError> {
    let mut reader = SliceReader::new(value).map_err(|_| EnvelopeError::Malformed)?;
    let mut elements = Vec::new();
    while !reader.is_finished() {
        if elements.len() == most {
            return Err(EnvelopeError::BadContent("CMS"));
        }
        elements.push(reader.decode().map_err(|_| EnvelopeError::Malformed)?);
    }
    Ok(elements)
}

fn sequence(any: AnyRef<'_>) -> Result<&[u8], EnvelopeError> {
    if any.tag() == Tag::Sequence {
        Ok(any.value())
    } else {
        Err(EnvelopeError::NotSigned)
    }
}

/// The only element of a SET.
fn one(set: &[u8]) -> Result<AnyRef<'_>, EnvelopeError> {
    match elements(set, 2) {
        Ok(elements) if elements.len() == 1 => Ok(elements[0]),
        _ => Err(EnvelopeError::NotSigned),
    }
}

fn check_content(data: &AuthEnvelopedData<'_>) -> Result<(), EnvelopeError> {
    const WEAK: EnvelopeError = EnvelopeError::Weak("AES-256-GCM");
    if data.version != CmsVersion::V0 || data.content.content_type != DATA {
        return Err(EnvelopeError::Malformed);
    }
    if data.content.algorithm.oid != AES_256_GCM {
        return Err(WEAK);
    }
    let parameters: GcmParameters<'_> = data
        .content
        .algorithm
        .parameters
        .ok_or(WEAK)?
        .decode_as()
        .map_err(|_| WEAK)?;
    let nonce_is_full = parameters.nonce.as_bytes().len() == NONCE_BYTES;
    let tag_is_full =
        parameters.tag_bytes == TAG_BYTES && data.tag.as_bytes().len() == usize::from(TAG_BYTES);
    if nonce_is_full && tag_is_full {
        Ok(())
    } else {
        Err(WEAK)
    }
}

/// Every recipient; each must be by key transport, so that OpenSSL has no other way to the key than the one that is checked.
fn recipients(set: AnyRef<'_>) -> Result<Vec<KeyTransRecipientInfo>, EnvelopeError> {
    if set.tag() != Tag::Set {
        return Err(EnvelopeError::Malformed);
    }
    let transported = |recipient: AnyRef<'_>| match recipient.tag() {
        Tag::Sequence => recipient.decode_as().map_err(|_| EnvelopeError::Malformed),
        _ => Err(EnvelopeError::Weak("RSA-OAEP, SHA-256")),
    };
    elements(set.value(), MOST_RECIPIENTS)?
        .into_iter()
        .map(transported)
        .collect()
}

/// What names the own certificate in an envelope.
struct Own {
    issuer: Vec<u8>,
    serial: Vec<u8>,
    key_id: Option<Vec<u8>>,
}

impl Own {
    fn of(certificate: &X509Ref) -> Result<Self, EnvelopeError> {
        Ok(Self {
            issuer: certificate.issuer_name().to_der()?,
            serial: certificate.serial_number().to_bn()?.to_vec(),
            key_id: certificate
                .subject_key_id()
                .map(|id| id.as_slice().to_vec()),
        })
    }

    fn is(&self, recipient: &KeyTransRecipientInfo) -> bool {
        match &recipient.rid {
            RecipientIdentifier::IssuerAndSerialNumber(name) => {
                // DER puts a zero before a number whose first bit is set.
                let number = name.serial_number.as_bytes();
                let number = number.strip_prefix(&[0]).unwrap_or(number);
                recipient.version == CmsVersion::V0
                    && number == self.serial
                    && name.issuer.to_der().is_ok_and(|name| name == self.issuer)
            }
            RecipientIdentifier::SubjectKeyIdentifier(id) => {
                recipient.version == CmsVersion::V2
                    && self.key_id.as_deref() == Some(id.0.as_bytes())
            }
        }
    }
}

fn check_transport(recipient: &KeyTransRecipientInfo) -> Result<(), EnvelopeError> {
    const WEAK: EnvelopeError = EnvelopeError::Weak("RSA-OAEP, SHA-256");
    if recipient.key_enc_alg.oid != RSAES_OAEP {
        return Err(WEAK);
    }
    let parameters = recipient.key_enc_alg.parameters.as_ref().ok_or(WEAK)?;
    let parameters: RsaOaepParams<'_> = parameters.decode_as().map_err(|_| WEAK)?;
    let mask_hash = parameters.mask_gen.parameters.map(|hash| hash.oid);
    if parameters.hash.oid == SHA_256 && mask_hash == Some(SHA_256) {
        Ok(())
    } else {
        Err(WEAK)
    }
}
