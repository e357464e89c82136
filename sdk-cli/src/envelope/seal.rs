//! `careplan seal`: signs files and seals them for their receivers.

use std::ffi::OsStr;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use careplan_core::envelope::{AnyManifest, FileSource, Manifest, SealedCover, seal_to};
use careplan_core::finding::{Findings, Lang};
use serde::Serialize;

use super::args::SealArgs;
use super::fault::Fault;
use super::manifest::{self, Planned};
use super::report::{self, Lines, MessageReport, Report, Said};
use super::staging::NewFile;
use super::{certificates, identities, trust};
use crate::files::write;
use crate::outcome::Outcome;
use crate::{progress, terminal_text};

/// Runs the command.
pub fn run(args: &SealArgs) -> Outcome {
    report::finish(seal(args), args.style)
}

fn seal(args: &SealArgs) -> Result<SealReport, Fault> {
    let lang = args.style.lang();
    check_targets(args)?;
    let rule = args.trust.rule.rule();
    let identities = identities::load(&args.identity, &rule)?;
    let trust = trust::load_with(&args.trust, &identities)?;
    let recipients = certificates::read_all(&args.to, &rule)?;
    let Planned { manifest, findings } = manifest::plan(args, identities.office(), &recipients)?;

    let waiting = progress::spinner(lang.pick("封入しています", "sealing"));
    let files: Vec<(&str, &dyn FileSource)> = manifest
        .files()
        .iter()
        .zip(&args.files)
        .map(|(entry, path)| (&*entry.name, path as &dyn FileSource))
        .collect();
    let mut out = NewFile::create(&args.out, args.force)?;
    let mut writer = BufWriter::with_capacity(1 << 16, out.file());
    let sealed = seal_to(
        &identities,
        &trust,
        &recipients,
        &manifest,
        &files,
        &mut writer,
    )?;
    let flushed = writer.flush();
    drop(writer);
    flushed.map_err(Fault::not_written(&args.out))?;
    place(args, out, &sealed)?;
    waiting.finish_and_clear();
    Ok(SealReport::of(args, &manifest, &sealed, findings, lang))
}

/// With a cover both are there, or none.
fn place(args: &SealArgs, out: NewFile, sealed: &SealedCover) -> Result<(), Fault> {
    let Some(path) = &args.cover_out else {
        return out.place();
    };
    let mut cover = NewFile::create(path, args.force)?;
    cover.write(&sealed.cover)?;
    out.place()?;
    cover.place().inspect_err(|_| {
        let _ = std::fs::remove_file(&args.out);
    })
}

/// What is sealed must not be replaced by its envelope, and neither must keys and certificates.
fn check_targets(args: &SealArgs) -> Result<(), Fault> {
    let places = [Some(&args.out), args.cover_out.as_ref()];
    for target in places.into_iter().flatten() {
        NewFile::check(target, args.force)?;
        let given = args.files.iter().chain(&args.to).map(PathBuf::as_path);
        let inputs = given.chain(args.identity.files()).chain(args.trust.files());
        NewFile::check_no_input(target, inputs)?;
    }
    match args.cover_out.as_deref().map(place_of) == Some(place_of(&args.out)) {
        false => Ok(()),
        true => Err(Fault::could_not_run(
            "-o と --cover-out に同じファイルが指定されています。\n別の名前を指定してください。",
            "-o and --cover-out name the same file.\nGive them different names.",
        )),
    }
}

/// A file that need not be there yet, however its folder is written.
fn place_of(path: &Path) -> (PathBuf, Option<&OsStr>) {
    let folder = write::folder(path);
    let real = folder.canonicalize();
    (real.unwrap_or_else(|_| folder.to_owned()), path.file_name())
}

#[derive(Serialize)]
struct SealReport {
    #[serde(flatten)]
    message: MessageReport,
    out: String,
    size: u64,
    sha256: String,
    warnings: Vec<Said>,
    /// How many errors keep files with names of the standard from being a set.
    set_errors: usize,
    #[serde(skip)]
    first_errors: Vec<String>,
}

impl SealReport {
    fn of(
        args: &SealArgs,
        manifest: &AnyManifest,
        sealed: &SealedCover,
        findings: Option<Findings>,
        lang: Lang,
    ) -> Self {
        const SHOWN: usize = 3;
        let errors = findings.iter().flat_map(|findings| findings.iter());
        let text = |finding: &careplan_core::finding::Finding| {
            format!("[{}] {}", finding.code.as_str(), finding.message(lang))
        };
        Self {
            message: MessageReport::of(manifest),
            out: terminal_text::path(&args.out),
            size: sealed.content.size,
            sha256: sealed.content.sha256.clone(),
            warnings: Said::all(&sealed.warnings, lang),
            set_errors: findings.as_ref().map_or(0, Findings::errors),
            first_errors: errors.take(SHOWN).map(text).collect(),
        }
    }
}

impl Report for SealReport {
    fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        lines.title("署名し、封入しました。", "Signed and sealed.");
        lines.append(self.message.text(lang));
        if self.message.set.is_none() {
            lines.warning(lang.pick(
                "標準仕様の 1 つのセットではないため、ファイルとして封入しました。介護ソフトのセットとしては取り込めません。",
                "These are no one set of the standard, so they were sealed as plain files; care software will not import them as a set.",
            ));
        }
        if !self.first_errors.is_empty() {
            let errors = self.first_errors.join("\n");
            lines.warning(&lang.pick(
                format!("ファイル名は標準仕様のものですが、セットになりません（careplan lint で確認できます）:\n{errors}"),
                format!("the names are of the standard, but the files make no set (see careplan lint):\n{errors}"),
            ));
        }
        lines.warnings(&self.warnings);
        let out = lang.pick(
            format!("{}（{} バイト）", self.out, self.size),
            format!("{} ({} bytes)", self.out, self.size),
        );
        lines.item("封筒", "Envelope", out);
        lines.item("SHA-256", "SHA-256", &self.sha256);
        lines
    }
}
