//! Messages for this office as they are told: rows of lists, and one message with everything about it.

use careplan_core::exchange::ReceivedMessage;
use careplan_core::finding::Lang;
use careplan_core::number::OfficeNumber;
use careplan_core::store::ReceivedState;
use jiff::Timestamp;
use serde::Serialize;

use super::id;
use super::list::Row;
use super::message::{ReasonReport, StepReport, Words, about, kept, stamp_text, steps, told};
use crate::envelope::report::{Lines, Report, Said};

/// A message for this office in a list.
#[derive(Serialize)]
pub(super) struct ReceivedRow {
    id: String,
    sender: OfficeNumber,
    /// From the cover; null where it cannot be opened.
    sender_kind: Option<String>,
    set: Option<&'static str>,
    month: Option<String>,
    stamp: String,
    state: &'static str,
    #[serde(rename = "final")]
    is_final: bool,
    #[serde(serialize_with = "crate::times::optional")]
    since: Option<Timestamp>,
    reason: Option<ReasonReport>,
    #[serde(serialize_with = "crate::times::optional")]
    next_attempt: Option<Timestamp>,
    size: u64,
    content_kept: bool,
    cover_error: Option<Said>,
    #[serde(skip)]
    cells: [String; 5],
}

impl ReceivedRow {
    pub(super) fn of(message: &ReceivedMessage, lang: Lang) -> Self {
        let set = message.set();
        let stamp = message.stamp.to_string();
        let cells = [
            id::short(message.id),
            stamp_text(&stamp),
            message.sender.to_string(),
            set.map_or("-", |set| lang.pick(set.name_ja(), set.ident()))
                .to_owned(),
            message.state.name(lang).to_owned(),
        ];
        let cover = message.cover.as_ref();
        Self {
            id: message.id.to_string(),
            sender: message.sender,
            sender_kind: cover.ok().map(|cover| cover.sender.kind.to_string()),
            set: set.map(|set| set.ident()),
            month: message.month.map(|month| month.to_string()),
            stamp,
            state: message.state.as_str(),
            is_final: message.state.is_final(),
            since: message.since(),
            reason: message
                .reason
                .as_ref()
                .map(|reason| ReasonReport::of(reason, lang)),
            next_attempt: message.next_attempt,
            size: message.size,
            content_kept: message.content_kept,
            cover_error: cover.err().map(|error| Said::of(error, lang)),
            cells,
        }
    }
}

impl Row<5> for ReceivedRow {
    const HEADS: ([&'static str; 5], [&'static str; 5]) = (
        ["番号", "作成日時", "送信元", "セット", "状態"],
        ["id", "stamp", "from", "set", "state"],
    );
    const GIVES_WAY: usize = 3;

    fn cells(&self, _: Lang) -> [String; 5] {
        self.cells.clone()
    }

    fn note(&self) -> Option<String> {
        let of_cover = |error: &Said| format!("{} {}", error.message, error.hint);
        let reason = self.reason.as_ref().map(ReasonReport::line);
        let cover = self.cover_error.as_ref().map(of_cover);
        match (reason, cover) {
            (Some(reason), Some(cover)) if reason != cover => Some(format!("{reason}\n{cover}")),
            (reason, cover) => reason.or(cover),
        }
    }
}

/// A message that came, with everything about it.
#[derive(Serialize)]
pub(super) struct ReceivedReport {
    #[serde(flatten)]
    row: ReceivedRow,
    #[serde(flatten)]
    words: Words,
    history: Vec<StepReport>,
    #[serde(skip)]
    set_name: &'static str,
    #[serde(skip)]
    state_name: String,
}

impl ReceivedReport {
    pub(super) fn of(message: &ReceivedMessage, lang: Lang) -> Self {
        let set = message.set();
        Self {
            row: ReceivedRow::of(message, lang),
            words: Words::of(&message.cover),
            history: StepReport::all(&message.history, ReceivedState::as_str, |state| {
                state.name(lang)
            }),
            set_name: set.map_or("-", |set| lang.pick(set.name_ja(), set.ident())),
            state_name: message.state.name(lang).to_owned(),
        }
    }
}

impl Report for ReceivedReport {
    fn text(&self, lang: Lang) -> Lines {
        let row = &self.row;
        let mut lines = Lines::new(lang);
        lines.title("受信データ", "Received message");
        lines.item("番号", "Id", &row.id);
        let kind = row.sender_kind.iter().map(|kind| format!(" ({kind})"));
        let sender = format!("{}{}", row.sender, kind.collect::<String>());
        lines.item("送信元", "Sender", sender);
        about(&mut lines, self.set_name, row.month.as_deref(), &row.stamp);
        self.words.text(&mut lines);
        if let Some(error) = &row.cover_error {
            lines.warning(&format!("{} {}", error.message, error.hint));
        }
        lines.item("状態", "State", &self.state_name);
        told(&mut lines, row.reason.as_ref(), row.next_attempt);
        steps(&mut lines, &self.history, lang);
        kept(&mut lines, row.content_kept, lang);
        lines
    }
}
