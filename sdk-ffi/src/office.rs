//! Offices: opening one, its profile, what it is told.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::{c_char, c_void};
use std::mem::size_of;
use std::path::Path;
use std::sync::Arc;

use careplan_core::exchange::{Office, OpenOptions, Secrets};
use careplan_core::number::OfficeNumber;
use safer_ffi::derive_ReprC;

use crate::boundary::{
    Given32, Sized32, bytes, call, free, give, give_struct, give_text, given, handle, quick,
    take_struct, text,
};
use crate::error::{Failure, cpl_error};
use crate::identity::cpl_certificate;
use crate::log::{cpl_log_fn, log_handler};
use crate::relay::number_of_environment;
use crate::shown::at;
use crate::value::cpl_text;

/// cpl_office_info: messages go through a relay (中継サーバー).
pub const CPL_WAY_RELAY: u32 = 1;
/// cpl_office_info: sets go out and come in through folders, for another client to carry.
pub const CPL_WAY_FOLDER: u32 = 2;

/// cpl_office_info: what the relay is for is not known yet, or there is none.
pub const CPL_ENVIRONMENT_UNKNOWN: u32 = 0;
/// cpl_office_info: テスト用.
pub const CPL_ENVIRONMENT_SANDBOX: u32 = 1;
/// cpl_office_info: 本番.
pub const CPL_ENVIRONMENT_PRODUCTION: u32 = 2;

/// 事業所: its profile, its store on this machine and its way to other offices. Free it with cpl_office_free.
///
/// One handle at a time, in one program, may have the store of an office open (CPL_STORE_IN_USE). A worker keeps the office
/// open until both are freed. Any thread may call, several at once; only cpl_office_sync waits for another that is under way.
pub struct cpl_office {
    pub(crate) office: Arc<Office>,
    number: OfficeNumber,
    facts: Facts,
}

struct Facts {
    kinds: String,
    folder: String,
    store_folder: String,
}

/// What a program may give when it opens an office. Zero all of it and set struct_size; NULL in its place gives nothing.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_office_options {
    /// sizeof(cpl_office_options), set by the caller.
    pub struct_size: u32,
    /// How much the log callback is told: CPL_LOG_…, 0 for CPL_LOG_INFO.
    pub log_level: u32,
    /// Password of the account at the relay, instead of password_file of `[relay]` in profile.toml; may be NULL.
    pub relay_password: *const c_char,
    /// Bytes of relay_password.
    pub relay_password_len: usize,
    /// Password or PIN of the private keys, instead of password_file of `[identity]` in profile.toml; may be NULL.
    pub key_password: *const c_char,
    /// Bytes of key_password.
    pub key_password_len: usize,
    /// Is told what the office does, the opening included, see cpl_office_set_log_handler; may be NULL.
    pub log: cpl_log_fn,
    /// First argument of log.
    pub log_context: *mut c_void,
}

// SAFETY: repr(C); the first field is struct_size; the others are numbers, raw pointers and an optional function.
unsafe impl Given32 for cpl_office_options {
    const SMALLEST: usize = size_of::<Self>();
}

/// What an office is. Set struct_size before the call. The texts belong to the office.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_office_info {
    /// sizeof(cpl_office_info), set by the caller.
    pub struct_size: u32,
    /// CPL_WAY_…
    pub way: u32,
    /// CPL_ENVIRONMENT_…: what the relay said it is for, once this handle has asked it (cpl_office_ask_relay, or
    /// cpl_office_sync where something is sent).
    pub environment: u32,
    /// 1 when it has a certificate and a key, so that it can sign and open; 0 for an office that uses folders without.
    pub has_identity: u32,
    /// 事業所番号, ten characters.
    pub number: cpl_text,
    /// 事業所名.
    pub name: cpl_text,
    /// サービス種類コード, one or more, with commas between.
    pub kinds: cpl_text,
    /// The profile folder, as it was given.
    pub folder: cpl_text,
    /// The folder of the store, absolute.
    pub store_folder: cpl_text,
    /// Address of the relay; empty for an office that uses folders.
    pub relay_url: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; four u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_office_info {
    const SMALLEST: usize = size_of::<Self>();
}

/// Opens the office of a profile folder (profile.toml and the files that it names) and its store, which is made at the first
/// time. Uses no network and starts no thread. `options` may be NULL.
///
/// CPL_STORE_IN_USE when another program, or another handle, has it open. Free it with cpl_office_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_open(
    folder: *const c_char,
    folder_len: usize,
    options: *const cpl_office_options,
    office: *mut *mut cpl_office,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let out = given(office)?;
        let folder = text(folder, folder_len)?;
        let options = open_options(options)?;
        let opened = Office::open_with(Path::new(folder), options)
            .map_err(|error| Failure::from(error).at_least_in(folder))?;
        out.write(handle(cpl_office::of(opened)));
        Ok(())
    })
}

/// 事業所番号, ten characters. The text belongs to the office.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_number(office: *const cpl_office, number: *mut cpl_text) -> u32 {
    quick(|| give_text(given(office)?.number.as_str(), number))
}

/// Fills `info` with what the office is.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_get(office: *const cpl_office, info: *mut cpl_office_info) -> u32 {
    quick(|| give_struct(given(office)?.info(), info))
}

