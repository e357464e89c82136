use std::net::IpAddr;

use der::Decode;
use der::asn1::ObjectIdentifier;
use jiff::Timestamp;
use openssl::asn1::Asn1Object;
use openssl::x509::{X509, X509NameRef};
use x509::ext::pkix::{CertificatePolicies, ExtendedKeyUsage, KeyUsage, KeyUsages};
use x509_cert as x509;

use super::certificate::{Certificate, timestamp};
use super::error::EnvelopeError;
use crate::digest::sha256_hex;

/// What a certificate says of itself, for a person who looks at it. Nothing here is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateDetails {
    /// Subject (主体者), from its first part to its last, such as `C=JP, CN=…`.
    pub subject: String,
    /// Issuer (発行者).
    pub issuer: String,
    /// シリアル番号, hexadecimal.
    pub serial: String,
    /// First second of its validity.
    pub not_before: Timestamp,
    /// Last second of its validity.
    pub not_after: Timestamp,
    /// SHA-256 of the DER, lower-case hexadecimal.
    pub fingerprint: String,
    /// Key usages, by the names of RFC 5280, section 4.2.1.3; empty where it says nothing.
    pub key_usages: Vec<&'static str>,
    /// Extended key usages, by name where OpenSSL knows one and else by OID.
    pub purposes: Vec<String>,
    /// OIDs of its policies.
    pub policies: Vec<String>,
}

impl Certificate {
    /// What it says of itself.
    pub fn details(&self) -> Result<CertificateDetails, EnvelopeError> {
        details(self.x509())
    }

    /// The same of the certificates between it and the root, as far as they came with it.
    pub fn chain_details(&self) -> Result<Vec<CertificateDetails>, EnvelopeError> {
        self.chain().iter().map(details).collect()
    }
}

impl CertificateDetails {
    /// The same of any certificate in DER, an office's or not, with the host names and addresses that it is for.
    pub(crate) fn with_names(der: &[u8]) -> Result<(Self, Vec<String>), EnvelopeError> {
        let certificate = X509::from_der(der)?;
        let names = certificate.subject_alt_names();
        let names = names.iter().flatten().filter_map(|name| {
            let address = || match name.ipaddress()? {
                four if four.len() == 4 => <[u8; 4]>::try_from(four).ok().map(IpAddr::from),
                six => <[u8; 16]>::try_from(six).ok().map(IpAddr::from),
            };
            let host = name.dnsname().map(str::to_owned);
            host.or_else(|| address().map(|address| address.to_string()))
        });
        Ok((details(&certificate)?, names.collect()))
    }
}

fn details(certificate: &X509) -> Result<CertificateDetails, EnvelopeError> {
    const BAD: EnvelopeError = EnvelopeError::BadPem("電子証明書 (certificate)");
    let der = certificate.to_der()?;
    let decoded = x509::Certificate::from_der(&der).map_err(|_| BAD)?;
    let decoded = decoded.tbs_certificate;
    let usages = decoded.get::<KeyUsage>().map_err(|_| BAD)?;
    let purposes = decoded.get::<ExtendedKeyUsage>().map_err(|_| BAD)?;
    let policies = decoded.get::<CertificatePolicies>().map_err(|_| BAD)?;
    let purposes = purposes.iter().flat_map(|(_, purposes)| &purposes.0);
    let policies = policies.iter().flat_map(|(_, policies)| &policies.0);
    Ok(CertificateDetails {
        subject: name(certificate.subject_name()),
        issuer: name(certificate.issuer_name()),
        serial: certificate
            .serial_number()
            .to_bn()?
            .to_hex_str()?
            .to_string(),
        not_before: timestamp(certificate.not_before())?,
        not_after: timestamp(certificate.not_after())?,
        fingerprint: sha256_hex(&der),
        key_usages: usages.map_or_else(Vec::new, |(_, usages)| usage_names(&usages)),
        purposes: purposes.map(purpose_name).collect(),
        policies: policies
            .map(|policy| policy.policy_identifier.to_string())
            .collect(),
    })
}

fn name(name: &X509NameRef) -> String {
    let part = |entry: &openssl::x509::X509NameEntryRef| {
        let kind = match entry.object().nid().short_name() {
            Ok(kind) => kind.to_owned(),
            Err(_) => entry.object().to_string(),
        };
        let value = entry.data().to_string().unwrap_or_default();
        format!("{kind}={value}")
    };
    name.entries().map(part).collect::<Vec<_>>().join(", ")
}

fn usage_names(usages: &KeyUsage) -> Vec<&'static str> {
    const NAMES: [(KeyUsages, &str); 9] = [
        (KeyUsages::DigitalSignature, "digitalSignature"),
        (KeyUsages::NonRepudiation, "nonRepudiation"),
        (KeyUsages::KeyEncipherment, "keyEncipherment"),
        (KeyUsages::DataEncipherment, "dataEncipherment"),
        (KeyUsages::KeyAgreement, "keyAgreement"),
        (KeyUsages::KeyCertSign, "keyCertSign"),
        (KeyUsages::CRLSign, "cRLSign"),
        (KeyUsages::EncipherOnly, "encipherOnly"),
        (KeyUsages::DecipherOnly, "decipherOnly"),
    ];
    let said = NAMES.iter().filter(|(usage, _)| usages.0.contains(*usage));
    said.map(|(_, name)| *name).collect()
}

fn purpose_name(oid: &ObjectIdentifier) -> String {
    let text = oid.to_string();
    let known = Asn1Object::from_str(&text).ok();
    let name = known.and_then(|object| object.nid().short_name().ok());
    match name {
        Some(name) if name != "UNDEF" => name.to_owned(),
        _ => text,
    }
}
