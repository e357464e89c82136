//! Real files with bytes, items, lines and names broken at random: whatever comes of it, nothing panics, repairs come
//! to an end, what is written is read again, and nothing that people see has an unfilled blank or a value in it.
//!
//! `CAREPLAN_MUTATIONS` sets how many files are broken (300 without it), `CAREPLAN_SEED` where it begins.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use careplan_core::check::set::deletions_against;
use careplan_core::check::{CheckedDocument, check_with};
use careplan_core::document::Document;
use careplan_core::finding::{CheckProfile, Findings, Lang};
use careplan_core::message::{MessageSet, group};
use careplan_core::records::FileDraft;
use careplan_core::repair::{RepairOptions, repair};
use careplan_core::upgrade::{UpgradeOptions, upgrade};

/// Stands in texts that are put into files; no message may repeat it.
const SECRET: &str = "HIMITSU";

#[test]
fn broken_files_break_nothing() {
    let number = |name: &str, otherwise| {
        let value = std::env::var(name).ok();
        value
            .and_then(|value| value.parse().ok())
            .unwrap_or(otherwise)
    };
    let seeds = real_files();
    assert!(seeds.len() > 100);
    let mut random = Random(number("CAREPLAN_SEED", 1_u64) | 1);
    let mut before: Vec<Arc<CheckedDocument>> = Vec::new();
    for _ in 0..number("CAREPLAN_MUTATIONS", 300) {
        let (name, bytes) = random.pick(&seeds).clone();
        let (name, bytes) = mutate(name, bytes, &seeds, &mut random);
        try_one(&name, bytes.clone());
        before.push(Arc::new(CheckedDocument::read(&name, bytes)));
        if before.len() == 8 {
            try_together(&std::mem::take(&mut before));
        }
    }
}

fn try_one(name: &str, bytes: Vec<u8>) {
    let checked = CheckedDocument::read(name, bytes);
    let document = checked.document();
    look_at(checked.findings());
    for profile in [CheckProfile::strict(), CheckProfile::lenient()] {
        look_at(&check_with(document, &profile));
    }
    let repaired = repair(document, &RepairOptions::default());
    hides(&format!("{repaired:?}"));
    // What hid behind the first repair, such as a second header or tabs below a blank line, may take another one.
    let mut settled = repaired;
    for _ in 0..4 {
        let again = Document::read(&settled.name, settled.bytes.clone());
        settled = repair(&again, &RepairOptions::default());
    }
    assert!(settled.changes.is_empty(), "{name}: {:?}", settled.changes);
    let repaired = Document::read(&settled.name, settled.bytes);
    look_at(CheckedDocument::check(repaired, &CheckProfile::standard()).findings());
    match FileDraft::of(document) {
        Err(findings) => look_at(&findings),
        Ok(draft) => {
            hides(&format!("{draft:?}"));
            assert_eq!(draft.record_count(), document.record_count());
            let contents = |document: &Document| -> Vec<Vec<String>> {
                let texts = |record: careplan_core::document::Record<'_>| {
                    record
                        .fields()
                        .map(|field| field.text().into_owned())
                        .collect()
                };
                document.records().map(texts).collect()
            };
            match draft.finish() {
                Ok(written) => {
                    assert!(contents(written.document()) == contents(document), "{name}")
                }
                Err(findings) => look_at(&findings),
            }
        }
    }
}

fn try_together(files: &[Arc<CheckedDocument>]) {
    let upgraded = upgrade(files, &UpgradeOptions::default());
    look_at(&upgraded.findings);
    hides(&format!("{upgraded:?}"));
    for file in &upgraded.files {
        look_at(CheckedDocument::read(&file.name, file.bytes.clone()).findings());
    }
    let sets = group(files.to_vec());
    assert_eq!(
        sets.iter().map(|set| set.documents().len()).sum::<usize>(),
        files.len()
    );
    for set in sets {
        look_at(set.findings());
        match MessageSet::build(set.documents().to_vec()) {
            Ok(set) => look_at(set.findings()),
            Err(findings) => look_at(&findings),
        }
    }
    let documents: Vec<_> = files.iter().map(|file| file.document()).collect();
    for document in &documents {
        look_at(&deletions_against(document, &documents));
    }
}

fn look_at(findings: &Findings) {
    hides(&format!("{findings:?}"));
    for finding in findings {
        for lang in [Lang::Ja, Lang::En] {
            for text in [finding.message(lang), finding.hint(lang)] {
                assert!(!text.contains(['{', '}']), "{finding:?}: {text}");
                hides(&text);
            }
        }
    }
}

