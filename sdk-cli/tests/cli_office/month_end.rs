//! What offices do at the end of a month, and while the relay is away.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::common::careplan;
use super::town::*;

/// What docs/operations.md tells, in its order: month end, proof, log, backup, restoring.
#[test]
fn the_month_end_of_two_offices() {
    let town = Town::new();

    let [sent] = &town.json(SUPPORT, &["send", &plan(), "--subject", "9月分"])[..] else {
        panic!("one set");
    };
    let id = sent["id"].as_str().unwrap();
    let end = &id[id.len() - 8..];
    assert_eq!(
        (&sent["new"], &sent["set"]),
        (&true.into(), &"use_slip".into())
    );
    let pass = &town.json(SUPPORT, &["sync"])[0];
    assert_eq!(
        (&pass["sent"], &pass["complete"]),
        (&1.into(), &true.into())
    );

    assert_eq!(town.json(SERVICE, &["inbox"]).len(), 0);
    assert!(town.fine(SERVICE, &["sync"]).contains("中身の受信: 1"));
    let detail = &town.json(SERVICE, &["inbox", end])[0];
    assert_eq!(
        (&detail["id"], &detail["subject"]),
        (&id.into(), &"9月分".into())
    );
    assert_eq!(detail["state"], "fetched");
    town.refused(SERVICE, &["ack", end], 1, "まだ取り込んでいない");

    let taken = town.fine(SERVICE, &["take", "--all", "-o", "受信"]);
    assert!(taken.contains(&format!("careplan ack {end}")), "{taken}");
    assert_eq!(files(town.path("受信")), files(plan()));
    let ack = &town.json(SERVICE, &["ack", end])[0];
    assert_eq!(
        (&ack["state"], &ack["delivered"]),
        (&"acknowledged".into(), &false.into())
    );
    town.fine(SERVICE, &["send", &actuals()]);
    let pass = &town.json(SERVICE, &["sync"])[0];
    assert_eq!((&pass["receipts"], &pass["sent"]), (&1.into(), &1.into()));

    assert!(
        town.fine(SUPPORT, &["sync"])
            .contains("相手の受領を確認: 1")
    );
    let row = &town.json(SUPPORT, &["sent"])[0];
    assert_eq!(
        (&row["state"], &row["final"]),
        (&"taken".into(), &true.into())
    );
    assert!(row["taken_at"].is_string());
    let text = town.fine(SUPPORT, &["sent", end]);
    assert!(text.contains("受領証: 5070100002 "), "{text}");
    let taken = &town.json(SUPPORT, &["take", "--all", "-o", "実績", "--ack"])[0];
    assert_eq!(
        (&taken["acknowledged"], &taken["errors"]),
        (&true.into(), &0.into())
    );
    assert_eq!(files(town.path("実績")), files(actuals()));
    town.fine(SUPPORT, &["sync"]);
    town.fine(SERVICE, &["sync"]);
    assert_eq!(town.json(SERVICE, &["sent", "--state", "taken"]).len(), 1);

    town.fine(SUPPORT, &["evidence", end, "-o", "証跡.zip"]);
    let trust = town.profile(SUPPORT).join("trust.pem");
    let arguments = [
        "verify-evidence",
        "--trust",
        trust.to_str().unwrap(),
        "証跡.zip",
    ];
    let evidence = &town.json(SUPPORT, &arguments)[0];
    assert_eq!(
        (&evidence["id"], &evidence["receiver"]["office"]),
        (&id.into(), &SERVICE.into())
    );

    let log = town.json(SUPPORT, &["log"]);
    assert!(
        log.iter().all(|entry| entry["actor"] == account()),
        "{log:?}"
    );
    let head = &town.json(SUPPORT, &["log", "--export", "log.jsonl"])[0];
    let noted = format!("{}:{}", head["entries"], head["hash"].as_str().unwrap());
    let verified = careplan()
        .args(["log", "--verify", "log.jsonl", "--noted", &noted])
        .current_dir(town.folder.path())
        .output()
        .unwrap();
    assert!(verified.status.success(), "{verified:?}");
    let other = format!("1:{}", "0".repeat(64));
    town.refused(
        SUPPORT,
        &["log", "--verify", "log.jsonl", "--noted", &other],
        1,
        "控えた 1 番",
    );
    let text = fs::read_to_string(town.path("log.jsonl")).unwrap();
    fs::write(town.path("log.jsonl"), text.replace(&account(), "suzuki")).unwrap();
    town.refused(
        SUPPORT,
        &["log", "--verify", "log.jsonl"],
        1,
        "1 番が書き換えられた",
    );

    town.fine(SUPPORT, &["backup", "控え"]);
    town.refused(SUPPORT, &["backup", "控え"], 2, "すでにあります");
    fs::remove_dir_all(town.profile(SUPPORT).join("store")).unwrap();
    assert_eq!(town.json(SUPPORT, &["sent"]).len(), 0);
    let restored = &town.json(SUPPORT, &["restore", "控え"])[0];
    assert!(Path::new(restored["replaced"].as_str().unwrap()).is_dir());
    assert_eq!(town.json(SUPPORT, &["sent"]).len(), 1);
    let cleaned = &town.json(SUPPORT, &["clean-up"])[0];
    assert_eq!(
        (&cleaned["contents"], &cleaned["messages"]),
        (&0.into(), &0.into())
    );
    assert!(town.fine(SUPPORT, &["status"]).contains("受領済 1"));
}

