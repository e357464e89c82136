//! Sets: the files that travel together as one message.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::fs;
use std::io;
use std::mem::size_of;
use std::path::Path;
use std::sync::Arc;

use careplan_core::check::CheckedDocument;
use careplan_core::document::{MonthPart, Party};
use careplan_core::finding::CheckProfile;
use careplan_core::layout::{Edition, SetKind};
use careplan_core::message::{MessageSet, SetCandidate, group_with};
use careplan_core::number::Stamp;
use safer_ffi::derive_ReprC;

use crate::boundary::{
    Sized32, call, free, give, give_struct, given, handle, handles, language, quick, text,
};
use crate::document::{How, cpl_document, cpl_read_options, kind_text, read_file};
use crate::error::{Failure, cpl_error};
use crate::findings::cpl_findings;
use crate::layout::of_edition;
use crate::shown::at;
use crate::value::cpl_text;

/// Files of one stamp that are a set of the standard, free of errors. Free it with cpl_set_free.
pub struct cpl_set {
    pub(crate) set: MessageSet,
    texts: Texts,
}

/// Files sorted into the sets that they were made for. Free it with cpl_groups_free.
pub struct cpl_groups {
    groups: Vec<Group>,
    /// That its sets are judged by.
    profile: CheckProfile,
}

struct Group {
    candidate: SetCandidate,
    texts: Texts,
}

/// What a set says of itself.
struct Texts {
    kind: Option<SetKind>,
    edition: Edition,
    sender: String,
    sender_kind: String,
    receiver: String,
    receiver_kind: String,
    stamp: String,
    month: String,
    documents: usize,
    has_errors: bool,
}

/// What a set, or a group of files that may be one, is. Set struct_size before the call. The texts belong to the handle that
/// was asked.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_set_info {
    /// sizeof(cpl_set_info), set by the caller.
    pub struct_size: u32,
    /// CPL_EDITION_… of its files.
    pub edition: u32,
    /// 1 when its findings, or those of a file of it, hold an error: it cannot be sent as it is. 0 for a set.
    pub has_errors: u32,
    /// 0.
    pub reserved: u32,
    /// Number of files.
    pub document_count: usize,
    /// セットの種別, such as use_slip or actuals; empty for files that no set has.
    pub kind: cpl_text,
    /// Its Japanese name.
    pub kind_name_ja: cpl_text,
    /// 送信元の事業所番号.
    pub sender: cpl_text,
    /// 送信元のサービス種類コード.
    pub sender_kind: cpl_text,
    /// 送信先の事業所番号; empty where it is addressed to nobody yet.
    pub receiver: cpl_text,
    /// 送信先のサービス種類コード.
    pub receiver_kind: cpl_text,
    /// 作成日時 YYYYMMDDHHMMSS.
    pub stamp: cpl_text,
    /// 対象年月 YYYYMM; empty for sets without one.
    pub month: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; four u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_set_info {
    const SMALLEST: usize = size_of::<Self>();
}

/// Builds a set from `count` documents, which stay the caller's. Each file counts by the profile that it was read with, the
/// files against each other by CPL_PROFILE_STANDARD; a group of cpl_group_folder takes another.
///
/// CPL_SET_REFUSED when they are no set or hold errors; cpl_error_findings says what to mend.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_set_build(
    documents: *const *const cpl_document,
    count: usize,
    set: *mut *mut cpl_set,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (out, documents) = (given(set)?, handles(documents, count)?);
        let documents = documents.iter().map(|document| document.checked.clone());
        out.write(handle(cpl_set::build(
            documents.collect(),
            &CheckProfile::standard(),
        )?));
        Ok(())
    })
}

/// Fills `info` with what the set is.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_set_get(set: *const cpl_set, info: *mut cpl_set_info) -> u32 {
    quick(|| give_struct(given(set)?.texts.as_struct(), info))
}

/// Number of files.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_set_document_count(set: *const cpl_set, count: *mut usize) -> u32 {
    quick(|| give(given(set)?.set.documents().len(), count))
}

