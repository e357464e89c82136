//! The committed header is the one that the sources give.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use careplan_abi_tests::{library_folder, root, stdcall};

/// `CAREPLAN_UPDATE=1 cargo test -p careplan-abi-tests --test header` writes the header anew.
#[test]
fn the_header_is_that_of_the_sources() {
    let crate_dir = root().join("sdk-ffi");
    let config = cbindgen::Config::from_file(crate_dir.join("cbindgen.toml")).unwrap();
    let mut generated = Vec::new();
    cbindgen::generate_with_config(&crate_dir, config)
        .unwrap()
        .write(&mut generated);
    let generated = stdcall::with_twins(&String::from_utf8(generated).unwrap());
    let path = root().join("include/careplan.h");
    if std::env::var_os("CAREPLAN_UPDATE").is_some() {
        fs::write(&path, &generated).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap();
    assert!(
        committed == generated,
        "include/careplan.h is not that of sdk-ffi: run this test with CAREPLAN_UPDATE=1 and commit the header"
    );
}

/// What a program can link is what the header declares, and nothing else.
#[test]
fn the_library_exports_what_the_header_declares() {
    let header = fs::read_to_string(root().join("include/careplan.h")).unwrap();
    let declared: BTreeSet<String> = header
        .split("uint32_t cpl_")
        .skip(1)
        .chain(header.split("void cpl_").skip(1))
        .filter_map(|rest| rest.split_once('(').map(|(name, _)| format!("cpl_{name}")))
        .filter(|name| {
            name.chars()
                .all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit())
        })
        .collect();
    let symbols = Command::new("nm")
        .args(["--dynamic", "--defined-only", "--format=posix"])
        .arg(library_folder().join("libcareplan.so"))
        .output()
        .unwrap();
    let exported: BTreeSet<String> = String::from_utf8(symbols.stdout)
        .unwrap()
        .lines()
        .filter_map(|line| line.split(' ').next().map(str::to_owned))
        .collect();
    assert!(declared.len() > 40, "{declared:?}");
    assert_eq!(exported, declared);
}
