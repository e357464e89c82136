//! samples/c does the main job against a real relay, through the shared library.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use careplan_abi_tests::{C, C_ASAN, CXX, Compiler, Sandbox, compile, root, sample_set};

fn run_sample(compiler: Compiler, sandbox: &Sandbox, files: &[PathBuf]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let program = compile(&root().join("samples/c/main.c"), folder.path(), compiler);
    Command::new(program)
        .arg(sandbox.profile("5070022016"))
        .arg(sandbox.profile("5070100002"))
        .args(files)
        .output()
        .unwrap()
}

fn assert_main_job(output: &Output) {
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{out}{err}");
    assert!(
        out.contains("送ったものと同じファイル: 3 / 3"),
        "{out}{err}"
    );
    assert!(out.contains("相手が受領しました"), "{out}{err}");
    assert_eq!(err, "");
}

#[test]
fn the_sample_has_at_most_200_lines() {
    let source = fs::read_to_string(root().join("samples/c/main.c")).unwrap();
    assert!(source.lines().count() <= 200);
}

#[test]
fn the_c_sample_does_the_main_job() {
    assert_main_job(&run_sample(C, &Sandbox::start(), &sample_set()));
}

#[test]
fn the_c_sample_does_it_without_a_memory_error_or_leak() {
    assert_main_job(&run_sample(C_ASAN, &Sandbox::start(), &sample_set()));
}

#[test]
fn a_refused_set_is_told_in_full_without_a_leak() {
    let output = run_sample(C_ASAN, &Sandbox::start(), &sample_set()[..2]);
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{err}");
    assert!(
        err.contains("エラー 210") && err.contains("CP4001"),
        "{err}"
    );
}

#[test]
fn a_relay_that_is_not_there_is_told_without_a_leak() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let program = compile(&root().join("samples/c/main.c"), folder.path(), C_ASAN);
    let profiles = sandbox.stop();
    let output = Command::new(program)
        .args([
            profiles.path().join("offices/5070022016"),
            profiles.path().join("offices/5070100002"),
        ])
        .args(sample_set())
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(
        err.contains("エラー 500") && err.contains("接続が拒否されました"),
        "{err}"
    );
}

#[test]
fn the_header_compiles_as_cpp() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("header.cpp");
    fs::write(&source, "#include \"careplan.h\"\nint main() { return cpl_abi_version() == CPL_ABI_VERSION ? 0 : 1; }\n")
        .unwrap();
    let program: PathBuf = compile(Path::new(&source), folder.path(), CXX);
    assert!(Command::new(program).status().unwrap().success());
}
