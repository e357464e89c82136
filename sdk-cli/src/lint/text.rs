//! Findings for people: the place in the file, marked as compilers do.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use careplan_core::document::Document;
use careplan_core::finding::{Code, Finding, Findings, Lang, Severity};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::excerpt::Excerpt;
use super::lines;
use super::source::Checked;
use crate::{output, terminal_text};

/// Nobody reads more findings than this on a screen.
const SHOWN: usize = 100;

pub(super) struct Printer {
    handler: GraphicalReportHandler,
    lang: Lang,
}

impl Printer {
    pub(super) fn new(lang: Lang) -> Self {
        let theme = if output::has_colours() {
            GraphicalTheme::unicode()
        } else {
            GraphicalTheme::unicode_nocolor()
        };
        // Terminals wrap by themselves, and a message on one line can be searched for.
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_wrap_lines(false)
            .without_primary_span_start()
            .without_syntax_highlighting();
        Self { handler, lang }
    }

    /// Writes the findings of a file.
    pub(super) fn file(
        &self,
        out: &mut impl Write,
        path: &Path,
        checked: &Checked,
    ) -> io::Result<()> {
        let path = terminal_text::path(path);
        let document = checked.document();
        let lines = document.map(|document| line_numbers(document, checked.findings()));
        for finding in checked.findings().iter().take(SHOWN) {
            let spot = document.and_then(|document| {
                let place = place(document, finding)?;
                let line = *lines.as_ref()?.get(&place.start)?;
                Some((line, Excerpt::new(document, place, line)))
            });
            self.finding(out, &path, finding, spot)?;
        }
        let total = Tally::of(checked.findings()).total();
        match total.saturating_sub(SHOWN) {
            0 => Ok(()),
            more => self.more(out, &path, more),
        }
    }

    fn finding(
        &self,
        out: &mut impl Write,
        path: &str,
        finding: &Finding,
        spot: Option<(usize, Excerpt)>,
    ) -> io::Result<()> {
        let line = spot.as_ref().map(|(line, _)| *line);
        let report = Report {
            heading: heading(path, line, finding, self.lang),
            message: terminal_text::visible(&finding.message(self.lang)).into_owned(),
            severity: finding.severity,
            label: label(finding),
            excerpt: spot.map(|(_, excerpt)| excerpt),
        };
        let hint = terminal_text::visible(&finding.hint(self.lang)).into_owned();
        let hint = format!("{}: {hint}", self.lang.pick("ヒント", "hint"));
        let mut text = String::new();
        let handler = self.handler.clone().with_footer(hint);
        handler
            .render_report(&mut text, &report)
            .map_err(io::Error::other)?;
        writeln!(out, "{text}")
    }

    fn more(&self, out: &mut impl Write, path: &str, more: usize) -> io::Result<()> {
        match self.lang {
            Lang::Ja => writeln!(
                out,
                "{path}: ほかに {more} 件の指摘があります（--format json で一覧できます）。\n"
            ),
            Lang::En => writeln!(
                out,
                "{path}: {more} more findings (--format json lists them).\n"
            ),
        }
    }

    /// Writes the last line.
    pub(super) fn summary(&self, out: &mut impl Write, tally: &Tally) -> io::Result<()> {
        let Tally {
            files,
            errors,
            warnings,
            notes,
        } = tally;
        match self.lang {
            Lang::Ja => writeln!(
                out,
                "確認したファイル {files} 件: エラー {errors} 件、警告 {warnings} 件、注記 {notes} 件"
            ),
            Lang::En => writeln!(
                out,
                "Files checked: {files}. Errors: {errors}, warnings: {warnings}, notes: {notes}."
            ),
        }
    }
}

/// How many files and findings there were.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub files: usize,
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
}

impl Tally {
    fn of(findings: &Findings) -> Self {
        let is_note = |finding: &&Finding| {
            finding.severity == Severity::Note && finding.code != Code::MoreFindings
        };
        Self {
            files: 1,
            errors: findings.errors(),
            warnings: findings.warnings(),
            notes: findings.iter().filter(is_note).count(),
        }
    }

    /// Adds a file.
    pub(super) fn add(&mut self, findings: &Findings) {
        let file = Self::of(findings);
        self.files += file.files;
        self.errors += file.errors;
        self.warnings += file.warnings;
        self.notes += file.notes;
    }

    fn total(&self) -> usize {
        self.errors + self.warnings + self.notes
    }
}

/// The line numbers of the places that will be shown.
fn line_numbers(document: &Document, findings: &Findings) -> HashMap<usize, usize> {
    let places = findings.iter().take(SHOWN);
    let mut starts: Vec<_> = places
        .filter_map(|finding| place(document, finding))
        .map(|place| place.start)
        .collect();
    starts.sort_unstable();
    let lines = lines::numbers(document.bytes(), &starts);
    starts.into_iter().zip(lines).collect()
}

/// The bytes that a finding is about; those of the record where it names nothing smaller.
fn place(document: &Document, finding: &Finding) -> Option<Range<usize>> {
    let record = || document.record(usize::try_from(finding.record?).ok()?);
    let place = finding.place.clone().or_else(|| Some(record()?.place()))?;
    Some(usize::try_from(place.start).ok()?..usize::try_from(place.end).ok()?)
}

/// Severity and code, then the place in a form that editors understand.
fn heading(path: &str, line: Option<usize>, finding: &Finding, lang: Lang) -> String {
    let severity = lang.pick(finding.severity.name_ja(), finding.severity.as_str());
    let mut heading = format!("{severity}[{}] {path}", finding.code.as_str());
    if let Some(line) = line {
        heading += &format!(":{line}");
    }
    if let Some(record) = finding.record {
        heading += &match lang {
            Lang::Ja => format!(" データ {record} 件目"),
            Lang::En => format!(" record {record}"),
        };
    }
    heading
}

fn label(finding: &Finding) -> Option<String> {
    let item = finding.item?;
    Some(
        format!("No. {} {}", item.no, item.name)
            .trim_end()
            .to_owned(),
    )
}

/// A finding in the form that miette draws.
#[derive(Debug)]
struct Report {
    heading: String,
    message: String,
    severity: Severity,
    label: Option<String>,
    excerpt: Option<Excerpt>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Report {}

impl Diagnostic for Report {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.heading))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.excerpt.as_ref()?)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let mark = self.excerpt.as_ref()?.mark();
        let label = LabeledSpan::new_with_span(self.label.clone(), (mark.start, mark.len()));
        Some(Box::new(std::iter::once(label)))
    }
}
