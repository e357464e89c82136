//! Layouts: what the standard fixes as tables.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::mem::size_of;

use careplan_core::layout::{
    CodeList, Edition, FileKind, Item, Layout, SenderRole, ServiceKindInfo, SetKindInfo, ValueType,
};
use safer_ffi::derive_ReprC;

use crate::boundary::{Sized32, free, give, give_struct, give_text, given, handle, quick, text};
use crate::error::Failure;
use crate::shown::at;
use crate::status::*;
use crate::value::cpl_text;

/// 標準仕様 3.x 版.
pub const CPL_EDITION_3: u32 = 3;
/// 標準仕様 4.0 版.
pub const CPL_EDITION_40: u32 = 40;
/// 標準仕様 4.1 版, the present one.
pub const CPL_EDITION_41: u32 = 41;

/// 居宅介護支援事業所 sends it: plans and slips.
pub const CPL_SENDER_SUPPORT: u32 = 1;
/// サービス事業所 sends it: actuals.
pub const CPL_SENDER_SERVICE: u32 = 2;
/// 介護予防支援 sends it: basic information and prevention plans.
pub const CPL_SENDER_PREVENTION: u32 = 3;

/// フリーテキスト.
pub const CPL_VALUE_TEXT: u32 = 1;
/// Digits only.
pub const CPL_VALUE_INTEGER: u32 = 2;
/// 99.99.
pub const CPL_VALUE_DECIMAL2: u32 = 3;
/// 年月 YYYYMM; 000000 too where the item allows it.
pub const CPL_VALUE_MONTH: u32 = 4;
/// 年月日 YYYYMMDD; 00000000 too where the item allows it.
pub const CPL_VALUE_DATE: u32 = 5;
/// 時刻 HHMM; 9999 too where the item allows it.
pub const CPL_VALUE_TIME: u32 = 6;
/// A code of a list: cpl_layout_code.
pub const CPL_VALUE_CODE: u32 = 7;
/// CSVバージョン.
pub const CPL_VALUE_VERSION: u32 = 8;
/// 保険者番号.
pub const CPL_VALUE_INSURER: u32 = 9;
/// 被保険者番号.
pub const CPL_VALUE_INSURED: u32 = 10;
/// 事業所番号.
pub const CPL_VALUE_OFFICE: u32 = 11;
/// サービス種類コード.
pub const CPL_VALUE_SERVICE_KIND: u32 = 12;
/// サービスコード, six characters.
pub const CPL_VALUE_SERVICE_CODE: u32 = 13;
/// TAISコード or 福祉用具届出コード.
pub const CPL_VALUE_TAIS: u32 = 14;
/// 郵便番号 NNN-NNNN.
pub const CPL_VALUE_POSTAL: u32 = 15;
/// 電話番号.
pub const CPL_VALUE_PHONE: u32 = 16;
/// 日割対象日: 31 characters 0 or 1.
pub const CPL_VALUE_DAY_FLAGS: u32 = 17;
/// Must be empty.
pub const CPL_VALUE_UNUSED: u32 = 18;

/// レコードレイアウト of one kind of file in one edition. Free it with cpl_layout_free.
pub struct cpl_layout {
    layout: &'static Layout,
}

/// ファイル種別: one kind of file. Set struct_size before the call. The texts are static.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_file_kind {
    /// sizeof(cpl_file_kind), set by the caller.
    pub struct_size: u32,
    /// CPL_SENDER_…
    pub sender: u32,
    /// 1 when its file names carry the month, else 0.
    pub has_month: u32,
    /// 1 when it has records, 0 for the image.
    pub has_records: u32,
    /// The beginning of its file names, such as UPPLAN.
    pub kind: cpl_text,
    /// Its Japanese name.
    pub name_ja: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; four u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_file_kind {
    const SMALLEST: usize = size_of::<Self>();
}

