//! The service kinds of sender and receiver, which names of 4.1 have and older ones have not.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Member, UpgradeOptions, refusal};
use crate::check::CheckedDocument;
use crate::document::{Document, FileName, Party, PartyCode};
use crate::finding::{Code, Finding, Findings};
use crate::layout::{Edition, Exchange, FileKind, SenderRole, ServiceKindInfo};
use crate::number::{OfficeNumber, ServiceKind};

/// サービス種類コード of a planning office in every example of the standard.
const PLANNING: [u8; 2] = *b"43";

/// The kinds of both ends of a set.
pub(super) struct Kinds {
    sender: ServiceKind,
    /// `None` where the set has no receiver, or its names say the kind already.
    receiver: Option<ServiceKind>,
}

/// One end of a set.
struct End<'a> {
    /// 送信元 or 送信先, Japanese and English.
    role: (&'static str, &'static str),
    number: OfficeNumber,
    /// What the caller says.
    given: Option<ServiceKind>,
    /// What names of 4.1 in the set say.
    named: Option<ServiceKind>,
    /// The kinds of its rows; `None` for a planning office, which has none.
    rows: Option<BTreeSet<Vec<u8>>>,
    /// The file that findings are on.
    lead: &'a Member<'a>,
}

impl Kinds {
    /// The kinds of a set; `None`, with an error, if one of them cannot be known.
    pub(super) fn of(
        set: &[Member<'_>],
        all: &[Arc<CheckedDocument>],
        options: &UpgradeOptions,
        findings: &mut Findings,
    ) -> Option<Self> {
        let lead = set
            .iter()
            .find(|member| member.name.edition() != Edition::V41)
            .or(set.first())?;
        let serves = lead.name.kind.sender() == SenderRole::Service;
        let named = |party: fn(&FileName) -> Option<Party>| {
            let parties = set.iter().filter_map(|member| party(member.name));
            parties.filter_map(|party| party.address()).next()
        };
        let sender = End {
            role: ("送信元", "sender"),
            number: lead.name.sender.number,
            given: options.sender_kind,
            named: named(|name| Some(name.sender)).map(|address| address.kind),
            rows: serves.then(|| rows(set, all, lead.name.sender.number)),
            lead,
        };
        let receiver = lead.name.receiver.map(|receiver| End {
            role: ("送信先", "receiver"),
            number: receiver.number,
            given: options.receiver_kind,
            named: named(|name| name.receiver).map(|address| address.kind),
            rows: (!serves).then(|| rows(set, all, receiver.number)),
            lead,
        });
        let sender = sender.kind(findings);
        let receiver = receiver.map(|end| end.kind(findings));
        Some(Self {
            sender: sender?,
            receiver: match receiver {
                Some(kind) => Some(kind?),
                None => None,
            },
        })
    }

    /// A file name in the form of 4.1.
    pub(super) fn name(&self, name: &FileName) -> FileName {
        let with = |party: Party, kind| match party.code {
            PartyCode::Kind(_) => party,
            PartyCode::None | PartyCode::Three(_) => Party {
                number: party.number,
                code: PartyCode::Kind(kind),
            },
        };
        FileName {
            sender: with(name.sender, self.sender),
            receiver: name
                .receiver
                .and_then(|party| Some(with(party, self.receiver?))),
            ..name.clone()
        }
    }
}

impl End<'_> {
    fn kind(&self, findings: &mut Findings) -> Option<ServiceKind> {
        // Where every name has the kind already there is nothing to find out.
        if self.lead.name.edition() == Edition::V41 {
            return self.named;
        }
        if let Some(given) = self.given {
            self.compare(given, findings);
            return Some(given);
        }
        if self.named.is_some() {
            return self.named;
        }
        let Some(rows) = &self.rows else {
            findings.push(self.finding(Code::UpgradeKindAssumed));
            return ServiceKind::from_bytes(&PLANNING).ok();
        };
        let mut kinds = rows.iter();
        match (kinds.next(), kinds.next()) {
            (Some(only), None) => self.from_rows(only, findings),
            (None, _) => {
                findings.push(self.finding(Code::UpgradeKindMissing));
                None
            }
            _ => {
                let finding = self.finding(Code::UpgradeKindAmbiguous);
                findings.push(finding.with("kinds", list(rows)));
                None
            }
        }
    }

    /// Rows of a kind that is not exchanged do not say as what the office is addressed.
    fn from_rows(&self, kind: &[u8], findings: &mut Findings) -> Option<ServiceKind> {
        let kind = ServiceKind::from_bytes(kind).ok().filter(|kind| {
            ServiceKindInfo::of(kind.as_str()).is_some_and(|info| info.exchange == Exchange::Yes)
        });
        findings.push(match kind {
            Some(kind) => self.finding(Code::UpgradeKindDerived).with("kind", kind),
            None => self.finding(Code::UpgradeKindMissing),
        });
        kind
    }

    /// Rows of the office, but none of the kind that the caller gave.
    fn compare(&self, given: ServiceKind, findings: &mut Findings) {
        let Some(rows) = &self.rows else { return };
        if !rows.is_empty() && !rows.contains(given.as_str().as_bytes()) {
            let finding = self.finding(Code::UpgradeKindDiffers);
            findings.push(finding.with("kind", given).with("kinds", list(rows)));
        }
    }

    fn finding(&self, code: Code) -> Finding {
        refusal(self.lead.document, code)
            .with_both("party", self.role.0, self.role.1)
            .with("office", self.number)
    }
}

/// The kinds of an office's rows in the set, or, where it has none there, in the other files that were given.
fn rows(
    set: &[Member<'_>],
    all: &[Arc<CheckedDocument>],
    office: OfficeNumber,
) -> BTreeSet<Vec<u8>> {
    let mut kinds = BTreeSet::new();
    for member in set {
        add_kinds(member.document, office, &mut kinds);
    }
    if kinds.is_empty() {
        for file in all {
            add_kinds(file.document(), office, &mut kinds);
        }
    }
    kinds
}

/// Table 6 and the deletion of actuals say for each row which office serves with which kind.
fn add_kinds(document: &Document, office: OfficeNumber, kinds: &mut BTreeSet<Vec<u8>>) {
    let kind_item = match document.kind() {
        Some(FileKind::Upplan | FileKind::Upjsk) => "service_code",
        Some(FileKind::Dltjsk) => "service_kind",
        _ => return,
    };
    let items = document.layout().and_then(|layout| {
        let nos = (layout.no("service_office")?, layout.no(kind_item)?);
        Some((layout.items.len(), nos))
    });
    let Some((count, (office_no, kind_no))) = items else {
        return;
    };
    for record in document.records().filter(|record| record.len() == count) {
        let [Some(own), Some(kind)] = [office_no, kind_no].map(|no| record.field(no)) else {
            continue;
        };
        if *own.content() == *office.as_str().as_bytes() {
            let code = kind.content();
            let kind = code.get(..2).unwrap_or(&code);
            if !kinds.contains(kind) {
                kinds.insert(kind.to_vec());
            }
        }
    }
}

/// For messages; whatever is no kind at all is not repeated.
fn list(kinds: &BTreeSet<Vec<u8>>) -> String {
    let name = |kind: &Vec<u8>| {
        ServiceKind::from_bytes(kind).map_or("??".to_owned(), |kind| kind.to_string())
    };
    kinds.iter().map(name).collect::<Vec<_>>().join(", ")
}
