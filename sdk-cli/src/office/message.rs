//! Sent messages as they are told: rows of lists, and one message with everything about it; and what received ones are told
//! with as well.

use careplan_core::envelope::EnvelopeError;
use careplan_core::exchange::{Reason, SentDetail, SentMessage};
use careplan_core::finding::Lang;
use careplan_core::message::{Cover, FileEntry};
use careplan_core::number::OfficeNumber;
use careplan_core::store::{SentState, Step};
use careplan_core::{Explain, Explanation};
use jiff::Timestamp;
use serde::Serialize;

use super::id;
use super::list::Row;
use crate::envelope::fault::Fault;
use crate::envelope::report::{FileReport, Lines, Report, Said, SignerReport, time};

/// Why something is as it is. The keys of the structs here are a promise to whoever reads them.
#[derive(Serialize)]
pub(super) struct ReasonReport {
    code: String,
    message: String,
    hint: String,
}

impl ReasonReport {
    pub(super) fn of(reason: &Reason, lang: Lang) -> Self {
        Self {
            code: reason.code().to_owned(),
            message: reason.message(lang),
            hint: reason.hint(lang).to_owned(),
        }
    }

    /// Why a step failed.
    pub(super) fn of_fault(fault: &Fault, lang: Lang) -> Self {
        let said = fault.describe(lang);
        let (message, hint) = said.split_once('\n').unwrap_or((&said, ""));
        Self {
            code: fault.code().to_owned(),
            message: message.to_owned(),
            hint: hint.to_owned(),
        }
    }

    /// In one line.
    pub(super) fn line(&self) -> String {
        format!("{} {}", self.message, self.hint)
    }
}

/// A sent message in a list.
#[derive(Serialize)]
pub(super) struct SentRow {
    id: String,
    sender: OfficeNumber,
    sender_kind: String,
    receiver: OfficeNumber,
    receiver_kind: String,
    set: &'static str,
    month: Option<String>,
    stamp: String,
    state: &'static str,
    #[serde(rename = "final")]
    is_final: bool,
    #[serde(serialize_with = "crate::times::exact")]
    since: Timestamp,
    #[serde(serialize_with = "crate::times::exact")]
    created_at: Timestamp,
    reason: Option<ReasonReport>,
    #[serde(serialize_with = "crate::times::optional")]
    next_attempt: Option<Timestamp>,
    withdrawing: bool,
    /// By the receiver's own receipt.
    #[serde(serialize_with = "crate::times::optional")]
    taken_at: Option<Timestamp>,
    size: u64,
    content_kept: bool,
    #[serde(skip)]
    cells: [String; 6],
}

impl SentRow {
    pub(super) fn of(message: &SentMessage, lang: Lang) -> Self {
        let taken_at = message.taken().map(|(at, _)| at);
        let month = message.month.map(|month| month.to_string());
        let cells = [
            id::short(message.id),
            day(message.created_at),
            message.receiver.number.to_string(),
            month.clone().unwrap_or_default(),
            lang.pick(message.set.name_ja(), message.set.ident())
                .to_owned(),
            state_of(message, taken_at, lang),
        ];
        Self {
            id: message.id.to_string(),
            sender: message.sender.number,
            sender_kind: message.sender.kind.to_string(),
            receiver: message.receiver.number,
            receiver_kind: message.receiver.kind.to_string(),
            set: message.set.ident(),
            month,
            stamp: message.stamp.to_string(),
            state: message.state.as_str(),
            is_final: message.state.is_final(),
            since: message.since(),
            created_at: message.created_at,
            reason: message
                .reason
                .as_ref()
                .map(|reason| ReasonReport::of(reason, lang)),
            next_attempt: message.next_attempt,
            withdrawing: message.withdrawing,
            taken_at,
            size: message.size,
            content_kept: message.content_kept,
            cells,
        }
    }
}

