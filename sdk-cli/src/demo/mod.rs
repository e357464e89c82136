//! `careplan demo`: the main job on a sample month, with a relay and nineteen offices on this machine.

mod error;
mod exchange;
mod month;
mod report;
mod sandbox;

use std::io::{self, Write};
use std::time::Instant;

use careplan_core::finding::Lang;

use crate::args::{DemoArgs, Format};
use crate::demo::error::DemoError;
use crate::demo::exchange::Exchange;
use crate::demo::month::SampleMonth;
use crate::demo::report::Report;
use crate::demo::sandbox::Sandbox;
use crate::outcome::Outcome;
use crate::{output, progress};

/// Runs the command.
pub fn run(args: &DemoArgs) -> Outcome {
    let lang = args.style.lang();
    match play(lang) {
        Ok(report) => {
            complain(&report);
            let written = write(&report, args.style.format, lang);
            report.outcome().max(output::written(&written, lang))
        }
        Err(error) => {
            output::complain(error.describe(lang));
            Outcome::Failed
        }
    }
}

/// The whole demo. An error means that it could not begin; what goes wrong with one office is in the report.
fn play(lang: Lang) -> Result<Report, DemoError> {
    let setup = Instant::now();
    let month = SampleMonth::embedded()?;
    let waiting = progress::spinner(lang.pick(
        "中継サーバーと事業所を準備しています",
        "preparing the relay and the offices",
    ));
    let sandbox = Sandbox::start(&month)?;
    waiting.finish_and_clear();
    let setup_seconds = setup.elapsed().as_secs_f64();

    let exchange = Instant::now();
    let results = Exchange::new(&month, &sandbox, lang).run();
    let seconds = exchange.elapsed().as_secs_f64();
    sandbox.stop();
    Ok(Report::new(&month, &results, setup_seconds, seconds))
}

fn complain(report: &Report) {
    for office in &report.offices {
        for error in &office.errors {
            output::complain(format_args!("{} {}: {error}", office.office, office.name));
        }
    }
}

fn write(report: &Report, format: Format, lang: Lang) -> io::Result<()> {
    let mut out = output::stdout();
    match format {
        Format::Text => report::text(&mut out, report, lang)?,
        Format::Json => {
            serde_json::to_writer(&mut out, report)?;
            writeln!(out)?;
        }
    }
    out.flush()
}
