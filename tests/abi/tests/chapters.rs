//! The chapters apart from an office do what they are for: tests/abi/c/chapters.c asserts each case itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::Command;

use careplan_abi_tests::{C_ASAN, Sandbox, compile, root, run};

#[test]
fn every_chapter_does_what_it_is_for() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("書き出し");
    std::fs::create_dir(&out).unwrap();
    let program = compile(
        &root().join("tests/abi/c/chapters.c"),
        folder.path(),
        C_ASAN,
    );
    let mut command = Command::new(program);
    command
        .arg(root().join("samples/data/sets/5070100002_11"))
        .arg(&out)
        .arg(sandbox.profile("5070022016"))
        .arg(sandbox.profile("5070100002"))
        .arg(root().join("tests/corpus/faults/set-contents/counts-differ"));
    assert_eq!(run(&mut command), "all right\n");
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 1);
}
