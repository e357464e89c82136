//! Envelopes: seal, open and prove, apart from an office.
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpl_, which nobody else uses.

use std::ffi::c_char;
use std::mem::size_of;
use std::sync::Arc;

use careplan_core::Explain;
use careplan_core::check::CheckedDocument;
use careplan_core::envelope::{
    AnyManifest, Manifest, Role, Sealed, SignedBy, Taken, TrustWarning, export_evidence, open,
    open_cover, seal, sign_receipt, verify_evidence, verify_receipt,
};
use careplan_core::finding::Lang;
use careplan_core::layout::SetKind;
use careplan_core::message::Cover;
use safer_ffi::derive_ReprC;

use crate::boundary::{
    Sized32, bytes, call, free, give, give_bytes, give_struct, give_text, given, handle, handles,
    language, quick, text,
};
use crate::document::cpl_document;
use crate::error::{Failure, cpl_error};
use crate::identity::{cpl_certificate, cpl_identity, cpl_trust, identities};
use crate::receipt::cpl_receipt;
use crate::set::cpl_set;
use crate::shown::{at, count32};
use crate::signer::{Signer, cpl_signer};
use crate::status::*;
use crate::value::{cpl_blob, cpl_bytes, cpl_text};

/// 受信: this office must be among the receivers.
pub const CPL_ROLE_RECEIVER: u32 = 1;
/// 送信済: this office must be the sender.
pub const CPL_ROLE_SENDER: u32 = 2;

/// A message as it leaves the house: nobody but the receivers and the sender can read any of it. Free it with
/// cpl_sealed_free.
pub struct cpl_sealed {
    sealed: Sealed,
    id: String,
    warnings: Vec<[String; 2]>,
}

/// A message, or its cover, that was opened: everything about it has been verified. Free it with cpl_opened_free.
pub struct cpl_opened {
    cover: AnyManifest,
    files: Vec<(String, Vec<u8>)>,
    signer: Signer,
    /// None for a cover.
    taken: Option<Taken>,
    texts: Texts,
}

struct Texts {
    id: String,
    sender: String,
    sender_kind: String,
    receiver: String,
    receiver_kind: String,
    stamp: String,
    created_at: String,
    content_sha256: String,
}

/// What an opened message says of itself; the sender is the signer. Set struct_size before the call. The texts belong to the
/// handle that was asked.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_opened_info {
    /// sizeof(cpl_opened_info), set by the caller.
    pub struct_size: u32,
    /// Number of files; 0 for a cover.
    pub file_count: u32,
    /// Id of the message, a UUID in its text form.
    pub id: cpl_text,
    /// 送信元の事業所番号.
    pub sender: cpl_text,
    /// 送信元のサービス種類コード; empty for files that are no set.
    pub sender_kind: cpl_text,
    /// 送信先の事業所番号, the first one.
    pub receiver: cpl_text,
    /// 送信先のサービス種類コード; empty for files that are no set.
    pub receiver_kind: cpl_text,
    /// 作成日時 of the set, YYYYMMDDHHMMSS; empty for files that are no set.
    pub stamp: cpl_text,
    /// セットの種別, such as use_slip; empty for files that are no set.
    pub set: cpl_text,
    /// 件名; free text of the sender.
    pub subject: cpl_text,
    /// 本文; free text of the sender.
    pub body: cpl_text,
    /// When the message was made, RFC 3339 in UTC, as the sender says.
    pub created_at: cpl_text,
    /// Software that made it.
    pub software: cpl_text,
    /// SHA-256 of the sealed content, lower-case hexadecimal; empty in evidence.
    pub content_sha256: cpl_text,
}

// SAFETY: repr(C), checked by derive_ReprC; the first field is struct_size; two u32 and pointer-sized fields leave no
// padding on 32 and 64 bits.
unsafe impl Sized32 for cpl_opened_info {
    const SMALLEST: usize = size_of::<Self>();
}

