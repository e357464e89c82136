//! What several lists show: times, reasons, parts of covers, and what the caller asks for.
#![allow(unsafe_code)] // `unsafe impl` of the layouts; each says why it holds.

use std::ffi::c_char;
use std::str::FromStr;

use careplan_core::envelope::EnvelopeError;
use careplan_core::exchange::{ExchangeError, Reason};
use careplan_core::message::FileEntry;
use careplan_core::{Explain, Explanation};
use jiff::Timestamp;
use safer_ffi::derive_ReprC;
use uuid::Uuid;

use crate::boundary::{Sized32, text};
use crate::error::Failure;
use crate::status::*;
use crate::value::cpl_text;

/// 理由: why something failed, was rejected or waits. All empty where there is nothing to say.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_reason {
    /// Stable code, one word such as unknown_office.
    pub code: cpl_text,
    /// 何が起きたか, in Japanese.
    pub message_ja: cpl_text,
    /// 次に何をするか, in Japanese.
    pub hint_ja: cpl_text,
    /// What happened, in English.
    pub message_en: cpl_text,
    /// What to do next, in English.
    pub hint_en: cpl_text,
}

/// 履歴: one state of a message. Set struct_size before the call. The text belongs to the list that was asked.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_step {
    /// sizeof(cpl_step), set by the caller.
    pub struct_size: u32,
    /// CPL_SENT_… or CPL_RECEIVED_…
    pub state: u32,
    /// When it began, RFC 3339 in UTC.
    pub at: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; two u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_step {
    const SMALLEST: usize = size_of::<Self>();
}

/// A file that a cover names. Set struct_size before the call. The texts belong to the list that was asked.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_cover_file {
    /// sizeof(cpl_cover_file), set by the caller.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// Bytes of the file.
    pub size: u64,
    /// File name of the standard.
    pub name: cpl_text,
    /// SHA-256 of the file, 64 lower-case hexadecimal digits.
    pub sha256: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; two u32, a u64 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_cover_file {
    const SMALLEST: usize = size_of::<Self>();
}

/// The texts of a reason, made once.
#[derive(Default)]
pub(crate) struct Shown {
    code: String,
    ja: String,
    hint_ja: &'static str,
    en: String,
    hint_en: &'static str,
}

impl Shown {
    pub(crate) fn of(code: &str, explanation: Explanation) -> Self {
        Self {
            code: code.to_owned(),
            ja: explanation.ja,
            hint_ja: explanation.hint_ja,
            en: explanation.en,
            hint_en: explanation.hint_en,
        }
    }

    pub(crate) fn of_reason(reason: Option<&Reason>) -> Self {
        reason.map_or_else(Self::default, |reason| {
            Self::of(reason.code(), reason.explanation())
        })
    }

    pub(crate) fn of_error(error: &ExchangeError) -> Self {
        Self::of(error.code(), error.explanation())
    }

    pub(crate) fn of_envelope(error: &EnvelopeError) -> Self {
        Self::of_error(&ExchangeError::Envelope(error.clone()))
    }

    pub(crate) fn as_struct(&self) -> cpl_reason {
        cpl_reason {
            code: (&*self.code).into(),
            message_ja: (&*self.ja).into(),
            hint_ja: self.hint_ja.into(),
            message_en: (&*self.en).into(),
            hint_en: self.hint_en.into(),
        }
    }
}

/// The files of a cover.
pub(crate) fn cover_file(file: &FileEntry) -> cpl_cover_file {
    cpl_cover_file {
        // give_struct says how much it filled.
        struct_size: 0,
        reserved: 0,
        size: file.size,
        name: (&*file.name).into(),
        sha256: (&*file.sha256).into(),
    }
}

/// The states of a message and when they began.
pub(crate) struct Steps(Vec<(u32, String)>);

impl Steps {
    pub(crate) fn of(steps: impl Iterator<Item = (u32, Timestamp)>) -> Self {
        Self(steps.map(|(state, at)| (state, at.to_string())).collect())
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn get(&self, index: usize) -> Result<cpl_step, Failure> {
        let (state, began) = at(&self.0, index)?;
        Ok(cpl_step {
            // give_struct says how much it filled.
            struct_size: 0,
            state: *state,
            at: (&**began).into(),
        })
    }
}

/// RFC 3339 in UTC; empty where there is none.
pub(crate) fn time(at: Option<Timestamp>) -> String {
    at.map_or_else(String::new, |at| at.to_string())
}

/// An entry of a list.
pub(crate) fn at<T>(list: &[T], index: usize) -> Result<&T, Failure> {
    list.get(index).ok_or(Failure::of(CPL_OUT_OF_RANGE))
}

/// A number that fits a u32; more is told as the most.
pub(crate) fn count32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Id of a message, in its text form.
pub(crate) fn message_id(id: *const c_char, id_len: usize) -> Result<Uuid, Failure> {
    parsed(text(id, id_len)?)
}

/// A value that is asked for by its text; `None` for an empty one.
pub(crate) fn asked<T: FromStr>(
    pointer: *const c_char,
    length: usize,
) -> Result<Option<T>, Failure> {
    match text(pointer, length)? {
        "" => Ok(None),
        given => parsed(given).map(Some),
    }
}

fn parsed<T: FromStr>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Failure::of(CPL_BAD_ARGUMENT))
}
