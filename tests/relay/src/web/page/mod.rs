//! The pages: what stands on each, ready to be shown. The templates escape everything.

mod parts;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use careplan_core::relay::wire::{Page, Received, Sent, State};
use jiff::Timestamp;

use self::parts::{MessageRow, OfficeRow, StateChoice, Step, Words};
pub(super) use self::parts::{Partner, Shown};
use crate::overview::{OfficePage, OfficeQuery, OfficeState, Overview};
use crate::text::{Moment, grouped, lasted, rejection_reason, state_meaning};

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
    /// With the partners of the messages in the same order.
    pub(super) fn new<M: Shown>(
        now: Timestamp,
        office: &OfficeState,
        page: &Page<M>,
        partners: Vec<Partner>,
        view: ListView,
    ) -> Self {
        let rows = page.items.iter().map(M::facts).zip(partners);
        let last = page.items.last().filter(|_| page.more);
        let next = last.map(|message| message.facts().cursor);
        let filter = view
            .state
            .map_or(String::new(), |state| format!("&state={}", state.as_str()));
        Self {
            now: now.into(),
            office: OfficeRow::new(office),
            words: Words::of(M::SIDE),
            here: "page",
            states: StateChoice::all(M::SIDE, view.state),
            filtered: view.state.is_some(),
            first: view.first,
            messages: rows
                .map(|(facts, partner)| MessageRow::new(M::SIDE, &facts, partner))
                .collect(),
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
            ..Self::new(now, office, message, partner)
        }
    }

    pub(super) fn received(
        now: Timestamp,
        office: &OfficeState,
        message: &Received,
        partner: Partner,
    ) -> Self {
        Self::new(now, office, message, partner)
    }

    fn new<M: Shown>(now: Timestamp, office: &OfficeState, message: &M, partner: Partner) -> Self {
        let (side, facts) = (M::SIDE, message.facts());
        let taken = facts
            .history
            .iter()
            .find(|change| change.state == State::Taken);
        Self {
            now: now.into(),
            office: OfficeRow::new(office),
            words: Words::of(side),
            here: "true",
            message: MessageRow::new(side, &facts, partner),
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
