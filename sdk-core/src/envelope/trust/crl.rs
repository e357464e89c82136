//! One certificate revocation list (失効リスト, CRL; RFC 5280, section 5).

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::OnceLock;

use der::Decode;
use der::asn1::{GeneralizedTime, ObjectIdentifier};
use jiff::Timestamp;
use openssl::x509::{X509Crl, X509Ref};
use x509::crl::{CertificateList, RevokedCert};
use x509::ext::Extension;
use x509::ext::pkix::crl::CrlDistributionPoints;
use x509::ext::pkix::crl::dp::IssuingDistributionPoint;
use x509::ext::pkix::name::{DistributionPointName, GeneralNames};
use x509::ext::pkix::{BasicConstraints, CrlReason};
use x509_cert as x509;

use super::strength;
use crate::envelope::certificate::nearest;
use crate::explain::io_cause;
use crate::finding::Lang;

/// Why a CRL says nothing of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CrlFault {
    /// There is none of the certificate's authority.
    #[error("there is no CRL of its authority")]
    Missing,
    /// Not a CRL of version 2, in PEM or DER.
    #[error("not a readable CRL")]
    Unreadable,
    /// The file cannot be read.
    #[error("the file cannot be read: {}", io_cause(*.0, Lang::En))]
    Io(std::io::ErrorKind),
    /// A newer one should have come.
    #[error("the CRL is out of date since {next_update}")]
    Stale {
        /// When the next one was due.
        next_update: Timestamp,
    },
    /// Issued at a time that has not come by this machine's clock.
    #[error("the CRL was issued at {this_update}, which is in the future")]
    NotYet {
        /// When it was issued.
        this_update: Timestamp,
    },
    /// It does not say when the next one is due (RFC 5280 demands it).
    #[error("the CRL does not say when the next one is due")]
    NoNextUpdate,
    /// The authority's key did not sign it.
    #[error("the CRL is not signed by the authority that it names")]
    BadSignature,
    /// Signed with an algorithm weaker than SHA-256.
    #[error("the CRL is signed with a weak algorithm")]
    WeakSignature,
    /// The authority's key usage lacks cRLSign.
    #[error("the authority may not issue CRLs")]
    IssuerMayNotSign,
    /// It covers only some certificates or reasons, not these.
    #[error("the CRL does not cover this certificate")]
    Partial,
    /// Changes since another CRL only.
    #[error("a delta CRL, which lists changes only")]
    Delta,
    /// Something critical in it is not understood here.
    #[error("the CRL has a critical extension that is not processed here")]
    UnknownExtension,
    /// Issued after the certificate expired, when a revoked one may be dropped from the list.
    #[error("the CRL was issued after the certificate expired and need not list it")]
    AfterExpiry,
}

impl CrlFault {
    pub(in crate::envelope) fn ja(&self) -> String {
        match self {
            Self::Missing => "認証局の失効リストがありません".into(),
            Self::Unreadable => "失効リストとして読めません".into(),
            Self::Io(kind) => format!("ファイルを読めません。{}", io_cause(*kind, Lang::Ja)),
            Self::Stale { next_update } => {
                format!("失効リストが古くなっています。{next_update} に次のものが出る予定でした")
            }
            Self::NotYet { this_update } => {
                format!("失効リストの発行日時 {this_update} がまだ来ていません")
            }
            Self::NoNextUpdate => "失効リストに次の発行日時がありません".into(),
            Self::BadSignature => "失効リストの署名が認証局のものではありません".into(),
            Self::WeakSignature => "失効リストの署名の強さが足りません".into(),
            Self::IssuerMayNotSign => "失効リストを発行できない認証局です".into(),
            Self::Partial => "失効リストの対象にこの証明書が含まれません".into(),
            Self::Delta => "差分だけの失効リストです".into(),
            Self::UnknownExtension => "失効リストに、ここでは扱えない重要な項目があります".into(),
            Self::AfterExpiry => {
                "証明書の有効期限のあとに発行された失効リストしかありません".into()
            }
        }
    }

    /// What to do next, Japanese and English.
    pub(in crate::envelope) fn hints(&self) -> (&'static str, &'static str) {
        match self {
            Self::NotYet { .. } => (
                "このパソコンの日時が正しいか確認してください。",
                "Check this machine's clock.",
            ),
            Self::AfterExpiry => (
                "有効期限の前の失効リストを保存していれば加えてください。なければ、その事業所に新しい電子証明書で送り直してもらってください。",
                "Add a CRL from before the expiry if one was kept; otherwise ask that office to send again with its new certificate.",
            ),
            _ => (
                "認証局が公開している最新の失効リスト（全体のもの）を取得して、失効リストのフォルダーに置いてください。",
                "Fetch the newest complete CRL that the authority publishes and put it into the folder of CRLs.",
            ),
        }
    }
}

