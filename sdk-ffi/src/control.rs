//! Long calls: ending them, and seeing how far they are.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_void;
use std::mem::size_of;
use std::ptr;

use careplan_core::{Cancel, Control, Phase, Progress};
use safer_ffi::derive_ReprC;

use crate::boundary::{Context, Given32, free, given, handle, handles, quick, take_struct};
use crate::error::Failure;
use crate::status::*;
use crate::value::cpl_text;

/// 送信: content goes to the relay.
pub const CPL_PHASE_UPLOAD: u32 = 1;
/// 受信: content comes from the relay.
pub const CPL_PHASE_DOWNLOAD: u32 = 2;

/// 中止: ends long calls from another thread. Free it with cpl_cancel_free when no call uses it any more.
#[derive_ReprC]
#[repr(opaque)]
pub struct cpl_cancel {
    cancel: Cancel,
}

/// 進捗: how far a transfer is. It and its text are there as long as the callback runs.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_progress {
    /// Bytes of this struct that the library filled.
    pub struct_size: u32,
    /// CPL_PHASE_…
    pub phase: u32,
    /// Bytes so far.
    pub done: u64,
    /// Bytes in all.
    pub total: u64,
    /// Id of the message.
    pub message: cpl_text,
}

/// Is told how far a call is. It comes on the thread that made the call, several times a second at most for each part, and
/// must return quickly. It may call the library, but must not throw (C++) nor jump out; cpl_office_sync from within
/// cpl_office_sync, and cpl_office_take of the message that is being fetched, are CPL_CALLED_FROM_WITHIN.
pub type cpl_progress_fn =
    Option<extern "C" fn(context: *mut c_void, progress: *const cpl_progress)>;

/// What a caller of a long call may hand in. Zero all of it and set struct_size; NULL in its place is the same as neither
/// a switch nor a callback.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_control {
    /// sizeof(cpl_control), set by the caller.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// Ends the call; may be NULL. The same switch may be given to several calls.
    pub cancel: *const cpl_cancel,
    /// Is told how far the call is; may be NULL.
    pub progress: cpl_progress_fn,
    /// First argument of progress.
    pub context: *mut c_void,
}

// SAFETY: repr(C); the first field is struct_size; the others are a u32, raw pointers and an optional function.
unsafe impl Given32 for cpl_control {
    const SMALLEST: usize = size_of::<Self>();
}

/// Makes a switch that is not thrown.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_cancel_new(cancel: *mut *mut cpl_cancel) -> u32 {
    quick(|| {
        given(cancel)?.write(handle(cpl_cancel {
            cancel: Cancel::new(),
        }));
        Ok(())
    })
}

/// Throws the switch, from any thread: the calls that it was given to come back with CPL_CANCELLED within about a second, and
/// so does every call that it is given to later. What was stored stays stored, and goes on with the next cpl_office_sync.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_cancel_request(cancel: *const cpl_cancel) -> u32 {
    quick(|| {
        given(cancel)?.cancel.cancel();
        Ok(())
    })
}

/// 1 when the switch was thrown, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_cancel_is_requested(
    cancel: *const cpl_cancel,
    is_requested: *mut u32,
) -> u32 {
    quick(|| {
        given(is_requested)?.write(given(cancel)?.cancel.is_cancelled().into());
        Ok(())
    })
}

/// Frees a switch; NULL is allowed. No call may be using it.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_cancel_free(cancel: *mut cpl_cancel) {
    free(cancel);
}

/// Runs long work with what the caller handed in.
pub(crate) fn with_control<T>(
    control: *const cpl_control,
    work: impl FnOnce(&Control<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let Some(control) = take_struct(control)? else {
        return work(&Control::default());
    };
    if control.reserved != 0 {
        return Err(Failure::of(CPL_BAD_ARGUMENT));
    }
    let cancel = match control.cancel.is_null() {
        true => None,
        false => handles(ptr::from_ref(&control.cancel), 1)?
            .first()
            .map(|handle| handle.cancel.clone()),
    };
    let told = control.progress.map(|function| Told {
        function,
        context: Context(control.context),
    });
    let tell = |progress: Progress| {
        if let Some(told) = &told {
            told.tell(progress);
        }
    };
    work(&Control {
        cancel: cancel.as_ref(),
        progress: Some(&tell),
    })
}

/// The caller's callback.
struct Told {
    function: extern "C" fn(*mut c_void, *const cpl_progress),
    context: Context,
}

impl Told {
    fn tell(&self, progress: Progress) {
        let message = progress.message.to_string();
        let filled = cpl_progress {
            struct_size: size_of::<cpl_progress>() as u32,
            phase: match progress.phase {
                Phase::Upload => CPL_PHASE_UPLOAD,
                Phase::Download => CPL_PHASE_DOWNLOAD,
                _ => 0,
            },
            done: progress.done,
            total: progress.total,
            message: (&*message).into(),
        };
        (self.function)(self.context.0, &filled);
    }
}
