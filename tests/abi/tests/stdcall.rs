//! The stdcall twins are those of the exports.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;

use careplan_abi_tests::{root, stdcall};

/// `CAREPLAN_UPDATE=1 cargo test -p careplan-abi-tests --test stdcall` writes them anew.
#[test]
fn every_export_without_a_callback_has_its_twin() {
    let generated = stdcall::twins();
    let path = root().join("sdk-ffi/src/stdcall.rs");
    if std::env::var_os("CAREPLAN_UPDATE").is_some() {
        fs::write(&path, &generated).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap();
    assert!(
        committed == generated,
        "sdk-ffi/src/stdcall.rs is not that of the exports: run this test with CAREPLAN_UPDATE=1 and commit it"
    );
}
