//! Certificates, identities and whom to trust, apart from an office.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::mem::size_of;

use careplan_core::envelope::{
    Certificate, EnvelopeError, Identities, Identity, IdentityLoader, OfficeRule,
    RENEWAL_NOTICE_DAYS, Revocation, Trust, Use,
};
use jiff::Timestamp;
use safer_ffi::derive_ReprC;

use crate::boundary::{
    Given32, Sized32, bytes, call, free, give_bytes, give_struct, given, handle, handles, quick,
    take_struct, text,
};
use crate::edit::parsed;
use crate::error::{Failure, cpl_error};
use crate::signer::revocation_code;
use crate::status::*;
use crate::value::{cpl_bytes, cpl_text};

/// 失効の確認: nobody looks whether certificates were revoked.
pub const CPL_CRL_OFF: u32 = 0;
/// Revoked ones are refused; where no revocation list in force is at hand, that is only told.
pub const CPL_CRL_SOFT_FAIL: u32 = 1;
/// Revoked ones are refused, and those that no revocation list in force speaks of.
pub const CPL_CRL_HARD_FAIL: u32 = 2;

/// cpl_trust_check: its key signs.
pub const CPL_USE_SIGNING: u32 = 1;
/// cpl_trust_check: messages are sealed for its key.
pub const CPL_USE_SEALING: u32 = 2;

/// 電子証明書 of an office, without its private key. Free it with cpl_certificate_free.
pub struct cpl_certificate {
    pub(crate) certificate: Certificate,
    texts: Texts,
}

/// 電子証明書と秘密鍵: a certificate of an office with its private key, in memory, on a token or in a store. Free it with
/// cpl_identity_free.
pub struct cpl_identity {
    pub(crate) identity: Identity,
}

/// The authorities whose certificates are trusted, and the rules by which a certificate is judged. cpl_trust_add_crl changes
/// it; several threads may use it meanwhile. Free it with cpl_trust_free.
pub struct cpl_trust {
    pub(crate) trust: Trust,
}

struct Texts {
    office: String,
    subject: String,
    issuer: String,
    serial: String,
    fingerprint: String,
    algorithm: String,
    not_before: String,
    not_after: String,
}

/// What a certificate says of itself. Set struct_size before the call. The texts belong to the certificate.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_certificate_info {
    /// sizeof(cpl_certificate_info), set by the caller.
    pub struct_size: u32,
    /// 更新時期: 1 from 90 days before its end on, else 0.
    pub is_renewal_due: u32,
    /// 1 when its time has begun and is not over, else 0.
    pub is_valid_now: u32,
    /// Whole days until its end; negative when it is over.
    pub days_left: i32,
    /// 事業所番号 that it names.
    pub office: cpl_text,
    /// 主体者, such as `C=JP, CN=…`.
    pub subject: cpl_text,
    /// 発行者.
    pub issuer: cpl_text,
    /// シリアル番号, hexadecimal.
    pub serial: cpl_text,
    /// SHA-256 拇印, lower-case hexadecimal: what people compare.
    pub fingerprint: cpl_text,
    /// Kind and size of its key, such as `RSA-2048` or `EC P-256`.
    pub algorithm: cpl_text,
    /// First second of its validity, RFC 3339 in UTC.
    pub not_before: cpl_text,
    /// Last second of its validity, RFC 3339 in UTC.
    pub not_after: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; three u32, an i32 and pointer-sized fields leave
// no padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_certificate_info {
    const SMALLEST: usize = size_of::<Self>();
}

