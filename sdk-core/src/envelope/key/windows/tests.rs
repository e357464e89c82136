//! Under wine these need the stand-ins of tests/windows; on Windows nothing. Those that are ignored change the
//! certificate store of the user for a moment.
#![allow(unsafe_code)]

use std::ptr;

use openssl::asn1::Asn1Time;
use openssl::bn::{BigNum, BigNumContext, BigNumRef};
use openssl::derive::Deriver;
use openssl::ec::{EcGroup, EcKey};
use openssl::encrypt::Encrypter;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkcs12::Pkcs12;
use openssl::pkey::{PKey, Private};
use openssl::rsa::{Padding as RsaPadding, Rsa};
use openssl::sign::{RsaPssSaltlen, Verifier};
use openssl::x509::extension::BasicConstraints;
use openssl::x509::{X509Builder, X509Name};
use windows_sys::Win32::Security::Cryptography::*;

use super::sys::NcryptKey;
use super::*;
use crate::envelope::{KeyAlgorithm, KeyError, PrivateKey, SignatureScheme};

const OFFICE: &str = "1372000017";
const P256: Nid = Nid::X9_62_PRIME256V1;
const P384: Nid = Nid::SECP384R1;

#[test]
fn rsa_signs() {
    let (key, cng) = rsa_key();
    for scheme in [
        SignatureScheme::RsaPkcs1Sha256,
        SignatureScheme::RsaPssSha256,
    ] {
        let signature = cng.sign(scheme, b"message").unwrap();
        assert!(verifies(&key, scheme, &signature), "{scheme:?}");
    }
    assert_eq!(
        cng.sign(SignatureScheme::EcdsaP256Sha256, b"message"),
        Err(KeyError::Unsupported("EC"))
    );
    assert_eq!(cng.agree(&[]).unwrap_err(), KeyError::Unsupported("EC"));
}

#[test]
fn ecdsa_signs() {
    for (curve, scheme) in [
        (P256, SignatureScheme::EcdsaP256Sha256),
        (P384, SignatureScheme::EcdsaP384Sha384),
    ] {
        let (key, cng) = ec_key(curve, Use::Sign);
        // Often enough that r or s begins with a zero byte.
        for _ in 0..300 {
            let signature = cng.sign(scheme, b"message").unwrap();
            assert!(verifies(&key, scheme, &signature), "{scheme:?}");
        }
        assert_eq!(
            cng.sign(SignatureScheme::RsaPkcs1Sha256, b"message"),
            Err(KeyError::Unsupported("RSA"))
        );
        assert_eq!(
            cng.decrypt_oaep(&[0; 256]).unwrap_err(),
            KeyError::Unsupported("RSA")
        );
    }
}

#[test]
fn oaep_decrypts_what_is_meant_for_the_key_and_nothing_else() {
    let (key, cng) = rsa_key();
    let mut encrypter = Encrypter::new(&key).unwrap();
    encrypter.set_rsa_padding(RsaPadding::PKCS1_OAEP).unwrap();
    encrypter.set_rsa_oaep_md(MessageDigest::sha256()).unwrap();
    encrypter.set_rsa_mgf1_md(MessageDigest::sha256()).unwrap();
    let mut sealed = vec![0; encrypter.encrypt_len(&[7; 32]).unwrap()];
    let length = encrypter.encrypt(&[7; 32], &mut sealed).unwrap();
    sealed.truncate(length);
    assert_eq!(**cng.decrypt_oaep(&sealed).unwrap(), [7; 32]);

    let mut changed = sealed.clone();
    changed[100] ^= 1;
    let mut v15 = vec![0; 256];
    key.rsa()
        .unwrap()
        .public_encrypt(&[7; 32], &mut v15, RsaPadding::PKCS1)
        .unwrap();
    for bad in [&changed[..], &sealed[1..], &[], &[0xFF; 256], &v15[..]] {
        assert_eq!(cng.decrypt_oaep(bad).unwrap_err(), KeyError::Refused);
    }
}

#[test]
fn ecdh_agrees_with_openssl() {
    for curve in [P256, P384] {
        let (key, cng) = ec_key(curve, Use::Agree);
        // Often enough that the shared secret begins with a zero byte.
        for _ in 0..300 {
            let peer = ec_pair(curve);
            let mut deriver = Deriver::new(&peer).unwrap();
            deriver.set_peer(&key).unwrap();
            let expected = deriver.derive_to_vec().unwrap();
            let shared = cng.agree(&peer.public_key_to_der().unwrap()).unwrap();
            assert_eq!(**shared, expected);
        }
        let other = if curve == P256 { P384 } else { P256 };
        let other = ec_pair(other).public_key_to_der().unwrap();
        for bad in [&other[..], b"", b"no key"] {
            assert_eq!(cng.agree(bad).unwrap_err(), KeyError::Refused);
        }
    }
}

