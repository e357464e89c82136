//! A key on a token: SoftHSM, the software token of Debian's package `softhsm2`, through its PKCS#11 module.
//!
//! SoftHSM finds its folder by an environment variable, which a test must not change for the whole process: so one test makes
//! the tokens and runs the others, marked as ignored, in a process of their own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::{env, fs, thread};

use careplan_blackbox_tests::explained::assert_explained;
use careplan_blackbox_tests::offices::{SUPPORT, issue};
use careplan_blackbox_tests::sandbox::Sandbox;
use careplan_core::envelope::{
    EnvelopeError, Identity, IdentityLoader, KeyAlgorithm, KeyError, SignatureScheme, TokenError,
};
use careplan_core::relay::{Account, Client, ClientSettings, RelayError};
use careplan_relay::KeyKind;
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::object::{Attribute, CertificateType, KeyType, ObjectClass};
use cryptoki::session::{Session, UserType};
use cryptoki::types::AuthPin;
use openssl::derive::Deriver;
use openssl::encrypt::Encrypter;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Verifier};
use openssl::x509::X509;

/// Where Debian and others put the module.
const MODULES: [&str; 4] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
];
const FOLDER: &str = "CAREPLAN_TEST_TOKENS";
const PORT: &str = "CAREPLAN_TEST_PORT";
const PIN: &str = "test-only-4711";
const KEYS: [&str; 3] = ["rsa", "p256", "p384"];

#[test]
fn keys_on_tokens() {
    if module().is_none() {
        println!("skipped: SoftHSM is not installed (Debian: softhsm2)");
        return;
    }
    let mut sandbox = Sandbox::prepare();
    make_tokens(&sandbox);
    in_own_process(&sandbox, "setup::store_certificates");
    sandbox.start_server();
    in_own_process(&sandbox, "shared::");
    // They change what a whole process sees.
    in_own_process(&sandbox, "alone::a_token_comes_back");
    in_own_process(&sandbox, "alone::a_refused_pin");
}

fn in_own_process(sandbox: &Sandbox, tests: &str) {
    let run = Command::new(env::current_exe().unwrap())
        .args(["--ignored", "--test-threads=4", tests])
        .env("SOFTHSM2_CONF", sandbox.dir().join("softhsm2.conf"))
        .env(FOLDER, sandbox.dir())
        .env(PORT, sandbox.port().to_string())
        .output()
        .unwrap();
    let output = text_of(&run);
    assert!(run.status.success(), "{output}");
    assert!(!output.contains("running 0 tests"), "{output}");
}

fn text_of(run: &Output) -> String {
    [&run.stdout, &run.stderr]
        .map(|text| String::from_utf8_lossy(text))
        .concat()
}

fn module() -> Option<PathBuf> {
    MODULES.iter().map(PathBuf::from).find(|path| path.exists())
}

/// One token with an RSA key and two EC keys; one with a key only; one for wrong PINs; and two of the same name.
fn make_tokens(sandbox: &Sandbox) {
    let folder = sandbox.dir();
    fs::create_dir(folder.join("tokens")).unwrap();
    let settings = format!(
        "directories.tokendir = {}/tokens\nlog.level = ERROR\n",
        folder.display()
    );
    fs::write(folder.join("softhsm2.conf"), settings).unwrap();
    let ca = sandbox.ca();
    let write = |file: String, text: &str| fs::write(folder.join(file), text).unwrap();
    write("rsa.key".into(), &sandbox.read(SUPPORT, "private-key.pem"));
    write("rsa.pem".into(), &sandbox.read(SUPPORT, "certificate.pem"));
    for (name, kind) in [("p256", KeyKind::P256), ("p384", KeyKind::P384)] {
        let issued = issue(&ca, SUPPORT, kind);
        write(format!("{name}.key"), &issued.private_key_pem);
        write(format!("{name}.pem"), &issued.certificate_pem);
    }
    for (token, keys) in [
        ("Office 鍵", &KEYS[..]),
        ("Keys only", &["rsa"]),
        ("Pin", &["rsa"]),
        ("Twins", &[]),
        ("Twins", &[]),
    ] {
        let pins = ["--so-pin", "test-only-so", "--pin", PIN];
        softhsm(
            folder,
            &[&["--init-token", "--free", "--label", token], &pins[..]].concat(),
        );
        for (id, key) in keys.iter().enumerate() {
            let (file, id) = (format!("{key}.key"), format!("a{id}"));
            let import = ["--import", &file, "--label", key, "--id", &id];
            softhsm(
                folder,
                &[&import[..], &["--token", token, "--pin", PIN]].concat(),
            );
        }
    }
}

