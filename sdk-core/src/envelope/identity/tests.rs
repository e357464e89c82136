use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::BigNum;
use openssl::cipher::Cipher;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::{X509, X509Name, X509NameBuilder};
use proptest::prelude::*;

use super::{Identity, IdentityError, IdentityLoader};
use crate::envelope::trust::pki::of_unknown_kind;
use crate::envelope::{Certificate, EnvelopeError, KeyAlgorithm, OfficeRule, SignatureScheme};
use crate::explain::Explain;
use crate::finding::Lang;

// Keys, certificates and passwords of this file are made for it and worth nothing.

const PASSWORD: &str = "test-only-Qz7";
const OFFICE: &str = "5070022016";

struct Party {
    key: PKey<Private>,
    x509: X509,
}

impl Party {
    fn new(common_name: &str, key: PKey<Private>, issuer: Option<&Self>) -> Self {
        let name = name(common_name);
        let mut builder = X509::builder().unwrap();
        builder.set_version(2).unwrap();
        let serial = BigNum::from_u32(common_name.len() as u32).unwrap();
        builder
            .set_serial_number(&Asn1Integer::from_bn(&serial).unwrap())
            .unwrap();
        builder.set_subject_name(&name).unwrap();
        builder
            .set_issuer_name(issuer.map_or(&name, |issuer| issuer.x509.subject_name()))
            .unwrap();
        builder
            .set_not_before(&Asn1Time::days_from_now(0).unwrap())
            .unwrap();
        builder
            .set_not_after(&Asn1Time::days_from_now(9).unwrap())
            .unwrap();
        builder.set_pubkey(&key).unwrap();
        let signer = issuer.map_or(&key, |issuer| &issuer.key);
        builder.sign(signer, MessageDigest::sha256()).unwrap();
        let x509 = builder.build();
        Self { key, x509 }
    }

    fn certificate(&self) -> Vec<u8> {
        self.x509.to_pem().unwrap()
    }

    fn pkcs8(&self) -> Vec<u8> {
        self.key.private_key_to_pem_pkcs8().unwrap()
    }
}

fn name(common_name: &str) -> X509Name {
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_nid(Nid::COMMONNAME, common_name)
        .unwrap();
    name.append_entry_by_nid(Nid::SERIALNUMBER, OFFICE).unwrap();
    name.build()
}

fn rsa(bits: u32) -> PKey<Private> {
    PKey::from_rsa(Rsa::generate(bits).unwrap()).unwrap()
}

fn ec(curve: Nid) -> PKey<Private> {
    let group = EcGroup::from_curve_name(curve).unwrap();
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

struct Parties {
    root: Party,
    between: Party,
    office: Party,
    other: Party,
}

fn parties() -> &'static Parties {
    static PARTIES: OnceLock<Parties> = OnceLock::new();
    PARTIES.get_or_init(|| {
        let root = Party::new("root", ec(Nid::X9_62_PRIME256V1), None);
        let between = Party::new("between", ec(Nid::X9_62_PRIME256V1), Some(&root));
        Parties {
            office: Party::new("office", rsa(2048), Some(&between)),
            other: Party::new("other", ec(Nid::SECP384R1), Some(&between)),
            root,
            between,
        }
    })
}

/// The system's openssl in a folder of its own.
struct OpenSsl(tempfile::TempDir);

impl OpenSsl {
    fn new() -> Self {
        let openssl = Self(tempfile::tempdir().unwrap());
        let Parties {
            root,
            between,
            office,
            ..
        } = parties();
        openssl.write("key.pem", &office.pkcs8());
        openssl.write("office.pem", &office.certificate());
        openssl.write(
            "others.pem",
            &[root.certificate(), between.certificate()].concat(),
        );
        openssl
    }

    fn write(&self, file: &str, content: &[u8]) {
        fs::write(self.path(file), content).unwrap();
    }

    fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    fn run(&self, arguments: &[&str]) -> Vec<u8> {
        let run = Command::new("openssl")
            .args(arguments)
            .args(["-out", "out"])
            .current_dir(self.0.path())
            .output()
            .expect("the openssl command is installed");
        assert!(
            run.status.success(),
            "{}",
            String::from_utf8_lossy(&run.stderr)
        );
        fs::read(self.path("out")).unwrap()
    }

