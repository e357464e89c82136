//! Errors: a status, a text and a hint in both languages, and findings where there are any.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::borrow::Cow;
use std::io;
use std::mem::size_of;

use careplan_core::envelope::EnvelopeError;
use careplan_core::exchange::ExchangeError;
use careplan_core::finding::{Finding, Findings, Lang};
use careplan_core::text::{OwnEntryError, Refused};
use careplan_core::{Explain, Explanation, io_cause};
use safer_ffi::derive_ReprC;

use crate::boundary::{
    Sized32, free, give, give_struct, give_text, given, handle, language, quick,
};
use crate::findings::cpl_findings;
use crate::status::*;
use crate::status_of::of_exchange;
use crate::status_table::{Known, known};
use crate::value::cpl_text;

/// Why a call failed, in full. Free it with cpl_error_free.
pub struct cpl_error {
    status: u32,
    code: String,
    detail: Detail,
}

/// What a body returns instead of a result.
pub(crate) struct Failure {
    pub status: u32,
    /// None where the status says it all.
    detail: Option<Box<Detail>>,
}

struct Detail {
    said: Said,
    is_retryable: bool,
    /// Seconds; 0 where nothing is said of that.
    retry_after: u64,
    /// Stable code; empty where the name of the status is all there is.
    code: &'static str,
    place: Place,
    findings: Findings,
}

/// Both languages of it.
struct Said {
    ja: String,
    en: String,
    hint_ja: Cow<'static, str>,
    hint_en: Cow<'static, str>,
}

impl From<Explanation> for Said {
    fn from(explanation: Explanation) -> Self {
        Self {
            ja: explanation.ja,
            en: explanation.en,
            hint_ja: explanation.hint_ja.into(),
            hint_en: explanation.hint_en.into(),
        }
    }
}

impl From<&Finding> for Said {
    fn from(finding: &Finding) -> Self {
        Self {
            ja: finding.message(Lang::Ja),
            en: finding.message(Lang::En),
            hint_ja: finding.hint(Lang::Ja).into(),
            hint_en: finding.hint(Lang::En).into(),
        }
    }
}

/// Where in the caller's files.
#[derive(Default)]
struct Place {
    file: String,
    record: u32,
    item: u32,
    item_name: &'static str,
}

/// 箇所: where in a file the cause of an error is. Set struct_size before the call. The texts belong to the error.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_place {
    /// sizeof(cpl_place), set by the caller.
    pub struct_size: u32,
    /// Data record, from 1; 0 where it is none.
    pub record: u32,
    /// 項番, from 1; 0 where it is none.
    pub item: u32,
    /// 0.
    pub reserved: u32,
    /// File name, or path as the caller gave it; empty where it is none.
    pub file: cpl_text,
    /// 項目名; empty where item is 0.
    pub item_name: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; four u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_place {
    const SMALLEST: usize = size_of::<Self>();
}

impl From<Failure> for cpl_error {
    fn from(failure: Failure) -> Self {
        let status = failure.status;
        let known = known(status);
        let detail = failure
            .detail
            .map_or_else(|| explain(known).into(), |detail| *detail);
        let code = match detail.code {
            "" => known
                .map_or("", |known| known.name)
                .trim_start_matches("CPL_")
                .to_lowercase(),
            code => code.to_owned(),
        };
        Self {
            status,
            code,
            detail,
        }
    }
}

impl From<Explanation> for Detail {
    fn from(explanation: Explanation) -> Self {
        Said::from(explanation).into()
    }
}

impl From<Said> for Detail {
    fn from(said: Said) -> Self {
        Self {
            said,
            is_retryable: false,
            retry_after: 0,
            code: "",
            place: Place::default(),
            findings: Findings::NONE,
        }
    }
}

impl Failure {
    /// A failure that its status explains.
    pub(crate) fn of(status: u32) -> Self {
        Self {
            status,
            detail: None,
        }
    }

    fn with(status: u32, detail: Detail) -> Self {
        Self {
            status,
            detail: Some(Box::new(detail)),
        }
    }

    pub(crate) fn unreadable_file(cause: io::ErrorKind) -> Self {
        let explanation = Explanation {
            ja: format!(
                "ファイルを読み取れません（{}）。",
                io_cause(cause, Lang::Ja)
            ),
            hint_ja: "パスと、読み取る権限を確認してください。",
            en: format!("the file cannot be read: {}", io_cause(cause, Lang::En)),
            hint_en: "Check the path and that it may be read.",
        };
        Self::with(CPL_FILE_UNREADABLE, explanation.into())
    }

