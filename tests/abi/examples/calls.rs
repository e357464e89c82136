//! Prints a C program that is made from the header: `calls misuse` or `calls panics`. For other systems than this one.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::panic)]

use std::{env, fs};

use careplan_abi_tests::header::{blocks, functions};
use careplan_abi_tests::{misuse, root};

fn main() {
    let header = fs::read_to_string(root().join("include/careplan.h")).unwrap();
    let functions = functions(&blocks(&header));
    match env::args().nth(1).as_deref() {
        Some("misuse") => print!("{}", misuse::program(&functions)),
        Some("panics") => print!("{}", misuse::panics(&functions)),
        other => panic!("misuse or panics, not {other:?}"),
    }
}
