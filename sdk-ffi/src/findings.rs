//! Findings: what is wrong with a file or set, where, and how to mend it.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::mem::size_of;
use std::ops::Range;
use std::sync::Arc;

use careplan_core::finding::{Code, Finding, Findings, Lang, Severity};
use safer_ffi::derive_ReprC;

use crate::boundary::{Sized32, free, give, give_struct, given, handle, language, quick, text};
use crate::error::Failure;
use crate::shown::at;
use crate::status::*;
use crate::value::cpl_text;

/// A list of findings in one language. Free it with cpl_findings_free.
pub struct cpl_findings {
    rendered: Vec<Rendered>,
    errors: usize,
    warnings: usize,
    notes: usize,
}

struct Rendered {
    severity: u32,
    code: &'static str,
    file: Arc<str>,
    record: u32,
    item: u32,
    place: Range<u32>,
    item_name: &'static str,
    value: Box<str>,
    message: String,
    hint: String,
}

/// One finding. Set struct_size before the call. The texts belong to the list that was asked.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_finding {
    /// sizeof(cpl_finding), set by the caller.
    pub struct_size: u32,
    /// CPL_SEVERITY_…
    pub severity: u32,
    /// Data record, from 1; 0 for a finding on a whole file or set.
    pub record: u32,
    /// 項番 of the layout, from 1; 0 for a finding on a whole record, file or set.
    pub item: u32,
    /// Where in the file's bytes it begins.
    pub place_from: u32,
    /// Where it ends; the same as place_from where no bytes can be pointed at.
    pub place_to: u32,
    /// Stable code, such as CP2010.
    pub code: cpl_text,
    /// File name; empty for a finding on a set.
    pub file: cpl_text,
    /// 項目名; empty where item is 0.
    pub item_name: cpl_text,
    /// The offending value, which may be personal data; empty where there is none.
    pub value: cpl_text,
    /// What is wrong.
    pub message: cpl_text,
    /// How to mend it.
    pub hint: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; six u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_finding {
    const SMALLEST: usize = size_of::<Self>();
}

impl cpl_findings {
    pub(crate) fn render(findings: &Findings, lang: Lang) -> Self {
        Self {
            rendered: findings
                .iter()
                .map(|finding| Rendered::of(finding, lang))
                .collect(),
            errors: findings.errors(),
            warnings: findings.warnings(),
            notes: findings.notes(),
        }
    }
}

impl Rendered {
    fn of(finding: &Finding, lang: Lang) -> Self {
        Self {
            severity: severity(finding.severity),
            code: finding.code.as_str(),
            file: finding.file.clone(),
            record: finding.record.unwrap_or(0),
            item: finding.item.map_or(0, |item| u32::from(item.no)),
            place: finding.place.clone().unwrap_or(0..0),
            item_name: finding.item.map_or("", |item| item.name),
            value: finding.value.clone().unwrap_or_default(),
            message: finding.message(lang),
            hint: finding.hint(lang),
        }
    }

    fn as_struct(&self) -> cpl_finding {
        cpl_finding {
            // give_struct says how much it filled.
            struct_size: 0,
            severity: self.severity,
            record: self.record,
            item: self.item,
            place_from: self.place.start,
            place_to: self.place.end,
            code: self.code.into(),
            file: (&*self.file).into(),
            item_name: self.item_name.into(),
            value: (&*self.value).into(),
            message: (&*self.message).into(),
            hint: (&*self.hint).into(),
        }
    }
}

/// Number of findings in the list.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_findings_count(findings: *const cpl_findings, count: *mut usize) -> u32 {
    quick(|| give(given(findings)?.rendered.len(), count))
}

/// Number of errors, of warnings and of notes, those included that were too many to be listed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_findings_severity_counts(
    findings: *const cpl_findings,
    errors: *mut usize,
    warnings: *mut usize,
    notes: *mut usize,
) -> u32 {
    quick(|| {
        let (findings, notes) = (given(findings)?, given(notes)?);
        let (errors, warnings) = (given(errors)?, given(warnings)?);
        errors.write(findings.errors);
        warnings.write(findings.warnings);
        notes.write(findings.notes);
        Ok(())
    })
}

