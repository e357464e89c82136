//! `careplan fix`: the safe repairs of a file, shown and, when asked for, written.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use careplan_core::check::CheckedDocument;
use careplan_core::finding::{ItemRef, Lang};
use careplan_core::repair::{Change, Obstacle, Repair, RepairOptions, Repaired, repair};
use careplan_core::text::Substitutions;

use serde::Serialize;

use crate::args::{FixArgs, Format};
use crate::files::batch;
use crate::files::walk::{self, Found, Unit, is_zip};
use crate::files::write::{self, NotWritten, Written};
use crate::outcome::Outcome;
use crate::output::{self, Out};
use crate::read::{self, Content};
use crate::recheck::Recheck;
use crate::terminal_text;

/// Runs the command.
pub fn run(args: &FixArgs) -> Outcome {
    let lang = args.style.lang();
    let mut found = walk::files(&args.paths);
    if let Some(out) = &args.out
        && let Err(same) = write::without_results(&mut found, out, lang)
    {
        output::complain(same);
        return Outcome::Failed;
    }
    for (path, error) in &found.unreadable {
        output::complain(read::explain(path, error, lang));
    }
    let mut fixer = Fixer {
        args,
        lang,
        options: options(args),
        out: output::stdout(),
        recheck: Recheck::default(),
        changed: 0,
        not_written: 0,
        outcome: match found.unreadable.is_empty() {
            true => Outcome::Fine,
            false => Outcome::Failed,
        },
    };
    let written = fixer.run(&found);
    fixer.outcome.max(output::written(&written, lang))
}

/// A file. The keys of these structs are a promise to whoever reads them.
#[derive(Serialize)]
struct FileLine {
    file: String,
    /// Its name afterwards.
    name: String,
    changes: Vec<ChangeLine>,
    /// What stands in the way of a repair.
    obstacle: Option<String>,
    /// Where it was written; null where it was not.
    out: Option<String>,
}

#[derive(Serialize)]
struct ChangeLine {
    record: Option<u32>,
    item: Option<u16>,
    count: usize,
    message: String,
}

struct Fixer<'a> {
    args: &'a FixArgs,
    lang: Lang,
    options: RepairOptions,
    out: Out,
    recheck: Recheck,
    /// Files with repairs; where they were to be written, those that were.
    changed: usize,
    /// Files that could not be written.
    not_written: usize,
    outcome: Outcome,
}

/// Without a word from the user no character is lost for good.
fn options(args: &FixArgs) -> RepairOptions {
    match args.substitute {
        true => RepairOptions {
            substitutions: Substitutions::new(),
        },
        false => RepairOptions::default(),
    }
}

