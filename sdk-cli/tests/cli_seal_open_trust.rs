//! Whom `careplan seal` and `careplan open` trust.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;

use careplan_relay::CertificateSpec;
use common::house::{House, SERVICE, SUPPORT, spec};

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
    let seal =
        |identity: &str, to: &str, out: &str| house.seal_as(identity, &[to], &["-o", out, "a.txt"]);
    let run = seal("own-both.pem", "alone.pem", "out.cms");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let run = house.open_as("receiver-both.pem", &["-o", "in", "out.cms"]);
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
    house.refuses(2, "a.txt: ", || open(&["--intermediate", "a.txt"]));
    house.refuses(
        1,
        "事業所番号が 1 つだけ書かれていません",
        || open(&["--office-rule", "san.dns: {office}.example.jp"]),
    );
    let agent = spec(SUPPORT).policies(&["1.2.3.4"]);
    house.identity("agent", &house.ca.issue(&agent).unwrap());
    house.refuses(1, "代理人証明書", || {
        let refuse = "1.2.3.4=代理人証明書";
        let more = ["--refuse-policy", refuse, "-o", "x.cms", "a.txt"];
        house.seal_as("agent-both.pem", &["service.pem"], &more)
    });
    let run = open(&["--crl", "fine.crl", "--revocation", "hard"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("失効していません"), "{}", run.stdout);
    fs::create_dir(house.file("crls")).unwrap();
    fs::copy(house.file("revoked.crl"), house.file("crls/a.crl")).unwrap();
    let folder = ["--crl-folder", "crls", "-o", "again", "out.cms"];
    house.refuses(1, "失効しています", || house.open(&folder));
    let run = house.open(&[&folder[..], &["--revocation", "off"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
}
