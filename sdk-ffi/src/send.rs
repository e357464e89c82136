//! 送信: sets become messages, and messages are taken back.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;

use careplan_core::exchange::Letter;

use crate::boundary::{call, free, give, give_text, given, handle, quick, text};
use crate::error::{Failure, cpl_error};
use crate::office::cpl_office;
use crate::set::cpl_set;
use crate::shown::message_id;
use crate::status::*;
use crate::value::cpl_text;

/// cpl_office_send: send the set as a new message even if the same set is there already.
pub const CPL_SEND_AGAIN: u32 = 1;

/// A message that is kept for sending. Free it with cpl_outgoing_free; the message stays.
pub struct cpl_outgoing {
    id: String,
    new: bool,
}

/// Signs the set, seals it and keeps it in the store: after CPL_OK it is sent by cpl_office_sync or a worker, over crashes,
/// restarts and lost networks, until it is taken or ends in another final state. Works without a network. An office that uses
/// folders writes the files into its folder for upload.
///
/// The same set again is the message that is there already (cpl_outgoing_is_new gives 0), so a program that crashed may
/// simply repeat the call; its subject and text stay as they were. `flags` is 0 or CPL_SEND_AGAIN. Subject (件名) and text
/// (本文) may be empty. `outgoing` may be NULL. CPL_NOT_SENDER when the set is another office's.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_send(
    office: *const cpl_office,
    set: *const cpl_set,
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
pub extern "C" fn cpl_outgoing_is_new(outgoing: *const cpl_outgoing, is_new: *mut u32) -> u32 {
    quick(|| give(given(outgoing)?.new.into(), is_new))
}

/// Id of the message, a UUID in its text form. The text belongs to the message.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_outgoing_id(outgoing: *const cpl_outgoing, id: *mut cpl_text) -> u32 {
    quick(|| give_text(&given(outgoing)?.id, id))
}

/// Frees a message; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_outgoing_free(outgoing: *mut cpl_outgoing) {
    free(outgoing);
}

/// 取消: withdraws a sent message. One that has not left yet is withdrawn at once; others by the next cpl_office_sync, if the
/// receiver has not taken them before: cpl_office_sent shows how it ended. CPL_WRONG_STATE when it has ended already.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_withdraw(
    office: *const cpl_office,
    id: *const c_char,
    id_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        Ok(given(office)?.office.withdraw(message_id(id, id_len)?)?)
    })
}
