//! 保守: backup, restore, and letting go of what is old.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::path::Path;

use careplan_core::exchange::Office;

use crate::boundary::{call, give, given, handle, text};
use crate::error::cpl_error;
use crate::office::cpl_office;
use crate::value::cpl_blob;

/// バックアップ: a copy of the store in a folder that is not there yet, also while the office is in use.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_backup(
    office: *const cpl_office,
    folder: *const c_char,
    folder_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let folder = Path::new(text(folder, folder_len)?);
        Ok(given(office)?.office.backup(folder)?)
    })
}

/// 復元: puts a backup back as the store of the office of a profile folder, which nobody may have open (CPL_STORE_IN_USE). The
/// backup is checked first, and stays. What was there is not deleted: `moved_to`, which may be NULL, gets the path of the
/// folder that it is in now, as UTF-8; empty where there was nothing.
///
/// What was sent after the backup is not known here any more; what was received and not yet acknowledged then, or came later
/// and is still at the relay, is offered once more.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_restore(
    profile: *const c_char,
    profile_len: usize,
    backup: *const c_char,
    backup_len: usize,
    moved_to: *mut *mut cpl_blob,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let profile = Path::new(text(profile, profile_len)?);
        let backup = Path::new(text(backup, backup_len)?);
        let moved = Office::restore(profile, backup)?;
        if let Ok(out) = given(moved_to) {
            let moved = moved.map_or_else(String::new, |path| path.to_string_lossy().into_owned());
            out.write(handle(moved.into_bytes().into()));
        }
        Ok(())
    })
}

/// 整理: lets go of contents, and later of messages, that are final for longer than the profile says. The worker does it daily.
/// `contents` and `messages` get how many of each, and may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_clean_up(
    office: *const cpl_office,
    contents: *mut u64,
    messages: *mut u64,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let cleaned = given(office)?.office.clean_up()?;
        if !contents.is_null() {
            give(cleaned.contents, contents)?;
        }
        if !messages.is_null() {
            give(cleaned.messages, messages)?;
        }
        Ok(())
    })
}
