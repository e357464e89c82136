//! Under wine these need the stand-ins of tests/windows; on Windows nothing. Those that are ignored change the
//! certificate store of the user for a moment.

mod envelope;
mod fixture;

use openssl::derive::Deriver;
use openssl::encrypt::Encrypter;
use openssl::hash::MessageDigest;
use openssl::rsa::Padding as RsaPadding;

use self::fixture::*;
use super::sys::NcryptKey;
use super::*;
use crate::envelope::{KeyError, PrivateKey, SignatureScheme};

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
        let (key, cng) = ec_key(curve, Purpose::Sign);
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
        let (key, cng) = ec_key(curve, Purpose::Agree);
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
    let (_, cng) = ec_key(P256, Purpose::Sign);
    let peer = ec_pair(P256).public_key_to_der().unwrap();
    assert_eq!(cng.agree(&peer).unwrap_err(), KeyError::Unsupported("ECDH"));
}

#[test]
fn a_key_for_ecdh_signs_too() {
    for (curve, scheme) in [
        (P256, SignatureScheme::EcdsaP256Sha256),
        (P384, SignatureScheme::EcdsaP384Sha384),
    ] {
        let (key, cng) = ec_key(curve, Purpose::Agree);
        let signature = cng.sign(scheme, b"message").unwrap();
        assert!(verifies(&key, scheme, &signature), "{scheme:?}");
    }
}

#[test]
fn the_store_lists_offices_with_keys_the_newest_first() {
    let memory = CertStore::empty().unwrap();
    let key = rsa_pair();
    let handle = import(&key, Purpose::Sign);
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
    let (chain, _) = path_of(&leaf, all.iter());
    let chain: Vec<_> = chain.iter().map(|c| c.to_der().unwrap()).collect();
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
    assert_eq!(of(0x8010_006F).on_use(), KeyError::NeedsPerson);
    let cannot = KeyError::Unsupported("RSA-PSS");
    assert_eq!(of(0x8009_0029).on_asking_for("RSA-PSS"), cannot);
    assert_eq!(of(0x8009_000B).on_decrypting("RSA"), KeyError::Refused);
    assert_eq!(of(0x8009_0005).on_decrypting("RSA"), KeyError::Refused);
    assert_eq!(of(0x8009_0022).on_decrypting("RSA"), KeyError::NeedsPerson);
    assert_eq!(
        of(0x8010_0069).on_decrypting("RSA"),
        KeyError::Failed("Windows 0x80100069".into())
    );
}
