//! Any files together: they are grouped, checked as sets, built, upgraded and repaired; nothing panics, no file is lost.
//!
//! The input is files one after the other: name, LF, content, NUL. `fuzz/seeds.py` makes such input of real sets.
#![no_main]

use std::sync::Arc;

use careplan_core::check::CheckedDocument;
use careplan_core::finding::Lang;
use careplan_core::message::{MessageSet, group};
use careplan_core::repair::{RepairOptions, repair};
use careplan_core::upgrade::{UpgradeOptions, upgrade};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let files: Vec<_> = input.split(|byte| *byte == 0).take(8).filter_map(file).collect();
    let candidates = group(files.clone());
    let grouped: usize = candidates.iter().map(|set| set.documents().len()).sum();
    assert_eq!(grouped, files.len());
    for candidate in &candidates {
        for finding in candidate.findings() {
            let said = finding.message(Lang::Ja) + &finding.hint(Lang::En);
            assert!(!said.contains(['{', '}']), "{said}");
        }
        let _ = MessageSet::build(candidate.documents().to_vec());
    }
    let upgraded = upgrade(&files, &UpgradeOptions::default());
    assert!(upgraded.files.len() <= files.len());
    for file in &files {
        let once = repair(file.document(), &RepairOptions::default());
        let again = CheckedDocument::read(&once.name, once.bytes.clone());
        let twice = repair(again.document(), &RepairOptions::default());
        assert!(twice.changes.is_empty(), "a second repair finds nothing to do");
        assert_eq!((twice.name, twice.bytes), (once.name, once.bytes));
    }
});

fn file(part: &[u8]) -> Option<Arc<CheckedDocument>> {
    let end = part.iter().position(|byte| *byte == b'\n')?;
    let name = str::from_utf8(&part[..end]).ok()?;
    Some(Arc::new(CheckedDocument::read(name, part[end + 1..].to_vec())))
}
