//! Deletions against what was sent before.

use super::keys::{Keyed, Part};
use super::on_person;
use crate::document::Document;
use crate::finding::{Code, Findings};
use crate::layout::FileKind;

const MONTH: Part = Part {
    ident: "target_month",
    chars: 6,
    begins: false,
};
const OFFICE: Part = Part {
    ident: "service_office",
    chars: 10,
    begins: false,
};
const KIND: Part = Part {
    ident: "service_kind",
    chars: 2,
    begins: false,
};
/// サービス種類コード are the first two characters of the service code.
const KIND_OF_CODE: Part = Part {
    ident: "service_code",
    chars: 2,
    begins: true,
};

/// Whether each record of a deletion names something that `earlier` files hold, such as those of the last set sent to the same
/// receiver (2.5 Keys). Files of other kinds are passed over; without any of the right kind nothing is said.
pub fn deletions_against(deletion: &Document, earlier: &[&Document]) -> Findings {
    let mut findings = Findings::default();
    let Some((kind, parts, named)) = deletion.kind().and_then(deleted) else {
        return findings;
    };
    let earlier = earlier
        .iter()
        .filter(|document| document.kind() == Some(kind));
    let earlier = earlier.map(|document| Keyed::of(document, named));
    let Some(earlier) = Keyed::together(earlier) else {
        return findings;
    };
    for (key, record) in Keyed::of(deletion, parts).in_order() {
        if earlier.lacks(key) {
            findings.push(on_person(deletion, Code::DeletionOfNothing, record).with("kind", kind));
        }
    }
    findings.finish()
}

/// What a deletion deletes, its key and the same key there.
fn deleted(deletion: FileKind) -> Option<(FileKind, &'static [Part], &'static [Part])> {
    const PLAN: &[Part] = &[Part::date("care_plan_date")];
    const CONSULTATION: &[Part] = &[Part::date("consulted_on")];
    const PREVENTION: &[Part] = &[Part::date("plan_date")];
    const SLIP: &[Part] = &[MONTH];
    Some(match deletion {
        FileKind::Dlt1kyo => (FileKind::Up1kyo, PLAN, PLAN),
        FileKind::Dltplan => (FileKind::Upplan, SLIP, SLIP),
        FileKind::Dltjsk => (
            FileKind::Upjsk,
            &[MONTH, OFFICE, KIND],
            &[MONTH, OFFICE, KIND_OF_CODE],
        ),
        FileKind::Dltkihon => (FileKind::Upkihon, CONSULTATION, CONSULTATION),
        FileKind::Dltyobo => (FileKind::Upyobo, PREVENTION, PREVENTION),
        _ => return None,
    })
}
