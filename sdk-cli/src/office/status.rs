//! `careplan status`: how the office stands.

use std::collections::BTreeMap;
use std::path::Path;

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
    let warnings = sync::warnings(&office, lang)?;
    Ok(StatusReport::of(&office, &status, warnings, lang))
}

/// The keys are a promise to whoever reads them.
#[derive(Serialize)]
struct StatusReport {
    office: OfficeNumber,
    name: String,
    /// By state; states without any are left out.
    sent: BTreeMap<&'static str, u64>,
    received: BTreeMap<&'static str, u64>,
    oldest_waiting: Option<Timestamp>,
    last_sync: Option<LastReport>,
    /// Null where it need not be renewed soon.
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
    at: Timestamp,
    complete: bool,
    errors: u32,
    reason: Option<ReasonReport>,
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
                    (true, 0) => lang.pick("正常".to_owned(), "all well".to_owned()),
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
            }
        }
        lines.warnings(&self.warnings);
        lines
    }
}
