use std::path::{Path, PathBuf};
use std::sync::Arc;

use der::asn1::ObjectIdentifier;
use jiff::{SignedDuration, Timestamp};
use openssl::x509::{X509, X509VerifyResult};

use super::crls::Crls;
use super::kind::RefusedKind;
use super::{Inner, Policy, Revocation, Trust, usage};
use crate::envelope::error::EnvelopeError;
use crate::envelope::office_rule::OfficeRule;
use crate::envelope::pem;

/// Settings of a [`Trust`]. What is wrong in them [`TrustBuilder::build`] says.
#[derive(Debug, Clone)]
pub struct TrustBuilder {
    roots: Vec<Vec<u8>>,
    intermediates: Vec<Vec<u8>>,
    crls: Vec<Vec<u8>>,
    crl_files: Vec<PathBuf>,
    crl_folder: Option<PathBuf>,
    purposes: Vec<String>,
    policy: Policy,
}

const WHAT: EnvelopeError = EnvelopeError::BadPem("信頼する認証局 (trusted certificates)");

impl TrustBuilder {
    pub(super) fn new() -> Self {
        Self {
            roots: Vec::new(),
            intermediates: Vec::new(),
            crls: Vec::new(),
            crl_files: Vec::new(),
            crl_folder: None,
            purposes: Vec::new(),
            policy: Policy {
                office_rule: OfficeRule::default(),
                revocation: Revocation::Off,
                refused: Vec::new(),
                purposes: usage::ACCEPTED_PURPOSES.to_vec(),
                grace: days(DEFAULT_GRACE_DAYS),
                clock: None,
            },
        }
    }

    /// Trusts the self-signed certificates of a bundle (PEM, or one in DER); others in it count as intermediates. Several calls
    /// add up; one root at least is needed.
    pub fn roots(mut self, bundle: &[u8]) -> Self {
        self.roots.push(bundle.to_vec());
        self
    }

    /// Knows the intermediate certificates of a bundle, for messages that come without. They are trusted only through a root.
    pub fn intermediates(mut self, bundle: &[u8]) -> Self {
        self.intermediates.push(bundle.to_vec());
        self
    }

    /// Knows these CRLs (失効リスト), PEM or DER. They are used once [`TrustBuilder::revocation`] is set.
    pub fn crl(mut self, crls: &[u8]) -> Self {
        self.crls.push(crls.to_vec());
        self
    }

    /// Reads CRLs from a file, now and at every [`Trust::reload`].
    pub fn crl_file(mut self, path: impl AsRef<Path>) -> Self {
        self.crl_files.push(path.as_ref().to_owned());
        self
    }

    /// Reads all `*.crl` and `*.pem` of a folder, now and at every [`Trust::reload`], and keeps there what
    /// [`Trust::add_crl`] is given. What is wrong with a file, [`Trust::crl_notes`] tells; the rest is used.
    ///
    /// Older lists are kept: they are what tells of certificates that have expired. Who has no use for that may delete them.
    pub fn crl_folder(mut self, path: impl AsRef<Path>) -> Self {
        self.crl_folder = Some(path.as_ref().to_owned());
        self
    }

    /// Whether certificates are looked up in the CRLs; [`Revocation::Off`] if not set.
    pub fn revocation(mut self, revocation: Revocation) -> Self {
        self.policy.revocation = revocation;
        self
    }

    /// Where certificates name their office; the subject's serialNumber if not set.
    pub fn office_rule(mut self, rule: OfficeRule) -> Self {
        self.policy.office_rule = rule;
        self
    }

    /// Refuses a kind of certificate. Several calls add up; none is refused if not set.
    pub fn refuse(mut self, kind: RefusedKind) -> Self {
        self.policy.refused.push(kind);
        self
    }

    /// Accepts another extended key usage, by its OID, besides clientAuth, emailProtection and anyExtendedKeyUsage. A
    /// certificate needs one of them, or none at all.
    pub fn accept_extended_key_usage(mut self, oid: &str) -> Self {
        self.purposes.push(oid.to_owned());
        self
    }

    /// How many days after a certificate's expiry a message is taken that was signed before it: 92 if not set.
    ///
    /// A plan sealed on the last day of a certificate is fetched in the next weeks, and actuals by the tenth of the next month.
    /// The risk: a signer's clock is a signer's word. Whoever has the key of an expired certificate can go on signing as if it
    /// were the day before, for so many days; a revocation is noticed only if a CRL from before the expiry is at hand. Every
    /// such message carries [`super::TrustWarning::ExpiredSince`]; 0 refuses them.
    pub fn expired_grace(mut self, days_after: u16) -> Self {
        self.policy.grace = days(days_after);
        self
    }

    /// Judges as if it were this time: for tests, and to look at the past.
    pub fn at(mut self, time: Timestamp) -> Self {
        self.policy.clock = Some(time);
        self
    }

    /// Reads certificates and CRLs.
    pub fn build(self) -> Result<Trust, EnvelopeError> {
        let (mut roots, mut intermediates) = (Vec::new(), Vec::new());
        for certificate in certificates(&self.roots)? {
            if certificate.issued(&certificate) == X509VerifyResult::OK {
                roots.push(certificate);
            } else {
                intermediates.push(certificate);
            }
        }
        if roots.is_empty() {
            return Err(WHAT);
        }
        intermediates.extend(certificates(&self.intermediates)?);
        let mut policy = self.policy;
        for purpose in &self.purposes {
            let oid = ObjectIdentifier::new(purpose);
            let oid = oid.map_err(|_| EnvelopeError::BadTrustSetting("extended key usage OID"))?;
            policy.purposes.push(oid);
        }
        let crls = Crls::new(&self.crls, self.crl_files, self.crl_folder, policy.now())?;
        Ok(Trust {
            inner: Arc::new(Inner {
                roots,
                intermediates,
                crls,
                known: super::known::Known::default(),
                policy,
            }),
        })
    }
}

/// A quarter of a year.
const DEFAULT_GRACE_DAYS: u16 = 92;

fn days(days: u16) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(days))
}

fn certificates(bundles: &[Vec<u8>]) -> Result<Vec<X509>, EnvelopeError> {
    let mut certificates = Vec::new();
    for bundle in bundles {
        let blocks = pem::decoded_or_der(bundle, "CERTIFICATE").ok_or(WHAT)?;
        if blocks.is_empty() {
            return Err(WHAT);
        }
        for der in blocks {
            certificates.push(X509::from_der(&der).map_err(|_| WHAT)?);
        }
    }
    Ok(certificates)
}
