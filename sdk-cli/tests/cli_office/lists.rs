//! Lists, and how offices and messages are named.

use super::common::careplan;
use super::town::*;

#[test]
fn lists_are_filtered_and_ids_may_be_short() {
    let town = Town::new();
    let first = &town.json(SUPPORT, &["send", &plan()])[0];
    let second = &town.json(SUPPORT, &["send", &plan(), "--again"])[0];
    let count = |args: &[&str]| town.json(SUPPORT, &[&["sent"], args].concat()).len();
    for (args, expected) in [
        (&["--partner", SERVICE][..], 2),
        (&["--partner", SUPPORT], 0),
        (&["--month", "2026-09", "--set", "use_slip"], 2),
        (&["--month", "202608"], 0),
        (&["--state", "送信待ち", "--limit", "1"], 1),
        (&["--state", "taken"], 0),
        (&["--since", "2020-01-01"], 2),
        (&["--until", "2020-01-01"], 0),
        (&["--person", "123456:0000000001"], 0),
    ] {
        assert_eq!(count(args), expected, "{args:?}");
    }
    let whose = person();
    assert_eq!(count(&["--person", &whose]), 2);
    // Who searched for a person stands in the log as well.
    let log = town.json(SUPPORT, &["log", "--person", &whose]);
    let sends = log.iter().filter(|entry| entry["operation"] == "send");
    assert_eq!(sends.count(), 2, "{log:?}");
    town.refused(SUPPORT, &["sent", "--person", "12"], 2, "保険者番号");

    let (first, second) = (
        first["id"].as_str().unwrap(),
        second["id"].as_str().unwrap(),
    );
    let common = first
        .bytes()
        .zip(second.bytes())
        .take_while(|(a, b)| a == b);
    let begin = &first[..common.count()];
    for args in [["sent", &first[24..]], ["sent", first]] {
        assert_eq!(town.json(SUPPORT, &args)[0]["id"], first);
    }
    town.refused(SUPPORT, &["sent", begin], 2, "2 件あります");
    town.refused(SUPPORT, &["sent", "abc"], 2, "番号ではありません");
    town.refused(
        SUPPORT,
        &["sent", "--lang", "en", &"f".repeat(8)],
        2,
        "no such message",
    );
}

#[test]
fn the_office_may_be_named_before_and_after_the_command() {
    let town = Town::new();
    let profile = town.profile(SERVICE);
    let profile = profile.to_str().unwrap();
    for args in [
        ["--office", profile, "status"],
        ["status", "--office", profile],
    ] {
        let output = careplan().args(args).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.starts_with("5070100002 訪問介護事業所第1\n"), "{text}");
    }
    for (lang, words) in [("ja", "--office"), ("en", "no office is named")] {
        let output = careplan()
            .args(["status", "--lang", lang])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8(output.stderr).unwrap().contains(words));
    }
    let output = careplan()
        .args(["--office", "nowhere", "status"])
        .output()
        .unwrap();
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("profile.toml")
    );
}