/// The file at `index`, from 0. Free it with cpl_document_free; it may outlive the set.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_set_document(
    set: *const cpl_set,
    index: usize,
    document: *mut *mut cpl_document,
) -> u32 {
    quick(|| {
        let (set, out) = (given(set)?, given(document)?);
        let checked = at(set.set.documents(), index)?;
        out.write(handle(checked.clone().into()));
        Ok(())
    })
}

/// What there is to say about its files against each other: warnings and notes. Each file has findings of its own besides.
/// Free the list with cpl_findings_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_set_findings(
    set: *const cpl_set,
    lang: u32,
    findings: *mut *mut cpl_findings,
) -> u32 {
    quick(|| {
        let (set, out) = (given(set)?, given(findings)?);
        let told = set.set.findings();
        out.write(handle(cpl_findings::render(told, language(lang)?)));
        Ok(())
    })
}

/// Frees a set; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_set_free(set: *mut cpl_set) {
    free(set);
}

/// Sorts `count` documents, which stay the caller's, into the sets that they were made for: files that share stamp, sender,
/// receiver and month. A file that differs in one of these joins the set that lacks it, where there is only one such set.
/// The files are rated against each other by CPL_PROFILE_STANDARD. Free the result with cpl_groups_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_group(
    documents: *const *const cpl_document,
    count: usize,
    groups: *mut *mut cpl_groups,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (out, documents) = (given(groups)?, handles(documents, count)?);
        let documents = documents.iter().map(|document| document.checked.clone());
        out.write(handle(cpl_groups::of(
            documents.collect(),
            CheckProfile::standard(),
        )));
        Ok(())
    })
}

/// The same for the files of a folder, without its subfolders, that end in .csv or .jpg, whatever their case. They are read
/// in the order of their names. `options` may be NULL; their profile holds for each file, for the files of a group against each
/// other, and for cpl_groups_build. Free the result with cpl_groups_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_group_folder(
    folder: *const c_char,
    folder_len: usize,
    options: *const cpl_read_options,
    groups: *mut *mut cpl_groups,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (out, folder) = (given(groups)?, text(folder, folder_len)?);
        let how = How::of(options)?;
        let documents =
            read_folder(Path::new(folder), &how).map_err(|error| error.in_file(folder))?;
        out.write(handle(cpl_groups::of(documents, how.profile)));
        Ok(())
    })
}

/// Number of groups, in the order of their first files.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_groups_count(groups: *const cpl_groups, count: *mut usize) -> u32 {
    quick(|| give(given(groups)?.groups.len(), count))
}

/// Fills `info` with what the group at `index`, from 0, is, or was most likely meant to be. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_groups_get(
    groups: *const cpl_groups,
    index: usize,
    info: *mut cpl_set_info,
) -> u32 {
    quick(|| {
        let group = at(&given(groups)?.groups, index)?;
        give_struct(group.texts.as_struct(), info)
    })
}

/// File number `document_index`, from 0, of the group at `index`. Free it with cpl_document_free; it may outlive the groups.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_groups_document(
    groups: *const cpl_groups,
    index: usize,
    document_index: usize,
    document: *mut *mut cpl_document,
) -> u32 {
    quick(|| {
        let (groups, out) = (given(groups)?, given(document)?);
        let group = at(&groups.groups, index)?;
        let checked = at(group.candidate.documents(), document_index)?;
        out.write(handle(checked.clone().into()));
        Ok(())
    })
}

/// What there is to say about the group as a set: what is missing, and its files against each other. Each file has findings
/// of its own besides, and a file that belongs to no set has only those. Free the list with cpl_findings_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_groups_findings(
    groups: *const cpl_groups,
    index: usize,
    lang: u32,
    findings: *mut *mut cpl_findings,
) -> u32 {
    quick(|| {
        let (groups, out) = (given(groups)?, given(findings)?);
        let told = at(&groups.groups, index)?.candidate.findings();
        out.write(handle(cpl_findings::render(told, language(lang)?)));
        Ok(())
    })
}

