use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::Path;
use std::time::Duration;

use careplan_blackbox_tests::offices::SUPPORT;
use careplan_blackbox_tests::samples;
use careplan_blackbox_tests::sandbox::Sandbox;
use careplan_core::exchange::Query;
use careplan_core::store::SentState;

use crate::ledger::{Host, Ledger};
use crate::party;

/// What became of all messages.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Kills of sender, relay and receiver.
    pub kills: [u32; 3],
    /// Decides the order of the kills.
    pub seed: u64,
    /// How long it took.
    pub took: Duration,
    /// Sets that the sender's host has noted as sent.
    pub noted: usize,
    /// Messages at the receiver's host.
    pub arrived: usize,
    /// Noted, but not at the receiver.
    pub lost: usize,
    /// Sets that are at the receiver as more than one message.
    pub doubled: usize,
    /// At the receiver with other files than were sent.
    pub changed: usize,
    /// Messages at the receiver that the sender does not know, or not as taken with a receipt that holds.
    pub without_receipt: usize,
}

impl Outcome {
    /// Whether nothing was lost, doubled or changed, and every receipt holds.
    pub fn is_good(&self) -> bool {
        let faults = self.lost + self.doubled + self.changed + self.without_receipt;
        faults == 0 && self.noted > 0
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [sender, relay, receiver] = self.kills;
        writeln!(
            f,
            "kills: {} (sender {sender}, relay {relay}, receiver {receiver}; seed {}), {:.0?}",
            sender + relay + receiver,
            self.seed,
            self.took
        )?;
        writeln!(
            f,
            "sets sent: {}, messages arrived: {}",
            self.noted, self.arrived
        )?;
        write!(
            f,
            "lost: {}, doubled: {}, changed: {}, without a valid receipt: {}",
            self.lost, self.doubled, self.changed, self.without_receipt
        )
    }
}

/// Compares what the two hosts have with each other and with the sender's office.
pub(crate) fn check(sandbox: &Sandbox, work: &Path) -> Outcome {
    let noted = Ledger::open(work).entries();
    let arrived = Host::open(work).entries();
    let ids: HashSet<_> = arrived.iter().map(|(id, ..)| *id).collect();
    let mut copies: HashMap<&str, usize> = HashMap::new();
    for (_, stamp, _) in &arrived {
        *copies.entry(stamp).or_default() += 1;
    }
    let taken = taken_with_receipt(sandbox);
    Outcome {
        noted: noted.len(),
        arrived: arrived.len(),
        lost: noted.iter().filter(|(_, id)| !ids.contains(id)).count(),
        doubled: copies.values().filter(|&&count| count > 1).count(),
        changed: changed(&arrived),
        without_receipt: ids.difference(&taken).count(),
        ..Outcome::default()
    }
}

fn taken_with_receipt(sandbox: &Sandbox) -> HashSet<uuid::Uuid> {
    let office = sandbox.office(SUPPORT);
    let all = office.sent(&Query::<SentState>::default()).unwrap();
    all.iter()
        .filter(|message| message.state == SentState::Taken && message.taken().is_some())
        .map(|message| message.id)
        .collect()
}

fn changed(arrived: &[(uuid::Uuid, String, String)]) -> usize {
    let numbers: HashMap<String, u32> = (0..=arrived.len() as u32 + 100)
        .map(|number| (party::stamp(number), number))
        .collect();
    let is_whole = |stamp: &String, digest: &String| {
        numbers.get(stamp).is_some_and(|&number| {
            let set = party::set(number);
            party::digest(&samples::files_of(&set)) == *digest
        })
    };
    arrived
        .iter()
        .filter(|(_, stamp, digest)| !is_whole(stamp, digest))
        .count()
}
