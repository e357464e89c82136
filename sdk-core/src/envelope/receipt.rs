use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::EnvelopeError;
use super::identity::Identity;
use super::trust::Trust;
use super::{open, seal};
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
    /// SHA-256 of the sealed content that was taken, lower-case hexadecimal.
    pub content_sha256: String,
    /// When it was taken.
    pub taken_at: Timestamp,
}

/// States, signed as `identity`, that a message was taken. Gives CMS SignedData in DER.
pub fn sign_receipt(
    identity: &Identity,
    message: Uuid,
    sender: OfficeNumber,
    content_sha256: &str,
) -> Result<Vec<u8>, EnvelopeError> {
    let receipt = Receipt {
        format: FORMAT.into(),
        message,
        sender,
        receiver: identity.office(),
        content_sha256: content_sha256.into(),
        taken_at: Timestamp::now(),
    };
    let json = serde_json::to_vec(&receipt).map_err(|_| EnvelopeError::BadContent("receipt"))?;
    seal::sign(identity, &json)
}

/// Verifies a receipt: signature, certificate, and that the signer is who the receipt names as receiver.
///
/// Whether it is the receipt of a certain message is for the caller to compare.
pub fn verify_receipt(trust: &Trust, signed: &[u8]) -> Result<Receipt, EnvelopeError> {
    let (signer, json) = open::verify(trust, signed)?;
    let receipt: Receipt =
        serde_json::from_slice(&json).map_err(|_| EnvelopeError::BadContent("receipt"))?;
    if receipt.format != FORMAT || receipt.receiver != signer {
        return Err(EnvelopeError::WrongReceipt);
    }
    Ok(receipt)
}
