//! 相手先: the offices that the relay knows.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::mem::size_of;

use careplan_core::envelope::Certificate;
use careplan_core::exchange::Office;
use careplan_core::relay::wire::DirectoryEntry;
use safer_ffi::derive_ReprC;

use crate::boundary::{Sized32, call, free, give, give_struct, given, handle, quick, text};
use crate::control::{cpl_control, with_control};
use crate::error::{Failure, cpl_error};
use crate::identity::cpl_certificate;
use crate::office::cpl_office;
use crate::shown::{asked, at, count32, time};
use crate::status::*;
use crate::status_of::of_exchange;
use crate::value::cpl_text;

/// Offices that were found, by number. Free it with cpl_directory_free.
pub struct cpl_directory {
    entries: Vec<Entry>,
    more: bool,
}

struct Entry {
    entry: DirectoryEntry,
    number: String,
    kinds: String,
    editions: String,
    /// As they came; or the status that says why they cannot be read.
    certificates: Result<Vec<Certificate>, u32>,
    not_after: String,
}

/// One office of the directory. Set struct_size before the call. The texts belong to the list that was asked.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_directory_entry {
    /// sizeof(cpl_directory_entry), set by the caller.
    pub struct_size: u32,
    /// 1 when it takes part now, 0 when nothing can be sent to it.
    pub takes_part: u32,
    /// Number of its certificates; during a renewal there are two.
    pub certificate_count: u32,
    /// CPL_OK, or why its certificates cannot be read.
    pub certificate_status: u32,
    /// 事業所番号, ten characters.
    pub number: cpl_text,
    /// 事業所名.
    pub name: cpl_text,
    /// サービス種類コード, one or more, with commas between.
    pub kinds: cpl_text,
    /// CSVバージョン that it accepts, newest first, with commas between, such as 4.1.
    pub editions: cpl_text,
    /// Last second of the validity of the certificate that ends last, RFC 3339 in UTC; empty without one.
    pub certificate_not_after: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; four u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_directory_entry {
    const SMALLEST: usize = size_of::<Self>();
}

/// Asks the relay for the office of a number (ten characters): its name, whether it takes part, its certificates, as a list of
/// one. What it says is remembered, so that a message for that office can be sealed without the relay for a day.
/// CPL_UNKNOWN_OFFICE where there is none. Free the list with cpl_directory_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_find_office(
    office: *const cpl_office,
    number: *const c_char,
    number_len: usize,
    control: *const cpl_control,
    directory: *mut *mut cpl_directory,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (&given(office)?.office, given(directory)?);
        let number = asked(number, number_len)?.ok_or(Failure::of(CPL_BAD_ARGUMENT))?;
        let found = with_control(control, |control| {
            Ok(office.find_office_with(number, control)?)
        })?;
        out.write(handle(cpl_directory {
            entries: vec![Entry::of(office, found)],
            more: false,
        }));
        Ok(())
    })
}

/// Asks the relay for offices whose name holds `name`: at most `limit` of them (0: as many as the relay gives; it may give
/// fewer, cpl_directory_has_more tells), by number from behind `after`, which is empty for the first. CPL_RELAY_SETTINGS for an
/// office that uses folders. Free the list with cpl_directory_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_search_offices(
    office: *const cpl_office,
    name: *const c_char,
    name_len: usize,
    after: *const c_char,
    after_len: usize,
    limit: u32,
    control: *const cpl_control,
    directory: *mut *mut cpl_directory,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (&given(office)?.office, given(directory)?);
        let (name, after) = (text(name, name_len)?, asked(after, after_len)?);
        let found = with_control(control, |control| {
            Ok(office.search_offices(name, after, limit, control)?)
        })?;
        let entries = found.items.into_iter();
        out.write(handle(cpl_directory {
            entries: entries.map(|entry| Entry::of(office, entry)).collect(),
            more: found.more,
        }));
        Ok(())
    })
}

/// Number of offices in the list.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_directory_count(directory: *const cpl_directory, count: *mut usize) -> u32 {
    quick(|| give(given(directory)?.entries.len(), count))
}

/// 1 when more offices follow after the last one's number, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_directory_has_more(
    directory: *const cpl_directory,
    has_more: *mut u32,
) -> u32 {
    quick(|| give(given(directory)?.more.into(), has_more))
}

/// Fills `entry` with the office at `index`, from 0. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_directory_get(
    directory: *const cpl_directory,
    index: usize,
    entry: *mut cpl_directory_entry,
) -> u32 {
    quick(|| {
        let found = at(&given(directory)?.entries, index)?;
        give_struct(found.as_struct(), entry)
    })
}

/// 送信先の電子証明書: certificate number `certificate_index`, from 0, of the office at `index`: the newest first, as many as
/// certificate_count says. cpl_seal wants all of them, since nobody knows which key the receiver opens with; it judges them.
/// The office number is read by the rule in the profile of the office that asked. Free it with cpl_certificate_free; it may
/// outlive the list.
///
/// CPL_OUT_OF_RANGE past the end of either; where they cannot be read, the status in certificate_status.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_directory_certificate(
    directory: *const cpl_directory,
    index: usize,
    certificate_index: usize,
    certificate: *mut *mut cpl_certificate,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (directory, out) = (given(directory)?, given(certificate)?);
        let all = &at(&directory.entries, index)?.certificates;
        let all = all.as_ref().map_err(|status| Failure::of(*status))?;
        let found = at(all, certificate_index)?.clone();
        out.write(handle(cpl_certificate::new(found)?));
        Ok(())
    })
}

/// Frees a list; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_directory_free(directory: *mut cpl_directory) {
    free(directory);
}

impl Entry {
    fn of(office: &Office, entry: DirectoryEntry) -> Self {
        let certificates = office.certificates(&entry);
        let last = certificates.iter().flatten();
        let last = last.map(|certificate| certificate.not_after()).max();
        let kinds: Vec<_> = entry.kinds.iter().map(ToString::to_string).collect();
        Self {
            number: entry.office.to_string(),
            kinds: kinds.join(","),
            editions: entry.editions.join(","),
            not_after: time(last),
            certificates: certificates.map_err(|error| of_exchange(&error)),
            entry,
        }
    }

    fn as_struct(&self) -> cpl_directory_entry {
        cpl_directory_entry {
            // give_struct says how much it filled.
            struct_size: 0,
            takes_part: self.entry.takes_part.into(),
            certificate_count: count32(self.entry.certificates.len()),
            certificate_status: self
                .certificates
                .as_ref()
                .err()
                .map_or(CPL_OK, |status| *status),
            number: (&*self.number).into(),
            name: (&*self.entry.name).into(),
            kinds: (&*self.kinds).into(),
            editions: (&*self.editions).into(),
            certificate_not_after: (&*self.not_after).into(),
        }
    }
}
