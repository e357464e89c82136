use std::net::IpAddr;

use openssl::asn1::{Asn1Object, Asn1OctetString};
use openssl::ec::{EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, PKeyRef, Private};
use openssl::rsa::Rsa;
use openssl::x509::{X509Extension, X509Name, X509NameBuilder};
use x509_cert::der::asn1::{Ia5String, ObjectIdentifier};
use x509_cert::der::flagset::FlagSet;
use x509_cert::der::oid::AssociatedOid;
use x509_cert::der::{self, Encode};
use x509_cert::ext::pkix::certpolicy::PolicyInformation;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    CertificatePolicies, ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectAltName,
};

use super::{Validity, usual_digest};
use crate::error::Error;
use crate::office::OfficeSpec;

/// Extended key usages (RFC 5280, section 4.2.1.12).
pub mod purpose {
    /// TLS server.
    pub const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
    /// TLS client.
    pub const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
    /// Signing programs.
    pub const CODE_SIGNING: &str = "1.3.6.1.5.5.7.3.3";
    /// Signing and sealing messages.
    pub const EMAIL_PROTECTION: &str = "1.3.6.1.5.5.7.3.4";
    /// Time stamps.
    pub const TIME_STAMPING: &str = "1.3.6.1.5.5.7.3.8";
}

/// What kind of key a certificate is for; RSA-1024 and P-521 are not for offices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum KeyKind {
    Rsa1024,
    Rsa2048,
    Rsa3072,
    P256,
    P384,
    P521,
}

impl KeyKind {
    fn is_rsa(self) -> bool {
        matches!(self, Self::Rsa1024 | Self::Rsa2048 | Self::Rsa3072)
    }
}

/// What a certificate is to be like: begun as one for an office, a server or an authority, then changed as a test needs it.
#[derive(Debug, Clone)]
pub struct CertificateSpec {
    key: KeyKind,
    subject: Vec<(String, String)>,
    alternative_names: Vec<AlternativeName>,
    validity: Validity,
    role: Role,
    usages: Usages,
    purposes: Vec<String>,
    policies: Vec<String>,
    sha1: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Office,
    Server,
    Authority,
}

#[derive(Debug, Clone)]
enum AlternativeName {
    Host(String),
    Email(String),
    Uri(String),
}

#[derive(Debug, Clone, Copy)]
enum Usages {
    /// As the role and the key need them.
    Usual,
    These(FlagSet<KeyUsages>),
    /// No such extension.
    Unsaid,
}

impl CertificateSpec {
    /// As [`super::TestCa::issue_office`] makes it: RSA-2048, the office number as serialNumber and commonName.
    pub fn office(office: &OfficeSpec) -> Self {
        let number = office.number.as_str();
        let subject = [
            ("C", "JP"),
            ("O", &office.name),
            ("CN", number),
            ("serialNumber", number),
        ];
        let purposes = [purpose::CLIENT_AUTH, purpose::EMAIL_PROTECTION];
        Self::new(Role::Office, KeyKind::Rsa2048)
            .subject(&subject)
            .purposes(&purposes)
    }

    /// For a server that is reached under these DNS names and IP addresses.
    pub fn server(hosts: &[&str]) -> Self {
        let spec = Self::new(Role::Server, KeyKind::Rsa2048)
            .subject(&[("C", "JP"), ("CN", "careplan-relay")])
            .purposes(&[purpose::SERVER_AUTH]);
        hosts.iter().fold(spec, |spec, host| spec.host(host))
    }

    /// For an authority, a root or one below it: RSA-3072.
    pub fn authority(common_name: &str) -> Self {
        Self::new(Role::Authority, KeyKind::Rsa3072).subject(&[("C", "JP"), ("CN", common_name)])
    }

    fn new(role: Role, key: KeyKind) -> Self {
        Self {
            key,
            subject: Vec::new(),
            alternative_names: Vec::new(),
            validity: Validity::default(),
            role,
            usages: Usages::Usual,
            purposes: Vec::new(),
            policies: Vec::new(),
            sha1: false,
        }
    }

    /// For a key of this kind.
    pub fn key(mut self, key: KeyKind) -> Self {
        self.key = key;
        self
    }

    /// Holds from then to then.
    pub fn validity(mut self, validity: Validity) -> Self {
        self.validity = validity;
        self
    }

    /// Another subject: short names such as `CN` and `serialNumber`, and their values. A name may come twice.
    pub fn subject(mut self, fields: &[(&str, &str)]) -> Self {
        let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
        self.subject = fields.iter().map(owned).collect();
        self
    }

    /// Adds a dNSName or iPAddress to the subjectAltName.
    pub fn host(mut self, host: &str) -> Self {
        self.alternative_names
            .push(AlternativeName::Host(host.to_owned()));
        self
    }

