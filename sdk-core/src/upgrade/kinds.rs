//! The service kinds of sender and receiver, which names of 4.1 have and older ones have not.

use std::collections::{BTreeSet, HashMap};

use super::{Member, UpgradeOptions, refusal};
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
    rows: Option<&'a RowKinds>,
    /// The file that findings are on.
    lead: &'a Member<'a>,
}

impl Kinds {
    /// The kinds of a set; `None`, with an error, if one of them cannot be known.
    pub(super) fn of<'r>(
        set: &[Member<'_>],
        all_rows: &dyn Fn() -> &'r Rows,
        options: &UpgradeOptions,
        findings: &mut Findings,
    ) -> Option<Self> {
        let lead = set
            .iter()
            .find(|member| member.name.edition() != Edition::V41)
            .or(set.first())?;
        let serves = lead.name.kind.sender() == SenderRole::Service;
        let own_rows = Rows::of(set.iter().map(|member| member.document));
        let rows = |office| match own_rows.kinds(office) {
            kinds if kinds.is_empty() => all_rows().kinds(office),
            kinds => kinds,
        };
        let named = |party: fn(&FileName) -> Option<Party>| {
            let parties = set.iter().filter_map(|member| party(member.name));
            parties.filter_map(|party| party.address()).next()
        };
        let sender = End {
            role: ("送信元", "sender"),
            number: lead.name.sender.number,
            given: options.sender_kind,
            named: named(|name| Some(name.sender)).map(|address| address.kind),
            rows: serves.then(|| rows(lead.name.sender.number)),
            lead,
        };
        let receiver = lead.name.receiver.map(|receiver| End {
            role: ("送信先", "receiver"),
            number: receiver.number,
            given: options.receiver_kind,
            named: named(|name| name.receiver).map(|address| address.kind),
            rows: (!serves).then(|| rows(receiver.number)),
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

    /// The name of a file in the form of 4.1.
    pub(super) fn name_of(&self, member: &Member<'_>) -> String {
        let name = self.name(member.name).to_string();
        // The standard writes .jpg and .JPG; an image keeps what it had.
        match name.strip_suffix(".jpg") {
            Some(stem) if member.document.name().ends_with(".JPG") => format!("{stem}.JPG"),
            _ => name,
        }
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
        let Some(rows) = self.rows else {
            findings.push(self.finding(Code::UpgradeKindAssumed));
            return ServiceKind::from_bytes(&PLANNING).ok();
        };
        let mut kinds = rows.iter();
        match (kinds.next(), kinds.next()) {
            (Some(only), None) => self.kind_of_rows(only, findings),
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
    fn kind_of_rows(&self, kind: &[u8; 2], findings: &mut Findings) -> Option<ServiceKind> {
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
        let Some(rows) = self.rows else { return };
        if !rows.is_empty() && !rows.iter().any(|kind| kind == given.as_str().as_bytes()) {
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

/// What stands for whatever is no kind at all.
const NO_KIND: [u8; 2] = *b"??";

/// Most kinds that a message names.
const MOST_NAMED: usize = 20;

/// The kinds that rows have, two characters each; [`NO_KIND`] where there is nothing of the kind.
type RowKinds = BTreeSet<[u8; 2]>;

/// Which kinds the rows of each office have, by table 6 and the deletion of actuals.
pub(super) struct Rows(HashMap<OfficeNumber, RowKinds>);

impl Rows {
    pub(super) fn of<'a>(documents: impl Iterator<Item = &'a Document>) -> Self {
        let mut rows = Self(HashMap::new());
        documents.for_each(|document| rows.add(document));
        rows
    }

    fn kinds(&self, office: OfficeNumber) -> &RowKinds {
        static NONE: RowKinds = RowKinds::new();
        self.0.get(&office).unwrap_or(&NONE)
    }

    fn add(&mut self, document: &Document) {
        let kind_item = match document.kind() {
            Some(FileKind::Upplan | FileKind::Upjsk) => "service_code",
            Some(FileKind::Dltjsk) => "service_kind",
            _ => return,
        };
        let items = document.layout().and_then(|layout| {
            let nos = [layout.no("service_office")?, layout.no(kind_item)?];
            Some((layout.items.len(), nos))
        });
        let Some((count, nos)) = items else {
            return;
        };
        for record in document.records().filter(|record| record.len() == count) {
            let [Some(office), Some(code)] = nos.map(|no| record.field(no)) else {
                continue;
            };
            if let Ok(office) = OfficeNumber::from_bytes(&office.content()) {
                let code = code.content();
                let kind = code.get(..2).map(ServiceKind::from_bytes);
                let kind = match kind {
                    Some(Ok(_)) => code.first_chunk().copied().unwrap_or(NO_KIND),
                    _ => NO_KIND,
                };
                self.0.entry(office).or_default().insert(kind);
            }
        }
    }
}

/// For messages; whatever is no kind at all is not repeated.
fn list(kinds: &RowKinds) -> String {
    let named = kinds.iter().take(MOST_NAMED);
    let mut names: Vec<_> = named.map(|kind| String::from_utf8_lossy(kind)).collect();
    if kinds.len() > MOST_NAMED {
        names.push("…".into());
    }
    names.join(", ")
}
