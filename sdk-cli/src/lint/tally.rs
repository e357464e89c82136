use std::collections::BTreeMap;

use careplan_core::finding::{Code, Findings, Severity};

/// How many files, sets and findings there were.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    pub files: usize,
    pub sets: usize,
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    /// By code and severity, which may differ from receiver to receiver.
    kinds: BTreeMap<(&'static str, &'static str), Kind>,
}

/// Findings of one code and severity.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    pub code: Code,
    pub severity: Severity,
    pub count: usize,
}

impl Tally {
    /// Adds a file.
    pub(crate) fn add_file(&mut self, findings: &Findings) {
        self.files += 1;
        self.add(findings);
    }

    /// Adds a set, whose files were added already.
    pub(crate) fn add_set(&mut self, findings: &Findings) {
        self.sets += 1;
        self.add(findings);
    }

    fn add(&mut self, findings: &Findings) {
        self.errors += findings.errors();
        self.warnings += findings.warnings();
        self.notes += findings.notes();
        for finding in findings.iter().filter(|own| own.code != Code::MoreFindings) {
            let (code, severity) = (finding.code, finding.severity);
            let kind = self.kinds.entry((code.as_str(), severity.as_str()));
            let kind = kind.or_insert(Kind {
                code,
                severity,
                count: 0,
            });
            kind.count += 1;
        }
    }

    /// All findings, those that the core only counted included.
    pub(crate) fn total(&self) -> usize {
        self.errors + self.warnings + self.notes
    }

    /// The kinds of findings: errors first, of equal ones the most frequent first.
    pub(crate) fn kinds(&self) -> Vec<Kind> {
        let mut kinds: Vec<Kind> = self.kinds.values().copied().collect();
        let weight = |severity| match severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Note => 2,
        };
        kinds.sort_by_key(|kind| (weight(kind.severity), usize::MAX - kind.count));
        kinds
    }
}

/// All findings of a file or set, unlisted ones included.
pub(crate) fn total(findings: &Findings) -> usize {
    findings.errors() + findings.warnings() + findings.notes()
}