/// セットの種別: one kind of set. Set struct_size before the call. The texts are static.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_set_kind {
    /// sizeof(cpl_set_kind), set by the caller.
    pub struct_size: u32,
    /// How many kinds of file must be there, each once: cpl_set_kind_file from 0 on.
    pub file_count: u32,
    /// How many kinds of file may be there besides: the numbers that follow.
    pub annex_count: u32,
    /// 0.
    pub reserved: u32,
    /// Its identifier, such as use_slip.
    pub kind: cpl_text,
    /// Its Japanese name.
    pub name_ja: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; four u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_set_kind {
    const SMALLEST: usize = size_of::<Self>();
}

/// 項目: one item of a layout. Set struct_size before the call. The texts are static.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_item {
    /// sizeof(cpl_item), set by the caller.
    pub struct_size: u32,
    /// 項番, from 1.
    pub no: u32,
    /// CPL_VALUE_…
    pub value_type: u32,
    /// Most characters; 0 where the standard sets no limit.
    pub max_length: u32,
    /// 必須: 1 when it may not be empty, else 0.
    pub is_mandatory: u32,
    /// 1 when the type allows the value that stands for "none" too: 000000, 00000000 or 9999; else 0.
    pub allows_none: u32,
    /// English identifier, such as target_month; unique within a layout, the same in all layouts that have the item.
    pub identifier: cpl_text,
    /// 項目名.
    pub name_ja: cpl_text,
    /// Name of its list of codes; empty where it has none.
    pub code_list: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; six u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_item {
    const SMALLEST: usize = size_of::<Self>();
}

/// Number of kinds of file.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_file_kind_count(count: *mut usize) -> u32 {
    quick(|| give(FileKind::ALL.len(), count))
}

/// Fills `info` with the kind of file at `index`, from 0. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_file_kind_get(index: usize, info: *mut cpl_file_kind) -> u32 {
    quick(|| {
        let kind = at(&FileKind::ALL, index)?;
        let filled = cpl_file_kind {
            // give_struct says how much it filled.
            struct_size: 0,
            sender: match kind.sender() {
                SenderRole::Support => CPL_SENDER_SUPPORT,
                SenderRole::Service => CPL_SENDER_SERVICE,
                SenderRole::Prevention => CPL_SENDER_PREVENTION,
            },
            has_month: kind.month_in_name().into(),
            has_records: kind.layout().is_some().into(),
            kind: kind.prefix().into(),
            name_ja: kind.name_ja().into(),
        };
        give_struct(filled, info)
    })
}

/// Number of kinds of set in an edition (CPL_EDITION_…).
#[unsafe(no_mangle)]
pub extern "C" fn cpl_set_kind_count(edition: u32, count: *mut usize) -> u32 {
    quick(|| give(SetKindInfo::all(to_edition(edition)?).len(), count))
}

/// Fills `info` with the kind of set at `index`, from 0. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_set_kind_get(edition: u32, index: usize, info: *mut cpl_set_kind) -> u32 {
    quick(|| {
        let known = at(SetKindInfo::all(to_edition(edition)?), index)?;
        let filled = cpl_set_kind {
            // give_struct says how much it filled.
            struct_size: 0,
            file_count: known.files.len() as u32,
            annex_count: known.annexes.len() as u32,
            reserved: 0,
            kind: known.ident.into(),
            name_ja: known.name_ja.into(),
        };
        give_struct(filled, info)
    })
}

/// The kind of file number `file`, from 0, of the kind of set at `index`, such as UPPLAN. The text is static.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_set_kind_file(
    edition: u32,
    index: usize,
    file: usize,
    kind: *mut cpl_text,
) -> u32 {
    quick(|| {
        let known = at(SetKindInfo::all(to_edition(edition)?), index)?;
        let mut files = known.files.iter().chain(known.annexes);
        let found = files.nth(file).ok_or(Failure::of(CPL_OUT_OF_RANGE))?;
        give_text(found.prefix(), kind)
    })
}

