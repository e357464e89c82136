//! The short form of the crash test; README.md tells of the long one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use careplan_crash_tests::{Settings, run};

#[test]
fn fifty_kills_lose_and_double_nothing() {
    let settings = Settings {
        rounds: 50,
        seed: 20_261_001,
        tell: false,
    };
    let outcome = run(Path::new(env!("CARGO_BIN_EXE_crash")), &settings);
    assert!(outcome.is_good(), "{outcome}");
    assert!(outcome.arrived >= 50, "{outcome}");
}
