//! What an operator sees of a relay at a glance: offices and messages counted, never their content.

use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::State;
use jiff::Timestamp;
use serde::Serialize;

/// A relay in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overview {
    /// Offices in the directory.
    pub offices: u64,
    /// Offices whose account is locked now.
    pub locked: u64,
    /// Messages of every state, in the order of [`State::ALL`].
    pub messages: Vec<StateCount>,
    /// Since when the message has waited that has waited longest for its receiver.
    pub oldest_waiting: Option<Timestamp>,
}

impl Overview {
    /// How many messages have a state.
    pub fn count(&self, state: State) -> u64 {
        let of_state = self.messages.iter().find(|count| count.state == state);
        of_state.map_or(0, |count| count.messages)
    }
}

/// The messages of one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StateCount {
    /// The state.
    pub state: State,
    /// How many there are.
    pub messages: u64,
    /// Bytes of sealed content as announced; final messages keep none of it here.
    pub bytes: u64,
}

/// How one office stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfficeState {
    /// 事業所番号.
    pub number: OfficeNumber,
    /// Name of the office.
    pub name: String,
    /// Messages that it has announced and not completed.
    pub sending: u64,
    /// Messages of its own that wait for their receivers.
    pub not_taken: u64,
    /// Messages that wait for it.
    pub to_take: u64,
    /// When it last logged in or called.
    pub last_seen: Option<Timestamp>,
    /// Until when its account is locked, if it is.
    pub locked_until: Option<Timestamp>,
}

/// Which offices to show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OfficeQuery {
    /// A part of the name, or the beginning of the number.
    pub(crate) text: String,
    /// Only those after this number.
    pub(crate) after: Option<OfficeNumber>,
    /// At most so many.
    pub(crate) limit: u32,
}

/// Offices by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OfficePage {
    /// Those that were found.
    pub(crate) items: Vec<OfficeState>,
    /// True when more follow after the last one's number.
    pub(crate) more: bool,
}
