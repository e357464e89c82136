//! Substitutions: what to write for characters that MS932 lacks.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::mem::size_of;

use careplan_core::finding::Lang;
use careplan_core::text::{Change, How, LastResort, Step, Substituted, Substitutions};
use safer_ffi::derive_ReprC;

use crate::boundary::{
    Given32, Sized32, array, call, free, give, give_struct, give_text, given, handle, language,
    quick, take_struct, text,
};
use crate::error::{Failure, cpl_error};
use crate::shown::at;
use crate::status::*;
use crate::value::cpl_text;

/// cpl_substitution_options: a variation selector (異体字セレクタ) is not dropped, and か with its mark does not become が.
pub const CPL_WITHOUT_COMPOSING: u32 = 1;
/// cpl_substitution_options: no character is written as the same under another code point, such as 〜 as ～.
pub const CPL_WITHOUT_LOOK_ALIKES: u32 = 2;
/// cpl_substitution_options: no form that says the same (互換文字) is written, such as (21) for ㉑.
pub const CPL_WITHOUT_COMPATIBILITY: u32 = 4;
/// cpl_substitution_options: 国税庁 JIS縮退マップ is not used, which has 嘘 for 噓.
pub const CPL_WITHOUT_NTA_SHRINK: u32 = 8;
/// cpl_substitution_options: no 〓 stands for what nothing else replaces; the whole text is refused.
pub const CPL_WITHOUT_LAST_RESORT: u32 = 16;

/// 利用者の置換表: the caller's own table.
pub const CPL_HOW_OWN_TABLE: u32 = 1;
/// The same character under another code point, 〜 as ～.
pub const CPL_HOW_LOOK_ALIKE: u32 = 2;
/// Something that shows nothing, such as a variation selector, was dropped.
pub const CPL_HOW_DROPPED: u32 = 3;
/// A character and its marks were composed.
pub const CPL_HOW_COMPOSED: u32 = 4;
/// A form that says the same, (21) for ㉑.
pub const CPL_HOW_COMPATIBILITY: u32 = 5;
/// 国税庁 JIS縮退マップ.
pub const CPL_HOW_NTA_SHRINK: u32 = 6;
/// A visible 〓: a person must look.
pub const CPL_HOW_LAST_RESORT: u32 = 7;

/// Text that MS932 holds, and what was replaced to make it so. Free it with cpl_substituted_free.
pub struct cpl_substituted {
    done: Substituted,
}

/// How characters are replaced. Set struct_size and put 0 in what you do not set. All is copied.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_substitution_options {
    /// sizeof(cpl_substitution_options).
    pub struct_size: u32,
    /// Steps that are left out: CPL_WITHOUT_…, added up; 0 for none.
    pub without: u32,
    /// 利用者の置換表: what the caller's own table replaces, such as 外字 (U+E000 and so on) or 𠮷, UTF-8; NULL for no table. Each
    /// is one or several characters, and begins with one that MS932 lacks; of several that fit, the longest wins.
    pub own_originals: *const cpl_text,
    /// What is written for each of them, in the same order; text that MS932 holds.
    pub own_replacements: *const cpl_text,
    /// How many entries the table has: elements of own_originals and of own_replacements.
    pub own_count: usize,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; all fields are numbers and raw pointers.
unsafe impl Given32 for cpl_substitution_options {
    const SMALLEST: usize = size_of::<Self>();
}

/// One replacement. Set struct_size before the call. The texts belong to the handle that was asked.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_substitution {
    /// sizeof(cpl_substitution), set by the caller.
    pub struct_size: u32,
    /// CPL_HOW_…: the step that replaced it; where it took several, the most drastic one.
    pub how: u32,
    /// Which character (code point) of the given text it begins at, from 1.
    pub position: usize,
    /// What stood there, a character with its marks, which may be personal data.
    pub original: cpl_text,
    /// What stands there now; empty for what shows nothing.
    pub replacement: cpl_text,
    /// 置き換え方: the step, for people.
    pub text: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; two u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_substitution {
    const SMALLEST: usize = size_of::<Self>();
}

