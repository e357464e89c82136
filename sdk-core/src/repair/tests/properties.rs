use proptest::prelude::*;

use super::{DLT, PLAN, repaired};
use crate::document::RawWriter;
use crate::layout::{Edition, Item, Layout, ValueType};
use crate::text;

/// What a careless exporter does to a file that was right.
#[derive(Debug, Clone)]
struct Damage {
    mark: bool,
    utf8: bool,
    header: bool,
    line_end: &'static str,
    blank_line: bool,
    open_end: bool,
    padding: bool,
    surplus: bool,
    /// One bit an item: free text without quotes, other items in them.
    quotes: u128,
    wrappers: u128,
}

fn damage() -> impl Strategy<Value = Damage> {
    let line_end = proptest::sample::select(vec!["\r\n", "\n", "\r"]);
    let flags = (
        any::<[bool; 7]>(),
        line_end,
        any::<u128>(),
        any::<u128>(),
        any::<bool>(),
    );
    flags.prop_map(
        |(
            [mark, utf8, header, blank_line, open_end, padding, surplus],
            line_end,
            quotes,
            wrappers,
            few,
        )| Damage {
            mark,
            utf8,
            header,
            line_end,
            blank_line,
            open_end,
            padding,
            surplus,
            quotes: if few { 0 } else { quotes },
            wrappers: if few { 0 } else { wrappers },
        },
    )
}

/// A value of the right form.
fn value(item: &Item, edition: Edition, text: &str) -> String {
    match item.value {
        ValueType::Version => edition.csv_version().into(),
        ValueType::YearMonth { .. } => "202609".into(),
        ValueType::Date { .. } => "20260901".into(),
        ValueType::Time { .. } => "0900".into(),
        ValueType::Integer => "1".into(),
        ValueType::Decimal2 => "10.00".into(),
        ValueType::Text => text.into(),
        ValueType::Insurer => "505826".into(),
        ValueType::Insured => "0000100000".into(),
        ValueType::Office => "5070100002".into(),
        ValueType::ServiceKind => "11".into(),
        ValueType::ServiceCode => "111111".into(),
        ValueType::Tais => "00001-000010".into(),
        ValueType::Postal => "900-0001".into(),
        ValueType::Phone => "098-000-0000".into(),
        ValueType::DayFlags => "0".repeat(31),
        ValueType::Code(list) => list.codes[0].0.into(),
        ValueType::Unused => String::new(),
    }
}

fn strict(layout: &Layout, edition: Edition, texts: &[String]) -> Vec<u8> {
    let mut writer = RawWriter::default();
    for text in texts {
        for item in layout.items {
            let value = value(item, edition, text);
            writer.item(item, &text::encode(&value).unwrap());
        }
        writer.end_record();
    }
    writer.into_bytes()
}

fn damaged(layout: &Layout, edition: Edition, texts: &[String], damage: &Damage) -> Vec<u8> {
    let mut lines = Vec::new();
    if damage.header {
        lines.push(
            layout
                .items
                .iter()
                .map(|item| item.name_ja.to_owned())
                .collect::<Vec<_>>()
                .join(","),
        );
    }
    for text in texts {
        let items = layout.items.iter().map(|item| {
            let value = value(item, edition, text);
            let odd = damage.quotes >> item.no & 1 == 1;
            let quoted = format!("\"{}\"", value.replace('"', "\"\""));
            let is_text = matches!(item.value, ValueType::Text);
            match () {
                () if value.is_empty() => {
                    if is_text {
                        quoted
                    } else {
                        value
                    }
                }
                () if is_text && odd && !value.contains([',', '"', '\r', '\n']) => value,
                () if is_text => quoted,
                () if damage.wrappers >> item.no & 1 == 1 => format!("=\"{value}\""),
                () if odd => quoted,
                () => value,
            }
        });
        let mut line = items.collect::<Vec<_>>().join(",");
        if damage.surplus {
            line.push_str(",,");
        }
        lines.push(line);
        if damage.blank_line {
            lines.push(String::new());
        }
    }
    let mut text = lines.join(damage.line_end);
    if !damage.open_end {
        text.push_str(damage.line_end);
    }
    if damage.padding {
        text.push('\u{1A}');
    }
    let mut bytes = if damage.utf8 {
        text.into_bytes()
    } else {
        text::encode(&text).unwrap()
    };
    if damage.mark {
        bytes.splice(0..0, *b"\xEF\xBB\xBF");
    }
    bytes
}

