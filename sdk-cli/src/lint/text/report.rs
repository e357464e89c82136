//! A finding in the form that miette draws.

use std::error::Error;
use std::fmt;

use careplan_core::finding::Severity;
use miette::{Diagnostic, LabeledSpan, SourceCode};

use crate::lint::excerpt::Excerpt;

#[derive(Debug)]
pub(super) struct Report {
    /// Severity, code and place.
    pub heading: String,
    pub message: String,
    pub severity: Severity,
    /// The item, beside the mark.
    pub label: Option<String>,
    pub excerpt: Option<Excerpt>,
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
