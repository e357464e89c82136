//! What is left to mend after files were changed.

use std::io::{self, Write};
use std::sync::Arc;

use careplan_core::check::CheckedDocument;
use careplan_core::finding::{Code, Findings, Lang};
use careplan_core::message::group;

/// Findings before and after.
#[derive(Debug, Default)]
pub(crate) struct Recheck {
    before: Count,
    after: Count,
}

#[derive(Debug, Default)]
struct Count {
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl Recheck {
    /// Adds files as they were.
    pub(crate) fn before(&mut self, documents: Vec<Arc<CheckedDocument>>) {
        self.before.add(documents);
    }

    /// Adds files as they are now.
    pub(crate) fn after(&mut self, documents: Vec<Arc<CheckedDocument>>) {
        self.after.add(documents);
    }

    /// There are errors left.
    pub(crate) fn has_errors(&self) -> bool {
        self.after.errors > 0
    }

    /// Writes both in one line.
    pub(crate) fn summary(&self, out: &mut impl Write, lang: Lang) -> io::Result<()> {
        let (before, after) = (self.before.text(lang), self.after.text(lang));
        match lang {
            Lang::Ja => writeln!(out, "もう一度確認した結果: {after}（元は {before}）")?,
            Lang::En => writeln!(out, "Checked again: {after} (before: {before}).")?,
        }
        if self.after.errors + self.after.warnings == 0 {
            return Ok(());
        }
        let rest =
            "残った指摘は自動では直せません。careplan lint で内容と直し方を確認してください。";
        let rest = lang.pick(
            rest,
            "What is left cannot be mended by itself: careplan lint says what it is and how to mend it.",
        );
        writeln!(out, "{rest}")
    }
}

impl Count {
    fn add(&mut self, documents: Vec<Arc<CheckedDocument>>) {
        for document in &documents {
            self.add_findings(document.findings());
        }
        for set in group(documents) {
            // Whether files are missing depends on which were given.
            let is_incomplete = set
                .findings()
                .iter()
                .any(|own| own.code == Code::SetIncomplete);
            if !is_incomplete {
                self.add_findings(set.findings());
            }
        }
    }

    fn add_findings(&mut self, findings: &Findings) {
        self.errors += findings.errors();
        self.warnings += findings.warnings();
        self.notes += findings.notes();
    }

    fn text(&self, lang: Lang) -> String {
        let Self {
            errors,
            warnings,
            notes,
        } = self;
        match lang {
            Lang::Ja => format!("エラー {errors} 件、警告 {warnings} 件、注記 {notes} 件"),
            Lang::En => format!("errors: {errors}, warnings: {warnings}, notes: {notes}"),
        }
    }
}