/// A CRL as far as it can be judged without its issuer.
pub(super) struct Crl {
    list: X509Crl,
    der: Vec<u8>,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    revoked: HashMap<Vec<u8>, Entry>,
    /// What it covers, or why it cannot be used at all.
    scope: Result<Scope, CrlFault>,
    /// The last key that was tried, and whether it had signed: a large list is not hashed for every message.
    signed_by: OnceLock<([u8; 32], bool)>,
}

#[derive(Clone, Copy)]
struct Entry {
    since: Timestamp,
    /// No longer revoked (removeFromCRL).
    removed: bool,
}

/// issuingDistributionPoint (RFC 5280, section 5.2.5).
#[derive(Default)]
struct Scope {
    only_offices: bool,
    only_authorities: bool,
    /// The names of the part, if the authority cuts its list into parts.
    part: Option<GeneralNames>,
}

const DISTRIBUTION_POINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.31");
const CRL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.20");
const REASON: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.21");
const INVALIDITY_DATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.24");
const DELTA: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.27");
const ISSUING_POINT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.28");
const AUTHORITY_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.35");

// Bit of the keyUsage extension as OpenSSL gives it (RFC 5280, section 4.2.1.3).
const CRL_SIGN: u32 = 0x02;

impl Crl {
    /// Reads one CRL in DER.
    pub(super) fn parse(der: &[u8]) -> Result<Self, CrlFault> {
        let decoded = CertificateList::from_der(der).map_err(|_| CrlFault::Unreadable)?;
        let list = X509Crl::from_der(der).map_err(|_| CrlFault::Unreadable)?;
        let body = &decoded.tbs_cert_list;
        let mut scope = scope_of(&decoded);
        let mut revoked = HashMap::new();
        for certificate in body.revoked_certificates.iter().flatten() {
            match entry_of(certificate) {
                Ok(entry) => {
                    revoked.insert(certificate.serial_number.as_bytes().to_vec(), entry);
                }
                Err(fault) => scope = Err(fault),
            }
        }
        Ok(Self {
            this_update: time(body.this_update)?,
            next_update: body.next_update.map(time).transpose()?,
            der: der.to_vec(),
            signed_by: OnceLock::new(),
            list,
            revoked,
            scope,
        })
    }

    pub(super) fn der(&self) -> &[u8] {
        &self.der
    }

    pub(super) fn this_update(&self) -> Timestamp {
        self.this_update
    }

    pub(super) fn next_update(&self) -> Option<Timestamp> {
        self.next_update
    }

