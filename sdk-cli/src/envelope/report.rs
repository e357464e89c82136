//! What is told of a command that succeeded.

use std::io::{self, Write};

use careplan_core::Explain;
use careplan_core::envelope::{AnyManifest, Manifest, SignedBy, TrustWarning};
use careplan_core::finding::Lang;
use careplan_core::number::OfficeNumber;
use jiff::Timestamp;
use jiff::tz::{TimeZone, offset};
use serde::Serialize;

use super::fault::Fault;
use crate::args::{Format, Style};
use crate::outcome::Outcome;
use crate::{output, terminal_text};

/// A result that people and programs can read.
pub(crate) trait Report: Serialize {
    /// For people.
    fn text(&self, lang: Lang) -> Lines;

    /// How the run ended.
    fn outcome(&self) -> Outcome {
        Outcome::Fine
    }
}

/// Writes a result, or says why there is none.
pub(crate) fn finish<R: Report>(result: Result<R, Fault>, style: Style) -> Outcome {
    let lang = style.lang();
    match result {
        Ok(report) => {
            let written = output::written(&write(&report, style), lang);
            report.outcome().max(written)
        }
        Err(fault) => {
            output::complain(fault.describe(lang));
            fault.outcome()
        }
    }
}

/// What people are told under several results.
pub(crate) trait End {
    /// The lines; nothing for programs.
    fn text(&self, lang: Lang) -> Vec<String>;
}

/// Writes the end, for people only.
pub(crate) fn write_end(end: &impl End, style: Style) -> io::Result<()> {
    let mut out = output::stdout();
    if style.format == Format::Text {
        for line in end.text(style.lang()) {
            writeln!(out, "{}", terminal_text::lines(&line))?;
        }
    }
    out.flush()
}

/// Writes one result: a line of JSON, or lines for people.
pub(crate) fn write(report: &impl Report, style: Style) -> io::Result<()> {
    let mut out = output::stdout();
    match style.format {
        Format::Json => {
            serde_json::to_writer(&mut out, report)?;
            writeln!(out)?;
        }
        Format::Text => {
            for line in &report.text(style.lang()).lines {
                writeln!(out, "{line}")?;
            }
        }
    }
    out.flush()
}

/// Lines for people: a title, and labels with values below it.
pub(crate) struct Lines {
    lang: Lang,
    lines: Vec<String>,
}

impl Lines {
    pub(crate) fn new(lang: Lang) -> Self {
        Self {
            lang,
            lines: Vec::new(),
        }
    }

    pub(crate) fn title(&mut self, ja: &str, en: &str) {
        self.lines
            .push(terminal_text::visible(self.lang.pick(ja, en)).into_owned());
    }

    pub(crate) fn item(&mut self, ja: &str, en: &str, value: impl AsRef<str>) {
        let label = self.lang.pick(ja, en);
        let value = terminal_text::lines(value.as_ref()).replace('\n', "\n    ");
        self.lines.push(format!("  {label}: {value}"));
    }

    pub(crate) fn warning(&mut self, text: &str) {
        let text = terminal_text::lines(text).replace('\n', "\n    ");
        self.lines.push(format!("  ! {text}"));
    }

    /// A line as it is.
    pub(crate) fn plain(&mut self, line: &str) {
        self.lines.push(terminal_text::visible(line).into_owned());
    }

    pub(crate) fn append(&mut self, other: Self) {
        self.lines.extend(other.lines);
    }

    pub(crate) fn files(&mut self, files: &[FileReport]) {
        let bytes: u64 = files.iter().map(|file| file.size).sum();
        let count = files.len();
        let count = self.lang.pick(
            format!("{count} 件、{bytes} バイト"),
            format!("{count}, {bytes} bytes"),
        );
        self.item("ファイル", "Files", count);
        for file in files {
            let name = terminal_text::visible(&file.name);
            self.lines.push(format!("    {name}  {}", file.size));
        }
    }

    pub(crate) fn warnings(&mut self, warnings: &[Said]) {
        for warning in warnings {
            self.warning(&format!("{} {}", warning.message, warning.hint));
        }
    }
}

/// Something that is told, with the next step. The keys of these structs are a promise to whoever reads them.
#[derive(Serialize)]
pub(crate) struct Said {
    pub message: String,
    pub hint: String,
}

impl Said {
    pub(crate) fn of(error: &impl Explain, lang: Lang) -> Self {
        Self {
            message: error.message(lang),
            hint: error.hint(lang),
        }
    }

