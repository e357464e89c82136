//! `crash run` is the test; the other commands are the processes that it starts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::ExitCode;

use careplan_crash_tests::{Settings, receive, relay, run, send};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *words {
        ["relay", folder, port] => relay(Path::new(folder), port.parse().unwrap()),
        ["send", profile, work] => send(Path::new(profile), Path::new(work)),
        ["receive", profile, work] => receive(Path::new(profile), Path::new(work)),
        ["run", ..] => return long_form(&words[1..]),
        _ => {
            eprintln!("crash run [--rounds N] [--seed N]");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn long_form(options: &[&str]) -> ExitCode {
    let program = std::env::current_exe().unwrap();
    let settings = Settings {
        rounds: option(options, "--rounds").map_or(1000, |rounds| rounds as u32),
        seed: option(options, "--seed").unwrap_or_else(|| fastrand::u64(..)),
        tell: true,
    };
    let outcome = run(&program, &settings);
    println!("{outcome}");
    match outcome.is_good() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

fn option(options: &[&str], name: &str) -> Option<u64> {
    let at = options.iter().position(|option| *option == name)?;
    options.get(at + 1)?.parse().ok()
}