#[test]
fn without_a_relay_nothing_is_lost_and_nothing_doubled() {
    let mut town = Town::new();
    town.relay_goes();
    town.fine(SUPPORT, &["send", &plan()]);
    let again = town.fine(SUPPORT, &["send", &plan()]);
    assert!(again.contains("登録済みと同じ（送信待ち）"), "{again}");
    let pass = town.run(SUPPORT, &["sync"]);
    assert_eq!(pass.code, 2);
    assert!(
        pass.stdout.contains("失われたものはありません"),
        "{}",
        pass.stdout
    );
    let status = &town.json(SUPPORT, &["status"])[0];
    assert_eq!(
        (&status["sent"]["waiting"], &status["last_sync"]["complete"]),
        (&1.into(), &false.into())
    );
    assert!(status["oldest_waiting"].is_string());

    town.relay_comes_back();
    town.fine(SUPPORT, &["sync"]);
    town.fine(SERVICE, &["sync"]);
    assert_eq!(town.json(SERVICE, &["inbox"]).len(), 1);

    // Taken back before it is taken; the receiver sees that, and cannot take it.
    let row = &town.json(SUPPORT, &["sent"])[0];
    let id = row["id"].as_str().unwrap();
    town.refused(
        SUPPORT,
        &["evidence", id, "-o", "e.zip"],
        1,
        "送信済（未受領）",
    );
    let answer = &town.json(SUPPORT, &["withdraw", id])[0];
    assert_eq!(answer["delivered"], false);
    town.fine(SUPPORT, &["sync"]);
    town.fine(SERVICE, &["sync"]);
    town.refused(SERVICE, &["take", id, "-o", "in"], 1, "取消（送信元）");
    assert!(!town.path("in").exists());

    // A withdrawn one is sent again as a new message, and rejected this time.
    let sent = &town.json(SUPPORT, &["send", &plan()])[0];
    assert_eq!(sent["new"], true);
    town.fine(SUPPORT, &["sync"]);
    town.fine(SERVICE, &["sync"]);
    let id = sent["id"].as_str().unwrap();
    town.fine(SERVICE, &["reject", id, "--reason", "damaged"]);
    town.fine(SERVICE, &["sync"]);
    let pass = town.run(SUPPORT, &["sync"]);
    assert_eq!(pass.code, 1, "ended badly: {}", pass.stdout);
    let row = &town.json(SUPPORT, &["sent", "--state", "受取拒否"])[0];
    assert_eq!(
        (&row["state"], &row["reason"]["code"]),
        (&"rejected".into(), &"damaged".into())
    );
}