#[test]
fn a_key_for_ecdsa_says_that_it_cannot_agree() {
    let (_, cng) = ec_key(P256, Use::Sign);
    let peer = ec_pair(P256).public_key_to_der().unwrap();
    assert_eq!(cng.agree(&peer).unwrap_err(), KeyError::Unsupported("ECDH"));
}

#[test]
fn the_store_lists_offices_with_keys_the_newest_first() {
    let memory = CertStore::empty().unwrap();
    let key = rsa_pair();
    let handle = import(&key, Use::Sign);
    for (serial, subject, begins, has_key) in [
        (1, Some(OFFICE), -20, true),
        (2, Some(OFFICE), -10, true),
        (3, Some(OFFICE), -5, false),
        (4, None, -5, true),
    ] {
        let context = add(&memory, &certificate(&key, serial, subject, begins));
        if has_key {
            attach(&context, handle);
        }
    }
    let found = offices_in(&memory, &OfficeRule::default());
    assert_eq!(found.len(), 2);
    assert!(found[0].0.not_before() > found[1].0.not_before());

    let store = WindowsStore::new(StoreLocation::CurrentUser);
    let identity = store.load(&found[0].0, &found[0].1, &[]).unwrap();
    assert_eq!(identity.office().to_string(), OFFICE);
    let scheme = SignatureScheme::RsaPkcs1Sha256;
    drop((memory, found));
    let signature = identity.key().sign(scheme, b"message").unwrap();
    assert!(verifies(&key, scheme, &signature));
    drop(identity);
    drop(NcryptKey::of_raw(handle));
}

#[test]
fn a_certificate_without_a_key_is_told() {
    let memory = CertStore::empty().unwrap();
    add(&memory, &certificate(&rsa_pair(), 1, Some(OFFICE), -1));
    let context = memory.certificates().remove(0);
    let found = Certificate::from_der_by(&OfficeRule::default(), context.der()).unwrap();
    let store = WindowsStore::new(StoreLocation::CurrentUser);
    assert_eq!(
        store.load(&found, &context, &[]).unwrap_err(),
        EnvelopeError::NoPrivateKey
    );
}

#[test]
fn the_chain_is_found_among_the_intermediates() {
    let (root_key, middle_key, key) = (ec_pair(P256), ec_pair(P256), ec_pair(P256));
    let root = issue(&root_key, "root", None, &root_key, true);
    let middle = issue(&middle_key, "middle", Some(&root), &root_key, true);
    let stranger = issue(&root_key, "middle", Some(&root), &root_key, true);
    let leaf = issue(&key, "leaf", Some(&middle), &middle_key, false);
    let all = [stranger, root, middle.clone()];
    let chain: Vec<_> = chain_of(&leaf, &all)
        .iter()
        .map(|c| c.to_der().unwrap())
        .collect();
    assert_eq!(chain, [middle.to_der().unwrap()]);
}

#[test]
fn what_is_not_there_is_told() {
    let store = WindowsStore::new(StoreLocation::CurrentUser);
    let office = OFFICE.parse().unwrap();
    let nowhere = "00".repeat(20).parse().unwrap();
    for error in [
        store.identity(&nowhere).unwrap_err(),
        store.identity_of(office).unwrap_err(),
        store.identities(office).unwrap_err(),
    ] {
        assert_eq!(error, EnvelopeError::NotInStore);
    }
    let machine = WindowsStore::new(StoreLocation::LocalMachine);
    assert_eq!(
        machine.identity(&nowhere).unwrap_err(),
        EnvelopeError::NotInStore
    );
}

#[test]
#[ignore = "puts a certificate into the store of the user and takes it out again"]
fn the_store_of_the_user_is_read() {
    let key = rsa_pair();
    let expected = certificate(&key, 1, Some(OFFICE), -1);
    // Closed before it is read: wine writes when a store is closed.
    name_a_key(&add(&user_store(), &expected));

    let store = WindowsStore::new(StoreLocation::CurrentUser);
    let listed = store.certificates().unwrap();
    let sha1 = hex(&expected.digest(MessageDigest::sha1()).unwrap());
    let by_sha1 = store.identity(&sha1.parse().unwrap());
    let der = expected.to_der().unwrap();
    let is_listed = listed.iter().any(|found| found.der() == der);
    let by_sha256 = store.identity(&crate::digest::sha256_hex(&der).parse().unwrap());
    let by_office = store.identity_of(OFFICE.parse().unwrap());
    let all = store.identities(OFFICE.parse().unwrap());
    take_out(&der);

    assert!(is_listed);
    // Found, but there is no such key.
    for error in [
        by_sha1,
        by_sha256,
        by_office,
        all.map(|mut all| all.remove(0)),
    ] {
        let error = error.unwrap_err();
        println!("{error}");
        assert_eq!(error, EnvelopeError::NoPrivateKey);
    }
    // wine 8.0 says that it deleted the certificate, and has it again when the store is opened next.
    let listed = store.certificates().unwrap();
    assert!(is_wine() || listed.iter().all(|found| found.der() != der));
}