/// Fills `finding` with the finding at `index`, from 0. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_findings_get(
    findings: *const cpl_findings,
    index: usize,
    finding: *mut cpl_finding,
) -> u32 {
    quick(|| {
        let rendered = at(&given(findings)?.rendered, index)?;
        give_struct(rendered.as_struct(), finding)
    })
}

/// Frees a list; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_findings_free(findings: *mut cpl_findings) {
    free(findings);
}

/// 指摘コードの説明: what finding codes mean, in one language. Free it with cpl_codes_free.
pub struct cpl_codes {
    codes: Vec<Explained>,
}

struct Explained {
    code: Code,
    name: String,
    message: String,
    hint: String,
    lang: Lang,
}

/// What one finding code means. Set struct_size before the call. The texts belong to the list that was asked.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_code_info {
    /// sizeof(cpl_code_info), set by the caller.
    pub struct_size: u32,
    /// CPL_SEVERITY_… that it has by the standard profile.
    pub severity: u32,
    /// Stable code, such as CP2010.
    pub code: cpl_text,
    /// Its name in programs, such as MandatoryEmpty.
    pub name: cpl_text,
    /// What findings of its block are about.
    pub block: cpl_text,
    /// What is wrong, with a word such as 〈項目名〉 where a finding names its item.
    pub message: cpl_text,
    /// How to mend it.
    pub hint: cpl_text,
    /// What it looks like, and where there is one right form, an arrow and that form.
    pub example: cpl_text,
    /// The section of the standard that it rests on.
    pub source: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; two u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_code_info {
    const SMALLEST: usize = size_of::<Self>();
}

/// Explains the finding code `code`, such as CP2010, or all there are where it is empty. CPL_OUT_OF_RANGE for a code that
/// this library does not know. Free the list with cpl_codes_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_codes_explain(
    code: *const c_char,
    code_len: usize,
    lang: u32,
    codes: *mut *mut cpl_codes,
) -> u32 {
    quick(|| {
        let (out, code, lang) = (given(codes)?, text(code, code_len)?, language(lang)?);
        let one = Code::from_number(code);
        let wanted = match code {
            "" => Code::ALL,
            _ => one.as_slice(),
        };
        if wanted.is_empty() {
            return Err(Failure::of(CPL_OUT_OF_RANGE));
        }
        let explained = wanted.iter().map(|code| Explained {
            code: *code,
            name: code.name(),
            message: code.readable_message(lang),
            hint: code.readable_hint(lang),
            lang,
        });
        let codes = explained.collect();
        out.write(handle(cpl_codes { codes }));
        Ok(())
    })
}

/// Number of codes in the list.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_codes_count(codes: *const cpl_codes, count: *mut usize) -> u32 {
    quick(|| give(given(codes)?.codes.len(), count))
}

/// Fills `info` with the code at `index`, from 0. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_codes_get(
    codes: *const cpl_codes,
    index: usize,
    info: *mut cpl_code_info,
) -> u32 {
    quick(|| {
        let known = at(&given(codes)?.codes, index)?;
        let filled = cpl_code_info {
            // give_struct says how much it filled.
            struct_size: 0,
            severity: severity(known.code.severity()),
            code: known.code.as_str().into(),
            name: (&*known.name).into(),
            block: known.code.block(known.lang).into(),
            message: (&*known.message).into(),
            hint: (&*known.hint).into(),
            example: known.code.example().into(),
            source: known.code.source(known.lang).into(),
        };
        give_struct(filled, info)
    })
}

/// Frees a list; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_codes_free(codes: *mut cpl_codes) {
    free(codes);
}

fn severity(severity: Severity) -> u32 {
    match severity {
        Severity::Note => CPL_SEVERITY_NOTE,
        Severity::Warning => CPL_SEVERITY_WARNING,
        Severity::Error => CPL_SEVERITY_ERROR,
    }
}
