//! Certificates of a test house: an authority, a relay, an office.

use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::{BigNum, MsbOption};
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::x509::extension::{
    BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName,
};
use openssl::x509::{X509, X509Builder, X509NameBuilder};

use crate::envelope::Identity;

pub(super) const OFFICE: &str = "5070022016";

/// Validity in days from now.
pub(super) type Days = (i64, i64);
pub(super) const VALID: Days = (-1, 30);
pub(super) const EXPIRED: Days = (-30, -1);
pub(super) const NOT_YET: Days = (2, 30);

/// A certificate with its key.
pub(super) struct Issued {
    pub(super) certificate: X509,
    pub(super) key: PKey<Private>,
}

impl Issued {
    pub(super) fn pem(&self) -> Vec<u8> {
        self.certificate.to_pem().unwrap()
    }

    pub(super) fn identity(&self) -> Identity {
        let key = self.key.private_key_to_pem_pkcs8().unwrap();
        Identity::from_pem(&self.pem(), &key).unwrap()
    }
}

pub(super) fn authority(name: &str) -> Issued {
    let (mut builder, key) = begin(name, None, VALID);
    builder
        .append_extension(BasicConstraints::new().critical().ca().build().unwrap())
        .unwrap();
    builder
        .append_extension(
            KeyUsage::new()
                .critical()
                .key_cert_sign()
                .crl_sign()
                .build()
                .unwrap(),
        )
        .unwrap();
    finish(builder, key, None)
}

pub(super) fn relay(authority: &Issued, host: &str, days: Days) -> Issued {
    let (mut builder, key) = begin("relay", Some(authority), days);
    let mut names = SubjectAlternativeName::new();
    names.dns(host);
    let context = builder.x509v3_context(Some(&authority.certificate), None);
    let names = names.build(&context).unwrap();
    builder.append_extension(names).unwrap();
    builder
        .append_extension(ExtendedKeyUsage::new().server_auth().build().unwrap())
        .unwrap();
    finish(builder, key, Some(authority))
}

pub(super) fn office(authority: &Issued, days: Days) -> Issued {
    let (mut builder, key) = begin(OFFICE, Some(authority), days);
    builder
        .append_extension(ExtendedKeyUsage::new().client_auth().build().unwrap())
        .unwrap();
    finish(builder, key, Some(authority))
}

fn begin(name: &str, issuer: Option<&Issued>, days: Days) -> (X509Builder, PKey<Private>) {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    let key = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
    let mut subject = X509NameBuilder::new().unwrap();
    subject.append_entry_by_nid(Nid::COMMONNAME, name).unwrap();
    subject
        .append_entry_by_nid(Nid::SERIALNUMBER, name)
        .unwrap();
    let subject = subject.build();
    let mut serial = BigNum::new().unwrap();
    serial.rand(120, MsbOption::MAYBE_ZERO, false).unwrap();
    let at = |day: i64| {
        let time = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * day);
        Asn1Time::from_str_x509(&time.strftime("%Y%m%d%H%M%SZ").to_string()).unwrap()
    };
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder
        .set_serial_number(&Asn1Integer::from_bn(&serial).unwrap())
        .unwrap();
    builder.set_subject_name(&subject).unwrap();
    builder
        .set_issuer_name(issuer.map_or(&subject, |issuer| issuer.certificate.subject_name()))
        .unwrap();
    builder.set_not_before(&at(days.0)).unwrap();
    builder.set_not_after(&at(days.1)).unwrap();
    builder.set_pubkey(&key).unwrap();
    (builder, key)
}

fn finish(mut builder: X509Builder, key: PKey<Private>, issuer: Option<&Issued>) -> Issued {
    let signer = issuer.map_or(&key, |issuer| &issuer.key);
    builder.sign(signer, MessageDigest::sha256()).unwrap();
    Issued {
        certificate: builder.build(),
        key,
    }
}
