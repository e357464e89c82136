//! Lists: a table for people, a line for each message for programs.

use std::io::{self, Write};

use serde::Serialize;

use super::table::Table;
use crate::args::{Format, Style};
use crate::envelope::fault::Fault;
use crate::outcome::Outcome;
use crate::output;

/// Writes rows as lines of JSON, or as what `table` makes of them.
pub(super) fn finish<T: Serialize, const N: usize>(
    rows: Result<Vec<T>, Fault>,
    style: Style,
    nothing: (&str, &str),
    table: impl FnOnce(&[T]) -> Table<N>,
) -> Outcome {
    let lang = style.lang();
    match rows {
        Ok(rows) => {
            let lines = match style.format {
                Format::Json => Ok(Vec::new()),
                Format::Text if rows.is_empty() => {
                    Ok(vec![lang.pick(nothing.0, nothing.1).to_owned()])
                }
                Format::Text => Ok(table(&rows).lines()),
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
