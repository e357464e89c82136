//! `careplan seal` and `careplan open`, as a person at a terminal uses them.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::process::Command;

use careplan_relay::{CertificateSpec, KeyKind, Validity};
use common::house::{House, PASSWORD, SERVICE, SUPPORT, VARIABLE, spec};

const DAY: i64 = 24 * 3600;

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
    let to_third = |files: &[String]| {
        let start = [
            "seal",
            "--identity",
            "support.p12",
            "--password-env",
            VARIABLE,
            "--trust",
            "ca.pem",
            "--to",
            "third.pem",
            "-o",
            "out.cms",
        ];
        house.run(&with(&start, files))
    };
    house.refuses(1, "送信先", || to_third(&names));
    // Not even where it is no whole set.
    house.refuses(1, "送信先", || to_third(&names[..1]));
    house.refuses(1, "送信元", || {
        let start = [
            "seal",
            "--identity",
            "third-both.pem",
            "--trust",
            "ca.pem",
            "--to",
            "service.pem",
            "-o",
            "out.cms",
        ];
        house.run(&with(&start, &names))
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
    let third = [
        "open",
        "--identity",
        "third-both.pem",
        "--trust",
        "ca.pem",
        "-o",
        "in",
        "out.cms",
    ];
    house.refuses(
        1,
        "この事業所の電子証明書では開けない",
        || house.run(&third),
    );
    let sender = [
        "open",
        "--identity",
        "support.p12",
        "--password-env",
        VARIABLE,
        "--trust",
        "ca.pem",
        "-o",
        "sent",
        "out.cms",
    ];
    house.refuses(1, "--sent を付けて開いてください", || {
        house.run(&sender)
    });
    assert_eq!(house.run(&[&sender[..], &["--sent"]].concat()).code, 0);
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
    assert_eq!(
        house
            .seal(&["--to", "third.pem", "-o", "out.cms", "a.txt"])
            .code,
        0
    );
    for name in ["service", "third"] {
        let identity = format!("{name}-both.pem");
        let run = house.run(&[
            "open",
            "--identity",
            &identity,
            "--trust",
            "ca.pem",
            "-o",
            name,
            "out.cms",
        ]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
}

#[test]
fn nothing_is_overwritten() {
    let house = House::new();
    house.write("a.txt", "1");
    house.write("b.txt", "2");
    assert_eq!(house.seal(&["-o", "out.cms", "a.txt", "b.txt"]).code, 0);
    house.refuses(2, "out.cms はすでにあります", || {
        house.seal(&["-o", "out.cms", "a.txt"])
    });
    house.refuses(2, "すでにあります", || {
        house.seal(&["-o", "x.cms", "--cover-out", "b.txt", "a.txt"])
    });
    fs::create_dir(house.file("in")).unwrap();
    house.write("in/b.txt", "mine");
    house.refuses(2, "b.txt はすでにあります", || {
        house.open(&["-o", "in", "out.cms"])
    });
    house.write("receipt", "mine");
    house.refuses(2, "receipt はすでにあります", || {
        house.open(&["-o", "new", "--receipt-out", "receipt", "out.cms"])
    });
    house.refuses(2, "すでにあります", || {
        house.open(&["-o", "a.txt", "out.cms"])
    });
    assert_eq!(house.seal(&["--force", "-o", "out.cms", "a.txt"]).code, 0);
    // Into a folder with other files.
    assert_eq!(house.open(&["-o", "in", "out.cms"]).code, 0);
    assert_eq!(house.read("in/b.txt"), b"mine");
}

/// A key that is gone cannot be made again.
#[test]
fn what_a_command_reads_is_not_replaced_even_by_force() {
    let house = House::new();
    house.write("a.txt", "1");
    #[cfg(unix)]
    std::os::unix::fs::symlink("support.p12", house.file("link.cms")).unwrap();
    let inputs = [
        "a.txt",
        "support.p12",
        "./support.p12",
        "service.pem",
        "ca.pem",
        "link.cms",
    ];
    for target in inputs {
        if !house.file(target).exists() {
            continue;
        }
        house.refuses(2, "読み込むファイル", || {
            house.seal(&["--force", "-o", target, "a.txt"])
        });
        house.refuses(2, "読み込むファイル", || {
            house.seal(&["--force", "-o", "out.cms", "--cover-out", target, "a.txt"])
        });
    }
    house.refuses(2, "同じファイル", || {
        house.seal(&["-o", "out.cms", "--cover-out", "out.cms", "a.txt"])
    });
    fs::create_dir(house.file("folder")).unwrap();
    house.refuses(2, "すでにあります", || {
        house.seal(&["--force", "-o", "folder", "a.txt"])
    });
}

/// Devices are not files: as an administrator, they could be replaced.
#[cfg(unix)]
#[test]
fn a_device_or_socket_is_not_replaced() {
    let house = House::new();
    house.write("a.txt", "1");
    let _socket = std::os::unix::net::UnixListener::bind(house.file("socket")).unwrap();
    house.refuses(2, "すでにあります", || {
        house.seal(&["--force", "-o", "socket", "a.txt"])
    });
}

/// Certificates of receivers come alone, and mostly from the authority that issued the sender's too.
#[test]
fn the_own_intermediates_lead_from_the_receiver_to_the_root() {
    let house = House::new();
    house.write("a.txt", "1");
    let middle = CertificateSpec::authority("Middle CA");
    let middle = house.ca.intermediate(&middle).unwrap();
    house.identity("own", &middle.issue(&spec(SUPPORT)).unwrap());
    let receiver = middle.issue(&spec(SERVICE)).unwrap();
    house.identity("receiver", &receiver);
    let first = receiver
        .certificate_pem
        .split_inclusive("-----END CERTIFICATE-----");
    house.write("alone.pem", first.take(1).collect::<String>());
    let seal = |identity: &str, to: &str, out: &str| {
        let identity = ["seal", "--identity", identity, "--password-env", VARIABLE];
        let rest = ["--trust", "ca.pem", "--to", to, "-o", out, "a.txt"];
        house.run(&[&identity[..], &rest].concat())
    };
    let run = seal("own-both.pem", "alone.pem", "out.cms");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let start = [
        "open",
        "--identity",
        "receiver-both.pem",
        "--trust",
        "ca.pem",
    ];
    let run = house.run(&[&start[..], &["-o", "in", "out.cms"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    // Another's own chain does not lead there.
    house.refuses(1, "中間認証局", || {
        seal("support.p12", "alone.pem", "x.cms")
    });
    // And an own chain to another root makes nothing trusted.
    let foreign = House::new();
    let strange = CertificateSpec::authority("Strange CA");
    let strange = foreign.ca.intermediate(&strange).unwrap();
    house.identity("strange", &strange.issue(&spec(SERVICE)).unwrap());
    house.refuses(
        1,
        "信頼する認証局が発行したものではありません",
        || seal("own-both.pem", "strange.pem", "x.cms"),
    );
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
fn passwords_come_from_environment_or_file_only() {
    let house = House::new();
    house.write("a.txt", "1");
    house.write("good", format!("{PASSWORD}\r\n"));
    house.write("bad", "test-only-other");
    house.write("empty", "\n");
    let seal = |password: &[&str]| {
        let start = [
            "seal",
            "--identity",
            "support.p12",
            "--trust",
            "ca.pem",
            "--to",
            "service.pem",
        ];
        house.run(&[&start[..], password, &["-o", "out.cms", "a.txt"]].concat())
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
        house.run(&[
            "seal",
            "--identity",
            &uri,
            "--trust",
            "ca.pem",
            "--to",
            "service.pem",
            "-o",
            "o",
            "a.txt",
        ])
    });
    assert_eq!(seal(&["--password-file", "good"]).code, 0);
}

#[test]
fn identities_in_every_form() {
    let house = House::new();
    house.write("a.txt", "1");
    house.identity(
        "ec",
        &house.ca.issue(&spec(SERVICE).key(KeyKind::P256)).unwrap(),
    );
    house.pkcs12("ec", &[]);
    house.identity("old", &house.ca.issue(&spec(SERVICE)).unwrap());
    house.pkcs12(
        "old",
        &[
            "-certpbe",
            "PBE-SHA1-3DES",
            "-keypbe",
            "PBE-SHA1-3DES",
            "-macalg",
            "sha1",
        ],
    );
    let password = ["--password-env", VARIABLE];
    for (number, certificate, identity) in [
        (
            1,
            "service.pem",
            &["--identity", "service.pem", "--key", "service.key"][..],
        ),
        (2, "service.pem", &["--identity", "service-both.pem"]),
        (
            3,
            "ec.pem",
            &[&["--identity", "ec.p12"], &password[..]].concat(),
        ),
        (
            4,
            "old.pem",
            &[&["--identity", "old.p12"], &password[..]].concat(),
        ),
        // Old and new, the new one first.
        (
            5,
            "old.pem",
            &[
                &["--identity", "ec.p12", "--identity", "old.p12"],
                &password[..],
            ]
            .concat(),
        ),
        (
            6,
            "service.pem",
            &[
                "--identity",
                "ec-both.pem",
                "--identity",
                "service.pem",
                "--key",
                "service.key",
            ],
        ),
    ] {
        let (sealed, folder) = (format!("{number}.cms"), format!("in{number}"));
        let start = [
            "seal",
            "--identity",
            "support-both.pem",
            "--trust",
            "ca.pem",
            "--to",
            certificate,
        ];
        let run = house.run(&[&start[..], &["-o", &sealed, "a.txt"]].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        let run = house.run(
            &[
                &["open"],
                identity,
                &["--trust", "ca.pem", "-o", &folder, &sealed],
            ]
            .concat(),
        );
        assert_eq!(run.code, 0, "{number}: {}", run.stderr);
    }
    let open = |identity: &[&str]| {
        house.run(
            &[
                &["open"],
                identity,
                &["--trust", "ca.pem", "-o", "in", "1.cms"],
            ]
            .concat(),
        )
    };
    house.refuses(1, "組み合わせが違います", || {
        open(&["--identity", "service.pem", "--key", "third.key"])
    });
    house.refuses(2, "秘密鍵が入っていません", || {
        open(&["--identity", "service.pem"])
    });
    house.refuses(2, "対応する --identity がありません", || {
        open(&["--identity", "service-both.pem", "--key", "service.key"])
    });
    house.refuses(1, "のはずですが", || {
        open(&[
            "--identity",
            "service-both.pem",
            "--identity",
            "third-both.pem",
        ])
    });
    house.refuses(2, "パスワードの数", || {
        open(&[
            "--identity",
            "a",
            "--password-env",
            VARIABLE,
            "--password-env",
            VARIABLE,
        ])
    });
}

#[test]
fn trust_is_as_it_was_asked_for() {
    let house = House::new();
    house.write("a.txt", "1");
    let foreign = House::new();
    house.write("foreign.pem", foreign.read("ca.pem"));
    assert_eq!(house.seal(&["-o", "out.cms", "a.txt"]).code, 0);
    house.write("fine.crl", house.crl(&[], 60).der);
    house.write("revoked.crl", house.crl(&[&house.support], 60).pem);
    let open = |more: &[&str]| house.open(&[more, &["-o", "in", "out.cms"]].concat());
    house.refuses(
        1,
        "信頼する認証局が発行したものではありません",
        || {
            let start = [
                "open",
                "--identity",
                "service-both.pem",
                "--trust",
                "foreign.pem",
            ];
            house.run(&[&start[..], &["-o", "in", "out.cms"]].concat())
        },
    );
    house.refuses(1, "失効しています", || {
        open(&["--crl", "revoked.crl"])
    });
    house.refuses(1, "失効していないか確認できません", || {
        open(&["--revocation", "hard"])
    });
    house.refuses(2, "失効リストを使えません", || {
        open(&["--crl", "a.txt"])
    });
    house.refuses(
        1,
        "事業所番号が 1 つだけ書かれていません",
        || open(&["--office-rule", "san.dns: {office}.example.jp"]),
    );
    house.identity(
        "agent",
        &house
            .ca
            .issue(&spec(SUPPORT).policies(&["1.2.3.4"]))
            .unwrap(),
    );
    house.refuses(1, "代理人証明書", || {
        house.run(&[
            "seal",
            "--identity",
            "agent-both.pem",
            "--trust",
            "ca.pem",
            "--to",
            "service.pem",
            "--refuse-policy",
            "1.2.3.4=代理人証明書",
            "-o",
            "x.cms",
            "a.txt",
        ])
    });
    let run = open(&["--crl", "fine.crl", "--revocation", "hard"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("失効していません"), "{}", run.stdout);
    fs::create_dir(house.file("crls")).unwrap();
    fs::copy(house.file("revoked.crl"), house.file("crls/a.crl")).unwrap();
    let folder = ["--crl-folder", "crls", "-o", "again", "out.cms"];
    house.refuses(1, "失効しています", || house.open(&folder));
    assert_eq!(
        house
            .open(&[&folder[..], &["--revocation", "off"]].concat())
            .code,
        0
    );
}

#[test]
fn names_that_cannot_be_used_are_refused() {
    let house = House::new();
    for name in ["a.txt", "NUL.txt"] {
        house.write(name, "1");
    }
    fs::create_dir(house.file("sub")).unwrap();
    house.write("sub/A.TXT", "2");
    house.refuses(2, "ファイル名", || {
        house.seal(&["-o", "out.cms", "a.txt", "sub/A.TXT"])
    });
    house.refuses(2, "ファイル名", || {
        house.seal(&["-o", "out.cms", "NUL.txt"])
    });
    house.refuses(2, "フォルダー", || {
        house.seal(&["-o", "out.cms", "sub"])
    });
    house.refuses(2, "書き込めません", || {
        house.seal(&["-o", "no/such/out.cms", "a.txt"])
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

#[test]
fn an_old_certificate_still_opens_and_the_end_is_told() {
    let house = House::new();
    house.write("a.txt", "1");
    let now = Validity::default().not_before + 3600;
    let until = |not_after| Validity {
        not_before: now - 100 * DAY,
        not_after,
    };
    house.identity(
        "soon",
        &house
            .ca
            .issue(&spec(SERVICE).validity(until(now + 30 * DAY)))
            .unwrap(),
    );
    let start = [
        "seal",
        "--identity",
        "support-both.pem",
        "--trust",
        "ca.pem",
        "--to",
        "soon.pem",
    ];
    assert_eq!(
        house
            .run(&[&start[..], &["-o", "out.cms", "a.txt"]].concat())
            .code,
        0
    );
    let open = |folder: &str, more: &[&str]| {
        let start = [
            "open",
            "--identity",
            "soon-both.pem",
            "--trust",
            "ca.pem",
            "-o",
            folder,
            "out.cms",
        ];
        house.run(&[&start[..], more].concat())
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