    pub(crate) fn all(warnings: &[TrustWarning], lang: Lang) -> Vec<Self> {
        warnings
            .iter()
            .map(|warning| Self::of(warning, lang))
            .collect()
    }
}

/// A file of a message.
#[derive(Serialize)]
pub(crate) struct FileReport {
    pub name: String,
    pub size: u64,
    pub sha256: String,
}

impl FileReport {
    pub(crate) fn all(manifest: &impl Manifest) -> Vec<Self> {
        let of = |file: &careplan_core::message::FileEntry| Self {
            name: file.name.clone(),
            size: file.size,
            sha256: file.sha256.clone(),
        };
        manifest.files().iter().map(of).collect()
    }
}

/// What a message says of itself.
#[derive(Serialize)]
pub(crate) struct MessageReport {
    pub id: String,
    pub sender: OfficeNumber,
    pub receivers: Vec<OfficeNumber>,
    /// Null for files that are no set of the standard.
    pub set: Option<&'static str>,
    pub subject: String,
    pub text: String,
    pub files: Vec<FileReport>,
    #[serde(skip)]
    set_ja: Option<&'static str>,
}

impl MessageReport {
    pub(crate) fn of(manifest: &AnyManifest) -> Self {
        let set = manifest.set();
        Self {
            id: manifest.id().to_string(),
            sender: manifest.sender(),
            receivers: manifest.receivers(),
            set: set.map(|set| set.ident()),
            set_ja: set.map(|set| set.name_ja()),
            subject: manifest.subject().to_owned(),
            text: manifest.text().to_owned(),
            files: FileReport::all(manifest),
        }
    }

    pub(crate) fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        let receivers: Vec<_> = self.receivers.iter().map(ToString::to_string).collect();
        let set = lang.pick(self.set_ja, self.set);
        let kind = match (lang, set) {
            (Lang::Ja, Some(set)) => format!("標準仕様のセット「{set}」"),
            (Lang::En, Some(set)) => format!("a set of the standard: {set}"),
            (Lang::Ja, None) => "ファイル（標準仕様のセットではない）".to_owned(),
            (Lang::En, None) => "files that are no set of the standard".to_owned(),
        };
        lines.item("送信元", "Sender", self.sender.to_string());
        lines.item("送信先", "Receivers", receivers.join(", "));
        lines.item("送信番号", "Message", &self.id);
        lines.item("種類", "Kind", kind);
        for (ja, en, words) in [
            ("件名", "Subject", &self.subject),
            ("本文", "Text", &self.text),
        ] {
            if !words.is_empty() {
                lines.item(ja, en, words);
            }
        }
        lines.files(&self.files);
        lines
    }
}

/// Who signed, and what was found about the certificate.
#[derive(Serialize)]
pub(crate) struct SignerReport {
    pub office: OfficeNumber,
    #[serde(serialize_with = "crate::times::exact")]
    pub signed_at: Timestamp,
    pub fingerprint: String,
    #[serde(serialize_with = "crate::times::exact")]
    pub not_after: Timestamp,
    /// For people.
    pub revocation: String,
    /// For programs: `not_checked`, `good`, `unknown`.
    pub revocation_state: &'static str,
    pub warnings: Vec<Said>,
}

impl SignerReport {
    pub(crate) fn of(signer: &SignedBy, lang: Lang) -> Self {
        Self {
            office: signer.office(),
            signed_at: signer.signed_at,
            fingerprint: signer.certificate.fingerprint(),
            not_after: signer.certificate.not_after(),
            revocation: signer.verdict.revocation.text(lang),
            revocation_state: signer.verdict.revocation.as_str(),
            warnings: Said::all(&signer.verdict.warnings, lang),
        }
    }

    pub(crate) fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        lines.item(
            "署名",
            "Signed by",
            format!("{} {}", self.office, time(self.signed_at)),
        );
        lines.item(
            "証明書",
            "Certificate",
            format!("SHA-256 {}", self.fingerprint),
        );
        lines.item("失効", "Revocation", &self.revocation);
        lines.warnings(&self.warnings);
        lines
    }
}

/// A time as people here read it.
pub(crate) fn time(at: Timestamp) -> String {
    let japan = TimeZone::fixed(offset(9));
    at.to_zoned(japan)
        .strftime("%Y-%m-%d %H:%M:%S JST")
        .to_string()
}
