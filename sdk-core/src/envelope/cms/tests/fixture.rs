//! Offices with certificates of every kind that may be, issued by one authority.

use std::sync::LazyLock;

use jiff::Timestamp;
use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::extension::{BasicConstraints, KeyUsage, SubjectKeyIdentifier};
use openssl::x509::{X509, X509Builder, X509Name};

use crate::envelope::identity::Identity;

pub(super) struct Office {
    pub identity: Identity,
    pub x509: X509,
    pub key: PKey<Private>,
}

pub(super) static AUTHORITY: LazyLock<(X509, PKey<Private>)> = LazyLock::new(|| {
    let key = ec(Nid::X9_62_PRIME256V1);
    let name = name("Test authority", None);
    let mut builder = start(&name, &name, 1, &key);
    let ca = BasicConstraints::new().critical().ca().build().unwrap();
    builder.append_extension(ca).unwrap();
    builder.sign(&key, MessageDigest::sha256()).unwrap();
    (builder.build(), key)
});

pub(super) static RSA_2048: LazyLock<Office> = LazyLock::new(|| office(2, rsa(2048)));
pub(super) static RSA_3072: LazyLock<Office> = LazyLock::new(|| office(3, rsa(3072)));
pub(super) static P_256: LazyLock<Office> = LazyLock::new(|| office(4, ec(Nid::X9_62_PRIME256V1)));
pub(super) static P_384: LazyLock<Office> = LazyLock::new(|| office(0x80, ec(Nid::SECP384R1)));
/// Gets nothing.
pub(super) static STRANGER: LazyLock<Office> = LazyLock::new(|| office(6, rsa(2048)));
pub(super) static EC_STRANGER: LazyLock<Office> =
    LazyLock::new(|| office(7, ec(Nid::X9_62_PRIME256V1)));

pub(super) fn all() -> [&'static Office; 4] {
    [&RSA_2048, &RSA_3072, &P_256, &P_384]
}

pub(super) fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

/// Seals from and to these.
pub(super) fn seal(from: &Office, to: &[&Office], content: &[u8]) -> Vec<u8> {
    let to: Vec<_> = to.iter().map(|o| o.identity.certificate()).collect();
    super::super::seal(&from.identity, &to, content, now()).unwrap()
}

/// A certificate of the authority with this number, for this key.
pub(super) fn office(serial: u32, key: PKey<Private>) -> Office {
    let (authority, authority_key) = &*AUTHORITY;
    let subject = name("Office", Some("1370000011"));
    let mut builder = start(&subject, authority.subject_name(), serial, &key);
    let usage = KeyUsage::new()
        .digital_signature()
        .key_encipherment()
        .key_agreement()
        .build();
    builder.append_extension(usage.unwrap()).unwrap();
    let context = builder.x509v3_context(Some(authority), None);
    let key_id = SubjectKeyIdentifier::new().build(&context).unwrap();
    builder.append_extension(key_id).unwrap();
    builder
        .sign(authority_key, MessageDigest::sha256())
        .unwrap();
    let x509 = builder.build();
    let chain = [x509.to_pem().unwrap(), authority.to_pem().unwrap()].concat();
    let pkcs8 = key.private_key_to_pem_pkcs8().unwrap();
    Office {
        identity: Identity::from_pem(&chain, &pkcs8).unwrap(),
        x509,
        key,
    }
}

pub(super) fn rsa(bits: u32) -> PKey<Private> {
    PKey::from_rsa(Rsa::generate(bits).unwrap()).unwrap()
}

pub(super) fn ec(curve: Nid) -> PKey<Private> {
    let group = EcGroup::from_curve_name(curve).unwrap();
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

fn name(common: &str, number: Option<&str>) -> X509Name {
    let mut name = X509Name::builder().unwrap();
    name.append_entry_by_nid(Nid::COUNTRYNAME, "JP").unwrap();
    name.append_entry_by_nid(Nid::COMMONNAME, common).unwrap();
    if let Some(number) = number {
        name.append_entry_by_nid(Nid::SERIALNUMBER, number).unwrap();
    }
    name.build()
}

fn start(
    subject: &openssl::x509::X509NameRef,
    issuer: &openssl::x509::X509NameRef,
    serial: u32,
    key: &PKey<Private>,
) -> X509Builder {
    let mut builder = X509Builder::new().unwrap();
    let serial = BigNum::from_u32(serial).unwrap().to_asn1_integer().unwrap();
    let (from, to) = (Asn1Time::from_unix(0), Asn1Time::days_from_now(3650));
    builder.set_version(2).unwrap();
    builder.set_serial_number(&serial).unwrap();
    builder.set_subject_name(subject).unwrap();
    builder.set_issuer_name(issuer).unwrap();
    builder.set_not_before(&from.unwrap()).unwrap();
    builder.set_not_after(&to.unwrap()).unwrap();
    builder.set_pubkey(key).unwrap();
    builder
}
