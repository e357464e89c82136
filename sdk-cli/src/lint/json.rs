//! Findings for programs: one JSON object a line.

use std::io::{self, Write};
use std::path::Path;

use careplan_core::finding::{Finding, Findings, Lang};
use serde::Serialize;

use super::advice;
use super::set::{CheckedSet, SetName};
use super::source::Checked;

/// The keys are a promise to whoever reads them.
#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    severity: &'a str,
    /// Null where it is a set as a whole.
    file: Option<&'a str>,
    record: Option<u32>,
    item: Option<u16>,
    item_name: Option<&'a str>,
    value: Option<&'a str>,
    message: String,
    hint: String,
    /// Only on what is said of a set.
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<SetName>,
}

pub(crate) struct Printer {
    lang: Lang,
}

impl Printer {
    pub(crate) fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// Writes the findings of a file.
    pub(super) fn file(
        &self,
        out: &mut impl Write,
        path: &Path,
        checked: &Checked,
    ) -> io::Result<()> {
        // The name alone would not tell apart files of the same name in different folders.
        let file = path.to_string_lossy();
        for finding in checked.findings() {
            let line = self.line(Some(&file), finding, None);
            serde_json::to_writer(&mut *out, &line)?;
            writeln!(out)?;
        }
        Ok(())
    }

    /// Writes findings with the names of their files.
    pub(crate) fn findings(&self, out: &mut impl Write, findings: &Findings) -> io::Result<()> {
        for finding in findings.iter() {
            let file = finding.file.to_string();
            let line = self.line(Some(&file), finding, None);
            serde_json::to_writer(&mut *out, &line)?;
            writeln!(out)?;
        }
        Ok(())
    }

    /// Writes the findings of a set.
    pub(super) fn set(&self, out: &mut impl Write, set: &CheckedSet) -> io::Result<()> {
        for finding in set.findings() {
            let file = set.file_of(finding).map(|(path, _)| path.to_string_lossy());
            let line = self.line(file.as_deref(), finding, Some(set.name()));
            serde_json::to_writer(&mut *out, &line)?;
            writeln!(out)?;
        }
        Ok(())
    }

    fn line<'a>(
        &self,
        file: Option<&'a str>,
        finding: &'a Finding,
        set: Option<SetName>,
    ) -> Line<'a> {
        Line {
            code: finding.code.as_str(),
            severity: finding.severity.as_str(),
            file,
            record: finding.record,
            item: finding.item.map(|item| item.no),
            // An item beyond the layout has a number, but no name.
            item_name: finding
                .item
                .map(|item| item.name)
                .filter(|name| !name.is_empty()),
            value: finding.value.as_deref(),
            message: finding.message(self.lang),
            hint: advice::hint(finding, self.lang),
            set,
        }
    }
}