/// The Japanese name of サービス種類コード `code`, two characters. The text is static. CPL_OUT_OF_RANGE for a kind that the
/// standard does not name.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_service_kind_name(
    code: *const c_char,
    code_len: usize,
    name: *mut cpl_text,
) -> u32 {
    quick(|| {
        let known = ServiceKindInfo::of(text(code, code_len)?);
        give_text(known.ok_or(Failure::of(CPL_OUT_OF_RANGE))?.name_ja, name)
    })
}

/// The layout of a kind of file, such as UPPLAN, in an edition (CPL_EDITION_…). CPL_OUT_OF_RANGE for the image, and for a
/// kind that the edition does not have. Free it with cpl_layout_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_layout_of_kind(
    kind: *const c_char,
    kind_len: usize,
    edition: u32,
    layout: *mut *mut cpl_layout,
) -> u32 {
    quick(|| {
        let (out, kind) = (given(layout)?, file_kind(text(kind, kind_len)?)?);
        let found = kind.layout_in(to_edition(edition)?);
        out.write(cpl_layout::new(found)?);
        Ok(())
    })
}

/// The kind of file that has this layout, such as UPPLAN. The text is static.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_layout_kind(layout: *const cpl_layout, kind: *mut cpl_text) -> u32 {
    quick(|| give_text(given(layout)?.layout.kind.prefix(), kind))
}

/// Number of items.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_layout_item_count(layout: *const cpl_layout, count: *mut usize) -> u32 {
    quick(|| give(given(layout)?.layout.items.len(), count))
}

/// Fills `item` with item No. `no`, from 1. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_layout_item(layout: *const cpl_layout, no: u32, item: *mut cpl_item) -> u32 {
    quick(|| {
        let known = numbered(given(layout)?.layout.items, no)?;
        let filled = cpl_item {
            // give_struct says how much it filled.
            struct_size: 0,
            no: known.no.into(),
            value_type: value_type(&known.value),
            max_length: known.max_length.into(),
            is_mandatory: known.mandatory.into(),
            allows_none: allows_none(&known.value).into(),
            identifier: known.ident.into(),
            name_ja: known.name_ja.into(),
            code_list: codes(known).map_or("", |list| list.name).into(),
        };
        give_struct(filled, item)
    })
}

/// 項番 of the item with a name: its English identifier, or else its 項目名 (the first one, where several have it).
/// CPL_OUT_OF_RANGE when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_layout_find(
    layout: *const cpl_layout,
    name: *const c_char,
    name_len: usize,
    no: *mut u32,
) -> u32 {
    quick(|| {
        let found = item_no(given(layout)?.layout, text(name, name_len)?)?;
        give(u32::from(found), no)
    })
}

/// Number of codes that item No. `no` may have; 0 where it has no list of codes.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_layout_code_count(
    layout: *const cpl_layout,
    no: u32,
    count: *mut usize,
) -> u32 {
    quick(|| {
        let item = numbered(given(layout)?.layout.items, no)?;
        give(codes(item).map_or(0, |list| list.codes.len()), count)
    })
}

/// The code at `index`, from 0, of item No. `no`, and its Japanese meaning; the standard gives none in English. The texts
/// are static. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_layout_code(
    layout: *const cpl_layout,
    no: u32,
    index: usize,
    code: *mut cpl_text,
    meaning_ja: *mut cpl_text,
) -> u32 {
    quick(|| {
        let item = numbered(given(layout)?.layout.items, no)?;
        let (code, meaning_ja) = (given(code)?, given(meaning_ja)?);
        let known = at(codes(item).map_or(&[][..], |list| list.codes), index)?;
        code.write(known.0.into());
        meaning_ja.write(known.1.into());
        Ok(())
    })
}

/// The Japanese meaning of a code of item No. `no`. The text is static. CPL_OUT_OF_RANGE for a code that it may not have.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_layout_code_meaning(
    layout: *const cpl_layout,
    no: u32,
    code: *const c_char,
    code_len: usize,
    meaning_ja: *mut cpl_text,
) -> u32 {
    quick(|| {
        let item = numbered(given(layout)?.layout.items, no)?;
        let code = text(code, code_len)?;
        let meaning = codes(item).and_then(|list| list.meaning(code));
        give_text(meaning.ok_or(Failure::of(CPL_OUT_OF_RANGE))?, meaning_ja)
    })
}

