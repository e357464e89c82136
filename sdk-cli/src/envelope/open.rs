//! `careplan open`: verifies an envelope and opens it.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use careplan_core::envelope::{
    AnyManifest, EnvelopeError, Identities, OpenedFrom, Role, Taken, open_from, sign_receipt,
};
use careplan_core::finding::Lang;
use serde::Serialize;

use super::args::OpenArgs;
use super::fault::Fault;
use super::report::{self, Lines, MessageReport, Report, Said, SignerReport};
use super::staging::{NewFile, NewFiles};
use super::{identities, trust};
use crate::outcome::Outcome;
use crate::{progress, terminal_text};

/// Runs the command.
pub fn run(args: &OpenArgs) -> Outcome {
    report::finish(open(args), args.style)
}

fn open(args: &OpenArgs) -> Result<OpenReport, Fault> {
    let lang = args.style.lang();
    if let Some(target) = &args.receipt_out {
        NewFile::check(target, false)?;
    }
    let source = File::open(&args.file).map_err(Fault::unreadable(&args.file))?;
    let identities = identities::load(&args.identity, &args.trust.rule.rule())?;
    let trust = trust::load(&args.trust)?;
    let role = match args.sent {
        true => Role::Sender,
        false => Role::Receiver,
    };

    let waiting = progress::spinner(lang.pick("検証しています", "verifying"));
    let mut files = NewFiles::beside(&args.out)?;
    let source = BufReader::with_capacity(1 << 16, source);
    let opened = open_from::<AnyManifest>(&identities, &trust, role, source, &mut files);
    let opened = match opened {
        Ok(opened) => opened,
        Err(EnvelopeError::NotReceiver) => return Err(other_role(role)),
        Err(error) => return Err(files.fault_or(error)),
    };
    files.place()?;
    waiting.finish_and_clear();

    let mut report = OpenReport::of(args, &opened, lang);
    if let Some(due) = identities.renewal_due(trust.now()) {
        report.warnings.push(super::identity::renewal(&due, lang));
    }
    if let Some(target) = &args.receipt_out {
        // Only now: the receipt says that the files are stored.
        write_receipt(target, &identities, &opened.taken).map_err(without_receipt)?;
        report.receipt = Some(terminal_text::path(target));
    }
    Ok(report)
}

fn write_receipt(target: &Path, identities: &Identities, taken: &Taken) -> Result<(), Fault> {
    let receipt = sign_receipt(identities, taken)?;
    let mut out = NewFile::create(target, false)?;
    out.write(&receipt)?;
    out.place()
}

/// The key fits, so it is one's own envelope opened the wrong way; or another's, sealed for this key all the same.
fn other_role(role: Role) -> Fault {
    match role {
        Role::Receiver => Fault::refused(
            "この事業所あてのデータではありません。\nこの事業所が送ったものなら、--sent を付けて開いてください。そうでなければ取り込まず、送信元の事業所に確認してください。",
            "the message is addressed to another office.\nIf this office sent it, open it with --sent; otherwise do not import it and ask the sending office.",
        ),
        Role::Sender => super::fault::not_sent(),
    }
}

/// The files are where they belong, which the message must not leave open.
fn without_receipt(fault: Fault) -> Fault {
    let (ja, en) = (fault.describe(Lang::Ja), fault.describe(Lang::En));
    Fault::could_not_run(
        format!(
            "ファイルは保存しましたが、受領証を作れませんでした。別のフォルダーに開き直すと作れます。\n{ja}"
        ),
        format!(
            "the files were stored, but there is no receipt; open the envelope again into another folder for one.\n{en}"
        ),
    )
}

#[derive(Serialize)]
struct OpenReport {
    #[serde(flatten)]
    message: MessageReport,
    signer: SignerReport,
    out: String,
    /// SHA-256 of the envelope, and of the signed content in it.
    sha256: String,
    signed_sha256: String,
    receipt: Option<String>,
    warnings: Vec<Said>,
}

impl OpenReport {
    fn of(args: &OpenArgs, opened: &OpenedFrom<AnyManifest>, lang: Lang) -> Self {
        Self {
            message: MessageReport::of(&opened.cover),
            signer: SignerReport::of(&opened.signer, lang),
            out: terminal_text::path(&args.out),
            sha256: opened.taken.content_sha256.clone(),
            signed_sha256: opened.taken.signed_sha256.clone(),
            receipt: None,
            warnings: Vec::new(),
        }
    }
}

impl Report for OpenReport {
    fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        lines.title("検証し、開きました。", "Verified and opened.");
        lines.append(self.message.text(lang));
        lines.append(self.signer.text(lang));
        lines.warnings(&self.warnings);
        lines.item("保存先", "Stored in", &self.out);
        if let Some(receipt) = &self.receipt {
            lines.item("受領証", "Receipt", receipt);
        }
        lines
    }
}
