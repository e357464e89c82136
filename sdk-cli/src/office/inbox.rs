//! `careplan inbox`: what came, and what is still to be taken.

use std::path::Path;

use careplan_core::finding::Lang;

use super::args::InboxArgs;
use super::list;
use super::received::{ReceivedReport, ReceivedRow};
use super::{id, open};
use crate::envelope::fault::Fault;
use crate::envelope::report;
use crate::outcome::Outcome;

/// Runs the command.
pub fn run(before: Option<&Path>, args: &InboxArgs) -> Outcome {
    let style = args.own.style;
    let lang = style.lang();
    match &args.id {
        Some(given) => report::finish(detail(before, args, given, lang), style),
        None => list::finish(
            rows(before, args, lang),
            style,
            (
                "受信したデータはありません（新着の確認は careplan sync）。",
                "Nothing came; careplan sync asks for news.",
            ),
        ),
    }
}

fn detail(
    before: Option<&Path>,
    args: &InboxArgs,
    given: &str,
    lang: Lang,
) -> Result<ReceivedReport, Fault> {
    let office = open(before, &args.own)?;
    let message = office.received_message(id::received(&office, given)?)?;
    Ok(ReceivedReport::of(&message, lang))
}

fn rows(before: Option<&Path>, args: &InboxArgs, lang: Lang) -> Result<Vec<ReceivedRow>, Fault> {
    let office = open(before, &args.own)?;
    let query = args.filters.query(&args.state);
    let messages = office.received(&query)?;
    let row = |message| ReceivedRow::of(message, lang);
    Ok(messages.iter().map(row).collect())
}
