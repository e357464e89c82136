//! `careplan lint`: checks files and sets and says what is wrong, where, and how to mend it.

mod advice;
mod excerpt;
pub(crate) mod json;
mod lines;
mod place;
mod sarif;
mod set;
mod source;
pub(crate) mod tally;
pub(crate) mod text;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use careplan_core::finding::{CheckProfile, Code, Findings, Lang, Receiver, Severity};
use careplan_core::message::{SetCandidate, group_with};
use indicatif::ProgressBar;

use crate::args::{LintArgs, LintFormat};
use crate::files::batch;
use crate::files::walk::{self, Found, Unit};
use crate::lint::set::CheckedSet;
use crate::lint::source::Checked;
use crate::lint::tally::Tally;
use crate::outcome::Outcome;
use crate::output::{self, Out};
use crate::{profile, progress, read, terminal_text};

/// From here on a person waits long enough to wonder.
const LONG_WORK_BYTES: u64 = 16 << 20;

/// Runs the command.
pub fn run(args: &LintArgs) -> Outcome {
    let lang = args.language.lang();
    let profile = match profile::load(&args.profile, lang) {
        Ok(profile) => profile,
        Err(message) => {
            output::complain(message);
            return Outcome::Failed;
        }
    };
    let found = walk::files(&args.paths);
    for (path, error) in &found.unreadable {
        output::complain(read::explain(path, error, lang));
    }
    let mut linter = Linter::new(args, profile, &found);
    let written = linter.run(&found);
    linter.outcome().max(output::written(&written, lang))
}

struct Linter {
    printer: Printer,
    profile: CheckProfile,
    out: Out,
    bar: ProgressBar,
    tally: Tally,
    /// A path could not be read.
    failed: bool,
    lang: Lang,
}

impl Linter {
    fn new(args: &LintArgs, profile: CheckProfile, found: &Found) -> Self {
        let lang = args.language.lang();
        let is_text = args.format == LintFormat::Text;
        let total = found.files().map(|file| size(file)).sum();
        Self {
            printer: match args.format {
                LintFormat::Text => Printer::Text(Box::new(text::Printer::new(lang, args.all))),
                LintFormat::Json => Printer::Json(json::Printer::new(lang)),
                LintFormat::Sarif => Printer::Sarif(sarif::Printer::new(lang)),
            },
            profile,
            out: output::stdout(),
            bar: progress::over_bytes(total, is_text && total >= LONG_WORK_BYTES),
            tally: Tally::default(),
            failed: !found.unreadable.is_empty(),
            lang,
        }
    }

    fn run(&mut self, found: &Found) -> io::Result<()> {
        self.printer.begin(&mut self.out)?;
        for unit in &found.units {
            for batch in batch::of(&unit.files) {
                self.batch(&batch, unit)?;
            }
        }
        self.bar.finish_and_clear();
        // An empty folder is more likely a wrong one than a good one; a build that checks it should not go green.
        if found.files().next().is_none() && !self.failed {
            self.failed = true;
            let nothing = "確認するファイルがありません";
            let nothing = self.lang.pick(nothing, "there is no file to check");
            output::complain(found.nothing(nothing, self.lang));
        }
        self.printer.end(&mut self.out, &self.tally)?;
        self.out.flush()
    }

    /// Checks files that may be sets, set by set: its files, then the set.
    fn batch(&mut self, paths: &[PathBuf], unit: &Unit) -> io::Result<()> {
        let files: Vec<(&PathBuf, Checked)> = paths
            .iter()
            .filter_map(|path| Some((path, self.read(path)?)))
            .collect();
        let apart = files
            .iter()
            .filter(|(_, checked)| checked.shared().is_none());
        for (path, checked) in apart {
            self.file(path, checked)?;
        }
        let shared = files.iter().filter_map(|(_, checked)| checked.shared());
        let all_here = unit.folder.is_some() && shared.clone().count() == paths.len();
        for candidate in group_with(shared.cloned().collect(), &self.profile) {
            let members: Vec<&(&PathBuf, Checked)> = candidate
                .documents()
                .iter()
                .filter_map(|member| {
                    let is_member = |own: &Arc<_>| Arc::ptr_eq(own, member);
                    files
                        .iter()
                        .find(|(_, own)| own.shared().is_some_and(is_member))
                })
                .collect();
            for (path, checked) in &members {
                self.file(path, checked)?;
            }
            let paths = members.iter().map(|(path, _)| (*path).clone()).collect();
            self.set(candidate, paths, all_here)?;
        }
        Ok(())
    }

