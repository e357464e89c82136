use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use careplan_core::relay::wire::Announce;
use careplan_core::sha256_hex;
use reqwest::blocking::Client;
use uuid::Uuid;

use super::house::House;

/// So many offices send at once.
const AT_ONCE: usize = 8;
/// A sealed set of the sample month.
const CONTENT_BYTES: usize = 30_000;

/// Offices that send the same request to one server, ours or a peer.
pub(crate) struct Senders {
    url: String,
    body: Vec<u8>,
    senders: Vec<(Client, String)>,
}

impl Senders {
    pub(crate) fn new(house: &House, url: &str) -> Self {
        let content: Vec<u8> = (0..CONTENT_BYTES).map(|at| (at * 7) as u8).collect();
        let announce = Announce {
            receiver: house.offices[0].parse().unwrap(),
            stamp: "20260826093000".parse().unwrap(),
            size: content.len() as u64,
            sha256: sha256_hex(&content),
            cover: STANDARD.encode(vec![7; 3_000]),
            content: Some(STANDARD.encode(&content)),
        };
        let senders = house.offices[1..=AT_ONCE].iter().map(|office| {
            let http = house.http(office);
            let token = house.token(office, &http);
            (http, token)
        });
        Self {
            url: url.to_owned(),
            body: serde_json::to_vec(&announce).unwrap(),
            senders: senders.collect(),
        }
    }

    /// How many messages the server says it has stored.
    pub(crate) fn messages_in(&self, time: Duration) -> usize {
        let stored = AtomicUsize::new(0);
        let until = Instant::now() + time;
        thread::scope(|scope| {
            for (http, token) in &self.senders {
                scope.spawn(|| {
                    while Instant::now() < until {
                        self.send(http, token);
                        stored.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
        });
        stored.into_inner()
    }

    fn send(&self, http: &Client, token: &str) {
        let answer = http
            .put(format!("{}/v1/sent/{}", self.url, Uuid::now_v7()))
            .bearer_auth(token)
            .header("content-type", "application/json")
            .body(self.body.clone())
            .send()
            .unwrap();
        assert_eq!(answer.status(), 201, "{}", answer.text().unwrap());
    }
}
