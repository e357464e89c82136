//! The certificate store of Windows.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;

use careplan_core::envelope::{Certificate, Identity, OfficeRule};
#[cfg(windows)]
use careplan_core::envelope::{StoreLocation, WindowsStore};
use jiff::Timestamp;

use crate::boundary::{call, free, give, give_struct, given, handle, quick, text};
use crate::error::{Failure, cpl_error};
use crate::identity::{cpl_certificate, cpl_certificate_info, cpl_identity, rule};
use crate::shown::at;
use crate::status::*;

/// 現在のユーザー: the certificate store of the user who runs the program.
pub const CPL_STORE_CURRENT_USER: u32 = 1;
/// ローカル コンピューター: the certificate store of the machine.
pub const CPL_STORE_LOCAL_MACHINE: u32 = 2;

/// 電子証明書の一覧: certificates that a person may choose from. Free it with cpl_certificates_free.
pub struct cpl_certificates {
    all: Vec<cpl_certificate>,
}

/// 証明書ストア: the personal certificates (個人) in the certificate store of Windows that have a private key and name an office,
/// of whatever age; the one that began last comes first. No key is opened and nothing is trusted by that. `store` is
/// CPL_STORE_…, `office_rule` that of cpl_identity_load. CPL_UNSUPPORTED on other systems. Free the list with
/// cpl_certificates_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_store_certificates(
    store: u32,
    office_rule: *const c_char,
    office_rule_len: usize,
    certificates: *mut *mut cpl_certificates,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let out = given(certificates)?;
        let found = certificates_in(store, rule(office_rule, office_rule_len)?)?;
        let all = found.into_iter().map(cpl_certificate::new);
        let all = all.collect::<Result<_, _>>()?;
        out.write(handle(cpl_certificates { all }));
        Ok(())
    })
}

/// Number of certificates.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_certificates_count(
    certificates: *const cpl_certificates,
    count: *mut usize,
) -> u32 {
    quick(|| give(given(certificates)?.all.len(), count))
}

/// Fills `info` with what the certificate at `index`, from 0, says of itself: office, subject, end and so on. Its texts belong
/// to the list. cpl_identity_from_store takes its fingerprint. CPL_OUT_OF_RANGE past the end.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_certificates_get(
    certificates: *const cpl_certificates,
    index: usize,
    info: *mut cpl_certificate_info,
) -> u32 {
    quick(|| {
        let found = at(&given(certificates)?.all, index)?;
        give_struct(found.info(Timestamp::now()), info)
    })
}

/// Frees a list; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_certificates_free(certificates: *mut cpl_certificates) {
    free(certificates);
}

/// The identity in the certificate store of Windows (証明書ストア, 個人) with the thumbprint (拇印) `thumbprint`,
/// hexadecimal, SHA-1 as Windows shows it or SHA-256. `store` is CPL_STORE_…, `office_rule` that of cpl_identity_load.
/// CPL_UNSUPPORTED on other systems. Free the identity with cpl_identity_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_identity_from_store(
    store: u32,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    office_rule: *const c_char,
    office_rule_len: usize,
    identity: *mut *mut cpl_identity,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let out = given(identity)?;
        let identity = identity_in(
            store,
            rule(office_rule, office_rule_len)?,
            text(thumbprint, thumbprint_len)?,
        )?;
        out.write(handle(cpl_identity { identity }));
        Ok(())
    })
}

#[cfg(windows)]
fn certificates_in(store: u32, rule: OfficeRule) -> Result<Vec<Certificate>, Failure> {
    Ok(opened(store, rule)?.certificates()?)
}

#[cfg(windows)]
fn identity_in(store: u32, rule: OfficeRule, thumbprint: &str) -> Result<Identity, Failure> {
    Ok(opened(store, rule)?.identity(&thumbprint.parse()?)?)
}

#[cfg(windows)]
fn opened(store: u32, rule: OfficeRule) -> Result<WindowsStore, Failure> {
    let location = match store {
        CPL_STORE_CURRENT_USER => StoreLocation::CurrentUser,
        CPL_STORE_LOCAL_MACHINE => StoreLocation::LocalMachine,
        _ => return Err(Failure::of(CPL_BAD_ARGUMENT)),
    };
    Ok(WindowsStore::new(location).office_rule(rule))
}

#[cfg(not(windows))]
fn certificates_in(store: u32, _: OfficeRule) -> Result<Vec<Certificate>, Failure> {
    Err(unsupported(store))
}

#[cfg(not(windows))]
fn identity_in(store: u32, _: OfficeRule, _: &str) -> Result<Identity, Failure> {
    Err(unsupported(store))
}

#[cfg(not(windows))]
fn unsupported(store: u32) -> Failure {
    Failure::of(match store {
        CPL_STORE_CURRENT_USER | CPL_STORE_LOCAL_MACHINE => CPL_UNSUPPORTED,
        _ => CPL_BAD_ARGUMENT,
    })
}
