//! 受領証 as they were signed, for whoever keeps them outside the store.

use uuid::Uuid;

use super::error::ExchangeError;
use super::office::Office;
use crate::envelope::{EnvelopeError, VerifiedReceipt, verify_receipt};
use crate::store::StoreError;

/// A receipt as it was signed, and what it says.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SignedReceipt {
    /// CMS SignedData in DER, as it came.
    pub signed: Vec<u8>,
    /// What it states and who signed it.
    pub verified: VerifiedReceipt,
}

impl Office {
    /// The receipt of a message that this office sent, verified. [`ExchangeError::NoReceiptYet`] as long as there is none,
    /// [`ExchangeError::Receipt`] where it does not hold.
    pub fn receipt_of_sent(&self, id: Uuid) -> Result<SignedReceipt, ExchangeError> {
        let record = self.store.sent(id)?.ok_or(StoreError::UnknownMessage)?;
        let signed = record.receipt.as_ref().ok_or(ExchangeError::NoReceiptYet)?;
        let verified = self
            .check_receipt(&record, signed)
            .map_err(ExchangeError::Receipt)?;
        Ok(SignedReceipt {
            signed: signed.clone(),
            verified,
        })
    }

    /// The receipt that this office signed for a received message. [`ExchangeError::NoReceiptYet`] before it was acknowledged,
    /// and for what came through a folder.
    pub fn receipt_of_received(&self, id: Uuid) -> Result<SignedReceipt, ExchangeError> {
        let record = self.received_record(id)?;
        let signed = record.receipt.ok_or(ExchangeError::NoReceiptYet)?;
        let verified =
            verify_receipt(&self.papers()?.trust, &signed).map_err(ExchangeError::Receipt)?;
        let receipt = &verified.receipt;
        if receipt.message != id || receipt.receiver != self.number() {
            return Err(ExchangeError::Receipt(EnvelopeError::WrongReceipt));
        }
        Ok(SignedReceipt { signed, verified })
    }
}
