//! 中継サーバー: what it says of itself.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::mem::size_of;

use careplan_core::relay::wire::{Environment, Service};
use safer_ffi::derive_ReprC;

use crate::boundary::{Sized32, call, free, give_struct, given, handle, quick};
use crate::control::{cpl_control, with_control};
use crate::error::cpl_error;
use crate::office::{
    CPL_ENVIRONMENT_PRODUCTION, CPL_ENVIRONMENT_SANDBOX, CPL_ENVIRONMENT_UNKNOWN, cpl_office,
};
use crate::shown::time;
use crate::value::cpl_text;

/// What a relay said of itself. Free it with cpl_relay_free.
pub struct cpl_relay {
    service: Service,
    server_time: String,
    down_from: String,
    down_until: String,
}

/// What a relay says of itself. Set struct_size before the call. The texts belong to the handle that was asked.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_relay_info {
    /// sizeof(cpl_relay_info), set by the caller.
    pub struct_size: u32,
    /// CPL_ENVIRONMENT_…
    pub environment: u32,
    /// Version of the protocol that it speaks.
    pub protocol_version: u32,
    /// 保管期間: days until a message that nobody took expires.
    pub retention_days: u32,
    /// Largest sealed content, in bytes.
    pub max_content_bytes: u64,
    /// The relay's clock, RFC 3339 in UTC.
    pub server_time: cpl_text,
    /// 保守: from when it will be down, or is, RFC 3339 in UTC; empty where nothing is planned.
    pub down_from: cpl_text,
    /// Until when.
    pub down_until: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; four u32, a u64 and pointer-sized fields leave
// no padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_relay_info {
    const SMALLEST: usize = size_of::<Self>();
}

/// 接続の確認: asks the relay what it is. A program may test with it whether the relay can be reached; needs no login.
/// CPL_RELAY_SETTINGS for an office that uses folders. Free the answer with cpl_relay_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_office_ask_relay(
    office: *const cpl_office,
    control: *const cpl_control,
    relay: *mut *mut cpl_relay,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (office, out) = (&given(office)?.office, given(relay)?);
        let service = with_control(control, |control| Ok(office.ask_relay(control)?))?;
        out.write(handle(cpl_relay::of(service)));
        Ok(())
    })
}

/// Fills `info` with what the relay said.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_relay_get(relay: *const cpl_relay, info: *mut cpl_relay_info) -> u32 {
    quick(|| give_struct(given(relay)?.as_struct(), info))
}

/// Frees an answer; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_relay_free(relay: *mut cpl_relay) {
    free(relay);
}

/// CPL_ENVIRONMENT_…
pub(crate) fn number_of_environment(environment: Option<Environment>) -> u32 {
    match environment {
        Some(Environment::Sandbox) => CPL_ENVIRONMENT_SANDBOX,
        Some(Environment::Production) => CPL_ENVIRONMENT_PRODUCTION,
        Some(Environment::Unknown) | None => CPL_ENVIRONMENT_UNKNOWN,
    }
}

impl cpl_relay {
    fn of(service: Service) -> Self {
        let down = service.maintenance;
        Self {
            server_time: service.server_time.to_string(),
            down_from: time(down.map(|down| down.from)),
            down_until: time(down.map(|down| down.until)),
            service,
        }
    }

    fn as_struct(&self) -> cpl_relay_info {
        let service = &self.service;
        cpl_relay_info {
            // give_struct says how much it filled.
            struct_size: 0,
            environment: number_of_environment(Some(service.environment)),
            protocol_version: service.protocol_version,
            retention_days: service.retention_days,
            max_content_bytes: service.max_content_bytes,
            server_time: (&*self.server_time).into(),
            down_from: (&*self.down_from).into(),
            down_until: (&*self.down_until).into(),
        }
    }
}