#[test]
fn a_worker_tells_what_happens_and_nobody_else_gets_in() {
    let mut town = Town::new();
    let mut command = town.command(SERVICE, &["sync", "--watch", "--format", "json"]);
    let mut worker = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(worker.stdout.take().unwrap()).lines();
    town.fine(SUPPORT, &["send", &plan()]);
    town.fine(SUPPORT, &["sync"]);
    let mut next = || -> Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
    let first = next();
    assert_eq!(
        (&first["direction"], &first["state"]),
        (&"received".into(), &"offered".into())
    );
    assert_eq!(next()["state"], "fetched");
    town.refused(
        SERVICE,
        &["inbox", "--wait", "0"],
        2,
        "別のプログラムが使用中",
    );
    town.refused(
        SERVICE,
        &["inbox", "--lang", "en", "--wait", "1"],
        2,
        "in use by another program",
    );
    town.relay_goes();
    let problem = next();
    assert_eq!(problem["event"], "sync");
    assert!(problem["problem"]["code"].is_string(), "{problem}");
    end(&mut worker);
    assert_eq!(town.json(SERVICE, &["inbox"]).len(), 1);
}

/// docs/operations.ja.md: its commands for every day, for the log and for the proof work as they are printed.
#[cfg(unix)]
#[test]
fn the_commands_of_the_operations_page_work_as_printed() {
    let town = Town::new();
    let page = fs::read_to_string(repository().join("docs/operations.ja.md")).unwrap();
    let block = |heading: &str| -> String {
        let rest = page.split_once(heading).unwrap().1;
        let rest = rest.split_once("```sh\n").unwrap().1;
        rest.split_once("```").unwrap().0.to_owned()
    };
    let run = |office: &str, script: &str| {
        let binary = Path::new(env!("CARGO_BIN_EXE_careplan")).parent().unwrap();
        let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
        let output = Command::new("bash")
            .args(["-ec", script])
            .env("PATH", path)
            .env("CAREPLAN_OFFICE", town.profile(office))
            .current_dir(town.folder.path())
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        assert!(
            output.status.success(),
            "{script}\n{}{}",
            text(output.stdout),
            text(output.stderr)
        );
        text(output.stdout)
    };
    let every_day = block("## 毎日の流れ");
    let (send, receive) = every_day.split_once("careplan inbox").unwrap();
    run(
        SUPPORT,
        &send.replace("送信するフォルダー", &format!("'{}'", plan())),
    );
    run(SERVICE, "careplan sync");
    let id = town.json(SERVICE, &["inbox"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    run(
        SERVICE,
        &format!("careplan inbox{}", receive.replace("番号", &id)),
    );
    run(SUPPORT, "careplan sync");
    run(SUPPORT, &block("## 状態の確認"));
    let log = block("## アクセス記録").replace("保険者番号:被保険者番号", &person());
    let log = log
        .split_once("careplan log --verify log.jsonl --noted")
        .unwrap()
        .0;
    run(SUPPORT, log);

    let proof = block("## 届いたことの証明").replace("番号 ", &format!("{id} "));
    let trust = town.profile(SUPPORT).join("trust.pem");
    let proof = proof.replace(
        "事業所のフォルダー/trust.pem",
        &format!("'{}'", trust.display()),
    );
    run(SUPPORT, &proof);
    fs::copy(trust, town.path("trust.pem")).unwrap();
    let openssl = block("### openssl だけで確かめる");
    let told = run(SUPPORT, &openssl);
    assert!(told.contains(SUPPORT) && told.contains(SERVICE), "{told}");
    let receipt: Value =
        serde_json::from_slice(&fs::read(town.path("proof/receipt.json")).unwrap()).unwrap();
    let signed = receipt["signed_sha256"].as_str().unwrap();
    assert!(told.matches(signed).count() >= 2, "{told}");
    run(
        SUPPORT,
        &block("## バックアップと復元").replace("控え/", "控え-"),
    );
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
