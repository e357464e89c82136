//! アクセス記録: who did what, when, with whose data; only ever added to, and chained by hashes.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::mem::size_of;
use std::path::Path;

use careplan_core::exchange::{AccessQuery, ExchangeError};
use careplan_core::store::{LogEntry, LogHead, StoreError, verify_log};
use safer_ffi::derive_ReprC;

use crate::boundary::{
    Given32, Sized32, bytes, call, free, give, give_struct, give_text, given, handle, quick,
    take_struct, text,
};
use crate::document::replaces;
use crate::error::{Failure, cpl_error};
use crate::files::write_whole;
use crate::office::cpl_office;
use crate::query::person;
use crate::shown::{asked, at, count32};
use crate::status::*;
use crate::value::{cpl_blob, cpl_text};

/// Which entries of the access log; everything that is given must fit. Zero all of it and set struct_size; NULL in its place
/// asks for all.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_access_query {
    /// sizeof(cpl_access_query), set by the caller.
    pub struct_size: u32,
    /// At most so many; 0 for all.
    pub limit: u32,
    /// Behind the entry of this number.
    pub after: u64,
    /// 保険者番号 of a person whose data it was about; goes together with insured.
    pub insurer: *const c_char,
    /// Bytes of insurer.
    pub insurer_len: usize,
    /// 被保険者番号 of that person.
    pub insured: *const c_char,
    /// Bytes of insured.
    pub insured_len: usize,
    /// From this time on, RFC 3339.
    pub since: *const c_char,
    /// Bytes of since.
    pub since_len: usize,
    /// Before this time, RFC 3339.
    pub until: *const c_char,
    /// Bytes of until.
    pub until_len: usize,
}

// SAFETY: repr(C); the first field is struct_size; the others are numbers and raw pointers.
unsafe impl Given32 for cpl_access_query {
    const SMALLEST: usize = size_of::<Self>();
}

/// Entries of the access log, oldest first. Free it with cpl_access_log_free.
pub struct cpl_access_log {
    entries: Vec<Entry>,
}

struct Entry {
    entry: LogEntry,
    at: String,
    message: String,
    persons: Vec<String>,
}

/// One entry. Set struct_size before the call. The texts belong to the list that was asked.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_access_entry {
    /// sizeof(cpl_access_entry), set by the caller.
    pub struct_size: u32,
    /// Number of persons whose data it was about.
    pub person_count: u32,
    /// From 1, without a gap.
    pub number: u64,
    /// When, RFC 3339 in UTC.
    pub at: cpl_text,
    /// Who: what cpl_office_set_actor said, or the office number.
    pub actor: cpl_text,
    /// What was done: a stable word such as send, take, acknowledge, open_sent, export_log.
    pub operation: cpl_text,
    /// Id of the message; empty where it is about none.
    pub message: cpl_text,
    /// ok, or the stable code of the error.
    pub outcome: cpl_text,
    /// SHA-256 over the hash of the entry before and this one, 64 lower-case hexadecimal digits.
    pub hash: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; two u32, a u64 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_access_entry {
    const SMALLEST: usize = size_of::<Self>();
}

/// The end of a verified access log. Free it with cpl_access_head_free.
pub struct cpl_access_head {
    head: LogHead,
}

/// What to note elsewhere, so that a log that was written anew shows. Set struct_size before the call. The texts belong to the
/// head.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_access_head_info {
    /// sizeof(cpl_access_head_info), set by the caller.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// Number of entries.
    pub entries: u64,
    /// 事業所番号 of the office whose log it is.
    pub office: cpl_text,
    /// Hash of the last entry, 64 lower-case hexadecimal digits.
    pub hash: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; two u32, a u64 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_access_head_info {
    const SMALLEST: usize = size_of::<Self>();
}

/// Entries of the access log. The persons are keyed hashes that only this store can compare. `query` may be NULL for all. Free
/// the list with cpl_access_log_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_access_log(
    office: *const cpl_office,
    query: *const cpl_access_query,
    log: *mut *mut cpl_access_log,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (&given(office)?.office, given(log)?);
        let entries = office.access_log(&access_query(query)?)?.into_iter();
        out.write(handle(cpl_access_log {
            entries: entries.map(Entry::of).collect(),
        }));
        Ok(())
    })
}

/// Number of entries in the list.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_access_log_count(log: *const cpl_access_log, count: *mut usize) -> u32 {
    quick(|| give(given(log)?.entries.len(), count))
}

/// Fills `entry` with the entry at `index`, from 0. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_access_log_get(
    log: *const cpl_access_log,
    index: usize,
    entry: *mut cpl_access_entry,
) -> u32 {
    quick(|| {
        let found = at(&given(log)?.entries, index)?;
        give_struct(found.as_struct(), entry)
    })
}