#[test]
#[ignore = "imports a private key"]
fn an_imported_file_signs() {
    let key = rsa_pair();
    let expected = certificate(&key, 1, Some(OFFICE), -1);
    let imported = import_pfx(&key, &expected);
    let found = offices_in(&imported, &OfficeRule::default());
    assert_eq!(found.len(), 1);
    let store = WindowsStore::new(StoreLocation::CurrentUser);
    match store.load(&found[0].0, &found[0].1, &[]) {
        Ok(identity) => {
            let scheme = SignatureScheme::RsaPkcs1Sha256;
            let signature = identity.key().sign(scheme, b"message").unwrap();
            assert!(verifies(&key, scheme, &signature));
        }
        // wine puts keys into the old CryptoAPI only.
        Err(error) => {
            assert!(is_wine(), "{error}");
            assert_eq!(error, KeyError::Unsupported("CNG").into());
        }
    }
}

#[test]
fn thumbprints_are_read_as_people_copy_them() {
    let plain: Thumbprint = "ab".repeat(20).parse().unwrap();
    for text in [
        "\u{200E}AB ".to_owned() + &"ab ".repeat(19),
        "AB:".repeat(19) + "AB",
    ] {
        assert_eq!(text.parse::<Thumbprint>().unwrap(), plain);
    }
    assert_eq!(plain.to_string(), "ab".repeat(20));
    for bad in ["", "ab", &"ab".repeat(21), &"xy".repeat(20)] {
        assert_eq!(
            bad.parse::<Thumbprint>().unwrap_err(),
            EnvelopeError::BadThumbprint
        );
    }
}

#[test]
fn codes_of_windows_are_told_apart() {
    let of = |code: u32| Hresult::of(code.cast_signed());
    assert_eq!(of(5).to_string(), "Windows 0x80070005");
    assert_eq!(
        of(5).on_use(),
        KeyError::Denied("Windows 0x80070005".into())
    );
    assert_eq!(of(0x8009_0022).on_use(), KeyError::NeedsPerson);
    assert_eq!(of(0x8009_0016).on_opening(), EnvelopeError::NoPrivateKey);
    assert_eq!(of(0x8009_000B).on_decrypting(), KeyError::Refused);
    assert_eq!(of(0x8009_0005).on_decrypting(), KeyError::Refused);
    assert_eq!(
        of(0x8010_0069).on_decrypting(),
        KeyError::Failed("Windows 0x80100069".into())
    );
}

// Keys and certificates

/// What an EC key is for: CNG keeps the two apart.
#[derive(Clone, Copy)]
enum Use {
    Sign,
    Agree,
}

fn rsa_pair() -> PKey<Private> {
    PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap()
}

