//! Kinds of keys and identity files that an office may have.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fs;

use careplan_blackbox_tests::command::{OpenSsl, PKCS12};
use careplan_blackbox_tests::offices::{SERVICE, SUPPORT, issue};
use careplan_blackbox_tests::samples::plans;
use careplan_blackbox_tests::sandbox::Sandbox;
use careplan_blackbox_tests::steps::{send, sync, take};
use careplan_relay::{IssuedIdentity, KeyKind};

const RECEIVER: &str = "5070100002_11";

#[test]
fn an_office_takes_its_identity_from_an_old_pkcs12_file() {
    let sandbox = Sandbox::start();
    let folder = sandbox.folder(SUPPORT);
    let password = "試験用パスワード";
    fs::write(folder.join("pin.txt"), format!("{password}\n")).unwrap();
    let issued = IssuedIdentity {
        certificate_pem: sandbox.read(SUPPORT, "certificate.pem"),
        private_key_pem: sandbox.read(SUPPORT, "private-key.pem"),
    };
    let [.., old] = PKCS12;
    let file = OpenSsl::default().pkcs12(&issued, password, old);
    fs::write(folder.join("office.p12"), file).unwrap();
    let profile = sandbox.read(SUPPORT, "profile.toml");
    let profile = profile
        .replace("certificate = \"certificate.pem\"", "file = \"office.p12\"")
        .replace(
            "private_key = \"private-key.pem\"",
            "password_file = \"pin.txt\"",
        );
    assert!(profile.contains("office.p12") && profile.contains("pin.txt"));
    sandbox.write(SUPPORT, "profile.toml", &profile);

    let id = send(&sandbox.office(SUPPORT), &plans(RECEIVER));
    let service = sandbox.office(SERVICE);
    sync(&service);
    assert_eq!(take(&service, id).unwrap().id(), id);
}

#[test]
fn keys_on_curves_sign_the_handshake() {
    let sandbox = Sandbox::start();
    for kind in [KeyKind::P256, KeyKind::P384] {
        let issued = issue(&sandbox.ca(), SUPPORT, kind);
        sandbox.replace_identity(SUPPORT, &issued);
        // The relay has seen that the signature holds.
        sandbox.client(SUPPORT).service().unwrap();
    }
}
