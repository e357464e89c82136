//! Offices and sending.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::path::Path;

use careplan_core::exchange::{Office, Outgoing};
use careplan_core::number::OfficeNumber;

use crate::boundary::{call, free, give_text, given, handle, quick, text};
use crate::error::cpl_error;
use crate::set::cpl_set;

/// One office: its profile, its identity and its connection to the relay. Free it with cpl_office_free.
pub struct cpl_office {
    pub(crate) office: Office,
    number: OfficeNumber,
}

/// A message that is signed and sealed, ready to be sent. Free it with cpl_outgoing_free.
pub struct cpl_outgoing {
    outgoing: Outgoing,
    id: String,
}

/// Opens the office of a profile folder (profile.toml and the files that it names). Nothing is sent yet.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_open(
    folder: *const c_char,
    folder_len: usize,
    office: *mut *mut cpl_office,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let out = given(office)?;
        let office = Office::open(Path::new(text(folder, folder_len)?))?;
        let number = office.number();
        out.write(handle(cpl_office { office, number }));
        Ok(())
    })
}

/// 事業所番号, ten characters. The text belongs to the office.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_number(
    office: Option<&cpl_office>,
    number: *mut *const c_char,
    number_len: *mut usize,
) -> u32 {
    quick(|| give_text(given(office)?.number.as_str(), number, number_len))
}

/// Looks the receiver up, signs the set and seals it. Subject (件名) and text (本文) may be empty. Nothing is sent yet.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_prepare(
    office: Option<&cpl_office>,
    set: Option<&cpl_set>,
    subject: *const c_char,
    subject_len: usize,
    body: *const c_char,
    body_len: usize,
    outgoing: *mut *mut cpl_outgoing,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, set, out) = (given(office)?, given(set)?, given(outgoing)?);
        let (subject, body) = (text(subject, subject_len)?, text(body, body_len)?);
        let outgoing = office.office.prepare(&set.set, subject, body)?;
        let id = outgoing.cover().id.to_string();
        out.write(handle(cpl_outgoing { outgoing, id }));
        Ok(())
    })
}

/// Id of the message, a UUID in its text form. The text belongs to the message.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_outgoing_id(
    outgoing: Option<&cpl_outgoing>,
    id: *mut *const c_char,
    id_len: *mut usize,
) -> u32 {
    quick(|| give_text(&given(outgoing)?.id, id, id_len))
}

/// Sends a message. After CPL_OK the relay has stored it for good.
///
/// After an error the same message may be sent again, any number of times: it never becomes two. The message lives as
/// long as its handle: after a crash, look into cpl_office_sent before the set is prepared anew under another id.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_send(
    office: Option<&cpl_office>,
    outgoing: Option<&cpl_outgoing>,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        Ok(given(office)?.office.send(&given(outgoing)?.outgoing)?)
    })
}

/// Frees a message; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_outgoing_free(outgoing: Option<Box<cpl_outgoing>>) {
    free(outgoing);
}

/// Closes an office; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_free(office: Option<Box<cpl_office>>) {
    free(office);
}
