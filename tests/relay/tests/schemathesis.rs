//! The sandbox against docs/relay-openapi.yaml by a program that knows nothing of it: schemathesis, in its short form.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

/// The status of tests/protocol/run.sh where schemathesis could not be had.
const SKIPPED: i32 = 3;

#[test]
fn the_sandbox_keeps_to_the_document() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new("bash")
        .arg(root.join("tests/protocol/run.sh"))
        .env("CAREPLAN_RELAY", env!("CARGO_BIN_EXE_careplan-relay"))
        .output()
        .unwrap();
    let said = [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy);
    match output.status.code() {
        Some(0) => {}
        Some(SKIPPED) => eprintln!("skipped: {}", said[1]),
        _ => panic!("{}\n{}", said[0], said[1]),
    }
}
