//! A host that calls wrongly is told so, and does not crash.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::Command;

use careplan_abi_tests::{C, C_ASAN, compile, root};

/// tests/abi/c/misuse.c asserts each case itself and prints how many there were.
#[test]
fn wrong_calls_come_back_as_a_status() {
    for compiler in [C, C_ASAN] {
        let folder = tempfile::tempdir().unwrap();
        let program = compile(
            &root().join("tests/abi/c/misuse.c"),
            folder.path(),
            compiler,
        );
        let output = Command::new(program).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{err}");
        assert!(
            String::from_utf8_lossy(&output.stdout).contains("all right"),
            "{err}"
        );
    }
}