/// The keyed hash of person number `person`, from 0, of the entry at `index`, 64 lower-case hexadecimal digits. The text
/// belongs to the list.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_access_log_person(
    log: *const cpl_access_log,
    index: usize,
    person: usize,
    reference: *mut cpl_text,
) -> u32 {
    quick(|| {
        let found = at(&given(log)?.entries, index)?;
        give_text(at(&found.persons, person)?, reference)
    })
}

/// Frees a list; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_access_log_free(log: *mut cpl_access_log) {
    free(log);
}

/// The whole access log as JSON lines with its chain of hashes, for an inspection; that it was exported is logged behind it, and
/// stands in the next export. `head` may be NULL. A log of years may be large: cpl_office_export_access_log_file does not
/// hold it in memory. Free the log with cpl_blob_free, the head with cpl_access_head_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_export_access_log(
    office: *const cpl_office,
    log: *mut *mut cpl_blob,
    head: *mut *mut cpl_access_head,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (&given(office)?.office, given(log)?);
        let mut lines = Vec::new();
        let end = office.export_access_log(&mut lines)?;
        out.write(handle(lines.into()));
        give_head(end, head);
        Ok(())
    })
}

/// The same into the file `path`, UTF-8, in a folder that must be there. It is written under another name first, so that nobody
/// reads half a log. `flags` is 0 or CPL_WRITE_REPLACE; without it, CPL_FILE_EXISTS where the name is taken. CPL_FILE_UNWRITABLE
/// where the system refuses it. `head` may be NULL; free it with cpl_access_head_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_export_access_log_file(
    office: *const cpl_office,
    path: *const c_char,
    path_len: usize,
    flags: u32,
    head: *mut *mut cpl_access_head,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, path) = (&given(office)?.office, text(path, path_len)?);
        let replace = replaces(flags)?;
        if path.is_empty() {
            return Err(Failure::of(CPL_BAD_ARGUMENT));
        }
        let end = write_whole(Path::new(path), replace, |out| {
            Ok(office.export_access_log(out)?)
        });
        give_head(end.map_err(|failure| failure.in_file(path))?, head);
        Ok(())
    })
}

/// Verifies the access log in the store: every entry follows from the one before, and none is missing. CPL_ACCESS_LOG_CHANGED
/// where that is not so. `head` may be NULL; free it with cpl_access_head_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_verify_access_log(
    office: *const cpl_office,
    head: *mut *mut cpl_access_head,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        give_head(given(office)?.office.verify_access_log()?, head);
        Ok(())
    })
}

/// Verifies an exported access log, of any office and without a profile. CPL_ACCESS_LOG_CHANGED where it was changed or cut
/// off. `head` may be NULL; free it with cpl_access_head_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_access_log_verify(
    log: *const u8,
    log_len: usize,
    head: *mut *mut cpl_access_head,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let end = verify_log(bytes(log, log_len)?);
        let end = end.map_err(|fault| ExchangeError::Store(StoreError::Log(fault)))?;
        give_head(end, head);
        Ok(())
    })
}

/// Fills `info` with the end of the log.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_access_head_get(
    head: *const cpl_access_head,
    info: *mut cpl_access_head_info,
) -> u32 {
    quick(|| {
        let head = &given(head)?.head;
        let filled = cpl_access_head_info {
            // give_struct says how much it filled.
            struct_size: 0,
            reserved: 0,
            entries: head.entries,
            office: head.office.as_str().into(),
            hash: (&*head.hash).into(),
        };
        give_struct(filled, info)
    })
}

/// Frees a head; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_access_head_free(head: *mut cpl_access_head) {
    free(head);
}

fn give_head(head: LogHead, out: *mut *mut cpl_access_head) {
    if let Ok(out) = given(out) {
        out.write(handle(cpl_access_head { head }));
    }
}

fn access_query(query: *const cpl_access_query) -> Result<AccessQuery, Failure> {
    let Some(query) = take_struct(query)? else {
        return Ok(AccessQuery::default());
    };
    Ok(AccessQuery {
        after: query.after,
        limit: query.limit,
        person: person(
            (query.insurer, query.insurer_len),
            (query.insured, query.insured_len),
        )?,
        since: asked(query.since, query.since_len)?,
        until: asked(query.until, query.until_len)?,
    })
}

impl Entry {
    fn of(entry: LogEntry) -> Self {
        Self {
            at: entry.at.to_string(),
            message: entry.message.map_or_else(String::new, |id| id.to_string()),
            persons: entry.persons.iter().map(ToString::to_string).collect(),
            entry,
        }
    }

    fn as_struct(&self) -> cpl_access_entry {
        cpl_access_entry {
            // give_struct says how much it filled.
            struct_size: 0,
            person_count: count32(self.persons.len()),
            number: self.entry.number,
            at: (&*self.at).into(),
            actor: (&*self.entry.actor).into(),
            operation: (&*self.entry.operation).into(),
            message: (&*self.message).into(),
            outcome: (&*self.entry.outcome).into(),
            hash: (&*self.entry.hash).into(),
        }
    }
}
