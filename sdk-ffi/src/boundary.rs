//! The wall between C and Rust: pointers and lengths in, handles and text out, no panic through.
#![allow(unsafe_code)]

use std::ffi::c_char;
use std::mem::size_of;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{self, NonNull};
use std::slice;

use careplan_core::finding::Lang;

use crate::error::{Failure, cpl_error};
use crate::status::*;

/// An out-parameter that is not NULL. It need not hold anything yet, and two of a call may be the same place, so it is
/// never made a reference.
pub(crate) struct Out<T>(NonNull<T>);

impl<T> Out<T> {
    /// Writes the result; what was there is not dropped.
    pub(crate) fn write(self, value: T) {
        // SAFETY: by the conventions of the header the pointer may be written to, and points to a place for a T.
        unsafe { self.0.write(value) }
    }
}

/// A pointer that may be NULL.
pub(crate) trait Nullable {
    type Given;
    fn not_null(self) -> Option<Self::Given>;
}

impl<'a, T> Nullable for Option<&'a T> {
    type Given = &'a T;
    fn not_null(self) -> Option<&'a T> {
        self
    }
}

impl<T> Nullable for *mut T {
    type Given = Out<T>;
    fn not_null(self) -> Option<Out<T>> {
        NonNull::new(self).map(Out)
    }
}

/// Runs the body of an exported function. Panics and failures become a status, with detail in `error` if it is there.
pub(crate) fn call(error: *mut *mut cpl_error, body: impl FnOnce() -> Result<(), Failure>) -> u32 {
    // Handles do not change after they were made, so a panic cannot leave one half-changed.
    let result =
        catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| Err(Failure::of(CPL_PANIC)));
    let Err(failure) = result else { return CPL_OK };
    let status = failure.status;
    if let Some(error) = error.not_null() {
        error.write(Box::into_raw(Box::new(cpl_error::from(failure))));
    }
    status
}

/// The same for a call without an error object.
pub(crate) fn quick(body: impl FnOnce() -> Result<(), Failure>) -> u32 {
    call(ptr::null_mut(), body)
}

/// Drops a handle. A panic while dropping has nobody to be told.
pub(crate) fn free<T>(handle: Option<Box<T>>) {
    let _ = catch_unwind(AssertUnwindSafe(|| drop(handle)));
}

/// A handle or out-parameter that must not be NULL.
pub(crate) fn given<P: Nullable>(pointer: P) -> Result<P::Given, Failure> {
    pointer.not_null().ok_or(Failure::of(CPL_NULL_POINTER))
}

/// A new handle for the caller.
pub(crate) fn handle<T>(value: T) -> *mut T {
    Box::into_raw(Box::new(value))
}

/// Text that comes in.
pub(crate) fn text<'a>(pointer: *const c_char, length: usize) -> Result<&'a str, Failure> {
    str::from_utf8(bytes(pointer.cast(), length)?).map_err(|_| Failure::of(CPL_NOT_UTF8))
}

/// Bytes that come in.
pub(crate) fn bytes<'a>(pointer: *const u8, length: usize) -> Result<&'a [u8], Failure> {
    if length == 0 {
        return Ok(&[]);
    }
    if pointer.is_null() {
        return Err(Failure::of(CPL_NULL_POINTER));
    }
    // A length that no allocation can have is a mistake that can be told; from_raw_parts must not see it.
    if length > isize::MAX as usize {
        return Err(Failure::of(CPL_BAD_ARGUMENT));
    }
    // SAFETY: the pointer is not NULL, and by the conventions of the header `length` bytes can be read there for as
    // long as the call runs. Callers of this function do not keep the slice longer.
    Ok(unsafe { slice::from_raw_parts(pointer, length) })
}

/// Handles that come in as an array.
pub(crate) fn handles<'a, T>(
    pointer: *const *const T,
    count: usize,
) -> Result<Vec<&'a T>, Failure> {
    if count == 0 {
        return Ok(Vec::new());
    }
    if pointer.is_null() {
        return Err(Failure::of(CPL_NULL_POINTER));
    }
    if count > isize::MAX as usize / size_of::<*const T>() {
        return Err(Failure::of(CPL_BAD_ARGUMENT));
    }
    // SAFETY: the pointer is not NULL, and by the conventions of the header `count` pointers can be read there.
    // Option<&T> has the layout of a nullable pointer; those that are not NULL are handles by the same conventions.
    let handles = unsafe { slice::from_raw_parts(pointer.cast::<Option<&T>>(), count) };
    handles.iter().map(|handle| given(*handle)).collect()
}

