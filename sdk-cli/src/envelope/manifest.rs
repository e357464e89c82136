//! Whether files are a set of the standard, and what they travel as.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use careplan_core::check::CheckedDocument;
use careplan_core::document::FileName;
use careplan_core::envelope::{AnyManifest, Certificate, MAX_CONTENT_BYTES, MAX_FILES, Manifest};
use careplan_core::finding::Findings;
use careplan_core::message::{Cover, FileEntry, MessageSet, Parcel};
use careplan_core::number::OfficeNumber;

use super::args::SealArgs;
use super::fault::Fault;
use crate::terminal_text;

/// What the files travel as, and what is wrong with them as a set.
pub(super) struct Planned {
    pub manifest: AnyManifest,
    /// Files with names of the standard that are no set of it.
    pub findings: Option<Findings>,
}

/// Sets are small; more than that is not looked at as one.
const MAX_SET_BYTES: u64 = 64 << 20;

/// Looks at the files. Whom their names speak of must be who signs and whom it is sealed for.
pub(super) fn plan(
    args: &SealArgs,
    sender: OfficeNumber,
    recipients: &[Certificate],
) -> Result<Planned, Fault> {
    let receivers = offices(recipients);
    let names = names(&args.files)?;
    check_size(&args.files)?;
    for name in &names {
        check_address(name, sender, &receivers)?;
    }
    let of_standard = names.iter().all(|name| FileName::parse(name).0.is_some());
    let mut findings = None;
    if of_standard && total(&args.files)? <= MAX_SET_BYTES {
        match set(&args.files, &names)? {
            Ok(set) => {
                let cover = Cover::new(&set, &args.subject, &args.text);
                return Ok(Planned {
                    manifest: AnyManifest::Set(Box::new(cover)),
                    findings: None,
                });
            }
            Err(wrong) => findings = Some(wrong),
        }
    }
    let manifest = parcel(args, sender, receivers, &names)?;
    Ok(Planned { manifest, findings })
}

fn set(paths: &[PathBuf], names: &[String]) -> Result<Result<MessageSet, Findings>, Fault> {
    let read = |(path, name): (&PathBuf, &String)| {
        let bytes = fs::read(path).map_err(Fault::unreadable(path))?;
        Ok(Arc::new(CheckedDocument::read(name, bytes)))
    };
    let documents = paths.iter().zip(names).map(read);
    Ok(MessageSet::build(documents.collect::<Result<_, Fault>>()?))
}

fn parcel(
    args: &SealArgs,
    sender: OfficeNumber,
    receivers: Vec<OfficeNumber>,
    names: &[String],
) -> Result<AnyManifest, Fault> {
    let entry = |(path, name): (&PathBuf, &String)| {
        let file = File::open(path).map_err(Fault::unreadable(path))?;
        FileEntry::of_stream(name, file).map_err(Fault::unreadable(path))
    };
    let files = args.files.iter().zip(names).map(entry);
    let mut parcel = Parcel::new(sender, receivers, files.collect::<Result<_, Fault>>()?);
    parcel.subject.clone_from(&args.subject);
    parcel.text.clone_from(&args.text);
    if Manifest::names_its_files(&parcel) {
        Ok(AnyManifest::Parcel(Box::new(parcel)))
    } else {
        Err(Fault::could_not_run(
            "ファイル名に、Windows などで使えないもの、または同じ名前のものがあります。\n名前を変えてから、もう一度実行してください（大文字と小文字、「が」と「か＋゛」のような文字の組み方だけの違いも、同じ名前です）。",
            "a file name cannot be used on Windows or elsewhere, or stands there twice.\nRename it and try again; names that differ only in case, or in how their characters are composed, are the same.",
        ))
    }
}

/// Files of the standard name sender and receiver. What goes to another office cannot be called back.
fn check_address(
    name: &str,
    sender: OfficeNumber,
    receivers: &[OfficeNumber],
) -> Result<(), Fault> {
    let Some(parsed) = FileName::parse(name).0 else {
        return Ok(());
    };
    let named = parsed.sender.number;
    if named != sender {
        return Err(Fault::refused(
            format!(
                "ファイル名の送信元（{named}）が、--identity の事業所（{sender}）ではありません。\n送信元の事業所の電子証明書を指定するか、正しい送信元でファイルを出力し直してください。"
            ),
            format!(
                "the files name {named} as sender, but --identity is of office {sender}.\nUse the sender's identity, or export the files with the right sender."
            ),
        ));
    }
    match parsed.receiver.map(|receiver| receiver.number) {
        Some(named) if receivers.iter().any(|office| *office != named) => {
            let others: Vec<_> = receivers.iter().map(ToString::to_string).collect();
            let others = others.join(", ");
            Err(Fault::refused(
                format!(
                    "ファイル名の送信先（{named}）と、--to の電子証明書の事業所（{others}）が異なります。\n送信先の事業所の電子証明書だけを --to に指定してください。"
                ),
                format!(
                    "the files name {named} as receiver, but --to is of {others}.\nName certificates of that receiver only."
                ),
            ))
        }
        _ => Ok(()),
    }
}

/// Too much is told before anything is read.
fn check_size(paths: &[PathBuf]) -> Result<(), Fault> {
    let limit = MAX_CONTENT_BYTES;
    if paths.len() <= MAX_FILES && total(paths)? <= limit {
        return Ok(());
    }
    Err(Fault::could_not_run(
        format!(
            "ファイルが多すぎるか、大きすぎます（{MAX_FILES} 件、合計 {limit} バイトまで）。\n分けて送ってください。"
        ),
        format!(
            "too many files, or too large: at most {MAX_FILES} files and {limit} bytes together.\nSend them in parts."
        ),
    ))
}

fn total(paths: &[PathBuf]) -> Result<u64, Fault> {
    let mut total = 0u64;
    for path in paths {
        let file = fs::metadata(path).map_err(Fault::unreadable(path))?;
        if file.is_dir() {
            let error = std::io::ErrorKind::IsADirectory.into();
            return Err(Fault::Unreadable(path.clone(), error));
        }
        total = total.saturating_add(file.len());
    }
    Ok(total)
}

fn names(paths: &[PathBuf]) -> Result<Vec<String>, Fault> {
    paths.iter().map(|path| name(path)).collect()
}

fn name(path: &Path) -> Result<String, Fault> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.map(str::to_owned).ok_or_else(|| {
        let path = terminal_text::path(path);
        Fault::could_not_run(
            format!(
                "{path}: ファイル名の文字コードが UTF-8 ではないか、ファイルの名前ではありません。\n名前を変えてから、もう一度実行してください。"
            ),
            format!("{path}: the file's name is not UTF-8, or no name of a file.\nRename it and try again."),
        )
    })
}

fn offices(recipients: &[Certificate]) -> Vec<OfficeNumber> {
    let mut offices: Vec<_> = recipients.iter().map(Certificate::office).collect();
    offices.sort();
    offices.dedup();
    offices
}
