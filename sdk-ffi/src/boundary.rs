//! The wall between C and Rust: pointers and lengths in, handles and text out, no panic through.
#![allow(unsafe_code)]

use std::ffi::c_char;
use std::mem::{MaybeUninit, size_of};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::slice;

use careplan_core::finding::Lang;

use crate::error::{Failure, cpl_error};
use crate::status::*;

/// An out-parameter: a pointer to a place that need not hold anything yet.
pub(crate) type Out<'a, T> = Option<&'a mut MaybeUninit<T>>;

/// Runs the body of an exported function. Panics and failures become a status, with detail in `error` if it is there.
pub(crate) fn call(
    error: Out<'_, *mut cpl_error>,
    body: impl FnOnce() -> Result<(), Failure>,
) -> u32 {
    // Handles do not change after they were made, so a panic cannot leave one half-changed.
    let result =
        catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| Err(Failure::of(CPL_PANIC)));
    let Err(failure) = result else { return CPL_OK };
    let status = failure.status;
    if let Some(error) = error {
        error.write(Box::into_raw(Box::new(cpl_error::from(failure))));
    }
    status
}

/// The same for a call without an error object.
pub(crate) fn quick(body: impl FnOnce() -> Result<(), Failure>) -> u32 {
    call(None, body)
}

/// Drops a handle. A panic while dropping has nobody to be told.
pub(crate) fn free<T>(handle: Option<Box<T>>) {
    let _ = catch_unwind(AssertUnwindSafe(|| drop(handle)));
}

/// A handle or out-parameter that must not be NULL.
pub(crate) fn given<T>(pointer: Option<T>) -> Result<T, Failure> {
    pointer.ok_or(Failure::of(CPL_NULL_POINTER))
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
    pointer: Out<'_, *const c_char>,
    length: Out<'_, usize>,
) -> Result<(), Failure> {
    let (pointer, length) = (given(pointer)?, given(length)?);
    pointer.write(text.as_ptr().cast());
    length.write(text.len());
    Ok(())
}

/// Bytes that go out.
pub(crate) fn give_bytes(
    bytes: &[u8],
    pointer: Out<'_, *const u8>,
    length: Out<'_, usize>,
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

/// Fills as much of the caller's struct as the caller knows of.
pub(crate) fn give_struct<T: Sized32>(mut value: T, out: Out<'_, T>) -> Result<(), Failure> {
    let out = given(out)?.as_mut_ptr();
    // SAFETY: the caller has set the first field, a u32, as the conventions of the header ask.
    let size = unsafe { out.cast::<u32>().read() };
    if (size as usize) < T::SMALLEST {
        return Err(Failure::of(CPL_STRUCT_TOO_SMALL));
    }
    let source = (&raw mut value).cast::<u8>();
    // SAFETY: by `Sized32` the first field of `value` is its size; the caller's own value is to stay there.
    unsafe { source.cast::<u32>().write(size) };
    let known = (size as usize).min(size_of::<T>());
    // SAFETY: `known` bytes exist on both sides, and `value` is a copy of our own, so they do not overlap.
    unsafe { source.copy_to_nonoverlapping(out.cast::<u8>(), known) };
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
#[allow(clippy::multiple_unsafe_ops_per_block)] // Several out-parameters of one call are read together.
mod tests {
    use super::*;
    use crate::error::{cpl_error_message, cpl_error_status};

    #[test]
    fn a_panic_comes_back_as_a_status_and_says_nothing_of_the_data() {
        let mut error = MaybeUninit::uninit();
        let status = call(Some(&mut error), || panic!("山田 花子"));
        // SAFETY: `call` writes the error on failure.
        let error = unsafe { Box::from_raw(error.assume_init()) };
        let (mut text, mut length, mut told) = (
            MaybeUninit::uninit(),
            MaybeUninit::uninit(),
            MaybeUninit::uninit(),
        );
        assert_eq!(status, CPL_PANIC);
        assert_eq!(cpl_error_status(Some(&error), Some(&mut told)), CPL_OK);
        assert_eq!(
            cpl_error_message(
                Some(&error),
                CPL_LANG_JA,
                Some(&mut text),
                Some(&mut length)
            ),
            CPL_OK
        );
        // SAFETY: the calls above wrote them.
        let (text, length, told) =
            unsafe { (text.assume_init(), length.assume_init(), told.assume_init()) };
        assert_eq!(told, CPL_PANIC);
        let message = super::text(text, length).unwrap_or_else(|_| panic!("the message is text"));
        assert!(
            message.contains("内部") && !message.contains("山田"),
            "{message}"
        );
    }

    #[test]
    fn out_parameters_stay_as_they_were_on_failure() {
        let mut count = MaybeUninit::new(7usize);
        assert_eq!(
            crate::cpl_findings_count(None, Some(&mut count)),
            CPL_NULL_POINTER
        );
        // SAFETY: it was set above.
        assert_eq!(unsafe { count.assume_init() }, 7);
    }
}
