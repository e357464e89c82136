//! What every error owes the person who meets it.

use careplan_core::Explain;
use careplan_core::finding::{Finding, Lang};

/// Checks that an error names its cause in both languages, with these words, and a next step.
#[track_caller]
pub fn assert_explained(error: &dyn Explain, ja: &str, en: &str) {
    let message = |lang, word: &str| {
        let text = error.message(lang);
        assert!(text.contains(word), "{text:?} does not say {word:?}");
        assert!(!error.hint(lang).is_empty(), "{text:?} has no next step");
    };
    message(Lang::Ja, ja);
    message(Lang::En, en);
    assert!(has_japanese(&error.hint(Lang::Ja)));
    assert!(!has_japanese(&error.hint(Lang::En)));
}

/// Checks that a finding says what is wrong and what to do, in both languages, with every blank filled.
#[track_caller]
pub fn assert_finding_explained(finding: &Finding) {
    for lang in [Lang::Ja, Lang::En] {
        for text in [finding.message(lang), finding.hint(lang)] {
            assert!(!text.is_empty(), "{finding:?}");
            assert!(!text.contains(['{', '}']), "{text}");
        }
    }
}

fn has_japanese(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))
}
