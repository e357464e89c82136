//! Any text is taken apart as a file name; what parses composes to a name that parses to the same.
#![no_main]

use careplan_core::document::FileName;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|name: &str| {
    if let (Some(parsed), _) = FileName::parse(name) {
        assert_eq!(FileName::parse(&parsed.to_string()).0, Some(parsed));
    }
});
