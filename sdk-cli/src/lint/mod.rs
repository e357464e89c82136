//! `careplan lint`: checks files and says what is wrong, where, and how to mend it.

mod excerpt;
mod json;
mod lines;
mod source;
mod text;
mod walk;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use careplan_core::finding::Lang;
use indicatif::ProgressBar;

use crate::args::{Format, LintArgs};
use crate::lint::source::Checked;
use crate::lint::text::Tally;
use crate::outcome::Outcome;
use crate::output::{self, Out};
use crate::{progress, read, terminal_text};

/// From here on a person waits long enough to wonder.
const LONG_WORK_BYTES: u64 = 16 << 20;

/// Runs the command.
pub fn run(args: &LintArgs) -> Outcome {
    let lang = args.style.lang();
    let found = walk::files(&args.paths);
    for (path, error) in &found.unreadable {
        output::complain(read::explain(path, error, lang));
    }
    let mut linter = Linter::new(args, &found.files);
    linter.failed = !found.unreadable.is_empty();
    let written = linter.run(&found.files);
    linter.outcome().max(output::written(&written, lang))
}

struct Linter {
    printer: Printer,
    out: Out,
    bar: ProgressBar,
    tally: Tally,
    /// A path could not be read.
    failed: bool,
    lang: Lang,
}

enum Printer {
    Text(Box<text::Printer>),
    Json(json::Printer),
}

impl Linter {
    fn new(args: &LintArgs, files: &[PathBuf]) -> Self {
        let lang = args.style.lang();
        let is_text = args.style.format == Format::Text;
        let total = files.iter().map(|file| size(file)).sum();
        Self {
            printer: match args.style.format {
                Format::Text => Printer::Text(Box::new(text::Printer::new(lang))),
                Format::Json => Printer::Json(json::Printer::new(lang)),
            },
            out: output::stdout(),
            bar: progress::over_bytes(total, is_text && total >= LONG_WORK_BYTES),
            tally: Tally::default(),
            failed: false,
            lang,
        }
    }

    fn run(&mut self, files: &[PathBuf]) -> io::Result<()> {
        for file in files {
            let name = read::file_name(file);
            self.bar
                .set_message(terminal_text::visible(&name).into_owned());
            self.lint(file)?;
            self.bar.inc(size(file));
        }
        self.bar.finish_and_clear();
        // An empty folder is more likely a wrong one than a good one; a build that checks it should not go green.
        if files.is_empty() && !self.failed {
            self.failed = true;
            output::complain(
                self.lang
                    .pick("確認するファイルがありません", "there is no file to check")
                    .to_owned(),
            );
        }
        if let Printer::Text(printer) = &self.printer {
            printer.summary(&mut self.out, &self.tally)?;
        }
        self.out.flush()
    }

    fn lint(&mut self, path: &Path) -> io::Result<()> {
        let checked = match Checked::read(path) {
            Ok(checked) => checked,
            Err(error) => {
                self.failed = true;
                let message = read::explain(path, &error, self.lang);
                self.bar.suspend(|| output::complain(message));
                return Ok(());
            }
        };
        self.tally.add(checked.findings());
        let (printer, out) = (&self.printer, &mut self.out);
        // The bar and the findings may share a terminal.
        self.bar.suspend(|| {
            match printer {
                Printer::Text(printer) => printer.file(out, path, &checked)?,
                Printer::Json(printer) => printer.file(out, path, &checked)?,
            }
            out.flush()
        })
    }

    fn outcome(&self) -> Outcome {
        match () {
            () if self.failed => Outcome::Failed,
            () if self.tally.errors > 0 => Outcome::Errors,
            () => Outcome::Fine,
        }
    }
}

/// Only for the progress bar: a file that cannot be asked counts as nothing.
fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}
