//! Any bytes under any name are read and checked; no byte is lost and every place lies within the file.
#![no_main]

use careplan_core::check::CheckedDocument;
use careplan_core::finding::Lang;
use careplan_core::layout::FileKind;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (kind, bytes) = input;
    let kind = FileKind::ALL[usize::from(kind) % FileKind::ALL.len()];
    let month = if kind.month_in_name() { "_202609" } else { "" };
    let name = format!("{kind}{month}_5070022016_43_5070100002_11_20260826093000.CSV");
    let checked = CheckedDocument::read(&name, bytes.to_vec());
    let document = checked.document();
    assert_eq!(document.bytes(), bytes);
    for record in document.records() {
        assert_eq!(record.fields().count(), record.len());
        for field in record.fields() {
            assert_eq!(
                field.raw,
                &bytes[field.place().start as usize..field.place().end as usize]
            );
            let _ = field.text();
        }
    }
    for finding in checked.findings() {
        assert!(
            finding
                .place
                .clone()
                .is_none_or(|place| place.end as usize <= bytes.len())
        );
        for lang in [Lang::Ja, Lang::En] {
            let said = finding.message(lang) + &finding.hint(lang);
            assert!(!said.contains(['{', '}']), "{said}");
        }
    }
});