/// Signs a set as the newest of the identities (of one office, old and new) and seals it for the certificates of the
/// receiver, which must be trusted, and for the sender's own. Give all current certificates of the receiver. Subject (件名)
/// and body (本文) may be empty.
///
/// This is for programs that carry messages themselves; cpl_office_send does all of it. Free the result with
/// cpl_sealed_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_seal(
    own: *const *const cpl_identity,
    own_count: usize,
    trust: *const cpl_trust,
    recipients: *const *const cpl_certificate,
    recipient_count: usize,
    set: *const cpl_set,
    subject: *const c_char,
    subject_len: usize,
    body: *const c_char,
    body_len: usize,
    sealed: *mut *mut cpl_sealed,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (out, trust, set) = (given(sealed)?, given(trust)?, &given(set)?.set);
        let recipients = handles(recipients, recipient_count)?;
        let (subject, body) = (text(subject, subject_len)?, text(body, body_len)?);
        let own = identities(own, own_count)?;
        let recipients = recipients.iter().map(|one| one.certificate.clone());
        let recipients: Vec<_> = recipients.collect();
        let cover = Cover::new(set, subject, body);
        let documents = set.documents().iter().map(|checked| checked.document());
        let files = documents.map(|document| (&**document.name(), document.bytes()));
        let files: Vec<_> = files.collect();
        let sealed = seal(&own, &trust.trust, &recipients, &cover, &files)?;
        out.write(handle(cpl_sealed {
            id: cover.id.to_string(),
            warnings: warnings(&sealed.warnings),
            sealed,
        }));
        Ok(())
    })
}

/// Id of the message, a UUID in its text form. The text belongs to the message.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sealed_id(sealed: *const cpl_sealed, id: *mut cpl_text) -> u32 {
    quick(|| give_text(&given(sealed)?.id, id))
}

/// The sealed content (CMS, DER). The bytes belong to the message.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sealed_content(sealed: *const cpl_sealed, content: *mut cpl_bytes) -> u32 {
    quick(|| give_bytes(&given(sealed)?.sealed.content, content))
}

/// The sealed cover (CMS, DER): who, to whom and which files, for lists. The bytes belong to the message.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sealed_cover(sealed: *const cpl_sealed, cover: *mut cpl_bytes) -> u32 {
    quick(|| give_bytes(&given(sealed)?.sealed.cover, cover))
}

/// SHA-256 of the sealed content, lower-case hexadecimal. The text belongs to the message.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sealed_sha256(sealed: *const cpl_sealed, sha256: *mut cpl_text) -> u32 {
    quick(|| give_text(&given(sealed)?.sealed.content_sha256, sha256))
}

/// Number of warnings about the certificates that were used.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sealed_warning_count(sealed: *const cpl_sealed, count: *mut usize) -> u32 {
    quick(|| give(given(sealed)?.warnings.len(), count))
}

/// The warning at `index`, from 0, for people. The text belongs to the message.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sealed_warning(
    sealed: *const cpl_sealed,
    index: usize,
    lang: u32,
    text: *mut cpl_text,
) -> u32 {
    quick(|| {
        let [ja, en] = at(&given(sealed)?.warnings, index)?;
        give_text(language(lang)?.pick(ja, en), text)
    })
}

/// Frees a message; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_sealed_free(sealed: *mut cpl_sealed) {
    free(sealed);
}

/// Opens a sealed content with one of the identities (of one office, old and new) and verifies seal, signature, certificate,
/// sender, receiver and files. Nothing is released before all of that holds. `role` is CPL_ROLE_…. What is wrong with it is of
/// CPL_CATEGORY_TRUST. Free the result with cpl_opened_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_open(
    own: *const *const cpl_identity,
    own_count: usize,
    trust: *const cpl_trust,
    role: u32,
    content: *const u8,
    content_len: usize,
    opened: *mut *mut cpl_opened,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (out, trust) = (given(opened)?, given(trust)?);
        let (content, role) = (bytes(content, content_len)?, to_role(role)?);
        let own = identities(own, own_count)?;
        let message = open::<AnyManifest>(&own, &trust.trust, role, content)?;
        let digest = message.taken.content_sha256.clone();
        let opened = cpl_opened::new(message.cover, message.files, &message.signer, digest)?;
        out.write(handle(cpl_opened {
            taken: Some(message.taken),
            ..opened
        }));
        Ok(())
    })
}