impl Fixer<'_> {
    fn run(&mut self, found: &Found) -> io::Result<()> {
        if found.files().next().is_none() {
            let nothing = "修正するファイルがありません";
            let nothing = self.lang.pick(nothing, "there is no file to mend");
            self.fail(found.nothing(nothing, self.lang));
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
            let repaired = repair(old.document(), &self.options);
            self.show(path, &repaired)?;
            let is_done = self.write(unit, path, &repaired)?;
            self.changed += usize::from(is_done && !repaired.changes.is_empty());
            self.not_written += usize::from(!is_done);
            before.push(old.clone());
            after.push(match is_done {
                true => Arc::new(CheckedDocument::read(&repaired.name, repaired.bytes)),
                false => old,
            });
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

    /// Says what is changed, and what stands in the way.
    fn show(&mut self, path: &Path, repaired: &Repaired) -> io::Result<()> {
        if self.is_json() {
            return Ok(());
        }
        if repaired.changes.is_empty() && repaired.obstacle.is_none() {
            return Ok(());
        }
        writeln!(self.out, "{}", terminal_text::path(path))?;
        for change in &repaired.changes {
            let mut text = text(change, self.lang);
            if change.what == Repair::FileName {
                text += &format!(" → {}", repaired.name);
            }
            writeln!(self.out, "  - {}", terminal_text::visible(&text))?;
        }
        if self.is_dry() && is_taken(path, &repaired.name) {
            let taken = "同じ名前のファイルがすでにあります。内容が異なる場合は上書きしません。";
            let taken = self.lang.pick(
                taken,
                "There is a file of this name already. If its content differs, it is not overwritten.",
            );
            writeln!(self.out, "  ! {taken}")?;
        }
        if let Some(obstacle) = repaired.obstacle {
            let text = self.obstacle(obstacle, path);
            writeln!(self.out, "  ! {text}")?;
        }
        Ok(())
    }

    /// What stands in the way, where, and what this command can do about it.
    fn obstacle(&self, obstacle: Obstacle, path: &Path) -> String {
        let mut text = obstacle.text(self.lang).to_owned();
        match obstacle {
            Obstacle::NotMs932 { record, item } => {
                let own = "MS932 にない文字があるため、内容は変えていません。文字を直すか、--substitute を付けて近い文字か「〓」に置き換えてください。";
                let own = self.lang.pick(
                    own,
                    "There is a character that MS932 lacks, so the content was not changed. Change the text, or let --substitute replace it by a similar character or 〓.",
                );
                text = own.to_owned() + &place(record, item, None, self.lang);
            }
            Obstacle::UnknownKind if is_zip(path) => {
                text += self.lang.pick(
                    "ZIP ファイルは展開してから指定してください。",
                    " Unpack ZIP files first.",
                );
            }
            _ => {}
        }
        text
    }

    fn is_dry(&self) -> bool {
        self.args.out.is_none() && !self.args.in_place
    }

    /// Writes what is to be written; `false` where that failed.
    fn write(&mut self, unit: &Unit, path: &Path, repaired: &Repaired) -> io::Result<bool> {
        let is_shown = !repaired.changes.is_empty() || repaired.obstacle.is_some();
        let written = self.written(unit, path, repaired);
        if self.is_json() {
            self.line(path, repaired, &written)?;
        }
        let is_shown = is_shown && !self.is_json();
        let Some((target, written)) = written else {
            if is_shown {
                writeln!(self.out)?;
            }
            return Ok(true);
        };
        match written {
            Ok(written) if is_shown => {
                let note = self.note(written);
                writeln!(self.out, "  → {}{note}\n", terminal_text::path(&target))?;
            }
            Ok(_) => {}
            Err(error) => {
                if is_shown {
                    writeln!(self.out)?;
                }
                self.out.flush()?;
                self.fail(write::explain(&target, &error, self.lang));
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn is_json(&self) -> bool {
        self.args.style.format == Format::Json
    }

    /// For programs: a file, what is changed, and where it went.
    fn line(
        &mut self,
        path: &Path,
        repaired: &Repaired,
        written: &Option<(PathBuf, Result<Written, NotWritten>)>,
    ) -> io::Result<()> {
        let out = written
            .as_ref()
            .filter(|(_, written)| written.is_ok())
            .map(|(target, _)| terminal_text::path(target));
        let changes = repaired.changes.iter().map(|change| ChangeLine {
            record: change.record,
            item: change.item.map(|item| item.no),
            count: change.count,
            message: text(change, self.lang),
        });
        let line = FileLine {
            file: terminal_text::path(path),
            name: repaired.name.to_string(),
            changes: changes.collect(),
            obstacle: repaired
                .obstacle
                .map(|obstacle| self.obstacle(obstacle, path)),
            out,
        };
        serde_json::to_writer(&mut self.out, &line)?;
        writeln!(self.out)
    }

    fn note(&self, written: Written) -> &'static str {
        match (written, self.args.in_place) {
            (Written::New, _) => "",
            (Written::Same, false) => self
                .lang
                .pick("（同じ内容がすでにあります）", " (is there already)"),
            (Written::Same, true) => self.lang.pick(
                "（同じ内容がすでにあります。元のファイルは残しました。不要なら削除してください）",
                " (is there already; this file was kept, delete it if you do not need it)",
            ),
        }
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
        if self.recheck.has_errors() {
            self.outcome = self.outcome.max(Outcome::Errors);
        }
        if self.is_json() {
            return Ok(());
        }
        let (changed, lang) = (self.changed, self.lang);
        match (lang, self.is_dry()) {
            (Lang::Ja, true) => writeln!(
                self.out,
                "修正できるファイル {changed} 件（全 {files} 件）。まだ何も書き込んでいません。書き込むには --out DIR か --in-place を付けてください。"
            )?,
            (Lang::Ja, false) => writeln!(
                self.out,
                "修正したファイル {changed} 件（全 {files} 件）。{}",
                self.others(files)
            )?,
            (Lang::En, true) => writeln!(
                self.out,
                "Files that can be mended: {changed} of {files}. Nothing was written; say --out DIR or --in-place to write."
            )?,
            (Lang::En, false) => writeln!(
                self.out,
                "Files mended: {changed} of {files}.{}",
                self.others(files)
            )?,
        }
        self.recheck.summary(&mut self.out, lang)
    }

    /// What became of the files that were not mended.
    fn others(&self, files: usize) -> String {
        match (self.not_written, &self.args.out, self.lang) {
            (0, Some(_), Lang::Ja) if self.changed < files => {
                "ほかのファイルはそのままコピーしました。".into()
            }
            (0, Some(_), Lang::En) if self.changed < files => " The others were copied.".into(),
            (0, ..) => String::new(),
            (failed, _, Lang::Ja) => format!("書き込めなかったファイル {failed} 件。"),
            (failed, _, Lang::En) => format!(" Files that could not be written: {failed}."),
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
    let more = (change.count > 1).then(|| match (lang, change.record) {
        (Lang::Ja, Some(_)) => format!("など {} か所", change.count),
        (Lang::Ja, None) => format!("{} か所", change.count),
        (Lang::En, _) => format!("{} places", change.count),
    });
    text + &place(change.record, change.item, more, lang)
}

/// Where something is, in brackets; nothing for a whole file.
fn place(record: Option<u32>, item: Option<ItemRef>, more: Option<String>, lang: Lang) -> String {
    let item = item.map(|item| format!("No. {} {}", item.no, item.name));
    let record = record.map(|record| match lang {
        Lang::Ja => format!("データ {record} 件目"),
        Lang::En => format!("record {record}"),
    });
    let place: Vec<String> = [item, record, more].into_iter().flatten().collect();
    match place.is_empty() {
        true => String::new(),
        false => format!(" [{}]", place.join(lang.pick(" ", ", "))),
    }
}

/// Whether another file has the name that a file is to get.
fn is_taken(path: &Path, name: &str) -> bool {
    let target = path.with_file_name(name);
    let real = |path: &Path| path.canonicalize().ok();
    real(&target).is_some_and(|target| Some(target) != real(path))
}
