//! How a run ended, as the shell sees it.

use std::process::ExitCode;

/// The exit codes. A later one outweighs an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// 0: done, nothing wrong.
    Fine,
    /// 1: done, and errors were found.
    Errors,
    /// 2: something could not be done at all.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Fine => 0,
            Outcome::Errors => 1,
            Outcome::Failed => 2,
        })
    }
}