    fn read(&mut self, path: &Path) -> Option<Checked> {
        let name = read::file_name(path);
        self.bar
            .set_message(terminal_text::visible(&name).into_owned());
        let checked = Checked::read(path, &self.profile);
        self.bar.inc(size(path));
        match checked {
            Ok(checked) => Some(checked),
            Err(error) => {
                self.failed = true;
                let message = read::explain(path, &error, self.lang);
                self.bar.suspend(|| output::complain(message));
                None
            }
        }
    }

    fn file(&mut self, path: &Path, checked: &Checked) -> io::Result<()> {
        self.tally.add_file(checked.findings());
        let (printer, out) = (&mut self.printer, &mut self.out);
        // The bar and the findings may share a terminal.
        self.bar.suspend(|| {
            printer.file(out, path, checked)?;
            out.flush()
        })
    }

    fn set(
        &mut self,
        candidate: SetCandidate,
        paths: Vec<PathBuf>,
        all_here: bool,
    ) -> io::Result<()> {
        // A file alone that was named alone was not meant as a set.
        if candidate.kind().is_none() || (!all_here && paths.len() == 1) {
            return Ok(());
        }
        let findings = self.rated(&candidate, all_here);
        let set = CheckedSet::new(candidate, findings, paths);
        self.tally.add_set(set.findings());
        let (printer, out) = (&mut self.printer, &mut self.out);
        self.bar.suspend(|| {
            printer.set(out, &set)?;
            out.flush()
        })
    }

    /// Where not all files of a set were to be checked, that one is missing is worth a note and no more, and so is that
    /// the ones that are here do not fit together.
    fn rated(&self, candidate: &SetCandidate, all_here: bool) -> Findings {
        let findings = candidate.findings().clone();
        let is_incomplete = findings.iter().any(|own| own.code == Code::SetIncomplete);
        if all_here || !is_incomplete {
            return findings;
        }
        let of_composition = Code::ALL
            .iter()
            .filter(|code| code.as_str().starts_with("CP40"));
        let profile = of_composition.fold(self.profile.clone(), |profile, code| {
            profile.with(*code, Some(Severity::Note))
        });
        profile.apply(findings, candidate.receiver().map(Receiver::from))
    }

    fn outcome(&self) -> Outcome {
        match () {
            () if self.failed => Outcome::Failed,
            () if self.tally.errors > 0 => Outcome::Errors,
            () => Outcome::Fine,
        }
    }
}

enum Printer {
    Text(Box<text::Printer>),
    Json(json::Printer),
    Sarif(sarif::Printer),
}

impl Printer {
    fn begin(&mut self, out: &mut Out) -> io::Result<()> {
        match self {
            Self::Sarif(printer) => printer.begin(out),
            Self::Text(_) | Self::Json(_) => Ok(()),
        }
    }

    fn file(&mut self, out: &mut Out, path: &Path, checked: &Checked) -> io::Result<()> {
        match self {
            Self::Text(printer) => printer.file(out, path, checked),
            Self::Json(printer) => printer.file(out, path, checked),
            Self::Sarif(printer) => printer.file(out, path, checked),
        }
    }

    fn set(&mut self, out: &mut Out, set: &CheckedSet) -> io::Result<()> {
        match self {
            Self::Text(printer) => printer.set(out, set),
            Self::Json(printer) => printer.set(out, set),
            Self::Sarif(printer) => printer.set(out, set),
        }
    }

    fn end(&mut self, out: &mut Out, tally: &Tally) -> io::Result<()> {
        match self {
            Self::Text(printer) => printer.summary(out, tally),
            Self::Json(_) => Ok(()),
            Self::Sarif(printer) => printer.end(out),
        }
    }
}

/// Only for the progress bar: a file that cannot be asked counts as nothing.
fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}
