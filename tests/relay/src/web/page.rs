//! The pages: what stands on each, ready to be shown. The templates escape everything.

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::{Change, Page, Received, Sent, State};
use jiff::Timestamp;

use crate::overview::{OfficePage, OfficeQuery, OfficeState, Overview};
use crate::text::{
    Moment, Side, grouped, lasted, rejection_reason, size, stamp, state_meaning, state_name,
};

/// 事業所の一覧, with all messages counted.
#[derive(Template)]
#[template(path = "overview.html")]
pub(super) struct OverviewPage {
    now: Moment,
    figures: Vec<(String, String)>,
    text: String,
    first: bool,
    offices: Vec<OfficeRow>,
    next: Option<String>,
}

/// 受信一覧 or 送信済一覧 of an office.
#[derive(Template)]
#[template(path = "list.html")]
pub(super) struct ListPage {
    now: Moment,
    office: OfficeRow,
    words: Words,
    /// For `aria-current`.
    here: &'static str,
    states: Vec<StateChoice>,
    filtered: bool,
    first: bool,
    messages: Vec<MessageRow>,
    next: Option<String>,
}

/// 受信データ詳細 or 送信済データ詳細.
#[derive(Template)]
#[template(path = "detail.html")]
pub(super) struct DetailPage {
    now: Moment,
    office: OfficeRow,
    words: Words,
    /// For `aria-current`: below the list, not the list itself.
    here: &'static str,
    message: MessageRow,
    meaning: &'static str,
    exact_size: String,
    sha256: String,
    parts: Option<usize>,
    expires: Option<Moment>,
    taken: Option<Moment>,
    receipt_bytes: Option<String>,
    rejection: Option<&'static str>,
    history: Vec<Step>,
}

/// There is no such page, or the relay failed.
#[derive(Template)]
#[template(path = "problem.html")]
pub(super) struct ProblemPage {
    now: Moment,
    heading: &'static str,
    advice: &'static str,
}

/// What differs between the two sides of the exchange.
#[derive(Clone, Copy)]
struct Words {
    /// First segment of the path below the office.
    path: &'static str,
    list: &'static str,
    detail: &'static str,
    partner: &'static str,
    since: &'static str,
}

struct OfficeRow {
    number: String,
    name: String,
    sending: String,
    not_taken: String,
    to_take: String,
    waits: bool,
    last_seen: Option<Moment>,
    locked_until: Option<Moment>,
}

struct StateChoice {
    value: &'static str,
    name: &'static str,
    chosen: bool,
}

struct MessageRow {
    id: String,
    state: &'static str,
    /// Class of the style sheet.
    tone: &'static str,
    partner: String,
    partner_name: String,
    stamp: String,
    since: Option<Moment>,
    size: String,
}

struct Step {
    at: Moment,
    state: &'static str,
    meaning: &'static str,
}

/// The other office of a message, by number and name.
pub(super) struct Partner {
    /// 事業所番号.
    pub(super) number: OfficeNumber,
    /// Empty if the directory does not know it any more.
    pub(super) name: String,
}

impl OverviewPage {
    pub(super) fn new(
        now: Timestamp,
        overview: &Overview,
        page: &OfficePage,
        query: &OfficeQuery,
    ) -> Self {
        let last = page.items.last().filter(|_| page.more);
        Self {
            now: now.into(),
            figures: figures(overview, now),
            text: query.text.clone(),
            first: query.after.is_none(),
            offices: page.items.iter().map(OfficeRow::new).collect(),
            next: last.map(|office| office.number.to_string()),
        }
    }
}

