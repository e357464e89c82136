//! Items in bulk: a record, or a whole document, in one call.
#![allow(unsafe_code)] // unsafe impl Sized32: what it asks for stands beside it.

use std::mem::size_of;

use careplan_core::check::CheckedDocument;
use careplan_core::document::Record;
use safer_ffi::derive_ReprC;

use crate::boundary::{Sized32, Table};
use crate::error::Failure;
use crate::shown::at;
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
        let index = (no as usize)
            .checked_sub(1)
            .and_then(|index| start.checked_add(index));
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
    const CHUNK: usize = if cfg!(test) { 64 } else { 1 << 20 };

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

#[cfg(test)]
mod tests {
    use std::ptr;
    use std::slice;
    use std::thread;

    use super::*;
    use crate::*;

    const NAME: &str = "UPPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV";
    /// "山田" in MS932 among plain items, and a quote within one.
    const CONTENT: &[u8] = b"202609,\"602029\",\"\x8eR\x93c\",\"a\"\"b\",,\r\n202609,1\r\n";

    fn read() -> &'static cpl_document {
        let mut document = ptr::null_mut();
        let status = cpl_document_read(
            NAME.as_ptr().cast(),
            NAME.len(),
            CONTENT.as_ptr(),
            CONTENT.len(),
            ptr::null(),
            &mut document,
            ptr::null_mut(),
        );
        assert_eq!(status, CPL_OK);
        // SAFETY: the call gave a handle, which is this test's now.
        unsafe { &*document }
    }

    fn text(text: &cpl_text) -> &str {
        // SAFETY: the library gave it, and what it belongs to is still there.
        let bytes = unsafe { slice::from_raw_parts(text.data.cast::<u8>(), text.len) };
        str::from_utf8(bytes).unwrap()
    }

    fn unset() -> cpl_text {
        cpl_text {
            data: ptr::null(),
            len: 0,
        }
    }

    #[test]
    fn all_items_are_there_at_once_one_by_one_and_record_by_record() {
        let document = read();
        let mut all = cpl_items {
            struct_size: size_of::<cpl_items>() as u32,
            reserved: 0,
            texts: ptr::null(),
            text_count: 0,
            first: ptr::null(),
            record_count: 0,
        };
        assert_eq!(cpl_document_items(document, &mut all), CPL_OK);
        // SAFETY: the arrays belong to the document.
        let texts = unsafe { slice::from_raw_parts(all.texts, all.text_count) };
        // SAFETY: as above.
        let first = unsafe { slice::from_raw_parts(all.first, all.record_count + 1) };
        let texts: Vec<_> = texts.iter().map(text).collect();
        assert_eq!(
            texts,
            ["202609", "602029", "山田", "a\"b", "", "", "202609", "1"]
        );
        assert_eq!(first, [0, 6, 8]);

        let mut one = unset();
        assert_eq!(cpl_document_item(document, 1, 3, &mut one), CPL_OK);
        assert_eq!(text(&one), "山田");
        for (record, no) in [
            (0, 1),
            (1, 0),
            (1, 7),
            (2, 3),
            (3, 1),
            (2, u32::MAX),
            (usize::MAX, u32::MAX),
        ] {
            let status = cpl_document_item(document, record, no, &mut one);
            assert_eq!(status, CPL_OUT_OF_RANGE);
        }

        let mut record = ptr::null_mut();
        assert_eq!(cpl_document_record(document, 1, &mut record), CPL_OK);
        // SAFETY: the call gave a handle, which is this test's now.
        let record = unsafe { &*record };
        // A record outlives its document.
        cpl_document_free(ptr::from_ref(document).cast_mut());
        assert_eq!(cpl_record_item(record, 4, &mut one), CPL_OK);
        assert_eq!(text(&one), "a\"b");
        cpl_record_free(ptr::from_ref(record).cast_mut());
    }

    fn new_record() -> &'static cpl_record_draft {
        let (mut file, mut record) = (ptr::null_mut(), ptr::null_mut());
        let part = |text: &'static str| (text.as_ptr().cast(), text.len());
        let [kind, month, sender, stamp] =
            ["UPPLAN", "202609", "5070022016_43", "20260826093000"].map(part);
        let status = cpl_file_draft_new(
            kind.0,
            kind.1,
            month.0,
            month.1,
            sender.0,
            sender.1,
            ptr::null(),
            0,
            stamp.0,
            stamp.1,
            &mut file,
            ptr::null_mut(),
        );
        assert_eq!(status, CPL_OK);
        // SAFETY: the call gave a handle, which is this test's now.
        let file = unsafe { &*file };
        assert_eq!(cpl_file_draft_record(file, 0, &mut record), CPL_OK);
        cpl_file_draft_free(ptr::from_ref(file).cast_mut());
        // SAFETY: as above.
        unsafe { &*record }
    }

    /// The first to ask decodes for all; those that change a draft wait for each other. Miri would tell of a race.
    #[test]
    fn threads_share_a_document_and_a_draft() {
        let document = read();
        let draft = new_record();
        thread::scope(|scope| {
            for insurer in ["602029"; 3] {
                scope.spawn(move || {
                    let mut one = unset();
                    assert_eq!(cpl_document_item(document, 1, 3, &mut one), CPL_OK);
                    assert_eq!(text(&one), "山田");
                    let (start, len) = (insurer.as_ptr().cast(), insurer.len());
                    let status = cpl_record_draft_set(draft, 2, start, len, ptr::null_mut());
                    assert_eq!(status, CPL_OK);
                    let mut value = ptr::null_mut();
                    assert_eq!(cpl_record_draft_text(draft, 2, &mut value), CPL_OK);
                    cpl_blob_free(value);
                });
            }
        });
        cpl_record_draft_free(ptr::from_ref(draft).cast_mut());
        cpl_document_free(ptr::from_ref(document).cast_mut());
    }

    #[test]
    fn text_that_is_kept_does_not_move() {
        let mut arena = Arena::default();
        let long = "山".repeat(Arena::CHUNK);
        let mut kept = Vec::new();
        for number in 0..300 {
            let one = format!("{number}号");
            kept.push((cpl_text::from(arena.keep(&one)), one));
            if number % 100 == 0 {
                kept.push((cpl_text::from(arena.keep(&long)), long.clone()));
            }
        }
        assert!(kept.iter().all(|(seen, wanted)| text(seen) == wanted));
    }
}