/// 文字の置き換え: replaces the characters of a text, UTF-8, that MS932 lacks, such as 〜 (U+301C), − (U+2212) or 𠮷, and tells
/// each replacement; show them to a person. cpl_record_draft_set takes the new text as far as the item allows its characters.
/// What MS932 holds is never touched. Nothing is guessed: what no step knows becomes 〓. `options` may be NULL: all steps, no table.
///
/// CPL_VALUE_REFUSED, with CPL_WITHOUT_LAST_RESORT only, where nothing replaces a character; the message says which.
/// CPL_BAD_ARGUMENT for an entry of the table that cannot be used. Free the result with cpl_substituted_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_substitute(
    text: *const c_char,
    text_len: usize,
    options: *const cpl_substitution_options,
    substituted: *mut *mut cpl_substituted,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (out, text) = (given(substituted)?, self::text(text, text_len)?);
        let substitutions = match take_struct(options)? {
            Some(options) => of_options(&options)?,
            None => Substitutions::new(),
        };
        let done = substitutions.apply(text)?;
        out.write(handle(cpl_substituted { done }));
        Ok(())
    })
}

/// The new text; the given one where nothing had to be replaced. It belongs to the result.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_substituted_text(
    substituted: *const cpl_substituted,
    text: *mut cpl_text,
) -> u32 {
    quick(|| give_text(&given(substituted)?.done.text, text))
}

/// Number of replacements; 0 where MS932 holds the whole text.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_substituted_count(
    substituted: *const cpl_substituted,
    count: *mut usize,
) -> u32 {
    quick(|| give(given(substituted)?.done.changes.len(), count))
}

/// Fills `substitution` with the replacement at `index`, from 0, in the order of the text; `lang` is CPL_LANG_… for what is
/// for people. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_substituted_get(
    substituted: *const cpl_substituted,
    index: usize,
    lang: u32,
    substitution: *mut cpl_substitution,
) -> u32 {
    quick(|| {
        let change = at(&given(substituted)?.done.changes, index)?;
        give_struct(of_change(change, language(lang)?), substitution)
    })
}

/// Frees a result; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_substituted_free(substituted: *mut cpl_substituted) {
    free(substituted);
}

fn of_options(options: &cpl_substitution_options) -> Result<Substitutions, Failure> {
    const STEPS: [(u32, Step); 4] = [
        (CPL_WITHOUT_COMPOSING, Step::Compose),
        (CPL_WITHOUT_LOOK_ALIKES, Step::LookAlike),
        (CPL_WITHOUT_COMPATIBILITY, Step::Compatibility),
        (CPL_WITHOUT_NTA_SHRINK, Step::NtaShrink),
    ];
    if options.without >= 2 * CPL_WITHOUT_LAST_RESORT {
        return Err(Failure::of(CPL_BAD_ARGUMENT));
    }
    let is_left_out = |bit| options.without & bit != 0;
    let mut substitutions = Substitutions::new();
    for (bit, step) in STEPS {
        if is_left_out(bit) {
            substitutions = substitutions.without(step);
        }
    }
    if is_left_out(CPL_WITHOUT_LAST_RESORT) {
        substitutions = substitutions.last_resort(LastResort::Refuse);
    }
    let originals = array(options.own_originals, options.own_count)?;
    let replacements = array(options.own_replacements, options.own_count)?;
    for (original, replacement) in originals.iter().zip(replacements) {
        let original = text(original.data, original.len)?;
        let replacement = text(replacement.data, replacement.len)?;
        substitutions = substitutions.own(original, replacement)?;
    }
    Ok(substitutions)
}

fn of_change(change: &Change, lang: Lang) -> cpl_substitution {
    cpl_substitution {
        // give_struct says how much it filled.
        struct_size: 0,
        how: match change.how {
            How::OwnTable => CPL_HOW_OWN_TABLE,
            How::LookAlike => CPL_HOW_LOOK_ALIKE,
            How::Dropped => CPL_HOW_DROPPED,
            How::Composed => CPL_HOW_COMPOSED,
            How::Compatibility => CPL_HOW_COMPATIBILITY,
            How::NtaShrink => CPL_HOW_NTA_SHRINK,
            How::LastResort => CPL_HOW_LAST_RESORT,
        },
        position: change.position,
        original: (&*change.original).into(),
        replacement: (&*change.replacement).into(),
        text: lang.pick(change.how.ja(), change.how.en()).into(),
    }
}
