//! 受領証と証跡: what proves that a message was taken.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::mem::size_of;
use std::sync::Arc;

use careplan_core::check::CheckedDocument;
use careplan_core::envelope::{EnvelopeError, Receipt, SignedBy, verify_evidence};
use careplan_core::exchange::SignedReceipt;
use careplan_core::message::Cover;
use safer_ffi::derive_ReprC;

use crate::boundary::{Sized32, bytes, call, free, give_bytes, give_struct, given, handle, quick};
use crate::delivery::cpl_delivery;
use crate::error::{Failure, cpl_error};
use crate::office::cpl_office;
use crate::shown::message_id;
use crate::signer::{Signer, cpl_signer};
use crate::status::*;
use crate::value::{cpl_blob, cpl_bytes, cpl_text};

/// cpl_office_receipt: the receiver's receipt of a message that this office sent.
pub const CPL_RECEIPT_OF_SENT: u32 = 1;
/// cpl_office_receipt: the receipt that this office signed for a message it received.
pub const CPL_RECEIPT_OF_RECEIVED: u32 = 2;

/// A verified receipt. Free it with cpl_receipt_free.
pub struct cpl_receipt {
    receipt: Receipt,
    signed: Vec<u8>,
    signer: Signer,
    message: String,
    sender: String,
    receiver: String,
    taken_at: String,
}

/// 受領証: what a receipt states. Set struct_size before the call. The texts belong to the receipt.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_receipt_info {
    /// sizeof(cpl_receipt_info), set by the caller.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// Id of the message.
    pub message: cpl_text,
    /// 事業所番号 of who sent it.
    pub sender: cpl_text,
    /// 事業所番号 of who took it; the signer.
    pub receiver: cpl_text,
    /// 受領日時: when it was taken, RFC 3339 in UTC.
    pub taken_at: cpl_text,
    /// SHA-256 of the sealed content that was taken, 64 lower-case hexadecimal digits.
    pub content_sha256: cpl_text,
    /// SHA-256 of the signed content in it, 64 lower-case hexadecimal digits.
    pub signed_sha256: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; two u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_receipt_info {
    const SMALLEST: usize = size_of::<Self>();
}

/// The receipt of the message `id`, verified. `which` is CPL_RECEIPT_OF_…. CPL_NO_RECEIPT as long as there is none;
/// CPL_CONTENT_INVALID where it does not hold. Free it with cpl_receipt_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_receipt(
    office: *const cpl_office,
    which: u32,
    id: *const c_char,
    id_len: usize,
    receipt: *mut *mut cpl_receipt,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (&given(office)?.office, given(receipt)?);
        let id = message_id(id, id_len)?;
        let SignedReceipt {
            signed, verified, ..
        } = match which {
            CPL_RECEIPT_OF_SENT => office.receipt_of_sent(id)?,
            CPL_RECEIPT_OF_RECEIVED => office.receipt_of_received(id)?,
            _ => return Err(Failure::of(CPL_BAD_ARGUMENT)),
        };
        let receipt = cpl_receipt::of(verified.receipt, &verified.signer, signed)?;
        out.write(handle(receipt));
        Ok(())
    })
}

/// Fills `info` with what the receipt states.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_receipt_get(receipt: *const cpl_receipt, info: *mut cpl_receipt_info) -> u32 {
    quick(|| give_struct(given(receipt)?.as_struct(), info))
}

/// Fills `signer` with who signed the receipt.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_receipt_signer(receipt: *const cpl_receipt, signer: *mut cpl_signer) -> u32 {
    quick(|| give_struct(given(receipt)?.signer.as_struct(), signer))
}

/// The receipt as it was signed, CMS SignedData in DER; empty for one that cpl_office_verify_evidence gave. The bytes belong
/// to the receipt.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_receipt_bytes(receipt: *const cpl_receipt, bytes: *mut cpl_bytes) -> u32 {
    quick(|| give_bytes(&given(receipt)?.signed, bytes))
}

/// Frees a receipt; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_receipt_free(receipt: *mut cpl_receipt) {
    free(receipt);
}

/// 証跡: a message that was sent and taken and its receipt in one file (ZIP) that anybody can verify, offline and years later,
/// with cpl_office_verify_evidence, `careplan verify-evidence` or `openssl cms`. It holds the files in clear: keep it as they
/// are kept. CPL_NO_RECEIPT before it was taken, CPL_CONTENT_GONE when its content is no longer kept.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_export_evidence(
    office: *const cpl_office,
    id: *const c_char,
    id_len: usize,
    evidence: *mut *mut cpl_blob,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (&given(office)?.office, given(evidence)?);
        let made = office.export_evidence(message_id(id, id_len)?)?;
        out.write(handle(made.into()));
        Ok(())
    })
}

/// Verifies an evidence file by the certificates that this office trusts: both signatures, both certificates as they were when
/// they signed, the files, and that the receipt is for exactly this message. Gives the message and the receipt that are in
/// it; each may be NULL. Statuses of the 400 block tell what does not hold.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_verify_evidence(
    office: *const cpl_office,
    evidence: *const u8,
    evidence_len: usize,
    message: *mut *mut cpl_delivery,
    receipt: *mut *mut cpl_receipt,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, evidence) = (&given(office)?.office, bytes(evidence, evidence_len)?);
        let trust = office.trust().ok_or(EnvelopeError::NoIdentity)?;
        let held = verify_evidence::<Cover>(trust, evidence)?;
        let documents = held.files.into_iter();
        let documents =
            documents.map(|(name, bytes)| Arc::new(CheckedDocument::read(&name, bytes)));
        let delivery = cpl_delivery::made_of(held.cover, Some(&held.sender), documents.collect())?;
        let stated = cpl_receipt::of(held.receipt, &held.receiver, Vec::new())?;
        if let Ok(out) = given(message) {
            out.write(handle(delivery));
        }
        if let Ok(out) = given(receipt) {
            out.write(handle(stated));
        }
        Ok(())
    })
}

impl cpl_receipt {
    pub(crate) fn of(
        receipt: Receipt,
        signer: &SignedBy,
        signed: Vec<u8>,
    ) -> Result<Self, Failure> {
        Ok(Self {
            message: receipt.message.to_string(),
            sender: receipt.sender.to_string(),
            receiver: receipt.receiver.to_string(),
            taken_at: receipt.taken_at.to_string(),
            signer: Signer::of(signer)?,
            receipt,
            signed,
        })
    }

    fn as_struct(&self) -> cpl_receipt_info {
        cpl_receipt_info {
            // give_struct says how much it filled.
            struct_size: 0,
            reserved: 0,
            message: (&*self.message).into(),
            sender: (&*self.sender).into(),
            receiver: (&*self.receiver).into(),
            taken_at: (&*self.taken_at).into(),
            content_sha256: (&*self.receipt.content_sha256).into(),
            signed_sha256: (&*self.receipt.signed_sha256).into(),
        }
    }
}
