//! Sender and receiver of the file name against each other and against the records.
//!
//! What is wrong with the addresses is wrong with the whole file, so it is told once, at the first record that shows it.

mod receiver_rows;

pub(super) use receiver_rows::Persons;

use super::numbers::is_placeholder;
use super::row::{Column, Columns, Row};
use super::tell::Teller;
use super::{Rule, Rules};
use crate::document::{Document, FileName, Party, PartyCode};
use crate::finding::Code;
use crate::layout::{Exchange, FileKind, Group, Layout, SenderRole, ServiceKindInfo};
use crate::number::OfficeNumber;

/// What the name alone shows (File names; who sends which kind). `SenderIsReceiver`, `KindsSwapped`,
/// `SenderKindUnfit`, `ReceiverKindUnfit`.
pub(super) fn check_name(tell: &mut Teller<'_>) {
    let Some(name) = tell.document.file_name() else {
        return;
    };
    let sender = name.sender.address();
    let receiver = name.receiver.and_then(|party| party.address());
    if sender.is_some() && sender == receiver {
        tell.file(Code::SenderIsReceiver);
        return;
    }
    let sender = kind_of(name.sender).and_then(exchange_of_kind);
    let receiver = name.receiver.and_then(kind_of);
    let receiver_exchange = receiver.and_then(exchange_of_kind);
    match (name.kind.sender(), sender, receiver_exchange) {
        // The standard's own examples of actuals keep the order of the plans.
        (SenderRole::Service, Some(Exchange::OfficeOnly), Some(Exchange::Yes))
        | (SenderRole::Support, Some(Exchange::Yes), Some(Exchange::OfficeOnly)) => {
            tell.file(Code::KindsSwapped);
            return;
        }
        (SenderRole::Service, Some(Exchange::Yes), _)
        | (SenderRole::Support | SenderRole::Prevention, Some(Exchange::OfficeOnly), _) => {}
        // A sender who is nobody is told on its own.
        _ if kind_of(name.sender).is_none() || name.sender.number.is_nobody() => {}
        _ => tell.file(Code::SenderKindUnfit),
    }
    let fits = match (name.kind.sender(), receiver_exchange) {
        (_, None) => receiver.is_none(),
        (_, Some(Exchange::No)) => false,
        (SenderRole::Service, Some(exchange)) => exchange == Exchange::OfficeOnly,
        // Plans also go from one planning office to another: 43 to 46, when prevention is handed on.
        (SenderRole::Support | SenderRole::Prevention, Some(_)) => true,
    };
    if !fits {
        tell.file(Code::ReceiverKindUnfit);
    }
}

fn kind_of(party: Party) -> Option<crate::number::ServiceKind> {
    match party.code {
        PartyCode::Kind(kind) => Some(kind),
        PartyCode::None | PartyCode::Three(_) => None,
    }
}

fn exchange_of_kind(kind: crate::number::ServiceKind) -> Option<Exchange> {
    ServiceKindInfo::of(kind.as_str()).map(|info| info.exchange)
}

/// What the records show. Without a name of the standard's form there is nothing to compare.
pub(super) fn rules<'a>(document: &'a Document, layout: &'static Layout) -> Rules<'a> {
    let Some(name) = document.file_name() else {
        return Vec::new();
    };
    let mut rules: Rules<'a> = Vec::new();
    let entrusted = |same: Same| same.unless_entrusted(layout);
    let sender = Some(name.sender).filter(|sender| !sender.number.is_nobody());
    let sender = |ident, code| Same::new(layout, ident, sender, code);
    let receiver = |ident, code| Same::new(layout, ident, name.receiver, code);
    let same = match layout.kind {
        // 2.4: plans come from the planning office. It may have others send on its behalf, so this only warns; where a
        // 地域包括支援センター entrusts 介護予防 to a 居宅介護支援事業所, that is the rule, and nothing is said.
        FileKind::Upplan => vec![
            entrusted(sender("planning_office", Code::PlanOfOtherOffice)),
            sender("updating_office", Code::UpdatedByOther),
        ],
        FileKind::Up1kyo => vec![entrusted(sender("support_office", Code::PlanOfOtherOffice))],
        FileKind::Upjsk => vec![
            sender("service_office", Code::ActualsOfOtherOffice),
            sender("updating_office", Code::UpdatedByOther),
            entrusted(receiver("planning_office", Code::ActualsForOtherPlanner)),
        ],
        FileKind::Dltjsk => vec![sender("service_office", Code::ActualsOfOtherOffice)],
        _ => Vec::new(),
    };
    for rule in same {
        rules.push(Box::new(rule));
    }
    let one_kind = |ident| OneKind::new(layout, ident, name);
    let kinds = match layout.kind {
        FileKind::Upjsk => one_kind("service_code"),
        FileKind::Dltjsk => one_kind("service_kind"),
        _ => None,
    };
    if let Some(rule) = kinds {
        rules.push(Box::new(rule));
    }
    if matches!(layout.kind, FileKind::Upplan | FileKind::Up2kyo) {
        rules.extend(receiver_rows::rules(layout, name));
    }
    rules
}

