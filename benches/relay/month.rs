use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use careplan_core::Control;
use careplan_core::check::CheckedDocument;
use careplan_core::envelope::Certificate;
use careplan_core::envelope::{
    Identities, Identity, Role, Trust, open, open_cover, seal, sign_receipt, verify_receipt,
};
use careplan_core::exchange::{Letter, Office, Query};
use careplan_core::message::{Cover, MessageSet};
use careplan_core::relay::wire::{DirectoryEntry, News, Page, Received, Sent};
use careplan_core::store::ReceivedState;
use reqwest::Method;
use reqwest::blocking::Client;

use super::house::{House, samples};

/// The 18 sets from the sender's store to its receipts, against the parts of the same work.
pub(crate) fn beside_parts(house: &House, rounds: usize) {
    let mut month = Month::new(house);
    let mut parts = Parts::new(house);
    let mut ratios = Vec::new();
    // The first round logs everybody in and meets every certificate: not what is measured.
    for round in 0..=rounds {
        let sets = sets(round);
        let steps = month.exchange(&sets);
        let ours = steps.total();
        let theirs = parts.exchange(&sets);
        if round > 0 {
            let ratio = ours.as_secs_f64() / theirs.total().as_secs_f64();
            ratios.push(ratio);
            println!(
                "a month of 18 sets: {:.0} ms ({steps}); parts {:.0} ms (seal and open {:.0} ms, requests {:.0} ms)",
                ms(ours),
                ms(theirs.total()),
                ms(theirs.envelopes),
                ms(theirs.requests)
            );
        }
    }
    println!(
        "ratio 18 sets stored, taken, receipts: {:.2} × seal, open and the bare requests",
        super::median(&mut ratios)
    );
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The sets of the sample month, as if exported another time in each round.
fn sets(round: usize) -> Vec<MessageSet> {
    let stamp = format!("20260826{:02}{:02}00", round / 60, round % 60);
    let mut folders: Vec<_> = fs::read_dir(samples().join("data/sets"))
        .unwrap()
        .map(|folder| folder.unwrap().path())
        .collect();
    folders.sort();
    folders.iter().map(|folder| set(folder, &stamp)).collect()
}

fn set(folder: &Path, stamp: &str) -> MessageSet {
    let documents = fs::read_dir(folder).unwrap().map(|file| {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let name = name.replace("20260826093000", stamp);
        Arc::new(CheckedDocument::read(&name, fs::read(&path).unwrap()))
    });
    MessageSet::build(documents.collect()).unwrap()
}

/// The offices, opened.
struct Month {
    sender: Office,
    receivers: Vec<Office>,
}

impl Month {
    fn new(house: &House) -> Self {
        let open = |office: &String| Office::open(&house.profile(office)).unwrap();
        Self {
            sender: open(&house.offices[0]),
            receivers: house.offices[1..].iter().map(open).collect(),
        }
    }

    fn exchange(&mut self, sets: &[MessageSet]) -> Steps {
        let mut steps = Steps::default();
        let ids: Vec<_> = timed(&mut steps.send, || {
            sets.iter()
                .map(|set| self.sender.send(set, &Letter::new("予定", "")).unwrap().id)
                .collect()
        });
        timed(&mut steps.deliver, || sync(&self.sender));
        let waiting = Query {
            states: vec![ReceivedState::Fetched],
            ..Query::default()
        };
        for office in &self.receivers {
            timed(&mut steps.fetch, || sync(office));
            for message in timed(&mut steps.list, || office.received(&waiting).unwrap()) {
                timed(&mut steps.take, || {
                    office.take(message.id, &Control::default()).unwrap()
                });
                timed(&mut steps.acknowledge, || {
                    office.acknowledge(message.id).unwrap()
                });
            }
            timed(&mut steps.hand_in, || sync(office));
        }
        timed(&mut steps.receipts, || sync(&self.sender));
        for id in ids {
            let message = self.sender.sent_message(id).unwrap().message;
            assert!(message.taken().is_some(), "{:?}", message.state);
        }
        steps
    }
}

/// Where the time goes.
#[derive(Default)]
struct Steps {
    send: Duration,
    deliver: Duration,
    fetch: Duration,
    list: Duration,
    take: Duration,
    acknowledge: Duration,
    hand_in: Duration,
    receipts: Duration,
}

impl Steps {
    fn all(&self) -> [(&'static str, Duration); 8] {
        [
            ("send", self.send),
            ("deliver", self.deliver),
            ("fetch", self.fetch),
            ("list", self.list),
            ("take", self.take),
            ("acknowledge", self.acknowledge),
            ("hand in", self.hand_in),
            ("receipts", self.receipts),
        ]
    }

    fn total(&self) -> Duration {
        self.all().iter().map(|(_, time)| *time).sum()
    }
}

impl std::fmt::Display for Steps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let each = self
            .all()
            .map(|(name, time)| format!("{name} {:.0}", ms(time)));
        f.write_str(&each.join(", "))
    }
}

fn sync(office: &Office) {
    office.sync(&Control::default()).into_result().unwrap();
}

/// The same work by hand: sealing and opening, and the requests with a bare client.
struct Parts {
    url: String,
    trust: Trust,
    offices: HashMap<String, ByHand>,
    sender: String,
}

struct ByHand {
    http: Client,
    token: String,
    identities: Identities,
    sent: u64,
    received: u64,
}

struct Times {
    envelopes: Duration,
    requests: Duration,
}

impl Times {
    fn total(&self) -> Duration {
        self.envelopes + self.requests
    }
}