    pub(crate) fn in_file(mut self, file: &str) -> Self {
        if let Some(detail) = &mut self.detail {
            detail.place.file = file.to_owned();
        }
        self
    }

    /// The same where the error does not know a file that says more.
    pub(crate) fn at_least_in(self, file: &str) -> Self {
        match &self.detail {
            Some(detail) if detail.place.file.is_empty() => self.in_file(file),
            _ => self,
        }
    }

    pub(crate) fn unwritable_file(cause: io::ErrorKind) -> Self {
        if cause == io::ErrorKind::AlreadyExists {
            return Self::with(CPL_FILE_EXISTS, explain(known(CPL_FILE_EXISTS)).into());
        }
        let explanation = Explanation {
            ja: format!(
                "ファイルを書き込めません（{}）。",
                io_cause(cause, Lang::Ja)
            ),
            hint_ja: "フォルダー、書き込む権限、ディスクの空きを確認してください。",
            en: format!("the file cannot be written: {}", io_cause(cause, Lang::En)),
            hint_en: "Check the folder, that it may be written to, and the space left on the disk.",
        };
        Self::with(CPL_FILE_UNWRITABLE, explanation.into())
    }

    /// One thing that is not of the standard.
    pub(crate) fn refused_value(finding: Finding) -> Self {
        let mut detail = Detail::from(Said::from(&finding));
        detail.code = finding.code.as_str();
        detail.place = Place {
            file: finding.file.to_string(),
            record: finding.record.unwrap_or(0),
            item: finding.item.map_or(0, |item| u32::from(item.no)),
            item_name: finding.item.map_or("", |item| item.name),
        };
        detail.findings.push(finding);
        Self::with(CPL_VALUE_REFUSED, detail)
    }

    pub(crate) fn refused_document(findings: Findings) -> Self {
        let count = findings.errors();
        let explanation = Explanation {
            ja: format!("ファイルに誤りがあります（エラー {count} 件）。"),
            hint_ja: "次の指摘を直してください。",
            en: format!("there is something wrong with the file (errors: {count})"),
            hint_en: "Mend these findings.",
        };
        let file = findings.iter().next().map(|first| first.file.to_string());
        Self::with(
            CPL_DOCUMENT_REFUSED,
            Detail {
                findings,
                ..explanation.into()
            },
        )
        .in_file(&file.unwrap_or_default())
    }

    pub(crate) fn refused_set(findings: Findings) -> Self {
        let count = findings.errors();
        let explanation = Explanation {
            ja: format!(
                "ファイルの組み合わせが送信できるセットではありません（指摘 {count} 件）。"
            ),
            hint_ja: "次の指摘を直してください。",
            en: format!("the files are not a set that can be sent (findings: {count})"),
            hint_en: "Mend these findings.",
        };
        Self::with(
            CPL_SET_REFUSED,
            Detail {
                findings,
                ..explanation.into()
            },
        )
    }
}

impl From<Findings> for Failure {
    fn from(findings: Findings) -> Self {
        Self::refused_document(findings)
    }
}

impl From<Finding> for Failure {
    fn from(finding: Finding) -> Self {
        Self::refused_value(finding)
    }
}

impl From<Refused> for Failure {
    fn from(Refused { position }: Refused) -> Self {
        let explanation = Explanation {
            ja: format!("{position} 文字目は MS932 にない文字で、置き換え方がわかりません。"),
            hint_ja: "置換表に加えるか、文字を直してください。",
            en: format!("character {position} is not in MS932 and nothing is known to replace it"),
            hint_en: "Add it to the table of substitutions or change the text.",
        };
        let mut detail = Detail::from(explanation);
        detail.code = "no_substitute";
        Self::with(CPL_VALUE_REFUSED, detail)
    }
}

