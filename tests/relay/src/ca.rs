//! The test CA: certificates for offices and for the relay itself. Never for real use.

mod crl;
mod spec;

use std::path::Path;

use careplan_core::number::OfficeNumber;
use jiff::Timestamp;
use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::{BigNum, MsbOption};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, PKeyRef, Private};
use openssl::x509::extension::{AuthorityKeyIdentifier, BasicConstraints, SubjectKeyIdentifier};
use openssl::x509::{X509, X509Builder, X509NameRef};
pub use x509_cert::ext::pkix::{CrlReason, KeyUsages};

pub use crl::{Crl, Revocation};
pub use spec::{CertificateSpec, KeyKind, purpose};

use crate::error::Error;
use crate::files::{self, Access};
use crate::office::OfficeSpec;

const CERTIFICATE_FILE: &str = "ca.pem";
const KEY_FILE: &str = "ca-key.pem";

/// The names under which a relay on one's own machine is reached.
pub(crate) const LOCAL_HOSTS: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// From when to when a certificate holds, in seconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// First second.
    pub not_before: i64,
    /// Last second.
    pub not_after: i64,
}

impl Default for Validity {
    /// Two years.
    fn default() -> Self {
        Self::days(2 * 365)
    }
}

impl Validity {
    /// So many days, from one hour ago: clocks differ.
    pub fn days(days: u16) -> Self {
        let not_before = Timestamp::now().as_second() - 3600;
        Self {
            not_before,
            not_after: not_before + i64::from(days) * 24 * 3600,
        }
    }
}

/// A certificate with its private key. Debug shows no key.
#[derive(Clone)]
pub struct IssuedIdentity {
    /// The certificate, then the intermediates between it and the root.
    pub certificate_pem: String,
    /// The private key, PKCS #8, not encrypted.
    pub private_key_pem: String,
}

impl std::fmt::Debug for IssuedIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IssuedIdentity").finish_non_exhaustive()
    }
}

/// A certification authority for tests. Debug shows no key.
pub struct TestCa {
    certificate: X509,
    key: PKey<Private>,
    /// The authorities between this one and the root, with this one first; empty for a root.
    intermediates: Vec<X509>,
}

impl std::fmt::Debug for TestCa {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestCa").finish_non_exhaustive()
    }
}

impl TestCa {
    /// A new CA with a key of its own.
    pub fn create(common_name: &str) -> Result<Self, Error> {
        Self::root(&CertificateSpec::authority(common_name))
    }

    /// A new CA whose own certificate is as asked for.
    pub fn root(spec: &CertificateSpec) -> Result<Self, Error> {
        let key = spec.new_key()?;
        Ok(Self {
            certificate: build(spec, &key, None)?,
            key,
            intermediates: Vec::new(),
        })
    }

    /// A CA below this one.
    pub fn intermediate(&self, spec: &CertificateSpec) -> Result<Self, Error> {
        let key = spec.new_key()?;
        let certificate = build(spec, &key, Some(self))?;
        let above = self.intermediates.iter().cloned();
        Ok(Self {
            intermediates: std::iter::once(certificate.clone()).chain(above).collect(),
            certificate,
            key,
        })
    }

    /// The CA that [`TestCa::save`] wrote.
    pub fn load(dir: &Path) -> Result<Self, Error> {
        Ok(Self {
            certificate: X509::from_pem(&files::read(&dir.join(CERTIFICATE_FILE))?)?,
            key: PKey::private_key_from_pem(&files::read(&dir.join(KEY_FILE))?)?,
            intermediates: Vec::new(),
        })
    }

    /// Writes `ca.pem` and `ca-key.pem` (for the owner only).
    pub fn save(&self, dir: &Path) -> Result<(), Error> {
        let key = self.key.private_key_to_pem_pkcs8()?;
        files::write(&dir.join(KEY_FILE), &key, Access::Owner)?;
        files::write(
            &dir.join(CERTIFICATE_FILE),
            &self.certificate.to_pem()?,
            Access::Everyone,
        )
    }

    /// The CA's own certificate.
    pub fn certificate_pem(&self) -> Result<String, Error> {
        pem_text(self.certificate.to_pem()?)
    }

