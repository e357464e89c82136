//! What is offered to an office.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::mem::size_of;

use careplan_core::exchange::{Query, ReceivedMessage};
use careplan_core::store::ReceivedState;
use safer_ffi::derive_ReprC;

use crate::boundary::{Sized32, call, free, give_struct, given, handle, quick};
use crate::error::{Failure, cpl_error};
use crate::office::cpl_office;
use crate::status::*;

/// 受信待ち: offered by the relay, content not here yet.
pub const CPL_RECEIVED_OFFERED: u32 = 1;
/// 受信済: the sealed content is here.
pub const CPL_RECEIVED_FETCHED: u32 = 2;
/// 受領確定待ち: taken, not acknowledged.
pub const CPL_RECEIVED_HANDED: u32 = 3;
/// 取込済: acknowledged; the receipt is on its way.
pub const CPL_RECEIVED_ACKNOWLEDGED: u32 = 4;
/// 受領済: the relay has the receipt. Final.
pub const CPL_RECEIVED_TAKEN: u32 = 5;
/// 拒否中: refused here, the relay does not know yet.
pub const CPL_RECEIVED_REJECTING: u32 = 6;
/// 受取拒否. Final.
pub const CPL_RECEIVED_REJECTED: u32 = 7;
/// 取消 by the sender. Final.
pub const CPL_RECEIVED_WITHDRAWN: u32 = 8;
/// 期限切れ. Final.
pub const CPL_RECEIVED_EXPIRED: u32 = 9;

/// Messages that wait to be taken and acknowledged, in the order of their stamps. Free it with cpl_received_free.
pub struct cpl_received {
    entries: Vec<Entry>,
}

struct Entry {
    incoming: ReceivedMessage,
    id: String,
    sender: String,
    set: &'static str,
}

/// One offered message. Set struct_size before the call. The texts belong to the list that was asked.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_received_info {
    /// sizeof(cpl_received_info), set by the caller.
    pub struct_size: u32,
    /// CPL_OK, or why the cover cannot be opened; set, subject and body are empty then.
    pub cover_status: u32,
    /// Size of the sealed content, in bytes.
    pub size: u64,
    /// CPL_RECEIVED_…
    pub state: u32,
    /// 0.
    pub reserved: u32,
    /// Id for cpl_office_take.
    pub id: *const c_char,
    /// Bytes of id.
    pub id_len: usize,
    /// 送信元: office number and kind, NNNNNNNNNN_KK; the number alone when the cover cannot be opened.
    pub sender: *const c_char,
    /// Bytes of sender.
    pub sender_len: usize,
    /// 作成日時 of the set, YYYYMMDDHHMMSS.
    pub stamp: *const c_char,
    /// Bytes of stamp.
    pub stamp_len: usize,
    /// Kind of set, such as use_slip or actuals.
    pub set: *const c_char,
    /// Bytes of set.
    pub set_len: usize,
    /// 件名.
    pub subject: *const c_char,
    /// Bytes of subject.
    pub subject_len: usize,
    /// 本文.
    pub body: *const c_char,
    /// Bytes of body.
    pub body_len: usize,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; four u32, a u64 and pointer-sized fields leave
// no padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_received_info {
    const SMALLEST: usize = size_of::<Self>();
}

impl Entry {
    fn of(incoming: ReceivedMessage) -> Self {
        let sender = match &incoming.cover {
            Ok(cover) => cover.sender.to_string(),
            Err(_) => incoming.sender.to_string(),
        };
        let set = incoming
            .cover
            .as_ref()
            .map_or("", |cover| cover.set.ident());
        Self {
            id: incoming.id.to_string(),
            sender,
            set,
            incoming,
        }
    }

    fn as_struct(&self) -> cpl_received_info {
        let pointer = |text: &str| text.as_ptr().cast();
        let (cover_status, subject, body) = match &self.incoming.cover {
            Ok(cover) => (CPL_OK, &*cover.subject, &*cover.text),
            Err(error) => (of_envelope(error), "", ""),
        };
        let stamp = self.incoming.stamp.as_str();
        cpl_received_info {
            // give_struct says how much it filled.
            struct_size: 0,
            cover_status,
            size: self.incoming.size,
            state: state(self.incoming.state),
            reserved: 0,
            id: pointer(&self.id),
            id_len: self.id.len(),
            sender: pointer(&self.sender),
            sender_len: self.sender.len(),
            stamp: pointer(stamp),
            stamp_len: stamp.len(),
            set: pointer(self.set),
            set_len: self.set.len(),
            subject: pointer(subject),
            subject_len: subject.len(),
            body: pointer(body),
            body_len: body.len(),
        }
    }
}

/// What waits to be taken and acknowledged, as the store knows it since the last cpl_office_sync. Free the list with
/// cpl_received_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_received(
    office: Option<&cpl_office>,
    received: *mut *mut cpl_received,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (given(office)?, given(received)?);
        let waiting = Query {
            states: vec![
                ReceivedState::Offered,
                ReceivedState::Fetched,
                ReceivedState::Handed,
            ],
            ..Query::default()
        };
        let messages = office.office.received(&waiting)?;
        let entries = messages.into_iter().map(Entry::of).collect();
        out.write(handle(cpl_received { entries }));
        Ok(())
    })
}

/// Number of messages in the list.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_received_count(received: Option<&cpl_received>, count: *mut usize) -> u32 {
    quick(|| {
        given(count)?.write(given(received)?.entries.len());
        Ok(())
    })
}

/// Fills `info` with the message at `index`, from 0. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_received_get(
    received: Option<&cpl_received>,
    index: usize,
    info: *mut cpl_received_info,
) -> u32 {
    quick(|| {
        let entry = given(received)?
            .entries
            .get(index)
            .ok_or(Failure::of(CPL_OUT_OF_RANGE))?;
        give_struct(entry.as_struct(), info)
    })
}

/// Frees a list; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_received_free(received: Option<Box<cpl_received>>) {
    free(received);
}

fn state(state: ReceivedState) -> u32 {
    match state {
        ReceivedState::Offered => CPL_RECEIVED_OFFERED,
        ReceivedState::Fetched => CPL_RECEIVED_FETCHED,
        ReceivedState::Handed => CPL_RECEIVED_HANDED,
        ReceivedState::Acknowledged => CPL_RECEIVED_ACKNOWLEDGED,
        ReceivedState::Taken => CPL_RECEIVED_TAKEN,
        ReceivedState::Rejecting => CPL_RECEIVED_REJECTING,
        ReceivedState::Rejected => CPL_RECEIVED_REJECTED,
        ReceivedState::Withdrawn => CPL_RECEIVED_WITHDRAWN,
        ReceivedState::Expired => CPL_RECEIVED_EXPIRED,
    }
}
