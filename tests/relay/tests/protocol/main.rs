//! The protocol, seen from outside over real TLS, wherever the relay keeps what it knows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;
mod exchange;
mod lists;
mod news;
mod stop;
mod time;
mod transfer;

/// Each of these tests over both databases and both places of contents.
macro_rules! everywhere {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { super::$name($crate::common::Sandbox::start()) })*
        }
        mod sqlite_and_disk {
            $(#[test] fn $name() { super::$name($crate::common::Sandbox::start_with("contents = \"disk\"\n")) })*
        }
    };
}
pub(crate) use everywhere;
