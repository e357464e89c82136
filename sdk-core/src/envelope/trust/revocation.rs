//! Whether a certificate of a chain was revoked, by the CRLs at hand.
//!
//! OpenSSL's own CRL checking is not used: it knows neither "soft" nor the moment of a signature, and says less of why.

use std::sync::Arc;

use jiff::Timestamp;
use openssl::x509::{X509, X509Ref};

use super::crl::{Crl, CrlFault};
use super::fault::TrustFault;
use super::verdict::{RevocationStatus, TrustWarning};
use super::{CLOCK_SKEW, Revocation};
use crate::envelope::certificate::timestamp;

/// What is asked of the CRLs.
pub(super) struct Question {
    /// This machine's time.
    pub now: Timestamp,
    /// The moment for which a CRL must have been in force.
    pub moment: Timestamp,
    /// Whether a revocation after the moment is a warning only.
    pub later_is_fine: bool,
}

/// Asks for every certificate of a chain, except the root, which no CRL can revoke.
pub(super) fn check(
    chain: &[X509],
    crls: &[Arc<Crl>],
    mode: Revocation,
    question: &Question,
    warnings: &mut Vec<TrustWarning>,
) -> Result<RevocationStatus, TrustFault> {
    if mode == Revocation::Off {
        return Ok(RevocationStatus::NotChecked);
    }
    let mut oldest = question.now;
    let mut unknown = None;
    for (certificate, authority) in chain.iter().zip(chain.iter().skip(1)) {
        match answer(certificate, authority, crls, question)? {
            Answer::Good { as_of } => oldest = oldest.min(as_of),
            Answer::Unknown(why) if mode == Revocation::HardFail => {
                return Err(TrustFault::RevocationUnknown(why));
            }
            // Another certificate of the chain may yet be known to be revoked.
            Answer::Unknown(why) => unknown = unknown.or(Some(why)),
            Answer::Revoked { since, as_of }
                if question.later_is_fine && since > question.moment =>
            {
                warnings.push(TrustWarning::RevokedLater { since });
                oldest = oldest.min(as_of);
            }
            Answer::Revoked { since, .. } => return Err(TrustFault::Revoked { since }),
        }
    }
    Ok(match unknown {
        Some(why) => {
            warnings.push(TrustWarning::RevocationUnknown(why.clone()));
            RevocationStatus::Unknown { why }
        }
        None => RevocationStatus::Good { as_of: oldest },
    })
}

enum Answer {
    Good { as_of: Timestamp },
    Revoked { since: Timestamp, as_of: Timestamp },
    Unknown(CrlFault),
}

/// The newest CRL that may speak of the certificate decides. One that was issued after the certificate expired speaks only if
/// it lists it: by then the authority may have dropped it (RFC 5280, section 3.3).
fn answer(
    certificate: &X509Ref,
    authority: &X509Ref,
    crls: &[Arc<Crl>],
    question: &Question,
) -> Result<Answer, TrustFault> {
    let decoded = super::decode(certificate)?;
    let expires = timestamp(certificate.not_after())
        .map_err(|_| TrustFault::Other("the validity cannot be read".into()))?;
    let mut crls: Vec<_> = crls.iter().filter(|crl| crl.is_of(authority)).collect();
    crls.sort_by_key(|crl| std::cmp::Reverse(crl.this_update()));
    let mut why = None;
    for crl in crls {
        if let Err(fault) = check_usable(crl, &decoded, authority, question.now) {
            why = why.or(Some(fault));
            continue;
        }
        let as_of = crl.this_update();
        if let Some(since) = crl.revoked_since(&decoded) {
            return Ok(Answer::Revoked { since, as_of });
        }
        if as_of > expires {
            why = why.or(Some(CrlFault::AfterExpiry));
            continue;
        }
        return Ok(match crl.next_update() {
            Some(next_update) if next_update < question.moment => {
                Answer::Unknown(CrlFault::Stale { next_update })
            }
            _ => Answer::Good { as_of },
        });
    }
    Ok(Answer::Unknown(why.unwrap_or(CrlFault::Missing)))
}

fn check_usable(
    crl: &Crl,
    certificate: &x509_cert::Certificate,
    authority: &X509Ref,
    now: Timestamp,
) -> Result<(), CrlFault> {
    if crl.this_update() > now.saturating_add(CLOCK_SKEW).unwrap_or(now) {
        return Err(CrlFault::NotYet {
            this_update: crl.this_update(),
        });
    }
    crl.check_for(certificate, authority)
}