#[track_caller]
fn softhsm(folder: &Path, arguments: &[&str]) {
    let run = Command::new("softhsm2-util")
        .args(arguments)
        .current_dir(folder)
        .env("SOFTHSM2_CONF", folder.join("softhsm2.conf"))
        .output()
        .expect("softhsm2-util is installed with the module");
    assert!(run.status.success(), "{arguments:?}: {}", text_of(&run));
}

fn read(file: &str) -> Vec<u8> {
    fs::read(Path::new(&env::var_os(FOLDER).unwrap()).join(file)).unwrap()
}

/// What another program in this process does with a token.
fn other_session(token: &str) -> (Pkcs11, Session) {
    let module = Pkcs11::new(module().unwrap()).unwrap();
    // Whoever is first.
    let _ = module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK));
    let mut slots = module
        .get_slots_with_initialized_token()
        .unwrap()
        .into_iter();
    let slot = slots.find(|&slot| {
        module
            .get_token_info(slot)
            .unwrap()
            .label()
            .starts_with(token)
    });
    let session = module.open_rw_session(slot.unwrap()).unwrap();
    (module, session)
}

fn uri(what: &str) -> String {
    format!("pkcs11:{what}?module-path={}", module().unwrap().display())
}

const OFFICE: &str = "token=Office%20%E9%8D%B5";

fn load(name: &str) -> Identity {
    let uri = uri(&format!("{OFFICE};object={name}"));
    IdentityLoader::new().password(PIN).load(uri).unwrap()
}

fn certificate_of(identity: &Identity) -> X509 {
    X509::from_der(identity.certificate().der()).unwrap()
}

fn private_key(name: &str) -> PKey<Private> {
    PKey::private_key_from_pem(&read(&format!("{name}.key"))).unwrap()
}

#[track_caller]
fn failure_of(uri: &str, loader: &IdentityLoader) -> TokenError {
    match loader.load(uri) {
        Err(EnvelopeError::Key(KeyError::Token(error))) => {
            assert_explained(&error, "トークン", "");
            for text in [
                format!("{error:?}"),
                error.to_string(),
                format!("{loader:?}"),
            ] {
                assert!(
                    !text.contains("test-only") && !text.contains("4711"),
                    "{text}"
                );
            }
            error
        }
        other => panic!("{other:?}"),
    }
}

mod setup {
    use super::*;

    /// softhsm2-util stores keys only, and such as do not agree.
    #[test]
    #[ignore = "run by keys_on_tokens"]
    fn store_certificates() {
        for (token, names) in [("Office", &KEYS[..]), ("Pin", &["rsa"])] {
            let (_, session) = other_session(token);
            session
                .login(UserType::User, Some(&AuthPin::from(PIN.to_owned())))
                .unwrap();
            let of_curves = [
                Attribute::Class(ObjectClass::PRIVATE_KEY),
                Attribute::KeyType(KeyType::EC),
            ];
            for key in session.find_objects(&of_curves).unwrap() {
                session
                    .update_attributes(key, &[Attribute::Derive(true)])
                    .unwrap();
            }
            for (id, name) in names.iter().enumerate() {
                let x509 = X509::from_pem(&read(&format!("{name}.pem"))).unwrap();
                session
                    .create_object(&[
                        Attribute::Class(ObjectClass::CERTIFICATE),
                        Attribute::CertificateType(CertificateType::X_509),
                        Attribute::Token(true),
                        Attribute::Private(false),
                        Attribute::Id(vec![0xA0 + id as u8]),
                        Attribute::Label(format!("certificate of {name}").into_bytes()),
                        Attribute::Subject(x509.subject_name().to_der().unwrap()),
                        Attribute::Value(x509.to_der().unwrap()),
                    ])
                    .unwrap();
            }
        }
    }
}

mod shared {
    use super::*;

