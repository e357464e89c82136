//! Findings for people: the place in the file, marked as compilers do.

mod alike;
mod kinds;
mod report;

use std::io::{self, Write};
use std::path::Path;

use careplan_core::document::Document;
use careplan_core::finding::{Code, Finding, Findings, Lang};
use miette::{GraphicalReportHandler, GraphicalTheme};

use super::advice;
use super::excerpt::{self, Excerpt};
use super::place::{self, Lines};
use super::set::CheckedSet;
use super::source::Checked;
use super::tally::{self, Tally};
use crate::{output, terminal_text};
use alike::Entry;
use report::Report;

/// Nobody reads more findings than this on a screen.
const SHOWN: usize = 100;

pub(crate) struct Printer {
    handler: GraphicalReportHandler,
    lang: Lang,
    /// Findings that are shown of a file or set, and of those that are alike.
    most: usize,
    most_alike: usize,
    /// Columns of a line of a file.
    columns: usize,
}

impl Printer {
    pub(crate) fn new(lang: Lang, shows_all: bool) -> Self {
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
        let limit = |most| if shows_all { usize::MAX } else { most };
        Self {
            handler,
            lang,
            most: limit(SHOWN),
            most_alike: limit(alike::SHOWN),
            columns: excerpt::columns(output::width()),
        }
    }

    /// Writes the findings of a file.
    pub(super) fn file(
        &self,
        out: &mut impl Write,
        path: &Path,
        checked: &Checked,
    ) -> io::Result<()> {
        let path = terminal_text::path(path);
        let place = |_: &Finding| (path.clone(), checked.document());
        self.findings(out, &path, checked.findings(), place)
    }

    /// Writes the findings of a set.
    pub(super) fn set(&self, out: &mut impl Write, set: &CheckedSet) -> io::Result<()> {
        let label = terminal_text::visible(&set.label(self.lang)).into_owned();
        if !set.findings().is_empty() {
            writeln!(out, "{label}")?;
        }
        let place = |finding: &Finding| match set.file_of(finding) {
            Some((path, document)) => (terminal_text::path(path), Some(document)),
            None => (self.lang.pick("セット全体", "the set").to_owned(), None),
        };
        self.findings(out, &label, set.findings(), place)
    }

    /// Writes findings on files that are not at hand.
    pub(crate) fn names(&self, out: &mut impl Write, findings: &Findings) -> io::Result<()> {
        let name = |finding: &Finding| terminal_text::visible(&finding.file).into_owned();
        self.findings(out, "", findings, |finding| (name(finding), None))
    }

    /// Writes findings; `place` gives the path and the document of each.
    fn findings<'a>(
        &self,
        out: &mut impl Write,
        whole: &str,
        findings: &'a Findings,
        place: impl Fn(&Finding) -> (String, Option<&'a Document>),
    ) -> io::Result<()> {
        let entries = alike::collapse(findings, self.most_alike, self.most);
        let shown: Vec<&Finding> = entries.iter().filter_map(Entry::finding).collect();
        let mut told = 0;
        // Those of one file stand together; their line numbers are found in one pass.
        let mut lines: Option<(String, Lines)> = None;
        for entry in &entries {
            let finding = match entry {
                Entry::Finding(finding) => *finding,
                Entry::Alike { like, count } => {
                    told += count;
                    self.alike(out, &place(like).0, like, *count)?;
                    continue;
                }
            };
            told += 1;
            let (path, document) = place(finding);
            let known = lines.as_ref().is_some_and(|(file, _)| *file == path);
            if let Some(document) = document.filter(|_| !known) {
                let own = shown
                    .iter()
                    .copied()
                    .filter(|other| other.file == finding.file);
                lines = Some((path.clone(), Lines::of(document, own)));
            }
            let spot = document.and_then(|document| {
                let place = place::bytes(document, finding)?;
                let line = lines.as_ref()?.1.number(place.start)?;
                Some((line, Excerpt::new(document, place, line, self.columns)))
            });
            self.finding(out, &path, finding, spot)?;
        }
        match tally::total(findings).saturating_sub(told) {
            0 => Ok(()),
            more if self.most < usize::MAX => self.more(out, whole, more),
            // All that the core kept were shown; it says itself how many it did not keep.
            _ => {
                let mut rest = findings.iter().rev();
                let rest = rest.find(|finding| finding.code == Code::MoreFindings);
                rest.map_or(Ok(()), |finding| self.finding(out, whole, finding, None))
            }
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
        let hint = advice::hint(finding, self.lang);
        let hint = terminal_text::visible(&hint);
        let hint = format!("{}: {hint}", self.lang.pick("ヒント", "hint"));
        let mut text = String::new();
        let handler = self.handler.clone().with_footer(hint);
        handler
            .render_report(&mut text, &report)
            .map_err(io::Error::other)?;
        writeln!(out, "{text}")
    }

    /// Says how many more there are of the kind that was shown last.
    fn alike(
        &self,
        out: &mut impl Write,
        path: &str,
        like: &Finding,
        count: usize,
    ) -> io::Result<()> {
        let severity = self
            .lang
            .pick(like.severity.name_ja(), like.severity.as_str());
        let heading = format!("{severity}[{}] {path}", like.code.as_str());
        let item = label(like).map_or(String::new(), |item| format!(" {item}"));
        match self.lang {
            Lang::Ja => writeln!(
                out,
                "{heading}{item}: 同じ指摘がほかに {count} 件あります（--all ですべて表示）\n"
            ),
            Lang::En => writeln!(
                out,
                "{heading}{item}: {count} more findings like this (--all shows them)\n"
            ),
        }
    }

    fn more(&self, out: &mut impl Write, path: &str, more: usize) -> io::Result<()> {
        match self.lang {
            Lang::Ja => writeln!(
                out,
                "{path}: ほかに {more} 件の指摘があります（--all で、1 ファイル 1 万件まで表示します）。\n"
            ),
            Lang::En => writeln!(
                out,
                "{path}: {more} more findings (--all shows up to 10,000 a file).\n"
            ),
        }
    }

    /// Writes the last line.
    pub(super) fn summary(&self, out: &mut impl Write, tally: &Tally) -> io::Result<()> {
        kinds::write(out, tally, self.lang)?;
        let Tally {
            files,
            sets,
            errors,
            warnings,
            notes,
            ..
        } = tally;
        let sets = match (sets, self.lang) {
            (0, _) => String::new(),
            (sets, Lang::Ja) => format!("（セット {sets} 組）"),
            (sets, Lang::En) => format!(" (sets: {sets})"),
        };
        match self.lang {
            Lang::Ja => writeln!(
                out,
                "確認したファイル {files} 件{sets}: エラー {errors} 件、警告 {warnings} 件、注記 {notes} 件"
            ),
            Lang::En => writeln!(
                out,
                "Files checked: {files}{sets}. Errors: {errors}, warnings: {warnings}, notes: {notes}."
            ),
        }
    }
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
