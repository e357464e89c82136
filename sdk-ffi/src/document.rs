//! Documents: files of the standard, read and checked.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::fs::File;
use std::io::{self, Read};
use std::mem::size_of;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use careplan_core::check::CheckedDocument;
use careplan_core::document::{Document, Encoding, MAX_FILE_BYTES, Party, PartyCode, ReadOptions};
use careplan_core::finding::CheckProfile;
use careplan_core::layout::FileKind;
use safer_ffi::derive_ReprC;

use crate::boundary::{
    Given32, Sized32, bytes, call, free, give, give_bytes, give_struct, give_text, given, handle,
    language, quick, take_struct, text,
};
use crate::error::{Failure, cpl_error};
use crate::files::write_whole;
use crate::findings::cpl_findings;
use crate::items::{Items, cpl_items};
use crate::layout::{cpl_layout, of_edition};
use crate::status::*;
use crate::value::{cpl_bytes, cpl_text};

/// MS932, as the standard asks for.
pub const CPL_ENCODING_MS932: u32 = 1;
/// UTF-8, which is readable but wrong.
pub const CPL_ENCODING_UTF8: u32 = 2;

/// 標準: what the standard says; what it leaves unclear only warns.
pub const CPL_PROFILE_STANDARD: u32 = 0;
/// 厳格: a warning is an error too, unless the standard itself is unclear.
pub const CPL_PROFILE_STRICT: u32 = 1;
/// 寛容: what can be read without loss is no error.
pub const CPL_PROFILE_LENIENT: u32 = 2;

/// cpl_document_write: put it in the place of a file of the same name.
pub const CPL_WRITE_REPLACE: u32 = 1;

/// A file, read and checked. Free it with cpl_document_free.
pub struct cpl_document {
    pub(crate) checked: Arc<CheckedDocument>,
    name: OnceLock<NameTexts>,
    items: OnceLock<Items>,
}

/// The parts of its file name as text.
struct NameTexts {
    month: String,
    sender: String,
    sender_kind: String,
    receiver: String,
    receiver_kind: String,
    branch: String,
}

/// How a file is read and checked. Set struct_size and put 0 in what you do not set.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_read_options {
    /// sizeof(cpl_read_options).
    pub struct_size: u32,
    /// CPL_PROFILE_…: how severe findings are.
    pub profile: u32,
    /// Most threads that a large file (from 8 MB on) is read with, which end before the call does; 1 starts none. 0: as
    /// many as the machine has, at most 8.
    pub threads: u32,
    /// 0.
    pub reserved: u32,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; all fields are numbers.
unsafe impl Given32 for cpl_read_options {
    const SMALLEST: usize = size_of::<Self>();
}

/// What a document is, by its name and its content. Set struct_size before the call. The texts belong to the document;
/// those of the name are empty where it is not of the standard's form.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_document_info {
    /// sizeof(cpl_document_info), set by the caller.
    pub struct_size: u32,
    /// CPL_EDITION_… that it is of.
    pub edition: u32,
    /// CPL_ENCODING_…
    pub encoding: u32,
    /// 1 when the first line is a header, which does not count as a record, else 0.
    pub has_header: u32,
    /// 1 when the file name is of the form of the standard, else 0.
    pub has_standard_name: u32,
    /// 1 when there is a finding of severity CPL_SEVERITY_ERROR, else 0.
    pub has_errors: u32,
    /// Number of data records.
    pub record_count: usize,
    /// Number of bytes.
    pub byte_count: usize,
    /// ファイル種別: the beginning of the name, such as UPPLAN; empty for other files.
    pub kind: cpl_text,
    /// Its Japanese name.
    pub kind_name_ja: cpl_text,
    /// 年月 YYYYMM, or 000000; empty where the kind has none in its name.
    pub month: cpl_text,
    /// 送信元の事業所番号.
    pub sender: cpl_text,
    /// 送信元のサービス種類コード; empty in names of 3.x, three characters in those of 4.0.
    pub sender_kind: cpl_text,
    /// 送信先の事業所番号; empty where it is addressed to nobody yet.
    pub receiver: cpl_text,
    /// 送信先のサービス種類コード.
    pub receiver_kind: cpl_text,
    /// 作成日時 YYYYMMDDHHMMSS.
    pub stamp: cpl_text,
    /// 枝番 of an image, four digits; empty for others.
    pub branch: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; six u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_document_info {
    const SMALLEST: usize = size_of::<Self>();
}

/// Reads and checks a file that is in memory. `name` is its file name without folders. The bytes are copied. `options` may be
/// NULL.
///
/// Only a mistake in the call fails: whatever is wrong with the file is told by cpl_document_findings.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_read(
    name: *const c_char,
    name_len: usize,
    content: *const u8,
    content_len: usize,
    options: *const cpl_read_options,
    document: *mut *mut cpl_document,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let document = given(document)?;
        let (name, content) = (text(name, name_len)?, bytes(content, content_len)?);
        let how = How::of(options)?;
        document.write(handle(how.read(name, content.to_vec())));
        Ok(())
    })
}

