//! `careplan sent`: has the partner taken it?

use std::path::Path;

use careplan_core::exchange::Query;
use careplan_core::finding::Lang;

use super::args::SentArgs;
use super::list;
use super::message::{SentReport, SentRow};
use super::table::Table;
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
            |rows| table(rows, lang),
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
    let filters = &args.filters;
    let query = Query {
        partner: filters.partner,
        month: filters.month,
        person: filters.person,
        set: filters.set,
        states: args.state.clone(),
        since: filters.since,
        until: filters.until,
        limit: filters.limit,
        ..Query::default()
    };
    let messages = office.sent(&query)?;
    let row = |message| SentRow::of(message, lang);
    Ok(messages.iter().map(row).collect())
}

fn table(rows: &[SentRow], lang: Lang) -> Table<6> {
    let mut table = Table::new(lang.pick(SentRow::HEADS_JA, SentRow::HEADS_EN), 4);
    for row in rows {
        table.row(row.cells(), row.note());
    }
    table
}
