//! Records: the items of one line, decoded.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use careplan_core::document::{Document, Record};
use careplan_core::layout::Item;

use crate::boundary::{free, give, give_text, given, quick};
use crate::error::Failure;
use crate::status::CPL_OUT_OF_RANGE;
use crate::value::cpl_text;

/// One data record, decoded to UTF-8. Free it with cpl_record_free.
pub struct cpl_record {
    items: Vec<String>,
    layout: &'static [Item],
}

impl cpl_record {
    pub(crate) fn decode(document: &Document, record: Record<'_>) -> Self {
        Self {
            items: record
                .fields()
                .map(|field| field.text().into_owned())
                .collect(),
            layout: document.layout().map_or(&[], |layout| layout.items),
        }
    }
}

/// Number of items in the record; it can differ from the layout's in a faulty file.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_item_count(record: Option<&cpl_record>, count: *mut usize) -> u32 {
    quick(|| give(given(record)?.items.len(), count))
}

/// Value of item No. `no` of the layout, from 1, without quotes. The text belongs to the record.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_item(
    record: Option<&cpl_record>,
    no: u32,
    value: *mut cpl_text,
) -> u32 {
    quick(|| give_text(at(&given(record)?.items, no)?, value))
}

/// 項目名 of item No. `no`, from 1. The text is static.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_item_name(
    record: Option<&cpl_record>,
    no: u32,
    name: *mut cpl_text,
) -> u32 {
    quick(|| give_text(at(given(record)?.layout, no)?.name_ja, name))
}

/// Frees a record; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_record_free(record: Option<Box<cpl_record>>) {
    free(record);
}

fn at<T>(list: &[T], no: u32) -> Result<&T, Failure> {
    let index = (no as usize)
        .checked_sub(1)
        .ok_or(Failure::of(CPL_OUT_OF_RANGE))?;
    list.get(index).ok_or(Failure::of(CPL_OUT_OF_RANGE))
}
