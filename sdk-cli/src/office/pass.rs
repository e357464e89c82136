//! What a pass of `careplan sync` did, and how it is told.

use std::sync::{Arc, Mutex, PoisonError};

use careplan_core::exchange::{Event, Office, Reason, SyncProblem, SyncReport};
use careplan_core::finding::Lang;
use careplan_core::number::OfficeNumber;
use careplan_core::store::{EventChange, ReceivedState, SentState};
use careplan_core::{Control, Explain};
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use super::folder_files::{RefusedReport, UnfinishedReport};
use super::message::ReasonReport;
use super::{id, sync};
use crate::envelope::fault::{self, Fault};
use crate::envelope::report::{Lines, Report, Said};
use crate::outcome::Outcome;
use crate::times;

/// So many messages of one problem are named for people.
const NAMED: usize = 5;

/// Runs one pass.
pub(super) fn run(office: &Office, lang: Lang) -> Result<PassReport, Fault> {
    let events = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&events);
    office.set_event_handler(Some(Box::new(move |event: &Event| {
        let mut events = noted.lock().unwrap_or_else(PoisonError::into_inner);
        events.push(event.clone());
    })))?;
    let report = office.sync(&Control::default());
    office.set_event_handler(None)?;
    let events = events.lock().unwrap_or_else(PoisonError::into_inner);
    PassReport::of(office, &report, &events, lang)
}

/// What a pass did. The keys are a promise to whoever reads them.
#[derive(Serialize)]
pub(super) struct PassReport {
    complete: bool,
    sent: u32,
    taken: u32,
    withdrawn: u32,
    ended: u32,
    handed_over: u32,
    offered: u32,
    fetched: u32,
    receipts: u32,
    rejections: u32,
    refused: Vec<RefusedReport>,
    unfinished: Vec<UnfinishedReport>,
    errors: Vec<ProblemReport>,
    error_count: u32,
    #[serde(serialize_with = "times::optional")]
    next: Option<Timestamp>,
    warnings: Vec<Said>,
    /// Messages that ended in this pass without being taken.
    ended_messages: Vec<EndedReport>,
    /// Something waits to be taken.
    #[serde(skip)]
    to_take: bool,
    #[serde(skip)]
    outcome: Outcome,
}

/// Something that did not go well.
#[derive(Serialize)]
struct ProblemReport {
    id: Option<Uuid>,
    /// The other office of the message.
    partner: Option<OfficeNumber>,
    code: &'static str,
    message: String,
    hint: String,
}

/// A message that ended, and why.
#[derive(Serialize)]
pub(super) struct EndedReport {
    id: Uuid,
    partner: OfficeNumber,
    direction: &'static str,
    state: &'static str,
    pub(super) reason: Option<ReasonReport>,
    #[serde(skip)]
    name: &'static str,
}

impl PassReport {
    fn of(
        office: &Office,
        report: &SyncReport,
        events: &[Event],
        lang: Lang,
    ) -> Result<Self, Fault> {
        let problem = |problem: &SyncProblem| ProblemReport {
            id: problem.message,
            partner: problem.message.and_then(|id| partner(office, id)),
            code: problem.code(),
            message: problem.error.message(lang),
            hint: problem.error.hint(lang),
        };
        let ended_messages: Vec<_> = events
            .iter()
            .filter_map(|event| ended(office, event, lang))
            .collect();
        let has_ended = |id: Option<Uuid>| {
            let mut ended = ended_messages.iter();
            id.is_some_and(|id| ended.any(|message| message.id == id))
        };
        let of_problem = |problem: &SyncProblem| match has_ended(problem.message) {
            // It came to its end; nothing needs to be tried again.
            true => Outcome::Errors,
            false => fault::outcome_of_exchange(&problem.error),
        };
        let worst = report.errors.iter().map(of_problem).max();
        let to_take = report.fetched + report.offered > 0 && {
            let status = office.status()?;
            let open = [
                ReceivedState::Offered,
                ReceivedState::Fetched,
                ReceivedState::Handed,
            ];
            open.iter().any(|state| status.received_in(*state) > 0)
        };
        let outcome = match () {
            () if !report.complete => Outcome::Failed,
            () if report.ended > 0 || !report.refused.is_empty() => Outcome::Errors,
            () => Outcome::Fine,
        };
        Ok(Self {
            complete: report.complete,
            sent: report.sent,
            taken: report.taken,
            withdrawn: report.withdrawn,
            ended: report.ended,
            handed_over: report.handed_over,
            offered: report.offered,
            fetched: report.fetched,
            receipts: report.receipts,
            rejections: report.rejections,
            refused: RefusedReport::all(&report.refused, lang),
            unfinished: UnfinishedReport::all(&report.unfinished, lang),
            errors: report.errors.iter().map(problem).collect(),
            error_count: report.error_count,
            next: report.next,
            warnings: sync::warnings(office, lang)?,
            ended_messages,
            to_take,
            outcome: outcome.max(worst.unwrap_or(Outcome::Fine)),
        })
    }

