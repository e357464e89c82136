//! What the index of the store says of a set: whose data, which month, which content.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::check::CheckedDocument;
use crate::digest::sha256_hex;
use crate::document::{Document, MonthPart};
use crate::message::FileEntry;
use crate::number::{InsuredNumber, InsurerNumber, TargetMonth};
use crate::store::{PersonRef, Store, StoreError};

/// The persons of the records, each once: 保険者番号 and 被保険者番号 of every record that has both.
pub(super) fn persons(
    store: &Store,
    documents: &[Arc<CheckedDocument>],
) -> Result<Vec<PersonRef>, StoreError> {
    let mut persons = BTreeSet::new();
    for checked in documents {
        collect(checked.document(), &mut persons);
    }
    let reference = |(insurer, insured): &(InsurerNumber, InsuredNumber)| {
        store.person(insurer.as_str(), insured.as_str())
    };
    persons.iter().map(reference).collect()
}

fn collect(document: &Document, persons: &mut BTreeSet<(InsurerNumber, InsuredNumber)>) {
    let no = |ident| document.layout().and_then(|layout| layout.no(ident));
    let (Some(insurer_no), Some(insured_no)) = (no("insurer_number"), no("insured_number")) else {
        return;
    };
    let mut last = None;
    for record in document.records() {
        let content = |no| record.field(no).map(|field| field.content());
        let (Some(insurer), Some(insured)) = (content(insurer_no), content(insured_no)) else {
            continue;
        };
        let (Ok(insurer), Ok(insured)) = (
            InsurerNumber::from_bytes(&insurer),
            InsuredNumber::from_bytes(&insured),
        ) else {
            continue;
        };
        // Rows of one person mostly stand together.
        if last != Some((insurer, insured)) {
            last = Some((insurer, insured));
            persons.insert((insurer, insured));
        }
    }
}

/// 対象年月, where the files of a set that are about a month are about the same one.
pub(super) fn month(documents: &[Arc<CheckedDocument>]) -> Option<TargetMonth> {
    let names = documents
        .iter()
        .filter_map(|checked| checked.document().file_name());
    let months: BTreeSet<_> = names
        .filter_map(|name| match name.month? {
            MonthPart::Month(month) => Some(month),
            MonthPart::Zero => None,
        })
        .collect();
    match months.len() {
        1 => months.first().copied(),
        _ => None,
    }
}

/// A digest over names and bytes of the files, whatever their order: the same for the same set.
pub(super) fn set_digest(files: &[FileEntry]) -> String {
    let mut lines: Vec<_> = files
        .iter()
        .map(|file| format!("{} {}\n", file.sha256, file.name))
        .collect();
    lines.sort();
    sha256_hex(lines.concat().as_bytes())
}
