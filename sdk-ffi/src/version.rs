//! Which library this is.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use crate::boundary::{give_text, quick};
use crate::value::cpl_text;

/// Version of this ABI. It only grows: a program that was built for an older one keeps working.
pub const CPL_ABI_VERSION: u32 = 1;

/// The ABI version of the library that is loaded; compare it with CPL_ABI_VERSION of the header.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_abi_version() -> u32 {
    CPL_ABI_VERSION
}

/// Version of the library, such as `0.1.0`. The text is static.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_version(text: *mut cpl_text) -> u32 {
    quick(|| give_text(env!("CARGO_PKG_VERSION"), text))
}