fn ec_pair(curve: Nid) -> PKey<Private> {
    let group = EcGroup::from_curve_name(curve).unwrap();
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

fn rsa_key() -> (PKey<Private>, CngKey) {
    let key = rsa_pair();
    let cng = NcryptKey::of_raw(import(&key, Use::Sign));
    (key, CngKey::new(cng, KeyAlgorithm::Rsa { bits: 2048 }))
}

fn ec_key(curve: Nid, purpose: Use) -> (PKey<Private>, CngKey) {
    let key = ec_pair(curve);
    let cng = NcryptKey::of_raw(import(&key, purpose));
    let algorithm = if curve == P256 {
        KeyAlgorithm::P256
    } else {
        KeyAlgorithm::P384
    };
    (key, CngKey::new(cng, algorithm))
}

fn verifies(key: &PKey<Private>, scheme: SignatureScheme, signature: &[u8]) -> bool {
    let digest = match scheme {
        SignatureScheme::EcdsaP384Sha384 => MessageDigest::sha384(),
        _ => MessageDigest::sha256(),
    };
    let mut verifier = Verifier::new(digest, key).unwrap();
    if scheme == SignatureScheme::RsaPssSha256 {
        verifier.set_rsa_padding(RsaPadding::PKCS1_PSS).unwrap();
        verifier
            .set_rsa_pss_saltlen(RsaPssSaltlen::custom(32))
            .unwrap();
    }
    verifier.update(b"message").unwrap();
    verifier.verify(signature).unwrap_or(false)
}

/// A certificate that begins some days from now and names an office, or none.
fn certificate(key: &PKey<Private>, serial: u32, office: Option<&str>, begins: i64) -> X509 {
    let mut name = X509Name::builder().unwrap();
    name.append_entry_by_nid(Nid::COMMONNAME, "test").unwrap();
    if let Some(office) = office {
        name.append_entry_by_nid(Nid::SERIALNUMBER, office).unwrap();
    }
    let name = name.build();
    let mut builder = X509Builder::new().unwrap();
    builder.set_version(2).unwrap();
    let serial = BigNum::from_u32(serial).unwrap().to_asn1_integer();
    builder.set_serial_number(&serial.unwrap()).unwrap();
    builder.set_subject_name(&name).unwrap();
    builder.set_issuer_name(&name).unwrap();
    let from = Timestamp::now().as_second() + begins * 24 * 3600;
    let from = Asn1Time::from_unix(from as _).unwrap();
    builder.set_not_before(&from).unwrap();
    builder
        .set_not_after(&Asn1Time::days_from_now(365).unwrap())
        .unwrap();
    builder.set_pubkey(key).unwrap();
    builder.sign(key, MessageDigest::sha256()).unwrap();
    builder.build()
}

fn issue(
    key: &PKey<Private>,
    name: &str,
    issuer: Option<&X509>,
    issuer_key: &PKey<Private>,
    is_authority: bool,
) -> X509 {
    let mut subject = X509Name::builder().unwrap();
    subject.append_entry_by_nid(Nid::COMMONNAME, name).unwrap();
    let subject = subject.build();
    let mut builder = X509Builder::new().unwrap();
    builder.set_version(2).unwrap();
    builder.set_subject_name(&subject).unwrap();
    builder
        .set_issuer_name(issuer.map_or(&*subject, |issuer| issuer.subject_name()))
        .unwrap();
    builder
        .set_not_before(&Asn1Time::days_from_now(0).unwrap())
        .unwrap();
    builder
        .set_not_after(&Asn1Time::days_from_now(9).unwrap())
        .unwrap();
    builder.set_pubkey(key).unwrap();
    if is_authority {
        let authority = BasicConstraints::new().critical().ca().build().unwrap();
        builder.append_extension(authority).unwrap();
    }
    builder.sign(issuer_key, MessageDigest::sha256()).unwrap();
    builder.build()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

// Into CNG and into stores

/// A key of CNG that is not stored.
fn import(key: &PKey<Private>, purpose: Use) -> NCRYPT_KEY_HANDLE {
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
fn rsa_blob(rsa: &Rsa<Private>) -> Vec<u8> {
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
fn ec_blob(key: &PKey<Private>, purpose: Use) -> Vec<u8> {
    let key = key.ec_key().unwrap();
    let (is_p256, purpose) = (key.group().curve_name() == Some(P256), purpose);
    let (magic, length) = match (is_p256, purpose) {
        (true, Use::Sign) => (BCRYPT_ECDSA_PRIVATE_P256_MAGIC, 32),
        (true, Use::Agree) => (BCRYPT_ECDH_PRIVATE_P256_MAGIC, 32),
        (false, Use::Sign) => (BCRYPT_ECDSA_PRIVATE_P384_MAGIC, 48),
        (false, Use::Agree) => (BCRYPT_ECDH_PRIVATE_P384_MAGIC, 48),
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

fn user_store() -> CertStore {
    let name: Vec<u16> = "MY\0".encode_utf16().collect();
    let provider = ptr::without_provenance(CERT_STORE_PROV_SYSTEM_W as usize);
    let location = CERT_SYSTEM_STORE_CURRENT_USER;
    // SAFETY: the provider takes a UTF-16 text that ends in 0.
    let store = unsafe { CertOpenStore(provider, 0, 0, location, name.as_ptr().cast()) };
    CertStore::owned(store).unwrap()
}

/// Puts a certificate into a store.
fn add(store: &CertStore, certificate: &X509) -> CertContext {
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
fn attach(context: &CertContext, handle: NCRYPT_KEY_HANDLE) {
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
fn name_a_key(context: &CertContext) {
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

fn take_out(der: &[u8]) {
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
fn import_pfx(key: &PKey<Private>, certificate: &X509) -> CertStore {
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

fn is_wine() -> bool {
    std::env::var_os("WINEPREFIX").is_some()
}
