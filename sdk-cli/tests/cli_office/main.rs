//! The commands of an office: two offices and a relay, from the outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;
mod files;
mod folders;
mod lists;
mod month_end;
mod refusals;
mod town;