/// Whom to trust. Set struct_size and put 0 in what you do not set. All is copied.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_trust_options {
    /// sizeof(cpl_trust_options).
    pub struct_size: u32,
    /// CPL_CRL_OFF, CPL_CRL_SOFT_FAIL or CPL_CRL_HARD_FAIL.
    pub revocation: u32,
    /// 1: expired_grace_days is set; 0: 92 days.
    pub has_expired_grace: u32,
    /// How many days after the end of a certificate a message is taken that was signed before it, at most 65535.
    pub expired_grace_days: u32,
    /// The trusted certificates (ルート証明書), PEM, or one in DER. At least one is needed.
    pub roots: *const u8,
    /// Bytes of roots.
    pub roots_len: usize,
    /// Intermediate certificates (中間証明書), for messages that come without; NULL for none.
    pub intermediates: *const u8,
    /// Bytes of intermediates.
    pub intermediates_len: usize,
    /// Revocation lists (失効リスト), PEM or DER; NULL for none.
    pub crls: *const u8,
    /// Bytes of crls.
    pub crls_len: usize,
    /// Where certificates name their office, such as `subject.serialNumber` (which it is for NULL) or
    /// `subject.CN: kyotaku-{office}`; UTF-8.
    pub office_rule: *const c_char,
    /// Bytes of office_rule.
    pub office_rule_len: usize,
    /// Judges as if it were this time, RFC 3339, UTF-8: for tests, and to look at the past. NULL: now.
    pub at: *const c_char,
    /// Bytes of at.
    pub at_len: usize,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; all fields are numbers and raw pointers.
unsafe impl Given32 for cpl_trust_options {
    const SMALLEST: usize = size_of::<Self>();
}

/// Reads an identity from a file, PEM or PKCS#12 (the content decides, not the name), or from a token where `source` is a
/// PKCS#11 URI (`pkcs11:…`, RFC 7512). `password` is that of the file or the PIN of the token; it may be empty. `source` is
/// UTF-8.
///
/// `office_rule` (事業所番号の場所): where the certificate names its office, such as `subject.serialNumber`, which it is for
/// empty text, or `subject.CN: kyotaku-{office}`; the same as office_rule in cpl_trust_options. CPL_TRUST_INVALID for a rule
/// that cannot be read.
///
/// The module that a PKCS#11 URI names is foreign code, which runs in this process with all its rights: take the URI from
/// the administrator only.
///
/// CPL_FILE_UNREADABLE where the file cannot be read; CPL_IDENTITY_INVALID where its content, the password, the PIN or the
/// token cannot be used; CPL_CERTIFICATE_UNTRUSTED where the certificate names no office, or its key is too weak.
/// cpl_error_code says more. Free the identity with cpl_identity_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_identity_load(
    source: *const c_char,
    source_len: usize,
    password: *const c_char,
    password_len: usize,
    office_rule: *const c_char,
    office_rule_len: usize,
    identity: *mut *mut cpl_identity,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (out, source) = (given(identity)?, text(source, source_len)?);
        let loader = loader(
            text(password, password_len)?,
            rule(office_rule, office_rule_len)?,
        );
        let identity = loader.load(source)?;
        out.write(handle(cpl_identity { identity }));
        Ok(())
    })
}

/// Reads an identity from memory: PEM with certificates and private key, or PKCS#12. `password` may be empty. Of it
/// nothing is kept but certificates and key. `office_rule` is that of cpl_identity_load. Free the identity with cpl_identity_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_identity_read(
    content: *const u8,
    content_len: usize,
    password: *const c_char,
    password_len: usize,
    office_rule: *const c_char,
    office_rule_len: usize,
    identity: *mut *mut cpl_identity,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (out, content) = (given(identity)?, bytes(content, content_len)?);
        let loader = loader(
            text(password, password_len)?,
            rule(office_rule, office_rule_len)?,
        );
        let identity = loader.bytes(content)?;
        out.write(handle(cpl_identity { identity }));
        Ok(())
    })
}

/// Reads an identity from memory, PEM, certificates and private key apart. `password` may be empty. `office_rule` is
/// that of cpl_identity_load. Free the identity with cpl_identity_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_identity_read_pair(
    certificates: *const u8,
    certificates_len: usize,
    private_key: *const u8,
    private_key_len: usize,
    password: *const c_char,
    password_len: usize,
    office_rule: *const c_char,
    office_rule_len: usize,
    identity: *mut *mut cpl_identity,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (out, certificates) = (given(identity)?, bytes(certificates, certificates_len)?);
        let private_key = bytes(private_key, private_key_len)?;
        let loader = loader(
            text(password, password_len)?,
            rule(office_rule, office_rule_len)?,
        );
        let identity = loader.pem(certificates, private_key)?;
        out.write(handle(cpl_identity { identity }));
        Ok(())
    })
}