    /// `openssl pkcs12 -export`
    fn pkcs12(&self, options: &[&str], password: &[u8]) -> Vec<u8> {
        self.write("password", password);
        let export = [
            "pkcs12",
            "-export",
            "-inkey",
            "key.pem",
            "-in",
            "office.pem",
            "-certfile",
            "others.pem",
            "-name",
            "事業所",
            "-passout",
            "file:password",
        ];
        self.run(&[&export, options].concat())
    }
}

const OLD: &[&str] = &["-legacy"];

#[track_caller]
fn assert_is_office(identity: &Identity) {
    let parties = parties();
    assert_eq!(identity.office().as_str(), OFFICE);
    assert!(*identity.certificate().x509() == parties.office.x509);
    let chain: Vec<_> = identity.certificate().chain().iter().collect();
    assert_eq!(chain.len(), 1);
    assert!(*chain[0] == parties.between.x509);
    identity
        .key()
        .sign(SignatureScheme::RsaPssSha256, b"message")
        .unwrap();
}

#[track_caller]
fn failure(loaded: Result<Identity, EnvelopeError>) -> IdentityError {
    match loaded {
        Err(EnvelopeError::Identity(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn pkcs12_is_read_whatever_its_algorithms_are() {
    let openssl = OpenSsl::new();
    for options in [
        OLD,
        &["-legacy", "-keypbe", "PBE-SHA1-RC2-40", "-macalg", "sha256"],
        &[
            "-legacy",
            "-certpbe",
            "PBE-SHA1-RC2-128",
            "-keypbe",
            "PBE-SHA1-2DES",
        ],
        &[
            "-certpbe",
            "PBE-SHA1-3DES",
            "-keypbe",
            "PBE-SHA1-3DES",
            "-iter",
            "1",
        ],
        &[],
        &[
            "-certpbe",
            "AES-128-CBC",
            "-keypbe",
            "AES-192-CBC",
            "-macalg",
            "sha512",
        ],
        &[
            "-certpbe",
            "DES-EDE3-CBC",
            "-keypbe",
            "AES-256-CBC",
            "-macalg",
            "sha384",
        ],
        &["-certpbe", "NONE", "-keypbe", "NONE"],
        &["-nomac"],
        &["-legacy", "-nomac"],
    ] {
        let file = openssl.pkcs12(options, PASSWORD.as_bytes());
        let loader = IdentityLoader::new().password(PASSWORD);
        match loader.bytes(&file) {
            Ok(identity) => assert_is_office(&identity),
            Err(error) => panic!("{options:?}: {error:?}"),
        }
    }
}

#[test]
fn old_algorithms_stay_out_of_the_rest_of_the_process() {
    let file = OpenSsl::new().pkcs12(OLD, PASSWORD.as_bytes());
    IdentityLoader::new()
        .password(PASSWORD)
        .pkcs12(&file)
        .unwrap();
    assert!(Cipher::fetch(None, "RC2-40-CBC", None).is_err());
}

#[test]
fn passwords_of_any_characters_open() {
    let openssl = OpenSsl::new();
    for options in [OLD, &[]] {
        for password in ["鍵のパスワード", "é🔑", "ﾊﾝｶｸ ～"] {
            let file = openssl.pkcs12(options, password.as_bytes());
            assert_is_office(
                &IdentityLoader::new()
                    .password(password)
                    .pkcs12(&file)
                    .unwrap(),
            );
        }
        // An old program on a Japanese Windows: the bytes of MS932, each widened.
        let ms932 = encoding_rs::SHIFT_JIS.encode("鍵のパスワード").0;
        let file = openssl.pkcs12(options, &ms932);
        let loader = IdentityLoader::new().password("鍵のパスワード");
        assert_is_office(&loader.pkcs12(&file).unwrap());
    }
}

#[test]
fn an_empty_password_and_none_are_the_same() {
    let openssl = OpenSsl::new();
    for options in [OLD, &[]] {
        let file = openssl.pkcs12(options, b"\n");
        assert_is_office(&IdentityLoader::new().pkcs12(&file).unwrap());
        assert_is_office(&IdentityLoader::new().password("").pkcs12(&file).unwrap());
    }
}

#[test]
fn a_wrong_password_is_not_a_damaged_file() {
    let openssl = OpenSsl::new();
    for options in [OLD, &[], &["-nomac"]] {
        let file = openssl.pkcs12(options, PASSWORD.as_bytes());
        let wrong = IdentityLoader::new().password("test-only-wrong");
        assert_eq!(
            failure(wrong.bytes(&file)),
            IdentityError::WrongPassword,
            "{options:?}"
        );
        let none = IdentityLoader::new();
        assert_eq!(
            failure(none.bytes(&file)),
            IdentityError::PasswordMissing,
            "{options:?}"
        );
        let cut = &file[..file.len() - 9];
        let right = IdentityLoader::new().password(PASSWORD);
        assert_eq!(
            failure(right.bytes(cut)),
            IdentityError::Damaged("PKCS#12"),
            "{options:?}"
        );
    }
}

#[test]
fn what_is_missing_is_named() {
    let openssl = OpenSsl::new();
    openssl.write("password", PASSWORD.as_bytes());
    let loader = IdentityLoader::new().password(PASSWORD);
    let base = ["pkcs12", "-export", "-passout", "file:password"];
    let file = openssl.run(&[&base[..], &["-nokeys", "-in", "office.pem"]].concat());
    assert_eq!(failure(loader.bytes(&file)), IdentityError::NoKey);
    let file = openssl.run(&[&base[..], &["-nocerts", "-inkey", "key.pem"]].concat());
    assert_eq!(failure(loader.bytes(&file)), IdentityError::NoCertificate);

    let Parties { office, other, .. } = parties();
    assert_eq!(
        failure(loader.bytes(&office.certificate())),
        IdentityError::NoKey
    );
    assert_eq!(
        failure(loader.bytes(&office.x509.to_der().unwrap())),
        IdentityError::NoKey
    );
    assert_eq!(
        failure(loader.bytes(&office.pkcs8())),
        IdentityError::NoCertificate
    );
    assert_eq!(failure(loader.bytes(b"hello")), IdentityError::UnknownForm);
    assert_eq!(failure(loader.bytes(b"")), IdentityError::UnknownForm);
    let mixed = loader.pem(&office.certificate(), &other.pkcs8());
    assert_eq!(mixed.unwrap_err(), EnvelopeError::KeyMismatch);
    let gone = loader.load("/no/such/file").unwrap_err();
    assert_eq!(gone, EnvelopeError::Io(std::io::ErrorKind::NotFound));
}

#[test]
fn pem_is_read_in_any_order_from_one_file_or_two() {
    let Parties {
        root,
        between,
        office,
        ..
    } = parties();
    let upside_down = [
        root.certificate(),
        between.certificate(),
        office.certificate(),
    ]
    .concat();
    assert_is_office(&Identity::from_pem(&upside_down, &office.pkcs8()).unwrap());
    let note = b"\xEF\xBB\xBF# comment\r\n".to_vec();
    let one = [note, office.pkcs8(), upside_down.clone()].concat();
    assert_is_office(&IdentityLoader::new().bytes(&one).unwrap());

    let openssl = OpenSsl::new();
    openssl.write("all.txt", &one);
    assert_is_office(&IdentityLoader::new().load(openssl.path("all.txt")).unwrap());
    openssl.write("chain.pem", &upside_down);
    let (chain, key) = (openssl.path("chain.pem"), openssl.path("key.pem"));
    assert_is_office(&IdentityLoader::new().load_pair(chain, key).unwrap());
}

#[test]
fn encrypted_pem_keys_open_with_their_password_only() {
    let openssl = OpenSsl::new();
    openssl.write("password", PASSWORD.as_bytes());
    let password = ["-passout", "file:password", "-in", "key.pem"];
    let Parties {
        between, office, ..
    } = parties();
    let certificates = [office.certificate(), between.certificate()].concat();
    for options in [
        &["pkcs8", "-topk8", "-v2", "aes-256-cbc"][..],
        &["pkcs8", "-topk8", "-v1", "PBE-SHA1-3DES"],
        &["pkcs8", "-topk8", "-scrypt"],
        &["rsa", "-aes256", "-traditional"],
        &["rsa", "-des3", "-traditional"],
    ] {
        let key = openssl.run(&[options, &password].concat());
        let load = |loader: IdentityLoader| loader.pem(&certificates, &key);
        assert_is_office(&load(IdentityLoader::new().password(PASSWORD)).unwrap());
        let wrong = failure(load(IdentityLoader::new().password("test-only-wrong")));
        assert_eq!(wrong, IdentityError::WrongPassword, "{options:?}");
        let none = failure(load(IdentityLoader::new()));
        assert_eq!(none, IdentityError::PasswordMissing, "{options:?}");
    }
    let damaged = office.pkcs8()[..300].to_vec();
    let cut = failure(Identity::from_pem(&certificates, &damaged));
    assert_eq!(cut, IdentityError::Damaged("秘密鍵 (private key)"));
}

#[test]
fn a_pem_key_that_asks_for_endless_rounds_is_refused() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let openssl = OpenSsl::new();
    openssl.write("password", PASSWORD.as_bytes());
    let options = ["pkcs8", "-topk8", "-in", "key.pem", "-iter", "100000"];
    let key = openssl.run(&[&options[..], &["-passout", "file:password"]].concat());
    let text = String::from_utf8(key).unwrap();
    let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    let mut der = STANDARD.decode(body).unwrap();
    let rounds = [2, 3, 0x01, 0x86, 0xA0];
    let place = der.windows(5).position(|window| window == rounds).unwrap();
    der[place + 2..place + 5].copy_from_slice(&[0x7F, 0xFF, 0xFF]);
    let label = "ENCRYPTED PRIVATE KEY-----";
    let body = STANDARD.encode(der);
    let key = format!("-----BEGIN {label}\n{body}\n-----END {label}\n");
    let loader = IdentityLoader::new().password(PASSWORD);
    let refused = failure(loader.pem(&parties().office.certificate(), key.as_bytes()));
    assert_eq!(refused, IdentityError::Damaged("秘密鍵 (private key)"));
}

#[test]
fn keys_on_both_curves_are_read_and_weak_ones_refused() {
    let loader = IdentityLoader::new();
    for (key, algorithm) in [
        (ec(Nid::X9_62_PRIME256V1), Ok(KeyAlgorithm::P256)),
        (ec(Nid::SECP384R1), Ok(KeyAlgorithm::P384)),
        (ec(Nid::SECP521R1), Err(EnvelopeError::WeakKey)),
        (ec(Nid::SECP256K1), Err(EnvelopeError::WeakKey)),
        (rsa(1024), Err(EnvelopeError::WeakKey)),
    ] {
        let party = Party::new("office", key, Some(&parties().between));
        let loaded = loader.pem(&party.certificate(), &party.pkcs8());
        assert_eq!(
            loaded.map(|identity| identity.certificate().algorithm()),
            algorithm
        );
        if let (Ok(_), Ok(key)) = (&algorithm, party.key.ec_key()) {
            let older = key.private_key_to_pem().unwrap();
            assert!(loader.pem(&party.certificate(), &older).is_ok());
        }
    }
}

#[test]
fn a_key_of_an_unknown_kind_is_weak_and_does_not_keep_others_away() {
    let loader = IdentityLoader::new();
    let office = &parties().office;
    let ed25519 = PKey::generate_ed25519().unwrap();
    let other = Party::new("office", ed25519, Some(&parties().between));
    let unknown = of_unknown_kind(&other.x509);
    let refused = Certificate::from_der_by(&OfficeRule::default(), &unknown.to_der().unwrap());
    assert_eq!(refused.unwrap_err(), EnvelopeError::WeakKey);
    let both = [unknown.to_pem().unwrap(), office.certificate()].concat();
    assert!(loader.pem(&both, &office.pkcs8()).is_ok());
}

// ---- Files that no command makes: several keys, indefinite lengths ----

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    // Lengths of four bytes everywhere: allowed in BER.
    let length = (content.len() as u32).to_be_bytes();
    [&[tag, 0x84][..], &length, content].concat()
}

/// With indefinite length, as macOS writes.
fn open_ended(tag: u8, content: &[u8]) -> Vec<u8> {
    [&[tag, 0x80][..], content, &[0, 0]].concat()
}

fn oid(dotted: &str) -> Vec<u8> {
    let oid = der::asn1::ObjectIdentifier::new_unwrap(dotted);
    element(6, oid.as_bytes())
}

fn bag(kind: &str, value: &[u8], name: &str) -> Vec<u8> {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let name = element(0x31, &element(0x1E, &wide));
    let name = element(0x30, &[oid("1.2.840.113549.1.9.20"), name].concat());
    let id = element(0x31, &element(4, b"1"));
    let id = element(0x30, &[oid("1.2.840.113549.1.9.21"), id].concat());
    // The longer attribute first: not sorted.
    let attributes = element(0x31, &[id, name].concat());
    element(
        0x30,
        &[oid(kind), element(0xA0, value), attributes].concat(),
    )
}

fn key_and_certificate(party: &Party, name: &str) -> Vec<u8> {
    let key = party.key.private_key_to_pkcs8().unwrap();
    let der = element(0xA0, &element(4, &party.x509.to_der().unwrap()));
    let certificate = element(0x30, &[oid("1.2.840.113549.1.9.22.1"), der].concat());
    let certificate = bag("1.2.840.113549.1.12.10.1.3", &certificate, "");
    [certificate, bag("1.2.840.113549.1.12.10.1.1", &key, name)].concat()
}

/// Not encrypted, and without MAC.
fn plain_pkcs12(bags: &[u8]) -> Vec<u8> {
    let contents = open_ended(0x30, bags);
    let (front, back) = contents.split_at(contents.len() / 2);
    let pieces = open_ended(0x24, &[element(4, front), element(4, back)].concat());
    let data = |octets: &[u8]| {
        let content = open_ended(0xA0, octets);
        open_ended(0x30, &[oid("1.2.840.113549.1.7.1"), content].concat())
    };
    let safe = open_ended(0x30, &data(&pieces));
    open_ended(0x30, &[vec![2, 1, 3], data(&element(4, &safe))].concat())
}

#[test]
fn one_of_several_is_chosen_by_its_name() {
    let Parties { office, other, .. } = parties();
    let bags = [
        key_and_certificate(office, "新"),
        key_and_certificate(other, "旧"),
    ]
    .concat();
    let file = plain_pkcs12(&bags);
    let loader = IdentityLoader::new();
    assert_eq!(
        failure(loader.bytes(&file)),
        IdentityError::Several { count: 2 }
    );
    let chosen = |name: &str| loader.clone().name(name).bytes(&file);
    assert!(*chosen("新").unwrap().certificate().x509() == office.x509);
    assert!(*chosen("旧").unwrap().certificate().x509() == other.x509);
    assert_eq!(
        failure(chosen("無")),
        IdentityError::NoSuchName { count: 2 }
    );

    let both = [
        office.certificate(),
        other.certificate(),
        office.pkcs8(),
        other.pkcs8(),
    ]
    .concat();
    assert_eq!(
        failure(loader.bytes(&both)),
        IdentityError::Several { count: 2 }
    );
    // The key decides which certificate it is.
    let certificates = [other.certificate(), office.certificate()].concat();
    let identity = loader.pem(&certificates, &office.pkcs8()).unwrap();
    assert!(*identity.certificate().x509() == office.x509);
}

#[test]
fn nothing_secret_is_shown() {
    let loader = IdentityLoader::new().password(PASSWORD);
    let file = OpenSsl::new().pkcs12(OLD, PASSWORD.as_bytes());
    let identity = loader.pkcs12(&file).unwrap();
    assert!(format!("{identity:?}").contains(OFFICE));
    let mut shown = vec![
        format!("{loader:?}"),
        format!("{loader:#?}"),
        format!("{identity:#?}"),
    ];
    let wrong = loader
        .clone()
        .password("test-only-wrong")
        .pkcs12(&file)
        .unwrap_err();
    let encrypted = parties().office.key.private_key_to_pem_pkcs8_passphrase(
        openssl::symm::Cipher::aes_256_cbc(),
        b"test-only-other",
    );
    let refused = loader.pem_file(&encrypted.unwrap()).unwrap_err();
    let token = loader.load("pkcs11:?pin-value=test-only-pin").unwrap_err();
    for error in [wrong, refused, token] {
        shown.extend([format!("{error:?}"), error.to_string()]);
        shown.extend([Lang::Ja, Lang::En].map(|lang| error.message(lang) + &error.hint(lang)));
    }
    for text in shown {
        assert!(!text.contains("test-only"), "{text}");
        assert!(!text.contains("PRIVATE KEY"), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn changed_files_are_refused_without_panic(
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
    ) {
        static FILES: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
        let files = FILES.get_or_init(|| {
            let fast = ["-iter", "1", "-macalg", "sha256"];
            let old = [OLD, &fast, &["-nomac"]].concat();
            let openssl = OpenSsl::new();
            [openssl.pkcs12(&old, PASSWORD.as_bytes()), plain_pkcs12(&key_and_certificate(&parties().other, "n"))]
        });
        for file in files {
            let mut changed = file.clone();
            for (place, value) in &places {
                changed[place.index(file.len())] = *value;
            }
            let _ = IdentityLoader::new().password(PASSWORD).pkcs12(&changed);
            let _ = IdentityLoader::new().password(PASSWORD).pkcs12(&changed[..cut.index(file.len())]);
        }
    }
}
