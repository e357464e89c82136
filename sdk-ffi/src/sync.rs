//! 送受信: one pass, or a worker that passes by itself.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::mem::size_of;
use std::sync::Arc;

use careplan_core::exchange::{ExchangeError, SyncProblem, SyncReport, Worker};
use safer_ffi::derive_ReprC;

use crate::boundary::{Sized32, call, free, give, give_struct, given, handle, quick};
use crate::control::{cpl_control, with_control};
use crate::error::cpl_error;
use crate::office::cpl_office;
use crate::shown::{Shown, at, count32, cpl_reason, time};
use crate::status::*;
use crate::status_of::of_exchange;
use crate::value::cpl_text;

/// What one pass did. Free it with cpl_sync_report_free.
pub struct cpl_sync_report {
    report: SyncReport,
    problems: Vec<Problem>,
    next: String,
}

struct Problem {
    status: u32,
    is_retryable: bool,
    retry_after: u64,
    message: String,
    reason: Shown,
}

/// Sends and receives in the background. Stop and free it with cpl_worker_stop.
pub struct cpl_worker {
    _worker: Worker,
}

/// What one pass did: numbers of messages where a field does not say otherwise. Set struct_size before the call. The text belongs to the report.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_sync_info {
    /// sizeof(cpl_sync_info), set by the caller.
    pub struct_size: u32,
    /// 1 when the pass went through to its end, else 0.
    pub is_complete: u32,
    /// CPL_OK, or the status of what ended the pass before its end.
    pub ended_by: u32,
    /// 送信: complete at the relay now.
    pub sent: u32,
    /// Own messages whose receipt came.
    pub taken: u32,
    /// Own messages that were withdrawn.
    pub withdrawn: u32,
    /// Own messages that ended otherwise: failed, expired, rejected.
    pub ended: u32,
    /// Sets that lie in the folder for upload now, after they had been left half-way.
    pub handed_over: u32,
    /// Messages for this office that were offered for the first time.
    pub offered: u32,
    /// 受信: contents that came.
    pub fetched: u32,
    /// Receipts that were handed in.
    pub receipts: u32,
    /// Rejections that were handed in.
    pub rejections: u32,
    /// What did not go well, all of it; of more than 100 the first are listed.
    pub problems: u32,
    /// Groups of files in the folder of downloads that are no set for this office, see cpl_office_folder.
    pub refused: u32,
    /// Files in the folder of downloads that are left for later, see cpl_office_folder.
    pub unfinished: u32,
    /// 0.
    pub reserved: u32,
    /// When something is to be done again by itself, RFC 3339 in UTC; empty where nothing waits.
    pub next: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; sixteen u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_sync_info {
    const SMALLEST: usize = size_of::<Self>();
}

/// One thing that did not go well. Set struct_size before the call. The texts belong to the report.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_sync_problem {
    /// sizeof(cpl_sync_problem), set by the caller.
    pub struct_size: u32,
    /// Its status, such as CPL_RELAY_UNREACHABLE.
    pub status: u32,
    /// 1 when it goes on by itself without anybody changing anything, else 0.
    pub is_retryable: u32,
    /// 0.
    pub reserved: u32,
    /// Seconds to wait before trying again; 0 where nothing is said of that.
    pub retry_after: u64,
    /// Id of the message; empty where it is about the connection or the store as a whole.
    pub message: cpl_text,
    /// What happened and what to do.
    pub reason: cpl_reason,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; four u32, a u64 and pointer-sized fields leave
// no padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_sync_problem {
    const SMALLEST: usize = size_of::<Self>();
}

/// 送受信: sends and receives once: hands over what waits, fetches what has arrived, hands in receipts and takes those that
/// came. One message that cannot be handled does not hold up the others. After an error nothing is lost: what waits stays in the store, and the next call
/// goes on. Passes of one office run one after the other.
///
/// With `report` NULL, the call returns the status of the first thing that did not go well. With a report it returns CPL_OK
/// whenever there was a pass, and the report tells what did not go well: look at cpl_sync_info.ended_by and problems. A
/// call that was ended by `control` returns CPL_CANCELLED in both cases. Free the report with cpl_sync_report_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_sync(
    office: *const cpl_office,
    control: *const cpl_control,
    report: *mut *mut cpl_sync_report,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let office = &given(office)?.office;
        let done = with_control(control, |control| Ok(office.sync(control)))?;
        // Whatever else went wrong before.
        match done.ended_by() {
            Some(ExchangeError::Cancelled) => return Err(ExchangeError::Cancelled.into()),
            Some(ExchangeError::CalledFromWithin) => {
                return Err(ExchangeError::CalledFromWithin.into());
            }
            _ => {}
        }
        match given(report) {
            Ok(out) => out.write(handle(cpl_sync_report::of(done))),
            Err(_) => drop(done.into_result()?),
        }
        Ok(())
    })
}

