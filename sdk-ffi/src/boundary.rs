//! The wall between C and Rust: pointers and lengths in, handles and text out, no panic through.
#![allow(unsafe_code)]

use std::alloc::{Layout, dealloc};
use std::any::TypeId;
use std::ffi::{c_char, c_void};
use std::hash::{Hash, Hasher};
use std::mem::{MaybeUninit, offset_of, size_of};
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
        // On 32-bit Windows a u64 of the caller may lie at any multiple of 4.
        unsafe { self.0.write_unaligned(value) }
    }
}

/// A pointer that may be NULL.
pub(crate) trait Nullable {
    type Given;
    fn given(self) -> Result<Self::Given, Failure>;
}

/// A handle. No reference is made of what may be another one: that would promise more memory behind it than there may be.
impl<T: 'static> Nullable for *const T {
    /// For as long as the call runs, by the conventions of the header; callers of [`given`] do not keep it longer.
    type Given = &'static T;
    fn given(self) -> Result<&'static T, Failure> {
        if self.is_null() {
            return Err(Failure::of(CPL_NULL_POINTER));
        }
        if !is_handle(self) {
            return Err(Failure::of(CPL_WRONG_HANDLE));
        }
        // SAFETY: its front says that `handle` made it for a T and that nobody freed it. What changes in a T does so behind a
        // lock, so it may be shared.
        Ok(unsafe { &*self })
    }
}

impl<T> Nullable for *mut T {
    type Given = Out<T>;
    fn given(self) -> Result<Out<T>, Failure> {
        NonNull::new(self)
            .map(Out)
            .ok_or(Failure::of(CPL_NULL_POINTER))
    }
}

/// Runs the body of an exported function. Panics and failures become a status, with detail in `error` if it is there.
pub(crate) fn call(error: *mut *mut cpl_error, body: impl FnOnce() -> Result<(), Failure>) -> u32 {
    // What changes in a handle does so behind a lock that is taken over after a panic, or in a draft, which stays a draft: it
    // may hold less than was asked for, and can be used and freed.
    let body = || {
        #[cfg(feature = "panic-injection")]
        injection::strike();
        body()
    };
    let result =
        catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| Err(Failure::of(CPL_PANIC)));
    let Err(failure) = result else { return CPL_OK };
    let status = failure.status;
    if let Ok(error) = given(error) {
        error.write(handle(cpl_error::from(failure)));
    }
    status
}

/// The same for a call without an error object.
pub(crate) fn quick(body: impl FnOnce() -> Result<(), Failure>) -> u32 {
    call(ptr::null_mut(), body)
}

/// A handle or out-parameter that must not be NULL, and a handle of the right kind.
pub(crate) fn given<P: Nullable>(pointer: P) -> Result<P::Given, Failure> {
    pointer.given()
}

/// A handle as it lies in memory. The caller has the address of `value`; what stands in front of it tells a handle of another
/// kind, and mostly one that was freed, before anything of it is used.
#[repr(C)]
struct Handle<T> {
    kind: u64,
    /// So that most values need no gap before them: every kind has its front at the same distance.
    room: u64,
    value: T,
}

/// Distance of a handle's front from its value.
const FRONT: usize = 16;
/// The kind of what was freed.
const FREED: u64 = 0;

/// A new handle for the caller.
pub(crate) fn handle<T: 'static>(value: T) -> *mut T {
    const { assert!(offset_of!(Handle<T>, value) == FRONT) };
    let (kind, room) = (kind_of::<T>(), 0);
    let made = Box::into_raw(Box::new(Handle { kind, room, value }));
    // What comes back from C is the address of the value; the front is found from it.
    made.expose_provenance();
    // SAFETY: `made` was allocated just now.
    unsafe { &raw mut (*made).value }
}

/// Drops a handle; what is none, or was dropped before, is left alone. A panic while dropping has nobody to be told.
pub(crate) fn free<T: 'static>(value: *mut T) {
    let _ = catch_unwind(AssertUnwindSafe(|| {
        #[cfg(feature = "panic-injection")]
        injection::strike();
        if !is_handle::<T>(value) {
            return;
        }
        let made: *mut Handle<T> = ptr::with_exposed_provenance_mut(value.addr() - FRONT);
        // SAFETY: its front says that `handle` made it for a T and that nobody freed it; by the conventions of the header no
        // call uses it any more.
        unsafe { made.cast::<u64>().write_volatile(FREED) };
        // SAFETY: as above.
        let value = unsafe { &raw mut (*made).value };
        // SAFETY: as above.
        unsafe { value.drop_in_place() };
        // SAFETY: `handle` allocated it as a box of this type, and nothing of it is used any more.
        unsafe { dealloc(made.cast(), Layout::new::<Handle<T>>()) };
    }));
}

