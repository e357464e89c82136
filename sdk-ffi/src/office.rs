//! Offices and sending.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::path::Path;
use std::sync::Arc;

use careplan_core::Control;
use careplan_core::exchange::{Letter, Office, Worker};
use careplan_core::number::OfficeNumber;
use uuid::Uuid;

use crate::boundary::{call, free, give, give_text, given, handle, quick, text};
use crate::error::{Failure, cpl_error};
use crate::set::cpl_set;
use crate::status::*;
use crate::value::cpl_text;

/// cpl_office_send: send the set as a new message even if the same set is there already.
pub const CPL_SEND_AGAIN: u32 = 1;

/// One office: its profile, its store on this machine and its connection to the relay. Free it with cpl_office_free.
///
/// One program at a time may have the store of an office open (CPL_STORE_IN_USE). A worker keeps the office open until both
/// are freed.
pub struct cpl_office {
    pub(crate) office: Arc<Office>,
    number: OfficeNumber,
}

/// A message that is kept for sending. Free it with cpl_outgoing_free; the message stays.
pub struct cpl_outgoing {
    id: String,
    new: bool,
}

/// Sends and receives in the background. Stop and free it with cpl_worker_stop.
pub struct cpl_worker {
    _worker: Worker,
}

/// Opens the office of a profile folder (profile.toml and the files that it names) and its store. Nothing is sent yet.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_open(
    folder: *const c_char,
    folder_len: usize,
    office: *mut *mut cpl_office,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let out = given(office)?;
        let office = Arc::new(Office::open(Path::new(text(folder, folder_len)?))?);
        let number = office.number();
        out.write(handle(cpl_office { office, number }));
        Ok(())
    })
}

/// 事業所番号, ten characters. The text belongs to the office.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_number(office: Option<&cpl_office>, number: *mut cpl_text) -> u32 {
    quick(|| give_text(given(office)?.number.as_str(), number))
}

/// Signs the set, seals it and keeps it in the store: after CPL_OK it is sent by cpl_office_sync or a worker, over crashes,
/// restarts and lost networks, until it is taken or ends in another final state. Works without a network.
///
/// The same set again is the message that is there already (cpl_outgoing_is_new gives 0), so a program that crashed may
/// simply repeat the call. `flags` is 0 or CPL_SEND_AGAIN. Subject (件名) and text (本文) may be empty. `outgoing` may be
/// NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_send(
    office: Option<&cpl_office>,
    set: Option<&cpl_set>,
    subject: *const c_char,
    subject_len: usize,
    body: *const c_char,
    body_len: usize,
    flags: u32,
    outgoing: *mut *mut cpl_outgoing,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, set) = (&given(office)?.office, &given(set)?.set);
        let letter = Letter::new(text(subject, subject_len)?, text(body, body_len)?);
        let sent = match flags {
            0 => office.send(set, &letter)?,
            CPL_SEND_AGAIN => office.send_again(set, &letter)?,
            _ => return Err(Failure::of(CPL_BAD_ARGUMENT)),
        };
        if let Ok(out) = given(outgoing) {
            let (id, new) = (sent.id.to_string(), sent.new);
            out.write(handle(cpl_outgoing { id, new }));
        }
        Ok(())
    })
}

/// 1 when the message was made by this call, 0 when the same set was there already.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_outgoing_is_new(outgoing: Option<&cpl_outgoing>, is_new: *mut u32) -> u32 {
    quick(|| give(given(outgoing)?.new.into(), is_new))
}

/// Id of the message, a UUID in its text form. The text belongs to the message.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_outgoing_id(outgoing: Option<&cpl_outgoing>, id: *mut cpl_text) -> u32 {
    quick(|| give_text(&given(outgoing)?.id, id))
}

/// Withdraws a sent message. One that has not left yet is withdrawn at once; others by the next cpl_office_sync, if the
/// receiver has not taken them before: cpl_office_sent shows how it ended.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_withdraw(
    office: Option<&cpl_office>,
    id: *const c_char,
    id_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        Ok(given(office)?.office.withdraw(message_id(id, id_len)?)?)
    })
}

/// Sends and receives once: hands over what waits, fetches what has arrived, brings receipts. One message that cannot be
/// handled does not hold up the others; the error is that of the first.
///
/// After an error nothing is lost: what waits stays in the store, and the next call goes on.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_sync(office: Option<&cpl_office>, error: *mut *mut cpl_error) -> u32 {
    call(error, || {
        let report = given(office)?.office.sync(&Control::default());
        report.into_result()?;
        Ok(())
    })
}

/// Sends and receives in a thread of its own from now on, at once when there is news.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_worker_start(
    office: Option<&cpl_office>,
    worker: *mut *mut cpl_worker,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (given(office)?, given(worker)?);
        let worker = Worker::start(Arc::clone(&office.office))?;
        out.write(handle(cpl_worker { _worker: worker }));
        Ok(())
    })
}

/// Stops the worker, waits for its thread, which takes a second at most, and frees it; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_worker_stop(worker: Option<Box<cpl_worker>>) {
    // Dropping a worker stops it; `free` catches a panic in there.
    free(worker);
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

pub(crate) fn message_id(id: *const c_char, id_len: usize) -> Result<Uuid, Failure> {
    text(id, id_len)?
        .parse()
        .map_err(|_| Failure::of(CPL_BAD_ARGUMENT))
}
