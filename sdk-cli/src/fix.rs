//! `careplan fix`: the safe repairs of a file, shown and, when asked for, written.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use careplan_core::check::CheckedDocument;
use careplan_core::finding::Lang;
use careplan_core::repair::{Change, RepairOptions, Repaired, repair};

use crate::args::FixArgs;
use crate::files::batch;
use crate::files::walk::{self, Found, Unit};
use crate::files::write::{self, NotWritten, Written};
use crate::outcome::Outcome;
use crate::output::{self, Out};
use crate::read::{self, Content};
use crate::recheck::Recheck;
use crate::terminal_text;

/// Runs the command.
pub fn run(args: &FixArgs) -> Outcome {
    let lang = args.language.lang();
    let mut found = walk::files(&args.paths);
    if let Some(out) = &args.out {
        write::without_results(&mut found, out);
    }
    for (path, error) in &found.unreadable {
        output::complain(read::explain(path, error, lang));
    }
    let mut fixer = Fixer {
        args,
        lang,
        out: output::stdout(),
        recheck: Recheck::default(),
        changed: 0,
        outcome: match found.unreadable.is_empty() {
            true => Outcome::Fine,
            false => Outcome::Failed,
        },
    };
    let written = fixer.run(&found);
    fixer.outcome.max(output::written(&written, lang))
}

struct Fixer<'a> {
    args: &'a FixArgs,
    lang: Lang,
    out: Out,
    recheck: Recheck,
    /// Files with repairs.
    changed: usize,
    outcome: Outcome,
}

