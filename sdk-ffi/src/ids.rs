//! Finding messages by a part of their id.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;

use crate::boundary::{call, free, give, give_text, given, handle, quick, text};
use crate::error::{Failure, cpl_error};
use crate::events::{CPL_DIRECTION_RECEIVED, CPL_DIRECTION_SENT};
use crate::office::cpl_office;
use crate::shown::at;
use crate::status::*;
use crate::value::cpl_text;

/// Ids of messages. Free it with cpl_ids_free.
pub struct cpl_ids {
    ids: Vec<String>,
}

/// The ids of messages that begin or end with these digits, for a person who types a part of one; `direction` is
/// CPL_DIRECTION_SENT or CPL_DIRECTION_RECEIVED. Ids begin with their time, so their ends tell apart what was sent at once.
/// Free the list with cpl_ids_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_find_ids(
    office: *const cpl_office,
    direction: u32,
    part: *const c_char,
    part_len: usize,
    ids: *mut *mut cpl_ids,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, part, out) = (&given(office)?.office, text(part, part_len)?, given(ids)?);
        let found = match direction {
            CPL_DIRECTION_SENT => office.find_sent(part)?,
            CPL_DIRECTION_RECEIVED => office.find_received(part)?,
            _ => return Err(Failure::of(CPL_BAD_ARGUMENT)),
        };
        let ids = found.iter().map(ToString::to_string).collect();
        out.write(handle(cpl_ids { ids }));
        Ok(())
    })
}

/// Number of ids in the list.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_ids_count(ids: *const cpl_ids, count: *mut usize) -> u32 {
    quick(|| give(given(ids)?.ids.len(), count))
}

/// The id at `index`, from 0. CPL_OUT_OF_RANGE past the end. The text belongs to the list.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_ids_get(ids: *const cpl_ids, index: usize, id: *mut cpl_text) -> u32 {
    quick(|| give_text(at(&given(ids)?.ids, index)?, id))
}

/// Frees a list; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_ids_free(ids: *mut cpl_ids) {
    free(ids);
}
