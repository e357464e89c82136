//! The tables of standard/ as constants.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::Result;

/// Writes the constants of every table.
pub fn write(code: &mut String) -> Result<()> {
    code_lists(code)?;
    layouts(code, "4.1", "LAYOUTS")?;
    layouts(code, "3.x", "LAYOUTS_3")?;
    service_kinds(code)?;
    file_kinds(code)?;
    message_sets(code, "4.1", "SET_KINDS")?;
    message_sets(code, "3.x", "SET_KINDS_3")
}

pub type Row = BTreeMap<String, String>;

pub fn rows(table: &str) -> Result<Vec<Row>> {
    let mut reader = csv::Reader::from_path(Path::new("standard").join(table))?;
    Ok(reader
        .deserialize()
        .collect::<std::result::Result<_, _>>()?)
}

fn code_lists(out: &mut String) -> Result<()> {
    let mut lists: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in rows("codes-4.1.csv")? {
        lists
            .entry(row["code_list"].clone())
            .or_default()
            .push((row["code"].clone(), row["meaning_ja"].clone()));
    }
    for (name, codes) in lists {
        writeln!(
            out,
            "static CODES_{}: CodeList = CodeList {{ name: {name:?}, codes: &{codes:?} }};",
            name.to_uppercase()
        )?;
    }
    Ok(())
}

fn layouts(out: &mut String, edition: &str, list: &str) -> Result<()> {
    let mut layouts: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows(&format!("layout-{edition}.csv"))? {
        layouts
            .entry(row["file_kind"].clone())
            .or_default()
            .push(row);
    }
    for (kind, items) in &layouts {
        writeln!(
            out,
            "static {list}_{kind}: Layout = Layout {{ kind: FileKind::{}, items: &[",
            variant(kind)
        )?;
        for (position, row) in items.iter().enumerate() {
            if row["no"] != (position + 1).to_string() {
                return Err(format!("layout of {kind}: item {} out of order", row["no"]).into());
            }
            writeln!(
                out,
                "Item {{ no: {}, name_ja: {:?}, ident: {:?}, max_length: {}, mandatory: {}, value: {}, unclear: {} }},",
                row["no"],
                row["name_ja"],
                row["ident"],
                if row["max_length"].is_empty() {
                    "0"
                } else {
                    &row["max_length"]
                },
                row["mandatory"] == "M",
                value_type(&row["type"])?,
                unclear(&row["unclear"])?,
            )?;
        }
        writeln!(out, "] }};")?;
    }
    writeln!(
        out,
        "/// The layouts of edition {edition}.\npub static {list}: [&Layout; {}] = [",
        layouts.len()
    )?;
    for kind in layouts.keys() {
        writeln!(out, "&{list}_{kind},")?;
    }
    writeln!(out, "];")?;
    Ok(())
}

fn value_type(name: &str) -> Result<String> {
    Ok(match name {
        "version" => "ValueType::Version",
        "ym" => "ValueType::YearMonth { zero: false }",
        "ym0" => "ValueType::YearMonth { zero: true }",
        "ymd" => "ValueType::Date { zero: false }",
        "ymd0" => "ValueType::Date { zero: true }",
        "hhmm" => "ValueType::Time { none: false }",
        "hhmm9" => "ValueType::Time { none: true }",
        "int" => "ValueType::Integer",
        "dec2" => "ValueType::Decimal2",
        "text" | "text2" => "ValueType::Text",
        "insurer" => "ValueType::Insurer",
        "insured" => "ValueType::Insured",
        "office" => "ValueType::Office",
        "service_kind" => "ValueType::ServiceKind",
        "service_code" | "service_code_or_total" => "ValueType::ServiceCode",
        "tais" => "ValueType::Tais",
        "postal" => "ValueType::Postal",
        "phone" => "ValueType::Phone",
        "dayflags" => "ValueType::DayFlags",
        "unused" => "ValueType::Unused",
        code => {
            let list = code
                .strip_prefix("code:")
                .ok_or_else(|| format!("unknown type {code}"))?;
            return Ok(format!("ValueType::Code(&CODES_{})", list.to_uppercase()));
        }
    }
    .to_owned())
}

