//! What kinds of findings there were, and what to do next: a month of many files scrolls away before it is read.

use std::io::{self, Write};

use careplan_core::finding::{Code, Lang, Severity};

use super::super::tally::{Kind, Tally};
use crate::terminal_text::pad_end;

/// So many findings are seen at a glance.
const FEW: usize = 5;

/// Findings that `careplan fix` can mend, at least where one right form is certain.
const MENDABLE: &[Code] = &[
    Code::ExtensionCase,
    Code::ByteOrderMark,
    Code::Utf8,
    Code::HeaderRow,
    Code::LineEnding,
    Code::NoFinalLineEnd,
    Code::BlankLine,
    Code::Utf16,
    Code::TabSeparated,
    Code::QuoteMissing,
    Code::QuoteUnneeded,
    Code::UnusedFilled,
];

/// Writes how many findings there were of each kind, where there were many, and whether they can be mended.
pub(super) fn write(out: &mut impl Write, tally: &Tally, lang: Lang) -> io::Result<()> {
    let kinds = tally.kinds();
    if tally.total() > FEW {
        writeln!(out, "{}", lang.pick("指摘の内訳:", "Findings by kind:"))?;
        for kind in &kinds {
            let severity = lang.pick(kind.severity.name_ja(), kind.severity.as_str());
            let (severity, code) = (pad_end(severity, 7), kind.code.as_str());
            let message = kind.code.readable_message(lang);
            let count = kind.count;
            match lang {
                Lang::Ja => writeln!(out, "  {severity} {code} {count:>6} 件  {message}")?,
                Lang::En => writeln!(out, "  {severity} {code} {count:>6}  {message}")?,
            }
        }
        let listed: usize = kinds.iter().map(|kind| kind.count).sum();
        match (tally.total().saturating_sub(listed), lang) {
            (0, _) => {}
            (more, Lang::Ja) => writeln!(
                out,
                "  ほかに {more} 件（多すぎるため種類は数えていません）"
            )?,
            (more, Lang::En) => writeln!(out, "  {more} more (too many to tell their kinds)")?,
        }
        writeln!(out)?;
    }
    let is_mendable =
        |kind: &Kind| kind.severity != Severity::Note && MENDABLE.contains(&kind.code);
    if kinds.iter().any(is_mendable) {
        let next = "careplan fix で安全に直せるものがあります（--out か --in-place を付けるまで、何も書き込みません）。";
        let next = lang.pick(
            next,
            "careplan fix can mend some of this safely (it writes nothing without --out or --in-place).",
        );
        writeln!(out, "{next}")?;
    }
    Ok(())
}
