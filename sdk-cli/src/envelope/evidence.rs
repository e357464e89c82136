//! `careplan export-evidence` and `careplan verify-evidence`: proof of what was sent and taken.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use careplan_core::Explain;
use careplan_core::envelope::{
    AnyManifest, EnvelopeError, Evidence, MAX_EVIDENCE_BYTES, export_evidence, verify_evidence,
};
use careplan_core::finding::Lang;
use jiff::Timestamp;
use serde::Serialize;
use zeroize::Zeroizing;

use super::args::{ExportArgs, VerifyArgs};
use super::fault::Fault;
use super::report::{self, Lines, MessageReport, Report, Said, SignerReport};
use super::staging::{NewFile, NewFiles};
use super::{certificates, identities, trust};
use crate::outcome::Outcome;
use crate::{progress, terminal_text};

/// Runs `export-evidence`.
pub fn run_export(args: &ExportArgs) -> Outcome {
    report::finish(export(args), args.style)
}

/// Runs `verify-evidence`.
pub fn run_verify(args: &VerifyArgs) -> Outcome {
    report::finish(verify(args), args.style)
}

fn export(args: &ExportArgs) -> Result<EvidenceReport, Fault> {
    let lang = args.style.lang();
    NewFile::check(&args.out, args.force)?;
    let given = [args.file.as_path(), &args.receipt].into_iter();
    let inputs = given.chain(args.identity.files()).chain(args.trust.files());
    NewFile::check_no_input(&args.out, inputs)?;
    let identities = identities::load(&args.identity, &args.trust.rule.rule())?;
    let trust = trust::load(&args.trust)?;
    let sealed = read(&args.file)?;
    let receipt = certificates::bytes(&args.receipt)?;
    let waiting = progress::spinner(lang.pick("証跡を作っています", "making the evidence"));
    let evidence = export_evidence::<AnyManifest>(&identities, &trust, &sealed, &receipt);
    let evidence = evidence.map_err(|error| match error {
        EnvelopeError::NotReceiver => super::fault::not_sent(),
        error => error.into(),
    })?;
    let verified = verify_evidence(&trust, &evidence)?;
    let mut out = NewFile::create(&args.out, args.force)?.private()?;
    out.write(&evidence)?;
    out.place()?;
    waiting.finish_and_clear();
    Ok(EvidenceReport::of(&verified, Some(&args.out), false, lang))
}

fn verify(args: &VerifyArgs) -> Result<EvidenceReport, Fault> {
    let lang = args.style.lang();
    let trust = trust::load(&args.trust)?;
    let evidence = read(&args.file)?;
    let waiting = progress::spinner(lang.pick("検証しています", "verifying"));
    let verified: Evidence<AnyManifest> = verify_evidence(&trust, &evidence).map_err(inspected)?;
    if let Some(folder) = &args.out {
        let mut files = NewFiles::beside(folder)?;
        for (name, bytes) in &verified.files {
            files.add(name, bytes)?;
        }
        files.place()?;
    }
    waiting.finish_and_clear();
    Ok(EvidenceReport::of(
        &verified,
        args.out.as_deref(),
        true,
        lang,
    ))
}

/// Whoever looks at evidence is often neither of the offices, and can have nothing sent again.
fn inspected(error: EnvelopeError) -> Fault {
    if matches!(error, EnvelopeError::NotEvidence(_)) {
        return error.into();
    }
    let (ja, en) = (error.message(Lang::Ja), error.message(Lang::En));
    let own = Fault::from(error).outcome();
    Fault::Said(
        own,
        format!(
            "この証跡は確認できません: {ja}\n--trust が、両方の事業所の証明書を発行した認証局のもの（事業所のフォルダーの trust.pem）か確認してください。正しければ、このファイルは証明になりません。証跡を出した事業所に確認してください。"
        ),
        format!(
            "this evidence does not hold: {en}\nCheck that --trust names the authority of both offices' certificates (trust.pem in the folder of the office). If it does, the file proves nothing; ask the office that gave it."
        ),
    )
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let limit = MAX_EVIDENCE_BYTES;
    let file = File::open(path).map_err(Fault::unreadable(path))?;
    let length = file.metadata().map_err(Fault::unreadable(path))?.len();
    if length > limit {
        let error = std::io::ErrorKind::FileTooLarge.into();
        return Err(Fault::Unreadable(path.to_owned(), error));
    }
    // Room for all of it, so that it does not grow and leave copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(length as usize + 1));
    file.take(limit)
        .read_to_end(&mut bytes)
        .map_err(Fault::unreadable(path))?;
    Ok(bytes)
}

#[derive(Serialize)]
pub(crate) struct EvidenceReport {
    #[serde(flatten)]
    message: MessageReport,
    signer: SignerReport,
    receiver: SignerReport,
    #[serde(serialize_with = "crate::times::exact")]
    taken_at: Timestamp,
    /// SHA-256 of the envelope, and of the signed content in it.
    sha256: String,
    signed_sha256: String,
    out: Option<String>,
    warnings: Vec<Said>,
    #[serde(skip)]
    was_verified: bool,
}

impl EvidenceReport {
    pub(crate) fn of(
        evidence: &Evidence<AnyManifest>,
        out: Option<&Path>,
        was_verified: bool,
        lang: Lang,
    ) -> Self {
        Self {
            message: MessageReport::of(&evidence.cover),
            signer: SignerReport::of(&evidence.sender, lang),
            receiver: SignerReport::of(&evidence.receiver, lang),
            taken_at: evidence.receipt.taken_at,
            sha256: evidence.receipt.content_sha256.clone(),
            signed_sha256: evidence.receipt.signed_sha256.clone(),
            out: out.map(terminal_text::path),
            warnings: evidence
                .readme_differs
                .then(|| readme(lang))
                .into_iter()
                .collect(),
            was_verified,
        }
    }
}

fn readme(lang: Lang) -> Said {
    Said {
        message: lang
            .pick(
                "中の README.txt は、この版の careplan が書くものと違います。",
                "its README.txt is not the one that this version of careplan writes.",
            )
            .to_owned(),
        hint: lang
            .pick(
                "README.txt にはだれの署名もありません。別の版で作られたか、書き換えられています。証明には関係しません。",
                "Nobody signed it: another version made it, or somebody changed it. It is no part of the proof.",
            )
            .to_owned(),
    }
}

impl Report for EvidenceReport {
    fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        match self.was_verified {
            true => lines.title(
                "証跡は正しいものです: 送信元がこれらのファイルを送り、受信側が受け取ったと署名しています。",
                "The evidence holds: the sender signed these files, and the receiver signed that it took them.",
            ),
            false => lines.title(
                "証跡ファイルを作りました。中身は暗号化されず、個人情報を含みます。",
                "The evidence was made. It is not encrypted and holds personal data.",
            ),
        }
        lines.append(self.message.text(lang));
        lines.append(self.signer.text(lang));
        let taken = format!("{} {}", self.receiver.office, report::time(self.taken_at));
        lines.item("受領", "Taken by", taken);
        lines.append(self.receiver.text(lang));
        lines.warnings(&self.warnings);
        if let Some(out) = &self.out {
            lines.item("保存先", "Stored in", out);
        }
        lines
    }
}
