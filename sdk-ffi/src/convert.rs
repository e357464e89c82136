//! Repairs, and files of older editions.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::mem::size_of;
use std::sync::Arc;

use careplan_core::check::CheckedDocument;
use careplan_core::finding::Lang;
use careplan_core::repair::{Change, Repair, RepairOptions, Repaired, repair};
use careplan_core::upgrade::{UpgradeOptions, Upgraded, upgrade};
use safer_ffi::derive_ReprC;

use crate::boundary::{
    Sized32, call, free, give, give_struct, give_text, given, handle, handles, language, quick,
    text,
};
use crate::document::cpl_document;
use crate::edit::parsed;
use crate::error::cpl_error;
use crate::findings::cpl_findings;
use crate::shown::at;
use crate::value::cpl_text;

/// A file after its repairs, and what was changed. Free it with cpl_repaired_free.
pub struct cpl_repaired {
    repaired: Repaired,
    checked: Arc<CheckedDocument>,
}

/// Files that were brought to edition 4.1, and what there is to say. Free it with cpl_upgraded_free.
pub struct cpl_upgraded {
    upgraded: Upgraded,
    files: Vec<UpgradedFile>,
}

struct UpgradedFile {
    checked: Arc<CheckedDocument>,
    /// Each in Japanese and in English.
    changes: Vec<[String; 2]>,
}

/// One kind of change that a repair made to a file or to an item. Set struct_size before the call. The texts belong to the
/// handle that was asked.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_change {
    /// sizeof(cpl_change), set by the caller.
    pub struct_size: u32,
    /// The first data record of the old file where it was done, from 1; 0 on the whole file.
    pub record: u32,
    /// 項番, from 1; 0 on a whole file or record.
    pub item: u32,
    /// In how many places it was done.
    pub count: u32,
    /// Stable code of what was done, such as line_ends.
    pub code: cpl_text,
    /// 項目名; empty where item is 0.
    pub item_name: cpl_text,
    /// What was done, for people.
    pub text: cpl_text,
    /// For a replaced character: what stood there, which may be personal data; else empty.
    pub original: cpl_text,
    /// For a replaced character: what stands there now.
    pub replacement: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; four u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_change {
    const SMALLEST: usize = size_of::<Self>();
}

/// Applies the repairs that are safe (修正): line ends, quotes, encoding, the form of dates and names, and so on; no value
/// is guessed. The document stays as it is. Free the result with cpl_repaired_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_repair(
    document: *const cpl_document,
    repaired: *mut *mut cpl_repaired,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (document, out) = (given(document)?, given(repaired)?);
        let mut repaired = repair(document.checked.document(), &RepairOptions::default());
        let bytes = std::mem::take(&mut repaired.bytes);
        let checked = Arc::new(CheckedDocument::read(&repaired.name, bytes));
        out.write(handle(cpl_repaired { repaired, checked }));
        Ok(())
    })
}

/// The repaired file, read and checked. Free it with cpl_document_free; it may outlive the result.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_repaired_document(
    repaired: *const cpl_repaired,
    document: *mut *mut cpl_document,
) -> u32 {
    quick(|| {
        let (repaired, out) = (given(repaired)?, given(document)?);
        out.write(handle(repaired.checked.clone().into()));
        Ok(())
    })
}

/// Number of changes; 0 for a file that needs nothing.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_repaired_count(repaired: *const cpl_repaired, count: *mut usize) -> u32 {
    quick(|| give(given(repaired)?.repaired.changes.len(), count))
}

/// Fills `change` with the change at `index`, from 0, in one language. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_repaired_get(
    repaired: *const cpl_repaired,
    index: usize,
    lang: u32,
    change: *mut cpl_change,
) -> u32 {
    quick(|| {
        let known = at(&given(repaired)?.repaired.changes, index)?;
        give_struct(of_change(known, language(lang)?), change)
    })
}

/// Why some repairs could not be done, and what to do, for people; empty where nothing stood in the way. The text is static.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_repaired_obstacle(
    repaired: *const cpl_repaired,
    lang: u32,
    text: *mut cpl_text,
) -> u32 {
    quick(|| {
        let (obstacle, lang) = (given(repaired)?.repaired.obstacle, language(lang)?);
        give_text(obstacle.map_or("", |obstacle| obstacle.text(lang)), text)
    })
}

/// Frees a result; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_repaired_free(repaired: *mut cpl_repaired) {
    free(repaired);
}

