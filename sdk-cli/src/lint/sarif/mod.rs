//! Findings as SARIF 2.1.0 (OASIS), for code scanning services and editors.
//!
//! The log is written while files are checked, so that memory does not grow with the findings. It never holds what
//! stands in a file: such logs are uploaded, and values are personal data.

mod model;
mod rules;
mod uri;

use std::io::{self, Write};
use std::path::Path;

use careplan_core::document::Document;
use careplan_core::finding::{Finding, Lang, Severity};

use super::advice;
use super::place::{self, Lines};
use super::set::CheckedSet;
use super::source::Checked;
use model::{ArtifactLocation, Location, LogResult, Message, PhysicalLocation, Region};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) struct Printer {
    lang: Lang,
    has_results: bool,
}

impl Printer {
    pub(super) fn new(lang: Lang) -> Self {
        Self {
            lang,
            has_results: false,
        }
    }

    /// Writes the log up to its results.
    pub(super) fn begin(&self, out: &mut impl Write) -> io::Result<()> {
        write!(
            out,
            r#"{{"$schema":"{SCHEMA}","version":"2.1.0","runs":[{{"tool":"#
        )?;
        serde_json::to_writer(&mut *out, &rules::tool(self.lang))?;
        let language = self.lang.pick("ja", "en");
        write!(
            out,
            r#","language":"{language}","columnKind":"unicodeCodePoints","results":["#
        )
    }

    /// Writes the findings of a file.
    pub(super) fn file(
        &mut self,
        out: &mut impl Write,
        path: &Path,
        checked: &Checked,
    ) -> io::Result<()> {
        let document = checked.document();
        let lines = document.map(|document| Lines::of(document, checked.findings().iter()));
        for finding in checked.findings() {
            let region = document
                .zip(lines.as_ref())
                .and_then(|(document, lines)| region(document, lines, finding));
            self.result(out, finding, None, vec![location(path, region)])?;
        }
        Ok(())
    }

    /// Writes the findings of a set; one that names no file is placed on all of them.
    pub(super) fn set(&mut self, out: &mut impl Write, set: &CheckedSet) -> io::Result<()> {
        let label = set.label(self.lang);
        for finding in set.findings() {
            let locations = match set.file_of(finding) {
                Some((path, document)) => {
                    let lines = Lines::of(document, std::iter::once(finding));
                    vec![location(path, region(document, &lines, finding))]
                }
                None => set.files().map(|(path, _)| location(path, None)).collect(),
            };
            self.result(out, finding, Some(&label), locations)?;
        }
        Ok(())
    }

    /// Writes the end of the log.
    pub(super) fn end(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "\n]}}]}}")
    }

    fn result(
        &mut self,
        out: &mut impl Write,
        finding: &Finding,
        set: Option<&str>,
        locations: Vec<Location>,
    ) -> io::Result<()> {
        let (message, hint) = (finding.message(self.lang), advice::hint(finding, self.lang));
        let record = finding.record.map(|record| match self.lang {
            Lang::Ja => format!("データ {record} 件目: "),
            Lang::En => format!("record {record}: "),
        });
        let set = set.map(|set| format!("{set}: ")).unwrap_or_default();
        let text = format!("{set}{}{message} {hint}", record.unwrap_or_default());
        let result = LogResult {
            rule_id: finding.code.as_str(),
            rule_index: rules::index(finding.code),
            level: level(finding.severity),
            message: Message { text },
            locations,
        };
        // The first result follows the bracket, the others a comma.
        out.write_all(if self.has_results { b",\n" } else { b"\n" })?;
        self.has_results = true;
        Ok(serde_json::to_writer(out, &result)?)
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn location(path: &Path, region: Option<Region>) -> Location {
    Location {
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri::of(path) },
            region,
        },
    }
}

fn region(document: &Document, lines: &Lines, finding: &Finding) -> Option<Region> {
    let place = place::bytes(document, finding)?;
    let columns = place::column(document, place.start).zip(place::column(document, place.end));
    Some(Region {
        start_line: lines.number(place.start)?,
        start_column: columns.map(|(start, _)| start),
        end_line: lines.number(place.end)?,
        end_column: columns.map(|(_, end)| end),
        byte_offset: place.start,
        byte_length: place.len(),
    })
}
