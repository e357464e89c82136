//! Making and changing documents.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use careplan_core::document::{FileName, FileNames, MonthPart};
use careplan_core::number::Address;
use careplan_core::records::{Draft, FileDraft};

use crate::boundary::{array, call, free, give, given, handle, quick, text};
use crate::document::cpl_document;
use crate::error::{Failure, cpl_error};
use crate::layout::{cpl_layout, file_kind, item_no};
use crate::status::*;
use crate::value::{cpl_blob, cpl_text};

/// A file that is being made or edited: its name and its records. Unlike other handles it changes; calls on it from several
/// threads wait for each other. Free it with cpl_file_draft_free.
pub struct cpl_file_draft {
    draft: Mutex<FileDraft>,
}

/// A record that is being made or edited. Unlike other handles it changes; calls on it from several threads wait for each
/// other. Free it with cpl_record_draft_free.
pub struct cpl_record_draft {
    draft: Mutex<Draft>,
}

/// Begins a file without records, with a name of edition 4.1.
///
/// `kind`: the beginning of the name, such as UPPLAN, but not UPKIHON_IMAGE, which has no records: see cpl_image_name.
/// `month` (年月): YYYYMM for kinds whose names carry one, 000000 for UPHOSOKU of a care plan, else empty. `sender` and
/// `receiver`: office number and service kind, NNNNNNNNNN_KK; the receiver may be empty while it is not chosen. `stamp`
/// (作成日時): YYYYMMDDHHMMSS, the same for all files of a set.
///
/// CPL_BAD_ARGUMENT for a part that is not of its form; CPL_VALUE_REFUSED for parts that no file name has together.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_file_draft_new(
    kind: *const c_char,
    kind_len: usize,
    month: *const c_char,
    month_len: usize,
    sender: *const c_char,
    sender_len: usize,
    receiver: *const c_char,
    receiver_len: usize,
    stamp: *const c_char,
    stamp_len: usize,
    draft: *mut *mut cpl_file_draft,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (out, kind) = (given(draft)?, file_kind(text(kind, kind_len)?)?);
        let month = month_part(text(month, month_len)?)?;
        let names = names(
            text(sender, sender_len)?,
            text(receiver, receiver_len)?,
            text(stamp, stamp_len)?,
        )?;
        let name = match month {
            Some(month) => names.of_month(kind, month)?,
            None => names.without_month(kind)?,
        };
        out.write(file_draft(FileDraft::new(name)?));
        Ok(())
    })
}

/// Begins to edit a file as it was read. What is not edited keeps its bytes; the form becomes strict (MS932, CR LF, no
/// header, quotes around free text only). The document stays as it is.
///
/// CPL_DOCUMENT_REFUSED, with findings, for a file whose name or records cannot be read for certain; cpl_repair may help.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_file_draft_of(
    document: *const cpl_document,
    draft: *mut *mut cpl_file_draft,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (document, out) = (given(document)?, given(draft)?);
        out.write(file_draft(FileDraft::of(document.checked.document())?));
        Ok(())
    })
}

/// 画像のファイル名: the name, of edition 4.1, of an image of a basic record (UPKIHON_IMAGE): UTF-8 in a blob. An image has no
/// records and no draft: cpl_document_read makes a document of this name and the bytes of the JPEG file.
///
/// `sender`, `receiver` and `stamp` are those of cpl_file_draft_new. `branch` (枝番): from 0 to 9999, another for each image
/// of a set. CPL_BAD_ARGUMENT for a part that is not of its form, CPL_VALUE_REFUSED for parts that no file name has together.
/// Free the name with cpl_blob_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_image_name(
    sender: *const c_char,
    sender_len: usize,
    receiver: *const c_char,
    receiver_len: usize,
    stamp: *const c_char,
    stamp_len: usize,
    branch: u32,
    name: *mut *mut cpl_blob,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let out = given(name)?;
        let names = names(
            text(sender, sender_len)?,
            text(receiver, receiver_len)?,
            text(stamp, stamp_len)?,
        )?;
        let branch = u16::try_from(branch).map_err(|_| Failure::of(CPL_BAD_ARGUMENT))?;
        let name = names.image(branch)?.to_string();
        out.write(handle(name.into_bytes().into()));
        Ok(())
    })
}

/// The file name as it is now: UTF-8 in a blob. Free it with cpl_blob_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_file_draft_name(
    draft: *const cpl_file_draft,
    name: *mut *mut cpl_blob,
) -> u32 {
    quick(|| {
        let (draft, out) = (lock(&given(draft)?.draft), given(name)?);
        out.write(handle(draft.name().to_string().into_bytes().into()));
        Ok(())
    })
}

/// The layout of its records. Free it with cpl_layout_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_file_draft_layout(
    draft: *const cpl_file_draft,
    layout: *mut *mut cpl_layout,
) -> u32 {
    quick(|| {
        let (draft, out) = (lock(&given(draft)?.draft), given(layout)?);
        out.write(cpl_layout::new(Some(draft.layout()))?);
        Ok(())
    })
}