/// Text that goes out; it lives as long as what it is borrowed from.
pub(crate) fn give_text(
    text: &str,
    pointer: *mut *const c_char,
    length: *mut usize,
) -> Result<(), Failure> {
    let (pointer, length) = (given(pointer)?, given(length)?);
    pointer.write(text.as_ptr().cast());
    length.write(text.len());
    Ok(())
}

/// Bytes that go out.
pub(crate) fn give_bytes(
    bytes: &[u8],
    pointer: *mut *const u8,
    length: *mut usize,
) -> Result<(), Failure> {
    let (pointer, length) = (given(pointer)?, given(length)?);
    pointer.write(bytes.as_ptr());
    length.write(bytes.len());
    Ok(())
}

/// A struct that the library fills and whose first field is `struct_size`.
///
/// # Safety
/// The type is `repr(C)`, its first field is a `u32` that says how large the caller's struct is, and it holds no
/// padding that matters: it is copied byte by byte.
pub(crate) unsafe trait Sized32: Copy {
    /// Size of the first version that was released; a caller cannot be older.
    const SMALLEST: usize;
}

/// Fills as much of the caller's struct as both sides know of, and leaves the size of that in its `struct_size`.
///
/// The caller's struct may be smaller than ours, so it is never made a reference to one of ours.
pub(crate) fn give_struct<T: Sized32>(mut value: T, out: *mut T) -> Result<(), Failure> {
    let Out(out) = given(out)?;
    // SAFETY: the caller has set the first field, a u32, as the conventions of the header ask.
    let size = unsafe { out.cast::<u32>().read() };
    let known = (size as usize).min(size_of::<T>());
    if known < T::SMALLEST {
        return Err(Failure::of(CPL_STRUCT_TOO_SMALL));
    }
    let source = (&raw mut value).cast::<u8>();
    // SAFETY: by `Sized32` the first field of `value` is a u32; no struct is larger than one can say.
    unsafe { source.cast::<u32>().write(known as u32) };
    // SAFETY: `known` bytes exist on both sides, and `value` is a copy of our own, so they do not overlap.
    unsafe { source.copy_to_nonoverlapping(out.as_ptr().cast::<u8>(), known) };
    Ok(())
}

/// CPL_LANG_JA or CPL_LANG_EN.
pub(crate) fn language(lang: u32) -> Result<Lang, Failure> {
    match lang {
        CPL_LANG_JA => Ok(Lang::Ja),
        CPL_LANG_EN => Ok(Lang::En),
        _ => Err(Failure::of(CPL_BAD_ARGUMENT)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{cpl_error_message, cpl_error_status};

    #[test]
    fn a_panic_comes_back_as_a_status_and_says_nothing_of_the_data() {
        let mut error = ptr::null_mut();
        let status = call(&mut error, || panic!("山田 花子"));
        // SAFETY: `call` writes an error of its own on failure.
        let error = unsafe { Box::from_raw(error) };
        let (mut message, mut length, mut told) = (ptr::null(), 0, 0);
        assert_eq!(status, CPL_PANIC);
        assert_eq!(cpl_error_status(Some(&error), &mut told), CPL_OK);
        let got = cpl_error_message(Some(&error), CPL_LANG_JA, &mut message, &mut length);
        assert_eq!((told, got), (CPL_PANIC, CPL_OK));
        let message = text(message, length).unwrap_or_else(|_| panic!("the message is text"));
        assert!(
            message.contains("内部") && !message.contains("山田"),
            "{message}"
        );
    }

    #[test]
    fn out_parameters_stay_as_they_were_on_failure() {
        let mut count = 7;
        assert_eq!(
            crate::cpl_findings_count(None, &mut count),
            CPL_NULL_POINTER
        );
        assert_eq!(count, 7);
    }
}
