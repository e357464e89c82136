//! `careplan status`: how the office stands.

use std::collections::BTreeMap;
use std::path::Path;

use careplan_core::Explain;
use careplan_core::envelope::{EnvelopeError, TrustFault, Use};
use careplan_core::exchange::{Office, Status};
use careplan_core::finding::Lang;
use careplan_core::number::OfficeNumber;
use careplan_core::store::{ReceivedState, SentState};
use jiff::Timestamp;
use serde::Serialize;

use super::args::StatusArgs;
use super::message::ReasonReport;
use super::{open, sync};
use crate::envelope::fault::Fault;
use crate::envelope::report::{self, Lines, Report, Said, time};
use crate::outcome::Outcome;

/// Runs the command.
pub fn run(before: Option<&Path>, args: &StatusArgs) -> Outcome {
    let style = args.own.style;
    report::finish(status(before, args, style.lang()), style)
}

fn status(before: Option<&Path>, args: &StatusArgs, lang: Lang) -> Result<StatusReport, Fault> {
    let office = open(before, &args.own)?;
    let status = office.status()?;
    let mut warnings = sync::warnings(&office, lang)?;
    warnings.extend(own_certificates(&office, lang));
    Ok(StatusReport::of(&office, &status, warnings, lang))
}

/// What is wrong with the certificate that this office signs with; a fault keeps it from sending and from receipts. That it
/// has ended is told elsewhere.
fn own_certificates(office: &Office, lang: Lang) -> Vec<Said> {
    let (Some(identities), Some(trust)) = (office.identities(), office.trust()) else {
        return Vec::new();
    };
    let signer = identities.signer(trust.now());
    let judge = |purpose| trust.check(signer.certificate(), purpose).err();
    let fault = judge(Use::Signing).or_else(|| judge(Use::Sealing));
    let is_end = |error: &EnvelopeError| {
        matches!(
            error,
            EnvelopeError::Untrusted {
                fault: TrustFault::Expired,
                ..
            }
        )
    };
    let fault = fault.filter(|error| !is_end(error));
    let own = lang.pick("この事業所の電子証明書: ", "this office's certificate: ");
    let said = fault.map(|error| Said {
        message: format!("{own}{}", error.message(lang)),
        hint: error.hint(lang),
    });
    said.into_iter().collect()
}

