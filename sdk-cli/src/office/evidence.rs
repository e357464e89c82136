//! `careplan evidence`: proof that a message was sent and taken.

use std::path::Path;

use careplan_core::envelope::{AnyManifest, Evidence, verify_evidence};
use careplan_core::finding::Lang;
use careplan_core::store::SentState;

use super::args::EvidenceArgs;
use super::{id, open};
use crate::envelope::evidence::EvidenceReport;
use crate::envelope::fault::Fault;
use crate::envelope::report;
use crate::envelope::staging::NewFile;
use crate::outcome::Outcome;
use crate::progress;

/// Runs the command.
pub fn run(before: Option<&Path>, args: &EvidenceArgs) -> Outcome {
    let style = args.own.style;
    report::finish(make(before, args, style.lang()), style)
}

fn make(before: Option<&Path>, args: &EvidenceArgs, lang: Lang) -> Result<EvidenceReport, Fault> {
    NewFile::check(&args.out, false)?;
    let office = open(before, &args.own)?;
    let id = id::sent(&office, &args.id)?;
    let trust = office.trust().ok_or_else(no_papers)?;
    check_taken(office.sent_entry(id)?.state)?;
    let waiting = progress::spinner(lang.pick("証跡を作っています", "making the evidence"));
    let evidence = office.export_evidence(id)?;
    let verified: Evidence<AnyManifest> = verify_evidence(trust, &evidence)?;
    let mut out = NewFile::create(&args.out, false)?.private()?;
    out.write(&evidence)?;
    out.place()?;
    waiting.finish_and_clear();
    Ok(EvidenceReport::of(&verified, Some(&args.out), false, lang))
}

/// The receipt is half of the proof.
fn check_taken(state: SentState) -> Result<(), Fault> {
    if state == SentState::Taken {
        return Ok(());
    }
    let (ja, en) = (state.name(Lang::Ja), state.name(Lang::En));
    Err(Fault::refused(
        format!(
            "このデータは「{ja}」で、受領証がないため、証跡は作れません。\n相手が受け取った後に careplan sync を実行し、careplan sent で「受領済」になってから作ってください。"
        ),
        format!(
            "the message is {en} and has no receipt, so there is no evidence.\nMake it once careplan sent says that it is taken, after a careplan sync."
        ),
    ))
}

/// Whoever uses folders has no receipts.
fn no_papers() -> Fault {
    Fault::refused(
        "フォルダーで受け渡す事業所には受領証がないため、証跡は作れません。\n送信の記録は careplan sent と careplan log で確認できます。",
        "an office that uses folders gets no receipts, so there is no evidence.\ncareplan sent and careplan log show what was handed over.",
    )
}