    fn counts(&self) -> [(&'static str, &'static str, u32); 9] {
        [
            ("送信", "sent", self.sent),
            ("フォルダーへの出力", "written for upload", self.handed_over),
            ("相手の受領を確認", "taken by partners", self.taken),
            ("取消", "withdrawn", self.withdrawn),
            (
                "送信が終了（期限切れ・拒否・失敗）",
                "ended (expired, rejected, failed)",
                self.ended,
            ),
            ("新着", "new", self.offered),
            ("中身の受信", "contents received", self.fetched),
            ("受領証の送信", "receipts handed in", self.receipts),
            ("受取拒否の送信", "rejections handed in", self.rejections),
        ]
    }

    fn title(&self) -> (&'static str, &'static str) {
        let nothing = self.counts().iter().all(|(.., count)| *count == 0);
        match (self.complete, self.error_count > 0, nothing) {
            (false, ..) => (
                "途中で終わりました。続きは次の sync で行われます（失われたものはありません）。",
                "Ended early; the next sync goes on, and nothing is lost.",
            ),
            (true, true, true) => (
                "送受信できなかったものがあります（失われたものはありません）。",
                "Something did not go through; nothing is lost.",
            ),
            (true, true, false) => (
                "送受信しましたが、できなかったものがあります（失われたものはありません）。",
                "Sent and received, but something did not go through; nothing is lost.",
            ),
            _ if !self.refused.is_empty() => (
                "送受信しました。取り込めないファイルがあります。",
                "Sent and received; there are files that cannot be taken.",
            ),
            _ if !self.unfinished.is_empty() && nothing => (
                "送受信しました。まだ取り込めないファイルがあります。",
                "Sent and received; there are files that cannot be taken yet.",
            ),
            (true, false, true) => ("送受信しました。変化はありません。", "Nothing new."),
            (true, false, false) => ("送受信しました。", "Sent and received."),
        }
    }

    /// Equal problems once, with the messages that they are about.
    fn problems(&self, lang: Lang) -> Vec<String> {
        let mut groups: Vec<(&ProblemReport, Vec<&ProblemReport>)> = Vec::new();
        for problem in &self.errors {
            let same = |(first, _): &&mut (&ProblemReport, _)| {
                (&first.message, &first.hint) == (&problem.message, &problem.hint)
            };
            match groups.iter_mut().find(same) {
                Some((_, all)) => all.push(problem),
                None => groups.push((problem, vec![problem])),
            }
        }
        let line = |(first, all): &(&ProblemReport, Vec<&ProblemReport>)| {
            let named: Vec<_> = all.iter().filter_map(|problem| problem.name()).collect();
            let count = match all.len() {
                1 => String::new(),
                count => lang.pick(format!("{count} 件: "), format!("{count} times: ")),
            };
            let mut line = format!("{count}{}\n{}", first.message, first.hint);
            if !named.is_empty() {
                let more = if named.len() > NAMED { " …" } else { "" };
                let named = named[..named.len().min(NAMED)].join(lang.pick("、", ", "));
                line = match all.len() {
                    1 => format!("{named} {line}"),
                    _ => format!("{line}\n{named}{more}"),
                };
            }
            line
        };
        groups.iter().map(line).collect()
    }
}