    #[test]
    #[ignore = "run by keys_on_tokens"]
    fn signatures_of_a_token_hold() {
        for (name, schemes) in [
            (
                "rsa",
                &[
                    SignatureScheme::RsaPkcs1Sha256,
                    SignatureScheme::RsaPssSha256,
                ][..],
            ),
            ("p256", &[SignatureScheme::EcdsaP256Sha256]),
            ("p384", &[SignatureScheme::EcdsaP384Sha384]),
        ] {
            let identity = load(name);
            let public = certificate_of(&identity).public_key().unwrap();
            for &scheme in schemes {
                let message = vec![7; 100_000];
                let signature = identity.key().sign(scheme, &message).unwrap();
                let digest = match scheme {
                    SignatureScheme::EcdsaP384Sha384 => MessageDigest::sha384(),
                    _ => MessageDigest::sha256(),
                };
                let mut verifier = Verifier::new(digest, &public).unwrap();
                if scheme == SignatureScheme::RsaPssSha256 {
                    verifier.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
                    verifier
                        .set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)
                        .unwrap();
                }
                assert!(
                    verifier.verify_oneshot(&signature, &message).unwrap(),
                    "{name} {scheme:?}"
                );
            }
        }
        let wrong = load("p256").key().sign(SignatureScheme::RsaPssSha256, b"");
        assert!(matches!(wrong, Err(KeyError::Unsupported(_))));
    }

    #[test]
    #[ignore = "run by keys_on_tokens"]
    fn what_openssl_encrypts_a_token_decrypts() {
        let identity = load("rsa");
        assert!(matches!(
            identity.certificate().algorithm(),
            KeyAlgorithm::Rsa { bits: 2048 }
        ));
        let public = certificate_of(&identity).public_key().unwrap();
        for message in [&b""[..], &[9; 32], &[0; 190]] {
            let mut encrypter = Encrypter::new(&public).unwrap();
            encrypter.set_rsa_padding(Padding::PKCS1_OAEP).unwrap();
            encrypter.set_rsa_oaep_md(MessageDigest::sha256()).unwrap();
            encrypter.set_rsa_mgf1_md(MessageDigest::sha256()).unwrap();
            let mut sealed = vec![0; 256];
            encrypter.encrypt(message, &mut sealed).unwrap();
            assert_eq!(**identity.key().decrypt_oaep(&sealed).unwrap(), *message);
            sealed[100] ^= 1;
            assert_eq!(
                identity.key().decrypt_oaep(&sealed).unwrap_err(),
                KeyError::Refused
            );
        }
        // v1.5, no padding at all, a number that is too large, another length.
        let mut v15 = vec![0; 256];
        Encrypter::new(&public)
            .unwrap()
            .encrypt(b"key", &mut v15)
            .unwrap();
        for other in [v15, vec![0; 256], vec![0xFF; 256], vec![1; 255], Vec::new()] {
            assert_eq!(
                identity.key().decrypt_oaep(&other).unwrap_err(),
                KeyError::Refused
            );
        }
        let not_rsa = load("p256").key().decrypt_oaep(&[0; 256]).unwrap_err();
        assert!(matches!(not_rsa, KeyError::Unsupported(_)));
    }

    #[test]
    #[ignore = "run by keys_on_tokens"]
    fn a_token_agrees_with_openssl() {
        for name in ["p256", "p384"] {
            let identity = load(name);
            let ours = private_key(name);
            let group = ours.ec_key().unwrap();
            // Several: one in 256 secrets begins with a zero.
            for _ in 0..20 {
                let other = openssl::ec::EcKey::generate(group.group()).unwrap();
                let other = PKey::from_ec_key(other).unwrap();
                let spki = other.public_key_to_der().unwrap();
                let mut deriver = Deriver::new(&other).unwrap();
                deriver.set_peer(&ours).unwrap();
                let secret = identity.key().agree(&spki).unwrap();
                assert_eq!(*secret, deriver.derive_to_vec().unwrap());
            }
        }
        let foreign = private_key("p384").public_key_to_der().unwrap();
        let (p256, rsa) = (load("p256"), load("rsa"));
        assert_eq!(p256.key().agree(&foreign).unwrap_err(), KeyError::Refused);
        assert_eq!(p256.key().agree(b"").unwrap_err(), KeyError::Refused);
        assert!(matches!(
            rsa.key().agree(&foreign),
            Err(KeyError::Unsupported(_))
        ));
    }

    #[test]
    #[ignore = "run by keys_on_tokens"]
    fn several_threads_share_a_key() {
        let identity = load("p256");
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let other = load("p256");
                    for _ in 0..10 {
                        for identity in [&identity, &other] {
                            identity
                                .key()
                                .sign(SignatureScheme::EcdsaP256Sha256, b"m")
                                .unwrap();
                        }
                    }
                });
            }
        });
    }

    #[test]
    #[ignore = "run by keys_on_tokens"]
    fn what_is_wrong_with_the_token_is_named() {
        let with_pin = IdentityLoader::new().password(PIN);
        let failure = |uri: &str| failure_of(uri, &with_pin);
        assert_eq!(failure(&uri("token=Nobody")), TokenError::Missing);
        assert_eq!(
            failure(&uri("token=Twins")),
            TokenError::SeveralTokens { count: 2 }
        );
        assert_eq!(failure(&uri(OFFICE)), TokenError::Several { count: 3 });
        assert_eq!(
            failure(&uri("token=Keys%20only")),
            TokenError::NoCertificate
        );
        assert_eq!(
            failure(&uri(&format!("{OFFICE};id=%FF"))),
            TokenError::NoKey
        );
        assert_eq!(failure("pkcs11:token=a"), TokenError::BadUri("module-path"));
        assert_eq!(
            failure("pkcs11:?module-path=/no/module.so"),
            TokenError::Module
        );
        let program = env::current_exe().unwrap();
        let no_module = format!("pkcs11:?module-path={}", program.display());
        assert_eq!(failure(&no_module), TokenError::Module);
    }

    #[test]
    #[ignore = "run by keys_on_tokens"]
    fn a_key_is_found_by_its_id_or_the_name_of_its_certificate() {
        let algorithm = |loader: IdentityLoader, uri: String| {
            loader.load(uri).unwrap().certificate().algorithm()
        };
        let with_pin = || IdentityLoader::new().password(PIN);
        let by_id = uri(&format!("{OFFICE};id=%A1"));
        assert_eq!(algorithm(with_pin(), by_id.clone()), KeyAlgorithm::P256);
        let by_certificate = uri(&format!("{OFFICE};object=certificate%20of%20p384"));
        assert_eq!(algorithm(with_pin(), by_certificate), KeyAlgorithm::P384);
        let with_value = format!("{by_id}&pin-value={PIN}");
        assert_eq!(
            algorithm(IdentityLoader::new(), with_value),
            KeyAlgorithm::P256
        );
    }

    #[test]
    #[ignore = "run by keys_on_tokens"]
    fn keys_on_a_token_connect_to_the_relay() {
        let read = |file: &str| read(&format!("offices/{SUPPORT}/{file}"));
        let url = format!("https://localhost:{}", env::var(PORT).unwrap());
        for name in KEYS {
            let password = String::from_utf8(read("password.txt")).unwrap();
            let account = Account::new(format!("office-{SUPPORT}"), password.into());
            let settings = ClientSettings::new(&url, read("relay-ca.pem"));
            let client = Client::new(settings, Arc::new(load(name).into()), account).unwrap();
            // That the relay answers shows that the signature of the key held.
            client.service().unwrap();
        }
    }
}