    /// A certificate with a new key for an office. The office number is the subject's serialNumber.
    pub fn issue_office(
        &self,
        office: &OfficeSpec,
        validity: Validity,
    ) -> Result<IssuedIdentity, Error> {
        self.issue(&CertificateSpec::office(office).validity(validity))
    }

    /// A certificate with a new key for a relay on this machine: localhost, 127.0.0.1 and ::1.
    pub fn issue_server(&self, validity: Validity) -> Result<IssuedIdentity, Error> {
        self.issue_server_for(&LOCAL_HOSTS, validity)
    }

    /// A certificate with a new key for a relay that is reached under these DNS names and IP addresses.
    pub fn issue_server_for(
        &self,
        hosts: &[&str],
        validity: Validity,
    ) -> Result<IssuedIdentity, Error> {
        self.issue(&CertificateSpec::server(hosts).validity(validity))
    }

    /// A certificate with a new key, as asked for.
    pub fn issue(&self, spec: &CertificateSpec) -> Result<IssuedIdentity, Error> {
        let key = spec.new_key()?;
        self.certify(spec, &key)
    }

    /// Another certificate for the key of an identity: a renewal without a new key.
    pub fn issue_again(
        &self,
        spec: &CertificateSpec,
        identity: &IssuedIdentity,
    ) -> Result<IssuedIdentity, Error> {
        let key = PKey::private_key_from_pem(identity.private_key_pem.as_bytes())?;
        self.certify(spec, &key)
    }

    fn certify(
        &self,
        spec: &CertificateSpec,
        key: &PKey<Private>,
    ) -> Result<IssuedIdentity, Error> {
        let mut chain = build(spec, key, Some(self))?.to_pem()?;
        for certificate in &self.intermediates {
            chain.extend(certificate.to_pem()?);
        }
        Ok(IssuedIdentity {
            certificate_pem: pem_text(chain)?,
            private_key_pem: pem_text(key.private_key_to_pem_pkcs8()?)?,
        })
    }
}

/// The certificate for a key, signed by `issuer` or, without one, by that key itself.
fn build(
    spec: &CertificateSpec,
    key: &PKey<Private>,
    issuer: Option<&TestCa>,
) -> Result<X509, Error> {
    let subject = spec.name()?;
    let issuer_name = issuer.map_or(&*subject, |issuer| issuer.certificate.subject_name());
    let mut builder = start(&subject, issuer_name, key, spec.valid())?;
    let mut constraints = BasicConstraints::new();
    constraints.critical();
    if spec.is_authority() {
        constraints.ca();
    }
    builder.append_extension(constraints.build()?)?;
    for extension in spec.extensions()? {
        builder.append_extension(extension)?;
    }
    append_key_identifiers(&mut builder, issuer)?;
    let signer = issuer.map_or(key, |issuer| &issuer.key);
    builder.sign(signer, spec.digest(signer))?;
    Ok(builder.build())
}

fn append_key_identifiers(
    builder: &mut X509Builder,
    issuer: Option<&TestCa>,
) -> Result<(), ErrorStack> {
    let issuer = issuer.map(|issuer| &*issuer.certificate);
    let context = builder.x509v3_context(issuer, None);
    let subject = SubjectKeyIdentifier::new().build(&context)?;
    let authority = issuer.map(|_| AuthorityKeyIdentifier::new().keyid(true).build(&context));
    builder.append_extension(subject)?;
    match authority {
        Some(authority) => builder.append_extension(authority?),
        None => Ok(()),
    }
}

/// SHA-384 for P-384, SHA-256 for all else.
fn usual_digest(key: &PKeyRef<Private>) -> MessageDigest {
    if key.id() == Id::EC && key.bits() == 384 {
        MessageDigest::sha384()
    } else {
        MessageDigest::sha256()
    }
}

/// What the relay keeps of a certificate that an office uses.
pub(crate) struct CertificateFacts {
    /// The certificate in DER.
    pub(crate) der: Vec<u8>,
    /// Its last second.
    pub(crate) not_after: i64,
}

/// Reads what the relay keeps of a certificate.
pub(crate) fn certificate_facts(pem: &str) -> Result<CertificateFacts, ErrorStack> {
    let certificate = X509::from_pem(pem.as_bytes())?;
    let span = Asn1Time::from_unix(0)?.diff(certificate.not_after())?;
    let not_after = i64::from(span.days) * 86_400 + i64::from(span.secs);
    Ok(CertificateFacts {
        der: certificate.to_der()?,
        not_after,
    })
}

