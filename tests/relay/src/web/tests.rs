#![allow(clippy::unwrap_used, clippy::panic)]
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use careplan_core::relay::wire::{Change, Page, Received, RejectionReason, Sent};
use jiff::{SignedDuration, Timestamp};
use tokio::runtime::Runtime;

use super::*;
use crate::overview::{OfficePage, Overview, StateCount};

const HOSTILE: &str = "<script>alert(\"1\")</script>&";

fn time(hours: i64) -> Timestamp {
    let start: Timestamp = "2026-08-26T00:30:00Z".parse().unwrap();
    start + SignedDuration::from_hours(hours)
}

fn number(index: u32) -> OfficeNumber {
    let leading = format!("487{index:06}");
    OfficeNumber::with_check_digit(leading.as_bytes()).unwrap()
}

/// Two offices; the second is hostile and locked.
struct Fake;

impl Fake {
    fn state(index: u32) -> OfficeState {
        OfficeState {
            number: number(index),
            name: ["ケアプランセンターつなぐ", HOSTILE][index as usize].to_owned(),
            sending: 1,
            not_taken: 1234,
            to_take: 2,
            last_seen: (index == 0).then(|| time(1)),
            locked_until: (index == 1).then(|| time(2)),
        }
    }

    fn sent(state: State) -> Sent {
        let steps = [State::Announced, State::Uploading, State::Available, state];
        Sent {
            id: "0198f2a0-0000-7000-8000-000000000001".parse().unwrap(),
            cursor: 41,
            state,
            is_final: state.is_final(),
            history: (0..)
                .zip(steps)
                .map(|(hours, state)| Change {
                    state,
                    at: time(hours),
                })
                .collect(),
            receiver: number(1),
            stamp: "20260826093000".parse().unwrap(),
            size: 1_600_000,
            sha256: "ab".repeat(32),
            part_bytes: 1 << 20,
            parts: Vec::new(),
            expires_at: time(24),
            rejection: (state == State::Rejected).then_some(RejectionReason::CannotOpen),
            receipt: matches!(state, State::Taken | State::Withdrawn).then(|| "MAA=".to_owned()),
        }
    }
}

impl View for Fake {
    fn now(&self) -> Timestamp {
        time(5)
    }

    async fn overview(&self) -> Result<Overview, Failure> {
        let messages = State::ALL.map(|state| StateCount {
            state,
            messages: 12_345,
            bytes: 0,
        });
        Ok(Overview {
            offices: 2,
            locked: 1,
            messages: messages.into(),
            oldest_waiting: Some(time(0)),
        })
    }

    async fn offices(&self, query: OfficeQuery) -> Result<OfficePage, Failure> {
        let none = query.text == "いない";
        let items = if none {
            vec![]
        } else {
            vec![Self::state(0), Self::state(1)]
        };
        Ok(OfficePage { items, more: !none })
    }

    async fn office(&self, wanted: OfficeNumber) -> Result<Option<OfficeState>, Failure> {
        let found = (0..2).find(|&index| number(index) == wanted);
        Ok(found.map(Self::state))
    }

    async fn office_name(&self, number: OfficeNumber) -> Result<Option<String>, Failure> {
        Ok(self.office(number).await?.map(|office| office.name))
    }

    async fn sent(&self, _: OfficeNumber, list: List) -> Result<Page<Sent>, Failure> {
        let states = State::ALL
            .into_iter()
            .filter(|state| list.state.is_none_or(|wanted| wanted == *state));
        Ok(Page {
            items: states.map(Self::sent).collect(),
            more: list.below.is_none(),
        })
    }

    async fn received(&self, _: OfficeNumber, _: List) -> Result<Page<Received>, Failure> {
        Ok(Page {
            items: Vec::new(),
            more: false,
        })
    }

    async fn sent_message(&self, _: OfficeNumber, id: Uuid) -> Result<Option<Sent>, Failure> {
        let state = match id.as_bytes()[15] {
            1 => State::Taken,
            2 => State::Rejected,
            3 => State::Available,
            5 => State::Withdrawn,
            4 => return Err(Failure::Broken("broken".to_owned())),
            _ => return Ok(None),
        };
        Ok(Some(Self::sent(state)))
    }

    async fn received_message(
        &self,
        _: OfficeNumber,
        _: Uuid,
    ) -> Result<Option<Received>, Failure> {
        Ok(None)
    }
}

struct Site {
    address: SocketAddr,
    _runtime: Runtime,
}

impl Site {
    fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .unwrap();
        let address = listener.local_addr().unwrap();
        runtime.spawn(async move { axum::serve(listener, router(Arc::new(Fake))).await });
        Self {
            address,
            _runtime: runtime,
        }
    }

    /// Head and body.
    fn get(&self, path: &str) -> (String, String) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }

    fn page(&self, path: &str) -> String {
        let (head, body) = self.get(path);
        assert!(head.starts_with("HTTP/1.1 200 "), "{path}: {head}");
        body
    }
}

