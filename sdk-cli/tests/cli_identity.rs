//! `careplan identity show` and `careplan identity check`.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use careplan_relay::{KeyKind, Validity};
use common::house::{House, PASSWORD, SUPPORT, VARIABLE, spec};

const DAY: i64 = 24 * 3600;

const P12: [&str; 4] = ["--identity", "support.p12", "--password-env", VARIABLE];

#[test]
fn show_tells_what_the_certificate_says() {
    let house = House::new();
    let run = house.run(&[&["identity", "show"], &P12[..]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    for words in [
        SUPPORT,
        "試験事業所",
        "CN=CLI test CA",
        "RSA-2048",
        "鍵の用途: 署名",
        "ファイル",
        "残り: 7",
    ] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    let run = house.run(&[&["identity", "show", "--format", "json"], &P12[..]].concat());
    let shown = &run.json()[0]["certificates"][0];
    assert_eq!(shown["office"], SUPPORT);
    assert_eq!(shown["key"], "file");
    assert_eq!(shown["fingerprint"].as_str().unwrap().len(), 64);
    let run = house.run(&[
        "identity",
        "show",
        "--identity",
        "support.pem",
        "--lang",
        "en",
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("certificate only"), "{}", run.stdout);
}

#[test]
fn check_tries_the_key() {
    let house = House::new();
    let check = |more: &[&str]| {
        let start = ["identity", "check", "--trust", "ca.pem"];
        house.run(&[&start[..], &P12, more].concat())
    };
    let run = check(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("実際に試しました"), "{}", run.stdout);
    house.write("revoked.crl", house.crl(&[&house.support], 60).der);
    let run = check(&["--crl", "revoked.crl"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("失効しています"), "{}", run.stdout);
    let run = check(&["--crl", "revoked.crl", "--format", "json"]);
    assert_eq!(run.json()[0]["usable"], false);
    assert_eq!(
        run.json()[0]["certificates"][0]["judged"]["state"],
        "unusable"
    );
    let foreign = House::new();
    house.write("ca.pem", foreign.read("ca.pem"));
    let run = check(&[]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("信頼する認証局"), "{}", run.stdout);
}

#[test]
fn renewal_is_told_and_an_old_certificate_opens_only() {
    let house = House::new();
    let now = Validity::default().not_before + 3600;
    let until = |not_after| {
        spec(SUPPORT).validity(Validity {
            not_before: now - 300 * DAY,
            not_after,
        })
    };
    house.identity("soon", &house.ca.issue(&until(now + 40 * DAY)).unwrap());
    house.identity("old", &house.ca.issue(&until(now - DAY)).unwrap());
    let check = |names: &[&str]| {
        let identities = names.iter().flat_map(|name| ["--identity", name]);
        let start = ["identity", "check", "--trust", "ca.pem"];
        let all: Vec<_> = start.into_iter().chain(identities).collect();
        house.run(&all)
    };
    let run = check(&["soon-both.pem"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("有効期限まで、あと"), "{}", run.stdout);
    let run = check(&["old-both.pem"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("開くことだけ"), "{}", run.stdout);
    let run = check(&["old-both.pem", "support-both.pem"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stdout.contains("有効期限まで、あと"), "{}", run.stdout);
}

#[test]
fn what_cannot_be_used_says_why() {
    let house = House::new();
    house.identity(
        "weak",
        &house
            .ca
            .issue(&spec(SUPPORT).key(KeyKind::Rsa1024))
            .unwrap(),
    );
    house.write("text.txt", "no certificate");
    let show = |more: &[&str]| house.run(&[&["identity", "show"], more].concat());
    house.refuses(1, "鍵が弱い", || show(&["--identity", "weak-both.pem"]));
    house.refuses(2, "PEM でも PKCS#12 でもありません", || {
        show(&["--identity", "text.txt"])
    });
    house.refuses(2, "パスワードが指定されていません", || {
        show(&["--identity", "support.p12"])
    });
    house.refuses(2, "見つかりません", || {
        show(&["--identity", "gone.p12"])
    });
}

/// Where Debian and others put the module.
const MODULES: [&str; 4] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
];

#[test]
fn a_token_signs_and_opens() {
    let house = House::new();
    let module = MODULES.into_iter().find(|path| Path::new(path).exists());
    let (Some(module), true) = (module, Command::new("pkcs11-tool").output().is_ok()) else {
        println!("skipped: SoftHSM or pkcs11-tool is not installed (Debian: softhsm2, opensc)");
        return;
    };
    fs::create_dir(house.file("tokens")).unwrap();
    let folder = house.path().display();
    house.write(
        "softhsm2.conf",
        format!("directories.tokendir = {folder}/tokens\nlog.level = ERROR\n"),
    );
    let tool = |program: &str, arguments: &[&str]| {
        let run = Command::new(program)
            .args(arguments)
            .env("SOFTHSM2_CONF", house.file("softhsm2.conf"))
            .current_dir(house.path())
            .output()
            .unwrap();
        assert!(run.status.success(), "{arguments:?}: {run:?}");
    };
    let pins = ["--so-pin", "test-only-so", "--pin", PASSWORD];
    tool(
        "softhsm2-util",
        &[&["--init-token", "--free", "--label", "Office"], &pins[..]].concat(),
    );
    let import = [
        "--import",
        "support.key",
        "--label",
        "claims",
        "--id",
        "a1",
        "--token",
        "Office",
    ];
    tool(
        "softhsm2-util",
        &[&import[..], &["--pin", PASSWORD]].concat(),
    );
    tool(
        "openssl",
        &[
            "x509",
            "-in",
            "support.pem",
            "-outform",
            "DER",
            "-out",
            "support.der",
        ],
    );
    let write = [
        "--module",
        module,
        "--token-label",
        "Office",
        "--login",
        "--pin",
        PASSWORD,
    ];
    let object = [
        "--write-object",
        "support.der",
        "--type",
        "cert",
        "--label",
        "claims",
        "--id",
        "a1",
    ];
    tool("pkcs11-tool", &[&write[..], &object].concat());

    let uri = format!("pkcs11:token=Office;object=claims?module-path={module}");
    let run = |arguments: &[&str]| {
        let mut command = house.command(arguments);
        let output = command
            .env("SOFTHSM2_CONF", house.file("softhsm2.conf"))
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr]
            .map(|text| String::from_utf8(text).unwrap())
            .concat();
        assert!(!text.contains(PASSWORD), "{text}");
        (output.status.code().unwrap(), text)
    };
    let token = [
        "--identity",
        &uri,
        "--password-env",
        VARIABLE,
        "--trust",
        "ca.pem",
    ];
    let (code, text) = run(&[&["identity", "check"], &token[..]].concat());
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("トークン（PKCS#11）"), "{text}");
    house.write("a.txt", "1");
    let (code, text) = run(&[
        &["seal"],
        &token[..],
        &["--to", "service.pem", "-o", "out.cms", "a.txt"],
    ]
    .concat());
    assert_eq!(code, 0, "{text}");
    let (code, text) = run(&[&["open", "--sent"], &token[..], &["-o", "sent", "out.cms"]].concat());
    assert_eq!(code, 0, "{text}");
    assert_eq!(house.read("sent/a.txt"), b"1");
    house.write("wrong", "test-only-wrong");
    let wrong = [
        "--identity",
        &uri,
        "--password-file",
        "wrong",
        "--trust",
        "ca.pem",
    ];
    assert_eq!(run(&[&["identity", "check"], &wrong[..]].concat()).0, 2);
}