/// The keys are a promise to whoever reads them.
#[derive(Serialize)]
struct StatusReport {
    office: OfficeNumber,
    name: String,
    /// By state; states without any are left out.
    sent: BTreeMap<&'static str, u64>,
    received: BTreeMap<&'static str, u64>,
    #[serde(serialize_with = "crate::times::optional")]
    oldest_waiting: Option<Timestamp>,
    last_sync: Option<LastReport>,
    /// Null where it need not be renewed soon.
    #[serde(serialize_with = "crate::times::optional")]
    certificate_ends: Option<Timestamp>,
    certificate_days_left: Option<i64>,
    warnings: Vec<Said>,
    #[serde(skip)]
    sent_names: Vec<(&'static str, u64)>,
    #[serde(skip)]
    received_names: Vec<(&'static str, u64)>,
}

#[derive(Serialize)]
struct LastReport {
    #[serde(serialize_with = "crate::times::exact")]
    at: Timestamp,
    complete: bool,
    errors: u32,
    reason: Option<ReasonReport>,
    /// In the folder of downloads: what cannot be taken, and what not yet; 0 with a relay.
    refused: u32,
    unfinished: u32,
}

impl StatusReport {
    fn of(office: &Office, status: &Status, warnings: Vec<Said>, lang: Lang) -> Self {
        let sent = |(state, count): &(SentState, u64)| (state.as_str(), *count);
        let received = |(state, count): &(ReceivedState, u64)| (state.as_str(), *count);
        let last = status.last_sync.as_ref().map(|last| LastReport {
            at: last.at,
            complete: last.complete,
            errors: last.errors,
            reason: last.reason().map(|reason| ReasonReport::of(&reason, lang)),
            refused: last.refused,
            unfinished: last.unfinished,
        });
        Self {
            office: status.office,
            name: office.profile().name().to_owned(),
            sent: status.sent.iter().map(sent).collect(),
            received: status.received.iter().map(received).collect(),
            oldest_waiting: status.oldest_waiting,
            last_sync: last,
            certificate_ends: status.renewal_due.map(|due| due.not_after),
            certificate_days_left: status.renewal_due.map(|due| due.days_left),
            warnings,
            sent_names: status
                .sent
                .iter()
                .map(|(state, count)| (state.name(lang), *count))
                .collect(),
            received_names: status
                .received
                .iter()
                .map(|(state, count)| (state.name(lang), *count))
                .collect(),
        }
    }
}

impl LastReport {
    fn files(&self, lang: Lang) -> Option<String> {
        let (refused, unfinished) = (self.refused, self.unfinished);
        (refused + unfinished > 0).then(|| match lang {
            Lang::Ja => format!(
                "受信フォルダーに、取り込めないもの {refused} 組、待っているファイル {unfinished} 個があります。careplan sync で理由を確認してください。"
            ),
            Lang::En => format!(
                "in the folder of downloads: {refused} groups of files that cannot be taken, {unfinished} files left for later. careplan sync tells why."
            ),
        })
    }
}

impl StatusReport {
    /// Where to look at what ended without being taken.
    fn ended(&self, lang: Lang) -> Vec<String> {
        let ended = [SentState::Expired, SentState::Rejected, SentState::Failed];
        let some = ended.into_iter().filter_map(|state| {
            let count = self.sent.get(state.as_str()).filter(|count| **count > 0)?;
            let (name, word) = (state.name(lang), state.as_str());
            Some(match lang {
                Lang::Ja => format!("  {name} {count} 件の理由: careplan sent --state {word}"),
                Lang::En => format!("  Why {count} {name}: careplan sent --state {word}"),
            })
        });
        some.collect()
    }
}

impl Report for StatusReport {
    fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        let title = format!("{} {}", self.office, self.name);
        lines.title(&title, &title);
        for (ja, en, counts) in [
            ("送信", "Sent", &self.sent_names),
            ("受信", "Received", &self.received_names),
        ] {
            let counts: Vec<_> = counts
                .iter()
                .map(|(name, count)| format!("{name} {count}"))
                .collect();
            let none = lang.pick("なし", "nothing").to_owned();
            let counts = match counts.is_empty() {
                true => none,
                false => counts.join(lang.pick("、", ", ")),
            };
            lines.item(ja, en, counts);
        }
        if let Some(since) = self.oldest_waiting {
            lines.item("最も古い送信待ち", "Oldest waiting since", time(since));
        }
        match &self.last_sync {
            None => lines.item("最後の送受信", "Last sync", lang.pick("まだ", "never")),
            Some(last) => {
                let how = match (last.complete, last.errors) {
                    (true, 0) if last.refused > 0 => lang
                        .pick(
                            "取り込めないファイルあり",
                            "with files that cannot be taken",
                        )
                        .to_owned(),
                    (true, 0) => lang.pick("正常", "all well").to_owned(),
                    (true, errors) => {
                        lang.pick(format!("問題 {errors} 件"), format!("{errors} problems"))
                    }
                    (false, _) => lang.pick("途中で終了", "ended early").to_owned(),
                };
                let text = format!("{} {how}", time(last.at));
                lines.item("最後の送受信", "Last sync", text);
                if let Some(reason) = &last.reason {
                    lines.warning(&reason.line());
                }
                if let Some(files) = last.files(lang) {
                    lines.warning(&files);
                }
            }
        }
        for step in self.ended(lang) {
            lines.plain(&step);
        }
        lines.warnings(&self.warnings);
        lines
    }
}