#[track_caller]
fn shows(page: &str, texts: &[&str]) {
    for text in texts {
        assert!(page.contains(text), "{text} is missing in {page}");
    }
}

#[test]
fn the_overview_shows_offices_and_figures() {
    let page = Site::start().page("/?q=つなぐ%26".replace("つなぐ", "%E3%81%A4").as_str());
    shows(
        &page,
        &[
            "<h1>事業所一覧</h1>",
            "ケアプランセンターつなぐ",
            "1,234",
            "24,690",
            "5 時間",
            "2026/08/26 10:30:00",
            "ロック中",
            "まだありません",
            r#"value="つ&#38;""#,
            "?q=%E3%81%A4%26&amp;after=",
        ],
    );
    let none = Site::start().page("/?q=%E3%81%84%E3%81%AA%E3%81%84");
    shows(&none, &["該当する事業所はありません。", "検索をやめる"]);
}

#[test]
fn what_was_taken_before_it_was_withdrawn_says_so() {
    let (site, base) = (Site::start(), format!("/offices/{}/sent", number(0)));
    let list = site.page(&format!("{base}?state=withdrawn"));
    shows(&list, &["取消</span> 受領証あり"]);
    let list = site.page(&format!("{base}?state=taken"));
    assert!(!list.contains("受領証あり"));
    let detail = site.page(&format!("{base}/0198f2a0-0000-7000-8000-000000000005"));
    shows(
        &detail,
        &[
            "取消</span>",
            "その前に相手が受け取っていて",
            "あり（署名付き",
        ],
    );
}

#[test]
fn lists_have_pages_and_filters() {
    let (site, base) = (Site::start(), format!("/offices/{}/sent", number(0)));
    let page = site.page(&base);
    shows(
        &page,
        &[
            "<h1 id=\"list\">送信済一覧</h1>",
            "受付",
            "送信済（未受領）",
            "期限切れ",
            "1.5 MB",
            "2026/08/26 09:30:00",
            "?below=41",
            r#"aria-current="page""#,
        ],
    );
    assert!(!page.contains("最新へ"));
    let filtered = site.page(&format!("{base}?below=9&state=taken"));
    shows(
        &filtered,
        &[
            "最新へ",
            r#"<option value="taken" selected>"#,
            "絞り込みをやめる",
        ],
    );
    assert!(!filtered.contains("次のページへ"));
    let unknown = site.page(&format!("{base}?below=x&state=%3Cb%3E"));
    shows(&unknown, &["送信済（未受領）"]);
    let received = site.page(&format!("/offices/{}/received", number(0)));
    shows(&received, &["受信一覧", "データはありません。"]);
    assert!(!received.contains(r#"value="uploading""#));
}

#[test]
fn the_detail_shows_history_receipt_and_expiry() {
    let (site, base) = (Site::start(), format!("/offices/{}/sent", number(0)));
    let message = |last: u8| {
        let id = Uuid::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last]);
        format!("{base}/{id}")
    };
    let taken = site.page(&message(1));
    shows(
        &taken,
        &[
            "送信済データ詳細",
            "受領日時",
            "2026/08/26 12:30:00",
            "あり（署名付き、2 バイト）",
            "1,600,000 バイト",
            &"ab".repeat(32),
            "相手が受領し、受領証が届きました。",
            r#"aria-current="true""#,
        ],
    );
    assert!(!taken.contains("受領の期限"));
    let rejected = site.page(&message(2));
    shows(&rejected, &["受取拒否の理由", "復号できない"]);
    let waiting = site.page(&message(3));
    shows(&waiting, &["受領の期限", "2026/08/27 09:30:00"]);
    assert!(site.get(&message(4)).0.starts_with("HTTP/1.1 500 "));
    assert!(site.get(&message(6)).0.starts_with("HTTP/1.1 404 "));
}

#[test]
fn what_stands_in_names_is_text() {
    let (site, hostile) = (Site::start(), number(1));
    for path in [
        "/".to_owned(),
        format!("/offices/{hostile}/sent"),
        format!("/offices/{hostile}/received"),
        format!("/offices/{hostile}/sent/00000000-0000-0000-0000-000000000001"),
    ] {
        let page = site.page(&path);
        assert!(!page.contains("<script"), "{path}");
        assert!(page.contains("script&#62;"), "{path}");
    }
}

#[test]
fn every_answer_is_guarded() {
    let site = Site::start();
    for path in ["/", "/style.css", "/none", "/offices/1/sent"] {
        let (head, _) = site.get(path);
        shows(
            &head,
            &[
                "content-security-policy: default-src 'none'; style-src 'self';",
                "x-content-type-options: nosniff",
                "referrer-policy: no-referrer",
                "cache-control: no-store",
            ],
        );
    }
    assert!(site.get("/offices/1/sent").0.starts_with("HTTP/1.1 404 "));
    let (head, _) = site.get(&format!("/offices/{}", number(0)));
    assert!(head.contains(&format!("location: /offices/{}/received", number(0))));
}
