//! The protocol, seen from outside over real TLS, wherever the relay keeps what it knows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;
mod exchange;
mod limits;
mod lists;
mod news;
mod size;
mod stop;
mod time;
mod transfer;

/// In relay.toml: contents in files.
const DISK: &str = "contents = \"disk\"\n";

/// Each of these tests over both databases and both places of contents.
macro_rules! everywhere {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { super::$name($crate::common::Sandbox::start()) })*
        }
        mod sqlite_and_disk {
            $(#[test] fn $name() { super::$name($crate::common::Sandbox::start_with($crate::DISK)) })*
        }
        mod postgres {
            $(#[test] fn $name() {
                $crate::common::Sandbox::on_postgres("").into_iter().for_each(super::$name);
            })*
        }
        mod postgres_and_disk {
            $(#[test] fn $name() {
                $crate::common::Sandbox::on_postgres($crate::DISK).into_iter().for_each(super::$name);
            })*
        }
    };
}
pub(crate) use everywhere;
