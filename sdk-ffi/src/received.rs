//! 受信一覧: what came for an office.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::mem::size_of;

use careplan_core::exchange::{ReceivedMessage, rejection_for};
use careplan_core::store::ReceivedState;
use safer_ffi::derive_ReprC;

use crate::boundary::{
    Sized32, call, free, give, give_struct, give_text, given, handle, language, quick,
};
use crate::delivery::number_of_rejection;
use crate::error::{Failure, cpl_error};
use crate::office::cpl_office;
use crate::query::{Asked, cpl_query, query};
use crate::shown::{
    Shown, Steps, at, count32, cover_file, cpl_cover_file, cpl_reason, cpl_step, message_id, time,
};
use crate::status::*;
use crate::status_of::of_envelope;
use crate::value::cpl_text;

/// 受信中: offered by the relay, content not here yet.
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

/// Messages for an office. Free it with cpl_received_free.
pub struct cpl_received {
    entries: Vec<Entry>,
}

struct Entry {
    message: ReceivedMessage,
    id: String,
    sender: String,
    receiver: String,
    month: String,
    sealed_at: String,
    since: String,
    next_attempt: String,
    reason: Shown,
    cover_fault: Shown,
    history: Steps,
}

/// One received message. Set struct_size before the call. The texts belong to the list that was asked.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_received_info {
    /// sizeof(cpl_received_info), set by the caller.
    pub struct_size: u32,
    /// CPL_RECEIVED_…
    pub state: u32,
    /// 1 when nothing will change any more, else 0.
    pub is_final: u32,
    /// 1 when the content is kept here, else 0.
    pub content_kept: u32,
    /// CPL_OK, or why the cover cannot be opened; set, set_name, subject, body and files are empty then, and cover_fault says more.
    pub cover_status: u32,
    /// CPL_REJECT_… that fits where the cover cannot be opened; 0 where it can.
    pub suggested_rejection: u32,
    /// Number of files that the cover names.
    pub file_count: u32,
    /// 0.
    pub reserved: u32,
    /// Size of the sealed content, in bytes.
    pub size: u64,
    /// Id for cpl_office_take.
    pub id: cpl_text,
    /// 送信元: office number and kind, NNNNNNNNNN_KK; the number alone when the cover cannot be opened.
    pub sender: cpl_text,
    /// 送信先: own office number and kind, NNNNNNNNNN_KK; empty when the cover cannot be opened.
    pub receiver: cpl_text,
    /// 作成日時 of the set, YYYYMMDDHHMMSS.
    pub stamp: cpl_text,
    /// Kind of set, such as use_slip or actuals.
    pub set: cpl_text,
    /// Its Japanese name. The text is static.
    pub set_name: cpl_text,
    /// 対象年月, YYYYMM, once it was taken; empty before, and where the files are not all of one month.
    pub month: cpl_text,
    /// When the sender sealed it, as it says, RFC 3339 in UTC.
    pub sealed_at: cpl_text,
    /// When the present state began, RFC 3339 in UTC.
    pub since: cpl_text,
    /// When it is tried next, RFC 3339 in UTC; empty where nothing is to be done.
    pub next_attempt: cpl_text,
    /// Why it is rejected, could not be opened, or waits.
    pub reason: cpl_reason,
    /// Why the cover cannot be opened.
    pub cover_fault: cpl_reason,
    /// 件名.
    pub subject: cpl_text,
    /// 本文.
    pub body: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; eight u32, a u64 and pointer-sized fields leave
// no padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_received_info {
    const SMALLEST: usize = size_of::<Self>();
}

impl Entry {
    fn of(message: ReceivedMessage) -> Self {
        let cover = message.cover.as_ref().ok();
        let receiver = cover.and_then(|cover| cover.receivers.first());
        Self {
            id: message.id.to_string(),
            sender: cover.map_or_else(
                || message.sender.to_string(),
                |cover| cover.sender.to_string(),
            ),
            receiver: receiver.map_or_else(String::new, |receiver| receiver.to_string()),
            month: message
                .month
                .map_or_else(String::new, |month| month.to_string()),
            sealed_at: time(cover.map(|cover| cover.created_at)),
            since: time(message.since()),
            next_attempt: time(message.next_attempt),
            reason: Shown::of_reason(message.reason.as_ref()),
            cover_fault: message
                .cover
                .as_ref()
                .err()
                .map_or_else(Shown::default, Shown::of_envelope),
            history: Steps::of(
                message
                    .history
                    .iter()
                    .map(|step| (step.state.number(), step.at)),
            ),
            message,
        }
    }

