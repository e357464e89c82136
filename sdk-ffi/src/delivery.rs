//! 取込: what came is handed over, and acknowledged or rejected; what was sent is shown again.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::mem::size_of;
use std::sync::Arc;

use careplan_core::check::CheckedDocument;
use careplan_core::envelope::SignedBy;
use careplan_core::exchange::Delivery;
use careplan_core::message::Cover;
use careplan_core::relay::wire::RejectionReason;
use safer_ffi::derive_ReprC;

use crate::boundary::{Sized32, call, free, give, give_struct, given, handle, quick};
use crate::control::{cpl_control, with_control};
use crate::document::cpl_document;
use crate::error::{Failure, cpl_error};
use crate::office::cpl_office;
use crate::shown::{at, count32, message_id};
use crate::signer::{Signer, cpl_signer};
use crate::status::*;
use crate::value::cpl_text;

/// cpl_office_reject: it cannot be opened.
pub const CPL_REJECT_CANNOT_OPEN: u32 = 1;
/// cpl_office_reject: signature or certificate of the sender do not hold.
pub const CPL_REJECT_NOT_TRUSTED: u32 = 2;
/// cpl_office_reject: it is not what it says it is.
pub const CPL_REJECT_DAMAGED: u32 = 3;
/// cpl_office_reject: it is not for this office.
pub const CPL_REJECT_NOT_FOR_US: u32 = 4;
/// cpl_office_reject: a person refused it.
pub const CPL_REJECT_REFUSED: u32 = 5;

/// A message that was opened and verified. Free it with cpl_delivery_free.
pub struct cpl_delivery {
    cover: Cover,
    signer: Option<Signer>,
    documents: Vec<Arc<CheckedDocument>>,
    id: String,
    sender: String,
    receiver: String,
    sealed_at: String,
}

/// 送付状: what a message says of itself, verified. Set struct_size before the call. The texts belong to the delivery.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_delivery_info {
    /// sizeof(cpl_delivery_info), set by the caller.
    pub struct_size: u32,
    /// Number of files.
    pub document_count: u32,
    /// 1 when it is signed, 0 for what came through a folder.
    pub is_signed: u32,
    /// 0.
    pub reserved: u32,
    /// Id of the message.
    pub id: cpl_text,
    /// 送信元: office number and kind, NNNNNNNNNN_KK.
    pub sender: cpl_text,
    /// 送信先: office number and kind, NNNNNNNNNN_KK.
    pub receiver: cpl_text,
    /// 作成日時 of the set, YYYYMMDDHHMMSS.
    pub stamp: cpl_text,
    /// Kind of set, such as use_slip or actuals.
    pub set: cpl_text,
    /// Its Japanese name. The text is static.
    pub set_name: cpl_text,
    /// 件名.
    pub subject: cpl_text,
    /// 本文.
    pub body: cpl_text,
    /// When the sender sealed it, as it says, RFC 3339 in UTC.
    pub sealed_at: cpl_text,
    /// Name and version of the software that sealed it.
    pub software: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; four u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_delivery_info {
    const SMALLEST: usize = size_of::<Self>();
}

/// 取込: opens the message `id` and verifies seal, signature, certificate, sender, receiver and files; fetches it first if it is
/// not here yet. It may be taken again as long as its content is kept. Free it with cpl_delivery_free.
///
/// The caller stores the files in its own database and then calls cpl_office_acknowledge. What does not hold is told by the
/// statuses of the 400 block; cpl_office_reject tells the sender.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_take(
    office: *const cpl_office,
    id: *const c_char,
    id_len: usize,
    control: *const cpl_control,
    delivery: *mut *mut cpl_delivery,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (&given(office)?.office, given(delivery)?);
        let id = message_id(id, id_len)?;
        let taken = with_control(control, |control| Ok(office.take(id, control)?))?;
        out.write(handle(cpl_delivery::of(&taken)?));
        Ok(())
    })
}

/// Opens a message that this office sent, while its content is kept: what was sent can be shown again. CPL_CONTENT_GONE
/// afterwards. Free it with cpl_delivery_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_open_sent(
    office: *const cpl_office,
    id: *const c_char,
    id_len: usize,
    delivery: *mut *mut cpl_delivery,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (&given(office)?.office, given(delivery)?);
        let opened = office.open_sent(message_id(id, id_len)?)?;
        out.write(handle(cpl_delivery::of(&opened)?));
        Ok(())
    })
}

/// Fills `info` with what the message says of itself.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_delivery_get(
    delivery: *const cpl_delivery,
    info: *mut cpl_delivery_info,
) -> u32 {
    quick(|| give_struct(given(delivery)?.as_struct(), info))
}

