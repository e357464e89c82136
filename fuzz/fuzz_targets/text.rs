//! What is text of the standard decodes without loss and encodes to bytes that are the same text; scanning agrees with
//! checking; whatever comes in, substitution makes text of the standard of it and says what it changed.
#![no_main]

use careplan_core::text::{self, LastResort, NoteKind, Step, Substitutions};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let legal = text::check(bytes).is_ok();
    if legal {
        let decoded = text::decode(bytes);
        assert!(!decoded.contains(char::REPLACEMENT_CHARACTER));
        assert_eq!(text::char_count(bytes), decoded.chars().count());
        let encoded = text::encode(&decoded).expect("text of the standard can be written");
        assert_eq!(text::decode(&encoded), decoded);
        assert!(text::encode(&text::full_width_kana(&decoded)).is_ok());
    }
    scan(bytes, legal);
    substitute(&String::from_utf8_lossy(bytes));
    substitute(&text::decode(bytes));
});

fn scan(bytes: &[u8], legal: bool) {
    let characters = text::decode(bytes).chars().count();
    let (mut next, mut illegal) = (1, false);
    for note in text::scan(bytes) {
        assert!(note.position >= next && note.length > 0);
        next = note.position + note.length;
        illegal |= matches!(note.kind, NoteKind::NotMs932 | NoteKind::Gaiji { .. });
    }
    assert!(next <= characters + 1);
    assert_eq!(illegal, !legal);
}

fn substitute(given: &str) {
    let all = Substitutions::new();
    let few = Substitutions::new()
        .without(Step::Compose)
        .without(Step::Compatibility);
    for substitutions in [all, few] {
        let done = substitutions.apply(given).expect("the last resort is 〓");
        assert!(text::encode(&done.text).is_ok());
        assert_eq!(done.changes.is_empty(), text::encode(given).is_ok());
        assert_eq!(given == done.text, done.changes.is_empty());
        let strict = substitutions.last_resort(LastResort::Refuse).apply(given);
        assert!(strict.is_err() || strict == Ok(done));
    }
}
