//! Signing and verifying as a whole: short statements such as receipts, and the contents of envelopes.

use jiff::Timestamp;
use openssl::hash::hash;

use super::certificate::Certificate;
use super::cms::signed::{self, Signer};
use super::error::EnvelopeError;
use super::identity::Identity;
use super::trust::{Trust, Use, Verdict};
use crate::number::OfficeNumber;

/// Who signed something, when, and what was found about the certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedBy {
    /// The signer's certificate.
    pub certificate: Certificate,
    /// When, as the signer says.
    pub signed_at: Timestamp,
    /// Revocation, and what will matter soon.
    pub verdict: Verdict,
}

impl SignedBy {
    /// 事業所番号 of the signer.
    pub fn office(&self) -> OfficeNumber {
        self.certificate.office()
    }
}

/// For which time the certificate of a signer is judged.
#[derive(Clone, Copy)]
pub(super) enum Judged {
    /// Now, and when it signed: what is to be relied on from now on.
    Now,
    /// When it signed: what was stated then.
    AtSigning,
}

/// CMS SignedData in DER with the data inside.
pub(super) fn sign(
    identity: &Identity,
    data: &[u8],
    at: Timestamp,
) -> Result<Vec<u8>, EnvelopeError> {
    let digest = hash(signed::digest_for(identity).openssl(), data)?;
    let signed = signed::sign(identity, &digest, data.len() as u64, None, at)?;
    Ok([&signed.before, data, &signed.after].concat())
}

/// What a SignedData holds, and who signed it.
pub(super) fn verify<'a>(
    trust: &Trust,
    signed: &'a [u8],
    judged: Judged,
) -> Result<(&'a [u8], SignedBy), EnvelopeError> {
    let (content, unverified) = signed::read(signed)?;
    let signer = judge(trust, &unverified.check_signature(None)?, judged)?;
    Ok((&signed[content], signer))
}

/// Judges a signer whose signature holds.
pub(super) fn judge(
    trust: &Trust,
    signer: &Signer,
    judged: Judged,
) -> Result<SignedBy, EnvelopeError> {
    let Signer {
        certificate,
        others,
        signed_at,
    } = signer;
    let (certificate, verdict) = match judged {
        Judged::Now => trust.judge(certificate, others, Use::Signing, Some(*signed_at)),
        Judged::AtSigning => trust.judge_at(certificate, others, Use::Signing, *signed_at),
    }?;
    Ok(SignedBy {
        certificate,
        signed_at: *signed_at,
        verdict,
    })
}
