//! `careplan sent`: has the partner taken it?

use std::path::Path;

use careplan_core::finding::Lang;

use super::args::SentArgs;
use super::list;
use super::message::{SentReport, SentRow};
use super::{id, open};
use crate::envelope::fault::Fault;
use crate::envelope::report;
use crate::outcome::Outcome;

/// Runs the command.
pub fn run(before: Option<&Path>, args: &SentArgs) -> Outcome {
    let style = args.own.style;
    let lang = style.lang();
    match &args.id {
        Some(given) => report::finish(detail(before, args, given, lang), style),
        None => list::finish(
            rows(before, args, lang),
            style,
            ("送信したデータはありません。", "Nothing was sent."),
        ),
    }
}

fn detail(
    before: Option<&Path>,
    args: &SentArgs,
    given: &str,
    lang: Lang,
) -> Result<SentReport, Fault> {
    let office = open(before, &args.own)?;
    let detail = office.sent_message(id::sent(&office, given)?)?;
    Ok(SentReport::of(&detail, lang))
}

fn rows(before: Option<&Path>, args: &SentArgs, lang: Lang) -> Result<Vec<SentRow>, Fault> {
    let office = open(before, &args.own)?;
    let query = args.filters.query(&args.state);
    let messages = office.sent(&query)?;
    let row = |message| SentRow::of(message, lang);
    Ok(messages.iter().map(row).collect())
}
