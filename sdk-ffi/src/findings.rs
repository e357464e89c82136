//! Findings: what is wrong with a file or set, where, and how to mend it.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::mem::size_of;
use std::sync::Arc;

use careplan_core::finding::{Finding, Findings, Lang, Severity};
use safer_ffi::derive_ReprC;

use crate::boundary::{Sized32, free, give, give_struct, given, quick};
use crate::error::Failure;
use crate::status::*;
use crate::value::cpl_text;

/// A list of findings in one language. Free it with cpl_findings_free.
pub struct cpl_findings {
    rendered: Vec<Rendered>,
    errors: usize,
    warnings: usize,
}

struct Rendered {
    severity: u32,
    code: &'static str,
    file: Arc<str>,
    record: u32,
    item: u32,
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

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; four u32 and pointer-sized fields leave no
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
        }
    }
}

impl Rendered {
    fn of(finding: &Finding, lang: Lang) -> Self {
        Self {
            severity: match finding.severity {
                Severity::Note => CPL_SEVERITY_NOTE,
                Severity::Warning => CPL_SEVERITY_WARNING,
                Severity::Error => CPL_SEVERITY_ERROR,
            },
            code: finding.code.as_str(),
            file: finding.file.clone(),
            record: finding.record.unwrap_or(0),
            item: finding.item.map_or(0, |item| u32::from(item.no)),
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
pub extern "C" fn cpl_findings_count(findings: Option<&cpl_findings>, count: *mut usize) -> u32 {
    quick(|| give(given(findings)?.rendered.len(), count))
}

/// Number of errors and of warnings, those included that were too many to be listed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_findings_severity_counts(
    findings: Option<&cpl_findings>,
    errors: *mut usize,
    warnings: *mut usize,
) -> u32 {
    quick(|| {
        let (findings, errors, warnings) = (given(findings)?, given(errors)?, given(warnings)?);
        errors.write(findings.errors);
        warnings.write(findings.warnings);
        Ok(())
    })
}

/// Fills `finding` with the finding at `index`, from 0. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_findings_get(
    findings: Option<&cpl_findings>,
    index: usize,
    finding: *mut cpl_finding,
) -> u32 {
    quick(|| {
        let rendered = given(findings)?
            .rendered
            .get(index)
            .ok_or(Failure::of(CPL_OUT_OF_RANGE))?;
        give_struct(rendered.as_struct(), finding)
    })
}

/// Frees a list; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_findings_free(findings: Option<Box<cpl_findings>>) {
    free(findings);
}
