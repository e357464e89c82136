//! Status codes, in blocks with gaps. A code is never reused.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use crate::boundary::{give, give_text, language, quick};
use crate::error::Failure;
use crate::status_table::{Known, known};
use crate::value::cpl_text;

/// 日本語.
pub const CPL_LANG_JA: u32 = 0;
/// English.
pub const CPL_LANG_EN: u32 = 1;

/// 注記: worth knowing; every importer reads it.
pub const CPL_SEVERITY_NOTE: u32 = 1;
/// 警告: legal or unclear in the standard, but some importer may stumble.
pub const CPL_SEVERITY_WARNING: u32 = 2;
/// エラー: against the standard; a strict importer refuses it.
pub const CPL_SEVERITY_ERROR: u32 = 3;

/// 成功.
pub const CPL_OK: u32 = 0;

// 1–99: a mistake in the call.
/// A pointer that must not be NULL is NULL.
pub const CPL_NULL_POINTER: u32 = 1;
/// A text is not UTF-8.
pub const CPL_NOT_UTF8: u32 = 2;
/// An argument has a value that the header does not name.
pub const CPL_BAD_ARGUMENT: u32 = 3;
/// There is no such record, item, finding or list entry.
pub const CPL_OUT_OF_RANGE: u32 = 4;
/// `struct_size` is smaller than the struct ever was.
pub const CPL_STRUCT_TOO_SMALL: u32 = 5;
/// 中止: the caller ended the call with cpl_cancel_request. What was stored stays stored.
pub const CPL_CANCELLED: u32 = 6;
/// Not available on this system; cpl_capabilities says what is.
pub const CPL_UNSUPPORTED: u32 = 7;
/// A callback of cpl_office_sync or cpl_office_take asks for the same again, which would wait for itself.
pub const CPL_CALLED_FROM_WITHIN: u32 = 8;
/// A pointer is no handle of the kind that the parameter is for, or one that was freed, as far as that can be told: do not
/// rely on it.
pub const CPL_WRONG_HANDLE: u32 = 9;

// 100–199: a mistake of the library.
/// The library failed in a way that it should not; what was stored before stays stored, so look at the lists. Please report it.
pub const CPL_PANIC: u32 = 100;
/// The library failed for a reason that has no code of its own.
pub const CPL_INTERNAL: u32 = 101;

// 200–299: files and sets.
/// A file cannot be read.
pub const CPL_FILE_UNREADABLE: u32 = 200;
/// A file changed while it was being sealed; try again.
pub const CPL_FILE_CHANGED: u32 = 201;
/// A file cannot be written.
pub const CPL_FILE_UNWRITABLE: u32 = 202;
/// A file of this name is there already, and nothing is overwritten.
pub const CPL_FILE_EXISTS: u32 = 203;
/// The files are not a set of the standard; the error holds the findings.
pub const CPL_SET_REFUSED: u32 = 210;
/// A value, a file name or a record is not of the standard; the error holds the finding, which says what would be.
pub const CPL_VALUE_REFUSED: u32 = 220;
/// A file cannot be edited, or cannot be finished, because of errors in it; the error holds the findings.
pub const CPL_DOCUMENT_REFUSED: u32 = 221;

// 300–399: the office profile.
/// A file of the profile cannot be read.
pub const CPL_PROFILE_UNREADABLE: u32 = 300;
/// profile.toml is not of the form that is expected, or the password file is empty.
pub const CPL_PROFILE_INVALID: u32 = 301;
/// Certificate or private key cannot be used, or do not belong together or to the office.
pub const CPL_IDENTITY_INVALID: u32 = 302;
/// The set is sent by another office than the profile's.
pub const CPL_NOT_SENDER: u32 = 303;
/// `[trust]` of the profile cannot be used: a revocation list, an OID, an issuer or the rule for the office number.
pub const CPL_TRUST_INVALID: u32 = 304;
/// This machine's clock is ahead of the relay's: what it signs could not be verified by others.
pub const CPL_CLOCK_AHEAD: u32 = 305;