/// Whether the front of a pointer that came in is that of a T.
fn is_handle<T: 'static>(value: *const T) -> bool {
    // NULL is none, and neither is what could not have a front.
    let front = value.addr().saturating_sub(FRONT);
    if front == 0 || !front.is_multiple_of(align_of::<u64>()) {
        return false;
    }
    let front: *const u64 = ptr::with_exposed_provenance(front);
    // SAFETY: by the conventions of the header it is a handle of this library, perhaps of another kind, and each has a front.
    // Of one that was freed, against them, this reads what the allocator left there: volatile, so that nothing is concluded.
    unsafe { front.read_volatile() == kind_of::<T>() }
}

/// A number for a type, never that of what was freed.
fn kind_of<T: 'static>() -> u64 {
    struct Mixed(u64);
    impl Hasher for Mixed {
        fn finish(&self) -> u64 {
            self.0 | 1
        }
        fn write(&mut self, bytes: &[u8]) {
            for byte in bytes {
                self.write_u64((*byte).into());
            }
        }
        fn write_u64(&mut self, number: u64) {
            self.0 = (self.0 ^ number).wrapping_mul(0x0100_0000_01b3);
        }
    }
    let mut mixed = Mixed(0xcbf2_9ce4_8422_2325);
    TypeId::of::<T>().hash(&mut mixed);
    mixed.finish()
}

/// Text that comes in.
pub(crate) fn text<'a>(pointer: *const c_char, length: usize) -> Result<&'a str, Failure> {
    str::from_utf8(bytes(pointer.cast(), length)?).map_err(|_| Failure::of(CPL_NOT_UTF8))
}

/// Bytes that come in.
pub(crate) fn bytes<'a>(pointer: *const u8, length: usize) -> Result<&'a [u8], Failure> {
    array(pointer, length)
}

/// Handles that come in as an array.
pub(crate) fn handles<T: 'static>(
    pointer: *const *const T,
    count: usize,
) -> Result<Vec<&'static T>, Failure> {
    let handles = array(pointer, count)?;
    handles.iter().map(|handle| given(*handle)).collect()
}