fn figures(overview: &Overview, now: Timestamp) -> Vec<(String, String)> {
    let count = |state| grouped(overview.count(state));
    let sending = overview.count(State::Announced) + overview.count(State::Uploading);
    let waiting = (overview.oldest_waiting).map_or("なし".to_owned(), |since| lasted(since, now));
    let lost = [State::Expired, State::Rejected].map(count);
    [
        ("事業所", grouped(overview.offices)),
        ("ロック中の事業所", grouped(overview.locked)),
        ("送信中", grouped(sending)),
        ("受領待ち", count(State::Available)),
        ("最も長い受領待ち", waiting),
        ("受領済", count(State::Taken)),
        ("取消", count(State::Withdrawn)),
        ("期限切れ・受取拒否", lost.join("・")),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

impl ListPage {
    pub(super) fn sent(
        now: Timestamp,
        office: &OfficeState,
        page: &Page<Sent>,
        partners: Vec<Partner>,
        view: ListView,
    ) -> Self {
        let rows = page.items.iter().zip(partners);
        let rows = rows.map(|(message, partner)| MessageRow::sent(message, partner));
        let last = page.items.last().map(|message| message.cursor);
        Self::new(
            Side::Sent,
            now,
            office,
            rows.collect(),
            last.filter(|_| page.more),
            view,
        )
    }

    pub(super) fn received(
        now: Timestamp,
        office: &OfficeState,
        page: &Page<Received>,
        partners: Vec<Partner>,
        view: ListView,
    ) -> Self {
        let rows = page.items.iter().zip(partners);
        let rows = rows.map(|(message, partner)| MessageRow::received(message, partner));
        let last = page.items.last().map(|message| message.cursor);
        Self::new(
            Side::Received,
            now,
            office,
            rows.collect(),
            last.filter(|_| page.more),
            view,
        )
    }

    fn new(
        side: Side,
        now: Timestamp,
        office: &OfficeState,
        messages: Vec<MessageRow>,
        next: Option<u64>,
        view: ListView,
    ) -> Self {
        let filter = view
            .state
            .map_or(String::new(), |state| format!("&state={}", state.as_str()));
        Self {
            now: now.into(),
            office: OfficeRow::new(office),
            words: Words::of(side),
            here: "page",
            states: StateChoice::all(side, view.state),
            filtered: view.state.is_some(),
            first: view.first,
            messages,
            next: next.map(|cursor| format!("?below={cursor}{filter}")),
        }
    }
}

/// Which part of a list a page shows.
#[derive(Clone, Copy)]
pub(super) struct ListView {
    /// Only messages of this state.
    pub(super) state: Option<State>,
    /// Whether it is the newest part.
    pub(super) first: bool,
}

impl DetailPage {
    pub(super) fn sent(
        now: Timestamp,
        office: &OfficeState,
        message: &Sent,
        partner: Partner,
    ) -> Self {
        let uploading = (message.state == State::Uploading).then_some(message.parts.len());
        let receipt = message.receipt.as_ref();
        let receipt = receipt.and_then(|text| STANDARD.decode(text).ok());
        Self {
            parts: uploading,
            rejection: message.rejection.map(rejection_reason),
            receipt_bytes: receipt.map(|receipt| grouped(receipt.len() as u64)),
            ..Self::new(
                Side::Sent,
                now,
                office,
                Facts::from(message),
                MessageRow::sent(message, partner),
            )
        }
    }

    pub(super) fn received(
        now: Timestamp,
        office: &OfficeState,
        message: &Received,
        partner: Partner,
    ) -> Self {
        let row = MessageRow::received(message, partner);
        Self::new(Side::Received, now, office, Facts::from(message), row)
    }

    fn new(
        side: Side,
        now: Timestamp,
        office: &OfficeState,
        facts: Facts<'_>,
        message: MessageRow,
    ) -> Self {
        let taken = facts
            .history
            .iter()
            .find(|change| change.state == State::Taken);
        Self {
            now: now.into(),
            office: OfficeRow::new(office),
            words: Words::of(side),
            here: "true",
            message,
            meaning: state_meaning(side, facts.state),
            exact_size: grouped(facts.size),
            sha256: facts.sha256.to_owned(),
            parts: None,
            expires: (!facts.state.is_final()).then(|| facts.expires_at.into()),
            taken: taken.map(|change| change.at.into()),
            receipt_bytes: None,
            rejection: None,
            history: facts
                .history
                .iter()
                .map(|change| Step::new(side, change))
                .collect(),
        }
    }
}

/// What both sides know of a message.
struct Facts<'a> {
    state: State,
    size: u64,
    sha256: &'a str,
    expires_at: Timestamp,
    history: &'a [Change],
}

impl<'a> From<&'a Sent> for Facts<'a> {
    fn from(message: &'a Sent) -> Self {
        Self {
            state: message.state,
            size: message.size,
            sha256: &message.sha256,
            expires_at: message.expires_at,
            history: &message.history,
        }
    }
}

impl<'a> From<&'a Received> for Facts<'a> {
    fn from(message: &'a Received) -> Self {
        Self {
            state: message.state,
            size: message.size,
            sha256: &message.sha256,
            expires_at: message.expires_at,
            history: &message.history,
        }
    }
}

impl ProblemPage {
    pub(super) fn not_found(now: Timestamp) -> Self {
        Self {
            now: now.into(),
            heading: "ページが見つかりません",
            advice: "事業所番号またはデータの識別番号を確認してください。",
        }
    }

    pub(super) fn failed(now: Timestamp) -> Self {
        Self {
            now: now.into(),
            heading: "表示できません",
            advice: "中継サーバーで問題が起きました。しばらくしてからもう一度開いてください。",
        }
    }
}

impl Words {
    fn of(side: Side) -> Self {
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
    fn new(office: &OfficeState) -> Self {
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
    fn all(side: Side, chosen: Option<State>) -> Vec<Self> {
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

impl MessageRow {
    fn sent(message: &Sent, partner: Partner) -> Self {
        let Sent {
            id,
            state,
            history,
            size: bytes,
            ..
        } = message;
        Self {
            id: id.to_string(),
            state: state_name(Side::Sent, *state),
            tone: tone(*state),
            partner: partner.number.to_string(),
            partner_name: partner.name,
            stamp: stamp(message.stamp),
            since: history.first().map(|change| change.at.into()),
            size: size(*bytes),
        }
    }

    fn received(message: &Received, partner: Partner) -> Self {
        let Received {
            id,
            state,
            history,
            size: bytes,
            ..
        } = message;
        Self {
            id: id.to_string(),
            state: state_name(Side::Received, *state),
            tone: tone(*state),
            partner: partner.number.to_string(),
            partner_name: partner.name,
            stamp: stamp(message.stamp),
            since: history.first().map(|change| change.at.into()),
            size: size(*bytes),
        }
    }
}

impl Step {
    fn new(side: Side, change: &Change) -> Self {
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
