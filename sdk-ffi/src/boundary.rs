//! The wall between C and Rust: pointers and lengths in, handles and text out, no panic through.
#![allow(unsafe_code)]

use std::ffi::{c_char, c_void};
use std::mem::{MaybeUninit, size_of};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{self, NonNull};
use std::slice;

use careplan_core::finding::Lang;

use crate::error::{Failure, cpl_error};
use crate::status::*;
use crate::value::{cpl_bytes, cpl_text};

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
    let body = || {
        #[cfg(feature = "panic-injection")]
        injection::strike();
        body()
    };
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

/// Values of C that come in as an array.
pub(crate) fn array<'a, T: Copy>(pointer: *const T, count: usize) -> Result<&'a [T], Failure> {
    if count == 0 {
        return Ok(&[]);
    }
    if pointer.is_null() {
        return Err(Failure::of(CPL_NULL_POINTER));
    }
    if count > isize::MAX as usize / size_of::<T>().max(1) {
        return Err(Failure::of(CPL_BAD_ARGUMENT));
    }
    // SAFETY: the pointer is not NULL, and by the conventions of the header `count` values can be read there for as long as
    // the call runs. Callers of this function do not keep the slice longer.
    Ok(unsafe { slice::from_raw_parts(pointer, count) })
}

/// Text that goes out; it lives as long as what it is borrowed from.
pub(crate) fn give_text(text: &str, out: *mut cpl_text) -> Result<(), Failure> {
    given(out)?.write(text.into());
    Ok(())
}

/// Bytes that go out; they live as long as what they are borrowed from.
pub(crate) fn give_bytes(bytes: &[u8], out: *mut cpl_bytes) -> Result<(), Failure> {
    given(out)?.write(bytes.into());
    Ok(())
}

/// A number, or another value of C, that goes out.
pub(crate) fn give<T: Copy>(value: T, out: *mut T) -> Result<(), Failure> {
    given(out)?.write(value);
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

/// A struct that the caller fills and whose first field is `struct_size`.
///
/// # Safety
/// The type is `repr(C)`, its first field is a `u32` that says how large the caller's struct is, and each of its other
/// fields is a number, a raw pointer or an optional function: zeros are a value of it, which means the default, and so is
/// whatever a caller of C puts there.
pub(crate) unsafe trait Given32: Copy {
    /// Size of the first version that was released; a caller cannot be older.
    const SMALLEST: usize;
}

/// No struct of any version is larger; a size beyond it is something else that stands in its place.
const LARGEST_STRUCT: usize = 4096;

/// A struct that comes in; `None` for NULL. What a newer caller asks for that this library does not know is refused.
pub(crate) fn take_struct<T: Given32>(pointer: *const T) -> Result<Option<T>, Failure> {
    if pointer.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller has set the first field, a u32, as the conventions of the header ask.
    let size = unsafe { pointer.cast::<u32>().read_unaligned() } as usize;
    if size < T::SMALLEST {
        return Err(Failure::of(CPL_STRUCT_TOO_SMALL));
    }
    if size > LARGEST_STRUCT {
        return Err(Failure::of(CPL_BAD_ARGUMENT));
    }
    let known = size.min(size_of::<T>());
    // SAFETY: by the conventions of the header `size` bytes can be read there for as long as the call runs.
    let given = unsafe { slice::from_raw_parts(pointer.cast::<u8>(), size) };
    if given.iter().skip(known).any(|byte| *byte != 0) {
        return Err(Failure::of(CPL_BAD_ARGUMENT));
    }
    let mut value = MaybeUninit::<T>::zeroed();
    let into = value.as_mut_ptr().cast::<u8>();
    // SAFETY: `known` bytes exist on both sides, and `value` is our own, so they do not overlap.
    unsafe { given.as_ptr().copy_to_nonoverlapping(into, known) };
    // SAFETY: by `Given32` zeros are a value of T, and so is what the caller of C put in their place.
    Ok(Some(unsafe { value.assume_init() }))
}

/// Memory of the caller, for a callback; only handed back, never looked at.
#[derive(Clone, Copy)]
pub(crate) struct Context(pub *mut c_void);

// SAFETY: this library never reads or writes what it points to; the header says on which threads a callback may come, and
// that its context must stand that.
unsafe impl Send for Context {}
// SAFETY: as above.
unsafe impl Sync for Context {}

/// A table of values of C that point into what owns the table, or into what never moves and is never written.
pub(crate) struct Table<T>(pub Box<[T]>);

// SAFETY: who makes a table keeps what it points to alive and unchanged for as long as the table; shared text may be read
// from any thread.
unsafe impl<T: Copy> Send for Table<T> {}
// SAFETY: as above.
unsafe impl<T: Copy> Sync for Table<T> {}

/// CPL_LANG_JA or CPL_LANG_EN.
pub(crate) fn language(lang: u32) -> Result<Lang, Failure> {
    match lang {
        CPL_LANG_JA => Ok(Lang::Ja),
        CPL_LANG_EN => Ok(Lang::En),
        _ => Err(Failure::of(CPL_BAD_ARGUMENT)),
    }
}

/// Panics on demand, for the test that none gets through. No release has it.
#[cfg(feature = "panic-injection")]
mod injection {
    use std::sync::atomic::{AtomicU32, Ordering};

    #[cfg(not(debug_assertions))]
    compile_error!("panic-injection is for tests only");

    static LEFT: AtomicU32 = AtomicU32::new(0);

    /// So many calls, from now on, panic; 0: none any more.
    #[unsafe(no_mangle)]
    extern "C" fn cpl_inject_panic(calls: u32) {
        LEFT.store(calls, Ordering::SeqCst);
    }

    #[allow(clippy::panic)]
    pub(super) fn strike() {
        let strikes = LEFT.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
            left.checked_sub(1)
        });
        if strikes.is_ok() {
            panic!("a panic on demand");
        }
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
        let (mut message, mut told) = (cpl_text::from(""), 0);
        assert_eq!(status, CPL_PANIC);
        assert_eq!(cpl_error_status(Some(&error), &mut told), CPL_OK);
        let got = cpl_error_message(Some(&error), CPL_LANG_JA, &mut message);
        assert_eq!((told, got), (CPL_PANIC, CPL_OK));
        let message =
            text(message.data, message.len).unwrap_or_else(|_| panic!("the message is text"));
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
