//! What is wrong in an office's profile folder is named.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fs;

use careplan_blackbox_tests::explained::assert_explained;
use careplan_blackbox_tests::offices::{SERVICE, SUPPORT};
use careplan_blackbox_tests::sandbox::Sandbox;
use careplan_core::exchange::{ExchangeError, Office};

fn open_error(sandbox: &Sandbox) -> ExchangeError {
    Office::open(&sandbox.folder(SUPPORT)).unwrap_err()
}

#[test]
fn a_missing_file_of_the_profile_is_named() {
    for file in [
        "certificate.pem",
        "private-key.pem",
        "trust.pem",
        "relay-ca.pem",
        "password.txt",
    ] {
        let sandbox = Sandbox::prepare();
        fs::remove_file(sandbox.folder(SUPPORT).join(file)).unwrap();
        assert_explained(&open_error(&sandbox), file, file);
    }
}

#[test]
fn files_of_the_profile_that_are_not_what_they_should_be_are_named() {
    for (file, ja, en) in [
        ("certificate.pem", "電子証明書", "certificate"),
        ("private-key.pem", "秘密鍵", "private key"),
        ("trust.pem", "認証局", "trusted certificates"),
        ("relay-ca.pem", "設定", "settings"),
    ] {
        for content in [
            "",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        ] {
            let sandbox = Sandbox::prepare();
            sandbox.write(SUPPORT, file, content);
            assert_explained(&open_error(&sandbox), ja, en);
        }
    }
}

#[test]
fn the_key_or_certificate_of_another_office_is_noticed() {
    let sandbox = Sandbox::prepare();
    let (certificate, key) = (
        sandbox.read(SERVICE, "certificate.pem"),
        sandbox.read(SERVICE, "private-key.pem"),
    );
    sandbox.write(SUPPORT, "private-key.pem", &key);
    assert_explained(&open_error(&sandbox), "秘密鍵", "do not belong together");
    sandbox.write(SUPPORT, "certificate.pem", &certificate);
    assert_explained(&open_error(&sandbox), SERVICE, SERVICE);
}
