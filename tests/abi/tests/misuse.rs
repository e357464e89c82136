//! A host that calls wrongly is told so, and does not crash.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use careplan_abi_tests::header::{Function, blocks, functions};
use careplan_abi_tests::{
    C, C_ASAN, Compiler, Sandbox, cargo, compile, misuse, root, run, sample_set,
};

/// Thread-local variables of gcc, beyond C11.
const C_ASAN_THREADS: Compiler = Compiler {
    program: "cc",
    options: &[
        "-std=c11",
        "-g",
        "-fsanitize=address",
        "-fno-omit-frame-pointer",
        "-pthread",
    ],
};

fn exports() -> Vec<Function> {
    functions(&blocks(
        &fs::read_to_string(root().join("include/careplan.h")).unwrap(),
    ))
}

/// tests/abi/c/misuse.c asserts each case itself.
#[test]
fn wrong_calls_come_back_as_a_status() {
    for compiler in [C, C_ASAN] {
        let folder = tempfile::tempdir().unwrap();
        let program = compile(
            &root().join("tests/abi/c/misuse.c"),
            folder.path(),
            compiler,
        );
        let output = run(&mut Command::new(program));
        assert!(output.contains("all right"), "{output}");
    }
}

#[test]
fn no_export_can_be_called_so_wrongly_that_it_crashes() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("calls.c");
    fs::write(&source, misuse::program(&exports())).unwrap();
    let program = compile(&source, folder.path(), C_ASAN_THREADS);
    // With the handles of an office whose relay is gone.
    let sandbox = Sandbox::start().stop();
    let profile = sandbox.path().join("offices/5070022016");
    let output = run(Command::new(program)
        .current_dir(folder.path())
        .arg(profile)
        .args(sample_set()));
    assert!(output.contains("wrong calls"), "{output}");
    println!("{output}");
}

/// The library with the feature panic-injection is linked statically: the shared one stays as a vendor gets it.
#[test]
fn a_panic_in_any_export_is_a_status() {
    let folder = tempfile::tempdir().unwrap();
    let (source, program) = (folder.path().join("panics.c"), folder.path().join("panics"));
    fs::write(&source, misuse::panics(&exports())).unwrap();
    let mut cc = Command::new("cc");
    cc.args(["-std=c11", "-g", "-Wall", "-Wextra", "-Werror", "-I"])
        .arg(root().join("include"))
        .arg(&source);
    cc.arg(panicking_library())
        .args(["-lpthread", "-ldl", "-lm", "-o"])
        .arg(&program);
    run(&mut cc);
    let output = run(&mut Command::new(program));
    assert!(output.contains("panics"), "{output}");
    println!("{output}");
}

/// At a place of its own: with and without the feature, cargo would put it at the same one.
fn panicking_library() -> PathBuf {
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("libcareplan-panics.a");
    run(cargo("rustc")
        .args(["--package", "careplan-ffi", "--lib"])
        .args(["--features", "panic-injection", "--crate-type", "staticlib"])
        .args(["--", "--emit"])
        .arg(format!("link={}", library.display())));
    library
}
