//! What an office sent, and whether it was taken.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::mem::size_of;

use careplan_core::exchange::{Query, SentMessage};
use careplan_core::store::{Order, SentState};
use safer_ffi::derive_ReprC;

use crate::boundary::{Sized32, call, free, give, give_struct, given, handle, quick};
use crate::error::{Failure, cpl_error};
use crate::office::cpl_office;
use crate::status::*;
use crate::value::cpl_text;

/// 送信待ち: kept here, on its way at the next opportunity.
pub const CPL_SENT_WAITING: u32 = 1;
/// 送信中: the relay knows it, not all of it is there.
pub const CPL_SENT_SENDING: u32 = 2;
/// 送信済: complete at the relay, offered to the receiver.
pub const CPL_SENT_AVAILABLE: u32 = 3;
/// 受領済: the receiver's receipt is here. Final.
pub const CPL_SENT_TAKEN: u32 = 4;
/// 取消. Final.
pub const CPL_SENT_WITHDRAWN: u32 = 5;
/// 期限切れ: nobody took it in time. Final.
pub const CPL_SENT_EXPIRED: u32 = 6;
/// 受取拒否: the receiver cannot or will not take it. Final.
pub const CPL_SENT_REJECTED: u32 = 7;
/// 送信失敗: it cannot be sent. Final.
pub const CPL_SENT_FAILED: u32 = 8;
/// 出力済: written into a folder for another client to send. Final here.
pub const CPL_SENT_HANDED_OVER: u32 = 9;

/// Messages that an office sent, oldest first. Free it with cpl_sent_free.
pub struct cpl_sent {
    entries: Vec<Entry>,
}

struct Entry {
    message: SentMessage,
    id: String,
    taken_at: String,
}

/// One sent message. Set struct_size before the call. The texts belong to the list that was asked.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_sent_info {
    /// sizeof(cpl_sent_info), set by the caller.
    pub struct_size: u32,
    /// CPL_SENT_…
    pub state: u32,
    /// 1 when there is a receipt and it holds, else 0.
    pub has_receipt: u32,
    /// CPL_OK, or why the receipt does not hold.
    pub receipt_status: u32,
    /// Id of the message.
    pub id: cpl_text,
    /// 送信先の事業所番号.
    pub receiver: cpl_text,
    /// 作成日時 of the set, YYYYMMDDHHMMSS.
    pub stamp: cpl_text,
    /// When the receiver took it by its own signed receipt, RFC 3339 in UTC; empty without one.
    pub taken_at: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; four u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_sent_info {
    const SMALLEST: usize = size_of::<Self>();
}

impl Entry {
    fn of(message: SentMessage) -> Self {
        let taken_at = message
            .taken()
            .map_or(String::new(), |(at, _)| at.to_string());
        Self {
            id: message.id.to_string(),
            taken_at,
            message,
        }
    }

    fn as_struct(&self) -> cpl_sent_info {
        let (has_receipt, receipt_status) = match &self.message.receipt {
            None => (0, CPL_OK),
            Some(Ok(_)) => (1, CPL_OK),
            Some(Err(error)) => (0, of_envelope(error)),
        };
        let (receiver, stamp) = (
            self.message.receiver.number.as_str(),
            self.message.stamp.as_str(),
        );
        cpl_sent_info {
            // give_struct says how much it filled.
            struct_size: 0,
            state: state(self.message.state),
            has_receipt,
            receipt_status,
            id: (&*self.id).into(),
            receiver: receiver.into(),
            stamp: stamp.into(),
            taken_at: (&*self.taken_at).into(),
        }
    }
}

/// Everything that this office sent, as the store knows it since the last cpl_office_sync, with verified receipts. Free the
/// list with cpl_sent_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_sent(
    office: Option<&cpl_office>,
    sent: *mut *mut cpl_sent,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (given(office)?, given(sent)?);
        let oldest_first = Query {
            order: Some(Order::OldestFirst),
            ..Query::default()
        };
        let messages = office.office.sent(&oldest_first)?;
        let entries = messages.into_iter().map(Entry::of).collect();
        out.write(handle(cpl_sent { entries }));
        Ok(())
    })
}

/// Number of messages in the list.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sent_count(sent: Option<&cpl_sent>, count: *mut usize) -> u32 {
    quick(|| give(given(sent)?.entries.len(), count))
}

/// Fills `info` with the message at `index`, from 0. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sent_get(
    sent: Option<&cpl_sent>,
    index: usize,
    info: *mut cpl_sent_info,
) -> u32 {
    quick(|| {
        let entry = given(sent)?
            .entries
            .get(index)
            .ok_or(Failure::of(CPL_OUT_OF_RANGE))?;
        give_struct(entry.as_struct(), info)
    })
}

/// Frees a list; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sent_free(sent: Option<Box<cpl_sent>>) {
    free(sent);
}

fn state(state: SentState) -> u32 {
    match state {
        SentState::Waiting => CPL_SENT_WAITING,
        SentState::Sending => CPL_SENT_SENDING,
        SentState::Available => CPL_SENT_AVAILABLE,
        SentState::Taken => CPL_SENT_TAKEN,
        SentState::Withdrawn => CPL_SENT_WITHDRAWN,
        SentState::Expired => CPL_SENT_EXPIRED,
        SentState::Rejected => CPL_SENT_REJECTED,
        SentState::Failed => CPL_SENT_FAILED,
        SentState::HandedOver => CPL_SENT_HANDED_OVER,
    }
}
