//! The program `careplan-relay`, seen from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_careplan-relay"))
}

fn init(dir: &Path, more: &[&str]) -> Output {
    program().arg("init").arg(dir).args(more).output().unwrap()
}

#[test]
fn init_then_serve() {
    let dir = tempfile::tempdir().unwrap();
    let relay = dir.path().join("relay");
    let list = dir.path().join("offices.csv");
    std::fs::write(
        &list,
        "number,kind,name\n5070022016,43,ケアプランセンターつなぐ\n",
    )
    .unwrap();
    let made = init(&relay, &["--offices", list.to_str().unwrap()]);
    assert!(made.status.success(), "{made:?}");
    assert!(relay.join("offices/5070022016/profile.toml").is_file());
    let again = init(&relay, &[]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8(again.stderr).unwrap().contains("既に"));

    let mut serving = program()
        .arg("serve")
        .arg(&relay)
        .args(["--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(serving.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let port: u16 = line
        .trim()
        .strip_prefix("https://localhost:")
        .unwrap()
        .parse()
        .unwrap();
    std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    terminate(&mut serving);
}

#[test]
fn a_folder_without_a_relay_cannot_be_served() {
    let dir = tempfile::tempdir().unwrap();
    let served = program().arg("serve").arg(dir.path()).output().unwrap();
    assert_eq!(served.status.code(), Some(2));
    assert!(String::from_utf8(served.stderr).unwrap().contains("init"));
}

/// SIGTERM ends it gracefully where there are signals.
#[cfg(unix)]
fn terminate(child: &mut Child) {
    let signalled = Command::new("kill")
        .arg(child.id().to_string())
        .status()
        .unwrap();
    assert!(signalled.success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[cfg(not(unix))]
fn terminate(child: &mut Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}
