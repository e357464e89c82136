//! Typed keys of the items, and enums of the code lists.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::Result;
use crate::tables::{Row, camel, rows, variant};

/// Writes one module per layout of edition 4.1, with one `Key` per item that may hold something; tests can visit them all.
pub fn items(out: &mut String) -> Result<()> {
    let names: BTreeMap<String, String> = rows("file-kinds.csv")?
        .into_iter()
        .map(|row| (row["prefix"].clone(), row["name_ja"].clone()))
        .collect();
    let mut layouts: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows("layout-4.1.csv")? {
        layouts
            .entry(row["file_kind"].clone())
            .or_default()
            .push(row);
    }
    let mut visits = String::new();
    for (kind, items) in layouts {
        let (name, module) = (&names[&kind], kind.to_lowercase());
        writeln!(
            out,
            "#[doc = {:?}]\npub mod {module} {{ use super::*;",
            format!("{kind} {name}.")
        )?;
        for row in items.iter().filter(|row| row["type"] != "unused") {
            writeln!(
                out,
                "#[doc = {:?}]\npub const {}: Key<{}> = Key::new(FileKind::{}, {}, {:?});",
                doc(row),
                row["ident"].to_uppercase(),
                rust_type(&row["type"])?,
                variant(&kind),
                row["no"],
                row["ident"]
            )?;
            writeln!(
                visits,
                "visitor.visit({module}::{});",
                row["ident"].to_uppercase()
            )?;
        }
        writeln!(out, "}}")?;
    }
    writeln!(
        out,
        "#[cfg(test)] pub(crate) fn visit_all(visitor: &mut impl super::testing::KeyVisitor) {{ {visits} }}"
    )?;
    Ok(())
}

/// 項番, 項目名, length and mandatory mark.
fn doc(row: &Row) -> String {
    let mut doc = format!("項番 {}: {}", row["no"], row["name_ja"]);
    if !row["max_length"].is_empty() {
        doc += &format!(", at most {} characters", row["max_length"]);
    }
    if row["mandatory"] == "M" {
        doc += ", mandatory (必須)";
    }
    doc + "."
}

fn rust_type(name: &str) -> Result<String> {
    Ok(match name {
        "version" => "Edition",
        "ym" => "TargetMonth",
        "ym0" => "MonthPart",
        "ymd" => "Date",
        "ymd0" => "DatePart",
        "hhmm" => "TimeOfDay",
        "hhmm9" => "ServiceTime",
        "int" => "u32",
        "dec2" => "Decimal2",
        "text" | "text2" | "postal" | "phone" => "String",
        "insurer" => "InsurerNumber",
        "insured" => "InsuredNumber",
        "office" => "OfficeNumber",
        "service_kind" => "ServiceKind",
        "service_code" | "service_code_or_total" => "ServiceCode",
        "tais" => "Tais",
        "dayflags" => "DayFlags",
        code => {
            let list = code
                .strip_prefix("code:")
                .ok_or_else(|| format!("unknown type {code}"))?;
            return Ok(format!("codes::{}", camel(list)));
        }
    }
    .to_owned())
}

/// Writes one enum per code list.
pub fn codes(out: &mut String) -> Result<()> {
    let mut lists: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows("codes-4.1.csv")? {
        lists.entry(row["code_list"].clone()).or_default().push(row);
    }
    for (list, codes) in lists {
        writeln!(
            out,
            "coded! {{ #[doc = {:?}] {} {{",
            format!("Codes of the list `{list}`."),
            camel(&list)
        )?;
        for row in codes {
            let (code, meaning) = (&row["code"], &row["meaning_ja"]);
            writeln!(
                out,
                "#[doc = {:?}] {} = {code:?}, {meaning:?};",
                format!("{code} {meaning}."),
                row["ident"]
            )?;
        }
        writeln!(out, "}} }}")?;
    }
    Ok(())
}