    /// Adds an rfc822Name to the subjectAltName.
    pub fn email(mut self, address: &str) -> Self {
        self.alternative_names
            .push(AlternativeName::Email(address.to_owned()));
        self
    }

    /// Adds a uniformResourceIdentifier to the subjectAltName.
    pub fn uri(mut self, uri: &str) -> Self {
        self.alternative_names
            .push(AlternativeName::Uri(uri.to_owned()));
        self
    }

    /// Only these key usages.
    pub fn key_usages(mut self, usages: impl Into<FlagSet<KeyUsages>>) -> Self {
        self.usages = Usages::These(usages.into());
        self
    }

    /// Nothing said of key usages.
    pub fn without_key_usages(mut self) -> Self {
        self.usages = Usages::Unsaid;
        self
    }

    /// Only these extended key usages, such as [`purpose::CLIENT_AUTH`]; none: nothing said of them.
    pub fn purposes(mut self, oids: &[&str]) -> Self {
        self.purposes = oids.iter().map(|&oid| oid.to_owned()).collect();
        self
    }

    /// Under these certificate policies, by object identifier.
    pub fn policies(mut self, oids: &[&str]) -> Self {
        self.policies = oids.iter().map(|&oid| oid.to_owned()).collect();
        self
    }

    /// Signed by its issuer with SHA-1.
    pub fn signed_with_sha1(mut self) -> Self {
        self.sha1 = true;
        self
    }

    pub(super) fn new_key(&self) -> Result<PKey<Private>, ErrorStack> {
        let rsa = |bits| PKey::from_rsa(Rsa::generate(bits)?);
        let ec = |curve| {
            let group = EcGroup::from_curve_name(curve)?;
            PKey::from_ec_key(EcKey::generate(&group)?)
        };
        match self.key {
            KeyKind::Rsa1024 => rsa(1024),
            KeyKind::Rsa2048 => rsa(2048),
            KeyKind::Rsa3072 => rsa(3072),
            KeyKind::P256 => ec(Nid::X9_62_PRIME256V1),
            KeyKind::P384 => ec(Nid::SECP384R1),
            KeyKind::P521 => ec(Nid::SECP521R1),
        }
    }

    pub(super) fn valid(&self) -> Validity {
        self.validity
    }

    pub(super) fn is_authority(&self) -> bool {
        self.role == Role::Authority
    }

    pub(super) fn name(&self) -> Result<X509Name, ErrorStack> {
        let mut builder = X509NameBuilder::new()?;
        for (field, value) in &self.subject {
            builder.append_entry_by_text(field, value)?;
        }
        Ok(builder.build())
    }

    pub(super) fn digest(&self, signer: &PKeyRef<Private>) -> MessageDigest {
        if self.sha1 {
            MessageDigest::sha1()
        } else {
            usual_digest(signer)
        }
    }

    /// All that do not depend on the issuer.
    pub(super) fn extensions(&self) -> Result<Vec<X509Extension>, Error> {
        let mut extensions = Vec::new();
        if let Some(usages) = self.usages() {
            extensions.push(extension(&KeyUsage(usages), true)?);
        }
        if !self.purposes.is_empty() {
            let purposes = ExtendedKeyUsage(oids(&self.purposes)?);
            extensions.push(extension(&purposes, false)?);
        }
        if !self.policies.is_empty() {
            let policies =
                oids(&self.policies)?
                    .into_iter()
                    .map(|policy_identifier| PolicyInformation {
                        policy_identifier,
                        policy_qualifiers: None,
                    });
            extensions.push(extension(&CertificatePolicies(policies.collect()), false)?);
        }
        if !self.alternative_names.is_empty() {
            let names = self.alternative_names.iter().map(general_name);
            let names = SubjectAltName(names.collect::<Result<_, _>>()?);
            extensions.push(extension(&names, false)?);
        }
        Ok(extensions)
    }

    fn usages(&self) -> Option<FlagSet<KeyUsages>> {
        use KeyUsages::{
            CRLSign, DigitalSignature, KeyAgreement, KeyCertSign, KeyEncipherment, NonRepudiation,
        };
        // RSA keys are sent encrypted, EC keys are agreed on (RFC 5480, section 3).
        let sealing = if self.key.is_rsa() {
            KeyEncipherment
        } else {
            KeyAgreement
        };
        match (self.usages, self.role) {
            (Usages::Usual, Role::Office) => Some(DigitalSignature | NonRepudiation | sealing),
            (Usages::Usual, Role::Server) => Some(DigitalSignature | sealing),
            (Usages::Usual, Role::Authority) => Some(KeyCertSign | CRLSign),
            (Usages::These(usages), _) => Some(usages),
            (Usages::Unsaid, _) => None,
        }
    }
}

