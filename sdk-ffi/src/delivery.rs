//! Taking a message: fetch, open, verify, acknowledge.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;

use careplan_core::exchange::Delivery;

use crate::boundary::{call, free, given, handle, quick, text};
use crate::document::cpl_document;
use crate::error::{Failure, cpl_error};
use crate::office::cpl_office;
use crate::status::*;

/// A message that was fetched, opened and verified. Free it with cpl_delivery_free.
pub struct cpl_delivery {
    delivery: Delivery,
}

/// Fetches the message `id`, opens it and verifies seal, signature, certificate, sender, receiver and files.
///
/// The relay keeps it until cpl_office_acknowledge; until then it may be taken again.
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
        let id = text(id, id_len)?
            .parse()
            .map_err(|_| Failure::of(CPL_BAD_ARGUMENT))?;
        let delivery = office.office.take(id)?;
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
    quick(|| {
        given(count)?.write(given(delivery)?.delivery.documents().len());
        Ok(())
    })
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
        out.write(handle(cpl_document {
            checked: checked.clone(),
        }));
        Ok(())
    })
}

/// States, signed, that the message has been stored here. Call it only when that is true: the relay may then let go of
/// the content. Acknowledging twice is the same as once.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_acknowledge(
    office: Option<&cpl_office>,
    delivery: Option<&cpl_delivery>,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        Ok(given(office)?
            .office
            .acknowledge(&given(delivery)?.delivery)?)
    })
}

/// Frees a delivery; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_delivery_free(delivery: Option<Box<cpl_delivery>>) {
    free(delivery);
}