impl Row<6> for SentRow {
    const HEADS: ([&'static str; 6], [&'static str; 6]) = (
        ["番号", "登録日", "送信先", "対象月", "セット", "状態"],
        ["id", "put in", "to", "month", "set", "state"],
    );
    const GIVES_WAY: usize = 4;

    fn cells(&self, _: Lang) -> [String; 6] {
        self.cells.clone()
    }

    fn note(&self) -> Option<String> {
        self.reason.as_ref().map(ReasonReport::line)
    }
}

/// The state; of a message that was taken with the day, of one that is to be withdrawn with that.
fn state_of(message: &SentMessage, taken_at: Option<Timestamp>, lang: Lang) -> String {
    let name = message.state.name(lang);
    match (message.state, taken_at) {
        (SentState::Taken, Some(at)) => format!("{name} {}", day(at)),
        _ if message.withdrawing => format!("{name} {}", lang.pick("→取消", "→withdraw")),
        _ => name.to_owned(),
    }
}

/// A message that was sent, with everything about it.
#[derive(Serialize)]
pub(super) struct SentReport {
    #[serde(flatten)]
    row: SentRow,
    #[serde(flatten)]
    words: Words,
    history: Vec<StepReport>,
    receipt: Option<SignerReport>,
    receipt_error: Option<Said>,
    #[serde(skip)]
    set_name: &'static str,
    #[serde(skip)]
    state_name: String,
}

impl SentReport {
    pub(super) fn of(detail: &SentDetail, lang: Lang) -> Self {
        let message = &detail.message;
        let (receipt, receipt_error) = match &message.receipt {
            Some(Ok(verified)) => (Some(SignerReport::of(&verified.signer, lang)), None),
            _ => (
                None,
                message.receipt_problem().map(|problem| said(problem, lang)),
            ),
        };
        Self {
            row: SentRow::of(message, lang),
            words: Words::of(&detail.cover),
            history: StepReport::all(&message.history, SentState::as_str, |state| {
                state.name(lang)
            }),
            receipt,
            receipt_error,
            set_name: lang.pick(message.set.name_ja(), message.set.ident()),
            state_name: message.state.name(lang).to_owned(),
        }
    }
}

impl Report for SentReport {
    fn text(&self, lang: Lang) -> Lines {
        let row = &self.row;
        let mut lines = Lines::new(lang);
        lines.title("送信データ", "Sent message");
        lines.item("番号", "Id", &row.id);
        let sender = format!("{} ({})", row.sender, row.sender_kind);
        lines.item("送信元", "Sender", sender);
        let receiver = format!("{} ({})", row.receiver, row.receiver_kind);
        lines.item("送信先", "Receiver", receiver);
        about(&mut lines, self.set_name, row.month.as_deref(), &row.stamp);
        self.words.text(&mut lines);
        lines.item("状態", "State", &self.state_name);
        if row.withdrawing {
            let ja = "待っています（中継サーバーに伝えるのは次の sync）";
            let en = "wanted; the relay is told at the next sync";
            lines.item("取消", "Withdrawal", lang.pick(ja, en));
        }
        told(&mut lines, row.reason.as_ref(), row.next_attempt);
        steps(&mut lines, &self.history, lang);
        if let (Some(signer), Some(at)) = (&self.receipt, row.taken_at) {
            let who = format!("{} {}", signer.office, time(at));
            lines.item("受領証", "Receipt", who);
            lines.warnings(&signer.warnings);
        }
        if let Some(error) = &self.receipt_error {
            let text = format!("{} {}", error.message, error.hint);
            lines.item("受領証", "Receipt", text);
        }
        kept(&mut lines, row.content_kept, lang);
        lines
    }
}

/// What the cover says; empty where it cannot be opened.
#[derive(Serialize, Default)]
pub(super) struct Words {
    subject: Option<String>,
    text: Option<String>,
    files: Vec<FileReport>,
}

