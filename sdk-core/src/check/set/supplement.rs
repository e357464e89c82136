//! UPHOSOKU, which travels with tables 1 to 3 and with tables 6 and 7.

use super::on_person;
use super::scan::Scan;
use crate::document::Document;
use crate::finding::{Code, Findings};

/// The supplement has a record for every person of the other files, and for nobody else (2.4 (1)① and ②: an importer takes
/// name and insurance of a person from it).
pub(super) fn of_everybody(
    supplement: &Document,
    scan: &Scan,
    others: &[(&Document, &Scan)],
    persons: usize,
    findings: &mut Findings,
) {
    for person in 0..persons as u32 {
        let mut elsewhere = others
            .iter()
            .filter_map(|(file, other)| Some((*file, other.first(person)?)));
        match (scan.first(person), elsewhere.next()) {
            (None, Some((file, record))) if scan.lacks(person) => {
                findings.push(on_person(file, Code::SupplementMissing, record));
            }
            (Some(record), None)
                if !others.is_empty() && others.iter().all(|(_, other)| other.lacks(person)) =>
            {
                findings.push(on_person(supplement, Code::SupplementUnneeded, record));
            }
            _ => {}
        }
    }
}
