//! The library does nothing before it is asked: tests/abi/c/idle.c looks for threads and files of its own; strace, where it
//! is, sees that none comes and goes in between.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::Command;

use careplan_abi_tests::{C, Sandbox, compile, root, run, sample_set};

fn program(folder: &Path) -> PathBuf {
    compile(&root().join("tests/abi/c/idle.c"), folder, C)
}

fn arguments(sandbox: &Sandbox) -> [PathBuf; 2] {
    let files = sample_set();
    let mut plan = files.into_iter().filter(|file| {
        let name = file.file_name().unwrap().to_str().unwrap();
        name.starts_with("UPPLAN")
    });
    [sandbox.profile("5070022016"), plan.next().unwrap()]
}

#[test]
fn nothing_runs_and_no_file_is_open_before_the_caller_asks() {
    let (sandbox, folder) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let mut command = Command::new(program(folder.path()));
    assert_eq!(run(command.args(arguments(&sandbox))), "all right\n");
}

#[test]
fn nothing_is_opened_started_or_connected_in_between() {
    let mut traces = Command::new("strace");
    if !traces
        .args(["-o", "/dev/null", "true"])
        .status()
        .is_ok_and(|status| status.success())
    {
        eprintln!("strace is not here, or may not trace: not tried");
        return;
    }
    let (sandbox, folder) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let (program, trace) = (program(folder.path()), folder.path().join("trace"));
    let calls = "trace=%file,%network,%process,write";
    run(Command::new("strace")
        .args(["-f", "-e", calls, "-o"])
        .arg(&trace)
        .arg(program)
        .args(arguments(&sandbox)));
    let trace = std::fs::read_to_string(&trace).unwrap();
    let inside = trace.split("\"<idle>").nth(1).unwrap();
    let (inside, after) = inside.split_once("\"</idle>").unwrap();
    // The rest of the one line, and the beginning of the other.
    let seen: Vec<_> = inside.lines().skip(1).collect();
    assert_eq!(seen.len(), 1, "{inside}");
    assert!(after.contains("profile.toml"), "the trace sees files");

    // Before main, the system's loader alone opens files, and starts nothing.
    let before = trace.split("execve(").nth(1).unwrap();
    let (loading, _) = before.split_once("samples/data").unwrap();
    let (loading, _) = loading.rsplit_once('\n').unwrap();
    for line in loading.lines().skip(1) {
        let of_the_loader = ["/etc/ld.so.", ".so", "/proc/self/", "exited"];
        let harmless = of_the_loader.iter().any(|part| line.contains(part));
        assert!(harmless || !line.contains("openat("), "{line}");
        assert!(
            !line.contains("clone") && !line.contains("socket("),
            "{line}"
        );
    }
}