/// Its certificate. Free it with cpl_certificate_free; it may outlive the identity.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_identity_certificate(
    identity: *const cpl_identity,
    certificate: *mut *mut cpl_certificate,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (identity, out) = (given(identity)?, given(certificate)?);
        let own = identity.identity.certificate().clone();
        out.write(handle(cpl_certificate::new(own)?));
        Ok(())
    })
}

/// Frees an identity and forgets its key; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_identity_free(identity: *mut cpl_identity) {
    free(identity);
}

/// Reads the certificate of an office, PEM (with any intermediates behind it) or DER. Nothing is trusted by that.
/// `office_rule` is that of cpl_identity_load. CPL_CERTIFICATE_UNTRUSTED where it names no office there, CPL_TRUST_INVALID for a
/// rule that cannot be read. Free it with cpl_certificate_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_certificate_read(
    content: *const u8,
    content_len: usize,
    office_rule: *const c_char,
    office_rule_len: usize,
    certificate: *mut *mut cpl_certificate,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (out, content) = (given(certificate)?, bytes(content, content_len)?);
        let rule = rule(office_rule, office_rule_len)?;
        out.write(handle(cpl_certificate::new(read_certificate(
            &rule, content,
        )?)?));
        Ok(())
    })
}

/// Fills `info` with what the certificate says of itself, judged by the clock of this machine.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_certificate_get(
    certificate: *const cpl_certificate,
    info: *mut cpl_certificate_info,
) -> u32 {
    quick(|| give_struct(given(certificate)?.info(Timestamp::now()), info))
}

/// The certificate in DER. The bytes belong to the certificate.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_certificate_der(
    certificate: *const cpl_certificate,
    der: *mut cpl_bytes,
) -> u32 {
    quick(|| give_bytes(given(certificate)?.certificate.der(), der))
}

/// Frees a certificate; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_certificate_free(certificate: *mut cpl_certificate) {
    free(certificate);
}

/// Whom to trust, apart from a profile. `options` is needed: without roots nobody is trusted. CPL_TRUST_INVALID or
/// CPL_IDENTITY_INVALID when something in it cannot be used. Free it with cpl_trust_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_trust_new(
    options: *const cpl_trust_options,
    trust: *mut *mut cpl_trust,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let out = given(trust)?;
        let options = take_struct(options)?.ok_or(Failure::of(CPL_NULL_POINTER))?;
        let trust = build_trust(&options)?;
        out.write(handle(cpl_trust { trust }));
        Ok(())
    })
}

/// Takes newer revocation lists, PEM or DER. `added` may be NULL; it is told how many were new. They count only where
/// `revocation` of the options was not CPL_CRL_OFF (0).
#[unsafe(no_mangle)]
pub extern "C" fn cpl_trust_add_crl(
    trust: *const cpl_trust,
    crls: *const u8,
    crls_len: usize,
    added: *mut usize,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (trust, crls) = (given(trust)?, bytes(crls, crls_len)?);
        let new = trust.trust.add_crl(crls)?;
        if let Ok(out) = given(added) {
            out.write(new);
        }
        Ok(())
    })
}

/// Judges a certificate as it is now: chain, time, strength, revocation, and that it may be used for `use_for` (CPL_USE_…).
/// CPL_OK when it is trusted; `revocation` is then CPL_REVOCATION_…. What is wrong with it is of CPL_CATEGORY_TRUST.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_trust_check(
    trust: *const cpl_trust,
    certificate: *const cpl_certificate,
    use_for: u32,
    revocation: *mut u32,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (trust, certificate) = (given(trust)?, given(certificate)?);
        let out = given(revocation)?;
        let use_for = match use_for {
            CPL_USE_SIGNING => Use::Signing,
            CPL_USE_SEALING => Use::Sealing,
            _ => return Err(Failure::of(CPL_BAD_ARGUMENT)),
        };
        let verdict = trust.trust.check(&certificate.certificate, use_for)?;
        out.write(revocation_code(&verdict.revocation));
        Ok(())
    })
}

