use openssl::cms::{CMSOptions, CmsContentInfo};
use serde::{Deserialize, Serialize};

use super::certificate::Certificate;
use super::error::EnvelopeError;
use super::identity::Identity;
use super::open::ContentDigest;
use super::trust::{Trust, Use};
use super::{container, openssl_cms as cms};
use crate::digest::sha256_hex;
use crate::message::Cover;

/// A message as it leaves the house: nobody but the receiver can read any of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The sealed cover (CMS, DER).
    pub cover: Vec<u8>,
    /// The sealed content (CMS, DER).
    pub content: Vec<u8>,
    /// SHA-256 of the sealed content, lower-case hexadecimal.
    pub content_sha256: String,
}

/// Says what the JSON is, so that nothing signed for another purpose can be taken for it.
pub(super) const COVER_FORMAT: &str = "careplan-cover/1";

/// What a sealed cover holds: the cover, and which content it belongs to.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CoverNote {
    pub format: String,
    pub cover: Cover,
    pub content: ContentDigest,
}

/// Signs as `identity` and seals for `recipients`, whose certificates must be trusted and belong to receivers of the cover.
///
/// `files` are the files of the cover, name and bytes, in its order.
pub fn seal(
    identity: &Identity,
    trust: &Trust,
    recipients: &[Certificate],
    cover: &Cover,
    files: &[(&str, &[u8])],
) -> Result<Sealed, EnvelopeError> {
    check_parties(identity, trust, recipients, cover)?;
    let content = sign_and_encrypt(identity, recipients, &container::pack(cover, files)?)?;
    let content_sha256 = sha256_hex(&content);
    let note = CoverNote {
        format: COVER_FORMAT.into(),
        cover: cover.clone(),
        content: ContentDigest {
            size: content.len() as u64,
            sha256: content_sha256.clone(),
        },
    };
    let note = serde_json::to_vec(&note).map_err(|_| EnvelopeError::BadContent("cover"))?;
    let cover = sign_and_encrypt(identity, recipients, &note)?;
    Ok(Sealed {
        cover,
        content,
        content_sha256,
    })
}

fn check_parties(
    identity: &Identity,
    trust: &Trust,
    recipients: &[Certificate],
    cover: &Cover,
) -> Result<(), EnvelopeError> {
    if identity.office() != cover.sender.number {
        return Err(EnvelopeError::WrongSender {
            signer: identity.office(),
            sender: cover.sender.number,
        });
    }
    // An own certificate that the receiver would refuse is better noticed here.
    trust.check(identity.certificate(), Use::Signing)?;
    for recipient in recipients {
        if !cover
            .receivers
            .iter()
            .any(|receiver| receiver.number == recipient.office())
        {
            return Err(EnvelopeError::NotReceiver);
        }
        trust.verify_recipient(recipient)?;
    }
    if recipients.is_empty() {
        Err(EnvelopeError::NotReceiver)
    } else {
        Ok(())
    }
}

fn sign_and_encrypt(
    identity: &Identity,
    recipients: &[Certificate],
    data: &[u8],
) -> Result<Vec<u8>, EnvelopeError> {
    let recipients: Vec<_> = recipients
        .iter()
        .map(|certificate| &**certificate.x509())
        .collect();
    Ok(cms::encrypt(&sign(identity, data)?, &recipients)?)
}

/// CMS SignedData with the content inside, signer's certificate and intermediates included.
pub(super) fn sign(identity: &Identity, data: &[u8]) -> Result<Vec<u8>, EnvelopeError> {
    let intermediates = identity.intermediates()?;
    let signed = CmsContentInfo::sign(
        Some(identity.certificate().x509()),
        Some(identity.software()?),
        Some(&intermediates),
        Some(data),
        CMSOptions::BINARY | CMSOptions::NOSMIMECAP,
    )?;
    Ok(signed.to_der()?)
}
