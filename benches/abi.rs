//! All items of a file of 100,000 records through the C ABI, in bulk and one by one, and through .NET, beside the same from
//! Rust. Then what it takes to load the library and open an office, beside an empty C program and OpenSSL alone.
//!
//! `cargo bench -p careplan-bench --bench abi`; the first run makes the month. `-- rounds 30` for more rounds; `-- items`,
//! `-- dotnet` or `-- start` for one of the three.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]
#![allow(unsafe_code)] // Reads what the C ABI hands out, as a program in C does.

#[path = "abi/dotnet.rs"]
mod dotnet;
#[path = "abi/start.rs"]
mod start;

use std::env::args;
use std::hint::black_box;
use std::ptr;
use std::slice;
use std::time::Duration;

use careplan::{
    CPL_OK, cpl_document, cpl_document_free, cpl_document_item, cpl_document_items,
    cpl_document_read, cpl_items, cpl_status_name, cpl_text,
};
use careplan_bench::{plan_file, thread_time};
use careplan_core::document::Document;

const ROUNDS: usize = 15;

fn main() {
    let words: Vec<_> = args().skip(1).collect();
    if let Some(at) = words.iter().position(|word| word == start::CHILD) {
        return start::child(&words[at + 1]);
    }
    let rounds = words.iter().position(|word| word == "rounds");
    let rounds = rounds.map_or(ROUNDS, |at| words[at + 1].parse().unwrap());
    let parts = ["items", "dotnet", "start"];
    let all = !words.iter().any(|word| parts.contains(&word.as_str()));
    let wanted = |part: &str| all || words.iter().any(|word| word == part);
    if wanted("items") || wanted("dotnet") {
        let (path, half) = plan_file();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let bytes = [&half[..], &half[..]].concat();
        let rust = items(&name, &bytes, rounds);
        if wanted("dotnet") {
            dotnet::items(&name, &bytes, rust);
        }
    }
    if wanted("start") {
        start::start(rounds * 10);
    }
}

/// Prints how the C ABI stands beside Rust, and gives what Rust takes.
fn items(name: &str, bytes: &[u8], rounds: usize) -> (Duration, usize) {
    let document = Document::read(name, bytes.to_vec());
    let (mut rust, mut bulk, mut again) = (Duration::MAX, Duration::MAX, Duration::MAX);
    let mut single = Duration::MAX;
    let mut items = 0;
    for _ in 0..rounds {
        let start = thread_time();
        let from_rust = from_rust(&document);
        rust = rust.min(thread_time() - start);

        let opened = read(name, bytes);
        let start = thread_time();
        let in_bulk = in_bulk(opened);
        bulk = bulk.min(thread_time() - start);
        let start = thread_time();
        assert_eq!(self::in_bulk(opened), in_bulk);
        again = again.min(thread_time() - start);
        let start = thread_time();
        let one_by_one = one_by_one(opened, document.record_count());
        single = single.min(thread_time() - start);
        cpl_document_free(ptr::from_ref(opened).cast_mut());
        assert!(from_rust == in_bulk && from_rust == one_by_one);
        items = from_rust.0;
    }
    let ratio = |time: Duration| time.as_secs_f64() / rust.as_secs_f64();
    let records = document.record_count();
    println!("{records} records, {items} items, least of {rounds} rounds, time of the processor:");
    println!("  from Rust {rust:.1?}");
    println!(
        "  C ABI in bulk {bulk:.1?}: {:.2} × Rust (at most 1.2)",
        ratio(bulk)
    );
    println!("  in bulk, asked again {again:.1?}: {:.2} ×", ratio(again));
    let call = single.as_nanos() as f64 / items as f64;
    println!(
        "  one call an item, decoded before {single:.1?}: {:.2} ×, {call:.1} ns a call",
        ratio(single)
    );
    println!("  cpl_status_name: {:.1} ns a call", per_call());
    (rust, items)
}

/// What a call takes that does next to nothing, in nanoseconds.
fn per_call() -> f64 {
    const CALLS: u32 = 1_000_000;
    let mut name = cpl_text {
        data: ptr::null(),
        len: 0,
    };
    let start = thread_time();
    for status in 0..CALLS {
        black_box(cpl_status_name(black_box(status % 8), &mut name));
    }
    (thread_time() - start).as_nanos() as f64 / f64::from(CALLS)
}

/// Number of items and of bytes in them.
fn from_rust(document: &Document) -> (usize, usize) {
    let (mut items, mut bytes) = (0, 0);
    for record in document.records() {
        for field in record.fields() {
            items += 1;
            bytes += black_box(field.text()).len();
        }
    }
    (items, bytes)
}

fn read(name: &str, bytes: &[u8]) -> &'static cpl_document {
    let mut document = ptr::null_mut();
    let status = cpl_document_read(
        name.as_ptr().cast(),
        name.len(),
        bytes.as_ptr(),
        bytes.len(),
        ptr::null(),
        &mut document,
        ptr::null_mut(),
    );
    assert_eq!(status, CPL_OK);
    // SAFETY: the call gave a handle, which stays until this program frees it.
    unsafe { &*document }
}

fn in_bulk(document: &cpl_document) -> (usize, usize) {
    let mut all = cpl_items {
        struct_size: size_of::<cpl_items>() as u32,
        reserved: 0,
        texts: ptr::null(),
        text_count: 0,
        first: ptr::null(),
        record_count: 0,
    };
    assert_eq!(cpl_document_items(document, &mut all), CPL_OK);
    // SAFETY: the array belongs to the document.
    let texts = unsafe { slice::from_raw_parts(all.texts, all.text_count) };
    (
        texts.len(),
        texts.iter().map(|text| black_box(text).len).sum(),
    )
}

fn one_by_one(document: &cpl_document, records: usize) -> (usize, usize) {
    let (mut items, mut bytes) = (0, 0);
    let mut value = cpl_text {
        data: ptr::null(),
        len: 0,
    };
    for record in 1..=records {
        for no in 1.. {
            if cpl_document_item(document, record, no, &mut value) != CPL_OK {
                break;
            }
            items += 1;
            bytes += value.len;
        }
    }
    (items, bytes)
}