/// Number of certificates (電子証明書) that this office itself has in its profile; 0 for an office that uses folders without.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_certificate_count(
    office: *const cpl_office,
    count: *mut usize,
) -> u32 {
    quick(|| {
        let identities = given(office)?.office.identities();
        give(identities.map_or(0, |own| own.all().len()), count)
    })
}

/// The certificate at `index`, from 0, that this office itself has, newest first: when it ends, and what people compare.
/// CPL_OUT_OF_RANGE past the end. Free it with cpl_certificate_free; it may outlive the office.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_certificate(
    office: *const cpl_office,
    index: usize,
    certificate: *mut *mut cpl_certificate,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (&given(office)?.office, given(certificate)?);
        let own = office.identities().map(|identities| identities.all());
        let own = own.as_deref().unwrap_or_default();
        let found = at(own, index)?.certificate().clone();
        out.write(handle(cpl_certificate::new(found)?));
        Ok(())
    })
}

/// 操作者: who is named in the access log from now on, for the whole office: the host's own name of its user. It is the office
/// number at first.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_set_actor(
    office: *const cpl_office,
    name: *const c_char,
    name_len: usize,
) -> u32 {
    quick(|| {
        given(office)?.office.set_actor(text(name, name_len)?);
        Ok(())
    })
}

/// Reads profile.toml and the identities that it names again, so that a renewed certificate (電子証明書の更新) needs no
/// restart, with a worker or without. Where that fails, everything stays as it was.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_reload_identities(
    office: *const cpl_office,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || Ok(given(office)?.office.reload_identities()?))
}

/// Reads the password of the relay again: it was changed, or the relay had refused it (CPL_WRONG_PASSWORD).
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_reload_account(
    office: *const cpl_office,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || Ok(given(office)?.office.reload_account()?))
}

/// Hands over the password of the relay, for a program that keeps it itself: it goes before the one in a file of the profile,
/// and is forgotten with this handle. The next call to the relay tries it.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_set_password(
    office: *const cpl_office,
    password: *const c_char,
    password_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let password = text(password, password_len)?;
        Ok(given(office)?.office.set_relay_password(password)?)
    })
}

/// Reads the files and the folder of revocation lists (失効リスト) that the profile names again.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_reload_crls(
    office: *const cpl_office,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let trust = given(office)?.office.trust();
        Ok(trust.map_or(Ok(()), |trust| trust.reload())?)
    })
}

/// Takes newer revocation lists (失効リスト), PEM or DER, and keeps them in the folder of the profile where there is one. `added`
/// gets how many were new and may be NULL. CPL_TRUST_INVALID for one that cannot be used.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_add_crl(
    office: *const cpl_office,
    crl: *const u8,
    crl_len: usize,
    added: *mut u32,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, crl) = (given(office)?, bytes(crl, crl_len)?);
        let trust = office.office.trust();
        let new = trust.map_or(Ok(0), |trust| trust.add_crl(crl))?;
        if !added.is_null() {
            give(crate::shown::count32(new), added)?;
        }
        Ok(())
    })
}

/// Closes an office; NULL is allowed. A worker that runs keeps it open, and goes on calling the callbacks that were set. Where
/// the system is still looking up the name of a host, this waits for that, one second at most.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_free(office: *mut cpl_office) {
    free(office);
}

impl cpl_office {
    fn of(office: Office) -> Self {
        let profile = office.profile();
        let kinds: Vec<_> = profile.kinds().iter().map(ToString::to_string).collect();
        Self {
            facts: Facts {
                kinds: kinds.join(","),
                folder: profile.folder().to_string_lossy().into_owned(),
                store_folder: office.store_folder().to_string_lossy().into_owned(),
            },
            number: office.number(),
            office: Arc::new(office),
        }
    }

    fn info(&self) -> cpl_office_info {
        let (office, facts) = (&self.office, &self.facts);
        let profile = office.profile();
        let relay = profile.relay_url();
        cpl_office_info {
            // give_struct says how much it filled.
            struct_size: 0,
            way: relay.map_or(CPL_WAY_FOLDER, |_| CPL_WAY_RELAY),
            environment: number_of_environment(
                office.known_service().map(|service| service.environment),
            ),
            has_identity: office.identities().is_some().into(),
            number: self.number.as_str().into(),
            name: profile.name().into(),
            kinds: (&*facts.kinds).into(),
            folder: (&*facts.folder).into(),
            store_folder: (&*facts.store_folder).into(),
            relay_url: relay.unwrap_or_default().into(),
        }
    }
}

fn open_options(options: *const cpl_office_options) -> Result<OpenOptions, Failure> {
    let mut open = OpenOptions::default();
    let Some(options) = take_struct(options)? else {
        return Ok(open);
    };
    let mut secrets = Secrets::new();
    let relay = text(options.relay_password, options.relay_password_len)?;
    if !relay.is_empty() {
        secrets = secrets.with_relay_password(relay);
    }
    let key = text(options.key_password, options.key_password_len)?;
    if !key.is_empty() {
        secrets = secrets.with_key_password(key);
    }
    open.secrets = secrets;
    open.log = log_handler(options.log_level, options.log, options.log_context)?;
    Ok(open)
}
