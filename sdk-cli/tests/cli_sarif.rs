//! `careplan lint --format sarif`: what SARIF 2.1.0 requires, and where findings are.
#![allow(clippy::unwrap_used)]

mod common;

use careplan_core::text::encode;
use common::{Copy, run, samples, with_item};
use serde_json::{Value, json};

fn log(args: &[&str]) -> Value {
    let run = run(&[&["lint", "--format", "sarif"], args].concat());
    serde_json::from_str(&run.stdout).unwrap()
}

/// The required properties of the schema, for the parts that a log of ours has.
fn assert_valid(log: &Value) {
    assert_eq!(log["version"], "2.1.0");
    assert!(
        log["$schema"]
            .as_str()
            .unwrap()
            .ends_with("sarif-schema-2.1.0.json")
    );
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "careplan");
    let rules = driver["rules"].as_array().unwrap();
    for rule in rules {
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[text]["text"].as_str().unwrap().is_empty());
        }
        assert!(
            rule["help"]["markdown"]
                .as_str()
                .unwrap()
                .contains("How to mend")
        );
    }
    for result in run["results"].as_array().unwrap() {
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        let level = result["level"].as_str().unwrap();
        assert!(["error", "warning", "note"].contains(&level));
        for location in result["locations"].as_array().unwrap() {
            let uri = location["physicalLocation"]["artifactLocation"]["uri"]
                .as_str()
                .unwrap();
            assert!(uri.is_ascii() && !uri.contains(' '), "{uri}");
        }
    }
}

#[test]
fn a_clean_folder_gives_a_log_without_results() {
    let folder = samples().join("sets/5070100002_11");
    let log = log(&[folder.to_str().unwrap()]);
    assert_valid(&log);
    assert_eq!(log["runs"][0]["results"], json!([]));
}

#[test]
fn a_finding_has_its_region_in_characters_and_bytes() {
    let copy = Copy::of("UPPLAN", |bytes| {
        let name = encode("\"佐藤　花子\"").unwrap();
        with_item(3, 7, &name)(with_item(3, 8, b"1x")(bytes))
    });
    let path = copy.path.to_str().unwrap();
    let log = log(&[path]);
    assert_valid(&log);
    let result = &log["runs"][0]["results"][0];
    assert_eq!(
        (&result["ruleId"], &result["level"]),
        (&json!("CP2030"), &json!("error"))
    );
    let bytes = std::fs::read(&copy.path).unwrap();
    let line = bytes.split(|&byte| byte == b'\n').nth(2).unwrap();
    let start = line.windows(4).position(|part| part == b",1x,").unwrap() + 1;
    let line_offset = line.as_ptr() as usize - bytes.as_ptr() as usize;
    // Five of the bytes before it are second bytes of characters.
    let column = start + 1 - 5;
    let expected = json!({
        "startLine": 3, "startColumn": column, "endLine": 3, "endColumn": column + 2,
        "byteOffset": line_offset + start, "byteLength": 2,
    });
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["region"], expected);
    assert!(
        place["artifactLocation"]["uri"]
            .as_str()
            .unwrap()
            .starts_with("file:///")
    );
    // Logs are uploaded: nothing that stands in a file is in them.
    assert!(!log["runs"][0]["results"].to_string().contains("1x"));
}

#[test]
fn severities_of_the_profile_and_both_languages_are_there() {
    let copy = Copy::of("UPPLAN", |mut bytes| {
        bytes.retain(|&byte| byte != b'\r');
        bytes
    });
    let path = copy.path.to_str().unwrap();
    let log = log(&["--profile", "strict", "--lang", "en", path]);
    assert_valid(&log);
    let result = &log["runs"][0]["results"][0];
    assert_eq!(
        (&result["ruleId"], &result["level"]),
        (&json!("CP1106"), &json!("error"))
    );
    assert!(
        result["message"]["text"]
            .as_str()
            .unwrap()
            .contains("CR LF")
    );
}

#[test]
fn what_is_said_of_a_set_is_placed_on_its_files() {
    let folder = tempfile::tempdir().unwrap();
    for kind in ["UPPLAN", "UPSIKYU"] {
        let file = common::sample(kind);
        std::fs::copy(&file, folder.path().join(file.file_name().unwrap())).unwrap();
    }
    let log = log(&[folder.path().to_str().unwrap()]);
    assert_valid(&log);
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "CP4001");
    assert_eq!(result["locations"].as_array().unwrap().len(), 2);
}