/// Number of records.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_file_draft_record_count(
    draft: *const cpl_file_draft,
    count: *mut usize,
) -> u32 {
    quick(|| give(lock(&given(draft)?.draft).record_count(), count))
}

/// Gives the file another receiver (NNNNNNNNNN_KK) or another stamp (YYYYMMDDHHMMSS); what is empty stays as it is. Only
/// for names of edition 4.1; cpl_upgrade makes those.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_file_draft_readdress(
    draft: *const cpl_file_draft,
    receiver: *const c_char,
    receiver_len: usize,
    stamp: *const c_char,
    stamp_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let mut draft = lock(&given(draft)?.draft);
        let mut name: FileName = draft.name().clone();
        let (receiver, stamp) = (text(receiver, receiver_len)?, text(stamp, stamp_len)?);
        if !receiver.is_empty() {
            let receiver: Address = parsed(receiver)?;
            name.receiver = Some(receiver.into());
        }
        if !stamp.is_empty() {
            name.stamp = parsed(stamp)?;
        }
        Ok(draft.rename(name)?)
    })
}

/// Changes the month (YYYYMM, or 000000) in the file name and in every record.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_file_draft_set_month(
    draft: *const cpl_file_draft,
    month: *const c_char,
    month_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let mut draft = lock(&given(draft)?.draft);
        let month = month_part(text(month, month_len)?)?;
        Ok(draft.set_month(month.ok_or(Failure::of(CPL_BAD_ARGUMENT))?)?)
    })
}

/// A copy of record `number`, from 1; or, for 0, a record that fits the file: with its version and month, and nothing else.
/// It is not in the file until it is put there. CPL_OUT_OF_RANGE past the end. Free it with cpl_record_draft_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_file_draft_record(
    draft: *const cpl_file_draft,
    number: usize,
    record: *mut *mut cpl_record_draft,
) -> u32 {
    quick(|| {
        let (draft, out) = (lock(&given(draft)?.draft), given(record)?);
        let found = match number {
            0 => Some(draft.draft()),
            _ => draft.record(number),
        };
        out.write(record_draft(found.ok_or(Failure::of(CPL_OUT_OF_RANGE))?));
        Ok(())
    })
}

/// Puts a copy of the record before record `number`, from 1; for 0, at the end. CPL_VALUE_REFUSED for a record of another
/// kind, edition or month.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_file_draft_insert(
    draft: *const cpl_file_draft,
    number: usize,
    record: *const cpl_record_draft,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (draft, record) = (&given(draft)?.draft, given(record)?.copy());
        let mut draft = lock(draft);
        let number = match number {
            0 => draft.record_count() + 1,
            number => exists(number, draft.record_count() + 1)?,
        };
        Ok(draft.insert(number, &record)?)
    })
}

/// Puts a copy of the record in the place of record `number`, from 1.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_file_draft_replace(
    draft: *const cpl_file_draft,
    number: usize,
    record: *const cpl_record_draft,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (draft, record) = (&given(draft)?.draft, given(record)?.copy());
        let mut draft = lock(draft);
        let number = exists(number, draft.record_count())?;
        Ok(draft.replace(number, &record)?)
    })
}

/// Takes record `number`, from 1, out of the file.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_file_draft_remove(draft: *const cpl_file_draft, number: usize) -> u32 {
    quick(|| {
        let mut draft = lock(&given(draft)?.draft);
        let number = exists(number, draft.record_count())?;
        Ok(draft.remove(number)?)
    })
}

/// Makes a document of the file as it is now: MS932, CR LF, no header, free text quoted, the rest bare. The draft stays, and
/// can be edited further. cpl_document_bytes gives the bytes, cpl_document_write writes the file.
///
/// CPL_DOCUMENT_REFUSED, with findings, for a file with an empty mandatory item or any other error. Only a value that was
/// read so and has not been set since is written even where it is wrong; the findings of the document tell it.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_file_draft_finish(
    draft: *const cpl_file_draft,
    document: *mut *mut cpl_document,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (draft, out) = (given(draft)?, given(document)?);
        let copy = lock(&draft.draft).clone();
        let checked = Arc::new(copy.finish()?);
        out.write(handle(cpl_document::from(checked)));
        Ok(())
    })
}

/// Begins a record as a copy of record `number`, from 1, of a document. CPL_VALUE_REFUSED for one whose items cannot be told
/// for certain. Free it with cpl_record_draft_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_draft_of(
    document: *const cpl_document,
    number: usize,
    record: *mut *mut cpl_record_draft,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (document, out) = (given(document)?.checked.document(), given(record)?);
        let found = document.record(number);
        let draft = Draft::of(found.ok_or(Failure::of(CPL_OUT_OF_RANGE))?)?;
        out.write(record_draft(draft));
        Ok(())
    })
}

