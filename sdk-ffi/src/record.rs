//! Records: the items of one line, decoded.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::sync::Arc;

use careplan_core::check::CheckedDocument;

use crate::boundary::{free, give, give_bytes, give_struct, give_text, given, handle, quick, text};
use crate::document::cpl_document;
use crate::error::Failure;
use crate::items::{Items, cpl_items};
use crate::layout::{item_no, numbered};
use crate::status::CPL_OUT_OF_RANGE;
use crate::value::{cpl_bytes, cpl_text};

/// One data record, decoded to UTF-8. Free it with cpl_record_free; it may outlive the document.
pub struct cpl_record {
    items: Items,
    number: usize,
    checked: Arc<CheckedDocument>,
}

/// Data record `number`, from 1, decoded. Free it with cpl_record_free. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_record(
    document: *const cpl_document,
    number: usize,
    record: *mut *mut cpl_record,
) -> u32 {
    quick(|| {
        let (document, out) = (given(document)?, given(record)?);
        let checked = document.checked.clone();
        let found = checked.document().record(number);
        let found = found.ok_or(Failure::of(CPL_OUT_OF_RANGE))?;
        out.write(handle(cpl_record {
            items: Items::of_record(found),
            number,
            checked,
        }));
        Ok(())
    })
}

/// Number of items in the record; it can differ from the layout's in a faulty file.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_item_count(record: *const cpl_record, count: *mut usize) -> u32 {
    quick(|| give(given(record)?.items.all().text_count, count))
}

/// The whole record at once: its items, decoded, without quotes. They belong to the record. `record_count` is 1.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_items(record: *const cpl_record, items: *mut cpl_items) -> u32 {
    quick(|| give_struct(given(record)?.items.all(), items))
}

/// Value of item No. `no` of the layout, from 1, without quotes. The text belongs to the record.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_item(record: *const cpl_record, no: u32, value: *mut cpl_text) -> u32 {
    quick(|| give(given(record)?.items.item(1, no)?, value))
}

/// Value of the item with a name: its English identifier, such as target_month, or its 項目名. The text belongs to the
/// record. CPL_OUT_OF_RANGE when the layout has no such item, or the record is too short to have it.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_item_named(
    record: *const cpl_record,
    name: *const c_char,
    name_len: usize,
    value: *mut cpl_text,
) -> u32 {
    quick(|| {
        let (record, name) = (given(record)?, text(name, name_len)?);
        let layout = record.checked.document().layout();
        let no = item_no(layout.ok_or(Failure::of(CPL_OUT_OF_RANGE))?, name)?;
        give(record.items.item(1, no.into())?, value)
    })
}

/// The bytes of item No. `no`, from 1, as they stand in the file, with quotes. They belong to the record.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_item_bytes(
    record: *const cpl_record,
    no: u32,
    bytes: *mut cpl_bytes,
) -> u32 {
    quick(|| {
        let record = given(record)?;
        let found = record.checked.document().record(record.number);
        let field = found.and_then(|found| found.field(u16::try_from(no).ok()?));
        give_bytes(field.ok_or(Failure::of(CPL_OUT_OF_RANGE))?.raw, bytes)
    })
}

/// 項目名 of item No. `no`, from 1. The text is static.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_item_name(
    record: *const cpl_record,
    no: u32,
    name: *mut cpl_text,
) -> u32 {
    quick(|| {
        let layout = given(record)?.checked.document().layout();
        let items = layout.map_or(&[][..], |layout| layout.items);
        give_text(numbered(items, no)?.name_ja, name)
    })
}

/// Frees a record; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_free(record: *mut cpl_record) {
    free(record);
}
