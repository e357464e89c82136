//! Keys, certificates, and how they come into CNG and into stores.
#![allow(unsafe_code)]

use std::ptr;

use openssl::asn1::Asn1Time;
use openssl::bn::{BigNum, BigNumContext, BigNumRef};
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkcs12::Pkcs12;
use openssl::pkey::{PKey, Private};
use openssl::rsa::{Padding, Rsa};
use openssl::sign::{RsaPssSaltlen, Verifier};
use openssl::x509::extension::{BasicConstraints, KeyUsage};
use openssl::x509::{X509Builder, X509Name, X509NameRef};
use windows_sys::Win32::Security::Cryptography::*;

use super::super::sys::NcryptKey;
use super::super::*;
use crate::envelope::{KeyAlgorithm, SignatureScheme};

pub(super) const OFFICE: &str = "1372000017";
pub(super) const P256: Nid = Nid::X9_62_PRIME256V1;
pub(super) const P384: Nid = Nid::SECP384R1;

/// What an EC key is for: CNG keeps the two apart.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Sign,
    Agree,
}

pub(super) fn rsa_pair() -> PKey<Private> {
    PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap()
}

pub(super) fn ec_pair(curve: Nid) -> PKey<Private> {
    let group = EcGroup::from_curve_name(curve).unwrap();
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

pub(super) fn rsa_key() -> (PKey<Private>, CngKey) {
    let key = rsa_pair();
    let cng = NcryptKey::of_raw(import(&key, Purpose::Sign));
    (key, CngKey::new(cng, KeyAlgorithm::Rsa { bits: 2048 }))
}

pub(super) fn ec_key(curve: Nid, purpose: Purpose) -> (PKey<Private>, CngKey) {
    let key = ec_pair(curve);
    let cng = NcryptKey::of_raw(import(&key, purpose));
    let algorithm = if curve == P256 {
        KeyAlgorithm::P256
    } else {
        KeyAlgorithm::P384
    };
    (key, CngKey::new(cng, algorithm))
}

pub(super) fn verifies(key: &PKey<Private>, scheme: SignatureScheme, signature: &[u8]) -> bool {
    let digest = match scheme {
        SignatureScheme::EcdsaP384Sha384 => MessageDigest::sha384(),
        _ => MessageDigest::sha256(),
    };
    let mut verifier = Verifier::new(digest, key).unwrap();
    if scheme == SignatureScheme::RsaPssSha256 {
        verifier.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
        verifier
            .set_rsa_pss_saltlen(RsaPssSaltlen::custom(32))
            .unwrap();
    }
    verifier.update(b"message").unwrap();
    verifier.verify(signature).unwrap_or(false)
}

/// A certificate that begins some days from now and names an office, or none; signed by its own key.
pub(super) fn certificate(
    key: &PKey<Private>,
    serial: u32,
    office: Option<&str>,
    begins: i64,
) -> X509 {
    let name = name("test", office);
    let mut builder = start(&name, &name, key, serial, begins);
    builder.sign(key, MessageDigest::sha256()).unwrap();
    builder.build()
}

/// A certificate that an authority, or its own key, signed.
pub(super) fn issue(
    key: &PKey<Private>,
    common_name: &str,
    issuer: Option<&X509>,
    issuer_key: &PKey<Private>,
    is_authority: bool,
) -> X509 {
    let subject = name(common_name, None);
    let issuer = issuer.map_or(&*subject, |issuer| issuer.subject_name());
    let mut builder = start(&subject, issuer, key, 1, 0);
    if is_authority {
        let authority = BasicConstraints::new().critical().ca().build().unwrap();
        builder.append_extension(authority).unwrap();
        let usage = KeyUsage::new().critical().key_cert_sign().build().unwrap();
        builder.append_extension(usage).unwrap();
    }
    builder.sign(issuer_key, MessageDigest::sha256()).unwrap();
    builder.build()
}

/// A certificate for an office that an authority signed, for everything that an envelope needs.
pub(super) fn issue_to_office(
    key: &PKey<Private>,
    begins: i64,
    issuer: &X509,
    issuer_key: &PKey<Private>,
) -> X509 {
    let subject = name("test", Some(OFFICE));
    let serial = 1000 + begins.unsigned_abs() as u32;
    let mut builder = start(&subject, issuer.subject_name(), key, serial, begins);
    let mut usage = KeyUsage::new();
    usage.critical().digital_signature();
    match key.rsa() {
        Ok(_) => usage.key_encipherment(),
        Err(_) => usage.key_agreement(),
    };
    builder.append_extension(usage.build().unwrap()).unwrap();
    builder.sign(issuer_key, MessageDigest::sha256()).unwrap();
    builder.build()
}

fn name(common_name: &str, office: Option<&str>) -> X509Name {
    let mut name = X509Name::builder().unwrap();
    name.append_entry_by_nid(Nid::COMMONNAME, common_name)
        .unwrap();
    if let Some(office) = office {
        name.append_entry_by_nid(Nid::SERIALNUMBER, office).unwrap();
    }
    name.build()
}

fn start(
    subject: &X509NameRef,
    issuer: &X509NameRef,
    key: &PKey<Private>,
    serial: u32,
    begins: i64,
) -> X509Builder {
    let mut builder = X509Builder::new().unwrap();
    builder.set_version(2).unwrap();
    let serial = BigNum::from_u32(serial).unwrap().to_asn1_integer();
    builder.set_serial_number(&serial.unwrap()).unwrap();
    builder.set_subject_name(subject).unwrap();
    builder.set_issuer_name(issuer).unwrap();
    let from = Timestamp::now().as_second() + begins * 24 * 3600;
    let from = Asn1Time::from_unix(from as _).unwrap();
    builder.set_not_before(&from).unwrap();
    builder
        .set_not_after(&Asn1Time::days_from_now(365).unwrap())
        .unwrap();
    builder.set_pubkey(key).unwrap();
    builder
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

// Into CNG and into stores

/// A key of CNG that is not stored.
pub(super) fn import(key: &PKey<Private>, purpose: Purpose) -> NCRYPT_KEY_HANDLE {
    let (kind, blob) = match key.rsa() {
        Ok(rsa) => (BCRYPT_RSAFULLPRIVATE_BLOB, rsa_blob(&rsa)),
        Err(_) => (BCRYPT_ECCPRIVATE_BLOB, ec_blob(key, purpose)),
    };
    let (mut provider, mut handle) = (0, 0);
    // SAFETY: the provider goes into a variable.
    let opened = unsafe { NCryptOpenStorageProvider(&mut provider, MS_KEY_STORAGE_PROVIDER, 0) };
    assert_eq!(opened, 0);
    // SAFETY: the provider is open; the blob is given with its length.
    let status = unsafe {
        NCryptImportKey(
            provider,
            0,
            kind,
            ptr::null(),
            &mut handle,
            blob.as_ptr(),
            blob.len() as u32,
            0,
        )
    };
    assert_eq!(status, 0, "NCryptImportKey: 0x{status:08X}");
    handle
}

/// BCRYPT_RSAFULLPRIVATE_BLOB of bcrypt.h.
pub(super) fn rsa_blob(rsa: &Rsa<Private>) -> Vec<u8> {
    let half = rsa.size() as i32 / 2;
    let padded =
        |number: Option<&BigNumRef>, length| number.unwrap().to_vec_padded(length).unwrap();
    let e = rsa.e().to_vec();
    let header = [
        BCRYPT_RSAFULLPRIVATE_MAGIC,
        rsa.size() * 8,
        e.len() as u32,
        rsa.size(),
        half as u32,
        half as u32,
    ];
    let mut blob: Vec<u8> = header.iter().flat_map(|word| word.to_le_bytes()).collect();
    blob.extend(e);
    blob.extend(padded(Some(rsa.n()), half * 2));
    for number in [rsa.p(), rsa.q(), rsa.dmp1(), rsa.dmq1(), rsa.iqmp()] {
        blob.extend(padded(number, half));
    }
    blob.extend(padded(Some(rsa.d()), half * 2));
    blob
}

/// BCRYPT_ECCPRIVATE_BLOB of bcrypt.h.
pub(super) fn ec_blob(key: &PKey<Private>, purpose: Purpose) -> Vec<u8> {
    let key = key.ec_key().unwrap();
    let (is_p256, purpose) = (key.group().curve_name() == Some(P256), purpose);
    let (magic, length) = match (is_p256, purpose) {
        (true, Purpose::Sign) => (BCRYPT_ECDSA_PRIVATE_P256_MAGIC, 32),
        (true, Purpose::Agree) => (BCRYPT_ECDH_PRIVATE_P256_MAGIC, 32),
        (false, Purpose::Sign) => (BCRYPT_ECDSA_PRIVATE_P384_MAGIC, 48),
        (false, Purpose::Agree) => (BCRYPT_ECDH_PRIVATE_P384_MAGIC, 48),
    };
    let (mut x, mut y) = (BigNum::new().unwrap(), BigNum::new().unwrap());
    let mut context = BigNumContext::new().unwrap();
    key.public_key()
        .affine_coordinates(key.group(), &mut x, &mut y, &mut context)
        .unwrap();
    let mut blob = Vec::new();
    blob.extend(magic.to_le_bytes());
    blob.extend((length as u32).to_le_bytes());
    for number in [&*x, &*y, key.private_key()] {
        blob.extend(number.to_vec_padded(length).unwrap());
    }
    blob
}

pub(super) fn user_store() -> CertStore {
    let name: Vec<u16> = "MY\0".encode_utf16().collect();
    let provider = ptr::without_provenance(CERT_STORE_PROV_SYSTEM_W as usize);
    let location = CERT_SYSTEM_STORE_CURRENT_USER;
    // SAFETY: the provider takes a UTF-16 text that ends in 0.
    let store = unsafe { CertOpenStore(provider, 0, 0, location, name.as_ptr().cast()) };
    CertStore::owned(store).unwrap()
}

/// Puts a certificate into a store.
pub(super) fn add(store: &CertStore, certificate: &X509) -> CertContext {
    let der = certificate.to_der().unwrap();
    // SAFETY: the store is open; the certificate is given with its length; the context is not asked for.
    let added = unsafe {
        CertAddEncodedCertificateToStore(
            store.as_raw(),
            X509_ASN_ENCODING,
            der.as_ptr(),
            der.len() as u32,
            CERT_STORE_ADD_NEW,
            ptr::null_mut(),
        )
    };
    assert_ne!(added, 0);
    let mut all = store.certificates().into_iter();
    all.find(|context| context.der() == der).unwrap()
}

/// Makes a key of CNG the key of a certificate; the handle stays with the caller.
pub(super) fn attach(context: &CertContext, handle: NCRYPT_KEY_HANDLE) {
    let key = CERT_KEY_CONTEXT {
        cbSize: size_of::<CERT_KEY_CONTEXT>() as u32,
        Anonymous: CERT_KEY_CONTEXT_0 { hNCryptKey: handle },
        dwKeySpec: CERT_NCRYPT_KEY_SPEC,
    };
    // SAFETY: the context is alive, and this property is a CERT_KEY_CONTEXT.
    let set = unsafe {
        CertSetCertificateContextProperty(
            context.as_raw(),
            CERT_KEY_CONTEXT_PROP_ID,
            CERT_STORE_NO_CRYPT_RELEASE_FLAG,
            (&raw const key).cast(),
        )
    };
    assert_ne!(set, 0);
}

/// Says of a certificate that its key is one of CNG that is not there.
pub(super) fn name_a_key(context: &CertContext) {
    let mut container: Vec<u16> = "careplan-test-no-such-key\0".encode_utf16().collect();
    let mut provider: Vec<u16> = "Microsoft Software Key Storage Provider\0"
        .encode_utf16()
        .collect();
    let info = CRYPT_KEY_PROV_INFO {
        pwszContainerName: container.as_mut_ptr(),
        pwszProvName: provider.as_mut_ptr(),
        ..Default::default()
    };
    // SAFETY: the context is alive; this property is a CRYPT_KEY_PROV_INFO, which is copied.
    let set = unsafe {
        CertSetCertificateContextProperty(
            context.as_raw(),
            CERT_KEY_PROV_INFO_PROP_ID,
            0,
            (&raw const info).cast(),
        )
    };
    assert_ne!(set, 0);
}

pub(super) fn take_out(der: &[u8]) {
    // Kept open: wine writes when a store is closed.
    let store = user_store();
    let mut all = store.certificates().into_iter();
    let context = all.find(|context| context.der() == der).unwrap();
    // SAFETY: the call takes over one reference, which is made for it.
    let own = unsafe { CertDuplicateCertificateContext(context.as_raw()) };
    // SAFETY: as above.
    let deleted = unsafe { CertDeleteCertificateFromStore(own) };
    assert_ne!(deleted, 0);
}

/// What importing a .p12 gives, without storing the key where Windows can do that.
pub(super) fn import_pfx(key: &PKey<Private>, certificate: &X509) -> CertStore {
    let mut builder = Pkcs12::builder();
    builder.name("test").pkey(key).cert(certificate);
    let mut der = builder.build2("secret").unwrap().to_der().unwrap();
    let blob = CRYPT_INTEGER_BLOB {
        cbData: der.len() as u32,
        pbData: der.as_mut_ptr(),
    };
    let password: Vec<u16> = "secret\0".encode_utf16().collect();
    let flags = if is_wine() {
        0
    } else {
        PKCS12_ALWAYS_CNG_KSP | PKCS12_NO_PERSIST_KEY
    };
    // SAFETY: the file is given with its length, the password ends in 0.
    let store = unsafe { PFXImportCertStore(&blob, password.as_ptr(), flags) };
    CertStore::owned(store).unwrap()
}

pub(super) fn is_wine() -> bool {
    std::env::var_os("WINEPREFIX").is_some()
}

/// Makes a key ask a person for consent. Only the stand-in takes this for a key that is not stored.
pub(super) fn make_it_ask(handle: NCRYPT_KEY_HANDLE) {
    let policy = NCRYPT_UI_POLICY {
        dwVersion: 1,
        dwFlags: NCRYPT_UI_PROTECT_KEY_FLAG,
        ..Default::default()
    };
    let length = size_of::<NCRYPT_UI_POLICY>() as u32;
    let value = (&raw const policy).cast();
    // SAFETY: the key is open; this property is an NCRYPT_UI_POLICY, which is read during the call only.
    let status = unsafe { NCryptSetProperty(handle, NCRYPT_UI_POLICY_PROPERTY, value, length, 0) };
    assert_eq!(status, 0);
}
