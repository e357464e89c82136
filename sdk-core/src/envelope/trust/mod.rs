//! Whose certificates are trusted, and for what.
//!
//! [`path`] builds the chain, [`usage`] and [`kind`] look at what a certificate may be used for, [`strength`] at its algorithms,
//! [`revocation`] at the CRLs. [`Trust::judge`] puts them in order.

mod builder;
mod crl;
mod crls;
mod fault;
mod kind;
mod known;
mod path;
mod revocation;
mod strength;
mod usage;
mod verdict;

#[cfg(test)]
pub(super) mod pki;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use der::Decode;
use der::asn1::ObjectIdentifier;
use jiff::{SignedDuration, Timestamp};
use openssl::error::ErrorStack;
use openssl::x509::{X509, X509Ref};
use x509_cert as x509;

pub use builder::TrustBuilder;
pub use crl::CrlFault;
pub use crls::CrlNote;
pub use fault::TrustFault;
pub use kind::RefusedKind;
pub use strength::Weakness;
pub use verdict::{RevocationStatus, TrustWarning, Verdict};

use self::crls::Crls;
use self::known::Known;
use self::revocation::Question;
use super::certificate::{Certificate, timestamp};
use super::error::EnvelopeError;
use super::office_rule::OfficeRule;

/// What a certificate is to be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Its key signs: keyUsage digitalSignature or nonRepudiation.
    Signing,
    /// Messages are sealed for its key: keyUsage keyEncipherment (RSA) or keyAgreement (EC).
    Sealing,
}

/// Whether certificates are looked up in the CRLs (失効リスト) of their authorities: every one of a chain except the root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Revocation {
    /// Not looked up.
    #[default]
    Off,
    /// Revoked ones are refused; where no CRL in force is at hand, [`Verdict`] says so.
    SoftFail,
    /// Revoked ones are refused, and those that no CRL in force speaks of.
    HardFail,
}

/// The authorities whose certificates are trusted, and the rules by which a certificate is judged.
///
/// Cheap to clone; clones share their CRLs, so that what one is given all know. Any thread may use it.
#[derive(Clone)]
pub struct Trust {
    inner: Arc<Inner>,
}

struct Inner {
    roots: Vec<X509>,
    intermediates: Vec<X509>,
    crls: Crls,
    known: Known,
    policy: Policy,
}

#[derive(Debug, Clone)]
struct Policy {
    office_rule: OfficeRule,
    revocation: Revocation,
    refused: Vec<RefusedKind>,
    purposes: Vec<ObjectIdentifier>,
    grace: SignedDuration,
    clock: Option<Timestamp>,
}

/// How far a clock may be ahead of another's.
pub(crate) const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(5);

const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");

impl Trust {
    /// Trusts the roots of a PEM bundle; everything else as [`TrustBuilder`] has it if nothing is set.
    pub fn from_pem(roots: &[u8]) -> Result<Self, EnvelopeError> {
        Self::builder().roots(roots).build()
    }

    /// Sets more than the roots.
    pub fn builder() -> TrustBuilder {
        TrustBuilder::new()
    }

    /// The time by which it judges: this machine's, or the one of [`TrustBuilder::at`].
    pub fn now(&self) -> Timestamp {
        self.inner.policy.now()
    }

    /// Judges a certificate as it is now: chain, time, use, strength, revocation.
    pub fn check(
        &self,
        certificate: &Certificate,
        what_for: Use,
    ) -> Result<Verdict, EnvelopeError> {
        let (judged, verdict) =
            self.judge(certificate.x509(), certificate.chain(), what_for, None)?;
        if judged.office() == certificate.office() {
            Ok(verdict)
        } else {
            Err(untrusted(&judged, TrustFault::OtherOffice))
        }
    }

    /// Reads files and folder of CRLs again, without a restart. If a file cannot be read, everything stays as it was.
    pub fn reload(&self) -> Result<(), EnvelopeError> {
        self.inner.crls.reload(self.now())
    }

    /// Takes newer CRLs, PEM or DER, without a restart, and keeps them in the folder if there is one
    /// ([`TrustBuilder::crl_folder`]). Gives how many were new.
    ///
    /// A CRL that cannot be used, or is not signed by the authority of its name, is refused. If it cannot be written to the
    /// folder it is in force all the same, until the end of the process, and the error says so ([`EnvelopeError::Io`]).
    pub fn add_crl(&self, crls: &[u8]) -> Result<usize, EnvelopeError> {
        let authorities = [&self.inner.roots[..], &self.inner.intermediates[..]];
        self.inner.crls.add(crls, &authorities)
    }

