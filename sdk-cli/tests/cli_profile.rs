//! `careplan lint --profile` and `careplan explain`.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;

use common::{Copy, Run, run};

fn with_line_feeds() -> Copy {
    Copy::of("UPPLAN", |mut bytes| {
        bytes.retain(|&byte| byte != b'\r');
        bytes
    })
}

fn lint(copy: &Copy, profile: &str) -> Run {
    let path = copy.path.to_str().unwrap();
    run(&["lint", "--format", "json", "--profile", profile, path])
}

#[test]
fn profiles_change_severities_and_the_exit_code() {
    let copy = with_line_feeds();
    for (profile, severity, code) in [
        ("standard", "warning", 0),
        ("strict", "error", 1),
        ("lenient", "warning", 0),
    ] {
        let run = lint(&copy, profile);
        assert_eq!(run.code, code, "{profile}");
        assert_eq!(run.json()[0]["severity"], severity, "{profile}");
    }
    let utf8 = Copy::of("UPPLAN", |_| "202407,\u{FEFF}介護\r\n".as_bytes().to_vec());
    let severity = |profile| {
        let run = lint(&utf8, profile);
        let utf8 = run.json().into_iter().find(|line| line["code"] == "CP1104");
        utf8.unwrap()["severity"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        (severity("standard"), severity("lenient")),
        ("error".into(), "warning".into())
    );
}

#[test]
fn what_is_clean_is_clean_under_every_profile() {
    for profile in ["standard", "strict", "lenient"] {
        let folder = common::samples().join("sets");
        let run = run(&[
            "lint",
            "--format",
            "json",
            "--profile",
            profile,
            folder.to_str().unwrap(),
        ]);
        assert_eq!((run.code, &*run.stdout), (0, ""), "{profile}");
    }
}

#[test]
fn a_file_says_what_a_partner_refuses() {
    let copy = with_line_feeds();
    let file = copy.folder.path().join("partner.toml");
    let profile = |office: &str| {
        let text = format!(
            "[severity]\nCP1106 = \"off\"\n[[receiver]]\noffice = \"{office}\"\nseverity = {{ CP1106 = \"error\" }}\n"
        );
        fs::write(&file, text).unwrap();
        lint(&copy, file.to_str().unwrap())
    };
    assert_eq!(profile("5070100002").code, 1);
    let other = profile("5070100093");
    assert_eq!((other.code, &*other.stdout), (0, ""));
}

#[test]
fn a_wrong_profile_is_told_and_nothing_is_checked() {
    let copy = with_line_feeds();
    let file = copy.folder.path().join("partner.toml");
    fs::write(&file, "[severity]\nCP1160 = \"error\"\n").unwrap();
    let wrong = lint(&copy, file.to_str().unwrap());
    assert_eq!((wrong.code, &*wrong.stdout), (2, ""));
    assert!(
        wrong.stderr.contains("2 行目") && wrong.stderr.contains("CP1106"),
        "{}",
        wrong.stderr
    );
    let missing = lint(&copy, "no such profile");
    assert_eq!(missing.code, 2);
    assert!(
        missing.stderr.contains("standard、strict、lenient"),
        "{}",
        missing.stderr
    );
}

#[test]
fn a_code_is_explained() {
    for code in ["CP1106", "cp1106", "1106"] {
        let text = run(&["explain", code]);
        assert_eq!(text.code, 0);
        assert!(
            text.stdout.starts_with("CP1106 警告 (ファイル全体)\n"),
            "{}",
            text.stdout
        );
        for part in [
            "内容: ",
            "直し方: ",
            "例: 0A → 0D 0A",
            "strict エラー",
            "〈件数〉",
        ] {
            assert!(text.stdout.contains(part), "{part}: {}", text.stdout);
        }
    }
    let english = run(&["explain", "--lang", "en", "CP1106"]).stdout;
    assert!(
        english.contains("How to mend: End lines in CR LF"),
        "{english}"
    );
    let json = run(&["explain", "--format", "json", "CP1106"])
        .json()
        .remove(0);
    assert_eq!(
        (&json["name"], &json["strict"]),
        (&"LineEnding".into(), &"error".into())
    );
}

#[test]
fn codes_are_listed_by_their_beginning() {
    let all = run(&["explain"]).stdout;
    let some = run(&["explain", "cp10"]).stdout;
    assert!(
        some.starts_with("ファイル名\n  CP1001 エラー  ") && all.starts_with(&some),
        "{some}"
    );
    assert!(all.lines().count() > 60);
    let unknown = run(&["explain", "CP9999"]);
    assert_eq!((unknown.code, &*unknown.stdout), (2, ""));
    assert!(unknown.stderr.contains("CP9999"), "{}", unknown.stderr);
}