/// A certificate (DER) as PEM.
pub(crate) fn certificate_pem(der: &[u8]) -> Result<String, Error> {
    pem_text(X509::from_der(der)?.to_pem()?)
}

/// The office number in a certificate (DER): the one serialNumber of its subject.
pub(crate) fn office_in_certificate(der: &[u8]) -> Option<OfficeNumber> {
    let certificate = X509::from_der(der).ok()?;
    let mut entries = certificate.subject_name().entries_by_nid(Nid::SERIALNUMBER);
    let number = OfficeNumber::from_bytes(entries.next()?.data().as_slice()).ok()?;
    // Two numbers would name two offices.
    entries.next().is_none().then_some(number)
}

fn start(
    subject: &X509NameRef,
    issuer: &X509NameRef,
    key: &PKey<Private>,
    validity: Validity,
) -> Result<X509Builder, ErrorStack> {
    let mut builder = X509::builder()?;
    // Counted from zero: this is X.509 version 3.
    builder.set_version(2)?;
    builder.set_serial_number(random_serial_number()?.as_ref())?;
    builder.set_subject_name(subject)?;
    builder.set_issuer_name(issuer)?;
    builder.set_not_before(Asn1Time::from_unix(validity.not_before)?.as_ref())?;
    builder.set_not_after(Asn1Time::from_unix(validity.not_after)?.as_ref())?;
    builder.set_pubkey(key)?;
    Ok(builder)
}

fn random_serial_number() -> Result<Asn1Integer, ErrorStack> {
    let mut number = BigNum::new()?;
    number.rand(128, MsbOption::MAYBE_ZERO, false)?;
    number.to_asn1_integer()
}

fn pem_text(pem: Vec<u8>) -> Result<String, Error> {
    // PEM is ASCII.
    String::from_utf8(pem).map_err(|_| Error::Certificate(ErrorStack::get()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::office::synthetic_offices;

    #[test]
    fn office_certificates_name_the_office_and_chain_to_the_ca() {
        let ca = TestCa::create("Test CA").unwrap();
        let office = &synthetic_offices(1)[0];
        let validity = Validity::default();
        let issued = ca.issue_office(office, validity).unwrap();
        let facts = certificate_facts(&issued.certificate_pem).unwrap();
        assert_eq!(office_in_certificate(&facts.der), Some(office.number));
        assert_eq!(facts.not_after, validity.not_after);

        let certificate = X509::from_der(&facts.der).unwrap();
        assert!(certificate.verify(&ca.key).unwrap());
        assert!(certificate.authority_key_id().is_some() && certificate.subject_key_id().is_some());
        assert_eq!(certificate.public_key().unwrap().bits(), 2048);
        let text = String::from_utf8(certificate.to_text().unwrap()).unwrap();
        assert!(
            text.contains("Digital Signature, Non Repudiation, Key Encipherment"),
            "{text}"
        );
        assert!(
            text.contains("TLS Web Client Authentication, E-mail Protection"),
            "{text}"
        );
    }

    #[test]
    fn a_saved_ca_goes_on_issuing() {
        let dir = tempfile::tempdir().unwrap();
        let ca = TestCa::create("Test CA").unwrap();
        ca.save(dir.path()).unwrap();
        let loaded = TestCa::load(dir.path()).unwrap();
        assert_eq!(
            loaded.certificate_pem().unwrap(),
            ca.certificate_pem().unwrap()
        );
        let server = loaded.issue_server(Validity::default()).unwrap();
        let certificate = X509::from_pem(server.certificate_pem.as_bytes()).unwrap();
        assert!(certificate.verify(&ca.key).unwrap());
        assert_eq!(certificate.subject_alt_names().unwrap().len(), 3);
    }

    #[cfg(unix)]
    #[test]
    fn the_key_file_is_for_the_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        TestCa::create("Test CA").unwrap().save(dir.path()).unwrap();
        let mode = std::fs::metadata(dir.path().join(KEY_FILE))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn keys_do_not_show() {
        let ca = TestCa::create("Test CA").unwrap();
        assert_eq!(format!("{ca:?}"), "TestCa { .. }");
    }
}
