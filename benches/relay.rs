//! The exchange beside its peers, in one run.
//!
//! Server: messages committed in a second, against a bare axum handler with the same TLS, the same requests and one SQLite
//! commit for each. Client: the 18 sets of the sample month, from the sender's store to receipts, against the sum of sealing,
//! opening and the bare HTTPS requests.
//!
//! `-- rounds 9` for more rounds, `-- server` or `-- client` for one of the two.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "relay/house.rs"]
mod house;
#[path = "relay/month.rs"]
mod month;
#[path = "relay/peer.rs"]
mod peer;
#[path = "relay/senders.rs"]
mod senders;

use std::time::Duration;

use house::House;
use peer::Peer;
use senders::Senders;

/// Each round of the server's part takes so long on each side.
const ROUND: Duration = Duration::from_secs(3);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    let rounds = arguments
        .iter()
        .position(|argument| argument == "rounds")
        .and_then(|at| arguments.get(at + 1)?.parse().ok())
        .unwrap_or(5);
    let house = House::new();
    if !has("client") {
        beside_bare_handler(&house, rounds);
    }
    if !has("server") {
        month::beside_parts(&house, rounds);
    }
}

fn beside_bare_handler(house: &House, rounds: usize) {
    let peer = Peer::start(house.dir());
    let ours = Senders::new(house, house.url());
    let theirs = Senders::new(house, &peer.url());
    let mut ratios = Vec::new();
    for _ in 0..rounds {
        let (ours, theirs) = (ours.messages_in(ROUND), theirs.messages_in(ROUND));
        let per_second = |count: usize| count as f64 / ROUND.as_secs_f64();
        ratios.push(ours as f64 / theirs as f64);
        println!(
            "committed messages per second: {:.0}, bare handler {:.0}",
            per_second(ours),
            per_second(theirs)
        );
    }
    println!(
        "ratio committed messages: {:.2} × a bare axum handler with one SQLite commit",
        median(&mut ratios)
    );
}

pub(crate) fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
