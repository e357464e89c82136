//! `careplan ack`, `reject`, `withdraw`: words about one message, which the next `sync` tells.

use std::path::Path;

use careplan_core::exchange::Office;
use careplan_core::finding::Lang;
use careplan_core::store::{ReceivedState, SentState};
use serde::Serialize;
use uuid::Uuid;

use super::args::{AckArgs, RejectArgs, WithdrawArgs};
use super::{id, open};
use crate::envelope::fault::Fault;
use crate::envelope::report::{self, Lines, Report};
use crate::outcome::Outcome;
use crate::output;

/// Runs `ack`.
pub fn ack(before: Option<&Path>, args: &AckArgs) -> Outcome {
    let style = args.own.style;
    let lang = style.lang();
    let office = match open(before, &args.own) {
        Ok(office) => office,
        Err(fault) => {
            output::complain(fault.describe(lang));
            return fault.outcome();
        }
    };
    let one = |given: &String| report::finish(ack_one(&office, given, lang), style);
    args.ids.iter().map(one).max().unwrap_or(Outcome::Fine)
}

fn ack_one(office: &Office, given: &str, lang: Lang) -> Result<Answer, Fault> {
    let id = id::received(office, given)?;
    office.acknowledge(id)?;
    received(office, id, lang, Done::Acknowledged)
}

/// Runs `reject`.
pub fn reject(before: Option<&Path>, args: &RejectArgs) -> Outcome {
    let style = args.own.style;
    let refuse = || {
        let office = open(before, &args.own)?;
        let id = id::received(&office, &args.id)?;
        office.reject(id, args.reason.into())?;
        received(&office, id, style.lang(), Done::Rejected)
    };
    report::finish(refuse(), style)
}

/// Runs `withdraw`.
pub fn withdraw(before: Option<&Path>, args: &WithdrawArgs) -> Outcome {
    let style = args.own.style;
    report::finish(take_back(before, args, style.lang()), style)
}

fn take_back(before: Option<&Path>, args: &WithdrawArgs, lang: Lang) -> Result<Answer, Fault> {
    let office = open(before, &args.own)?;
    let id = id::sent(&office, &args.id)?;
    office.withdraw(id)?;
    let message = office.sent_entry(id)?;
    Ok(Answer {
        id: id.to_string(),
        state: message.state.as_str(),
        delivered: message.state == SentState::Withdrawn,
        name: message.state.name(lang),
        done: Done::Withdrawn,
    })
}

fn received(office: &Office, id: Uuid, lang: Lang, done: Done) -> Result<Answer, Fault> {
    let message = office.received_entry(id)?;
    let ended = [ReceivedState::Taken, ReceivedState::Rejected];
    Ok(Answer {
        id: id.to_string(),
        state: message.state.as_str(),
        delivered: ended.contains(&message.state),
        name: message.state.name(lang),
        done,
    })
}

/// What was noted. The keys are a promise to whoever reads them.
#[derive(Serialize)]
struct Answer {
    id: String,
    state: &'static str,
    /// False where the next `sync` tells the other side.
    delivered: bool,
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    done: Done,
}

#[derive(Clone, Copy)]
enum Done {
    Acknowledged,
    Rejected,
    Withdrawn,
}

impl Report for Answer {
    fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        match self.done {
            Done::Acknowledged => lines.title("受領を確定しました。", "Acknowledged."),
            Done::Rejected => lines.title("受け取りを断りました。", "Rejected."),
            Done::Withdrawn if self.delivered => lines.title("取り消しました。", "Withdrawn."),
            Done::Withdrawn => lines.title("取消を受け付けました。", "To be withdrawn."),
        }
        lines.item("番号", "Id", &self.id);
        lines.item("状態", "State", self.name);
        if !self.delivered {
            lines.plain(lang.pick(
                "相手には、次の careplan sync で伝わります。",
                "The other side is told with the next careplan sync.",
            ));
        }
        lines
    }
}
