//! Taking a message: fetch, open, verify, acknowledge.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;

use careplan_core::Control;
use careplan_core::exchange::Delivery;
use careplan_core::relay::wire::RejectionReason;

use crate::boundary::{call, free, give, given, handle, quick};
use crate::document::cpl_document;
use crate::error::{Failure, cpl_error};
use crate::office::{cpl_office, message_id};
use crate::status::*;

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

/// A message that was fetched, opened and verified. Free it with cpl_delivery_free.
pub struct cpl_delivery {
    delivery: Delivery,
}

/// Opens the message `id` and verifies seal, signature, certificate, sender, receiver and files; fetches it first if it is
/// not here yet. It may be taken again as long as its content is kept.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_take(
    office: Option<&cpl_office>,
    id: *const c_char,
    id_len: usize,
    delivery: *mut *mut cpl_delivery,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (given(office)?, given(delivery)?);
        let id = message_id(id, id_len)?;
        let delivery = office.office.take(id, &Control::default())?;
        out.write(handle(cpl_delivery { delivery }));
        Ok(())
    })
}

/// Number of files in the message.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_delivery_document_count(
    delivery: Option<&cpl_delivery>,
    count: *mut usize,
) -> u32 {
    quick(|| give(given(delivery)?.delivery.documents().len(), count))
}

/// The file at `index`, from 0, read and checked. Free it with cpl_document_free; it may outlive the delivery.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_delivery_document(
    delivery: Option<&cpl_delivery>,
    index: usize,
    document: *mut *mut cpl_document,
) -> u32 {
    quick(|| {
        let (delivery, out) = (given(delivery)?, given(document)?);
        let checked = delivery
            .delivery
            .documents()
            .get(index)
            .ok_or(Failure::of(CPL_OUT_OF_RANGE))?;
        out.write(handle(cpl_document::from(checked.clone())));
        Ok(())
    })
}

/// States, signed, that the message `id` has been stored in the caller's own database. Call it only when that is true: the
/// relay may then let go of the content. The receipt is kept in the store and handed in by the next cpl_office_sync.
/// Acknowledging twice is the same as once. CPL_NOT_TAKEN for a message that was not taken before.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_acknowledge(
    office: Option<&cpl_office>,
    id: *const c_char,
    id_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        Ok(given(office)?.office.acknowledge(message_id(id, id_len)?)?)
    })
}

/// Refuses the message `id`, for one of the reasons CPL_REJECT_…; the sender sees the reason.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_reject(
    office: Option<&cpl_office>,
    id: *const c_char,
    id_len: usize,
    reason: u32,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let office = given(office)?;
        let reason = match reason {
            CPL_REJECT_CANNOT_OPEN => RejectionReason::CannotOpen,
            CPL_REJECT_NOT_TRUSTED => RejectionReason::NotTrusted,
            CPL_REJECT_DAMAGED => RejectionReason::Damaged,
            CPL_REJECT_NOT_FOR_US => RejectionReason::NotForUs,
            CPL_REJECT_REFUSED => RejectionReason::Refused,
            _ => return Err(Failure::of(CPL_BAD_ARGUMENT)),
        };
        Ok(office.office.reject(message_id(id, id_len)?, reason)?)
    })
}

/// Frees a delivery; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_delivery_free(delivery: Option<Box<cpl_delivery>>) {
    free(delivery);
}
