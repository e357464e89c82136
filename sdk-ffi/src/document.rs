//! Documents: files of the standard, read and checked.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use careplan_core::check::CheckedDocument;
use careplan_core::document::MAX_FILE_BYTES;

use crate::boundary::{
    bytes, call, free, give, give_bytes, give_text, given, handle, language, quick, text,
};
use crate::error::{Failure, cpl_error};
use crate::findings::cpl_findings;
use crate::record::cpl_record;
use crate::status::*;
use crate::value::{cpl_bytes, cpl_text};

/// A file, read and checked. Free it with cpl_document_free.
pub struct cpl_document {
    pub(crate) checked: Arc<CheckedDocument>,
}

/// Reads and checks a file that is in memory. `name` is its file name without folders. The bytes are copied.
///
/// Only a mistake in the call fails: whatever is wrong with the file is told by cpl_document_findings.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_read(
    name: *const c_char,
    name_len: usize,
    content: *const u8,
    content_len: usize,
    document: *mut *mut cpl_document,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let document = given(document)?;
        let (name, content) = (text(name, name_len)?, bytes(content, content_len)?);
        let checked = Arc::new(CheckedDocument::read(name, content.to_vec()));
        document.write(handle(cpl_document { checked }));
        Ok(())
    })
}

/// Reads and checks a file on disk; `path` is UTF-8, its last part is the file name.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_read_file(
    path: *const c_char,
    path_len: usize,
    document: *mut *mut cpl_document,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let document = given(document)?;
        let path = Path::new(text(path, path_len)?);
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let unreadable = |error: io::Error| Failure::unreadable_file(error.kind());
        let mut content = Vec::new();
        let file = File::open(path).map_err(unreadable)?;
        // A device or pipe has no size to ask for beforehand.
        file.take(MAX_FILE_BYTES as u64 + 1)
            .read_to_end(&mut content)
            .map_err(unreadable)?;
        if content.len() > MAX_FILE_BYTES {
            return Err(Failure::unreadable_file(io::ErrorKind::FileTooLarge));
        }
        let checked = Arc::new(CheckedDocument::read(name, content));
        document.write(handle(cpl_document { checked }));
        Ok(())
    })
}

/// The file name. The text belongs to the document.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_name(document: Option<&cpl_document>, name: *mut cpl_text) -> u32 {
    quick(|| give_text(given(document)?.checked.document().name(), name))
}

/// The content, exactly as it came. The bytes belong to the document.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_bytes(
    document: Option<&cpl_document>,
    content: *mut cpl_bytes,
) -> u32 {
    quick(|| give_bytes(given(document)?.checked.document().bytes(), content))
}

/// Number of data records.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_record_count(
    document: Option<&cpl_document>,
    count: *mut usize,
) -> u32 {
    quick(|| give(given(document)?.checked.document().record_count(), count))
}

/// Data record `number`, from 1, decoded. Free it with cpl_record_free. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_record(
    document: Option<&cpl_document>,
    number: usize,
    record: *mut *mut cpl_record,
) -> u32 {
    quick(|| {
        let (document, out) = (given(document)?.checked.document(), given(record)?);
        let record = document
            .record(number)
            .ok_or(Failure::of(CPL_OUT_OF_RANGE))?;
        out.write(handle(cpl_record::decode(document, record)));
        Ok(())
    })
}

/// What there is to say about the file, in one language. Free the list with cpl_findings_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_findings(
    document: Option<&cpl_document>,
    lang: u32,
    findings: *mut *mut cpl_findings,
) -> u32 {
    quick(|| {
        let (document, findings) = (given(document)?, given(findings)?);
        findings.write(handle(cpl_findings::render(
            document.checked.findings(),
            language(lang)?,
        )));
        Ok(())
    })
}

/// Frees a document; NULL is allowed. A set or delivery that holds the same file keeps it.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_free(document: Option<Box<cpl_document>>) {
    free(document);
}