    /// Whether it can be used at all, for some certificate.
    pub(super) fn usable(&self) -> Result<(), CrlFault> {
        self.scope.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    /// Whether it names this authority as its issuer.
    pub(super) fn is_of(&self, authority: &X509Ref) -> bool {
        let names = self.list.issuer_name();
        matches!(names.try_cmp(authority.subject_name()), Ok(Ordering::Equal))
    }

    /// Whether both are of one issuer.
    pub(super) fn same_issuer(&self, other: &Self) -> bool {
        let names = self.list.issuer_name();
        matches!(names.try_cmp(other.list.issuer_name()), Ok(Ordering::Equal))
    }

    /// SHA-256 of the issuer's name.
    pub(super) fn issuer_digest(&self) -> [u8; 32] {
        let name = CertificateList::from_der(&self.der)
            .ok()
            .and_then(|list| der::Encode::to_der(&list.tbs_cert_list.issuer).ok());
        openssl::sha::sha256(&name.unwrap_or_default())
    }

    /// Whether it may be used for a certificate of this authority.
    pub(super) fn check_for(
        &self,
        certificate: &x509::Certificate,
        authority: &X509Ref,
    ) -> Result<(), CrlFault> {
        self.check_signature(authority)?;
        self.scope
            .as_ref()
            .map_err(Clone::clone)?
            .covers(certificate)
    }

    /// Whether this authority signed it and may do so.
    pub(super) fn check_signature(&self, authority: &X509Ref) -> Result<(), CrlFault> {
        let usage = authority.key_usage().map(|usage| usage.bits());
        if usage.is_some_and(|usage| usage & CRL_SIGN == 0) {
            return Err(CrlFault::IssuerMayNotSign);
        }
        if self.is_signed_by(authority) {
            Ok(())
        } else {
            Err(CrlFault::BadSignature)
        }
    }

    /// From when on it lists the certificate as revoked.
    pub(super) fn revoked_since(&self, certificate: &x509::Certificate) -> Option<Timestamp> {
        let serial = certificate.tbs_certificate.serial_number.as_bytes();
        let entry = self.revoked.get(serial)?;
        (!entry.removed).then_some(entry.since)
    }

    fn is_signed_by(&self, authority: &X509Ref) -> bool {
        let Ok(key) = authority.public_key() else {
            return false;
        };
        let Ok(id) = key
            .public_key_to_der()
            .map(|der| openssl::sha::sha256(&der))
        else {
            return false;
        };
        let verify = || matches!(self.list.verify(&key), Ok(true));
        match self.signed_by.get_or_init(|| (id, verify())) {
            (known, signed) if *known == id => *signed,
            _ => verify(),
        }
    }
}

impl Scope {
    fn covers(&self, certificate: &x509::Certificate) -> Result<(), CrlFault> {
        let authority = super::extension::<BasicConstraints>(certificate, super::BASIC_CONSTRAINTS)
            .map_err(|_| CrlFault::Partial)?
            .is_some_and(|constraints| constraints.ca);
        let kind = !(self.only_offices && authority || self.only_authorities && !authority);
        let part = match &self.part {
            Some(part) => points_of(certificate)
                .iter()
                .any(|name| part.contains(name)),
            None => true,
        };
        if kind && part {
            Ok(())
        } else {
            Err(CrlFault::Partial)
        }
    }
}

/// The names under which a certificate says that its CRL is to be found.
fn points_of(certificate: &x509::Certificate) -> GeneralNames {
    let points = super::extension::<CrlDistributionPoints>(certificate, DISTRIBUTION_POINTS);
    let points = points.ok().flatten().map(|points| points.0);
    let names = points
        .into_iter()
        .flatten()
        .filter_map(|point| match point.distribution_point {
            Some(DistributionPointName::FullName(names)) => Some(names),
            _ => None,
        });
    names.flatten().collect()
}

fn scope_of(list: &CertificateList) -> Result<Scope, CrlFault> {
    if !strength::is_strong(&list.signature_algorithm) {
        return Err(CrlFault::WeakSignature);
    }
    if list.tbs_cert_list.next_update.is_none() {
        return Err(CrlFault::NoNextUpdate);
    }
    let mut scope = Scope::default();
    for extension in list.tbs_cert_list.crl_extensions.iter().flatten() {
        match extension.extn_id {
            DELTA => return Err(CrlFault::Delta),
            ISSUING_POINT => scope = issuing_point(extension)?,
            AUTHORITY_KEY | CRL_NUMBER => {}
            _ if extension.critical => return Err(CrlFault::UnknownExtension),
            _ => {}
        }
    }
    Ok(scope)
}

fn issuing_point(extension: &Extension) -> Result<Scope, CrlFault> {
    let point = IssuingDistributionPoint::from_der(extension.extn_value.as_bytes());
    let point = point.map_err(|_| CrlFault::UnknownExtension)?;
    if point.indirect_crl
        || point.only_contains_attribute_certs
        || point.only_some_reasons.is_some()
    {
        return Err(CrlFault::Partial);
    }
    let part = match point.distribution_point {
        None => None,
        Some(DistributionPointName::FullName(names)) => Some(names),
        Some(DistributionPointName::NameRelativeToCRLIssuer(_)) => return Err(CrlFault::Partial),
    };
    Ok(Scope {
        only_offices: point.only_contains_user_certs,
        only_authorities: point.only_contains_ca_certs,
        part,
    })
}

fn entry_of(certificate: &RevokedCert) -> Result<Entry, CrlFault> {
    let mut entry = Entry {
        since: time(certificate.revocation_date)?,
        removed: false,
    };
    for extension in certificate.crl_entry_extensions.iter().flatten() {
        let value = extension.extn_value.as_bytes();
        match extension.extn_id {
            // A reason that nobody knows is a reason all the same.
            REASON => {
                entry.removed = matches!(CrlReason::from_der(value), Ok(CrlReason::RemoveFromCRL));
            }
            // The key was known to be in wrong hands before anybody said so.
            INVALIDITY_DATE => {
                let date = GeneralizedTime::from_der(value).map_err(|_| CrlFault::Unreadable)?;
                entry.since = entry.since.min(time(x509::time::Time::GeneralTime(date))?);
            }
            // certificateIssuer above all: the entry is another authority's.
            _ if extension.critical => return Err(CrlFault::UnknownExtension),
            _ => {}
        }
    }
    Ok(entry)
}

fn time(time: x509::time::Time) -> Result<Timestamp, CrlFault> {
    i64::try_from(time.to_unix_duration().as_secs())
        .map(nearest)
        .map_err(|_| CrlFault::Unreadable)
}
