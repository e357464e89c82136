//! 出来事: what changed, by callback and by asking.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_void;
use std::mem::size_of;

use careplan_core::exchange::{Event, EventHandler};
use careplan_core::store::EventChange;
use safer_ffi::derive_ReprC;

use crate::boundary::{Context, Sized32, call, free, give, give_struct, given, handle, quick};
use crate::error::cpl_error;
use crate::office::cpl_office;
use crate::query::Asked;
use crate::shown::at;
use crate::value::cpl_text;

/// A message that this office sent; its state is one of CPL_SENT_….
pub const CPL_DIRECTION_SENT: u32 = 1;
/// A message for this office; its state is one of CPL_RECEIVED_….
pub const CPL_DIRECTION_RECEIVED: u32 = 2;

/// Events, oldest first. Free it with cpl_events_free.
pub struct cpl_events {
    entries: Vec<Entry>,
}

struct Entry {
    number: u64,
    direction: u32,
    state: u32,
    message: String,
    at: String,
}

/// 出来事: one change of state of one message. Set struct_size before cpl_events_get. The texts belong to the list that was
/// asked; in a callback they are there as long as it runs.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_event {
    /// sizeof(cpl_event), set by the caller.
    pub struct_size: u32,
    /// CPL_DIRECTION_…
    pub direction: u32,
    /// The state that began: CPL_SENT_… or CPL_RECEIVED_…
    pub state: u32,
    /// 0.
    pub reserved: u32,
    /// Number of the event in this store, ascending.
    pub number: u64,
    /// Id of the message.
    pub message: cpl_text,
    /// When, RFC 3339 in UTC.
    pub at: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; four u32, a u64 and pointer-sized fields leave
// no padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_event {
    const SMALLEST: usize = size_of::<Self>();
}

/// Is told of events, one at a time and in their order, on the thread on which they happen or are found: a caller's or the
/// worker's. It may call the library, but must not throw (C++) nor jump out.
pub type cpl_event_fn = Option<extern "C" fn(context: *mut c_void, event: *const cpl_event)>;

/// Sets who is told of every change of every message from now on. `handler` NULL ends it.
///
/// When this returns, the handler before neither runs nor will run: what its context points to may be freed. It waits for
/// one that runs, so do not hold a lock that the handler needs; called from within the handler it does not wait, and that one
/// runs to its end. What happened before, or while the program did not run, cpl_office_events tells.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_set_event_handler(
    office: *const cpl_office,
    handler: cpl_event_fn,
    context: *mut c_void,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let office = &given(office)?.office;
        let handler = handler.map(|function| {
            let told = Told {
                function,
                context: Context(context),
            };
            Box::new(move |event: &Event| told.tell(event)) as EventHandler
        });
        Ok(office.set_event_handler(handler)?)
    })
}

/// Every change of every message from behind event number `after` (0 for the first), at most `limit` of them (0 for all). They
/// are kept with the messages: a program that notes the number of the last one it has seen misses none. Free the list with
/// cpl_events_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_events(
    office: *const cpl_office,
    after: u64,
    limit: u32,
    events: *mut *mut cpl_events,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (&given(office)?.office, given(events)?);
        let entries = office.events(after, limit)?.iter().map(Entry::of).collect();
        out.write(handle(cpl_events { entries }));
        Ok(())
    })
}

/// Number of events in the list.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_events_count(events: *const cpl_events, count: *mut usize) -> u32 {
    quick(|| give(given(events)?.entries.len(), count))
}

/// Fills `event` with the event at `index`, from 0. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_events_get(
    events: *const cpl_events,
    index: usize,
    event: *mut cpl_event,
) -> u32 {
    quick(|| give_struct(at(&given(events)?.entries, index)?.as_struct(), event))
}

/// Frees a list; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_events_free(events: *mut cpl_events) {
    free(events);
}

/// The caller's callback.
struct Told {
    function: extern "C" fn(*mut c_void, *const cpl_event),
    context: Context,
}

impl Told {
    fn tell(&self, event: &Event) {
        let entry = Entry::of(event);
        let filled = cpl_event {
            struct_size: size_of::<cpl_event>() as u32,
            ..entry.as_struct()
        };
        (self.function)(self.context.0, &filled);
    }
}

impl Entry {
    fn of(event: &Event) -> Self {
        let (direction, state) = match event.change {
            EventChange::Sent(state) => (CPL_DIRECTION_SENT, state.number()),
            EventChange::Received(state) => (CPL_DIRECTION_RECEIVED, state.number()),
        };
        Self {
            number: event.number,
            direction,
            state,
            message: event.message.to_string(),
            at: event.at.to_string(),
        }
    }

    fn as_struct(&self) -> cpl_event {
        cpl_event {
            // give_struct says how much it filled.
            struct_size: 0,
            direction: self.direction,
            state: self.state,
            reserved: 0,
            number: self.number,
            message: (&*self.message).into(),
            at: (&*self.at).into(),
        }
    }
}