    fn as_struct(&self) -> cpl_received_info {
        let message = &self.message;
        let cover = message.cover.as_ref().ok();
        let fault = message.cover.as_ref().err();
        cpl_received_info {
            // give_struct says how much it filled.
            struct_size: 0,
            state: message.state.number(),
            is_final: message.state.is_final().into(),
            content_kept: message.content_kept.into(),
            cover_status: fault.map_or(CPL_OK, of_envelope),
            suggested_rejection: fault.map_or(0, |fault| number_of_rejection(rejection_for(fault))),
            file_count: cover.map_or(0, |cover| count32(cover.files.len())),
            reserved: 0,
            size: message.size,
            id: (&*self.id).into(),
            sender: (&*self.sender).into(),
            receiver: (&*self.receiver).into(),
            stamp: message.stamp.as_str().into(),
            set: cover.map_or("", |cover| cover.set.ident()).into(),
            set_name: cover.map_or("", |cover| cover.set.name_ja()).into(),
            month: (&*self.month).into(),
            sealed_at: (&*self.sealed_at).into(),
            since: (&*self.since).into(),
            next_attempt: (&*self.next_attempt).into(),
            reason: self.reason.as_struct(),
            cover_fault: self.cover_fault.as_struct(),
            subject: cover.map_or("", |cover| &*cover.subject).into(),
            body: cover.map_or("", |cover| &*cover.text).into(),
        }
    }
}

/// What came for this office, as the store knows it since the last cpl_office_sync; oldest stamp first, the order in which
/// messages are to be taken. `query` may be NULL for all; its states CPL_RECEIVED_TO_TAKE give what waits to be taken and
/// acknowledged. Uses no network. Free the list with cpl_received_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_received(
    office: *const cpl_office,
    query: *const cpl_query,
    received: *mut *mut cpl_received,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (&given(office)?.office, given(received)?);
        let (query, _) = self::query(query)?;
        let entries = office.received(&query)?.into_iter().map(Entry::of);
        out.write(handle(cpl_received {
            entries: entries.collect(),
        }));
        Ok(())
    })
}

/// The message `id` as a list of one. CPL_UNKNOWN_MESSAGE where there is none. Free it with cpl_received_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_received_message(
    office: *const cpl_office,
    id: *const c_char,
    id_len: usize,
    received: *mut *mut cpl_received,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (&given(office)?.office, given(received)?);
        let message = office.received_message(message_id(id, id_len)?)?;
        out.write(handle(cpl_received {
            entries: vec![Entry::of(message)],
        }));
        Ok(())
    })
}

/// Number of messages in the list.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_received_count(received: *const cpl_received, count: *mut usize) -> u32 {
    quick(|| give(given(received)?.entries.len(), count))
}

/// Fills `info` with the message at `index`, from 0. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_received_get(
    received: *const cpl_received,
    index: usize,
    info: *mut cpl_received_info,
) -> u32 {
    quick(|| give_struct(at(&given(received)?.entries, index)?.as_struct(), info))
}

/// 履歴: how many states the message at `index` has had.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_received_step_count(
    received: *const cpl_received,
    index: usize,
    count: *mut usize,
) -> u32 {
    quick(|| give(at(&given(received)?.entries, index)?.history.count(), count))
}

/// Fills `info` with state number `step`, from 0 for the oldest, of the message at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_received_step(
    received: *const cpl_received,
    index: usize,
    step: usize,
    info: *mut cpl_step,
) -> u32 {
    quick(|| {
        give_struct(
            at(&given(received)?.entries, index)?.history.get(step)?,
            info,
        )
    })
}

/// Fills `info` with file number `file`, from 0, that the cover of the message at `index` names. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_received_file(
    received: *const cpl_received,
    index: usize,
    file: usize,
    info: *mut cpl_cover_file,
) -> u32 {
    quick(|| {
        let cover = at(&given(received)?.entries, index)?.message.cover.as_ref();
        let files = cover.map_or(&[][..], |cover| &cover.files);
        give_struct(cover_file(at(files, file)?), info)
    })
}

/// What a state CPL_RECEIVED_… is called before people, such as 取込済. `lang` is CPL_LANG_JA or CPL_LANG_EN. The text is
/// static.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_received_state_name(state: u32, lang: u32, name: *mut cpl_text) -> u32 {
    quick(|| {
        let mut states = <ReceivedState as Asked>::ALL.iter();
        let found = states.find(|known| known.number() == state);
        let found = found.ok_or(Failure::of(CPL_BAD_ARGUMENT))?;
        give_text(found.name(language(lang)?), name)
    })
}

/// Frees a list; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_received_free(received: *mut cpl_received) {
    free(received);
}

impl Asked for ReceivedState {
    const ALL: &'static [Self] = &Self::ALL;

    fn number(self) -> u32 {
        match self {
            Self::Offered => CPL_RECEIVED_OFFERED,
            Self::Fetched => CPL_RECEIVED_FETCHED,
            Self::Handed => CPL_RECEIVED_HANDED,
            Self::Acknowledged => CPL_RECEIVED_ACKNOWLEDGED,
            Self::Taken => CPL_RECEIVED_TAKEN,
            Self::Rejecting => CPL_RECEIVED_REJECTING,
            Self::Rejected => CPL_RECEIVED_REJECTED,
            Self::Withdrawn => CPL_RECEIVED_WITHDRAWN,
            Self::Expired => CPL_RECEIVED_EXPIRED,
        }
    }
}
