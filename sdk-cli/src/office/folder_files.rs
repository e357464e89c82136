//! What lies in the folder of downloads and was not taken as a set.

use careplan_core::exchange::folder::{Pending, Refused, Unfinished};
use careplan_core::finding::{Finding, Lang};
use careplan_core::io_cause;
use serde::Serialize;

use crate::terminal_text;

/// Files in the folder of downloads that are no set for this office. The keys of the structs here are a promise to whoever
/// reads them.
#[derive(Clone, PartialEq, Serialize)]
pub(super) struct RefusedReport {
    pub files: Vec<String>,
    pub findings: Vec<RefusedFinding>,
}

#[derive(Clone, PartialEq, Serialize)]
pub(super) struct RefusedFinding {
    pub code: &'static str,
    pub message: String,
    pub hint: String,
}

/// A file in the folder of downloads that is left for later.
#[derive(Clone, PartialEq, Serialize)]
pub(super) struct UnfinishedReport {
    pub file: String,
    pub why: String,
}

impl RefusedReport {
    pub(super) fn all(refused: &[Refused], lang: Lang) -> Vec<Self> {
        refused
            .iter()
            .map(|refused| Self::of(refused, lang))
            .collect()
    }

    fn of(refused: &Refused, lang: Lang) -> Self {
        let finding = |finding: &Finding| RefusedFinding {
            code: finding.code.as_str(),
            message: finding.message(lang),
            hint: finding.hint(lang).to_string(),
        };
        Self {
            files: refused
                .files
                .iter()
                .map(|file| terminal_text::path(file))
                .collect(),
            findings: refused.findings.iter().map(finding).collect(),
        }
    }

    /// For people: the files, and what is wrong with them.
    pub(super) fn lines(&self) -> Vec<String> {
        let finding = |finding: &RefusedFinding| {
            let RefusedFinding {
                code,
                message,
                hint,
            } = finding;
            format!("{code} {message}\n{hint}")
        };
        let files = std::iter::once(self.files.join("\n"));
        files.chain(self.findings.iter().map(finding)).collect()
    }
}

impl UnfinishedReport {
    pub(super) fn all<'a>(
        unfinished: impl IntoIterator<Item = &'a Unfinished>,
        lang: Lang,
    ) -> Vec<Self> {
        let of = |unfinished: &Unfinished| Self {
            file: terminal_text::path(&unfinished.file),
            why: why(unfinished.why, lang),
        };
        unfinished.into_iter().map(of).collect()
    }
}

fn why(why: Pending, lang: Lang) -> String {
    let (ja, en) = match why {
        Pending::Writing => ("書き込みの途中です", "it is being written"),
        Pending::Empty => ("まだ空です", "it is still empty"),
        Pending::RestOfSet => (
            "セットの残りのファイルを待っています",
            "waiting for the rest of its set",
        ),
        Pending::Unreadable(cause) => return io_cause(cause, lang),
        _ => ("後で確認します", "left for later"),
    };
    lang.pick(ja, en).to_owned()
}