fn general_name(name: &AlternativeName) -> Result<GeneralName, Error> {
    Ok(match name {
        AlternativeName::Host(host) => match host.parse::<IpAddr>() {
            Ok(address) => GeneralName::from(address),
            Err(_) => GeneralName::DnsName(Ia5String::new(host)?),
        },
        AlternativeName::Email(address) => GeneralName::Rfc822Name(Ia5String::new(address)?),
        AlternativeName::Uri(uri) => GeneralName::UniformResourceIdentifier(Ia5String::new(uri)?),
    })
}

fn oids(texts: &[String]) -> Result<Vec<ObjectIdentifier>, Error> {
    let oids = texts.iter().map(|text| ObjectIdentifier::new(text));
    Ok(oids.collect::<Result<_, _>>().map_err(der::Error::from)?)
}

fn extension<T: AssociatedOid + Encode>(value: &T, critical: bool) -> Result<X509Extension, Error> {
    let oid = Asn1Object::from_str(&T::OID.to_string())?;
    let value = Asn1OctetString::new_from_bytes(&value.to_der()?)?;
    Ok(X509Extension::new_from_der(&oid, critical, &value)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use openssl::pkey::Id;
    use openssl::x509::X509;

    use super::*;
    use crate::ca::{IssuedIdentity, TestCa};
    use crate::office::synthetic_offices;

    fn ca() -> TestCa {
        TestCa::root(&CertificateSpec::authority("Test CA").key(KeyKind::P256)).unwrap()
    }

    fn office() -> CertificateSpec {
        CertificateSpec::office(&synthetic_offices(1)[0]).key(KeyKind::P256)
    }

    fn chain(issued: &IssuedIdentity) -> Vec<X509> {
        X509::stack_from_pem(issued.certificate_pem.as_bytes()).unwrap()
    }

    fn text(issued: &IssuedIdentity) -> String {
        String::from_utf8(chain(issued)[0].to_text().unwrap()).unwrap()
    }

    #[test]
    fn keys_of_every_kind_are_made() {
        for (kind, id, bits) in [
            (KeyKind::Rsa1024, Id::RSA, 1024),
            (KeyKind::Rsa3072, Id::RSA, 3072),
            (KeyKind::P256, Id::EC, 256),
            (KeyKind::P384, Id::EC, 384),
            (KeyKind::P521, Id::EC, 521),
        ] {
            let issued = ca().issue(&office().key(kind)).unwrap();
            let key = chain(&issued)[0].public_key().unwrap();
            assert_eq!((key.id(), key.bits()), (id, bits), "{kind:?}");
        }
    }

    #[test]
    fn a_certificate_holds_what_was_asked_for() {
        let spec = office()
            .subject(&[
                ("CN", "kyotaku"),
                ("serialNumber", "1"),
                ("serialNumber", "2"),
            ])
            .email("office@example.jp")
            .uri("urn:office:1")
            .key_usages(KeyUsages::KeyAgreement)
            .purposes(&[purpose::TIME_STAMPING])
            .policies(&["1.2.3.4"])
            .signed_with_sha1();
        let text = text(&ca().issue(&spec).unwrap());
        for part in [
            "CN=kyotaku/serialNumber=1/serialNumber=2",
            "email:office@example.jp, URI:urn:office:1",
            "Key Usage: critical\n                Key Agreement\n",
            "Time Stamping",
            "Policy: 1.2.3.4",
            "ecdsa-with-SHA1",
        ] {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
    }

    #[test]
    fn usages_follow_the_key_or_are_left_out() {
        let text = |spec: &CertificateSpec| text(&ca().issue(spec).unwrap());
        assert!(text(&office()).contains("Digital Signature, Non Repudiation, Key Agreement"));
        let bare = text(&office().without_key_usages().purposes(&[]));
        assert!(!bare.contains("Key Usage"), "{bare}");
    }

    #[test]
    fn intermediates_come_with_what_they_issue() {
        let root = ca();
        let authority = |name| CertificateSpec::authority(name).key(KeyKind::P256);
        let middle = root.intermediate(&authority("Middle CA")).unwrap();
        let below = middle.intermediate(&authority("Lower CA")).unwrap();
        let chain = chain(&below.issue(&office()).unwrap());
        assert_eq!(chain.len(), 3);
        for pair in chain.windows(2) {
            assert!(pair[0].verify(&pair[1].public_key().unwrap()).unwrap());
        }
        assert!(chain[2].verify(&root.key).unwrap());
    }

    #[test]
    fn a_key_may_be_certified_again() {
        let ca = ca();
        let first = ca.issue(&office()).unwrap();
        let second = ca.issue_again(&office(), &first).unwrap();
        assert_eq!(first.private_key_pem, second.private_key_pem);
        assert_ne!(first.certificate_pem, second.certificate_pem);
    }
}
