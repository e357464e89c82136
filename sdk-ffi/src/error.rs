//! Errors: a status, a text and a hint in both languages, and findings where there are any.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::io;
use std::mem::MaybeUninit;

use careplan_core::Explain;
use careplan_core::exchange::ExchangeError;
use careplan_core::finding::{Findings, Lang};

use crate::boundary::{free, give_text, given, handle, language, quick};
use crate::findings::cpl_findings;
use crate::status::*;

/// Why a call failed, in full. Free it with cpl_error_free.
pub struct cpl_error {
    failure: Failure,
}

/// What a body returns instead of a result.
pub(crate) struct Failure {
    pub status: u32,
    message: [String; 2],
    hint: [String; 2],
    is_retryable: bool,
    retry_after: u64,
    findings: Findings,
}

impl From<Failure> for cpl_error {
    fn from(failure: Failure) -> Self {
        Self { failure }
    }
}

impl Failure {
    pub(crate) const PANIC: Self = Self {
        status: CPL_PANIC,
        message: [String::new(), String::new()],
        hint: [String::new(), String::new()],
        is_retryable: false,
        retry_after: 0,
        findings: Findings::NONE,
    };

    /// A failure that its status explains.
    pub(crate) fn of(status: u32) -> Self {
        Self {
            status,
            ..Self::PANIC
        }
    }

    pub(crate) fn unreadable_file(cause: io::ErrorKind) -> Self {
        Self {
            message: [
                format!("ファイルを読み取れません（{cause}）。"),
                format!("the file cannot be read: {cause}"),
            ],
            hint: [
                "パスと、読み取る権限を確認してください。".to_owned(),
                "Check the path and that it may be read.".to_owned(),
            ],
            ..Self::of(CPL_FILE_UNREADABLE)
        }
    }

    pub(crate) fn refused_set(findings: Findings) -> Self {
        let count = findings.errors();
        Self {
            message: [
                format!(
                    "ファイルの組み合わせが送信できるセットではありません（指摘 {count} 件）。"
                ),
                format!("the files are not a set that can be sent ({count} findings)"),
            ],
            hint: [
                "指摘（cpl_error_findings）を直してください。".to_owned(),
                "Mend the findings (cpl_error_findings).".to_owned(),
            ],
            findings,
            ..Self::of(CPL_SET_REFUSED)
        }
    }

    /// The text of a failure whose status explains it, for those who show texts.
    fn fixed_text(status: u32) -> [&'static str; 4] {
        match status {
            CPL_NULL_POINTER => [
                "NULL にできない引数が NULL です。",
                "an argument that must not be NULL is NULL",
                "呼び出し側の引数を確認してください。",
                "Check the arguments of the call.",
            ],
            CPL_NOT_UTF8 => [
                "文字列が UTF-8 ではありません。",
                "a text is not UTF-8",
                "UTF-8 に変換して渡してください。ファイルの内容はバイト列のまま渡します。",
                "Convert it to UTF-8; file content is passed as bytes.",
            ],
            CPL_BAD_ARGUMENT => [
                "引数の値が正しくありません。",
                "an argument has an undefined value",
                "careplan.h の定数を使ってください。",
                "Use the constants of careplan.h.",
            ],
            CPL_OUT_OF_RANGE => [
                "その番号の要素はありません。",
                "there is no such element",
                "件数を先に確認してください。",
                "Ask for the count first.",
            ],
            CPL_STRUCT_TOO_SMALL => [
                "struct_size が小さすぎます。",
                "struct_size is too small",
                "呼び出す前に sizeof の値を入れてください。",
                "Set it to sizeof before the call.",
            ],
            _ => [
                "ライブラリ内部で問題が起きました。データは変更されていません。",
                "the library failed internally; nothing was changed",
                "SDK の版と操作の手順を添えて開発元に知らせてください。",
                "Please report it with the SDK version and the steps.",
            ],
        }
    }

    fn text(&self, lang: Lang) -> &str {
        let text = &self.message[lang.pick(0, 1)];
        if text.is_empty() {
            Self::fixed_text(self.status)[lang.pick(0, 1)]
        } else {
            text
        }
    }

    fn hint(&self, lang: Lang) -> &str {
        let text = &self.hint[lang.pick(0, 1)];
        if text.is_empty() {
            Self::fixed_text(self.status)[lang.pick(2, 3)]
        } else {
            text
        }
    }
}

impl From<ExchangeError> for Failure {
    fn from(error: ExchangeError) -> Self {
        Self {
            status: of_exchange(&error),
            message: [error.message(Lang::Ja), error.message(Lang::En)],
            hint: [error.hint(Lang::Ja), error.hint(Lang::En)],
            is_retryable: error.is_retryable(),
            retry_after: error.retry_after().unwrap_or(0),
            findings: Findings::NONE,
        }
    }
}

/// The status that the call returned.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_error_status(
    error: Option<&cpl_error>,
    status: Option<&mut MaybeUninit<u32>>,
) -> u32 {
    quick(|| {
        given(status)?.write(given(error)?.failure.status);
        Ok(())
    })
}

/// What happened, for the person at the screen. `lang` is CPL_LANG_JA or CPL_LANG_EN. The text belongs to the error.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_error_message(
    error: Option<&cpl_error>,
    lang: u32,
    text: Option<&mut MaybeUninit<*const c_char>>,
    text_len: Option<&mut MaybeUninit<usize>>,
) -> u32 {
    quick(|| give_text(given(error)?.failure.text(language(lang)?), text, text_len))
}

/// What to do next, for the person at the screen. The text belongs to the error.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_error_hint(
    error: Option<&cpl_error>,
    lang: u32,
    text: Option<&mut MaybeUninit<*const c_char>>,
    text_len: Option<&mut MaybeUninit<usize>>,
) -> u32 {
    quick(|| give_text(given(error)?.failure.hint(language(lang)?), text, text_len))
}

/// 1 when the same call may succeed later without anybody changing anything, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_error_is_retryable(
    error: Option<&cpl_error>,
    is_retryable: Option<&mut MaybeUninit<u32>>,
) -> u32 {
    quick(|| {
        given(is_retryable)?.write(u32::from(given(error)?.failure.is_retryable));
        Ok(())
    })
}

/// Seconds to wait before trying again; 0 where nothing is said of that.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_error_retry_after(
    error: Option<&cpl_error>,
    seconds: Option<&mut MaybeUninit<u64>>,
) -> u32 {
    quick(|| {
        given(seconds)?.write(given(error)?.failure.retry_after);
        Ok(())
    })
}

/// The findings of a refused set; an empty list for other errors. Free it with cpl_findings_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_error_findings(
    error: Option<&cpl_error>,
    lang: u32,
    findings: Option<&mut MaybeUninit<*mut cpl_findings>>,
) -> u32 {
    quick(|| {
        let (error, findings) = (given(error)?, given(findings)?);
        findings.write(handle(cpl_findings::render(
            &error.failure.findings,
            language(lang)?,
        )));
        Ok(())
    })
}

/// Frees an error; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_error_free(error: Option<Box<cpl_error>>) {
    free(error);
}
