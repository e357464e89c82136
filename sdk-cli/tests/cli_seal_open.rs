//! `careplan seal` and `careplan open`, as a person at a terminal uses them.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::process::Command;

use common::house::{House, SERVICE, SUPPORT};

fn with<'a>(start: &[&'a str], names: &'a [String]) -> Vec<&'a str> {
    let names = names.iter().map(String::as_str);
    start.iter().copied().chain(names).collect()
}

#[test]
fn a_set_travels_as_a_set() {
    let house = House::new();
    let names = house.set();
    let run = house.seal(&with(
        &["--subject", "件名", "--text", "本文", "-o", "out.cms"],
        &names,
    ));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("サービス利用票"), "{}", run.stdout);
    assert!(!run.stdout.contains("ファイルとして封入"), "{}", run.stdout);

    let run = house.open(&["-o", "a/b", "--receipt-out", "receipt.p7s", "out.cms"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for words in ["件名", "本文", SUPPORT, SERVICE, "失効の確認はしていません"] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    for name in &names {
        assert_eq!(house.read(&format!("a/b/{name}")), house.read(name));
    }
    assert_eq!(fs::read_dir(house.file("a")).unwrap().count(), 1);
    assert_eq!(
        fs::read_dir(house.file("a/b")).unwrap().count(),
        names.len()
    );
    assert!(house.file("receipt.p7s").exists());
}

#[test]
fn programs_read_json() {
    let house = House::new();
    house.write("計画 1.pdf", b"%PDF");
    let run = house.seal(&[
        "--format",
        "json",
        "-o",
        "out.cms",
        "--cover-out",
        "cover.cms",
        "計画 1.pdf",
    ]);
    let sealed = &run.json()[0];
    assert_eq!(sealed["set"], serde_json::Value::Null);
    assert_eq!(sealed["sender"], SUPPORT);
    assert_eq!(sealed["receivers"][0], SERVICE);
    assert_eq!(sealed["size"], house.read("out.cms").len());
    assert!(house.file("cover.cms").exists());
    let run = house.open(&["--format", "json", "-o", "in", "out.cms"]);
    let opened = &run.json()[0];
    assert_eq!(opened["id"], sealed["id"]);
    assert_eq!(opened["sha256"], sealed["sha256"]);
    assert_eq!(opened["signer"]["office"], SUPPORT);
    assert_eq!(opened["files"][0]["name"], "計画 1.pdf");
    assert_eq!(opened["signer"]["revocation_state"], "not_checked");
    assert_eq!(house.read("in/計画 1.pdf"), b"%PDF");
}

#[cfg(unix)]
#[test]
fn what_was_opened_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::new();
    house.write("計画 1.pdf", b"%PDF");
    assert_eq!(house.seal(&["-o", "out.cms", "計画 1.pdf"]).code, 0);
    assert_eq!(house.open(&["-o", "in", "out.cms"]).code, 0);
    let opened = fs::metadata(house.file("in/計画 1.pdf")).unwrap();
    assert_eq!(opened.permissions().mode() & 0o777, 0o600);
}

#[test]
fn other_files_travel_too_and_that_is_said() {
    let house = House::new();
    let names = house.set();
    house.write("note.txt", "メモ");
    let run = house.seal(&["-o", "a.cms", "note.txt", &names[0]]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("ファイルとして封入"), "{}", run.stdout);
    // Names of the standard, but one file is missing.
    let run = house.seal(&["-o", "b.cms", &names[0]]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("careplan lint"), "{}", run.stdout);
    assert_eq!(house.open(&["-o", "in", "b.cms"]).code, 0);
}

#[test]
fn a_file_for_another_office_is_not_sealed() {
    let house = House::new();
    let names = house.set();
    let out = ["-o", "out.cms"];
    let to_third =
        |files: &[String]| house.seal_as("support.p12", &["third.pem"], &with(&out, files));
    house.refuses(1, "送信先", || to_third(&names));
    // Not even where it is no whole set.
    house.refuses(1, "送信先", || to_third(&names[..1]));
    house.refuses(1, "送信元", || {
        house.seal_as("third-both.pem", &["service.pem"], &with(&out, &names))
    });
    house.refuses(1, "送信先", || {
        house.seal(&with(&["--to", "third.pem", "-o", "out.cms"], &names))
    });
}

#[test]
fn only_receivers_open_it_and_the_sender_its_own() {
    let house = House::new();
    house.write("a.txt", "内容");
    assert_eq!(house.seal(&["-o", "out.cms", "a.txt"]).code, 0);
    house.refuses(
        1,
        "この事業所の電子証明書では開けない",
        || house.open_as("third-both.pem", &["-o", "in", "out.cms"]),
    );
    let sender = ["-o", "sent", "out.cms"];
    house.refuses(1, "--sent を付けて開いてください", || {
        house.open_as("support.p12", &sender)
    });
    let run = house.open_as("support.p12", &[&sender[..], &["--sent"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(house.read("sent/a.txt"), "内容".as_bytes());
    house.refuses(
        1,
        "この事業所が送ったものではありません",
        || house.open(&["--sent", "-o", "in", "out.cms"]),
    );
}

#[test]
fn several_receivers_may_be_named() {
    let house = House::new();
    house.write("a.txt", "内容");
    let run = house.seal(&["--to", "third.pem", "-o", "out.cms", "a.txt"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for name in ["service", "third"] {
        let identity = format!("{name}-both.pem");
        let run = house.open_as(&identity, &["-o", name, "out.cms"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
}

#[test]
fn what_was_changed_on_the_way_gives_nothing() {
    let house = House::new();
    house.write("a.txt", vec![7; 300_000]);
    assert_eq!(house.seal(&["-o", "out.cms", "a.txt"]).code, 0);
    let sealed = house.read("out.cms");
    let mut turned = sealed.clone();
    let last = turned.len() - 40;
    turned[last] ^= 1;
    house.write("turned.cms", turned);
    house.write("cut.cms", &sealed[..sealed.len() / 2]);
    house.write("none.cms", b"no envelope");
    house.refuses(1, "封筒", || house.open(&["-o", "in", "turned.cms"]));
    house.refuses(1, "封筒", || house.open(&["-o", "x/y/in", "cut.cms"]));
    house.refuses(1, "封筒", || house.open(&["-o", "in", "none.cms"]));
    house.refuses(2, "見つかりません", || {
        house.open(&["-o", "in", "gone.cms"])
    });
}

#[test]
fn the_openssl_command_makes_what_open_takes_away() {
    let house = House::new();
    house.write("a.txt", "内容");
    assert_eq!(house.seal(&["-o", "out.cms", "a.txt"]).code, 0);
    let openssl = |arguments: &[&str]| {
        let run = Command::new("openssl")
            .args(arguments)
            .current_dir(house.path())
            .output()
            .unwrap();
        assert!(run.status.success(), "{run:?}");
    };
    let key = ["-recip", "service.pem", "-inkey", "service.key"];
    let decrypt = [
        "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "out.cms", "-out", "signed",
    ];
    openssl(&[&decrypt[..], &key].concat());
    let verify = [
        "cms", "-verify", "-binary", "-inform", "DER", "-in", "signed", "-CAfile", "ca.pem",
    ];
    openssl(&[&verify[..], &["-purpose", "any", "-out", "out.zip"]].concat());
    assert!(house.read("out.zip").starts_with(b"PK"));
}
