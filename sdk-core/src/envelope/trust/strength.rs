//! How strong the algorithms of a chain must be, and until when they are strong enough.

use std::fmt;

use der::asn1::ObjectIdentifier;
use der::{Decode, Encode};
use jiff::{Timestamp, civil, tz};
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, PKeyRef, Public};
use openssl::x509::{X509, X509Ref};
use pkcs1::RsaPssParams;
use x509_cert as x509;

use super::fault::TrustFault;
use super::verdict::TrustWarning;
use crate::envelope::certificate::{algorithm_of, timestamp};

/// What of a chain is too weak.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Weakness {
    /// A certificate was signed with this algorithm (name or OID): weaker than SHA-256, or unknown.
    Signature(String),
    /// A key of this kind and size.
    Key(String),
    /// Strong enough for old data only.
    Ended {
        /// The kind and size of the key.
        algorithm: String,
        /// The last year in which new data could be protected with it.
        last_year: i16,
    },
}

impl Weakness {
    pub(super) fn ja(&self) -> String {
        match self {
            Self::Signature(algorithm) => format!("証明書の署名が {algorithm}"),
            Self::Key(key) => format!("鍵が {key}"),
            Self::Ended {
                algorithm,
                last_year,
            } => format!("{algorithm} を新しいデータに使えるのは {last_year} 年まで"),
        }
    }
}

impl fmt::Display for Weakness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(algorithm) => write!(f, "a certificate is signed with {algorithm}"),
            Self::Key(key) => write!(f, "a key of {key}"),
            Self::Ended {
                algorithm,
                last_year,
            } => write!(f, "{algorithm} was for new data until {last_year} only"),
        }
    }
}

/// Until when keys of a strength may protect new data.
struct Limit {
    /// Security strength in bits.
    strength: u16,
    /// The last calendar year (Japan).
    last_year: i16,
}

/// CRYPTREC LS-0003 (暗号強度要件（アルゴリズム及び鍵長選択）に関する設定基準), the table of strengths and years: 112 bits are
/// in their period of transition until 2030, then only data already protected may be processed (until 2040); 128 bits
/// are in theirs from 2041 to 2050. Stronger keys have no end there.
const LIMITS: [Limit; 2] = [
    Limit {
        strength: 112,
        last_year: 2030,
    },
    Limit {
        strength: 128,
        last_year: 2050,
    },
];

/// Checks keys and signatures of a chain that begins with an office's certificate and ends with the root, whose own
/// signature proves nothing and is not looked at. `data_at` is when the data was or is protected.
///
/// An authority's key is judged at the time when it issued: a certificate from before the end stays good.
pub(super) fn check(chain: &[X509], data_at: Timestamp) -> Result<(), TrustFault> {
    let keys = keys(chain)?;
    if let Some(key) = keys.first() {
        let name = || TrustFault::WeakAlgorithm(Weakness::Key(name_of(key)));
        algorithm_of(key).map_err(|_| name())?;
        check_end(key, data_at)?;
    }
    for key in &keys {
        strength_of(key).ok_or_else(|| weak_key(key))?;
    }
    for (certificate, issuer) in chain.iter().zip(keys.iter().skip(1)) {
        check_signature(certificate)?;
        let issued = timestamp(certificate.not_before()).map_err(|_| unreadable())?;
        check_end(issuer, issued)?;
    }
    Ok(())
}

/// Whether the end of a certificate's algorithm is near enough to be told: always in the last year, and before that if
/// the certificate would outlive it and is about to be used for new data (`outliving`).
pub(super) fn warning(
    certificate: &X509Ref,
    data_at: Timestamp,
    outliving: bool,
) -> Result<Option<TrustWarning>, TrustFault> {
    let key = certificate.public_key()?;
    let Some((limit, end)) = limit_of(&key) else {
        return Ok(None);
    };
    let until = timestamp(certificate.not_after()).map_err(|_| unreadable())?;
    let near = first_second(limit.last_year).is_some_and(|year| data_at >= year);
    let warn = near || (outliving && until >= end);
    Ok(warn.then(|| TrustWarning::AlgorithmEnds {
        algorithm: name_of(&key),
        last_year: limit.last_year,
    }))
}

/// Whether a signature algorithm, as it stands in a certificate or CRL, has SHA-256 or better.
pub(super) fn is_strong(algorithm: &x509::spki::AlgorithmIdentifierOwned) -> bool {
    if algorithm.oid != RSASSA_PSS {
        return STRONG_SIGNATURES.contains(&algorithm.oid);
    }
    let parameters = algorithm.parameters.as_ref().and_then(|p| p.to_der().ok());
    let parameters = parameters.as_deref().map(RsaPssParams::from_der);
    matches!(parameters, Some(Ok(p)) if STRONG_HASHES.contains(&p.hash.oid))
}

const RSASSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");

/// RSASSA-PKCS1-v1_5 (RFC 8017) and ECDSA (RFC 5758) with SHA-256, SHA-384, SHA-512.
const STRONG_SIGNATURES: [ObjectIdentifier; 6] = [
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11"),
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12"),
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13"),
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2"),
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3"),
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4"),
];

/// SHA-256, SHA-384, SHA-512 (RFC 5754).
const STRONG_HASHES: [ObjectIdentifier; 3] = [
    ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1"),
    ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2"),
    ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3"),
];

fn check_signature(certificate: &X509Ref) -> Result<(), TrustFault> {
    let object = certificate.signature_algorithm().object();
    let strong = match object.nid() {
        Nid::SHA256WITHRSAENCRYPTION
        | Nid::SHA384WITHRSAENCRYPTION
        | Nid::SHA512WITHRSAENCRYPTION
        | Nid::ECDSA_WITH_SHA256
        | Nid::ECDSA_WITH_SHA384
        | Nid::ECDSA_WITH_SHA512 => true,
        // Only the parameters of RSASSA-PSS are worth decoding the certificate for.
        Nid::RSASSAPSS => is_strong(&super::decode(certificate)?.signature_algorithm),
        _ => false,
    };
    if strong {
        return Ok(());
    }
    let name = match object.nid().long_name() {
        Ok(name) if object.nid() != Nid::UNDEF => name.to_owned(),
        _ => object.to_string(),
    };
    Err(TrustFault::WeakAlgorithm(Weakness::Signature(name)))
}

fn check_end(key: &PKeyRef<Public>, data_at: Timestamp) -> Result<(), TrustFault> {
    match limit_of(key) {
        Some((limit, end)) if data_at >= end => Err(TrustFault::WeakAlgorithm(Weakness::Ended {
            algorithm: name_of(key),
            last_year: limit.last_year,
        })),
        _ => Ok(()),
    }
}

/// The limit of a key, and the first second after it.
fn limit_of(key: &PKeyRef<Public>) -> Option<(&'static Limit, Timestamp)> {
    let strength = strength_of(key)?;
    let limit = LIMITS.iter().find(|limit| limit.strength == strength)?;
    Some((limit, first_second(limit.last_year + 1)?))
}

/// NIST SP 800-57 part 1, table 2, as CRYPTREC LS-0003 has it too.
fn strength_of(key: &PKeyRef<Public>) -> Option<u16> {
    match key.id() {
        Id::RSA | Id::RSA_PSS => match key.bits() {
            ..2048 => None,
            2048..3072 => Some(112),
            3072..7680 => Some(128),
            _ => Some(192),
        },
        Id::EC => match key.ec_key().ok()?.group().curve_name()? {
            Nid::X9_62_PRIME256V1 => Some(128),
            Nid::SECP384R1 => Some(192),
            Nid::SECP521R1 => Some(256),
            _ => None,
        },
        _ => None,
    }
}

fn weak_key(key: &PKeyRef<Public>) -> TrustFault {
    TrustFault::WeakAlgorithm(Weakness::Key(name_of(key)))
}

/// Stands for the name of a kind of key that has none here.
const UNKNOWN_KIND: &str = "unknown kind";

fn name_of(key: &PKeyRef<Public>) -> String {
    let curve = || key.ec_key().ok()?.group().curve_name();
    match (key.id(), curve()) {
        (Id::RSA | Id::RSA_PSS, _) => format!("RSA-{}", key.bits()),
        (Id::EC, Some(Nid::X9_62_PRIME256V1)) => "EC P-256".into(),
        (Id::EC, Some(Nid::SECP384R1)) => "EC P-384".into(),
        (Id::EC, Some(Nid::SECP521R1)) => "EC P-521".into(),
        (Id::EC, Some(curve)) => format!("EC {}", curve.short_name().unwrap_or("?")),
        (id, _) => {
            let nid = Nid::from_raw(id.as_raw());
            nid.short_name().unwrap_or(UNKNOWN_KIND).to_owned()
        }
    }
}

fn keys(chain: &[X509]) -> Result<Vec<PKey<Public>>, TrustFault> {
    // OpenSSL was built without most of what is not used here.
    let unknown = |_| TrustFault::WeakAlgorithm(Weakness::Key(UNKNOWN_KIND.into()));
    let keys = chain.iter().map(|certificate| certificate.public_key());
    keys.map(|key| key.map_err(unknown)).collect()
}

/// 00:00 on the first of January, Japan.
fn first_second(year: i16) -> Option<Timestamp> {
    let new_year = civil::DateTime::new(year, 1, 1, 0, 0, 0, 0).ok()?;
    tz::offset(9).to_timestamp(new_year).ok()
}

fn unreadable() -> TrustFault {
    TrustFault::Other("a certificate cannot be read".into())
}
