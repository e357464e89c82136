//! A relay at the end of the month: 200 offices send sets of 90 users at once; then the same with 100,000 messages stored and
//! 250,000 offices in the directory, and what single calls take there beside what they take in an empty relay.
//!
//! The relay is a process of its own, so its memory and processor time are its own. `-- small` or `-- large` for one of the two
//! loads, `-- compare` for the single calls alone, `-- sets 20` for more sets of each office, `-- rounds 300` for more rounds
//! of single calls.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "load/compare.rs"]
mod compare;
#[path = "load/figures.rs"]
mod figures;
#[path = "load/house.rs"]
mod house;
#[path = "load/month_end.rs"]
mod month_end;
#[path = "load/office.rs"]
mod office;
#[path = "load/process.rs"]
mod process;

use std::path::Path;
use std::sync::Arc;

use house::{House, Size};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(dir) = after(&arguments, "serve") {
        return house::serve(Path::new(dir));
    }
    let number = |word, default| after(&arguments, word).map_or(default, |it| it.parse().unwrap());
    let (sets, rounds) = (number("sets", 10), number("rounds", 100));
    let only = |word: &str| arguments.iter().any(|argument| argument == word);
    let all = !["small", "large", "compare"].into_iter().any(only);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let small =
        (all || only("small") || only("compare")).then(|| Arc::new(House::new(Size::Small)));
    let large =
        (all || only("large") || only("compare")).then(|| Arc::new(House::new(Size::Large)));
    if let (true, Some(house)) = (all || only("small"), &small) {
        runtime.block_on(month_end::run("small", house, sets));
    }
    if let (true, Some(house)) = (all || only("large"), &large) {
        runtime.block_on(month_end::run("large", house, sets));
    }
    if let (true, Some(small), Some(large)) = (all || only("compare"), &small, &large) {
        runtime.block_on(compare::run(small, large, rounds));
    }
}

/// The argument behind a word.
fn after<'a>(arguments: &'a [String], word: &str) -> Option<&'a str> {
    let at = arguments.iter().position(|argument| argument == word)?;
    arguments.get(at + 1).map(String::as_str)
}
