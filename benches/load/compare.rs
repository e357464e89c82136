use std::sync::Arc;
use std::time::Instant;

use careplan_core::relay::wire::{Change, Directory, DirectoryEntry, Page, Received, Sent};
use jiff::Timestamp;
use uuid::Uuid;

use super::figures::{Figures, milliseconds};
use super::house::{BUSY, House, RARE_NAME};
use super::office::Office;

/// Beyond this a call counts as slower where much is stored.
const MOST: f64 = 1.5;

/// Single calls in both relays, in turns, so that other work on the machine meets both.
pub(crate) async fn run(small: &Arc<House>, large: &Arc<House>, rounds: usize) {
    let (few, many) = (Desk::new(small).await, Desk::new(large).await);
    for _ in 0..rounds {
        few.all_calls().await;
        many.all_calls().await;
    }
    println!(
        "single calls, median of {rounds}: {:<12}{:>10}{:>10}{:>8}",
        "", "small ms", "large ms", "ratio"
    );
    for ((kind, few), (_, many)) in few.figures.medians().iter().zip(many.figures.medians()) {
        let ratio = many.as_secs_f64() / few.as_secs_f64();
        println!(
            "  {kind:<42}{:>10.2}{:>10.2}{ratio:>8.2}{}",
            milliseconds(*few),
            milliseconds(many),
            if ratio > MOST { "  slower" } else { "" }
        );
    }
}

/// Two of the busy offices of a relay.
struct Desk {
    house: Arc<House>,
    figures: Arc<Figures>,
    sender: Office,
    receiver: Office,
    /// A place in each list with more than a page behind it.
    sent: u64,
    received: u64,
    known: Uuid,
    /// When the older of those messages began.
    sent_since: Timestamp,
    received_since: Timestamp,
}

impl Desk {
    async fn new(house: &Arc<House>) -> Self {
        // What comes once is not measured: logins, handshakes, the index of names.
        let once = Arc::new(Figures::default());
        let figures = Arc::new(Figures::default());
        let mut sender = Office::new(house, house.offices[0], &once);
        let mut receiver = Office::new(house, house.offices[1], &once);
        sender.login().await;
        receiver.login().await;
        let begun = Instant::now();
        let _index: Directory = sender.get("index", &by_name(RARE_NAME)).await;
        println!(
            "the first search by name after the start: {:.0} ms",
            milliseconds(begun.elapsed())
        );
        let sent: Page<Sent> = sender.get("", "sent?order=newest&limit=200").await;
        let received: Page<Received> = receiver.get("", "received?order=newest&limit=200").await;
        sender.count_into(&figures);
        receiver.count_into(&figures);
        Self {
            sent: sent.items.last().unwrap().cursor,
            received: received.items.last().unwrap().cursor,
            known: received.items[0].id,
            sent_since: began(sent.items.last().map(|item| &item.history[..])),
            received_since: began(received.items.last().map(|item| &item.history[..])),
            house: house.clone(),
            figures,
            sender,
            receiver,
        }
    }

    async fn all_calls(&self) {
        self.lookups().await;
        self.lists().await;
        let id = self.sender.announce(self.receiver.number).await;
        self.receiver.fetch(id).await;
        self.receiver.receipt(id).await;
        self.sender.news(0, 0).await;
    }

    async fn lookups(&self) {
        let sender = &self.sender;
        let office = self.house.offices[BUSY];
        let _entry: DirectoryEntry = sender
            .get("directory by number", &format!("directory/{office}"))
            .await;
        let found: Directory = sender
            .get("directory by name, one office", &by_name(RARE_NAME))
            .await;
        assert_eq!(found.items.len(), 1);
        let page = format!("{}&limit=20", by_name("訪問看護"));
        let found: Directory = sender.get("directory by name, 20 of many", &page).await;
        assert_eq!(found.items.len(), 20);
        let (id, known) = (self.known, "one received message");
        let _message: Received = self.receiver.get(known, &format!("received/{id}")).await;
    }

    async fn lists(&self) {
        let (sent, received) = (self.sent, self.received);
        for (kind, path) in [
            ("sent after a cursor", format!("sent?after={sent}")),
            ("sent, newest", "sent?order=newest".to_owned()),
            ("sent, available", "sent?state=available".to_owned()),
            (
                "sent, taken, newest",
                "sent?state=taken&order=newest".to_owned(),
            ),
            (
                "sent since a time",
                format!("sent?since={}", self.sent_since),
            ),
        ] {
            let page: Page<Sent> = self.sender.get(kind, &path).await;
            assert_eq!(page.items.len(), 100, "{kind}");
        }
        for (kind, path) in [
            (
                "received after a cursor",
                format!("received?after={received}"),
            ),
            ("received, newest", "received?order=newest".to_owned()),
            ("received, available", "received?state=available".to_owned()),
            (
                "received, taken, newest",
                "received?state=taken&order=newest".to_owned(),
            ),
            (
                "received since a time",
                format!("received?since={}", self.received_since),
            ),
        ] {
            let page: Page<Received> = self.receiver.get(kind, &path).await;
            assert_eq!(page.items.len(), 100, "{kind}");
        }
    }
}

fn began(history: Option<&[Change]>) -> Timestamp {
    history.unwrap()[0].at
}

fn by_name(name: &str) -> String {
    let escaped: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("directory?name={escaped}")
}