/// Frees a layout; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_layout_free(layout: *mut cpl_layout) {
    free(layout);
}

impl cpl_layout {
    pub(crate) fn new(layout: Option<&'static Layout>) -> Result<*mut Self, Failure> {
        let layout = layout.ok_or(Failure::of(CPL_OUT_OF_RANGE))?;
        Ok(handle(Self { layout }))
    }
}

/// What has a number, from 1.
pub(crate) fn numbered<T>(list: &[T], no: u32) -> Result<&T, Failure> {
    let index = (no as usize).checked_sub(1);
    at(list, index.ok_or(Failure::of(CPL_OUT_OF_RANGE))?)
}

/// 項番 of the item with an identifier of ours or a 項目名.
pub(crate) fn item_no(layout: &Layout, name: &str) -> Result<u16, Failure> {
    let by_name = || layout.items.iter().find(|item| item.name_ja == name);
    let found = layout.item(name).or_else(by_name);
    found
        .map(|item| item.no)
        .ok_or(Failure::of(CPL_OUT_OF_RANGE))
}

/// The kind with a prefix.
pub(crate) fn file_kind(prefix: &str) -> Result<FileKind, Failure> {
    let found = FileKind::ALL.iter().find(|kind| kind.prefix() == prefix);
    found.copied().ok_or(Failure::of(CPL_BAD_ARGUMENT))
}

pub(crate) fn to_edition(edition: u32) -> Result<Edition, Failure> {
    match edition {
        CPL_EDITION_3 => Ok(Edition::V3),
        CPL_EDITION_40 => Ok(Edition::V40),
        CPL_EDITION_41 => Ok(Edition::V41),
        _ => Err(Failure::of(CPL_BAD_ARGUMENT)),
    }
}

pub(crate) fn of_edition(edition: Edition) -> u32 {
    match edition {
        Edition::V3 => CPL_EDITION_3,
        Edition::V40 => CPL_EDITION_40,
        Edition::V41 => CPL_EDITION_41,
    }
}

fn codes(item: &Item) -> Option<&'static CodeList> {
    match item.value {
        ValueType::Code(list) => Some(list),
        _ => None,
    }
}

fn allows_none(value: &ValueType) -> bool {
    matches!(
        value,
        ValueType::YearMonth { zero: true }
            | ValueType::Date { zero: true }
            | ValueType::Time { none: true }
    )
}

fn value_type(value: &ValueType) -> u32 {
    match value {
        ValueType::Version => CPL_VALUE_VERSION,
        ValueType::YearMonth { .. } => CPL_VALUE_MONTH,
        ValueType::Date { .. } => CPL_VALUE_DATE,
        ValueType::Time { .. } => CPL_VALUE_TIME,
        ValueType::Integer => CPL_VALUE_INTEGER,
        ValueType::Decimal2 => CPL_VALUE_DECIMAL2,
        ValueType::Text => CPL_VALUE_TEXT,
        ValueType::Insurer => CPL_VALUE_INSURER,
        ValueType::Insured => CPL_VALUE_INSURED,
        ValueType::Office => CPL_VALUE_OFFICE,
        ValueType::ServiceKind => CPL_VALUE_SERVICE_KIND,
        ValueType::ServiceCode => CPL_VALUE_SERVICE_CODE,
        ValueType::Tais => CPL_VALUE_TAIS,
        ValueType::Postal => CPL_VALUE_POSTAL,
        ValueType::Phone => CPL_VALUE_PHONE,
        ValueType::DayFlags => CPL_VALUE_DAY_FLAGS,
        ValueType::Code(_) => CPL_VALUE_CODE,
        ValueType::Unused => CPL_VALUE_UNUSED,
    }
}