/// Reads and checks a file on disk; `path` is UTF-8, its last part is the file name. `options` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_read_file(
    path: *const c_char,
    path_len: usize,
    options: *const cpl_read_options,
    document: *mut *mut cpl_document,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (document, path) = (given(document)?, text(path, path_len)?);
        let how = How::of(options)?;
        let (name, content) = read_file(Path::new(path)).map_err(|error| error.in_file(path))?;
        document.write(handle(how.read(&name, content)));
        Ok(())
    })
}

/// The file name. The text belongs to the document.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_name(document: *const cpl_document, name: *mut cpl_text) -> u32 {
    quick(|| give_text(given(document)?.checked.document().name(), name))
}

/// The content, exactly as it came. The bytes belong to the document.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_bytes(
    document: *const cpl_document,
    content: *mut cpl_bytes,
) -> u32 {
    quick(|| give_bytes(given(document)?.checked.document().bytes(), content))
}

/// Fills `info` with what the document is, by its name and its content.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_get(
    document: *const cpl_document,
    info: *mut cpl_document_info,
) -> u32 {
    quick(|| give_struct(given(document)?.info(), info))
}

/// The layout of its records. CPL_OUT_OF_RANGE for the image and for files of no known kind. Free it with cpl_layout_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_layout(
    document: *const cpl_document,
    layout: *mut *mut cpl_layout,
) -> u32 {
    quick(|| {
        let (document, out) = (given(document)?, given(layout)?);
        out.write(cpl_layout::new(document.checked.document().layout())?);
        Ok(())
    })
}

/// Number of data records.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_record_count(
    document: *const cpl_document,
    count: *mut usize,
) -> u32 {
    quick(|| give(given(document)?.checked.document().record_count(), count))
}

/// All items of all records at once, decoded to UTF-8, without quotes; nothing is copied. They belong to the document. The
/// first of these calls decodes, which takes about as long as reading the file did; those that follow cost nothing.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_items(document: *const cpl_document, items: *mut cpl_items) -> u32 {
    quick(|| give_struct(given(document)?.items().all(), items))
}

/// Item No. `no`, from 1, of data record `record`, from 1. The text belongs to the document. CPL_OUT_OF_RANGE when there is
/// no such record or item. Decodes the whole document at the first call, as cpl_document_items does.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_item(
    document: *const cpl_document,
    record: usize,
    no: u32,
    value: *mut cpl_text,
) -> u32 {
    quick(|| {
        let out = given(value)?;
        out.write(given(document)?.items().item(record, no)?);
        Ok(())
    })
}

/// What there is to say about the file, in one language. Free the list with cpl_findings_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_findings(
    document: *const cpl_document,
    lang: u32,
    findings: *mut *mut cpl_findings,
) -> u32 {
    quick(|| {
        let (document, findings) = (given(document)?, given(findings)?);
        let told = document.checked.findings();
        findings.write(handle(cpl_findings::render(told, language(lang)?)));
        Ok(())
    })
}

/// Writes the document, under its own name, into a folder, which must be there. It is written under another name first, so
/// that nobody reads half a file. `flags` is 0 or CPL_WRITE_REPLACE; without it, CPL_FILE_EXISTS where the name is taken.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_write(
    document: *const cpl_document,
    folder: *const c_char,
    folder_len: usize,
    flags: u32,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (document, folder) = (given(document)?, text(folder, folder_len)?);
        let replace = replaces(flags)?;
        if folder.is_empty() {
            return Err(Failure::of(CPL_BAD_ARGUMENT));
        }
        let document = document.checked.document();
        write_file(Path::new(folder), document, replace)
            .map_err(|failure| failure.in_file(document.name()))
    })
}

/// Frees a document; NULL is allowed. A set or delivery that holds the same file keeps it.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_document_free(document: *mut cpl_document) {
    free(document);
}

impl From<Arc<CheckedDocument>> for cpl_document {
    fn from(checked: Arc<CheckedDocument>) -> Self {
        Self {
            checked,
            name: OnceLock::new(),
            items: OnceLock::new(),
        }
    }
}

impl cpl_document {
    fn items(&self) -> &Items {
        self.items.get_or_init(|| Items::of(&self.checked))
    }

