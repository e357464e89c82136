//! 状況: how an office stands, at a glance.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::mem::size_of;

use careplan_core::exchange::Status;
use safer_ffi::derive_ReprC;

use crate::boundary::{Sized32, call, free, give, give_struct, given, handle, quick};
use crate::error::{Failure, cpl_error};
use crate::events::{CPL_DIRECTION_RECEIVED, CPL_DIRECTION_SENT};
use crate::office::cpl_office;
use crate::query::Asked;
use crate::shown::{Shown, cpl_reason, time};
use crate::status::*;
use crate::value::cpl_text;

/// How an office stood when it was asked. Free it with cpl_overview_free.
pub struct cpl_overview {
    status: Status,
    oldest_waiting: String,
    last_sync_at: String,
    last_sync_reason: Shown,
    renewal_not_after: String,
    password_expires_at: String,
}

/// How an office stands. Set struct_size before the call. The texts belong to the overview.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_overview_info {
    /// sizeof(cpl_overview_info), set by the caller.
    pub struct_size: u32,
    /// 1 when a worker runs, else 0.
    pub worker_runs: u32,
    /// 1 when the last pass went through to its end, 0 when it did not or there was none.
    pub last_sync_complete: u32,
    /// How many things did not go well in it.
    pub last_sync_problems: u32,
    /// 1 when the office's certificate must be renewed soon, or has ended; else 0.
    pub is_renewal_due: u32,
    /// 1 when clock_skew_seconds is known, else 0.
    pub has_clock_skew: u32,
    /// Whole days until the certificate ends, negative when it has ended; 0 where is_renewal_due is 0.
    pub renewal_days_left: i64,
    /// The relay's clock less this machine's, in seconds.
    pub clock_skew_seconds: i64,
    /// Since when the oldest message waits that is not complete at the relay, RFC 3339 in UTC; empty where none does.
    pub oldest_waiting: cpl_text,
    /// When the last pass ended, also of an earlier run of the program, RFC 3339 in UTC; empty where there was none.
    pub last_sync_at: cpl_text,
    /// What ended the last pass, or else did not go well first.
    pub last_sync_reason: cpl_reason,
    /// Last second of the certificate's validity where it must be renewed soon, RFC 3339 in UTC; else empty.
    pub renewal_not_after: cpl_text,
    /// When the password of the relay must be changed, as the last login told, RFC 3339 in UTC; else empty.
    pub password_expires_at: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; six u32, two i64 and pointer-sized fields leave
// no padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_overview_info {
    const SMALLEST: usize = size_of::<Self>();
}

/// How the office stands, for a person who looks at it. Uses no network. Free it with cpl_overview_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_overview(
    office: *const cpl_office,
    overview: *mut *mut cpl_overview,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (&given(office)?.office, given(overview)?);
        out.write(handle(cpl_overview::of(office.status()?)));
        Ok(())
    })
}

/// Fills `info` with how the office stood.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_overview_get(
    overview: *const cpl_overview,
    info: *mut cpl_overview_info,
) -> u32 {
    quick(|| give_struct(given(overview)?.as_struct(), info))
}

/// How many messages stood in a state: CPL_SENT_… for `direction` CPL_DIRECTION_SENT, CPL_RECEIVED_… for
/// CPL_DIRECTION_RECEIVED.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_overview_count(
    overview: *const cpl_overview,
    direction: u32,
    state: u32,
    count: *mut u64,
) -> u32 {
    quick(|| {
        let status = &given(overview)?.status;
        let counted = match direction {
            CPL_DIRECTION_SENT => in_state(state, |state| status.sent_in(state)),
            CPL_DIRECTION_RECEIVED => in_state(state, |state| status.received_in(state)),
            _ => None,
        };
        give(counted.ok_or(Failure::of(CPL_BAD_ARGUMENT))?, count)
    })
}

/// Frees an overview; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_overview_free(overview: *mut cpl_overview) {
    free(overview);
}

fn in_state<S: Asked>(state: u32, count: impl FnOnce(S) -> u64) -> Option<u64> {
    let mut states = S::ALL.iter();
    let found = states.find(|known| known.number() == state)?;
    Some(count(*found))
}

impl cpl_overview {
    fn of(status: Status) -> Self {
        let last = status.last_sync.as_ref();
        Self {
            oldest_waiting: time(status.oldest_waiting),
            last_sync_at: time(last.map(|last| last.at)),
            last_sync_reason: Shown::of_reason(last.and_then(|last| last.reason()).as_ref()),
            renewal_not_after: time(status.renewal_due.as_ref().map(|due| due.not_after)),
            password_expires_at: time(status.password_expires_at),
            status,
        }
    }

    fn as_struct(&self) -> cpl_overview_info {
        let status = &self.status;
        let (last, due) = (status.last_sync.as_ref(), status.renewal_due.as_ref());
        cpl_overview_info {
            // give_struct says how much it filled.
            struct_size: 0,
            worker_runs: status.worker.into(),
            last_sync_complete: last.is_some_and(|last| last.complete).into(),
            last_sync_problems: last.map_or(0, |last| last.errors),
            is_renewal_due: due.is_some().into(),
            has_clock_skew: status.clock_skew.is_some().into(),
            renewal_days_left: due.map_or(0, |due| due.days_left),
            clock_skew_seconds: status.clock_skew.map_or(0, |skew| skew.as_secs()),
            oldest_waiting: (&*self.oldest_waiting).into(),
            last_sync_at: (&*self.last_sync_at).into(),
            last_sync_reason: self.last_sync_reason.as_struct(),
            renewal_not_after: (&*self.renewal_not_after).into(),
            password_expires_at: (&*self.password_expires_at).into(),
        }
    }
}