proptest! {
    #[test]
    fn a_damaged_file_becomes_what_it_was(
        at in 0usize..26,
        texts in proptest::collection::vec("[佐藤あｱa ,\"\r\n髙①]{0,9}", 1..4),
        damage in damage(),
    ) {
        let present = crate::layout::LAYOUTS.iter().map(|layout| (*layout, Edition::V41));
        let earlier = crate::layout::LAYOUTS_3.iter().map(|layout| (*layout, Edition::V3));
        let (layout, edition) = present.chain(earlier).nth(at).unwrap();
        // Three items too many would make a table of 3.x one of 4.1.
        let certain = edition == Edition::V41 || !["UPPLAN", "UPSIKYU", "UPJSK"].contains(&layout.kind.prefix());
        let damage = Damage { surplus: damage.surplus && certain, ..damage };
        let month = if layout.kind.month_in_name() { "_202609" } else { "" };
        let parties = if edition == Edition::V41 { "5070022016_43_5070100002_11" } else { "5070022016_5070100002" };
        let name = format!("{}{month}_{parties}_20260826093000.CSV", layout.kind);
        let right = strict(layout, edition, &texts);
        prop_assert_eq!(repaired(&name, &right).changes, vec![]);
        let repaired = repaired(&name, &damaged(layout, edition, &texts, &damage));
        prop_assert_eq!(repaired.obstacle, None);
        prop_assert_eq!(text::decode(&repaired.bytes), text::decode(&right));
        prop_assert_eq!(repaired.bytes, right);
    }

    #[test]
    fn no_bytes_panic_and_nothing_to_report_is_nothing_done(
        start in proptest::sample::select(vec!["", "202407,", "\u{FEFF}", "CSVバージョン,保険者番号\r\n"]),
        parts in proptest::collection::vec(proptest::sample::select(vec![
            &b"a"[..], b"1", b",", b",", b"\"", b"\r\n", b"\n", b"\t", b"\x82\xA0", b"\xF0\x40", b"\x82", b"\xE3\x81\x82", b"\x1A", b"\0", b"=\"", b"\xFF\xFE",
        ]), 0..60),
        kind in proptest::sample::select(vec![DLT, PLAN]),
    ) {
        let bytes = [start.as_bytes(), &parts.concat()].concat();
        let repaired = repaired(kind, &bytes);
        if repaired.changes.is_empty() {
            prop_assert_eq!(repaired.bytes, bytes);
        }
    }

    /// A second repair finds nothing more to do.
    #[test]
    fn once_is_enough(
        rows in proptest::collection::vec(proptest::collection::vec(proptest::sample::select(vec![
            "", "202407", "202410", "２０２４０７", "0000100000", "=\"0000100000\"", "\"=\"\"1\"\"\"", "\"a,b\"", " 1", "\"1 \"", "2026/09", "佐藤", "𠮷", "=\"\"", "\"\"", "１",
        ]), 3..7), 0..4),
        ends in proptest::collection::vec(proptest::sample::select(vec!["\r\n", "\n", "\r", "\r\n\r\n"]), 4),
        tail in proptest::sample::select(vec!["", "\u{1A}", "\0\0", "202407,1", "\r\n"]),
        utf8: bool,
        kind in proptest::sample::select(vec![DLT, "DLTPLAN_202609_5070022016_5070100002_20260826093000.csv", "DLTJSK_202609_5070022016_43_5070100002_11_20260826093000 (1).CSV"]),
    ) {
        let mut text: String = rows.iter().zip(&ends).map(|(row, end)| row.join(",") + end).collect();
        text.push_str(tail);
        let text = text.replace('𠮷', if utf8 { "𠮷" } else { "髙" });
        let bytes = if utf8 { text.into_bytes() } else { text::encode(&text).unwrap() };
        let once = repaired(kind, &bytes);
        let twice = repaired(&once.name, &once.bytes);
        prop_assert_eq!(twice.changes, vec![]);
        prop_assert_eq!(twice.bytes, once.bytes);
    }
}