// 400–499: envelopes.
/// Not an envelope, or cut off.
pub const CPL_ENVELOPE_MALFORMED: u32 = 400;
/// Not protected as required.
pub const CPL_ENVELOPE_WEAK: u32 = 401;
/// Sealed for another certificate or addressed to another office.
pub const CPL_ENVELOPE_NOT_FOR_US: u32 = 402;
/// Damaged or tampered with.
pub const CPL_ENVELOPE_TAMPERED: u32 = 403;
/// The signature is missing or does not hold.
pub const CPL_SIGNATURE_INVALID: u32 = 404;
/// A certificate is not to be trusted.
pub const CPL_CERTIFICATE_UNTRUSTED: u32 = 405;
/// A certificate has expired or is not valid yet.
pub const CPL_CERTIFICATE_EXPIRED: u32 = 406;
/// The signer is not the sender that the message names.
pub const CPL_WRONG_SENDER: u32 = 407;
/// The content, its files or a receipt are not what they should be.
pub const CPL_CONTENT_INVALID: u32 = 408;
/// Larger than may be sent.
pub const CPL_TOO_LARGE: u32 = 409;
/// A certificate was revoked.
pub const CPL_CERTIFICATE_REVOKED: u32 = 410;
/// Whether a certificate was revoked cannot be told, and the profile asks for certainty.
pub const CPL_REVOCATION_UNKNOWN: u32 = 411;
/// A certificate of a kind that the profile refuses.
pub const CPL_CERTIFICATE_KIND: u32 = 412;

// 500–599: the relay.
/// The relay cannot be reached; try again.
pub const CPL_RELAY_UNREACHABLE: u32 = 500;
/// One side refused the other's certificate.
pub const CPL_RELAY_TLS: u32 = 501;
/// User id or password is wrong.
pub const CPL_WRONG_PASSWORD: u32 = 502;
/// The account is locked; cpl_error_retry_after says how long.
pub const CPL_ACCOUNT_LOCKED: u32 = 503;
/// The receiver is not in the directory.
pub const CPL_UNKNOWN_OFFICE: u32 = 504;
/// No such message for this office.
pub const CPL_UNKNOWN_MESSAGE: u32 = 505;
/// The message's id is in use for another one.
pub const CPL_CONFLICT: u32 = 506;
/// What arrived was damaged on its way; try again.
pub const CPL_RELAY_DAMAGED: u32 = 507;
/// The relay cannot answer now; try again.
pub const CPL_RELAY_UNAVAILABLE: u32 = 508;
/// The relay does not know this office's certificate.
pub const CPL_UNKNOWN_CERTIFICATE: u32 = 509;
/// The answer is not that of a relay, or of one that does not fit.
pub const CPL_RELAY_PROTOCOL: u32 = 510;
/// The relay settings of the profile cannot be used.
pub const CPL_RELAY_SETTINGS: u32 = 511;
/// The service is down for maintenance; cpl_error_retry_after says how long.
pub const CPL_RELAY_MAINTENANCE: u32 = 512;
/// The account's password must be changed first.
pub const CPL_PASSWORD_EXPIRED: u32 = 513;
/// The receiver does not take part in the exchange now.
pub const CPL_NOT_TAKING_PART: u32 = 514;
/// Too much is waiting at the relay, or too many calls; cpl_error_retry_after says how long to wait.
pub const CPL_RELAY_QUOTA: u32 = 515;

