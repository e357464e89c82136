use careplan_core::finding::Findings;

/// How many files, sets and findings there were.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub files: usize,
    pub sets: usize,
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
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
    }
}

/// All findings of a file or set, unlisted ones included.
pub(crate) fn total(findings: &Findings) -> usize {
    findings.errors() + findings.warnings() + findings.notes()
}
