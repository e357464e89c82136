//! `careplan export-evidence` and `careplan verify-evidence`.
#![allow(clippy::unwrap_used)]

mod common;

use common::Run;
use common::house::{House, SERVICE, SUPPORT, command_as};

fn export(house: &House, envelope: &str, receipt: &str, out: &str) -> Run {
    let start = command_as("export-evidence", "support.p12");
    house.run(&[&start[..], &["-o", out, envelope, receipt]].concat())
}

fn verify(house: &House, more: &[&str]) -> Run {
    house.run(&[&["verify-evidence", "--trust", "ca.pem"], more].concat())
}

/// A message that was sent and taken: `NAME.cms` and `NAME.p7s`.
fn exchange(house: &House, name: &str) {
    house.write("報告.txt", name);
    let (envelope, receipt) = (format!("{name}.cms"), format!("{name}.p7s"));
    assert_eq!(house.seal(&["-o", &envelope, "報告.txt"]).code, 0);
    let run = house.open(&["-o", name, "--receipt-out", &receipt, &envelope]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn evidence_goes_round() {
    let house = House::new();
    exchange(&house, "one");
    let run = export(&house, "one.cms", "one.p7s", "evidence.zip");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("個人情報"), "{}", run.stdout);
    let run = verify(&house, &["-o", "proved", "evidence.zip"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for words in ["証跡は正しいものです", SUPPORT, SERVICE, "報告.txt"] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    assert_eq!(house.read("proved/報告.txt"), b"one");
    let run = verify(&house, &["--format", "json", "evidence.zip"]);
    let proved = &run.json()[0];
    assert_eq!(proved["signer"]["office"], SUPPORT);
    assert_eq!(proved["receiver"]["office"], SERVICE);
    house.refuses(2, "すでにあります", || {
        export(&house, "one.cms", "one.p7s", "evidence.zip")
    });
    house.refuses(2, "すでにあります", || {
        verify(&house, &["-o", "proved", "evidence.zip"])
    });
}

#[test]
fn what_was_changed_proves_nothing() {
    let house = House::new();
    exchange(&house, "one");
    exchange(&house, "two");
    assert_eq!(export(&house, "one.cms", "one.p7s", "evidence.zip").code, 0);
    house.refuses(
        1,
        "受領証がこのデータのものではありません",
        || export(&house, "one.cms", "two.p7s", "mixed.zip"),
    );
    house.refuses(1, "", || export(&house, "one.cms", "one.cms", "mixed.zip"));
    // The receiver has the message too, but did not send it.
    house.refuses(
        1,
        "この事業所が送ったものではありません",
        || {
            let start = command_as("export-evidence", "service-both.pem");
            house.run(&[&start[..], &["-o", "x.zip", "one.cms", "one.p7s"]].concat())
        },
    );
    // Dates and the like of the ZIP around it are nobody's statement; all else is refused.
    let json = |file: &str| verify(&house, &["--format", "json", file]);
    let proved = json("evidence.zip").stdout;
    let evidence = house.read("evidence.zip");
    let mut refused = 0;
    let places = (0..evidence.len()).step_by(evidence.len() / 100);
    let count = places.len();
    for at in places {
        let mut turned = evidence.clone();
        turned[at] ^= 1;
        house.write("turned.zip", turned);
        let run = json("turned.zip");
        match run.code {
            0 => assert_eq!(run.stdout, proved, "byte {at}"),
            code => {
                assert_eq!(
                    (code, run.stdout.as_str()),
                    (1, ""),
                    "byte {at}: {}",
                    run.stderr
                );
                refused += 1;
            }
        }
    }
    assert!(refused * 10 > count * 9, "{refused} of {count}");
    let last = evidence.len() / 2;
    house.write("cut.zip", &evidence[..last]);
    house.refuses(1, "", || verify(&house, &["-o", "out", "cut.zip"]));
    let foreign = House::new();
    house.write("ca.pem", foreign.read("ca.pem"));
    house.refuses(1, "信頼する認証局", || {
        verify(&house, &["evidence.zip"])
    });
    house.refuses(2, "見つかりません", || verify(&house, &["gone.zip"]));
}

/// Whatever was changed in it, a receipt is refused, as something that was looked at; and nothing is written.
#[test]
fn a_receipt_that_was_changed_is_refused() {
    let house = House::new();
    exchange(&house, "a");
    let receipt = house.read("a.p7s");
    // The kind of key in a certificate: the key cannot be read then.
    const RSA: &[u8] = &[
        0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03,
    ];
    const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
    let place = |kind: &[u8]| receipt.windows(kind.len()).position(|found| found == kind);
    let key = place(RSA).or_else(|| place(EC)).unwrap() + 5;
    for at in (0..receipt.len()).step_by(101).chain([key]) {
        let mut changed = receipt.clone();
        changed[at] ^= 0x40;
        house.write("changed.p7s", changed);
        house.refuses(1, "", || export(&house, "a.cms", "changed.p7s", "out.zip"));
    }
    house.write("cut.p7s", &receipt[..100]);
    house.refuses(1, "壊れています", || {
        export(&house, "a.cms", "cut.p7s", "out.zip")
    });
}

#[test]
fn a_file_without_its_receipt_is_told_as_that() {
    let house = House::new();
    exchange(&house, "one");
    assert_eq!(export(&house, "one.cms", "one.p7s", "evidence.zip").code, 0);
    let zip = |args: &[&str]| {
        let run = std::process::Command::new("python3")
            .args(args)
            .current_dir(house.path())
            .status();
        assert!(run.unwrap().success());
    };
    // As somebody packs it anew who left the receipt out, or wrote an explanation of his own.
    const ANEW: &str = "import zipfile, sys\n\
        old = zipfile.ZipFile('evidence.zip')\n\
        new = zipfile.ZipFile(sys.argv[1], 'w')\n\
        [new.writestr(name, old.read(name)) for name in old.namelist() if name != 'receipt.p7s']\n";
    zip(&["-c", ANEW, "without.zip"]);
    house.refuses(1, "受領証（receipt.p7s）がありません", || {
        verify(&house, &["without.zip"])
    });
    house.refuses(1, "作成した事業所", || {
        verify(&house, &["without.zip"])
    });
    house.write("other.zip", b"PK no evidence");
    house.refuses(1, "証跡ファイル", || verify(&house, &["other.zip"]));
    // An inspector can have nothing sent again.
    let foreign = House::new();
    house.write("ca.pem", foreign.read("ca.pem"));
    house.refuses(1, "証跡を出した事業所", || {
        verify(&house, &["evidence.zip"])
    });
}
