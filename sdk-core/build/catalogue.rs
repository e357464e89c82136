//! The catalogue of findings, findings/*.toml, as the enum `Code`.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::fs;

use serde::Deserialize;

use crate::Result;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    severity: String,
    ja: String,
    hint_ja: String,
    en: String,
    hint_en: String,
    example: String,
    source_ja: String,
    source_en: String,
    /// Severity under the profile `strict`; without it a warning becomes an error.
    strict: Option<String>,
    /// Severity under the profile `lenient`; without it that of the catalogue.
    lenient: Option<String>,
}

/// Writes the enum and what is known of each code.
pub fn write(out: &mut String) -> Result<()> {
    let entries = entries()?;
    variants(out, &entries)?;
    writeln!(out, "impl Code {{")?;
    writeln!(
        out,
        "/// Every code of the catalogue, in order.\npub const ALL: &[Self] = &["
    )?;
    for entry in entries.values() {
        writeln!(out, "Self::{},", entry.name)?;
    }
    writeln!(out, "];")?;
    writeln!(
        out,
        "const fn entry(self) -> &'static Entry {{ match self {{"
    )?;
    for (number, entry) in &entries {
        let Entry {
            name,
            ja,
            hint_ja,
            en,
            hint_en,
            example,
            source_ja,
            source_en,
            strict,
            lenient,
            ..
        } = entry;
        let own = severity(&entry.severity)?;
        let strict = match (strict, own) {
            (Some(strict), _) => severity(strict)?,
            (None, "Warning") => "Error",
            (None, own) => own,
        };
        let lenient = lenient.as_deref().map_or(Ok(own), severity)?;
        writeln!(
            out,
            "Self::{name} => &Entry {{ number: {number:?}, severity: Severity::{own}, strict: Severity::{strict}, \
             lenient: Severity::{lenient}, message: [{ja:?}, {en:?}], \
             hint: [{hint_ja:?}, {hint_en:?}], source: [{source_ja:?}, {source_en:?}], example: {example:?} }},"
        )?;
    }
    writeln!(out, "}} }} }}")?;
    Ok(())
}

fn entries() -> Result<BTreeMap<String, Entry>> {
    let mut all = BTreeMap::new();
    let mut names = HashSet::new();
    for file in fs::read_dir("findings")? {
        let path = file?.path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let entries: BTreeMap<String, Entry> = toml::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        for (number, entry) in entries {
            let well_formed = number.strip_prefix("CP").is_some_and(|digits| {
                digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit())
            });
            if !well_formed || !names.insert(entry.name.clone()) {
                return Err(format!(
                    "{}: {number} {}: wrong code or name used twice",
                    path.display(),
                    entry.name
                )
                .into());
            }
            if all.insert(number.clone(), entry).is_some() {
                return Err(format!("{}: {number} is used twice", path.display()).into());
            }
        }
    }
    Ok(all)
}

fn variants(out: &mut String, entries: &BTreeMap<String, Entry>) -> Result<()> {
    writeln!(
        out,
        "/// What a finding is: a stable code of the catalogue.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\npub enum Code {{"
    )?;
    for (number, entry) in entries {
        writeln!(
            out,
            "#[doc = {:?}]\n{},",
            format!("{number}: {}", entry.en),
            entry.name
        )?;
    }
    writeln!(out, "}}")?;
    Ok(())
}

fn severity(name: &str) -> Result<&'static str> {
    match name {
        "error" => Ok("Error"),
        "warning" => Ok("Warning"),
        "note" => Ok("Note"),
        other => Err(format!("unknown severity {other}").into()),
    }
}
