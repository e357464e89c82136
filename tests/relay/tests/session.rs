//! The example session of docs/relay-session.ja.md is run as it stands there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// Stands for what differs from run to run.
const ANYTHING: &str = "…";
const BORDER: &str = "---- border ----";

/// Commands, and what they print if that is shown.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    commands: String,
    printed: Option<String>,
}

#[test]
fn both_pages_have_the_same_commands() {
    assert_eq!(steps("relay-session.ja.md"), steps("relay-session.md"));
}

#[test]
fn the_session_goes_as_the_page_says() {
    if missing("curl") || missing("openssl") {
        eprintln!("skipped: there is no curl or no openssl");
        return;
    }
    let steps = steps("relay-session.ja.md");
    let output = run(&steps);
    let parts: Vec<&str> = output.split(BORDER).collect();
    assert_eq!(parts.len(), steps.len() + 1, "it ended too early: {output}");
    for (step, printed) in steps.iter().zip(parts) {
        if let Some(expected) = &step.printed {
            compare(expected, printed, &step.commands);
        }
    }
}

/// Runs all commands in one shell, in a folder that looks like the repository's, on a port of its own.
fn run(steps: &[Step]) -> String {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("samples")).unwrap();
    fs::create_dir_all(dir.path().join("target")).unwrap();
    let offices = root().join("samples/offices.csv");
    fs::copy(offices, dir.path().join("samples/offices.csv")).unwrap();

    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port().to_string();
    drop(free);
    let mut script = "trap 'kill $server 2>/dev/null; wait' EXIT\n".to_owned();
    for step in steps {
        script += &step.commands.replace("8443", &port);
        script += &format!("echo; echo '{BORDER}'\n");
    }
    let programs = Path::new(env!("CARGO_BIN_EXE_careplan-relay"));
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(dir.path())
        .env(
            "PATH",
            format!("{}:{path}", programs.parent().unwrap().display()),
        )
        .env("NO_PROXY", "localhost")
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    // What curl says while the relay is starting.
    let unexpected = errors
        .lines()
        .filter(|line| !line.contains("Connection refused"))
        .filter(|line| !line.contains("Couldn't connect") && !line.contains("Transient problem"));
    let unexpected: Vec<_> = unexpected.collect();
    assert!(unexpected.is_empty(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn compare(expected: &str, printed: &str, commands: &str) {
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    };
    let (expected, printed) = (lines(expected), lines(printed));
    let same = expected.len() == printed.len()
        && expected
            .iter()
            .zip(&printed)
            .all(|(expected, printed)| line_fits(expected, printed));
    assert!(
        same,
        "{commands}\nexpected:\n{}\nprinted:\n{}",
        expected.join("\n"),
        printed.join("\n")
    );
}

fn line_fits(expected: &str, printed: &str) -> bool {
    match serde_json::from_str::<Value>(expected) {
        Ok(expected) if expected.is_object() => {
            serde_json::from_str(printed).is_ok_and(|printed| fits(&expected, &printed))
        }
        _ => expected == printed,
    }
}

/// Whether a value has all that is expected of it; an object may have more.
fn fits(expected: &Value, printed: &Value) -> bool {
    match (expected, printed) {
        (Value::String(anything), _) if anything == ANYTHING => !printed.is_null(),
        (Value::Object(expected), Value::Object(printed)) => expected
            .iter()
            .all(|(name, value)| printed.get(name).is_some_and(|found| fits(value, found))),
        (Value::Array(expected), Value::Array(printed)) => {
            expected.len() == printed.len()
                && expected
                    .iter()
                    .zip(printed)
                    .all(|(value, found)| fits(value, found))
        }
        _ => expected == printed,
    }
}

/// The commands of a page, each with the block of text that follows it.
fn steps(page: &str) -> Vec<Step> {
    let text = fs::read_to_string(root().join("docs").join(page)).unwrap();
    let mut steps: Vec<Step> = Vec::new();
    let mut block: Option<(&str, String)> = None;
    for line in text.lines() {
        match (&mut block, line.strip_prefix("```")) {
            (None, Some(language)) => block = Some((language, String::new())),
            (None, None) => {}
            (Some((_, lines)), None) => {
                lines.push_str(line);
                lines.push('\n');
            }
            (Some(_), Some(_)) => match block.take() {
                Some(("sh", commands)) => steps.push(Step {
                    commands,
                    printed: None,
                }),
                Some(("text", printed)) => steps.last_mut().unwrap().printed = Some(printed),
                other => panic!("a block of another kind: {other:?}"),
            },
        }
    }
    steps
}

fn missing(program: &str) -> bool {
    let found = Command::new(program)
        .arg("version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    found.is_err()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
