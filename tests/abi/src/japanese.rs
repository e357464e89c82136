//! The Japanese of the header's comments: sdk-ffi/reference.ja, a file for each chapter.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use toml::{Table, Value};

use crate::header::Block;
use crate::root;

/// Which English each text was written for, by its digest.
const WRITTEN_FOR: &str = "written-for.txt";

/// Texts by the name of what they are about; of a field, `cpl_struct.field`.
#[derive(Debug, Default)]
pub struct Japanese {
    texts: BTreeMap<String, String>,
}

impl Japanese {
    /// What stands in the files.
    pub fn read() -> Self {
        let mut texts = BTreeMap::new();
        for file in fs::read_dir(folder()).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "toml") {
                continue;
            }
            let table: Table = fs::read_to_string(&path).unwrap().parse().unwrap();
            for (name, about) in table {
                add(&mut texts, &name, about);
            }
        }
        Self { texts }
    }

    /// The text about something, in paragraphs, where there is one.
    pub fn paragraphs(&self, name: &str) -> Option<Vec<String>> {
        let text = self.texts.get(name)?;
        let paragraphs = text.trim().split("\n\n");
        let whole = paragraphs.map(|paragraph| paragraph.replace('\n', ""));
        Some(whole.collect())
    }

    /// Everything that has a text.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }
}

fn add(texts: &mut BTreeMap<String, String>, name: &str, about: Value) {
    let Value::Table(about) = about else {
        panic!("{name} is no table");
    };
    for (key, value) in about {
        let key = match (name, key.as_str()) {
            ("constants", constant) => constant.to_owned(),
            (_, "ja") => name.to_owned(),
            (_, "fields") => {
                for (field, text) in value.as_table().unwrap() {
                    let text = text.as_str().unwrap().to_owned();
                    texts.insert(format!("{name}.{field}"), text);
                }
                continue;
            }
            (_, other) => panic!("{name}: {other}"),
        };
        let text = value.as_str().unwrap().to_owned();
        assert!(texts.insert(key.clone(), text).is_none(), "{key} twice");
    }
}

/// The declarations whose English is no longer that which the Japanese was written for.
pub fn outdated(declarations: &[Block]) -> Vec<String> {
    let written = fs::read_to_string(folder().join(WRITTEN_FOR)).unwrap_or_default();
    let written: BTreeMap<_, _> = written
        .lines()
        .filter_map(|line| line.split_once(' '))
        .collect();
    let outdated = declarations.iter().filter(|block| {
        written.get(block.name.as_str()).copied() != Some(digest(&comments(block)).as_str())
    });
    outdated.map(|block| block.name.clone()).collect()
}

/// Notes that the Japanese is that of the English as it is now.
pub fn note_written(declarations: &[Block]) {
    let lines = declarations
        .iter()
        .map(|block| format!("{} {}\n", block.name, digest(&comments(block))));
    fs::write(folder().join(WRITTEN_FOR), lines.collect::<String>()).unwrap();
}

fn folder() -> PathBuf {
    root().join("sdk-ffi/reference.ja")
}

/// However its lines are broken.
fn comments(block: &Block) -> String {
    let lines = block.text.lines().map(str::trim);
    let words: Vec<_> = lines
        .filter_map(|line| line.strip_prefix("//"))
        .flat_map(str::split_whitespace)
        .collect();
    words.join(" ")
}

/// FNV-1a: it only has to tell texts apart, the same everywhere.
fn digest(text: &str) -> String {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}