/// Brings files of editions 3.x and 4.0 to 4.1 (版の変換), set by set; each set whole or not at all. Files of 4.1 pass
/// through. The documents stay as they are.
///
/// `sender_kind` and `receiver_kind` (サービス種類コード, two characters) are for names that do not tell them; where they are
/// empty they are derived if that can be done for certain. What could not be done is told by cpl_upgraded_findings, not by
/// an error. Free the result with cpl_upgraded_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_upgrade(
    documents: *const *const cpl_document,
    count: usize,
    sender_kind: *const c_char,
    sender_kind_len: usize,
    receiver_kind: *const c_char,
    receiver_kind_len: usize,
    upgraded: *mut *mut cpl_upgraded,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (out, documents) = (given(upgraded)?, handles(documents, count)?);
        let kind = |kind: &str| match kind {
            "" => Ok(None),
            kind => parsed(kind).map(Some),
        };
        let options = UpgradeOptions {
            sender_kind: kind(text(sender_kind, sender_kind_len)?)?,
            receiver_kind: kind(text(receiver_kind, receiver_kind_len)?)?,
        };
        let files: Vec<_> = documents.iter().map(|one| one.checked.clone()).collect();
        let mut upgraded = upgrade(&files, &options);
        let files = upgraded.files.iter_mut().map(|file| UpgradedFile {
            checked: Arc::new(CheckedDocument::read(
                &file.name,
                std::mem::take(&mut file.bytes),
            )),
            changes: (file.changes.iter())
                .map(|change| [change.text(Lang::Ja), change.text(Lang::En)])
                .collect(),
        });
        let files = files.collect();
        out.write(handle(cpl_upgraded { upgraded, files }));
        Ok(())
    })
}

/// Number of files of edition 4.1 that came out.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_upgraded_count(upgraded: *const cpl_upgraded, count: *mut usize) -> u32 {
    quick(|| give(given(upgraded)?.files.len(), count))
}

/// The file at `index`, from 0, read and checked. Free it with cpl_document_free; it may outlive the result.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_upgraded_document(
    upgraded: *const cpl_upgraded,
    index: usize,
    document: *mut *mut cpl_document,
) -> u32 {
    quick(|| {
        let (upgraded, out) = (given(upgraded)?, given(document)?);
        let file = at(&upgraded.files, index)?;
        out.write(handle(file.checked.clone().into()));
        Ok(())
    })
}

/// The name of the old file that the file at `index`, from 0, was made of. The text belongs to the result.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_upgraded_source(
    upgraded: *const cpl_upgraded,
    index: usize,
    name: *mut cpl_text,
) -> u32 {
    quick(|| give_text(&at(&given(upgraded)?.upgraded.files, index)?.source, name))
}

/// Number of changes to the file at `index`, from 0; 0 for one that was of 4.1 already.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_upgraded_change_count(
    upgraded: *const cpl_upgraded,
    index: usize,
    count: *mut usize,
) -> u32 {
    quick(|| give(at(&given(upgraded)?.files, index)?.changes.len(), count))
}

/// Change number `change`, from 0, to the file at `index`, for people. The text belongs to the result.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_upgraded_change(
    upgraded: *const cpl_upgraded,
    index: usize,
    change: usize,
    lang: u32,
    text: *mut cpl_text,
) -> u32 {
    quick(|| {
        let file = at(&given(upgraded)?.files, index)?;
        let [ja, en] = at(&file.changes, change)?;
        give_text(language(lang)?.pick(ja, en), text)
    })
}

/// Why sets were refused, where service kinds come from, and what a person must supply. Free it with cpl_findings_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_upgraded_findings(
    upgraded: *const cpl_upgraded,
    lang: u32,
    findings: *mut *mut cpl_findings,
) -> u32 {
    quick(|| {
        let (upgraded, out) = (given(upgraded)?, given(findings)?);
        let told = &upgraded.upgraded.findings;
        out.write(handle(cpl_findings::render(told, language(lang)?)));
        Ok(())
    })
}

/// Frees a result; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_upgraded_free(upgraded: *mut cpl_upgraded) {
    free(upgraded);
}

fn of_change(change: &Change, lang: Lang) -> cpl_change {
    let (original, replacement) = match &change.substitution {
        Some(substitution) => (&*substitution.original, &*substitution.replacement),
        None => ("", ""),
    };
    cpl_change {
        // give_struct says how much it filled.
        struct_size: 0,
        record: change.record.unwrap_or(0),
        item: change.item.map_or(0, |item| item.no.into()),
        count: u32::try_from(change.count).unwrap_or(u32::MAX),
        code: code(change.what).into(),
        item_name: change.item.map_or("", |item| item.name).into(),
        text: change.what.text(lang).into(),
        original: original.into(),
        replacement: replacement.into(),
    }
}

fn code(what: Repair) -> &'static str {
    match what {
        Repair::FileName => "file_name",
        Repair::Utf16 => "utf16",
        Repair::Utf8 => "utf8",
        Repair::ByteOrderMark => "byte_order_mark",
        Repair::Tabs => "tabs",
        Repair::Padding => "padding",
        Repair::HeaderRow => "header_row",
        Repair::LineEnds => "line_ends",
        Repair::BlankLines => "blank_lines",
        Repair::EmptyRecords => "empty_records",
        Repair::FinalLineEnd => "final_line_end",
        Repair::SurplusItems => "surplus_items",
        Repair::Version => "version",
        Repair::QuotesAdded => "quotes_added",
        Repair::QuotesRemoved => "quotes_removed",
        Repair::ExcelWrapper => "excel_wrapper",
        Repair::UnusedEmptied => "unused_emptied",
        Repair::Blanks => "blanks",
        Repair::HalfWidth => "half_width",
        Repair::DateForm => "date_form",
        Repair::TimeForm => "time_form",
        Repair::PostalForm => "postal_form",
        Repair::Substituted => "substituted",
    }
}