/// Fills `signer` with who signed the message. CPL_OUT_OF_RANGE for what came through a folder, unsigned.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_delivery_signer(
    delivery: *const cpl_delivery,
    signer: *mut cpl_signer,
) -> u32 {
    quick(|| {
        let known = given(delivery)?.signer.as_ref();
        let known = known.ok_or(Failure::of(CPL_OUT_OF_RANGE))?;
        give_struct(known.as_struct(), signer)
    })
}

/// Number of files in the message.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_delivery_document_count(
    delivery: *const cpl_delivery,
    count: *mut usize,
) -> u32 {
    quick(|| give(given(delivery)?.documents.len(), count))
}

/// The file at `index`, from 0, byte for byte as it was sent, read and checked. Free it with cpl_document_free; it may outlive
/// the delivery.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_delivery_document(
    delivery: *const cpl_delivery,
    index: usize,
    document: *mut *mut cpl_document,
) -> u32 {
    quick(|| {
        let (delivery, out) = (given(delivery)?, given(document)?);
        let checked = Arc::clone(at(&delivery.documents, index)?);
        out.write(handle(cpl_document::from(checked)));
        Ok(())
    })
}

/// Frees a delivery; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_delivery_free(delivery: *mut cpl_delivery) {
    free(delivery);
}

/// 取込の確定: states, signed, that the message `id` has been stored in the caller's own database. Call it only when that is
/// true: the relay may then let go of the content. The receipt (受領証) is kept in the store and handed in by the next
/// cpl_office_sync. Acknowledging twice is the same as once. CPL_NOT_TAKEN for a message that was not taken before.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_acknowledge(
    office: *const cpl_office,
    id: *const c_char,
    id_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        Ok(given(office)?.office.acknowledge(message_id(id, id_len)?)?)
    })
}

/// 受取拒否: refuses the message `id`, for one of the reasons CPL_REJECT_…; the sender sees the reason. The next cpl_office_sync
/// tells the relay.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_reject(
    office: *const cpl_office,
    id: *const c_char,
    id_len: usize,
    reason: u32,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let office = given(office)?;
        let reasons = [
            RejectionReason::CannotOpen,
            RejectionReason::NotTrusted,
            RejectionReason::Damaged,
            RejectionReason::NotForUs,
            RejectionReason::Refused,
        ];
        let mut reasons = reasons.into_iter();
        let reason = reasons.find(|known| number_of_rejection(*known) == reason);
        let reason = reason.ok_or(Failure::of(CPL_BAD_ARGUMENT))?;
        Ok(office.office.reject(message_id(id, id_len)?, reason)?)
    })
}

pub(crate) fn number_of_rejection(reason: RejectionReason) -> u32 {
    match reason {
        RejectionReason::CannotOpen => CPL_REJECT_CANNOT_OPEN,
        RejectionReason::NotTrusted => CPL_REJECT_NOT_TRUSTED,
        RejectionReason::Damaged => CPL_REJECT_DAMAGED,
        RejectionReason::NotForUs => CPL_REJECT_NOT_FOR_US,
        RejectionReason::Refused | RejectionReason::Unknown => CPL_REJECT_REFUSED,
    }
}

impl cpl_delivery {
    fn of(delivery: &Delivery) -> Result<Self, Failure> {
        let documents = delivery.documents().to_vec();
        Self::made_of(delivery.cover().clone(), delivery.signer(), documents)
    }

    pub(crate) fn made_of(
        cover: Cover,
        signer: Option<&SignedBy>,
        documents: Vec<Arc<CheckedDocument>>,
    ) -> Result<Self, Failure> {
        let receiver = cover.receivers.first();
        Ok(Self {
            id: cover.id.to_string(),
            sender: cover.sender.to_string(),
            receiver: receiver.map_or_else(String::new, |receiver| receiver.to_string()),
            sealed_at: cover.created_at.to_string(),
            signer: signer.map(Signer::of).transpose()?,
            cover,
            documents,
        })
    }

    fn as_struct(&self) -> cpl_delivery_info {
        let cover = &self.cover;
        cpl_delivery_info {
            // give_struct says how much it filled.
            struct_size: 0,
            document_count: count32(self.documents.len()),
            is_signed: self.signer.is_some().into(),
            reserved: 0,
            id: (&*self.id).into(),
            sender: (&*self.sender).into(),
            receiver: (&*self.receiver).into(),
            stamp: cover.stamp.as_str().into(),
            set: cover.set.ident().into(),
            set_name: cover.set.name_ja().into(),
            subject: (&*cover.subject).into(),
            body: (&*cover.text).into(),
            sealed_at: (&*self.sealed_at).into(),
            software: (&*cover.software).into(),
        }
    }
}
