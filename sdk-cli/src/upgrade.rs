//! `careplan upgrade`: files of editions 3.x and 4.0 become files of 4.1.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use careplan_core::check::CheckedDocument;
use careplan_core::finding::Lang;
use careplan_core::upgrade::{UpgradeOptions, Upgraded, UpgradedFile, upgrade};

use serde::Serialize;

use crate::args::{Format, UpgradeArgs};
use crate::files::walk::{self, Found, Unit};
use crate::files::write::{self, Written};
use crate::lint::json;
use crate::lint::text::Printer;
use crate::outcome::Outcome;
use crate::output::{self, Out};
use crate::read::{self, Content};
use crate::recheck::Recheck;
use crate::terminal_text;

/// Runs the command.
pub fn run(args: &UpgradeArgs) -> Outcome {
    let lang = args.style.lang();
    let mut found = walk::files(&args.paths);
    if let Err(same) = write::without_results(&mut found, &args.out, lang) {
        output::complain(same);
        return Outcome::Failed;
    }
    for (path, error) in &found.unreadable {
        output::complain(read::explain(path, error, lang));
    }
    let mut upgrader = Upgrader {
        args,
        lang,
        out: output::stdout(),
        recheck: Recheck::default(),
        outcome: Outcome::Fine,
    };
    if !found.unreadable.is_empty() {
        upgrader.outcome = Outcome::Failed;
    }
    let written = upgrader.run(&found);
    upgrader.outcome.max(output::written(&written, lang))
}

/// A file that was written. The keys are a promise to whoever reads them.
#[derive(Serialize)]
struct FileLine {
    file: String,
    out: String,
    changes: Vec<String>,
}

struct Upgrader<'a> {
    args: &'a UpgradeArgs,
    lang: Lang,
    out: Out,
    recheck: Recheck,
    outcome: Outcome,
}

/// A file that was read, and where it was.
struct Source<'a> {
    unit: &'a Unit,
    path: &'a Path,
    checked: Arc<CheckedDocument>,
}

impl Upgrader<'_> {
    fn run(&mut self, found: &Found) -> io::Result<()> {
        let sources = self.sources(found);
        if sources.is_empty() {
            let nothing = "変換するファイルがありません";
            let nothing = self.lang.pick(nothing, "there is no file to upgrade");
            self.fail(found.nothing(nothing, self.lang));
            return Ok(());
        }
        // All at once: the rows of one set may tell the kind of an office of another.
        let documents: Vec<_> = sources
            .iter()
            .map(|source| source.checked.clone())
            .collect();
        let options = UpgradeOptions {
            sender_kind: self.args.sender_kind,
            receiver_kind: self.args.receiver_kind,
        };
        let upgraded = upgrade(&documents, &options);
        match self.is_json() {
            true => json::Printer::new(self.lang).findings(&mut self.out, &upgraded.findings)?,
            false => {
                Printer::new(self.lang, self.args.all).names(&mut self.out, &upgraded.findings)?;
            }
        }
        if upgraded.findings.has_errors() {
            self.outcome = self.outcome.max(Outcome::Errors);
        }
        self.write(&sources, &upgraded)?;
        self.recheck(documents, &upgraded.files);
        if !self.is_json() {
            self.recheck.summary(&mut self.out, self.lang)?;
        }
        self.out.flush()
    }

    fn sources<'f>(&mut self, found: &'f Found) -> Vec<Source<'f>> {
        let mut sources = Vec::new();
        for unit in &found.units {
            for path in &unit.files {
                let name = read::file_name(path);
                match read::read(path) {
                    Ok(Content::Bytes(bytes)) => sources.push(Source {
                        unit,
                        path,
                        checked: Arc::new(CheckedDocument::read(&name, bytes)),
                    }),
                    Ok(Content::TooLarge(size)) => {
                        self.fail(read::too_large(path, size, self.lang))
                    }
                    Err(error) => self.fail(read::explain(path, &error, self.lang)),
                }
            }
        }
        sources
    }

    /// Writes the new files, each below the folder of results as the old one was below the folder that was given.
    fn write(&mut self, sources: &[Source<'_>], upgraded: &Upgraded) -> io::Result<()> {
        let mut by_name: HashMap<&str, Vec<&Source<'_>>> = HashMap::new();
        for source in sources.iter().rev() {
            let name: &str = source.checked.document().name();
            by_name.entry(name).or_default().push(source);
        }
        for file in &upgraded.files {
            // Files come in the order of the old ones; of two with the same name the first comes first.
            let source = by_name.get_mut(&*file.source).and_then(Vec::pop);
            if let Some(source) = source {
                self.write_one(source, file)?;
            }
        }
        Ok(())
    }

    fn write_one(&mut self, source: &Source<'_>, file: &UpgradedFile) -> io::Result<()> {
        let target = write::target(&self.args.out, source.unit, source.path, &file.name);
        let written = match write::new(&target, &file.bytes) {
            Ok(written) => written,
            Err(error) => {
                self.fail(write::explain(&target, &error, self.lang));
                return Ok(());
            }
        };
        let (from, to) = (
            terminal_text::path(source.path),
            terminal_text::path(&target),
        );
        if self.is_json() {
            let changes = file.changes.iter();
            let line = FileLine {
                file: from,
                out: to,
                changes: changes
                    .map(|change| change.text(self.lang).to_string())
                    .collect(),
            };
            serde_json::to_writer(&mut self.out, &line)?;
            return writeln!(self.out);
        }
        writeln!(self.out, "{from}\n  → {to}{}", self.note(written))?;
        for change in &file.changes {
            writeln!(self.out, "  {}", change.text(self.lang))?;
        }
        if file.changes.is_empty() {
            let unchanged = "4.1 版のため、そのままコピーしました。";
            let unchanged = self
                .lang
                .pick(unchanged, "It is of edition 4.1 and was copied.");
            writeln!(self.out, "  {unchanged}")?;
        }
        writeln!(self.out)
    }

    fn is_json(&self) -> bool {
        self.args.style.format == Format::Json
    }

    fn note(&self, written: Written) -> &'static str {
        match written {
            Written::New => "",
            Written::Same => self
                .lang
                .pick("（同じ内容がすでにあります）", " (is there already)"),
        }
    }

    fn recheck(&mut self, before: Vec<Arc<CheckedDocument>>, files: &[UpgradedFile]) {
        self.recheck.before(before);
        let read =
            |file: &UpgradedFile| Arc::new(CheckedDocument::read(&file.name, file.bytes.clone()));
        self.recheck.after(files.iter().map(read).collect());
        if self.recheck.has_errors() {
            self.outcome = self.outcome.max(Outcome::Errors);
        }
    }

    fn fail(&mut self, message: impl std::fmt::Display) {
        self.outcome = Outcome::Failed;
        output::complain(message);
    }
}