    /// What was wrong with files in the folder of CRLs when it was last read.
    pub fn crl_notes(&self) -> Vec<CrlNote> {
        self.inner.crls.notes()
    }

    /// Reads a certificate, or gives the same that was read before. Whether it is trusted is not asked.
    pub(super) fn read(&self, der: &[u8]) -> Result<X509, ErrorStack> {
        self.inner
            .known
            .certificate(der)
            .map_or_else(|| X509::from_der(der), Ok)
    }

    /// Judges the certificate of a message now, or of what is about to be signed or sealed (`signed_at` is None).
    ///
    /// The signing time must not be in the future and must lie in the certificate's validity. If that is over by now, the message
    /// is taken for some days more ([`TrustBuilder::expired_grace`]), with a warning. A certificate that is revoked now is
    /// refused, whenever it signed: a thief of the key would date back.
    pub(super) fn judge(
        &self,
        certificate: &X509,
        others: &[X509],
        what_for: Use,
        signed_at: Option<Timestamp>,
    ) -> Result<(Certificate, Verdict), EnvelopeError> {
        let now = self.now();
        self.judged(certificate, |warnings| {
            let (chain, moment) = match signed_at {
                None => (self.chain(certificate, others, now)?, now),
                Some(signed_at) => {
                    self.chain_of_message(certificate, others, signed_at, warnings)?
                }
            };
            let case = Case {
                what_for,
                data_at: signed_at.unwrap_or(now),
                moment,
                later_is_fine: false,
                new_data: signed_at.is_none(),
            };
            self.examine(chain, &case, warnings)
        })
    }

    /// Judges the certificate of a receipt or other evidence as it was at the moment of signing: expired since is no fault, revoked
    /// before that moment is one, revoked after it is a warning.
    pub(super) fn judge_at(
        &self,
        certificate: &X509,
        others: &[X509],
        what_for: Use,
        moment: Timestamp,
    ) -> Result<(Certificate, Verdict), EnvelopeError> {
        self.judged(certificate, |warnings| {
            self.check_not_in_future(moment)?;
            let chain = self.chain(certificate, others, moment)?;
            let case = Case {
                what_for,
                data_at: moment,
                moment,
                later_is_fine: true,
                new_data: false,
            };
            self.examine(chain, &case, warnings)
        })
    }

    fn judged(
        &self,
        certificate: &X509,
        examine: impl FnOnce(&mut Vec<TrustWarning>) -> Result<Examined, TrustFault>,
    ) -> Result<(Certificate, Verdict), EnvelopeError> {
        let rule = &self.inner.policy.office_rule;
        let office = rule.office_of(certificate)?;
        let mut warnings = Vec::new();
        let examined = examine(&mut warnings).map_err(|fault| EnvelopeError::Untrusted {
            office: office.to_string(),
            fault,
        })?;
        let certificate = Certificate::new(rule, certificate.clone(), examined.intermediates)?;
        let verdict = Verdict {
            revocation: examined.revocation,
            warnings,
        };
        Ok((certificate, verdict))
    }

    fn chain(
        &self,
        certificate: &X509,
        others: &[X509],
        at: Timestamp,
    ) -> Result<Vec<X509>, TrustFault> {
        if let Some(chain) = self.inner.known.chain(certificate, others, at)? {
            return Ok(chain);
        }
        let all = [others, &self.inner.intermediates[..]];
        let chain = path::build(&self.inner.roots, certificate, &all, at)?;
        self.inner.known.remember(certificate, others, &chain)?;
        Ok(chain)
    }

    /// The chain of a certificate that signed at a time, and the moment for which its CRLs must have been in force.
    fn chain_of_message(
        &self,
        certificate: &X509,
        others: &[X509],
        signed_at: Timestamp,
        warnings: &mut Vec<TrustWarning>,
    ) -> Result<(Vec<X509>, Timestamp), TrustFault> {
        let now = self.now();
        self.check_not_in_future(signed_at)?;
        let chain = match self.chain(certificate, others, now) {
            Err(TrustFault::Expired) => {
                let chain = self.chain(certificate, others, signed_at)?;
                let at = end_of(&chain)?;
                if after(at, self.inner.policy.grace) < now {
                    return Err(TrustFault::Expired);
                }
                warnings.push(TrustWarning::ExpiredSince { at });
                return Ok((chain, signed_at));
            }
            chain => chain?,
        };
        if after(signed_at, CLOCK_SKEW) < time(certificate.not_before())? {
            return Err(TrustFault::NotYetValid);
        }
        Ok((chain, now))
    }

