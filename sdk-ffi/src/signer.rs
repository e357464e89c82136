//! Who signed something, and what is known of the certificate.
#![allow(unsafe_code)] // `unsafe impl` of the layouts; each says why it holds.

use std::mem::size_of;

use careplan_core::Explain;
use careplan_core::envelope::{RevocationStatus, SignedBy};
use careplan_core::finding::Lang;
use safer_ffi::derive_ReprC;

use crate::boundary::Sized32;
use crate::error::Failure;
use crate::value::cpl_text;

/// cpl_signer: nobody looked whether a certificate was revoked, because the profile says so.
pub const CPL_REVOCATION_NOT_CHECKED: u32 = 1;
/// cpl_signer: no certificate of the chain was revoked.
pub const CPL_REVOCATION_GOOD: u32 = 2;
/// cpl_signer: it cannot be told, and the profile takes that.
pub const CPL_REVOCATION_NOT_KNOWN: u32 = 3;

/// 署名者: who signed, when, and the certificate that proves it; trusted, or the call that verified it would have failed.
/// Set struct_size before the call. The texts belong to the handle that was asked.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_signer {
    /// sizeof(cpl_signer), set by the caller.
    pub struct_size: u32,
    /// CPL_REVOCATION_…
    pub revocation: u32,
    /// How many warnings there are about the certificate; it is trusted all the same.
    pub warning_count: u32,
    /// 0.
    pub reserved: u32,
    /// 事業所番号 of the signer, as its certificate says.
    pub office: cpl_text,
    /// When, as the signer says, RFC 3339 in UTC.
    pub signed_at: cpl_text,
    /// 主体者 of the certificate.
    pub subject: cpl_text,
    /// 発行者.
    pub issuer: cpl_text,
    /// シリアル番号, hexadecimal.
    pub serial: cpl_text,
    /// First second of its validity, RFC 3339 in UTC.
    pub not_before: cpl_text,
    /// Last second of its validity, RFC 3339 in UTC.
    pub not_after: cpl_text,
    /// SHA-256 of the certificate, 64 lower-case hexadecimal digits: what people compare.
    pub fingerprint: cpl_text,
    /// The certificate in DER, as bytes.
    pub certificate: crate::value::cpl_bytes,
    /// The warnings in Japanese, one a line.
    pub warnings_ja: cpl_text,
    /// The warnings in English, one a line.
    pub warnings_en: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; four u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_signer {
    const SMALLEST: usize = size_of::<Self>();
}

/// Its texts, made once.
pub(crate) struct Signer {
    revocation: u32,
    warnings: u32,
    office: String,
    signed_at: String,
    subject: String,
    issuer: String,
    serial: String,
    not_before: String,
    not_after: String,
    fingerprint: String,
    certificate: Vec<u8>,
    warnings_ja: String,
    warnings_en: String,
}

impl Signer {
    pub(crate) fn of(signed: &SignedBy) -> Result<Self, Failure> {
        let details = signed.certificate.details()?;
        let warnings = &signed.verdict.warnings;
        let told = |lang| {
            let lines: Vec<_> = warnings
                .iter()
                .map(|warning| warning.message(lang))
                .collect();
            lines.join("\n")
        };
        Ok(Self {
            revocation: revocation_code(&signed.verdict.revocation),
            warnings: crate::shown::count32(warnings.len()),
            office: signed.office().to_string(),
            signed_at: signed.signed_at.to_string(),
            subject: details.subject,
            issuer: details.issuer,
            serial: details.serial,
            not_before: details.not_before.to_string(),
            not_after: details.not_after.to_string(),
            fingerprint: details.fingerprint,
            certificate: signed.certificate.der().to_vec(),
            warnings_ja: told(Lang::Ja),
            warnings_en: told(Lang::En),
        })
    }

    pub(crate) fn as_struct(&self) -> cpl_signer {
        cpl_signer {
            // give_struct says how much it filled.
            struct_size: 0,
            revocation: self.revocation,
            warning_count: self.warnings,
            reserved: 0,
            office: (&*self.office).into(),
            signed_at: (&*self.signed_at).into(),
            subject: (&*self.subject).into(),
            issuer: (&*self.issuer).into(),
            serial: (&*self.serial).into(),
            not_before: (&*self.not_before).into(),
            not_after: (&*self.not_after).into(),
            fingerprint: (&*self.fingerprint).into(),
            certificate: (&*self.certificate).into(),
            warnings_ja: (&*self.warnings_ja).into(),
            warnings_en: (&*self.warnings_en).into(),
        }
    }
}

pub(crate) fn revocation_code(status: &RevocationStatus) -> u32 {
    match status {
        RevocationStatus::NotChecked => CPL_REVOCATION_NOT_CHECKED,
        RevocationStatus::Good { .. } => CPL_REVOCATION_GOOD,
        _ => CPL_REVOCATION_NOT_KNOWN,
    }
}
