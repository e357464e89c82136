//! `careplan`: checks, shows and exchanges care-plan data from a terminal.

mod args;
mod demo;
mod explain;
mod lint;
mod outcome;
mod output;
mod profile;
mod progress;
mod read;
mod show;
mod terminal_text;

use std::process::ExitCode;

use crate::args::Command;

fn main() -> ExitCode {
    let outcome = match args::parse() {
        Ok(Command::Lint(args)) => lint::run(&args),
        Ok(Command::Show(args)) => show::run(&args),
        Ok(Command::Explain(args)) => explain::run(&args),
        Ok(Command::Demo(args)) => demo::run(&args),
        Err(stop) => stop,
    };
    outcome.into()
}
