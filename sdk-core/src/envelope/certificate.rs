use std::fmt;

use jiff::Timestamp;
use openssl::asn1::{Asn1Time, Asn1TimeRef};
use openssl::nid::Nid;
use openssl::pkey::{Id, PKeyRef, Public};
use openssl::x509::X509;

use super::error::EnvelopeError;
use super::key::KeyAlgorithm;
use super::office_rule::OfficeRule;
use super::pem;
use crate::digest::sha256_hex;
use crate::number::OfficeNumber;

/// An office's 電子証明書 (certificate): RSA from 2048 bits, or EC P-256 or P-384; and the intermediate certificates that
/// came with it. Whether it is to be trusted is another matter: [`super::Trust`].
#[derive(Clone)]
pub struct Certificate {
    x509: X509,
    chain: Vec<X509>,
    der: Vec<u8>,
    office: OfficeNumber,
    algorithm: KeyAlgorithm,
    not_before: Timestamp,
    not_after: Timestamp,
}

impl Certificate {
    /// Reads a PEM text: the office's certificate, which names its office in the subject's serialNumber, then any
    /// intermediates.
    pub fn from_pem(pem: &[u8]) -> Result<Self, EnvelopeError> {
        Self::from_pem_by(&OfficeRule::default(), pem)
    }

    /// The same, where the certificate names its office by another rule.
    pub fn from_pem_by(rule: &OfficeRule, pem: &[u8]) -> Result<Self, EnvelopeError> {
        const BAD: EnvelopeError = EnvelopeError::BadPem(pem::CERTIFICATE);
        let blocks = pem::decoded(pem, "CERTIFICATE").ok_or(BAD)?;
        let mut all = Vec::with_capacity(blocks.len());
        for der in &blocks {
            all.push(X509::from_der(der).map_err(|_| BAD)?);
        }
        let mut all = all.into_iter();
        let x509 = all.next().ok_or(BAD)?;
        Self::new(rule, x509, all.collect())
    }

    /// Reads a certificate in DER, without intermediates.
    pub fn from_der_by(rule: &OfficeRule, der: &[u8]) -> Result<Self, EnvelopeError> {
        let x509 = X509::from_der(der).map_err(|_| EnvelopeError::BadPem(pem::CERTIFICATE))?;
        Self::new(rule, x509, Vec::new())
    }

    pub(super) fn new(
        rule: &OfficeRule,
        x509: X509,
        chain: Vec<X509>,
    ) -> Result<Self, EnvelopeError> {
        Ok(Self {
            chain,
            office: rule.office_of(&x509)?,
            algorithm: algorithm(&x509)?,
            not_before: timestamp(x509.not_before())?,
            not_after: timestamp(x509.not_after())?,
            der: x509.to_der()?,
            x509,
        })
    }

    /// 事業所番号 that it names.
    pub fn office(&self) -> OfficeNumber {
        self.office
    }

    /// Kind of its key.
    pub fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// First second of its validity.
    pub fn not_before(&self) -> Timestamp {
        self.not_before
    }

    /// Last second of its validity.
    pub fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// Whether its time has begun and is not over.
    pub fn is_valid_at(&self, time: Timestamp) -> bool {
        self.not_before <= time && time <= self.not_after
    }

    /// Whole days until its end; negative when that is over.
    pub fn days_left(&self, at: Timestamp) -> i64 {
        const DAY: i64 = 24 * 3600;
        self.not_after.duration_since(at).as_secs().div_euclid(DAY)
    }

    /// The certificate in DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// SHA-256 of the DER, lower-case hexadecimal: what people compare.
    pub fn fingerprint(&self) -> String {
        sha256_hex(&self.der)
    }

    /// The intermediates that came with it, in DER: what else may be needed to lead from another office's certificate to a root.
    /// Nothing is trusted because it stands here.
    pub fn intermediates_der(&self) -> Result<Vec<Vec<u8>>, EnvelopeError> {
        let all = self.chain.iter().map(|intermediate| intermediate.to_der());
        Ok(all.collect::<Result<_, _>>()?)
    }

    pub(super) fn x509(&self) -> &X509 {
        &self.x509
    }

    /// The certificates between it and the root, as far as they came with it.
    pub(super) fn chain(&self) -> &[X509] {
        &self.chain
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("office", &self.office)
            .field("algorithm", &self.algorithm)
            .field("not_after", &self.not_after)
            .finish_non_exhaustive()
    }
}

fn algorithm(x509: &X509) -> Result<KeyAlgorithm, EnvelopeError> {
    // Kinds that OpenSSL was built without are none that is used here.
    let key = x509.public_key().map_err(|_| EnvelopeError::WeakKey)?;
    algorithm_of(&key)
}

/// The kind of a key; weak and unknown ones have none.
pub(super) fn algorithm_of(key: &PKeyRef<Public>) -> Result<KeyAlgorithm, EnvelopeError> {
    match key.id() {
        Id::RSA if key.bits() >= 2048 => Ok(KeyAlgorithm::Rsa { bits: key.bits() }),
        Id::EC => match key.ec_key()?.group().curve_name() {
            Some(Nid::X9_62_PRIME256V1) => Ok(KeyAlgorithm::P256),
            Some(Nid::SECP384R1) => Ok(KeyAlgorithm::P384),
            _ => Err(EnvelopeError::WeakKey),
        },
        _ => Err(EnvelopeError::WeakKey),
    }
}

pub(super) fn timestamp(time: &Asn1TimeRef) -> Result<Timestamp, EnvelopeError> {
    let since = Asn1Time::from_unix(0)?.diff(time)?;
    let seconds = i64::from(since.days) * 24 * 3600 + i64::from(since.secs);
    Ok(nearest(seconds))
}

/// Seconds since 1970. The last day of the year 9999, which stands for "no end" (RFC 5280, section 4.1.2.5), is just beyond
/// what a `Timestamp` holds.
pub(super) fn nearest(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(match seconds {
        ..0 => Timestamp::MIN,
        _ => Timestamp::MAX,
    })
}