impl Words {
    pub(super) fn of(cover: &Result<Cover, EnvelopeError>) -> Self {
        let Ok(cover) = cover else {
            return Self::default();
        };
        Self {
            subject: Some(cover.subject.clone()),
            text: Some(cover.text.clone()),
            files: files(&cover.files),
        }
    }

    pub(super) fn text(&self, lines: &mut Lines) {
        let words = [
            ("件名", "Subject", &self.subject),
            ("本文", "Text", &self.text),
        ];
        for (ja, en, words) in words {
            if let Some(words) = words.as_ref().filter(|words| !words.is_empty()) {
                lines.item(ja, en, words);
            }
        }
        if !self.files.is_empty() {
            lines.files(&self.files);
        }
    }
}

pub(super) fn files(files: &[FileEntry]) -> Vec<FileReport> {
    let of = |file: &FileEntry| FileReport {
        name: file.name.clone(),
        size: file.size,
        sha256: file.sha256.clone(),
    };
    files.iter().map(of).collect()
}

fn said(explanation: Explanation, lang: Lang) -> Said {
    Said {
        message: lang.pick(explanation.ja, explanation.en),
        hint: lang
            .pick(explanation.hint_ja, explanation.hint_en)
            .to_owned(),
    }
}

#[derive(Serialize)]
pub(super) struct StepReport {
    state: &'static str,
    #[serde(serialize_with = "crate::times::exact")]
    at: Timestamp,
    #[serde(skip)]
    name: &'static str,
}

impl StepReport {
    pub(super) fn all<S: Copy>(
        steps: &[Step<S>],
        word: impl Fn(S) -> &'static str,
        name: impl Fn(S) -> &'static str,
    ) -> Vec<Self> {
        let of = |step: &Step<S>| Self {
            state: word(step.state),
            at: step.at,
            name: name(step.state),
        };
        steps.iter().map(of).collect()
    }
}

pub(super) fn about(lines: &mut Lines, set: &str, month: Option<&str>, stamp: &str) {
    lines.item("セット", "Set", set);
    if let Some(month) = month {
        lines.item("対象年月", "Month", month);
    }
    lines.item("作成日時", "Stamp", stamp_text(stamp));
}

pub(super) fn told(lines: &mut Lines, reason: Option<&ReasonReport>, next: Option<Timestamp>) {
    if let Some(reason) = reason {
        lines.warning(&reason.line());
    }
    if let Some(next) = next {
        lines.item("次に試す時刻", "Next attempt", time(next));
    }
}

pub(super) fn steps(lines: &mut Lines, history: &[StepReport], lang: Lang) {
    lines.plain(lang.pick("  経過:", "  History:"));
    for step in history {
        lines.plain(&format!("    {}  {}", time(step.at), step.name));
    }
}

pub(super) fn kept(lines: &mut Lines, kept: bool, lang: Lang) {
    if !kept {
        let (ja, en) = (
            "このパソコンにはありません",
            "no longer, or not yet, on this machine",
        );
        lines.item("中身", "Content", lang.pick(ja, en));
    }
}

/// 20260926093000 as people read it.
pub(super) fn stamp_text(stamp: &str) -> String {
    match (stamp.len(), stamp.is_ascii()) {
        (14, true) => format!(
            "{}-{}-{} {}:{}",
            &stamp[..4],
            &stamp[4..6],
            &stamp[6..8],
            &stamp[8..10],
            &stamp[10..12]
        ),
        _ => stamp.to_owned(),
    }
}

/// The day in Japan.
pub(super) fn day(at: Timestamp) -> String {
    time(at).chars().take(10).collect()
}

/// What went wrong, for a program.
pub(super) fn error(code: &str, error: &impl Explain, lang: Lang) -> ReasonReport {
    ReasonReport {
        code: code.to_owned(),
        message: error.message(lang),
        hint: error.hint(lang),
    }
}
