//! Items in bulk: a record, or a whole document, in one call.
#![allow(unsafe_code)] // unsafe impl Sized32: what it asks for stands beside it.

use std::mem::size_of;

use careplan_core::check::CheckedDocument;
use careplan_core::document::Record;
use safer_ffi::derive_ReprC;

use crate::boundary::{Sized32, Table};
use crate::error::Failure;
use crate::layout::at;
use crate::status::CPL_OUT_OF_RANGE;
use crate::value::cpl_text;

/// All items of all records of a document: item No. n of record r (both from 1) is
/// `texts[first[r - 1] + n - 1]`, and record r has `first[r] - first[r - 1]` items. Set struct_size before the call. The
/// arrays and texts belong to the document.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_items {
    /// sizeof(cpl_items), set by the caller.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// The items, record by record.
    pub texts: *const cpl_text,
    /// How many items there are in all.
    pub text_count: usize,
    /// Where in `texts` each record begins: record_count + 1 numbers, the last of which is text_count.
    pub first: *const usize,
    /// Number of data records.
    pub record_count: usize,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; two u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_items {
    const SMALLEST: usize = size_of::<Self>();
}

/// The items of some records. Those whose bytes are UTF-8 as they stand borrow from the document, the others from `decoded`.
pub(crate) struct Items {
    texts: Table<cpl_text>,
    first: Box<[usize]>,
    _decoded: Arena,
}

impl Items {
    /// Those of all records. They must not outlive the document.
    pub(crate) fn of(checked: &CheckedDocument) -> Self {
        let document = checked.document();
        let count = document.records().map(Record::len).sum();
        Self::of_records(document.records(), count)
    }

    /// Those of one record, which must not outlive its document either.
    pub(crate) fn of_record(record: Record<'_>) -> Self {
        Self::of_records(std::iter::once(record), record.len())
    }

    fn of_records<'a>(records: impl ExactSizeIterator<Item = Record<'a>>, count: usize) -> Self {
        let mut texts: Vec<cpl_text> = Vec::with_capacity(count);
        let mut first = Vec::with_capacity(records.len() + 1);
        let mut decoded = Arena::default();
        for record in records {
            first.push(texts.len());
            for field in record.fields() {
                texts.push(match plain_content(field.raw) {
                    Some(plain) => cpl_text::of_ascii(plain),
                    None => decoded.keep(&field.text()).into(),
                });
            }
        }
        first.push(texts.len());
        Self {
            texts: Table(texts.into()),
            first: first.into(),
            _decoded: decoded,
        }
    }

    pub(crate) fn all(&self) -> cpl_items {
        cpl_items {
            // give_struct says how much it filled.
            struct_size: 0,
            reserved: 0,
            texts: self.texts.0.as_ptr(),
            text_count: self.texts.0.len(),
            first: self.first.as_ptr(),
            record_count: self.first.len() - 1,
        }
    }

    /// Item `no` of record `record`, both from 1.
    pub(crate) fn item(&self, record: usize, no: u32) -> Result<cpl_text, Failure> {
        let start = *at(&self.first, record.wrapping_sub(1))?;
        let end = *at(&self.first, record)?;
        let index = (no as usize).checked_sub(1).map(|index| start + index);
        match index {
            Some(index) if index < end => at(&self.texts.0, index).copied(),
            _ => Err(Failure::of(CPL_OUT_OF_RANGE)),
        }
    }
}

/// What an item holds, where its bytes say it as they stand: ASCII, with a quote at both ends or none at all.
#[inline]
fn plain_content(raw: &[u8]) -> Option<&[u8]> {
    let inner = match raw {
        [b'"', inner @ .., b'"'] => inner,
        _ => raw,
    };
    // Most items are a few bytes long: one look at each byte, and no way out in between.
    let plain = |plain: bool, byte: &u8| plain & byte.is_ascii() & (*byte != b'"');
    inner.iter().fold(true, plain).then_some(inner)
}

/// Text that never moves.
#[derive(Default)]
struct Arena {
    full: Vec<String>,
    last: String,
}

impl Arena {
    const CHUNK: usize = 1 << 20;

    fn keep(&mut self, text: &str) -> &str {
        // A string that has room does not move when it grows.
        if self.last.capacity() - self.last.len() < text.len() {
            let next = String::with_capacity(text.len().max(Self::CHUNK));
            self.full.push(std::mem::replace(&mut self.last, next));
        }
        let start = self.last.len();
        self.last.push_str(text);
        &self.last[start..]
    }
}