/// Values of C that come in as an array: each is whatever a caller of C may put there.
pub(crate) fn array<'a, T: Copy>(pointer: *const T, count: usize) -> Result<&'a [T], Failure> {
    if count == 0 {
        return Ok(&[]);
    }
    if pointer.is_null() {
        return Err(Failure::of(CPL_NULL_POINTER));
    }
    // A length that no allocation can have is a mistake that can be told; from_raw_parts must not see it.
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
    let size = unsafe { out.cast::<u32>().read_unaligned() };
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
    let given = bytes(pointer.cast(), size)?;
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
        let error = unsafe { &*error };
        let (mut message, mut told) = (cpl_text::from(""), 0);
        assert_eq!(status, CPL_PANIC);
        assert_eq!(cpl_error_status(error, &mut told), CPL_OK);
        let got = cpl_error_message(error, CPL_LANG_JA, &mut message);
        assert_eq!((told, got), (CPL_PANIC, CPL_OK));
        let message =
            text(message.data, message.len).unwrap_or_else(|_| panic!("the message is text"));
        assert!(
            message.contains("内部") && !message.contains("山田"),
            "{message}"
        );
        free(ptr::from_ref(error).cast_mut());
    }

    #[test]
    fn a_handle_of_another_kind_is_told_and_left_alone() {
        let number = handle(7_u32);
        let larger = number.cast_const().cast::<[u64; 8]>();
        assert_eq!(status_of(given(larger)), CPL_WRONG_HANDLE);
        let array = [larger];
        assert_eq!(status_of(handles(array.as_ptr(), 1)), CPL_WRONG_HANDLE);
        free(number.cast::<f32>());
        let still = given(number.cast_const());
        assert!(still.is_ok_and(|still| *still == 7));
        free(number);
    }

    #[test]
    fn out_parameters_stay_as_they_were_on_failure() {
        let mut count = 7;
        assert_eq!(
            crate::cpl_findings_count(ptr::null(), &mut count),
            CPL_NULL_POINTER
        );
        assert_eq!(count, 7);
    }

    fn status_of<T>(result: Result<T, Failure>) -> u32 {
        result.map_or_else(|failure| failure.status, |_| CPL_OK)
    }

    #[test]
    fn arrays_come_in_whole_or_are_refused() {
        let some = [1_u64, 2, 3];
        assert!(array(some.as_ptr(), 3).is_ok_and(|all| all == some));
        assert!(array::<u64>(ptr::null(), 0).is_ok_and(<[u64]>::is_empty));
        assert!(array(some.as_ptr(), 0).is_ok_and(<[u64]>::is_empty));
        assert_eq!(status_of(array::<u64>(ptr::null(), 1)), CPL_NULL_POINTER);
        for huge in [usize::MAX, isize::MAX as usize, isize::MAX as usize / 8 + 1] {
            assert_eq!(status_of(array(some.as_ptr(), huge)), CPL_BAD_ARGUMENT);
        }
        let bad = [0xff_u8, 0];
        assert_eq!(status_of(text(bad.as_ptr().cast(), 2)), CPL_NOT_UTF8);
        assert_eq!(status_of(bytes(bad.as_ptr(), usize::MAX)), CPL_BAD_ARGUMENT);
    }

    #[test]
    fn an_array_of_handles_holds_no_null() {
        let (one, other) = (handle(7_u32), handle(8_u32));
        let both = [one.cast_const(), other.cast_const()];
        assert!(handles(both.as_ptr(), 2).is_ok_and(|all| all == [&7, &8]));
        let with_null = [one.cast_const(), ptr::null()];
        assert_eq!(status_of(handles(with_null.as_ptr(), 2)), CPL_NULL_POINTER);
        assert_eq!(status_of(handles::<u32>(ptr::null(), 1)), CPL_NULL_POINTER);
        free(one);
        free(other);
        free::<u32>(ptr::null_mut());
    }

    #[test]
    fn two_results_may_be_written_to_one_place() {
        let mut place = 1_u32;
        let out = &raw mut place;
        let (first, second) = (given(out), given(out));
        first.unwrap_or_else(|_| panic!("not NULL")).write(2);
        second.unwrap_or_else(|_| panic!("not NULL")).write(3);
        assert_eq!(place, 3);
        assert_eq!(status_of(give(4, ptr::null_mut::<u32>())), CPL_NULL_POINTER);
    }

    #[repr(C)]
    #[derive(Clone, Copy)]
    struct Grown {
        struct_size: u32,
        old: u32,
        new: u64,
    }

    // SAFETY: repr(C) without padding; the first field is struct_size.
    unsafe impl Sized32 for Grown {
        const SMALLEST: usize = 8;
    }

    // SAFETY: as above, and all fields are numbers.
    unsafe impl Given32 for Grown {
        const SMALLEST: usize = 8;
    }

    const FILLED: Grown = Grown {
        struct_size: 0,
        old: 5,
        new: 6,
    };

    #[test]
    fn an_older_caller_gets_what_its_struct_has_room_for() {
        // The caller's struct ends after two numbers; what follows is somebody else's.
        let mut callers = [8_u32, 0, 77, 77];
        assert_eq!(
            status_of(give_struct(FILLED, callers.as_mut_ptr().cast())),
            CPL_OK
        );
        assert_eq!(callers, [8, 5, 77, 77]);
        callers[0] = 4;
        let refused = give_struct(FILLED, callers.as_mut_ptr().cast());
        assert_eq!(status_of(refused), CPL_STRUCT_TOO_SMALL);
        assert_eq!(callers, [4, 5, 77, 77]);
        let mut newer = [24_u32, 0, 0, 0, 77, 77];
        assert_eq!(
            status_of(give_struct(FILLED, newer.as_mut_ptr().cast())),
            CPL_OK
        );
        assert_eq!(newer, [16, 5, 6, 0, 77, 77]);
    }

    #[test]
    fn a_newer_caller_may_not_ask_for_what_is_not_known() {
        let take = |given: &[u32]| take_struct::<Grown>(given.as_ptr().cast());
        let old = take(&[8, 5])
            .ok()
            .flatten()
            .map(|taken| (taken.old, taken.new));
        assert_eq!(old, Some((5, 0)));
        let newer = take(&[24, 5, 6, 0, 0, 0]).ok().flatten();
        assert_eq!(newer.map(|taken| (taken.old, taken.new)), Some((5, 6)));
        assert_eq!(status_of(take(&[24, 5, 6, 0, 0, 1])), CPL_BAD_ARGUMENT);
        assert_eq!(status_of(take(&[4])), CPL_STRUCT_TOO_SMALL);
        assert_eq!(status_of(take(&[4097])), CPL_BAD_ARGUMENT);
        assert!(take_struct::<Grown>(ptr::null()).is_ok_and(|none| none.is_none()));
    }
}