fn hides(text: &str) {
    assert!(!text.contains(SECRET), "{text}");
}

fn mutate(
    name: String,
    mut bytes: Vec<u8>,
    seeds: &[(String, Vec<u8>)],
    random: &mut Random,
) -> (String, Vec<u8>) {
    let mut name = name;
    for _ in 0..1 + random.below(4) {
        let at = random.below(bytes.len() + 1);
        match random.below(14) {
            0 if at < bytes.len() => bytes[at] = random.next() as u8,
            1 => {
                let odd: [&[u8]; 16] = [
                    b"\"",
                    b",",
                    b"\r\n",
                    b"\n",
                    b"\"\"",
                    b"\x1a",
                    b"\0",
                    b"\t",
                    b"=\"1\"",
                    b"\xf0\x40",
                    b"\x81",
                    b"99999999",
                    b"00000000",
                    "𠮷\u{fe0f}噓".as_bytes(),
                    b" ",
                    SECRET.as_bytes(),
                ];
                let odd = *random.pick(&odd);
                bytes.splice(at..at, odd.iter().copied());
            }
            2 => bytes.truncate(at),
            3 => {
                let mut lines: Vec<Vec<u8>> = bytes
                    .split_inclusive(|byte| *byte == b'\n')
                    .map(<[u8]>::to_vec)
                    .collect();
                if !lines.is_empty() {
                    let line = lines[random.below(lines.len())].clone();
                    let to = random.below(lines.len() + 1);
                    lines.insert(to, line);
                    let (a, b) = (random.below(lines.len()), random.below(lines.len()));
                    lines.swap(a, b);
                }
                bytes = lines.concat();
            }
            4..=6 => {
                let values: [&[u8]; 22] = [
                    b"",
                    b"\"\"",
                    b"0",
                    b"9999999",
                    b"999999999999",
                    b"99991231",
                    b"00010101",
                    b"20260931",
                    b"000000",
                    b"999912",
                    b"2400",
                    b"9999",
                    b"99.99",
                    b"17AAAA",
                    b"999999",
                    b"9999999999",
                    b"H123456789",
                    b"\"HIMITSU\"",
                    b"HIMITSU",
                    b"1111111111111111111111111111111",
                    b"202208",
                    b"202504",
                ];
                let value = *random.pick(&values);
                let start = bytes[..at]
                    .iter()
                    .rposition(|byte| matches!(byte, b',' | b'\n'))
                    .map_or(0, |at| at + 1);
                let end = bytes[at..]
                    .iter()
                    .position(|byte| matches!(byte, b',' | b'\r' | b'\n'))
                    .map_or(bytes.len(), |end| at + end);
                bytes.splice(start..end, value.iter().copied());
            }
            7 => bytes = encode_other(&bytes, random),
            8 => bytes.retain(|byte| *byte != b'"'),
            9 => name = random.pick(seeds).0.clone(),
            10 => {
                let mut characters: Vec<char> = name.chars().collect();
                let at = random.below(characters.len());
                characters[at] = *random.pick(&['_', '0', '9', 'A', '.', '\u{3000}', '４']);
                name = characters.into_iter().collect();
            }
            11 => {
                bytes = bytes
                    .iter()
                    .map(|byte| if *byte == b',' { b'\t' } else { *byte })
                    .collect()
            }
            12 if !bytes.starts_with(b"\xFF\xFE") => {
                bytes = [&b"\xEF\xBB\xBF"[..], &bytes].concat()
            }
            _ => bytes = [&bytes[..at], &random.pick(seeds).1].concat(),
        }
    }
    (name, bytes)
}

fn encode_other(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let text = careplan_core::text::decode(bytes);
    match random.below(3) {
        0 => [0xFEFF]
            .into_iter()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect(),
        _ => text.into_owned().into_bytes(),
    }
}

fn real_files() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for folder in ["samples/data", "tests/corpus"] {
        collect(&root.join(folder), &mut files);
    }
    files.sort();
    let mut read = Vec::new();
    for path in files {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let bytes = fs::read(&path).unwrap();
        if name.to_ascii_uppercase().ends_with(".CSV") && bytes.len() < 40_000 {
            read.push((name, bytes));
        }
    }
    read
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// xorshift64*: the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}
