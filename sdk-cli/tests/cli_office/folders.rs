//! The same commands for an office that uses folders.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::Value;

use super::town::*;

#[test]
fn the_same_commands_work_with_folders() {
    let town = Town::new();
    let office = |number: &str, outgoing: &str, incoming: &str| {
        let file = town.profile(number).join("profile.toml");
        let text = fs::read_to_string(&file).unwrap();
        let begin = &text[..text.find("[relay]").unwrap()];
        let (outgoing, incoming) = (town.path(outgoing), town.path(incoming));
        for folder in [&outgoing, &incoming] {
            fs::create_dir_all(folder).unwrap();
        }
        let folder = format!(
            "[folder]\noutgoing = {outgoing:?}\nincoming = {incoming:?}\nsettle_seconds = 0\n"
        );
        fs::write(file, format!("{begin}{folder}")).unwrap();
    };
    office(SUPPORT, "a-out", "a-in");
    office(SERVICE, "b-out", "b-in");
    let sent = &town.json(SUPPORT, &["send", &plan()])[0];
    assert_eq!(town.json(SUPPORT, &["sent"])[0]["state"], "handed_over");
    let id = sent["id"].as_str().unwrap();
    town.refused(SUPPORT, &["evidence", id, "-o", "e.zip"], 1, "受領証");
    for (name, bytes) in files(town.path("a-out")) {
        fs::write(town.path("b-in").join(name), bytes).unwrap();
    }
    town.fine(SERVICE, &["sync"]);
    let taken = &town.json(SERVICE, &["take", "--all", "-o", "in", "--ack"])[0];
    assert_eq!(
        (&taken["acknowledged"], &taken["signer"]),
        (&true.into(), &Value::Null)
    );
    assert_eq!(files(town.path("in")), files(plan()));
    town.fine(SERVICE, &["sync"]);
    assert_eq!(town.json(SERVICE, &["inbox"])[0]["state"], "taken");
}

/// Turns an office into one that uses folders.
pub fn by_folder(town: &Town, number: &str, outgoing: &str, incoming: &str) {
    let file = town.profile(number).join("profile.toml");
    let text = fs::read_to_string(&file).unwrap();
    let begin = &text[..text.find("[relay]").unwrap()];
    let (outgoing, incoming) = (town.path(outgoing), town.path(incoming));
    for folder in [&outgoing, &incoming] {
        fs::create_dir_all(folder).unwrap();
    }
    let folder = format!(
        "[folder]\noutgoing = {outgoing:?}\nincoming = {incoming:?}\nsettle_seconds = 0\npatience_seconds = 0\ninterval_seconds = 1\n"
    );
    fs::write(file, format!("{begin}{folder}")).unwrap();
}

#[test]
fn files_that_cannot_be_taken_are_told_by_every_command() {
    let town = Town::new();
    by_folder(&town, SUPPORT, "out", "in");
    // This office's own plan is not for it.
    for (name, bytes) in files(plan()) {
        fs::write(town.path("in").join(name), bytes).unwrap();
    }
    let pass = town.run(SUPPORT, &["sync"]);
    assert_eq!(pass.code, 1, "{}", pass.stdout);
    assert!(
        pass.stdout
            .starts_with("送受信しました。取り込めないファイルがあります。"),
        "{}",
        pass.stdout
    );
    let status = town.fine(SUPPORT, &["status"]);
    assert!(status.contains("取り込めないもの 1 組"), "{status}");
    let last = &town.json(SUPPORT, &["status"])[0]["last_sync"];
    assert_eq!(
        (&last["refused"], &last["unfinished"]),
        (&1.into(), &0.into())
    );

    let mut command = town.command(SUPPORT, &["sync", "--watch", "--format", "json"]);
    let mut worker = command.stdout(Stdio::piped()).spawn().unwrap();
    let line = BufReader::new(worker.stdout.take().unwrap()).lines().next();
    let told: Value = serde_json::from_str(&line.unwrap().unwrap()).unwrap();
    end(&mut worker);
    assert_eq!(told["event"], "refused");
    assert!(
        told["findings"][0]["code"].is_string() && told["files"][0].is_string(),
        "{told}"
    );
}
