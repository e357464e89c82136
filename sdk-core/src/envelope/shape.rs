//! What an envelope must look like before it is opened, in strict DER.
//!
//! GCM authenticates the content but not what stands around it. So everything around it may have one value only: the
//! version, the algorithms, the length of the tag; and nothing optional may be there.

use cms::content_info::CmsVersion;
use cms::enveloped_data::{
    KeyTransRecipientInfo, RecipientIdentifier, RecipientInfo, RecipientInfos,
};
use der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef};
use der::{Decode, Encode, Sequence};
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

const NONCE_BYTES: usize = 12;
const TAG_BYTES: u8 = 16;

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
    recipients: RecipientInfos,
    content: EncryptedContent<'a>,
    tag: OctetStringRef<'a>,
}

/// EncryptedContentInfo (RFC 5652, section 6.1).
#[derive(Sequence)]
struct EncryptedContent<'a> {
    content_type: ObjectIdentifier,
    algorithm: ContentAlgorithm<'a>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT")]
    encrypted: OctetStringRef<'a>,
}

#[derive(Sequence)]
struct ContentAlgorithm<'a> {
    algorithm: ObjectIdentifier,
    parameters: AnyRef<'a>,
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
    let recipient = recipient_for(&data.recipients, certificate)?
        .ok_or(EnvelopeError::NotForThisCertificate)?;
    check_transport(recipient)
}

fn check_content(data: &AuthEnvelopedData<'_>) -> Result<(), EnvelopeError> {
    const WEAK: EnvelopeError = EnvelopeError::Weak("AES-256-GCM");
    if data.version != CmsVersion::V0 || data.content.content_type != DATA {
        return Err(EnvelopeError::Malformed);
    }
    if data.content.algorithm.algorithm != AES_256_GCM {
        return Err(WEAK);
    }
    let parameters: GcmParameters<'_> = data
        .content
        .algorithm
        .parameters
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

/// The recipient that is this certificate.
fn recipient_for<'a>(
    recipients: &'a RecipientInfos,
    certificate: &X509Ref,
) -> Result<Option<&'a KeyTransRecipientInfo>, EnvelopeError> {
    let issuer = certificate.issuer_name().to_der()?;
    let serial = certificate.serial_number().to_bn()?.to_vec();
    Ok(recipients.0.iter().find_map(|recipient| {
        let RecipientInfo::Ktri(recipient) = recipient else {
            return None;
        };
        let ours = match &recipient.rid {
            RecipientIdentifier::IssuerAndSerialNumber(name) => {
                // DER puts a zero before a number whose first bit is set.
                let number = name.serial_number.as_bytes();
                let number = number.strip_prefix(&[0]).unwrap_or(number);
                recipient.version == CmsVersion::V0
                    && number == serial
                    && name.issuer.to_der().is_ok_and(|name| name == issuer)
            }
            RecipientIdentifier::SubjectKeyIdentifier(id) => {
                recipient.version == CmsVersion::V2
                    && certificate
                        .subject_key_id()
                        .is_some_and(|own| own.as_slice() == id.0.as_bytes())
            }
        };
        ours.then_some(recipient)
    }))
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
