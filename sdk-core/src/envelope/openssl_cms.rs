//! The functions of OpenSSL's CMS that the `openssl` crate does not offer, declared by hand.
//!
//! The crate seals with PKCS#1 v1.5 key transport only; RSA-OAEP takes three functions more, and asking
//! who signed takes a few others. Everything unsafe of this crate stands here. Pointers that OpenSSL hands out
//! with a `get0` function belong to the structure they come from and are not freed.
#![allow(unsafe_code)]

use std::ffi::{c_int, c_uint};
use std::ptr;

use foreign_types::{ForeignType, ForeignTypeRef};
use openssl::cms::{CMSOptions, CmsContentInfo, CmsContentInfoRef};
use openssl::error::ErrorStack;
use openssl::md::Md;
use openssl::pkey_ctx::PkeyCtxRef;
use openssl::rsa::Padding;
use openssl::stack::{Stack, StackRef};
use openssl::symm::Cipher;
use openssl::x509::{X509, X509Ref};
use openssl_sys as sys;

use super::error::EnvelopeError;

#[repr(C)]
struct RecipientInfo {
    _private: [u8; 0],
}

// crypto/cms/cms.h of OpenSSL 3.
unsafe extern "C" {
    fn CMS_add1_recipient_cert(
        cms: *mut sys::CMS_ContentInfo,
        recipient: *mut sys::X509,
        flags: c_uint,
    ) -> *mut RecipientInfo;
    fn CMS_RecipientInfo_get0_pkey_ctx(info: *mut RecipientInfo) -> *mut sys::EVP_PKEY_CTX;
    fn CMS_final(
        cms: *mut sys::CMS_ContentInfo,
        data: *mut sys::BIO,
        detached: *mut sys::BIO,
        flags: c_uint,
    ) -> c_int;
    fn CMS_get0_signers(cms: *mut sys::CMS_ContentInfo) -> *mut sys::stack_st_X509;
    fn CMS_get1_certs(cms: *mut sys::CMS_ContentInfo) -> *mut sys::stack_st_X509;
}

/// Reads one CMS structure in DER and nothing after it.
pub(super) fn parse(der: &[u8]) -> Result<CmsContentInfo, EnvelopeError> {
    let length = std::ffi::c_long::try_from(der.len()).map_err(|_| EnvelopeError::Malformed)?;
    let mut at = der.as_ptr();
    // SAFETY: `at` points to `length` readable bytes; d2i reads no further and moves `at` to the end of what it read.
    let cms = unsafe { sys::d2i_CMS_ContentInfo(ptr::null_mut(), &mut at, length) };
    if cms.is_null() {
        ErrorStack::get();
        return Err(EnvelopeError::Malformed);
    }
    // SAFETY: `cms` is a new structure that nobody else owns.
    let cms = unsafe { CmsContentInfo::from_ptr(cms) };
    // Bytes after the structure would be neither signed nor encrypted.
    if at == der.as_ptr_range().end {
        Ok(cms)
    } else {
        Err(EnvelopeError::Malformed)
    }
}

/// Encrypts for RSA recipients: AuthEnvelopedData, AES-256-GCM, RSA-OAEP with SHA-256 and MGF1-SHA-256.
pub(super) fn encrypt(data: &[u8], recipients: &[&X509Ref]) -> Result<Vec<u8>, ErrorStack> {
    let none = Stack::<X509>::new()?;
    let partial = CMSOptions::BINARY | CMSOptions::PARTIAL;
    let cms = CmsContentInfo::encrypt(&none, &[], Cipher::aes_256_gcm(), partial)?;
    for recipient in recipients {
        add_recipient(&cms, recipient)?;
    }
    finish(&cms, data)?;
    cms.to_der()
}

fn add_recipient(cms: &CmsContentInfoRef, recipient: &X509Ref) -> Result<(), ErrorStack> {
    let flags = sys::CMS_KEY_PARAM | sys::CMS_PARTIAL;
    // SAFETY: both pointers are live; CMS_add1 takes its own reference to the certificate.
    let info = unsafe { CMS_add1_recipient_cert(cms.as_ptr(), recipient.as_ptr(), flags) };
    if info.is_null() {
        return Err(ErrorStack::get());
    }
    // SAFETY: `info` belongs to `cms`, which outlives this function.
    let context = unsafe { CMS_RecipientInfo_get0_pkey_ctx(info) };
    if context.is_null() {
        return Err(ErrorStack::get());
    }
    // SAFETY: CMS_KEY_PARAM made OpenSSL create the context; it belongs to `info` and is used by nobody else now.
    let context: &mut PkeyCtxRef<()> = unsafe { PkeyCtxRef::from_ptr_mut(context) };
    context.set_rsa_padding(Padding::PKCS1_OAEP)?;
    context.set_rsa_oaep_md(Md::sha256())?;
    context.set_rsa_mgf1_md(Md::sha256())
}

fn finish(cms: &CmsContentInfoRef, data: &[u8]) -> Result<(), ErrorStack> {
    let length = c_int::try_from(data.len()).map_err(|_| ErrorStack::get())?;
    // SAFETY: the BIO reads `length` bytes of `data`, which outlives it.
    let bio = unsafe { sys::BIO_new_mem_buf(data.as_ptr().cast(), length) };
    if bio.is_null() {
        return Err(ErrorStack::get());
    }
    // SAFETY: both pointers are live; a null `detached` means that there is none.
    let done = unsafe { CMS_final(cms.as_ptr(), bio, ptr::null_mut(), sys::CMS_BINARY) };
    // SAFETY: the BIO was made above and is not used again.
    unsafe { sys::BIO_free_all(bio) };
    if done == 1 {
        Ok(())
    } else {
        Err(ErrorStack::get())
    }
}

/// The certificates that signed a verified SignedData, in the order of the signer infos.
pub(super) fn signers(cms: &CmsContentInfoRef) -> Vec<X509> {
    // SAFETY: `cms` is live. The stack is new, its certificates belong to `cms`.
    let stack = unsafe { CMS_get0_signers(cms.as_ptr()) };
    if stack.is_null() {
        ErrorStack::get();
        return Vec::new();
    }
    // SAFETY: the stack is live and holds certificates; `to_owned` takes an own reference to each.
    let certificates = unsafe { StackRef::<X509>::from_ptr(stack) }
        .iter()
        .map(ToOwned::to_owned)
        .collect();
    // SAFETY: frees the stack only, as the documentation of CMS_get0_signers asks.
    unsafe { sys::OPENSSL_sk_free(stack.cast()) };
    certificates
}

/// All certificates that a SignedData carries, for building chains.
pub(super) fn certificates(cms: &CmsContentInfoRef) -> Result<Stack<X509>, ErrorStack> {
    // SAFETY: `cms` is live; the stack and a reference to each certificate become ours.
    let stack = unsafe { CMS_get1_certs(cms.as_ptr()) };
    if stack.is_null() {
        ErrorStack::get();
        return Stack::new();
    }
    // SAFETY: we own the stack and what it holds.
    Ok(unsafe { Stack::from_ptr(stack) })
}