impl Parts {
    fn new(house: &House) -> Self {
        let by_hand = |office: &String| {
            let folder = house.profile(office);
            let read = |name: &str| fs::read(folder.join(name)).unwrap();
            let identity =
                Identity::from_pem(&read("certificate.pem"), &read("private-key.pem")).unwrap();
            let http = house.http(office);
            let by_hand = ByHand {
                token: house.token(office, &http),
                http,
                identities: Identities::from(identity),
                sent: 0,
                received: 0,
            };
            (office.clone(), by_hand)
        };
        Self {
            url: house.url().to_owned(),
            trust: Trust::from_pem(&fs::read(house.dir().join("ca.pem")).unwrap()).unwrap(),
            offices: house.offices.iter().map(by_hand).collect(),
            sender: house.offices[0].clone(),
        }
    }

    fn exchange(&mut self, sets: &[MessageSet]) -> Times {
        let mut times = Times {
            envelopes: Duration::ZERO,
            requests: Duration::ZERO,
        };
        for set in sets {
            self.send(set, &mut times);
        }
        for set in sets {
            self.take(&set.receiver().number.to_string(), &mut times);
        }
        self.look_at_receipts(&mut times);
        times
    }

    fn send(&self, set: &MessageSet, times: &mut Times) {
        let sender = &self.offices[&self.sender];
        let receiver = set.receiver().number.to_string();
        let entry: DirectoryEntry = timed(&mut times.requests, || {
            self.get(sender, &format!("v1/directory/{receiver}"))
        });
        let (id, announce) = timed(&mut times.envelopes, || {
            let certificate = Certificate::from_pem(entry.certificates[0].as_bytes()).unwrap();
            let cover = Cover::new(set, "予定", "");
            let files: Vec<_> = set
                .documents()
                .iter()
                .map(|checked| (&**checked.document().name(), checked.document().bytes()))
                .collect();
            let sealed = seal(
                &sender.identities,
                &self.trust,
                &[certificate],
                &cover,
                &files,
            );
            (cover.id, announce(set, &sealed.unwrap()))
        });
        timed(&mut times.requests, || {
            self.call(
                sender,
                Method::PUT,
                &format!("v1/sent/{id}"),
                serde_json::to_vec(&announce).unwrap(),
            );
        });
    }

    fn take(&mut self, office: &str, times: &mut Times) {
        let after = self.offices[office].received;
        let receiver = &self.offices[office];
        let page: Page<Received> = timed(&mut times.requests, || {
            self.get(receiver, &format!("v1/received?after={after}"))
        });
        for item in &page.items {
            let content = timed(&mut times.requests, || {
                self.call(
                    receiver,
                    Method::GET,
                    &format!("v1/received/{}/content", item.id),
                    Vec::new(),
                )
            });
            let receipt = timed(&mut times.envelopes, || {
                let cover = base64(&item.cover);
                open_cover::<Cover>(&receiver.identities, &self.trust, Role::Receiver, &cover)
                    .unwrap();
                let opened =
                    open::<Cover>(&receiver.identities, &self.trust, Role::Receiver, &content)
                        .unwrap();
                sign_receipt(&receiver.identities, &opened.taken).unwrap()
            });
            timed(&mut times.requests, || {
                self.call(
                    receiver,
                    Method::PUT,
                    &format!("v1/received/{}/receipt", item.id),
                    receipt,
                );
            });
        }
        let _news: News = timed(&mut times.requests, || self.get(receiver, "v1/news"));
        let last = page.items.last().map_or(after, |item| item.cursor);
        // Its own receipt has moved it on by one.
        self.offices.get_mut(office).unwrap().received = last + 1;
    }

    fn look_at_receipts(&mut self, times: &mut Times) {
        let sender = &self.offices[&self.sender];
        let after = sender.sent;
        let page: Page<Sent> = timed(&mut times.requests, || {
            self.get(sender, &format!("v1/sent?after={after}"))
        });
        for item in &page.items {
            if let Some(receipt) = &item.receipt {
                timed(&mut times.envelopes, || {
                    verify_receipt(&self.trust, &base64(receipt)).unwrap()
                });
            }
        }
        let last = page.items.last().map_or(after, |item| item.cursor);
        let name = self.sender.clone();
        self.offices.get_mut(&name).unwrap().sent = last;
    }

    fn get<T: serde::de::DeserializeOwned>(&self, office: &ByHand, path: &str) -> T {
        serde_json::from_slice(&self.call(office, Method::GET, path, Vec::new())).unwrap()
    }

    fn call(&self, office: &ByHand, method: Method, path: &str, body: Vec<u8>) -> Vec<u8> {
        let answer = office
            .http
            .request(method, format!("{}/{path}", self.url))
            .bearer_auth(&office.token)
            .body(body)
            .send()
            .unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.bytes().unwrap().to_vec()
    }
}

fn announce(
    set: &MessageSet,
    sealed: &careplan_core::envelope::Sealed,
) -> careplan_core::relay::wire::Announce {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    careplan_core::relay::wire::Announce {
        receiver: set.receiver().number,
        stamp: set.stamp(),
        size: sealed.content.len() as u64,
        sha256: sealed.content_sha256.clone(),
        cover: STANDARD.encode(&sealed.cover),
        content: Some(STANDARD.encode(&sealed.content)),
    }
}

fn base64(text: &str) -> Vec<u8> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD
        .decode(text)
        .unwrap()
}

fn timed<T>(total: &mut Duration, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let result = work();
    *total += begun.elapsed();
    result
}
