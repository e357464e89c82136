use std::time::Duration;

use openssl::pkey::{Id, PKeyRef, Private};
use openssl::sign::Signer;
use openssl::x509::{X509, X509Crl};
use x509_cert::Version;
use x509_cert::crl::{CertificateList, RevokedCert, TbsCertList};
use x509_cert::der::asn1::{Any, BitString, ObjectIdentifier, OctetString, UtcTime};
use x509_cert::der::oid::AssociatedOid;
use x509_cert::der::{self, Decode, Encode};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::CrlReason;
use x509_cert::name::Name;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

use super::{IssuedIdentity, TestCa, pem_text, usual_digest};
use crate::error::Error;

const SHA_256_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const ECDSA_WITH_SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const ECDSA_WITH_SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");

/// A certificate that holds no longer.
#[derive(Debug, Clone, Copy)]
pub struct Revocation<'a> {
    /// Whose certificate.
    pub identity: &'a IssuedIdentity,
    /// From when on, in seconds since 1970.
    pub at: i64,
    /// Why; nothing is said of it if there is none.
    pub reason: Option<CrlReason>,
}

/// A list of revoked certificates (RFC 5280, section 5).
#[derive(Debug, Clone)]
pub struct Crl {
    /// In DER.
    pub der: Vec<u8>,
    /// In PEM.
    pub pem: String,
}

impl TestCa {
    /// The list of what this CA revoked, issued at `this_update`; the next one comes until `next_update`. Times are seconds
    /// since 1970.
    pub fn crl(
        &self,
        revoked: &[Revocation<'_>],
        this_update: i64,
        next_update: Option<i64>,
    ) -> Result<Crl, Error> {
        let algorithm = signature_algorithm(&self.key);
        let entries = revoked.iter().map(entry).collect::<Result<Vec<_>, _>>()?;
        let list = TbsCertList {
            version: Version::V2,
            signature: algorithm.clone(),
            issuer: Name::from_der(&self.certificate.subject_name().to_der()?)?,
            this_update: time(this_update)?,
            next_update: next_update.map(time).transpose()?,
            // An empty list is left out (RFC 5280, section 5.1.2.6).
            revoked_certificates: (!entries.is_empty()).then_some(entries),
            crl_extensions: None,
        };
        let signature = self.sign(&list.to_der()?)?;
        let der = CertificateList {
            tbs_cert_list: list,
            signature_algorithm: algorithm,
            signature: BitString::from_bytes(&signature)?,
        }
        .to_der()?;
        Ok(Crl {
            pem: pem_text(X509Crl::from_der(&der)?.to_pem()?)?,
            der,
        })
    }

    fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        let mut signer = Signer::new(usual_digest(&self.key), &self.key)?;
        Ok(signer.sign_oneshot_to_vec(bytes)?)
    }
}

fn entry(revocation: &Revocation<'_>) -> Result<RevokedCert, Error> {
    let certificate = X509::from_pem(revocation.identity.certificate_pem.as_bytes())?;
    let certificate = x509_cert::Certificate::from_der(&certificate.to_der()?)?;
    let reason = revocation.reason.map(reason).transpose()?;
    Ok(RevokedCert {
        serial_number: certificate.tbs_certificate.serial_number,
        revocation_date: time(revocation.at)?,
        crl_entry_extensions: reason.map(|reason| vec![reason]),
    })
}

fn reason(reason: CrlReason) -> Result<Extension, der::Error> {
    Ok(Extension {
        extn_id: CrlReason::OID,
        critical: false,
        extn_value: OctetString::new(reason.to_der()?)?,
    })
}

fn signature_algorithm(key: &PKeyRef<Private>) -> AlgorithmIdentifierOwned {
    let (oid, parameters) = match (key.id(), key.bits()) {
        (Id::EC, 384) => (ECDSA_WITH_SHA_384, None),
        (Id::EC, _) => (ECDSA_WITH_SHA_256, None),
        _ => (SHA_256_WITH_RSA, Some(Any::null())),
    };
    AlgorithmIdentifierOwned { oid, parameters }
}

fn time(seconds: i64) -> Result<Time, der::Error> {
    // Before 1970 and after 2049 there is no UTCTime for it.
    let since_1970 = Duration::from_secs(u64::try_from(seconds).unwrap_or(u64::MAX));
    Ok(Time::UtcTime(UtcTime::from_unix_duration(since_1970)?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use openssl::x509::CrlStatus;

    use super::*;
    use crate::ca::{CertificateSpec, KeyKind};
    use crate::office::synthetic_offices;

    #[test]
    fn lists_of_every_kind_of_authority_are_signed_and_name_what_is_revoked() {
        for kind in [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384] {
            let ca = TestCa::root(&CertificateSpec::authority("Test CA").key(kind)).unwrap();
            let spec = CertificateSpec::office(&synthetic_offices(1)[0]).key(KeyKind::P256);
            let (bad, good) = (ca.issue(&spec).unwrap(), ca.issue(&spec).unwrap());
            let revocation = Revocation {
                identity: &bad,
                at: 1_750_000_000,
                reason: Some(CrlReason::KeyCompromise),
            };
            let list = ca.crl(&[revocation], 1_760_000_000, None).unwrap();
            let list = X509Crl::from_pem(list.pem.as_bytes()).unwrap();
            assert!(list.verify(&ca.key).unwrap());
            let is_revoked = |identity: &IssuedIdentity| {
                let certificate = X509::from_pem(identity.certificate_pem.as_bytes()).unwrap();
                matches!(list.get_by_cert(&certificate), CrlStatus::Revoked(_))
            };
            assert!(is_revoked(&bad) && !is_revoked(&good));
        }
    }

    #[test]
    fn an_empty_list_says_until_when_it_holds() {
        let spec = CertificateSpec::authority("Test CA").key(KeyKind::P256);
        let ca = TestCa::root(&spec).unwrap();
        let list = ca.crl(&[], 1_760_000_000, Some(1_760_086_400)).unwrap();
        let list = X509Crl::from_der(&list.der).unwrap();
        assert!(list.get_revoked().is_none());
        let span = list.last_update().diff(list.next_update().unwrap());
        assert_eq!(span.unwrap().days, 1);
    }
}
