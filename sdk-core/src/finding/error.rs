//! A finding is also the reason why something was refused. `Display` is for a developer's log and holds no value;
//! [`Finding::message`] is for the person at the screen.

use std::error::Error;
use std::fmt;

use super::{Finding, Findings, Lang, Severity};

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.message(Lang::En))
    }
}

impl Error for Finding {}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self
            .iter()
            .find(|finding| finding.severity == Severity::Error);
        match first {
            Some(first) => write!(f, "{} errors, the first is {first}", self.errors()),
            None => f.write_str("no errors"),
        }
    }
}

impl Error for Findings {}