/// Builds a set of the group at `index`, from 0, as cpl_set_build does, by the profile of the groups. Free it with cpl_set_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_groups_build(
    groups: *const cpl_groups,
    index: usize,
    set: *mut *mut cpl_set,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (groups, out) = (given(groups)?, given(set)?);
        let documents = at(&groups.groups, index)?.candidate.documents();
        let set = cpl_set::build(documents.to_vec(), &groups.profile)?;
        out.write(handle(set));
        Ok(())
    })
}

/// Frees groups; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_groups_free(groups: *mut cpl_groups) {
    free(groups);
}

impl cpl_set {
    fn build(
        documents: Vec<Arc<CheckedDocument>>,
        profile: &CheckProfile,
    ) -> Result<Self, Failure> {
        let set = MessageSet::build_with(documents, profile).map_err(Failure::refused_set)?;
        let parties = (Some(set.sender().into()), Some(set.receiver().into()));
        let texts = Texts {
            kind: Some(set.kind()),
            ..Texts::of(
                Edition::CURRENT,
                parties,
                Some(set.stamp()),
                set.documents(),
            )
        };
        Ok(Self { set, texts })
    }
}

impl cpl_groups {
    fn of(documents: Vec<Arc<CheckedDocument>>, profile: CheckProfile) -> Self {
        let groups = group_with(documents, &profile)
            .into_iter()
            .map(|candidate| {
                let parties = (candidate.sender(), candidate.receiver());
                let of_files = Texts::of(
                    candidate.edition(),
                    parties,
                    candidate.stamp(),
                    candidate.documents(),
                );
                let texts = Texts {
                    kind: candidate.kind(),
                    has_errors: of_files.has_errors || candidate.findings().has_errors(),
                    ..of_files
                };
                Group { candidate, texts }
            });
        Self {
            groups: groups.collect(),
            profile,
        }
    }
}

impl Texts {
    fn of(
        edition: Edition,
        (sender, receiver): (Option<Party>, Option<Party>),
        stamp: Option<Stamp>,
        documents: &[Arc<CheckedDocument>],
    ) -> Self {
        let number =
            |party: Option<Party>| party.map_or(String::new(), |party| party.number.to_string());
        let months =
            documents
                .iter()
                .filter_map(|checked| match checked.document().file_name()?.month? {
                    MonthPart::Month(month) => Some(month.to_string()),
                    MonthPart::Zero => None,
                });
        Self {
            kind: None,
            edition,
            sender: number(sender),
            sender_kind: sender.map_or(String::new(), kind_text),
            receiver: number(receiver),
            receiver_kind: receiver.map_or(String::new(), kind_text),
            stamp: stamp.map_or(String::new(), |stamp| stamp.to_string()),
            month: months.min().unwrap_or_default(),
            documents: documents.len(),
            has_errors: documents
                .iter()
                .any(|checked| checked.findings().has_errors()),
        }
    }

    fn as_struct(&self) -> cpl_set_info {
        cpl_set_info {
            // give_struct says how much it filled.
            struct_size: 0,
            edition: of_edition(self.edition),
            has_errors: self.has_errors.into(),
            reserved: 0,
            document_count: self.documents,
            kind: self.kind.map_or("", SetKind::ident).into(),
            kind_name_ja: self.kind.map_or("", SetKind::name_ja).into(),
            sender: (&*self.sender).into(),
            sender_kind: (&*self.sender_kind).into(),
            receiver: (&*self.receiver).into(),
            receiver_kind: (&*self.receiver_kind).into(),
            stamp: (&*self.stamp).into(),
            month: (&*self.month).into(),
        }
    }
}

fn read_folder(folder: &Path, how: &How) -> Result<Vec<Arc<CheckedDocument>>, Failure> {
    let unreadable = |error: io::Error| Failure::unreadable_file(careplan_core::io_kind(&error));
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let is_file = path.extension().is_some_and(|extension| {
            extension.eq_ignore_ascii_case("csv") || extension.eq_ignore_ascii_case("jpg")
        });
        if is_file && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let (name, content) = read_file(path)?;
        Ok(how.read(&name, content).checked)
    };
    paths.iter().map(read).collect()
}
