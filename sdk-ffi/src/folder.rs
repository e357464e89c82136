//! フォルダー連携: what lies in the folder of downloads besides the sets that stand in the list of received messages.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::mem::size_of;
use std::path::Path;

use careplan_core::exchange::folder::{FolderLook, Pending, Refused, Unfinished};
use careplan_core::finding::Findings;
use safer_ffi::derive_ReprC;

use crate::boundary::{
    Sized32, call, free, give, give_struct, give_text, given, handle, language, quick,
};
use crate::error::cpl_error;
use crate::findings::cpl_findings;
use crate::office::cpl_office;
use crate::shown::{at, count32};
use crate::value::cpl_text;

/// cpl_unfinished: it is being written, or another program holds it.
pub const CPL_PENDING_WRITING: u32 = 1;
/// cpl_unfinished: it has no content yet.
pub const CPL_PENDING_EMPTY: u32 = 2;
/// cpl_unfinished: the rest of its set may be on its way.
pub const CPL_PENDING_REST_OF_SET: u32 = 3;
/// cpl_unfinished: it cannot be read.
pub const CPL_PENDING_UNREADABLE: u32 = 4;

/// What the last look into the folder of downloads found. Free it with cpl_folder_free.
pub struct cpl_folder {
    at: String,
    refused: Vec<Group>,
    unfinished: Vec<Left>,
}

struct Group {
    id: String,
    files: Vec<String>,
    findings: Findings,
}

struct Left {
    why: u32,
    file: String,
}

/// 受け取れないファイル: files that are no set for this office. Set struct_size before the call. The text belongs to the folder.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_refused {
    /// sizeof(cpl_refused), set by the caller.
    pub struct_size: u32,
    /// Number of files.
    pub file_count: u32,
    /// The same as long as names and contents of the files stay the same.
    pub id: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; two u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_refused {
    const SMALLEST: usize = size_of::<Self>();
}

/// 途中のファイル: a file that is left for later. Set struct_size before the call. The text belongs to the folder.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_unfinished {
    /// sizeof(cpl_unfinished), set by the caller.
    pub struct_size: u32,
    /// CPL_PENDING_…
    pub why: u32,
    /// Path of the file.
    pub file: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; two u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_unfinished {
    const SMALLEST: usize = size_of::<Self>();
}

/// What the last cpl_office_sync, or the worker, found in the folder of downloads besides the sets, which stand in
/// cpl_office_received. Empty before the first one, and for an office that uses a relay. Free it with cpl_folder_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_folder(
    office: *const cpl_office,
    folder: *mut *mut cpl_folder,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (&given(office)?.office, given(folder)?);
        out.write(handle(cpl_folder::of(office.folder_look())));
        Ok(())
    })
}

/// When that look was, RFC 3339 in UTC; empty where there was none. The text belongs to the folder.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_folder_looked_at(folder: *const cpl_folder, at: *mut cpl_text) -> u32 {
    quick(|| give_text(&given(folder)?.at, at))
}

/// Number of groups of files that are no set for this office.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_folder_refused_count(folder: *const cpl_folder, count: *mut usize) -> u32 {
    quick(|| give(given(folder)?.refused.len(), count))
}

/// Fills `refused` with the group at `index`, from 0. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_folder_refused(
    folder: *const cpl_folder,
    index: usize,
    refused: *mut cpl_refused,
) -> u32 {
    quick(|| {
        let group = at(&given(folder)?.refused, index)?;
        let filled = cpl_refused {
            // give_struct says how much it filled.
            struct_size: 0,
            file_count: count32(group.files.len()),
            id: (&*group.id).into(),
        };
        give_struct(filled, refused)
    })
}

/// Path of file number `file`, from 0, of the group at `index`. The text belongs to the folder.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_folder_refused_file(
    folder: *const cpl_folder,
    index: usize,
    file: usize,
    path: *mut cpl_text,
) -> u32 {
    quick(|| {
        let group = at(&given(folder)?.refused, index)?;
        give_text(at(&group.files, file)?, path)
    })
}

/// What is wrong with the group at `index`, in one language. Free the list with cpl_findings_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_folder_refused_findings(
    folder: *const cpl_folder,
    index: usize,
    lang: u32,
    findings: *mut *mut cpl_findings,
) -> u32 {
    quick(|| {
        let (group, out) = (at(&given(folder)?.refused, index)?, given(findings)?);
        out.write(handle(cpl_findings::render(
            &group.findings,
            language(lang)?,
        )));
        Ok(())
    })
}

/// Number of files that are left for later.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_folder_unfinished_count(folder: *const cpl_folder, count: *mut usize) -> u32 {
    quick(|| give(given(folder)?.unfinished.len(), count))
}

/// Fills `unfinished` with the file at `index`, from 0. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_folder_unfinished(
    folder: *const cpl_folder,
    index: usize,
    unfinished: *mut cpl_unfinished,
) -> u32 {
    quick(|| {
        let left = at(&given(folder)?.unfinished, index)?;
        let filled = cpl_unfinished {
            // give_struct says how much it filled.
            struct_size: 0,
            why: left.why,
            file: (&*left.file).into(),
        };
        give_struct(filled, unfinished)
    })
}

/// Frees it; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_folder_free(folder: *mut cpl_folder) {
    free(folder);
}

impl cpl_folder {
    fn of(look: Option<FolderLook>) -> Self {
        let Some(look) = look else {
            return Self {
                at: String::new(),
                refused: Vec::new(),
                unfinished: Vec::new(),
            };
        };
        Self {
            at: look.at.to_string(),
            refused: look.refused.into_iter().map(Group::of).collect(),
            unfinished: look.unfinished.iter().map(Left::of).collect(),
        }
    }
}

impl Group {
    fn of(refused: Refused) -> Self {
        Self {
            id: refused.id.to_string(),
            files: refused.files.iter().map(|file| shown(file)).collect(),
            findings: refused.findings,
        }
    }
}

impl Left {
    fn of(unfinished: &Unfinished) -> Self {
        Self {
            why: match unfinished.why {
                Pending::Writing => CPL_PENDING_WRITING,
                Pending::Empty => CPL_PENDING_EMPTY,
                Pending::RestOfSet => CPL_PENDING_REST_OF_SET,
                _ => CPL_PENDING_UNREADABLE,
            },
            file: shown(&unfinished.file),
        }
    }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