    fn info(&self) -> cpl_document_info {
        let document = self.checked.document();
        let name = self.name.get_or_init(|| NameTexts::of(document));
        let stamp = document.file_name().map(|name| name.stamp.as_str());
        cpl_document_info {
            // give_struct says how much it filled.
            struct_size: 0,
            edition: of_edition(document.edition()),
            encoding: match document.encoding() {
                Encoding::Ms932 => CPL_ENCODING_MS932,
                Encoding::Utf8 => CPL_ENCODING_UTF8,
            },
            has_header: document.has_header().into(),
            has_standard_name: document.file_name().is_some().into(),
            has_errors: self.checked.findings().has_errors().into(),
            record_count: document.record_count(),
            byte_count: document.bytes().len(),
            kind: document.kind().map_or("", FileKind::prefix).into(),
            kind_name_ja: document.kind().map_or("", FileKind::name_ja).into(),
            month: (&*name.month).into(),
            sender: (&*name.sender).into(),
            sender_kind: (&*name.sender_kind).into(),
            receiver: (&*name.receiver).into(),
            receiver_kind: (&*name.receiver_kind).into(),
            stamp: stamp.unwrap_or("").into(),
            branch: (&*name.branch).into(),
        }
    }
}

impl NameTexts {
    fn of(document: &Document) -> Self {
        let name = document.file_name();
        let sender = name.map(|name| name.sender);
        let receiver = name.and_then(|name| name.receiver);
        let month = name.and_then(|name| name.month);
        let branch = name.and_then(|name| name.branch);
        let number =
            |party: Option<Party>| party.map_or(String::new(), |party| party.number.to_string());
        Self {
            month: month.map_or(String::new(), |month| month.to_string()),
            sender: number(sender),
            sender_kind: sender.map_or(String::new(), kind_text),
            receiver: number(receiver),
            receiver_kind: receiver.map_or(String::new(), kind_text),
            branch: branch.map_or(String::new(), |branch| {
                String::from_utf8_lossy(&branch).into_owned()
            }),
        }
    }
}

/// What stands behind the number of an office in a file name.
pub(crate) fn kind_text(party: Party) -> String {
    match party.code {
        PartyCode::None => String::new(),
        PartyCode::Three(code) => String::from_utf8_lossy(&code).into_owned(),
        PartyCode::Kind(kind) => kind.to_string(),
    }
}

/// How a caller wants files to be read.
pub(crate) struct How {
    pub(crate) profile: CheckProfile,
    options: ReadOptions,
}

impl How {
    pub(crate) fn of(options: *const cpl_read_options) -> Result<Self, Failure> {
        let given = take_struct(options)?;
        let (profile, threads) = given.map_or((0, 0), |given| (given.profile, given.threads));
        let profile = match profile {
            CPL_PROFILE_STANDARD => CheckProfile::standard(),
            CPL_PROFILE_STRICT => CheckProfile::strict(),
            CPL_PROFILE_LENIENT => CheckProfile::lenient(),
            _ => return Err(Failure::of(CPL_BAD_ARGUMENT)),
        };
        if given.is_some_and(|given| given.reserved != 0) {
            return Err(Failure::of(CPL_BAD_ARGUMENT));
        }
        let threads = (threads > 0).then_some(threads as usize);
        Ok(Self {
            profile,
            options: ReadOptions { threads },
        })
    }

    pub(crate) fn read(&self, name: &str, content: Vec<u8>) -> cpl_document {
        let document = Document::read_with(name, content, &self.options);
        Arc::new(CheckedDocument::check(document, &self.profile)).into()
    }
}

/// Name and content of a file.
pub(crate) fn read_file(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let unreadable = |error: io::Error| Failure::unreadable_file(careplan_core::io_kind(&error));
    let name = path.file_name().and_then(|name| name.to_str());
    let mut content = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    // A device or pipe has no size to ask for beforehand.
    file.take(MAX_FILE_BYTES as u64 + 1)
        .read_to_end(&mut content)
        .map_err(unreadable)?;
    if content.len() > MAX_FILE_BYTES {
        return Err(Failure::unreadable_file(io::ErrorKind::FileTooLarge));
    }
    Ok((name.unwrap_or_default().to_owned(), content))
}

/// Whether CPL_WRITE_REPLACE is among the flags of a call that writes.
pub(crate) fn replaces(flags: u32) -> Result<bool, Failure> {
    match flags {
        0 => Ok(false),
        CPL_WRITE_REPLACE => Ok(true),
        _ => Err(Failure::of(CPL_BAD_ARGUMENT)),
    }
}

fn write_file(folder: &Path, document: &Document, replace: bool) -> Result<(), Failure> {
    let name = Path::new(&**document.name());
    // A name from elsewhere must not lead out of the folder.
    if name.file_name() != Some(name.as_os_str()) {
        return Err(Failure::unwritable_file(io::ErrorKind::InvalidFilename));
    }
    write_whole(&folder.join(name), replace, |out| {
        // What the file says of a failure counts, not this.
        (out.write_all(document.bytes()))
            .map_err(|error| Failure::unwritable_file(careplan_core::io_kind(&error)))
    })
}