/// The same for a sealed cover: all but the files, which are elsewhere.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_open_cover(
    own: *const *const cpl_identity,
    own_count: usize,
    trust: *const cpl_trust,
    role: u32,
    cover: *const u8,
    cover_len: usize,
    opened: *mut *mut cpl_opened,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (out, trust) = (given(opened)?, given(trust)?);
        let (cover, role) = (bytes(cover, cover_len)?, to_role(role)?);
        let own = identities(own, own_count)?;
        let note = open_cover::<AnyManifest>(&own, &trust.trust, role, cover)?;
        let opened = cpl_opened::new(note.cover, Vec::new(), &note.signer, note.content.sha256)?;
        out.write(handle(opened));
        Ok(())
    })
}

/// Fills `info` with what the message says of itself.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_opened_get(opened: *const cpl_opened, info: *mut cpl_opened_info) -> u32 {
    quick(|| give_struct(given(opened)?.info(), info))
}

/// Name and bytes of the file at `index`, from 0. They belong to the message.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_opened_file(
    opened: *const cpl_opened,
    index: usize,
    name: *mut cpl_text,
    content: *mut cpl_bytes,
) -> u32 {
    quick(|| given(opened)?.file(index, name, content))
}

/// The file at `index`, from 0, read and checked. Free it with cpl_document_free; it may outlive the message.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_opened_document(
    opened: *const cpl_opened,
    index: usize,
    document: *mut *mut cpl_document,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (opened, out) = (given(opened)?, given(document)?);
        let (name, content) = at(&opened.files, index)?;
        let checked = Arc::new(CheckedDocument::read(name, content.clone()));
        out.write(handle(checked.into()));
        Ok(())
    })
}

/// Fills `signer` with who signed the message.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_opened_signer(opened: *const cpl_opened, signer: *mut cpl_signer) -> u32 {
    quick(|| give_struct(given(opened)?.signer.as_struct(), signer))
}

/// 受領証: states, signed by the newest of the identities, that the message has been stored. Call it only when that is true.
/// CPL_BAD_ARGUMENT for a cover. Free the receipt (CMS, DER) with cpl_blob_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_opened_receipt(
    opened: *const cpl_opened,
    own: *const *const cpl_identity,
    own_count: usize,
    receipt: *mut *mut cpl_blob,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (opened, out) = (given(opened)?, given(receipt)?);
        let own = identities(own, own_count)?;
        let taken = opened.taken.as_ref();
        let signed = sign_receipt(&own, taken.ok_or(Failure::of(CPL_BAD_ARGUMENT))?)?;
        out.write(handle(signed.into()));
        Ok(())
    })
}

/// Frees a message; NULL is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_opened_free(opened: *mut cpl_opened) {
    free(opened);
}

/// Verifies a receipt: signature, certificate as it was when it signed, and that the signer is who it names as receiver.
/// Whether it is the receipt of a certain message is for the caller to compare. Free the result with cpl_receipt_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_receipt_verify(
    trust: *const cpl_trust,
    signed: *const u8,
    signed_len: usize,
    receipt: *mut *mut cpl_receipt,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (out, trust) = (given(receipt)?, given(trust)?);
        let signed = bytes(signed, signed_len)?;
        let verified = verify_receipt(&trust.trust, signed)?;
        let receipt = cpl_receipt::of(verified.receipt, &verified.signer, signed.to_vec())?;
        out.write(handle(receipt));
        Ok(())
    })
}

/// Makes an evidence file (送達の証拠) of a sealed content that this office sent and its receipt, for an inspection: a ZIP
/// file that anybody who trusts the certificates can verify. It holds the files in the clear. Free it with cpl_blob_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_evidence_make(
    own: *const *const cpl_identity,
    own_count: usize,
    trust: *const cpl_trust,
    content: *const u8,
    content_len: usize,
    receipt: *const u8,
    receipt_len: usize,
    evidence: *mut *mut cpl_blob,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (out, trust) = (given(evidence)?, given(trust)?);
        let (content, receipt) = (bytes(content, content_len)?, bytes(receipt, receipt_len)?);
        let own = identities(own, own_count)?;
        let made = export_evidence::<AnyManifest>(&own, &trust.trust, content, receipt)?;
        out.write(handle(made.into()));
        Ok(())
    })
}

