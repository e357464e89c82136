//! Text and bytes.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;

use safer_ffi::derive_ReprC;
use zeroize::Zeroizing;

use crate::boundary::{free, give_bytes, given, quick};

/// 文字列: text that the library hands out, UTF-8, without a terminating zero. `data` is never NULL. It belongs to the
/// handle that was asked, and ends with it.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_text {
    /// The first byte.
    pub data: *const c_char,
    /// How many bytes.
    pub len: usize,
}

/// バイト列: bytes that the library hands out. `data` is never NULL. They belong to the handle that was asked, and end
/// with it.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_bytes {
    /// The first byte.
    pub data: *const u8,
    /// How many bytes.
    pub len: usize,
}

/// Bytes that were made for the caller, such as a sealed message. Free it with cpl_blob_free.
pub struct cpl_blob {
    // Evidence holds the files in the clear.
    bytes: Zeroizing<Vec<u8>>,
}

impl From<&str> for cpl_text {
    fn from(text: &str) -> Self {
        Self {
            data: text.as_ptr().cast(),
            len: text.len(),
        }
    }
}

impl cpl_text {
    /// Text whose bytes the caller of this has looked at already.
    pub(crate) fn of_ascii(text: &[u8]) -> Self {
        Self {
            data: text.as_ptr().cast(),
            len: text.len(),
        }
    }
}

impl From<&[u8]> for cpl_bytes {
    fn from(bytes: &[u8]) -> Self {
        Self {
            data: bytes.as_ptr(),
            len: bytes.len(),
        }
    }
}

impl From<Vec<u8>> for cpl_blob {
    fn from(bytes: Vec<u8>) -> Self {
        Zeroizing::new(bytes).into()
    }
}

impl From<Zeroizing<Vec<u8>>> for cpl_blob {
    fn from(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self { bytes }
    }
}

/// The bytes. They belong to the blob.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_blob_bytes(blob: *const cpl_blob, bytes: *mut cpl_bytes) -> u32 {
    quick(|| give_bytes(&given(blob)?.bytes, bytes))
}

/// Frees a blob; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_blob_free(blob: *mut cpl_blob) {
    free(blob);
}
