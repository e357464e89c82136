//! Records for programs: one JSON object a record and line.

use std::borrow::Cow;
use std::io::{self, Write};

use careplan_core::document::{Document, Record};
use serde::Serialize;

#[derive(Serialize)]
struct Line<'a> {
    record: usize,
    items: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    no: usize,
    /// Null for an item that the layout does not have.
    ident: Option<&'a str>,
    name: Option<&'a str>,
    value: Cow<'a, str>,
}

/// Writes every record.
pub(super) fn write(out: &mut impl Write, document: &Document) -> io::Result<()> {
    for record in document.records() {
        serde_json::to_writer(&mut *out, &line(document, record))?;
        writeln!(out)?;
    }
    Ok(())
}

fn line<'a>(document: &Document, record: Record<'a>) -> Line<'a> {
    let items = document.layout().map_or(&[][..], |layout| layout.items);
    let entry = |(index, field): (usize, careplan_core::document::Field<'a>)| {
        let item = items.get(index);
        Entry {
            no: index + 1,
            ident: item.map(|item| item.ident),
            name: item.map(|item| item.name_ja),
            value: field.text(),
        }
    };
    Line {
        record: record.number(),
        items: record.fields().enumerate().map(entry).collect(),
    }
}
