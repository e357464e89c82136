//! As whom `careplan seal` and `careplan open` work: keys, certificates and passwords.
#![allow(clippy::unwrap_used)]

mod common;

use careplan_relay::{KeyKind, Validity};
use common::Run;
use common::house::{House, PASSWORD, SERVICE, SUPPORT, VARIABLE, spec};

const DAY: i64 = 24 * 3600;

#[test]
fn passwords_come_from_environment_or_file_only() {
    let house = House::new();
    house.write("a.txt", "1");
    house.write("good", format!("{PASSWORD}\r\n"));
    house.write("bad", "test-only-other");
    house.write("empty", "\n");
    let seal = |password: &[&str]| {
        let start = ["seal", "--identity", "support.p12"];
        let rest = ["--trust", "ca.pem", "--to", "service.pem"];
        let out = ["-o", "out.cms", "a.txt"];
        house.run(&[&start[..], password, &rest, &out].concat())
    };
    house.refuses(2, "パスワードが違います", || {
        seal(&["--password-file", "bad"])
    });
    house.refuses(2, "パスワードが指定されていません", || {
        seal(&[])
    });
    house.refuses(2, "パスワードがありません", || {
        seal(&["--password-file", "empty"])
    });
    house.refuses(2, "環境変数", || {
        seal(&["--password-env", "CAREPLAN_TEST_UNSET"])
    });
    // Written where the name of a variable belongs: not repeated.
    house.refuses(2, "環境変数", || seal(&["--password-env", PASSWORD]));
    let uri = format!("pkcs11:token=a?module-path=/x.so&pin-value={PASSWORD}");
    house.refuses(2, "pin-value", || {
        house.seal_as(&uri, &["service.pem"], &["-o", "o", "a.txt"])
    });
    assert_eq!(seal(&["--password-file", "good"]).code, 0);
}

/// `careplan open` with identities as they stand on a command line.
fn open_by(house: &House, identities: &str, folder: &str, sealed: &str) -> Run {
    let identities: Vec<_> = identities.split_whitespace().collect();
    let rest = ["--trust", "ca.pem", "-o", folder, sealed];
    house.run(&[&["open"], &identities[..], &rest].concat())
}

#[test]
fn identities_in_every_form() {
    let house = House::new();
    house.write("a.txt", "1");
    let curve = spec(SERVICE).key(KeyKind::P256);
    house.identity("ec", &house.ca.issue(&curve).unwrap());
    house.pkcs12("ec", &[]);
    house.identity("old", &house.ca.issue(&spec(SERVICE)).unwrap());
    let triple_des = ["-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES"];
    house.pkcs12("old", &[&triple_des[..], &["-macalg", "sha1"]].concat());
    let password = format!("--password-env {VARIABLE}");
    for (number, certificate, identities) in [
        (1, "service.pem", "--identity service.pem --key service.key"),
        (2, "service.pem", "--identity service-both.pem"),
        (3, "ec.pem", &format!("--identity ec.p12 {password}")),
        (4, "old.pem", &format!("--identity old.p12 {password}")),
        // Old and new, the new one first.
        (
            5,
            "old.pem",
            &format!("--identity ec.p12 --identity old.p12 {password}"),
        ),
        (
            6,
            "service.pem",
            "--identity ec-both.pem --identity service.pem --key service.key",
        ),
    ] {
        let (sealed, folder) = (format!("{number}.cms"), format!("in{number}"));
        let out = ["-o", &sealed, "a.txt"];
        let run = house.seal_as("support-both.pem", &[certificate], &out);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let run = open_by(&house, identities, &folder, &sealed);
        assert_eq!(run.code, 0, "{number}: {}", run.stderr);
    }
}

#[test]
fn identities_that_do_not_fit_are_told_apart() {
    let house = House::new();
    house.write("a.txt", "1");
    assert_eq!(house.seal(&["-o", "out.cms", "a.txt"]).code, 0);
    let passwords = format!("--password-env {VARIABLE} --password-env {VARIABLE}");
    for (code, words, identities) in [
        (
            1,
            "組み合わせが違います",
            "--identity service.pem --key third.key",
        ),
        (2, "秘密鍵が入っていません", "--identity service.pem"),
        (
            2,
            "対応する --identity がありません",
            "--identity service-both.pem --key service.key",
        ),
        (
            1,
            "のはずですが",
            "--identity service-both.pem --identity third-both.pem",
        ),
        (2, "パスワードの数", &format!("--identity a {passwords}")),
    ] {
        house.refuses(code, words, || open_by(&house, identities, "in", "out.cms"));
    }
}

#[test]
fn sixteen_certificates_may_open_and_ended_ones_do_not_count() {
    let house = House::new();
    house.write("a.txt", "1");
    let curve = |number| spec(number).key(KeyKind::P256);
    let now = Validity::default().not_before + 3600;
    let ended = Validity {
        not_before: now - 100 * DAY,
        not_after: now - DAY,
    };
    let ended = curve(SUPPORT).validity(ended);
    house.identity("ended", &house.ca.issue(&ended).unwrap());
    let receivers: Vec<_> = (0..16).map(|number| format!("receiver{number}")).collect();
    for receiver in &receivers {
        house.identity(receiver, &house.ca.issue(&curve(SERVICE)).unwrap());
    }
    let receivers: Vec<_> = receivers.iter().map(|name| format!("{name}.pem")).collect();
    let receivers: Vec<_> = receivers.iter().map(String::as_str).collect();
    let seal = |to: &[&str]| {
        let more = ["--identity", "ended-both.pem", "-o", "out.cms", "a.txt"];
        house.seal_as("support-both.pem", to, &more)
    };
    house.refuses(2, "電子証明書が多すぎます", || seal(&receivers));
    let run = seal(&receivers[1..]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn an_old_certificate_still_opens_and_the_end_is_told() {
    let house = House::new();
    house.write("a.txt", "1");
    let now = Validity::default().not_before + 3600;
    let until = |not_after| Validity {
        not_before: now - 100 * DAY,
        not_after,
    };
    let soon = spec(SERVICE).validity(until(now + 30 * DAY));
    house.identity("soon", &house.ca.issue(&soon).unwrap());
    let run = house.seal_as(
        "support-both.pem",
        &["soon.pem"],
        &["-o", "out.cms", "a.txt"],
    );
    assert_eq!(run.code, 0, "{}", run.stderr);
    let open = |folder: &str, more: &[&str]| {
        house.open_as(
            "soon-both.pem",
            &[&["-o", folder, "out.cms"], more].concat(),
        )
    };
    let run = open("in", &["--lang", "en"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout.contains("ends in 29 days") || run.stdout.contains("ends in 30 days"),
        "{}",
        run.stdout
    );
    let run = open("again", &["--identity", "service-both.pem"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stdout.contains("有効期限まで"), "{}", run.stdout);
}
