//! Files that are sent and taken.

use std::fs;
use std::path::Path;

use super::town::*;

#[test]
fn files_are_never_overwritten_and_taking_again_is_allowed() {
    let town = Town::new();
    town.fine(SUPPORT, &["send", &plan()]);
    town.fine(SUPPORT, &["sync"]);
    town.fine(SERVICE, &["sync"]);
    let names: Vec<_> = files(plan()).into_iter().map(|(name, _)| name).collect();

    fs::create_dir(town.path("in")).unwrap();
    fs::write(town.path("in").join(&names[1]), "mine").unwrap();
    town.refused(
        SERVICE,
        &["take", "--all", "-o", "in", "--ack"],
        2,
        "すでにあります",
    );
    assert_eq!(
        files(town.path("in")),
        [(names[1].clone(), b"mine".to_vec())]
    );
    assert_eq!(town.json(SERVICE, &["inbox"])[0]["state"], "handed");

    // As after a crash: some of the files are there already.
    fs::copy(
        Path::new(&plan()).join(&names[1]),
        town.path("in").join(&names[1]),
    )
    .unwrap();
    town.fine(SERVICE, &["take", "--all", "-o", "in", "--ack"]);
    assert_eq!(files(town.path("in")), files(plan()));
    assert_eq!(town.json(SERVICE, &["inbox"])[0]["state"], "acknowledged");
    let nothing = town.fine(SERVICE, &["take", "--all", "-o", "in"]);
    assert!(nothing.contains("取り込むデータはありません"), "{nothing}");
}

#[test]
fn one_bad_set_does_not_hold_up_the_others() {
    let town = Town::new();
    let folder = town.path("out");
    fs::create_dir(&folder).unwrap();
    for (name, bytes) in files(plan()) {
        fs::write(folder.join(&name), &bytes).unwrap();
        // The same again with another stamp, and one file of it missing.
        if !name.starts_with("UPPLAN") {
            fs::write(folder.join(name.replace("093000", "093001")), &bytes).unwrap();
        }
    }
    let run = town.run(SUPPORT, &["send", "out", "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let (good, bad): (Vec<_>, Vec<_>) = run
        .json()
        .into_iter()
        .partition(|set| set["id"].is_string());
    assert_eq!((good.len(), bad.len()), (1, 1));
    assert!(bad[0]["error_count"].as_u64().unwrap() > 0);
    assert_eq!(bad[0]["files"].as_array().unwrap().len(), 2);
    let text = town.run(SUPPORT, &["send", "out", "--lang", "en"]);
    assert!(
        text.stdout.contains("REFUSED") && text.stdout.contains("same as before (waiting)"),
        "{}",
        text.stdout
    );
    // Another office's set.
    let run = town.run(SUPPORT, &["send", &actuals()]);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout
            .contains("この事業所（5070022016）ではありません"),
        "{}",
        run.stdout
    );
    town.refused(SUPPORT, &["send", "nowhere"], 2, "見つかりません");
}

#[test]
fn nothing_is_written_into_the_folder_of_the_store() {
    let town = Town::new();
    town.fine(SUPPORT, &["status"]);
    let store = town.profile(SUPPORT).join("store");
    let inside = store.join("copies");
    let inside = inside.to_str().unwrap();
    town.refused(SUPPORT, &["backup", inside], 2, "保存データのフォルダー");
    town.refused(
        SUPPORT,
        &["take", "--all", "-o", inside],
        2,
        "保存データのフォルダー",
    );
    town.refused(
        SUPPORT,
        &["restore", store.to_str().unwrap()],
        2,
        "保存データのフォルダー",
    );
    assert!(!Path::new(inside).exists());
}
