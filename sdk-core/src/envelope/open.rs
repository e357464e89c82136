use openssl::cms::CMSOptions;
use serde::{Deserialize, Serialize};

use super::container::{self, File};
use super::error::EnvelopeError;
use super::identity::Identity;
use super::seal::{COVER_FORMAT, CoverNote};
use super::trust::{Trust, Use};
use super::{openssl_cms as cms, shape};
use crate::message::Cover;
use crate::number::OfficeNumber;

/// Size and digest of a sealed content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentDigest {
    /// Bytes.
    pub size: u64,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

/// An opened message: everything about it has been verified.
pub struct Opened {
    /// What the message says of itself; the sender is the signer.
    pub cover: Cover,
    /// The files of the cover, name and bytes, in its order.
    pub files: Vec<File>,
}

/// The files are personal data and stay out.
impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened")
            .field("cover", &self.cover)
            .finish_non_exhaustive()
    }
}

/// An opened cover, verified, and the content that it belongs to.
#[derive(Debug)]
pub struct OpenedCover {
    /// What the message says of itself; the sender is the signer.
    pub cover: Cover,
    /// The sealed content that the cover was made for.
    pub content: ContentDigest,
}

/// Opens a sealed content as `identity` and verifies: the seal, the signature, the signer's certificate, that the signer
/// is the sender, that this office is a receiver, and that the files are those of the cover.
pub fn open(identity: &Identity, trust: &Trust, sealed: &[u8]) -> Result<Opened, EnvelopeError> {
    let (signer, content) = decrypt_and_verify(identity, trust, sealed)?;
    let (cover, files) = container::unpack(&content)?;
    check_parties(&cover, signer, identity.office())?;
    Ok(Opened { cover, files })
}

/// Opens a sealed cover; verifies the same as [`open`] except the files, which are elsewhere.
pub fn open_cover(
    identity: &Identity,
    trust: &Trust,
    sealed: &[u8],
) -> Result<OpenedCover, EnvelopeError> {
    let (signer, content) = decrypt_and_verify(identity, trust, sealed)?;
    let note: CoverNote =
        serde_json::from_slice(&content).map_err(|_| EnvelopeError::BadContent("cover"))?;
    if note.format != COVER_FORMAT {
        return Err(EnvelopeError::BadContent("cover"));
    }
    check_parties(&note.cover, signer, identity.office())?;
    Ok(OpenedCover {
        cover: note.cover,
        content: note.content,
    })
}

fn decrypt_and_verify(
    identity: &Identity,
    trust: &Trust,
    sealed: &[u8],
) -> Result<(OfficeNumber, Vec<u8>), EnvelopeError> {
    shape::check(sealed, identity.certificate().x509())?;
    let envelope = cms::parse(sealed)?;
    let signed = envelope
        .decrypt(identity.software()?, identity.certificate().x509())
        .map_err(|_| EnvelopeError::Tampered)?;
    verify(trust, &signed)
}

/// Verifies CMS SignedData: exactly one signer, its signature, its certificate. Gives its office and what it signed.
pub(super) fn verify(
    trust: &Trust,
    signed: &[u8],
) -> Result<(OfficeNumber, Vec<u8>), EnvelopeError> {
    shape::check_signed(signed)?;
    let mut signed = cms::parse(signed).map_err(|_| EnvelopeError::NotSigned)?;
    let mut content = Vec::new();
    // The chain is verified below, so that its errors are as precise as the rest.
    let options = CMSOptions::BINARY | CMSOptions::NO_SIGNER_CERT_VERIFY;
    signed
        .verify(None, None, None, Some(&mut content), options)
        .map_err(|_| EnvelopeError::BadSignature)?;
    let signers = cms::signers(&signed);
    let [signer] = &signers[..] else {
        return Err(EnvelopeError::NotSigned);
    };
    let others: Vec<_> = cms::certificates(&signed)?
        .iter()
        .map(|certificate| certificate.to_owned())
        .collect();
    let (certificate, _) = trust.judge(signer, &others, Use::Signing, None)?;
    Ok((certificate.office(), content))
}

fn check_parties(
    cover: &Cover,
    signer: OfficeNumber,
    reader: OfficeNumber,
) -> Result<(), EnvelopeError> {
    if cover.sender.number != signer {
        return Err(EnvelopeError::WrongSender {
            signer,
            sender: cover.sender.number,
        });
    }
    if !cover
        .receivers
        .iter()
        .any(|receiver| receiver.number == reader)
    {
        return Err(EnvelopeError::NotReceiver);
    }
    Ok(())
}
