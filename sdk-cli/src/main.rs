//! `careplan`: checks, shows and exchanges care-plan data from a terminal.

mod args;
mod demo;
mod envelope;
mod explain;
mod files;
mod fix;
mod lint;
mod mistake;
mod office;
mod outcome;
mod output;
mod profile;
mod progress;
mod read;
mod recheck;
mod show;
mod terminal_text;
mod times;
mod upgrade;

use std::path::Path;
use std::process::ExitCode;

use crate::args::Command;
use crate::outcome::Outcome;

fn main() -> ExitCode {
    let outcome = match args::parse() {
        Ok((command, office)) => run(command, office.as_deref()),
        Err(stop) => stop,
    };
    outcome.into()
}

fn run(command: Command, office: Option<&Path>) -> Outcome {
    match command {
        Command::Lint(args) => lint::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Fix(args) => fix::run(&args),
        Command::Upgrade(args) => upgrade::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Demo(args) => demo::run(&args),
        Command::Identity(command) => envelope::run_identity(office, &command),
        Command::Seal(args) => envelope::run_seal(&args),
        Command::Open(args) => envelope::run_open(&args),
        Command::ExportEvidence(args) => envelope::run_export(&args),
        Command::VerifyEvidence(args) => envelope::run_verify(&args),
        Command::Send(args) => office::send::run(office, &args),
        Command::Sync(args) => office::sync::run(office, &args),
        Command::Sent(args) => office::sent::run(office, &args),
        Command::Inbox(args) => office::inbox::run(office, &args),
        Command::Take(args) => office::take::run(office, &args),
        Command::Ack(args) => office::answer::ack(office, &args),
        Command::Reject(args) => office::answer::reject(office, &args),
        Command::Withdraw(args) => office::answer::withdraw(office, &args),
        Command::Status(args) => office::status::run(office, &args),
        Command::Log(args) => office::log::run(office, &args),
        Command::Evidence(args) => office::evidence::run(office, &args),
        Command::Backup(args) => office::care::backup(office, &args),
        Command::Restore(args) => office::care::restore(office, &args),
        Command::CleanUp(args) => office::care::clean_up(office, &args),
    }
}