/// Sets item No. `no`, from 1, to the text that it has in a file, without quotes; empty text empties it. Either all is right
/// and it is set, or CPL_VALUE_REFUSED says why not and it stays as it was. Characters that MS932 lacks are refused:
/// cpl_substitute tells what may be written for them.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_draft_set(
    record: *const cpl_record_draft,
    no: u32,
    value: *const c_char,
    value_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (record, value) = (given(record)?, text(value, value_len)?);
        let mut draft = lock(&record.draft);
        let no = numbered_in(&draft, no)?;
        Ok(draft.set_text(no, value)?)
    })
}

/// The same for the item with a name: its English identifier, such as target_month, or its 項目名.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_draft_set_named(
    record: *const cpl_record_draft,
    name: *const c_char,
    name_len: usize,
    value: *const c_char,
    value_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (record, name) = (given(record)?, text(name, name_len)?);
        let value = text(value, value_len)?;
        let mut draft = lock(&record.draft);
        let no = item_no(draft.layout(), name)?;
        Ok(draft.set_text(no, value)?)
    })
}

/// Sets items No. 1 to No. `count` in one call; one whose `data` is NULL stays as it is. Either all are right and all are
/// set, or none is, and CPL_VALUE_REFUSED tells of the first that is refused.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_draft_set_all(
    record: *const cpl_record_draft,
    values: *const cpl_text,
    count: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (record, values) = (given(record)?, array(values, count)?);
        let mut draft = lock(&record.draft);
        let mut changed = draft.clone();
        for (value, no) in values.iter().zip(1..) {
            let no = numbered_in(&changed, no)?;
            if !value.data.is_null() {
                changed.set_text(no, text(value.data, value.len)?)?;
            }
        }
        *draft = changed;
        Ok(())
    })
}

/// What item No. `no`, from 1, holds now, decoded: UTF-8 in a blob. Free it with cpl_blob_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_draft_text(
    record: *const cpl_record_draft,
    no: u32,
    value: *mut *mut cpl_blob,
) -> u32 {
    quick(|| {
        let (draft, out) = (lock(&given(record)?.draft), given(value)?);
        let value = draft.text(numbered_in(&draft, no)?)?;
        out.write(handle(value.into_bytes().into()));
        Ok(())
    })
}

/// Takes over what `other` holds in the items that both have by the same identifier, all but the CSVバージョン: actuals
/// (実績) begin as a copy of the plan (予定).
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_draft_take_over(
    record: *const cpl_record_draft,
    other: *const cpl_record_draft,
) -> u32 {
    quick(|| {
        let (record, other) = (given(record)?, given(other)?.copy());
        lock(&record.draft).take_over(&other);
        Ok(())
    })
}

/// Frees a record; NULL is allowed. What was put into a file stays there.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_draft_free(record: *mut cpl_record_draft) {
    free(record);
}

/// Frees a file; NULL is allowed. Documents that were made of it stay.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_file_draft_free(draft: *mut cpl_file_draft) {
    free(draft);
}

impl cpl_record_draft {
    /// Locked for a moment only, so that no call ever holds two locks.
    fn copy(&self) -> Draft {
        lock(&self.draft).clone()
    }
}

fn file_draft(draft: FileDraft) -> *mut cpl_file_draft {
    let draft = Mutex::new(draft);
    handle(cpl_file_draft { draft })
}

fn record_draft(draft: Draft) -> *mut cpl_record_draft {
    let draft = Mutex::new(draft);
    handle(cpl_record_draft { draft })
}

/// A change is done in full or not at all, so what a thread left that died is sound.
fn lock<T>(draft: &Mutex<T>) -> MutexGuard<'_, T> {
    draft.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A number, from 1, up to the last there is.
fn exists(number: usize, last: usize) -> Result<usize, Failure> {
    match (1..=last).contains(&number) {
        true => Ok(number),
        false => Err(Failure::of(CPL_OUT_OF_RANGE)),
    }
}

fn numbered_in(draft: &Draft, no: u32) -> Result<u16, Failure> {
    let last = draft.layout().items.len();
    exists(no as usize, last).map(|no| no as u16)
}

fn names(sender: &str, receiver: &str, stamp: &str) -> Result<FileNames, Failure> {
    let receiver = match receiver {
        "" => None,
        chosen => Some(parsed(chosen)?),
    };
    Ok(FileNames::new(parsed(sender)?, receiver, parsed(stamp)?))
}

fn month_part(month: &str) -> Result<Option<MonthPart>, Failure> {
    Ok(match month {
        "" => None,
        "000000" => Some(MonthPart::Zero),
        month => Some(MonthPart::Month(parsed(month)?)),
    })
}

pub(crate) fn parsed<T: std::str::FromStr>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Failure::of(CPL_BAD_ARGUMENT))
}