fn unclear(mark: &str) -> Result<String> {
    Ok(match mark {
        "" => "None".to_owned(),
        "mandatory" => "Some(Unclear::Mandatory)".to_owned(),
        "format" => "Some(Unclear::Format)".to_owned(),
        other => match other.split_once(':') {
            Some(("length", length)) => {
                format!("Some(Unclear::Length({}))", length.parse::<u16>()?)
            }
            Some(("codes", list)) => {
                format!("Some(Unclear::Codes(&CODES_{}))", list.to_uppercase())
            }
            _ => return Err(format!("unknown mark {other}").into()),
        },
    })
}

fn service_kinds(out: &mut String) -> Result<()> {
    writeln!(
        out,
        "/// Every サービス種類コード that the standard names.\npub static SERVICE_KINDS: &[ServiceKindInfo] = &["
    )?;
    for row in rows("service-kinds.csv")? {
        let exchange = match row["in_exchange"].as_str() {
            "yes" => "Yes",
            "no" => "No",
            "office" => "OfficeOnly",
            other => return Err(format!("in_exchange: {other}").into()),
        };
        let group = match row["group"].as_str() {
            "介護給付" => "Care",
            "予防給付" => "Prevention",
            "総合事業" => "General",
            "支援" => "Planning",
            other => return Err(format!("group: {other}").into()),
        };
        writeln!(
            out,
            "ServiceKindInfo {{ code: {:?}, name_ja: {:?}, group: Group::{group}, exchange: Exchange::{exchange} }},",
            row["code"], row["name_ja"]
        )?;
    }
    writeln!(out, "];")?;
    Ok(())
}

fn file_kinds(out: &mut String) -> Result<()> {
    writeln!(out, "static FILE_KINDS: &[FileKindInfo] = &[")?;
    for row in rows("file-kinds.csv")? {
        writeln!(
            out,
            "FileKindInfo {{ kind: FileKind::{}, prefix: {:?}, name_ja: {:?}, month_in_name: {}, sender: SenderRole::{} }},",
            variant(&row["prefix"]),
            row["prefix"],
            row["name_ja"],
            row["month_in_name"] == "yes",
            camel(&row["sender"])
        )?;
    }
    writeln!(out, "];")?;
    Ok(())
}

fn message_sets(out: &mut String, edition: &str, list: &str) -> Result<()> {
    writeln!(
        out,
        "/// The sets of edition {edition}.\npub static {list}: &[SetKindInfo] = &["
    )?;
    let sets = rows("message-sets.csv")?;
    for row in sets.iter().filter(|row| row["standard"] == edition) {
        writeln!(
            out,
            "SetKindInfo {{ kind: SetKind::{}, ident: {:?}, name_ja: {:?}, files: &[{}], annexes: &[{}] }},",
            camel(&row["set"]),
            row["set"],
            row["name_ja"],
            kinds(&row["files"]),
            kinds(&row["annexes"])
        )?;
    }
    writeln!(out, "];")?;
    Ok(())
}

/// `UPKIHON+UPKIHON_IMAGE*` as a list of file kinds; the star only says that there may be several.
fn kinds(list: &str) -> String {
    list.split('+')
        .filter(|kind| !kind.is_empty())
        .map(|kind| format!("FileKind::{},", variant(kind.trim_end_matches('*'))))
        .collect()
}

/// `UPKIHON_SUB1` → `UpkihonSub1`.
pub fn variant(prefix: &str) -> String {
    camel(&prefix.to_lowercase())
}

pub fn camel(name: &str) -> String {
    name.split('_')
        .map(|part| part[..1].to_uppercase() + &part[1..])
        .collect()
}