mod alone {
    use super::*;

    #[test]
    #[ignore = "run by keys_on_tokens"]
    fn a_token_comes_back_after_it_was_taken_away() {
        let identity = load("p256");
        let sign = || identity.key().sign(SignatureScheme::EcdsaP256Sha256, b"m");
        sign().unwrap();
        // All sessions and logins of the process end.
        let (module, session) = other_session("Office");
        drop(session);
        module.finalize().unwrap();
        sign().unwrap();

        let away = Path::new(&env::var_os(FOLDER).unwrap()).join("tokens");
        other_session("Office").0.finalize().unwrap();
        fs::rename(&away, away.with_extension("away")).unwrap();
        fs::create_dir(&away).unwrap();
        assert_eq!(sign(), Err(KeyError::Token(TokenError::Missing)));
        other_session_ends();
        fs::remove_dir(&away).unwrap();
        fs::rename(away.with_extension("away"), &away).unwrap();
        sign().unwrap();
    }

    /// SoftHSM looks into its folder when it is initialised.
    fn other_session_ends() {
        Pkcs11::new(module().unwrap()).unwrap().finalize().unwrap();
    }

    #[test]
    #[ignore = "run by keys_on_tokens"]
    fn a_refused_pin_is_not_tried_again() {
        let pin = uri("token=Pin");
        let wrong = IdentityLoader::new().password("test-only-wrong");
        assert_eq!(
            failure_of(&pin, &IdentityLoader::new()),
            TokenError::PinMissing
        );
        assert_eq!(failure_of(&pin, &wrong), TokenError::PinWrong);
        // SoftHSM wants four characters.
        assert_eq!(
            failure_of(&pin, &wrong.clone().password("1")),
            TokenError::PinWrong
        );

        let identity = IdentityLoader::new().password(PIN).load(&pin).unwrap();
        let sign = || identity.key().sign(SignatureScheme::RsaPssSha256, b"m");
        sign().unwrap();
        let change = |from: &str, to: &str| {
            let (module, session) = other_session("Pin");
            let [from, to] = [from, to].map(|pin| AuthPin::from(pin.to_owned()));
            let _ = session.login(UserType::User, Some(&from));
            session.set_pin(&from, &to).unwrap();
            drop(session);
            module.finalize().unwrap();
        };
        change(PIN, "test-only-0815");
        assert_eq!(sign(), Err(KeyError::Token(TokenError::PinWrong)));
        change("test-only-0815", PIN);
        assert_eq!(sign(), Err(KeyError::Token(TokenError::PinWrong)));

        // The relay's client tells the same.
        let folder = format!("offices/{SUPPORT}");
        let account = Account::new("nobody".to_owned(), "nothing".to_owned().into());
        let url = format!("https://localhost:{}", env::var(PORT).unwrap());
        let ca = read(&format!("{folder}/relay-ca.pem"));
        let settings = ClientSettings::new(url, ca);
        let client = Client::new(settings, Arc::new(identity.into()), account).unwrap();
        let expected = RelayError::Key(KeyError::Token(TokenError::PinWrong));
        assert_eq!(client.service().unwrap_err(), expected);
    }
}
