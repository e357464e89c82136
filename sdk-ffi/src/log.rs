//! 動作記録: what an office does, a line at a time, for the host's own log file. Lines hold no personal data; who did what with
//! whose data stands in the access log (アクセス記録).
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_void;
use std::mem::size_of;

use careplan_core::exchange::{LogHandler, LogLevel, LogLine};
use safer_ffi::derive_ReprC;

use crate::boundary::{Context, given, quick};
use crate::error::Failure;
use crate::office::cpl_office;
use crate::status::*;
use crate::value::cpl_text;

/// エラー: somebody has to do something.
pub const CPL_LOG_ERROR: u32 = 1;
/// 警告: it goes on by itself, or will need somebody soon.
pub const CPL_LOG_WARNING: u32 = 2;
/// 情報: something was done.
pub const CPL_LOG_INFO: u32 = 3;
/// Steps, for the search for a fault.
pub const CPL_LOG_DEBUG: u32 = 4;

/// A line of the log. It and its texts are there as long as the callback runs.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_log_line {
    /// Bytes of this struct that the library filled.
    pub struct_size: u32,
    /// CPL_LOG_…
    pub level: u32,
    /// When, RFC 3339 in UTC.
    pub at: cpl_text,
    /// Stable, one word: office_opened, store_migrated, sync_began, sync_ended, worker_started, worker_stopped, worker_waits,
    /// renewal_due, cleaned_up, or the code of what did not go well, as cpl_error_code gives it.
    pub code: cpl_text,
    /// Id of the message that it is about; empty where it is none.
    pub message: cpl_text,
    /// In Japanese.
    pub text_ja: cpl_text,
    /// In English.
    pub text_en: cpl_text,
}

/// Is told what an office does, on the threads that do it: those of callers and of the worker, several at once. It may call
/// the library, but must not throw (C++) nor jump out. What it does itself it is not told of.
pub type cpl_log_fn = Option<extern "C" fn(context: *mut c_void, line: *const cpl_log_line)>;

/// Sets who is told what the office does, up to `level` (CPL_LOG_…, 0 for CPL_LOG_INFO). `handler` NULL ends it.
///
/// When this returns, the handler before neither runs nor will run: what its context points to may be freed. It waits for
/// one that runs, so do not hold a lock that the handler needs; called from within the handler it does not wait, and calls
/// that have begun, also on other threads, run to their end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_set_log_handler(
    office: *const cpl_office,
    level: u32,
    handler: cpl_log_fn,
    context: *mut c_void,
) -> u32 {
    quick(|| {
        let office = &given(office)?.office;
        office.set_log_handler(log_handler(level, handler, context)?);
        Ok(())
    })
}

pub(crate) fn log_handler(
    level: u32,
    function: cpl_log_fn,
    context: *mut c_void,
) -> Result<Option<LogHandler>, Failure> {
    let most = match level {
        CPL_LOG_ERROR => LogLevel::Error,
        CPL_LOG_WARNING => LogLevel::Warning,
        0 | CPL_LOG_INFO => LogLevel::Info,
        CPL_LOG_DEBUG => LogLevel::Debug,
        _ => return Err(Failure::of(CPL_BAD_ARGUMENT)),
    };
    let Some(function) = function else {
        return Ok(None);
    };
    let told = Told {
        function,
        context: Context(context),
        most,
    };
    Ok(Some(Box::new(move |line| told.tell(line))))
}

/// The caller's callback.
struct Told {
    function: extern "C" fn(*mut c_void, *const cpl_log_line),
    context: Context,
    most: LogLevel,
}

impl Told {
    fn tell(&self, line: &LogLine) {
        if line.level > self.most {
            return;
        }
        let at = line.at.to_string();
        let message = line.message.map_or_else(String::new, |id| id.to_string());
        let filled = cpl_log_line {
            struct_size: size_of::<cpl_log_line>() as u32,
            level: match line.level {
                LogLevel::Error => CPL_LOG_ERROR,
                LogLevel::Warning => CPL_LOG_WARNING,
                LogLevel::Info => CPL_LOG_INFO,
                LogLevel::Debug => CPL_LOG_DEBUG,
            },
            at: (&*at).into(),
            code: line.code.into(),
            message: (&*message).into(),
            text_ja: (&*line.ja).into(),
            text_en: (&*line.en).into(),
        };
        (self.function)(self.context.0, &filled);
    }
}
