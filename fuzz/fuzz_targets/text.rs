//! What is text of the standard decodes without loss and encodes to bytes that are the same text.
#![no_main]

use careplan_core::text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if text::check(bytes).is_ok() {
        let decoded = text::decode(bytes);
        assert!(!decoded.contains(char::REPLACEMENT_CHARACTER));
        assert_eq!(text::char_count(bytes), decoded.chars().count());
        let encoded = text::encode(&decoded).expect("text of the standard can be written");
        assert_eq!(text::decode(&encoded), decoded);
    }
});
