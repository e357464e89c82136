//! The C programs under valgrind, where it is: what AddressSanitizer does not see is memory that was never written, and what
//! happens within the shared library, which is not built for it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use careplan_abi_tests::header::{blocks, functions};
use careplan_abi_tests::{C, Compiler, Sandbox, compile, misuse, root, run, sample_set};

/// Without sanitizers, which valgrind cannot run.
const PLAIN: Compiler = Compiler {
    program: "cc",
    options: &["-std=c11", "-g", "-pthread"],
};

const MEMCHECK: [&str; 5] = [
    "--quiet",
    "--leak-check=full",
    "--show-leak-kinds=definite",
    "--errors-for-leak-kinds=definite",
    "--error-exitcode=9",
];

/// Runs a program under valgrind; what it says on its standard output. Nothing where valgrind is not here.
fn checked(program: &Path, arguments: &[OsString], within: &Path) -> Option<String> {
    let there = Command::new("valgrind").arg("--version").output();
    if !there.is_ok_and(|output| output.status.success()) {
        eprintln!("valgrind is not here: not tried");
        return None;
    }
    Some(run(Command::new("valgrind")
        .args(MEMCHECK)
        // Without AVX and AVX2: OpenSSL's assembler for them works on stack that it never wrote, and throws that away.
        .env("OPENSSL_ia32cap", "~0x1000000000000000:~0x20")
        .current_dir(within)
        .arg(program)
        .args(arguments)))
}

#[test]
fn wrong_calls_touch_nothing_that_they_should_not() {
    let folder = tempfile::tempdir().unwrap();
    let source = root().join("tests/abi/c/misuse.c");
    let program = compile(&source, folder.path(), C);
    if let Some(said) = checked(&program, &[], folder.path()) {
        assert!(said.contains("all right"), "{said}");
    }
}

#[test]
fn every_export_called_wrongly_touches_nothing_that_it_should_not() {
    let folder = tempfile::tempdir().unwrap();
    let header = fs::read_to_string(root().join("include/careplan.h")).unwrap();
    let source = folder.path().join("calls.c");
    fs::write(&source, misuse::program(&functions(&blocks(&header)))).unwrap();
    let program = compile(&source, folder.path(), PLAIN);
    if let Some(said) = checked(&program, &[], folder.path()) {
        assert!(said.contains("wrong calls"), "{said}");
    }
}

#[test]
fn every_chapter_reads_only_what_was_written() {
    let (sandbox, folder) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let out = folder.path().join("書き出し");
    fs::create_dir(&out).unwrap();
    let program = compile(&root().join("tests/abi/c/chapters.c"), folder.path(), PLAIN);
    let arguments = [
        fs::canonicalize(root().join("samples/data/sets/5070100002_11"))
            .unwrap()
            .into(),
        out.into(),
        sandbox.profile("5070022016").into(),
        sandbox.profile("5070100002").into(),
        fs::canonicalize(root().join("tests/corpus/faults/set-contents/counts-differ"))
            .unwrap()
            .into(),
    ];
    if let Some(said) = checked(&program, &arguments, folder.path()) {
        assert_eq!(said, "all right\n");
    }
}

#[test]
fn an_office_without_its_relay_reads_only_what_was_written() {
    let (profiles, folder) = (Sandbox::start().stop(), tempfile::tempdir().unwrap());
    let program = compile(&root().join("tests/abi/c/exchange.c"), folder.path(), PLAIN);
    let office = profiles.path().join("offices/5070022016");
    let mut arguments: Vec<OsString> = vec!["away".into(), office.into()];
    let files = sample_set().into_iter();
    arguments.extend(files.map(|file| fs::canonicalize(file).unwrap().into_os_string()));
    if let Some(said) = checked(&program, &arguments, folder.path()) {
        assert_eq!(said, "all right\n");
    }
}