/// Verifies an evidence file: both signatures, both certificates as they were when they signed, and that message, files and
/// receipt belong together. Gives the message and the receipt that are in it; each may be NULL. Free them with cpl_opened_free
/// and cpl_receipt_free.
#[unsafe(no_mangle)]
pub extern "C" fn cpl_evidence_verify(
    trust: *const cpl_trust,
    evidence: *const u8,
    evidence_len: usize,
    message: *mut *mut cpl_opened,
    receipt: *mut *mut cpl_receipt,
    error: *mut *mut cpl_error,
) -> u32 {
    call(error, || {
        let (trust, evidence) = (given(trust)?, bytes(evidence, evidence_len)?);
        let held = verify_evidence::<AnyManifest>(&trust.trust, evidence)?;
        let opened = cpl_opened::new(held.cover, held.files, &held.sender, String::new())?;
        let stated = cpl_receipt::of(held.receipt, &held.receiver, Vec::new())?;
        if let Ok(out) = given(message) {
            out.write(handle(opened));
        }
        if let Ok(out) = given(receipt) {
            out.write(handle(stated));
        }
        Ok(())
    })
}

impl cpl_opened {
    fn new(
        cover: AnyManifest,
        files: Vec<(String, Vec<u8>)>,
        signer: &SignedBy,
        content_sha256: String,
    ) -> Result<Self, Failure> {
        Ok(Self {
            signer: Signer::of(signer)?,
            texts: Texts::of(&cover, content_sha256),
            taken: None,
            cover,
            files,
        })
    }

    fn info(&self) -> cpl_opened_info {
        let software = match &self.cover {
            AnyManifest::Set(cover) => &cover.software,
            AnyManifest::Parcel(parcel) => &parcel.software,
        };
        cpl_opened_info {
            // give_struct says how much it filled.
            struct_size: 0,
            file_count: count32(self.files.len()),
            id: (&*self.texts.id).into(),
            sender: (&*self.texts.sender).into(),
            sender_kind: (&*self.texts.sender_kind).into(),
            receiver: (&*self.texts.receiver).into(),
            receiver_kind: (&*self.texts.receiver_kind).into(),
            stamp: (&*self.texts.stamp).into(),
            set: self.cover.set().map_or("", SetKind::ident).into(),
            subject: self.cover.subject().into(),
            body: self.cover.text().into(),
            created_at: (&*self.texts.created_at).into(),
            software: (&**software).into(),
            content_sha256: (&*self.texts.content_sha256).into(),
        }
    }

    fn file(
        &self,
        index: usize,
        name: *mut cpl_text,
        content: *mut cpl_bytes,
    ) -> Result<(), Failure> {
        let (name, content) = (given(name)?, given(content)?);
        let file = at(&self.files, index)?;
        name.write((&*file.0).into());
        content.write((&*file.1).into());
        Ok(())
    }
}

impl Texts {
    fn of(cover: &AnyManifest, content_sha256: String) -> Self {
        let (set, created_at) = match cover {
            AnyManifest::Set(cover) => (Some(cover), cover.created_at),
            AnyManifest::Parcel(parcel) => (None, parcel.created_at),
        };
        let receiver = cover.receivers().first().map(ToString::to_string);
        let receiver_kind = set.and_then(|set| set.receivers.first());
        Self {
            id: cover.id().to_string(),
            sender: cover.sender().to_string(),
            sender_kind: set.map_or(String::new(), |set| set.sender.kind.to_string()),
            receiver: receiver.unwrap_or_default(),
            receiver_kind: receiver_kind.map_or(String::new(), |to| to.kind.to_string()),
            stamp: set.map_or(String::new(), |set| set.stamp.to_string()),
            created_at: created_at.to_string(),
            content_sha256,
        }
    }
}

/// Each in Japanese and in English.
fn warnings(all: &[TrustWarning]) -> Vec<[String; 2]> {
    let both = |one: &TrustWarning| [one.message(Lang::Ja), one.message(Lang::En)];
    all.iter().map(both).collect()
}

fn to_role(role: u32) -> Result<Role, Failure> {
    match role {
        CPL_ROLE_RECEIVER => Ok(Role::Receiver),
        CPL_ROLE_SENDER => Ok(Role::Sender),
        _ => Err(Failure::of(CPL_BAD_ARGUMENT)),
    }
}
