//! `careplan demo`.
#![allow(clippy::unwrap_used)]

mod common;

use common::run;
use serde_json::json;

#[test]
fn the_whole_month_goes_there_and_back_unchanged() {
    let run = run(&["demo", "--format", "json"]);
    assert_eq!((run.code, &*run.stderr), (0, ""), "{}", run.stdout);
    let report = &run.json()[0];
    for (key, expected) in [
        ("sent", json!(18)),
        ("taken", json!(18)),
        ("identical", json!(true)),
        ("actuals_sent", json!(18)),
        ("actuals_taken", json!(18)),
        ("receipts", json!(36)),
        ("files", json!(72)),
    ] {
        assert_eq!(report[key], expected, "{key}");
    }
    assert!(report["seconds"].as_f64().unwrap() > 0.0);
    let offices = report["offices"].as_array().unwrap();
    assert_eq!(offices.len(), 18);
    for key in ["files", "records", "bytes"] {
        let sum: u64 = offices
            .iter()
            .map(|office| office[key].as_u64().unwrap())
            .sum();
        assert_eq!(report[key], sum, "{key}");
    }
}

#[test]
fn people_get_a_table() {
    let ja = run(&["demo"]);
    assert_eq!((ja.code, &*ja.stderr), (0, ""));
    assert!(ja.stdout.contains("訪問介護事業所第1 ") && ja.stdout.contains("送信したものと一致"));
    let en = run(&["demo", "--lang", "en"]);
    assert!(
        en.stdout.contains("Plans: 18 sets sent, 18 taken"),
        "{}",
        en.stdout
    );
}