// 600–699: the office's store, and the state of messages.
/// Another program, or another handle of this one, has the store of this office open.
pub const CPL_STORE_IN_USE: u32 = 600;
/// The disk is full; what was stored stays stored.
pub const CPL_DISK_FULL: u32 = 601;
/// The store is damaged or incomplete: put a backup back.
pub const CPL_STORE_DAMAGED: u32 = 602;
/// The store belongs to another office, or was made by a newer version.
pub const CPL_STORE_UNFIT: u32 = 603;
/// The store's folder cannot be used.
pub const CPL_STORE_UNUSABLE: u32 = 604;
/// An access log was changed or cut off.
pub const CPL_ACCESS_LOG_CHANGED: u32 = 605;
/// Only what was taken can be acknowledged.
pub const CPL_NOT_TAKEN: u32 = 610;
/// The message is in a state in which this cannot be done.
pub const CPL_WRONG_STATE: u32 = 611;
/// The content of the message is no longer kept.
pub const CPL_CONTENT_GONE: u32 = 612;
/// The office has a worker already.
pub const CPL_WORKER_RUNS: u32 = 613;
/// The message has no receipt yet.
pub const CPL_NO_RECEIPT: u32 = 614;
/// The system gives no thread for the worker.
pub const CPL_NO_THREAD: u32 = 615;
/// Other files under the same stamp (作成日時) were sent to this receiver before.
pub const CPL_STAMP_USED: u32 = 616;
/// The receiver has stored a message that had ended by withdrawal, expiry or otherwise: two offices have to agree.
pub const CPL_TAKEN_ALL_THE_SAME: u32 = 617;
/// The folders for upload and downloads cannot be used, or hold something else than expected.
pub const CPL_FOLDER: u32 = 620;

/// 呼び出し側: a mistake in the call; the program must be mended.
pub const CPL_CATEGORY_CALLER: u32 = 1;
/// ファイル: a file or set, an own one or a partner's; the findings say what to mend.
pub const CPL_CATEGORY_FILE: u32 = 2;
/// 設定: the office's profile, certificate or account; its administrator mends it.
pub const CPL_CATEGORY_SETUP: u32 = 3;
/// 信頼: a seal, signature or certificate does not hold; nothing of it may be used.
pub const CPL_CATEGORY_TRUST: u32 = 4;
/// 通信: the relay or the way to it; trying again later may do.
pub const CPL_CATEGORY_NETWORK: u32 = 5;
/// 保存領域: the store of the office, or its disk.
pub const CPL_CATEGORY_STORE: u32 = 6;
/// 状態: the message, or the work, is in a state in which this cannot be done.
pub const CPL_CATEGORY_STATE: u32 = 7;
/// 内部: a mistake of this library; please report it.
pub const CPL_CATEGORY_INTERNAL: u32 = 8;

/// Name of a status, such as `CPL_SET_REFUSED`, for logs. The text is static. CPL_OUT_OF_RANGE for a number that this
/// library does not know.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_status_name(status: u32, name: *mut cpl_text) -> u32 {
    quick(|| give_text(of_status(status, "CPL_OK", |known| known.name)?, name))
}

/// Whose matter a status is: CPL_CATEGORY_…, or 0 for CPL_OK. CPL_OUT_OF_RANGE for a number that this library does not
/// know.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_status_category(status: u32, category: *mut u32) -> u32 {
    quick(|| give(of_status(status, 0, |known| known.category)?, category))
}

/// What a status says and what to do next, for the person at the screen, where there is no cpl_error: that one knows more
/// (which file, which office, how long). The text is static. CPL_OUT_OF_RANGE for a number that this library does not know.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_status_message(status: u32, lang: u32, text: *mut cpl_text) -> u32 {
    quick(|| {
        let lang = language(lang)?;
        let done = lang.pick("成功しました。", "Done.");
        give_text(of_status(status, done, |known| known.whole(lang))?, text)
    })
}

fn of_status<T>(status: u32, of_ok: T, of_known: impl Fn(&Known) -> T) -> Result<T, Failure> {
    match status {
        CPL_OK => Ok(of_ok),
        _ => known(status)
            .map(of_known)
            .ok_or(Failure::of(CPL_OUT_OF_RANGE)),
    }
}
