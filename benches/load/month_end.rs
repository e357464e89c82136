use std::sync::Arc;
use std::time::{Duration, Instant};

use careplan_core::relay::wire::{DirectoryEntry, Page, Received, Sent, State};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use super::figures::Figures;
use super::house::House;
use super::office::Office;
use super::process::{peak_megabytes, processor_time};

/// All offices log in at once, then all send at once so many sets each, and all take what they are sent.
pub(crate) async fn run(name: &str, house: &Arc<House>, sets: usize) {
    let figures = Arc::new(Figures::default());
    let count = house.offices.len();
    let (begun, before) = (Instant::now(), Used::now(house));
    let logged_in = Arc::new(Barrier::new(count));
    let mut offices = JoinSet::new();
    for at in 0..count {
        let office = Office::new(house, house.offices[at], &figures);
        offices.spawn(month(house.clone(), office, at, sets, logged_in.clone()));
    }
    let first = offices.join_all().await.into_iter().min().unwrap();
    let (logins, took) = (first - begun, first.elapsed());
    let messages = (count * sets) as f64;
    let used = Used::now(house);
    println!(
        "{name}: {count} offices logged in at once in {:.1} s; {messages} sets sent, fetched and receipted in {:.1} s: \
         {:.0} messages a second",
        logins.as_secs_f64(),
        took.as_secs_f64(),
        messages / took.as_secs_f64()
    );
    println!(
        "  relay: peak memory {:.0} MB, processor {:.1} s; clients: processor {:.1} s",
        peak_megabytes(house.process()).unwrap_or_default(),
        (used.relay - before.relay).as_secs_f64(),
        (used.clients - before.clients).as_secs_f64()
    );
    figures.print();
}

/// Gives when the sending began.
async fn month(
    house: Arc<House>,
    mut office: Office,
    at: usize,
    sets: usize,
    logged_in: Arc<Barrier>,
) -> Instant {
    office.login().await;
    let known = office.news(0, 0).await;
    logged_in.wait().await;
    let begun = Instant::now();
    for set in 0..sets {
        let receiver = house.offices[(at + 1 + set) % house.offices.len()];
        let path = format!("directory/{receiver}");
        let _entry: DirectoryEntry = office.get("directory by number", &path).await;
        office.announce(receiver).await;
    }
    list_sent(&office, known.sent).await;
    let (mut cursor, mut taken) = (known.received, 0);
    while taken < sets {
        let path = format!("received?after={cursor}");
        let page: Page<Received> = office.get("received list", &path).await;
        for message in &page.items {
            cursor = message.cursor;
            if message.state == State::Available {
                office.fetch(message.id).await;
                office.receipt(message.id).await;
                taken += 1;
            }
        }
        if page.items.is_empty() {
            office.news(cursor, 5).await;
        }
    }
    list_sent(&office, known.sent).await;
    begun
}

async fn list_sent(office: &Office, after: u64) {
    let path = format!("sent?after={after}");
    let _page: Page<Sent> = office.get("sent list", &path).await;
}

struct Used {
    relay: Duration,
    clients: Duration,
}

impl Used {
    fn now(house: &House) -> Self {
        let time = |process| processor_time(process).unwrap_or_default();
        Self {
            relay: time(house.process()),
            clients: time(std::process::id()),
        }
    }
}
