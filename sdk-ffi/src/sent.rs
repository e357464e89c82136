//! 送信済一覧: what an office sent, and whether it was taken.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::mem::size_of;

use careplan_core::envelope::EnvelopeError;
use careplan_core::exchange::SentMessage;
use careplan_core::message::Cover;
use careplan_core::store::SentState;
use safer_ffi::derive_ReprC;

use crate::boundary::{
    Sized32, call, free, give, give_struct, give_text, given, handle, language, quick,
};
use crate::error::{Failure, cpl_error};
use crate::office::cpl_office;
use crate::query::{Asked, cpl_query, query};
use crate::shown::{
    Shown, Steps, at, count32, cover_file, cpl_cover_file, cpl_reason, cpl_step, message_id, time,
};
use crate::status::*;
use crate::status_of::of_envelope;
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

/// Messages that an office sent. Free it with cpl_sent_free.
pub struct cpl_sent {
    entries: Vec<Entry>,
}

struct Entry {
    message: SentMessage,
    cover: Option<Result<Cover, EnvelopeError>>,
    id: String,
    sender: String,
    receiver: String,
    month: String,
    created_at: String,
    since: String,
    next_attempt: String,
    taken_at: String,
    taken_by: String,
    reason: Shown,
    history: Steps,
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
    /// 1 when nothing will change any more, else 0.
    pub is_final: u32,
    /// 1 when its withdrawal is wanted and not done yet, else 0.
    pub is_withdrawing: u32,
    /// 1 when there is a receipt and it holds, else 0.
    pub has_receipt: u32,
    /// CPL_OK, or why the receipt does not hold.
    pub receipt_status: u32,
    /// 1 when the content is still kept here, so that cpl_office_open_sent can show it, else 0.
    pub content_kept: u32,
    /// 1 when the cover was asked for and could be opened: subject, body and files are filled then. Else 0.
    pub has_cover: u32,
    /// CPL_OK, or why the cover cannot be opened.
    pub cover_status: u32,
    /// Number of files that the cover names; 0 without one.
    pub file_count: u32,
    /// Size of the sealed content, in bytes.
    pub size: u64,
    /// Id of the message.
    pub id: cpl_text,
    /// 送信元: own office number and kind, NNNNNNNNNN_KK.
    pub sender: cpl_text,
    /// 送信先: office number and kind, NNNNNNNNNN_KK.
    pub receiver: cpl_text,
    /// 作成日時 of the set, YYYYMMDDHHMMSS.
    pub stamp: cpl_text,
    /// Kind of set, such as use_slip or actuals.
    pub set: cpl_text,
    /// Its Japanese name. The text is static.
    pub set_name: cpl_text,
    /// 対象年月, YYYYMM; empty where the files are not all of one month.
    pub month: cpl_text,
    /// When cpl_office_send kept it, RFC 3339 in UTC.
    pub created_at: cpl_text,
    /// When the present state began, RFC 3339 in UTC.
    pub since: cpl_text,
    /// When it is tried next, RFC 3339 in UTC; empty where nothing is to be done.
    pub next_attempt: cpl_text,
    /// Why it failed, was rejected, or waits.
    pub reason: cpl_reason,
    /// 受領日時: when the receiver took it by its own signed receipt, RFC 3339 in UTC; empty without one.
    pub taken_at: cpl_text,
    /// 事業所番号 of who signed the receipt; empty without one.
    pub taken_by: cpl_text,
    /// 件名; empty without a cover.
    pub subject: cpl_text,
    /// 本文; empty without a cover.
    pub body: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; ten u32, a u64 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_sent_info {
    const SMALLEST: usize = size_of::<Self>();
}

impl Entry {
    fn of(message: SentMessage, cover: Option<Result<Cover, EnvelopeError>>) -> Self {
        let taken = message.taken();
        Self {
            id: message.id.to_string(),
            sender: message.sender.to_string(),
            receiver: message.receiver.to_string(),
            month: message
                .month
                .map_or_else(String::new, |month| month.to_string()),
            created_at: message.created_at.to_string(),
            since: message.since().to_string(),
            next_attempt: time(message.next_attempt),
            taken_at: time(taken.map(|(at, _)| at)),
            taken_by: taken.map_or_else(String::new, |(_, by)| by.office().to_string()),
            reason: Shown::of_reason(message.reason.as_ref()),
            history: Steps::of(
                message
                    .history
                    .iter()
                    .map(|step| (step.state.number(), step.at)),
            ),
            message,
            cover,
        }
    }

    fn cover(&self) -> Option<&Cover> {
        self.cover.as_ref()?.as_ref().ok()
    }

