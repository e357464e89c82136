//! Authorities, certificates and CRLs of every kind, for tests.

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use openssl::asn1::{Asn1Integer, Asn1Object, Asn1OctetString, Asn1Time};
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::extension::{AuthorityKeyIdentifier, SubjectKeyIdentifier};
use openssl::x509::{X509, X509Crl, X509CrlRef, X509Extension, X509Name};

pub(in crate::envelope) type Key = PKey<Private>;

/// Keys of RSA are slow to make: each is used by many.
pub(in crate::envelope) static RSA_1024: LazyLock<Key> = LazyLock::new(|| rsa(1024));
pub(in crate::envelope) static RSA_2048: LazyLock<Key> = LazyLock::new(|| rsa(2048));
pub(in crate::envelope) static P256: LazyLock<Key> = LazyLock::new(|| ec(Nid::X9_62_PRIME256V1));

pub(in crate::envelope) fn rsa(bits: u32) -> Key {
    PKey::from_rsa(Rsa::generate(bits).unwrap()).unwrap()
}

pub(in crate::envelope) fn ec(curve: Nid) -> Key {
    let group = EcGroup::from_curve_name(curve).unwrap();
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

/// A certificate whose key is of a kind that nobody knows.
pub(in crate::envelope) fn of_unknown_kind(certificate: &X509) -> X509 {
    let mut der = certificate.to_der().unwrap();
    // Ed25519 (RFC 8410, section 3), made a number that is nobody's.
    let oid = [6, 3, 0x2B, 0x65, 0x70];
    let place = der.windows(oid.len()).position(|window| window == oid);
    der[place.unwrap() + 4] = 0x7F;
    X509::from_der(&der).unwrap()
}

/// 2026-05-20, noon in Japan: the present of these tests.
pub(in crate::envelope) fn now() -> Timestamp {
    "2026-05-20T03:00:00Z".parse().unwrap()
}

pub(in crate::envelope) fn day(days: i64) -> Timestamp {
    now() + SignedDuration::from_hours(24 * days)
}

/// What a certificate is to be.
#[derive(Clone)]
pub(in crate::envelope) struct Spec {
    pub serial: u32,
    pub subject: Vec<(Nid, String)>,
    pub from: Timestamp,
    pub until: Timestamp,
    pub key: Key,
    pub digest: MessageDigest,
    /// Name and value as in OpenSSL's configuration files.
    pub extensions: Vec<(&'static str, String)>,
    /// OID, whether critical, DER.
    pub raw: Vec<(&'static str, bool, Vec<u8>)>,
}

impl Spec {
    pub(in crate::envelope) fn office(serial: u32) -> Self {
        Self {
            serial,
            subject: vec![
                (Nid::COUNTRYNAME, "JP".into()),
                (Nid::SERIALNUMBER, "1370000001".into()),
            ],
            from: day(-365),
            until: day(365),
            key: P256.clone(),
            digest: MessageDigest::sha256(),
            extensions: vec![
                ("basicConstraints", "critical,CA:FALSE".into()),
                ("keyUsage", "critical,digitalSignature,keyAgreement".into()),
                ("extendedKeyUsage", "clientAuth,emailProtection".into()),
            ],
            raw: Vec::new(),
        }
    }

    pub(in crate::envelope) fn authority(name: &str, serial: u32) -> Self {
        Self {
            subject: vec![
                (Nid::COUNTRYNAME, "JP".into()),
                (Nid::ORGANIZATIONNAME, "Test, of course".into()),
                (Nid::COMMONNAME, name.into()),
            ],
            from: day(-1000),
            until: day(3000),
            key: ec(Nid::SECP384R1),
            extensions: vec![
                ("basicConstraints", "critical,CA:TRUE".into()),
                ("keyUsage", "critical,keyCertSign,cRLSign".into()),
            ],
            ..Self::office(serial)
        }
    }

    /// Replaces an extension, or leaves it out.
    pub(in crate::envelope) fn with(mut self, name: &'static str, value: Option<&str>) -> Self {
        self.extensions.retain(|(known, _)| *known != name);
        self.extensions
            .extend(value.map(|value| (name, value.to_owned())));
        self
    }

    pub(in crate::envelope) fn valid(mut self, from: Timestamp, until: Timestamp) -> Self {
        (self.from, self.until) = (from, until);
        self
    }

    pub(in crate::envelope) fn key(mut self, key: &Key) -> Self {
        self.key = key.clone();
        self
    }

    fn build(&self, issuer: &X509Name, issuer_key: &Key, issuer_is: Option<&X509>) -> X509 {
        let mut builder = X509::builder().unwrap();
        builder.set_version(2).unwrap();
        builder.set_serial_number(&integer(self.serial)).unwrap();
        let mut name = X509Name::builder().unwrap();
        for (nid, text) in &self.subject {
            name.append_entry_by_nid(*nid, text).unwrap();
        }
        builder.set_subject_name(&name.build()).unwrap();
        builder.set_issuer_name(issuer).unwrap();
        builder.set_not_before(&asn1(self.from)).unwrap();
        builder.set_not_after(&asn1(self.until)).unwrap();
        builder.set_pubkey(&self.key).unwrap();
        for (name, value) in &self.extensions {
            #[allow(deprecated, reason = "takes any extension by its name")]
            let extension = X509Extension::new(None, None, name, value).unwrap();
            builder.append_extension(extension).unwrap();
        }
        for (oid, critical, der) in &self.raw {
            builder.append_extension(raw(oid, *critical, der)).unwrap();
        }
        let context = builder.x509v3_context(issuer_is.map(|x509| &**x509), None);
        let subject = SubjectKeyIdentifier::new().build(&context).unwrap();
        let authority = issuer_is.map(|_| {
            AuthorityKeyIdentifier::new()
                .keyid(true)
                .build(&context)
                .unwrap()
        });
        builder.append_extension(subject).unwrap();
        if let Some(authority) = authority {
            builder.append_extension(authority).unwrap();
        }
        builder.sign(issuer_key, self.digest).unwrap();
        builder.build()
    }
}

/// An authority with its key.
pub(in crate::envelope) struct Authority {
    pub certificate: X509,
    pub key: Key,
}

impl Authority {
    pub(in crate::envelope) fn root(spec: &Spec) -> Self {
        let mut name = X509Name::builder().unwrap();
        for (nid, text) in &spec.subject {
            name.append_entry_by_nid(*nid, text).unwrap();
        }
        Self {
            certificate: spec.build(&name.build(), &spec.key, None),
            key: spec.key.clone(),
        }
    }

    pub(in crate::envelope) fn under(&self, spec: &Spec) -> Self {
        Self {
            certificate: self.issue(spec),
            key: spec.key.clone(),
        }
    }

    pub(in crate::envelope) fn issue(&self, spec: &Spec) -> X509 {
        let issuer = self.certificate.subject_name();
        let issuer = issuer.to_owned().unwrap();
        spec.build(&issuer, &self.key, Some(&self.certificate))
    }

    pub(in crate::envelope) fn pem(&self) -> Vec<u8> {
        self.certificate.to_pem().unwrap()
    }
}

/// What a CRL is to be.
#[derive(Clone)]
pub(in crate::envelope) struct List {
    pub number: u32,
    pub issued: Timestamp,
    pub next: Option<Timestamp>,
    /// Serial, when, extensions of the entry.
    pub revoked: Vec<Revoked>,
    /// OID, whether critical, DER.
    pub extensions: Vec<(&'static str, bool, Vec<u8>)>,
    pub digest: MessageDigest,
}

#[derive(Clone)]
pub(in crate::envelope) struct Revoked {
    pub serial: u32,
    pub since: Timestamp,
    pub extensions: Vec<(&'static str, bool, Vec<u8>)>,
}

impl List {
    /// Issued yesterday, for a week.
    pub(in crate::envelope) fn new() -> Self {
        Self {
            number: 1,
            issued: day(-1),
            next: Some(day(6)),
            revoked: Vec::new(),
            extensions: Vec::new(),
            digest: MessageDigest::sha256(),
        }
    }

    pub(in crate::envelope) fn revoking(serial: u32, since: Timestamp) -> Self {
        Self::new().and(serial, since, Vec::new())
    }

    pub(in crate::envelope) fn and(
        mut self,
        serial: u32,
        since: Timestamp,
        extensions: Vec<(&'static str, bool, Vec<u8>)>,
    ) -> Self {
        self.revoked.push(Revoked {
            serial,
            since,
            extensions,
        });
        self
    }

    pub(in crate::envelope) fn issued(mut self, issued: Timestamp, next: Timestamp) -> Self {
        (self.issued, self.next) = (issued, Some(next));
        self
    }

    pub(in crate::envelope) fn with(
        mut self,
        oid: &'static str,
        critical: bool,
        der: &[u8],
    ) -> Self {
        self.extensions.push((oid, critical, der.to_vec()));
        self
    }

    /// In DER. Laid out here: entries with extensions are nothing that the openssl crate can make.
    pub(in crate::envelope) fn by(&self, authority: &Authority) -> Vec<u8> {
        let algorithm = match self.digest.type_() {
            Nid::SHA1 => &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01][..],
            _ => &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
        };
        let algorithm = tlv(0x30, &[&tlv(0x06, &[algorithm])]);
        let name = authority.certificate.subject_name().to_der().unwrap();
        let revoked: Vec<_> = self.revoked.iter().map(Revoked::to_der).collect();
        let revoked = match &revoked[..] {
            [] => Vec::new(),
            all => tlv(0x30, &all.iter().map(|one| &one[..]).collect::<Vec<_>>()),
        };
        let mut extensions = self.extensions.clone();
        let number = tlv(0x02, &[&self.number.to_be_bytes()[1..]]);
        extensions.push(("2.5.29.20", false, trimmed(number)));
        let body = tlv(
            0x30,
            &[
                &tlv(0x02, &[&[1]]),
                &algorithm,
                &name,
                &time(self.issued),
                &self.next.map(time).unwrap_or_default(),
                &revoked,
                &tlv(0xa0, &[&extensions_der(&extensions)]),
            ],
        );
        let mut signer = openssl::sign::Signer::new(self.digest, &authority.key).unwrap();
        let signature = signer.sign_oneshot_to_vec(&body).unwrap();
        let der = tlv(0x30, &[&body, &algorithm, &tlv(0x03, &[&[0], &signature])]);
        assert!(X509Crl::from_der(&der).is_ok());
        der
    }

    pub(in crate::envelope) fn pem_by(&self, authority: &Authority) -> Vec<u8> {
        let list = X509Crl::from_der(&self.by(authority)).unwrap();
        X509CrlRef::to_pem(&list).unwrap()
    }
}

impl Revoked {
    fn to_der(&self) -> Vec<u8> {
        let serial = trimmed(tlv(0x02, &[&self.serial.to_be_bytes()]));
        let extensions = match &self.extensions[..] {
            [] => Vec::new(),
            some => extensions_der(some),
        };
        tlv(0x30, &[&serial, &time(self.since), &extensions])
    }
}

/// An INTEGER without leading zeros (the tests' numbers are below 2^31).
fn trimmed(integer: Vec<u8>) -> Vec<u8> {
    let value: Vec<u8> = integer[2..].to_vec();
    let zeros = value
        .iter()
        .zip(value.iter().skip(1))
        .take_while(|(first, second)| **first == 0 && **second < 0x80)
        .count();
    tlv(0x02, &[&value[zeros..]])
}

fn extensions_der(extensions: &[(&str, bool, Vec<u8>)]) -> Vec<u8> {
    let one = |(oid, critical, der): &(&str, bool, Vec<u8>)| {
        let oid = oid_der(oid);
        let critical = if *critical {
            tlv(0x01, &[&[0xff]])
        } else {
            Vec::new()
        };
        tlv(0x30, &[&tlv(0x06, &[&oid]), &critical, &tlv(0x04, &[der])])
    };
    let all: Vec<_> = extensions.iter().map(one).collect();
    tlv(0x30, &all.iter().map(|one| &one[..]).collect::<Vec<_>>())
}

pub(in crate::envelope) fn oid_der(oid: &str) -> Vec<u8> {
    Asn1Object::from_str(oid).unwrap().as_slice().to_vec()
}

/// DER of a tag and what stands in it.
pub(in crate::envelope) fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let value = parts.concat();
    let mut der = vec![tag];
    match value.len() {
        length @ ..0x80 => der.push(length as u8),
        length => {
            der.push(0x82);
            der.extend_from_slice(&(length as u16).to_be_bytes());
            if length < 0x100 {
                der.truncate(1);
                der.extend_from_slice(&[0x81, length as u8]);
            }
        }
    }
    der.extend_from_slice(&value);
    der
}

/// UTCTime.
fn time(time: Timestamp) -> Vec<u8> {
    let text = time.strftime("%y%m%d%H%M%SZ").to_string();
    tlv(0x17, &[text.as_bytes()])
}

/// GeneralizedTime.
pub(in crate::envelope) fn long_time(time: Timestamp) -> Vec<u8> {
    let text = time.strftime("%Y%m%d%H%M%SZ").to_string();
    tlv(0x18, &[text.as_bytes()])
}

fn raw(oid: &str, critical: bool, der: &[u8]) -> X509Extension {
    let oid = Asn1Object::from_str(oid).unwrap();
    let value = Asn1OctetString::new_from_bytes(der).unwrap();
    X509Extension::new_from_der(&oid, critical, &value).unwrap()
}

fn integer(number: u32) -> Asn1Integer {
    let number = BigNum::from_u32(number).unwrap();
    Asn1Integer::from_bn(&number).unwrap()
}

fn asn1(time: Timestamp) -> Asn1Time {
    Asn1Time::from_str_x509(&time.strftime("%Y%m%d%H%M%SZ").to_string()).unwrap()
}
