//! What stands on the pages: rows, words, steps.

use careplan_core::number::{OfficeNumber, Stamp};
use careplan_core::relay::wire::{Change, Received, Sent, State};
use jiff::Timestamp;
use uuid::Uuid;

use crate::overview::OfficeState;
use crate::text::{Moment, Side, grouped, size, stamp, state_meaning, state_name};

/// What differs between the two sides of the exchange.
#[derive(Clone, Copy)]
pub(super) struct Words {
    /// First segment of the path below the office.
    pub(super) path: &'static str,
    pub(super) list: &'static str,
    pub(super) detail: &'static str,
    pub(super) partner: &'static str,
    pub(super) since: &'static str,
}

pub(super) struct OfficeRow {
    pub(super) number: String,
    pub(super) name: String,
    pub(super) sending: String,
    pub(super) not_taken: String,
    pub(super) to_take: String,
    pub(super) waits: bool,
    pub(super) last_seen: Option<Moment>,
    pub(super) locked_until: Option<Moment>,
}

pub(super) struct StateChoice {
    pub(super) value: &'static str,
    pub(super) name: &'static str,
    pub(super) chosen: bool,
}

pub(super) struct MessageRow {
    pub(super) id: String,
    pub(super) state: &'static str,
    /// Class of the style sheet.
    pub(super) tone: &'static str,
    pub(super) partner: String,
    pub(super) partner_name: String,
    pub(super) stamp: String,
    pub(super) since: Option<Moment>,
    pub(super) size: String,
    /// It ended otherwise, but the receiver had taken it before.
    pub(super) taken_before: bool,
}

pub(super) struct Step {
    pub(super) at: Moment,
    pub(super) state: &'static str,
    pub(super) meaning: &'static str,
}

/// The other office of a message, by number and name.
pub(in crate::web) struct Partner {
    /// 事業所番号.
    pub(in crate::web) number: OfficeNumber,
    /// Empty if the directory does not know it any more.
    pub(in crate::web) name: String,
}

/// A message as one of the two sides sees it.
pub(in crate::web) trait Shown {
    /// Whose view it is.
    const SIDE: Side;
    /// What both sides know of it.
    fn facts(&self) -> Facts<'_>;
}

/// What both sides know of a message.
pub(in crate::web) struct Facts<'a> {
    id: Uuid,
    /// The other office.
    pub(in crate::web) partner: OfficeNumber,
    pub(super) cursor: u64,
    pub(super) state: State,
    stamp: Stamp,
    pub(super) size: u64,
    pub(super) sha256: &'a str,
    pub(super) expires_at: Timestamp,
    pub(super) history: &'a [Change],
    pub(super) has_receipt: bool,
}

/// The fields that both have under the same names; the partner has another one.
macro_rules! shown {
    ($message:ty, $side:expr, $partner:ident, $has_receipt:expr) => {
        impl Shown for $message {
            const SIDE: Side = $side;

            fn facts(&self) -> Facts<'_> {
                Facts {
                    id: self.id,
                    partner: self.$partner,
                    cursor: self.cursor,
                    state: self.state,
                    stamp: self.stamp,
                    size: self.size,
                    sha256: &self.sha256,
                    expires_at: self.expires_at,
                    history: &self.history,
                    has_receipt: $has_receipt(self),
                }
            }
        }
    };
}
shown!(Sent, Side::Sent, receiver, |it: &Sent| it.receipt.is_some());
shown!(Received, Side::Received, sender, |_| false);

impl MessageRow {
    pub(super) fn new(side: Side, facts: &Facts<'_>, partner: Partner) -> Self {
        Self {
            id: facts.id.to_string(),
            state: state_name(side, facts.state),
            tone: tone(facts.state),
            partner: partner.number.to_string(),
            partner_name: partner.name,
            stamp: stamp(facts.stamp),
            since: facts.history.first().map(|change| change.at.into()),
            size: size(facts.size),
            taken_before: facts.has_receipt && facts.state != State::Taken,
        }
    }
}

impl Words {
    pub(super) fn of(side: Side) -> Self {
        match side {
            Side::Sent => Self {
                path: "sent",
                list: "送信済一覧",
                detail: "送信済データ詳細",
                partner: "送信先",
                since: "送信日時",
            },
            Side::Received => Self {
                path: "received",
                list: "受信一覧",
                detail: "受信データ詳細",
                partner: "送信元",
                since: "受信日時",
            },
        }
    }
}

impl OfficeRow {
    pub(super) fn new(office: &OfficeState) -> Self {
        Self {
            number: office.number.to_string(),
            name: office.name.clone(),
            sending: grouped(office.sending),
            not_taken: grouped(office.not_taken),
            to_take: grouped(office.to_take),
            waits: office.to_take > 0,
            last_seen: office.last_seen.map(Moment::from),
            locked_until: office.locked_until.map(Moment::from),
        }
    }
}

impl StateChoice {
    pub(super) fn all(side: Side, chosen: Option<State>) -> Vec<Self> {
        // A receiver sees nothing of a message before it is complete.
        let states = State::ALL.iter().filter(|state| {
            side == Side::Sent || !matches!(state, State::Announced | State::Uploading)
        });
        states
            .map(|&state| Self {
                value: state.as_str(),
                name: state_name(side, state),
                chosen: chosen == Some(state),
            })
            .collect()
    }
}

impl Step {
    pub(super) fn new(side: Side, change: &Change) -> Self {
        Self {
            at: change.at.into(),
            state: state_name(side, change.state),
            meaning: state_meaning(side, change.state),
        }
    }
}

fn tone(state: State) -> &'static str {
    match state {
        State::Announced | State::Uploading | State::Unknown => "going",
        State::Available => "waiting",
        State::Taken => "done",
        State::Withdrawn => "off",
        State::Expired | State::Rejected => "failed",
    }
}
