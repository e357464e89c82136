//! `careplan explain`: what a code means and how to mend it.

use std::io::{self, Write};

use careplan_core::finding::{CheckProfile, Code, Lang};
use serde::Serialize;

use crate::args::{ExplainArgs, Format};
use crate::outcome::Outcome;
use crate::{output, terminal_text};

/// Runs the command.
pub fn run(args: &ExplainArgs) -> Outcome {
    let lang = args.style.lang();
    let codes = match &args.code {
        Some(code) => matching(code),
        None => Code::ALL.to_vec(),
    };
    if codes.is_empty() {
        let given = args.code.as_deref().unwrap_or_default();
        output::complain(unknown(&terminal_text::visible(given), lang));
        return Outcome::Failed;
    }
    output::written(&write(args, &codes, lang), lang)
}

/// The code, or all codes that begin so; capitals or not, with or without CP.
fn matching(given: &str) -> Vec<Code> {
    let given = given.trim().to_ascii_uppercase();
    let digits = given.strip_prefix("CP").unwrap_or(&given);
    let begins = |code: &&Code| code.as_str()[2..].starts_with(digits);
    Code::ALL.iter().filter(begins).copied().collect()
}

fn unknown(given: &str, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!(
            "「{given}」という指摘コードはありません。careplan explain で一覧を表示できます"
        ),
        Lang::En => format!("there is no code \"{given}\"; careplan explain lists them"),
    }
}

fn write(args: &ExplainArgs, codes: &[Code], lang: Lang) -> io::Result<()> {
    let mut out = output::stdout();
    match (args.style.format, codes) {
        (Format::Json, codes) => json(&mut out, codes, lang)?,
        (Format::Text, [code]) => entry(&mut out, *code, lang)?,
        (Format::Text, codes) => list(&mut out, codes, lang)?,
    }
    out.flush()
}

fn entry(out: &mut impl Write, code: Code, lang: Lang) -> io::Result<()> {
    let labels = lang.pick(
        ["内容", "直し方", "例", "出典", "プロファイル"],
        ["Meaning", "How to mend", "Example", "Source", "Profiles"],
    );
    let values = [
        code.readable_message(lang),
        code.readable_hint(lang),
        code.example().to_owned(),
        code.source(lang).to_owned(),
        profiles(code, lang),
    ];
    let severity = severity(code, "standard", lang);
    writeln!(out, "{} {severity} ({})", code.as_str(), code.block(lang))?;
    for (label, value) in labels.iter().zip(values) {
        writeln!(out, "  {label}: {value}")?;
    }
    Ok(())
}

/// One line a code, block by block.
fn list(out: &mut impl Write, codes: &[Code], lang: Lang) -> io::Result<()> {
    let mut block = "";
    for &code in codes {
        if code.block(lang) != block {
            block = code.block(lang);
            writeln!(out, "{block}")?;
        }
        let severity = terminal_text::pad_end(severity(code, "standard", lang), 7);
        let message = code.readable_message(lang);
        writeln!(out, "  {} {severity} {message}", code.as_str())?;
    }
    Ok(())
}

fn profiles(code: Code, lang: Lang) -> String {
    let rated = |name| format!("{name} {}", severity(code, name, lang));
    CheckProfile::NAMES.map(rated).join(lang.pick("、", ", "))
}

fn severity(code: Code, profile: &str, lang: Lang) -> &'static str {
    let severity = CheckProfile::named(profile).and_then(|profile| profile.severity(code, None));
    let severity = severity.unwrap_or_else(|| code.severity());
    lang.pick(severity.name_ja(), severity.as_str())
}

/// The keys are a promise to whoever reads them.
#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    name: String,
    severity: &'a str,
    strict: &'a str,
    lenient: &'a str,
    message: String,
    hint: String,
    example: &'a str,
    source: &'a str,
}

fn json(out: &mut impl Write, codes: &[Code], lang: Lang) -> io::Result<()> {
    for &code in codes {
        let line = Line {
            code: code.as_str(),
            name: code.name(),
            severity: code.severity().as_str(),
            strict: severity(code, "strict", Lang::En),
            lenient: severity(code, "lenient", Lang::En),
            message: code.readable_message(lang),
            hint: code.readable_hint(lang),
            example: code.example(),
            source: code.source(lang),
        };
        serde_json::to_writer(&mut *out, &line)?;
        writeln!(out)?;
    }
    Ok(())
}