impl ProblemReport {
    fn name(&self) -> Option<String> {
        let id = id::short(self.id?);
        let partner = self.partner.map(|partner| format!(" {partner}"));
        Some(id + &partner.unwrap_or_default())
    }
}

impl EndedReport {
    fn line(&self, lang: Lang) -> String {
        let (id, partner) = (id::short(self.id), self.partner);
        let way = match self.direction {
            "sent" => lang.pick("送信", "sent"),
            _ => lang.pick("受信", "received"),
        };
        let why = self.reason.as_ref().map(ReasonReport::line);
        format!(
            "{id} {partner} {way} {}\n{}",
            self.name,
            why.unwrap_or_default()
        )
    }
}

pub(super) fn ended(office: &Office, event: &Event, lang: Lang) -> Option<EndedReport> {
    let reason = |reason: &Option<Reason>| {
        let reason = reason.as_ref();
        reason.map(|reason| ReasonReport::of(reason, lang))
    };
    let id = event.message;
    match event.change {
        EventChange::Sent(
            state @ (SentState::Expired | SentState::Rejected | SentState::Failed),
        ) => {
            let message = office.sent_entry(id).ok()?;
            Some(EndedReport {
                id,
                partner: message.receiver.number,
                direction: "sent",
                state: state.as_str(),
                reason: reason(&message.reason),
                name: state.name(lang),
            })
        }
        EventChange::Received(state @ (ReceivedState::Expired | ReceivedState::Withdrawn)) => {
            let message = office.received_entry(id).ok()?;
            Some(EndedReport {
                id,
                partner: message.sender,
                direction: "received",
                state: state.as_str(),
                reason: reason(&message.reason),
                name: state.name(lang),
            })
        }
        _ => None,
    }
}

fn partner(office: &Office, id: Uuid) -> Option<OfficeNumber> {
    let sent = office.sent_entry(id).ok();
    let sent = sent.map(|message| message.receiver.number);
    sent.or_else(|| Some(office.received_entry(id).ok()?.sender))
}

impl Report for PassReport {
    fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        let (ja, en) = self.title();
        lines.title(ja, en);
        for (ja, en, count) in self.counts() {
            if count > 0 {
                lines.item(ja, en, count.to_string());
            }
        }
        for ended in &self.ended_messages {
            lines.warning(&ended.line(lang));
        }
        for problem in self.problems(lang) {
            lines.warning(&problem);
        }
        let more = (self.error_count as usize).saturating_sub(self.errors.len());
        if more > 0 {
            lines.warning(&lang.pick(format!("ほか {more} 件"), format!("and {more} more")));
        }
        for line in self.refused.iter().flat_map(RefusedReport::lines) {
            lines.warning(&line);
        }
        for UnfinishedReport { file, why } in &self.unfinished {
            lines.item("後で", "Later", format!("{file}: {why}"));
        }
        next_steps(&mut lines, self, lang);
        lines.warnings(&self.warnings);
        lines
    }

    fn outcome(&self) -> Outcome {
        self.outcome
    }
}

fn next_steps(lines: &mut Lines, pass: &PassReport, lang: Lang) {
    let mut states: Vec<_> = pass
        .ended_messages
        .iter()
        .filter(|ended| ended.direction == "sent")
        .map(|ended| ended.state)
        .collect();
    states.sort_unstable();
    states.dedup();
    for state in states {
        lines.plain(&lang.pick(
            format!("終わったものの一覧: careplan sent --state {state}"),
            format!("What ended: careplan sent --state {state}"),
        ));
    }
    if pass.to_take {
        lines.plain(lang.pick(
            "届いたものは careplan inbox で確認し、careplan take で保存します。",
            "careplan inbox shows what came, careplan take stores it.",
        ));
    }
}
