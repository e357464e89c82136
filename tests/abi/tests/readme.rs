//! The program in the READMEs compiles and does what they say.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use careplan_abi_tests::{C_ASAN, compile, root, sample_set};

fn example(readme: &str) -> String {
    let text = fs::read_to_string(root().join(readme)).unwrap();
    let block = text
        .split("```c\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    block.expect("a block of C").to_owned()
}

#[test]
fn both_readmes_show_the_same_program() {
    assert_eq!(example("README.md"), example("README.ja.md"));
}

#[test]
fn the_program_of_the_readme_finds_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("check.c");
    fs::write(&source, example("README.md")).unwrap();
    let program = compile(&source, folder.path(), C_ASAN);
    let check = |file: &Path| -> Output { Command::new(&program).arg(file).output().unwrap() };

    let clean = &sample_set()[1];
    let output = check(clean);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));

    let damaged = folder.path().join(clean.file_name().unwrap());
    let text = fs::read(clean).unwrap();
    let without_insurer = [
        b"202407,",
        text.splitn(3, |&byte| byte == b',').nth(2).unwrap(),
    ]
    .join(&b","[..]);
    fs::write(&damaged, without_insurer).unwrap();
    let output = check(&damaged);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.starts_with("CP2010 1件目 項番2: "), "{said}");

    assert_eq!(check(Path::new("no such file")).status.code(), Some(2));
}