    fn as_struct(&self) -> cpl_sent_info {
        let (message, cover) = (&self.message, self.cover());
        let (has_receipt, receipt_status) = match &message.receipt {
            None => (0, CPL_OK),
            Some(Ok(_)) => (1, CPL_OK),
            Some(Err(error)) => (0, of_envelope(error)),
        };
        cpl_sent_info {
            // give_struct says how much it filled.
            struct_size: 0,
            state: message.state.number(),
            is_final: message.state.is_final().into(),
            is_withdrawing: message.withdrawing.into(),
            has_receipt,
            receipt_status,
            content_kept: message.content_kept.into(),
            has_cover: cover.is_some().into(),
            cover_status: match &self.cover {
                Some(Err(error)) => of_envelope(error),
                _ => CPL_OK,
            },
            file_count: cover.map_or(0, |cover| count32(cover.files.len())),
            size: message.size,
            id: (&*self.id).into(),
            sender: (&*self.sender).into(),
            receiver: (&*self.receiver).into(),
            stamp: message.stamp.as_str().into(),
            set: message.set.ident().into(),
            set_name: message.set.name_ja().into(),
            month: (&*self.month).into(),
            created_at: (&*self.created_at).into(),
            since: (&*self.since).into(),
            next_attempt: (&*self.next_attempt).into(),
            reason: self.reason.as_struct(),
            taken_at: (&*self.taken_at).into(),
            taken_by: (&*self.taken_by).into(),
            subject: cover.map_or("", |cover| &*cover.subject).into(),
            body: cover.map_or("", |cover| &*cover.text).into(),
        }
    }
}

/// What this office sent, as the store knows it since the last cpl_office_sync, with verified receipts; newest first. `query`
/// may be NULL for all. Uses no network. Free the list with cpl_sent_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_sent(
    office: *const cpl_office,
    query: *const cpl_query,
    sent: *mut *mut cpl_sent,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (&given(office)?.office, given(sent)?);
        let (query, with_covers) = self::query(query)?;
        let messages = office.sent(&query)?.into_iter();
        let entries = messages.map(|message| {
            let cover = match with_covers {
                true => Some(office.sent_message(message.id)?.cover),
                false => None,
            };
            Ok::<_, Failure>(Entry::of(message, cover))
        });
        let entries = entries.collect::<Result<_, _>>()?;
        out.write(handle(cpl_sent { entries }));
        Ok(())
    })
}

/// The message `id` as a list of one, with its cover. CPL_UNKNOWN_MESSAGE where there is none. Free it with cpl_sent_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_sent_message(
    office: *const cpl_office,
    id: *const c_char,
    id_len: usize,
    sent: *mut *mut cpl_sent,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (&given(office)?.office, given(sent)?);
        let detail = office.sent_message(message_id(id, id_len)?)?;
        let entries = vec![Entry::of(detail.message, Some(detail.cover))];
        out.write(handle(cpl_sent { entries }));
        Ok(())
    })
}

/// Number of messages in the list.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sent_count(sent: *const cpl_sent, count: *mut usize) -> u32 {
    quick(|| give(given(sent)?.entries.len(), count))
}

/// Fills `info` with the message at `index`, from 0. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sent_get(
    sent: *const cpl_sent,
    index: usize,
    info: *mut cpl_sent_info,
) -> u32 {
    quick(|| give_struct(at(&given(sent)?.entries, index)?.as_struct(), info))
}

/// 履歴: how many states the message at `index` has had.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sent_step_count(
    sent: *const cpl_sent,
    index: usize,
    count: *mut usize,
) -> u32 {
    quick(|| give(at(&given(sent)?.entries, index)?.history.count(), count))
}

/// Fills `info` with state number `step`, from 0 for the oldest, of the message at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sent_step(
    sent: *const cpl_sent,
    index: usize,
    step: usize,
    info: *mut cpl_step,
) -> u32 {
    quick(|| give_struct(at(&given(sent)?.entries, index)?.history.get(step)?, info))
}

/// Fills `info` with file number `file`, from 0, that the cover of the message at `index` names. CPL_OUT_OF_RANGE past the end
/// and where the list has no cover.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sent_file(
    sent: *const cpl_sent,
    index: usize,
    file: usize,
    info: *mut cpl_cover_file,
) -> u32 {
    quick(|| {
        let cover = at(&given(sent)?.entries, index)?.cover();
        let files = cover.map_or(&[][..], |cover| &cover.files);
        give_struct(cover_file(at(files, file)?), info)
    })
}

/// What a state CPL_SENT_… is called before people, such as 受領済. `lang` is CPL_LANG_JA or CPL_LANG_EN. The text is static.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sent_state_name(state: u32, lang: u32, name: *mut cpl_text) -> u32 {
    quick(|| {
        let mut states = SentState::ALL.iter();
        let found = states.find(|known| known.number() == state);
        let found = found.ok_or(Failure::of(CPL_BAD_ARGUMENT))?;
        give_text(found.name(language(lang)?), name)
    })
}

/// Frees a list; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sent_free(sent: *mut cpl_sent) {
    free(sent);
}

impl Asked for SentState {
    const ALL: &'static [Self] = &Self::ALL;

    fn number(self) -> u32 {
        match self {
            Self::Waiting => CPL_SENT_WAITING,
            Self::Sending => CPL_SENT_SENDING,
            Self::Available => CPL_SENT_AVAILABLE,
            Self::Taken => CPL_SENT_TAKEN,
            Self::Withdrawn => CPL_SENT_WITHDRAWN,
            Self::Expired => CPL_SENT_EXPIRED,
            Self::Rejected => CPL_SENT_REJECTED,
            Self::Failed => CPL_SENT_FAILED,
            Self::HandedOver => CPL_SENT_HANDED_OVER,
        }
    }
}
