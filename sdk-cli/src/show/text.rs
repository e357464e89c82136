//! Records for people: number, name and value of every item in columns.

use std::io::{self, Write};

use careplan_core::document::{Document, Record};
use careplan_core::finding::Lang;
use careplan_core::layout::{Item, Layout, ServiceKindInfo, ValueType};

use crate::terminal_text::{pad_end, visible, width};

/// Writes the file's name and kind and every record.
pub(super) fn write(out: &mut impl Write, document: &Document, lang: Lang) -> io::Result<()> {
    let table = Table::new(document.layout(), lang);
    heading(out, document, lang)?;
    for record in document.records() {
        table.record(out, record)?;
    }
    Ok(())
}

fn heading(out: &mut impl Write, document: &Document, lang: Lang) -> io::Result<()> {
    let kind = document
        .kind()
        .map_or(lang.pick("種別不明", "unknown kind"), |kind| {
            kind.name_ja()
        });
    let count = document.record_count();
    let count = match lang {
        Lang::Ja => format!("データ {count} 件"),
        Lang::En => format!("records: {count}"),
    };
    writeln!(out, "{}  {kind}  {count}", visible(document.name()))
}

struct Table {
    items: &'static [Item],
    name_columns: usize,
    lang: Lang,
}

impl Table {
    fn new(layout: Option<&'static Layout>, lang: Lang) -> Self {
        let items = layout.map_or(&[][..], |layout| layout.items);
        let names = items.iter().map(|item| width(item.name_ja));
        Self {
            items,
            name_columns: names.max().unwrap_or(0),
            lang,
        }
    }

    fn record(&self, out: &mut impl Write, record: Record<'_>) -> io::Result<()> {
        let number = record.number();
        match self.lang {
            Lang::Ja => writeln!(out, "\n■ {number} 件目")?,
            Lang::En => writeln!(out, "\n■ record {number}")?,
        }
        for (index, field) in record.fields().enumerate() {
            self.item(out, index, &field.text())?;
        }
        Ok(())
    }

    fn item(&self, out: &mut impl Write, index: usize, value: &str) -> io::Result<()> {
        let item = self.items.get(index);
        let name = item.map_or("", |item| item.name_ja);
        let start = format!("{:>5}  {}  ", index + 1, pad_end(name, self.name_columns));
        let mut lines = value.split('\n').map(|line| line.trim_end_matches('\r'));
        let first = visible(lines.next().unwrap_or_default());
        let meaning = item.and_then(|item| meaning(item, value));
        let meaning = meaning.map_or(String::new(), |meaning| format!(" ({meaning})"));
        writeln!(out, "{}", format!("{start}{first}{meaning}").trim_end())?;
        // Free text may have several lines; the others stand below the first.
        for line in lines {
            writeln!(out, "{:1$}{2}", "", width(&start), visible(line))?;
        }
        Ok(())
    }
}

/// What a code stands for.
fn meaning(item: &Item, value: &str) -> Option<&'static str> {
    match item.value {
        ValueType::Code(list) => list.meaning(value),
        ValueType::ServiceKind => ServiceKindInfo::of(value).map(|info| info.name_ja),
        _ => None,
    }
}
