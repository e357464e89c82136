//! `careplan`: checks, shows and exchanges care-plan data from a terminal.

mod args;
mod demo;
mod envelope;
mod explain;
mod files;
mod fix;
mod lint;
mod outcome;
mod output;
mod profile;
mod progress;
mod read;
mod recheck;
mod show;
mod terminal_text;
mod upgrade;

use std::process::ExitCode;

use crate::args::Command;

fn main() -> ExitCode {
    let outcome = match args::parse() {
        Ok(Command::Lint(args)) => lint::run(&args),
        Ok(Command::Show(args)) => show::run(&args),
        Ok(Command::Fix(args)) => fix::run(&args),
        Ok(Command::Upgrade(args)) => upgrade::run(&args),
        Ok(Command::Explain(args)) => explain::run(&args),
        Ok(Command::Demo(args)) => demo::run(&args),
        Ok(Command::Identity(command)) => envelope::run_identity(&command),
        Ok(Command::Seal(args)) => envelope::run_seal(&args),
        Ok(Command::Open(args)) => envelope::run_open(&args),
        Ok(Command::ExportEvidence(args)) => envelope::run_export(&args),
        Ok(Command::VerifyEvidence(args)) => envelope::run_verify(&args),
        Err(stop) => stop,
    };
    outcome.into()
}
