use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::certificate::Certificate;
use super::cms::Digests;
use super::error::EnvelopeError;
use super::identities::Identities;
use super::manifest::Manifest;
use super::signature::{self, Judged, SignedBy};
use super::trust::{Trust, TrustFault};
use crate::number::OfficeNumber;

/// Says what the JSON is, so that nothing signed for another purpose can be taken for it.
const FORMAT: &str = "careplan-receipt/1";

/// 受領証: what a receiver states, signed, once it has stored a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// `careplan-receipt/1`.
    format: String,
    /// The message that was taken.
    pub message: Uuid,
    /// Who sent it.
    pub sender: OfficeNumber,
    /// Who took it; the signer.
    pub receiver: OfficeNumber,
    /// SHA-256 of the sealed content that was taken, lower-case hexadecimal: what the relay carried.
    pub content_sha256: String,
    /// SHA-256 of the signed content that was in it, lower-case hexadecimal: what the receiver read. An envelope can be
    /// made that shows different contents with different keys; this leaves one. Whoever sees the receipt learns nothing
    /// from it, because the sender's signature is part of what is hashed.
    pub signed_sha256: String,
    /// When it was taken.
    pub taken_at: Timestamp,
}

/// A receipt that was verified, and the certificate that proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedReceipt {
    /// What it states.
    pub receipt: Receipt,
    /// Who signed it, when, and what was found about the certificate.
    pub signer: SignedBy,
}

/// A message that was opened and stored: what a receipt is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// The message.
    pub message: Uuid,
    /// Who sent it.
    pub sender: OfficeNumber,
    /// SHA-256 of the sealed content, lower-case hexadecimal.
    pub content_sha256: String,
    /// SHA-256 of the signed content in it, lower-case hexadecimal.
    pub signed_sha256: String,
}

impl Taken {
    pub(super) fn new<M: Manifest>(cover: &M, digests: &Digests) -> Self {
        Self {
            message: cover.id(),
            sender: cover.sender(),
            content_sha256: digests.sealed.clone(),
            signed_sha256: digests.signed.clone(),
        }
    }
}

/// States, signed, that a message was taken and stored. Gives CMS SignedData in DER. An error where no identity is valid now.
pub fn sign_receipt(identities: &Identities, taken: &Taken) -> Result<Vec<u8>, EnvelopeError> {
    let taken_at = Timestamp::now();
    let signer = identities.signer(taken_at);
    check_time(signer.certificate(), taken_at)?;
    let receipt = Receipt {
        format: FORMAT.into(),
        message: taken.message,
        sender: taken.sender,
        receiver: identities.office(),
        content_sha256: taken.content_sha256.clone(),
        signed_sha256: taken.signed_sha256.clone(),
        taken_at,
    };
    let json = serde_json::to_vec(&receipt).map_err(|_| EnvelopeError::BadContent("receipt"))?;
    signature::sign(&signer, &json, taken_at)
}

/// What is signed outside of the validity nobody accepts.
fn check_time(certificate: &Certificate, at: Timestamp) -> Result<(), EnvelopeError> {
    let fault = if at < certificate.not_before() {
        TrustFault::NotYetValid
    } else if at > certificate.not_after() {
        TrustFault::Expired
    } else {
        return Ok(());
    };
    Err(EnvelopeError::Untrusted {
        office: certificate.office().to_string(),
        fault,
    })
}

/// Verifies a receipt: signature, and that the signer is who the receipt names as receiver. The certificate is judged at
/// the time of signing, so that an old receipt stays one when the certificate has ended. That time is the signer's word; but
/// it cannot be before the message was made.
///
/// Whether it is the receipt of a certain message is for the caller to compare.
pub fn verify_receipt(trust: &Trust, signed: &[u8]) -> Result<VerifiedReceipt, EnvelopeError> {
    let (json, signer) = signature::verify(trust, signed, Judged::AtSigning)?;
    let receipt: Receipt =
        serde_json::from_slice(json).map_err(|_| EnvelopeError::BadContent("receipt"))?;
    let apart = receipt.taken_at.duration_since(signer.signed_at).abs();
    if receipt.format != FORMAT || receipt.receiver != signer.office() || apart > MOST_APART {
        return Err(EnvelopeError::WrongReceipt);
    }
    if is_before(receipt.taken_at, made_at(receipt.message)) {
        return Err(EnvelopeError::WrongReceipt);
    }
    Ok(VerifiedReceipt { receipt, signer })
}

/// Whether a receipt of this time is older than what it is about: whoever got hold of a key when its certificate had ended or
/// was revoked would date receipts back. An honest receiver takes nothing from a future that is farther than this.
pub(super) fn is_before(taken_at: Timestamp, made_at: Timestamp) -> bool {
    made_at.duration_since(taken_at) > MOST_APART
}

/// When a message got its id, by the sender's clock (UUIDv7); the earliest time where the id does not say it.
fn made_at(message: Uuid) -> Timestamp {
    let made = message.get_timestamp().and_then(|made| {
        let (seconds, _) = made.to_unix();
        Timestamp::from_second(i64::try_from(seconds).ok()?).ok()
    });
    made.unwrap_or(Timestamp::MIN)
}

/// The receipt's own time and that of its signature are made by one machine at once.
const MOST_APART: SignedDuration = SignedDuration::from_mins(5);