impl Fixer<'_> {
    fn run(&mut self, found: &Found) -> io::Result<()> {
        if found.files().next().is_none() {
            let nothing = "修正するファイルがありません";
            self.fail(self.lang.pick(nothing, "there is no file to mend"));
            return Ok(());
        }
        for unit in &found.units {
            // Set by set, so that memory holds one of them.
            for paths in batch::of(&unit.files) {
                self.batch(unit, &paths)?;
            }
        }
        self.summary(found.files().count())?;
        self.out.flush()
    }

    fn batch(&mut self, unit: &Unit, paths: &[PathBuf]) -> io::Result<()> {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for path in paths {
            let Some(old) = self.read(path) else { continue };
            let repaired = repair(old.document(), &RepairOptions::default());
            self.show(path, &repaired)?;
            self.write(unit, path, &repaired)?;
            before.push(old);
            after.push(Arc::new(CheckedDocument::read(
                &repaired.name,
                repaired.bytes,
            )));
        }
        self.recheck.before(before);
        self.recheck.after(after);
        Ok(())
    }

    fn read(&mut self, path: &Path) -> Option<Arc<CheckedDocument>> {
        let name = read::file_name(path);
        match read::read(path) {
            Ok(Content::Bytes(bytes)) => Some(Arc::new(CheckedDocument::read(&name, bytes))),
            Ok(Content::TooLarge(size)) => {
                self.fail(read::too_large(path, size, self.lang));
                None
            }
            Err(error) => {
                self.fail(read::explain(path, &error, self.lang));
                None
            }
        }
    }

    /// Says what was changed, and what stood in the way.
    fn show(&mut self, path: &Path, repaired: &Repaired) -> io::Result<()> {
        if repaired.changes.is_empty() && repaired.obstacle.is_none() {
            return Ok(());
        }
        self.changed += usize::from(!repaired.changes.is_empty());
        writeln!(self.out, "{}", terminal_text::path(path))?;
        for change in &repaired.changes {
            let text = text(change, self.lang);
            writeln!(self.out, "  - {}", terminal_text::visible(&text))?;
        }
        if let Some(obstacle) = repaired.obstacle {
            writeln!(self.out, "  ! {}", obstacle.text(self.lang))?;
        }
        Ok(())
    }

    fn write(&mut self, unit: &Unit, path: &Path, repaired: &Repaired) -> io::Result<()> {
        let is_shown = !repaired.changes.is_empty() || repaired.obstacle.is_some();
        let Some((target, written)) = self.written(unit, path, repaired) else {
            return if is_shown { writeln!(self.out) } else { Ok(()) };
        };
        match written {
            Ok(written) if is_shown => {
                let same = self
                    .lang
                    .pick("（同じ内容がすでにあります）", " (is there already)");
                let same = if written == Written::Same { same } else { "" };
                writeln!(self.out, "  → {}{same}\n", terminal_text::path(&target))?;
            }
            Ok(_) => {}
            Err(error) => {
                self.out.flush()?;
                self.fail(write::explain(&target, &error, self.lang));
            }
        }
        Ok(())
    }

    /// Where the file went and how; `None` where nothing was to be written.
    fn written(
        &self,
        unit: &Unit,
        path: &Path,
        repaired: &Repaired,
    ) -> Option<(PathBuf, Result<Written, NotWritten>)> {
        if let Some(out) = &self.args.out {
            let target = write::target(out, unit, path, &repaired.name);
            let written = write::new(&target, &repaired.bytes);
            return Some((target, written));
        }
        if !self.args.in_place || repaired.changes.is_empty() {
            return None;
        }
        let written = write::replace(path, &repaired.name, &repaired.bytes);
        Some((path.with_file_name(&repaired.name), written))
    }

    fn summary(&mut self, files: usize) -> io::Result<()> {
        let (changed, lang) = (self.changed, self.lang);
        let is_dry = self.args.out.is_none() && !self.args.in_place;
        match (lang, is_dry) {
            (Lang::Ja, true) => writeln!(
                self.out,
                "修正できるファイル {changed} 件（全 {files} 件）。まだ何も書き込んでいません。書き込むには --out DIR か --in-place を付けてください。"
            )?,
            (Lang::Ja, false) => writeln!(
                self.out,
                "修正したファイル {changed} 件（全 {files} 件）。{}",
                self.copied()
            )?,
            (Lang::En, true) => writeln!(
                self.out,
                "Files that can be mended: {changed} of {files}. Nothing was written; say --out DIR or --in-place to write."
            )?,
            (Lang::En, false) => writeln!(
                self.out,
                "Files mended: {changed} of {files}.{}",
                self.copied()
            )?,
        }
        self.recheck.summary(&mut self.out, lang)?;
        if self.recheck.has_errors() {
            self.outcome = self.outcome.max(Outcome::Errors);
        }
        Ok(())
    }

    fn copied(&self) -> &'static str {
        match (&self.args.out, self.lang) {
            (None, _) => "",
            (Some(_), Lang::Ja) => "ほかのファイルはそのままコピーしました。",
            (Some(_), Lang::En) => " The others were copied.",
        }
    }

    fn fail(&mut self, message: impl std::fmt::Display) {
        self.outcome = Outcome::Failed;
        output::complain(message);
    }
}

/// A change: what, where, and in how many places.
fn text(change: &Change, lang: Lang) -> String {
    let mut text = change.what.text(lang).to_owned();
    if let Some(substitution) = &change.substitution {
        let (old, new) = (&substitution.original, &substitution.replacement);
        let how = lang.pick(substitution.how.ja(), substitution.how.en());
        text += &match lang {
            Lang::Ja => format!(": 「{old}」→「{new}」（{how}）"),
            Lang::En => format!(": \"{old}\" → \"{new}\" ({how})"),
        };
    }
    let item = change
        .item
        .map(|item| format!("No. {} {}", item.no, item.name));
    let record = change.record.map(|record| match lang {
        Lang::Ja => format!("データ {record} 件目"),
        Lang::En => format!("record {record}"),
    });
    let more = (change.count > 1).then(|| match (lang, change.record) {
        (Lang::Ja, Some(_)) => format!("など {} か所", change.count),
        (Lang::Ja, None) => format!("{} か所", change.count),
        (Lang::En, _) => format!("{} places", change.count),
    });
    let place: Vec<String> = [item, record, more].into_iter().flatten().collect();
    match place.is_empty() {
        true => text,
        false => format!("{text} [{}]", place.join(lang.pick(" ", ", "))),
    }
}
