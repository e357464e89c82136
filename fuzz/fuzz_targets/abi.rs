//! Any sequence of calls through the C ABI, on documents, records, drafts, sets, repairs, upgrades, findings, layouts and
//! foreign bytes: a status each time, no crash, no leak.
//!
//! The input is a program: one byte for the call, one for the handle, one for a number, and text up to the next NUL.
#![no_main]

use std::ptr;

use careplan::*;
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 6] = [
    "DLTPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV",
    "UPJSK_202609_5070100002_11_5070022016_43_20260826093000.CSV",
    "UPPLAN_202609_5070022016_5070100002_20260826093000.CSV",
    "UP3KYO_5070022016_43_5070100002_11_20260826093000.CSV",
    "UPKIHON_IMAGE_5070022016_43_5070100002_11_20260826093000_0001.jpg",
    "x.csv",
];

/// What a program may hold at a time.
#[derive(Default)]
struct Handles {
    documents: Vec<*mut cpl_document>,
    drafts: Vec<*mut cpl_file_draft>,
    records: Vec<*mut cpl_record_draft>,
    last: Option<*mut cpl_error>,
}

struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn text(&mut self) -> &'a [u8] {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(self.0.len());
        let (text, rest) = self.0.split_at(end);
        self.0 = rest.get(1..).unwrap_or_default();
        text
    }
}

fuzz_target!(|input: &[u8]| {
    let mut input = Input(input);
    let mut held = Handles::default();
    for _ in 0..64 {
        if step(&mut input, &mut held).is_none() {
            break;
        }
    }
    held.documents.into_iter().for_each(|one| cpl_document_free(one));
    held.drafts.into_iter().for_each(|one| cpl_file_draft_free(one));
    held.records.into_iter().for_each(|one| cpl_record_draft_free(one));
    cpl_error_free(held.last.unwrap_or_default());
});