/// A number in the records that is that of the name.
struct Same {
    column: Column,
    expected: Option<[u8; 10]>,
    code: Code,
    /// What shows that a record is of 介護予防, where that matters.
    prevention: Column,
}

impl Same {
    fn new(layout: &'static Layout, ident: &str, party: Option<Party>, code: Code) -> Self {
        Self {
            column: Column::of(layout, ident),
            expected: party.and_then(|party| party.number.as_str().as_bytes().try_into().ok()),
            code,
            prevention: Column::of(layout, ""),
        }
    }

    /// Passes over records of 介護予防: サービスコード of such a kind, or else 要介護状態区分 of such a level.
    fn unless_entrusted(self, layout: &'static Layout) -> Self {
        let columns = ["service_code", "care_level"].map(|ident| Column::of(layout, ident));
        let prevention = columns.into_iter().find(|column| column.exists());
        Self {
            prevention: prevention.unwrap_or(self.prevention),
            ..self
        }
    }
}

/// サービスコード of 予防給付 or 総合事業, or 要介護状態区分 06, 12 or 13.
fn is_prevention(value: &[u8]) -> bool {
    match value {
        b"06" | b"12" | b"13" => true,
        [a, b, _, _, _, _] => str::from_utf8(&[*a, *b])
            .ok()
            .and_then(ServiceKindInfo::of)
            .is_some_and(|info| info.group != Group::Care),
        _ => false,
    }
}

impl<'a> Rule<'a> for Same {
    fn reads(&self) -> Columns {
        Columns::of(&[self.column, self.prevention])
    }

    #[inline]
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        let Some(expected) = self.expected else {
            return;
        };
        let raw = row.raw(self.column);
        if *raw == expected || row.is_empty(self.column) {
            return;
        }
        let value = row.value(self.column);
        // A malformed number, and one that names no office, is told on its own.
        if value != expected
            && OfficeNumber::from_bytes(value).is_ok_and(|number| !is_placeholder(number))
            && !is_prevention(row.value(self.prevention))
        {
            tell.item_once(self.code, row, self.column);
        }
    }
}

/// File format: one file per office and kind. A figure of the standard shows two kinds in one file of actuals, so this only
/// warns. `ActualsOfOtherKind`.
struct OneKind {
    column: Column,
    kind: [u8; 2],
}

impl OneKind {
    fn new(layout: &'static Layout, ident: &str, name: &FileName) -> Option<Self> {
        let kind = kind_of(name.sender)?;
        // Where the name has the kinds swapped, that is told; the kind of the actuals is that of the service office.
        let kind = match exchange_of_kind(kind) {
            Some(Exchange::OfficeOnly) => name.receiver.and_then(kind_of)?,
            _ => kind,
        };
        Some(Self {
            column: Column::of(layout, ident),
            kind: kind.as_str().as_bytes().try_into().ok()?,
        })
    }
}

impl<'a> Rule<'a> for OneKind {
    fn reads(&self) -> Columns {
        Columns::of(&[self.column])
    }

    #[inline]
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        let value = row.value(self.column);
        if !value.starts_with(&self.kind) && names_a_kind(value) {
            tell.item_once(Code::ActualsOfOtherKind, row, self.column);
        }
    }
}

/// What is no kind or code at all is told on its own.
fn names_a_kind(value: &[u8]) -> bool {
    let well_formed = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    let kind = value.get(..2).and_then(|kind| str::from_utf8(kind).ok());
    matches!(value.len(), 2 | 6)
        && value.iter().all(well_formed)
        && kind.is_some_and(|kind| ServiceKindInfo::of(kind).is_some())
}

#[cfg(test)]
mod tests;