/// Frees trust; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_trust_free(trust: *mut cpl_trust) {
    free(trust);
}

impl cpl_certificate {
    pub(crate) fn new(certificate: Certificate) -> Result<Self, EnvelopeError> {
        let details = certificate.details()?;
        let texts = Texts {
            office: certificate.office().to_string(),
            subject: details.subject,
            issuer: details.issuer,
            serial: details.serial,
            fingerprint: details.fingerprint,
            algorithm: certificate.algorithm().to_string(),
            not_before: details.not_before.to_string(),
            not_after: details.not_after.to_string(),
        };
        Ok(Self { certificate, texts })
    }

    pub(crate) fn info(&self, now: Timestamp) -> cpl_certificate_info {
        let days_left = self.certificate.days_left(now);
        cpl_certificate_info {
            // give_struct says how much it filled.
            struct_size: 0,
            is_renewal_due: (days_left <= RENEWAL_NOTICE_DAYS).into(),
            is_valid_now: self.certificate.is_valid_at(now).into(),
            days_left: i32::try_from(days_left).unwrap_or(i32::MAX),
            office: (&*self.texts.office).into(),
            subject: (&*self.texts.subject).into(),
            issuer: (&*self.texts.issuer).into(),
            serial: (&*self.texts.serial).into(),
            fingerprint: (&*self.texts.fingerprint).into(),
            algorithm: (&*self.texts.algorithm).into(),
            not_before: (&*self.texts.not_before).into(),
            not_after: (&*self.texts.not_after).into(),
        }
    }
}

/// The identities of one office, old and new.
pub(crate) fn identities(
    pointer: *const *const cpl_identity,
    count: usize,
) -> Result<Identities, Failure> {
    let all = handles(pointer, count)?;
    let all = all.iter().map(|one| one.identity.clone()).collect();
    Ok(Identities::new(all)?)
}

fn loader(password: &str, rule: OfficeRule) -> IdentityLoader {
    let loader = IdentityLoader::new().office_rule(rule);
    match password {
        "" => loader,
        password => loader.password(password),
    }
}

/// Where certificates name their office.
pub(crate) fn rule(pointer: *const c_char, length: usize) -> Result<OfficeRule, Failure> {
    match text(pointer, length)? {
        "" => Ok(OfficeRule::default()),
        rule => Ok(rule.parse()?),
    }
}

fn read_certificate(rule: &OfficeRule, content: &[u8]) -> Result<Certificate, EnvelopeError> {
    const BEGIN: &[u8] = b"-----BEGIN ";
    match content.windows(BEGIN.len()).any(|some| some == BEGIN) {
        true => Certificate::from_pem_by(rule, content),
        false => Certificate::from_der_by(rule, content),
    }
}

fn build_trust(options: &cpl_trust_options) -> Result<Trust, Failure> {
    let revocation = match options.revocation {
        CPL_CRL_OFF => Revocation::Off,
        CPL_CRL_SOFT_FAIL => Revocation::SoftFail,
        CPL_CRL_HARD_FAIL => Revocation::HardFail,
        _ => return Err(Failure::of(CPL_BAD_ARGUMENT)),
    };
    let mut builder = Trust::builder()
        .roots(bytes(options.roots, options.roots_len)?)
        .revocation(revocation);
    match bytes(options.intermediates, options.intermediates_len)? {
        [] => {}
        intermediates => builder = builder.intermediates(intermediates),
    }
    match bytes(options.crls, options.crls_len)? {
        [] => {}
        crls => builder = builder.crl(crls),
    }
    match (options.has_expired_grace, options.expired_grace_days) {
        (0, 0) => {}
        (1, days) => {
            let days = u16::try_from(days).map_err(|_| Failure::of(CPL_BAD_ARGUMENT))?;
            builder = builder.expired_grace(days);
        }
        _ => return Err(Failure::of(CPL_BAD_ARGUMENT)),
    }
    builder = builder.office_rule(rule(options.office_rule, options.office_rule_len)?);
    match text(options.at, options.at_len)? {
        "" => {}
        at => builder = builder.at(parsed(at)?),
    }
    Ok(builder.build()?)
}
