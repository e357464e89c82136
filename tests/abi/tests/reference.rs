//! The committed reference is the one that the header gives, and complete.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;

use careplan_abi_tests::header::{blocks, structs};
use careplan_abi_tests::japanese::{self, Japanese};
use careplan_abi_tests::reference::{Lang, page};
use careplan_abi_tests::root;

const PAGES: [(Lang, &str); 2] = [
    (Lang::Ja, "docs/reference.ja.md"),
    (Lang::En, "docs/reference.md"),
];

/// `CAREPLAN_UPDATE=1 cargo test -p careplan-abi-tests --test reference` writes the pages anew.
#[test]
fn the_pages_are_those_of_the_header() {
    for (lang, name) in PAGES {
        let (path, made) = (root().join(name), page(lang));
        if std::env::var_os("CAREPLAN_UPDATE").is_some() {
            fs::write(&path, &made).unwrap();
        }
        assert!(
            fs::read_to_string(&path).unwrap() == made,
            "{name} is not that of the header: run this test with CAREPLAN_UPDATE=1 and commit it"
        );
    }
}

/// Everything in the header has Japanese, and nothing else; and it is that of the English as it is now. After mending
/// sdk-ffi/reference.ja: `CAREPLAN_TRANSLATED=1 cargo test -p careplan-abi-tests --test reference`.
#[test]
fn the_japanese_is_whole_and_says_what_the_header_says() {
    let header = fs::read_to_string(root().join("include/careplan.h")).unwrap();
    let (_, body) = header.split_once("#endif  // __cplusplus\n").unwrap();
    let (body, _) = body.split_once("#if defined(__cplusplus)").unwrap();
    let line = format!("// {}\n", "=".repeat(110));
    let parts: Vec<_> = body.split(line.as_str()).skip(1).collect();
    let chapters = parts.chunks_exact(2);
    let declarations: Vec<_> = chapters.flat_map(|part| blocks(part[1])).collect();
    assert!(declarations.len() > 300);
    let mut expected: BTreeSet<String> = declarations
        .iter()
        .map(|block| block.name.clone())
        .collect();
    for one in structs(&declarations) {
        let fields = one
            .fields
            .iter()
            .map(|(_, field)| format!("{}.{field}", one.name));
        expected.extend(fields);
    }
    let there: BTreeSet<String> = Japanese::read().names().map(str::to_owned).collect();
    let lacking: Vec<_> = expected.difference(&there).collect();
    assert!(lacking.is_empty(), "sdk-ffi/reference.ja lacks {lacking:?}");
    let unknown: Vec<_> = there.difference(&expected).collect();
    assert!(unknown.is_empty(), "the header has no {unknown:?}");
    if std::env::var_os("CAREPLAN_TRANSLATED").is_some() {
        japanese::note_written(&declarations);
    }
    let outdated = japanese::outdated(&declarations);
    assert!(
        outdated.is_empty(),
        "the header says something else of {outdated:?} than when its Japanese was written: mend sdk-ffi/reference.ja"
    );
}

#[test]
fn every_export_has_an_entry_and_a_place_in_the_index() {
    let exports = fs::read_to_string(root().join("sdk-ffi/exports.txt")).unwrap();
    for (lang, name) in PAGES {
        let page = page(lang);
        for export in exports.lines() {
            let entry = page.split(&format!("\n### {export}\n")).nth(1);
            let entry = entry.unwrap_or_else(|| panic!("{name} lacks {export}"));
            let (code, rest) = entry.split_once("```\n\n").unwrap();
            assert!(code.contains(&format!("{export}(")), "{name}: {code}");
            let about = rest.split("\n#").next().unwrap();
            assert!(about.trim().len() > 10, "{name}: {export} says nothing");
            assert!(
                page.contains(&format!("\n| [`{export}`](#{export}) | ")),
                "{export}"
            );
        }
    }
}

#[test]
fn every_link_within_a_page_leads_somewhere() {
    for (lang, name) in PAGES {
        let page = page(lang);
        let headings = page.lines().filter(|line| line.starts_with('#'));
        let anchors: BTreeSet<String> = headings
            .map(|line| {
                let text = line.trim_start_matches('#').trim();
                text.to_lowercase().replace(' ', "-")
            })
            .collect();
        for link in page.split("](#").skip(1) {
            let to = link.split(')').next().unwrap();
            assert!(anchors.contains(to), "{name}: {to}");
        }
    }
}

#[test]
fn every_status_stands_in_the_table_of_both_pages() {
    let header = fs::read_to_string(root().join("include/careplan.h")).unwrap();
    let statuses = header.split("#define CPL_OK 0\n").nth(1).unwrap();
    let (statuses, _) = statuses.split_once("#define CPL_CATEGORY_").unwrap();
    for line in statuses.lines() {
        let Some(declared) = line.strip_prefix("#define ") else {
            continue;
        };
        let (name, number) = declared.split_once(' ').unwrap();
        for (lang, file) in PAGES {
            let row = format!("\n| {number} | `{name}` | ");
            assert!(page(lang).contains(&row), "{file} lacks {name}");
        }
    }
}