fn step(input: &mut Input<'_>, held: &mut Handles) -> Option<()> {
    let (call, which, number) = (input.byte()?, input.byte()?, input.byte()?);
    let text = input.text();
    let (start, len) = (text.as_ptr(), text.len());
    let which = usize::from(which);
    let document = pick(&held.documents, which);
    let draft = pick(&held.drafts, which);
    let record = pick(&held.records, which);
    let mut error = ptr::null_mut();
    match call % 20 {
        0 => {
            let name = NAMES[usize::from(number) % NAMES.len()];
            let mut out = ptr::null_mut();
            cpl_document_read(name.as_ptr().cast(), name.len(), start, len, ptr::null(), &mut out, &mut error);
            keep(&mut held.documents, out, cpl_document_free);
        }
        1 => read_all(document),
        2 => {
            let mut out = ptr::null_mut();
            if cpl_document_record(document, number.into(), &mut out) == CPL_OK {
                let found = out;
                let mut value = unset();
                cpl_record_item(found, number.into(), &mut value);
                cpl_record_item_named(found, start.cast(), len, &mut value);
                cpl_record_free(found);
            }
        }
        3 => told(document, number),
        4 => {
            let mut out = ptr::null_mut();
            cpl_file_draft_of(document, &mut out, &mut error);
            keep(&mut held.drafts, out, cpl_file_draft_free);
        }
        5 => {
            let mut out = ptr::null_mut();
            cpl_file_draft_record(draft, number.into(), &mut out);
            keep(&mut held.records, out, cpl_record_draft_free);
        }
        6 => {
            cpl_file_draft_insert(draft, number.into(), record, &mut error);
        }
        7 => {
            cpl_file_draft_replace(draft, number.into(), record, &mut error);
        }
        8 => {
            cpl_file_draft_remove(draft, number.into());
        }
        9 => {
            cpl_record_draft_set(record, number.into(), start.cast(), len, &mut error);
        }
        10 => {
            let name = "target_month";
            cpl_record_draft_set_named(record, name.as_ptr().cast(), name.len(), start.cast(), len, &mut error);
            cpl_file_draft_set_month(draft, start.cast(), len, ptr::null_mut());
        }
        11 => {
            let mut out = ptr::null_mut();
            cpl_file_draft_finish(draft, &mut out, &mut error);
            keep(&mut held.documents, out, cpl_document_free);
        }
        12 => {
            let mut out = ptr::null_mut();
            cpl_repair(document, &mut out, &mut error);
            let repaired = out;
            let mut made = ptr::null_mut();
            cpl_repaired_document(repaired, &mut made);
            cpl_repaired_free(repaired);
            keep(&mut held.documents, made, cpl_document_free);
        }
        13 => {
            let all: Vec<*const cpl_document> = held.documents.iter().map(|one| one.cast_const()).collect();
            let mut out = ptr::null_mut();
            cpl_upgrade(all.as_ptr(), all.len(), start.cast(), len, ptr::null(), 0, &mut out, &mut error);
            let upgraded = out;
            let mut made = ptr::null_mut();
            cpl_upgraded_document(upgraded, number.into(), &mut made);
            cpl_upgraded_free(upgraded);
            keep(&mut held.documents, made, cpl_document_free);
        }
        14 => {
            let all: Vec<*const cpl_document> = held.documents.iter().map(|one| one.cast_const()).collect();
            let (mut out, mut set) = (ptr::null_mut(), ptr::null_mut());
            cpl_group(all.as_ptr(), all.len(), &mut out, ptr::null_mut());
            let groups = out;
            cpl_groups_build(groups, number.into(), &mut set, &mut error);
            cpl_groups_free(groups);
            cpl_set_free(set);
        }
        15 => {
            let mut out = ptr::null_mut();
            cpl_layout_of_kind(start.cast(), len, number.into(), &mut out);
            if out.is_null() {
                cpl_document_layout(document, &mut out);
            }
            let layout = out;
            let (mut no, mut code, mut meaning) = (0, unset(), unset());
            cpl_layout_find(layout, start.cast(), len, &mut no);
            cpl_layout_code(layout, number.into(), which, &mut code, &mut meaning);
            cpl_layout_code_meaning(layout, number.into(), start.cast(), len, &mut meaning);
            cpl_layout_free(layout);
        }
        16 => {
            let mut out = ptr::null_mut();
            cpl_codes_explain(start.cast(), len, number.into(), &mut out);
            cpl_codes_free(out);
            let status = u32::from(number) * 3 + u32::from(call / 20);
            let (mut name, mut message) = (unset(), unset());
            let named = cpl_status_name(status, &mut name);
            assert_eq!(cpl_status_message(status, CPL_LANG_EN, &mut message), named);
        }
        17 => {
            let mut out = ptr::null_mut();
            cpl_access_log_verify(start, len, &mut out, &mut error);
            cpl_access_head_free(out);
        }
        18 => {
            let values: Vec<_> = text
                .split(|byte| *byte == b',')
                .map(|value| cpl_text { data: value.as_ptr().cast(), len: value.len() })
                .collect();
            cpl_record_draft_set_all(record, values.as_ptr(), values.len(), &mut error);
        }
        _ => {
            if which % 2 == 0 && !held.documents.is_empty() {
                cpl_document_free(held.documents.swap_remove(which % held.documents.len()));
            } else {
                cpl_record_draft_free(held.records.pop().unwrap_or_default());
                cpl_file_draft_free(held.drafts.pop().unwrap_or_default());
            }
        }
    }
    if !error.is_null() {
        let mut message = unset();
        assert_eq!(cpl_error_message(error, CPL_LANG_JA, &mut message), CPL_OK);
        assert!(message.len > 0);
        cpl_error_free(held.last.replace(error).unwrap_or_default());
    }
    Some(())
}

/// Every byte of every item that a document hands out is looked at, so that the sanitizer sees a bad one.
fn read_all(document: *const cpl_document) {
    let mut items = cpl_items {
        struct_size: size_of::<cpl_items>() as u32,
        reserved: 0,
        texts: ptr::null(),
        text_count: 0,
        first: ptr::null(),
        record_count: 0,
    };
    if cpl_document_items(document, &mut items) != CPL_OK {
        return;
    }
    let texts = unsafe { std::slice::from_raw_parts(items.texts, items.text_count) };
    for text in texts {
        let bytes = unsafe { std::slice::from_raw_parts(text.data.cast::<u8>(), text.len) };
        assert!(str::from_utf8(bytes).is_ok());
    }
}

fn told(document: *const cpl_document, lang: u8) {
    let mut out = ptr::null_mut();
    if cpl_document_findings(document, lang.into(), &mut out) == CPL_OK {
        let findings = out;
        let mut count = 0;
        assert_eq!(cpl_findings_count(findings, &mut count), CPL_OK);
        cpl_findings_free(findings);
    }
}

fn unset() -> cpl_text {
    cpl_text { data: ptr::null(), len: 0 }
}

/// No program holds more than a few.
fn keep<T>(list: &mut Vec<*mut T>, one: *mut T, free: extern "C" fn(*mut T)) {
    if !one.is_null() {
        list.push(one);
    }
    if list.len() > 6 {
        free(list.remove(0));
    }
}

/// NULL where there is none.
fn pick<T>(list: &[*mut T], which: usize) -> *const T {
    list.get(which % list.len().max(1)).copied().unwrap_or_default()
}