/// The entry itself may be personal data.
impl From<OwnEntryError> for Failure {
    fn from(error: OwnEntryError) -> Self {
        let (ja, hint_ja, en, hint_en) = match error {
            OwnEntryError::Empty => (
                "置換表に、置き換える文字が空の行があります。",
                "置き換える文字を入れてください。",
                "an entry of the table of substitutions has an empty original",
                "Name the character to replace.",
            ),
            OwnEntryError::NotNeeded => (
                "置換表に、MS932 にある文字で始まる行があります。その文字は置き換えられません。",
                "その行を除いてください。",
                "an entry of the table of substitutions begins with a character that MS932 holds, which is never replaced",
                "Leave the entry out.",
            ),
            OwnEntryError::NotMs932 => (
                "置換表の、置き換えた後の文字が MS932 にありません。",
                "MS932 にある文字を選んでください。",
                "a replacement in the table of substitutions is not in MS932 itself",
                "Choose characters that are.",
            ),
        };
        let explanation = Explanation {
            ja: ja.into(),
            hint_ja,
            en: en.into(),
            hint_en,
        };
        let mut detail = Detail::from(explanation);
        detail.code = "own_entry";
        Self::with(CPL_BAD_ARGUMENT, detail)
    }
}

impl From<EnvelopeError> for Failure {
    fn from(error: EnvelopeError) -> Self {
        ExchangeError::Envelope(error).into()
    }
}

impl From<ExchangeError> for Failure {
    fn from(error: ExchangeError) -> Self {
        let detail = Detail {
            is_retryable: error.is_retryable(),
            code: error.code(),
            retry_after: error.retry_after().unwrap_or(0),
            ..error.explanation().into()
        };
        Self::with(of_exchange(&error), detail)
    }
}

/// The texts of a status that says it all.
fn explain(known: Option<&Known>) -> Explanation {
    let text = |of: fn(&Known) -> &'static str| known.map_or("", of);
    Explanation {
        ja: text(|known| known.ja).into(),
        hint_ja: text(|known| known.hint_ja),
        en: text(|known| known.en).into(),
        hint_en: text(|known| known.hint_en),
    }
}

/// The status that the call returned.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_error_status(error: *const cpl_error, status: *mut u32) -> u32 {
    quick(|| give(given(error)?.status, status))
}

/// Stable code of what happened, one word such as `unknown_office`: finer than the status, for logs and for support. The
/// text belongs to the error.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_error_code(error: *const cpl_error, code: *mut cpl_text) -> u32 {
    quick(|| give_text(&given(error)?.code, code))
}

/// What happened, for the person at the screen. `lang` is CPL_LANG_JA or CPL_LANG_EN. The text belongs to the error.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_error_message(
    error: *const cpl_error,
    lang: u32,
    text: *mut cpl_text,
) -> u32 {
    quick(|| {
        let said = &given(error)?.detail.said;
        let message = language(lang)?.pick(&said.ja, &said.en);
        give_text(message, text)
    })
}

/// What to do next, for the person at the screen. The text belongs to the error.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_error_hint(error: *const cpl_error, lang: u32, text: *mut cpl_text) -> u32 {
    quick(|| {
        let said = &given(error)?.detail.said;
        let hint = language(lang)?.pick(&said.hint_ja, &said.hint_en);
        give_text(hint, text)
    })
}

/// 1 when the same call may succeed later without anybody changing anything, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_error_is_retryable(error: *const cpl_error, is_retryable: *mut u32) -> u32 {
    quick(|| give(u32::from(given(error)?.detail.is_retryable), is_retryable))
}

/// Seconds to wait before trying again; 0 where nothing is said of that.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_error_retry_after(error: *const cpl_error, seconds: *mut u64) -> u32 {
    quick(|| give(given(error)?.detail.retry_after, seconds))
}

/// Where the cause is, as far as that can be said: a file, a record of it, an item of that.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_error_place(error: *const cpl_error, place: *mut cpl_place) -> u32 {
    quick(|| {
        let known = &given(error)?.detail.place;
        let filled = cpl_place {
            // give_struct says how much it filled.
            struct_size: 0,
            record: known.record,
            item: known.item,
            reserved: 0,
            file: (&*known.file).into(),
            item_name: known.item_name.into(),
        };
        give_struct(filled, place)
    })
}

/// The findings of what was refused: a set, a document, a value; an empty list for other errors. Free it with cpl_findings_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_error_findings(
    error: *const cpl_error,
    lang: u32,
    findings: *mut *mut cpl_findings,
) -> u32 {
    quick(|| {
        let (error, findings) = (given(error)?, given(findings)?);
        findings.write(handle(cpl_findings::render(
            &error.detail.findings,
            language(lang)?,
        )));
        Ok(())
    })
}

/// Frees an error; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_error_free(error: *mut cpl_error) {
    free(error);
}
