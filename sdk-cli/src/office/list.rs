//! Lists: a table for people, a line for each message for programs.

use std::io::{self, Write};

use careplan_core::finding::Lang;
use serde::Serialize;

use super::table::Table;
use crate::args::{Format, Style};
use crate::envelope::fault::Fault;
use crate::outcome::Outcome;
use crate::output;

/// A line of a list: for programs what it serializes to, for people `N` cells.
pub(super) trait Row<const N: usize>: Serialize {
    /// Heads of the columns, Japanese and English.
    const HEADS: ([&'static str; N], [&'static str; N]);
    /// The column that gives way where there is not enough room.
    const GIVES_WAY: usize;

    /// What stands in the columns.
    fn cells(&self, lang: Lang) -> [String; N];

    /// What is said below it.
    fn note(&self) -> Option<String> {
        None
    }
}

/// Writes rows as lines of JSON, or as a table.
pub(super) fn finish<T: Row<N>, const N: usize>(
    rows: Result<Vec<T>, Fault>,
    style: Style,
    nothing: (&str, &str),
) -> Outcome {
    let lang = style.lang();
    match rows {
        Ok(rows) => {
            let lines = match style.format {
                Format::Json => Ok(Vec::new()),
                Format::Text if rows.is_empty() => {
                    Ok(vec![lang.pick(nothing.0, nothing.1).to_owned()])
                }
                Format::Text => Ok(table(&rows, lang).lines()),
            };
            let written = lines.and_then(|lines| write(&rows, &lines, style.format));
            output::written(&written, lang)
        }
        Err(fault) => {
            output::complain(fault.describe(lang));
            fault.outcome()
        }
    }
}

fn table<T: Row<N>, const N: usize>(rows: &[T], lang: Lang) -> Table<N> {
    let mut table = Table::new(lang.pick(T::HEADS.0, T::HEADS.1), T::GIVES_WAY);
    for row in rows {
        table.row(row.cells(lang), row.note());
    }
    table
}

fn write<T: Serialize>(rows: &[T], lines: &[String], format: Format) -> io::Result<()> {
    let mut out = output::stdout();
    for line in lines {
        writeln!(out, "{line}")?;
    }
    if format == Format::Json {
        for row in rows {
            serde_json::to_writer(&mut out, row)?;
            writeln!(out)?;
        }
    }
    out.flush()
}
