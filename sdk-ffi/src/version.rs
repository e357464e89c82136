//! Which library this is, and what it can do.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use crate::boundary::{give, give_text, quick};
use crate::value::cpl_text;

/// Version of this ABI. It only grows: a program that was built for an older one keeps working.
pub const CPL_ABI_VERSION: u32 = 1;

/// Version of the library that this header belongs to: the first part of MAJOR.MINOR.PATCH.
pub const CPL_VERSION_MAJOR: u32 = 0;
/// The second part.
pub const CPL_VERSION_MINOR: u32 = 1;
/// The third part.
pub const CPL_VERSION_PATCH: u32 = 0;

/// cpl_capabilities: messages through the relay, end to end.
pub const CPL_CAPABILITY_RELAY: u32 = 1;
/// cpl_capabilities: messages through folders, for another client to carry.
pub const CPL_CAPABILITY_FOLDER: u32 = 2;
/// cpl_capabilities: keys on tokens and cards (PKCS#11).
pub const CPL_CAPABILITY_PKCS11: u32 = 4;
/// cpl_capabilities: keys in the certificate store of Windows (証明書ストア).
pub const CPL_CAPABILITY_WINDOWS_STORE: u32 = 8;

/// The ABI version of the library that is loaded, not a status; compare it with CPL_ABI_VERSION of the header: the library
/// must not be older.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_abi_version() -> u32 {
    CPL_ABI_VERSION
}

/// Version of the library that is loaded, such as `0.1.0`. The text is static.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_version(text: *mut cpl_text) -> u32 {
    quick(|| give_text(env!("CARGO_PKG_VERSION"), text))
}

/// What the library that is loaded can do here: CPL_CAPABILITY_… added up. Ignore bits that you do not know.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_capabilities(capabilities: *mut u32) -> u32 {
    let windows = match cfg!(windows) {
        true => CPL_CAPABILITY_WINDOWS_STORE,
        false => 0,
    };
    let all = CPL_CAPABILITY_RELAY | CPL_CAPABILITY_FOLDER | CPL_CAPABILITY_PKCS11 | windows;
    quick(|| give(all, capabilities))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_the_header_is_that_of_cargo() {
        let header = format!("{CPL_VERSION_MAJOR}.{CPL_VERSION_MINOR}.{CPL_VERSION_PATCH}");
        assert_eq!(header, env!("CARGO_PKG_VERSION"));
    }
}