/// Fills `info` with what the pass did.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sync_report_get(
    report: *const cpl_sync_report,
    info: *mut cpl_sync_info,
) -> u32 {
    quick(|| give_struct(given(report)?.info(), info))
}

/// Number of problems that are listed, at most 100.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sync_report_problem_count(
    report: *const cpl_sync_report,
    count: *mut usize,
) -> u32 {
    quick(|| give(given(report)?.problems.len(), count))
}

/// Fills `problem` with the problem at `index`, from 0. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sync_report_problem(
    report: *const cpl_sync_report,
    index: usize,
    problem: *mut cpl_sync_problem,
) -> u32 {
    quick(|| give_struct(at(&given(report)?.problems, index)?.as_struct(), problem))
}

/// Frees a report; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sync_report_free(report: *mut cpl_sync_report) {
    free(report);
}

/// 自動送受信: sends and receives in threads of its own from now on, at once when there is news. What goes wrong it tries again,
/// later each time; cpl_office_overview tells how it stands. CPL_WORKER_RUNS where the office has one already.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_worker_start(
    office: *const cpl_office,
    worker: *mut *mut cpl_worker,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (given(office)?, given(worker)?);
        let worker = Worker::start(Arc::clone(&office.office))?;
        out.write(handle(cpl_worker { _worker: worker }));
        Ok(())
    })
}

/// Has the worker of the office try now what it waits with, such as after the network came back; without a worker nothing
/// happens. Sending, acknowledging and the like wake it by themselves.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_wake(office: *const cpl_office) -> u32 {
    quick(|| {
        given(office)?.office.wake();
        Ok(())
    })
}

/// Stops the worker, waits for its threads, which takes a second or two at most, and frees it; NULL is allowed. Callbacks may
/// come until it returns, so do not hold a lock that they need. From within a callback it does not wait for its own thread,
/// which tells no more events but may still write lines of log: end the log before with cpl_office_set_log_handler, unless
/// what its context points to stays.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_worker_stop(worker: *mut cpl_worker) {
    // Dropping a worker stops it; `free` catches a panic in there.
    free(worker);
}

impl cpl_sync_report {
    fn of(report: SyncReport) -> Self {
        Self {
            problems: report.errors.iter().map(Problem::of).collect(),
            next: time(report.next),
            report,
        }
    }

    fn info(&self) -> cpl_sync_info {
        let report = &self.report;
        cpl_sync_info {
            // give_struct says how much it filled.
            struct_size: 0,
            is_complete: report.complete.into(),
            ended_by: report.ended_by().map_or(CPL_OK, of_exchange),
            sent: report.sent,
            taken: report.taken,
            withdrawn: report.withdrawn,
            ended: report.ended,
            handed_over: report.handed_over,
            offered: report.offered,
            fetched: report.fetched,
            receipts: report.receipts,
            rejections: report.rejections,
            problems: report.error_count,
            refused: count32(report.refused.len()),
            unfinished: count32(report.unfinished.len()),
            reserved: 0,
            next: (&*self.next).into(),
        }
    }
}

impl Problem {
    fn of(problem: &SyncProblem) -> Self {
        let error = &problem.error;
        Self {
            status: of_exchange(error),
            is_retryable: error.is_retryable(),
            retry_after: error.retry_after().unwrap_or(0),
            message: problem
                .message
                .map_or_else(String::new, |id| id.to_string()),
            reason: Shown::of_error(error),
        }
    }

    fn as_struct(&self) -> cpl_sync_problem {
        cpl_sync_problem {
            // give_struct says how much it filled.
            struct_size: 0,
            status: self.status,
            is_retryable: self.is_retryable.into(),
            reserved: 0,
            retry_after: self.retry_after,
            message: (&*self.message).into(),
            reason: self.reason.as_struct(),
        }
    }
}