    fn check_not_in_future(&self, signed_at: Timestamp) -> Result<(), TrustFault> {
        let now = self.now();
        if signed_at > after(now, CLOCK_SKEW) {
            return Err(TrustFault::SignedInFuture { signed_at, now });
        }
        Ok(())
    }

    /// Everything about a chain but its time.
    fn examine(
        &self,
        chain: Vec<X509>,
        case: &Case,
        warnings: &mut Vec<TrustWarning>,
    ) -> Result<Examined, TrustFault> {
        let policy = &self.inner.policy;
        // A root is trusted to issue, not to send.
        let [certificate, intermediates @ .., _root] = &chain[..] else {
            return Err(TrustFault::IsAuthority);
        };
        let decoded = decode(certificate)?;
        usage::check(certificate, &decoded, case.what_for, &policy.purposes)?;
        for kind in &policy.refused {
            kind.check(certificate, &decoded)?;
        }
        strength::check(&chain, case.data_at)?;
        warnings.extend(strength::warning(certificate, case.data_at, case.new_data)?);
        let question = Question {
            now: policy.now(),
            moment: case.moment,
            later_is_fine: case.later_is_fine,
        };
        let crls = self.inner.crls.all();
        let revocation = revocation::check(&chain, &crls, policy.revocation, &question, warnings)?;
        Ok(Examined {
            revocation,
            intermediates: intermediates.to_vec(),
        })
    }
}

/// What is asked of a chain.
struct Case {
    what_for: Use,
    /// When the data was, or is, protected.
    data_at: Timestamp,
    /// For which a CRL must have been in force.
    moment: Timestamp,
    later_is_fine: bool,
    new_data: bool,
}

struct Examined {
    revocation: RevocationStatus,
    intermediates: Vec<X509>,
}

impl Policy {
    fn now(&self) -> Timestamp {
        self.clock.unwrap_or_else(Timestamp::now)
    }
}

impl std::fmt::Debug for Trust {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trust").finish_non_exhaustive()
    }
}

fn untrusted(certificate: &Certificate, fault: TrustFault) -> EnvelopeError {
    EnvelopeError::Untrusted {
        office: certificate.office().to_string(),
        fault,
    }
}

/// The last second in which every certificate of a chain was valid.
fn end_of(chain: &[X509]) -> Result<Timestamp, TrustFault> {
    let ends = chain
        .iter()
        .map(|certificate| time(certificate.not_after()));
    let ends: Vec<_> = ends.collect::<Result<_, _>>()?;
    ends.into_iter().min().ok_or(TrustFault::UnknownIssuer)
}

fn time(time: &openssl::asn1::Asn1TimeRef) -> Result<Timestamp, TrustFault> {
    timestamp(time).map_err(|_| TrustFault::Other("the validity cannot be read".into()))
}

fn after(time: Timestamp, span: SignedDuration) -> Timestamp {
    time.checked_add(span).unwrap_or(Timestamp::MAX)
}

/// The certificate in strict DER, for what OpenSSL's safe interface does not show.
fn decode(certificate: &X509Ref) -> Result<x509::Certificate, TrustFault> {
    x509::Certificate::from_der(&certificate.to_der()?).map_err(|_| unreadable())
}

/// An extension that may be there once.
fn extension<'a, T: Decode<'a>>(
    certificate: &'a x509::Certificate,
    oid: ObjectIdentifier,
) -> Result<Option<T>, TrustFault> {
    let extensions = certificate.tbs_certificate.extensions.iter().flatten();
    let mut found = extensions.filter(|extension| extension.extn_id == oid);
    match (found.next(), found.next()) {
        (None, _) => Ok(None),
        (Some(extension), None) => T::from_der(extension.extn_value.as_bytes())
            .map(Some)
            .map_err(|_| unreadable()),
        _ => Err(unreadable()),
    }
}

fn unreadable() -> TrustFault {
    TrustFault::Other("an extension of the certificate cannot be read".into())
}
