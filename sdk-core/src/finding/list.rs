use super::{Code, Finding, Rating, Severity};

/// The findings of one file or set, in the order of their places, at most [`Findings::MOST`] of them.
///
/// A file of 200 MB with a fault in every record must not fill the host's memory with findings: past the limit they
/// are counted only, and a last finding says how many.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    list: Vec<Finding>,
    errors: usize,
    warnings: usize,
    notes: usize,
    /// Listed findings that are no errors; all of them stand before `lesser_before`.
    lesser: usize,
    lesser_before: usize,
    unlisted: usize,
    /// Under a profile, the severity of each code; without one a finding keeps its own.
    rating: Option<Rating>,
}

impl Findings {
    /// Most findings that are kept.
    pub const MOST: usize = 10_000;

    /// An empty list.
    pub const NONE: Self = Self {
        list: Vec::new(),
        errors: 0,
        warnings: 0,
        notes: 0,
        lesser: 0,
        lesser_before: 0,
        unlisted: 0,
        rating: None,
    };

    /// From here on, what is added has the severity that a profile gives it.
    pub(super) fn set_rating(&mut self, rating: Option<Rating>) {
        self.rating = rating;
    }

    /// An empty list that rates as this one does.
    pub(crate) fn empty_like(&self) -> Self {
        Self {
            rating: self.rating.clone(),
            ..Self::NONE
        }
    }

    /// Adds a finding, or only counts it when there are too many already.
    pub fn push(&mut self, finding: Finding) {
        let severity = finding.severity;
        self.push_with(severity, || finding);
    }

    /// The same, without making the finding when it would only be counted.
    ///
    /// Once the list is full, an error takes the place of the last note or warning: what refuses a file is always told.
    pub(crate) fn push_with(&mut self, severity: Severity, make: impl FnOnce() -> Finding) {
        let Some(rating) = &self.rating else {
            return self.count_and_list(severity, make);
        };
        let mut finding = make();
        if let Some(severity) = rating.severity(finding.code) {
            finding.severity = severity;
            self.count_and_list(severity, || finding);
        }
    }

    fn count_and_list(&mut self, severity: Severity, make: impl FnOnce() -> Finding) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
        if self.list.len() < Self::MOST {
            self.lesser += usize::from(severity != Severity::Error);
            self.list.push(make());
            self.lesser_before = self.list.len();
            return;
        }
        self.unlisted += 1;
        if severity == Severity::Error && self.lesser > 0 {
            let lesser = self.list[..self.lesser_before]
                .iter()
                .rposition(|listed| listed.severity != Severity::Error);
            if let Some(lesser) = lesser {
                self.list[lesser] = make();
                self.lesser -= 1;
                self.lesser_before = lesser;
            }
        }
    }

    /// Adds the findings of a later part. Gives them back where some of them are counted only: which ones are listed
    /// depends on all that came before.
    pub(crate) fn append(&mut self, later: Self) -> Result<(), Self> {
        self.append_but(later, &[])
    }

    /// The same, without those at some places of the later list, which are in order.
    pub(crate) fn append_but(&mut self, later: Self, left_out: &[usize]) -> Result<(), Self> {
        if later.unlisted > 0 {
            return Err(later);
        }
        for (place, finding) in later.list.into_iter().enumerate() {
            if left_out.binary_search(&place).is_err() {
                self.push(finding);
            }
        }
        Ok(())
    }

    /// How many are errors, unlisted ones included.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// How many are warnings, unlisted ones included.
    pub fn warnings(&self) -> usize {
        self.warnings
    }

    /// How many are notes, unlisted ones included.
    pub fn notes(&self) -> usize {
        self.notes
    }

    /// True when something is against the standard.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// True when there is nothing to say at all.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Number of listed findings.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The listed findings.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.list.iter()
    }

    /// The same findings under a rating. Those that are only counted keep their severities, since nobody knows their
    /// codes any more.
    pub(super) fn rerated(self, rating: Rating) -> Self {
        let listed = |severity| {
            let same = |finding: &&Finding| {
                finding.severity == severity && finding.code != Code::MoreFindings
            };
            self.list.iter().filter(same).count()
        };
        let counted_only = [
            self.errors.saturating_sub(listed(Severity::Error)),
            self.warnings.saturating_sub(listed(Severity::Warning)),
            self.notes.saturating_sub(listed(Severity::Note)),
        ];
        let mut rated = Self {
            rating: Some(rating),
            unlisted: self.unlisted,
            ..Self::NONE
        };
        for finding in self.list {
            match finding.code {
                Code::MoreFindings => rated.list.push(finding),
                _ => rated.push(finding),
            }
        }
        rated.errors += counted_only[0];
        rated.warnings += counted_only[1];
        rated.notes += counted_only[2];
        rated
    }

    /// Sorts by place and says at the end how many findings were left out.
    pub(crate) fn finish(mut self) -> Self {
        let place = |finding: &Finding| {
            let item = finding.item.map_or(0, |item| item.no);
            (finding.record.unwrap_or(0), item)
        };
        // Those on a set come first, then file by file.
        self.list
            .sort_by(|a, b| (&a.file, place(a)).cmp(&(&b.file, place(b))));
        self.lesser_before = self.list.len();
        if self.unlisted > 0
            && let Some(last) = self.list.last()
        {
            let note =
                Finding::new(Code::MoreFindings, last.file.clone()).with("count", self.unlisted);
            self.list.push(note);
            self.unlisted = 0;
        }
        self
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_findings_is_counted_but_not_kept() {
        let mut findings = Findings::default();
        for record in 0..20_000 {
            findings.push(Finding::new(Code::MandatoryEmpty, "x".into()).at_record(record));
        }
        let findings = findings.finish();
        assert_eq!(
            (findings.errors(), findings.len()),
            (20_000, Findings::MOST + 1)
        );
        let last = findings
            .iter()
            .last()
            .map(|f| (f.code, f.message(super::super::Lang::En)));
        assert!(matches!(last, Some((Code::MoreFindings, message)) if message.contains("10000")));
    }

    #[test]
    fn an_error_is_told_even_after_a_flood_of_warnings() {
        let mut findings = Findings::default();
        for _ in 0..20_000 {
            findings.push(Finding::new(Code::QuoteMissing, "x".into()));
        }
        findings.push(Finding::new(Code::MandatoryEmpty, "x".into()));
        let findings = findings.finish();
        assert!(
            findings
                .iter()
                .any(|finding| finding.code == Code::MandatoryEmpty)
        );
        assert_eq!(
            (findings.errors(), findings.warnings(), findings.len()),
            (1, 20_000, Findings::MOST + 1)
        );
    }
}
