//! The same fault in every line is one thing to mend: a few are shown, the rest is counted.

use std::collections::HashMap;
use std::sync::Arc;

use careplan_core::finding::{Code, Finding, Findings};

/// Findings that are shown of those that are alike.
pub(super) const SHOWN: usize = 3;

/// What is written.
pub(super) enum Entry<'a> {
    Finding(&'a Finding),
    /// So many more of the same code and item in the same file.
    Alike {
        like: &'a Finding,
        count: usize,
    },
}

impl<'a> Entry<'a> {
    pub(super) fn finding(&self) -> Option<&'a Finding> {
        match self {
            Self::Finding(finding) => Some(finding),
            Self::Alike { .. } => None,
        }
    }
}

/// At most so many findings, and of those that are alike at most `most_alike`, behind which their number stands.
pub(super) fn collapse(findings: &Findings, most_alike: usize, most: usize) -> Vec<Entry<'_>> {
    type Kind = (Arc<str>, Code, Option<u16>);
    let kind = |finding: &Finding| -> Kind {
        let item = finding.item.map(|item| item.no);
        (finding.file.clone(), finding.code, item)
    };
    let mut totals: HashMap<Kind, usize> = HashMap::new();
    // The core's own line on findings that it did not keep adds nothing to the count.
    let told = || {
        findings
            .iter()
            .filter(|finding| finding.code != Code::MoreFindings)
    };
    told().for_each(|finding| *totals.entry(kind(finding)).or_default() += 1);
    let mut seen: HashMap<Kind, usize> = HashMap::new();
    let (mut entries, mut shown) = (Vec::new(), 0);
    for finding in told() {
        let kind = kind(finding);
        let seen = seen.entry(kind.clone()).or_default();
        *seen += 1;
        if *seen > most_alike || shown == most {
            continue;
        }
        shown += 1;
        entries.push(Entry::Finding(finding));
        let rest = totals.get(&kind).map_or(0, |total| total - *seen);
        if *seen == most_alike && rest > 0 {
            entries.push(Entry::Alike {
                like: finding,
                count: rest,
            });
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_a_kind_is_counted_behind_the_last_one_shown() {
        let mut findings = Findings::default();
        for record in 1..=5 {
            findings.push(Finding::new(Code::TooLong, "x".into()).at_record(record));
            if record < 4 {
                findings.push(Finding::new(Code::DateForm, "x".into()).at_record(record));
            }
        }
        let shape = |most| -> Vec<_> {
            let entries = collapse(&findings, 3, most);
            let shape = |entry: &Entry<'_>| match entry {
                Entry::Finding(finding) => (finding.code.name(), 0),
                Entry::Alike { like, count } => (like.code.name(), *count),
            };
            entries.iter().map(shape).collect()
        };
        let (long, date) = (("TooLong".to_owned(), 0), ("DateForm".to_owned(), 0));
        let pair = [long.clone(), date.clone()];
        let expected = [
            &pair[..],
            &pair,
            &[long.clone(), ("TooLong".to_owned(), 2), date],
        ];
        assert_eq!(shape(100), expected.concat());
        assert_eq!(shape(1), [long]);
    }
}
